/* What of a bundle can be checked without a store: shapes, digests, threads without gaps. */
#include "exchange.h"
#include "certificate.h"

#include <stdio.h>
#include <string.h>

static const khung__at nowhere = {0};

khung__str khung__json_plain(const khung__json *value)
{
    return value && (value->kind == KHUNG__J_TEXT || value->kind == KHUNG__J_NUMBER) ? value->text : (khung__str){0};
}

khung__str khung__digits_of(khung__digits *room, int64_t number)
{
    return (khung__str){room->s, (size_t)snprintf(room->s, sizeof room->s, "%lld", (long long)number)};
}

static khung_status bad_line(const khung__item *item, khung_log *log)
{
    khung__digits line;
    return KHUNG__DIAG(log, KHUNG__D_BUNDLE_LINE, nowhere, khung__digits_of(&line, (int64_t)item->line));
}

static khung_status bad_content(const khung__item *item, khung__str what, khung__str name, khung_log *log)
{
    khung__digits line;
    return KHUNG__DIAG(log, KHUNG__D_BUNDLE_CONTENT, nowhere, khung__digits_of(&line, (int64_t)item->line), what, name);
}

/* ---- rows ---- */

typedef struct columns_check {
    const khung__json *at; /* the value that should be the next column's */
    int keys;
    bool good;
} columns_check;

/* Nothing that a terminal would obey; escaped in JSON neither. */
static bool is_plain(khung__str text)
{
    const char *p = text.s, *end = text.s + text.n;
    while (p < end) {
        int32_t code = khung__utf8_next(&p, end);
        if ((code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0))
            return false;
    }
    return true;
}

static void check_column(void *to, khung__str column, int i, bool big)
{
    columns_check *c = to;
    if (!c->good || !c->at) {
        c->good = false;
        return;
    }
    int64_t whole;
    bool fits = c->at->kind == KHUNG__J_TEXT || (c->at->kind == KHUNG__J_NULL && i >= c->keys) || khung__json_number(c->at, &whole);
    c->good = fits && khung__str_eq(c->at->key, column) && (big || c->at->kind != KHUNG__J_TEXT || is_plain(c->at->text));
    c->at = c->at->next;
}

/* The row has the table's columns, in order, nothing else; its key is not null. */
static khung_status check_row(khung__item *item, const khung__json *node, khung_log *log)
{
    khung__digits line;
    khung__str name = khung__json_member(node, "row");
    item->table = khung__table_find(name);
    item->values = khung__json_find(node, "values");
    bool travels = item->table < KHUNG__TABLE_COUNT && item->table != KHUNG__T_conflict && item->table != KHUNG__T_register_issue;
    bool known = travels && item->values && item->values->kind == KHUNG__J_OBJECT;
    columns_check check = {known ? item->values->first : NULL, known ? khung__tables[item->table].keys : 0, known};
    if (known)
        khung__table_columns(item->table, check_column, &check);
    bool told = item->table != KHUNG__T_consent || (check.good && khung__str_eq(khung__json_member(item->values, "purpose"), KHUNG__S("exchange")));
    if (!check.good || check.at || !told) /* consents to other things do not travel */
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_ROW, nowhere, khung__digits_of(&line, (int64_t)item->line), name);
    return KHUNG_OK;
}

static void digest_of(khung__str text, char out[KHUNG_DIGEST_SIZE])
{
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_add(&h, text.s, text.n);
    khung__sha256_text(&h, out);
}

