/* import/rows: who answered in a table, and what each of them said. */
#include "inside.h"
#include "../framework/shape.h"

#include <string.h>

/* ---- respondents ---- */

static import_item *add_item(khung_import *im, size_t table, size_t row, size_t end)
{
    if (im->item_count == im->item_room) {
        size_t room = im->item_room ? im->item_room * 2 : 64;
        import_item *more = khung__realloc(im->items, room * sizeof *more);
        if (!more)
            return NULL;
        im->items = more;
        im->item_room = room;
    }
    import_item *item = &im->items[im->item_count++];
    *item = (import_item){.table = (uint32_t)table, .row = row, .end = end};
    return item;
}

/* A row of HXL tags ("#adm1+name"), which some Kobo projects have below the headings. */
static bool is_hxl(const khung__sheet_text *cell, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cell[i].n < 2 || cell[i].s[0] != '#')
            return false;
    return count > 0;
}

/* Whether the server's reviewers refused it. */
static bool is_refused(const import_table *table, const khung__sheet_text *cell, size_t count)
{
    static const char *const words[] = {"rejected", "not approved", "validation status not approved"};
    for (size_t i = 0; i < count; i++) {
        if (table->columns[cell[i].column] != COLUMN_REVIEW)
            continue;
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (khung__text_fold_is((khung__str){cell[i].s, cell[i].n}, w == 0 ? KHUNG__S("rejected") : w == 1 ? KHUNG__S("notapproved")
                                                                                                 : KHUNG__S("validationstatusnotapproved")))
                return true;
    }
    return false;
}

/* The first stable id in a row, without "uuid:". */
static khung__str id_of(const import_table *table, const khung__sheet_text *cell, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        khung__str id = {cell[i].s, cell[i].n};
        if (table->columns[cell[i].column] != COLUMN_ID)
            continue;
        return id.n > 5 && memcmp(id.s, "uuid:", 5) == 0 ? (khung__str){id.s + 5, id.n - 5} : id;
    }
    return (khung__str){0};
}

static khung_status wide_items(khung_import *im, size_t t, size_t *refused)
{
    const import_table *table = &im->tables[t];
    size_t rows = khung__sheet_rows(table->sheet), count;
    for (size_t row = 1; row < rows; row++) {
        const khung__sheet_text *cell = khung__sheet_row(table->sheet, row, &count);
        if (row == 1 && is_hxl(cell, count))
            continue;
        if (is_refused(table, cell, count)) {
            ++*refused;
            continue;
        }
        import_item *item = add_item(im, t, row, row + 1);
        if (!item)
            return KHUNG_NO_MEMORY;
        item->id = id_of(table, cell, count);
        item->several = rows > 2;
    }
    return KHUNG_OK;
}

static uint32_t column_for(const import_table *table, int32_t what)
{
    size_t n = khung__sheet_columns(table->sheet);
    for (size_t c = 0; c < n; c++)
        if (table->columns[c] == what)
            return (uint32_t)c;
    return UINT32_MAX;
}

/* In a table with a row an answer another file begins where the framework is named again. */
static khung_status keyed_items(khung_import *im, size_t t)
{
    const import_table *table = &im->tables[t];
    uint32_t key = column_for(table, COLUMN_KEY);
    size_t rows = khung__sheet_rows(table->sheet);
    import_item *item = NULL;
    for (size_t row = 1; row < rows; row++) {
        bool begins = khung__str_eq(khung__sheet_cell(table->sheet, row, key), KHUNG__S("framework.id"));
        if (!item || (begins && row > item->row))
            item = add_item(im, t, row, row + 1);
        if (!item)
            return KHUNG_NO_MEMORY;
        item->end = row + 1;
    }
    return KHUNG_OK;
}

khung_status khung__import_items(khung_import *im, khung_log *log)
{
    khung_status status = KHUNG_OK;
    for (size_t t = 0; t < im->table_count && status == KHUNG_OK; t++) {
        import_table *table = &im->tables[t];
        size_t refused = 0;
        if (table->answers)
            status = add_item(im, t, 0, 0) ? KHUNG_OK : KHUNG_NO_MEMORY;
        else
            status = table->keyed ? keyed_items(im, t) : wide_items(im, t, &refused);
        if (refused && status == KHUNG_OK) {
            khung__buf number = {0};
            khung__buf_int(&number, (int64_t)refused);
            KHUNG__DIAG(log, KHUNG__D_IMPORT_REFUSED, khung__sheet_at(table->sheet, 0, 0), (khung__str){number.s, number.n});
            khung__buf_free(&number);
        }
    }
    return status;
}

/* ---- one respondent ---- */

