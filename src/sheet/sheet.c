/* sheet: what kind of file it is, the table being filled, and asking it. */
#include "inside.h"
#include "late.h"

#include <string.h>

/* ---- diagnostics ---- */

void khung__sheet_say(sheet_reader *r, khung__diag_id id, size_t row, size_t column, khung__str a, khung__str b, khung__str c)
{
    khung__at at = {&r->sheet->source, (uint32_t)row, row ? (uint32_t)column : 0, 0};
    khung__str args[] = {a, b, c};
    khung_status status = khung__diag_add(r->log, id, at, args, 3);
    if (r->status == KHUNG_OK)
        r->status = status;
}

khung__str khung__sheet_count(char out[24], size_t n)
{
    char *p = out + 23;
    *p = '\0';
    do {
        *--p = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    return khung__str_of(p);
}

void khung__sheet_letters(char out[8], size_t column)
{
    char back[8];
    size_t n = 0, i = 0;
    for (size_t left = column + 1; left > 0 && n < 7; left = (left - 1) / 26)
        back[n++] = (char)('A' + (left - 1) % 26);
    while (n > 0)
        out[i++] = back[--n];
    out[i] = '\0';
}

void khung__sheet_cell_name(char out[SHEET_NAME], size_t row, size_t column)
{
    char digits[24];
    khung__str number = khung__sheet_count(digits, (row ? row : column) % 100000000);
    if (row)
        khung__sheet_letters(out, column - 1);
    else
        memcpy(out, "#", 2);
    memcpy(out + strlen(out), number.s, number.n + 1);
}

/* ---- filling ---- */

bool khung__sheet_row_fits(sheet_reader *r, size_t row)
{
    char most[24];
    if (row > r->limits.rows && r->status == KHUNG_OK)
        khung__sheet_say(r, KHUNG__D_SHEET_ROWS, r->limits.rows, 0, khung__sheet_count(most, r->limits.rows), (khung__str){0}, (khung__str){0});
    return r->status == KHUNG_OK;
}

bool khung__sheet_column_fits(sheet_reader *r, size_t row, size_t column)
{
    char most[24], number[24];
    if (column > r->limits.columns && r->status == KHUNG_OK)
        khung__sheet_say(r, KHUNG__D_SHEET_COLUMNS, row, r->limits.columns, khung__sheet_count(most, r->limits.columns), khung__sheet_count(number, row),
                         (khung__str){0});
    return r->status == KHUNG_OK;
}

/* White space of ASCII and no-break spaces, which come along when text is pasted. */
static khung__str trim(khung__str s)
{
    for (size_t before = s.n + 1; before != s.n;) {
        before = s.n;
        s = khung__text_trim(s);
        if (s.n >= 2 && memcmp(s.s, "\u00A0", 2) == 0)
            s = (khung__str){s.s + 2, s.n - 2};
        if (s.n >= 2 && memcmp(s.s + s.n - 2, "\u00A0", 2) == 0)
            s.n -= 2;
    }
    return s;
}

/* The offset of a control character that no cell may have; n when there is none. *returns: whether there are carriage returns. */
static size_t find_control(khung__str s, bool *returns)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        *returns = *returns || c == '\r';
        if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return i;
    }
    return s.n;
}

static khung__str drop_returns(khung__arena *arena, khung__str s)
{
    char *out = khung__arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < s.n; i++)
        if (s.s[i] != '\r')
            out[n++] = s.s[i];
        else if (i + 1 == s.n || s.s[i + 1] != '\n')
            out[n++] = '\n';
    return (khung__str){out, n};
}

static void say_control(sheet_reader *r, unsigned char c, size_t row, size_t column)
{
    static const char hex[] = "0123456789ABCDEF";
    char name[SHEET_NAME], code[] = {'U', '+', '0', '0', hex[c >> 4], hex[c & 15], '\0'};
    khung__sheet_cell_name(name, row, column);
    khung__sheet_say(r, KHUNG__D_SHEET_CONTROL, row, column, khung__str_of(name), khung__str_of(code), (khung__str){0});
}

void khung__sheet_say_cell(sheet_reader *r, size_t row, size_t column)
{
    char name[SHEET_NAME], most[24];
    khung__sheet_cell_name(name, row, column);
    khung__sheet_say(r, KHUNG__D_SHEET_CELL, row, column, khung__str_of(name), khung__sheet_count(most, r->limits.cell), (khung__str){0});
}

/* Whether a mark that belongs to a letter of the alphabet (â ă ơ), not to a tone, stands alone. */
static bool is_apart(khung__str s)
{
    for (const char *p = s.s, *end = s.s + s.n; p < end;) {
        int32_t code = khung__utf8_next(&p, end);
        if (code == 0x302 || code == 0x306 || code == 0x31B)
            return true;
    }
    return false;
}

static void notice_pieces(khung__sheet_noticed *noticed, khung__str raw, size_t row, size_t column)
{
    if (noticed->decomposed++ > 0)
        return;
    noticed->row = row;
    noticed->column = column;
    noticed->apart = is_apart(raw);
}

