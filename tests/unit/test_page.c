/* page: building documents, widths, lines and paragraphs, with made-up metrics so that every length is plain to see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

/* Every character is half an em wide, capitals a whole em, combining marks nothing; Σ is in the symbol face only, 漢 nowhere. */
static int advance(void *context, khung__typeface_id type, int32_t code)
{
    ++*(int *)context;
    if (code < 0x20 || code == 0x6F22) return -1;
    if (code == 0x3A3) return type == KHUNG__TYPE_SYMBOL ? 700 : -1;
    if (code >= 0x300 && code < 0x370) return 0;
    return code >= 'A' && code <= 'Z' ? 1000 : 500;
}

static bool all_ready(void *context, khung__typeface_id type)
{
    (void)context;
    return type != KHUNG__TYPE_NOTO_SERIF_ITALIC;
}

static const char *file_name(void *context, khung__typeface_id type)
{
    (void)context, (void)type;
    return "Serif-Italic.ttf";
}

static int asked;
static const khung__metrics METRICS = {&asked, advance, all_ready, file_name};
static const khung__style STYLE = {KHUNG__SANS, 10, 14, 0x112233}; /* 5 pt a letter */

static khung__doc *new_doc(khung_log *log)
{
    khung__doc *doc = NULL;
    assert_int_equal(khung__doc_new(&doc, &METRICS, log), KHUNG_OK);
    khung__doc_page(doc, 595.28, 841.89);
    return doc;
}

/* The lines of a paragraph, parted by '|'; a space is put back where the line was broken at one. */
static const char *lines_of(const khung__para *para)
{
    static char text[4000];
    size_t n = 0;
    for (size_t i = 0; i < para->count; i++) {
        if (i) text[n++] = '|';
        for (size_t k = 0; k < para->lines[i].count; k++) {
            const khung__fragment *f = &para->lines[i].fragments[k];
            memcpy(text + n, f->text.s, f->text.n);
            n += f->text.n;
            if (f->space_after) text[n++] = '_';
        }
    }
    text[n] = 0;
    return text;
}

static const char *broken(khung__doc *doc, const char *text, double width)
{
    khung__span span = {khung__str_of(text), STYLE};
    khung__para para = khung__doc_para(doc, &span, 1, width, KHUNG__LEFT);
    assert_int_equal(doc->status, KHUNG_OK);
    return lines_of(&para);
}

/* ---- paragraphs ---- */

static void paragraphs_break_at_spaces(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    assert_string_equal(broken(doc, "một hai ba", 1000), "một hai ba");
    assert_string_equal(broken(doc, "một hai ba bốn", 35), "một hai_|ba bốn");
    assert_string_equal(broken(doc, "", 35), "");
    assert_string_equal(broken(doc, "   một    hai ", 1000), "một hai");
    assert_string_equal(broken(doc, "một\thai", 1000), "một hai");
    khung__doc_free(doc);
}

static void last_two_words_travel_together(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    assert_string_equal(broken(doc, "aa bb cc", 25), "aa_|bb cc");
    assert_string_equal(broken(doc, "aa bb cc dd", 40), "aa bb_|cc dd");
    /* Not when the two do not fit one line. */
    assert_string_equal(broken(doc, "aa bbbb cccc", 40), "aa bbbb_|cccc");
    assert_string_equal(broken(doc, "bbbb cccc", 25), "bbbb_|cccc");
    /* Each line that the text ends has its own last two. */
    assert_string_equal(broken(doc, "aa bb cc\ndd ee ff", 25), "aa_|bb cc_|dd_|ee ff");
    khung__doc_free(doc);
}

static void glue_holds_words(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    assert_string_equal(broken(doc, "aa bb\xC2\xA0" "cc dd ee", 25), "aa_|bb cc_|dd ee");
    assert_string_equal(broken(doc, "aa \xC2\xA0 bb", 1000), "aa bb");
    /* A glued unit wider than the column breaks at the glue before it breaks in a word. */
    assert_string_equal(broken(doc, "aaaa\xC2\xA0" "bbbb\xC2\xA0" "cccc", 45), "aaaa bbbb_|cccc");
    khung__doc_free(doc);
}

