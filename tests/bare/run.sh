#!/bin/sh
# run.sh FOLDER: a Debian 12 that has nothing but make, and in it the two commands of the README on a clean clone. Needs root and
# debootstrap. The packages come from where this machine gets its own.
set -eu
folder=$1
project=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo "run.sh: needs root" >&2; exit 77; }
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
root=$folder/root

sources() { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | sed -n 's/^deb \(\[[^]]*\] \)*//p'; }
mirror() {
    sources | awk '$2 ~ /^bookworm$/ {print $1; exit}'
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null |
        awk '/^URIs:/ {uri = $2} /^Suites:/ && / bookworm( |$)/ {print uri; exit}'
}
uri=$(mirror | head -n 1)
[ -n "$uri" ] || { echo "run.sh: this machine's apt has no source for bookworm" >&2; exit 66; }

# Nothing of this machine is mounted below the root but what is harmless when it is removed; and nothing is removed while it is mounted.
mounted() { grep -q " $root/" /proc/mounts; }
done_with() { umount "$root/proc" "$root/dev/pts" 2>/dev/null || true; }
clear_root() {
    done_with
    if mounted; then echo "run.sh: something is still mounted below $root; unmount it first" >&2; exit 70; fi
    rm -rf --one-file-system "$root"
}
trap done_with EXIT
if [ ! -e "$folder/base.tar" ]; then
    clear_root
    debootstrap --variant=minbase --include=make bookworm "$root" "$uri" >"$folder/debootstrap.log" 2>&1
    tar -C "$root" -cf "$folder/base.tar" .
fi
clear_root
mkdir -p "$root"
tar -C "$root" -xf "$folder/base.tar"

# The machine's way to the packages: its sources, their keys, its settings; nothing else of it.
rm -f "$root/etc/apt/sources.list"
for part in sources.list sources.list.d apt.conf.d keyrings trusted.gpg.d; do
    [ ! -e "/etc/apt/$part" ] || cp -a "/etc/apt/$part" "$root/etc/apt/"
done
mkdir -p "$root/usr/share/keyrings"
cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
git clone -q "$project" "$root/khung"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ TERM=dumb \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} sh -c "cd /khung && $1"; }
inside 'command -v gcc' && { echo "run.sh: the chroot is not bare" >&2; exit 70; }
for target in ${TARGETS:-demo test}; do
    echo "== make $target"
    start=$(date +%s)
    inside "make $target" >"$folder/$target.log" 2>&1 || { tail -n 40 "$folder/$target.log"; exit 1; }
    tail -n 8 "$folder/$target.log"
    echo "== make $target: $(($(date +%s) - start)) s"
done