khung__str khung__sheet_clean(sheet_reader *r, khung__str raw, size_t row, size_t column)
{
    bool returns = false;
    khung__str s = trim(raw), none = {0}, out = {0};
    size_t bad = find_control(s, &returns);
    if (raw.n > r->limits.cell)
        khung__sheet_say_cell(r, row, column);
    else if (bad < s.n)
        say_control(r, (unsigned char)s.s[bad], row, column);
    if (r->status != KHUNG_OK)
        return none;
    if (returns)
        s = drop_returns(&r->sheet->arena, s);
    if (s.n == 0)
        s = KHUNG__S("");
    bool done = s.s && khung__text_nfc(&r->sheet->arena, s, &out);
    if (done && out.s != s.s)
        notice_pieces(&r->sheet->noticed, s, row, column);
    if (done && out.s == s.s)
        out = khung__str_copy(&r->sheet->arena, s);
    if (!done || !out.s)
        r->status = KHUNG_NO_MEMORY;
    return r->status == KHUNG_OK ? out : none;
}

/* Makes room for one more of `size` bytes. */
static bool grow(void **list, size_t *room, size_t n, size_t size)
{
    if (n < *room)
        return true;
    size_t more = *room ? *room * 2 : 64;
    void *bigger = khung__realloc(*list, more * size);
    if (!bigger)
        return false;
    *list = bigger;
    *room = more;
    return true;
}

static void say_cells(sheet_reader *r)
{
    char most[24];
    khung__sheet_say(r, KHUNG__D_SHEET_CELLS, 0, 0, khung__sheet_count(most, r->limits.cells), (khung__str){0}, (khung__str){0});
}

void khung__sheet_put(sheet_reader *r, size_t row, size_t column, khung__str text)
{
    khung__sheet *sheet = r->sheet;
    if (r->status != KHUNG_OK || text.n == 0 || !khung__sheet_row_fits(r, row) || !khung__sheet_column_fits(r, row, column))
        return;
    if (sheet->cells == r->limits.cells) {
        say_cells(r);
        return;
    }
    bool fresh = sheet->rows == 0 || sheet->row[sheet->rows - 1].number != row;
    if (!grow((void **)&sheet->cell, &sheet->cell_room, sheet->cells, sizeof *sheet->cell) ||
        (fresh && !grow((void **)&sheet->row, &sheet->row_room, sheet->rows, sizeof *sheet->row))) {
        r->status = KHUNG_NO_MEMORY;
        return;
    }
    if (fresh)
        sheet->row[sheet->rows++] = (sheet_row){(uint32_t)row, 0, sheet->cells};
    sheet->row[sheet->rows - 1].count++;
    sheet->cell[sheet->cells++] = (khung__sheet_text){text.s, (uint32_t)text.n, (uint32_t)(column - 1)};
    if (column > sheet->columns)
        sheet->columns = column;
}

/* ---- loading ---- */

static bool begins(khung__str s, const char *with, size_t n)
{
    return s.n >= n && memcmp(s.s, with, n) == 0;
}

static void whole_file(sheet_reader *r, khung__diag_id id, khung__str a)
{
    khung__sheet_say(r, id, 0, 0, a, (khung__str){0}, (khung__str){0});
}

/* An .xlsx with a password is an OLE file with a stream of this name, which the directory keeps as UTF-16. */
static bool is_locked(khung__str s)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return memmem(s.s, s.n, name, sizeof name) != NULL;
}