static void long_words_are_cut_between_graphemes(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    assert_string_equal(broken(doc, "abcdefghij", 20), "abcd|efgh|ij");
    assert_string_equal(broken(doc, "xx abcdefghij yy", 25), "xx_|abcde|fghij_|yy");
    assert_string_equal(broken(doc, "http://a.vn/bc", 40), "http://|a.vn/bc");
    /* A letter and its marks stay together, even in a column narrower than one letter. */
    assert_string_equal(broken(doc, "x\xCC\x82\xCC\xA3x\xCC\x82y", 2), "x\xCC\xA3\xCC\x82|x\xCC\x82|y");
    khung__doc_free(doc);
}

static void newlines_end_lines(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    assert_string_equal(broken(doc, "a\nb", 100), "a_|b");
    assert_string_equal(broken(doc, "a\n\nb\n", 100), "a_||b");
    khung__doc_free(doc);
}

static void inkless_characters_are_left_out(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    assert_string_equal(broken(doc, "a\xC2\xAD" "b\xE2\x80\x8B" "c\xEF\xBB\xBF", 100), "abc");
    assert_string_equal(broken(doc, "e\xCC\x82\xCC\x81", 100), "ế");
    khung__doc_free(doc);
}

static void spans_keep_their_style(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    khung__style bold = STYLE;
    bold.face = KHUNG__SANS_BOLD;
    khung__span spans[3] = {{KHUNG__S("AB"), bold}, {KHUNG__S("cd ef"), STYLE}, {KHUNG__S(" Σg"), STYLE}};
    khung__para para = khung__doc_para(doc, spans, 3, 1000, KHUNG__RIGHT);
    assert_int_equal(para.count, 1);
    assert_int_equal(para.lines[0].count, 5);
    static const struct {
        const char *text;
        khung__face face;
        double x, width;
    } want[5] = {{"AB", KHUNG__SANS_BOLD, 938, 20}, {"cd ef", KHUNG__SANS, 958, 25}, {" ", KHUNG__SANS, 983, 5},
                 {"Σ", KHUNG__SYMBOL, 988, 7}, {"g", KHUNG__SANS, 995, 5}};
    for (int i = 0; i < 5; i++) {
        const khung__fragment *f = &para.lines[0].fragments[i];
        assert_true(khung__str_eq(f->text, khung__str_of(want[i].text)));
        assert_int_equal(f->style.face, want[i].face);
        assert_true(f->x - want[i].x < 1e-9 && want[i].x - f->x < 1e-9);
        assert_true(f->width - want[i].width < 1e-9 && want[i].width - f->width < 1e-9);
    }
    assert_true(para.width > 61.99 && para.width < 62.01);
    khung__doc_free(doc);
}

static void balance_takes_the_narrowest_width(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    khung__span span = {KHUNG__S("aaaa bbbb cccc dddd"), STYLE};
    khung__para para = khung__doc_balance(doc, &span, 1, 80, KHUNG__CENTRE);
    assert_string_equal(lines_of(&para), "aaaa bbbb_|cccc dddd");
    assert_true(para.lines[0].fragments[0].x > 17.3 && para.lines[0].fragments[0].x < 17.6);
    para = khung__doc_balance(doc, &span, 1, 1000, KHUNG__LEFT);
    assert_int_equal(para.count, 1);
    khung__doc_free(doc);
}

