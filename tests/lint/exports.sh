#!/bin/sh
# What libkhung.so gives to the linker is what khung.h declares with KHUNG_API: no more, no less.
set -eu
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
nm -D --defined-only "$BUILD/libkhung.so.0" | awk '$2 ~ /[A-Z]/ {print $3}' | sort >"$t/exported"
grep '^KHUNG_API' "$ROOT/src/khung.h" | grep -o 'khung_[a-z0-9_]*(' | grep -v khung_status\( | tr -d '(' | sort -u >"$t/declared"
diff "$t/declared" "$t/exported"
