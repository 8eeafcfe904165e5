/* Answers that are worked on, as tracks: rows become a file's text, and the loaders of files read it. */
#include "work.h"

#include <string.h>

void khung__work_free(khung__work *work)
{
    khung_result_free(work->result);
    for (size_t i = 0; i < work->count; i++)
        khung_answers_free(work->tracks[i]);
    khung__free(work->tracks);
    khung_framework_free(work->framework);
    *work = (khung__work){0};
}

khung_status khung__work_framework(khung_framework **out, khung_store *store, const khung__life *life, khung_log *log)
{
    return khung_store_framework_load(out, store, life->framework, log);
}

/* ---- a track ---- */

static void put_pair(khung__buf *buf, const char *before, khung__str value)
{
    khung__buf_z(buf, before);
    khung__buf_json(buf, value);
}

/* The inside of a JSON object, with a comma before it unless it is empty. */
static void put_members(khung__buf *buf, khung__str object)
{
    if (object.s && object.n > 2) {
        khung__buf_z(buf, ",\n");
        khung__buf_add(buf, object.s + 1, object.n - 2);
    }
}

static void put_document(khung__buf *buf, const khung__life *life, khung__track kind, khung__str head, khung__str by, const khung__rows *rows)
{
    khung__buf_z(buf, "{\"kind\":\"answers\",\"format\":\"1\"");
    put_pair(buf, ",\n\"framework\":{\"id\":", life->framework_id);
    put_pair(buf, ",\"version\":", life->framework_version);
    put_pair(buf, "},\n\"organisation\":{\"id\":", life->organisation_id);
    put_pair(buf, ",\"name\":", life->organisation_name);
    put_pair(buf, "},\n\"period\":{\"from\":", life->from);
    put_pair(buf, ",\"to\":", life->to);
    put_pair(buf, "},\n\"track\":", khung__str_of(khung__store_kinds[kind]));
    if (by.s && by.n > 2) {
        khung__buf_z(buf, ",\n\"by\":");
        khung__buf_str(buf, by);
    }
    put_members(buf, head);
    khung__buf_z(buf, ",\n\"answers\":{");
    for (size_t i = 0; i < rows->count; i++) {
        put_pair(buf, i ? ",\n" : "\n", KHUNG__CELL(rows, i, 0));
        khung__buf_char(buf, ':');
        khung__buf_str(buf, KHUNG__CELL(rows, i, 1));
    }
    khung__buf_z(buf, "}}\n");
}

/* Line 0 means the whole "file": a line of a text that nobody wrote would mislead. */
static void forget_lines(khung__node *node)
{
    for (; node; node = node->next) {
        node->line = node->key_line = 0;
        forget_lines(node->first);
    }
}

khung_status khung__work_track(khung_answers **out, const khung__life *life, khung__track kind, khung__str head, khung__str by, const khung__rows *rows,
                               khung_log *log)
{
    khung__buf text = {0}, name = {0};
    khung__tree *tree = NULL;
    put_document(&text, life, kind, head, by, rows);
    khung__buf_printf(&name, "%s/%s", life->id.s, khung__store_kinds[kind]);
    khung_status status = text.failed || name.failed ? KHUNG_NO_MEMORY : khung__tree_load(&tree, name.s, text.s, text.n, log);
    khung__buf_free(&text);
    khung__buf_free(&name);
    if (status != KHUNG_OK)
        return status;
    forget_lines(tree->root);
    return khung__answers_from_tree(out, tree, log);
}

khung_status khung__work_check(const khung_answers *answers, const khung_framework *framework, khung_log *log)
{
    khung__arena arena = {0};
    khung__bound bound;
    khung_status status = khung__answers_bind(&bound, answers, framework, &arena, log);
    khung__arena_free(&arena);
    return status;
}

/* ---- many ---- */

khung_status khung__work_add(khung__work *work, khung_answers *track)
{
    khung_answers **more = khung__realloc(work->tracks, (work->count + 1) * sizeof *more);
    if (!more) {
        khung_answers_free(track);
        return KHUNG_NO_MEMORY;
    }
    work->tracks = more;
    work->tracks[work->count++] = track;
    return KHUNG_OK;
}