static void read_any(sheet_reader *r)
{
    char most[24];
    if (r->bytes.n > r->limits.bytes)
        whole_file(r, KHUNG__D_SHEET_BYTES, khung__sheet_count(most, r->limits.bytes));
    else if (begins(r->bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
        whole_file(r, is_locked(r->bytes) ? KHUNG__D_SHEET_PASSWORD : KHUNG__D_SHEET_OLD, (khung__str){0});
    else if ((r->status = khung__sheet_late(r->log)) != KHUNG_OK)
        return;
    else if (begins(r->bytes, "PK\x03\x04", 4) || begins(r->bytes, "PK\x05\x06", 4))
        khung__sheet_xlsx(r);
    else
        khung__sheet_csv(r);
    if (r->status == KHUNG_OK && r->sheet->rows == 0)
        whole_file(r, KHUNG__D_SHEET_EMPTY, (khung__str){0});
}

static size_t or_default(size_t asked, size_t usual)
{
    return asked ? asked : usual;
}

static khung__sheet_limits within(const khung__sheet_limits *limits)
{
    khung__sheet_limits asked = limits ? *limits : (khung__sheet_limits){0};
    return (khung__sheet_limits){.bytes = or_default(asked.bytes, KHUNG__SHEET_BYTES), .rows = or_default(asked.rows, KHUNG__SHEET_ROWS),
                                 .columns = or_default(asked.columns, KHUNG__SHEET_COLUMNS), .cell = or_default(asked.cell, KHUNG__SHEET_CELL),
                                 .cells = or_default(asked.cells, KHUNG__SHEET_CELLS)};
}

khung_status khung__sheet_new(khung__sheet **out, const char *name)
{
    khung__sheet *sheet = khung__alloc(sizeof *sheet);
    if (!sheet)
        return KHUNG_NO_MEMORY;
    *sheet = (khung__sheet){0};
    sheet->source.name = khung__str_copy(&sheet->arena, khung__str_of(name));
    if (!sheet->source.name.s) {
        khung__sheet_free(sheet);
        return KHUNG_NO_MEMORY;
    }
    *out = sheet;
    return KHUNG_OK;
}

khung_status khung__sheet_load_within(khung__sheet **out, const char *name, const char *bytes, size_t size, const char *title,
                                      const khung__sheet_limits *limits, khung_log *log)
{
    sheet_reader r = {.bytes = {bytes, size}, .title = title, .log = log, .limits = within(limits)};
    if (!out || !name || (!bytes && size))
        return KHUNG_BAD_CALL;
    r.status = khung__sheet_new(&r.sheet, name);
    if (r.status != KHUNG_OK)
        return r.status;
    read_any(&r);
    if (r.status == KHUNG_OK)
        *out = r.sheet;
    else
        khung__sheet_free(r.sheet);
    return r.status;
}

khung_status khung__sheet_load(khung__sheet **out, const char *name, const char *bytes, size_t size, khung_log *log)
{
    return khung__sheet_load_within(out, name, bytes, size, NULL, NULL, log);
}

void khung__sheet_free(khung__sheet *sheet)
{
    if (!sheet)
        return;
    khung__arena_free(&sheet->arena);
    khung__free(sheet->row);
    khung__free(sheet->cell);
    khung__free(sheet);
}

khung_status khung__sheet_add(khung__sheet *sheet, size_t row, size_t column, khung__str text, const khung__sheet_limits *limits, khung_log *log)
{
    sheet_reader r = {.sheet = sheet, .limits = within(limits), .log = log};
    if (text.n)
        khung__sheet_put(&r, row + 1, column + 1, khung__sheet_clean(&r, text, row + 1, column + 1));
    return r.status;
}

khung_status khung__sheet_replace(khung__sheet *sheet, size_t row, size_t i, khung__str text)
{
    khung__str copy = khung__str_copy(&sheet->arena, text);
    khung__sheet_text *cell = &sheet->cell[sheet->row[row].first + i];
    if (!copy.s)
        return KHUNG_NO_MEMORY;
    *cell = (khung__sheet_text){copy.s, (uint32_t)copy.n, cell->column};
    return KHUNG_OK;
}

/* ---- asking ---- */

const khung__sheet_text *khung__sheet_row(const khung__sheet *sheet, size_t row, size_t *count)
{
    *count = row < sheet->rows ? sheet->row[row].count : 0;
    return row < sheet->rows ? sheet->cell + sheet->row[row].first : NULL;
}

khung__sheet_noticed khung__sheet_notice(const khung__sheet *sheet)
{
    return sheet->noticed;
}

size_t khung__sheet_rows(const khung__sheet *sheet)
{
    return sheet->rows;
}

size_t khung__sheet_columns(const khung__sheet *sheet)
{
    return sheet->columns;
}

uint32_t khung__sheet_row_number(const khung__sheet *sheet, size_t row)
{
    return row < sheet->rows ? sheet->row[row].number : 0;
}

khung__str khung__sheet_cell(const khung__sheet *sheet, size_t row, size_t column)
{
    if (row >= sheet->rows)
        return (khung__str){0};
    const khung__sheet_text *cell = sheet->cell + sheet->row[row].first;
    size_t from = 0, end = sheet->row[row].count;
    while (from < end) {
        size_t middle = from + (end - from) / 2;
        if (cell[middle].column < column)
            from = middle + 1;
        else
            end = middle;
    }
    if (from == sheet->row[row].count || cell[from].column != column)
        return (khung__str){0};
    return (khung__str){cell[from].s, cell[from].n};
}

size_t khung__sheet_find(const khung__sheet *sheet, khung__str header, size_t from)
{
    for (size_t i = 0; i < sheet->row[0].count; i++) {
        const khung__sheet_text *cell = &sheet->cell[sheet->row[0].first + i];
        khung__arena arena = {0};
        if (cell->column < from)
            continue;
        khung__str a = khung__text_fold(&arena, header), b = khung__text_fold(&arena, (khung__str){cell->s, cell->n});
        bool same = a.s && b.s && khung__str_eq(a, b);
        khung__arena_free(&arena);
        if (same)
            return cell->column;
    }
    return SIZE_MAX;
}

khung__at khung__sheet_at(const khung__sheet *sheet, size_t row, size_t column)
{
    return (khung__at){&sheet->source, khung__sheet_row_number(sheet, row), (uint32_t)column + 1, 0};
}
