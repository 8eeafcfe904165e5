#!/bin/sh
# The manual pages are sound mdoc, and the list of diagnostics in khung.1 is the one of diag.def.
set -eu
cd "$ROOT"
mandoc -T lint -W warning src/man/*.[135]
tests/tools/manual-ids --check src/diag.def src/man/khung.1
