/* tree: nodes and places, limits, bombs, canonical text and digest, and every allocation failing once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

#include "tree.h"

static khung__tree *load(const char *yaml)
{
    khung__tree *tree = NULL;
    assert_int_equal(khung__tree_load(&tree, "t.yaml", yaml, strlen(yaml), NULL), KHUNG_OK);
    assert_non_null(tree);
    return tree;
}

static bool is(khung__str s, const char *expected)
{
    return s.s && s.n == strlen(expected) && memcmp(s.s, expected, s.n) == 0 && s.s[s.n] == '\0';
}

static khung__node *child(const khung__node *map, const char *key)
{
    khung__node *node = khung__node_find(map, khung__str_of(key));
    assert_non_null(node);
    return node;
}

/* ---- nodes ---- */

static void nodes_and_places(void **state)
{
    (void)state;
    khung__tree *tree = load("# first\nkind: ' framework '\ndescription:\n  - {a: \"x\", \"b b\": }\n  -\n  - - tiếng  Việt\n"
                             "text: |\n  một\n\n  hai\nnone:\n");
    const khung__node *root = tree->root;
    assert_int_equal(root->kind, KHUNG__MAP);
    assert_int_equal(root->count, 4);
    assert_int_equal(root->line, 2);
    assert_int_equal(root->column, 1);
    assert_null(root->key.s);

    const khung__node *kind = child(root, "kind");
    assert_true(is(kind->text, "framework"));
    assert_false(kind->plain);
    assert_true(kind->quoted);
    assert_int_equal(kind->line * 100 + kind->column, 207);
    assert_int_equal(kind->key_line * 100 + kind->key_column, 201);

    const khung__node *list = child(root, "description");
    assert_int_equal(list->kind, KHUNG__LIST);
    assert_int_equal(list->count, 3);
    assert_int_equal(list->line * 100 + list->column, 403);
    const khung__node *map = list->first;
    assert_int_equal(map->line * 100 + map->column, 405);
    assert_null(map->key.s);
    assert_true(is(child(map, "b b")->text, ""));
    assert_true(child(map, "b b")->plain);
    assert_int_equal(child(map, "b b")->key_column, 14);
    assert_true(is(map->next->text, ""));
    assert_true(is(map->next->next->first->text, "tiếng  Việt"));
    assert_int_equal(map->next->next->first->column, 7);
    assert_null(map->next->next->next);

    assert_true(is(child(root, "text")->text, "một\n\nhai"));
    assert_false(child(root, "text")->plain);
    assert_false(child(root, "text")->quoted);
    assert_true(is(child(root, "none")->text, ""));
    assert_null(khung__node_find(root, KHUNG__S("nothing")));
    assert_null(khung__node_find(list, KHUNG__S("a")));
    assert_null(khung__node_find(NULL, KHUNG__S("a")));
    khung__tree_free(tree);
    khung__tree_free(NULL);
}

static void places_for_diagnostics(void **state)
{
    (void)state;
    khung__tree *tree = load("quản trị: 'Hội'\na: tổ chức\nb: [1]\n");
    const khung__node *node = tree->root->first;
    khung__at at = khung__node_at(tree, node), key = khung__node_key_at(tree, node);
    assert_ptr_equal(at.source, &tree->source);
    assert_true(is(at.source->name, "t.yaml"));
    assert_int_equal(at.line * 10000 + at.column * 100 + at.length, 11105);
    assert_int_equal(key.line * 10000 + key.column * 100 + key.length, 10108);
    at = khung__node_at(tree, node->next);
    assert_int_equal(at.line * 10000 + at.column * 100 + at.length, 20407);
    at = khung__node_at(tree, node->next->next);
    assert_int_equal(at.line * 10000 + at.column * 100 + at.length, 30401);
    key = khung__node_key_at(tree, node->next->next->first); /* an item has no key: its own place */
    assert_int_equal(key.line * 10000 + key.column * 100 + key.length, 30501);
    khung__tree_free(tree);
}

