/* The charts of chart.h with numbers of an example, to be looked at and measured.
 *   charts FILE.pdf|FILE.html|FILE.txt|FILE.boxes       two pages
 * Prints what the layout check finds; exit 0 without any, 1 with some. */
#include "chart.h"
#include "dump.h"
#include "html.h"
#include "pdf.h"

#include <stdio.h>
#include <string.h>

static const khung__rgb PALETTE[KHUNG__ROLES] = {0x0B4F5C, 0x3A7C88, 0x93BEC5, 0xDDEBED, 0xF2F8F8, 0xB4430E, 0xFBEEE6};
#define S(text) KHUNG__S(text)
static const khung__str LEVELS[] = {{"Mới hình thành", 18}, {"Đang phát triển", 19}, {"Phát triển", 13}, {"Trưởng thành", 16}};
static const khung__str SIX[] = {{"1", 1}, {"2", 1}, {"3", 1}, {"4", 1}, {"5", 1}, {"6", 1}};

static void title(const khung__chart *c, double y, const char *text)
{
    khung__doc_open(c->doc, KHUNG__TAG_H2);
    khung__doc_text(c->doc, c->page, 58, khung__baseline(y, khung__style_lead_bold(KHUNG__INK)), khung__str_of(text), khung__style_lead_bold(KHUNG__INK),
                    KHUNG__LEFT);
    khung__doc_close(c->doc);
}

static void distribution(const khung__chart *c, double y)
{
    static const uint32_t rows[][4] = {{1, 9, 22, 14}, {5, 14, 19, 8}, {8, 19, 15, 4}, {2, 12, 21, 11}, {1, 1, 1, 1}, {0, 2, 40, 4}, {46, 0, 0, 0}};
    static const uint32_t six[] = {3, 9, 12, 20, 2, 6};
    khung__distribution four = {4, 5, false, LEVELS, S("ẩn")}, other = {6, 5, true, SIX, S("ẩn")};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        khung__chart_distribution(c, 270, y + KHUNG__DISTRIBUTION_ROW * (double)i + 3, 224, &four, rows[i], S("A. Quản trị"));
    khung__chart_distribution(c, 270, y + 7 * KHUNG__DISTRIBUTION_ROW + 3, 224, &other, six, S("Sáu mức, thấp hơn là tốt hơn"));
    khung__chart_distribution_key(c, 58, y + 8 * KHUNG__DISTRIBUTION_ROW + 8, 480, &four, S("hai mức gộp lại vì có ô dưới 5 tổ chức"));
}

static void trend(const khung__chart *c, double x, double y, size_t from, size_t n)
{
    static const khung__trend_point points[] = {
        {.period = {"2022", 4}, .said = {"dưới 5", 9}, .hidden = true, .has = true, .middle = 99.5, .number = {"99,5", 4}},
        {{"2023", 4}, {"9 tổ chức", 13}, false, true, true, true, 33, 41, 52, 45, {"41", 2}, {"33–52", 7}, {"45", 2}},
        {{"2024", 4}, {"21 tổ chức", 14}, false, true, true, true, 38, 47, 57, 48, {"47", 2}, {"38–57", 7}, {"48", 2}},
        {{"2025", 4}, {"34 tổ chức", 14}, false, true, true, true, 42, 52, 61, 50, {"52", 2}, {"42–61", 7}, {"50", 2}},
        {{"2026", 4}, {"46 tổ chức", 14}, false, true, true, true, 46, 56, 65, 53, {"56", 2}, {"46–65", 7}, {"53", 2}}};
    khung__trend t = {points + from, n, S("trung vị Đà Nẵng"), S("nửa giữa"), S("trung vị cả nước"), S("ẩn"), S("Tổng điểm qua các kỳ, %"), S("kỳ")};
    khung__chart_trend(c, x, y, 234, &t);
}

static void gauge(const khung__chart *c, double y)
{
    const khung__gauge_band bands[] = {{S("Chưa xếp loại"), {0}, 0, false}, {S("Cơ bản"), S("từ 40%"), 0.4, false},
                                       {S("Vững vàng"), S("từ 60%"), 0.6, true}, {S("Mẫu mực"), S("từ 75%"), 0.75, false}};
    khung__gauge g = {bands, 4, true, 0.6126, S("61,26"), S("Thang điểm: 61,26"), NULL, 0};
    khung__chart_gauge(c, 58, y, 480, &g);
    khung__chart_gauge_small(c, 58, y + 64, 152, &g);
    g.at = 0.97;
    khung__chart_gauge(c, 58, y + 80, 200, &g);
}

