/* The files of evidence that lie beside a store, <store>.files/ab/abcd… by their digest: whether they are what was listed, and copies of
 * them for a backup. */
#include "copy.h"

#include <string.h>

static const char kept[] = "SELECT DISTINCT e.sha256, e.size, e.title, coalesce(a.id, e.assessment) FROM evidence e "
                           "LEFT JOIN assessment a ON a.key = e.assessment WHERE e.kept = 1 AND e.sha256 IS NOT NULL";

/* <store>.files/ab/abcd… */
static khung__str place_of(khung__arena *arena, khung__str store, khung__str sha256)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, store);
    khung__buf_printf(&buf, ".files/%.2s/%.*s", sha256.n < 2 ? "" : sha256.s, (int)sha256.n, sha256.s);
    return khung__buf_take(&buf, arena);
}

/* Looks at the file of the row beside the store at `from`, and copies it beside the one at `to` unless that is absent. A file that is not
 * what was listed is said; *same is false then. */
static khung_status look_at(bool *same, khung__look *look, sqlite3_stmt *row, khung__str from, khung__str to)
{
    char sha256[65];
    int64_t size = 0;
    khung__str listed = khung__look_text(row, 0), path = place_of(&look->arena, from, listed);
    khung_store target = {.path = to};
    khung_status status = path.s ? khung_evidence_file(sha256, &size, &target, path.s, to.s != NULL, NULL) : KHUNG_NO_MEMORY;
    *same = false;
    if (status == KHUNG_NOT_FOUND)
        status = KHUNG__DIAG(look->found, KHUNG__D_EVIDENCE_GONE, (khung__at){0}, khung__look_text(row, 2), khung__look_text(row, 3), path);
    else if (status == KHUNG_OK && (!khung__str_eq(listed, khung__str_of(sha256)) || size != sqlite3_column_int64(row, 1)))
        status = KHUNG__DIAG(look->found, KHUNG__D_EVIDENCE_CHANGED, (khung__at){0}, khung__look_text(row, 2), khung__look_text(row, 3), path);
    else if (status == KHUNG_OK)
        *same = true;
    else if (status != KHUNG_NO_MEMORY)
        status = KHUNG__DIAG(look->found, KHUNG__D_STORE_IO, (khung__at){0}, path, khung__str_of(khung_status_text(status)));
    khung__arena_free(&look->arena);
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

static khung_status check_file(khung__look *look, sqlite3_stmt *row, void *to)
{
    bool same;
    (void)to;
    return look_at(&same, look, row, look->store->path, (khung__str){0});
}

khung_status khung__check_evidence(khung__look *look)
{
    return khung__look_rows(look, check_file, NULL, kept);
}

typedef struct copying {
    khung__str from, to;
    bool whole;
} copying;

static khung_status copy_file(khung__look *look, sqlite3_stmt *row, void *to)
{
    copying *c = to;
    bool same;
    khung_status status = look_at(&same, look, row, c->from, c->to);
    c->whole = c->whole && same;
    return status;
}

khung_status khung__beside_copy(khung_store *store, const char *from, const char *to, khung_log *log)
{
    copying c = {khung__str_of(from), khung__str_of(to), true};
    khung__look look = {.store = store, .found = log};
    khung_status status = khung__look_rows(&look, copy_file, &c, kept);
    return status == KHUNG_OK && !c.whole ? KHUNG_BAD_DATA : status;
}

khung_status khung__beside_count(int64_t *count, khung_store *store, khung_log *log)
{
    return khung__store_number(count, store, log, "SELECT count(DISTINCT sha256) FROM evidence WHERE kept = 1", "");
}
