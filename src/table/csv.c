/* table/csv: RFC 4180 with a byte-order mark, by which Excel knows UTF-8. */
#include "../table.h"

#include <string.h>

static void put_cell(khung__buf *out, khung__str text)
{
    bool guard = khung__questions_is_formula(text);
    bool quote = guard;
    for (size_t i = 0; i < text.n && !quote; i++)
        quote = strchr(",;\"\n\r\t", text.s[i]) != NULL;
    if (quote)
        khung__buf_char(out, '"');
    if (guard)
        khung__buf_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '"')
            khung__buf_char(out, '"');
        khung__buf_char(out, text.s[i]);
    }
    if (quote)
        khung__buf_char(out, '"');
}

static void put_row(void *to, const khung__str cells[KHUNG__TABLE_COLUMNS])
{
    for (int i = 0; i < KHUNG__TABLE_COLUMNS; i++) {
        if (i)
            khung__buf_char(to, ',');
        put_cell(to, cells[i]);
    }
    khung__buf_z(to, "\r\n");
}

static khung_status make(char **out, const khung_framework *framework, const khung_answers *const *tracks, size_t count, bool blanks,
                         khung_log *log)
{
    khung__buf buf = {0};
    khung__buf_z(&buf, "\xEF\xBB\xBF");
    khung_status status = khung__table_rows(put_row, &buf, framework, tracks, count, blanks, log);
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    return status;
}

khung_status khung_form_csv(char **out, const khung_framework *framework, const khung_form_options *options, khung_log *log)
{
    const khung_answers *filled = options ? options->filled : NULL;
    return out && framework ? make(out, framework, &filled, filled ? 1 : 0, true, log) : KHUNG_BAD_CALL;
}

khung_status khung_answers_csv(char **out, const khung_framework *framework, const khung_answers *const *tracks, size_t count, khung_log *log)
{
    return out && framework && (tracks || !count) ? make(out, framework, tracks, count, false, log) : KHUNG_BAD_CALL;
}
