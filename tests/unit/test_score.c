/* score: the prepared path beside khung_score on every case, without allocating and from several threads; what it refuses;
 * files that do not fit each other; long numbers; every allocation failing once. */
#include "score.h"
#include "score/judge.h"

#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_TRACKS = 16 };

/* An assessment as its files say it. */
typedef struct assessment {
    khung_framework *framework;
    khung_answers *tracks[MOST_TRACKS];
    size_t count;
    khung_log *log;
} assessment;

static void close_assessment(assessment *a)
{
    for (size_t i = 0; i < a->count; i++)
        khung_answers_free(a->tracks[i]);
    khung_framework_free(a->framework);
    khung_log_free(a->log);
}

static bool open_case(assessment *a, const char *name)
{
    char path[512];
    *a = (assessment){0};
    assert_int_equal(khung_log_new(&a->log, "en"), KHUNG_OK);
    snprintf(path, sizeof path, KHUNG_TESTS_DIR "/score/%s/framework.yaml", name);
    if (khung_framework_load_file(&a->framework, path, a->log) != KHUNG_OK) {
        khung_log_free(a->log);
        return false;
    }
    snprintf(path, sizeof path, KHUNG_TESTS_DIR "/score/%s/answers.yaml", name);
    if (khung_answers_load_file(&a->tracks[0], path, a->log) == KHUNG_OK)
        a->count = 1;
    for (int i = 1; i <= MOST_TRACKS && a->count < (size_t)i; i++) {
        snprintf(path, sizeof path, KHUNG_TESTS_DIR "/score/%s/answers-%d.yaml", name, i);
        if (khung_answers_load_file(&a->tracks[a->count], path, a->log) != KHUNG_OK)
            break;
        a->count++;
    }
    khung_log_clear(a->log);
    return true;
}

static khung_status score(khung_result **out, const assessment *a)
{
    return khung_score(out, a->framework, (const khung_answers *const *)a->tracks, a->count, a->log);
}

/* ---- the prepared path beside khung_score ---- */

static uint64_t as_word(const uint64_t *limbs, uint32_t n)
{
    assert_true(n < 2);
    return n ? limbs[0] : 0;
}

/* The official answer behind a finished result. */
static khung_official official_of(const khung_framework *framework, const khung_result *result, uint32_t c)
{
    const khung__criterion_result *criterion = &result->criteria[c];
    khung_official official = {.state = (uint8_t)criterion->state, .evidence = result->evidence_ok[c] ? UINT32_MAX : 0};
    khung__rat value = criterion->reviewer.has ? criterion->reviewer : criterion->self;
    if (official.state != KHUNG_ANSWERED && official.state != KHUNG_UNVERIFIED)
        return official;
    if (!value.has) {
        official.level = KHUNG_LEVEL_NA;
        return official;
    }
    uint64_t below = as_word(value.den, value.den_n), micro = as_word(value.num, value.num_n) * 1000000;
    const khung__criterion *asked = &framework->criteria[c];
    const khung__scale *scale = asked->method == KHUNG__CHECKLIST ? NULL : &framework->scales[asked->scale];
    for (uint32_t l = 0; scale && l < scale->level_count; l++)
        if (micro == (uint64_t)scale->levels[l].points * below && (asked->choosable >> l & 1)) {
            official.level = (uint8_t)l;
            return official;
        }
    /* A multiple of the count, so that the sum is whole in millionths and in points. */
    official.over = scale ? (uint16_t)below : 0;
    official.micro = (int64_t)(scale ? micro : micro / below);
    return official;
}

static void same_fraction(const khung_fraction *fraction, khung__rat value, khung__arena *arena)
{
    assert_int_equal(value.has, fraction->below_n > 0);
    if (!value.has)
        return;
    khung__rat made = khung__rat_make(arena, false, fraction->above, fraction->above_n, fraction->below, fraction->below_n);
    assert_int_equal(khung__rat_cmp(made, value), 0);
}

