/* score FRAMEWORK ANSWERS...: the result as JSON, the way a program of one's own gets it from libkhung.
 *
 *     cc -o score score.c $(pkg-config --cflags --libs khung)
 */
#include <stdio.h>
#include <stdlib.h>

#include <khung.h>

enum { MOST_TRACKS = 16 };

/* Prints what the library said about the files. */
static void print_log(const khung_log *log)
{
    char *text = NULL;
    if (khung_log_text(&text, log, false) == KHUNG_OK) {
        fputs(text, stderr);
    }
    khung_text_free(text);
}

static khung_status score(char **json, int count, char **paths, khung_log *log)
{
    khung_framework *framework = NULL;
    khung_answers *tracks[MOST_TRACKS] = {NULL};
    khung_result *result = NULL;
    khung_status status = khung_framework_load_file(&framework, paths[0], log);
    for (int i = 1; status == KHUNG_OK && i < count; i++) {
        status = khung_answers_load_file(&tracks[i - 1], paths[i], log);
    }
    if (status == KHUNG_OK) {
        status = khung_score(&result, framework, (const khung_answers *const *)tracks, (size_t)count - 1, log);
    }
    if (status == KHUNG_OK) {
        status = khung_result_json(json, result);
    }
    khung_result_free(result);
    for (int i = 0; i < MOST_TRACKS; i++) {
        khung_answers_free(tracks[i]);
    }
    khung_framework_free(framework);
    return status;
}

int main(int count, char **words)
{
    khung_log *log = NULL;
    char *json = NULL;
    if (count < 3 || count - 2 > MOST_TRACKS) {
        fprintf(stderr, "usage: score FRAMEWORK ANSWERS...\n");
        return 64;
    }
    if (khung_log_new(&log, "en") != KHUNG_OK) {
        return EXIT_FAILURE;
    }
    khung_status status = score(&json, count - 1, words + 1, log);
    print_log(log);
    if (status == KHUNG_OK) {
        fputs(json, stdout);
    }
    khung_text_free(json);
    khung_log_free(log);
    return status == KHUNG_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
