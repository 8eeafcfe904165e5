/* dump: a page document as indented text with boxes, for tests and for reading without a viewer. */
#ifndef KHUNG_DUMP_H
#define KHUNG_DUMP_H

#include "page.h"

/* Every page, element, text run, link and named shape with its box: one line each, lengths with two decimals:
 *   page 1 595.28 841.89
 *     H1 #2
 *       text 58.00 72.00 203.11 28.00 baseline 96.21 serif-bold 21.00 1B2428 "Tóm tắt"
 *       shape "radar" 139.00 121.00 316.00 272.00
 * Boxes are left, top, width, height. A named text has its name before the box too. */
khung_status khung__dump_boxes(khung__buf *out, const khung__doc *doc);
/* The reading text: structure order, headings, tables with columns, figures as their alternative text; 80 columns. */
khung_status khung__dump_text(khung__buf *out, const khung__doc *doc);
/* What is wrong with the layout, one line each, nothing when all is well: letters over letters (from 0.76 em above to 0.24 em
 * below the baseline, more than half a point both ways), and letters in the page's margins or nearer than 15 pt to the paper's edge,
 * where printers do not reach. Tests want it empty. */
khung_status khung__dump_check(const khung__doc *doc, khung__buf *findings);

#endif