static void same_as_result(khung_scratch *scratch, const khung_summary *summary, const khung_result *result)
{
    assert_int_equal(summary->complete, result->complete);
    assert_int_equal(summary->grade, result->grade);
    assert_int_equal(summary->band, result->domains[0].band);
    assert_int_equal(summary->applicable, result->applicable);
    assert_int_equal(summary->answered, result->answered);
    assert_int_equal(summary->not_applicable, result->not_applicable);
    assert_int_equal(summary->out_of_scope, result->out_of_scope);
    assert_int_equal(summary->unanswered, result->unanswered);
    for (uint32_t i = 0; i < result->gate_count; i++)
        assert_int_equal(khung_scratch_gate(scratch, i), result->gates[i].value);
    assert_int_equal(khung_scratch_gate(scratch, result->gate_count), -1);
    for (uint32_t d = 0; d < result->domain_count; d++) {
        khung__arena arena = {0};
        khung_part part;
        assert_int_equal(khung_scratch_part(&part, scratch, d), KHUNG_OK);
        assert_int_equal(part.complete, result->domains[d].complete);
        assert_int_equal(part.band, result->domains[d].band);
        assert_int_equal(part.scored, result->domains[d].scored);
        same_fraction(&part.score, result->domains[d].score, &arena);
        same_fraction(&part.lo, result->domains[d].lo, &arena);
        same_fraction(&part.hi, result->domains[d].hi, &arena);
        same_fraction(&part.percent, result->domains[d].percent, &arena);
        khung__arena_free(&arena);
    }
}

static void prepared_case(const char *name)
{
    assessment a;
    khung_result *result;
    khung_scorer *scorer;
    khung_scratch *scratch;
    khung_summary summary;
    assert_true(open_case(&a, name));
    assert_int_equal(score(&result, &a), KHUNG_OK);
    assert_int_equal(khung_scorer_prepare(&scorer, a.framework, NULL), KHUNG_OK);
    assert_int_equal(khung_scratch_new(&scratch, scorer), KHUNG_OK);
    size_t count = a.framework->criterion_count;
    khung_official *official = calloc(count, sizeof *official);
    for (uint32_t c = 0; c < count; c++)
        official[c] = official_of(a.framework, result, c);
    for (int again = 0; again < 2; again++) {
        khung__alloc_fail_at(0);
        assert_int_equal(khung_scorer_run(&summary, scorer, scratch, official, result->facts, count), KHUNG_OK);
        assert_int_equal(khung__alloc_count(), 0);
        same_as_result(scratch, &summary, result);
    }
    free(official);
    khung_scratch_free(scratch);
    khung_scorer_free(scorer);
    khung_result_free(result);
    close_assessment(&a);
}

static void test_prepared(void **state)
{
    (void)state;
    DIR *folder = opendir(KHUNG_TESTS_DIR "/score");
    assert_non_null(folder);
    int cases = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[512];
        snprintf(path, sizeof path, KHUNG_TESTS_DIR "/score/%s/expected.json", entry->d_name);
        FILE *file = fopen(path, "r");
        if (!file)
            continue;
        fclose(file);
        prepared_case(entry->d_name);
        cases++;
    }
    closedir(folder);
    assert_true(cases > 50);
}

/* ---- a framework made here ---- */

typedef struct shape {
    uint32_t domains, criteria; /* criteria: in each domain */
    const char *scoring;        /* a line of YAML or "" */
    bool long_weights;
} shape;

static const uint64_t primes[] = {999999999989u, 999999999961u, 899999999981u, 700000000009u, 104729u, 65537u, 9973u};

