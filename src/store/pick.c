/* store/pick: which assessments a document is asked for, whether one may be certified, and where its organisation has its seat. */
#include "inside.h"
#include "assess.h"
#include "life.h"
#include "../places.h"

#include <stdio.h>
#include <string.h>

/* ?1 organisation, ?2 framework, ?3 grade, ?4 state; null leaves open. An organisation that was merged is found by the one it became. */
static const char picked[] =
    "SELECT a.id FROM assessment a JOIN organisation o ON o.key = a.organisation JOIN framework f ON f.digest = a.framework "
    "JOIN result r ON r.key = a.result LEFT JOIN organisation i ON i.key = o.merged_into "
    "WHERE (?1 IS NULL OR o.id = ?1 OR i.id = ?1) AND (?2 IS NULL OR f.id = ?2) AND (?3 IS NULL OR r.grade = ?3) AND (?4 IS NULL OR a.state = ?4) "
    "ORDER BY o.sort, o.id, a.period_to, a.key";

static khung_status add_id(char ***ids, size_t *count, size_t *room, const char *id)
{
    if (*count == *room) {
        size_t more = *room ? *room * 2 : 64;
        char **list = khung__realloc(*ids, more * sizeof *list);
        if (!list)
            return KHUNG_NO_MEMORY;
        *ids = list;
        *room = more;
    }
    size_t n = strlen(id) + 1;
    char *copy = khung__alloc(n);
    if (!copy)
        return KHUNG_NO_MEMORY;
    memcpy(copy, id, n);
    (*ids)[(*count)++] = copy;
    return KHUNG_OK;
}

khung_status khung_store_pick(char ***ids, size_t *count, khung_store *store, const khung_pick *pick, khung_log *log)
{
    sqlite3_stmt *question = NULL;
    char **list = NULL;
    size_t n = 0, room = 0;
    bool row = true;
    if (!ids || !count || !store || !pick)
        return KHUNG_BAD_CALL;
    khung_status status = khung__store_ask(&question, store, log, picked, "tttt", pick->organisation, pick->framework, pick->grade, pick->state);
    while (status == KHUNG_OK && row) {
        status = khung__store_step(store, question, &row, log);
        if (status == KHUNG_OK && row)
            status = add_id(&list, &n, &room, (const char *)sqlite3_column_text(question, 0));
    }
    sqlite3_finalize(question);
    if (status == KHUNG_OK) {
        *ids = list;
        *count = n;
        return KHUNG_OK;
    }
    for (size_t i = 0; i < n; i++)
        khung__free(list[i]);
    khung__free(list);
    return status;
}

khung_status khung_store_may_certify(khung_store *store, const char *id, const khung_framework *framework, khung_log *log)
{
    khung__arena arena = {0};
    khung__str state;
    if (!store || !id || !framework)
        return KHUNG_BAD_CALL;
    khung_status status = khung__store_one(&state, store, &arena, log, "SELECT state FROM assessment WHERE id = ?1", "t", id);
    if (status == KHUNG_OK && !state.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_ASSESSMENT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK && framework->certificate_reviewed) {
        khung__life_state at = khung__life_state_of(state);
        khung__language language = log ? khung__language_of(khung__str_of(khung__diag_language(log))) : KHUNG__VI;
        if (at != KHUNG__STATE_REVIEWED && at != KHUNG__STATE_CERTIFIED && at != KHUNG__STATE_CLOSED)
            status = KHUNG__DIAG(log, KHUNG__D_CERTIFICATE_STATE, (khung__at){0}, khung__str_of(khung__life_word(at, language)));
    }
    khung__arena_free(&arena);
    return status;
}

/* The address, and the province where the address does not name it. */
static void put_seat(khung__buf *out, khung__str address, const khung__place_row *place, khung__language language)
{
    khung__buf_str(out, address);
    if (!place || (address.n && (strstr(address.s, place->name) || strstr(address.s, place->name_en))))
        return;
    khung__buf_z(out, address.n ? ", " : "");
    if (language == KHUNG__VI && !address.n) { /* "thành phố …" and "tỉnh …" are small within a sentence */
        khung__buf_char(out, 't');
        khung__buf_z(out, place->full_name + 1);
    } else {
        khung__buf_z(out, language == KHUNG__EN ? place->name_en : place->name);
    }
}

khung_status khung_store_seat(char **out, khung_store *store, const char *id, const char *language, khung_log *log)
{
    static const char *const columns[] = {"o.address", "o.province", "o.list"};
    khung__arena arena = {0};
    khung__buf text = {0};
    khung__str got[3] = {{0}};
    khung_status status = KHUNG_OK;
    if (!out || !store || !id || !language)
        return KHUNG_BAD_CALL;
    for (int i = 0; i < 3 && status == KHUNG_OK; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT coalesce(%s, '') FROM assessment a JOIN organisation o ON o.key = a.organisation WHERE a.id = ?1", columns[i]);
        status = khung__store_one(&got[i], store, &arena, log, sql, "t", id);
    }
    if (status == KHUNG_OK)
        put_seat(&text, got[0], khung__place_find(got[1], got[2]), khung__language_of(khung__str_of(language)));
    khung__arena_free(&arena);
    if (status == KHUNG_OK && !text.n && !text.failed) {
        *out = NULL;
        khung__buf_free(&text);
        return KHUNG_OK;
    }
    return khung__hand_out(out, &text, status);
}
