/* review: pieces that the acts of a review share. */
#ifndef KHUNG_STORE_REVIEW_H
#define KHUNG_STORE_REVIEW_H

#include "assess.h"

/* Whether the reviewer says another thing than the organisation. */
bool khung__review_changed(const khung__criterion_result *criterion);
/* Scores the organisation's tracks of `work` together with a reviewer's. */
khung_status khung__review_score(khung_result **out, const khung__work *work, const khung_answers *reviewer, khung_log *log);

#endif
