/* report/contents: the table of contents of a report of more than a few pages: its own page or pages behind the cover, made when all
 * others are there, each line leading to its part. Screens have theirs from the bookmarks. */
#include "inner.h"

#include <string.h>

enum { FEW_PAGES = 8, MOST_LINES = 70 };

static const double NUMBER_W = 48, STEP = 18, PAD = 4;

static size_t count_to(const khung__doc *doc, uint32_t level)
{
    size_t n = 0;
    for (size_t i = 0; i < doc->bookmark_count; i++) n += doc->bookmarks[i].level <= level;
    return n;
}

static khung__para title_of(khung__report *report, const khung__bookmark *mark)
{
    khung__style style = mark->level ? khung__style_body(KHUNG__INK2) : khung__style_body_bold(KHUNG__INK);
    return khung__report_lay(report, mark->title, style, KHUNG__TEXT_W - NUMBER_W - STEP * mark->level);
}

/* `added` pages will stand before those that the bookmarks name. */
static void entry(khung__report *report, uint32_t number, size_t added)
{
    khung__doc *doc = report->doc;
    khung__bookmark mark = doc->bookmarks[number];
    khung__para para = title_of(report, &mark);
    double x = KHUNG__LEFT_X + STEP * mark.level, height = khung__para_height(&para) + 2 * PAD;
    khung__style style = mark.level ? khung__style_body(KHUNG__INK2) : khung__style_body_bold(KHUNG__INK);
    khung__report_room(report, height);
    khung__doc_open(doc, KHUNG__TAG_TOCI);
    khung__report_put(report, x, report->y + PAD, &para);
    khung__str page = khung__report_int(report, (int64_t)(mark.page + added + 1));
    khung__report_line(report, KHUNG__RIGHT_X, report->y + PAD + khung__para_height(&para) - para.leading, page, style, KHUNG__RIGHT);
    khung__doc_link(doc, report->page, x, report->y, KHUNG__RIGHT_X - x, height, number);
    khung__doc_close(doc);
    report->y += height;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, KHUNG__TEXT_W, KHUNG__HAIR, KHUNG__RULE);
}

/* How many pages the entries take from `y` on, on those that follow from `next` on. */
static size_t pages_of(khung__report *report, uint32_t deepest, double y, double next)
{
    size_t pages = 1;
    for (size_t i = 0; i < report->doc->bookmark_count; i++) {
        const khung__bookmark *mark = &report->doc->bookmarks[i];
        if (mark->level > deepest) continue;
        khung__para para = title_of(report, mark);
        double height = khung__para_height(&para) + 2 * PAD;
        if (y + height > KHUNG__BODY_END + 0.01) {
            pages++;
            y = next;
        }
        y += height;
    }
    return pages;
}

/* The new pages, which are the last ones, to their place; running heads go with them. */
static void move(khung__report *report, size_t first, size_t to)
{
    for (size_t from = first; from < report->doc->page_count; from++, to++) {
        khung__str section = report->sections[from];
        khung__doc_page_move(report->doc, from, to);
        memmove(report->sections + to + 1, report->sections + to, (from - to) * sizeof *report->sections);
        report->sections[to] = section;
    }
}

void khung__report_contents(khung__report *report)
{
    khung__doc *doc = report->doc;
    size_t first = doc->page_count;
    uint32_t deepest = count_to(doc, 1) <= MOST_LINES;
    if (doc->status != KHUNG_OK || first <= FEW_PAGES || count_to(doc, deepest) < 2) return;
    report->title = report->section = khung__report_phrase(report, KHUNG__P_CONTENTS);
    khung__report_page(report);
    khung__doc_open(doc, KHUNG__TAG_SECT);
    khung__report_h1(report, report->title, KHUNG__TEXT_W);
    report->y += 8;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.375, KHUNG__TEXT_W, KHUNG__FIRM, KHUNG__INK);
    size_t pages = pages_of(report, deepest, report->y, KHUNG__BODY_Y + 28);
    khung__doc_open(doc, KHUNG__TAG_TOC);
    for (size_t i = 0; i < doc->bookmark_count; i++)
        if (doc->bookmarks[i].level <= deepest) entry(report, (uint32_t)i, pages);
    khung__doc_close(doc);
    khung__doc_close(doc);
    report->title = (khung__str){0};
    if (doc->status == KHUNG_OK) move(report, first, report->cover_page == SIZE_MAX ? 0 : report->cover_page + 1);
}