/* Random texts in random columns: nothing is lost, nothing sticks out but a lone grapheme. */
static void nothing_is_dropped(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "bc", " ", " ", "\xC2\xA0", "ngữ", "DEF", "-", "Σ", "ghijklmn", "\n"};
    unsigned seed = 1;
    for (int round = 0; round < 2000; round++) {
        khung__doc *doc = new_doc(NULL);
        char text[400] = "", want[400] = "", got[1200] = "";
        for (int i = 0; i < 30; i++) {
            seed = seed * 1103515245u + 12345u;
            const char *piece = pieces[seed >> 16 & 0x7FFF ? (seed >> 16) % 11 : 0];
            strcat(text, piece);
            if (!strchr(" \n\xC2", piece[0])) strcat(want, piece);
        }
        double width = 3 + (seed >> 8) % 90;
        khung__span span = {khung__str_of(text), STYLE};
        khung__para para = khung__doc_para(doc, &span, 1, width, KHUNG__LEFT);
        for (size_t i = 0; i < para.count; i++) {
            const khung__textline *line = &para.lines[i];
            for (size_t k = 0; k < line->count; k++)
                for (size_t b = 0; b < line->fragments[k].text.n; b++)
                    if (line->fragments[k].text.s[b] != ' ') strncat(got, line->fragments[k].text.s + b, 1);
            assert_true(line->width <= width + 0.01 || (line->count == 1 && khung__utf8_count(line->fragments[0].text) == 1));
        }
        assert_string_equal(got, want);
        khung__doc_free(doc);
    }
}

/* ---- text on pages ---- */

static void text_stands_where_it_is_put(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    khung__doc_text(doc, 0, 100, 50, KHUNG__S("ab\xC2\xA0Σc"), STYLE, KHUNG__RIGHT);
    const khung__page *page = &doc->pages[0];
    assert_int_equal(page->count, 3);
    assert_true(khung__str_eq(page->items[0].text, KHUNG__S("ab ")));
    assert_int_equal(page->items[1].face, KHUNG__SYMBOL);
    assert_true(page->items[0].x == 73 && page->items[1].x == 88 && page->items[2].x == 95);
    assert_true(page->items[0].y == 50 && page->items[0].height == 14 && page->items[0].fill == 0x112233);
    double top = page->items[0].top;
    assert_true(khung__baseline(top, STYLE) > 49.99 && khung__baseline(top, STYLE) < 50.01);
    assert_true(khung__doc_width(doc, KHUNG__S("ab\xC2\xA0Σc"), KHUNG__SANS, 10) == 27);
    khung__doc_free(doc);
}

static void paragraphs_are_put_line_by_line(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    khung__span span = {KHUNG__S("aa bb cc dd ee ff"), STYLE};
    khung__para para = khung__doc_para(doc, &span, 1, 25, KHUNG__LEFT);
    assert_int_equal(para.count, 3);
    assert_true(khung__doc_put(doc, 0, 20, 100, &para, 1, 99) == 28);
    const khung__item *items = doc->pages[0].items;
    assert_int_equal(doc->pages[0].count, 2);
    assert_true(items[0].x == 20 && items[0].top == 100 && items[1].top == 114);
    assert_true(items[0].space_after && !items[1].space_after);
    khung__doc_free(doc);
}

static void widths_are_asked_once(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    khung__doc_width(doc, KHUNG__S("ngữ nghĩa"), KHUNG__SANS, 10);
    int before = asked;
    khung__doc_width(doc, KHUNG__S("nghĩa ngữ"), KHUNG__SANS, 12);
    assert_int_equal(asked, before);
    khung__doc_free(doc);
}

