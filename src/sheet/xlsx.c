/* sheet/xlsx: the parts of an .xlsx file (ECMA-376) that a table of text needs: the relationships that lead to them, the workbook
 * with its sheets, the styles that make numbers dates, the shared texts, and one sheet. */
#include "package.h"

#include <stdio.h>
#include <string.h>

enum { PART_NAME = 512, MOST_FORMATS = 1000, MOST_STYLES = 65536, LISTED = 300 };

/* Text between two tags, as long as a cell may be. */
typedef struct collecting {
    khung__buf buf;
    bool on;
    unsigned phonetic; /* inside rPh: how to read the text aloud, not the text */
} collecting;

typedef struct format {
    long id;
    int kind;
} format;

typedef struct xlsx {
    sheet_reader *r;
    sheet_package *package;
    char workbook[PART_NAME], sheet_part[PART_NAME], styles[PART_NAME], shared_part[PART_NAME];
    char relation[PART_NAME]; /* the id of the chosen sheet */
    const char *type, *id;    /* what a relationship is sought by */
    char *found;
    bool chosen, visible, since_1904, macros;
    khung__buf titles;        /* of all sheets, to list them */
    format *formats;
    int *style;
    size_t format_count, style_count, style_room;
    bool in_styles;           /* inside cellXfs, not cellStyleXfs */
    khung__str *shared;
    size_t shared_count, shared_room;
    collecting text;
    /* the cell being read */
    size_t row, column;
    char kind; /* 's' shared, 'i' inline or text of a formula, 'b' flag, 'e' error, 'd' date text, 'n' number */
    int shown; /* its style */
} xlsx;

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool ends(const char *s, const char *with)
{
    size_t n = strlen(s), m = strlen(with);
    return n >= m && strcmp(s + n - m, with) == 0;
}

/* A whole number of at most nine digits; -1 for anything else. */
static long whole(const char *s)
{
    long value = 0;
    size_t n = s ? strspn(s, "0123456789") : 0;
    if (n == 0 || n > 9 || s[n])
        return -1;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (s[i] - '0');
    return value;
}

/* ---- text ---- */

