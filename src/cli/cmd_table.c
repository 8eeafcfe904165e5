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

int cli_table(cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    input in = {0};
    char *bytes = NULL;
    size_t size = 0;
    int code = cli_input(&in, c, c->count);
    if (code == EXIT_DONE) {
        const khung_answers *const *tracks = (const khung_answers *const *)in.tracks;
        khung_status status;
        if (ends_in(path, ".xlsx")) {
            status = khung_result_xlsx(&bytes, &size, in.framework, in.result, tracks, in.count, c->value[OPT_LANG], c->log);
        } else {
            status = khung_answers_csv(&bytes, in.framework, tracks, in.count, c->log);
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
