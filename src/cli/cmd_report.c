/* khung report FRAMEWORK ANSWERS... -o FILE: a document, its form by the ending of FILE. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

static int check_options(const cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    if (!path)
        cli_say(c, stderr, SAY_NO_OUTPUT, NULL);
    else if (strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0 && !ends_in(path, ".pdf") && !ends_in(path, ".txt") &&
             !ends_in(path, ".html"))
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

static int make(cli *c, const input *in, const khung_description *description, khung_fonts *fonts)
{
    const char *path = c->value[OPT_OUTPUT];
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    const char **conditions = calloc(c->field_count + 1, sizeof *conditions);
    if (!conditions)
        return EXIT_DEFECT;
    for (size_t i = 0; i < c->field_count; i++)
        conditions[i] = c->fields[i].text;
    khung_report_options options = options_of(c, in, description, conditions);
    char *bytes = NULL;
    size_t size = 0;
    khung_status status;
    if (ends_in(path, ".txt")) {
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
    int code = check_options(c);
    if (code == EXIT_DONE && c->value[OPT_TEMPLATE])
        code = cli_exit(cli_description(&description, c, c->value[OPT_TEMPLATE]));
    if (code == EXIT_DONE)
        code = cli_input(&in, c, c->count);
    if (code == EXIT_DONE)
        code = cli_exit(khung_fonts_new(&fonts, c->log));
    if (code == EXIT_DONE)
        code = make(c, &in, description, fonts);
    khung_fonts_free(fonts);
    cli_input_free(&in);
    khung_description_free(description);
    return code;
}
