/* legacy: see legacy.h. */
#include "syllable.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {NULL, "unicode", "tcvn3", "vni"};

bool khung__legacy_named(khung__legacy *out, const char *word)
{
    *out = KHUNG__LEGACY_LOOK;
    for (int i = KHUNG__LEGACY_UNICODE; word && i <= KHUNG__LEGACY_VNI; i++)
        if (strcmp(word, names[i]) == 0)
            *out = (khung__legacy)i;
    return !word || *out != KHUNG__LEGACY_LOOK;
}

/* ---- the tables ---- */

/* A letter as it looks, one or two characters of Latin-1, and as it is. */
typedef struct legacy_row {
    const char *bytes, *unicode;
} legacy_row;

static const legacy_row tcvn3[] = {
#define ROW(byte, seen, unicode, letter, name, in_fonts) {byte, unicode},
#include "legacy-tcvn3.csv.h"
#undef ROW
};
static const legacy_row vni[] = {
#define ROW(seen, bytes, unicode, letter) {bytes, unicode},
#include "legacy-vni.csv.h"
#undef ROW
};

/* The same by character: alone in either encoding, and VNI's letters of two, the second of which is one of U+00C0 to U+00FF. */
static uint16_t alone[2][256], pairs[256][64];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_row(const legacy_row *r, bool of_vni)
{
    char *end;
    long a = strtol(r->bytes, &end, 16), b = *end ? strtol(end, NULL, 16) : 0;
    uint16_t letter = (uint16_t)strtol(r->unicode + 2, NULL, 16);
    if (b)
        pairs[a & 255][b & 63] = letter;
    else
        alone[of_vni][a & 255] = letter;
}

static void read_tables(void)
{
    for (size_t i = 0; i < sizeof tcvn3 / sizeof *tcvn3; i++)
        read_row(&tcvn3[i], false);
    for (size_t i = 0; i < sizeof vni / sizeof *vni; i++)
        read_row(&vni[i], true);
}

static void convert(khung__buf *out, khung__str text, khung__legacy from)
{
    char letter[4];
    bool of_vni = from == KHUNG__LEGACY_VNI;
    for (const char *p = text.s, *end = text.s + text.n; p < end;) {
        const char *begin = p;
        int32_t a = khung__utf8_next(&p, end), found = 0;
        const char *behind = p;
        int32_t b = p < end ? khung__utf8_next(&behind, end) : 0;
        if (of_vni && a >= 0 && a <= 0xFF && b >= 0xC0 && b <= 0xFF && (found = pairs[a][b & 63]))
            p = behind;
        if (!found && a >= 0 && a <= 0xFF)
            found = alone[of_vni][a];
        if (found)
            khung__buf_add(out, letter, khung__utf8_put(letter, found));
        else
            khung__buf_add(out, begin, (size_t)(p - begin));
    }
}

khung__str khung__legacy_text(khung__arena *arena, khung__str text, khung__legacy from)
{
    khung__buf buf = {0};
    khung__str nfc = {0};
    pthread_once(&once, read_tables);
    convert(&buf, text, from);
    khung__str raw = khung__buf_take(&buf, arena);
    return raw.s && khung__text_nfc(arena, raw, &nfc) ? nfc : (khung__str){0};
}

static bool is_utf8(khung__str s)
{
    for (const char *p = s.s, *end = s.s + s.n; p < end;)
        if ((unsigned char)*p < 0x80)
            p++;
        else if (khung__utf8_next(&p, end) < 0)
            return false;
    return true;
}

khung__str khung__legacy_bytes(khung__buf *room, khung__str bytes)
{
    char letter[4];
    if (is_utf8(bytes))
        return bytes;
    for (size_t i = 0; i < bytes.n; i++)
        khung__buf_add(room, letter, khung__utf8_put(letter, (unsigned char)bytes.s[i]));
    return room->failed ? (khung__str){0} : (khung__str){room->s, room->n};
}

/* ---- recognising ---- */

static bool is_word(int32_t code)
{
    return (code >= 0x80 && code != 0xA0) || ((code | 32) >= 'a' && (code | 32) <= 'z');
}