static void texts_are_trimmed_and_nfc_keys_are_not(void **state)
{
    (void)state;
    khung__tree *tree = load("\" k \": \"\\t o\\u0302\\u0323 \\n\"\no\xCC\x82: \xC2\xA0x\nz: \xE2\x84\xAB\n");
    assert_true(is(child(tree->root, " k ")->text, "ộ"));
    assert_true(is(child(tree->root, "o\xCC\x82")->text, "\xC2\xA0x"));
    assert_true(is(child(tree->root, "z")->text, "Å"));
    khung__tree_free(tree);
}

static void the_tree_keeps_its_own_bytes(void **state)
{
    (void)state;
    char bytes[] = "\xEF\xBB\xBF" "a: b\r\n", name[] = "x";
    khung__tree *tree = NULL;
    assert_int_equal(khung__tree_load(&tree, name, bytes, sizeof bytes - 1, NULL), KHUNG_OK);
    memset(bytes, '#', sizeof bytes);
    name[0] = '#';
    assert_true(is(tree->source.name, "x"));
    assert_true(is(tree->source.bytes, "\xEF\xBB\xBF" "a: b\r\n"));
    assert_int_equal(tree->root->first->key_column, 1);
    khung__tree_free(tree);
}

static void bad_calls(void **state)
{
    (void)state;
    khung__tree *tree = NULL;
    assert_int_equal(khung__tree_load(NULL, "x", "a: b", 4, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung__tree_load(&tree, "x", NULL, 4, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung__tree_load(&tree, NULL, NULL, 0, NULL), KHUNG_BAD_DATA);
    assert_null(tree);
}

/* ---- canonical text and digest ---- */

static void expect_canonical(const char *yaml, const char *skip, const char *expected)
{
    khung__tree *tree = load(yaml);
    khung__buf buf = {0};
    assert_int_equal(khung__tree_canonical(tree, skip, &buf), KHUNG_OK);
    assert_string_equal(buf.s, expected);
    khung__buf_free(&buf);
    khung__tree_free(tree);
}

static void canonical(void **state)
{
    (void)state;
    expect_canonical("b: 1\na: [x, {d: , c: ~}]\nđ: \"\\\"\\\\\\n\\t\"\nB: 1.10\n", NULL,
                     "{\"B\":\"1.10\",\"a\":[\"x\",{\"c\":\"~\",\"d\":\"\"}],\"b\":\"1\",\"đ\":\"\\\"\\\\\"}");
    expect_canonical("status: draft\nz: {status: kept}\n", "status", "{\"z\":{\"status\":\"kept\"}}");
    expect_canonical("a: x\nstatus: draft\nb: y\n", "status", "{\"a\":\"x\",\"b\":\"y\"}");
    expect_canonical("status: draft\n", "status", "{}");
    expect_canonical("{}\n", NULL, "{}");
    expect_canonical("a: []\n", "status", "{\"a\":[]}");
    expect_canonical("a: \"x\\ty\\nz\"\n", NULL, "{\"a\":\"x\\ty\\nz\"}");
}

/* Maps of many keys take another way than small ones; both must give byte order. */
static void canonical_of_large_maps(void **state)
{
    (void)state;
    for (int n = 1; n <= 200; n += 7) {
        khung__buf yaml = {0}, expected = {0}, made = {0};
        for (int i = 0; i < n; i++)
            khung__buf_printf(&yaml, "k%03d: %d\n", i * 37 % 211, i);
        khung__buf_char(&expected, '{');
        for (int key = 0; key < 211; key++)
            for (int i = 0; i < n; i++)
                if (i * 37 % 211 == key)
                    khung__buf_printf(&expected, "%s\"k%03d\":\"%d\"", expected.n > 1 ? "," : "", key, i);
        khung__buf_char(&expected, '}');
        khung__tree *tree = load(yaml.s);
        assert_int_equal(khung__tree_canonical(tree, NULL, &made), KHUNG_OK);
        assert_string_equal(made.s, expected.s);
        khung__tree_free(tree);
        khung__buf_free(&yaml);
        khung__buf_free(&expected);
        khung__buf_free(&made);
    }
}

/* Layout, comments, quotes and key order do not matter; words, numbers and the order of lists do. */
static void digests(void **state)
{
    (void)state;
    static const char *const same[] = {"a: x\nb: [1, 2]\n", "# c\nb:\n- '1'\n- \"2\"\na:   x   # y\n", "{status: s, b: [1, 2], a: x}",
                                       ("\xEF\xBB\xBF" "a: |\r\n  x\r\nb: [1,2]\r\n")};
    static const char *const other[] = {"a: x\nb: [2, 1]\n", "a: x\nb: [1, 2.0]\n", "a: x\nb: [1, 2]\nc: \n", "a: {status: x}\nb: [1, 2]\n"};
    char first[KHUNG_DIGEST_SIZE], digest[KHUNG_DIGEST_SIZE];
    for (size_t i = 0; i < 8; i++) {
        khung__tree *tree = load(i < 4 ? same[i] : other[i - 4]);
        assert_int_equal(khung__tree_digest(tree, "status", i == 0 ? first : digest), KHUNG_OK);
        if (i > 0 && i < 4)
            assert_string_equal(digest, first);
        if (i >= 4)
            assert_string_not_equal(digest, first);
        khung__tree_free(tree);
    }
    /* printf '{"a":"x","b":["1","2"]}' | sha256sum */
    assert_string_equal(first, "sha256:d31d38e16045fdba50c1987da226bad29dc75ea6b16dff20ada1b68541f28349");
}

/* ---- limits and bombs ---- */

#if defined(__SANITIZE_ADDRESS__)
enum { SLOWER = 20 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SLOWER = 20 };
#else
enum { SLOWER = 1 };
#endif
#else
enum { SLOWER = 1 };
#endif

static bool under_valgrind(void)
{
    return getenv("KHUNG_UNDER_VALGRIND") != NULL;
}

/* Loads `yaml` and gives the id of the first message, "" for none; a second is the most any input may take. */
static const char *first_error(const khung__buf *yaml, khung_status expected)
{
    static char id[40];
    khung__tree *tree = NULL;
    khung_log *log = NULL;
    char *text = NULL;
    assert_false(yaml->failed);
    assert_int_equal(khung_log_new(&log, "vi"), KHUNG_OK);
    clock_t start = clock();
    assert_int_equal(khung__tree_load(&tree, "bomb", yaml->s, yaml->n, log), expected);
    if (!under_valgrind())
        assert_true(clock() - start < (clock_t)CLOCKS_PER_SEC * SLOWER);
    const khung_message *first = khung_log_message(log, 0);
    strncpy(id, first ? first->id : "", sizeof id - 1);
    assert_int_equal(khung_log_text(&text, log, false), KHUNG_OK);
    assert_true(strlen(text) < 1000000);
    khung_text_free(text);
    khung_log_free(log);
    khung__tree_free(tree);
    return id;
}

static void repeat(khung__buf *buf, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++)
        khung__buf_z(buf, piece);
}

static void expect_limit(const char *head, const char *piece, size_t times, const char *tail, khung_status status, const char *id)
{
    khung__buf yaml = {0};
    khung__buf_z(&yaml, head);
    repeat(&yaml, piece, times);
    khung__buf_z(&yaml, tail);
    assert_string_equal(first_error(&yaml, status), id);
    khung__buf_free(&yaml);
}

static void limits_are_exact(void **state)
{
    (void)state;
    if (under_valgrind())
        skip();
    expect_limit("a: ", "x", KHUNG__TREE_MAX_SCALAR, "\n", KHUNG_OK, "");
    expect_limit("a: ", "x", KHUNG__TREE_MAX_SCALAR + 1, "\n", KHUNG_TOO_LARGE, "text-too-long");
    expect_limit("", "{a: ", KHUNG__TREE_MAX_DEPTH, "b}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}", KHUNG_OK, "");
    expect_limit("", "{a: ", KHUNG__TREE_MAX_DEPTH + 1, "", KHUNG_TOO_LARGE, "too-deep");
    expect_limit("a: [", "x,", KHUNG__TREE_MAX_NODES - 2, "]", KHUNG_OK, "");
    expect_limit("a: [", "x,", KHUNG__TREE_MAX_NODES - 1, "]", KHUNG_TOO_LARGE, "too-many-values");
    expect_limit("a: b\n#", "x", KHUNG__TREE_MAX_BYTES - 6, "", KHUNG_OK, "");
    expect_limit("a: b\n#", "x", KHUNG__TREE_MAX_BYTES - 5, "", KHUNG_TOO_LARGE, "file-too-large");
}

static void bombs_end_at_once(void **state)
{
    (void)state;
    const size_t deep = under_valgrind() ? 2000 : 100000, wide = under_valgrind() ? 20000 : 2000000;
    expect_limit("a: ", "[", deep, "", KHUNG_TOO_LARGE, "too-deep");
    expect_limit("a: ", "[\n", deep, "", KHUNG_TOO_LARGE, "too-deep");
    expect_limit("a:\n  ", "- ", deep, "", KHUNG_TOO_LARGE, "too-deep");
    expect_limit("", "- ", deep, "", KHUNG_BAD_DATA, "not-a-mapping");
    expect_limit("", "? ", deep, "", KHUNG_BAD_DATA, "key-not-text");
    expect_limit("a: ", "? ", deep, "", KHUNG_BAD_DATA, "key-mark");
    expect_limit("", "{a: ", deep, "", KHUNG_TOO_LARGE, "too-deep");
    expect_limit("", "{", deep, "", KHUNG_BAD_DATA, "key-not-text");
    expect_limit("a: ", "b: ", deep, "", KHUNG_BAD_DATA, "colon-in-text");
    expect_limit("a: b", "\n---", deep, "", KHUNG_BAD_DATA, "several-documents");
    expect_limit("", "\x01\xFF", wide, "", KHUNG_BAD_DATA, "control-character");
    expect_limit("", "-\xC2\xA0", wide, "", KHUNG_BAD_DATA, "no-break-space");
    expect_limit("a: [", "*x,", wide, "]", KHUNG_BAD_DATA, "alias");
    expect_limit("a: [", "!y &x z,", wide / 4, "]", KHUNG_BAD_DATA, "anchor");
    expect_limit("a: \"", "\\u0301\\u0323", 5000, "\"", KHUNG_OK, "");
    expect_limit("a: [", "x #\n,", wide / 4, "]", KHUNG_OK, "comment-in-text");
    expect_limit("", "a: 1\n", wide / 4, "", KHUNG_BAD_DATA, "repeated-key");
}

static void many_keys_are_not_quadratic(void **state)
{
    (void)state;
    khung__buf yaml = {0};
    for (unsigned i = 0; i < (under_valgrind() ? 2000 : 200000); i++)
        khung__buf_printf(&yaml, "key-%u: x\n", i * 7919u % 1000003u);
    assert_string_equal(first_error(&yaml, KHUNG_OK), "");
    khung__buf_z(&yaml, "key-0: x\n");
    assert_string_equal(first_error(&yaml, KHUNG_BAD_DATA), "repeated-key");
    khung__buf_free(&yaml);
}

/* Keys chosen to crowd one place of the hash table (FNV-1a, as in src/tree/node.c) are still told apart. */
static void crowded_keys_are_told_apart(void **state)
{
    (void)state;
    khung__buf yaml = {0};
    unsigned found = 0;
    for (unsigned i = 0; found < 100; i++) {
        char key[16];
        uint64_t hash = 14695981039346656037u;
        snprintf(key, sizeof key, "k%u", i);
        for (const char *p = key; *p; p++)
            hash = (hash ^ (unsigned char)*p) * 1099511628211u;
        if (((hash ^ hash >> 32) & 1023) != 7)
            continue;
        khung__buf_printf(&yaml, "%s: x\n", key);
        found++;
    }
    assert_string_equal(first_error(&yaml, KHUNG_OK), "");
    char again[16] = "";
    memcpy(again, yaml.s, strcspn(yaml.s, "\n") + 4 < sizeof again ? strcspn(yaml.s, "\n") : 0);
    khung__buf_z(&yaml, again);
    assert_string_equal(first_error(&yaml, KHUNG_BAD_DATA), "repeated-key");
    khung__buf_free(&yaml);
}

/* ---- every byte ---- */

/* The quick pass and the slow one must agree: every pair of bytes, in the middle of a text, is accepted or refused as the
 * rules say, whether or not something else in the file calls for the slow look (a tab). */
static void both_byte_passes_agree(void **state)
{
    (void)state;
    static const char *const middles[] = {"\xC2", "\xE0\xA0", "\xE1\x80", "\xE2\x80", "\xED\x9F", "\xEF\xBB", "\xEF\xBF", "\xF0\x90\x80",
                                          "\xF4\x8F\xBF", "", "\r"};
    int step = under_valgrind() ? 16 : SLOWER > 1 ? 3 : 1; /* the optimised build takes every pair */
    for (size_t i = 0; i < sizeof middles / sizeof *middles; i++)
        for (int a = 0; a < 256; a += step)
            for (int b = 0; b < 256; b += a < 128 ? 37 : step) {
                khung__str pair = {(char[]){(char)a, (char)b}, 2}, middle = khung__str_of(middles[i]);
                khung__buf x = {0}, y = {0};
                khung__buf_z(&x, "a: 'b");
                khung__buf_z(&y, "a:\t'b");
                khung__buf_str(&x, middle);
                khung__buf_str(&y, middle);
                khung__buf_str(&x, pair);
                khung__buf_str(&y, pair);
                khung__buf_z(&x, "c'\n");
                khung__buf_z(&y, "c'\n");
                khung__tree *tree = NULL;
                khung_status one = khung__tree_load(&tree, "x", x.s, x.n, NULL);
                if (one == KHUNG_OK)
                    khung__tree_free(tree);
                khung_status two = khung__tree_load(&tree, "y", y.s, y.n, NULL);
                if (two == KHUNG_OK)
                    khung__tree_free(tree);
                if (one != two)
                    fail_msg("middle %zu, bytes %02X %02X: %d, slowly %d", i, (unsigned)a, (unsigned)b, (int)one, (int)two);
                khung__buf_free(&x);
                khung__buf_free(&y);
            }
}

/* What the quick pass lets through as NFC must be: every code point behind a letter, against utf8proc's own NFC. */
static void texts_are_nfc_whatever_the_pass(void **state)
{
    (void)state;
    int32_t step = under_valgrind() ? 97 : SLOWER > 1 ? 3 : 1;
    for (int32_t code = 0xA0; code < 0x30000; code += code < 0x3400 ? step : 61) {
        char yaml[16] = "a: 'o", tail[] = "x'";
        if ((code >= 0xD800 && code <= 0xDFFF) || code == 0x2028 || code == 0x2029 || code == 0xFEFF)
            continue;
        size_t n = 5 + khung__utf8_put(yaml + 5, code);
        memcpy(yaml + n, tail, sizeof tail);
        khung__tree *tree = load(yaml);
        yaml[n + 1] = '\0';
        utf8proc_uint8_t *expected = utf8proc_NFC((utf8proc_uint8_t *)yaml + 4);
        if (!is(tree->root->first->text, (char *)expected))
            fail_msg("U+%04X", (unsigned)code);
        free(expected);
        khung__tree_free(tree);
    }
}

/* Places stay right when only some blocks of a file are looked at. */
static void places_hold_across_blocks(void **state)
{
    (void)state;
    khung__buf yaml = {0};
    khung_log *log = NULL;
    khung__tree *tree = NULL;
    static const uint32_t lines[] = {1, 500, 501, 3000, 6000};
    size_t next = 0;
    for (uint32_t line = 1; line <= 6000; line++) {
        bool bad = next < 5 && lines[next] == line;
        /* Only plain text but for the bad lines and a stretch in the middle, so that most blocks are passed over. */
        khung__buf_printf(&yaml, "k%u: tổ chức %s%s\n", (unsigned)line, line / 1000 == 3 ? "😀\tx" : "năm", bad ? "\x01" : "");
        next += bad;
    }
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    assert_int_equal(khung__tree_load(&tree, "b", yaml.s, yaml.n, log), KHUNG_BAD_DATA);
    assert_int_equal(khung_log_count(log), 5);
    for (size_t i = 0; i < 5; i++) {
        const khung_message *m = khung_log_message(log, i);
        assert_int_equal(m->at.line, lines[i]);
        assert_int_equal(m->at.column, strlen("k1: t? ch?c n?m") + (i == 0 ? 1 : i < 3 ? 3 : 4));
        assert_int_equal(strtol(m->at.source + 1, NULL, 10), lines[i]);
    }
    khung_log_free(log);
    khung__buf_free(&yaml);
}

/* ---- memory ---- */

static const char *const sample =
    "kind: framework\nformat: 1\nid: x\ntitle: Ban số #1\nNFD: o\xCC\x82 \"\\n\"\nq: \"o\\u0302\"\n"
    "list: [a, b, {c: d, e: f}]\nmany: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, m: 13, n: 14, "
    "o: 15, p: 16, q: 17, r: 18, s: 19, t: 20}\n";
static const char *const broken = "a: &x 1\nb: *x\nc: !t d\n<<: {}\na: 2\ne: \"\\0\"\nf: @\n";
static const char *const bad_bytes = "a: \xFF\n\tb: \0x\n";

/* Fails the n-th allocation of loading, digesting and printing until none is left to fail: no crash, no leak, and the status
 * is that of the content or KHUNG_NO_MEMORY. */
static void fail_each(const char *yaml, khung_status status)
{
    bool failed = true;
    for (size_t n = 1; failed; n++) {
        khung__tree *tree = NULL;
        khung_log *log = NULL;
        char digest[KHUNG_DIGEST_SIZE], *text = NULL;
        khung__alloc_fail_at(n);
        khung_status made = khung_log_new(&log, "en");
        if (made == KHUNG_OK)
            made = khung__tree_load(&tree, "x", yaml, strlen(yaml), log);
        if (made == KHUNG_OK)
            made = khung__tree_digest(tree, NULL, digest);
        if (log && khung_log_text(&text, log, false) != KHUNG_OK)
            assert_null(text);
        failed = khung__alloc_count() >= n;
        khung__alloc_fail_at(0);
        if (made != status && made != KHUNG_NO_MEMORY)
            fail_msg("allocation %zu failed, the status is %d", n, (int)made);
        if (!failed)
            assert_int_equal(made, status);
        assert_true((tree != NULL) == (made == KHUNG_OK) || status == KHUNG_OK);
        khung_text_free(text);
        khung_log_free(log);
        khung__tree_free(tree);
        assert_true(n < 2000);
    }
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    fail_each(sample, KHUNG_OK);
    fail_each(broken, KHUNG_BAD_DATA);
    fail_each(bad_bytes, KHUNG_BAD_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_and_places),
        cmocka_unit_test(places_for_diagnostics),
        cmocka_unit_test(texts_are_trimmed_and_nfc_keys_are_not),
        cmocka_unit_test(the_tree_keeps_its_own_bytes),
        cmocka_unit_test(bad_calls),
        cmocka_unit_test(canonical),
        cmocka_unit_test(canonical_of_large_maps),
        cmocka_unit_test(digests),
        cmocka_unit_test(limits_are_exact),
        cmocka_unit_test(bombs_end_at_once),
        cmocka_unit_test(many_keys_are_not_quadratic),
        cmocka_unit_test(crowded_keys_are_told_apart),
        cmocka_unit_test(both_byte_passes_agree),
        cmocka_unit_test(texts_are_nfc_whatever_the_pass),
        cmocka_unit_test(places_hold_across_blocks),
        cmocka_unit_test(every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
