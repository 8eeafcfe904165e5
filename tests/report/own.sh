#!/bin/sh
# An organisation's own description: its title, colours, order and words on the pages in both languages, and nobody else's colour. TAP.
set -u
out=${TMPDIR:-/tmp}/own.$$
mkdir -p "$out"
trap 'rm -rf "$out"' EXIT
cd "$ROOT" || exit 1
number=0
tell() { # result name
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number $2"; else echo "not ok $number $2"; fi
}
for language in vi en; do
    for form in pdf html txt; do
        "$BUILD/khung" report vn-ngo-capacity examples/hoi-song-xanh/self.yaml examples/hoi-song-xanh/review.yaml --lang $language \
            --template examples/mau-rieng/song-xanh.yaml -o "$out/$language.$form" > /dev/null 2>&1
        tell $? "$language $form"
    done
    qpdf --check "$out/$language.pdf" > /dev/null 2>&1
    tell $? "$language: sound"
    pdfimages -list "$out/$language.pdf" | grep -q ' image  *160  *160 '
    tell $? "$language: its logo"
    grep -q '1F4E79' "$out/$language.html" && ! sed 's/--accent:#0B4F5C//' "$out/$language.html" | grep -q '0B4F5C\|3A7C88\|93BEC5'
    tell $? "$language: its own accent"
done
grep -q '^Hồ sơ năng lực tổ chức$' "$out/vi.txt"
tell $? "vi: its title"
grep -q 'Chúng tôi cần làm trước' "$out/vi.txt" && ! grep -q 'Khoảng trống lớn nhất' "$out/vi.txt"
tell $? "vi: its words"
grep -q '^Organisational capacity profile$' "$out/en.txt" && grep -q 'What we do next' "$out/en.txt"
tell $? "en: its title and words"
pdftotext "$out/vi.pdf" - | grep -q 'Nhìn chung'
tell $? "vi: a section's own title"
awk '/[Tt]ự đánh giá bên cạnh thẩm định/ { compared = NR } /^# Con người/ { people = NR } END { exit !(compared && compared < people) }' "$out/vi.txt"
tell $? "vi: the comparison stands before the domains"
! grep -q 'Điều kiện chưa đạt' "$out/vi.txt"
tell $? "vi: an annex that is not listed is left out"
echo "1..$number"