static void effects(const khung__chart *c, double y)
{
    const khung__effect rows[] = {{S("C"), S("Con người"), 44.44, 55.56, S("44,44"), S("55,56"), false},
                                  {S("G"), S("Quan hệ đối ngoại và tiếng nói chính sách, một tên dài hơn một dòng"), 73.33, 80, S("73,33"), S("80,00"), false},
                                  {S("H"), S("Bền vững và nguồn lực"), 26.67, 60, S("26,67"), S("60,00"), false},
                                  {S("I"), S("Xuống"), 60, 50, S("60,00"), S("50,00"), false},
                                  {S("K"), S("Không đổi"), 100, 100, S("100,00"), S("100,00"), false},
                                  {{0}, S("Tổng điểm"), 61.26, 71.4, S("61,26"), S("71,40"), true}};
    khung__effects e = {rows, 6, 50, S("Lĩnh vực"), S("kỳ 2026"), S("khi xong"), S("{0}: {1} → {2}")};
    khung__chart_effects(c, 58, y, 480, &e, 0, 6);
}

static void counts(const khung__chart *c, double y)
{
    const khung__count_row rows[] = {{S("Mẫu mực"), S("5"), S("11%"), 5, KHUNG__A100, false}, {S("Vững vàng"), S("18"), S("39%"), 18, KHUNG__A75, false},
                                     {S("Cơ bản"), S("16"), S("35%"), 16, KHUNG__A50, false}, {S("Chưa xếp loại"), {0}, {0}, 3, KHUNG__A20, true}};
    khung__counts n = {rows, 4, 76, S("ẩn")};
    khung__chart_counts(c, 58, y, 234, &n);
}

static void cells(const khung__chart *c, double y)
{
    khung__doc_alt(c->doc, khung__doc_open(c->doc, KHUNG__TAG_FIGURE), S("1, 2, 3, 4"));
    for (uint32_t i = 0; i < 4; i++) {
        char number[2] = {(char)('1' + i), 0};
        khung__chart_cell(c, 320 + 32 * i, y, 30, 20, khung__str_of(number), i, 4, false);
        khung__chart_cell(c, 320 + 16 * i, y + 24, 14, 14, khung__str_of(number), i, 4, true);
    }
    khung__chart_cell(c, 448, y, 30, 20, (khung__str){0}, 0, 4, false);
    khung__doc_close(c->doc);
    khung__chart_hidden(c, 538, y + 60, S("ẩn"));
}

static void pages(khung__doc *doc)
{
    khung__chart c = {doc, khung__doc_page(doc, KHUNG__PAGE_W, KHUNG__PAGE_H), PALETTE};
    title(&c, 60, "Phân bố");
    distribution(&c, 84);
    title(&c, 310, "Qua các kỳ");
    trend(&c, 58, 340, 0, 5);
    trend(&c, 304, 340, 4, 1);
    title(&c, 530, "Xếp loại");
    counts(&c, 556);
    cells(&c, 556);
    c.page = khung__doc_page(doc, KHUNG__PAGE_W, KHUNG__PAGE_H);
    title(&c, 60, "Thang điểm");
    gauge(&c, 84);
    title(&c, 250, "Nếu làm xong");
    effects(&c, 280);
    khung__doc_paint(doc, PALETTE);
}

static khung_status write_to(const char *path, const khung__doc *doc, khung__fonts *fonts, khung_log *log)
{
    static const khung__html_words words = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}};
    const char *end = strrchr(path, '.');
    khung__buf buf = {0};
    khung_status status = !end                      ? KHUNG_BAD_CALL
                          : !strcmp(end, ".txt")   ? khung__dump_text(&buf, doc)
                          : !strcmp(end, ".html")  ? khung__html_write(&buf, doc, &words)
                          : !strcmp(end, ".boxes") ? khung__dump_boxes(&buf, doc)
                                                   : khung__pdf_write(&buf, doc, fonts, false, log);
    FILE *file = status == KHUNG_OK ? fopen(path, "wb") : NULL;
    if (file) {
        fwrite(buf.s, 1, buf.n, file);
        fclose(file);
    }
    khung__buf_free(&buf);
    return status;
}

int main(int argc, char **argv)
{
    khung_log *log = NULL;
    khung__fonts *fonts = NULL;
    khung__doc *doc = NULL;
    khung__buf findings = {0};
    if (argc != 2 || khung_log_new(&log, "en") != KHUNG_OK)
        return 2;
    khung_status status = khung__fonts_new(&fonts, log);
    if (status == KHUNG_OK)
        status = khung__doc_new(&doc, khung__fonts_metrics(fonts), log);
    if (status == KHUNG_OK) {
        doc->title = S("Charts");
        doc->language = S("vi");
        pages(doc);
        status = doc->status == KHUNG_OK ? khung__dump_check(doc, &findings) : doc->status;
    }
    if (status == KHUNG_OK)
        status = write_to(argv[1], doc, fonts, log);
    fwrite(findings.s, 1, findings.n, stdout);
    bool found = findings.n > 0;
    khung__buf_free(&findings);
    khung__doc_free(doc);
    khung__fonts_free(fonts);
    khung_log_free(log);
    return status != KHUNG_OK ? 2 : found;
}
