/* import/json: Kobo's JSON and ODK's OData as a table: a row a submission, a column a path ("group/question"). */
#include "late.h"
#include "inside.h"

#include "../framework/shape.h"

#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 64 << 20, MOST_NESTS = 1000000, MOST_VALUES = 8000000, MOST_COLUMNS = 20000, DEEPEST = 16, NUMBER_ROOM = 48, MORE = 1 << 15 };

typedef struct reader {
    khung__source source;
    khung_log *log;
    khung_status status;
    khung__sheet *sheet;
    khung__arena arena;      /* of headings */
    khung__arena row_arena;  /* of the texts of a row */
    khung__ids ids;
    khung__str *headings, *values;
    size_t columns;
    bool fill;               /* the second time: values are taken */
} reader;

static void say(reader *r, khung__diag_id id, khung__str a, khung__str b)
{
    khung_status status = KHUNG__DIAG(r->log, id, (khung__at){&r->source, 0, 0, 0}, a, b);
    if (r->status == KHUNG_OK)
        r->status = status;
}

/* ---- values ---- */

/* jansson keeps numbers with a point as doubles; six decimals are all that an answer may have. */
static khung__str real_text(khung__arena *arena, double x)
{
    khung__buf buf = {0};
    if (!(x > -1e12 && x < 1e12))
        return KHUNG__S("1e12");
    double size = x < 0 ? -x : x;
    int64_t whole = (int64_t)size, millionths = (int64_t)((size - (double)whole) * 1e6 + 0.5);
    whole += millionths / 1000000;
    millionths %= 1000000;
    if (x < 0 && (whole || millionths))
        khung__buf_char(&buf, '-');
    khung__buf_int(&buf, whole);
    int digits = 6;
    for (; millionths && millionths % 10 == 0; digits--)
        millionths /= 10;
    if (millionths)
        khung__buf_printf(&buf, ".%0*d", digits, (int)millionths);
    return khung__buf_take(&buf, arena);
}

static khung__str text_of(reader *r, const json_t *value)
{
    khung__buf buf = {0};
    switch (json_typeof(value)) {
    case JSON_STRING:
        return (khung__str){json_string_value(value), json_string_length(value)};
    case JSON_INTEGER:
        khung__buf_int(&buf, json_integer_value(value));
        return khung__buf_take(&buf, &r->row_arena);
    case JSON_REAL:
        return real_text(&r->row_arena, json_real_value(value));
    case JSON_TRUE:
        return KHUNG__S("true");
    case JSON_FALSE:
        return KHUNG__S("false");
    default:
        return KHUNG__S("");
    }
}

static void put(reader *r, khung__str path, const json_t *value)
{
    uint32_t column = khung__ids_find(&r->ids, 0, path);
    if (column == KHUNG__NONE && r->columns == MOST_COLUMNS) {
        say(r, KHUNG__D_IMPORT_JSON_LARGE, (khung__str){0}, (khung__str){0});
        return;
    }
    if (column == KHUNG__NONE) {
        khung__str copy = khung__str_copy(&r->arena, path);
        if (!copy.s) {
            r->status = KHUNG_NO_MEMORY;
            return;
        }
        column = (uint32_t)r->columns;
        khung__ids_add(&r->ids, 0, copy, column);
        r->headings[r->columns++] = copy;
    }
    if (!r->fill)
        return;
    r->values[column] = text_of(r, value);
    if (!r->values[column].s)
        r->status = KHUNG_NO_MEMORY;
}

/* Lists (attachments, repeats) hold no answer of ours. */
static void flatten(reader *r, const json_t *object, khung__buf *path, unsigned depth)
{
    size_t before = path->n;
    for (void *i = json_object_iter((json_t *)object); i && r->status == KHUNG_OK; i = json_object_iter_next((json_t *)object, i)) {
        const json_t *value = json_object_iter_value(i);
        if (before)
            khung__buf_char(path, '/');
        khung__buf_z(path, json_object_iter_key(i));
        if (path->failed)
            r->status = KHUNG_NO_MEMORY;
        else if (json_typeof(value) == JSON_OBJECT && depth < DEEPEST)
            flatten(r, value, path, depth + 1);
        else if (json_typeof(value) != JSON_ARRAY && json_typeof(value) != JSON_OBJECT && path->n)
            put(r, (khung__str){path->s, path->n}, value);
        path->n = before;
    }
}

static const khung__sheet_limits limits = {.columns = MOST_COLUMNS, .bytes = MOST_BYTES};

static void add_row(reader *r, size_t row, const khung__str *texts)
{
    for (size_t c = 0; c < r->columns && r->status == KHUNG_OK; c++)
        if (texts[c].n)
            r->status = khung__sheet_add(r->sheet, row, c, texts[c], &limits, r->log);
}

