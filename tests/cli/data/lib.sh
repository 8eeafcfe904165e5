# Read by the cases: the data beside this file, and t, which runs the program and tells its exit code.
cp "$ROOT"/tests/cli/data/*.yaml .
t() { echo "\$ khung $*"; "$KHUNG" "$@" 2>&1; echo "[$?]"; }
# Two tries that differ in their times only.
undated() { sed -E 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g; s/"added": "[0-9-]+"/"added": "DAY"/; s/20[0-9]{2}-[0-9]{2}-[0-9]{2}$/DAY/'; }
# The day on which the case runs.
today() { sed -e "s/$(date -u +%F)/TODAY/g" -e "s/$(date -u -d yesterday +%F)/TODAY/g"; }
