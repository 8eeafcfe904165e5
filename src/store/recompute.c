/* What is kept, computed again: frameworks from their source, answers from their text, results from both. */
#include "look.h"
#include "save.h"

#include <math.h>
#include <string.h>

/* A finding; only the end of memory stops the look. */
static khung_status told(khung_status status)
{
    return status == KHUNG_NO_MEMORY || status == KHUNG_INTERNAL ? status : KHUNG_OK;
}

/* ---- frameworks ---- */

static khung_status check_framework(khung__look *look, sqlite3_stmt *row, void *to)
{
    char digest[KHUNG_DIGEST_SIZE] = "";
    khung__str key = khung__look_text(row, 0), source = khung__look_text(row, 2);
    khung_framework *framework = NULL;
    khung__buf content = {0};
    (void)to;
    khung_status status = khung_framework_load(&framework, "framework", source.s ? source.s : "", source.n, NULL);
    bool same = status == KHUNG_OK;
    if (same)
        status = khung_framework_digest(framework, digest);
    if (status == KHUNG_OK)
        status = khung__tree_canonical(framework->tree, NULL, &content);
    same = same && khung__str_eq(key, khung__str_of(digest)) && khung__str_eq(khung__look_text(row, 1), (khung__str){content.s, content.n}) &&
           khung__str_eq(khung__look_text(row, 3), framework->id) && khung__str_eq(khung__look_text(row, 4), framework->version) &&
           khung__str_eq(khung__look_text(row, 5), framework->title) && khung__str_eq(khung__look_text(row, 6), framework->language);
    khung__buf_free(&content);
    khung_framework_free(framework);
    if (status == KHUNG_NO_MEMORY || same)
        return told(status);
    return told(KHUNG__DIAG(look->found, KHUNG__D_FRAMEWORK_DIFFERS, (khung__at){0}, khung__look_text(row, 3), key));
}

khung_status khung__check_frameworks(khung__look *look)
{
    return khung__look_rows(look, check_framework, NULL, "SELECT digest, content, source, id, version, title, language FROM framework");
}

/* ---- answers ---- */

static khung_status check_track(khung__look *look, sqlite3_stmt *row, void *to)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__str text = khung__look_text(row, 1), kind = khung__look_text(row, 3);
    khung_answers *answers = NULL;
    (void)to;
    khung_status status = khung_answers_load(&answers, "track", text.s ? text.s : "", text.n, NULL);
    bool same = status == KHUNG_OK;
    if (same)
        status = khung_answers_digest(answers, digest);
    same = same && status == KHUNG_OK && khung__str_eq(khung__look_text(row, 2), khung__str_of(digest)) &&
           khung__str_eq(kind, khung__str_of(khung__store_kinds[answers->track]));
    khung_answers_free(answers);
    if (status == KHUNG_NO_MEMORY || same)
        return told(status);
    return told(KHUNG__DIAG(look->found, KHUNG__D_TRACK_DIFFERS, (khung__at){0}, khung__look_text(row, 4), kind, khung__look_text(row, 0)));
}

khung_status khung__check_tracks(khung__look *look)
{
    return khung__look_rows(look, check_track, NULL,
                            "SELECT t.key, t.answers, t.digest, t.kind, coalesce(a.id, t.assessment) FROM track t "
                            "LEFT JOIN assessment a ON a.key = t.assessment");
}

/* ---- results ---- */

typedef struct scoring {
    khung_framework *framework;        /* kept between results that rest on the same one */
    char digest[KHUNG_DIGEST_SIZE];
} scoring;

enum { R_KEY, R_ID, R_FRAMEWORK, R_RULES, R_CONTENT, R_DIGEST, R_COLUMNS, R_TRACKS };

static khung_status find_framework(khung__look *look, scoring *s, khung__str digest)
{
    if (s->framework && khung__str_eq(digest, khung__str_of(s->digest)))
        return KHUNG_OK;
    khung_framework_free(s->framework);
    s->framework = NULL;
    s->digest[0] = '\0';
    if (digest.n >= sizeof s->digest || strncmp(digest.s, "sha256:", 7) != 0)
        return KHUNG_BAD_DATA;
    memcpy(s->digest, digest.s, digest.n);
    s->digest[digest.n] = '\0';
    return khung_store_framework_load(&s->framework, look->store, s->digest, NULL);
}

static void put_value(khung__buf *buf, khung__rat value, int digits)
{
    khung__buf text = {0};
    if (!value.has) {
        khung__buf_z(buf, ",null");
        return;
    }
    if (digits < 0)
        khung__buf_rat(&text, value);
    else
        khung__buf_rat_shown(&text, value, (unsigned)digits);
    khung__buf_char(buf, ',');
    khung__buf_json(buf, (khung__str){text.s, text.n});
    buf->failed = buf->failed || text.failed;
    khung__buf_free(&text);
}

static void put_text(khung__buf *buf, khung__str text)
{
    khung__buf_char(buf, ',');
    if (text.s)
        khung__buf_json(buf, text);
    else
        khung__buf_z(buf, "null");
}

