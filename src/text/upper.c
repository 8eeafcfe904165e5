/* text/upper: capitals, for the heads of documents in the state style. */
#include "text.h"

#include <utf8proc.h>

khung__str khung__text_upper(khung__arena *arena, khung__str s)
{
    khung__buf buf = {0};
    const char *p = s.s, *end = s.s ? s.s + s.n : NULL;
    while (p < end) {
        char letter[4];
        int32_t code = khung__utf8_next(&p, end);
        khung__buf_add(&buf, letter, khung__utf8_put(letter, code < 0 ? 0xFFFD : utf8proc_toupper(code)));
    }
    if (!buf.n && !buf.failed)
        return KHUNG__S("");
    return khung__buf_take(&buf, arena);
}
