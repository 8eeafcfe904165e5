#!/bin/sh
# Every framework of tests/score, the example and the variants that try the limits are laid out, in both languages, without text over
# text or outside the paper; the PDFs of some pass qpdf. TAP.
set -u
out=${TMPDIR:-/tmp}/pages.$$
mkdir -p "$out/variants"
trap 'rm -rf "$out"' EXIT
number=0
tell() { # result name
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number $2"; else echo "not ok $number $2"; sed 's/^/# /' "$out/said" | head -8; fi
}
lay() { # language case-folder name
    before=
    [ -f "$2/before.yaml" ] && before="-B $2/before.yaml"
    "$BUILD/tools/report" -l "$1" $before -o "$out/$3.pdf" "$2/framework.yaml" "$2"/answers*.yaml > "$out/said" 2> "$out/log"
    code=$?
    [ $code -lt 2 ] || cat "$out/log" >> "$out/said"
    tell $code "$3 $1"
}
"$ROOT/tests/report/variants.py" "$out/variants"
for case in "$ROOT"/tests/score/*/; do
    [ -f "$case/framework.yaml" ] && lay vi "$case" "$(basename "$case")"
done
for case in "$out"/variants/*/; do
    lay vi "$case" "$(basename "$case")"
    lay en "$case" "$(basename "$case")"
    qpdf --check "$out/$(basename "$case").pdf" > "$out/said" 2>&1
    tell $? "$(basename "$case") qpdf"
    # the summary is one page, whatever the framework
    "$BUILD/tools/report" -t summary $before -o "$out/summary.boxes" "$case/framework.yaml" "$case"/answers*.yaml > "$out/said" 2> "$out/log"
    [ $? = 0 ] && [ "$(grep -c '^page ' "$out/summary.boxes")" = 1 ]
    tell $? "$(basename "$case") summary"
done
E=$ROOT/examples/hoi-song-xanh
"$BUILD/tools/report" -l en -T "$ROOT/frameworks/vn-ngo-capacity.en.yaml" "$ROOT/frameworks/vn-ngo-capacity.yaml" "$E/self.yaml" \
    "$E/consensus.yaml" "$E/review.yaml" > "$out/said" 2> /dev/null
tell $? "the example in English"
# papers, margins and letters that a description may choose
for paper in letter paper narrow; do
    for case in real-long-name real-incomplete long-texts 300-criteria 12-long-domains wide-level-names; do
        "$BUILD/tools/report" -r "$ROOT/tests/description/ok/$paper.yaml" -o "$out/$paper.pdf" "$out/variants/$case/framework.yaml" \
            "$out/variants/$case"/answers*.yaml > "$out/said" 2> /dev/null
        tell $? "$case on $paper"
    done
done
pdfinfo "$out/letter.pdf" | grep -q '612 x 792' && ! pdffonts "$out/letter.pdf" | grep -q Serif && pdffonts "$out/narrow.pdf" | grep -q '+DejaVuSerif-Bold'
tell $? "paper and letters are those chosen"
# a self-assessment alone is never certified; the message says what is missing
"$BUILD/tools/report" -t certificate "$ROOT/frameworks/vn-ngo-capacity.yaml" "$E/consensus.yaml" > "$out/said" 2>&1
[ $? = 2 ] && grep -q '\[not-reviewed\]' "$out/said"
tell $? "no certificate without a review"
"$BUILD/tools/report" -t certificate "$out/variants/real-incomplete/framework.yaml" "$out/variants/real-incomplete"/answers*.yaml > "$out/said" 2>&1
[ $? = 2 ] && grep -q '\[not-complete\]' "$out/said"
tell $? "no certificate of an incomplete assessment"
"$BUILD/tools/report" -t certificate -o "$out/own.pdf" "$out/variants/self-declared/framework.yaml" "$out/variants/self-declared"/answers*.yaml > "$out/said" 2>&1
tell $? "a self-declaration where no review is asked for"
echo "1..$number"
