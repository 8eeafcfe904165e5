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

static khung_status end_of(khung__str *end, khung__receipt *r, khung__str key)
{
    return khung__store_one(end, r->store, &r->arena, r->log, "SELECT coalesce(merged_into, key) FROM organisation WHERE key = ?1", "s", key);
}

/* Whether the bundle says that `from` was merged into `into`; both as they are called here. */
static bool is_merged_there(const khung__receipt *r, khung__str from, khung__str into)
{
    for (const khung__item *i = r->parcel->items; i < r->parcel->items + r->parcel->count; i++)
        if (i->kind == KHUNG__I_ROW && i->table == KHUNG__T_organisation && khung__str_eq(khung__receipt_key(r, khung__json_member(i->values, "key")), from) &&
            khung__str_eq(khung__receipt_key(r, khung__json_member(i->values, "merged_into")), into))
            return true;
    return false;
}

/* What an organisation was merged into there, as it stands here: where that was merged on, the end. Where the two were merged the other way round here,
 * both sides agree that they are one, and the one that is shown here stays. Where they have one key here, *passed: the other's row speaks for both. */
static khung_status turn_merging(bool *passed, khung__receipt *r, khung__row *row)
{
    khung__str *into = &row->v[khung__column_find(KHUNG__T_organisation, KHUNG__S("merged_into"))], end = {0}, own = {0};
    khung_status status = end_of(&own, r, row->v[0]);
    if (status == KHUNG_OK && into->s)
        status = end_of(&end, r, *into);
    if (status != KHUNG_OK)
        return status;
    own = own.s ? own : row->v[0];
    if (!into->s && !khung__str_eq(own, row->v[0]) && is_merged_there(r, own, row->v[0]))
        *into = own;
    else if (end.s && !khung__str_eq(end, row->v[0]))
        *into = end;
    else if (end.s) {
        *passed = khung__str_eq(*into, row->v[0]);
        if (!*passed)
            khung__plan_note(r, "merged-here", row->v[1], (khung__str){0});
        *into = (khung__str){0};
    }
    return KHUNG_OK;
}

/* What was merged into an organisation before it was merged itself goes on with it, so that one step always leads to the end. */
static khung_status point_on(khung__receipt *r)
{
    for (;;) {
        khung__str key = {0}, end = {0};
        khung_status status = khung__store_one(&key, r->store, &r->arena, r->log,
                                               "SELECT m.key FROM organisation m JOIN organisation o ON o.key = m.merged_into "
                                               "WHERE o.merged_into IS NOT NULL", "");
        if (status != KHUNG_OK || !key.s)
            return status;
        status = khung__store_one(&end, r->store, &r->arena, r->log,
                                  "SELECT o.merged_into FROM organisation m JOIN organisation o ON o.key = m.merged_into WHERE m.key = ?1", "s", key);
        if (status == KHUNG_OK)
            status = khung__change_set(r->change, KHUNG__T_organisation, "merged_into", "ss", key, end);
        if (status != KHUNG_OK)
            return status;
    }
}

/* Rows of an assessment belong to the organisation that it has here: it may be one that was merged with theirs. */
static khung_status settle_organisation(khung__receipt *r, khung__row *row)
{
    int assessment = khung__column_find(row->table, KHUNG__S("assessment")), organisation = khung__column_find(row->table, KHUNG__S("organisation"));
    int review = khung__column_find(row->table, KHUNG__S("review")), evidence = khung__column_find(row->table, KHUNG__S("evidence"));
    int certificate = khung__column_find(row->table, KHUNG__S("certificate"));
    khung__str here = {0};
    khung_status status = KHUNG_OK;
    if (organisation < 0)
        return status;
    if (row->table == KHUNG__T_assessment)
        status = khung__store_one(&here, r->store, &r->arena, r->log, "SELECT organisation FROM assessment WHERE key = ?1", "s", row->v[0]);
    else if (assessment >= 0)
        status = khung__store_one(&here, r->store, &r->arena, r->log, "SELECT organisation FROM assessment WHERE key = ?1", "s", row->v[assessment]);
    else if (review >= 0)
        status = khung__store_one(&here, r->store, &r->arena, r->log, "SELECT organisation FROM review WHERE key = ?1", "s", row->v[review]);
    else if (certificate >= 0)
        status = khung__store_one(&here, r->store, &r->arena, r->log, "SELECT organisation FROM certificate WHERE key = ?1", "s", row->v[certificate]);
    else if (evidence >= 0)
        status = khung__store_one(&here, r->store, &r->arena, r->log, "SELECT organisation FROM evidence WHERE key = ?1", "s", row->v[evidence]);
    int64_t one = 0;
    if (status == KHUNG_OK && here.s && row->v[organisation].s && !khung__str_eq(here, row->v[organisation]))
        status = khung__store_number(&one, r->store, r->log, "SELECT 1 WHERE ?2 IN " KHUNG__FAMILY("?1"), "ss", here, row->v[organisation]);
    if (one)
        row->v[organisation] = here;
    return status;
}

