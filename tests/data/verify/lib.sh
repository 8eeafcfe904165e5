# Read by tests/verify: the files beside this one, and v, which verifies and tells verdict and reason in both languages and the exit code.
for f in "$ROOT"/tests/data/verify/*; do cp -r "$f" .; done
export XDG_DATA_HOME="$PWD/data"
fresh() { rm -rf data; }
v() {
    echo "\$ khung verify $*" | sed -E 's/^(.{120}).*/\1…/'
    for language in vi en; do
        "$KHUNG" verify "$@" --lang $language > shown 2> said; left=$?
        sed '/^$/,$d' shown; cat said
    done
    echo "[$left]"
}
# Changes a file's bytes: old and new of one length.
swap() { python3 -c 'import sys; b = open(sys.argv[1], "rb").read(); old, new = (a.encode() for a in sys.argv[2:]); assert len(old) == len(new) and old in b; open(sys.argv[1], "wb").write(b.replace(old, new))' "$@"; }
# Changes what a signed certificate says, its signature left as it was.
resay() { python3 -c 'import base64, sys
text = open(sys.argv[1]).read().split("claim ")
b = base64.b64decode(text[1]); old, new = (a.encode() for a in sys.argv[2:])
assert len(old) == len(new) and old in b
open(sys.argv[1], "w").write("claim ".join([text[0], base64.b64encode(b.replace(old, new)).decode() + "\n"]))' "$@"; }