/* A framework is what loads from its source: the digest and the canonical text must be its own. */
static khung_status check_framework(const khung__item *item, khung_log *log)
{
    khung_framework *framework = NULL;
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf content = {0};
    khung__str said = khung__json_member(item->values, "digest"), source = khung__json_member(item->values, "source");
    khung_status status = source.s ? khung_framework_load(&framework, "bundle", source.s, source.n, NULL) : KHUNG_BAD_DATA;
    if (status == KHUNG_OK)
        status = khung_framework_digest(framework, digest);
    if (status == KHUNG_OK)
        status = khung__tree_canonical(framework->tree, NULL, &content);
    bool same = status == KHUNG_OK && khung__str_eq(said, khung__str_of(digest)) &&
                khung__str_eq(khung__json_member(item->values, "content"), (khung__str){content.s, content.n}) &&
                khung__str_eq(khung__json_member(item->values, "id"), framework->id) &&
                khung__str_eq(khung__json_member(item->values, "version"), framework->version);
    khung__buf_free(&content);
    khung_framework_free(framework);
    if (status == KHUNG_NO_MEMORY || status == KHUNG_INTERNAL)
        return status;
    return same ? KHUNG_OK : bad_content(item, KHUNG__S("framework"), said, log);
}

/* Tracks and results carry the digest of a text of theirs. */
static khung_status check_digest(const khung__item *item, const char *column, khung_log *log)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__str text = khung__json_member(item->values, column);
    digest_of(text, digest);
    if (text.s && khung__str_eq(khung__json_member(item->values, "digest"), khung__str_of(digest)))
        return KHUNG_OK;
    return bad_content(item, khung__str_of(khung__tables[item->table].name), khung__json_member(item->values, "key"), log);
}

/* ---- events ---- */

/* A field of one line: its digest could not tell two lines from one. */
static bool read_line(khung__str *out, const khung__json *event, const char *key, bool may_be_null)
{
    const khung__json *value = khung__json_find(event, key);
    *out = khung__json_member(event, key);
    if (may_be_null && value && value->kind == KHUNG__J_NULL)
        *out = KHUNG__S("");
    return out->s && (out->n == 0 || !memchr(out->s, '\n', out->n));
}

static khung_status check_event(khung__item *item, khung__parcel *parcel, const khung__json *node, size_t *nodes, khung_log *log)
{
    khung__event *e = &item->event;
    khung__digits line, number;
    char digest[KHUNG_DIGEST_SIZE];
    khung__json *body = NULL;
    item->values = khung__json_find(node, "event");
    bool good = read_line(&e->chain, item->values, "chain", false) && read_line(&e->at, item->values, "at", false) &&
                read_line(&e->by, item->values, "by", false) && read_line(&e->act, item->values, "act", false) &&
                read_line(&e->thread, item->values, "thread", false) && read_line(&e->organisation, item->values, "organisation", true) &&
                read_line(&e->chain_before, item->values, "chain_before", false) && read_line(&e->thread_before, item->values, "thread_before", false) &&
                read_line(&item->digest, item->values, "digest", false) && khung__json_number(khung__json_find(item->values, "number"), &e->number) &&
                e->number > 0;
    e->body = khung__json_member(item->values, "body");
    if (!good || !e->body.s)
        return bad_line(item, log);
    khung__event_digest(e, digest);
    if (!khung__str_eq(item->digest, khung__str_of(digest)))
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_EVENT, nowhere, khung__digits_of(&line, (int64_t)item->line), khung__digits_of(&number, e->number), e->chain);
    khung_status status = khung__json_read(&body, &parcel->arena, e->body, nodes);
    if (status == KHUNG_BAD_DATA || (status == KHUNG_OK && body->kind != KHUNG__J_OBJECT))
        return bad_line(item, log);
    item->rows = khung__json_find(body, "rows");
    item->rows = item->rows && item->rows->kind == KHUNG__J_LIST ? item->rows : NULL;
    return status;
}

/* ---- personal fields and files ---- */

/* The row an item is about stands in the line before. */
static const khung__item *row_before(const khung__parcel *parcel, const khung__item *item, khung__table table, khung__str key)
{
    const khung__item *row = item > parcel->items ? item - 1 : NULL;
    bool it_is = row && row->kind == KHUNG__I_ROW && row->table == table && khung__str_eq(khung__json_member(row->values, "key"), key);
    return it_is ? row : NULL;
}