/* The row's columns as `results` reads them. */
static khung__str columns_of(khung__look *look, const khung_framework *f, const khung_result *r)
{
    const khung__domain_result *total = &r->domains[0];
    khung__buf buf = {0};
    khung__buf_z(&buf, r->complete ? "[1" : "[0");
    put_value(&buf, total->score, -1);
    put_value(&buf, total->percent, -1);
    put_value(&buf, total->percent, (int)r->digits);
    if (total->percent.has)
        khung__buf_printf(&buf, ",%lld", llround(khung__rat_approx(total->percent) * 1e6)); /* as save.c: for sorting only */
    else
        khung__buf_z(&buf, ",null");
    put_text(&buf, total->band == KHUNG__NONE ? (khung__str){0} : f->bands[total->band].id);
    put_text(&buf, khung__str_of(khung_result_grade(r)));
    const char *digest = khung__framework_digest(r->framework_tree);
    put_text(&buf, khung__str_of(digest));
    buf.failed = buf.failed || !digest;
    khung__buf_char(&buf, ']');
    return khung__buf_take(&buf, &look->arena);
}

/* Scores the result of the row again; *same: its text and digest are what is stored; *columns what its columns would be. */
static khung_status score_again(bool *same, khung__str *columns, khung__look *look, scoring *s, sqlite3_stmt *row)
{
    khung_answers **tracks = NULL;
    size_t count = 0;
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf kept = {0};
    khung_result *result = NULL;
    khung__str keys = khung__str_copy(&look->arena, khung__look_text(row, R_TRACKS)), id = khung__str_copy(&look->arena, khung__look_text(row, R_ID));
    khung_status status = keys.s && id.s ? find_framework(look, s, khung__look_text(row, R_FRAMEWORK)) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__load_tracks(&tracks, &count, look->store, id.s, keys.s, NULL);
    if (status == KHUNG_OK && count == 0)
        status = KHUNG_NOT_FOUND;
    if (status == KHUNG_OK)
        status = khung_score(&result, s->framework, (const khung_answers *const *)tracks, count, NULL);
    if (status == KHUNG_OK)
        status = khung_result_digest(result, digest);
    if (status == KHUNG_OK)
        khung__result_keep(&kept, result);
    if (kept.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK) {
        *same = khung__str_eq(khung__look_text(row, R_CONTENT), (khung__str){kept.s, kept.n}) &&
                khung__str_eq(khung__look_text(row, R_DIGEST), khung__str_of(digest));
        *columns = columns_of(look, s->framework, result);
        status = columns->s ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    khung__buf_free(&kept);
    khung_result_free(result);
    khung__free_tracks(tracks, count);
    return status;
}

static khung_status check_result(khung__look *look, sqlite3_stmt *row, void *to)
{
    bool same = false;
    khung__str id = khung__look_text(row, R_ID), key = khung__look_text(row, R_KEY), columns = {0};
    if (sqlite3_column_int64(row, R_RULES) != KHUNG_RULES) /* an older rule set: this khung cannot compute it again */
        return told(KHUNG__DIAG(look->found, KHUNG__D_RESULT_RULES, (khung__at){0}, id, key, khung__look_text(row, R_RULES)));
    khung_status status = score_again(&same, &columns, look, to, row);
    if (status == KHUNG_OK && !khung__str_eq(columns, khung__look_text(row, R_COLUMNS)))
        status = told(KHUNG__DIAG(look->found, KHUNG__D_RESULT_COLUMNS, (khung__at){0}, id, key, khung__look_text(row, R_COLUMNS), columns));
    else if (status == KHUNG_OK && !same)
        status = told(KHUNG__DIAG(look->found, KHUNG__D_RESULT_DIFFERS, (khung__at){0}, id, key));
    else if (status != KHUNG_OK && told(status) == KHUNG_OK)
        status = told(KHUNG__DIAG(look->found, KHUNG__D_RESULT_LOST, (khung__at){0}, id, key, khung__str_of(khung_status_text(status))));
    khung__arena_free(&look->arena);
    return status;
}

khung_status khung__check_results_after(khung__look *look, int64_t row)
{
    scoring s = {0};
    char sql[512];
    sqlite3_snprintf((int)sizeof sql, sql,
                     "SELECT r.key, coalesce(a.id, r.assessment), r.framework, r.rules, r.content, r.digest, "
                     "json_array(r.complete, r.score, r.percent, r.percent_shown, r.percent_sort, r.band, r.grade, r.framework), r.tracks "
                     "FROM result r LEFT JOIN assessment a ON a.key = r.assessment WHERE r.rowid > %lld ORDER BY r.framework", (long long)row);
    khung_status status = khung__look_rows(look, check_result, &s, sql);
    khung_framework_free(s.framework);
    return status;
}

khung_status khung__check_results(khung__look *look)
{
    return khung__check_results_after(look, INT64_MIN);
}