/* Evidence of the assessment joins what a value lists itself; the same twice is once. It goes to the agreed answers, else to the
 * organisation's own, else to every respondent's. */
static const char answers_sql[] =
    "WITH own AS (SELECT criterion, value FROM working WHERE assessment = ?1 AND kind = ?2 AND person = ?3 AND criterion <> ''), "
    "listed AS (SELECT u.criterion, json_patch('{}', json_object('dated', e.dated, 'file', e.file, 'item', u.item, 'sha256', e.sha256)) AS proof "
    "           FROM evidence e JOIN evidence_use u ON u.evidence = e.key WHERE e.assessment = ?1 AND e.removed IS NULL AND ?4) "
    "SELECT c.criterion, CASE WHEN NOT EXISTS (SELECT 1 FROM listed l WHERE l.criterion = c.criterion) THEN o.value "
    "ELSE json_set(CASE json_type(o.value) WHEN 'text' THEN json_object('level', o.value ->> '$') ELSE coalesce(o.value, '{}') END, '$.evidence', "
    "(SELECT json_group_array(json(proof)) FROM (SELECT value AS proof FROM json_each(o.value, '$.evidence') "
    " UNION SELECT proof FROM listed l WHERE l.criterion = c.criterion))) END "
    "FROM (SELECT criterion FROM own UNION SELECT criterion FROM listed) c LEFT JOIN own o ON o.criterion = c.criterion";

static const char head_sql[] =
    "SELECT (SELECT value FROM working WHERE assessment = ?1 AND kind = ?2 AND person = ?3 AND criterion = ''), "
    "(SELECT json_patch('{}', json_object('name', nullif(content ->> '$.name', ''), 'role', nullif(content ->> '$.role', ''))) FROM personal "
    "WHERE subject = ?1 || ':' || ?2 || ':' || ?3)";

static khung_status load_one(khung__work *work, khung_store *store, khung__arena *arena, const khung__life *life, khung__whose whose, bool evidence,
                             khung_log *log)
{
    khung__rows rows = {0}, head = {0};
    khung_answers *track = NULL;
    const char *kind = khung__store_kinds[whose.kind];
    khung_status status = khung__gather(&head, store, arena, log, head_sql, "tts", life->key, kind, whose.person);
    if (status == KHUNG_OK)
        status = khung__gather(&rows, store, arena, log, answers_sql, "ttsi", life->key, kind, whose.person, (int64_t)evidence);
    if (status == KHUNG_OK)
        status = khung__work_track(&track, life, whose.kind, head.cell[0], head.cell[1], &rows, log);
    return status == KHUNG_OK ? khung__work_add(work, track) : status;
}

static khung__track kind_of(khung__str name)
{
    int i = 0;
    while (i < KHUNG__REVIEWER && !khung__str_eq(name, khung__str_of(khung__store_kinds[i])))
        i++;
    return (khung__track)i;
}

static khung_status find_whose(khung__work *work, size_t *count, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, store, arena, log,
                                        "SELECT DISTINCT kind, person FROM working WHERE assessment = ?1 ORDER BY kind = 'respondent', kind = 'consensus', "
                                        "person LIKE '________-____-7%', person", "t", life->key); /* what was typed in here behind what was read */
    if (status != KHUNG_OK)
        return status;
    work->whose = khung__arena_alloc(arena, (rows.count + 1) * sizeof *work->whose);
    if (!work->whose)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < rows.count; i++)
        work->whose[i] = (khung__whose){kind_of(KHUNG__CELL(&rows, i, 0)), KHUNG__CELL(&rows, i, 1)};
    *count = rows.count;
    if (rows.count == 0)
        work->whose[(*count)++] = (khung__whose){KHUNG__SELF, KHUNG__S("")};
    return KHUNG_OK;
}

