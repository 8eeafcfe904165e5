/* Keeping what was scored: one change, the same again changes nothing. */
#include "save.h"
#include "life.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* By khung__track. */
const char *const khung__store_kinds[] = {"self", "respondent", "consensus", "reviewer"};

/* Fills `key` with the one that is found, or with a new one; *found says which. */
static khung_status find_key(khung__change *change, char key[KHUNG__UUID_SIZE], bool *found, khung__str known)
{
    *found = known.s != NULL;
    if (!*found)
        return khung__change_key(change, key);
    snprintf(key, KHUNG__UUID_SIZE, "%s", known.s);
    return KHUNG_OK;
}

khung_status khung__save_organisation(khung__change *change, khung__str id, khung__str name, char key[KHUNG__UUID_SIZE])
{
    bool found = false;
    khung__str known;
    khung_status status = khung__store_one(&known, change->store, &change->arena, change->log,
                                           "SELECT coalesce(merged_into, key) FROM organisation WHERE id = ?1", "s", id);
    if (status == KHUNG_OK)
        status = find_key(change, key, &found, known);
    if (status != KHUNG_OK || found)
        return status;
    return khung__change_put(change, KHUNG__T_organisation, "tssnnnnnnnnnnnnt", key, id, name, change->time);
}

khung_status khung__save_framework(khung__change *change, const khung_framework *f, char digest[KHUNG_DIGEST_SIZE])
{
    khung__buf content = {0};
    int64_t found = 0;
    khung_status status = khung_framework_digest(f, digest);
    if (status == KHUNG_OK)
        status = khung__store_number(&found, change->store, change->log, "SELECT 1 FROM framework WHERE digest = ?1", "t", digest);
    if (status != KHUNG_OK || found)
        return status;
    status = khung__tree_canonical(f->tree, NULL, &content);
    if (status == KHUNG_OK && content.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_framework, "tsssssbtt", digest, f->id, f->version, f->title, f->language,
                                   (khung__str){content.s, content.n}, f->tree->source.bytes, change->time, change->person);
    khung__buf_free(&content);
    return status;
}

static khung__str date_text(khung__change *change, khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date(&buf, date);
    return khung__buf_take(&buf, &change->arena);
}

/* hoi-song-xanh-2026; where another assessment has that id: -2, -3 … */
khung_status khung__choose_assessment_id(khung__change *change, khung__str organisation, khung__date to, khung__str *id)
{
    enum { MOST = 10000 };
    for (int i = 1; i <= MOST; i++) {
        int64_t taken = 0;
        khung__buf text = {0};
        khung__buf_str(&text, organisation);
        khung__buf_char(&text, '-');
        khung__buf_int(&text, to.year);
        if (i > 1) {
            khung__buf_char(&text, '-');
            khung__buf_int(&text, i);
        }
        *id = khung__buf_take(&text, &change->arena);
        khung_status status = !id->s ? KHUNG_NO_MEMORY
                                     : khung__store_number(&taken, change->store, change->log, "SELECT 1 FROM assessment WHERE id = ?1", "s", *id);
        if (status != KHUNG_OK || !taken)
            return status;
    }
    return KHUNG_TOO_LARGE;
}

/* What was handed in changes through its life cycle only. */
static khung_status check_draft(khung__change *change, const char *key, khung__str *id)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log, "SELECT id, state FROM assessment WHERE key = ?1", "t", key);
    if (status != KHUNG_OK)
        return status;
    *id = rows.cell[0];
    khung__life_state state = khung__life_state_of(rows.cell[1]);
    khung__language language = change->log ? khung__language_of(khung__str_of(khung__diag_language(change->log))) : KHUNG__EN;
    if (state == KHUNG__STATE_DRAFT || state == KHUNG__STATE_COUNT)
        return KHUNG_OK;
    return KHUNG__DIAG(change->log, KHUNG__D_SAVE_PAST_DRAFT, (khung__at){0}, *id, khung__str_of(khung__life_word(state, language)));
}

/* The assessment of that organisation, framework and period, made when it is not there. */
khung_status khung__save_assessment(khung__change *change, const khung_result *result, khung__str *id)
{
    bool found = false;
    khung__str known, from = date_text(change, result->from), to = date_text(change, result->to);
    char *key = change->thread;
    if (!from.s || !to.s)
        return KHUNG_NO_MEMORY;
    khung_status status = khung__store_one(&known, change->store, &change->arena, change->log,
                                           "SELECT key FROM assessment WHERE organisation = ?1 AND framework = ?2 AND period_from = ?3 "
                                           "AND period_to = ?4", "ttss", change->organisation,
                                           khung__framework_digest(result->framework_tree), from, to);
    if (status == KHUNG_OK)
        status = find_key(change, key, &found, known);
    if (status == KHUNG_OK && found)
        return check_draft(change, key, id);
    if (status == KHUNG_OK)
        status = khung__choose_assessment_id(change, result->organisation_id, result->to, id);
    if (status != KHUNG_OK)
        return status;
    return khung__change_put(change, KHUNG__T_assessment, "tttsssttt" "nntt", key, change->organisation,
                             khung__framework_digest(result->framework_tree), *id, from, to, "draft",
                             change->time, change->person, change->time, change->person);
}

