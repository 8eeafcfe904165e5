/* legacy/syllable: whether a word can be a Vietnamese syllable. */
#ifndef KHUNG_LEGACY_SYLLABLE_H
#define KHUNG_LEGACY_SYLLABLE_H

#include "../legacy.h"

/* A letter beyond ASCII that Vietnamese has. */
bool khung__legacy_letter(int32_t code);
/* Whether the word is spelt as a Vietnamese syllable can be (accents do not count, but every letter must be one of the alphabet's). */
bool khung__legacy_syllable(khung__str word);

#endif
