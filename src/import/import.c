/* import: files become tables, tables respondents, respondents answers files. See khung.h. */
#include "inside.h"
#include "../framework/shape.h"

#include <stdio.h>
#include <string.h>

static const khung__sheet_limits limits = {.bytes = KHUNG_MOST_EXPORT, .columns = 20000};

khung_status khung_import_new(khung_import **out)
{
    if (!out)
        return KHUNG_BAD_CALL;
    khung_import *im = khung__alloc(sizeof *im);
    if (!im)
        return KHUNG_NO_MEMORY;
    *im = (khung_import){0};
    *out = im;
    return KHUNG_OK;
}

void khung_import_free(khung_import *import)
{
    if (!import)
        return;
    for (size_t i = 0; i < import->table_count; i++) {
        khung__sheet_free(import->tables[i].sheet);
        khung_answers_free(import->tables[i].answers);
    }
    khung__questions_free(&import->questions);
    khung__free(import->tables);
    khung__free(import->items);
    khung__arena_free(&import->arena);
    khung__free(import);
}

/* ---- adding a file ---- */

static bool begins(khung__str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.s, with, n) == 0;
}

/* The file behind its byte-order mark, comments and empty lines. */
static khung__str first_words(khung__str s)
{
    if (begins(s, "\xEF\xBB\xBF"))
        s = (khung__str){s.s + 3, s.n - 3};
    while (s.n && strchr(" \t\r\n#-", s.s[0]) && s.s[0]) {
        const char *end = s.s[0] == '#' || s.s[0] == '-' ? memchr(s.s, '\n', s.n) : s.s;
        size_t n = end ? (size_t)(end + 1 - s.s) : s.n;
        s = (khung__str){s.s + n, s.n - n};
    }
    return s;
}

static bool is_answers(khung__str words)
{
    size_t n = words.n < 400 ? words.n : 400;
    return begins(words, "kind:") || (begins(words, "{") && memmem(words.s, n, "\"kind\"", 6) && memmem(words.s, n, "\"answers\"", 9));
}