/* ---- tracks ---- */

/* The personal field of a track as JSON; absent when the answers name nobody. */
static khung_status by_text(khung__str *out, khung__arena *arena, const khung_answers *answers)
{
    khung__buf content = {0};
    *out = (khung__str){0};
    if (!answers->by_name.s && !answers->by_role.s)
        return KHUNG_OK;
    khung__buf_z(&content, "{\"name\":");
    khung__buf_json(&content, answers->by_name.s ? answers->by_name : KHUNG__S(""));
    khung__buf_z(&content, ",\"role\":");
    khung__buf_json(&content, answers->by_role.s ? answers->by_role : KHUNG__S(""));
    khung__buf_char(&content, '}');
    *out = khung__buf_take(&content, arena);
    return out->s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung__save_by(khung__change *change, const char *track, const khung_answers *answers)
{
    khung__str content;
    khung_status status = by_text(&content, &change->arena, answers);
    return status == KHUNG_OK && content.s ? khung__named_put(change, track, content) : status;
}

khung_status khung__known_track(khung__str *out, khung__change *change, const khung_answers *answers, khung__str kept_by, khung__str taken)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__str by;
    khung_status status = khung_answers_digest(answers, digest);
    if (status == KHUNG_OK)
        status = by_text(&by, &change->arena, answers);
    if (status != KHUNG_OK)
        return status;
    return khung__store_one(out, change->store, &change->arena, change->log,
                            "SELECT t.key FROM track t LEFT JOIN personal p ON p.subject = t.key WHERE t.assessment = ?1 AND t.kind = ?2 "
                            "AND t.digest = ?3 AND t.kept_by = ?4 AND (t.kind <> 'respondent' OR (p.content IS ?5 "
                            "AND t.key NOT IN (SELECT value FROM json_each(?6)))) ORDER BY t.kept, t.key LIMIT 1", "tttsss", change->thread,
                            khung__store_kinds[answers->track], digest, kept_by, by, taken);
}

khung_status khung__save_track(khung__change *change, const khung_answers *answers, char key[KHUNG__UUID_SIZE], khung__str taken)
{
    char digest[KHUNG_DIGEST_SIZE];
    const char *kind = khung__store_kinds[answers->track];
    khung__buf text = {0};
    khung__str known = {0};
    bool found = false;
    khung_status status = khung_answers_digest(answers, digest);
    if (status == KHUNG_OK)
        status = khung__known_track(&known, change, answers, khung__str_of(change->person), taken);
    if (status == KHUNG_OK)
        status = find_key(change, key, &found, known);
    if (status != KHUNG_OK || found)
        return status;
    status = khung__tree_canonical(answers->tree, "by", &text);
    if (status == KHUNG_OK && text.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_track, "ttttsttt", key, change->thread, change->organisation, kind, (khung__str){text.s, text.n},
                                   digest, change->time, change->person);
    khung__buf_free(&text);
    return status == KHUNG_OK ? khung__save_by(change, key, answers) : status;
}

/* ---- the result ---- */

/* ["key","key"]: keys hold nothing that JSON escapes. */
static khung__str key_list(khung__change *change, char (*keys)[KHUNG__UUID_SIZE], size_t count)
{
    khung__buf buf = {0};
    khung__buf_char(&buf, '[');
    for (size_t i = 0; i < count; i++)
        khung__buf_printf(&buf, "%s\"%s\"", i ? "," : "", keys[i]);
    khung__buf_char(&buf, ']');
    return khung__buf_take(&buf, &change->arena);
}

static khung__str exact(khung__change *change, khung__rat value, int digits)
{
    khung__buf buf = {0};
    if (!value.has)
        return (khung__str){0};
    if (digits < 0)
        khung__buf_rat(&buf, value);
    else
        khung__buf_rat_shown(&buf, value, (unsigned)digits);
    khung__str text = khung__buf_take(&buf, &change->arena);
    change->rows.failed = change->rows.failed || !text.s; /* absent must never pass for null */
    return text;
}

/* In millionths, for sorting lists only; INT64_MIN (stored as null) without a value. */
static int64_t sort(khung__rat value)
{
    return value.has ? llround(khung__rat_approx(value) * 1e6) : INT64_MIN;
}

