/* Documents made with the page model alone, for the tests of page and pdf.
 *   pages sample FILE [archive]      twelve pages with headings, text, tables, charts, links and an attachment
 *   pages letters FACE FILE          each Vietnamese letter alone on a page (tests/data/letters.txt), 24 pt at 20,40
 *   pages text FACE FILE             one paragraph from standard input
 *   pages dump|boxes|check           the sample as text, as boxes, or what the layout check finds
 *   pages many COUNT                 COUNT samples one after another: time of each, bytes, peak memory */
#include "dump.h"
#include "pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { PAGES = 12, ROWS = 8 };

static const khung__rgb INK = 0x1B2428, RULE = 0xAEB8BB, ACCENT = 0x0B4F5C, A50 = 0x93BEC5;
static const khung__style BODY = {KHUNG__SANS, 9, 12, 0x1B2428}, BOLD = {KHUNG__SANS_BOLD, 9, 12, 0x1B2428};
static const khung__style QUOTE = {KHUNG__SERIF, 9, 12, 0x1B2428}, TITLE = {KHUNG__SERIF_BOLD, 21, 28, 0x1B2428};
static const khung__style LABEL = {KHUNG__SANS, 7.5, 12, 0x525E63};

static const char *const SENTENCES[] = {
    "Hội đồng quản lý họp ít nhất hai lần một năm, có biên bản và theo dõi việc thực hiện nghị quyết của mình.",
    "Báo cáo tài chính được kiểm toán độc lập; kết quả công khai cho nhà tài trợ, đối tác và cộng đồng trong quý I.",
    "Quy chế bảo vệ trẻ em và người dễ bị tổn thương đã ban hành, nhân viên mới được tập huấn trong tháng đầu tiên.",
    "Kế hoạch chiến lược 2026–2030 có chỉ số, mức nền và chỉ tiêu từng năm; chi phí được ước tính theo hoạt động.",
    "Phản hồi của người hưởng lợi được ghi lại, trả lời trong 15 ngày và tổng hợp hằng quý cho ban giám đốc.",
    "Tổ chức có nhiều nguồn thu, không nguồn nào quá 50% ngân sách năm; quỹ dự phòng đủ cho ba tháng hoạt động.",
    "Mỗi vị trí có bản mô tả công việc; đánh giá nhân viên hằng năm dẫn đến kế hoạch đào tạo của từng người.",
    "Hồ sơ pháp lý đầy đủ: quyết định thành lập, điều lệ, mã số thuế, giấy phép hoạt động còn hiệu lực."};
enum { SENTENCE_COUNT = sizeof SENTENCES / sizeof *SENTENCES };

static const char *sentence(unsigned i)
{
    return SENTENCES[i * 5 % SENTENCE_COUNT];
}

static double paragraph(khung__doc *doc, size_t page, double x, double y, double width, const char *text, khung__style style)
{
    khung__span span = {khung__str_of(text), style};
    khung__para para = khung__doc_para(doc, &span, 1, width, KHUNG__LEFT);
    khung__doc_open(doc, KHUNG__TAG_P);
    double height = khung__doc_put(doc, page, x, y, &para, 0, para.count);
    khung__doc_close(doc);
    return height;
}

static void furniture(khung__doc *doc, size_t page)
{
    char foot[32];
    snprintf(foot, sizeof foot, "Trang %zu/%d", page + 1, PAGES);
    khung__doc_artifact(doc, true);
    khung__doc_text(doc, page, 58, khung__baseline(36, LABEL), KHUNG__S("Hội Sống Xanh"), LABEL, KHUNG__LEFT);
    khung__doc_line(doc, page, 58, 52, 538, 52, (khung__pen){.stroke = RULE, .width = 0.5});
    khung__doc_line(doc, page, 58, 796, 538, 796, (khung__pen){.stroke = RULE, .width = 0.5});
    khung__doc_text(doc, page, 538, khung__baseline(800, LABEL), khung__str_of(foot), LABEL, KHUNG__RIGHT);
    khung__doc_artifact(doc, false);
}