khung_status khung__import_answers(khung_import *im, import_table *table, const char *name, khung__str bytes, khung_log *log)
{
    khung_status status = khung_answers_load(&table->answers, name, bytes.s, bytes.n, log);
    if (status != KHUNG_OK)
        return status;
    table->bytes = khung__str_copy(&im->arena, bytes);
    if (!im->form_of.n)
        im->form_of = table->answers->framework_id;
    return table->bytes.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

static khung_status add_table(khung_import *im, import_table *table, const char *name, khung__str bytes, khung__legacy from, khung_log *log)
{
    khung__str words = first_words(bytes);
    khung__at at = {&(khung__source){khung__str_of(name), {0}}, 0, 0, 0};
    khung_status status;
    if (is_answers(words))
        return khung__import_answers(im, table, name, bytes, log);
    if (begins(words, "<"))
        return KHUNG__DIAG(log, KHUNG__D_IMPORT_MARKUP, at, KHUNG__S("HTML/XML"));
    table->json = begins(words, "{") || begins(words, "[");
    status = table->json ? khung__import_json(&table->sheet, name, words, log)
                         : khung__legacy_load(&table->sheet, name, bytes, "khung", &limits, from, log);
    if (status == KHUNG_OK && khung__sheet_rows(table->sheet) < 2)
        status = KHUNG__DIAG(log, KHUNG__D_IMPORT_NOBODY, at);
    if (status == KHUNG_OK)
        khung__import_look(table, &im->form_of);
    return status;
}

import_table *khung__import_room(khung_import *im)
{
    if (im->table_count == im->table_room) {
        size_t room = im->table_room ? im->table_room * 2 : 8;
        import_table *more = khung__realloc(im->tables, room * sizeof *more);
        if (!more)
            return NULL;
        im->tables = more;
        im->table_room = room;
    }
    im->tables[im->table_count] = (import_table){0};
    return &im->tables[im->table_count];
}

khung_status khung_import_add(khung_import *import, const char *name, const char *bytes, size_t size, const char *encoding, khung_log *log)
{
    khung__legacy from;
    if (!import || !name || (!bytes && size) || !khung__legacy_named(&from, encoding))
        return KHUNG_BAD_CALL;
    if (size > 4 && memcmp(bytes, "%PDF", 4) == 0)
        return khung__import_report(import, name, (khung__str){bytes, size}, log);
    import_table *table = khung__import_room(import);
    if (!table)
        return KHUNG_NO_MEMORY;
    khung_status status = add_table(import, table, name, (khung__str){bytes, size}, from, log);
    if (status == KHUNG_OK) {
        import->table_count++;
        return KHUNG_OK;
    }
    khung__sheet_free(table->sheet);
    khung_answers_free(table->answers);
    return status;
}

const char *khung_import_framework(const khung_import *import)
{
    return import && import->form_of.n ? import->form_of.s : NULL;
}

/* ---- reading ---- */

static khung_status check_answers_file(khung_import *im, const import_table *table, khung_log *log)
{
    khung__arena arena = {0};
    khung__bound bound;
    khung_status status = khung__answers_bind(&bound, table->answers, im->questions.frameworks[0], &arena, log);
    khung__arena_free(&arena);
    return status;
}

static khung__str name_of_answers(khung__arena *arena, const khung_answers *a)
{
    static const char *const tracks[] = {"self", "respondent", "consensus", "reviewer"};
    khung__buf buf = {0};
    khung__buf_printf(&buf, "%s-%s", a->organisation_id.s, tracks[a->track]);
    return khung__buf_take(&buf, arena);
}

/* The name, or with -2, -3 … behind it. */
static khung__str distinct(khung_import *im, khung__ids *names, khung__str name)
{
    khung__str free_one = name;
    for (unsigned n = 2; free_one.s && khung__ids_add(names, 0, free_one, 0) != KHUNG__NONE; n++) {
        khung__buf buf = {0};
        khung__buf_printf(&buf, "%s-%u", name.s, n);
        free_one = khung__buf_take(&buf, &im->arena);
    }
    return free_one;
}

static khung_status yaml_of(khung__buf *out, khung_import *im, const import_item *item)
{
    const import_table *table = &im->tables[item->table];
    if (table->answers) {
        khung__buf_str(out, table->bytes);
        return out->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
    }
    import_draft d = {0};
    khung__import_gather(&d, im, item, NULL);
    khung__import_settle(&d, item);
    if (d.status == KHUNG_OK)
        khung__import_write(out, &d, item);
    khung__arena_free(&d.arena);
    return out->failed ? KHUNG_NO_MEMORY : d.status;
}

/* The same submission again: the same words are dropped with a note, others refused. */
static khung_status settle_again(khung_import *im, const import_item *before, const import_item *again, khung_log *log)
{
    khung__buf a = {0}, b = {0};
    char number[24];
    khung_status status = yaml_of(&a, im, before);
    if (status == KHUNG_OK)
        status = yaml_of(&b, im, again);
    bool same = a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
    const khung__sheet *first = im->tables[before->table].sheet, *second = im->tables[again->table].sheet;
    snprintf(number, sizeof number, "%u", (unsigned)khung__sheet_row_number(first, before->row));
    if (status == KHUNG_OK)
        status = KHUNG__DIAG(log, same ? KHUNG__D_IMPORT_AGAIN : KHUNG__D_IMPORT_CONFLICT, khung__sheet_at(second, again->row, 0), again->id,
                             khung__str_of(number), khung__sheet_at(first, 0, 0).source->name);
    khung__buf_free(&a);
    khung__buf_free(&b);
    return status;
}

static khung_status read_item(khung_import *im, import_item *item, import_draft *d, khung__ids *names, khung_log *log)
{
    const import_table *table = &im->tables[item->table];
    khung_status status;
    if (table->answers) {
        status = check_answers_file(im, table, log);
        item->name = name_of_answers(&im->arena, table->answers);
    } else {
        khung__import_gather(d, im, item, log);
        khung__import_settle(d, item);
        status = d->status;
        item->name = khung__import_name(&im->arena, d, item);
        khung__arena_reset(&d->arena);
    }
    if (item->name.s)
        item->name = distinct(im, names, item->name);
    return item->name.s ? status : KHUNG_NO_MEMORY;
}

/* Every item is gathered once for what is wrong with it; what comes again is taken off the list. */
static khung_status read_items(khung_import *im, khung_log *log)
{
    khung__ids names = {0}, ids = {0};
    khung__arena arena = {0};
    import_draft d = {0};
    khung_status worst = khung__ids_init(&names, &arena, 2 * im->item_count + 1) && khung__ids_init(&ids, &arena, im->item_count + 1) ? KHUNG_OK
                                                                                                                                   : KHUNG_NO_MEMORY;
    size_t kept = 0;
    for (size_t i = 0; i < im->item_count && worst != KHUNG_NO_MEMORY; i++) {
        import_item item = im->items[i];
        uint32_t before = item.id.n ? khung__ids_add(&ids, 0, item.id, (uint32_t)kept) : KHUNG__NONE;
        khung_status status = KHUNG_OK;
        if (before == KHUNG__NONE) {
            status = read_item(im, &item, &d, &names, log);
            im->items[kept++] = item;
        } else if (worst == KHUNG_OK) {
            status = settle_again(im, &im->items[before], &item, log);
        }
        worst = worst == KHUNG_OK || status == KHUNG_NO_MEMORY ? status : worst;
    }
    im->item_count = kept;
    khung__arena_free(&d.arena);
    khung__arena_free(&arena);
    return worst;
}

static khung_status read_all(khung_import *im, khung_log *log)
{
    khung_status status = KHUNG_OK;
    if (!khung__import_index(im))
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < im->table_count; i++) {
        khung_status one = im->tables[i].sheet ? khung__import_headings(im, &im->tables[i], log) : KHUNG_OK;
        status = status == KHUNG_OK ? one : status;
    }
    if (status == KHUNG_OK)
        status = khung__import_items(im, log);
    if (status == KHUNG_OK && im->item_count == 0)
        status = KHUNG__DIAG(log, KHUNG__D_IMPORT_NOBODY, (khung__at){0});
    return status == KHUNG_OK ? read_items(im, log) : status;
}

