/* store/portfolio_rows: which results a portfolio has, whose they are, and what they say in percent. */
#include "portfolio.h"
#include "save.h"
#include "../places.h"

#include <string.h>

const char *const khung__folio_ways[KHUNG__BY_COUNT] = {"province", "form", "network"};

khung__folio_by khung__folio_by_of(const char *word)
{
    khung__folio_by by = KHUNG__BY_PROVINCE;
    while (word && by < KHUNG__BY_COUNT && strcmp(word, khung__folio_ways[by]) != 0)
        by++;
    return by;
}

/* ---- groups ---- */

/* The group with that id, made where it is new; its place, or SIZE_MAX when memory ends. */
static size_t group_of(khung__folio_data *data, khung__folio_groups *groups, khung__str id, khung__str title)
{
    for (size_t i = 0; i < groups->count; i++)
        if (khung__str_eq(groups->list[i].id, id))
            return i;
    if (groups->count == groups->room) {
        size_t room = groups->room ? groups->room * 2 : 64;
        khung__folio_group *list = khung__arena_alloc(&data->arena, room * sizeof *list);
        if (!list)
            return SIZE_MAX;
        if (groups->count)
            memcpy(list, groups->list, groups->count * sizeof *list);
        groups->list = list;
        groups->room = room;
    }
    groups->list[groups->count] = (khung__folio_group){.id = khung__str_copy(&data->arena, id), .title = khung__str_copy(&data->arena, title)};
    return groups->count++;
}

static size_t unknown(khung__folio_data *data, khung__folio_groups *groups, khung__word_id word)
{
    return group_of(data, groups, KHUNG__S("none"), khung__word(word, data->language));
}

/* The region in the portfolio's language; its Vietnamese name where it has no other. */
static khung__str region_title(const khung__folio_data *data, khung__str name)
{
    for (int id = KHUNG__W_REGION_RED_RIVER; id <= KHUNG__W_REGION_MEKONG; id++)
        if (khung__str_eq(khung__word((khung__word_id)id, KHUNG__VI), name))
            return khung__word((khung__word_id)id, data->language);
    return name;
}

/* A province of before July 2025 counts where it is now. */
static size_t province_group(khung__folio_data *data, khung__folio_groups *groups, khung__str code, khung__str list, bool region)
{
    const khung__place_row *place = khung__place_find(code, list);
    khung__buf id = {0};
    if (place)
        place = khung_province_successor(place);
    if (!place)
        return unknown(data, groups, region ? KHUNG__W_REGION_UNKNOWN : KHUNG__W_PROVINCE_UNKNOWN);
    khung__str title = khung__str_of(data->language == KHUNG__EN ? place->name_en : place->name);
    if (region)
        title = region_title(data, khung__str_of(place->region));
    for (size_t i = 0; i < groups->count && region; i++) /* ids of regions: r1, r2 … in the order in which they come */
        if (khung__str_eq(groups->list[i].title, title))
            return i;
    khung__buf_char(&id, region ? 'r' : 'p');
    if (region)
        khung__buf_int(&id, (int64_t)groups->count + 1);
    else
        khung__buf_z(&id, place->code);
    size_t at = id.failed ? SIZE_MAX : group_of(data, groups, (khung__str){id.s, id.n}, title);
    khung__buf_free(&id);
    return at;
}

/* With a capital: these stand alone in a table. */
static size_t form_group(khung__folio_data *data, khung__folio_groups *groups, khung__str form)
{
    if (!form.n)
        return unknown(data, groups, KHUNG__W_FORM_UNKNOWN);
    khung__str words = khung__choice_words(KHUNG__X_FORM, form, data->language);
    khung__str from = words.n ? words : form;
    size_t first = (size_t)(khung__utf8_grapheme_next(from.s, from.s + from.n) - from.s);
    khung__buf title = {0};
    khung__buf_str(&title, khung__text_upper(&data->arena, (khung__str){from.s, first}));
    khung__buf_str(&title, (khung__str){from.s + first, from.n - first});
    size_t at = title.failed ? SIZE_MAX : group_of(data, groups, form, (khung__str){title.s, title.n});
    khung__buf_free(&title);
    return at;
}

