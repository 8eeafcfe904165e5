/* report/notes: footnotes with the acts that a criterion rests on: their numbers stand behind its title, the notes at the foot of the
 * page on which it stands. Acts are numbered as they are first named; a page that names one again has its note again. */
#include "inner.h"

#include <string.h>

static const double AIR = 16, INDENT = 12, LEAD = 2; /* above the first note, before the text, between notes */

struct khung__footnotes {
    const khung__reference **acts; /* in the order of their numbers */
    size_t count, cap;
    struct footnote {
        size_t act;
        uint32_t element;
        khung__para para;
    } *here; /* on this page */
    size_t here_count, here_cap;
};

/* In force at some time of the period; what ended before says nothing about it. */
static bool applies(const khung__report *report, const khung__reference *r)
{
    bool begun = !r->from.year || khung__date_cmp(r->from, report->result->to) <= 0;
    return begun && (!r->to.year || khung__date_cmp(r->to, report->result->from) >= 0);
}

static bool same_act(const khung__reference *x, const khung__reference *y)
{
    return khung__str_eq(x->title, y->title) && khung__str_eq(x->number, y->number);
}

/* Room for one more in an array of the arena. */
static bool more(khung__report *report, void **array, size_t *cap, size_t count, size_t size)
{
    if (count < *cap) return true;
    size_t to = *cap ? *cap * 2 : 8;
    void *wider = khung__arena_alloc(report->arena, to * size);
    if (!wider) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return false;
    }
    if (count) memcpy(wider, *array, count * size);
    *array = wider;
    *cap = to;
    return true;
}

static struct khung__footnotes *notes_of(khung__report *report)
{
    if (!report->notes) report->notes = khung__arena_alloc(report->arena, sizeof *report->notes);
    if (!report->notes) khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
    return report->notes;
}

/* The act's number, from 0; SIZE_MAX when memory ends. */
static size_t number_of(khung__report *report, const khung__reference *r)
{
    struct khung__footnotes *n = notes_of(report);
    if (!n) return SIZE_MAX;
    for (size_t i = 0; i < n->count; i++)
        if (same_act(n->acts[i], r)) return i;
    if (!more(report, (void **)&n->acts, &n->cap, n->count, sizeof *n->acts)) return SIZE_MAX;
    n->acts[n->count] = r;
    return n->count++;
}

/* "¹²" of 12 */
static void add_raised(khung__buf *out, size_t number)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    if (number >= 10) add_raised(out, number / 10);
    khung__buf_z(out, digits[number % 10]);
}

khung__str khung__report_cited(khung__report *report, khung__str text, uint32_t criterion)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    khung__buf out = {0};
    bool any = false;
    for (uint32_t i = 0; i < c->reference_count; i++) {
        if (!applies(report, &c->references[i])) continue;
        size_t number = number_of(report, &c->references[i]);
        if (number == SIZE_MAX) break;
        if (!any) khung__buf_str(&out, text);
        if (any) khung__buf_z(&out, "\u00a0");
        add_raised(&out, number + 1);
        any = true;
    }
    if (out.failed) khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
    if (any) text = khung__buf_take(&out, report->arena);
    khung__buf_free(&out);
    return text;
}

static bool is_here(const struct khung__footnotes *n, size_t act)
{
    for (size_t i = 0; i < n->here_count; i++)
        if (n->here[i].act == act) return true;
    return false;
}

static khung__para lay(khung__report *report, const khung__reference *r)
{
    khung__str text = r->number.n && r->title.n ? KHUNG__JOIN(report, r->number, KHUNG__S(". "), r->title) : r->number.n ? r->number : r->title;
    return khung__report_lay(report, text, khung__style_small(KHUNG__INK2), KHUNG__TEXT_W - INDENT);
}

double khung__report_notes_height(khung__report *report, uint32_t criterion, bool fresh)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    double height = 0;
    struct khung__footnotes *n = c->reference_count ? notes_of(report) : NULL;
    for (uint32_t i = 0; n && i < c->reference_count; i++) {
        if (!applies(report, &c->references[i]) || (!fresh && is_here(n, number_of(report, &c->references[i])))) continue;
        khung__para para = lay(report, &c->references[i]);
        height += khung__para_height(&para) + LEAD;
    }
    return height > 0 && (fresh || report->foot <= 0) ? height + AIR : height;
}

void khung__report_notes_add(khung__report *report, uint32_t criterion)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    struct khung__footnotes *n = c->reference_count ? notes_of(report) : NULL;
    for (uint32_t i = 0; n && i < c->reference_count; i++) {
        size_t act = applies(report, &c->references[i]) ? number_of(report, &c->references[i]) : SIZE_MAX;
        if (act == SIZE_MAX || is_here(n, act)) continue;
        if (!more(report, (void **)&n->here, &n->here_cap, n->here_count, sizeof *n->here)) return;
        struct footnote *note = &n->here[n->here_count++];
        *note = (struct footnote){.act = act, .element = khung__doc_open(report->doc, KHUNG__TAG_FOOTNOTE), .para = lay(report, &c->references[i])};
        khung__doc_close(report->doc);
        if (report->foot <= 0) report->foot = AIR;
        report->foot += khung__para_height(&note->para) + LEAD;
    }
}

void khung__report_notes_put(khung__report *report)
{
    struct khung__footnotes *n = report->notes;
    if (!n || !n->here_count || report->doc->status != KHUNG_OK) return;
    double y = KHUNG__BODY_END + AIR;
    uint32_t before = khung__doc_within(report->doc, 0);
    khung__doc_line(report->doc, report->page, KHUNG__LEFT_X, y - 4, KHUNG__LEFT_X + 64, y - 4, khung__pen_line(KHUNG__INK2, KHUNG__THIN));
    khung__report_name(report, "note-rule");
    for (size_t i = 0; i < n->here_count; i++) {
        const struct footnote *note = &n->here[i];
        khung__doc_within(report->doc, note->element);
        khung__report_line(report, KHUNG__LEFT_X, y, khung__report_int(report, (int64_t)note->act + 1), khung__style_small(KHUNG__INK2), KHUNG__LEFT);
        khung__report_put(report, KHUNG__LEFT_X + INDENT, y, &note->para);
        y += khung__para_height(&note->para) + LEAD;
    }
    khung__doc_within(report->doc, before);
    n->here_count = 0;
    report->foot = 0;
}