static void read_all(reader *r, const json_t *list, bool fill)
{
    khung__buf path = {0};
    r->fill = fill;
    if (fill)
        add_row(r, 0, r->headings);
    for (size_t i = 0; i < json_array_size(list) && r->status == KHUNG_OK; i++) {
        const json_t *submission = json_array_get(list, i);
        char number[NUMBER_ROOM];
        snprintf(number, sizeof number, "%zu", i + 1);
        if (json_typeof(submission) != JSON_OBJECT) {
            say(r, KHUNG__D_IMPORT_JSON_SHAPE, (khung__str){0}, (khung__str){0});
            break;
        }
        memset(r->values, 0, r->columns * sizeof *r->values);
        flatten(r, submission, &path, 0);
        if (fill)
            add_row(r, i + 1, r->values);
        khung__arena_reset(&r->row_arena);
    }
    khung__buf_free(&path);
}

/* ---- the file ---- */

/* What grows when it is parsed is counted before: every object and list takes some hundred bytes. */
static bool small_enough(khung__str s)
{
    size_t nests = 0, values = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            nests++;
        else if (!quoted && c == ',')
            values++;
    }
    return s.n <= MOST_BYTES && nests <= MOST_NESTS && values <= MOST_VALUES;
}

static const json_t *is_kind(const json_t *value, json_type type)
{
    return value && json_typeof(value) == type ? value : NULL;
}

/* The server gives long lists in pages. */
static void warn_of_pages(reader *r, const json_t *root, size_t here)
{
    char counts[2][NUMBER_ROOM];
    const json_t *next = json_object_get(root, "next"), *link = json_object_get(root, "@odata.nextLink");
    const json_t *count = json_object_get(root, "count") ? json_object_get(root, "count") : json_object_get(root, "@odata.count");
    bool more = is_kind(next, JSON_STRING) || is_kind(link, JSON_STRING) ||
                (is_kind(count, JSON_INTEGER) && (size_t)json_integer_value(count) > here);
    if (!more)
        return;
    snprintf(counts[0], sizeof counts[0], "%zu", here);
    snprintf(counts[1], sizeof counts[1], "%lld", is_kind(count, JSON_INTEGER) ? (long long)json_integer_value(count) : 0LL);
    say(r, is_kind(count, JSON_INTEGER) ? KHUNG__D_IMPORT_PAGE_OF : KHUNG__D_IMPORT_PAGE, khung__str_of(counts[0]), khung__str_of(counts[1]));
}

static void read_root(reader *r, const json_t *root)
{
    const json_t *list = is_kind(root, JSON_ARRAY);
    if (is_kind(root, JSON_OBJECT) && !(list = is_kind(json_object_get(root, "results"), JSON_ARRAY)))
        list = is_kind(json_object_get(root, "value"), JSON_ARRAY);
    if (!list) {
        say(r, KHUNG__D_IMPORT_JSON_SHAPE, (khung__str){0}, (khung__str){0});
        return;
    }
    if (is_kind(root, JSON_OBJECT))
        warn_of_pages(r, root, json_array_size(list));
    read_all(r, list, false);
    if (r->status == KHUNG_OK && r->columns == 0)
        say(r, KHUNG__D_IMPORT_NOBODY, (khung__str){0}, (khung__str){0});
    if (r->status == KHUNG_OK)
        read_all(r, list, true);
}

static void parse(reader *r, khung__str bytes)
{
    json_error_t error;
    char line[NUMBER_ROOM];
    json_t *root = json_loadb(bytes.s, bytes.n, JSON_REJECT_DUPLICATES, &error);
    if (root) {
        read_root(r, root);
        json_delete(root);
        return;
    }
    snprintf(line, sizeof line, "%d", error.line);
    enum json_error_code code = json_error_code(&error);
    if (code == json_error_out_of_memory)
        r->status = KHUNG_NO_MEMORY;
    else
        say(r, code == json_error_premature_end_of_input ? KHUNG__D_IMPORT_JSON_CUT : KHUNG__D_IMPORT_JSON, khung__str_of(line), khung__str_of(error.text));
}

static void read_json(reader *r, const char *name, khung__str bytes)
{
    if (!small_enough(bytes)) {
        say(r, KHUNG__D_IMPORT_JSON_LARGE, (khung__str){0}, (khung__str){0});
        return;
    }
    r->headings = khung__arena_alloc(&r->arena, MOST_COLUMNS * sizeof *r->headings);
    r->values = khung__arena_alloc(&r->arena, MOST_COLUMNS * sizeof *r->values);
    if (!r->headings || !r->values || !khung__ids_init(&r->ids, &r->arena, MORE))
        r->status = KHUNG_NO_MEMORY;
    else if ((r->status = khung__import_late(r->log)) == KHUNG_OK && (r->status = khung__sheet_new(&r->sheet, name)) == KHUNG_OK)
        parse(r, bytes);
}

khung_status khung__import_json(khung__sheet **out, const char *name, khung__str bytes, khung_log *log)
{
    reader r = {.source = {khung__str_of(name), {0}}, .log = log};
    read_json(&r, name, bytes);
    khung__arena_free(&r.arena);
    khung__arena_free(&r.row_arena);
    if (r.status == KHUNG_OK)
        *out = r.sheet;
    else
        khung__sheet_free(r.sheet);
    return r.status;
}