/* What came for an organisation that was merged into another here is shown with that one: where it says nothing itself, it takes it over. */
static khung_status carry_over(khung__receipt *r, const khung__row *row, size_t line)
{
    int organisation = row->table == KHUNG__T_organisation ? 0 : khung__column_find(row->table, KHUNG__S("organisation"));
    khung__row there = *row, news;
    khung__str end = {0};
    bool found = false, changed = false;
    khung_status status = end_of(&end, r, row->v[organisation]);
    if (status != KHUNG_OK || !end.s || khung__str_eq(end, row->v[organisation]))
        return status;
    there.v[organisation] = end;
    status = khung__row_here(&there, &found, r, &there);
    if (status == KHUNG_OK && !found)
        return khung__row_put(r, &there, line);
    if (status != KHUNG_OK || row->table != KHUNG__T_organisation)
        return status;
    status = khung__row_here(&news, &found, r, row);
    for (int i = 2; found && i < khung__column_count(row->table); i++) { /* behind key and id */
        bool fills = !there.v[i].s && news.v[i].s && !khung__str_eq(khung__column_name(row->table, i), KHUNG__S("merged_into"));
        if (fills)
            there.v[i] = news.v[i];
        changed = changed || fills;
    }
    return status == KHUNG_OK && changed ? khung__row_put(r, &there, line) : status;
}

static bool is_carried(khung__table table)
{
    static const khung__table tables[] = {KHUNG__T_organisation, KHUNG__T_organisation_name, KHUNG__T_organisation_identifier,
                                          KHUNG__T_organisation_field, KHUNG__T_organisation_size, KHUNG__T_organisation_status, KHUNG__T_tie,
                                          KHUNG__T_membership};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i] == table)
            return true;
    return false;
}

static khung_status take_row(khung__receipt *r, const khung__item *item)
{
    khung__row row;
    const khung__item *next = item + 1 < r->parcel->items + r->parcel->count && item[1].kind == KHUNG__I_PERSONAL ? item + 1 : NULL;
    size_t was = r->fresh.n, changes = r->changed.n;
    bool ours = false, passed = false;
    if (item->table == KHUNG__T_person)
        return khung__merge_person(r, item, next);
    khung_status status = khung__row_read(&row, r, item->table, item->values);
    if (status == KHUNG_OK && item->table == KHUNG__T_consent)
        status = is_consent_of_ours(&ours, r, &row);
    if (status != KHUNG_OK || ours)
        return status;
    status = row.table == KHUNG__T_organisation ? turn_merging(&passed, r, &row) : settle_organisation(r, &row);
    if (status != KHUNG_OK || passed)
        return status;
    status = check_scope(r, item, &row);
    if (status == KHUNG_OK)
        status = suit(r, &row);
    if (status == KHUNG_OK)
        status = khung__merge_row(r, item, &row);
    if (status == KHUNG_OK && is_carried(row.table) && (r->fresh.n > was || r->changed.n > changes))
        status = carry_over(r, &row, item->line);
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
        status = point_on(r);
    if (status == KHUNG_OK)
        status = khung__scope_results(r, last);
    if (status == KHUNG_OK)
        status = khung__cert_taken(r);
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
    if (r->signature.known) {
        add_member(note, "signed", r->signature.issuer);
        add_member(note, "key", khung__str_of(r->signature.key));
    }
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
        status = khung__receipt_signature(r);
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
        status = khung__receipt_still_signed(r);
    if (status == KHUNG_OK)
        status = khung__history_load(r);
    if (status == KHUNG_OK)
        status = take_rows(r);
    if (status == KHUNG_OK)
        status = khung__scope_unsigned(r);
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
    khung__buf *const lists[] = {&r->fresh, &r->changed, &r->conflicts, &r->removed, &r->notes, &r->certificates};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        khung__buf_free(lists[i]);
    khung__receipt_keys_free(r);
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
    khung__receipt r = {.parcel = parcel, .change = &change, .store = store, .log = log, .take = options->take, .options = options};
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