/* An organisation's columns: province, list, form, network's id and name. */
enum { C_PROVINCE, C_LIST, C_FORM, C_NETWORK, C_NETWORK_NAME, C_GROUPING };

static bool place_row(khung__folio_data *data, const khung__str *cells, size_t *group, size_t *part)
{
    khung__folio_by by = khung__folio_by_of(data->pick->by);
    switch (by) {
    case KHUNG__BY_FORM:
        *group = form_group(data, &data->groups, cells[C_FORM]);
        *part = province_group(data, &data->parts, cells[C_PROVINCE], cells[C_LIST], true);
        break;
    case KHUNG__BY_NETWORK:
        *group = cells[C_NETWORK].n ? group_of(data, &data->groups, cells[C_NETWORK], cells[C_NETWORK_NAME])
                                    : unknown(data, &data->groups, KHUNG__W_NO_NETWORK);
        *part = form_group(data, &data->parts, cells[C_FORM]);
        break;
    default:
        *group = province_group(data, &data->groups, cells[C_PROVINCE], cells[C_LIST], false);
        *part = form_group(data, &data->parts, cells[C_FORM]);
    }
    return *group != SIZE_MAX && *part != SIZE_MAX;
}

/* SQL: memberships of the organisation o on the day ?2; the columns above, the network being that which it has been in for longest. */
#define ON_THE_DAY "m.organisation = o.key AND m.from_date <= ?2 AND (m.to_date IS NULL OR m.to_date >= ?2)"
#define GROUPING \
    "coalesce(o.province, ''), coalesce(o.list, ''), coalesce(o.form, ''), " \
    "coalesce((SELECT n.id FROM membership m JOIN network n ON n.key = m.network WHERE " ON_THE_DAY " ORDER BY m.from_date, n.id LIMIT 1), ''), " \
    "coalesce((SELECT n.name FROM membership m JOIN network n ON n.key = m.network WHERE " ON_THE_DAY " ORDER BY m.from_date, n.id LIMIT 1), '')"
#define IN_NETWORK "(?3 IS NULL OR EXISTS (SELECT 1 FROM membership m JOIN network n ON n.key = m.network WHERE n.id = ?3 AND " ON_THE_DAY "))"

/* ---- percents ---- */

/* "50.3" in millionths. */
static khung__micro read_shown(khung__str text)
{
    khung__micro value = 0;
    size_t i = 0;
    for (; i < text.n && text.s[i] != '.'; i++)
        value = value * 10 + (text.s[i] - '0');
    for (int decimals = 0; decimals < 6; decimals++)
        value = value * 10 + (++i < text.n ? text.s[i] - '0' : 0);
    return value;
}

/* To the nearest millionth, or as shown where bands are compared with what is shown; but what lies below the beginning of a band stays
 * below it. */
