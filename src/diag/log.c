/* The log: messages with their places and source lines, in an arena of its own. */
#include "diag/log.h"

#include <string.h>

static const struct {
    const char *id;
    khung_severity severity;
    khung_status status;
    const char *text[2];
} sentences[KHUNG__D_COUNT] = {
#define D(name, stable, severity, status, en, vi) {stable, severity, status, {en, vi}},
#include "diag.def"
#undef D
};

const char *khung__diag_name(khung__diag_id id)
{
    return sentences[id].id;
}

const char *khung__diag_sentence(khung__diag_id id, bool english)
{
    return sentences[id].text[!english];
}

enum {
    LINE_ROOM = 200,   /* characters of a source line that are kept around the column */
    LINE_BEFORE = 120, /* of which at most so many before it */
    ARGUMENT_ROOM = 300, /* characters of an argument that a sentence shows */
    COUNT_ROOM = 24
};

khung_status khung_log_new(khung_log **out, const char *language)
{
    if (!out)
        return KHUNG_BAD_CALL;
    khung_log *log = khung__alloc(sizeof *log);
    if (!log)
        return KHUNG_NO_MEMORY;
    *log = (khung_log){.english = language && strcmp(language, "en") == 0, .last = SIZE_MAX};
    *out = log;
    return KHUNG_OK;
}

void khung_log_free(khung_log *log)
{
    if (!log)
        return;
    khung__arena_free(&log->arena);
    khung__free(log->entry);
    khung__free(log);
}

void khung_log_clear(khung_log *log)
{
    if (!log)
        return;
    khung__arena_free(&log->arena);
    khung__free(log->entry);
    *log = (khung_log){.english = log->english, .last = SIZE_MAX};
}

size_t khung_log_count(const khung_log *log)
{
    return log ? log->count : 0;
}

size_t khung_log_count_of(const khung_log *log, khung_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < khung_log_count(log); i++)
        if (log->entry[i].message.severity == severity)
            count += log->entry[i].more ? log->entry[i].more : 1;
    return count;
}

const khung_message *khung_log_message(const khung_log *log, size_t i)
{
    return i < khung_log_count(log) ? &log->entry[i].message : NULL;
}

size_t khung__diag_errors(const khung_log *log)
{
    return khung_log_count_of(log, KHUNG_ERROR);
}

const char *khung__diag_language(const khung_log *log)
{
    return log && log->english ? "en" : "vi";
}

void khung__diag_forget(khung_log *log)
{
    if (log)
        log->found[0] = log->found[1] = (khung__diag_found){0};
}

/* ---- places ---- */

/* The offset where line `line` starts, searched from what was found last time when that is not
 * behind it, so that messages in file order cost one pass over the file. SIZE_MAX when the file has
 * fewer lines. */
static size_t line_start(khung__diag_found *found, khung__str bytes, uint32_t line)
{
    if (found->bytes.s != bytes.s || found->bytes.n != bytes.n || found->line > line ||
        found->line == 0)
        *found = (khung__diag_found){bytes, 1, 0};
    while (found->line < line) {
        const char *from = bytes.s + found->offset;
        const char *feed = memchr(from, '\n', bytes.n - found->offset);
        if (!feed)
            return SIZE_MAX;
        found->offset = (size_t)(feed + 1 - bytes.s);
        found->line++;
    }
    return found->offset;
}