static double criterion(khung__doc *doc, size_t page, double y, unsigned number)
{
    char code[16];
    snprintf(code, sizeof code, "QT%u", number + 1);
    khung__span head[2] = {{khung__str_of(code), BOLD}, {KHUNG__S(" Quản trị có trách nhiệm và minh bạch → mức 3"), BOLD}};
    head[0].style.colour = ACCENT;
    khung__doc_open(doc, KHUNG__TAG_SECT);
    khung__para para = khung__doc_para(doc, head, 2, 152, KHUNG__LEFT);
    khung__doc_open(doc, KHUNG__TAG_H2);
    double left = khung__doc_put(doc, page, 58, y, &para, 0, para.count);
    khung__doc_close(doc);
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("Mức 3 trên 4; tự đánh giá 4, thẩm định 3"));
    for (int i = 0; i < 4; i++) {
        khung__pen pen = {.fill = i < 3 ? ACCENT : 0xFFFFFF, .stroke = i < 3 ? KHUNG__NO_COLOUR : RULE, .width = 0.5};
        khung__doc_rect(doc, page, 222 + 79.75 * i, y + 12, 76.75, 6, pen);
    }
    khung__doc_circle(doc, page, 420, y + 5, 3.2, (khung__pen){.fill = ACCENT, .stroke = KHUNG__NO_COLOUR});
    khung__doc_mark(doc, page, KHUNG__RING, 476, y + 1, 1, ACCENT);
    khung__doc_close(doc);
    double at = y + 28;
    at += paragraph(doc, page, 222, at, 316, sentence(number), QUOTE);
    at += paragraph(doc, page, 222, at + 4, 316, sentence(number * 3 + 1), BODY) + 4;
    at += paragraph(doc, page, 222, at, 316, "Bằng chứng: biên bản họp ≥ 2 năm, đã xem 12/3/2026", LABEL);
    khung__doc_close(doc);
    return (at > y + left ? at : y + left) + 12;
}

static void cell(khung__doc *doc, size_t page, khung__tag tag, double x, double y, const char *text, khung__style style, khung__align align)
{
    khung__doc_open(doc, tag);
    khung__doc_text(doc, page, x, khung__baseline(y, style), khung__str_of(text), style, align);
    khung__doc_close(doc);
}

static void table(khung__doc *doc, size_t page, double y)
{
    khung__doc_open(doc, KHUNG__TAG_TABLE);
    khung__doc_open(doc, KHUNG__TAG_TR);
    cell(doc, page, KHUNG__TAG_TH, 58, y, "Tiêu chí", LABEL, KHUNG__LEFT);
    cell(doc, page, KHUNG__TAG_TH, 440, y, "Điểm", LABEL, KHUNG__RIGHT);
    cell(doc, page, KHUNG__TAG_TH, 538, y, "Trọng số", LABEL, KHUNG__RIGHT);
    khung__doc_close(doc);
    for (unsigned i = 0; i < ROWS; i++) {
        double top = y + 16 + 16 * i;
        char score[16];
        snprintf(score, sizeof score, "%u,%02u", 1 + i % 4, i * 7 % 100);
        khung__doc_open(doc, KHUNG__TAG_TR);
        cell(doc, page, KHUNG__TAG_TD, 58, top, "Lập kế hoạch dựa trên bằng chứng", BODY, KHUNG__LEFT);
        cell(doc, page, KHUNG__TAG_TD, 440, top, score, BODY, KHUNG__RIGHT);
        cell(doc, page, KHUNG__TAG_TD, 538, top, i % 3 ? "1" : "", BODY, KHUNG__RIGHT);
        khung__doc_close(doc);
        khung__doc_artifact(doc, true);
        khung__doc_line(doc, page, 58, top + 14, 538, top + 14, (khung__pen){.stroke = RULE, .width = 0.25});
        khung__doc_artifact(doc, false);
    }
    khung__doc_close(doc);
}

static void radar(khung__doc *doc, size_t page, double x, double y)
{
    static const double shape[8][2] = {{0, -80}, {50, -50}, {70, 0}, {40, 40}, {0, 90}, {-60, 60}, {-80, 0}, {-40, -40}};
    double moved[8][2];
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, KHUNG__S("Biểu đồ mạng nhện: Quản trị 81,6%; Tài chính 70,7%; Con người 56,6%"));
    for (int ring = 4; ring; ring--) {
        for (int i = 0; i < 8; i++) {
            moved[i][0] = x + shape[i][0] * ring / 4;
            moved[i][1] = y + shape[i][1] * ring / 4;
        }
        khung__pen pen = {.fill = ring == 4 ? A50 : KHUNG__NO_COLOUR, .stroke = ring == 3 ? INK : RULE, .width = 0.75, .alpha = 0.38};
        if (ring == 3) pen.dash_on = 3, pen.dash_off = 2;
        khung__doc_poly(doc, page, (const double(*)[2])moved, 8, true, pen);
    }
    khung__doc_name(doc, page, KHUNG__S("radar"));
    for (int i = 0; i < 8; i++)
        khung__doc_text(doc, page, x + shape[i][0] * 1.25, y + shape[i][1] * 1.25, KHUNG__S("81,6"), LABEL, KHUNG__CENTRE);
    khung__doc_close(doc);
}

