/* html: a small document whose every letter is half an em wide: escaping, headings, tables, figures, columns, what is hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "html.h"

static int advance(void *context, khung__typeface_id type, int32_t code)
{
    (void)context, (void)type, (void)code;
    return 500;
}

static const khung__metrics METRICS = {.advance = advance};
static const khung__style BODY = {KHUNG__SANS, 9, 12, 0x1B2428};

static khung__doc *new_doc(const char *language)
{
    khung__doc *doc = NULL;
    assert_int_equal(khung__doc_new(&doc, &METRICS, NULL), KHUNG_OK);
    khung__doc_page(doc, 600, 800);
    doc->language = khung__str_of(language);
    doc->title = KHUNG__S("a < b & \"c\"");
    return doc;
}

static void line(khung__doc *doc, khung__tag tag, double x, double y, const char *text)
{
    khung__doc_open(doc, tag);
    khung__doc_text(doc, 0, x, y, khung__str_of(text), BODY, KHUNG__LEFT);
    khung__doc_close(doc);
}

/* The whole file; freed with the document by `done`. */
static char *write_out(khung__buf *out, khung__doc *doc)
{
    khung__html_words words = {KHUNG__S("Skip"), KHUNG__S("Contents"), KHUNG__S("Numbers"), KHUNG__S("Swipe"), KHUNG__S("Table")};
    assert_int_equal(khung__html_write(out, doc, &words), KHUNG_OK);
    khung__buf_char(out, 0);
    return out->s;
}

static void done(khung__buf *out, khung__doc *doc)
{
    khung__buf_free(out);
    khung__doc_free(doc);
}

static void has(const char *page, const char *piece)
{
    if (!strstr(page, piece)) fail_msg("no %s in\n%s", piece, strstr(page, "<body"));
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    line(doc, KHUNG__TAG_H1, 20, 40, "<script>alert('x')</script> & \"y\"");
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("\"><img src=x>: 1 < 2"));
    khung__doc_rect(doc, 0, 20, 60, 40, 40, (khung__pen){.fill = 0xFF0000, .stroke = KHUNG__NO_COLOUR});
    khung__doc_close(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<title>a &lt; b &amp; &quot;c&quot;</title>");
    has(page, "&lt;script&gt;alert('x')&lt;/script&gt; &amp; &quot;y&quot;</h1>");
    has(page, "<title id=\"f1\">&quot;&gt;&lt;img src=x&gt;</title><desc id=\"d1\">1 &lt; 2</desc>");
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<img"));
    done(&out, doc);
}

static void headings_never_jump(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    khung__tag tags[] = {KHUNG__TAG_H1, KHUNG__TAG_H3, KHUNG__TAG_H1, KHUNG__TAG_H3, KHUNG__TAG_H2, KHUNG__TAG_H3};
    const char *ends[] = {"one</h1>", "two</h2>", "three</h2>", "four</h3>", "five</h3>", "six</h4>"};
    const char *texts[] = {"one", "two", "three", "four", "five", "six"};
    for (int i = 0; i < 6; i++) line(doc, tags[i], 20, 40 + 20 * i, texts[i]);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    for (int i = 0; i < 6; i++) has(page, ends[i]);
    done(&out, doc);
}

static void row(khung__doc *doc, khung__tag tag, double y, const char *a, const char *b)
{
    khung__doc_open(doc, KHUNG__TAG_TR);
    line(doc, tag, 20, y, a);
    khung__doc_open(doc, tag);
    khung__doc_text(doc, 0, 250, y, khung__str_of(b), BODY, KHUNG__RIGHT);
    khung__doc_close(doc);
    khung__doc_close(doc);
}

static void tables_have_heads_and_columns(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    khung__doc_open(doc, KHUNG__TAG_TABLE);
    row(doc, KHUNG__TAG_TH, 40, "Name", "Points");
    row(doc, KHUNG__TAG_TD, 60, "Long name", "3");
    row(doc, KHUNG__TAG_TD, 80, "", "12");
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TABLE);
    row(doc, KHUNG__TAG_TD, 120, "Key", "value");
    khung__doc_close(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<thead><tr><th scope=\"col\" class=\"z18 k1B2428\">Name</th><th scope=\"col\" class=\"r z18 k1B2428\">Points</th></tr>");
    has(page, "<tr><td></td><td class=\"r one z18 k1B2428\">12</td></tr>");
    has(page, "<th scope=\"row\" class=\"slim z18 k1B2428\">Key</th>");
    done(&out, doc);
}