static void gather_wide(import_draft *d, size_t row)
{
    size_t count;
    const khung__sheet_text *cell = khung__sheet_row(d->table->sheet, row, &count);
    for (size_t i = 0; i < count && d->status != KHUNG_NO_MEMORY; i++) {
        int32_t what = d->table->columns[cell[i].column];
        khung__str text = {cell[i].s, cell[i].n};
        if (what >= 0)
            khung__import_value(d, &d->im->questions.list[what], text, row, cell[i].column);
        else if (what == COLUMN_DATED && !d->submitted.s && text.n >= 10)
            d->submitted = (khung__str){text.s, 10};
    }
}

/* What stands beside the answer of a row: of a criterion its reason, note and mark, of evidence its date and digest. */
static void gather_beside(import_draft *d, const khung__question *question, khung__asks asks, khung__str text, size_t row, uint32_t column)
{
    const khung__questions *q = &d->im->questions;
    for (const khung__question *x = q->list; x < q->list + q->count; x++) {
        bool same_part = asks == KHUNG__ASKS_EVIDENCE_DATED || asks == KHUNG__ASKS_EVIDENCE_SHA256 ? x->part == question->part : true;
        if (x->asks == asks && x->criterion == question->criterion && same_part) {
            khung__import_value(d, x, text, row, column);
            return;
        }
    }
    khung__import_say(d, KHUNG__D_IMPORT_BESIDE, row, column, question->key, (khung__str){0}, (khung__str){0});
}

static void gather_cell(import_draft *d, const khung__question *question, const khung__sheet_text *cell, size_t row)
{
    static const struct {
        int32_t what;
        khung__asks asks;
    } beside[] = {{COLUMN_REASON, KHUNG__ASKS_REASON}, {COLUMN_NOTE, KHUNG__ASKS_NOTE}, {COLUMN_CARRIED, KHUNG__ASKS_CARRIED},
                  {COLUMN_PROOF_DATED, KHUNG__ASKS_EVIDENCE_DATED}, {COLUMN_PROOF_SHA256, KHUNG__ASKS_EVIDENCE_SHA256}};
    int32_t what = d->table->columns[cell->column];
    khung__str text = {cell->s, cell->n};
    if (what == COLUMN_ANSWER)
        khung__import_value(d, question, text, row, cell->column);
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (what == beside[i].what)
            gather_beside(d, question, beside[i].asks, text, row, cell->column);
}

static void say_key(import_draft *d, khung__str key, size_t row, uint32_t column)
{
    const khung__questions *q = &d->im->questions;
    khung__import_say(d, KHUNG__D_IMPORT_KEY, row, column, key, (khung__str){0}, (khung__str){0});
    khung__str *words = d->log && q->count < 4000 ? khung__alloc(q->count * sizeof *words) : NULL;
    for (uint32_t i = 0; words && i < q->count; i++)
        words[i] = q->list[i].key;
    if (words)
        khung__diag_suggest(d->log, key, words, q->count);
    khung__free(words);
}

static void gather_keyed(import_draft *d, size_t row)
{
    size_t count;
    const khung__sheet_text *cell = khung__sheet_row(d->table->sheet, row, &count);
    uint32_t column = column_for(d->table, COLUMN_KEY);
    khung__str key = khung__sheet_cell(d->table->sheet, row, column);
    bool empty = true;
    for (size_t i = 0; i < count; i++)
        empty = empty && d->table->columns[cell[i].column] > COLUMN_ANSWER;
    if (empty || !key.s)
        return;
    int32_t found = khung__import_key(d->im, key);
    if (found < 0)
        found = khung__import_key(d->im, khung__framework_named(d->im->questions.frameworks[0], key)); /* the printed code */
    if (found < 0) {
        say_key(d, key, row, column);
        return;
    }
    for (size_t i = 0; i < count && d->status != KHUNG_NO_MEMORY; i++)
        gather_cell(d, &d->im->questions.list[found], &cell[i], row);
}

void khung__import_gather(import_draft *d, khung_import *im, const import_item *item, khung_log *log)
{
    const khung_framework *f = im->questions.frameworks[0];
    khung__arena arena = d->arena;
    *d = (import_draft){.im = im, .table = &im->tables[item->table], .log = log, .arena = arena, .row = item->row, .submission = item->id};
    d->last_proof = &d->proofs;
    d->facts = khung__arena_alloc(&d->arena, (f->fact_count + 1) * sizeof *d->facts);
    d->answers = khung__arena_alloc(&d->arena, (f->criterion_count + 1) * sizeof *d->answers);
    if (!d->facts || !d->answers) {
        d->status = KHUNG_NO_MEMORY;
        return;
    }
    for (size_t row = item->row; row < item->end && d->status != KHUNG_NO_MEMORY; row++)
        if (d->table->keyed)
            gather_keyed(d, row);
        else
            gather_wide(d, row);
}
