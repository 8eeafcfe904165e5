/* page_para: paragraphs. The spans become one text with single spaces, cut into words; lines are filled greedily with units of
 * words that travel together; a word wider than the column is cut between graphemes. Nothing is ever dropped but spaces at
 * line ends. */
#include "page.h"

#include <string.h>

/* A word: bytes of the flow's text with its width and that of the space before it. */
typedef struct word {
    size_t from, to;
    double width, space;
    bool glue; /* stays on the line of the word before it if the two fit a line at all */
    bool hard; /* begins a line */
} word;

typedef struct flow {
    khung__doc *doc;
    const khung__span *spans;
    size_t n;
    char *text;     /* all spans, gaps made one space */
    size_t size;
    size_t *ends;   /* where each span ends in text */
    word *words;    /* the document's scratch */
    size_t count;
    bool plain;     /* no character needed the symbol face */
} flow;

/* ---- words ---- */

typedef struct scan {
    flow *flow;
    double gap;    /* width of the space since the last word */
    bool in_word, glue, hard, line_empty;
} scan;

static word *add_word(flow *f)
{
    khung__doc *doc = f->doc;
    size_t need = (f->count + 1) * sizeof(word);
    if (need > doc->scratch_size) {
        size_t size = doc->scratch_size ? doc->scratch_size * 2 : 256 * sizeof(word);
        void *p = khung__realloc(doc->scratch, size);
        if (!p) {
            khung__doc_fail(doc, KHUNG_NO_MEMORY);
            return NULL;
        }
        doc->scratch = p;
        doc->scratch_size = size;
    }
    f->words = doc->scratch;
    word *w = &f->words[f->count++];
    *w = (word){.from = f->size, .to = f->size};
    return w;
}

static void start_word(scan *s)
{
    word *w = add_word(s->flow);
    if (!w) return;
    w->space = s->line_empty ? 0 : s->gap;
    w->glue = s->glue && !s->line_empty;
    w->hard = s->hard;
    s->gap = 0;
    s->in_word = true;
    s->glue = s->hard = s->line_empty = false;
}

static void end_line(scan *s)
{
    if (s->line_empty) start_word(s);
    s->in_word = false;
    s->hard = s->line_empty = true;
    s->gap = 0;
}

/* Takes a space or U+00A0; the first of a gap gives it its width. */
static void take_gap(scan *s, bool glue, khung__style style)
{
    flow *f = s->flow;
    if (s->in_word) {
        khung__face face = style.face;
        s->gap = khung__doc_advance(f->doc, &face, 0x20, (khung__str){" ", 1}) * style.size / 1000;
        f->text[f->size++] = ' ';
    }
    s->in_word = false;
    s->glue = s->glue || glue;
}

/* Takes letters up to a gap or the end of a line; returns where it stopped. */
static const char *take_letters(scan *s, khung__str text, const char *p, khung__style style)
{
    flow *f = s->flow;
    const char *end = text.s + text.n, *from = p;
    long sum = 0;
    while (p < end) {
        const char *next = p;
        int32_t code = (unsigned char)*p < 0x80 ? (unsigned char)*next++ : khung__utf8_next(&next, end);
        if (code == ' ' || code == '\n' || code == 0xA0) break;
        khung__face face = style.face;
        sum += khung__doc_advance(f->doc, &face, code, text);
        if (face != style.face) f->plain = false;
        p = next;
    }
    memcpy(f->text + f->size, from, (size_t)(p - from));
    f->size += (size_t)(p - from);
    f->words[f->count - 1].width += (double)sum * style.size / 1000;
    f->words[f->count - 1].to = f->size;
    return p;
}

static void scan_span(scan *s, khung__str text, khung__style style)
{
    flow *f = s->flow;
    const char *p = text.s, *end = text.s + text.n;
    while (p < end && f->doc->status == KHUNG_OK) {
        if (*p == '\n') {
            end_line(s);
            p++;
        } else if (*p == ' ') {
            take_gap(s, false, style);
            p++;
        } else if (end - p >= 2 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0) {
            take_gap(s, true, style);
            p += 2;
        } else {
            if (!s->in_word) start_word(s);
            if (f->doc->status == KHUNG_OK) p = take_letters(s, text, p, style);
        }
    }
}

