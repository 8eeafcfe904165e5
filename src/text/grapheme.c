/* text/grapheme: user-perceived characters, where an unbreakable word has to be cut. */
#include "text.h"

#include <utf8proc.h>

const char *khung__utf8_grapheme_next(const char *from, const char *end)
{
    const char *p = from;
    int32_t before = khung__utf8_next(&p, end), state = 0;
    while (p < end) {
        const char *here = p;
        int32_t code = khung__utf8_next(&p, end);
        if (before < 0 || code < 0 || utf8proc_grapheme_break_stateful(before, code, &state)) return here;
        before = code;
    }
    return end;
}