/* Controls, and what turns the direction of text round: a terminal must not obey them. */
static bool is_harmful(int32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

/* Appends one character of a source line, harmless for a terminal. */
static void show_character(khung__buf *buf, int32_t code)
{
    char utf8[4];
    if (code == '\t')
        code = ' ';
    else if (is_harmful(code))
        code = 0xFFFD;
    khung__buf_add(buf, utf8, khung__utf8_put(utf8, code));
}

/* Writes the window of a line around `column`; *caret: how many characters of it come before. */
static void show_line(khung__buf *buf, khung__str line, uint32_t column, uint32_t *caret)
{
    const char *p = line.s, *end = line.s + line.n;
    uint32_t skip = column > LINE_BEFORE ? column - LINE_BEFORE : 0;
    uint32_t shown = 0;
    for (uint32_t i = 0; i < skip && p < end; i++)
        khung__utf8_next(&p, end);
    if (skip)
        khung__buf_z(buf, "…");
    *caret = column - 1 - skip + (skip > 0);
    while (p < end && shown++ < LINE_ROOM)
        show_character(buf, khung__utf8_next(&p, end));
    if (p < end)
        khung__buf_z(buf, "…");
}

/* A NUL-ended copy of the buffer in the log's arena, and the end of the buffer; NULL when memory
 * ended on the way. */
static char *keep(khung_log *log, khung__buf *buf)
{
    char *kept = NULL;
    khung__buf_add(buf, "", 0);
    if (!buf->failed)
        kept = (char *)khung__str_copy(&log->arena, (khung__str){buf->s, buf->n}).s;
    khung__buf_free(buf);
    return kept;
}

/* The name of the file, copied once as long as places are in the same one. */
static const char *keep_name(khung_log *log, khung__str name, int which)
{
    khung__str *last = &log->name[which];
    if (!last->s || !khung__str_eq(*last, name))
        *last = khung__str_copy(&log->arena, name);
    return last->s;
}

/* Fills a place and its caret; false when memory ends. */
static bool keep_place(khung_log *log, khung_place *place, uint32_t *caret, khung__at at, int which)
{
    if (!at.source)
        return true;
    place->file = keep_name(log, at.source->name, which);
    place->line = at.line;
    place->column = at.line ? (at.column ? at.column : 1) : 0;
    place->length = at.length;
    khung__str bytes = at.source->bytes;
    if (!place->file || at.line == 0 || !bytes.s)
        return place->file != NULL;
    size_t start = line_start(&log->found[which], bytes, at.line);
    if (start == SIZE_MAX)
        return true;
    const char *feed = memchr(bytes.s + start, '\n', bytes.n - start);
    khung__str line = {bytes.s + start, feed ? (size_t)(feed - bytes.s) - start : bytes.n - start};
    if (line.n && line.s[line.n - 1] == '\r')
        line.n--;
    if (start == 0 && line.n >= 3 && memcmp(line.s, "\xEF\xBB\xBF", 3) == 0) {
        line.s += 3; /* columns do not count a byte-order mark */
        line.n -= 3;
    }
    khung__buf buf = {0};
    show_line(&buf, line, place->column, caret);
    place->source = keep(log, &buf);
    return place->source != NULL;
}

/* ---- sentences ---- */

/* Appends an argument on one line, cut when it is long. */
static void add_argument(khung__buf *buf, khung__str arg)
{
    const char *p = arg.s, *end = arg.n ? arg.s + arg.n : arg.s;
    for (size_t i = 0; p < end; i++) {
        if (i == ARGUMENT_ROOM) {
            khung__buf_z(buf, "…");
            return;
        }
        int32_t code = khung__utf8_next(&p, end);
        show_character(buf, code == '\n' || code == '\r' ? ' ' : code);
    }
}

static void add_sentence(khung__buf *buf, const char *pattern, const khung__str *args, size_t n)
{
    const char *p = pattern;
    while (*p) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
            size_t which = (size_t)(p[1] - '0');
            if (which < n)
                add_argument(buf, args[which]);
            p += 3;
            continue;
        }
        size_t run = strcspn(p + 1, "{") + 1;
        khung__buf_add(buf, p, run);
        p += run;
    }
}

static char *keep_sentence(khung_log *log, khung__diag_id id, const khung__str *args, size_t n)
{
    khung__buf buf = {0};
    add_sentence(&buf, sentences[id].text[log->english ? 0 : 1], args, n);
    return keep(log, &buf);
}

/* ---- adding ---- */

