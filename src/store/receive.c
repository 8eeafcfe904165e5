/* Receiving: one change that takes in what a bundle brings. Looking is the same work, rolled back at its end: what is shown is what
 * would happen. */
#include "exchange.h"

#include <stdio.h>
#include <string.h>

static const khung__at nowhere = {0};

/* ---- events ---- */

/* Which events are known here. A known number with another digest means that a log was rewritten, here or there. */
static khung_status check_events(khung__receipt *r)
{
    khung_status status = KHUNG_OK;
    r->have = khung__arena_alloc(&r->arena, r->parcel->count + 1);
    if (!r->have)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < r->parcel->count && status == KHUNG_OK; i++) {
        const khung__item *item = &r->parcel->items[i];
        khung__digits line, number;
        khung__str digest = {0};
        if (item->kind != KHUNG__I_EVENT)
            continue;
        status = khung__store_one(&digest, r->store, &r->arena, r->log, "SELECT digest FROM event WHERE chain = ?1 AND number = ?2", "si", item->event.chain,
                                  item->event.number);
        if (status != KHUNG_OK)
            break;
        r->have[i] = khung__str_eq(digest, item->digest) && digest.s;
        if (digest.s && !r->have[i])
            status = KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_REWRITTEN, nowhere, khung__digits_of(&line, (int64_t)item->line),
                                 khung__digits_of(&number, item->event.number), item->event.chain);
        else if (!digest.s && khung__str_eq(item->event.chain, r->own_chain))
            status = KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_OWN_FUTURE, nowhere, khung__digits_of(&line, (int64_t)item->line),
                                 khung__digits_of(&number, item->event.number));
    }
    return status;
}

static khung_status append_events(khung__receipt *r)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < r->parcel->count && status == KHUNG_OK; i++) {
        const khung__item *item = &r->parcel->items[i];
        khung__str digest;
        if (item->kind != KHUNG__I_EVENT || r->have[i])
            continue;
        digest = khung__str_copy(&r->arena, item->digest);
        status = digest.s ? khung__event_append(r->store, &item->event, digest.s, r->log) : KHUNG_NO_MEMORY;
        r->new_events++;
    }
    return status;
}

/* ---- rows ---- */

/* Rows that are made here get a short name that is free, and no copy of a file that did not come. */
static khung_status suit(khung__receipt *r, khung__row *row)
{
    int id = khung__column_find(row->table, KHUNG__S("id"));
    bool found = false;
    khung__row ours;
    if (row->table == KHUNG__T_evidence)
        row->v[khung__column_find(row->table, KHUNG__S("kept"))] = KHUNG__S("0");
    if (row->table != KHUNG__T_organisation && row->table != KHUNG__T_assessment && row->table != KHUNG__T_network)
        return KHUNG_OK;
    khung__str was = row->v[id];
    khung_status status = khung__row_here(&ours, &found, r, row);
    if (status == KHUNG_OK && !found)
        status = khung__free_id(&row->v[id], r, row->table, was);
    if (status == KHUNG_OK && !khung__str_eq(was, row->v[id]))
        khung__plan_note(r, row->table == KHUNG__T_organisation ? "renamed-organisation"
                                                                : row->table == KHUNG__T_network ? "renamed-network" : "renamed-assessment",
                         was, row->v[id]);
    return status;
}

/* Who answered is filled in with a track that is new here only: what was erased does not come back. */
static khung_status take_track_name(khung__receipt *r, const khung__item *item, const khung__row *row, size_t was)
{
    const khung__item *next = item + 1 < r->parcel->items + r->parcel->count ? item + 1 : NULL;
    int64_t erased = 0;
    if (!next || next->kind != KHUNG__I_PERSONAL || r->fresh.n == was)
        return KHUNG_OK;
    khung_status status = khung__store_number(&erased, r->store, r->log, "SELECT 1 FROM person WHERE key = ?1 AND erased IS NOT NULL", "s",
                                              row->v[khung__column_find(KHUNG__T_track, KHUNG__S("kept_by"))]);
    if (status != KHUNG_OK || erased)
        return status;
    char commitment[KHUNG_DIGEST_SIZE];
    khung__str content = khung__json_member(next->values, "content"), salt = khung__json_member(next->values, "salt");
    r->personal = true;
    khung__personal_commitment(salt, content, commitment);
    khung__named_note(r->change, row->v[0], khung__str_of(commitment));
    return khung__personal_copy(r->store, row->v[0], content, salt, false, r->log);
}

/* The file that came behind its row: its digest was checked with the bundle. */
static khung_status take_file(khung__receipt *r, const khung__item *item, const khung__row *row)
{
    const khung__item *next = item + 1 < r->parcel->items + r->parcel->count ? item + 1 : NULL;
    if (!next || next->kind != KHUNG__I_FILE)
        return KHUNG_OK;
    khung_status status = khung__change_set(r->change, KHUNG__T_evidence, "kept", "si", row->v[0], (int64_t)1);
    return status == KHUNG_OK && r->take ? khung__proof_keep(r->store, next->bytes, r->log) : status;
}