/* The next word at *p, with *accents: whether it has characters beyond ASCII; absent at the end. */
static khung__str next_word(const char **p, const char *end, bool *accents)
{
    const char *begin = NULL, *at = *p;
    *accents = false;
    while (at < end) {
        const char *here = at;
        int32_t code = khung__utf8_next(&at, end);
        if (is_word(code)) {
            begin = begin ? begin : here;
            *accents = *accents || code >= 0x80;
        } else if (begin) {
            *p = at;
            return (khung__str){begin, (size_t)(here - begin)};
        }
    }
    *p = end;
    return begin ? (khung__str){begin, (size_t)(end - begin)} : (khung__str){0};
}

/* What a text looks like: words that are Vietnamese only once converted, only as they stand, or in neither way. */
typedef struct looks {
    unsigned after, before, neither;
} looks;

/* A cell that could be legacy text: it has characters beyond ASCII, and all are of Latin-1. */
static bool is_candidate(khung__str text, bool *beyond)
{
    bool found = false;
    *beyond = false;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c >= 0xC4) {
            *beyond = true;
            return false;
        }
        found = found || c >= 0xC2;
    }
    return found;
}

static looks look(khung__arena *arena, khung__str text, khung__legacy from)
{
    looks l = {0};
    bool accents;
    for (const char *p = text.s, *end = text.s + text.n; p < end;) {
        khung__str word = next_word(&p, end, &accents);
        if (!word.s || !accents)
            continue;
        khung__str other = khung__legacy_text(arena, word, from);
        bool before = khung__legacy_syllable(word), after = other.s && !khung__str_eq(other, word) && khung__legacy_syllable(other);
        l.after += after && !before && khung__utf8_count(other) > 1;
        l.before += before && !after;
        l.neither += !before && !after;
    }
    return l;
}

/* What was found of one encoding: how many words, and the first cell of them. */
typedef struct finding {
    unsigned words;
    size_t row, i;
} finding;

static void look_at_cell(finding found[2], khung__arena *arena, khung__str text, size_t row, size_t i)
{
    for (int k = 0; k < 2; k++) {
        looks l = look(arena, text, (khung__legacy)(KHUNG__LEGACY_TCVN3 + k));
        if (l.after <= l.neither || l.after <= l.before)
            continue;
        if (found[k].words == 0) {
            found[k].row = row;
            found[k].i = i;
        }
        found[k].words += l.after;
    }
}

static khung__str sample_of(khung__str text)
{
    size_t n = text.n < 60 ? text.n : 60;
    while (n < text.n && n > 0 && ((unsigned char)text.s[n] & 0xC0) == 0x80)
        n--;
    return (khung__str){text.s, n};
}

static khung_status say_found(const khung__sheet *sheet, const finding *found, khung__legacy from, khung_log *log)
{
    size_t count;
    khung__arena arena = {0};
    const khung__sheet_text *cell = &khung__sheet_row(sheet, found->row, &count)[found->i];
    char letters[8], name[24];
    khung__sheet_letters(letters, cell->column);
    snprintf(name, sizeof name, "%s%u", letters, khung__sheet_row_number(sheet, found->row));
    khung__str sample = sample_of((khung__str){cell->s, cell->n}), meant = khung__legacy_text(&arena, sample, from);
    khung_status status = KHUNG__DIAG(log, KHUNG__D_LEGACY_TEXT, khung__sheet_at(sheet, found->row, cell->column), khung__str_of(name), sample, meant,
                                      khung__str_of(names[from]));
    khung__arena_free(&arena);
    return status;
}

enum { LOOKED_AT = 20000 /* cells: enough to know a table, and nobody waits for it */ };

static khung_status recognise(const khung__sheet *sheet, khung_log *log)
{
    finding found[2] = {{0}, {0}};
    size_t left = LOOKED_AT, count;
    bool beyond;
    for (size_t row = 0; row < khung__sheet_rows(sheet) && left > 0; row++) {
        const khung__sheet_text *cell = khung__sheet_row(sheet, row, &count);
        khung__arena arena = {0};
        for (size_t i = 0; i < count && left > 0; i++)
            if (is_candidate((khung__str){cell[i].s, cell[i].n}, &beyond)) {
                look_at_cell(found, &arena, (khung__str){cell[i].s, cell[i].n}, row, i);
                left--;
            }
        khung__arena_free(&arena);
    }
    int which = found[1].words > found[0].words;
    return found[which].words < 2 ? KHUNG_OK : say_found(sheet, &found[which], (khung__legacy)(KHUNG__LEGACY_TCVN3 + which), log);
}