static void first_page(khung__doc *doc)
{
    size_t page = khung__doc_page(doc, 595.28, 841.89);
    furniture(doc, page);
    khung__doc_open(doc, KHUNG__TAG_H1);
    khung__doc_text(doc, page, 58, khung__baseline(72, TITLE), KHUNG__S("Báo cáo đánh giá năng lực"), TITLE, KHUNG__LEFT);
    khung__doc_close(doc);
    radar(doc, page, 297, 300);
    for (unsigned i = 1; i < PAGES; i++) {
        char line[64];
        snprintf(line, sizeof line, "Lĩnh vực %u: quản trị và pháp lý", i);
        khung__doc_open(doc, KHUNG__TAG_P);
        khung__doc_text(doc, page, 58, khung__baseline(460 + 16 * i, BODY), khung__str_of(line), BODY, KHUNG__LEFT);
        khung__doc_link(doc, page, 58, 460 + 16 * i, 480, 12, i);
        khung__doc_close(doc);
    }
    khung__doc_bookmark(doc, 0, KHUNG__S("Tóm tắt"), page, 72);
}

static khung_status sample(khung__doc **out, khung__fonts *fonts, khung_log *log)
{
    khung_status status = khung__doc_new(out, khung__fonts_metrics(fonts), log);
    if (status != KHUNG_OK) return status;
    khung__doc *doc = *out;
    doc->title = KHUNG__S("Báo cáo đánh giá năng lực: Hội Sống Xanh");
    doc->author = KHUNG__S("Hội Sống Xanh");
    doc->language = KHUNG__S("vi");
    doc->creation = KHUNG__S("D:20260705000000+07'00'");
    for (int i = 0; i < 32; i++) doc->id[i] = (unsigned char)(i * 7 + 1);
    first_page(doc);
    for (unsigned n = 1; n < PAGES; n++) {
        char title[64];
        snprintf(title, sizeof title, "Lĩnh vực %u: quản trị và pháp lý", n);
        size_t page = khung__doc_page(doc, 595.28, 841.89);
        furniture(doc, page);
        khung__doc_open(doc, KHUNG__TAG_H1);
        khung__doc_text(doc, page, 58, khung__baseline(72, TITLE), khung__str_of(title), TITLE, KHUNG__LEFT);
        khung__doc_close(doc);
        khung__doc_bookmark(doc, n % 3 == 1 ? 0 : 1, khung__str_of(title), page, 72);
        double y = 112;
        for (unsigned i = 0; i < 5; i++) y = criterion(doc, page, y, n * 5 + i);
        table(doc, page, y);
    }
    khung__doc_attach(doc, (khung__attachment){.name = KHUNG__S("ket-qua.json"), .mime = KHUNG__S("application/json"),
                                               .description = KHUNG__S("Kết quả"), .bytes = KHUNG__S("{\"total\": \"61.26\"}\n"),
                                               .relationship = "Data"});
    return doc->status;
}

/* ---- commands ---- */

static int report(khung_status status, khung_log *log)
{
    char *text = NULL;
    if (status == KHUNG_OK) return 0;
    if (khung_log_text(&text, log, false) == KHUNG_OK) fputs(text, stderr);
    khung_text_free(text);
    fprintf(stderr, "%s\n", khung_status_text(status));
    return (int)status;
}

static khung_status save(const khung__doc *doc, khung__fonts *fonts, const char *path, bool archive, khung_log *log)
{
    khung__buf out = {0};
    khung_status status = khung__pdf_write(&out, doc, fonts, archive, log);
    FILE *file = status == KHUNG_OK ? fopen(path, "wb") : NULL;
    if (status == KHUNG_OK && (!file || fwrite(out.s, 1, out.n, file) != out.n)) status = KHUNG_IO;
    if (file && fclose(file) != 0) status = KHUNG_IO;
    khung__buf_free(&out);
    return status;
}

static khung__face face_of(const char *name)
{
    static const char *const names[] = {"sans", "sans-bold", "serif", "serif-bold", "serif-italic", "symbol"};
    int i = 0;
    while (i < KHUNG__FACES - 1 && strcmp(name, names[i])) i++;
    return (khung__face)i;
}

