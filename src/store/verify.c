/* The log of changes, event by event: every digest is computed again and every link followed. What a chain can show: that an event
 * was edited, removed, put in or moved, unless the whole chain after it was written anew; then a digest that stands elsewhere (a
 * printed document, a bundle that was sent, a backup) shows it. */
#include "look.h"

#include <stdio.h>
#include <string.h>

typedef struct walk {
    char chain[KHUNG__UUID_SIZE];  /* of this store */
    char last[KHUNG_DIGEST_SIZE];  /* of the last event of that chain */
    int64_t number, seq;           /* of it; of the last event of any chain */
    sqlite3_stmt *known, *next, *anchor; /* questions about events from elsewhere */
} walk;

enum { SEQ, CHAIN, NUMBER, AT, BY, ACT, THREAD, ORGANISATION, CHAIN_BEFORE, THREAD_BEFORE, BODY, DIGEST, THREAD_LAST };
static const char events[] =
    "SELECT e.seq, e.chain, e.number, e.at, e.by, e.act, e.thread, e.organisation, e.chain_before, e.thread_before, e.body, e.digest, "
    "(SELECT p.digest FROM event p WHERE p.thread = e.thread AND p.seq < e.seq ORDER BY p.seq DESC LIMIT 1) FROM event e ORDER BY e.seq";

/* The same again, numbers as text: for messages. */
typedef struct named {
    char digits[24];
    khung__str number, at, act;
} named;

static void name_event(named *n, sqlite3_stmt *row)
{
    int size = snprintf(n->digits, sizeof n->digits, "%lld", (long long)sqlite3_column_int64(row, NUMBER));
    n->number = (khung__str){n->digits, (size_t)size};
    n->at = khung__look_text(row, AT);
    n->act = khung__look_text(row, ACT);
}

static khung_status report(khung__look *look, khung__diag_id id, sqlite3_stmt *row)
{
    named n;
    name_event(&n, row);
    khung_status status = KHUNG__DIAG(look->found, id, (khung__at){0}, n.number, n.at, n.act);
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

static bool same(khung__str text, const char *other)
{
    return khung__str_eq(text, khung__str_of(other));
}

static khung_status check_digest(khung__look *look, sqlite3_stmt *row)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__str organisation = khung__look_text(row, ORGANISATION);
    const khung__event e = {.chain = khung__look_text(row, CHAIN), .number = sqlite3_column_int64(row, NUMBER), .at = khung__look_text(row, AT),
                            .by = khung__look_text(row, BY), .act = khung__look_text(row, ACT), .thread = khung__look_text(row, THREAD),
                            .organisation = organisation, .chain_before = khung__look_text(row, CHAIN_BEFORE),
                            .thread_before = khung__look_text(row, THREAD_BEFORE), .body = khung__look_text(row, BODY)};
    khung__event_digest(&e, digest);
    bool odd = organisation.s && organisation.n == 0; /* '' and null have one digest: only null is ever written */
    return same(khung__look_text(row, DIGEST), digest) && !odd ? KHUNG_OK : report(look, KHUNG__D_EVENT_CHANGED, row);
}

