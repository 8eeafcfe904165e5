/* khung report FRAMEWORK ANSWERS... -o FILE: a document, its form by the ending of FILE. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

static bool is_table(const char *path)
{
    return ends_in(path, ".xlsx") || ends_in(path, ".csv");
}

static int check_options(const cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    if (!path)
        cli_say(c, stderr, SAY_NO_OUTPUT, NULL);
    else if (strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0 && !ends_in(path, ".pdf") && !ends_in(path, ".txt") &&
             !ends_in(path, ".html") && !is_table(path))
        cli_say(c, stderr, SAY_BAD_ENDING, path, NULL);
    else
        return EXIT_DONE;
    return EXIT_USAGE_ERROR;
}

static khung_report_options options_of(const cli *c, const input *in, const khung_description *description, const char **conditions)
{
    return (khung_report_options){.description = description,
                                  .language = c->value[OPT_LANG],
                                  .cover_dark = c->value[OPT_COVER_DARK] != NULL,
                                  .archive = c->value[OPT_ARCHIVE] != NULL,
                                  .with_notes = c->value[OPT_WITH_NOTES] != NULL,
                                  .place = c->value[OPT_PLACE],
                                  .issuer = c->value[OPT_ISSUER],
                                  .dated = c->value[OPT_DATED],
                                  .style = c->value[OPT_STYLE],
                                  .orientation = c->value[OPT_ORIENTATION],
                                  .bilingual = c->value[OPT_BILINGUAL] != NULL,
                                  .other = in->other,
                                  .seat = c->value[OPT_SEAT],
                                  .conditions = conditions,
                                  .condition_count = c->field_count};
}

/* ---- the round before: from files, else from the store ---- */

typedef struct earlier {
    khung_framework *framework; /* NULL: the same as of this round */
    khung_answers **tracks;
    size_t count;
    khung_result *result; /* NULL: there was none */
} earlier;

static int before_of_files(earlier *b, cli *c, const input *in)
{
    int code = EXIT_DONE;
    if (c->value[OPT_BEFORE_FRAMEWORK])
        code = cli_exit(cli_framework(&b->framework, c, c->value[OPT_BEFORE_FRAMEWORK]));
    b->tracks = calloc((size_t)c->before_count, sizeof *b->tracks);
    if (!b->tracks)
        return EXIT_DEFECT;
    for (int i = 0; i < c->before_count && code == EXIT_DONE; i++) {
        code = cli_exit(cli_answers(&b->tracks[b->count], c, c->before[i]));
        b->count += code == EXIT_DONE;
    }
    const khung_framework *framework = b->framework ? b->framework : in->framework;
    if (code == EXIT_DONE)
        code = cli_exit(khung_score(&b->result, framework, (const khung_answers *const *)b->tracks, b->count, c->log));
    return code;
}

static int before_of_store(earlier *b, cli *c)
{
    khung_store *store = NULL;
    char *id = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_round_before(&id, store, c->value[OPT_ASSESSMENT], c->log));
    khung_answers **tracks = NULL;
    if (code == EXIT_DONE && id)
        code = cli_exit(khung_store_assessment_load(&b->framework, &tracks, &b->count, store, id, c->log));
    if (code == EXIT_DONE && id)
        code = cli_exit(khung_score(&b->result, b->framework, (const khung_answers *const *)tracks, b->count, NULL));
    for (size_t i = 0; tracks && i < b->count; i++)
        khung_answers_free(tracks[i]);
    khung_text_free((char *)tracks); /* the library's list */
    b->count = 0;
    khung_text_free(id);
    khung_store_close(store);
    return code;
}

static int load_before(earlier *b, cli *c, const input *in)
{
    if (c->before_count)
        return before_of_files(b, c, in);
    return in->stored ? before_of_store(b, c) : EXIT_DONE;
}

static void free_before(earlier *b)
{
    khung_result_free(b->result);
    for (size_t i = 0; i < b->count; i++)
        khung_answers_free(b->tracks[i]);
    free(b->tracks);
    khung_framework_free(b->framework);
}

/* Results and answers for spreadsheets; no fonts are needed. */
static khung_status make_table(char **bytes, size_t *size, cli *c, const input *in)
{
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    if (ends_in(c->value[OPT_OUTPUT], ".xlsx"))
        return khung_result_xlsx(bytes, size, in->framework, in->result, tracks, in->count, c->value[OPT_LANG], c->log);
    khung_status status = khung_answers_csv(bytes, in->framework, tracks, in->count, c->log);
    *size = status == KHUNG_OK ? strlen(*bytes) : 0;
    return status;
}

static int make(cli *c, const input *in, const earlier *before, const khung_description *description, khung_fonts *fonts)
{
    const char *path = c->value[OPT_OUTPUT];
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    const char **conditions = calloc(c->field_count + 1, sizeof *conditions);
    if (!conditions)
        return EXIT_DEFECT;
    for (size_t i = 0; i < c->field_count; i++)
        conditions[i] = c->fields[i].text;
    khung_report_options options = options_of(c, in, description, conditions);
    options.before = before->result;
    options.before_framework = before->framework;
    char *bytes = NULL;
    size_t size = 0;
    khung_status status;
    if (is_table(path)) {
        status = make_table(&bytes, &size, c, in);
    } else if (ends_in(path, ".txt")) {
        status = khung_report_text(&bytes, in->framework, in->result, tracks, in->count, &options, fonts, c->log);
        size = status == KHUNG_OK ? strlen(bytes) : 0;
    } else if (ends_in(path, ".html")) {
        status = khung_report_html(&bytes, in->framework, in->result, tracks, in->count, &options, fonts, c->log);
        size = status == KHUNG_OK ? strlen(bytes) : 0;
    } else {
        status = khung_report_pdf(&bytes, &size, in->framework, in->result, tracks, in->count, &options, fonts, c->log);
    }
    if (status == KHUNG_BAD_CALL && khung_log_count(c->log) == 0 && options.dated)
        cli_say(c, stderr, SAY_BAD_DATE, options.dated, NULL);
    int code = status == KHUNG_OK ? cli_write(c, path, bytes, size) : cli_exit(status);
    khung_text_free(bytes);
    free(conditions);
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}

int cmd_report(cli *c)
{
    input in = {0};
    khung_description *description = NULL;
    khung_fonts *fonts = NULL;
    earlier before = {0};
    int code = check_options(c);
    if (code == EXIT_DONE && c->value[OPT_TEMPLATE])
        code = cli_exit(cli_description(&description, c, c->value[OPT_TEMPLATE]));
    if (code == EXIT_DONE)
        code = cli_input(&in, c, c->count);
    if (code == EXIT_DONE)
        code = load_before(&before, c, &in);
    if (code == EXIT_DONE && !is_table(c->value[OPT_OUTPUT]))
        code = cli_exit(khung_fonts_new(&fonts, c->log));
    if (code == EXIT_DONE)
        code = make(c, &in, &before, description, fonts);
    khung_fonts_free(fonts);
    free_before(&before);
    cli_input_free(&in);
    khung_description_free(description);
    return code;
}
