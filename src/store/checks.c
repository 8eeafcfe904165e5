/* Checks of the file, its schema, personal fields, room and open conflicts. */
#include "look.h"

#include <stdio.h>
#include <string.h>

static khung_status told(khung_status status)
{
    return status == KHUNG_NO_MEMORY || status == KHUNG_INTERNAL ? status : KHUNG_OK;
}

/* ---- the file ---- */

static khung_status check_page(khung__look *look, sqlite3_stmt *row, void *to)
{
    int *sound = to;
    khung__str line = khung__look_text(row, 0);
    if (khung__str_eq(line, KHUNG__S("ok")))
        return KHUNG_OK;
    *sound = 0;
    return told(KHUNG__DIAG(look->found, KHUNG__D_FILE_DAMAGED, (khung__at){0}, look->store->path, line));
}

static khung_status check_reference(khung__look *look, sqlite3_stmt *row, void *to)
{
    (void)to;
    return told(KHUNG__DIAG(look->found, KHUNG__D_ROW_ALONE, (khung__at){0}, khung__look_text(row, 0), khung__look_text(row, 1), khung__look_text(row, 2)));
}

/* The quick check first: where pages are damaged, the long one would only say it again for every index. */
khung_status khung__check_file(khung__look *look)
{
    int sound = 1;
    khung_status status = khung__look_rows(look, check_page, &sound, "PRAGMA quick_check(20)");
    if (status == KHUNG_OK && sound)
        status = khung__look_rows(look, check_page, &sound, "PRAGMA integrity_check(20)");
    return status == KHUNG_OK ? khung__look_rows(look, check_reference, NULL, "PRAGMA foreign_key_check") : status;
}

/* ---- the schema ---- */

static khung_status check_object(khung__look *look, sqlite3_stmt *row, void *to)
{
    (void)to;
    return told(KHUNG__DIAG(look->found, KHUNG__D_SCHEMA_CHANGED, (khung__at){0}, khung__look_text(row, 0), khung__look_text(row, 1)));
}

static int keep_object(void *to, int count, char **values, char **names)
{
    sqlite3_stmt *put = to;
    (void)names;
    for (int i = 0; i < count; i++)
        sqlite3_bind_text(put, i + 1, values[i], -1, SQLITE_TRANSIENT);
    int code = sqlite3_step(put);
    sqlite3_reset(put);
    return code == SQLITE_DONE ? 0 : 1;
}

/* The schema as this khung makes it, into temp.look_schema. */
static khung_status make_schema(khung__look *look)
{
    khung_store blank = {.path = look->store->path};
    sqlite3_stmt *put = NULL;
    khung_status status = khung__store_script(look->store, "DROP TABLE IF EXISTS temp.look_schema; "
                                                           "CREATE TEMP TABLE look_schema (type TEXT, name TEXT, sql TEXT)", look->found);
    int code = sqlite3_open_v2(":memory:", &blank.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (status == KHUNG_OK)
        status = code == SQLITE_OK ? khung__store_functions(&blank, look->found) : khung__store_fail(&blank, code, look->found);
    if (status == KHUNG_OK)
        status = khung__store_script(&blank, khung__store_schema(), look->found);
    if (status == KHUNG_OK)
        status = khung__store_keep(&put, look->store, "INSERT INTO temp.look_schema VALUES (?1, ?2, ?3)", look->found);
    if (status == KHUNG_OK) {
        code = sqlite3_exec(blank.db, "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'", keep_object, put, NULL);
        status = code == SQLITE_OK ? KHUNG_OK : khung__store_fail(&blank, code, look->found);
    }
    sqlite3_finalize(put);
    sqlite3_close(blank.db);
    return status;
}

khung_status khung__check_schema(khung__look *look)
{
    khung_status status = make_schema(look);
    if (status == KHUNG_OK) /* missing, changed or more than there should be; what ANALYZE keeps is no matter */
        status = khung__look_rows(look, check_object, NULL,
                                  "SELECT type, name FROM (SELECT type, name, sql FROM temp.look_schema EXCEPT SELECT type, name, sql FROM main.sqlite_schema) "
                                  "UNION SELECT type, name FROM (SELECT type, name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' "
                                  "EXCEPT SELECT type, name, sql FROM temp.look_schema) ORDER BY 1, 2");
    khung_status dropped = khung__store_script(look->store, "DROP TABLE IF EXISTS temp.look_schema", look->found);
    return status == KHUNG_OK ? dropped : status;
}

/* ---- personal fields ---- */

/* Columns: what it is (0 person, 1 track), its name for people, its commitment, salt, content, erased. */
static khung_status check_subject(khung__look *look, sqlite3_stmt *row, void *to)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__str id = khung__look_text(row, 1), commitment = khung__look_text(row, 2), salt = khung__look_text(row, 3), content = khung__look_text(row, 4);
    bool erased = sqlite3_column_type(row, 5) != SQLITE_NULL;
    (void)to;
    if (erased && (content.s || commitment.s))
        return told(KHUNG__DIAG(look->found, KHUNG__D_PERSONAL_LEFT, (khung__at){0}, id));
    if (erased)
        return KHUNG_OK;
    if (!content.s || !commitment.s)
        return told(KHUNG__DIAG(look->found, KHUNG__D_PERSONAL_MISSING, (khung__at){0}, id));
    khung__personal_commitment(salt, content, digest);
    bool same = khung__str_eq(commitment, khung__str_of(digest));
    return same ? KHUNG_OK : told(KHUNG__DIAG(look->found, KHUNG__D_PERSONAL_DIFFERS, (khung__at){0}, id));
}

