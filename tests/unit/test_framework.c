/* framework, answers, translation: what files beside expectations cannot show: the model itself, named limits, translations brought
 * up to date, and every allocation that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers/tables.h"
#include "framework/draft.h"
#include "translation/tables.h"

#ifndef KHUNG_TESTS_DIR
#define KHUNG_TESTS_DIR "tests"
#endif

static khung__buf read_file(const char *name)
{
    char path[4096], chunk[4096];
    khung__buf buf = {0};
    size_t n;
    const char *set = getenv("KHUNG_TESTS");
    snprintf(path, sizeof path, "%s/%s", set ? set : KHUNG_TESTS_DIR, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(&buf, chunk, n);
    fclose(file);
    return buf;
}

static khung_framework *load(const char *name)
{
    khung_framework *f = NULL;
    khung__buf bytes = read_file(name);
    assert_int_equal(khung_framework_load(&f, name, bytes.s, bytes.n, NULL), KHUNG_OK);
    khung__buf_free(&bytes);
    return f;
}

/* The stable id of the first message of the file, "" for none. */
static void first_id(char out[64], khung_status *status, const khung__buf *bytes)
{
    khung_log *log = NULL;
    khung_framework *f = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    *status = khung_framework_load(&f, "f.yaml", bytes->s, bytes->n, log);
    snprintf(out, 64, "%s", khung_log_count(log) ? khung_log_message(log, 0)->id : "");
    khung_framework_free(f);
    khung_log_free(log);
}

/* ---- tables ---- */

static void check_table(const khung__table *table, unsigned depth)
{
    uint32_t required = 0;
    assert_true(table->count <= 64);
    for (uint32_t i = 0; i < table->count; i++) {
        const khung__field *field = &table->fields[i];
        required += field->flags & KHUNG__F_REQUIRED;
        assert_int_equal(strlen(field->key), field->key_n);
        assert_non_null(field->about);
        if (field->of && depth < 12)
            check_table(field->of, depth + 1);
    }
    if (required != table->required)
        fail_msg("%s: %u fields are required, the table says %u", table->name, required, table->required);
}

static void tables_count_what_they_require(void **state)
{
    (void)state;
    check_table(&khung__table_framework, 0);
    check_table(&khung__table_answers, 0);
    check_table(&khung__table_answer, 0);
    check_table(&khung__table_translation, 0);
}

/* ---- the model ---- */

static void a_model_is_resolved(void **state)
{
    (void)state;
    khung_framework *f = load("framework/ok/everything.yaml");
    assert_int_equal(f->domain_count, 4);
    assert_int_equal(f->criterion_count, 5);
    assert_int_equal(f->domains[0].rule.combine, KHUNG__REACHED);
    assert_int_equal(f->domains[0].rule.share, 66700000);
    assert_int_equal(f->domains[0].end, 4);
    assert_int_equal(f->domains[1].child_count, 1);
    assert_int_equal(f->domains[2].parent, 1);
    assert_int_equal(f->domains[2].rule.combine, KHUNG__MEAN);
    assert_int_equal(f->domains[2].na_policy, KHUNG__NA_WORST);
    assert_int_equal(f->domains[3].na_policy, KHUNG__NA_TARGET);
    uint32_t k1 = khung__framework_criterion(f, KHUNG__S("k1")), k4 = khung__framework_criterion(f, KHUNG__S("k4"));
    assert_int_equal(k1, 0);
    assert_int_equal(khung__framework_criterion(f, KHUNG__S("d1")), KHUNG__NONE);
    assert_int_equal(khung__framework_domain(f, KHUNG__S("k1")), KHUNG__NONE);
    assert_int_equal(khung__framework_domain(f, KHUNG__S("d2")), 3);
    assert_int_equal(khung__framework_gate(f, KHUNG__S("g8")), 7);
    assert_int_equal(khung__framework_fact(f, KHUNG__S("form")), 2);
    assert_int_equal(f->criteria[k1].unanswered, KHUNG__UNANSWERED_WORST);
    assert_int_equal(f->criteria[k1].target, 0);
    assert_true(f->criteria[k1].target_own);
    assert_int_equal(f->criteria[k4].target, 500000);
    assert_int_equal(f->criteria[k4].choosable, 7);
    assert_int_equal(f->criteria[2].hi, 1500000);
    assert_int_equal(f->criteria[1].stage, KHUNG__STAGE_FUTURE);
    assert_int_equal(f->criteria[1].need, KHUNG__SHOULD);
    assert_int_equal(f->criteria[1].hi, 1000000);
    assert_int_equal(f->gates[2].require->kind, KHUNG__IF_EACH_DOMAIN);
    assert_int_equal(f->gates[3].require->selected_count, 5);
    assert_int_equal(f->domains[0].caps[0].when->children[1].below[0], 0);
    assert_int_equal(f->grades[0].valid_months, 24);
    assert_false(f->band_domains);
    assert_true(f->band_shown);
    khung_framework_free(f);
}

