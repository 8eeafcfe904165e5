/* dump: boxes, reading text and the layout check of a small document whose every letter is half an em wide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "dump.h"

static int advance(void *context, khung__typeface_id type, int32_t code)
{
    (void)context, (void)type, (void)code;
    return 500;
}

static const khung__metrics METRICS = {.advance = advance};
static const khung__style STYLE = {KHUNG__SERIF_BOLD, 10, 14, 0x0B4F5C};

static khung__doc *new_doc(void)
{
    khung__doc *doc = NULL;
    assert_int_equal(khung__doc_new(&doc, &METRICS, NULL), KHUNG_OK);
    khung__doc_page(doc, 300, 200);
    return doc;
}

static void line(khung__doc *doc, khung__tag tag, double x, double y, const char *text)
{
    khung__doc_open(doc, tag);
    khung__doc_text(doc, 0, x, y, khung__str_of(text), STYLE, KHUNG__LEFT);
    khung__doc_close(doc);
}

static void expect(khung_status status, khung__buf *out, const char *want, khung__doc *doc)
{
    assert_int_equal(status, KHUNG_OK);
    khung__buf_char(out, 0);
    assert_string_equal(out->s, want);
    khung__buf_free(out);
    khung__doc_free(doc);
}

static void boxes_say_where(void **state)
{
    (void)state;
    khung__doc *doc = new_doc();
    line(doc, KHUNG__TAG_H1, 20, 40, "Tên \"x\"");
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("hình"));
    khung__doc_rect(doc, 0, 10.005, 20, 30, 40.255, (khung__pen){.fill = 0});
    khung__doc_rect(doc, 0, -1.5, 20, 30, 40, (khung__pen){.fill = 0});
    khung__doc_name(doc, 0, KHUNG__S("bar"));
    khung__doc_close(doc);
    khung__doc_link(doc, 0, 1, 2, 3, 4, 0);
    khung__doc_bookmark(doc, 0, KHUNG__S("Đầu"), 0, 12.5);
    khung__doc_attach(doc, (khung__attachment){.name = KHUNG__S("a.json"), .bytes = KHUNG__S("{}")});
    khung__buf out = {0};
    expect(khung__dump_boxes(&out, doc), &out,
           "page 1 300.00 200.00\n"
           "  H1 #2\n"
           "    text 20.00 29.12 35.00 14.00 baseline 40.00 serif-bold 10.00 0B4F5C \"Tên \\\"x\\\"\"\n"
           "  Figure #3 \"hình\"\n"
           "    shape \"bar\" -1.50 20.00 30.00 40.00\n"
           "  Document #1\n"
           "    link 1.00 2.00 3.00 4.00 to 0\n"
           "bookmark 0 level 0 page 1 12.50 \"Đầu\"\n"
           "attachment \"a.json\" 2 bytes\n", doc);
}

static void row(khung__doc *doc, khung__tag tag, double y, const char *a, const char *b, const char *c)
{
    khung__doc_open(doc, KHUNG__TAG_TR);
    line(doc, tag, 20, y, a);
    line(doc, tag, 150, y, b);
    line(doc, tag, 250, y, c);
    khung__doc_close(doc);
}

static void text_reads_in_order(void **state)
{
    (void)state;
    khung__doc *doc = new_doc();
    khung__doc_artifact(doc, true);
    khung__doc_text(doc, 0, 20, 20, KHUNG__S("head"), STYLE, KHUNG__LEFT);
    khung__doc_artifact(doc, false);
    line(doc, KHUNG__TAG_H2, 20, 40, "Mục");
    khung__span span = {KHUNG__S("một hai ba bốn"), STYLE};
    khung__para para = khung__doc_para(doc, &span, 1, 40, KHUNG__LEFT);
    khung__doc_open(doc, KHUNG__TAG_P);
    khung__doc_put(doc, 0, 20, 50, &para, 0, 9);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_L);
    khung__doc_open(doc, KHUNG__TAG_LI);
    line(doc, KHUNG__TAG_LBL, 20, 110, "1.");
    line(doc, KHUNG__TAG_LBODY, 40, 110, "việc");
    khung__doc_close(doc);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TABLE);
    row(doc, KHUNG__TAG_TH, 130, "Tên", "Điểm", "Ghi chú");
    row(doc, KHUNG__TAG_TD, 144, "Quản trị", "12,5", "");
    row(doc, KHUNG__TAG_TD, 158, "", "3", "xem lại");
    khung__doc_close(doc);
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("Ba trên bốn"));
    khung__doc_text(doc, 0, 20, 180, KHUNG__S("3/4"), STYLE, KHUNG__LEFT);
    khung__doc_close(doc);
    khung__buf out = {0};
    expect(khung__dump_text(&out, doc), &out,
           "## Mục\n\nmột hai ba bốn\n\n- 1. việc\n\n"
           "Tên       Điểm  Ghi chú\n"
           "Quản trị  12,5\n"
           "             3  xem lại\n\n"
           "[Ba trên bốn]\n\n", doc);
}

static void long_lines_wrap(void **state)
{
    (void)state;
    khung__doc *doc = new_doc();
    khung__doc_open(doc, KHUNG__TAG_LI);
    for (int i = 0; i < 12; i++) khung__doc_text(doc, 0, 20 + 60 * i, 40, KHUNG__S("mười chữ"), STYLE, KHUNG__LEFT);
    khung__doc_close(doc);
    khung__buf out = {0};
    expect(khung__dump_text(&out, doc), &out,
           "- mười chữ mười chữ mười chữ mười chữ mười chữ mười chữ mười chữ mười chữ mười\n"
           "  chữ mười chữ mười chữ mười chữ\n\n", doc);
}

static void the_check_finds_faults(void **state)
{
    (void)state;
    khung__doc *doc = new_doc();
    line(doc, KHUNG__TAG_P, 20, 60, "abcd");
    line(doc, KHUNG__TAG_P, 40, 60, "next");  /* touches, does not overlap */
    line(doc, KHUNG__TAG_P, 20, 70, "below"); /* as close as solid setting */
    khung__buf out = {0};
    assert_int_equal(khung__dump_check(doc, &out), KHUNG_OK);
    assert_int_equal(out.n, 0);
    line(doc, KHUNG__TAG_P, 38, 64, "over");
    line(doc, KHUNG__TAG_P, 10, 100, "left");
    line(doc, KHUNG__TAG_P, 270, 100, "right");
    line(doc, KHUNG__TAG_P, 100, 190, "low");
    assert_int_equal(khung__dump_check(doc, &out), KHUNG_OK);
    khung__buf_char(&out, 0);
    assert_non_null(strstr(out.s, "page 1: \"abcd\" at 20.00 52.40 20.00 10.00 lies over \"over\" at 38.00 64.00\n"));
    static const char *const edges[] = {"\"left\" at", "\"right\" at", "\"low\" at"};
    for (int i = 0; i < 3; i++) assert_non_null(strstr(out.s, edges[i]));
    khung__buf_free(&out);
    khung__doc_free(doc);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    khung__doc *doc = new_doc();
    khung__doc_open(doc, KHUNG__TAG_TABLE);
    row(doc, KHUNG__TAG_TD, 130, "a", "b", "c");
    khung__doc_close(doc);
    line(doc, KHUNG__TAG_P, 20, 160, "abc");
    khung_status status = KHUNG_NO_MEMORY;
    for (size_t n = 1; status != KHUNG_OK && n < 100; n++) {
        khung__buf out = {0};
        khung__alloc_fail_at(n);
        status = khung__dump_text(&out, doc);
        if (status == KHUNG_OK) status = khung__dump_boxes(&out, doc);
        khung__alloc_fail_at(0);
        khung__buf_free(&out);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
    }
    assert_int_equal(status, KHUNG_OK);
    khung__doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(boxes_say_where), cmocka_unit_test(text_reads_in_order),
                                       cmocka_unit_test(long_lines_wrap), cmocka_unit_test(the_check_finds_faults),
                                       cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