static khung_status load_all(khung__work *out, khung_store *store, khung__arena *arena, const khung__life *life, bool evidence, khung_log *log)
{
    khung__work work = {0};
    size_t count = 0;
    khung__track best = KHUNG__RESPONDENT; /* which answers evidence joins */
    khung_status status = khung__work_framework(&work.framework, store, life, log);
    if (status == KHUNG_OK)
        status = find_whose(&work, &count, store, arena, life, log);
    for (size_t i = 0; i < count && status == KHUNG_OK; i++)
        if (work.whose[i].kind == KHUNG__CONSENSUS || (work.whose[i].kind == KHUNG__SELF && best == KHUNG__RESPONDENT))
            best = work.whose[i].kind;
    for (size_t i = 0; i < count && status == KHUNG_OK; i++)
        status = load_one(&work, store, arena, life, work.whose[i], evidence && work.whose[i].kind == best, log);
    if (status == KHUNG_OK)
        *out = work;
    else
        khung__work_free(&work);
    return status;
}

khung_status khung__work_load(khung__work *out, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log)
{
    return load_all(out, store, arena, life, true, log);
}

khung_status khung__work_said(khung__work *out, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log)
{
    return load_all(out, store, arena, life, false, log);
}

khung_status khung__work_pinned(khung__work *out, khung_store *store, const khung__life *life, khung_log *log)
{
    khung__work work = {0};
    size_t kept = 0;
    khung_status status = khung_store_assessment_load(&work.framework, &work.tracks, &work.count, store, life->id.s, log);
    if (status != KHUNG_OK)
        return status;
    for (size_t i = 0; i < work.count; i++) {
        if (work.tracks[i]->track == KHUNG__REVIEWER) {
            khung_answers_free(work.tracks[i]);
        } else {
            forget_lines(work.tracks[i]->tree->root);
            work.tracks[kept++] = work.tracks[i];
        }
    }
    work.count = kept;
    *out = work;
    return KHUNG_OK;
}

khung_status khung__work_reviewer(khung_answers **out, khung_store *store, khung__arena *arena, const khung__life *life, khung__str person, khung_log *log)
{
    khung__rows rows = {0}, head = {0};
    khung_status status = khung__gather(&rows, store, arena, log,
                                        "SELECT criterion, value FROM answer WHERE assessment = ?1 AND kind = 'reviewer' AND person = ?2 AND criterion <> ''",
                                        "ts", life->key, person);
    if (status == KHUNG_OK)
        status = khung__gather(&head, store, arena, log,
                               "SELECT (SELECT value FROM answer WHERE assessment = ?1 AND kind = 'reviewer' AND person = ?2 AND criterion = ''), "
                               "(SELECT json_patch('{}', json_object('name', nullif(content ->> '$.name', ''), 'role', nullif(content ->> '$.role', ''))) "
                               "FROM personal WHERE subject = ?1 || ':reviewer:' || ?2)", "ts", life->key, person);
    return status == KHUNG_OK ? khung__work_track(out, life, KHUNG__REVIEWER, head.cell[0], head.cell[1], &rows, log) : status;
}

khung_status khung__work_evidence(khung_answers **out, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log)
{
    khung__rows rows = {0}; /* no track has the kind "": nobody's own words are among them */
    khung_status status = khung__gather(&rows, store, arena, log, answers_sql, "ttsi", life->key, "", KHUNG__S(""), (int64_t)true);
    return status == KHUNG_OK ? khung__work_track(out, life, KHUNG__SELF, (khung__str){0}, (khung__str){0}, &rows, log) : status;
}

khung_status khung__work_score(khung__work *work, khung_log *log)
{
    khung_result_free(work->result);
    work->result = NULL;
    return khung_score(&work->result, work->framework, (const khung_answers *const *)work->tracks, work->count, log);
}

/* ---- names in a sentence ---- */

void khung__names_add(khung__names *names, khung__str name)
{
    enum { MOST = 10 };
    names->count++;
    if (names->count > MOST + 1)
        return;
    khung__buf_z(&names->buf, names->count > 1 ? ", " : "");
    if (names->count > MOST)
        khung__buf_z(&names->buf, "…");
    else
        khung__buf_str(&names->buf, name);
}
