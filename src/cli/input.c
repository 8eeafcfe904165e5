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
static int compare_kept(const input *in, const cli *c, khung_store *store, const char *id)
{
    khung_result *result = NULL;
    char *now = NULL, *kept = NULL;
    khung_status status = khung_score(&result, in->framework, (const khung_answers *const *)in->tracks, in->count, NULL);
    if (status == KHUNG_OK)
        status = khung_result_json(&now, result);
    if (status == KHUNG_OK)
        status = khung_store_result_json(&kept, store, id, c->log);
    if (status == KHUNG_OK && strcmp(now, kept) != 0) {
        cli_say(c, stderr, SAY_OTHER_RESULT, id, NULL);
        status = KHUNG_BAD_DATA;
    }
    khung_result_free(result);
    khung_text_free(now);
    khung_text_free(kept);
    return cli_exit(status);
}

/* The framework once more, for the other language of a bilingual certificate: what the assessment rests on, too. */
static int other_stored(input *in, cli *c, khung_store *store, const char *id)
{
    khung_answers **tracks = NULL;
    size_t count = 0;
    khung_status status = khung_store_assessment_load(&in->other, &tracks, &count, store, id, c->log);
    for (size_t i = 0; i < count; i++)
        khung_answers_free(tracks[i]);
    khung_text_free((char *)tracks);
    return cli_exit(status == KHUNG_OK ? cli_other(&in->other, c, NULL, in->framework) : status);
}

static int score(input *in, cli *c)
{
    return cli_exit(khung_score(&in->result, in->framework, (const khung_answers *const *)in->tracks, in->count, c->log));
}

int cli_input_stored(input *in, cli *c, khung_store *store, const char *id)
{
    in->stored = true;
    int code = cli_exit(khung_store_assessment_load(&in->framework, &in->tracks, &in->count, store, id, c->log));
    if (code == EXIT_DONE)
        code = compare_kept(in, c, store, id);
    if (code == EXIT_DONE)
        code = cli_exit(cli_translate_stored(&in->framework, c));
    if (code == EXIT_DONE && c->value[OPT_BILINGUAL])
        code = other_stored(in, c, store, id);
    const char *language = c->value[OPT_LANG] ? c->value[OPT_LANG] : code == EXIT_DONE ? khung_framework_language(in->framework) : "vi";
    if (code == EXIT_DONE && !c->value[OPT_SEAT])
        code = cli_exit(khung_store_seat(&in->seat, store, id, language, c->log));
    if (code == EXIT_DONE)
        code = score(in, c);
    if (code == EXIT_DONE)
        khung_log_clear(c->log); /* notes were told when the answers were kept; the store's text has no lines to point at */
    return code;
}

int cli_input_files(input *in, cli *c, int end)
{
    khung_status status = cli_framework(&in->framework, c, c->words[0]);
    int code = load_tracks(in, c, end);
    if (status != KHUNG_OK)
        return cli_exit(status);
    if (code == EXIT_DONE && c->value[OPT_BILINGUAL])
        code = cli_exit(cli_other(&in->other, c, c->words[0], in->framework));
    return code;
}

int cli_input(input *in, cli *c, int end)
{
    const char *id = c->value[OPT_ASSESSMENT];
    if (id && end > 0) {
        cli_say(c, stderr, SAY_INPUT_TWICE, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (!id) {
        int code = cli_input_files(in, c, end);
        return code == EXIT_DONE ? score(in, c) : code;
    }
    khung_store *store = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_input_stored(in, c, store, id);
    khung_store_close(store);
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
    khung_text_free(in->seat);
    cli_before_free(in);
}

/* ---- as it was signed ---- */

static khung_status score_in(input *in, cli *c, const khung_framework *own)
{
    khung_result *result = NULL;
    khung_status status = khung_score(&result, own, (const khung_answers *const *)in->tracks, in->count, c->log);
    if (status != KHUNG_OK)
        return status;
    khung_result_free(in->result);
    in->result = result;
    khung_log_clear(c->log); /* it was all said of the first */
    return status;
}

int cli_score_as_kept(input *in, cli *c, khung_store *store, const char *id)
{
    khung_framework *own = NULL;
    khung_answers **tracks = NULL;
    size_t count = 0;
    khung_status status = khung_store_assessment_load(&own, &tracks, &count, store, id, NULL);
    for (size_t i = 0; i < count; i++)
        khung_answers_free(tracks[i]);
    khung_text_free((char *)tracks);
    if (status == KHUNG_OK)
        status = score_in(in, c, own);
    khung_framework_free(own);
    return cli_exit(status);
}

int cli_score_as_signed(input *in, cli *c)
{
    khung_store *store = NULL;
    khung_framework *own = NULL;
    const char *language = c->value[OPT_LANG];
    if (c->value[OPT_ASSESSMENT]) {
        int code = cli_store(&store, c);
        code = code == EXIT_DONE ? cli_score_as_kept(in, c, store, c->value[OPT_ASSESSMENT]) : code;
        khung_store_close(store);
        return code;
    }
    c->value[OPT_LANG] = NULL;
    khung_status status = cli_framework(&own, c, c->words[0]);
    c->value[OPT_LANG] = language;
    if (status == KHUNG_OK)
        status = score_in(in, c, own);
    khung_framework_free(own);
    return cli_exit(status);
}
