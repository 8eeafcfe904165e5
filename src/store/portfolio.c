/* store/portfolio: the reviewed results of the store as figures of kind portfolio (khung-figures(5)). */
#include "portfolio.h"

#include <stdlib.h>
#include <string.h>

/* ---- pieces of YAML: a list is a key and lines below it, a text is quoted as JSON is ---- */

static void put_text(khung__buf *out, const char *before, khung__str text)
{
    khung__buf_z(out, before);
    khung__buf_json(out, text);
}

static void put_micro(khung__buf *out, const char *before, khung__micro value)
{
    khung__buf_z(out, before);
    khung__buf_int(out, value / 1000000);
    if (value % 1000000)
        khung__buf_char(out, '.');
    for (khung__micro part = 100000, rest = value % 1000000; rest; rest %= part, part /= 10)
        khung__buf_char(out, (char)('0' + rest / part));
}

static void put_id(khung__buf *out, const char *before, khung__str id)
{
    khung__buf_z(out, before);
    khung__buf_str(out, id);
}

/* ---- what the framework says ---- */

static void put_framework(khung__buf *out, const khung__folio_data *data)
{
    const khung_framework *f = data->framework;
    put_text(out, "framework: {title: ", f->title);
    put_id(out, ", version: ", f->version);
    khung__buf_z(out, "}\ngrades:\n");
    for (uint32_t i = 0; i < f->grade_count; i++) {
        put_id(out, "  - {id: ", f->grades[i].id);
        put_text(out, ", title: ", f->grades[i].title);
        khung__buf_z(out, "}\n");
    }
}

/* The bands of percents; without them quarters. */
static void put_levels(khung__buf *out, const khung__folio_data *data)
{
    static const char *const quarters = "  - {title: 0–25%, from: 0}\n  - {title: 25–50%, from: 25}\n"
                                        "  - {title: 50–75%, from: 50}\n  - {title: 75–100%, from: 75}\n";
    const khung_framework *f = data->framework;
    bool own = f->band_count > 0 && !f->band_by_score;
    khung__buf_z(out, "levels:\n");
    for (uint32_t i = 0; i < f->band_count && own; i++) {
        put_text(out, "  - {title: ", f->bands[i].title);
        put_micro(out, ", from: ", f->bands[i].from);
        khung__buf_z(out, "}\n");
    }
    khung__buf_z(out, own ? "" : quarters);
    khung__buf_z(out, "domains:\n");
    for (uint32_t i = 0; i < data->domain_count; i++) {
        const khung__domain *domain = &f->domains[data->domains[i]];
        put_id(out, "  - {id: ", domain->id);
        if (domain->code.n)
            put_text(out, ", code: ", domain->code);
        put_text(out, ", title: ", domain->title);
        khung__buf_z(out, "}\n");
    }
}

/* ---- groups ---- */

/* Those with most organisations first, then by what they are called; of whom it is not known last. */
static int by_members(const void *x, const void *y)
{
    const khung__folio_group *a = *(const khung__folio_group *const *)x, *b = *(const khung__folio_group *const *)y;
    bool last_a = khung__str_eq(a->id, KHUNG__S("none")), last_b = khung__str_eq(b->id, KHUNG__S("none"));
    if (last_a != last_b)
        return last_a ? 1 : -1;
    if (a->members != b->members)
        return a->members < b->members ? 1 : -1;
    return khung__str_cmp(a->title, b->title);
}

static khung_status put_groups(khung__buf *out, khung__folio_data *data, const khung__folio_groups *groups, const char *key, bool registered)
{
    const khung__folio_group **order = khung__arena_alloc(&data->arena, (groups->count + 1) * sizeof *order);
    size_t n = 0;
    if (!order)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < groups->count; i++)
        if (groups->list[i].members)
            order[n++] = &groups->list[i];
    qsort(order, n, sizeof *order, by_members);
    khung__buf_z(out, key);
    for (size_t i = 0; i < n; i++) {
        put_id(out, "  - {id: ", order[i]->id);
        put_text(out, ", title: ", order[i]->title);
        if (registered) {
            khung__buf_z(out, ", registered: ");
            khung__buf_int(out, order[i]->registered);
        }
        khung__buf_z(out, "}\n");
    }
    return KHUNG_OK;
}

/* ---- rounds and organisations ---- */

