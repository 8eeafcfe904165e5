/* What the files of chart share. */
#ifndef KHUNG_CHART_INNER_H
#define KHUNG_CHART_INNER_H

#include "../chart.h"

/* Moves words into the document's arena; a failure sticks to the document. */
khung__str khung__chart_take(const khung__chart *c, khung__buf *buf);
/* Appends a piece with `between` before it where something stands already. */
void khung__chart_add(khung__buf *buf, const char *between, khung__str text);
/* The table behind a figure: rows × columns cells to fill, in the arena; NULL when memory ends. */
khung__str *khung__chart_cells(const khung__chart *c, uint32_t columns, size_t rows);
void khung__chart_name(const khung__chart *c, const char *name);
double khung__chart_width(const khung__chart *c, khung__str text, khung__style style);
void khung__chart_text(const khung__chart *c, double x, double baseline, khung__str text, khung__style style, khung__align align);
void khung__chart_line(const khung__chart *c, double x1, double y1, double x2, double y2, khung__pen pen);

#endif
