#!/bin/sh
# Every number of the result stands in the report as it is shown, in the page's locale; the attached answers give the same result
# again, though their notes were left out. TAP.
set -u
out=${TMPDIR:-/tmp}/numbers.$$
mkdir -p "$out/first" "$out/again"
trap 'rm -rf "$out"' EXIT
F=$ROOT/frameworks/vn-ngo-capacity.yaml
E=$ROOT/examples/hoi-song-xanh
number=0
tell() {
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number $2"; else echo "not ok $number $2"; sed 's/^/# /' "$out/said" | head -8; fi
}
"$BUILD/tools/report" -l vi -o "$out/vi.pdf" "$F" "$E/self.yaml" "$E/consensus.yaml" "$E/review.yaml" 2>/dev/null
"$BUILD/tools/report" -t summary -l vi -o "$out/summary.pdf" "$F" "$E/self.yaml" "$E/consensus.yaml" "$E/review.yaml" 2>/dev/null
"$BUILD/tools/report" -l en -o "$out/en.pdf" "$F" "$E/self.yaml" "$E/consensus.yaml" "$E/review.yaml" 2>/dev/null
pdfdetach -saveall -o "$out/first" "$out/vi.pdf" > "$out/said" 2>&1
tell $? "attachments come out"
! grep -q '"note"' "$out"/first/answers-*.json
tell $? "no notes in them"
"$BUILD/tools/report" -o "$out/again.pdf" "$F" "$out"/first/answers-*.json > "$out/said" 2>&1
pdfdetach -saveall -o "$out/again" "$out/again.pdf" > "$out/said" 2>&1 && cmp "$out/first/result.json" "$out/again/result.json" > "$out/said" 2>&1
tell $? "they give the same result"
for document in vi en summary; do
    pdftotext -layout "$out/$document.pdf" "$out/$document.txt"
    DOCUMENT=$document python3 - "$out/first/result.json" "$out/$document.txt" > "$out/said" <<'PY'
import json, os, re, sys
result, text = json.load(open(sys.argv[1])), open(sys.argv[2]).read()
document = os.environ["DOCUMENT"]
vietnamese, brief = document != "en", document == "summary"
groups = [] if brief else [g for v in result["views"] for g in v["groups"]]
shown = {n[k]["shown"] for n in result["domains"] + [result["total"]] + groups for k in (("percent",) if brief else ("score", "percent")) if n[k]}
missing = [s for s in shown if not re.search(r"(?<![\d.,])" + re.escape(s.replace(".", ",") if vietnamese else s) + r"(?![\d])", text)]
# a decimal of the other language is a slip (dates, versions and decree numbers have no two digits behind one sign)
other = re.findall(r"(?<![\d./,])\d{1,3}\.\d\d(?![\d.])" if vietnamese else r"(?<![\d./,])\d{1,3},\d\d(?![\d,])", text)
print(missing, other)
sys.exit(bool(missing or other))
PY
    tell $? "every number of the result in its language: $document"
done
echo "1..$number"
