#!/bin/sh
# Certificates in every style, long and short, and that the seal's place is free.
out=${TMPDIR:-/tmp}/certificates.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
"$ROOT/tests/report/certificates.py" "$out"