static void figures_keep_their_numbers(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("vi");
    khung__str cells[] = {KHUNG__S("Miền"), KHUNG__S("%"), KHUNG__S("A"), KHUNG__S("61,5")};
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("Điểm: A 61,5"));
    khung__doc_data(doc, figure, cells, 2, 2);
    khung__doc_line(doc, 0, 20, 60.125, 60, 60.125, (khung__pen){.stroke = 0x0B4F5C, .width = 0.5, .dash_on = 3, .dash_off = 2});
    khung__doc_text(doc, 0, 30, 58, KHUNG__S("61,5"), BODY, KHUNG__LEFT);
    khung__doc_close(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<path d=\"M20 60.13L60 60.13\" fill=\"none\" stroke=\"#0B4F5C\" stroke-width=\"0.5\" stroke-dasharray=\"3 2\"/>");
    has(page, "textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#1B2428\">61,5</text></svg>");
    has(page, "<figcaption aria-hidden=\"true\">A 61,5</figcaption>");
    has(page, "<summary>Numbers</summary>");
    has(page, "<th scope=\"row\">A</th><td class=\"r\">61,5</td>");
    done(&out, doc);
}

static void what_stands_beside_becomes_columns(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    line(doc, KHUNG__TAG_P, 20, 40, "left");
    line(doc, KHUNG__TAG_P, 20, 52, "left below");
    line(doc, KHUNG__TAG_P, 300, 40, "right");
    line(doc, KHUNG__TAG_P, 20, 100, "a line of its own that goes over both of them, from the left edge on");
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<div class=\"beside m0\">");
    const char *left = strstr(page, ">left</p>"), *below = strstr(page, ">left below</p>"), *right = strstr(page, ">right</p>");
    assert_true(left && below && right && left < below && below < right);
    has(page, "</div>\n</div>\n<p class=\"m");
    done(&out, doc);
}

static void box(khung__doc *doc, double x, double y, double w)
{
    khung__doc_aside(doc, true);
    khung__doc_rect(doc, 0, x, y, w, 10, (khung__pen){.fill = 0x0B4F5C, .stroke = KHUNG__NO_COLOUR});
    khung__doc_aside(doc, false);
}

/* An entry with a label and, unless w is 0, a bar before its number. */
static void count(khung__doc *doc, double y, const char *label, double w, const char *number)
{
    khung__doc_open(doc, KHUNG__TAG_LI);
    line(doc, KHUNG__TAG_LBL, 20, y, label);
    khung__doc_open(doc, KHUNG__TAG_LBODY);
    if (w > 0) box(doc, 100, y - 8, w);
    khung__doc_text(doc, 0, 105 + w, y, khung__str_of(number), BODY, KHUNG__LEFT);
    khung__doc_close(doc);
    khung__doc_close(doc);
}

/* Bars begin at one place and have one measure, and what counts nothing has its row too. */
static void counts_are_rows_of_bars(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    khung__doc_open(doc, KHUNG__TAG_L);
    count(doc, 40, "Solid", 30, "3");
    count(doc, 60, "Basic", 60, "6");
    count(doc, 80, "None", 0, "0");
    khung__doc_close(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<ul role=\"list\" class=\"bars m0\">");
    has(page, "<span>Solid </span><span class=\"cell\"><svg viewBox=\"100 32 60 10\"");
    has(page, "<span>Basic </span><span class=\"cell\"><svg viewBox=\"100 52 60 10\"");
    has(page, "<span>None </span><span class=\"cell\"></span> <span>0</span></li>");
    done(&out, doc);
}