static khung_status check_personal(khung__item *item, khung__parcel *parcel, const khung__json *node, size_t *nodes, khung_log *log)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__json *fields = NULL;
    khung__str subject = khung__json_member(node, "personal"), content = khung__json_member(node, "content"), salt = khung__json_member(node, "salt");
    item->values = node;
    if (!content.s || !salt.s)
        return bad_line(item, log);
    const khung__item *person = row_before(parcel, item, KHUNG__T_person, subject);
    if (!person && !row_before(parcel, item, KHUNG__T_track, subject))
        return bad_line(item, log);
    khung_status status = khung__json_read(&fields, &parcel->arena, content, nodes);
    if (status == KHUNG_BAD_DATA || (status == KHUNG_OK && fields->kind != KHUNG__J_OBJECT))
        return bad_line(item, log);
    for (const khung__json *field = fields ? fields->first : NULL; field; field = field->next)
        if (field->kind == KHUNG__J_TEXT && !is_plain(field->text))
            return bad_line(item, log);
    khung__personal_commitment(salt, content, digest);
    if (status == KHUNG_OK && person && !khung__str_eq(khung__json_member(person->values, "commitment"), khung__str_of(digest)))
        return bad_content(item, KHUNG__S("person"), khung__json_member(person->values, "id"), log);
    return status;
}

static khung_status check_file(khung__item *item, khung__parcel *parcel, const khung__json *node, khung_log *log)
{
    bool valid = false;
    char digest[KHUNG_DIGEST_SIZE];
    khung__str key = khung__json_member(node, "file"), content = khung__json_member(node, "content");
    const khung__item *row = row_before(parcel, item, KHUNG__T_evidence, key);
    item->values = node;
    if (!row || !content.s)
        return bad_line(item, log);
    item->bytes = khung__base64_read(&parcel->arena, content, &valid);
    if (!item->bytes.s)
        return KHUNG_NO_MEMORY;
    digest_of(item->bytes, digest);
    if (!valid || !khung__str_eq(khung__json_member(row->values, "sha256"), khung__str_of(digest + 7)))
        return bad_content(item, KHUNG__S("evidence"), key, log);
    return KHUNG_OK;
}

/* A certificate says what its claim says. */
static khung_status check_certificate(const khung__item *item, khung_log *log)
{
    khung__arena arena = {0};
    khung__claim claim = {0};
    khung__str v[KHUNG__ROW_MOST];
    int n = 0;
    for (const khung__json *c = item->values->first; c && n < KHUNG__ROW_MOST; c = c->next)
        v[n++] = khung__json_plain(c);
    bool fits = khung__cert_fits(&claim, &arena, v);
    khung__arena_free(&arena);
    return fits ? KHUNG_OK : bad_content(item, KHUNG__S("certificate"), v[0], log);
}

static khung_status check_item(khung__parcel *parcel, size_t i, size_t *nodes, khung_log *log)
{
    khung__item *item = &parcel->items[i];
    const khung__json *node = parcel->bundle.items[i];
    static const char *const names[] = {"row", "personal", "event", "file"};
    int kind = 0;
    while (kind < 4 && !khung__json_find(node, names[kind]))
        kind++;
    item->kind = (khung__item_kind)kind;
    item->line = i + 2;
    if (kind == KHUNG__I_PERSONAL)
        return check_personal(item, parcel, node, nodes, log);
    if (kind == KHUNG__I_EVENT)
        return check_event(item, parcel, node, nodes, log);
    if (kind == KHUNG__I_FILE)
        return check_file(item, parcel, node, log);
    khung_status status = kind == KHUNG__I_ROW ? check_row(item, node, log) : bad_line(item, log);
    if (status != KHUNG_OK)
        return status;
    if (item->table == KHUNG__T_framework)
        return check_framework(item, log);
    if (item->table == KHUNG__T_track)
        return check_digest(item, "answers", log);
    if (item->table == KHUNG__T_certificate)
        return check_certificate(item, log);
    return item->table == KHUNG__T_result ? check_digest(item, "content", log) : KHUNG_OK;
}

