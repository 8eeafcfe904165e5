/* The log as text for people and editors, and as JSON; the names of statuses. */
#include "diag/log.h"

#include <string.h>

/* Colours of a terminal: bold places, red, yellow and cyan words, dim ids and gutters. */
typedef struct style {
    const char *bold, *dim, *off, *severity[3];
} style;

static const style plain_style = {"", "", "", {"", "", ""}};
static const style colour_style = {
    "\033[1m", "\033[2m", "\033[0m", {"\033[1;31m", "\033[1;33m", "\033[1;36m"}};

static const char *severity_word(khung_severity severity, bool english)
{
    static const char *const words[3][2] = {
        {"lỗi", "error"}, {"cảnh báo", "warning"}, {"ghi chú", "note"}};
    return words[severity][english];
}

/* `file:41:17: ` as far as the place is known. */
static void put_place(khung__buf *buf, const khung_place *at, const style *s)
{
    if (!at->file)
        return;
    khung__buf_z(buf, s->bold);
    khung__buf_z(buf, at->file);
    if (at->line) {
        khung__buf_char(buf, ':');
        khung__buf_int(buf, at->line);
        khung__buf_char(buf, ':');
        khung__buf_int(buf, at->column);
    }
    khung__buf_char(buf, ':');
    khung__buf_z(buf, s->off);
    khung__buf_char(buf, ' ');
}

/* How many columns the first `count` characters of `line` fill; what lies beyond its end counts one
 * each. */
static unsigned columns_of(khung__str line, uint32_t count)
{
    const char *p = line.s, *end = line.s + line.n;
    unsigned columns = 0;
    for (uint32_t i = 0; i < count; i++)
        columns += p < end ? (unsigned)khung__utf8_width(khung__utf8_next(&p, end)) : 1;
    return columns;
}

static void put_repeated(khung__buf *buf, char c, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        khung__buf_char(buf, c);
}

/* The source line behind its number, and the caret below it. */
static void put_source(khung__buf *buf, const khung_place *at, uint32_t caret, const style *s,
                       khung_severity severity)
{
    if (!at->source)
        return;
    khung__str line = khung__str_of(at->source);
    /* The caret stays on the line that is shown. */
    size_t left = khung__utf8_count(line);
    uint32_t length = at->length ? at->length : 1;
    left = left > caret ? left - caret : 1;
    if (length > left)
        length = (uint32_t)left;
    unsigned from = columns_of(line, caret), width = columns_of(line, caret + length) - from;
    khung__buf_printf(buf, "%s%5u |%s %s\n", s->dim, (unsigned)at->line, s->off, at->source);
    khung__buf_printf(buf, "%s      |%s ", s->dim, s->off);
    put_repeated(buf, ' ', from);
    khung__buf_z(buf, s->severity[severity]);
    khung__buf_char(buf, '^');
    put_repeated(buf, '~', width > 1 ? width - 1 : 0);
    khung__buf_z(buf, s->off);
    khung__buf_char(buf, '\n');
}

static void put_entry(khung__buf *buf, const khung__diag_entry *entry, bool english, const style *s)
{
    const khung_message *m = &entry->message;
    put_place(buf, &m->at, s);
    khung__buf_printf(buf, "%s%s:%s ", s->severity[m->severity],
                      severity_word(m->severity, english), s->off);
    khung__buf_z(buf, m->text);
    khung__buf_printf(buf, " %s[%s]%s\n", s->dim, m->id, s->off);
    put_source(buf, &m->at, entry->caret, s, m->severity);
    if (!m->also)
        return;
    put_place(buf, &m->also_at, s);
    khung__buf_printf(buf, "%s%s:%s ", s->severity[KHUNG_NOTE], severity_word(KHUNG_NOTE, english),
                      s->off);
    khung__buf_z(buf, m->also);
    khung__buf_char(buf, '\n');
    put_source(buf, &m->also_at, entry->also_caret, s, KHUNG_NOTE);
}

