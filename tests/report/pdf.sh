#!/bin/sh
# What holds of every PDF, of the sample and of the example's documents in both languages; each letter alone on a page.
set -u
export PAGES="$BUILD/tools/pages"
files="$ROOT/frameworks/vn-ngo-capacity.yaml $ROOT/examples/hoi-song-xanh/self.yaml $ROOT/examples/hoi-song-xanh/consensus.yaml
       $ROOT/examples/hoi-song-xanh/review.yaml"
out=${TMPDIR:-/tmp}/pdf.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
fail() { : > "$out/failed"; }
make() { # FILE OPTION...: writes what the extension says
    file=$1
    shift
    "$BUILD/tools/report" "$@" -o "$out/$file" $files >/dev/null 2>&1 || fail
}
check() { # NAME OPTION...: the document and its boxes
    name=$1
    shift
    make $name.boxes "$@"
    make $name.pdf "$@"
    case " $* " in *" -a "*) archive=--archive ;; *) archive= ;; esac
    "$ROOT/tests/report/pdf_facts.py" $archive "$out/$name.pdf" "$out/$name.boxes" > "$out/$name.tap" || fail
}
# Two at a time; their reports are told one after another.
{
    "$ROOT/tests/report/pdf_facts.py" > "$out/sample.tap" || fail
    "$ROOT/tests/report/letters.py" > "$out/letters.tap" || fail
    check certificate-vi -t certificate -l vi
    check certificate-archive -t certificate -l en -a
} &
check report-vi -l vi
check report-en -l en
check report-archive -l vi -a
wait
cat "$out"/*.tap
! [ -e "$out/failed" ]
