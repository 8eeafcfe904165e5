#!/bin/sh
# Certificates with PDF's own signature, as others read them: pdfsig (poppler, NSS), openssl cms, qpdf; and what khung verify says of them.
command -v pdfsig > /dev/null && command -v openssl > /dev/null || { echo "1..0 # SKIP pdfsig or openssl is not installed"; exit 0; }
folder=$(mktemp -d) || exit 1
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit 1
export XDG_DATA_HOME="$folder" HOME="$folder"
keys=$ROOT/tests/data/pdf-keys example=$ROOT/examples/hoi-song-xanh number=0
tell() { number=$((number + 1)); [ "$1" = 0 ] && echo "ok $number - $2" || { echo "not ok $number - $2"; sed 's/^/# /' said; }; }
verified() { "$KHUNG" verify "$1" --keys "$ROOT"/tests/data/verify/issuer.keys --register "$ROOT"/tests/data/verify/register-12 --at 2026-11-20 --json > said 2>&1; }
says() { grep -q -F -- "$1" said; }
# change FILE NEW PYTHON: b is the file, h where the hole begins.
change() { python3 -c 'import sys; b = bytearray(open(sys.argv[1], "rb").read()); h = b.index(b"/Contents<") + 10
exec(sys.argv[3]); open(sys.argv[2], "wb").write(b)' "$@"; }
cat "$keys"/root.crt > roots.pem

"$BUILD"/tools/pades "$ROOT"/tests/data/keys/signing.keys "example passphrase one" "$ROOT"/tests/data/verify/05.khung "$ROOT"/frameworks/vn-ngo-capacity.yaml \
    "$example"/consensus.yaml "$example"/review.yaml "$keys" "$ROOT"/tests/certificate . > said 2>&1
tell $? "all are printed"
for name in p256 p12 rsa rsa-old two archive; do
    pdfsig -nocert $name.pdf > said 2>&1
    says "Signature is Valid" && says "Total document signed" && says "Signature Type: ETSI.CAdES.detached" && says "Signing Hash Algorithm: SHA-256"
    tell $? "$name: pdfsig finds it valid, over the whole document"
    qpdf --check $name.pdf > said 2>&1 && ! grep -q WARNING said; tell $? "$name: qpdf finds nothing"
done
for name in rsa p12; do
    python3 "$ROOT"/tests/report/pdf_facts.py $name.pdf $name.boxes > said 2>&1 && ! says "not ok"; tell $? "$name: the structure is as of every PDF"
    pdfinfo -struct $name.pdf > said 2>&1; says "Form"; tell $? "$name: with a form element for the field"
done
for name in p256 p12 rsa rsa-old; do
    change $name.pdf $name.cms 'd = bytes.fromhex(b[h:h + 32768].decode()); c = b[:h - 1] + b[h + 32769:]; open("content", "wb").write(c); b = d[:4 + int.from_bytes(d[2:4], "big")]'
    openssl cms -verify -cades -binary -inform DER -in $name.cms -content content -CAfile roots.pem -purpose any -out /dev/null > said 2>&1
    tell $? "$name: openssl follows the chain and the signing certificate"
    openssl cms -cmsout -print -noout -inform DER -in $name.cms > said 2>&1
    says "id-smime-aa-signingCertificateV2" && says "messageDigest" && says "contentType" && ! says "signingTime"
    tell $? "$name: the attributes are those of PAdES"
done
for name in p256 p12 rsa rsa-old two; do
    verified $name.pdf && says '"verdict":"in-force"' && says '"pages":"sealed"' && says '"pdf_signature_place":"filled"'
    tell $? "$name: the seal holds"
done
verified p12.pdf; says '"pdf_signature":"Lê Kim Chi, Trung tâm Hỗ trợ Tổ chức Xã hội"'; tell $? "whom it names is told"

cmp rsa.pdf rsa-again.pdf > said; tell $? "RSA: the same bytes again"
change p256.pdf a 'b[h:h + 32768] = b""'; change p256-again.pdf b 'b[h:h + 32768] = b""'
cmp a b > said && ! cmp -s p256.pdf p256-again.pdf; tell $? "P-256: only the signature is another one"

change p12.pdf changed.pdf 'i = b.index(b"stream\n") + 30; b[i] ^= 1'
pdfsig -nocert changed.pdf > said 2>&1; ! says "Signature is Valid"; tell $? "a byte changed: pdfsig refuses"
verified changed.pdf; says '"verdict":"forged","reason":"paper-changed"'; tell $? "a byte changed: khung verify refuses"
change p12.pdf digits.pdf 'i = h + 2 * (4 + int(b[h + 4:h + 8], 16)) - 2; b[i] = 55 if b[i] == 54 else 54'
pdfsig -nocert digits.pdf > said 2>&1; ! says "Signature is Valid"; tell $? "a digit of the signature changed: pdfsig refuses"
echo "1..$number"
