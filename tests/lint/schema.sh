#!/bin/sh
# frameworks/*.schema.json are what the loader's tables say today (`make schema` writes them).
set -eu
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
"$BUILD/tools/schema" "$t"
for new in "$t"/*.schema.json; do
    diff -u "$ROOT/frameworks/$(basename "$new")" "$new"
done
