/* questions/labels: what forms print beside a question and its choices. */
#ifndef KHUNG_QUESTIONS_LABELS_H
#define KHUNG_QUESTIONS_LABELS_H

#include "../questions.h"

/* Gives every question its labels, no two alike in a language. False when memory ends. */
bool khung__questions_label(khung__questions *q);
/* Gives a question its choices, with labels. False when memory ends. */
bool khung__questions_choose(khung__questions *q, khung__question *question);

#endif