/* Hands the buffer over as a NUL-ended text, or frees it. */
static khung_status give(char **out, khung__buf *buf)
{
    khung__buf_add(buf, "", 0);
    if (buf->failed) {
        khung__buf_free(buf);
        return KHUNG_NO_MEMORY;
    }
    *out = buf->s;
    return KHUNG_OK;
}

khung_status khung_log_text(char **out, const khung_log *log, bool colour)
{
    khung__buf buf = {0};
    if (!out || !log)
        return KHUNG_BAD_CALL;
    for (size_t i = 0; i < log->count; i++)
        put_entry(&buf, &log->entry[i], log->english, colour ? &colour_style : &plain_style);
    return give(out, &buf);
}

/* ---- JSON ---- */

static void put_text(khung__buf *buf, const char *z)
{
    if (z)
        khung__buf_json(buf, khung__str_of(z));
    else
        khung__buf_z(buf, "null");
}

static void put_json_place(khung__buf *buf, const khung_place *at)
{
    khung__buf_z(buf, "\"file\": ");
    put_text(buf, at->file);
    khung__buf_printf(buf, ", \"line\": %u, \"column\": %u, \"length\": %u, \"source\": ",
                      (unsigned)at->line, (unsigned)at->column, (unsigned)at->length);
    put_text(buf, at->source);
}

static void put_json_entry(khung__buf *buf, const khung_message *m)
{
    static const char *const severity[] = {"error", "warning", "note"};
    khung__buf_printf(buf, "  {\"severity\": \"%s\", ", severity[m->severity]);
    khung__buf_printf(buf, "\"status\": %d, \"id\": ", (int)m->status);
    put_text(buf, m->id);
    khung__buf_z(buf, ", \"text\": ");
    put_text(buf, m->text);
    khung__buf_z(buf, ",\n   ");
    put_json_place(buf, &m->at);
    khung__buf_z(buf, ",\n   \"also\": ");
    if (m->also) {
        khung__buf_z(buf, "{\"text\": ");
        put_text(buf, m->also);
        khung__buf_z(buf, ", ");
        put_json_place(buf, &m->also_at);
        khung__buf_char(buf, '}');
    } else {
        khung__buf_z(buf, "null");
    }
    khung__buf_char(buf, '}');
}

khung_status khung_log_json(char **out, const khung_log *log)
{
    khung__buf buf = {0};
    if (!out || !log)
        return KHUNG_BAD_CALL;
    khung__buf_char(&buf, '[');
    for (size_t i = 0; i < log->count; i++) {
        khung__buf_z(&buf, i ? ",\n" : "\n");
        put_json_entry(&buf, &log->entry[i].message);
    }
    khung__buf_z(&buf, log->count ? "\n]\n" : "]\n");
    return give(out, &buf);
}

/* ---- what belongs to no module ---- */

const char *khung_status_text(khung_status status)
{
    static const char *const texts[] = {
        [KHUNG_OK] = "ok",
        [KHUNG_BAD_CALL] = "bad call",
        [KHUNG_NO_MEMORY] = "out of memory",
        [KHUNG_NOT_FOUND] = "not found",
        [KHUNG_BAD_DATA] = "bad data",
        [KHUNG_TOO_LARGE] = "too large",
        [KHUNG_IO] = "reading or writing failed",
        [KHUNG_BUSY] = "busy",
        [KHUNG_NEWER] = "made by a newer khung",
        [KHUNG_NOT_ALLOWED] = "not allowed",
        [KHUNG_CONFLICT] = "conflict",
        [KHUNG_NO_GLYPH] = "no font has a character",
        [KHUNG_INTERNAL] = "internal error",
    };
    size_t count = sizeof texts / sizeof texts[0];
    return (size_t)status < count ? texts[status] : "unknown status";
}

const char *khung_version(void)
{
    return KHUNG_VERSION;
}

void khung_text_free(char *text)
{
    khung__free(text);
}
