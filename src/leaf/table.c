/* leaf/table: tables in the standard's form: small heads over an ink line, rows with hairlines below, heads repeated on every page;
 * a row is split only where it is taller than a page. */
#include "../leaf.h"

#include <math.h>

enum { MOST_COLUMNS = 16 };

static double unit(const khung__leaf_table *t) { return t->leaf->scale; }

/* Text that follows a column of numbers stands off from them. */
static double indent(const khung__leaf_table *t, size_t i)
{
    bool behind = i && t->columns[i].align == KHUNG__LEFT && t->columns[i - 1].align == KHUNG__RIGHT;
    return behind ? 12 * unit(t) : 0;
}

/* Of `n` columns from `i` on. */
static double room(const khung__leaf_table *t, size_t i, uint32_t n)
{
    double w = -indent(t, i);
    size_t end = i + (n ? n : 1);
    for (size_t k = i; k < end && k < t->count; k++) w += t->columns[k].width;
    if (end < t->count && t->columns[i].align == KHUNG__LEFT) w -= fmin(8, 0.08 * w);
    return w;
}

static void draw_head(khung__leaf_table *t, bool again)
{
    khung__leaf *l = t->leaf;
    khung__para paras[MOST_COLUMNS];
    double tallest = 0, x = l->left;
    for (size_t i = 0; i < t->count; i++) {
        khung__span span = {t->columns[i].head, khung__leaf_style(l, khung__style_label(KHUNG__INK2))};
        paras[i] = khung__doc_para(l->doc, &span, 1, room(t, i, 1), t->columns[i].align);
        tallest = fmax(tallest, khung__leaf_height(&paras[i]));
    }
    if (again) khung__doc_artifact(l->doc, true);
    else khung__doc_open(l->doc, KHUNG__TAG_TR);
    for (size_t i = 0; i < t->count; i++) {
        if (!again) khung__doc_open(l->doc, KHUNG__TAG_TH);
        khung__leaf_put(l, x + indent(t, i), l->y + tallest - khung__leaf_height(&paras[i]), &paras[i]);
        if (!again) khung__doc_close(l->doc);
        x += t->columns[i].width;
    }
    l->y += tallest + 4;
    khung__leaf_rule(l, l->left, l->y - 0.375, l->width, KHUNG__FIRM, KHUNG__INK);
    if (again) khung__doc_artifact(l->doc, false);
    else khung__doc_close(l->doc);
}

void khung__leaf_table_start(khung__leaf_table *t)
{
    if (t->count > MOST_COLUMNS) khung__doc_fail(t->leaf->doc, KHUNG_INTERNAL);
    khung__leaf_room(t->leaf, KHUNG__KEEP * unit(t));
    khung__doc_open(t->leaf->doc, KHUNG__TAG_TABLE);
    if (t->leaf->doc->status == KHUNG_OK) draw_head(t, false);
}

static void put_mark(khung__leaf_table *t, const khung__leaf_cell *cell, double x, double top)
{
    double s = 7.0 / 8 * unit(t);
    khung__doc_aside(t->leaf->doc, true);
    khung__doc_mark(t->leaf->doc, t->leaf->page, cell->mark, x, top + 2.5 * unit(t), s, cell->colour);
    khung__doc_aside(t->leaf->doc, false);
}

static void put_cells(khung__leaf_table *t, const khung__leaf_cell *cells, const khung__para *paras, size_t n, double top)
{
    khung__leaf *l = t->leaf;
    khung__chart chart = {l->doc, l->page, l->in->palette};
    double x = l->left;
    size_t column = 0;
    khung__doc_open(l->doc, KHUNG__TAG_TR);
    for (size_t i = 0; i < n && column < t->count; i++) {
        uint32_t span = cells[i].columns ? cells[i].columns : 1;
        uint32_t element = khung__doc_open(l->doc, KHUNG__TAG_TD);
        if (span > 1 && l->doc->status == KHUNG_OK) l->doc->elements[element].column_span = span;
        double at = x + indent(t, column), mark = cells[i].marked ? 12 * unit(t) : 0;
        if (cells[i].hidden) khung__chart_hidden(&chart, x + t->columns[column].width, top - 0.5, cells[i].spans[0].text);
        else if (paras[i].count) {
            if (mark > 0) put_mark(t, &cells[i], at, top);
            khung__leaf_put(l, at + mark, top, &paras[i]);
        }
        khung__doc_close(l->doc);
        for (uint32_t k = 0; k < span && column < t->count; k++) x += t->columns[column++].width;
    }
    khung__doc_close(l->doc);
}

static double tallest_of(const khung__para *paras, size_t n, double least)
{
    for (size_t i = 0; i < n; i++) least = fmax(least, khung__leaf_height(&paras[i]));
    return least;
}

/* A row taller than a page goes on page by page. */
static void put_tall(khung__leaf_table *t, const khung__leaf_cell *cells, khung__para *paras, size_t n)
{
    khung__leaf *l = t->leaf;
    while (tallest_of(paras, n, 0) + 2 * t->pad > l->bottom - l->y && l->doc->status == KHUNG_OK) {
        khung__para part[MOST_COLUMNS];
        for (size_t i = 0; i < n; i++) {
            size_t lines = paras[i].count ? (size_t)((l->bottom - l->y - t->pad) / paras[i].leading) : 0;
            part[i] = paras[i];
            part[i].count = lines < paras[i].count ? lines : paras[i].count;
            paras[i].lines += part[i].count;
            paras[i].count -= part[i].count;
        }
        put_cells(t, cells, part, n, l->y + t->pad);
        khung__leaf_new_page(l);
        draw_head(t, true);
    }
}

void khung__leaf_table_row(khung__leaf_table *t, const khung__leaf_cell *cells, size_t n, khung__leaf_row kind, double keep)
{
    khung__leaf *l = t->leaf;
    khung__para paras[MOST_COLUMNS] = {{0}};
    if (l->doc->status != KHUNG_OK || n > MOST_COLUMNS) return;
    size_t column = 0;
    for (size_t i = 0; i < n && column < t->count; i++) {
        double w = room(t, column, cells[i].columns) - (cells[i].marked ? 12 * unit(t) : 0);
        if (cells[i].n && !cells[i].hidden) paras[i] = khung__doc_para(l->doc, cells[i].spans, cells[i].n, w, t->columns[column].align);
        column += cells[i].columns ? cells[i].columns : 1;
    }
    double above = kind == KHUNG__LEAF_GROUP ? 4 : 0, height = tallest_of(paras, n, 12 * unit(t)) + 2 * t->pad + above;
    if (khung__leaf_room(l, height + keep)) draw_head(t, true);
    if (height > l->bottom - l->y) {
        put_tall(t, cells, paras, n);
        height = tallest_of(paras, n, 12 * unit(t)) + 2 * t->pad;
    }
    if (kind == KHUNG__LEAF_SUM) khung__leaf_rule(l, l->left, l->y - 0.125, l->width, KHUNG__FIRM, KHUNG__INK);
    put_cells(t, cells, paras, n, l->y + t->pad + above);
    l->y += height;
    if (kind == KHUNG__LEAF_ROW) khung__leaf_rule(l, l->left, l->y - 0.125, l->width, KHUNG__HAIR, KHUNG__RULE);
    if (kind == KHUNG__LEAF_GROUP) khung__leaf_rule(l, l->left, l->y - 0.25, l->width, KHUNG__THIN, KHUNG__INK);
}

void khung__leaf_table_end(khung__leaf_table *t)
{
    khung__doc_close(t->leaf->doc);
}
