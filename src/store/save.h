/* save: frameworks, organisations, tracks and results into the tables, inside a change. */
#ifndef KHUNG_STORE_SAVE_H
#define KHUNG_STORE_SAVE_H

#include "event.h"

/* The organisation with that id, made with that name when it is not there; `key` is filled. A name in the registry is not touched. */
khung_status khung__save_organisation(khung__change *change, khung__str id, khung__str name, char key[KHUNG__UUID_SIZE]);
/* Keeps the framework unless it is there; `digest` is filled. */
khung_status khung__save_framework(khung__change *change, const khung_framework *framework, char digest[KHUNG_DIGEST_SIZE]);
/* An id for a new assessment: organisation and year, with a number where that is taken. *id lies in the change's arena. */
khung_status khung__choose_assessment_id(khung__change *change, khung__str organisation, khung__date to, khung__str *id);
/* The assessment of that organisation (change->organisation), framework and period, made when it is not there; change->thread is
 * filled. *id lies in the change's arena. */
khung_status khung__save_assessment(khung__change *change, const khung_result *result, khung__str *id);
/* Keeps a track of the assessment change->thread, unless the same person has kept the same; `key` is filled. The name of who answered goes to
 * the personal table. `taken` is a JSON list of keys: respondents who have them already are other people, whatever they said. */
khung_status khung__save_track(khung__change *change, const khung_answers *answers, char key[KHUNG__UUID_SIZE], khung__str taken);
/* The key of that track of change->thread as `kept_by` kept it, absent for none; a respondent's only under the same name. */
khung_status khung__known_track(khung__str *out, khung__change *change, const khung_answers *answers, khung__str kept_by, khung__str taken);
/* Who gave the answers is a personal field: it stands beside the track (its key), not in it. */
khung_status khung__save_by(khung__change *change, const char *track, const khung_answers *answers);
/* Keeps a result that rests on those tracks and makes it the one that counts, unless it is already. */
khung_status khung__save_result(khung__change *change, const khung_framework *framework, const khung_result *result,
                                char (*tracks)[KHUNG__UUID_SIZE], size_t count);
/* The tracks and the result of the assessment change->thread. */
khung_status khung__save_all(khung__change *change, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                             const khung_result *result);

/* Loads the tracks of a JSON list of keys (result.tracks), appending to *tracks; free with khung__free_tracks whatever the status. `id`:
 * what messages call the assessment. */
khung_status khung__load_tracks(khung_answers ***tracks, size_t *count, khung_store *store, const char *id, const char *keys, khung_log *log);
void khung__free_tracks(khung_answers **tracks, size_t count);

#endif
