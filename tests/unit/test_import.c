/* import, legacy, tables: each row of the tables of older encodings, memory that ends at every place, and what no file can show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "legacy.h"
#include "questions.h"

static const char framework_text[] =
    "kind: framework\nformat: 1\nid: f\nversion: 1.0.0\nlanguage: vi\ntitle: T\nprofile: [{id: staff, ask: Người?, type: flag}]\n"
    "scales: [{id: s, levels: [{id: a, points: 0, title: Ít}, {id: b, points: 1, title: Nhiều}]}]\n"
    "domains: [{id: d, title: D, criteria: [{id: x, title: X, evidence: [{id: e, title: E}]},\n"
    "  {id: l, title: L, method: ladder, checks: [{id: c, level: b, ask: C}]}, {id: q, title: Q, method: quantity, ranges: [{level: a},\n"
    "  {from: 5, level: b}]}]}]\n";
static const char table_text[] = "organisation.name,period.from,period.to,profile.staff,x,x.note,x.evidence.e,l.checks.c,q\n"
                                 "Hội,2026-01-01,2026-12-31,có,nhiều,\"hai\ndòng\",=a,x,7.5\n";
static const char json_text[] = "{\"results\": [{\"_uuid\": \"u\", \"about/organisation_name\": \"Hội\", \"about/period_from\": \"2026-01-01\","
                                "\"about/period_to\": \"2026-12-31\", \"d/x__group/x\": \"b\", \"d/q__group/q__quantity\": 7.5}]}";

/* ---- older encodings ---- */

static void put_bytes(char *out, const char *hex)
{
    for (char *end; *hex; hex = end)
        out += khung__utf8_put(out, (int32_t)strtol(hex, &end, 16));
    *out = '\0';
}

static void check_row(const char *bytes, const char *unicode, khung__legacy from)
{
    khung__arena arena = {0};
    char old[16], letter[8] = "";
    khung__str nfc = {0};
    put_bytes(old, bytes);
    letter[khung__utf8_put(letter, (int32_t)strtol(unicode + 2, NULL, 16))] = '\0';
    assert_true(khung__text_nfc(&arena, khung__str_of(letter), &nfc));
    khung__str got = khung__legacy_text(&arena, khung__str_of(old), from);
    if (!khung__str_eq(got, nfc))
        fail_msg("%s is %s, not %s", bytes, got.s, nfc.s);
    khung__arena_free(&arena);
}

static void every_row_of_tcvn3(void **state)
{
    (void)state;
#define ROW(byte, seen, unicode, letter, name, in_fonts) check_row(byte, unicode, KHUNG__LEGACY_TCVN3);
#include "legacy-tcvn3.csv.h"
#undef ROW
}

static void every_row_of_vni(void **state)
{
    (void)state;
#define ROW(seen, bytes, unicode, letter) check_row(bytes, unicode, KHUNG__LEGACY_VNI);
#include "legacy-vni.csv.h"
#undef ROW
}

/* ---- guards of spreadsheets ---- */

static void guards_come_off_again(void **state)
{
    (void)state;
    static const char *const texts[] = {"=1", "+a", "-a", "@a", "'=1", "''=1", "'a", "a", "-5", "\uFF1D1", "'"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char guarded[32];
        khung__str text = khung__str_of(texts[i]);
        snprintf(guarded, sizeof guarded, "%s%s", khung__questions_is_formula(text) ? "'" : "", texts[i]);
        assert_true(khung__str_eq(khung__questions_unguarded(khung__str_of(guarded)), text));
    }
    assert_false(khung__questions_is_formula(KHUNG__S("-5")));
    assert_true(khung__questions_is_formula(KHUNG__S("-5+1")));
}

/* ---- memory that ends ---- */

static khung_status import_all(const khung_framework *framework, const char *name, const char *text, char **yaml)
{
    khung_import *im = NULL;
    khung_status status = khung_import_new(&im);
    if (status == KHUNG_OK)
        status = khung_import_add(im, name, text, strlen(text), NULL, NULL);
    if (status == KHUNG_OK)
        status = khung_import_read(im, framework, NULL, 0, NULL, NULL);
    if (status == KHUNG_OK)
        status = khung_import_yaml(yaml, im, 0);
    khung_import_free(im);
    return status;
}

static khung_framework *framework_of_test(void)
{
    khung_framework *framework = NULL;
    assert_int_equal(khung_framework_load(&framework, "f.yaml", framework_text, sizeof framework_text - 1, NULL), KHUNG_OK);
    return framework;
}

static void memory_ends(const char *name, const char *text)
{
    khung_framework *framework = framework_of_test();
    char *yaml = NULL;
    assert_int_equal(import_all(framework, name, text, &yaml), KHUNG_OK);
    khung_text_free(yaml);
    for (size_t n = 1;; n++) {
        yaml = NULL;
        khung__alloc_fail_at(n);
        khung_status status = import_all(framework, name, text, &yaml);
        khung__alloc_fail_at(0);
        if (status == KHUNG_OK)
            break;
        if (status != KHUNG_NO_MEMORY || yaml)
            fail_msg("allocation %zu of %s: status %d", n, name, (int)status);
    }
    khung_text_free(yaml);
    khung_framework_free(framework);
}

static void memory_ends_in_a_table(void **state)
{
    (void)state;
    memory_ends("t.csv", table_text);
}

static void memory_ends_in_json(void **state)
{
    (void)state;
    memory_ends("t.json", json_text);
}

static void memory_ends_in_a_form(void **state)
{
    (void)state;
    khung_framework *framework = framework_of_test();
    char *bytes = NULL;
    size_t size = 0;
    khung_status status = KHUNG_NO_MEMORY;
    for (size_t n = 1; status != KHUNG_OK; n++) {
        khung__alloc_fail_at(n);
        status = khung_form_xlsx(&bytes, &size, framework, NULL, 0, NULL, NULL);
        khung__alloc_fail_at(0);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
    }
    assert_true(size > 1000 && memcmp(bytes, "PK", 2) == 0);
    khung_text_free(bytes);
    khung_framework_free(framework);
}

static void bad_calls(void **state)
{
    (void)state;
    khung_framework *framework = framework_of_test();
    khung_import *im = NULL;
    khung_import_options back = {.from = "gestern"};
    char *yaml = NULL;
    khung_submission one;
    assert_int_equal(khung_import_new(NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_import_new(&im), KHUNG_OK);
    assert_int_equal(khung_import_add(im, "t.csv", table_text, sizeof table_text - 1, "utf7", NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_import_add(im, "t.csv", table_text, sizeof table_text - 1, NULL, NULL), KHUNG_OK);
    assert_int_equal(khung_import_read(im, framework, NULL, 0, &back, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_import_read(im, framework, NULL, 0, NULL, NULL), KHUNG_OK);
    assert_int_equal(khung_import_read(im, framework, NULL, 0, NULL, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_import_count(im), 1);
    assert_false(khung_import_submission(&one, im, 1));
    assert_int_equal(khung_import_yaml(&yaml, im, 1), KHUNG_BAD_CALL);
    khung_import_free(im);
    khung_framework_free(framework);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_tcvn3),     cmocka_unit_test(every_row_of_vni),    cmocka_unit_test(guards_come_off_again),
        cmocka_unit_test(memory_ends_in_a_table), cmocka_unit_test(memory_ends_in_json), cmocka_unit_test(memory_ends_in_a_form),
        cmocka_unit_test(bad_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