/* ---- limits ---- */

static khung__buf start_file(void)
{
    khung__buf b = {0};
    khung__buf_z(&b, "kind: framework\nformat: 1\nid: f\nversion: 1.0.0\nlanguage: en\ntitle: F\n"
                     "scales: [{id: s, levels: [{id: a, points: 0, title: A}, {id: b, points: 1, title: B}]}]\ndomains:\n");
    return b;
}

static void add_domains(khung__buf *b, unsigned domains, unsigned criteria)
{
    for (unsigned i = 0; i < domains; i++) {
        khung__buf_printf(b, "- id: d%u\n  title: D\n  criteria:\n", i);
        for (unsigned k = 0; k < criteria; k++)
            khung__buf_printf(b, "  - {id: k%u-%u, title: K}\n", i, k);
    }
}

static void limits_have_names(void **state)
{
    static const struct {
        unsigned domains, criteria;
        khung_status status;
        const char *id;
    } cases[] = {{1000, 10, KHUNG_OK, ""}, {1001, 1, KHUNG_TOO_LARGE, "too-many"}, {1, 10001, KHUNG_TOO_LARGE, "too-many"}};
    (void)state;
    for (size_t i = 0; i < KHUNG__COUNT(cases); i++) {
        khung__buf b = start_file();
        char id[64];
        khung_status status;
        add_domains(&b, cases[i].domains, cases[i].criteria);
        first_id(id, &status, &b);
        assert_int_equal(status, cases[i].status);
        assert_string_equal(id, cases[i].id);
        khung__buf_free(&b);
    }
}

static void conditions_together_are_limited(void **state)
{
    (void)state;
    khung__buf b = start_file();
    char id[64];
    khung_status status;
    add_domains(&b, 1, 9000);
    khung__buf_z(&b, "gates:\n");
    for (unsigned i = 0; i < 1000; i++)
        khung__buf_printf(&b, "- {id: g%u, title: G, require: {criteria: {}, below: b}}\n", i);
    first_id(id, &status, &b);
    assert_int_equal(status, KHUNG_TOO_LARGE);
    assert_string_equal(id, "too-many");
    khung__buf_free(&b);
}

/* Gates that each look at the one before: nothing may recurse along them. */
static void long_chains_of_gates_load(void **state)
{
    (void)state;
    khung__buf b = start_file();
    char id[64];
    khung_status status;
    add_domains(&b, 1, 2);
    khung__buf_z(&b, "gates:\n- {id: g0, title: G, require: {total: true, at_least: 1}}\n");
    for (unsigned i = 1; i < 60000; i++)
        khung__buf_printf(&b, "- {id: g%u, title: G, require: {gate: g%u}}\n", i, i - 1);
    khung__buf_z(&b, "grades: [{id: x, title: X, require: {all_of: [{gate: g59999}, {not_applicable_percent: 5}]}}]\n");
    first_id(id, &status, &b);
    assert_int_equal(status, KHUNG_OK);
    assert_string_equal(id, "");
    khung__buf_free(&b);
}

/* ---- translations ---- */

static khung_translation *translation_of(const char *text)
{
    khung_translation *t = NULL;
    assert_int_equal(khung_translation_load(&t, "t.yaml", text, strlen(text), NULL), KHUNG_OK);
    return t;
}

static char *brought_up_to_date(const khung_framework *f, const khung_translation *old)
{
    char *text = NULL;
    assert_int_equal(khung_translation_yaml(&text, f, "vi", old, NULL), KHUNG_OK);
    return text;
}

