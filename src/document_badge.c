/* document_badge: a certificate that was issued as an Open Badge. */
#include "document.h"

#include <string.h>

#include "badge.h"

static khung_status write(khung__buf *out, const khung__issued *issued, const khung_framework *framework, const khung_keys *keys, const char *language,
                          int64_t now, khung_log *log)
{
    khung_status status = khung__keys_signer(keys, khung__states_day(now, (int)keys->list.offset), log);
    if (status != KHUNG_OK)
        return status;
    khung__str tag = language ? khung__str_of(language) : framework->language;
    const khung__badge badge = {.claim = &issued->claim, .digest = issued->digest, .signed_claim = issued->signed_claim, .code = issued->code,
                                .framework = framework, .grade = issued->grade,
                                .language = khung__language_of(tag), .moment = now, .open = keys->open, .secret = keys->secret};
    status = khung__badge_write(out, &badge, NULL);
    return status == KHUNG_BAD_DATA ? KHUNG__DIAG(log, KHUNG__D_CERT_CLAIM, (khung__at){0}, KHUNG__S("url")) : status;
}

khung_status khung_badge_text(char **out, const khung_framework *framework, const khung_result *result, const khung_issued *issued, const char *language,
                              int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__buf text = {0};
    unsigned char digest[32];
    if (!out || !framework || !result || !issued || !issued->keys)
        return KHUNG_BAD_CALL;
    khung__issued *read = khung__arena_alloc(&arena, sizeof *read);
    khung_status status = read ? khung__document_digest(digest, result) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__document_claim(read, &arena, issued, framework, result, digest, log);
    if (status == KHUNG_OK)
        status = write(&text, read, framework, issued->keys, language, now, log);
    khung__arena_free(&arena);
    if (status == KHUNG_OK)
        *out = text.s;
    else
        khung__buf_free(&text);
    return status;
}