/* The last two words of every line that the text itself ends travel together. */
static void glue_ends(flow *f)
{
    for (size_t i = 1; i < f->count; i++) {
        bool last = i + 1 == f->count || f->words[i + 1].hard;
        if (last && !f->words[i].hard) f->words[i].glue = true;
    }
}

/* Cleans and joins the spans and cuts them into words. False when the document has failed. */
static bool read_spans(flow *f)
{
    khung__arena *arena = &f->doc->arena;
    khung__str *clean = khung__arena_alloc(arena, f->n * sizeof *clean);
    f->ends = khung__arena_alloc(arena, f->n * sizeof *f->ends);
    size_t total = 0;
    for (size_t i = 0; clean && i < f->n; i++) {
        clean[i] = khung__doc_clean(f->doc, f->spans[i].text, true);
        total += clean[i].n;
    }
    f->text = khung__arena_alloc(arena, total + 1);
    if (!clean || !f->text || !f->ends) khung__doc_fail(f->doc, KHUNG_NO_MEMORY);
    scan s = {.flow = f, .line_empty = true};
    for (size_t i = 0; i < f->n && f->doc->status == KHUNG_OK; i++) {
        scan_span(&s, clean[i], f->spans[i].style);
        f->ends[i] = f->size;
    }
    glue_ends(f);
    return f->doc->status == KHUNG_OK;
}

/* ---- lines ---- */

/* Fills lines of `width`. With `lines` NULL it only counts. */
typedef struct breaker {
    const flow *flow;
    double width, indent_share; /* share of the free width left of a line: 0, 1/2, 1 */
    double used;                /* of the open line */
    size_t from, to;            /* bytes of the open line */
    bool open;
    khung__textline *lines;
    size_t count;
} breaker;

static size_t span_at(const flow *f, size_t offset)
{
    size_t i = 0;
    while (i + 1 < f->n && f->ends[i] <= offset) i++;
    return i;
}

/* The longest run from `from` (before `to`) of one span and one face; its width goes to *width. */
static size_t run_end(const flow *f, size_t from, size_t to, khung__style *style, double *width)
{
    size_t span = span_at(f, from), stop = f->ends[span] < to ? f->ends[span] : to;
    *style = f->spans[span].style;
    const char *p = f->text + from, *end = f->text + stop;
    khung__face run_face = style->face;
    long sum = 0;
    while (p < end) {
        const char *here = p;
        khung__face face = style->face;
        int advance = khung__doc_advance(f->doc, &face, khung__utf8_next(&p, end), (khung__str){f->text, f->size});
        if (here == f->text + from) {
            run_face = face;
        } else if (face != run_face) {
            end = here;
            break;
        }
        sum += advance;
    }
    style->face = run_face;
    *width = (double)sum * style->size / 1000;
    return (size_t)(end - f->text);
}

/* Cuts a line into fragments; with `out` NULL it counts them. */
static size_t cut_fragments(const breaker *b, double x, khung__fragment *out)
{
    const flow *f = b->flow;
    size_t n = 0;
    for (size_t at = b->from; at < b->to; n++) {
        khung__fragment piece = {0};
        size_t end = b->to;
        if (f->plain && f->n == 1) {
            piece.style = f->spans[0].style;
            piece.width = b->used;
        } else {
            end = run_end(f, at, b->to, &piece.style, &piece.width);
        }
        piece.text = (khung__str){f->text + at, end - at};
        piece.x = x;
        x += piece.width;
        at = end;
        if (out) out[n] = piece;
    }
    return n;
}

/* Why a line ends: nothing follows, a space was there, the text says so, a word is cut. */
typedef enum reason { LAST, AT_SPACE, AT_END, IN_WORD } reason;

