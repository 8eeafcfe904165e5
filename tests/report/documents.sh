#!/bin/sh
# What holds of every document: see documents.py. TAP.
out=${TMPDIR:-/tmp}/documents.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
"$ROOT/tests/report/documents.py" "$out"
