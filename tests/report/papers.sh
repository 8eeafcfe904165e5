#!/bin/sh
# Questionnaire, plan, portfolio and register: of the examples in both languages, of frameworks and figures that try the limits; no text over
# text or outside the paper, soundness, structure, what HTML must have, places of the visual standard, and hidden numbers in no output. TAP.
set -u
out=${TMPDIR:-/tmp}/papers.$$
mkdir -p "$out/figures" "$out/variants"
trap 'rm -rf "$out"' EXIT
number=0
tell() { # result name
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number $2"; else echo "not ok $number $2"; cut -c1-200 "$out/said" | sed 's/^/# /' | head -8; fi
}
lay() { # name file option...
    name=$1 file=$2
    shift 2
    "$BUILD/tools/papers" "$@" "$file" "$out/$name.pdf" "$out/$name.html" "$out/$name.boxes" "$out/$name.txt" > "$out/said" 2>&1
    tell $? "$name"
}
facts() { # name; what other programs say does not depend on how khung was compiled
    case $BUILD in */release) ;; *) return ;; esac
    "$ROOT/tests/report/html_facts.py" "$out/$1.html" "$out/$1.pdf" "$out/$1.boxes" > "$out/said" 2>&1
    tell $? "$1 as HTML"
    qpdf --check "$out/$1.pdf" > "$out/said" 2>&1
    tell $? "$1 is sound"
}
F=$ROOT/frameworks/vn-ngo-capacity.yaml
E=$ROOT/examples/so-lieu
for language in vi en; do
    lay form-$language "$F" -l $language
    lay large-$language "$F" -l $language -b
    lay filled-$language "$F" -l $language -f "$ROOT/examples/hoi-song-xanh/self.yaml"
    # shellcheck disable=SC2046
    lay agree-$language "$F" -l $language $(printf ' -p %s' "$ROOT"/examples/nhieu-nguoi/*.yaml)
    lay plan-$language "$E/ke-hoach.yaml" -l $language
    lay portfolio-$language "$E/danh-muc.yaml" -l $language
    lay register-$language "$E/so-dang-ky.yaml" -l $language
done
for name in form-vi large-vi filled-en agree-vi plan-vi plan-en portfolio-vi portfolio-en register-vi register-en; do facts $name; done
for name in form-vi agree-vi plan-vi portfolio-vi register-vi; do
    pdfinfo -struct-text "$out/$name.pdf" > "$out/tree" 2> "$out/said"
    grep -q '^ *H1' "$out/tree" && grep -q 'Table' "$out/tree"
    tell $? "$name: headings and tables"
done

"$ROOT/tests/report/papers.py" "$out/figures"
for file in "$out"/figures/*.yaml; do lay "$(basename "$file" .yaml)" "$file"; done
facts portfolio-named
facts plan-300
facts register-long
"$ROOT/tests/report/variants.py" "$out/variants"
for case in "$ROOT"/tests/score/*/ "$out"/variants/*/; do
    [ -f "$case/framework.yaml" ] && lay "$(basename "$case")-form" "$case/framework.yaml"
done

# consensus sheets: of every shape of criterion, of twelve and of three hundred people, in large print; nobody's name in any
"$ROOT/tests/report/people.py" "$out/people" "$(case $BUILD in */release) echo 300 ;; *) echo 12 ;; esac)"
for case in "$out"/people/*; do
    name=$(basename "$case")
    # shellcheck disable=SC2046
    lay "agree-$name" "$case/framework.yaml" $(printf ' -p %s' "$case"/[1-9].yaml "$case"/1[0-2].yaml)
done
# shellcheck disable=SC2046
lay agree-large "$out/people/limits/framework.yaml" -b -l en $(printf ' -p %s' "$out"/people/limits/[1-5].yaml)
# shellcheck disable=SC2046
lay agree-many "$out/people/example/framework.yaml" $(printf ' -p %s' "$out"/people/example/*[0-9].yaml)
facts agree-limits
! grep -qE 'Bí mật|Không rõ' "$out"/agree-*.txt "$out"/agree-*.html
tell $? "a consensus sheet names nobody and quotes nobody"

# two questions of the picture, boxes 13 wide with a pen of 1, lines to write on 20 apart
grep -q '"box" [0-9.]* [0-9.]* 12.00 12.00' "$out/form-vi.boxes"
tell $? "boxes are 13 with their ink"
awk '/"writing-line"/ { split($0, a, "\"writing-line\" "); split(a[2], b, " "); if (b[1] == x && b[2] - y == 20) n++; x = b[1]; y = b[2] } END { exit n < 60 }' "$out/form-vi.boxes"
tell $? "writing lines 20 apart"
grep -c 'Mới hình thành' "$out/form-vi.txt" > "$out/said"
[ "$(cat "$out/said")" -ge 30 ]
tell $? "every question with its levels"
# the names of organisations stand only where the audience is internal; the plan's sum and what is overdue
grep -o 'name: [^,]*' "$E/danh-muc.yaml" | sed 's/name: //' > "$out/names"
! grep -qF -f "$out/names" "$out/portfolio-vi.txt"
tell $? "an open portfolio names nobody"
grep -q 'Bản nội bộ' "$out/portfolio-named.txt" && grep -q 'Trung tâm Ng' "$out/portfolio-named.txt"
tell $? "an internal one does"
grep -q 'Tổng cộng *227,2' "$out/plan-vi.txt" && grep -q '15/9/2026 *2,0 *quá hạn' "$out/plan-vi.txt"
tell $? "the plan's figures"
! grep -qE '[0-9]' "$out/portfolio-few.txt" || ! grep -qE '\b(1|2|3)\b' "$out/portfolio-few.txt"
tell $? "too few are not counted"
"$BUILD/tools/papers" "$E/danh-muc.yaml" "$out/again.pdf" > "$out/said" 2>&1 && cmp "$out/again.pdf" "$out/portfolio-vi.pdf" > "$out/said"
tell $? "the same bytes again"
echo "1..$number"