static void close_line(breaker *b, reason why)
{
    if (!b->open) return;
    if (b->lines && b->flow->doc->status == KHUNG_OK) {
        khung__textline *line = &b->lines[b->count];
        double x = (b->width - b->used) * b->indent_share;
        size_t n = b->flow->plain && b->flow->n == 1 ? b->to > b->from : cut_fragments(b, x, NULL);
        line->fragments = khung__arena_alloc(&b->flow->doc->arena, n * sizeof *line->fragments);
        if (line->fragments) {
            line->count = cut_fragments(b, x, line->fragments);
            line->width = b->used;
            if (n) {
                line->fragments[n - 1].space_after = why == AT_SPACE || why == AT_END;
                line->fragments[n - 1].line_end = why == AT_END;
                line->fragments[n - 1].cut = why == IN_WORD;
            }
        } else {
            khung__doc_fail(b->flow->doc, KHUNG_NO_MEMORY);
        }
    }
    b->count++;
    b->open = false;
    b->used = 0;
}

static void extend(breaker *b, size_t from, size_t to, double space, double width)
{
    if (!b->open) b->from = from;
    b->used += (b->open ? space : 0) + width;
    b->to = to;
    b->open = true;
}

static bool fits(const breaker *b, double space, double width)
{
    return (b->open ? b->used + space : 0) + width <= b->width + 0.001;
}

/* Width of one grapheme at `from`. */
static double grapheme_width(const flow *f, size_t from, size_t to)
{
    khung__style style = f->spans[span_at(f, from)].style;
    return khung__doc_width(f->doc, (khung__str){f->text + from, to - from}, style.face, style.size);
}

static bool good_cut(char before)
{
    return before == '/' || before == '-' || before == '_' || before == '.' || before == '@' || before == '&' || before == '=';
}

/* A word wider than the column: as many graphemes a line as fit, cut behind / - _ . @ & = where one is in reach. */
static void split_word(breaker *b, const word *w)
{
    const flow *f = b->flow;
    size_t from = w->from, nice = w->from, at = w->from;
    double width = 0, nice_width = 0;
    while (at < w->to) {
        size_t next = (size_t)(khung__utf8_grapheme_next(f->text + at, f->text + w->to) - f->text);
        double more = grapheme_width(f, at, next);
        while (at > from && width + more > b->width + 0.001) {
            size_t cut = nice > from ? nice : at;
            extend(b, from, cut, 0, nice > from ? nice_width : width);
            close_line(b, IN_WORD);
            width = nice > from ? width - nice_width : 0;
            from = nice = cut;
        }
        width += more;
        at = next;
        if (good_cut(f->text[at - 1])) {
            nice = at;
            nice_width = width;
        }
    }
    extend(b, from, w->to, 0, width);
}

/* Words of a unit that is wider than the column: one by one, glue or not. */
static void place_words(breaker *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const word *w = &b->flow->words[i];
        if (!fits(b, w->space, w->width)) close_line(b, AT_SPACE);
        if (fits(b, w->space, w->width)) {
            extend(b, w->from, w->to, w->space, w->width);
        } else {
            split_word(b, w);
        }
    }
}

/* The end of the unit of words that travel together from word `i` on, and its width. */
static size_t unit_end(const flow *f, size_t i, double *width)
{
    *width = f->words[i].width;
    for (i++; i < f->count && f->words[i].glue; i++) *width += f->words[i].space + f->words[i].width;
    return i;
}

static void fill(breaker *b)
{
    const flow *f = b->flow;
    for (size_t i = 0, end; i < f->count && f->doc->status == KHUNG_OK; i = end) {
        double width;
        end = unit_end(f, i, &width);
        const word *w = &f->words[i];
        if (w->hard) close_line(b, AT_END);
        bool too_wide = width > b->width + 0.001;
        if (!too_wide && !fits(b, w->space, width)) close_line(b, AT_SPACE);
        if (too_wide) {
            place_words(b, i, end);
        } else {
            extend(b, w->from, f->words[end - 1].to, w->space, width);
        }
    }
    close_line(b, LAST);
}

static size_t count_lines(const flow *f, double width)
{
    breaker b = {.flow = f, .width = width};
    fill(&b);
    return b.count;
}