/* ---- converting ---- */

typedef struct conversion {
    khung__sheet *sheet;
    khung__legacy from;
    bool *unicode, *old; /* per column: it has cells that are Unicode, or legacy text, beyond doubt */
    bool any_unicode;
    size_t done;
    khung__arena arena;
    khung__str sample, meant;
} conversion;

static void look_at_column(conversion *c, const khung__sheet_text *cell)
{
    khung__arena arena = {0};
    bool beyond;
    if (is_candidate((khung__str){cell->s, cell->n}, &beyond)) {
        looks l = look(&arena, (khung__str){cell->s, cell->n}, c->from);
        c->old[cell->column] = c->old[cell->column] || l.after > l.before;
    }
    c->unicode[cell->column] = c->unicode[cell->column] || beyond;
    c->any_unicode = c->any_unicode || beyond;
    khung__arena_free(&arena);
}

static bool look_at_columns(conversion *c)
{
    size_t count, columns = khung__sheet_columns(c->sheet) + 1;
    c->unicode = khung__arena_alloc(&c->arena, columns);
    c->old = khung__arena_alloc(&c->arena, columns);
    for (size_t row = 0; c->unicode && c->old && row < khung__sheet_rows(c->sheet); row++) {
        const khung__sheet_text *cell = khung__sheet_row(c->sheet, row, &count);
        for (size_t i = 0; i < count; i++)
            look_at_column(c, &cell[i]);
    }
    return c->unicode && c->old;
}

/* What could be either is what the rest of its column is. */
static bool is_meant(const conversion *c, looks l, uint32_t column)
{
    if (l.after != l.before)
        return l.after > l.before;
    return !c->unicode[column] && (c->old[column] || !c->any_unicode);
}

static khung_status convert_cell(conversion *c, size_t row, size_t i, const khung__sheet_text *cell)
{
    khung__arena arena = {0};
    khung__str text = {cell->s, cell->n};
    looks l = look(&arena, text, c->from);
    khung_status status = KHUNG_OK;
    if (is_meant(c, l, cell->column)) {
        khung__str meant = khung__legacy_text(&arena, text, c->from);
        if (!c->sample.s && meant.s) {
            c->sample = sample_of(text);
            c->meant = khung__legacy_text(&c->arena, c->sample, c->from);
        }
        status = meant.s ? khung__sheet_replace(c->sheet, row, i, meant) : KHUNG_NO_MEMORY;
        c->done++;
    }
    khung__arena_free(&arena);
    return status;
}

static khung_status convert_all(conversion *c, khung_log *log)
{
    khung_status status = look_at_columns(c) ? KHUNG_OK : KHUNG_NO_MEMORY;
    size_t count;
    bool beyond;
    for (size_t row = 0; row < khung__sheet_rows(c->sheet) && status == KHUNG_OK; row++) {
        const khung__sheet_text *cell = khung__sheet_row(c->sheet, row, &count);
        for (size_t i = 0; i < count && status == KHUNG_OK; i++)
            if (is_candidate((khung__str){cell[i].s, cell[i].n}, &beyond))
                status = convert_cell(c, row, i, &cell[i]);
    }
    char number[24];
    snprintf(number, sizeof number, "%zu", c->done);
    if (status == KHUNG_OK && c->done)
        status = KHUNG__DIAG(log, KHUNG__D_LEGACY_DONE, khung__sheet_at(c->sheet, 0, 0), khung__str_of(number), khung__str_of(names[c->from]), c->sample,
                             c->meant);
    else if (status == KHUNG_OK)
        status = KHUNG__DIAG(log, KHUNG__D_LEGACY_NONE, khung__sheet_at(c->sheet, 0, 0), khung__str_of(names[c->from]));
    return status;
}

khung_status khung__legacy_sheet(khung__sheet *sheet, khung__legacy from, khung_log *log)
{
    conversion c = {.sheet = sheet, .from = from};
    if (from == KHUNG__LEGACY_UNICODE)
        return KHUNG_OK;
    khung_status status = from == KHUNG__LEGACY_LOOK ? recognise(sheet, log) : convert_all(&c, log);
    khung__arena_free(&c.arena);
    return status;
}

