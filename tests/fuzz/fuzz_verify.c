/* Any bytes as what is verified (a PDF, a badge, a signed certificate, a code), as a list of keys and as a claim: read or refused, never more; and a
 * claim that is read is written again as the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "badge.h"
#include "verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void verify(const char *bytes, size_t size, const char *keys, size_t keys_size, const char *language)
{
    char *text = NULL;
    khung_verified found = {0};
    const khung_verify_options options = {.keys = keys, .keys_size = keys_size, .now = INT64_C(1790000000000), .language = language};
    if (khung_verify(&text, &found, bytes, size, &options, NULL) == KHUNG_OK && found.verdict == KHUNG_VERDICT_IN_FORCE) {
        abort(); /* nothing is, without a register */
    }
    khung_text_free(text);
}

static void claim(khung__str bytes)
{
    khung__claim read;
    khung__buf again = {0};
    if (khung__claim_read(&read, bytes) && (!khung__claim_write(&again, &read) || again.n != bytes.n || memcmp(again.s, bytes.s, again.n) != 0)) {
        abort();
    }
    khung__buf_free(&again);
}

/* Keys are only looked at behind a claim that is right, so the badge around one is read here. */
static void badge(khung__str bytes)
{
    khung__arena arena = {0};
    khung__badge_found found;
    static const unsigned char open[KHUNG__PUBLIC] = {1};
    if (khung__badge_read(&found, &arena, bytes) == KHUNG__BADGE_OWN && khung__badge_right(&found, open)) {
        abort();
    }
    khung__arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char list[] = "khung-key-list 1\nstatement AAAA\n";
    khung__sealed sealed;
    khung__str all = {(const char *)bytes, size};
    verify(all.s, size, NULL, 0, "vi");
    verify(all.s, size, list, sizeof list - 1, NULL);
    verify("a.2026.1.x", 10, all.s, size, NULL);
    badge(all);
    claim(all);
    if (khung__cose_read(&sealed, all, KHUNG__CLAIM_KIND)) {
        claim(sealed.payload);
    }
    return 0;
}