khung_status khung__save_result(khung__change *change, const khung_framework *f, const khung_result *r, char (*keys)[KHUNG__UUID_SIZE], size_t count)
{
    char digest[KHUNG_DIGEST_SIZE], key[KHUNG__UUID_SIZE];
    const khung__domain_result *total = &r->domains[0];
    int64_t same = 0;
    khung__buf kept = {0};
    khung__str tracks = key_list(change, keys, count);
    khung_status status = tracks.s ? khung_result_digest(r, digest) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_number(&same, change->store, change->log,
                                     "SELECT 1 FROM assessment a JOIN result r ON r.key = a.result WHERE a.key = ?1 AND r.digest = ?2 AND r.tracks = ?3",
                                     "tts", change->thread, digest, tracks);
    if (status != KHUNG_OK || same)
        return status;
    khung__result_keep(&kept, r);
    status = kept.failed ? KHUNG_NO_MEMORY : khung__change_key(change, key);
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_result, "ttttisst" "isssmss" "tt", key, change->thread, change->organisation,
                                   khung__framework_digest(r->framework_tree), (int64_t)r->rules, tracks, (khung__str){kept.s, kept.n}, digest,
                                   (int64_t)r->complete, exact(change, total->score, -1),
                                   exact(change, total->percent, -1), exact(change, total->percent, (int)r->digits), sort(total->percent),
                                   total->band == KHUNG__NONE ? (khung__str){0} : f->bands[total->band].id, khung__str_of(khung_result_grade(r)),
                                   change->time, change->person);
    khung__buf_free(&kept);
    return status == KHUNG_OK ? khung__change_set(change, KHUNG__T_assessment, "result", "tt", change->thread, key) : status;
}

/* ---- the public calls ---- */

/* A result is kept only with the framework and the answers it was scored from. */
static khung_status check_call(const khung_framework *framework, const khung_answers *const *tracks, size_t count, const khung_result *result)
{
    char digest[KHUNG_DIGEST_SIZE];
    const char *scored = khung__framework_digest(result->framework_tree);
    khung_status status = scored ? khung_framework_digest(framework, digest) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && (strcmp(digest, scored) != 0 || count != result->track_count))
        return KHUNG_BAD_CALL;
    for (size_t i = 0; i < count && status == KHUNG_OK; i++) {
        status = khung_answers_digest(tracks[i], digest);
        if (status == KHUNG_OK && strcmp(digest, result->track_digests[i]) != 0)
            return KHUNG_BAD_CALL;
    }
    return status;
}

khung_status khung__save_all(khung__change *change, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                             const khung_result *result)
{
    char (*keys)[KHUNG__UUID_SIZE] = khung__arena_alloc(&change->arena, count * sizeof *keys);
    khung_status status = keys ? KHUNG_OK : KHUNG_NO_MEMORY;
    for (size_t i = 0; i < count && status == KHUNG_OK; i++) {
        khung__str taken = key_list(change, keys, i);
        status = taken.s ? khung__save_track(change, tracks[i], keys[i], taken) : KHUNG_NO_MEMORY;
    }
    return status == KHUNG_OK ? khung__save_result(change, framework, result, keys, count) : status;
}

khung_status khung_store_save(char **id, khung_store *store, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                              const khung_result *result, const char *person, int64_t now, khung_log *log)
{
    if (!store || !framework || !tracks || !result || count == 0)
        return KHUNG_BAD_CALL;
    char digest[KHUNG_DIGEST_SIZE], *copy = NULL;
    khung__str name = {0};
    khung__change change;
    khung_status status = check_call(framework, tracks, count, result);
    if (status == KHUNG_OK)
        status = khung__change_begin(&change, store, "assess.save", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__save_framework(&change, framework, digest);
    if (status == KHUNG_OK)
        status = khung__save_organisation(&change, result->organisation_id, result->organisation_name, change.organisation);
    if (status == KHUNG_OK)
        status = khung__save_assessment(&change, result, &name);
    if (status == KHUNG_OK)
        status = khung__save_all(&change, framework, tracks, count, result);
    if (status == KHUNG_OK && id)
        status = khung__store_lend(&copy, name); /* before the commit: what is acknowledged can be told */
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK && id)
        *id = copy;
    else
        khung__free(copy);
    return status;
}

khung_status khung_store_framework_add(khung_store *store, const khung_framework *framework, const char *person, int64_t now, khung_log *log)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__change change;
    if (!store || !framework)
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, "framework.add", person ? person : "", now, log);
    return status == KHUNG_OK ? khung__change_end(&change, khung__save_framework(&change, framework, digest)) : status;
}
