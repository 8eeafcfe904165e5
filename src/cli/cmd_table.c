/* khung report … -o FILE.xlsx or FILE.csv: results and answers for spreadsheets. No fonts are needed, nothing is laid out. */
#include "cli.h"

#include <string.h>

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

bool cli_is_table(const char *path)
{
    return ends_in(path, ".xlsx") || ends_in(path, ".csv");
}

/* What one of several people answered stays out of a table that goes on to others, unless it is asked for: those that remain come first. A
 * file of one person alone is the person's own. */
static size_t leave_out(cli *c, input *in)
{
    size_t kept = 0, people = 0;
    char number[24];
    for (size_t i = 0; i < in->count; i++)
        people += strcmp(khung_answers_track(in->tracks[i]), "respondent") == 0;
    if (c->value[OPT_WITH_RESPONDENTS] || !people || in->count == 1)
        return in->count;
    for (size_t i = 0; i < in->count; i++) {
        khung_answers *one = in->tracks[i];
        if (strcmp(khung_answers_track(one), "respondent") == 0)
            continue;
        in->tracks[i] = in->tracks[kept];
        in->tracks[kept++] = one;
    }
    snprintf(number, sizeof number, "%zu", people);
    cli_say(c, stderr, SAY_PEOPLE_OUT, number, NULL);
    return kept;
}

int cli_table(cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    input in = {0};
    char *bytes = NULL;
    size_t size = 0;
    int code = cli_input(&in, c, c->count);
    if (code == EXIT_DONE) {
        size_t kept = leave_out(c, &in);
        const khung_answers *const *tracks = (const khung_answers *const *)in.tracks;
        khung_status status;
        if (ends_in(path, ".xlsx")) {
            status = khung_result_xlsx(&bytes, &size, in.framework, in.result, tracks, kept, c->value[OPT_LANG], c->log);
        } else {
            status = khung_answers_csv(&bytes, in.framework, tracks, kept, c->log);
            size = status == KHUNG_OK ? strlen(bytes) : 0;
        }
        code = status == KHUNG_OK ? cli_write_private(c, path, bytes, size) : cli_exit(status);
    }
    khung_text_free(bytes);
    cli_input_free(&in);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}
