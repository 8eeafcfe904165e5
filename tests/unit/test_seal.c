/* The seal over a file, and the one hole that it may leave for PDF's own signature. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seal.h"

enum { BEFORE = 40, BEHIND = 60, TAIL = 20 };

typedef struct sealed_file {
    khung_keys keys;
    unsigned char secret[KHUNG__SECRET];
    char *bytes;
    size_t size, hole;
} sealed_file;

static char *find(const sealed_file *f, const char *word)
{
    return memmem(f->bytes, f->size, word, strlen(word));
}

/* Some bytes, the attachment, more bytes, a hole, the rest; sealed. NULL: without a hole. */
static void make(sealed_file *f, const char *name)
{
    static const unsigned char seed[32] = "a seed for tests of the seal..";
    khung__buf b = {0};
    memset(f, 0, sizeof *f);
    assert_true(khung__sign_seed(f->keys.open, f->secret, seed));
    f->keys.secret = f->secret;
    for (int i = 0; i < BEFORE; i++)
        khung__buf_char(&b, 'b');
    assert_true(khung__seal_text(&b, KHUNG__S("what is certified"), true, name ? khung__str_of(name) : (khung__str){0}));
    for (int i = 0; i < BEHIND; i++)
        khung__buf_char(&b, 'e');
    khung__buf_char(&b, '<');
    f->hole = b.n;
    for (int i = 0; i < KHUNG__SEAL_HOLE; i++)
        khung__buf_char(&b, '0');
    khung__buf_char(&b, '>');
    for (int i = 0; i < TAIL; i++)
        khung__buf_char(&b, 't');
    assert_false(b.failed);
    f->bytes = b.s;
    f->size = b.n;
    if (name)
        assert_true(khung__seal_hole(f->bytes, f->size, f->hole));
    assert_true(khung__seal_fill(f->bytes, f->size, &f->keys));
}

/* Whether the file is as it was sealed, signature included. */
static bool fits(const sealed_file *f)
{
    khung__arena arena = {0};
    khung__seal seal;
    bool right = khung__seal_find(&seal, &arena, (khung__str){f->bytes, f->size}) == KHUNG__SEAL_CLOSED &&
                 khung__cose_right(&seal.seal, f->keys.open) && memcmp(seal.file, seal.of_file.s, 32) == 0;
    khung__arena_free(&arena);
    return right;
}

static void only_the_hole_is_free(void **state)
{
    (void)state;
    sealed_file f;
    make(&f, "Trung tâm Năng lực");
    assert_true(fits(&f));
    memcpy(f.bytes + f.hole, "3082aBcDeF", 10);
    f.bytes[f.hole + KHUNG__SEAL_HOLE - 1] = '9';
    assert_true(fits(&f));
    /* One byte, wherever else, and the seal is broken; what is in the seal's own line breaks its signature. */
    for (size_t i = 0; i < f.size; i = i + 1 == f.hole ? f.hole + KHUNG__SEAL_HOLE : i + 1) {
        f.bytes[i] ^= 1;
        assert_false(fits(&f));
        f.bytes[i] ^= 1;
    }
    assert_true(fits(&f));
    free(f.bytes);
}

static void nothing_but_digits_goes_in(void **state)
{
    (void)state;
    static const char others[] = {'>', '<', ' ', '\n', 'g', 'G', '/', ':', '@', '`', '\0', (char)0xff};
    sealed_file f;
    make(&f, "A");
    for (size_t i = 0; i < sizeof others; i++) {
        static const size_t places[] = {0, 1, KHUNG__SEAL_HOLE / 2, KHUNG__SEAL_HOLE - 1};
        for (size_t k = 0; k < 4; k++) {
            f.bytes[f.hole + places[k]] = others[i];
            assert_false(fits(&f));
            f.bytes[f.hole + places[k]] = '0';
        }
    }
    assert_true(fits(&f));
    free(f.bytes);
}

