#!/bin/sh
# The code of an issued certificate is read back from paper: at 72 pt and at 20 mm, from a raster of 150 dpi and after a JPEG at quality 40.
command -v zbarimg > /dev/null && command -v convert > /dev/null || { echo "1..0 # SKIP zbarimg or convert is not installed"; exit 0; }
folder=$(mktemp -d) || exit 1
trap 'rm -r "$folder"' EXIT
number=0
export KHUNG_PASSPHRASE="example passphrase one"
install -m 600 "$ROOT"/tests/data/keys/signing.keys "$folder"
example=$ROOT/examples/hoi-song-xanh signed=$ROOT/tests/data/verify/05
tell() { number=$((number + 1)); [ "$1" = 0 ] && echo "ok $number - $2" || echo "not ok $number - $2"; }
is_read() { [ "$(zbarimg -q --raw "$1" 2> /dev/null)" = "$(cat "$signed".code)" ]; }
for style in plain state; do
    "$KHUNG" report "$ROOT"/frameworks/vn-ngo-capacity.yaml "$example"/consensus.yaml "$example"/review.yaml --template certificate --style $style \
        --signed "$signed".khung --keys "$folder"/signing.keys -o "$folder"/$style.pdf 2> "$folder"/said || cat "$folder"/said
    "$KHUNG" verify "$folder"/$style.pdf --keys "$ROOT"/tests/data/keys/public.keys --register "$ROOT"/tests/data/verify/register-12 --at 2026-11-20 > /dev/null
    tell $? "$style: the PDF verifies"
    # 72 pt is the code as it is printed; 118 dots an inch of that page are 150 of one on which it is 20 mm wide.
    for dots in 150 118; do
        pdftoppm -r $dots -png -singlefile "$folder"/$style.pdf "$folder"/page
        is_read "$folder"/page.png; tell $? "$style: read at $dots"
        convert "$folder"/page.png -quality 40 "$folder"/page.jpg
        is_read "$folder"/page.jpg; tell $? "$style: read at $dots after a JPEG"
    done
done
echo "1..$number"
