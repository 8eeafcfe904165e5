/* pdf: the bytes themselves: same input same bytes, numbers, refusals, every allocation. What other programs think of the files
 * is tested in tests/report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dump.h"
#include "pdf/inside.h"

static const khung__style STYLE = {KHUNG__SANS, 9, 12, 0x1B2428};
static khung__fonts *fonts;

static int open_fonts(void **state)
{
    (void)state;
    return khung__fonts_new(&fonts, NULL) == KHUNG_OK ? 0 : -1;
}

static int close_fonts(void **state)
{
    (void)state;
    khung__fonts_free(fonts);
    return 0;
}

static khung__doc *new_doc(khung_log *log)
{
    khung__doc *doc = NULL;
    if (khung__doc_new(&doc, khung__fonts_metrics(fonts), log) != KHUNG_OK) return NULL;
    khung__doc_page(doc, 200, 100);
    return doc;
}

/* A bit of everything the writer knows. */
static khung_status make(khung__buf *out, bool archive)
{
    khung__doc *doc = new_doc(NULL);
    if (!doc) return KHUNG_NO_MEMORY;
    doc->title = KHUNG__S("Tiêu đề (1)");
    doc->language = KHUNG__S("vi");
    doc->creation = KHUNG__S("D:20260705091500+07'00'");
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("Hình (một)"));
    khung__doc_circle(doc, 0, 50, 50, 10, (khung__pen){.fill = 0x93BEC5, .stroke = 1, .width = 0.5, .alpha = 0.38, .dash_on = 3, .dash_off = 2});
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_P);
    khung__span span = {KHUNG__S("Điểm ≥ 61,26% Ж trong kỳ"), STYLE};
    khung__para para = khung__doc_para(doc, &span, 1, 60, KHUNG__LEFT);
    khung__doc_put(doc, 0, 20, 20, &para, 0, 9);
    khung__doc_close(doc);
    khung__doc_bookmark(doc, 0, KHUNG__S("Phần một"), 0, 20);
    khung__doc_bookmark(doc, 1, KHUNG__S("Part two"), 0, 40);
    khung__doc_link(doc, 0, 20, 20, 40, 12, 1);
    khung__doc_attach(doc, (khung__attachment){.name = KHUNG__S("b.json"), .mime = KHUNG__S("application/json"), .bytes = KHUNG__S("{}")});
    khung__doc_attach(doc, (khung__attachment){.name = KHUNG__S("a.yaml"), .mime = KHUNG__S("text/yaml"), .bytes = KHUNG__S("")});
    khung_status status = doc->status == KHUNG_OK ? khung__pdf_write(out, doc, fonts, archive, NULL) : doc->status;
    khung__doc_free(doc);
    return status;
}

static bool holds(const khung__buf *b, const char *text)
{
    return memmem(b->s, b->n, text, strlen(text)) != NULL;
}

static void same_input_same_bytes(void **state)
{
    (void)state;
    for (int archive = 0; archive < 2; archive++) {
        khung__buf first = {0}, second = {0};
        assert_int_equal(make(&first, archive), KHUNG_OK);
        khung__buf_z(&second, "kept");
        assert_int_equal(make(&second, archive), KHUNG_OK);
        assert_int_equal(second.n, first.n + 4);
        assert_memory_equal(first.s, second.s + 4, first.n);
        khung__buf_free(&first);
        khung__buf_free(&second);
    }
}

static void the_archive_makes_other_promises(void **state)
{
    (void)state;
    khung__buf usual = {0}, archive = {0};
    assert_int_equal(make(&usual, false), KHUNG_OK);
    assert_int_equal(make(&archive, true), KHUNG_OK);
    assert_memory_equal(usual.s, "%PDF-1.7\n", 9);
    assert_memory_equal(archive.s, "%PDF-1.4\n", 9);
    assert_true(holds(&archive, "pdfaid:part>1<") && !holds(&usual, "pdfaid:part>1<"));
    assert_true(holds(&archive, "/GTS_PDFA1") && holds(&archive, "/CIDSet"));
    assert_true(holds(&usual, "/EmbeddedFile") && !holds(&archive, "/EmbeddedFile"));
    assert_false(holds(&archive, "/ca "));
    assert_true(holds(&archive, "\ntrailer\n") && holds(&usual, "/Type/XRef"));
    assert_true(holds(&usual, "<xmp:CreateDate>2026-07-05T09:15:00+07:00<"));
    khung__buf_free(&usual);
    khung__buf_free(&archive);
}

