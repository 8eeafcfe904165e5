#!/bin/sh
# What holds of every PDF, of the sample of tests/tools/pages.c, and each letter alone on a page. The documents: documents.sh.
set -u
export PAGES="$BUILD/tools/pages"
out=${TMPDIR:-/tmp}/pdf.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
fail() { : > "$out/failed"; }
"$ROOT/tests/report/letters.py" > "$out/letters.tap" || fail &
"$ROOT/tests/report/pdf_facts.py" > "$out/sample.tap" || fail
wait
cat "$out"/*.tap
! [ -e "$out/failed" ]
