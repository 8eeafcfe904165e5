/* text: the keys of look-up and order, and tax numbers. The cases are the files of tests/vi. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"

#define VI KHUNG_TESTS_DIR "/vi/"
enum { LINE = 512, MOST = 32 };

/* Reads a line without its end; false behind the last. Lines that begin with # are passed over. */
static bool next_line(FILE *from, char line[LINE])
{
    do {
        if (!fgets(line, LINE, from))
            return false;
        line[strcspn(line, "\r\n")] = '\0';
    } while (line[0] == '#');
    return true;
}

static FILE *open_case(const char *path)
{
    FILE *from = fopen(path, "r");
    assert_non_null(from);
    return from;
}

/* Cuts a line at every `by`; gives how many pieces. */
static size_t split(char *line, const char *by, char *piece[MOST])
{
    size_t n = 0;
    for (char *next = line; next && n < MOST; n++) {
        piece[n] = next;
        next = strstr(next, by);
        if (next) {
            *next = '\0';
            next += strlen(by);
        }
    }
    return n;
}

/* ---- groups that agree ---- */

typedef khung__str keying(khung__arena *arena, khung__str s);

static void expect(khung__str got, const char *expected, const char *of)
{
    if (!khung__str_eq(got, khung__str_of(expected)))
        fail_msg("\"%s\" gives \"%.*s\", not \"%s\"", of, (int)got.n, got.s ? got.s : "", expected);
}

static void groups_agree(const char *path, keying *make)
{
    char line[LINE], *piece[MOST];
    FILE *from = open_case(path);
    while (next_line(from, line)) {
        khung__arena arena = {0};
        size_t n = split(line, " = ", piece);
        for (size_t i = 0; i < n; i++) {
            utf8proc_uint8_t *apart = utf8proc_NFD((const utf8proc_uint8_t *)piece[i]);
            expect(make(&arena, khung__str_of(piece[i])), piece[n - 1], piece[i]);
            expect(make(&arena, khung__str_of((const char *)apart)), piece[n - 1], piece[i]);
            free(apart);
        }
        khung__arena_free(&arena);
    }
    fclose(from);
}

static void folds(void **state)
{
    (void)state;
    groups_agree(VI "folds.txt", khung__text_fold);
}

static void lowers(void **state)
{
    (void)state;
    groups_agree(VI "lower.txt", khung__text_lower);
}

static void fold_is(void **state)
{
    (void)state;
    assert_true(khung__text_fold_is(KHUNG__S("TP. Đà Nẵng"), KHUNG__S("tpdanang")));
    assert_true(khung__text_fold_is(KHUNG__S(" - "), (khung__str){0}));
    assert_false(khung__text_fold_is(KHUNG__S("Đà Nẵng"), KHUNG__S("danan")));
    assert_false(khung__text_fold_is(KHUNG__S("Đà Nẵng"), KHUNG__S("danangx")));
    assert_false(khung__text_fold_is(KHUNG__S("Đà Nẵng"), KHUNG__S("")));
}

