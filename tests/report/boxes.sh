#!/bin/sh
# The boxes that the visual standard gives numbers for, in the example's report and certificate.
set -eu
files="$ROOT/frameworks/vn-ngo-capacity.yaml $ROOT/examples/hoi-song-xanh/self.yaml $ROOT/examples/hoi-song-xanh/consensus.yaml
       $ROOT/examples/hoi-song-xanh/review.yaml"
out=${TMPDIR:-/tmp}/boxes.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
"$BUILD/tools/report" -o "$out/a.boxes" $files 2>/dev/null
"$BUILD/tools/report" -d -o "$out/d.boxes" $files 2>/dev/null
"$BUILD/tools/report" -B "$ROOT/examples/hoi-song-xanh/ky-truoc/consensus.yaml" -o "$out/b.boxes" $files 2>/dev/null
"$BUILD/tools/report" -t summary -o "$out/u.boxes" $files 2>/dev/null
seat="phường Hòa Khánh, thành phố Đà Nẵng"
issuer="$ROOT/tests/certificate/issuer.yaml"
sed 's/^  place/  superior: {vi: Mạng lưới Tổ chức Xã hội Việt Nam}\n  place/' "$issuer" > "$out/superior.yaml"
"$BUILD/tools/report" -r "$issuer" -S "$seat" -D 2026-10-05 -o "$out/c.boxes" $files 2>/dev/null
"$BUILD/tools/report" -r "$out/superior.yaml" -s state -S "$seat" -D 2026-10-05 -o "$out/s.boxes" $files 2>/dev/null
for document in a d b u c s; do "$ROOT/tests/report/boxes.py" $document "$out/$document.boxes"; done