/* What events note of names of those who answered, into two temporary tables. look_by: every commitment, in events of whatever store. look_names:
 * what our own chain said last of each subject; null when the name went. Events of older programs note commitments alone (`by`:
 * one, or a list), without whose they are, and what was erased not at all: their names are compared, but not missed. */
static const char gather_names[] =
    "DROP TABLE IF EXISTS temp.look_by; CREATE TEMP TABLE look_by (digest TEXT PRIMARY KEY) WITHOUT ROWID; "
    "DROP TABLE IF EXISTS temp.look_names; CREATE TEMP TABLE look_names (subject TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID; "
    "INSERT OR REPLACE INTO temp.look_names SELECT n.key, n.value FROM event e, json_each(e.body, '$.names') n "
    "WHERE instr(e.body, '\"names\":{') AND e.chain = (SELECT chain FROM store) ORDER BY e.seq; "
    "INSERT OR IGNORE INTO temp.look_by SELECT n.value FROM event e, json_each(e.body, '$.names') n WHERE instr(e.body, '\"names\":{') AND n.type = 'text'; "
    "INSERT OR IGNORE INTO temp.look_by SELECT v.value FROM event e, json_each(e.body) n, json_each(iif(n.type = 'array', n.value, json_array(n.value))) v "
    "WHERE instr(e.body, ',\"by\":\"sha256:') + instr(e.body, ',\"by\":[') AND n.key = 'by'";

/* The name of who answered: its commitment is that which was noted for it; where that was before subjects were noted, any. A name that
 * was copied for answers that are worked on was not noted then: it is the one of a track of that assessment. */
static const char names_asked[] =
    "SELECT coalesce(a.id || ' ' || t.kind, f.subject), f.salt, f.content, n.subject IS NOT NULL, n.digest, "
    "EXISTS (SELECT 1 FROM track s JOIN personal p ON p.subject = s.key WHERE s.assessment = substr(f.subject, 1, 36) AND p.content = f.content) "
    "FROM personal f LEFT JOIN track t ON t.key = f.subject LEFT JOIN assessment a ON a.key = t.assessment "
    "LEFT JOIN temp.look_names n ON n.subject = f.subject WHERE NOT EXISTS (SELECT 1 FROM person WHERE key = f.subject)";

static khung_status check_answerer(khung__look *look, sqlite3_stmt *row, void *to)
{
    char digest[KHUNG_DIGEST_SIZE];
    sqlite3_stmt *question = NULL;
    bool noted = sqlite3_column_int(row, 3) != 0, found = false;
    khung_status status = KHUNG_OK;
    (void)to;
    khung__personal_commitment(khung__look_text(row, 1), khung__look_text(row, 2), digest);
    if (noted)
        found = khung__str_eq(khung__look_text(row, 4), khung__str_of(digest));
    else
        status = khung__store_ask(&question, look->store, look->found, "SELECT 1 FROM temp.look_by WHERE digest = ?1", "t", digest);
    if (status == KHUNG_OK && !noted)
        status = khung__store_step(look->store, question, &found, look->found);
    sqlite3_finalize(question);
    found = found || (!noted && sqlite3_column_int(row, 5));
    return status != KHUNG_OK || found ? status : told(KHUNG__DIAG(look->found, KHUNG__D_PERSONAL_DIFFERS, (khung__at){0}, khung__look_text(row, 0)));
}

static const char names_missed[] =
    "SELECT coalesce(a.id || ' ' || t.kind, n.subject) FROM temp.look_names n LEFT JOIN track t ON t.key = n.subject "
    "LEFT JOIN assessment a ON a.key = t.assessment WHERE n.digest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM personal WHERE subject = n.subject)";