static khung_status read_percent(khung__micro *out, const khung__folio_data *data, khung__rat percent)
{
    const khung_framework *f = data->framework;
    khung__arena scratch = {0};
    khung__buf text = {0};
    *out = -1;
    if (!percent.has || percent.negative)
        return KHUNG_OK;
    khung__buf_rat_shown(&text, percent, f->band_shown ? f->digits : 6);
    bool fine = !text.failed;
    if (fine)
        *out = read_shown((khung__str){text.s, text.n});
    for (uint32_t i = 0; i < f->band_count && !f->band_by_score && !f->band_shown && fine; i++) {
        khung__rat from = khung__rat_micro(&scratch, f->bands[i].from);
        fine = from.has;
        if (fine && *out == f->bands[i].from && khung__rat_cmp(percent, from) < 0)
            --*out;
    }
    khung__arena_free(&scratch);
    khung__buf_free(&text);
    return fine ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- rows ---- */

/* The framework that results rest on, kept from one row to the next; version and domains as in the portfolio's. */
typedef struct reading {
    khung__folio_data *data;
    khung_framework *framework;
    char digest[KHUNG_DIGEST_SIZE];
    uint32_t domains[KHUNG__FOLIO_DOMAINS]; /* KHUNG__NONE where it has none of that id */
} reading;

static khung_status know_framework(reading *r, khung__str digest, khung_log *log)
{
    if (r->framework && khung__str_eq(digest, khung__str_of(r->digest)))
        return KHUNG_OK;
    khung_framework_free(r->framework);
    r->framework = NULL;
    if (digest.n >= sizeof r->digest)
        return KHUNG_BAD_DATA;
    memcpy(r->digest, digest.s, digest.n);
    r->digest[digest.n] = '\0';
    khung_status status = khung_store_framework_load(&r->framework, r->data->store, r->digest, log);
    for (uint32_t i = 0; i < r->data->domain_count && status == KHUNG_OK; i++)
        r->domains[i] = khung__framework_domain(r->framework, r->data->framework->domains[r->data->domains[i]].id);
    return status;
}

static khung__folio_row *new_row(khung__folio_data *data)
{
    if (data->count == data->room) {
        size_t room = data->room ? data->room * 2 : 256;
        khung__folio_row *rows = khung__realloc(data->rows, room * sizeof *rows);
        if (!rows)
            return NULL;
        data->rows = rows;
        data->room = room;
    }
    data->rows[data->count] = (khung__folio_row){0};
    return &data->rows[data->count++];
}

/* Columns of the question. */
enum { Q_ID = C_GROUPING, Q_NAME, Q_FRAMEWORK, Q_YEAR, Q_GRADE, Q_CONTENT, Q_ASSESSMENT, Q_COLUMNS };

static khung_status fill_row(reading *r, const khung__str *cells, const khung_result *result)
{
    khung__folio_data *data = r->data;
    khung__folio_row *row = new_row(data);
    if (!row)
        return KHUNG_NO_MEMORY;
    bool again = data->count > 1 && khung__str_eq(row[-1].organisation, cells[Q_ID]);
    row->organisation = again ? row[-1].organisation : khung__str_copy(&data->arena, cells[Q_ID]);
    row->name = again ? row[-1].name : khung__str_copy(&data->arena, cells[Q_NAME]);
    row->grade = khung__str_copy(&data->arena, cells[Q_GRADE]);
    for (size_t i = 0; i < cells[Q_YEAR].n; i++)
        row->year = row->year * 10 + (cells[Q_YEAR].s[i] - '0');
    data->round = row->year > data->round ? row->year : data->round;
    khung_status status = place_row(data, cells, &row->group, &row->part) && row->organisation.s && row->name.s ? KHUNG_OK : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = read_percent(&row->total, data, result->domains[0].percent);
    for (uint32_t i = 0; i < data->domain_count && status == KHUNG_OK; i++) {
        row->domains[i] = -1;
        if (r->domains[i] != KHUNG__NONE)
            status = read_percent(&row->domains[i], data, result->domains[r->domains[i]].percent);
    }
    return status;
}

/* Results of another major or minor version say something else and are only counted. */
static khung_status read_row(reading *r, const khung__str *cells, khung_log *log)
{
    khung_result *result = NULL;
    khung_status status = know_framework(r, cells[Q_FRAMEWORK], log);
    if (status != KHUNG_OK)
        return status;
    if (r->framework->major != r->data->framework->major || r->framework->minor != r->data->framework->minor) {
        r->data->others++;
        return KHUNG_OK;
    }
    status = khung__result_unkeep(&result, r->framework, cells[Q_CONTENT]);
    if (status == KHUNG_BAD_DATA)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_BAD_RESULT, (khung__at){0}, cells[Q_ASSESSMENT]);
    if (status == KHUNG_OK && result->domains[0].percent.has)
        status = fill_row(r, cells, result);
    khung_result_free(result);
    return status;
}

static khung__str cell(sqlite3_stmt *row, int i)
{
    const char *text = (const char *)sqlite3_column_text(row, i);
    return (khung__str){text ? text : "", text ? (size_t)sqlite3_column_bytes(row, i) : 0};
}

