/* Keeping what was scored: one transaction, the same again changes nothing. */
#include "inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct saving {
    khung_store *store;
    khung_log *log;
    khung__arena *arena;
    const khung_framework *framework;
    const khung_result *result;
    const char *person;
    int64_t now;
    char time[25];
    char organisation[KHUNG__UUID_SIZE], assessment[KHUNG__UUID_SIZE], key[KHUNG__UUID_SIZE]; /* key: of the result */
    char framework_digest[KHUNG_DIGEST_SIZE];
    khung__str id; /* of the assessment */
    bool result_is_new;
    bool no_memory;   /* a text could not be made: nothing may be stored without it */
} saving;

/* By khung__track. */
const char *const khung__store_kinds[] = {"self", "respondent", "consensus", "reviewer"};

#define DO(s, sql, ...) khung__store_do((s)->store, (s)->log, sql, __VA_ARGS__)

/* Fills `key` with the one the question finds, or with a new one; *found says which. */
static khung_status find_key(saving *s, char key[KHUNG__UUID_SIZE], bool *found, sqlite3_stmt *question)
{
    khung_status status = khung__store_step(s->store, question, found, s->log);
    if (status == KHUNG_OK && !*found)
        return khung__uuid(key, s->now) ? KHUNG_OK : KHUNG_INTERNAL;
    const char *text = status == KHUNG_OK ? (const char *)sqlite3_column_text(question, 0) : NULL;
    if (status == KHUNG_OK && !text)
        return KHUNG_NO_MEMORY;
    if (text)
        snprintf(key, KHUNG__UUID_SIZE, "%s", text);
    return status;
}

static khung_status save_organisation(saving *s)
{
    sqlite3_stmt *question = NULL;
    bool found = false;
    const khung_result *r = s->result;
    khung_status status = khung__store_ask(&question, s->store, s->log, "SELECT key FROM organisation WHERE id = ?1", "s", r->organisation_id);
    if (status == KHUNG_OK)
        status = find_key(s, s->organisation, &found, question);
    sqlite3_finalize(question);
    if (status != KHUNG_OK)
        return status;
    if (found)
        return DO(s, "UPDATE organisation SET name = ?2 WHERE key = ?1 AND name <> ?2", "ts", s->organisation, r->organisation_name);
    return DO(s, "INSERT INTO organisation (key, id, name, since) VALUES (?1, ?2, ?3, ?4)", "tsst", s->organisation, r->organisation_id,
              r->organisation_name, s->time);
}

