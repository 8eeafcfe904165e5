/* Any bytes as a tree, its digest and canonical text; what loads must load again from its canonical text to the same digest. */
#include <stdlib.h>
#include <string.h>

#include "tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void again(const khung__tree *tree, const char *digest)
{
    khung__buf text = {0};
    khung__tree *copy = NULL;
    char second[KHUNG_DIGEST_SIZE];
    if (khung__tree_canonical(tree, NULL, &text) != KHUNG_OK) {
        abort();
    }
    if (khung__tree_load(&copy, "again", text.s, text.n, NULL) == KHUNG_OK) {
        if (khung__tree_digest(copy, NULL, second) != KHUNG_OK || strcmp(digest, second) != 0) {
            abort();
        }
        khung__tree_free(copy);
    }
    khung__buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    khung_log *log = NULL;
    khung__tree *tree = NULL;
    char *text = NULL, digest[KHUNG_DIGEST_SIZE];
    if (khung_log_new(&log, "vi") != KHUNG_OK) {
        abort();
    }
    khung_status status = khung__tree_load(&tree, "input", (const char *)bytes, size, log);
    if ((status == KHUNG_OK) == (khung_log_count_of(log, KHUNG_ERROR) != 0)) {
        abort(); /* a refusal says why, and what loads has no error */
    }
    if (status == KHUNG_OK) {
        if (khung__tree_digest(tree, NULL, digest) != KHUNG_OK) {
            abort();
        }
        again(tree, digest);
        khung__tree_free(tree);
    }
    if (khung_log_text(&text, log, true) != KHUNG_OK) {
        abort();
    }
    khung_text_free(text);
    khung_log_free(log);
    return 0;
}