static void collect(collecting *c, sheet_reader *r, const char *s, size_t n, size_t row, size_t column)
{
    if (!c->on || c->phonetic)
        return;
    if (c->buf.n + n > r->limits.cell)
        khung__sheet_say_cell(r, row, column);
    else
        khung__buf_add(&c->buf, s, n);
    if (c->buf.failed && r->status == KHUNG_OK)
        r->status = KHUNG_NO_MEMORY;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of an escape "_x000D_" at `s`; -1 when there is none. */
static int32_t escape_at(const char *s, size_t n)
{
    int32_t code = 0;
    if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(s[i]);
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code >= 0xD800 && code < 0xE000 ? -1 : code;
}

/* Texts hold characters that XML cannot as escapes (ST_Xstring); undone in place, for none grows. */
static void undo_escapes(khung__buf *buf)
{
    size_t to = 0;
    for (size_t i = 0; i < buf->n;) {
        int32_t code = escape_at(buf->s + i, buf->n - i);
        if (code >= 0) {
            to += khung__utf8_put(buf->s + to, code);
            i += 7;
        } else {
            buf->s[to++] = buf->s[i++];
        }
    }
    buf->n = to;
}

/* The text collected, clean; the collecting ends. */
static khung__str collected(xlsx *x, bool escapes)
{
    khung__str s = {0};
    if (escapes)
        undo_escapes(&x->text.buf);
    if (x->r->status == KHUNG_OK)
        s = khung__sheet_clean(x->r, (khung__str){x->text.buf.s, x->text.buf.n}, x->row, x->column);
    x->text.buf.n = 0;
    return s;
}

/* <t> stands in an item, or in one of its runs; phonetic hints have one, too. */
static void start_text(collecting *c, const char *name)
{
    c->phonetic += is(name, "rPh");
    c->on = c->on || is(name, "t");
}

static void end_text(collecting *c, const char *name)
{
    c->phonetic -= is(name, "rPh");
    c->on = c->on && !is(name, "t");
}

/* ---- relationships ---- */

static void on_relation(void *data, const char *name, const char *const *attributes)
{
    xlsx *x = data;
    const char *type = khung__sheet_attribute(attributes, "Type"), *id = khung__sheet_attribute(attributes, "Id");
    const char *target = khung__sheet_attribute(attributes, "Target"), *mode = khung__sheet_attribute(attributes, "TargetMode");
    x->macros = x->macros || (type && ends(type, "/vbaProject"));
    if (!is(name, "Relationship") || !type || !id || !target || x->found[0] || (mode && is(mode, "External")))
        return;
    if (x->id ? !is(id, x->id) : !ends(type, x->type))
        return;
    const char *slash = strrchr(x->workbook, '/');
    int folder = target[0] == '/' || !slash ? 0 : (int)(slash + 1 - x->workbook);
    if ((size_t)folder + strlen(target) < PART_NAME)
        snprintf(x->found, PART_NAME, "%.*s%s", folder, x->workbook, target + (target[0] == '/'));
}

/* Finds the target of the relationship with an id, or of a type, of the workbook (before that is known: of the archive). */
static bool find_target(xlsx *x, char found[PART_NAME], const char *type, const char *id)
{
    static const sheet_listener listener = {on_relation, NULL, NULL};
    char part[2 * PART_NAME], name[PART_NAME];
    const char *slash = strrchr(x->workbook, '/'), *base = slash ? slash + 1 : x->workbook;
    snprintf(part, sizeof part, "%.*s_rels/%s.rels", (int)(base - x->workbook), x->workbook, base);
    *name = '\0';
    x->found = name;
    x->type = type;
    x->id = id;
    bool read = khung__sheet_package_read(x->package, part, &listener, x);
    snprintf(found, PART_NAME, "%s", name);
    return read && *name;
}

/* ---- workbook ---- */

static void on_workbook(void *data, const char *name, const char *const *attributes)
{
    xlsx *x = data;
    const char *flag = khung__sheet_attribute(attributes, "date1904");
    if (is(name, "workbookPr"))
        x->since_1904 = flag && (is(flag, "1") || is(flag, "true"));
    const char *title = khung__sheet_attribute(attributes, "name"), *id = khung__sheet_attribute(attributes, "id");
    const char *state = khung__sheet_attribute(attributes, "state");
    if (!is(name, "sheet") || !title || !id || strlen(id) >= PART_NAME)
        return;
    if (x->titles.n < LISTED) {
        khung__buf_z(&x->titles, x->titles.n ? ", " : "");
        khung__buf_z(&x->titles, title);
    }
    bool visible = !state || is(state, "visible");
    bool better = x->r->title ? is(title, x->r->title) && !x->chosen : !x->chosen || (visible && !x->visible);
    if (!better)
        return;
    x->chosen = true;
    x->visible = visible;
    snprintf(x->relation, sizeof x->relation, "%s", id);
}

static void say_not_xlsx(xlsx *x, const char *what)
{
    if (x->r->status == KHUNG_OK)
        khung__sheet_say(x->r, KHUNG__D_SHEET_NOT_XLSX, 0, 0, khung__str_of(what), (khung__str){0}, (khung__str){0});
}

/* Chooses the sheet and finds the parts that it needs. */
static bool read_workbook(xlsx *x)
{
    static const sheet_listener listener = {on_workbook, NULL, NULL};
    char target[PART_NAME];
    if (!find_target(x, target, "/officeDocument", NULL)) {
        say_not_xlsx(x, "_rels/.rels");
        return false;
    }
    memcpy(x->workbook, target, sizeof target);
    bool read = khung__sheet_package_read(x->package, x->workbook, &listener, x);
    if (!read || (!x->chosen && x->titles.n == 0)) {
        say_not_xlsx(x, x->workbook);
        return false;
    }
    if (!x->chosen) {
        khung__sheet_say(x->r, KHUNG__D_SHEET_NO_TITLE, 0, 0, khung__str_of(x->r->title), (khung__str){x->titles.s, x->titles.n}, (khung__str){0});
        return false;
    }
    if (!find_target(x, x->sheet_part, NULL, x->relation)) {
        say_not_xlsx(x, x->relation);
        return false;
    }
    if (x->macros) {
        khung__sheet_say(x->r, KHUNG__D_SHEET_MACROS, 0, 0, (khung__str){0}, (khung__str){0}, (khung__str){0});
        return false;
    }
    find_target(x, x->styles, "/styles", NULL);
    find_target(x, x->shared_part, "/sharedStrings", NULL);
    return x->r->status == KHUNG_OK;
}

/* ---- styles ---- */

static int kind_of(const xlsx *x, long id)
{
    for (size_t i = 0; i < x->format_count; i++)
        if (x->formats[i].id == id)
            return x->formats[i].kind;
    return khung__sheet_format_numbered(id);
}

static void add_style(xlsx *x, int kind)
{
    if (x->style_count == MOST_STYLES)
        return;
    if (x->style_count == x->style_room) {
        size_t room = x->style_room ? x->style_room * 2 : 64;
        int *more = khung__realloc(x->style, room * sizeof *more);
        if (!more) {
            x->r->status = KHUNG_NO_MEMORY;
            return;
        }
        x->style = more;
        x->style_room = room;
    }
    x->style[x->style_count++] = kind;
}

static void on_style(void *data, const char *name, const char *const *attributes)
{
    xlsx *x = data;
    const char *id = khung__sheet_attribute(attributes, "numFmtId"), *code = khung__sheet_attribute(attributes, "formatCode");
    if (is(name, "cellXfs"))
        x->in_styles = true;
    else if (is(name, "numFmt") && code && whole(id) >= 0 && x->format_count < MOST_FORMATS)
        x->formats[x->format_count++] = (format){whole(id), khung__sheet_format(khung__str_of(code))};
    else if (is(name, "xf") && x->in_styles)
        add_style(x, kind_of(x, whole(id)));
}

static void on_style_end(void *data, const char *name)
{
    xlsx *x = data;
    if (is(name, "cellXfs"))
        x->in_styles = false;
}

static void read_styles(xlsx *x)
{
    static const sheet_listener listener = {on_style, on_style_end, NULL};
    x->formats = khung__alloc(MOST_FORMATS * sizeof *x->formats);
    if (!x->formats)
        x->r->status = KHUNG_NO_MEMORY;
    else if (x->styles[0])
        khung__sheet_package_read(x->package, x->styles, &listener, x);
}

/* ---- shared texts ---- */

static void on_shared(void *data, const char *name, const char *const *attributes)
{
    (void)attributes;
    start_text(&((xlsx *)data)->text, name);
}

static void on_shared_text(void *data, const char *s, size_t n)
{
    xlsx *x = data;
    collect(&x->text, x->r, s, n, 0, x->shared_count + 1);
}

static void on_shared_end(void *data, const char *name)
{
    xlsx *x = data;
    end_text(&x->text, name);
    if (!is(name, "si"))
        return;
    if (x->shared_count == x->shared_room) {
        size_t room = x->shared_room ? x->shared_room * 2 : 256;
        khung__str *more = khung__realloc(x->shared, room * sizeof *more);
        if (!more) {
            x->r->status = KHUNG_NO_MEMORY;
            return;
        }
        x->shared = more;
        x->shared_room = room;
    }
    x->row = 0;
    x->column = x->shared_count + 1;
    x->shared[x->shared_count++] = collected(x, true);
}

/* ---- the sheet ---- */

static void say_place(xlsx *x, const char *what)
{
    char number[24];
    khung__sheet_say(x->r, KHUNG__D_SHEET_PLACE, x->row, 0, khung__str_of(what), khung__sheet_count(number, x->row), (khung__str){0});
}

static void start_row(xlsx *x, const char *number)
{
    size_t row = number ? (size_t)whole(number) : x->row + 1;
    if ((number && whole(number) < 0) || row <= x->row) {
        say_place(x, number ? number : "");
        return;
    }
    x->kind = '\0'; /* a row inside a cell is not well formed: that cell is nothing */
    x->row = row;
    x->column = 0;
    khung__sheet_row_fits(x->r, row);
}

/* "E12" to 5; 0 when it is no cell of this row. */
static size_t column_of(const char *name, size_t row)
{
    size_t column = 0, i = 0;
    for (; name[i] >= 'A' && name[i] <= 'Z' && i < 4; i++)
        column = column * 26 + (size_t)(name[i] - 'A' + 1);
    return i > 0 && whole(name + i) == (long)row ? column : 0;
}

static char kind_of_cell(const char *type)
{
    static const struct {
        const char *name;
        char kind;
    } kinds[] = {{"s", 's'}, {"inlineStr", 'i'}, {"str", 'i'}, {"b", 'b'}, {"e", 'e'}, {"d", 'd'}};
    for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
        if (is(type, kinds[i].name))
            return kinds[i].kind;
    return 'n';
}

static void start_cell(xlsx *x, const char *const *attributes)
{
    const char *name = khung__sheet_attribute(attributes, "r");
    long style = whole(khung__sheet_attribute(attributes, "s"));
    size_t column = name ? column_of(name, x->row) : x->column + 1;
    if (x->row == 0 || column <= x->column) {
        say_place(x, name ? name : "");
        return;
    }
    x->column = column;
    x->kind = kind_of_cell(khung__sheet_attribute(attributes, "t"));
    x->shown = style >= 0 && (size_t)style < x->style_count ? x->style[style] : 0;
    x->text.buf.n = 0;
    x->text.on = false;
    x->text.phonetic = 0;
}

static void on_cell(void *data, const char *name, const char *const *attributes)
{
    xlsx *x = data;
    if (is(name, "row"))
        start_row(x, khung__sheet_attribute(attributes, "r"));
    else if (is(name, "c"))
        start_cell(x, attributes);
    else if (is(name, "v") && x->kind)
        x->text.on = true;
    else if (x->kind == 'i')
        start_text(&x->text, name);
}

static void on_cell_text(void *data, const char *s, size_t n)
{
    xlsx *x = data;
    if (x->kind)
        collect(&x->text, x->r, s, n, x->row, x->column);
}

static khung__str shared_text(xlsx *x, khung__str index)
{
    char cell[SHEET_NAME];
    khung__buf_add(&x->text.buf, "", 0); /* a NUL behind */
    long i = x->text.buf.failed ? -1 : whole(x->text.buf.s);
    if (i >= 0 && (size_t)i < x->shared_count)
        return x->shared[i];
    khung__sheet_cell_name(cell, x->row, x->column);
    khung__sheet_say(x->r, KHUNG__D_SHEET_SHARED, x->row, x->column, khung__str_of(cell), index, (khung__str){0});
    return (khung__str){0};
}

static khung__str number_text(xlsx *x, khung__str number)
{
    khung__buf buf = {0};
    khung__sheet_number(&buf, number, x->shown, x->since_1904);
    khung__str s = {0};
    if (buf.failed)
        x->r->status = KHUNG_NO_MEMORY;
    else
        s = khung__sheet_clean(x->r, (khung__str){buf.s, buf.n}, x->row, x->column);
    khung__buf_free(&buf);
    return s;
}

static void warn_error(xlsx *x, khung__str value)
{
    char cell[SHEET_NAME];
    khung__sheet_cell_name(cell, x->row, x->column);
    khung__sheet_say(x->r, KHUNG__D_SHEET_ERROR, x->row, x->column, khung__str_of(cell), value, (khung__str){0});
}

static void end_cell(xlsx *x)
{
    khung__str value = khung__text_trim((khung__str){x->text.buf.s, x->text.buf.n}), text = {0};
    if (value.n == 0)
        return;
    if (x->kind == 's')
        text = shared_text(x, value);
    else if (x->kind == 'e')
        warn_error(x, value);
    else if (x->kind == 'b')
        text = khung__str_eq(value, KHUNG__S("1")) ? KHUNG__S("TRUE") : KHUNG__S("FALSE");
    else if (x->kind == 'n')
        text = number_text(x, value);
    else
        text = collected(x, x->kind == 'i');
    if (x->kind == 'd' && text.n > 10 && text.s[10] == 'T')
        text = khung__str_copy(&x->r->sheet->arena, (khung__str){text.s, 10});
    khung__sheet_put(x->r, x->row, x->column, text);
}

static void on_cell_end(void *data, const char *name)
{
    xlsx *x = data;
    if (is(name, "v"))
        x->text.on = false;
    else if (x->kind == 'i')
        end_text(&x->text, name);
    if (!is(name, "c") || !x->kind)
        return;
    end_cell(x);
    x->kind = '\0';
    x->text.on = false;
}

static void read_sheet(xlsx *x)
{
    static const sheet_listener shared = {on_shared, on_shared_end, on_shared_text};
    static const sheet_listener cells = {on_cell, on_cell_end, on_cell_text};
    if (!read_workbook(x))
        return;
    read_styles(x);
    if (x->r->status == KHUNG_OK && x->shared_part[0])
        khung__sheet_package_read(x->package, x->shared_part, &shared, x);
    x->row = x->column = 0;
    x->text.on = false;
    x->text.phonetic = 0;
    x->text.buf.n = 0;
    if (x->r->status == KHUNG_OK && !khung__sheet_package_read(x->package, x->sheet_part, &cells, x))
        say_not_xlsx(x, x->sheet_part);
}

void khung__sheet_xlsx(sheet_reader *r)
{
    xlsx x = {.r = r, .package = khung__sheet_package_open(r)};
    if (x.package)
        read_sheet(&x);
    khung__sheet_package_close(x.package);
    khung__buf_free(&x.titles);
    khung__buf_free(&x.text.buf);
    khung__free(x.formats);
    khung__free(x.style);
    khung__free(x.shared);
}