/* The years before the round in which somebody of the round was assessed, newest KHUNG__FOLIO_ROUNDS; oldest first. */
static size_t find_years(const khung__folio_data *data, int64_t years[KHUNG__FOLIO_ROUNDS])
{
    size_t n = 0;
    int64_t below = data->round;
    while (n < KHUNG__FOLIO_ROUNDS) {
        int64_t best = 0;
        for (size_t i = data->count, in = 0; i-- > 0;) {
            const khung__folio_row *row = &data->rows[i];
            bool last = i + 1 == data->count || !khung__str_eq(row[1].organisation, row->organisation);
            in = last ? row->shown : in;
            if (in && row->year < below && row->year > best)
                best = row->year;
        }
        if (!best)
            break;
        memmove(years + 1, years, n * sizeof *years);
        years[0] = below = best;
        n++;
    }
    return n;
}

static void put_rounds(khung__buf *out, const int64_t *years, size_t n)
{
    khung__buf_z(out, n ? "rounds:\n" : "");
    for (size_t i = 0; i < n; i++)
        khung__buf_printf(out, "  - {id: y%d, title: \"%d\"}\n", (int)years[i], (int)years[i]);
}

/* The totals of earlier years: of each the last result. */
static void put_before(khung__buf *out, const khung__folio_row *first, const khung__folio_row *shown, int64_t from)
{
    bool any = false;
    for (const khung__folio_row *row = first; row < shown; row++) {
        if (row->year < from || row->year == shown->year || row->year == row[1].year)
            continue;
        khung__buf_z(out, any ? ", " : ", before: {");
        khung__buf_printf(out, "y%d: ", (int)row->year);
        put_micro(out, "", row->total);
        any = true;
    }
    khung__buf_z(out, any ? "}" : "");
}

static void put_organisation(khung__buf *out, const khung__folio_data *data, const khung__folio_row *first, const khung__folio_row *row, int64_t from)
{
    put_id(out, "  - {id: ", row->organisation);
    put_text(out, ", name: ", row->name);
    put_id(out, ", province: ", data->groups.list[row->group].id);
    put_id(out, ", form: ", data->parts.list[row->part].id);
    if (row->grade.n)
        put_id(out, ", grade: ", row->grade);
    put_micro(out, ", total: ", row->total);
    khung__buf_z(out, ", domains: {");
    for (uint32_t i = 0, n = 0; i < data->domain_count; i++) {
        if (row->domains[i] < 0)
            continue;
        khung__buf_z(out, n++ ? ", " : "");
        khung__buf_str(out, data->framework->domains[data->domains[i]].id);
        put_micro(out, ": ", row->domains[i]);
    }
    khung__buf_z(out, "}");
    put_before(out, first, row, from);
    khung__buf_z(out, "}\n");
}

static void put_organisations(khung__buf *out, const khung__folio_data *data, int64_t from)
{
    const khung__folio_row *first = data->rows;
    khung__buf_z(out, "organisations:\n");
    for (size_t i = 0; i < data->count; i++) {
        const khung__folio_row *row = &data->rows[i];
        if (!khung__str_eq(first->organisation, row->organisation))
            first = row;
        if (row->shown)
            put_organisation(out, data, first, row, from);
    }
}

/* ---- the whole ---- */

/* Where sheets are of provinces and nobody is left out the document's own title holds. */
static void put_title(khung__buf *out, const khung__folio_data *data, khung__folio_by by)
{
    static const khung__word_id words[] = {KHUNG__W_COUNT, KHUNG__W_PORTFOLIO_BY_FORM, KHUNG__W_PORTFOLIO_BY_NETWORK};
    khung__buf title = {0};
    if (data->network.n) {
        khung__buf_str(&title, khung__word(KHUNG__W_PORTFOLIO_MEMBERS, data->language));
        khung__buf_char(&title, ' ');
        khung__buf_str(&title, data->network);
    } else if (by != KHUNG__BY_PROVINCE) {
        khung__buf_str(&title, khung__word(words[by], data->language));
    }
    if (title.n) {
        put_text(out, "title: ", (khung__str){title.s, title.n});
        khung__buf_char(out, '\n');
    }
    out->failed = out->failed || title.failed;
    khung__buf_free(&title);
}