/* What the tables of common letters say is what utf8proc's decomposition says. */
static void common_letters_fold_as_unicode_says(void **state)
{
    (void)state;
    khung__arena arena = {0};
    size_t letters = 0;
    for (int32_t code = 0xC0; code < 0x1F00; code++) {
        int32_t part[8];
        int boundary = 0;
        char utf8[4];
        utf8proc_ssize_t n = utf8proc_decompose_char(code, part, 8, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
        if (n < 2 || part[0] < 'a' || part[0] > 'z' || utf8proc_category(part[1]) != UTF8PROC_CATEGORY_MN)
            continue;
        size_t size = khung__utf8_put(utf8, code);
        khung__str fold = khung__text_fold(&arena, (khung__str){utf8, size});
        if (fold.n != 1 || fold.s[0] != (char)part[0])
            fail_msg("U+%04X folds to \"%.*s\"", (unsigned)code, (int)fold.n, fold.s);
        letters++;
    }
    assert_true(letters > 400);
    khung__arena_free(&arena);
}

static void odd_bytes(void **state)
{
    (void)state;
    khung__arena arena = {0};
    khung__str out = {0};
    static const char bytes[] = "\xFF" "a\x00" "b\xCC\x81\xE1\xBA";
    expect(khung__text_fold(&arena, (khung__str){bytes, sizeof bytes - 1}), "a b", "bad bytes");
    expect(khung__text_lower(&arena, (khung__str){bytes, sizeof bytes - 1}), "a b́", "bad bytes");
    assert_true(khung__text_sort_key(&arena, (khung__str){bytes, sizeof bytes - 1}, &out));
    expect(khung__text_fold(&arena, (khung__str){0}), "", "nothing");
    expect(khung__text_lower(&arena, KHUNG__S("- -")), "", "signs");
    assert_true(khung__text_sort_key(&arena, (khung__str){0}, &out) && out.n == 0 && out.s);
    assert_true(khung__text_person_key(&arena, KHUNG__S("  "), &out) && out.n == 0 && out.s);
    khung__arena_free(&arena);
}

/* ---- the 134 letters ---- */

typedef struct letter {
    char text[8], apart[16], half[16], fold;
    int rank, tone, capital;
    khung__str key;
} letter;

/* "0061 0302 0300" as text; nothing for an empty field. */
static void put_codes(char *out, char *codes)
{
    *out = '\0';
    for (char *end = codes; *codes; codes = end) {
        long code = strtol(codes, &end, 16);
        if (end == codes)
            break;
        out += khung__utf8_put(out, (int32_t)code);
        *out = '\0';
    }
}

static size_t read_letters(letter out[160])
{
    char line[LINE], *field[MOST];
    FILE *from = open_case(VI "letters.csv");
    size_t n = 0;
    assert_true(next_line(from, line));
    while (next_line(from, line) && n < 160) {
        assert_true(split(line, ",", field) >= 11);
        letter *l = &out[n++];
        snprintf(l->text, sizeof l->text, "%s", field[0]);
        l->capital = strcmp(field[2], "upper") == 0;
        l->fold = (char)(field[4][0] | 0x20);
        l->rank = atoi(field[6]);
        l->tone = atoi(field[7]);
        put_codes(l->apart, field[9]);
        put_codes(l->half, field[10]);
    }
    fclose(from);
    return n;
}

static void letters_have_keys(void **state)
{
    (void)state;
    static letter all[160];
    khung__arena arena = {0};
    size_t n = read_letters(all);
    assert_int_equal(n, 134);
    for (size_t i = 0; i < n; i++) {
        const char *forms[] = {all[i].text, all[i].apart, all[i].half};
        char fold[2] = {all[i].fold, '\0'};
        assert_true(khung__text_sort_key(&arena, khung__str_of(all[i].text), &all[i].key));
        for (size_t f = 0; f < 3 && forms[f]; f++) {
            khung__str key = {0};
            if (!*forms[f])
                continue;
            expect(khung__text_fold(&arena, khung__str_of(forms[f])), fold, all[i].text);
            assert_true(khung__text_sort_key(&arena, khung__str_of(forms[f]), &key));
            assert_true(khung__str_eq(key, all[i].key));
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int order = all[i].rank - all[j].rank;
            order = order ? order : all[i].tone - all[j].tone;
            order = order ? order : all[i].capital - all[j].capital;
            int got = khung__str_cmp(all[i].key, all[j].key);
            if ((order > 0) != (got > 0) || (order < 0) != (got < 0))
                fail_msg("%s and %s stand in the wrong order", all[i].text, all[j].text);
        }
    khung__arena_free(&arena);
}

/* ---- lists in order ---- */

typedef bool sorting(khung__arena *arena, khung__str s, khung__str *out);

static void in_order(FILE *from, sorting *make, bool table, size_t expected)
{
    char line[LINE], *field[MOST];
    khung__arena arena = {0};
    khung__str before = {0}, key = {0};
    size_t n = 0;
    for (; next_line(from, line); before = key, n++) {
        split(line, ",", field);
        assert_true(make(&arena, khung__str_of(field[table ? 1 : 0]), &key));
        for (size_t i = 0; i < key.n; i++)
            assert_true(key.s[i] > ' ' && key.s[i] < 127);
        if (khung__str_cmp(before, key) >= 0)
            fail_msg("%s stands too late", field[table ? 1 : 0]);
    }
    assert_int_equal(n, expected);
    khung__arena_free(&arena);
    fclose(from);
}

static void provinces_are_in_order(void **state)
{
    (void)state;
    in_order(open_case(VI "provinces-63.txt"), khung__text_sort_key, false, 63);
}

static void people_are_in_order(void **state)
{
    (void)state;
    char head[LINE];
    FILE *from = open_case(VI "person-names.csv");
    assert_true(next_line(from, head));
    in_order(from, khung__text_person_key, true, 17);
}

/* Neighbours of other kinds, each before the next. */
static void mixed_order(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "-a", "(a)", "$", "«a»", "10a", "2", "a", "A", "à", "á", "a a", "A a", "a-a", "aa", "AA", "aá", "àa", "an", "An",
                                        "anh", "ánh", "ăn", "ân", "b", "d", "dz", "đ", "Đ", "f", "z", "zzzz", "б", "Я", "가"};
    khung__arena arena = {0};
    khung__str before = {0}, key = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++, before = key) {
        assert_true(khung__text_sort_key(&arena, khung__str_of(texts[i]), &key));
        if (i > 0 && khung__str_cmp(before, key) >= 0)
            fail_msg("\"%s\" does not stand before \"%s\"", texts[i - 1], texts[i]);
    }
    khung__arena_free(&arena);
}