/* A box behind a question goes with the words behind it; a bar at the right of a text stays at the right. */
static void boxes_go_with_their_words(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    khung__doc_open(doc, KHUNG__TAG_P);
    khung__doc_text(doc, 0, 20, 40, KHUNG__S("Paid staff?"), BODY, KHUNG__LEFT);
    box(doc, 300, 32, 10);
    khung__doc_text(doc, 0, 314, 40, KHUNG__S("Yes"), BODY, KHUNG__LEFT);
    box(doc, 350, 32, 10);
    khung__doc_text(doc, 0, 364, 40, KHUNG__S("No"), BODY, KHUNG__LEFT);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_P);
    khung__doc_text(doc, 0, 20, 80, KHUNG__S("Board"), BODY, KHUNG__LEFT);
    box(doc, 300, 72, 60);
    khung__doc_close(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "Paid staff?<br/><span class=\"entry\"><span class=\"mark\"><svg");
    has(page, "</svg></span> Yes</span> <span class=\"entry\">");
    has(page, "</svg></span> No</span> </p>");
    has(page, "Board <span class=\"bar\">");
    done(&out, doc);
}

static void keys_are_seen_and_not_read(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    line(doc, KHUNG__TAG_P, 20, 40, "text");
    khung__doc_aside(doc, true);
    khung__doc_circle(doc, 0, 24, 60, 3, (khung__pen){.fill = 0, .stroke = KHUNG__NO_COLOUR});
    khung__doc_text(doc, 0, 30, 63, KHUNG__S("review"), BODY, KHUNG__LEFT);
    khung__doc_aside(doc, false);
    khung__doc_artifact(doc, true);
    khung__doc_text(doc, 0, 20, 780, KHUNG__S("Page 1"), BODY, KHUNG__LEFT);
    khung__doc_artifact(doc, false);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, " aria-hidden=\"true\"><span class=\"entry\"><span class=\"mark\"><svg");
    has(page, "review");
    assert_null(strstr(page, "Page 1"));
    done(&out, doc);
}

static void the_other_language_says_so(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("en");
    line(doc, KHUNG__TAG_P, 20, 40, "Chưa có quyết định lập quỹ.");
    line(doc, KHUNG__TAG_P, 20, 60, "No decision yet.");
    khung__doc_languages(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<html lang=\"en\">");
    has(page, " lang=\"vi\">Chưa có");
    has(page, "k1B2428\">No decision yet.");
    done(&out, doc);
}

/* A line of another language in a paragraph, and what somebody said of an element. */
static void lines_in_the_other_language_say_so(void **state)
{
    (void)state;
    khung__doc *doc = new_doc("vi");
    khung__doc_open(doc, KHUNG__TAG_P);
    khung__doc_text(doc, 0, 20, 40, KHUNG__S("Bên ngoài nhận xét:"), (khung__style){KHUNG__SANS, 9, 12, 0x1B2428}, KHUNG__LEFT);
    khung__doc_text(doc, 0, 20, 52, KHUNG__S("the board met four times this year"), (khung__style){KHUNG__SANS, 9, 12, 0x1B2428}, KHUNG__LEFT);
    khung__doc_close(doc);
    line(doc, KHUNG__TAG_P, 20, 70, "Green River");
    line(doc, KHUNG__TAG_P, 20, 90, "Certificate");
    doc->elements[doc->element_count - 1].language = KHUNG__S("en");
    khung__doc_languages(doc);
    khung__buf out = {0};
    char *page = write_out(&out, doc);
    has(page, "<span lang=\"en\"><br/>the board met");
    has(page, "k1B2428\">Green River");
    has(page, " lang=\"en\">Certificate");
    done(&out, doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_text_stays_text),           cmocka_unit_test(headings_never_jump),
        cmocka_unit_test(tables_have_heads_and_columns),     cmocka_unit_test(figures_keep_their_numbers),
        cmocka_unit_test(what_stands_beside_becomes_columns), cmocka_unit_test(keys_are_seen_and_not_read),
        cmocka_unit_test(counts_are_rows_of_bars),           cmocka_unit_test(boxes_go_with_their_words),
        cmocka_unit_test(the_other_language_says_so),        cmocka_unit_test(lines_in_the_other_language_say_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
