#!/bin/sh
# Logos: see logo.py. TAP.
out=${TMPDIR:-/tmp}/logo.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
"$ROOT/tests/report/logo.py" "$out"