static void missing_glyphs_are_named(void **state)
{
    (void)state;
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    khung__doc *doc = new_doc(log);
    khung__doc_text(doc, 0, 10, 50, KHUNG__S("Tên 漢 này"), STYLE, KHUNG__LEFT);
    assert_int_equal(doc->status, KHUNG_NO_GLYPH);
    assert_int_equal(khung_log_count(log), 1);
    const char *text = khung_log_message(log, 0)->text;
    assert_non_null(strstr(text, "U+6F22"));
    assert_non_null(strstr(text, "Tên 漢 này"));
    /* The failure stays, and nothing more is added. */
    khung__doc_text(doc, 0, 10, 50, KHUNG__S("abc"), STYLE, KHUNG__LEFT);
    khung__doc_rect(doc, 0, 1, 1, 1, 1, (khung__pen){.fill = 0});
    assert_int_equal(doc->pages[0].count, 0);
    assert_int_equal(khung__doc_page(doc, 10, 10), 0);
    khung__doc_free(doc);
    doc = new_doc(log);
    khung__doc_text(doc, 0, 10, 50, KHUNG__S("bad \xFF byte"), STYLE, KHUNG__LEFT);
    assert_int_equal(doc->status, KHUNG_NO_GLYPH);
    khung__doc_free(doc);
    doc = new_doc(log);
    khung__style italic = STYLE;
    italic.face = KHUNG__SERIF_ITALIC;
    khung__doc_text(doc, 0, 10, 50, KHUNG__S("abc"), italic, KHUNG__LEFT);
    assert_int_equal(doc->status, KHUNG_NOT_FOUND);
    assert_non_null(strstr(khung_log_message(log, 2)->text, "Serif-Italic.ttf"));
    khung__doc_free(doc);
    khung_log_free(log);
}

/* ---- documents ---- */

static void elements_nest(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    uint32_t section = khung__doc_open(doc, KHUNG__TAG_SECT), heading = khung__doc_open(doc, KHUNG__TAG_H1);
    khung__doc_text(doc, 0, 10, 20, KHUNG__S("a"), STYLE, KHUNG__LEFT);
    khung__doc_close(doc);
    khung__doc_artifact(doc, true);
    khung__doc_line(doc, 0, 0, 0, 10, 10, (khung__pen){.stroke = 0, .width = 1});
    khung__doc_artifact(doc, false);
    khung__doc_circle(doc, 0, 10, 10, 5, (khung__pen){.fill = 0});
    khung__doc_close(doc);
    assert_int_equal(doc->elements[section].parent, 1);
    assert_int_equal(doc->elements[heading].parent, section);
    const khung__item *items = doc->pages[0].items;
    assert_int_equal(items[0].element, heading);
    assert_int_equal(items[1].element, 0);
    assert_int_equal(items[2].element, section);
    assert_true(items[2].x == 5 && items[2].y == 5 && items[2].width == 10 && items[2].height == 10);
    khung__doc_free(doc);
}

static void marks_stay_in_their_box(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    for (int mark = KHUNG__CHECK; mark <= KHUNG__BOX; mark++) khung__doc_mark(doc, 0, (khung__mark)mark, 100, 200, 2, 0);
    assert_int_equal(doc->status, KHUNG_OK);
    for (size_t i = 0; i < doc->pages[0].count; i++) {
        const khung__item *item = &doc->pages[0].items[i];
        assert_true(item->x >= 100 && item->x + item->width <= 116 && item->y >= 200 && item->y + item->height <= 216);
    }
    khung__doc_free(doc);
}

static void wrong_calls_are_noticed(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++) {
        khung__doc *doc = new_doc(NULL);
        switch (i) {
        case 0: khung__doc_close(doc); break;
        case 1: khung__doc_text(doc, 1, 0, 0, KHUNG__S("a"), STYLE, KHUNG__LEFT); break;
        case 2: khung__doc_artifact(doc, false); break;
        case 3: khung__doc_artifact(doc, true), khung__doc_open(doc, KHUNG__TAG_P); break;
        case 4: khung__doc_name(doc, 0, KHUNG__S("nothing there")); break;
        case 5: khung__doc_bookmark(doc, 1, KHUNG__S("too deep"), 0, 0); break;
        case 6: khung__doc_bookmark(doc, 0, KHUNG__S("no page"), 7, 0); break;
        case 7: khung__doc_alt(doc, 9, KHUNG__S("no element")); break;
        }
        assert_int_equal(doc->status, KHUNG_BAD_CALL);
        khung__doc_free(doc);
    }
}

