/* Any bytes as answers; what loads is scored against a framework that has every method, and the result is printed. */
#include <stdlib.h>
#include <string.h>

#include "khung.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char yaml[] =
    "kind: framework\nformat: 1\nid: f\nversion: 1.0.0\nlanguage: vi\ntitle: F\n"
    "profile: [{id: p, ask: P, type: flag}, {id: q, ask: Q, type: decimal},\n"
    "  {id: r, ask: R, type: choice, options: [{id: x, title: X}, {id: y, title: Y}]}]\n"
    "scales: [{id: s, levels: [{id: l0, points: 0, title: A}, {id: l1, points: 1, title: B}, {id: l2, points: 2.5, title: C}]}]\n"
    "scoring: {respondents: mean, unverified: worst}\n"
    "domains:\n"
    "  - id: d\n    title: D\n    caps: [{when: {criterion: a, below: l1}, at_most: 1}]\n    criteria:\n"
    "      - {id: a, title: A, evidence: [{id: e, title: E, max_age_months: 12}]}\n"
    "      - {id: b, title: B, method: ladder, checks: [{id: m, level: l1, ask: M}, {id: n, level: l2, ask: N}]}\n"
    "      - {id: c, title: C, method: checklist, checks: [{id: m, points: 1, ask: M}, {id: n, points: 2, ask: N}]}\n"
    "      - {id: g, title: G, method: quantity, ranges: [{level: l0}, {from: 5, level: l2}]}\n"
    "      - {id: h, title: H, applies_when: {any_of: [{profile: p, is: true}, {profile: q, below: 3}, {profile: r, is: y}]}}\n"
    "gates: [{id: k, title: K, require: {all_of: [{evidence: a}, {answered_percent: 80}, {criteria: {}, at_target: true}]}}]\n"
    "grades: [{id: z, title: Z, require: {gate: k}}]\n";

static void score(const khung_answers *answers)
{
    khung_framework *framework = NULL;
    khung_result *result = NULL;
    char *text = NULL;
    if (khung_framework_load(&framework, "f", yaml, strlen(yaml), NULL) != KHUNG_OK) {
        abort();
    }
    if (khung_score(&result, framework, &answers, 1, NULL) == KHUNG_OK) {
        if (khung_result_json(&text, result) != KHUNG_OK) {
            abort();
        }
        khung_text_free(text);
        if (khung_explain_text(&text, framework, result, NULL, "vi", NULL) != KHUNG_OK) {
            abort();
        }
        khung_text_free(text);
        khung_result_free(result);
    }
    khung_framework_free(framework);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    khung_log *log = NULL;
    khung_answers *answers = NULL;
    if (khung_log_new(&log, "vi") != KHUNG_OK) {
        abort();
    }
    khung_status status = khung_answers_load(&answers, "input", (const char *)bytes, size, log);
    if ((status == KHUNG_OK) == (khung_log_count_of(log, KHUNG_ERROR) != 0)) {
        abort();
    }
    if (status == KHUNG_OK) {
        score(answers);
        khung_answers_free(answers);
    }
    khung_log_free(log);
    return 0;
}
