#!/bin/sh
# What holds of every HTML document: the example's in both languages, an incomplete one, the certificate, and those that try limits;
# the same input gives the same bytes.
set -u
framework=$ROOT/frameworks/vn-ngo-capacity.yaml
out=${TMPDIR:-/tmp}/html.$$
mkdir -p "$out/variants"
trap 'rm -rf "$out"' EXIT
status=0
check() { # NAME FRAMEWORK ANSWERS... -- OPTION...
    name=$1
    shift
    files=
    while [ "$1" != -- ]; do files="$files $1" && shift; done
    shift
    for form in html pdf boxes; do
        "$BUILD/tools/report" "$@" -o "$out/$name.$form" $files >/dev/null 2>&1
        [ $? -lt 2 ] || status=1
    done
    "$ROOT/tests/report/html_facts.py" "$out/$name.html" "$out/$name.pdf" "$out/$name.boxes" || status=1
}
E=$ROOT/examples/hoi-song-xanh
tracks="$E/self.yaml $E/consensus.yaml $E/review.yaml"
check vi "$framework" $tracks -- -l vi
check en "$framework" $tracks -- -l en -T "$ROOT/frameworks/vn-ngo-capacity.en.yaml"
check untranslated "$framework" $tracks -- -l en
check incomplete "$framework" "$ROOT"/examples/nhom-ban-tre/*.yaml -- -l vi
check certificate "$framework" $tracks -- -t certificate -l vi
"$ROOT/tests/report/variants.py" "$out/variants"
for case in "$out"/variants/*/; do
    check "$(basename "$case")" "$case/framework.yaml" "$case"/answers*.yaml -- -l vi
done
"$BUILD/tools/report" -l vi -o "$out/again.html" "$framework" $tracks >/dev/null 2>&1
if cmp "$out/vi.html" "$out/again.html"; then echo "ok 1 the same bytes again"; else echo "not ok 1 the same bytes again" && status=1; fi
grep -q '<html lang="en">' "$out/untranslated.html" && grep -q '<h3[^>]* lang="vi">' "$out/untranslated.html"
if [ $? = 0 ]; then echo "ok 2 passages in the other language say so"; else echo "not ok 2 passages in the other language say so" && status=1; fi
echo "1..2"
exit $status
