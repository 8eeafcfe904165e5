/* What forms of an assessment begin with: the answers so far, or the organisation's data alone. */
#include <string.h>

#include "assess.h"

khung_status khung_assess_tracks(khung_framework **framework, khung_answers ***tracks, size_t *count, khung_store *store, const char *id, khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    khung__work work = {0};
    if (!framework || !tracks || !count || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__work_load(&work, store, &arena, &life, log);
    if (status == KHUNG_OK) {
        *framework = work.framework;
        *tracks = work.tracks;
        *count = work.count;
    }
    khung__arena_free(&arena);
    return status;
}

/* The facts that the organisation agreed on or said itself. */
static const char facts_sql[] =
    "SELECT json_object('profile', value -> '$.profile') FROM working WHERE assessment = ?1 AND criterion = '' AND kind IN ('consensus', 'self') "
    "AND json_type(value, '$.profile') = 'object' ORDER BY kind LIMIT 1";

khung_status khung_assess_blank(khung_answers **out, khung_store *store, const char *id, const char *track, khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    khung__str head = {0};
    const khung__rows none = {0};
    int kind = 0;
    while (track && kind <= KHUNG__REVIEWER && strcmp(track, khung__store_kinds[kind]) != 0)
        kind++;
    if (!out || !store || !id || !track || kind > KHUNG__REVIEWER)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__store_one(&head, store, &arena, log, facts_sql, "t", life.key);
    if (status == KHUNG_OK)
        status = khung__work_track(out, &life, (khung__track)kind, head, (khung__str){0}, &none, log);
    khung__arena_free(&arena);
    return status;
}
