/* Checks of what is derived: columns, indexes and tables that triggers keep for look-up and counting. They stand in no event; here they
 * are made again and compared, and with `mend` put right. */
#include "look.h"

#define ROLLUP "framework, year, list, province, form, state, grade, complete, n"

static khung_status told(khung_status status)
{
    return status == KHUNG_NO_MEMORY || status == KHUNG_INTERNAL ? status : KHUNG_OK;
}

/* Makes derived data again in a transaction of its own; the check's read transaction is left for it, and taken up again behind it. */
static khung_status mend(khung__look *look, const char *sql)
{
    khung_status status = khung__store_script(look->store, "COMMIT", look->found);
    if (status == KHUNG_OK)
        status = khung__store_begin(look->store, look->found);
    if (status == KHUNG_OK)
        status = khung__store_end(look->store, khung__store_script(look->store, sql, look->found), look->found);
    khung_status again = khung__store_script(look->store, "BEGIN", look->found);
    return status == KHUNG_OK ? again : status;
}

/* ---- the roll-up ---- */

static khung_status report_count(khung__look *look, sqlite3_stmt *row, void *to)
{
    bool *stale = to;
    *stale = true;
    if (look->mend)
        return KHUNG_OK;
    return told(KHUNG__DIAG(look->found, KHUNG__D_DERIVED_STALE, (khung__at){0}, KHUNG__S("rollup"), khung__look_text(row, 0)));
}

khung_status khung__check_rollup(khung__look *look)
{
    bool stale = false;
    khung_status status = khung__look_rows(look, report_count, &stale,
                                           "SELECT json_array(" ROLLUP ") FROM (SELECT " ROLLUP " FROM rollup EXCEPT SELECT " ROLLUP " FROM rollup_again) "
                                           "UNION ALL SELECT json_array(" ROLLUP ") FROM "
                                           "(SELECT " ROLLUP " FROM rollup_again EXCEPT SELECT " ROLLUP " FROM rollup)");
    if (status == KHUNG_OK && stale && look->mend)
        status = mend(look, "DELETE FROM rollup; INSERT INTO rollup (" ROLLUP ") SELECT " ROLLUP " FROM rollup_again");
    return status;
}

/* ---- look-up ---- */

/* Columns: the table, whose row it is. */
static khung_status report_stale(khung__look *look, sqlite3_stmt *row, void *to)
{
    bool *stale = to;
    *stale = true;
    if (look->mend)
        return KHUNG_OK;
    return told(KHUNG__DIAG(look->found, KHUNG__D_DERIVED_STALE, (khung__at){0}, khung__look_text(row, 0), khung__look_text(row, 1)));
}

/* The place of people in lists; other personal fields have none. */
#define PERSON_SORT "iif(subject IN (SELECT key FROM person) AND json_valid(content), " KHUNG__PERSON_SORT("content") ", '')"

/* Organisations that were merged into others are not in the index, as the triggers leave it; the search's own check and its rebuilding
 * want an entry for each row, be it empty. */
static const char with_merged[] = "INSERT INTO organisation_search (rowid, fold, lower) SELECT number, NULL, NULL FROM organisation "
                                  "WHERE fold IS NULL AND number NOT IN (SELECT id FROM organisation_search_docsize)";
#define WITHOUT_MERGED "INSERT INTO organisation_search (organisation_search, rowid, fold, lower) SELECT 'delete', number, NULL, NULL " \
                       "FROM organisation WHERE fold IS NULL"

/* The index itself, by the search's own check. It writes nothing that stays, but needs the lock of a writer: it gets one for itself,
 * given back at once. */
static khung_status check_index(bool *stale, khung__look *look)
{
    khung_status status = khung__store_script(look->store, "COMMIT", look->found);
    if (status == KHUNG_OK)
        status = khung__store_begin(look->store, look->found);
    if (status == KHUNG_OK) {
        status = khung__store_script(look->store, with_merged, NULL);
        if (status == KHUNG_OK)
            status = khung__store_script(look->store, "INSERT INTO organisation_search (organisation_search, rank) VALUES ('integrity-check', 1)", NULL);
        *stale = *stale || status == KHUNG_BAD_DATA;
        if (status == KHUNG_BAD_DATA)
            status = look->mend ? KHUNG_OK
                                : told(KHUNG__DIAG(look->found, KHUNG__D_DERIVED_STALE, (khung__at){0}, KHUNG__S("organisation_search"), KHUNG__S("fts5")));
        khung_status ended = khung__store_script(look->store, "ROLLBACK", look->found);
        status = status == KHUNG_OK ? ended : status;
    }
    khung_status again = khung__store_script(look->store, "BEGIN", look->found);
    return status == KHUNG_OK ? again : status;
}

khung_status khung__check_search(khung__look *look)
{
    bool stale = false;
    khung_status status = khung__look_rows(look, report_stale, &stale,
                                           "SELECT 'organisation', o.id FROM organisation o JOIN organisation_words w ON w.number = o.number "
                                           "WHERE (o.fold, o.lower, o.name_fold, o.sort) IS NOT (w.fold, w.lower, w.name_fold, w.sort) "
                                           "UNION ALL SELECT 'network', id FROM network WHERE sort IS NOT khung_sort(name) "
                                           "UNION ALL SELECT 'personal', coalesce((SELECT id FROM person WHERE key = subject), subject) FROM personal "
                                           "WHERE sort IS NOT " PERSON_SORT);
    if (status == KHUNG_OK)
        status = check_index(&stale, look);
    if (status == KHUNG_OK && stale && look->mend)
        status = mend(look, "UPDATE organisation SET (fold, lower, name_fold, sort) = (SELECT w.fold, w.lower, w.name_fold, w.sort FROM organisation_words w "
                            "WHERE w.number = organisation.number); UPDATE network SET sort = khung_sort(name); "
                            "UPDATE personal SET sort = " PERSON_SORT " WHERE sort IS NOT " PERSON_SORT "; "
                            "INSERT INTO organisation_search (organisation_search) VALUES ('rebuild'); " WITHOUT_MERGED);
    return status;
}