/* Our own people say here what they agree to. */
static khung_status is_consent_of_ours(bool *out, khung__receipt *r, const khung__row *row)
{
    int64_t ours = 0;
    khung_status status = khung__store_number(&ours, r->store, r->log, "SELECT 1 FROM person WHERE key = ?1 AND chain = ?2", "ss", row->v[0], r->own_chain);
    *out = ours != 0;
    return status;
}

static khung_status check_scope(khung__receipt *r, const khung__item *item, const khung__row *row)
{
    khung__digits line;
    bool inside = false;
    khung_status status = khung__scope_has(&inside, r, row);
    if (status != KHUNG_OK || inside)
        return status;
    return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_SCOPE, nowhere, khung__digits_of(&line, (int64_t)item->line), khung__str_of(khung__tables[row->table].name));
}

static khung_status take_row(khung__receipt *r, const khung__item *item)
{
    khung__row row;
    const khung__item *next = item + 1 < r->parcel->items + r->parcel->count && item[1].kind == KHUNG__I_PERSONAL ? item + 1 : NULL;
    size_t was = r->fresh.n;
    bool ours = false;
    if (item->table == KHUNG__T_person)
        return khung__merge_person(r, item, next);
    khung_status status = khung__row_read(&row, r, item->table, item->values);
    if (status == KHUNG_OK && item->table == KHUNG__T_consent)
        status = is_consent_of_ours(&ours, r, &row);
    if (status != KHUNG_OK || ours)
        return status;
    status = check_scope(r, item, &row);
    if (status == KHUNG_OK)
        status = suit(r, &row);
    if (status == KHUNG_OK)
        status = khung__merge_row(r, item, &row);
    if (status == KHUNG_OK && item->table == KHUNG__T_evidence)
        return take_file(r, item, &row);
    return status == KHUNG_OK && item->table == KHUNG__T_track ? take_track_name(r, item, &row, was) : status;
}

/* The newest result counts, whoever made it; where none came, nothing moves. */
static khung_status move_result(khung__receipt *r, const khung__item *item)
{
    khung__str newest, now, key = khung__receipt_key(r, khung__json_member(item->values, "assessment"));
    khung_status status = khung__store_one(&newest, r->store, &r->arena, r->log,
                                           "SELECT key FROM result WHERE assessment = ?1 ORDER BY made DESC, key DESC LIMIT 1", "s", key);
    if (status == KHUNG_OK)
        status = khung__store_one(&now, r->store, &r->arena, r->log, "SELECT result FROM assessment WHERE key = ?1", "s", key);
    if (status != KHUNG_OK || !newest.s || khung__str_eq(newest, now))
        return status;
    return khung__change_set(r->change, KHUNG__T_assessment, "result", "ss", key, newest);
}

static khung_status take_rows(khung__receipt *r)
{
    int64_t last = 0;
    khung_status status = khung__store_number(&last, r->store, r->log, "SELECT coalesce(max(rowid), 0) FROM result", "");
    for (size_t i = 0; i < r->parcel->count && status == KHUNG_OK; i++) {
        const khung__item *item = &r->parcel->items[i];
        size_t was = r->fresh.n;
        if (item->kind != KHUNG__I_ROW)
            continue;
        status = take_row(r, item);
        r->have[i] = item->table != KHUNG__T_result || r->fresh.n == was; /* of results: kept here before */
    }
    for (size_t i = 0; i < r->parcel->count && status == KHUNG_OK; i++)
        if (r->parcel->items[i].kind == KHUNG__I_ROW && r->parcel->items[i].table == KHUNG__T_result && !r->have[i])
            status = move_result(r, &r->parcel->items[i]);
    if (status == KHUNG_OK)
        status = khung__scope_results(r, last);
    return status == KHUNG_OK ? khung__history_removed(r, khung__merge_removed) : status;
}

/* ---- the change ---- */

static void add_member(khung__buf *buf, const char *name, khung__str text)
{
    khung__buf_printf(buf, ",\"%s\":", name);
    khung__buf_json(buf, text);
}

/* What the event says beside its rows: where they came from, which events came along (this anchors them in our own chain), and which keys
 * were found to mean the same. */
static void note_receipt(khung__receipt *r)
{
    khung__buf *note = &r->change->note;
    bool first = true;
    add_member(note, "from", r->parcel->chain);
    add_member(note, "bundle", khung__str_of(r->parcel->bundle.digest));
    add_member(note, "made", khung__json_member(r->parcel->bundle.header, "made"));
    khung__buf_z(note, ",\"events\":[");
    for (size_t i = 0; i < r->parcel->count; i++) {
        if (r->parcel->items[i].kind != KHUNG__I_EVENT || r->have[i])
            continue;
        khung__buf_z(note, first ? "" : ",");
        khung__buf_json(note, r->parcel->items[i].digest);
        first = false;
    }
    khung__buf_z(note, "],\"mapped\":{");
    for (size_t i = 0; i < r->maps; i++) {
        khung__buf_z(note, i ? "," : "");
        khung__buf_json(note, r->map[i].from);
        khung__buf_char(note, ':');
        khung__buf_json(note, r->map[i].to);
    }
    khung__buf_char(note, '}');
}

