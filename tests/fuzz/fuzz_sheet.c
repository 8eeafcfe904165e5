/* Any bytes as a table of CSV or XLSX, with small ceilings: what loads is looked through, a refusal says why. */
#include <stdlib.h>
#include <string.h>

#include "sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void look_through(const khung__sheet *sheet, const khung__sheet_limits *limits)
{
    uint32_t before = 0;
    if (khung__sheet_rows(sheet) == 0 || khung__sheet_columns(sheet) > limits->columns) {
        abort();
    }
    for (size_t row = 0; row < khung__sheet_rows(sheet); row++) {
        uint32_t number = khung__sheet_row_number(sheet, row);
        if (number <= before || number > limits->rows) {
            abort();
        }
        before = number;
        for (size_t column = 0; column < khung__sheet_columns(sheet); column++) {
            khung__str text = khung__sheet_cell(sheet, row, column);
            if (text.s && (text.n == 0 || text.s[text.n] != '\0' || strlen(text.s) != text.n)) {
                abort();
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const khung__sheet_limits limits = {.bytes = 1 << 18, .rows = 200, .columns = 50, .cell = 1000};
    khung__sheet *sheet = NULL;
    khung_log *log = NULL;
    char *text = NULL;
    if (khung_log_new(&log, "vi") != KHUNG_OK) {
        abort();
    }
    khung_status status = khung__sheet_load_within(&sheet, "input", (const char *)bytes, size, size % 7 == 0 ? "Hai" : NULL, &limits, log);
    if ((status == KHUNG_OK) != (sheet != NULL) || (status == KHUNG_OK) == (khung_log_count_of(log, KHUNG_ERROR) != 0)) {
        abort();
    }
    if (sheet) {
        look_through(sheet, &limits);
        khung__sheet_find(sheet, KHUNG__S("a"), 0);
    }
    if (khung_log_text(&text, log, false) != KHUNG_OK) {
        abort();
    }
    khung_text_free(text);
    khung_log_free(log);
    khung__sheet_free(sheet);
    return 0;
}
