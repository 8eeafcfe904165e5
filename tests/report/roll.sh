#!/bin/sh
# A long register: see roll.py.
folder=$(mktemp -d) || exit 1
trap 'rm -r "$folder"' EXIT
install -m 600 "$ROOT"/tests/data/keys/signing.keys "$folder"
XDG_DATA_HOME="$folder" python3 "$ROOT"/tests/report/roll.py "$folder"
