/* reason: conditions in words, and why one came to its value. */
#ifndef KHUNG_SCORE_REASON_H
#define KHUNG_SCORE_REASON_H

#include "../score.h"

/* Builds texts in an arena; after a failure of memory everything said is empty and `failed` stays set. */
typedef struct khung__speaker {
    khung__arena *arena;
    const khung_framework *framework;
    khung__language language;
    bool failed;
} khung__speaker;

/* A word with its arguments, in the arena; notes a failure in the speaker. */
khung__str khung__speaker_say(khung__speaker *speaker, khung__word_id id, const khung__str *args, size_t n);
#define KHUNG__SPEAK(speaker, id, ...)                                                                       \
    khung__speaker_say(speaker, id, (const khung__str[]){(khung__str){0}, ##__VA_ARGS__} + 1,                 \
                       sizeof((const khung__str[]){(khung__str){0}, ##__VA_ARGS__}) / sizeof(khung__str) - 1)
/* a and b with a separator; either may be empty. */
khung__str khung__speaker_join(khung__speaker *speaker, khung__str a, const char *between, khung__str b);
/* A decimal as the language writes it. */
khung__str khung__speaker_micro(khung__speaker *speaker, khung__micro value);
/* How people know it: the printed code, else the title. */
khung__str khung__speaker_criterion(khung__speaker *speaker, uint32_t criterion);
khung__str khung__speaker_domain(khung__speaker *speaker, uint32_t domain);
khung__str khung__speaker_condition(khung__speaker *speaker, const khung__condition *condition);
/* What a fact's value is called. */
khung__str khung__speaker_fact(khung__speaker *speaker, uint32_t fact, int64_t value);
/* Vietnamese for frameworks in Vietnamese, English for all others. */
khung__language khung__reason_language(const khung_framework *framework);

#endif