static khung_status write_figures(khung__buf *out, khung__folio_data *data)
{
    const khung_portfolio_pick *pick = data->pick;
    khung__folio_by by = khung__folio_by_of(pick->by);
    int64_t years[KHUNG__FOLIO_ROUNDS], least = data->framework->hide_below > 5 ? data->framework->hide_below : 5;
    size_t n = find_years(data, years);
    khung__buf_printf(out, "kind: portfolio\nformat: 1\nlanguage: %s\ndated: %s\nround: \"%d\"\nby: %s\naudience: %s\nhide-below: %d\n",
                      data->language == KHUNG__EN ? "en" : "vi", pick->at, (int)data->round, khung__folio_ways[by], pick->internal ? "internal" : "open",
                      (int)least);
    khung__buf_z(out, data->framework->certificate_reviewed ? "" : "unreviewed: true\n");
    put_title(out, data, by);
    put_framework(out, data);
    put_levels(out, data);
    khung_status status = put_groups(out, data, &data->groups, "provinces:\n", true);
    if (status == KHUNG_OK)
        status = put_groups(out, data, &data->parts, "forms:\n", false);
    put_rounds(out, years, n);
    put_organisations(out, data, n ? years[0] : data->round);
    return status;
}

static khung_status find_network(khung__folio_data *data, khung_log *log)
{
    const char *id = data->pick->network;
    khung_status status = khung__store_one(&data->network, data->store, &data->arena, log, "SELECT name FROM network WHERE id = ?1", "t", id);
    if (status == KHUNG_OK && !data->network.s)
        status = KHUNG__DIAG(log, KHUNG__D_UNKNOWN_NETWORK, (khung__at){0}, khung__str_of(id));
    return status;
}

khung_status khung_store_portfolio(char **out, khung_store *store, const khung_framework *framework, const khung_portfolio_pick *pick, khung_log *log)
{
    khung__buf text = {0};
    if (!out || !store || !framework || !pick || !pick->at || khung__folio_by_of(pick->by) == KHUNG__BY_COUNT)
        return KHUNG_BAD_CALL;
    khung__folio_data data = {.store = store, .framework = framework, .pick = pick, .language = khung__language_of(framework->language)};
    khung__date day;
    khung_status status = KHUNG_OK;
    if (!khung__read_date(khung__str_of(pick->at), &day))
        status = KHUNG__DIAG(log, KHUNG__D_TABLE_DATE, (khung__at){0}, khung__str_of(pick->at));
    if (status == KHUNG_OK && pick->network)
        status = find_network(&data, log);
    if (status == KHUNG_OK)
        status = khung__folio_gather(&data, log);
    if (status == KHUNG_OK && data.others) {
        khung__buf number = {0};
        khung__buf_int(&number, data.others);
        KHUNG__DIAG(log, KHUNG__D_PORTFOLIO_OTHERS, (khung__at){0}, (khung__str){number.s, number.n}, framework->version);
        khung__buf_free(&number);
    }
    if (status == KHUNG_OK && data.count == 0)
        status = KHUNG__DIAG(log, KHUNG__D_PORTFOLIO_NONE, (khung__at){0}, framework->id, khung__str_of(pick->at));
    if (status == KHUNG_OK)
        status = write_figures(&text, &data);
    khung__free(data.rows);
    khung__arena_free(&data.arena);
    return khung__hand_out(out, &text, status);
}

khung_status khung_store_portfolio_framework(char **out, khung_store *store, khung_log *log)
{
    static const char sql[] = "SELECT DISTINCT f.id FROM assessment a JOIN framework f ON f.digest = a.framework ORDER BY f.id LIMIT 2";
    khung__arena arena = {0};
    khung__rows rows = {0};
    khung__buf text = {0};
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__gather(&rows, store, &arena, log, sql, "");
    if (status == KHUNG_OK && rows.count != 1)
        status = rows.count ? KHUNG__DIAG(log, KHUNG__D_PORTFOLIO_WHICH, (khung__at){0}, KHUNG__CELL(&rows, 0, 0), KHUNG__CELL(&rows, 1, 0))
                            : KHUNG__DIAG(log, KHUNG__D_PORTFOLIO_EMPTY, (khung__at){0});
    if (status == KHUNG_OK)
        khung__buf_str(&text, KHUNG__CELL(&rows, 0, 0));
    khung__arena_free(&arena);
    return khung__hand_out(out, &text, status);
}