/* ---- files ---- */

static bool begins(khung__str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.s, with, n) == 0;
}

static khung_status load_sheet(khung__sheet **out, const char *name, khung__str bytes, const char *title, const khung__sheet_limits *limits, khung_log *log)
{
    if (title && begins(bytes, "PK") && khung__sheet_load_within(out, name, bytes.s, bytes.n, title, limits, NULL) == KHUNG_OK)
        return KHUNG_OK;
    return khung__sheet_load_within(out, name, bytes.s, bytes.n, NULL, limits, log);
}

/* A CSV that is no UTF-8 may be legacy text, written byte by byte. */
static khung_status load_table(khung__sheet **out, const char *name, khung__str bytes, const char *title, const khung__sheet_limits *limits,
                               khung__legacy from, khung_log *log)
{
    khung__buf room = {0};
    size_t most = limits && limits->bytes ? limits->bytes : KHUNG__SHEET_BYTES;
    bool binary = begins(bytes, "PK") || begins(bytes, "\xD0\xCF\x11\xE0") || begins(bytes, "\xFF\xFE") || begins(bytes, "\xFE\xFF");
    khung__str text = binary || bytes.n > most || !bytes.n ? bytes : khung__legacy_bytes(&room, bytes);
    khung_status status = KHUNG_OK;
    if (text.s && text.s != bytes.s && from == KHUNG__LEGACY_LOOK) {
        khung__sheet *other = NULL;
        if (khung__sheet_load_within(&other, name, text.s, text.n, NULL, limits, NULL) == KHUNG_OK)
            status = khung__legacy_sheet(other, from, log);
        khung__sheet_free(other);
        text = bytes; /* what it is not is said as usual */
    }
    if (status == KHUNG_OK)
        status = text.s || !bytes.n ? load_sheet(out, name, from == KHUNG__LEGACY_UNICODE ? bytes : text, title, limits, log) : KHUNG_NO_MEMORY;
    khung__buf_free(&room);
    return status == KHUNG_OK ? khung__legacy_sheet(*out, from, log) : status;
}

/* What was noticed while reading: letters in pieces, a download that broke off. */
static khung_status tell_noticed(const khung__sheet *sheet, khung_log *log)
{
    khung__sheet_noticed n = khung__sheet_notice(sheet);
    char a[24], b[32], letters[8];
    if (n.cut) {
        snprintf(a, sizeof a, "%zu", n.last);
        snprintf(b, sizeof b, "%zu", n.first);
        size_t row = khung__sheet_rows(sheet) - 1;
        return KHUNG__DIAG(log, KHUNG__D_IMPORT_CUT, khung__sheet_at(sheet, row, n.last ? n.last - 1 : 0), khung__str_of(a), khung__str_of(b));
    }
    if (!n.decomposed || !n.column)
        return KHUNG_OK;
    khung__sheet_letters(letters, n.column - 1);
    snprintf(a, sizeof a, "%zu", n.decomposed);
    snprintf(b, sizeof b, "%s%zu", letters, n.row);
    khung__str sample = {0};
    for (size_t row = 0; row < khung__sheet_rows(sheet); row++)
        if (khung__sheet_row_number(sheet, row) == n.row)
            sample = khung__sheet_cell(sheet, row, n.column - 1);
    khung__at at = khung__sheet_at(sheet, 0, n.column - 1);
    at.line = (uint32_t)n.row;
    return KHUNG__DIAG(log, n.apart ? KHUNG__D_IMPORT_NFD : KHUNG__D_IMPORT_TO_HOP, at, khung__str_of(a), khung__str_of(b), sample);
}

khung_status khung__legacy_load(khung__sheet **out, const char *name, khung__str bytes, const char *title, const khung__sheet_limits *limits,
                                khung__legacy from, khung_log *log)
{
    khung__sheet *sheet = NULL;
    khung_status status = load_table(&sheet, name, bytes, title, limits, from, log);
    if (status == KHUNG_OK)
        status = tell_noticed(sheet, log);
    if (status == KHUNG_OK)
        *out = sheet;
    else
        khung__sheet_free(sheet);
    return status;
}