static khung__diag_entry *add_entry(khung_log *log)
{
    if (log->count == log->cap) {
        size_t cap = log->cap ? log->cap * 2 : 8;
        khung__diag_entry *entry = khung__realloc(log->entry, cap * sizeof *entry);
        if (!entry)
            return NULL;
        log->entry = entry;
        log->cap = cap;
    }
    khung__diag_entry *added = &log->entry[log->count];
    *added = (khung__diag_entry){0};
    return added;
}

/* Counts one more message that is not kept, by rewriting the number inside the sentence. The
 * sentence has room for any number behind it, so a million messages cost no memory. */
static void count_more(khung__diag_entry *entry)
{
    entry->more++;
    char *digit = entry->number + strspn(entry->number, "0123456789");
    char *p = digit;
    while (p > entry->number && p[-1] == '9')
        *--p = '0';
    if (p > entry->number) {
        p[-1]++;
    } else {
        memmove(digit + 1, digit, strlen(digit) + 1);
        *digit = '0';
        *entry->number = '1';
    }
}

/* The last message of a file that had too many of one severity. */
static khung_status add_more(khung_log *log, khung_severity severity, khung__at at)
{
    khung__diag_id id = severity == KHUNG_ERROR ? KHUNG__D_MORE_ERRORS : KHUNG__D_MORE_WARNINGS;
    khung__diag_entry *entry = add_entry(log);
    khung__buf buf = {0};
    if (!entry)
        return KHUNG_NO_MEMORY;
    const char *pattern = sentences[id].text[log->english ? 0 : 1];
    size_t before = (size_t)(strchr(pattern, '{') - pattern);
    add_sentence(&buf, pattern, &KHUNG__S("1"), 1);
    khung__buf_add(&buf, (char[COUNT_ROOM]){0}, COUNT_ROOM);
    char *text = keep(log, &buf);
    at.line = 0;
    if (!text || !keep_place(log, &entry->message.at, &entry->caret, at, 0))
        return KHUNG_NO_MEMORY;
    entry->message.severity = severity;
    entry->message.status = sentences[id].status;
    entry->message.id = sentences[id].id;
    entry->message.text = text;
    entry->number = text + before;
    entry->more = 1;
    log->more[severity] = ++log->count;
    return KHUNG_OK;
}

/* Begins counting anew when the messages turn to another file. */
static void note_file(khung_log *log, khung__at at)
{
    if (!at.source || (log->name[0].s && khung__str_eq(log->name[0], at.source->name)))
        return;
    memset(log->kept, 0, sizeof log->kept);
    memset(log->more, 0, sizeof log->more);
}

static khung_status add_message(khung_log *log, khung__diag_id id, khung__at at,
                                const khung__str *args, size_t n)
{
    khung__diag_entry *entry = add_entry(log);
    if (!entry)
        return KHUNG_NO_MEMORY;
    khung_message *message = &entry->message;
    message->severity = sentences[id].severity;
    message->status = sentences[id].status;
    message->id = sentences[id].id;
    message->text = keep_sentence(log, id, args, n);
    if (!message->text || !keep_place(log, &message->at, &entry->caret, at, 0))
        return KHUNG_NO_MEMORY;
    log->last = log->count++;
    return KHUNG_OK;
}

khung_status khung__diag_add(khung_log *log, khung__diag_id id, khung__at at,
                             const khung__str *args, size_t n)
{
    khung_severity severity = sentences[id].severity;
    khung_status status = severity == KHUNG_ERROR ? sentences[id].status : KHUNG_OK;
    khung_status added = KHUNG_OK;
    if (!log)
        return status;
    note_file(log, at);
    log->last = SIZE_MAX;
    if (log->more[severity])
        count_more(&log->entry[log->more[severity] - 1]);
    else if (log->kept[severity] == KHUNG_LOG_LIMIT)
        added = add_more(log, severity, at);
    else if ((added = add_message(log, id, at, args, n)) == KHUNG_OK)
        log->kept[severity]++;
    return added == KHUNG_OK ? status : added;
}