static void strings_are_copied(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    char text[] = "tạm";
    khung__str s = {text, strlen(text)};
    khung__doc_text(doc, 0, 0, 0, s, STYLE, KHUNG__LEFT);
    khung__doc_name(doc, 0, s);
    khung__doc_bookmark(doc, 0, s, 0, 0);
    khung__doc_attach(doc, (khung__attachment){.name = s, .mime = s, .description = s, .bytes = s, .relationship = "Data"});
    khung__span span = {s, STYLE};
    khung__para para = khung__doc_para(doc, &span, 1, 100, KHUNG__LEFT);
    memset(text, '?', sizeof text - 1);
    assert_true(khung__str_eq(doc->pages[0].items[0].text, KHUNG__S("tạm")));
    assert_true(khung__str_eq(doc->pages[0].items[0].name, KHUNG__S("tạm")));
    assert_true(khung__str_eq(doc->bookmarks[0].title, KHUNG__S("tạm")));
    assert_true(khung__str_eq(doc->attachments[0].bytes, KHUNG__S("tạm")));
    assert_string_equal(lines_of(&para), "tạm");
    khung__doc_free(doc);
}

/* A small document of everything, for the allocations to fail one after another. */
static khung_status everything(void)
{
    khung__doc *doc = NULL;
    khung_status status = khung__doc_new(&doc, &METRICS, NULL);
    if (status != KHUNG_OK) return status;
    for (int i = 0; i < 20; i++) {
        size_t page = khung__doc_page(doc, 200, 200);
        khung__doc_open(doc, KHUNG__TAG_P);
        khung__span span = {KHUNG__S("một hai ba\nbốn e\xCC\x82 Σ"), STYLE};
        khung__para para = khung__doc_para(doc, &span, 1, 30, KHUNG__LEFT);
        khung__doc_put(doc, page, 0, 0, &para, 0, para.count);
        khung__doc_close(doc);
        khung__doc_text(doc, page, 0, 0, KHUNG__S("a\xC2\xA0Σ"), STYLE, KHUNG__CENTRE);
        khung__doc_mark(doc, page, KHUNG__HALF, 0, 0, 1, 0);
        khung__doc_bookmark(doc, 0, KHUNG__S("x"), page, 0);
        khung__doc_link(doc, page, 0, 0, 1, 1, 0);
        khung__doc_attach(doc, (khung__attachment){.name = KHUNG__S("n"), .bytes = KHUNG__S("b")});
    }
    status = doc->status;
    khung__doc_free(doc);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    khung_status status = KHUNG_NO_MEMORY;
    size_t n = 1;
    for (; status != KHUNG_OK && n < 2000; n++) {
        khung__alloc_fail_at(n);
        status = everything();
        khung__alloc_fail_at(0);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
    }
    assert_int_equal(status, KHUNG_OK);
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_break_at_spaces),       cmocka_unit_test(last_two_words_travel_together),
        cmocka_unit_test(glue_holds_words),                 cmocka_unit_test(long_words_are_cut_between_graphemes),
        cmocka_unit_test(newlines_end_lines),               cmocka_unit_test(inkless_characters_are_left_out),
        cmocka_unit_test(spans_keep_their_style),           cmocka_unit_test(balance_takes_the_narrowest_width),
        cmocka_unit_test(nothing_is_dropped),               cmocka_unit_test(text_stands_where_it_is_put),
        cmocka_unit_test(paragraphs_are_put_line_by_line),  cmocka_unit_test(widths_are_asked_once),
        cmocka_unit_test(missing_glyphs_are_named),         cmocka_unit_test(elements_nest),
        cmocka_unit_test(marks_stay_in_their_box),          cmocka_unit_test(wrong_calls_are_noticed),
        cmocka_unit_test(strings_are_copied),               cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