/* ---- threads ---- */

static const khung__item **slot_of(const khung__parcel *parcel, khung__str digest)
{
    size_t h = 5381;
    for (size_t i = 0; i < digest.n; i++)
        h = h * 33 + (unsigned char)digest.s[i];
    while (parcel->by_digest[h & parcel->mask] && !khung__str_eq(parcel->by_digest[h & parcel->mask]->digest, digest))
        h++;
    return &parcel->by_digest[h & parcel->mask];
}

const khung__item *khung__parcel_event(const khung__parcel *parcel, khung__str digest)
{
    return *slot_of(parcel, digest);
}

static bool is_whole_thread(const khung__parcel *parcel, khung__str thread)
{
    const khung__json *threads = khung__json_find(parcel->bundle.header, "threads");
    for (const khung__json *t = threads ? threads->first : NULL; t; t = t->next)
        if (khung__str_eq(khung__json_plain(t), thread))
            return true;
    return false;
}

/* An event of a thread that came whole follows one of the same thread that stands before it, or begins it. */
static bool follows(const khung__parcel *parcel, const khung__item *item)
{
    if (!is_whole_thread(parcel, item->event.thread) || item->event.thread_before.n == 0)
        return true;
    const khung__item *before = khung__parcel_event(parcel, item->event.thread_before);
    return before && khung__str_eq(before->event.thread, item->event.thread);
}

static khung_status check_threads(khung__parcel *parcel, khung_log *log)
{
    parcel->mask = 63;
    while (parcel->mask < parcel->count * 2)
        parcel->mask = parcel->mask * 2 + 1;
    parcel->by_digest = khung__arena_alloc(&parcel->arena, (parcel->mask + 1) * sizeof *parcel->by_digest);
    if (!parcel->by_digest)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < parcel->count; i++) {
        khung__digits line, number;
        const khung__item *item = &parcel->items[i];
        if (item->kind != KHUNG__I_EVENT)
            continue;
        if (!follows(parcel, item))
            return KHUNG__DIAG(log, KHUNG__D_BUNDLE_THREAD, nowhere, khung__digits_of(&line, (int64_t)item->line),
                               khung__digits_of(&number, item->event.number), item->event.chain);
        *slot_of(parcel, item->digest) = item;
    }
    return KHUNG_OK;
}

static khung_status check_header(khung__parcel *out, khung_log *log)
{
    khung__digits line;
    const khung__json *header = out->bundle.header;
    out->chain = khung__json_member(header, "chain");
    bool good = out->chain.n == KHUNG__UUID_SIZE - 1 && khung__json_number(khung__json_find(header, "number"), &out->number) &&
                khung__json_member(header, "made").s && khung__json_member(khung__json_find(header, "about"), "key").n == KHUNG__UUID_SIZE - 1;
    return good ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_BUNDLE_LINE, nowhere, khung__digits_of(&line, 1));
}

khung_status khung__parcel_open(khung__parcel *out, const char *bytes, size_t size, khung_log *log)
{
    size_t nodes = KHUNG__JSON_MOST_NODES;
    *out = (khung__parcel){0};
    khung_status status = khung__bundle_load(&out->bundle, bytes, size, log);
    if (status == KHUNG_OK)
        status = check_header(out, log);
    if (status != KHUNG_OK)
        return status;
    out->items = khung__arena_alloc(&out->arena, (out->bundle.count + 1) * sizeof *out->items);
    if (!out->items)
        return KHUNG_NO_MEMORY;
    for (; out->count < out->bundle.count && status == KHUNG_OK; out->count++)
        status = check_item(out, out->count, &nodes, log);
    return status == KHUNG_OK ? check_threads(out, log) : status;
}

void khung__parcel_free(khung__parcel *parcel)
{
    khung__arena_free(&parcel->arena);
    khung__bundle_free(&parcel->bundle);
}