/* Breaks at `width` and aligns within `outer`. */
static khung__para lay_out(const flow *f, double width, double outer, khung__align align)
{
    khung__para para = {.leading = f->n ? f->spans[0].style.leading : 0};
    size_t count = count_lines(f, width);
    breaker b = {.flow = f, .width = width, .indent_share = align == KHUNG__CENTRE ? 0.5 : align == KHUNG__RIGHT ? 1 : 0};
    b.lines = khung__arena_alloc(&f->doc->arena, count * sizeof *b.lines);
    if (!b.lines) khung__doc_fail(f->doc, KHUNG_NO_MEMORY);
    fill(&b);
    if (f->doc->status != KHUNG_OK) return (khung__para){0};
    double shift = (outer - width) * b.indent_share;
    for (size_t i = 0; i < b.count; i++) {
        for (size_t k = 0; k < b.lines[i].count; k++) b.lines[i].fragments[k].x += shift;
        if (b.lines[i].width > para.width) para.width = b.lines[i].width;
    }
    para.lines = b.lines;
    para.count = b.count;
    return para;
}

khung__para khung__doc_para(khung__doc *doc, const khung__span *spans, size_t n, double width, khung__align align)
{
    flow f = {.doc = doc, .spans = spans, .n = n, .plain = true};
    if (doc->status != KHUNG_OK || !read_spans(&f)) return (khung__para){0};
    return lay_out(&f, width, width, align);
}

/* The widest unit that fits: below it a narrower column would only break what should stay whole. */
static double widest_unit(const flow *f, double width)
{
    double widest = 0, unit;
    for (size_t i = 0, end; i < f->count; i = end) {
        end = unit_end(f, i, &unit);
        if (unit > width + 0.001) return width;
        if (unit > widest) widest = unit;
    }
    return widest;
}

khung__para khung__doc_balance(khung__doc *doc, const khung__span *spans, size_t n, double width, khung__align align)
{
    flow f = {.doc = doc, .spans = spans, .n = n, .plain = true};
    if (doc->status != KHUNG_OK || !read_spans(&f)) return (khung__para){0};
    size_t lines = count_lines(&f, width);
    double low = widest_unit(&f, width), high = width;
    if (count_lines(&f, low) == lines) high = low;
    while (high - low > 0.25) {
        double middle = (low + high) / 2;
        if (count_lines(&f, middle) == lines) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return lay_out(&f, high, width, align);
}

/* ---- on the page ---- */

static double put_line(khung__doc *doc, size_t page, double x, double y, const khung__textline *line, double leading)
{
    khung__style tallest = {.leading = leading};
    for (size_t i = 0; i < line->count; i++)
        if (line->fragments[i].style.size > tallest.size) tallest.size = line->fragments[i].style.size;
    double baseline = khung__baseline(y, tallest);
    for (size_t i = 0; i < line->count; i++) {
        const khung__fragment *piece = &line->fragments[i];
        khung__item *item = khung__doc_item(doc, page, KHUNG__TEXT);
        if (!item) return 0;
        item->face = (uint8_t)piece->style.face;
        item->x = x + piece->x;
        item->y = baseline;
        item->top = y;
        item->width = piece->width;
        item->height = leading;
        item->size = piece->style.size;
        item->fill = piece->style.colour;
        item->text = piece->text;
        item->space_after = piece->space_after;
        item->line_end = piece->line_end;
        item->cut = piece->cut;
    }
    return leading;
}

size_t khung__para_break(const khung__para *para, size_t from, double room)
{
    size_t left = para->count - from, fit = room > 0 ? (size_t)(room / para->leading + 0.001) : 0;
    if (fit >= left) return left;
    if (left - fit == 1) fit -= fit > 0; /* the last line takes one with it */
    return fit == 1 ? 0 : fit;           /* the first one waits for the second */
}

double khung__doc_put(khung__doc *doc, size_t page, double x, double y, const khung__para *para, size_t from, size_t to)
{
    double height = 0;
    if (to > para->count) to = para->count;
    for (size_t i = from; i < to && doc->status == KHUNG_OK; i++)
        height += put_line(doc, page, x, y + height, &para->lines[i], para->leading);
    return height;
}