/* One page a line of standard input, or all of it as one paragraph. */
static khung_status from_input(khung__fonts *fonts, khung_log *log, khung__face face, const char *path, bool letters)
{
    static char text[1 << 20];
    size_t n = fread(text, 1, sizeof text - 1, stdin);
    khung__doc *doc;
    khung_status status = khung__doc_new(&doc, khung__fonts_metrics(fonts), log);
    if (status != KHUNG_OK) return status;
    khung__style style = {face, letters ? 24 : 9, letters ? 36 : 12, 0};
    if (letters) {
        for (char *at = text, *end; *at; at = end + (*end != 0)) {
            end = at + strcspn(at, "\n");
            size_t page = khung__doc_page(doc, 72, 72);
            khung__doc_text(doc, page, 20, 40, (khung__str){at, (size_t)(end - at)}, style, KHUNG__LEFT);
        }
    } else {
        khung__span span = {{text, n}, style};
        khung__para para = khung__doc_para(doc, &span, 1, 480, KHUNG__LEFT);
        khung__doc_open(doc, KHUNG__TAG_P);
        for (size_t from = 0; from < para.count; from += 58)
            khung__doc_put(doc, khung__doc_page(doc, 595.28, 841.89), 58, 72, &para, from, from + 58);
        khung__doc_close(doc);
    }
    status = doc->status == KHUNG_OK ? save(doc, fonts, path, false, log) : doc->status;
    khung__doc_free(doc);
    return status;
}

static double milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static khung_status many(khung__fonts *fonts, khung_log *log, long count)
{
    double layout = 0, writing = 0;
    size_t bytes = 0;
    for (long i = 0; i < count; i++) {
        khung__doc *doc = NULL;
        khung__buf out = {0};
        double start = milliseconds();
        khung_status status = sample(&doc, fonts, log);
        double middle = milliseconds();
        if (status == KHUNG_OK) status = khung__pdf_write(&out, doc, fonts, false, log);
        double end = milliseconds();
        if (i > 0) layout += middle - start, writing += end - middle;
        bytes = out.n;
        khung__buf_free(&out);
        khung__doc_free(doc);
        if (status != KHUNG_OK) return status;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double runs = count > 1 ? (double)(count - 1) : 1;
    printf("layout %.3f ms, pdf %.3f ms, %zu bytes, peak %ld KB\n", layout / runs, writing / runs, bytes, usage.ru_maxrss);
    return KHUNG_OK;
}

static khung_status show(khung__fonts *fonts, khung_log *log, const char *how)
{
    khung__doc *doc = NULL;
    khung__buf out = {0};
    khung_status status = sample(&doc, fonts, log);
    if (status == KHUNG_OK && strcmp(how, "dump") == 0) status = khung__dump_text(&out, doc);
    if (status == KHUNG_OK && strcmp(how, "boxes") == 0) status = khung__dump_boxes(&out, doc);
    if (status == KHUNG_OK && strcmp(how, "check") == 0) status = khung__dump_check(doc, &out);
    fwrite(out.s, 1, out.n, stdout);
    khung__buf_free(&out);
    khung__doc_free(doc);
    return status;
}

static khung_status run(int argc, char **argv, khung__fonts *fonts, khung_log *log)
{
    if (argc >= 3 && strcmp(argv[1], "sample") == 0) {
        khung__doc *doc = NULL;
        khung_status status = sample(&doc, fonts, log);
        if (status == KHUNG_OK) status = save(doc, fonts, argv[2], argc > 3, log);
        khung__doc_free(doc);
        return status;
    }
    if (argc == 4 && (strcmp(argv[1], "letters") == 0 || strcmp(argv[1], "text") == 0))
        return from_input(fonts, log, face_of(argv[2]), argv[3], argv[1][0] == 'l');
    if (argc == 3 && strcmp(argv[1], "many") == 0) return many(fonts, log, atol(argv[2]));
    if (argc == 2) return show(fonts, log, argv[1]);
    return KHUNG_BAD_CALL;
}

int main(int argc, char **argv)
{
    khung_log *log = NULL;
    khung__fonts *fonts = NULL;
    khung_status status = khung_log_new(&log, "en");
    if (status == KHUNG_OK) status = khung__fonts_new(&fonts, log);
    if (status == KHUNG_OK) status = run(argc, argv, fonts, log);
    int code = report(status, log);
    khung__fonts_free(fonts);
    khung_log_free(log);
    return code;
}
