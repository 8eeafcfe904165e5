/* Any bytes as a framework; what loads is printed, asked for its texts and prepared for scoring. */
#include <stdlib.h>

#include "khung.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void use(const khung_framework *framework)
{
    char *text = NULL;
    khung_scorer *scorer = NULL;
    if (khung_framework_text(&text, framework) != KHUNG_OK) {
        abort();
    }
    khung_text_free(text);
    /* A language no framework of the corpus is written in: into its own it is refused. */
    if (khung_translation_yaml(&text, framework, "fr", NULL, NULL) == KHUNG_OK) {
        khung_text_free(text);
    }
    if (khung_scorer_prepare(&scorer, framework, NULL) == KHUNG_OK) {
        khung_scorer_free(scorer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    khung_log *log = NULL;
    khung_framework *framework = NULL;
    if (khung_log_new(&log, "en") != KHUNG_OK) {
        abort();
    }
    khung_status status = khung_framework_load(&framework, "input", (const char *)bytes, size, log);
    if ((status == KHUNG_OK) == (khung_log_count_of(log, KHUNG_ERROR) != 0)) {
        abort();
    }
    if (status == KHUNG_OK) {
        use(framework);
        khung_framework_free(framework);
    }
    khung_log_free(log);
    return 0;
}