static khung_framework *make_framework(const shape *s)
{
    khung__buf yaml = {0};
    khung__buf_z(&yaml, "kind: framework\nformat: 1\nid: made\nversion: 1.0.0\nlanguage: en\ntitle: T\nscales:\n  - id: s\n    levels:\n");
    for (int l = 0; l < 4; l++)
        khung__buf_printf(&yaml, "      - {id: l%d, points: %d, title: L}\n", l, l + 1);
    khung__buf_printf(&yaml, "%s\ndomains:\n", s->scoring);
    uint64_t number = 0;
    for (uint32_t d = 0; d < s->domains; d++) {
        khung__buf_printf(&yaml, "  - id: d%u\n    title: D\n    weight: %u\n    criteria:\n", d, 1 + d % 3);
        for (uint32_t c = 0; c < s->criteria; c++, number++) {
            unsigned long long weight = s->long_weights ? primes[number % 7] - number / 7 : 1 + number % 3;
            khung__buf_printf(&yaml, "      - {id: c%llu, title: C, weight: %llu%s}\n", (unsigned long long)number, weight,
                              s->long_weights ? ".000001" : "");
        }
    }
    khung_framework *framework = NULL;
    assert_false(yaml.failed);
    assert_int_equal(khung_framework_load(&framework, "made", yaml.s, yaml.n, NULL), KHUNG_OK);
    khung__buf_free(&yaml);
    return framework;
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static void fill_random(khung_official *official, size_t count, uint64_t seed)
{
    for (size_t c = 0; c < count; c++) {
        bool out = draw(&seed, 20) == 0;
        official[c] = (khung_official){.state = out ? KHUNG_NOT_APPLICABLE : KHUNG_ANSWERED, .level = out ? 0 : (uint8_t)draw(&seed, 4)};
    }
}

/* ---- threads ---- */

enum { RUNS = 400, THREADS = 4 };
typedef struct runner { const khung_scorer *scorer; size_t count; uint64_t sum; size_t wrong; } runner;

static void *run_many(void *context)
{
    runner *r = context;
    khung_scratch *scratch = NULL;
    khung_official *official = calloc(r->count, sizeof *official);
    r->wrong = khung_scratch_new(&scratch, r->scorer) != KHUNG_OK;
    for (uint64_t i = 0; i < RUNS && !r->wrong; i++) {
        khung_summary summary;
        khung_part part;
        fill_random(official, r->count, i);
        r->wrong += khung_scorer_run(&summary, r->scorer, scratch, official, NULL, r->count) != KHUNG_OK;
        r->wrong += khung_scratch_part(&part, scratch, 0) != KHUNG_OK;
        for (uint32_t k = 0; k < part.score.above_n; k++)
            r->sum = r->sum * 31 + part.score.above[k];
        for (uint32_t k = 0; k < part.score.below_n; k++)
            r->sum = r->sum * 31 + part.score.below[k];
    }
    khung_scratch_free(scratch);
    free(official);
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    for (int longer = 0; longer < 2; longer++) {
        khung_framework *framework = make_framework(&(shape){8, 12, "", longer});
        khung_scorer *scorer;
        assert_int_equal(khung_scorer_prepare(&scorer, framework, NULL), KHUNG_OK);
        pthread_t threads[THREADS];
        runner runners[THREADS];
        for (int i = 0; i < THREADS; i++) {
            runners[i] = (runner){scorer, 96, 0, 0};
            assert_int_equal(pthread_create(&threads[i], NULL, run_many, &runners[i]), 0);
        }
        for (int i = 0; i < THREADS; i++) {
            pthread_join(threads[i], NULL);
            assert_int_equal(runners[i].wrong, 0);
            assert_true(runners[i].sum == runners[0].sum && runners[i].sum != 0);
        }
        khung_scorer_free(scorer);
        khung_framework_free(framework);
    }
}

/* ---- long numbers ---- */

/* The mean of means by plain rationals, beside the kernel. */
static khung__rat mean_of_means(khung__arena *arena, const khung_framework *framework, const khung_official *official)
{
    khung__rat sum = khung__rat_int(arena, 0), weights = sum;
    for (uint32_t d = 1; d < framework->domain_count; d++) {
        const khung__domain *domain = &framework->domains[d];
        khung__rat inner = khung__rat_int(arena, 0), inner_weights = inner, weight = khung__rat_micro(arena, domain->weight);
        for (uint32_t c = domain->first_criterion; c < domain->end_criterion; c++) {
            khung__rat own = khung__rat_micro(arena, framework->criteria[c].weight);
            if (official[c].state != KHUNG_ANSWERED)
                continue;
            inner = khung__rat_add(arena, inner, khung__rat_mul(arena, own, khung__rat_int(arena, official[c].level + 1)));
            inner_weights = khung__rat_add(arena, inner_weights, own);
        }
        if (inner_weights.num_n == 0)
            continue;
        sum = khung__rat_add(arena, sum, khung__rat_mul(arena, weight, khung__rat_div(arena, inner, inner_weights)));
        weights = khung__rat_add(arena, weights, weight);
    }
    return khung__rat_div(arena, sum, weights);
}

static void agree_with_rationals(const shape *s, uint64_t seeds)
{
    khung_framework *framework = make_framework(s);
    khung_scorer *scorer;
    khung_scratch *scratch;
    khung_official *official = calloc(framework->criterion_count, sizeof *official);
    assert_int_equal(khung_scorer_prepare(&scorer, framework, NULL), KHUNG_OK);
    assert_int_equal(khung_scratch_new(&scratch, scorer), KHUNG_OK);
    for (uint64_t seed = 0; seed < seeds; seed++) {
        khung__arena arena = {0};
        khung_summary summary;
        khung_part part;
        fill_random(official, framework->criterion_count, seed);
        assert_int_equal(khung_scorer_run(&summary, scorer, scratch, official, NULL, framework->criterion_count), KHUNG_OK);
        assert_int_equal(khung_scratch_part(&part, scratch, 0), KHUNG_OK);
        same_fraction(&part.score, mean_of_means(&arena, framework, official), &arena);
        khung__arena_free(&arena);
    }
    free(official);
    khung_scratch_free(scratch);
    khung_scorer_free(scorer);
    khung_framework_free(framework);
}

static void test_rationals(void **state)
{
    (void)state;
    agree_with_rationals(&(shape){8, 12, "", false}, 50);
    agree_with_rationals(&(shape){3, 4, "", true}, 20);
    agree_with_rationals(&(shape){40, 5, "", true}, 3);
}

/* 10,000 criteria in 1,000 domains with weights of 18 digits: everything at its best is 100 percent, exactly. */
static void test_limits(void **state)
{
    (void)state;
    static const char *const scorings[] = {"", "scoring: {of: percent}", "scoring: {combine: median, respondents: mean}",
                                           "scoring: {total: {combine: reached, share: 50, of: percent}}"};
    for (size_t i = 0; i < sizeof scorings / sizeof *scorings; i++) {
        khung_framework *framework = make_framework(&(shape){999, 10, scorings[i], true});
        khung_scorer *scorer;
        khung_scratch *scratch;
        khung_summary summary;
        khung_part part;
        size_t count = framework->criterion_count;
        khung_official *official = calloc(count, sizeof *official);
        assert_int_equal(khung_scorer_prepare(&scorer, framework, NULL), KHUNG_OK);
        assert_int_equal(khung_scratch_new(&scratch, scorer), KHUNG_OK);
        for (size_t c = 0; c < count; c++)
            official[c].level = 3;
        assert_int_equal(khung_scorer_run(&summary, scorer, scratch, official, NULL, count), KHUNG_OK);
        assert_int_equal(khung_scratch_part(&part, scratch, 0), KHUNG_OK);
        assert_int_equal(khung__judge_compare_fraction(&part.percent, 100 * KHUNG__MICRO), 0);
        fill_random(official, count, 1);
        assert_int_equal(khung_scorer_run(&summary, scorer, scratch, official, NULL, count), KHUNG_OK);
        assert_int_equal(khung_scratch_part(&part, scratch, 0), KHUNG_OK);
        assert_true(khung__judge_compare_fraction(&part.percent, 20 * KHUNG__MICRO) > 0);
        assert_true(khung__judge_compare_fraction(&part.percent, 80 * KHUNG__MICRO) < 0);
        free(official);
        khung_scratch_free(scratch);
        khung_scorer_free(scorer);
        khung_framework_free(framework);
    }
}

/* ---- what is refused ---- */

static void test_refused(void **state)
{
    (void)state;
    khung_framework *framework = make_framework(&(shape){2, 3, "", false});
    khung_scorer *scorer;
    khung_scratch *scratch;
    khung_summary summary = {.grade = 77};
    assert_int_equal(khung_scorer_prepare(&scorer, framework, NULL), KHUNG_OK);
    assert_int_equal(khung_scratch_new(&scratch, scorer), KHUNG_OK);
    static const khung_official bad[] = {
        {.level = 4},  {.level = 63}, {.level = 64},           {.level = 255},       {.state = 8}, {.state = 255},
        {.over = 2, .micro = 3000000}, {.over = UINT16_MAX}, {.state = KHUNG_UNVERIFIED, .level = 9}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        khung_official official[6] = {{0}};
        official[i % 6] = bad[i];
        assert_int_equal(khung_scorer_run(&summary, scorer, scratch, official, NULL, 6), KHUNG_BAD_DATA);
        assert_int_equal(summary.grade, 77);
    }
    khung_official good[6] = {{0}};
    assert_int_equal(khung_scorer_run(&summary, scorer, scratch, good, NULL, 5), KHUNG_BAD_CALL);
    assert_int_equal(khung_scorer_run(NULL, scorer, scratch, good, NULL, 6), KHUNG_BAD_CALL);
    assert_int_equal(khung_scorer_run(&summary, scorer, scratch, good, NULL, 6), KHUNG_OK);
    assert_true(summary.complete && summary.has_score);
    assert_int_equal(khung_score(NULL, framework, NULL, 0, NULL), KHUNG_BAD_CALL);
    khung_scratch_free(scratch);
    khung_scorer_free(scorer);
    khung_framework_free(framework);
}

/* ---- files of one assessment that do not fit each other ---- */

static khung_answers *make_answers(const char *organisation, const char *to, const char *track, const char *profile, const char *answers)
{
    khung__buf yaml = {0};
    khung__buf_printf(&yaml,
                      "kind: answers\nformat: 1\nframework: {id: facts, version: 1.0.0}\norganisation: {id: %s, name: O}\n"
                      "period: {from: 2026-01-01, to: %s}\ntrack: %s\nprofile: {%s}\nanswers: {%s}\n",
                      organisation, to, track, profile, answers);
    khung_answers *made = NULL;
    assert_int_equal(khung_answers_load(&made, track, yaml.s, yaml.n, NULL), KHUNG_OK);
    khung__buf_free(&yaml);
    return made;
}

static const char facts_yaml[] = "kind: framework\nformat: 1\nid: facts\nversion: 1.0.0\nlanguage: en\ntitle: T\n"
                                 "profile: [{id: n, ask: N, type: decimal}, {id: f, ask: F, type: flag}]\n"
                                 "scales: [{id: s, levels: [{id: a, points: 0, title: A}, {id: b, points: 1, title: B}]}]\n"
                                 "domains: [{id: d, title: D, criteria: [{id: x, title: X}, {id: y, title: Y, applies_when: {profile: f, is: true}}]}]\n";

/* Scores two files; gives the status and says whether the log has a message with that id. */
static khung_status score_two(khung_answers *first, khung_answers *second, const char *id, khung_result **out)
{
    khung_framework *framework;
    khung_log *log;
    khung_result *result = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    assert_int_equal(khung_framework_load(&framework, "facts", facts_yaml, sizeof facts_yaml - 1, log), KHUNG_OK);
    khung_log_clear(log);
    const khung_answers *tracks[] = {first, second};
    khung_status status = khung_score(&result, framework, tracks, 2, log);
    bool found = id == NULL;
    for (size_t i = 0; i < khung_log_count(log); i++)
        found = found || strcmp(khung_log_message(log, i)->id, id) == 0;
    assert_true(found);
    if (id == NULL)
        assert_int_equal(khung_log_count(log), 0);
    khung_answers_free(first);
    khung_answers_free(second);
    khung_log_free(log);
    khung_framework_free(framework);
    if (out)
        *out = result;
    else
        khung_result_free(result);
    return status;
}

static void test_tracks(void **state)
{
    (void)state;
    const char *to = "2026-12-31";
    assert_int_equal(score_two(make_answers("o", to, "self", "", ""), make_answers("o", to, "self", "", ""), "two-tracks", NULL), KHUNG_BAD_DATA);
    assert_int_equal(score_two(make_answers("o", to, "reviewer", "", ""), make_answers("o", to, "reviewer", "", ""), "two-tracks", NULL),
                     KHUNG_BAD_DATA);
    assert_int_equal(score_two(make_answers("o", to, "self", "", ""), make_answers("p", to, "reviewer", "", ""), "other-organisation", NULL),
                     KHUNG_BAD_DATA);
    assert_int_equal(score_two(make_answers("o", to, "self", "", ""), make_answers("o", "2027-12-31", "reviewer", "", ""), "other-period", NULL),
                     KHUNG_BAD_DATA);
    assert_int_equal(score_two(make_answers("o", to, "self", "n: 1", ""), make_answers("o", to, "consensus", "n: 2", ""), "facts-disagree", NULL),
                     KHUNG_BAD_DATA);
    assert_int_equal(score_two(make_answers("o", to, "respondent", "n: 1", ""), make_answers("o", to, "respondent", "n: '1.0'", ""), NULL, NULL),
                     KHUNG_OK);
    assert_int_equal(score_two(make_answers("o", to, "self", "f: true", "x: a"), make_answers("o", to, "reviewer", "f: false", "y: b"),
                               "out-of-scope", NULL), KHUNG_OK);
    khung_result *result;
    assert_int_equal(score_two(make_answers("o", to, "self", "", "x: b"), make_answers("o", to, "consensus", "f: true", "x: a"), "self-not-scored",
                               &result), KHUNG_OK);
    assert_true(result->has_self && result->has_consensus && result->criteria[0].self.num_n == 0);
    assert_false(khung_result_complete(result));
    assert_null(khung_result_grade(result));
    khung_result_free(result);
}

/* ---- every allocation fails once ---- */

static void fail_each(const char *name)
{
    assessment a;
    assert_true(open_case(&a, name));
    khung_status status = KHUNG_NO_MEMORY;
    for (size_t n = 1; status == KHUNG_NO_MEMORY; n++) {
        khung_result *result = NULL;
        char *json = NULL, digest[KHUNG_DIGEST_TEXT_SIZE];
        khung__alloc_fail_at(n);
        status = score(&result, &a);
        if (status == KHUNG_OK)
            status = khung_result_json(&json, result);
        if (status == KHUNG_OK)
            status = khung_result_digest(result, digest);
        khung__alloc_fail_at(0);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
        khung_text_free(json);
        khung_result_free(result);
        assert_true(n < 5000);
    }
    close_assessment(&a);
}

static void test_faults(void **state)
{
    (void)state;
    static const char *const cases[] = {"views", "respondents-mean", "evidence-old", "self-and-consensus", "about-criteria"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        fail_each(cases[i]);
}

/* The digest is that of the kept form. */
static void test_digest(void **state)
{
    (void)state;
    assessment a;
    khung_result *result;
    khung__buf kept = {0};
    char said[KHUNG_DIGEST_TEXT_SIZE], made[KHUNG_DIGEST_SIZE];
    assert_true(open_case(&a, "views"));
    assert_int_equal(score(&result, &a), KHUNG_OK);
    khung__result_keep(&kept, result);
    assert_int_equal(khung_result_digest(result, said), KHUNG_OK);
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, kept.s, kept.n);
    khung__sha256_text(&hash, made);
    assert_string_equal(said, made);
    khung__buf_free(&kept);
    khung_result_free(result);
    close_assessment(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prepared), cmocka_unit_test(test_threads), cmocka_unit_test(test_rationals),
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_refused), cmocka_unit_test(test_tracks),
        cmocka_unit_test(test_faults),   cmocka_unit_test(test_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
