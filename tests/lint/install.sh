#!/bin/sh
# `make install` into an empty folder gives all that a program of somebody else needs: the example builds by pkg-config, shared and
# static, and says what the installed khung says; `make uninstall` leaves nothing behind.
set -eu
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
make -s --no-print-directory -C "$ROOT" install DESTDIR="$t" BUILD="$(dirname "$BUILD")" >/dev/null
export PKG_CONFIG_SYSROOT_DIR="$t" PKG_CONFIG_PATH="$t/usr/local/lib/pkgconfig"
u=$t/usr/local
for file in share/man/man1/khung.1 share/man/man5/khung-framework.5 share/khung/frameworks/vn-ngo-capacity.yaml \
    share/khung/frameworks/framework.schema.json share/khung/data/provinces-63-to-34.csv; do
    [ -e "$u/$file" ] || { echo "not installed: $file"; exit 1; }
done
gcc -o "$t/shared" "$ROOT/examples/score.c" $(pkg-config --cflags --libs khung)
unset PKG_CONFIG_SYSROOT_DIR
gcc -o "$t/static" "$ROOT/examples/score.c" -I"$u/include" "$u/lib/libkhung.a" $(pkg-config --libs $(sed -n 's/^Requires.private: //p' \
    "$u/lib/pkgconfig/khung.pc")) $(sed -n 's/^Libs.private: //p' "$u/lib/pkgconfig/khung.pc")
cd "$ROOT"
files="frameworks/vn-ngo-capacity.yaml examples/hoi-song-xanh/consensus.yaml examples/hoi-song-xanh/review.yaml"
"$u/bin/khung" score --json $files >"$t/program.json"
LD_LIBRARY_PATH="$u/lib" "$t/shared" $files >"$t/shared.json"
"$t/static" $files >"$t/static.json"
cmp "$t/program.json" "$t/shared.json"
cmp "$t/program.json" "$t/static.json"
grep -q '"grade": "solid"' "$t/program.json"
make -s --no-print-directory -C "$ROOT" uninstall DESTDIR="$t" >/dev/null
[ -z "$(find "$u" -type f -o -type l)" ] || { find "$u" -type f -o -type l; exit 1; }
