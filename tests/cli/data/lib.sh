# Read by the cases: the data beside this file, and t, which runs the program and tells its exit code.
cp "$ROOT"/tests/cli/data/*.yaml .
t() { echo "\$ khung $*"; "$KHUNG" "$@" 2>&1; echo "[$?]"; }
# Two tries that differ in their times only.
undated() { sed -E 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g; s/"added": "[0-9-]+"/"added": "DAY"/; s#([0-9]{2}/[0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]+)[/ ]20[0-9]{2}$#DAY#'; }
# The day on which the case runs, in Greenwich or in Viet Nam, or the one before, in each of the three ways in which days are written.
today() {
    sed "$(for day in now yesterday "7 hours"; do
        LC_ALL=C date -u -d "$day" '+s|%F|TODAY|g;s|%-d %B %Y|TODAY|g;s|%d/%-m/%Y|TODAY|g;s|%d/%m/%Y|TODAY|g'
    done)"
}