khung_status khung__store_framework(khung_store *store, const khung_framework *f, const char *person, const char *now, char digest[KHUNG_DIGEST_SIZE],
                                    khung_log *log)
{
    khung__buf content = {0};
    khung_status status = khung_framework_digest(f, digest);
    if (status == KHUNG_OK)
        status = khung__tree_canonical(f->tree, NULL, &content);
    if (status == KHUNG_OK && content.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_do(store, log,
                                 "INSERT INTO framework (digest, id, version, title, language, content, source, added, added_by) "
                                 "VALUES (?1, ?2, ?3, ?4 ->> '$.title', ?4 ->> '$.language', ?4, CAST(?5 AS BLOB), ?6, ?7) "
                                 "ON CONFLICT (digest) DO NOTHING",
                                 "tsssstt", digest, f->id, f->version, (khung__str){content.s, content.n}, f->tree->source.bytes, now, person);
    khung__buf_free(&content);
    return status;
}

/* The buffer's text in the arena; a failure is remembered in s->no_memory, so that absent never passes for null. */
static khung__str take(saving *s, khung__buf *buf)
{
    khung__str text = khung__buf_take(buf, s->arena);
    if (!text.s)
        s->no_memory = true;
    return text;
}

static khung__str date_text(saving *s, khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date(&buf, date);
    return take(s, &buf);
}

/* hoi-song-xanh-2026; where another assessment has that id: -2, -3 … */
static khung_status choose_id(saving *s)
{
    enum { MOST = 10000 };
    for (int i = 1; i <= MOST; i++) {
        sqlite3_stmt *question = NULL;
        bool taken = false;
        khung__buf id = {0};
        khung__buf_str(&id, s->result->organisation_id);
        khung__buf_char(&id, '-');
        khung__buf_int(&id, s->result->to.year);
        if (i > 1) {
            khung__buf_char(&id, '-');
            khung__buf_int(&id, i);
        }
        s->id = khung__buf_take(&id, s->arena);
        khung_status status = s->id.s ? khung__store_ask(&question, s->store, s->log, "SELECT 1 FROM assessment WHERE id = ?1", "s", s->id)
                                      : KHUNG_NO_MEMORY;
        if (status == KHUNG_OK)
            status = khung__store_step(s->store, question, &taken, s->log);
        sqlite3_finalize(question);
        if (status != KHUNG_OK || !taken)
            return status;
    }
    return KHUNG_TOO_LARGE;
}

static khung_status save_assessment(saving *s)
{
    sqlite3_stmt *question = NULL;
    bool found = false;
    khung__str from = date_text(s, s->result->from), to = date_text(s, s->result->to);
    if (s->no_memory)
        return KHUNG_NO_MEMORY;
    khung_status status = khung__store_ask(&question, s->store, s->log,
                                           "SELECT key, id FROM assessment WHERE organisation = ?1 AND framework = ?2 AND period_from = ?3 "
                                           "AND period_to = ?4", "ttss", s->organisation, s->framework_digest, from, to);
    if (status == KHUNG_OK)
        status = find_key(s, s->assessment, &found, question);
    if (status == KHUNG_OK && found) {
        s->id = khung__store_text(question, 1, s->arena);
        status = s->id.s ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    sqlite3_finalize(question);
    if (status != KHUNG_OK || found)
        return status;
    status = choose_id(s);
    if (status != KHUNG_OK)
        return status;
    return DO(s,
              "INSERT INTO assessment (key, organisation, framework, id, period_from, period_to, made, made_by) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", "ttsssstt", s->assessment, s->organisation, khung__str_of(s->framework_digest), s->id, from, to,
              s->time, s->person);
}

static khung_status save_track(saving *s, const khung_answers *answers, char key[KHUNG__UUID_SIZE])
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf text = {0};
    sqlite3_stmt *question = NULL;
    bool found = false;
    khung_status status = khung_answers_digest(answers, digest);
    if (status == KHUNG_OK)
        status = khung__store_ask(&question, s->store, s->log, "SELECT key FROM track WHERE assessment = ?1 AND digest = ?2", "tt", s->assessment, digest);
    if (status == KHUNG_OK)
        status = find_key(s, key, &found, question);
    sqlite3_finalize(question);
    if (status != KHUNG_OK || found)
        return status;
    status = khung__tree_canonical(answers->tree, NULL, &text);
    if (status == KHUNG_OK && text.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = DO(s,
                    "INSERT INTO track (key, assessment, organisation, kind, answers, digest, kept, kept_by) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", "ttttsttt", key, s->assessment, s->organisation, khung__store_kinds[answers->track],
                    (khung__str){text.s, text.n}, digest, s->time, s->person);
    khung__buf_free(&text);
    return status;
}

/* The key of the newest result, where it is this one and rests on these tracks (keys in order, a blank between). */
static const char same_result[] =
    "SELECT n.key FROM (SELECT key, digest FROM result WHERE assessment = ?1 ORDER BY made DESC, rowid DESC LIMIT 1) n "
    "WHERE n.digest = ?2 AND ?3 = "
    "(SELECT group_concat(track, ' ') FROM (SELECT track FROM result_track WHERE result = n.key ORDER BY position))";

static khung_status save_result_head(saving *s, khung__str tracks)
{
    char digest[KHUNG_DIGEST_SIZE], *json = NULL;
    sqlite3_stmt *question = NULL;
    bool found = false;
    khung_status status = tracks.s ? khung_result_digest(s->result, digest) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_ask(&question, s->store, s->log, same_result, "tts", s->assessment, digest, tracks);
    if (status == KHUNG_OK)
        status = find_key(s, s->key, &found, question);
    sqlite3_finalize(question);
    s->result_is_new = !found;
    if (status != KHUNG_OK || found)
        return status;
    status = khung_result_json(&json, s->result);
    if (status == KHUNG_OK)
        status = DO(s,
                    "INSERT INTO result (key, assessment, organisation, framework, rules, content, digest, complete, grade, made, made_by) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", "ttttittittt", s->key, s->assessment, s->organisation, s->framework_digest,
                    (int64_t)KHUNG_RULES, json, digest, (int64_t)s->result->complete, khung_result_grade(s->result), s->time, s->person);
    khung_text_free(json);
    return status;
}

/* ---- the rows of a result ---- */

static khung__str exact(saving *s, khung__rat value)
{
    khung__buf buf = {0};
    if (!value.has)
        return (khung__str){0};
    khung__buf_rat(&buf, value);
    return take(s, &buf);
}

static khung__str shown(saving *s, khung__rat value)
{
    khung__buf buf = {0};
    if (!value.has)
        return (khung__str){0};
    khung__buf_rat_shown(&buf, value, s->result->digits);
    return take(s, &buf);
}

/* For sorting lists only; not a number (stored as null) without a value. */
static double sort(khung__rat value)
{
    return value.has ? khung__rat_approx(value) : (double)NAN;
}

static khung_status save_domain(saving *s, uint32_t i)
{
    const khung_framework *f = s->framework;
    const khung__domain_result *r = &s->result->domains[i];
    khung__str id = i == 0 ? KHUNG__S("") : f->domains[i].id, band = r->band == KHUNG__NONE ? (khung__str){0} : f->bands[r->band].id;
    khung__str score[2] = {exact(s, r->score), shown(s, r->score)}, percent[2] = {exact(s, r->percent), shown(s, r->percent)};
    if (s->no_memory)
        return KHUNG_NO_MEMORY;
    return DO(s,
              "INSERT INTO result_domain (result, position, organisation, domain, complete, exact, shown, percent_exact, percent_shown, score_sort, "
              "percent_sort, band) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", "titsissssdds", s->key, (int64_t)i, s->organisation, id,
              (int64_t)r->complete, score[0], score[1], percent[0], percent[1], sort(r->score),
              sort(r->percent), band);
}

static khung_status save_criterion(saving *s, uint32_t i)
{
    const khung__criterion *c = &s->framework->criteria[i];
    const khung__criterion_result *r = &s->result->criteria[i];
    khung__str level = r->level == KHUNG__NONE ? (khung__str){0} : s->framework->scales[c->scale].levels[r->level].id;
    khung__str score[2] = {exact(s, r->score), shown(s, r->score)}, others[3] = {exact(s, r->self), exact(s, r->reviewer), exact(s, r->gap)};
    if (s->no_memory)
        return KHUNG_NO_MEMORY;
    return DO(s,
              "INSERT INTO result_criterion (result, position, organisation, criterion, state, level, exact, shown, score_sort, self, reviewer, gap) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", "titstsssdsss", s->key, (int64_t)i, s->organisation, c->id,
              khung__state_names[r->state], level, score[0], score[1], sort(r->score), others[0], others[1], others[2]);
}

static khung_status save_rows(saving *s)
{
    khung_status status = KHUNG_OK;
    for (uint32_t i = 0; i < s->result->domain_count && status == KHUNG_OK; i++)
        status = save_domain(s, i);
    for (uint32_t i = 0; i < s->result->criterion_count && status == KHUNG_OK; i++)
        status = save_criterion(s, i);
    return status;
}

static khung__str joined(saving *s, char (*keys)[KHUNG__UUID_SIZE], size_t count)
{
    khung__buf buf = {0};
    for (size_t i = 0; i < count; i++) {
        khung__buf_z(&buf, i ? " " : "");
        khung__buf_z(&buf, keys[i]);
    }
    return khung__buf_take(&buf, s->arena);
}

static khung_status save_tracks(saving *s, const khung_answers *const *tracks, size_t count)
{
    char (*keys)[KHUNG__UUID_SIZE] = khung__arena_alloc(s->arena, count * sizeof *keys);
    khung_status status = keys ? KHUNG_OK : KHUNG_NO_MEMORY;
    for (size_t i = 0; i < count && status == KHUNG_OK; i++)
        status = save_track(s, tracks[i], keys[i]);
    if (status == KHUNG_OK)
        status = save_result_head(s, joined(s, keys, count));
    for (size_t i = 0; i < count && status == KHUNG_OK && s->result_is_new; i++)
        status = DO(s, "INSERT INTO result_track (result, position, track) VALUES (?1, ?2, ?3)", "tit", s->key, (int64_t)i, keys[i]);
    return status;
}

static khung_status save(saving *s, const khung_answers *const *tracks, size_t count)
{
    khung_status status = khung__store_person(s->store, s->person, s->log);
    if (status == KHUNG_OK)
        status = khung__store_framework(s->store, s->framework, s->person, s->time, s->framework_digest, s->log);
    if (status == KHUNG_OK)
        status = save_organisation(s);
    if (status == KHUNG_OK)
        status = save_assessment(s);
    if (status == KHUNG_OK)
        status = save_tracks(s, tracks, count);
    return status == KHUNG_OK && s->result_is_new ? save_rows(s) : status;
}

/* A result is kept only with the framework and the answers it was scored from. */
static khung_status check_call(const khung_framework *framework, const khung_answers *const *tracks, size_t count, const khung_result *result)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung_status status = khung_framework_digest(framework, digest);
    if (status == KHUNG_OK && (strcmp(digest, result->framework_digest) != 0 || count != result->track_count))
        return KHUNG_BAD_CALL;
    for (size_t i = 0; i < count && status == KHUNG_OK; i++) {
        status = khung_answers_digest(tracks[i], digest);
        if (status == KHUNG_OK && strcmp(digest, result->track_digests[i]) != 0)
            return KHUNG_BAD_CALL;
    }
    return status;
}

static khung_status lend_out(char **out, khung__str text)
{
    char *copy = khung__alloc(text.n + 1);
    if (!copy)
        return KHUNG_NO_MEMORY;
    memcpy(copy, text.s, text.n);
    copy[text.n] = '\0';
    *out = copy;
    return KHUNG_OK;
}

khung_status khung_store_save(char **id, khung_store *store, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                              const khung_result *result, const char *person, int64_t now, khung_log *log)
{
    if (!store || !framework || !tracks || !result || count == 0)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    char *copy = NULL;
    saving s = {.store = store, .log = log, .arena = &arena, .framework = framework, .result = result, .person = person, .now = now};
    khung__time_text(s.time, now);
    khung_status status = check_call(framework, tracks, count, result);
    if (status != KHUNG_OK)
        return status;
    status = khung__store_begin(store, log);
    if (status == KHUNG_OK)
        status = save(&s, tracks, count);
    if (status == KHUNG_OK && id)
        status = lend_out(&copy, s.id); /* before the commit: what is acknowledged can be told */
    status = khung__store_end(store, status, log);
    khung__arena_free(&arena);
    if (status == KHUNG_OK && id)
        *id = copy;
    else
        khung__free(copy);
    return status;
}

khung_status khung_store_framework_add(khung_store *store, const khung_framework *framework, const char *person, int64_t now, khung_log *log)
{
    char digest[KHUNG_DIGEST_SIZE], time[25];
    if (!store || !framework)
        return KHUNG_BAD_CALL;
    khung__time_text(time, now);
    khung_status status = khung__store_begin(store, log);
    if (status == KHUNG_OK)
        status = khung__store_person(store, person, log);
    if (status == KHUNG_OK)
        status = khung__store_framework(store, framework, person, time, digest, log);
    return khung__store_end(store, status, log);
}