/* Says which numbers are missing: from `first` to before the row's. */
static khung_status report_gap(khung__look *look, int64_t first, sqlite3_stmt *row)
{
    char from[24], to[24];
    named n;
    name_event(&n, row);
    snprintf(from, sizeof from, "%lld", (long long)first);
    snprintf(to, sizeof to, "%lld", (long long)sqlite3_column_int64(row, NUMBER) - 1);
    khung_status status = KHUNG__DIAG(look->found, KHUNG__D_EVENT_MISSING, (khung__at){0}, khung__str_of(from), khung__str_of(to), n.number, n.at);
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

static khung_status check_own(khung__look *look, sqlite3_stmt *row, walk *w)
{
    khung_status status = KHUNG_OK;
    int64_t number = sqlite3_column_int64(row, NUMBER);
    khung__str last = khung__look_text(row, THREAD_LAST);
    if (number > w->number + 1)
        status = report_gap(look, w->number + 1, row);
    else if (number <= w->number)
        status = report(look, KHUNG__D_EVENT_MOVED, row);
    else if (!same(khung__look_text(row, CHAIN_BEFORE), w->last))
        status = report(look, KHUNG__D_EVENT_UNLINKED, row);
    if (status == KHUNG_OK && !khung__str_eq(khung__look_text(row, THREAD_BEFORE), last.s ? last : KHUNG__S("")))
        status = report(look, KHUNG__D_EVENT_THREAD, row);
    w->number = number > w->number ? number : w->number;
    snprintf(w->last, sizeof w->last, "%.*s", (int)khung__look_text(row, DIGEST).n, khung__look_text(row, DIGEST).s);
    return status;
}

/* ---- events that were received ---- */

/* Whether the question, asked with two columns of the row (the second may be left out), has an answer. */
static khung_status has(bool *yes, khung__look *look, sqlite3_stmt **kept, const char *sql, sqlite3_stmt *row, const int *columns, int n)
{
    khung_status status = khung__store_keep(kept, look->store, sql, look->found);
    for (int i = 0; i < n && status == KHUNG_OK; i++) {
        int code = sqlite3_bind_value(*kept, i + 1, sqlite3_column_value(row, columns[i]));
        status = code == SQLITE_OK ? KHUNG_OK : khung__store_fail(look->store, code, look->found);
    }
    if (status == KHUNG_OK)
        status = khung__store_step(look->store, *kept, yes, look->found);
    sqlite3_reset(*kept);
    return status;
}

/* What the events of this store say they received. */
static const char anchors[] =
    "DROP TABLE IF EXISTS temp.look_anchor; CREATE TEMP TABLE look_anchor (digest TEXT PRIMARY KEY) WITHOUT ROWID; "
    "INSERT OR IGNORE INTO temp.look_anchor SELECT j.value FROM event e, json_each(e.body, '$.events') j "
    "WHERE e.act = 'receive' AND e.chain = (SELECT chain FROM store) AND j.value IS NOT NULL";

/* What came from elsewhere follows an event that is known about the same thing, or is the first about it (of a network only what concerns
 * the organisation is sent, so there it may follow what is not known here); the event before it in its
 * own chain, where that came too, is the one it names; and an event of this store says that it was received. */
static khung_status check_received(khung__look *look, sqlite3_stmt *row, walk *w)
{
    static const int of_thread[] = {THREAD, THREAD_BEFORE, SEQ}, of_chain[] = {CHAIN, NUMBER, CHAIN_BEFORE}, of_digest[] = {DIGEST};
    bool first = sqlite3_column_type(row, THREAD_LAST) == SQLITE_NULL || khung__look_text(row, THREAD_BEFORE).n == 0;
    bool known = first || khung__look_text(row, THREAD).n == 0, broken = false, anchored = false;
    khung_status status = KHUNG_OK;
    if (!known)
        status = has(&known, look, &w->known,
                     "SELECT 1 FROM event WHERE thread = ?1 AND digest = ?2 AND seq < ?3 UNION ALL SELECT 1 FROM network WHERE key = ?1",
                     row, of_thread, 3);
    if (status == KHUNG_OK && !known)
        status = report(look, KHUNG__D_EVENT_THREAD, row);
    if (status == KHUNG_OK)
        status = has(&broken, look, &w->next, "SELECT 1 FROM event WHERE chain = ?1 AND number = ?2 - 1 AND digest <> ?3", row, of_chain, 3);
    if (status == KHUNG_OK && broken)
        status = report(look, KHUNG__D_EVENT_UNLINKED, row);
    if (status == KHUNG_OK)
        status = has(&anchored, look, &w->anchor, "SELECT 1 FROM temp.look_anchor WHERE digest = ?1", row, of_digest, 1);
    return status == KHUNG_OK && !anchored ? report(look, KHUNG__D_EVENT_NOT_ANCHORED, row) : status;
}

/* Nothing is ever removed, so the order of arrival has no gaps. */
static khung_status check_event(khung__look *look, sqlite3_stmt *row, void *to)
{
    walk *w = to;
    int64_t seq = sqlite3_column_int64(row, SEQ);
    khung_status status = check_digest(look, row);
    if (status == KHUNG_OK && seq != w->seq + 1)
        status = report(look, KHUNG__D_EVENT_MOVED, row);
    if (status == KHUNG_OK)
        status = same(khung__look_text(row, CHAIN), w->chain) ? check_own(look, row, w) : check_received(look, row, w);
    w->seq = seq;
    return status;
}

/* The store's own row: its chain, how many events, the last digest. */
static khung_status check_head(khung__look *look, const walk *w)
{
    khung__str head;
    int64_t number = -1;
    char said[24], counted[24];
    khung_status status = khung__store_one(&head, look->store, &look->arena, look->found, "SELECT head FROM store", "");
    if (status == KHUNG_OK)
        status = khung__store_number(&number, look->store, look->found, "SELECT number FROM store", "");
    if (status != KHUNG_OK || (number == w->number && same(head, w->last)))
        return status;
    snprintf(said, sizeof said, "%lld", (long long)number);
    snprintf(counted, sizeof counted, "%lld", (long long)w->number);
    status = KHUNG__DIAG(look->found, KHUNG__D_CHAIN_HEAD, (khung__at){0}, khung__str_of(said), head, khung__str_of(counted), khung__str_of(w->last));
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

khung_status khung__check_chain(khung__look *look)
{
    walk w = {0};
    khung__str chain;
    khung_status status = khung__store_one(&chain, look->store, &look->arena, look->found, "SELECT chain FROM store", "");
    if (status != KHUNG_OK)
        return status;
    snprintf(w.chain, sizeof w.chain, "%s", chain.s ? chain.s : "");
    status = khung__store_script(look->store, anchors, look->found);
    if (status == KHUNG_OK)
        status = khung__look_rows(look, check_event, &w, events);
    sqlite3_finalize(w.known);
    sqlite3_finalize(w.next);
    sqlite3_finalize(w.anchor);
    khung_status dropped = khung__store_script(look->store, "DROP TABLE IF EXISTS temp.look_anchor", look->found);
    if (status == KHUNG_OK)
        status = dropped;
    return status == KHUNG_OK ? check_head(look, &w) : status;
}
