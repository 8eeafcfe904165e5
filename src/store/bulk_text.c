/* A row of a table as the canonical text of a file of answers. */
#include "bulk.h"

#include <string.h>

/* Indexes of n structs in the byte order of their ids, which lie `stride` apart. */
static uint32_t *sorted(khung__arena *arena, const khung__str *first, size_t stride, uint32_t n)
{
    uint32_t *order = khung__arena_alloc(arena, n * sizeof *order);
    const char *ids = (const char *)first;
    for (uint32_t gap = n ? n : 0; order && gap > 0; gap /= 2) /* shell sort; the first round only fills in */
        for (uint32_t i = gap == n ? 0 : gap; i < n; i++) {
            uint32_t at = i, moved = gap == n ? i : order[i];
            const khung__str *id = (const khung__str *)(const void *)(ids + moved * stride);
            for (; gap < n && at >= gap && khung__str_cmp(*(const khung__str *)(const void *)(ids + order[at - gap] * stride), *id) > 0; at -= gap)
                order[at] = order[at - gap];
            order[at] = moved;
        }
    return order;
}

static khung__str key_piece(khung__arena *arena, khung__str key, const khung__str *value)
{
    khung__buf text = {0};
    khung__buf_json(&text, key);
    khung__buf_char(&text, ':');
    if (value)
        khung__buf_json(&text, *value);
    return khung__buf_take(&text, arena);
}

static bool make_piece(khung_bulk *bulk, uint32_t c)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    piece *p = &bulk->pieces[c];
    p->key = key_piece(&bulk->arena, asked->id, NULL);
    if (asked->check_count > 0)
        p->checks = sorted(&bulk->arena, &asked->checks->id, sizeof *asked->checks, asked->check_count);
    if (!p->key.s || (asked->check_count > 0 && !p->checks))
        return false;
    if (asked->method != KHUNG__SCALE)
        return true;
    const khung__scale *scale = &bulk->framework->scales[asked->scale];
    p->levels = khung__arena_alloc(&bulk->arena, scale->level_count * sizeof *p->levels);
    bool made = p->levels != NULL;
    for (uint32_t l = 0; made && l < scale->level_count; l++)
        made = (p->levels[l] = key_piece(&bulk->arena, asked->id, &scale->levels[l].id)).s != NULL;
    return made;
}

