/* workbook: see workbook.h. libxlsxwriter writes to a file by its name: it gets a nameless one in memory. */
#include "../workbook.h"
#include "late.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_CHARACTERS = 32767, CREATED = 946684800 /* 2000-01-01: a file never asks the clock */ };

struct khung__workbook {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *looks[KHUNG__LOOK_COUNT];
    khung_log *log;
    khung_status status;
    khung__buf text; /* of the cell being written, with a NUL */
    int file;
};

static bool make_looks(khung__workbook *w)
{
    for (int i = KHUNG__LOOK_HEAD; i < KHUNG__LOOK_COUNT; i++)
        if (!(w->looks[i] = workbook_add_format(w->book)))
            return false;
    format_set_bold(w->looks[KHUNG__LOOK_HEAD]);
    format_set_bg_color(w->looks[KHUNG__LOOK_HEAD], 0xE6EEF2);
    format_set_font_color(w->looks[KHUNG__LOOK_MUTED], 0x5A6670);
    for (int i = KHUNG__LOOK_HEAD; i < KHUNG__LOOK_COUNT; i++) {
        format_set_text_wrap(w->looks[i]);
        format_set_align(w->looks[i], LXW_ALIGN_VERTICAL_TOP);
    }
    return true;
}

static khung_status open_book(khung__workbook *w, khung__str title)
{
    char path[64], name[256];
    w->file = memfd_create("khung", MFD_CLOEXEC);
    if (w->file < 0)
        return KHUNG__DIAG(w->log, KHUNG__D_WORKBOOK_WRITE, (khung__at){0}, KHUNG__S("memfd_create"));
    snprintf(path, sizeof path, "/proc/self/fd/%d", w->file);
    w->book = workbook_new(path);
    if (!w->book || !make_looks(w))
        return KHUNG_NO_MEMORY;
    snprintf(name, sizeof name, "%.*s", (int)(title.n < 200 ? title.n : 200), title.s);
    lxw_doc_properties properties = {.title = name, .author = "khung", .created = CREATED};
    return workbook_set_properties(w->book, &properties) == LXW_NO_ERROR ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung__workbook_new(khung__workbook **out, khung__str title, khung_log *log)
{
    khung_status status = khung__workbook_late(log);
    if (status != KHUNG_OK)
        return status;
    khung__workbook *w = khung__alloc(sizeof *w);
    if (!w)
        return KHUNG_NO_MEMORY;
    *w = (khung__workbook){.log = log, .file = -1};
    status = open_book(w, title);
    if (status == KHUNG_OK)
        *out = w;
    else
        khung__workbook_free(w);
    return status;
}

void khung__workbook_free(khung__workbook *workbook)
{
    if (!workbook)
        return;
    if (workbook->book)
        lxw_workbook_free(workbook->book);
    if (workbook->file >= 0)
        close(workbook->file);
    khung__buf_free(&workbook->text);
    khung__free(workbook);
}

void khung__workbook_sheet(khung__workbook *workbook, const char *name, const unsigned char *widths, size_t columns, unsigned frozen)
{
    if (workbook->status != KHUNG_OK)
        return;
    workbook->sheet = workbook_add_worksheet(workbook->book, name);
    if (!workbook->sheet) {
        workbook->status = KHUNG_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < columns; i++)
        worksheet_set_column(workbook->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
    if (frozen)
        worksheet_freeze_panes(workbook->sheet, frozen, 0);
}

/* Readers take "_x0041_" for the letter A (ST_Xstring), so the "_" of such a text is written as an escape itself. */
static bool is_escape(khung__str s, size_t i)
{
    if (s.n - i < 7 || s.s[i] != '_' || s.s[i + 1] != 'x' || s.s[i + 6] != '_')
        return false;
    for (size_t k = 2; k < 6; k++)
        if (!s.s[i + k] || !strchr("0123456789abcdefABCDEF", s.s[i + k]))
            return false;
    return true;
}

/* Cells are measured in units of UTF-16. */
static size_t units(khung__str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.s[i] & 0xC0) != 0x80 ? 1 + ((unsigned char)s.s[i] >= 0xF0) : 0;
    return n;
}

static khung_status say_long(const khung__workbook *w, khung__str text)
{
    size_t n = 40;
    while (n > 0 && ((unsigned char)text.s[n] & 0xC0) == 0x80)
        n--;
    return KHUNG__DIAG(w->log, KHUNG__D_WORKBOOK_CELL, (khung__at){0}, (khung__str){text.s, n});
}

void khung__workbook_text(khung__workbook *workbook, size_t row, size_t column, khung__str text, khung__look look)
{
    khung__buf *buf = &workbook->text;
    if (workbook->status != KHUNG_OK || text.n == 0)
        return;
    buf->n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (is_escape(text, i))
            khung__buf_z(buf, "_x005F");
        khung__buf_char(buf, text.s[i]);
    }
    if (buf->failed)
        workbook->status = KHUNG_NO_MEMORY;
    else if (units(text) > MOST_CHARACTERS)
        workbook->status = say_long(workbook, text);
    else if (worksheet_write_string(workbook->sheet, (lxw_row_t)row, (lxw_col_t)column, buf->s, workbook->looks[look]) != LXW_NO_ERROR)
        workbook->status = KHUNG_NO_MEMORY;
}

/* The digits before and behind the point; a spreadsheet keeps fifteen of them anyway. */
static double number_of(khung__str decimal)
{
    double value = 0, scale = 1;
    bool behind = false, negative = decimal.n && decimal.s[0] == '-';
    for (size_t i = negative; i < decimal.n; i++) {
        if (decimal.s[i] == '.') {
            behind = true;
        } else {
            value = value * 10 + (decimal.s[i] - '0');
            scale *= behind ? 10 : 1;
        }
    }
    return (negative ? -value : value) / scale;
}

void khung__workbook_number(khung__workbook *workbook, size_t row, size_t column, khung__str decimal, khung__look look)
{
    if (workbook->status != KHUNG_OK || decimal.n == 0)
        return;
    if (worksheet_write_number(workbook->sheet, (lxw_row_t)row, (lxw_col_t)column, number_of(decimal), workbook->looks[look]) != LXW_NO_ERROR)
        workbook->status = KHUNG_NO_MEMORY;
}

static khung_status read_back(char **bytes, size_t *size, int file)
{
    off_t length = lseek(file, 0, SEEK_END);
    char *all = length > 0 ? khung__alloc((size_t)length) : NULL;
    off_t at = 0;
    while (all && at < length) {
        ssize_t n = pread(file, all + at, (size_t)(length - at), at);
        if (n <= 0)
            break;
        at += n;
    }
    if (!all || at < length) {
        khung__free(all);
        return length > 0 && !all ? KHUNG_NO_MEMORY : KHUNG_IO;
    }
    *bytes = all;
    *size = (size_t)length;
    return KHUNG_OK;
}

khung_status khung__workbook_end(char **bytes, size_t *size, khung__workbook *workbook)
{
    khung_status status = workbook->status;
    if (status == KHUNG_OK) {
        lxw_error error = workbook_close(workbook->book); /* frees it, too */
        workbook->book = NULL;
        if (error != LXW_NO_ERROR)
            status = KHUNG__DIAG(workbook->log, KHUNG__D_WORKBOOK_WRITE, (khung__at){0}, KHUNG__S("libxlsxwriter"));
        else
            status = read_back(bytes, size, workbook->file);
    }
    khung__workbook_free(workbook);
    return status;
}
