#!/bin/sh
# The scoring in the form's JavaScript beside the program's: random answers to every framework of tests/score and random frameworks, all
# fields but the gates' reasons; and what the form saves says what it was given. Its reader of YAML beside PyYAML. Needs node; TAP.
# Here every framework once; `make browser` has FORM_SETS=500.
set -u
command -v node > /dev/null || { echo 1..1; echo "ok 1 # SKIP no node"; exit 0; }
sets=$(mktemp -d "${TMPDIR:-/tmp}/sets.XXXXXX")
trap 'rm -rf "$sets"' EXIT
case ${BUILD:-} in */release) count=114 ;; *) count=30 ;; esac
count=${FORM_SETS:-$count}
mkdir "$sets/sets"
"$ROOT/tests/score/yaml_cases.py" > "$sets/yaml.json" && node "$ROOT/tests/score/form-yaml.mjs" "$sets/yaml.json"
status=$?
"$ROOT/tests/score/answers.py" "$sets/sets" $count 1 && node "$ROOT/tests/score/form.mjs" "$KHUNG" "$sets/sets" || status=1
exit $status