/* ?1 framework, ?2 day, ?3 network, ?4 whether a review is asked for. The result is the newest of that day; an assessment that was opened again
 * is left out, as it is where certificates are made. */
static const char results[] =
    "SELECT " GROUPING ", o.id, o.name, r.framework, substr(a.period_to, 1, 4), coalesce(r.grade, ''), r.content, a.id "
    "FROM assessment a JOIN organisation x ON x.key = a.organisation JOIN organisation o ON o.key = coalesce(x.merged_into, x.key) "
    "JOIN framework f ON f.digest = a.framework "
    "JOIN result r ON r.key = (SELECT s.key FROM result s WHERE s.assessment = a.key AND substr(s.made, 1, 10) <= ?2 "
    "ORDER BY s.made DESC, s.key DESC LIMIT 1) "
    "WHERE f.id = ?1 AND r.complete = 1 AND " IN_NETWORK " AND a.state IN ('reviewed', 'certified', 'closed', iif(?4, '', 'submitted')) "
    "AND (NOT ?4 OR EXISTS (SELECT 1 FROM json_each(r.tracks) j JOIN track t ON t.key = j.value WHERE t.kind = 'reviewer')) "
    "ORDER BY o.sort, o.id, a.period_to, a.key";

static khung_status read_rows(khung__folio_data *data, khung_log *log)
{
    reading r = {.data = data};
    sqlite3_stmt *question = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&question, data->store, log, results, "ttti", data->framework->id.s, data->pick->at, data->pick->network,
                                           (int64_t)data->framework->certificate_reviewed);
    while (status == KHUNG_OK && more) {
        khung__str cells[Q_COLUMNS];
        status = khung__store_step(data->store, question, &more, log);
        if (status != KHUNG_OK || !more)
            break;
        for (int i = 0; i < Q_COLUMNS; i++)
            cells[i] = cell(question, i);
        status = read_row(&r, cells, log);
    }
    sqlite3_finalize(question);
    khung_framework_free(r.framework);
    return status;
}

/* Of each organisation the last result of the round is shown; groups count these. */
static void choose(khung__folio_data *data)
{
    for (size_t i = 0; i < data->count; i++) {
        khung__folio_row *row = &data->rows[i];
        bool last = i + 1 == data->count || !khung__str_eq(row[1].organisation, row->organisation);
        row->shown = last && row->year == data->round;
        data->groups.list[row->group].members += row->shown;
        data->parts.list[row->part].members += row->shown;
    }
}

/* How many the registry has of each group that is told. */
static khung_status count_registered(khung__folio_data *data, khung_log *log)
{
    static const char all[] = "SELECT " GROUPING " FROM organisation o WHERE o.merged_into IS NULL AND ?1 IS NOT NULL AND " IN_NETWORK;
    sqlite3_stmt *question = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&question, data->store, log, all, "ttt", "", data->pick->at, data->pick->network);
    while (status == KHUNG_OK && more) {
        khung__str cells[C_GROUPING];
        size_t group, part;
        status = khung__store_step(data->store, question, &more, log);
        if (status != KHUNG_OK || !more)
            break;
        for (int i = 0; i < C_GROUPING; i++)
            cells[i] = cell(question, i);
        if (!place_row(data, cells, &group, &part))
            status = KHUNG_NO_MEMORY;
        else
            data->groups.list[group].registered++;
    }
    sqlite3_finalize(question);
    return status;
}

khung_status khung__folio_gather(khung__folio_data *data, khung_log *log)
{
    const khung_framework *f = data->framework;
    for (uint32_t i = 1; i < f->domain_count && data->domain_count < KHUNG__FOLIO_DOMAINS; i++)
        if (f->domains[i].depth == 1)
            data->domains[data->domain_count++] = i;
    khung_status status = read_rows(data, log);
    if (status == KHUNG_OK)
        choose(data);
    return status == KHUNG_OK ? count_registered(data, log) : status;
}