/* Where the hole is gone, or longer or shorter, the rest as it was is not the file that was sealed. */
static void it_cannot_be_cut_out(void **state)
{
    (void)state;
    sealed_file f;
    make(&f, "A");
    for (size_t less = 1; less <= KHUNG__SEAL_HOLE; less = less < 8 ? less + 1 : less * 2) {
        sealed_file cut = f;
        cut.bytes = malloc(f.size);
        assert_non_null(cut.bytes);
        memcpy(cut.bytes, f.bytes, f.hole);
        memcpy(cut.bytes + f.hole, f.bytes + f.hole + less, f.size - f.hole - less);
        cut.size = f.size - less;
        assert_false(fits(&cut));
        free(cut.bytes);
    }
    free(f.bytes);
}

/* A seal made anew over a hole that breaks a rule is refused by who makes it. */
static void a_hole_stands_where_it_may(void **state)
{
    (void)state;
    sealed_file f;
    make(&f, "A");
    size_t wrong[] = {0, 1, f.hole - 1, f.hole + 1, f.size - KHUNG__SEAL_HOLE - 1, f.size - KHUNG__SEAL_HOLE, f.size, 9999999999u};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_true(khung__seal_hole(f.bytes, f.size, wrong[i]));
        assert_false(fits(&f));
        assert_false(khung__seal_fill(f.bytes, f.size, &f.keys));
    }
    assert_false(khung__seal_hole(f.bytes, f.size, 10000000000u));
    assert_true(khung__seal_hole(f.bytes, f.size, f.hole));
    assert_true(fits(&f));
    free(f.bytes);
    make(&f, NULL);
    assert_true(fits(&f));
    assert_false(khung__seal_hole(f.bytes, f.size, f.hole));
    f.bytes[f.hole + 3] = '1';
    assert_false(fits(&f));
    free(f.bytes);
}

static void the_line_has_one_form(void **state)
{
    (void)state;
    static const char *const lines[][2] = {
        {"\nhole 0", "\nhole  "}, {"\nhole 0", "\nhole +"}, {"\nhole ", "\nHole "}, {"hole 0", "hole x"}, {" Năm", "xNăm"},
        {" Năm", " N\tm\x01"}, {" Năm", " Nă\n"}};
    sealed_file f;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        make(&f, "Năm");
        memcpy(find(&f, lines[i][0]), lines[i][1], strlen(lines[i][1]));
        khung__arena arena = {0};
        khung__seal seal;
        assert_int_equal(khung__seal_find(&seal, &arena, (khung__str){f.bytes, f.size}), KHUNG__SEAL_OPEN);
        assert_false(khung__seal_fill(f.bytes, f.size, &f.keys));
        khung__arena_free(&arena);
        free(f.bytes);
    }
}

static void a_name_is_as_long_as_it_may_be(void **state)
{
    (void)state;
    char name[KHUNG__SEAL_MOST_NAME + 1];
    sealed_file f;
    memset(name, 'n', sizeof name);
    name[KHUNG__SEAL_MOST_NAME] = '\0';
    make(&f, name);
    assert_true(fits(&f));
    free(f.bytes);
    khung__buf b = {0};
    assert_false(khung__seal_text(&b, KHUNG__S("x"), true, (khung__str){name, sizeof name}));
    khung__buf_free(&b);
    khung__buf c = {0};
    assert_false(khung__seal_text(&c, KHUNG__S("x"), true, KHUNG__S("a\nseal x")));
    khung__buf_free(&c);
}

static void what_is_said_of_it(void **state)
{
    (void)state;
    sealed_file f;
    make(&f, "Lê Kim Chi");
    for (int round = 0; round < 2; round++) {
        khung__arena arena = {0};
        khung__seal seal;
        assert_int_equal(khung__seal_find(&seal, &arena, (khung__str){f.bytes, f.size}), KHUNG__SEAL_CLOSED);
        assert_true(khung__str_eq(seal.name, KHUNG__S("Lê Kim Chi")));
        assert_true(seal.hole);
        assert_int_equal(seal.empty, round == 0);
        khung__arena_free(&arena);
        f.bytes[f.hole + 7] = 'f';
    }
    free(f.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_the_hole_is_free), cmocka_unit_test(nothing_but_digits_goes_in),
                                       cmocka_unit_test(it_cannot_be_cut_out),
                                       cmocka_unit_test(a_hole_stands_where_it_may), cmocka_unit_test(the_line_has_one_form),
                                       cmocka_unit_test(a_name_is_as_long_as_it_may_be), cmocka_unit_test(what_is_said_of_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
