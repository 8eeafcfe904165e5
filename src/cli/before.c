/* The round before, for reports: from files, else from the store. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* Where the answers are of another version and nobody said which, how to say it. */
static void hint(cli *c)
{
    bool other = false;
    for (size_t i = 0; i < khung_log_count(c->log); i++)
        other = other || strcmp(khung_log_message(c->log, i)->id, "other-version") == 0;
    if (!other || c->value[OPT_BEFORE_FRAMEWORK])
        return;
    cli_print_log(c);
    khung_log_clear(c->log);
    cli_say(c, stderr, SAY_BEFORE_VERSION, NULL);
}

static int of_files(input *in, cli *c)
{
    int code = EXIT_DONE;
    if (c->value[OPT_BEFORE_FRAMEWORK])
        code = cli_exit(cli_framework(&in->before_framework, c, c->value[OPT_BEFORE_FRAMEWORK]));
    in->before_tracks = calloc((size_t)c->before_count, sizeof *in->before_tracks);
    if (!in->before_tracks)
        return EXIT_DEFECT;
    for (int i = 0; i < c->before_count && code == EXIT_DONE; i++) {
        code = cli_exit(cli_answers(&in->before_tracks[in->before_count], c, c->before[i]));
        in->before_count += code == EXIT_DONE;
    }
    const khung_framework *framework = in->before_framework ? in->before_framework : in->framework;
    if (code == EXIT_DONE)
        code = cli_exit(khung_score(&in->before, framework, (const khung_answers *const *)in->before_tracks, in->before_count, c->log));
    if (code != EXIT_DONE)
        hint(c);
    return code;
}

int cli_before_stored(input *in, cli *c, khung_store *store, const char *id)
{
    khung_answers **tracks = NULL;
    size_t count = 0;
    char *earlier = NULL;
    int code = cli_exit(khung_store_round_before(&earlier, store, id, c->log));
    if (code == EXIT_DONE && earlier)
        code = cli_exit(khung_store_assessment_load(&in->before_framework, &tracks, &count, store, earlier, c->log));
    if (code == EXIT_DONE && earlier)
        code = cli_exit(khung_score(&in->before, in->before_framework, (const khung_answers *const *)tracks, count, NULL));
    for (size_t i = 0; tracks && i < count; i++)
        khung_answers_free(tracks[i]);
    khung_text_free((char *)tracks); /* the library's list */
    khung_text_free(earlier);
    return code;
}

int cli_before(input *in, cli *c)
{
    khung_store *store = NULL;
    if (c->before_count)
        return of_files(in, c);
    if (!in->stored)
        return EXIT_DONE;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_before_stored(in, c, store, c->value[OPT_ASSESSMENT]);
    khung_store_close(store);
    return code;
}

void cli_before_free(input *in)
{
    khung_result_free(in->before);
    for (size_t i = 0; i < in->before_count; i++)
        khung_answers_free(in->before_tracks[i]);
    free(in->before_tracks);
    khung_framework_free(in->before_framework);
}