khung_status khung__bulk_pieces(khung_bulk *bulk)
{
    const khung_framework *f = bulk->framework;
    khung__buf middle = {0};
    khung__buf_z(&middle, "},\"format\":\"1\",\"framework\":{\"id\":");
    khung__buf_json(&middle, f->id);
    khung__buf_z(&middle, ",\"version\":");
    khung__buf_json(&middle, f->version);
    khung__buf_z(&middle, "},\"kind\":\"answers\",\"organisation\":{\"id\":");
    bulk->middle = khung__buf_take(&middle, &bulk->arena);
    bulk->pieces = khung__arena_alloc(&bulk->arena, f->criterion_count * sizeof *bulk->pieces);
    bulk->order = sorted(&bulk->arena, &f->criteria->id, sizeof *f->criteria, f->criterion_count);
    bulk->fact_order = f->fact_count ? sorted(&bulk->arena, &f->facts->id, sizeof *f->facts, f->fact_count) : NULL;
    bool made = bulk->middle.s && bulk->pieces && bulk->order && (bulk->fact_order || !f->fact_count);
    for (uint32_t c = 0; made && c < f->criterion_count; c++)
        made = make_piece(bulk, c);
    return made ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- from cells to the canonical text ---- */

/* Text that a loader would leave as it is: valid, NFC, not empty, no control characters, no blanks around it. */
static bool is_clean(khung__str text)
{
    const char *p = text.s, *end = text.s + text.n;
    bool ascii = true;
    if (text.n == 0 || text.s[0] == ' ' || end[-1] == ' ')
        return false;
    for (; p < end; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return false;
        ascii = ascii && (unsigned char)*p < 0x80;
    }
    for (p = text.s; !ascii && p < end;)
        if (khung__utf8_next(&p, end) < 0)
            return false;
    return ascii || khung__text_is_nfc_quick(text);
}

static void put_level(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    const khung__scale *scale = &bulk->framework->scales[asked->scale];
    uint32_t level = 0;
    while (level < scale->level_count && !khung__str_eq(scale->levels[level].id, cell))
        level++;
    if (level < scale->level_count && (asked->choosable >> level & 1)) {
        bulk->stream.answers[c].kind = KHUNG__ANSWER_LEVEL;
        bulk->stream.bound.level[c] = level;
        khung__buf_str(&bulk->text, bulk->pieces[c].levels[level]);
        return;
    }
    bulk->odd = true;
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_json(&bulk->text, cell);
}

static void put_quantity(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    khung__answer *answer = &bulk->stream.answers[c];
    if (khung__read_decimal(cell, &answer->quantity))
        answer->kind = KHUNG__ANSWER_QUANTITY;
    else
        bulk->odd = true;
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_z(&bulk->text, "{\"quantity\":");
    khung__buf_json(&bulk->text, cell);
    khung__buf_char(&bulk->text, '}');
}

/* Marks the checks that the cell names; names that nobody knows go into `small`, each as the file would have it. */
static void mark_checks(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    int8_t *ticks = bulk->stream.bound.checks[c];
    memset(ticks, 0, asked->check_count);
    bulk->small.n = 0;
    for (size_t at = 0; at < cell.n && !(cell.n == 1 && cell.s[0] == '-');) {
        khung__str word = {cell.s + at, 0};
        uint32_t i = 0;
        while (at + word.n < cell.n && word.s[word.n] != ' ')
            word.n++;
        at += word.n + 1;
        while (word.n && i < asked->check_count && !khung__str_eq(asked->checks[i].id, word))
            i++;
        if (word.n && i < asked->check_count)
            ticks[i] = 1;
        if (word.n == 0 || i < asked->check_count)
            continue;
        bulk->odd = true;
        khung__buf_char(&bulk->small, ',');
        khung__buf_json(&bulk->small, word);
        khung__buf_z(&bulk->small, ":\"true\"");
    }
}

static void put_checks(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    bulk->stream.answers[c].kind = KHUNG__ANSWER_CHECKS;
    mark_checks(bulk, c, cell);
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_z(&bulk->text, "{\"checks\":{");
    for (uint32_t i = 0; i < asked->check_count; i++) {
        uint32_t check = bulk->pieces[c].checks[i];
        khung__buf_z(&bulk->text, i ? "," : "");
        khung__buf_json(&bulk->text, asked->checks[check].id);
        khung__buf_z(&bulk->text, bulk->stream.bound.checks[c][check] ? ":\"true\"" : ":\"false\"");
    }
    khung__buf_add(&bulk->text, bulk->small.s, bulk->small.n);
    khung__buf_z(&bulk->text, "}}");
}

static void put_na(khung_bulk *bulk, uint32_t c, khung__str reason)
{
    bulk->odd = bulk->odd || bulk->framework->criteria[c].na_forbidden || !is_clean(reason);
    bulk->stream.answers[c].kind = KHUNG__ANSWER_NA;
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_z(&bulk->text, "{\"na\":");
    khung__buf_json(&bulk->text, reason);
    khung__buf_char(&bulk->text, '}');
}

static void put_cell(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    if (cell.n >= 3 && memcmp(cell.s, "na:", 3) == 0) {
        size_t blank = cell.n > 3 && cell.s[3] == ' ';
        put_na(bulk, c, (khung__str){cell.s + 3 + blank, cell.n - 3 - blank});
        return;
    }
    switch (bulk->framework->criteria[c].method) {
    case KHUNG__SCALE:
        put_level(bulk, c, cell);
        break;
    case KHUNG__QUANTITY:
        put_quantity(bulk, c, cell);
        break;
    case KHUNG__LADDER:
    case KHUNG__CHECKLIST:
        put_checks(bulk, c, cell);
        break;
    }
}

static void put_answers(khung_bulk *bulk)
{
    bool first = true;
    khung__buf_z(&bulk->text, "{\"answers\":{");
    for (uint32_t i = 0; i < bulk->framework->criterion_count; i++) {
        uint32_t c = bulk->order[i];
        const char *cell = bulk->row->answers[c];
        bulk->stream.answers[c].kind = KHUNG__ANSWER_NONE;
        if (!cell || !*cell)
            continue;
        if (!first)
            khung__buf_char(&bulk->text, ',');
        first = false;
        put_cell(bulk, c, khung__str_of(cell));
    }
}

/* The value of a fact that is written plainly. */
static bool read_fact(khung_fact *out, const khung__fact *fact, khung__str text)
{
    *out = (khung_fact){.given = true};
    if (fact->type == KHUNG__DECIMAL)
        return khung__read_decimal(text, &out->value);
    if (fact->type == KHUNG__FLAG) {
        out->value = khung__str_eq(text, KHUNG__S("true"));
        return out->value || khung__str_eq(text, KHUNG__S("false"));
    }
    for (uint32_t i = 0; i < fact->option_count; i++)
        if (khung__str_eq(fact->options[i].id, text)) {
            out->value = i;
            return true;
        }
    return false;
}

static void put_facts(khung_bulk *bulk)
{
    const khung_framework *f = bulk->framework;
    bool any = false;
    for (uint32_t i = 0; i < f->fact_count; i++) {
        uint32_t n = bulk->fact_order[i];
        const char *cell = bulk->row->facts ? bulk->row->facts[n] : NULL;
        bulk->stream.facts[n] = (khung_fact){0};
        if (!cell || !*cell)
            continue;
        bulk->odd = !read_fact(&bulk->stream.facts[n], &f->facts[n], khung__str_of(cell)) || bulk->odd;
        khung__buf_z(&bulk->text, any ? "," : ",\"profile\":{");
        khung__buf_json(&bulk->text, f->facts[n].id);
        khung__buf_char(&bulk->text, ':');
        khung__buf_json(&bulk->text, khung__str_of(cell));
        any = true;
    }
    khung__buf_z(&bulk->text, any ? "}" : "");
}

/* The text that the loader's tree would give back for this row, and what it says into the stream. */
void khung__bulk_text(khung_bulk *bulk)
{
    const khung_bulk_row *row = bulk->row;
    khung_result *result = &bulk->stream.result;
    khung__str id = khung__str_of(row->organisation), name = khung__str_of(row->name);
    khung__str from = khung__str_of(row->from), to = khung__str_of(row->to);
    bool dates = khung__read_date(from, &result->from) && khung__read_date(to, &result->to);
    bulk->odd = !khung__is_id(id) || !is_clean(name) || !dates || khung__date_cmp(result->from, result->to) > 0;
    result->organisation_id = id;
    result->organisation_name = name;
    bulk->text.n = 0;
    put_answers(bulk);
    khung__buf_str(&bulk->text, bulk->middle);
    khung__buf_json(&bulk->text, id);
    khung__buf_z(&bulk->text, ",\"name\":");
    khung__buf_json(&bulk->text, name);
    khung__buf_z(&bulk->text, "},\"period\":{\"from\":");
    khung__buf_json(&bulk->text, from);
    khung__buf_z(&bulk->text, ",\"to\":");
    khung__buf_json(&bulk->text, to);
    khung__buf_char(&bulk->text, '}');
    put_facts(bulk);
    khung__buf_z(&bulk->text, ",\"track\":\"self\"}");
}