static void writing_twice_changes_nothing(void **state)
{
    static const char old_text[] = "kind: translation\nformat: 1\nframework: riverside\nlanguage: vi\ntext:\n"
                                   "  title: Căn bản\n  gov.title: Quản trị\n  gone.title: \"Đã bỏ\"\n"
                                   "sources:\n  gov.title: 00000000\n";
    (void)state;
    khung_framework *f = load("framework/ok/plain.yaml");
    khung_translation *old = translation_of(old_text);
    char *first = brought_up_to_date(f, old);
    khung_translation_free(old);
    assert_non_null(strstr(first, "  title: \"Căn bản\"\n"));
    assert_non_null(strstr(first, "  # STALE: "));
    assert_non_null(strstr(first, "  gov.title: \"00000000\"\n"));
    assert_non_null(strstr(first, "  # fin.title: \"Finance\"\n"));
    assert_non_null(strstr(first, "# - gone.title: \"Đã bỏ\"\n"));
    old = translation_of(first);
    char *second = brought_up_to_date(f, old);
    assert_string_equal(first, second);
    khung_translation_free(old);
    khung_text_free(first);
    khung_text_free(second);
    khung_framework_free(f);
}

static void a_translated_copy_stands_alone(void **state)
{
    char before[KHUNG_DIGEST_TEXT_SIZE], after[KHUNG_DIGEST_TEXT_SIZE];
    size_t missing = 0, stale = 0;
    (void)state;
    khung_framework *f = load("framework/ok/plain.yaml"), *vi = NULL;
    khung_translation *t = translation_of("kind: translation\nformat: 1\nframework: riverside\nlanguage: vi\ntext:\n"
                                          "  title: Căn bản\n  board.levels.set: Đúng lịch\n  floor.title: x\n");
    assert_int_equal(khung_framework_translate(&vi, f, t, &missing, &stale, NULL), KHUNG_BAD_DATA);
    assert_null(vi);
    khung_translation_free(t);
    t = translation_of("kind: translation\nformat: 1\nframework: riverside\nlanguage: vi\ntext:\n"
                       "  title: Căn bản\n  board.levels.set: Đúng lịch\n  gates.floor.title: Sàn\n  bands.seed.title: Mầm\n"
                       "  board.references.1.title: Luật\n  profile.form.options.fund.title: Quỹ\n");
    assert_int_equal(khung_framework_translate(&vi, f, t, &missing, &stale, NULL), KHUNG_OK);
    assert_int_equal(khung_framework_digest(f, before), KHUNG_OK);
    khung_translation_free(t);
    khung_framework_free(f);
    assert_int_equal(khung_framework_digest(vi, after), KHUNG_OK);
    assert_string_equal(before, after);
    assert_string_equal(khung_framework_title(vi), "Căn bản");
    assert_string_equal(khung_framework_language(vi), "vi");
    assert_string_equal(vi->source_language.s, "en");
    assert_string_equal(vi->criteria[0].descriptors[2].s, "Đúng lịch");
    assert_string_equal(vi->criteria[0].references[0].title.s, "Luật");
    assert_string_equal(vi->facts[2].options[0].title.s, "Quỹ");
    assert_string_equal(vi->gates[0].title.s, "Sàn");
    assert_string_equal(vi->bands[0].title.s, "Mầm");
    assert_string_equal(vi->domains[1].title.s, "Governance");
    khung_framework_free(vi);
}

/* ---- every allocation fails once ---- */

typedef khung_status work(void);
static khung__buf framework_bytes, answers_bytes, translation_bytes, bad_bytes;
static khung_framework *const untouched_framework = (khung_framework *)&framework_bytes;

static khung_status load_framework(void)
{
    khung_framework *f = untouched_framework;
    khung_log *log = NULL;
    khung_status status = khung_log_new(&log, "en");
    if (status == KHUNG_OK)
        status = khung_framework_load(&f, "f.yaml", framework_bytes.s, framework_bytes.n, log);
    if (status == KHUNG_OK)
        khung_framework_free(f);
    else
        assert_ptr_equal(f, untouched_framework);
    khung_log_free(log);
    return status;
}

