/* FRAMEWORK ANSWERS...: what score, explain and report start from. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TRACKS = 10000 };

static int load_tracks(input *in, cli *c, int end)
{
    if (end - 1 > MOST_TRACKS) {
        cli_say(c, stderr, SAY_TOO_MANY_FILES, "10000", NULL);
        return EXIT_USAGE_ERROR;
    }
    in->tracks = calloc((size_t)end, sizeof *in->tracks);
    if (!in->tracks)
        return EXIT_DEFECT;
    int code = EXIT_DONE; /* all files are read, so that all mistakes are told at once */
    for (int i = 1; i < end; i++) {
        khung_status status = cli_answers(&in->tracks[in->count], c, c->words[i]);
        if (status == KHUNG_OK)
            in->count++;
        else if (code == EXIT_DONE)
            code = cli_exit(status);
    }
    return code;
}

/* What is printed must be what was kept: a kept result is never silently another one. Asked before any translation, since a
 * result has its reasons in the framework's language. */
static int compare_kept(const input *in, const cli *c, khung_store *store)
{
    khung_result *result = NULL;
    char *now = NULL, *kept = NULL;
    khung_status status = khung_score(&result, in->framework, (const khung_answers *const *)in->tracks, in->count, NULL);
    if (status == KHUNG_OK)
        status = khung_result_json(&now, result);
    if (status == KHUNG_OK)
        status = khung_store_result_json(&kept, store, c->value[OPT_ASSESSMENT], c->log);
    if (status == KHUNG_OK && strcmp(now, kept) != 0) {
        cli_say(c, stderr, SAY_OTHER_RESULT, c->value[OPT_ASSESSMENT], NULL);
        status = KHUNG_BAD_DATA;
    }
    khung_result_free(result);
    khung_text_free(now);
    khung_text_free(kept);
    return cli_exit(status);
}

static int load_stored(input *in, cli *c)
{
    khung_store *store = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_assessment_load(&in->framework, &in->tracks, &in->count, store, c->value[OPT_ASSESSMENT], c->log));
    if (code == EXIT_DONE)
        code = compare_kept(in, c, store);
    in->stored = true;
    khung_store_close(store);
    if (code == EXIT_DONE)
        code = cli_exit(cli_translate_stored(&in->framework, c));
    return code;
}

/* The framework once more, for the other language; from the store it is what the assessment rests on, too. */
static int load_other(input *in, cli *c)
{
    khung_store *store = NULL;
    khung_answers **tracks = NULL;
    size_t count = 0;
    if (!in->stored)
        return cli_exit(cli_other(&in->other, c, c->words[0], in->framework));
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_assessment_load(&in->other, &tracks, &count, store, c->value[OPT_ASSESSMENT], c->log));
    for (size_t i = 0; i < count; i++)
        khung_answers_free(tracks[i]);
    khung_text_free((char *)tracks);
    khung_store_close(store);
    return code == EXIT_DONE ? cli_exit(cli_other(&in->other, c, NULL, in->framework)) : code;
}

static int load_files(input *in, cli *c, int end)
{
    khung_status status = cli_framework(&in->framework, c, c->words[0]);
    int code = load_tracks(in, c, end);
    return status == KHUNG_OK ? code : cli_exit(status);
}

int cli_input(input *in, cli *c, int end)
{
    bool stored = c->value[OPT_ASSESSMENT] != NULL;
    if (stored && end > 0) {
        cli_say(c, stderr, SAY_INPUT_TWICE, NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = stored ? load_stored(in, c) : load_files(in, c, end);
    if (code == EXIT_DONE && c->value[OPT_BILINGUAL])
        code = load_other(in, c);
    if (code != EXIT_DONE)
        return code;
    code = cli_exit(khung_score(&in->result, in->framework, (const khung_answers *const *)in->tracks, in->count, c->log));
    if (stored && code == EXIT_DONE)
        khung_log_clear(c->log); /* notes were told when the answers were kept; the store's text has no lines to point at */
    return code;
}

void cli_input_free(input *in)
{
    khung_result_free(in->result);
    for (size_t i = 0; i < in->count; i++)
        khung_answers_free(in->tracks[i]);
    if (in->stored)
        khung_text_free((char *)in->tracks); /* the library's list */
    else
        free(in->tracks);
    khung_framework_free(in->framework);
    khung_framework_free(in->other);
}
