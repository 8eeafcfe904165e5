/* Any bytes as a file of answers from elsewhere: what is taken in gives files of answers that load; a refusal says why. */
#include <stdlib.h>
#include <string.h>

#include "khung.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char text[] =
    "kind: framework\nformat: 1\nid: f\nversion: 1.0.0\nlanguage: vi\ntitle: T\nprofile: [{id: staff, ask: A, type: flag}]\n"
    "scales: [{id: s, levels: [{id: a, points: 0, title: Ít}, {id: b, points: 1, title: Nhiều}]}]\n"
    "domains: [{id: d, title: D, criteria: [{id: x, title: X, evidence: [{id: e, title: E}]},\n"
    "  {id: l, title: L, method: ladder, checks: [{id: c, level: b, ask: C}]}, {id: q, title: Q, method: quantity, ranges: [{level: a},\n"
    "  {from: 5, level: b}]}]}]\n";

static void look(khung_import *im, const khung_framework *framework)
{
    for (size_t i = 0; i < khung_import_count(im) && i < 20; i++) {
        char *yaml = NULL;
        khung_answers *answers = NULL;
        khung_submission one;
        if (khung_import_yaml(&yaml, im, i) != KHUNG_OK || !khung_import_submission(&one, im, i) || strchr(one.name, '/')) {
            abort();
        }
        if (khung_answers_load(&answers, one.name, yaml, strlen(yaml), NULL) != KHUNG_OK) {
            abort();
        }
        khung_answers_free(answers);
        khung_text_free(yaml);
    }
    (void)framework;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const encodings[] = {NULL, "tcvn3", "vni", "unicode"};
    khung_import_options options = {.organisation_id = "o", .from = "2026-01-01", .to = "2026-12-31"};
    khung_import *im = NULL;
    khung_framework *framework = NULL;
    khung_log *log = NULL;
    if (khung_framework_load(&framework, "f.yaml", text, sizeof text - 1, NULL) != KHUNG_OK || khung_log_new(&log, "vi") != KHUNG_OK ||
        khung_import_new(&im) != KHUNG_OK) {
        abort();
    }
    khung_status status = khung_import_add(im, "input", (const char *)bytes, size, encodings[size % 4], log);
    if (status == KHUNG_OK) {
        status = khung_import_read(im, framework, NULL, 0, &options, log);
    }
    if (status != KHUNG_OK && khung_log_count_of(log, KHUNG_ERROR) == 0) {
        abort();
    }
    if (status == KHUNG_OK) {
        look(im, framework);
    }
    khung_import_free(im);
    khung_log_free(log);
    khung_framework_free(framework);
    return 0;
}
