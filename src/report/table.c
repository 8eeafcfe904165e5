/* report/table: tables in the standard's form: small heads over an ink line, rows with hairlines
 * below, heads repeated on every page, rows never split unless one is taller than a page. */
#include "inner.h"

#include <math.h>

enum { MOST_COLUMNS = 10 };

/* Columns are given for a text 480 wide; what the paper has more or less goes to the widest of those with text. */
static double column_width(const khung__table *table, size_t column)
{
    const khung__report *report = table->report;
    double sum = 0;
    size_t widest = 0;
    for (size_t i = 0; i < table->count; i++) {
        const khung__column *c = &table->columns[i];
        sum += c->width;
        if (c->align == KHUNG__LEFT && c->width > table->columns[widest].width) widest = i;
    }
    return table->columns[column].width + (column == widest ? KHUNG__TEXT_W - sum : 0);
}

/* Text that follows a column of numbers stands off from them. */
static double indent(const khung__table *table, size_t column)
{
    const khung__column *c = &table->columns[column];
    return column && c->align == KHUNG__LEFT && c[-1].align == KHUNG__RIGHT ? 12 : 0;
}

static double text_width(const khung__table *table, size_t column)
{
    const khung__column *c = &table->columns[column];
    double gap = c->align == KHUNG__RIGHT || column + 1 == table->count
                     ? 0
                     : fmin(table->gap, 0.15 * column_width(table, column));
    return column_width(table, column) - gap - indent(table, column);
}

/* The head row; `again` on a later page, where it is an artifact. */
static void draw_head(khung__table *table, bool again)
{
    khung__report *report = table->report;
    khung__doc *doc = report->doc;
    khung__para paras[MOST_COLUMNS];
    double tallest = 0, x = KHUNG__LEFT_X;
    for (size_t i = 0; i < table->count; i++) {
        khung__span span = {table->columns[i].head, khung__style_label(KHUNG__INK2)};
        paras[i] = khung__doc_para(doc, &span, 1, text_width(table, i), table->columns[i].align);
        if (khung__para_height(&paras[i]) > tallest) tallest = khung__para_height(&paras[i]);
    }
    if (again) khung__doc_artifact(doc, true);
    else khung__doc_open(doc, KHUNG__TAG_TR);
    for (size_t i = 0; i < table->count; i++) {
        if (!again) khung__doc_open(doc, KHUNG__TAG_TH);
        khung__report_put(report, x + indent(table, i),
                          report->y + tallest - khung__para_height(&paras[i]), &paras[i]);
        if (!again) khung__doc_close(doc);
        x += column_width(table, i);
    }
    report->y += tallest + 4;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.375, KHUNG__TEXT_W, KHUNG__FIRM,
                       KHUNG__INK);
    if (again) khung__doc_artifact(doc, false);
    else khung__doc_close(doc);
}

void khung__table_start(khung__table *table)
{
    if (table->count > MOST_COLUMNS) khung__doc_fail(table->report->doc, KHUNG_INTERNAL);
    khung__report_room(table->report, KHUNG__KEEP + 16);
    khung__doc_open(table->report->doc, KHUNG__TAG_TABLE);
    draw_head(table, false);
}

static void put_cells(khung__table *table, const khung__para *paras, double top)
{
    khung__report *report = table->report;
    khung__doc *doc = report->doc;
    double x = KHUNG__LEFT_X;
    khung__doc_open(doc, KHUNG__TAG_TR);
    for (size_t i = 0; i < table->count; i++) {
        khung__doc_open(doc, KHUNG__TAG_TD);
        if (paras[i].count) khung__report_put(report, x + indent(table, i), top, &paras[i]);
        khung__doc_close(doc);
        x += column_width(table, i);
    }
    khung__doc_close(doc);
}

/* A row taller than a page: its lines go on page by page. */
static void put_tall(khung__table *table, khung__para *paras, double height)
{
    khung__report *report = table->report;
    while (height > KHUNG__BODY_END - report->y && report->doc->status == KHUNG_OK) {
        double free_h = KHUNG__BODY_END - report->y - table->pad;
        khung__para part[MOST_COLUMNS];
        for (size_t i = 0; i < table->count; i++) {
            size_t lines = paras[i].count ? khung__para_break(&paras[i], 0, free_h) : 0;
            part[i] = paras[i];
            part[i].count = lines;
            paras[i].lines += lines;
            paras[i].count -= lines;
        }
        put_cells(table, part, report->y + table->pad);
        khung__report_page(report);
        draw_head(table, true);
        height = 0;
        for (size_t i = 0; i < table->count; i++)
            if (khung__para_height(&paras[i]) > height) height = khung__para_height(&paras[i]);
        height += 2 * table->pad;
    }
}

double khung__table_row(khung__table *table, const khung__cell *cells, khung__row_kind kind,
                        double keep)
{
    khung__report *report = table->report;
    khung__para paras[MOST_COLUMNS];
    double tallest = 12;
    for (size_t i = 0; i < table->count; i++) {
        paras[i] = khung__doc_para(report->doc, cells[i].spans, cells[i].n, text_width(table, i),
                                   table->columns[i].align);
        if (khung__para_height(&paras[i]) > tallest) tallest = khung__para_height(&paras[i]);
    }
    double height = tallest + 2 * table->pad;
    if (khung__report_room(report, height + keep)) {
        if (report->title.n) report->y += 6;
        draw_head(table, true);
    }
    if (height > KHUNG__BODY_END - report->y) {
        put_tall(table, paras, height);
        tallest = 12;
        for (size_t i = 0; i < table->count; i++)
            if (khung__para_height(&paras[i]) > tallest) tallest = khung__para_height(&paras[i]);
        height = tallest + 2 * table->pad;
    }
    if (kind == KHUNG__ROW_SUM)
        khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, KHUNG__TEXT_W, KHUNG__FIRM,
                           KHUNG__INK);
    double top = report->y + table->pad;
    put_cells(table, paras, top);
    report->y += height;
    if (kind == KHUNG__ROW)
        khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, KHUNG__TEXT_W, KHUNG__HAIR,
                           KHUNG__RULE);
    return top;
}

void khung__report_table_group(khung__table *table, khung__str name, double keep)
{
    khung__report *report = table->report;
    khung__para para = khung__report_lay(report, name, khung__style_body_bold(KHUNG__INK),
                                         KHUNG__TEXT_W);
    double height = khung__para_height(&para) + 8;
    if (khung__report_room(report, height + keep)) {
        if (report->title.n) report->y += 6;
        draw_head(table, true);
    }
    khung__doc_open(report->doc, KHUNG__TAG_TR);
    uint32_t cell = khung__doc_open(report->doc, KHUNG__TAG_TH);
    if (report->doc->status == KHUNG_OK)
        report->doc->elements[cell].column_span = (uint32_t)table->count;
    khung__report_put(report, KHUNG__LEFT_X, report->y + 6, &para);
    khung__doc_close(report->doc);
    khung__doc_close(report->doc);
    report->y += height;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.25, KHUNG__TEXT_W, KHUNG__THIN,
                       KHUNG__INK);
}

void khung__table_end(khung__table *table) { khung__doc_close(table->report->doc); }
