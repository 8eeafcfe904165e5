/* stream: the organisation's own answers of many assessments of one framework, one after the other, without a file for each. What
 * comes out is what khung_score gives for the same answers, as far as the kept form goes. */
#ifndef KHUNG_SCORE_STREAM_H
#define KHUNG_SCORE_STREAM_H

#include "result.h"

typedef struct khung__stream {
    const khung_framework *framework;
    khung__arena arena;
    /* What is said, to be filled before each score: per criterion the kind of answer with its quantity (`answers`), its level
     * (`bound.level`) or checks (`bound.checks`), and `facts`. No evidence is listed. */
    khung__answer *answers;
    khung__bound bound;
    khung_fact *facts;
    khung_scorer *scorer;
    khung__tracks tracks;
    khung__filling filling;
    khung_result result;    /* of the last score: good for khung__result_keep, and its decisions */
    khung__rat **points;    /* per scale and level */
} khung__stream;

/* Opens for a framework, which must outlive the stream. Close it in any case. */
khung_status khung__stream_open(khung__stream *stream, const khung_framework *framework, khung_log *log);
void khung__stream_close(khung__stream *stream);
/* Scores what is filled in. The head of the result (organisation, period) is the caller's to set. */
khung_status khung__stream_score(khung__stream *stream);

#endif