khung_status khung__diag_call(khung_log *log, const khung__diag_words *words)
{
    return khung__diag_add(log, words->id, words->at,
                           (khung__str[]){words->a, words->b, words->c, words->d}, 4);
}

khung_status khung__diag_also(khung_log *log, khung__diag_id id, khung__at at,
                              const khung__str *args, size_t n)
{
    if (!log || log->last == SIZE_MAX)
        return KHUNG_OK;
    khung__diag_entry *entry = &log->entry[log->last];
    char *text = keep_sentence(log, id, args, n);
    if (!text || !keep_place(log, &entry->message.also_at, &entry->also_caret, at, 1))
        return KHUNG_NO_MEMORY;
    entry->message.also = text;
    return KHUNG_OK;
}

/* How far a word may be from what was meant, by its length in characters. */
static unsigned tolerance(size_t characters)
{
    if (characters < 3)
        return 0;
    return characters <= 4 ? 1 : characters <= 8 ? 2 : 3;
}

/* The nearest of `words` within `most`, the first when several are; n for none. */
static size_t nearest(khung__str word, const khung__str *words, size_t n, unsigned most,
                      unsigned *distance)
{
    size_t best = n;
    for (size_t i = 0; i < n; i++) {
        size_t apart = word.n > words[i].n ? word.n - words[i].n : words[i].n - word.n;
        unsigned within = best == n ? most : *distance - 1;
        if (apart > 3 * (size_t)most || (best < n && *distance == 0))
            continue; /* a character has four bytes at most, its look-alike one */
        unsigned d = khung__text_distance(word, words[i], within);
        if (d <= within) {
            best = i;
            *distance = d;
        }
    }
    return best;
}

/* So many words are looked at for suggestions in one log: a file with more slips than that needs no more hints, but an answer
 * within a second. */
enum { MOST_LOOKS = 400000 };

void khung__diag_suggest(khung_log *log, khung__str word, const khung__str *words, size_t n)
{
    if (!log || log->last == SIZE_MAX || word.n == 0 || log->looks + n > MOST_LOOKS)
        return;
    log->looks += n;
    unsigned distance = 0, slug_distance = 0;
    size_t best = nearest(word, words, n, tolerance(khung__utf8_count(word)), &distance);
    /* `Quản trị` was meant as `quan-tri`: look again without marks, capitals and spaces. */
    khung__str slug = khung__text_slug(&log->arena, word);
    size_t other = slug.n ? nearest(slug, words, n, tolerance(slug.n), &slug_distance) : n;
    if (other < n && (best == n || slug_distance < distance))
        best = other;
    if (best == n)
        return;
    khung_message *message = &log->entry[log->last].message;
    khung__buf buf = {0};
    khung__buf_z(&buf, message->text);
    khung__buf_z(&buf, log->english ? "; did you mean \"" : "; ý bạn là \"");
    add_argument(&buf, words[best]);
    khung__buf_z(&buf, "\"?");
    char *text = keep(log, &buf);
    if (text)
        message->text = text;
}

/* ---- order ---- */

/* What a message sorts by: its place; counts of what is not shown come last. */
static uint64_t order_of(const khung__diag_entry *entry)
{
    if (entry->more)
        return UINT64_MAX;
    return (uint64_t)entry->message.at.line << 32 | entry->message.at.column;
}

void khung__diag_sort(khung_log *log, size_t from)
{
    if (!log)
        return;
    /* Insertion: at most a few hundred messages, mostly in order already. */
    for (size_t i = from + 1; i < log->count; i++) {
        khung__diag_entry entry = log->entry[i];
        size_t j = i;
        for (; j > from && order_of(&log->entry[j - 1]) > order_of(&entry); j--)
            log->entry[j] = log->entry[j - 1];
        log->entry[j] = entry;
    }
    for (size_t i = from; i < log->count; i++)
        for (int severity = 0; severity < 3; severity++)
            if (log->more[severity] > from && log->entry[i].more &&
                log->entry[i].message.severity == (khung_severity)severity)
                log->more[severity] = i + 1;
    log->last = SIZE_MAX;
}