static bool date_or_null(const char *text)
{
    return !text || khung__read_date(khung__str_of(text), &(khung__date){0});
}

khung_status khung_import_read(khung_import *import, const khung_framework *framework, const khung_translation *const *translations, size_t count,
                               const khung_import_options *options, khung_log *log)
{
    khung_import_options usual = {0};
    bool again = import && import->questions.list;
    if (!import || !framework || (count && !translations) || again || (options && (!date_or_null(options->from) || !date_or_null(options->to))))
        return KHUNG_BAD_CALL;
    import->options = options ? *options : usual;
    khung_status status = khung__questions_make(&import->questions, framework, translations, count, log);
    if (status == KHUNG_OK)
        status = read_all(import, log);
    if (status != KHUNG_OK)
        import->item_count = 0;
    return status;
}

size_t khung_import_count(const khung_import *import)
{
    return import ? import->item_count : 0;
}

bool khung_import_submission(khung_submission *out, const khung_import *import, size_t i)
{
    if (!out || !import || i >= import->item_count)
        return false;
    const import_item *item = &import->items[i];
    *out = (khung_submission){.id = item->id.n ? item->id.s : "", .name = item->name.s};
    return true;
}

khung_status khung_import_yaml(char **out, khung_import *import, size_t i)
{
    khung__buf buf = {0};
    if (!out || !import || i >= import->item_count)
        return KHUNG_BAD_CALL;
    khung_status status = yaml_of(&buf, import, &import->items[i]);
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    return status;
}
