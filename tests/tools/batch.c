/* Scores many assessments in one process: each line of stdin names a framework and its answers files, tab between; each line
 * of stdout is the result as one line of JSON, or {"error": [ids]}. For comparing with the slow scorer of tests/score. */
#include "khung.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 4096 };

static void print_errors(const khung_log *log, khung_status status)
{
    printf("{\"error\": [\"%s\"", khung_status_text(status));
    for (size_t i = 0; i < khung_log_count(log); i++) {
        const khung_message *message = khung_log_message(log, i);
        if (message->severity == KHUNG_ERROR)
            printf(", \"%s\"", message->id);
    }
    printf("]}\n");
}

/* The JSON has line feeds only between tokens. */
static void print_line(const char *json)
{
    for (const char *at = json; *at; at++) {
        if (*at != '\n') {
            putchar(*at);
            continue;
        }
        while (at[1] == ' ')
            at++;
    }
    putchar('\n');
}

static void score(char **files, size_t count, khung_log *log)
{
    khung_framework *framework = NULL;
    khung_answers *tracks[MOST_FILES] = {NULL};
    khung_result *result = NULL;
    char *json = NULL;
    khung_status status = khung_framework_load_file(&framework, files[0], log);
    for (size_t i = 1; status == KHUNG_OK && i < count; i++)
        status = khung_answers_load_file(&tracks[i - 1], files[i], log);
    if (status == KHUNG_OK)
        status = khung_score(&result, framework, (const khung_answers *const *)tracks, count - 1, log);
    if (status == KHUNG_OK)
        status = khung_result_json(&json, result);
    if (status == KHUNG_OK)
        print_line(json);
    else
        print_errors(log, status);
    khung_text_free(json);
    khung_result_free(result);
    for (size_t i = 0; i + 1 < count; i++)
        khung_answers_free(tracks[i]);
    khung_framework_free(framework);
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    khung_log *log;
    if (khung_log_new(&log, "en") != KHUNG_OK)
        return 1;
    while (getline(&line, &room, stdin) > 0) {
        char *files[MOST_FILES], *rest = NULL;
        size_t count = 0;
        for (char *file = strtok_r(line, "\t\n", &rest); file && count < MOST_FILES; file = strtok_r(NULL, "\t\n", &rest))
            files[count++] = file;
        if (count > 1)
            score(files, count, log);
        fflush(stdout);
        khung_log_clear(log);
    }
    khung_log_free(log);
    free(line);
    return 0;
}