static void hundredths_are_short(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *text;
    } cases[] = {{0, "0"}, {5, ".05"}, {50, ".5"}, {100, "1"}, {-25, "-.25"}, {59528, "595.28"}, {-1010, "-10.1"}, {12300, "123"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32] = {0};
        size_t n = khung__pdf_hundredths(text, cases[i].value);
        assert_int_equal(n, strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

static khung_status write_status(khung__doc *doc, khung_log *log)
{
    khung__buf out = {0};
    khung_status status = khung__pdf_write(&out, doc, fonts, false, log);
    assert_true(status == KHUNG_OK || out.n == 0);
    khung__buf_free(&out);
    khung__doc_free(doc);
    return status;
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const double bad[] = {(double)NAN, (double)INFINITY, -1e300};
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    for (size_t i = 0; i < 3; i++) {
        khung__doc *doc = new_doc(log);
        khung__doc_line(doc, 0, 1, bad[i], 2, 3, (khung__pen){.stroke = 0, .width = 1});
        assert_int_equal(write_status(doc, log), KHUNG_INTERNAL);
        doc = new_doc(log);
        khung__doc_text(doc, 0, bad[i], 20, KHUNG__S("a"), STYLE, KHUNG__LEFT);
        assert_int_equal(write_status(doc, log), KHUNG_INTERNAL);
        doc = new_doc(log);
        khung__doc_bookmark(doc, 0, KHUNG__S("a"), 0, bad[i]);
        assert_int_equal(write_status(doc, log), KHUNG_INTERNAL);
        doc = new_doc(log);
        khung__doc_bookmark(doc, 0, KHUNG__S("a"), 0, 0);
        khung__doc_link(doc, 0, 1, 1, bad[i], 1, 0);
        assert_int_equal(write_status(doc, log), KHUNG_INTERNAL);
        doc = new_doc(log);
        khung__doc_page(doc, bad[i], 100);
        assert_int_equal(write_status(doc, log), KHUNG_INTERNAL);
    }
    assert_int_equal(khung_log_count(log), 15);
    assert_string_equal(khung_log_message(log, 0)->id, "pdf-defect");
    khung_log_free(log);
}

static void unfinished_documents_are_refused(void **state)
{
    (void)state;
    khung__doc *doc = NULL;
    assert_int_equal(khung__doc_new(&doc, khung__fonts_metrics(fonts), NULL), KHUNG_OK);
    assert_int_equal(write_status(doc, NULL), KHUNG_BAD_CALL); /* no page */
    doc = new_doc(NULL);
    khung__doc_link(doc, 0, 0, 0, 1, 1, 0); /* leads nowhere */
    assert_int_equal(write_status(doc, NULL), KHUNG_BAD_CALL);
    doc = new_doc(NULL);
    khung__doc_page(doc, 0, 100); /* no room */
    assert_int_equal(write_status(doc, NULL), KHUNG_BAD_CALL);
    doc = new_doc(NULL);
    khung__doc_text(doc, 0, 0, 0, KHUNG__S("\xE6\xBC\xA2"), STYLE, KHUNG__LEFT);
    assert_int_equal(write_status(doc, NULL), KHUNG_NO_GLYPH);
    assert_int_equal(write_status(new_doc(NULL), NULL), KHUNG_OK); /* an empty page is a page */
}

/* Widths are those of the font files: known advances of Noto Sans and Noto Serif, DejaVu rounded from 2048. */
static void widths_are_the_fonts(void **state)
{
    (void)state;
    const khung__metrics *m = khung__fonts_metrics(fonts);
    assert_int_equal(m->advance(m->context, KHUNG__TYPE_NOTO_SANS, '0'), 572);
    assert_int_equal(m->advance(m->context, KHUNG__TYPE_NOTO_SERIF, '0'), 559);
    assert_int_equal(m->advance(m->context, KHUNG__TYPE_SYMBOL, 0x2192), 838);
    assert_int_equal(m->advance(m->context, KHUNG__TYPE_NOTO_SANS, 0x2192), -1);
    assert_int_equal(m->advance(m->context, KHUNG__TYPE_NOTO_SANS, -1), -1);
}

/* Characters beyond the usual ones come by a second subset: more than 300 Greek and Cyrillic ones in one document. */
static void rare_characters_are_there(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    for (int32_t code = 0x391; code < 0x500; code++) {
        char bytes[4];
        const khung__metrics *m = khung__fonts_metrics(fonts);
        if (m->advance(m->context, KHUNG__TYPE_NOTO_SANS, code) <= 0) continue;
        khung__str text = {bytes, khung__utf8_put(bytes, code)};
        khung__doc_text(doc, 0, 20, 20, text, STYLE, KHUNG__LEFT);
    }
    assert_int_equal(doc->status, KHUNG_OK);
    assert_true(doc->pages[0].count > 250);
    assert_int_equal(write_status(doc, NULL), KHUNG_OK);
}

static void deep_trees_are_written(void **state)
{
    (void)state;
    khung__doc *doc = new_doc(NULL);
    for (int i = 0; i < 5000; i++) khung__doc_open(doc, KHUNG__TAG_SECT);
    khung__doc_text(doc, 0, 20, 20, KHUNG__S("sâu"), STYLE, KHUNG__LEFT);
    assert_int_equal(write_status(doc, NULL), KHUNG_OK);
}

/* libharu and ours, one allocation after another, with new fonts each time (used ones lend their buffers): never anything but a
 * clean refusal. */
static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (int archive = 0; archive < 2; archive++) {
        khung_status status = KHUNG_NO_MEMORY;
        size_t n = 1;
        for (; status != KHUNG_OK && n < 20000; n++) {
            khung__buf out = {0};
            khung__fonts *kept = fonts;
            khung__alloc_fail_at(n);
            status = khung__fonts_new(&fonts, NULL);
            if (status == KHUNG_OK) {
                status = make(&out, archive);
                khung__alloc_fail_at(0);
                khung__fonts_free(fonts);
            }
            khung__alloc_fail_at(0);
            fonts = kept;
            assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
            khung__buf_free(&out);
        }
        assert_int_equal(status, KHUNG_OK);
        assert_true(n > 300);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_input_same_bytes),        cmocka_unit_test(the_archive_makes_other_promises),
        cmocka_unit_test(hundredths_are_short),         cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(unfinished_documents_are_refused), cmocka_unit_test(widths_are_the_fonts),
        cmocka_unit_test(rare_characters_are_there),    cmocka_unit_test(deep_trees_are_written),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