static khung_status find_about(khung__receipt *r)
{
    const khung__json *about = khung__json_find(r->parcel->bundle.header, "about");
    khung__str key = khung__receipt_key(r, khung__json_member(about, "key")), organisation = {0};
    khung_status status = khung__store_one(&organisation, r->store, &r->arena, r->log,
                                           "SELECT organisation FROM assessment WHERE key = ?1 UNION ALL SELECT key FROM organisation WHERE key = ?1",
                                           "s", key);
    if (status == KHUNG_OK && !organisation.s) {
        khung__digits line;
        return KHUNG__DIAG(r->log, KHUNG__D_BUNDLE_LINE, nowhere, khung__digits_of(&line, 1));
    }
    snprintf(r->change->thread, KHUNG__UUID_SIZE, "%.*s", (int)key.n, key.s);
    snprintf(r->change->organisation, KHUNG__UUID_SIZE, "%.*s", (int)organisation.n, organisation.s ? organisation.s : "");
    return status;
}

static khung_status take_in(khung__receipt *r)
{
    khung_status status = khung__store_one(&r->own_chain, r->store, &r->arena, r->log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK)
        status = check_events(r);
    if (status != KHUNG_OK || khung__str_eq(r->own_chain, r->parcel->chain)) {
        if (status == KHUNG_OK)
            khung__plan_note(r, "own-bundle", (khung__str){0}, (khung__str){0});
        return status; /* our own past has nothing new for us */
    }
    khung__str about = khung__json_member(khung__json_find(r->parcel->bundle.header, "about"), "key");
    snprintf(r->change->thread, KHUNG__UUID_SIZE, "%.*s", (int)about.n, about.s);
    status = khung__match_rows(r);
    if (status == KHUNG_OK)
        status = khung__scope_find(r);
    if (status == KHUNG_OK)
        status = khung__history_load(r);
    if (status == KHUNG_OK)
        status = take_rows(r);
    if (status == KHUNG_OK)
        status = find_about(r);
    if (status == KHUNG_OK)
        status = append_events(r);
    if (status == KHUNG_OK && (r->change->wrote || r->new_events || r->personal))
        note_receipt(r);
    return status;
}

static khung_status tell(char **plan, khung__receipt *r, const khung_receive_options *options, bool nothing_new)
{
    khung__buf json = {0}, text = {0};
    khung_status status = khung__plan_json(&json, r, options->take, nothing_new);
    if (status == KHUNG_OK && options->language)
        status = khung__plan_text(&text, (khung__str){json.s, json.n}, khung__language_of(khung__str_of(options->language)));
    if (status == KHUNG_OK && (json.failed || text.failed))
        status = KHUNG_NO_MEMORY;
    khung__buf *told = options->language ? &text : &json;
    if (status == KHUNG_OK) {
        *plan = told->s;
        *told = (khung__buf){0};
    }
    khung__buf_free(&json);
    khung__buf_free(&text);
    return status;
}

static void free_receipt(khung__receipt *r)
{
    khung__buf *const lists[] = {&r->fresh, &r->changed, &r->conflicts, &r->removed, &r->notes};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        khung__buf_free(lists[i]);
    khung__arena_free(&r->arena);
}

static khung_status receive(char **plan, khung_receipt *receipt, khung_store *store, khung__parcel *parcel, const khung_receive_options *options,
                            const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    char *told = NULL;
    bool look = !options->take;
    khung_status status = khung__change_begin(&change, store, "receive", look && (!person || !*person) ? NULL : person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    khung__receipt r = {.parcel = parcel, .change = &change, .store = store, .log = log, .take = options->take};
    status = take_in(&r);
    bool nothing_new = !change.wrote && !r.new_events && !r.personal;
    if (status == KHUNG_OK)
        status = tell(&told, &r, options, nothing_new); /* before the commit: what is acknowledged can be told */
    khung_status end = khung__change_end(&change, status == KHUNG_OK && look ? KHUNG_NOT_FOUND : status); /* any error rolls back */
    status = status == KHUNG_OK && look ? KHUNG_OK : end;
    if (status == KHUNG_OK) {
        *plan = told;
        *receipt = (khung_receipt){.nothing_new = nothing_new, .conflicts = r.conflict_count};
    } else
        khung__free(told);
    free_receipt(&r);
    return status;
}

khung_status khung_store_receive(char **plan, khung_receipt *receipt, khung_store *store, const char *bytes, size_t size,
                                 const khung_receive_options *options, const char *person, int64_t now, khung_log *log)
{
    khung__parcel parcel;
    const khung_receive_options usual = {0};
    if (!plan || !receipt || !store || !bytes)
        return KHUNG_BAD_CALL;
    khung_status status = khung__parcel_open(&parcel, bytes, size, log);
    if (status == KHUNG_OK)
        status = receive(plan, receipt, store, &parcel, options ? options : &usual, person, now, log);
    khung__parcel_free(&parcel);
    return status;
}