/* Order by levels, slowly: letters, then tones, then case, each as a list of numbers. */
typedef struct slow {
    int level[3][64];
} slow;

static slow slow_of(const unsigned char *digits, size_t n)
{
    slow s = {{{0}}};
    for (size_t i = 0; i < n; i++) {
        s.level[0][i] = 1 + (digits[i] >> 6 & 1);
        s.level[1][i] = digits[i] % 6;
        s.level[2][i] = digits[i] >> 7;
    }
    return s;
}

static khung__str text_of(char out[256], const unsigned char *digits, size_t n)
{
    static const char *const letters[2][2][6] = {{{"a", "à", "ả", "ã", "á", "ạ"}, {"ă", "ằ", "ẳ", "ẵ", "ắ", "ặ"}},
                                                 {{"A", "À", "Ả", "Ã", "Á", "Ạ"}, {"Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ"}}};
    *out = '\0';
    for (size_t i = 0; i < n; i++)
        strcat(out, letters[digits[i] >> 7][digits[i] >> 6 & 1][digits[i] % 6]);
    return khung__str_of(out);
}

/* Mostly plain letters, so that long gaps come about; the second text often differs in one place only. */
static void random_letters(unsigned *seed, unsigned char *digits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        *seed = *seed * 1103515245 + 12345;
        unsigned r = *seed >> 16;
        digits[i] = (unsigned char)(r % 13 == 0 ? r >> 4 : 0);
    }
}

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void keys_sort_by_levels(void **state)
{
    (void)state;
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        unsigned char a[48], b[48];
        char text[2][256];
        khung__arena arena = {0};
        khung__str key[2];
        size_t n = 1 + (size_t)round % 47;
        random_letters(&seed, a, n);
        memcpy(b, a, n);
        b[(seed >> 16) % n] ^= (unsigned char)(seed >> 8);
        slow x = slow_of(a, n), y = slow_of(b, n);
        int order = 0;
        for (int level = 0; level < 3 && !order; level++)
            for (size_t i = 0; i < n && !order; i++)
                order = x.level[level][i] - y.level[level][i];
        assert_true(khung__text_sort_key(&arena, text_of(text[0], a, n), &key[0]));
        assert_true(khung__text_sort_key(&arena, text_of(text[1], b, n), &key[1]));
        if (sign(order) != sign(khung__str_cmp(key[0], key[1])))
            fail_msg("%s and %s: %.*s %.*s", text[0], text[1], (int)key[0].n, key[0].s, (int)key[1].n, key[1].s);
        khung__arena_free(&arena);
    }
}

static void memory_ends(void **state)
{
    (void)state;
    khung__arena arena = {0};
    khung__str out = {0};
    for (size_t n = 1; n < 4; n++) {
        khung__alloc_fail_at(n);
        khung__str fold = khung__text_fold(&arena, KHUNG__S("Hội Йод"));
        bool folded = n > khung__alloc_count();
        assert_true((fold.s != NULL) == folded);
        khung__alloc_fail_at(n);
        assert_true(khung__text_sort_key(&arena, KHUNG__S("Hội Sông Xanh"), &out) == (n > khung__alloc_count()));
        khung__alloc_fail_at(n);
        khung__str small = khung__text_lower(&arena, KHUNG__S("Hội Sông Xanh"));
        assert_true((small.s != NULL) == (n > khung__alloc_count()));
        khung__alloc_fail_at(0);
        khung__arena_free(&arena);
    }
}

static void tax_numbers(void **state)
{
    (void)state;
    char line[LINE];
    FILE *from = open_case(VI "tin.txt");
    size_t n = 0;
    for (; next_line(from, line); n++) {
        bool good = strncmp(line, "good ", 5) == 0;
        if (khung__text_tin_ok(khung__str_of(strchr(line, ' ') + 1)) != good)
            fail_msg("%s", line);
    }
    assert_true(n > 15);
    assert_false(khung__text_tin_ok((khung__str){0}));
    fclose(from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds), cmocka_unit_test(lowers), cmocka_unit_test(fold_is), cmocka_unit_test(common_letters_fold_as_unicode_says),
        cmocka_unit_test(odd_bytes), cmocka_unit_test(letters_have_keys), cmocka_unit_test(provinces_are_in_order), cmocka_unit_test(people_are_in_order),
        cmocka_unit_test(mixed_order), cmocka_unit_test(keys_sort_by_levels), cmocka_unit_test(memory_ends), cmocka_unit_test(tax_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
