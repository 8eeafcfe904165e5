/* The word people most likely meant. */
#include "khung.h"
#include "text.h"

#include <string.h>

/* As far off as people mistype: one edit in a short word, two in a usual one, three in a long one. */
static unsigned tolerance(size_t length)
{
    return length < 3 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3;
}

const char *khung_word_nearest(const char *word, const char *const *words, size_t count)
{
    khung__str typed = khung__str_of(word);
    unsigned best = tolerance(typed.n) + 1;
    const char *found = NULL;
    for (size_t i = 0; i < count && best > 0; i++) {
        unsigned distance = khung__text_distance(typed, khung__str_of(words[i]), best - 1);
        if (distance >= best)
            continue;
        best = distance;
        found = words[i];
    }
    return found;
}
