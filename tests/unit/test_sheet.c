/* sheet: every tests/sheet/NAME.csv or .xlsx is loaded and shown, or what the log says of it, beside NAME.expected, in English. Then
 * ceilings at their edges, numbers, and memory that ends. KHUNG_REWRITE=1 writes the expectations anew: read the difference then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet.h"
#include "sheet/inside.h"

#define FOLDER KHUNG_TESTS_DIR "/sheet/"
enum { MOST = 200, PATH = 512 };

static bool read_file(khung__buf *buf, const char *name)
{
    char path[PATH], chunk[4096];
    size_t n;
    snprintf(path, sizeof path, "%s%s", FOLDER, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(buf, chunk, n);
    khung__buf_add(buf, "", 0);
    fclose(file);
    return true;
}

static void write_file(const char *name, const khung__buf *buf)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s%s", FOLDER, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(buf->s, 1, buf->n, file), buf->n);
    assert_int_equal(fclose(file), 0);
}

/* Every cell that holds something as E12 and its text as JSON has it, a row a line. */
static void show(khung__buf *out, const khung__sheet *sheet)
{
    assert_true(khung__sheet_rows(sheet) > 0);
    for (size_t row = 0; row < khung__sheet_rows(sheet); row++) {
        for (size_t column = 0; column < khung__sheet_columns(sheet); column++) {
            khung__str text = khung__sheet_cell(sheet, row, column);
            char letters[8];
            if (!text.s)
                continue;
            khung__sheet_letters(letters, column);
            khung__buf_printf(out, "%s%u ", letters, (unsigned)khung__sheet_row_number(sheet, row));
            khung__buf_json(out, text);
            khung__buf_char(out, ' ');
        }
        out->s[out->n - 1] = '\n';
    }
}

/* The file NAME.TITLE.xlsx is read for its sheet TITLE. */
static void describe(khung__buf *out, const char *name, const khung__buf *bytes)
{
    char *text = NULL, title[256] = "";
    khung_log *log = NULL;
    khung__sheet *sheet = NULL;
    const char *dot = strchr(name, '.'), *end = strrchr(name, '.');
    if (dot != end)
        snprintf(title, sizeof title, "%.*s", (int)(end - dot - 1), dot + 1);
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    khung_status status = khung__sheet_load_within(&sheet, name, bytes->s, bytes->n, *title ? title : NULL, NULL, log);
    assert_int_equal(status == KHUNG_OK, khung__diag_errors(log) == 0);
    assert_int_equal(status == KHUNG_OK, sheet != NULL);
    assert_int_equal(khung_log_text(&text, log, false), KHUNG_OK);
    khung__buf_z(out, text);
    if (sheet)
        show(out, sheet);
    khung_text_free(text);
    khung_log_free(log);
    khung__sheet_free(sheet);
}

static void shows_what_is_expected(void **state)
{
    const char *name = *state;
    char beside[300];
    khung__buf bytes = {0}, said = {0}, expected = {0};
    snprintf(beside, sizeof beside, "%.*s.expected", (int)(strrchr(name, '.') - name), name);
    assert_true(read_file(&bytes, name));
    describe(&said, name, &bytes);
    if (getenv("KHUNG_REWRITE")) {
        write_file(beside, &said);
    } else {
        assert_true(read_file(&expected, beside));
        assert_string_equal(said.s, expected.s);
    }
    khung__buf_free(&bytes);
    khung__buf_free(&said);
    khung__buf_free(&expected);
}

/* ---- ceilings ---- */

/* Loads; gives the status and checks that a refusal says `part`. */
static khung_status load(const khung__buf *bytes, khung__sheet_limits limits, const char *part)
{
    khung__sheet *sheet = NULL;
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    khung_status status = khung__sheet_load_within(&sheet, "t", bytes->s, bytes->n, NULL, &limits, log);
    if (status != KHUNG_OK && !strstr(khung_log_message(log, 0)->text, part))
        fail_msg("%s", khung_log_message(log, 0)->text);
    khung_log_free(log);
    khung__sheet_free(sheet);
    return status;
}

/* edges.csv and edges.xlsx: 3 rows, 4 columns, the longest cell has 10 bytes. */
static void ceilings(const char *name, size_t unpacked)
{
    khung__buf bytes = {0};
    assert_true(read_file(&bytes, name));
    assert_int_equal(load(&bytes, (khung__sheet_limits){.rows = 3, .columns = 4, .cell = 10}, ""), KHUNG_OK);
    assert_int_equal(load(&bytes, (khung__sheet_limits){.rows = 2}, "row 2"), KHUNG_TOO_LARGE);
    assert_int_equal(load(&bytes, (khung__sheet_limits){.columns = 3}, "3 columns"), KHUNG_TOO_LARGE);
    assert_int_equal(load(&bytes, (khung__sheet_limits){.cell = 9}, "9 bytes"), KHUNG_TOO_LARGE);
    assert_int_equal(load(&bytes, (khung__sheet_limits){.bytes = unpacked}, ""), KHUNG_OK);
    assert_int_equal(load(&bytes, (khung__sheet_limits){.bytes = unpacked - 1}, "bytes"), KHUNG_TOO_LARGE);
    khung__buf_free(&bytes);
}

