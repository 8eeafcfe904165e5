#!/bin/sh
# The charts that several documents draw: no text over text, hidden numbers in no output, places of the visual standard, each figure
# with its numbers in words.
set -u
out=${TMPDIR:-/tmp}/charts.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
number=0
tell() { # result name
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number $2"; else echo "not ok $number $2"; cut -c1-200 "$out/said" | sed 's/^/# /' | head -8; fi
}
for form in pdf boxes txt html; do
    "$BUILD/tools/charts" "$out/a.$form" > "$out/said" 2>&1
    tell $? "charts as $form"
done
qpdf --check "$out/a.pdf" > "$out/said" 2>&1
tell $? "qpdf"
# the period of fewer than five has 99,5, a row of four ones is hidden, four of 46 stand in no cell of their own
! grep -no '99,5' "$out/a.txt" "$out/a.html" > "$out/said" && ! grep -noE 'Trưởng thành 4([^0-9]|$)|Mới hình thành 1([^0-9]|$)' "$out/a.txt" "$out/a.html" >> "$out/said"
tell $? "what is hidden is nowhere"
grep -q 'A. Quản trị: Mới hình thành + Đang phát triển 10; Phát triển 22; Trưởng thành 14' "$out/a.boxes"
tell $? "joined levels in words"
grep -q '2024 (21 tổ chức), trung vị Đà Nẵng 47, nửa giữa 38–57, trung vị cả nước 48' "$out/a.boxes"
tell $? "the trend in words"
box() { # name which left top width height
    got=$(grep "\"$1\"" "$out/a.boxes" | sed -n "$2p" | sed 's/.*" //' | cut -d' ' -f1-4)
    echo "$1 $2: $got, not $3 $4 $5 $6" > "$out/said"
    echo "$got $3 $4 $5 $6" | awk '{ for (i = 1; i <= 4; i++) if ($(i + 4) != "-" && ($i - $(i + 4)) ^ 2 > 0.25) exit 1 }'
    tell $? "$1 $2"
}
box share 1 318.7 87 105.63 15    # level 3 of 46: 224·22/46 − 1.5, behind 224·10/46
box joined 1 312.7 87 4.5 15      # the end cap in its tint
box segment 2 251 104 94 8        # gauge from 40 %, gap 2
box marker 1 352.05 103 0 9       # at 61.26 %
box effect-now 1 334.99 301 6 6   # ring r 3 at 200 + 180·44.44/100
box effect-then 1 352.99 300.8 5 6.4
echo "1..$number"
