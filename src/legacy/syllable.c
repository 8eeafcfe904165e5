/* legacy/syllable: see syllable.h. A syllable is an onset, or none, and a rhyme; both lists are the closed ones of Vietnamese spelling,
 * without accents. */
#include "syllable.h"

#include <string.h>

static const char *const onsets[] = {"", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
                                     "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x"};
static const char *const rhymes[] = {
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec", "ech", "em", "en", "eng", "enh", "eo",
    "ep", "et", "eu", "i", "ia", "ich", "iec", "iem", "ien", "ieng", "iep", "iet", "ieu", "im", "in", "inh", "ip", "it", "iu", "o", "oa",
    "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on", "ong",
    "ooc", "oong", "op", "ot", "u", "ua", "uan", "uang", "uat", "uay", "uc", "ue", "uech", "uenh", "ui", "um", "un", "ung", "uo", "uoc",
    "uoi", "uom", "uon", "uong", "uop", "uot", "uou", "up", "ut", "uu", "uy", "uya", "uych", "uyen", "uyet", "uynh", "uyt", "uyu", "y",
    "yem", "yen", "yet", "yeu"};

bool khung__legacy_letter(int32_t code)
{
    static const char latin[] = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư";
    if (code >= 0x1EA0 && code <= 0x1EF9)
        return true;
    for (const char *p = latin, *end = latin + sizeof latin - 1; p < end;)
        if (khung__utf8_next(&p, end) == code)
            return true;
    return false;
}

static bool is_rhyme(const char *s)
{
    for (size_t i = 0; i < sizeof rhymes / sizeof *rhymes; i++)
        if (strcmp(rhymes[i], s) == 0)
            return true;
    return false;
}

/* The bare ASCII letters of the word; false when it has others. */
static bool bare(char out[8], khung__str word)
{
    khung__arena arena = {0};
    for (const char *p = word.s, *end = word.s + word.n; p < end;) {
        int32_t code = khung__utf8_next(&p, end);
        if (code >= 0x80 ? !khung__legacy_letter(code) : !((code | 32) >= 'a' && (code | 32) <= 'z'))
            return false;
    }
    khung__str fold = khung__text_fold(&arena, word);
    bool good = fold.s && fold.n > 0 && fold.n < 8;
    if (good)
        memcpy(out, fold.s, fold.n + 1);
    khung__arena_free(&arena);
    return good;
}

bool khung__legacy_syllable(khung__str word)
{
    char s[8];
    if (word.n > 3 * 8 || !bare(s, word))
        return false;
    for (size_t i = 0; i < sizeof onsets / sizeof *onsets; i++) {
        size_t n = strlen(onsets[i]);
        if (strncmp(s, onsets[i], n) == 0 && is_rhyme(s + n))
            return true;
    }
    return false;
}