static void ceilings_of_csv(void **state)
{
    (void)state;
    khung__buf bytes = {0};
    assert_true(read_file(&bytes, "edges.csv"));
    ceilings("edges.csv", bytes.n);
    khung__buf_free(&bytes);
}

static void ceilings_of_xlsx(void **state)
{
    (void)state;
    khung__buf size = {0};
    assert_true(read_file(&size, "edges.size"));
    ceilings("edges.xlsx", strtoul(size.s, NULL, 10));
    khung__buf_free(&size);
}

/* A quote that is never closed, of a cell longer than a cell may be: found long before the end of the file. */
static void endless_cell(void **state)
{
    (void)state;
    khung__buf bytes = {0};
    khung__buf_z(&bytes, "a,b\n1,\"");
    for (int i = 0; i < 70000; i++)
        khung__buf_char(&bytes, 'x');
    assert_int_equal(load(&bytes, (khung__sheet_limits){0}, "cell B2 has more than 65536 bytes"), KHUNG_TOO_LARGE);
    khung__buf_free(&bytes);
}

/* ---- asking ---- */

static void cells_are_found(void **state)
{
    (void)state;
    static const char csv[] = "Tên,Mã,,TÊN\n\nx,,,y\n";
    khung__sheet *sheet = NULL;
    assert_int_equal(khung__sheet_load(&sheet, "t.csv", csv, sizeof csv - 1, NULL), KHUNG_OK);
    assert_int_equal(khung__sheet_rows(sheet), 2);
    assert_int_equal(khung__sheet_columns(sheet), 4);
    assert_int_equal(khung__sheet_row_number(sheet, 1), 3);
    assert_int_equal(khung__sheet_find(sheet, KHUNG__S("ten"), 0), 0);
    assert_int_equal(khung__sheet_find(sheet, KHUNG__S("ten"), 1), 3);
    assert_true(khung__sheet_find(sheet, KHUNG__S("ten"), 4) == SIZE_MAX);
    assert_true(khung__sheet_find(sheet, KHUNG__S("tenx"), 0) == SIZE_MAX);
    assert_string_equal(khung__sheet_cell(sheet, 1, 3).s, "y");
    assert_null(khung__sheet_cell(sheet, 1, 1).s);
    assert_null(khung__sheet_cell(sheet, 1, 4).s);
    assert_null(khung__sheet_cell(sheet, 2, 0).s);
    khung__at at = khung__sheet_at(sheet, 1, 3);
    assert_int_equal(at.line, 3);
    assert_int_equal(at.column, 4);
    khung__sheet_free(sheet);
    khung__sheet_free(NULL);
    assert_int_equal(khung__sheet_load(NULL, "t", "", 0, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung__sheet_load(&sheet, "t", NULL, 0, NULL), KHUNG_BAD_DATA);
}

static void columns_have_letters(void **state)
{
    (void)state;
    static const struct {
        size_t column;
        const char *letters;
    } cases[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {701, "ZZ"}, {702, "AAA"}, {1023, "AMJ"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[8];
        khung__sheet_letters(out, cases[i].column);
        assert_string_equal(out, cases[i].letters);
    }
}

/* ---- numbers ---- */

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int style;
        const char *to;
    } cases[] = {{"1.10", 0, "1.10"}, {"-3", 0, "-3"}, {"0.30000000000000004", 0, "0.3"}, {"1.1000000000000001", 0, "1.1"},
                 {"1E3", 0, "1000"}, {"1.5e-3", 0, "0.0015"}, {"1.0000000000000001E-2", 0, "0.01"}, {"-2.5E+2", 0, "-250"}, {"9.9999999999999989E-1", 0, "1"},
                 {"99999999999999.99999", 0, "100000000000000"}, {"12345678901234567", 0, "12345678901234567"}, {"1E400", 0, "1E400"}, {"0E0", 0, "0"},
                 {"-0.0E0", 0, "0.0"}, {"123456789012345678E2", 0, "12345678901234600000"}, {"1E", 0, "1E"}, {"1.2.3", 0, "1.2.3"}, {"abc", 0, "abc"},
                 {"", 0, ""}, {"-", 0, "-"}, {".5", 0, ".5"}, {"101243150", 10, "0101243150"}, {"1012431501", 10, "1012431501"}, {"1.5", 10, "1.5"},
                 {"45292", SHEET_DATE, "2024-01-01"}, {"45292.75", SHEET_DATE, "2024-01-01"}, {"1", SHEET_DATE, "1900-01-01"},
                 {"59", SHEET_DATE, "1900-02-28"}, {"60", SHEET_DATE, "60"}, {"61", SHEET_DATE, "1900-03-01"}, {"0.5", SHEET_DATE, "0.5"},
                 {"-1", SHEET_DATE, "-1"}, {"2958465", SHEET_DATE, "9999-12-31"}, {"2958466", SHEET_DATE, "2958466"}, {"4.5292E4", SHEET_DATE, "2024-01-01"},
                 {"25569", SHEET_DATE, "1970-01-01"}, {"45351", SHEET_DATE, "2024-02-29"}, {"99999999999", SHEET_DATE, "99999999999"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__buf buf = {0};
        khung__sheet_number(&buf, khung__str_of(cases[i].from), cases[i].style, false);
        if (!khung__str_eq((khung__str){buf.s, buf.n}, khung__str_of(cases[i].to)))
            fail_msg("%s gives %.*s, not %s", cases[i].from, (int)buf.n, buf.s ? buf.s : "", cases[i].to);
        khung__buf_free(&buf);
    }
    khung__buf buf = {0};
    khung__sheet_number(&buf, KHUNG__S("43830"), SHEET_DATE, true);
    assert_string_equal(buf.s, "2024-01-01");
    khung__buf_free(&buf);
}

static void formats(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int kind;
    } cases[] = {{"General", 0}, {"0.00", 0}, {"dd/mm/yyyy", SHEET_DATE}, {"[$-42A]d mmmm yyyy;@", SHEET_DATE}, {"h:mm:ss", 0}, {"mm:ss", 0},
                 {"#,##0\\ \"đồng\"", 0}, {"#,##0 [$d]", 0}, {"0000000000", 10}, {"0", 0}, {"\"d", 0}, {"[Red]0", 0}, {"", 0}, {"\\", 0}, {"yyyy", SHEET_DATE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (khung__sheet_format(khung__str_of(cases[i].code)) != cases[i].kind)
            fail_msg("%s", cases[i].code);
    assert_int_equal(khung__sheet_format_numbered(14), SHEET_DATE);
    assert_int_equal(khung__sheet_format_numbered(18), 0);
}

/* ---- memory ---- */

static void memory_ends(void **state)
{
    (void)state;
    static const char *const names[] = {"edges.csv", "edges.xlsx", "kinds.xlsx"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        khung__buf bytes = {0};
        khung__sheet *sheet = NULL;
        assert_true(read_file(&bytes, names[i]));
        for (size_t n = 1; !sheet; n++) {
            khung__alloc_fail_at(n);
            khung_status status = khung__sheet_load(&sheet, names[i], bytes.s, bytes.n, NULL);
            bool enough = khung__alloc_count() < n;
            khung__alloc_fail_at(0);
            assert_int_equal(status, enough ? KHUNG_OK : KHUNG_NO_MEMORY);
        }
        khung__sheet_free(sheet);
        khung__buf_free(&bytes);
    }
}

/* ---- cases ---- */

static char names[MOST][256];
static struct CMUnitTest tests[MOST + 16];

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static size_t find_cases(void)
{
    size_t n = 0;
    DIR *dir = opendir(FOLDER);
    if (!dir)
        return 0;
    for (struct dirent *entry; n < MOST && (entry = readdir(dir));) {
        const char *end = strrchr(entry->d_name, '.');
        if (end && (strcmp(end, ".csv") == 0 || strcmp(end, ".xlsx") == 0))
            snprintf(names[n++], sizeof *names, "%s", entry->d_name);
    }
    closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    return n;
}

int main(void)
{
    static const struct CMUnitTest own[] = {cmocka_unit_test(ceilings_of_csv), cmocka_unit_test(ceilings_of_xlsx), cmocka_unit_test(endless_cell),
                                            cmocka_unit_test(cells_are_found), cmocka_unit_test(columns_have_letters), cmocka_unit_test(numbers),
                                            cmocka_unit_test(formats), cmocka_unit_test(memory_ends)};
    size_t n = find_cases(), more = sizeof own / sizeof *own;
    if (n == 0) {
        fprintf(stderr, "no cases in " FOLDER "\n");
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){.name = names[i], .test_func = shows_what_is_expected, .initial_state = names[i]};
    memcpy(tests + n, own, sizeof own);
    return _cmocka_run_group_tests("sheet", tests, n + more, NULL, NULL);
}