/* A file full of errors must still say "no memory", never only part of them as if that were all. */
static khung_status load_bad(void)
{
    khung_framework *f = untouched_framework;
    khung_log *log = NULL;
    khung_status status = khung_log_new(&log, "vi");
    if (status == KHUNG_OK)
        status = khung_framework_load(&f, "f.yaml", bad_bytes.s, bad_bytes.n, log);
    assert_ptr_equal(f, untouched_framework);
    khung_log_free(log);
    return status == KHUNG_BAD_DATA ? KHUNG_OK : status;
}

static khung_status bind_answers(void)
{
    khung_framework *f = NULL;
    khung_answers *a = NULL;
    khung__arena arena = {0};
    khung__bound bound = {0};
    khung_status status = khung_framework_load(&f, "f.yaml", framework_bytes.s, framework_bytes.n, NULL);
    if (status == KHUNG_OK)
        status = khung_answers_load(&a, "a.yaml", answers_bytes.s, answers_bytes.n, NULL);
    if (status == KHUNG_OK)
        status = khung__answers_bind(&bound, a, f, &arena, NULL);
    if (status != KHUNG_OK)
        assert_null(bound.answers);
    khung__arena_free(&arena);
    khung_answers_free(a);
    khung_framework_free(f);
    return status;
}

static khung_status translate(void)
{
    khung_framework *f = NULL, *vi = NULL;
    khung_translation *t = NULL;
    char *text = NULL;
    khung_status status = khung_framework_load(&f, "f.yaml", framework_bytes.s, framework_bytes.n, NULL);
    if (status == KHUNG_OK)
        status = khung_translation_load(&t, "t.yaml", translation_bytes.s, translation_bytes.n, NULL);
    if (status == KHUNG_OK)
        status = khung_framework_translate(&vi, f, t, NULL, NULL, NULL);
    if (status == KHUNG_OK)
        status = khung_translation_yaml(&text, f, "vi", t, NULL);
    khung_text_free(text);
    khung_framework_free(vi);
    khung_translation_free(t);
    khung_framework_free(f);
    return status;
}

static khung_status print(void)
{
    khung_framework *f = NULL;
    char *text = NULL, *json = NULL, *schema = NULL;
    khung_status status = khung_framework_load(&f, "f.yaml", framework_bytes.s, framework_bytes.n, NULL);
    if (status == KHUNG_OK)
        status = khung_framework_text(&text, f);
    if (status == KHUNG_OK)
        status = khung_framework_json(&json, f);
    if (status == KHUNG_OK)
        status = khung_schema_json(&schema, KHUNG_KIND_FRAMEWORK);
    khung_text_free(text);
    khung_text_free(json);
    khung_text_free(schema);
    khung_framework_free(f);
    return status;
}

static void fail_each(work *run)
{
    khung__alloc_fail_at(0);
    assert_int_equal(run(), KHUNG_OK);
    size_t all = khung__alloc_count();
    for (size_t n = 1; n <= all; n += all > 4000 ? 7 : 1) {
        khung__alloc_fail_at(n);
        khung_status status = run();
        khung__alloc_fail_at(0);
        assert_int_equal(status, KHUNG_NO_MEMORY);
    }
}

static void no_failed_allocation_hurts(void **state)
{
    (void)state;
    framework_bytes = read_file("framework/ok/plain.yaml");
    bad_bytes = read_file("framework/bad-shape/twelve-mistakes.yaml");
    answers_bytes = read_file("answers/ok/plain.yaml");
    translation_bytes = read_file("translation/ok/plain.yaml");
    fail_each(load_framework);
    fail_each(load_bad);
    fail_each(bind_answers);
    fail_each(translate);
    fail_each(print);
    khung__buf_free(&framework_bytes);
    khung__buf_free(&bad_bytes);
    khung__buf_free(&answers_bytes);
    khung__buf_free(&translation_bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_count_what_they_require), cmocka_unit_test(a_model_is_resolved),
        cmocka_unit_test(limits_have_names),              cmocka_unit_test(conditions_together_are_limited),
        cmocka_unit_test(long_chains_of_gates_load),      cmocka_unit_test(writing_twice_changes_nothing),
        cmocka_unit_test(a_translated_copy_stands_alone), cmocka_unit_test(no_failed_allocation_hurts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