static khung_status check_missed(khung__look *look, sqlite3_stmt *row, void *to)
{
    (void)to;
    return told(KHUNG__DIAG(look->found, KHUNG__D_NAME_MISSING, (khung__at){0}, khung__look_text(row, 0)));
}

static khung_status check_stray(khung__look *look, sqlite3_stmt *row, void *to)
{
    (void)to;
    return told(KHUNG__DIAG(look->found, KHUNG__D_PERSONAL_STRAY, (khung__at){0}, khung__look_text(row, 0)));
}

/* A person has fields as long as there is a commitment; those who came from elsewhere may never have had one. */
khung_status khung__check_personal(khung__look *look)
{
    khung_status status = khung__look_rows(look, check_subject, NULL,
                                           "SELECT 0, p.id, p.commitment, f.salt, f.content, p.erased FROM person p "
                                           "LEFT JOIN personal f ON f.subject = p.key WHERE f.subject IS NOT NULL OR p.erased IS NOT NULL "
                                           "OR p.commitment IS NOT NULL OR p.chain = (SELECT chain FROM store)");
    if (status == KHUNG_OK)
        status = khung__store_script(look->store, gather_names, look->found);
    if (status == KHUNG_OK) /* subject: a track, or the answers to an assessment that are still worked on */
        status = khung__look_rows(look, check_answerer, NULL, names_asked);
    if (status == KHUNG_OK)
        status = khung__look_rows(look, check_missed, NULL, names_missed);
    if (status == KHUNG_OK)
        status = khung__look_rows(look, check_stray, NULL,
                                  "SELECT subject FROM personal f WHERE NOT EXISTS (SELECT 1 FROM person WHERE key = f.subject) "
                                  "AND NOT EXISTS (SELECT 1 FROM track WHERE key = f.subject) "
                                  "AND NOT EXISTS (SELECT 1 FROM assessment WHERE key = substr(f.subject, 1, 36))");
    khung_status dropped = khung__store_script(look->store, "DROP TABLE IF EXISTS temp.look_by; DROP TABLE IF EXISTS temp.look_names", look->found);
    return status == KHUNG_OK ? dropped : status;
}

/* ---- room ---- */

enum { WAL_LARGE = 64 << 20, FREE_MANY = 25600 }; /* bytes; pages (100 MiB of 4 KiB), when they are also half of the file */

khung_status khung__check_room(khung__look *look)
{
    int64_t free_pages = 0, pages = 0, size = 0;
    char mebibytes[24];
    khung__buf name = {0};
    khung_status status = khung__store_number(&free_pages, look->store, look->found, "PRAGMA freelist_count", "");
    if (status == KHUNG_OK)
        status = khung__store_number(&pages, look->store, look->found, "PRAGMA page_count", "");
    khung__buf_str(&name, look->store->path);
    khung__buf_z(&name, "-wal");
    FILE *wal = name.failed ? NULL : fopen(name.s, "rb");
    if (wal && fseek(wal, 0, SEEK_END) == 0)
        size = ftell(wal);
    if (wal)
        fclose(wal);
    if (status == KHUNG_OK && size > WAL_LARGE) {
        snprintf(mebibytes, sizeof mebibytes, "%lld", (long long)(size >> 20));
        status = told(KHUNG__DIAG(look->found, KHUNG__D_WAL_LARGE, (khung__at){0}, khung__str_of(name.s), khung__str_of(mebibytes)));
    }
    khung__buf_free(&name);
    if (status == KHUNG_OK && free_pages > FREE_MANY && free_pages > pages / 2) {
        snprintf(mebibytes, sizeof mebibytes, "%lld", (long long)(free_pages * 4096 >> 20));
        status = told(KHUNG__DIAG(look->found, KHUNG__D_FREE_PAGES, (khung__at){0}, khung__str_of(mebibytes)));
    }
    return status;
}

/* ---- conflicts ---- */

static khung_status tell_conflicts(khung__look *look, sqlite3_stmt *row, void *to)
{
    (void)to;
    return sqlite3_column_int64(row, 0) == 0 ? KHUNG_OK : told(KHUNG__DIAG(look->found, KHUNG__D_CONFLICTS_OPEN, (khung__at){0}, khung__look_text(row, 0)));
}

khung_status khung__check_conflicts(khung__look *look)
{
    return khung__look_rows(look, tell_conflicts, NULL, "SELECT count(*) FROM conflict WHERE settled IS NULL");
}
