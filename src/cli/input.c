/* FRAMEWORK ANSWERS...: what score, explain and report start from. */
#include "cli.h"

#include <stdlib.h>

enum { MOST_TRACKS = 10000 };

static int load_tracks(input *in, cli *c, int end) {
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

int cli_input(input *in, cli *c, int end) {
    khung_status status = cli_framework(&in->framework, c, c->words[0]);
    int code = load_tracks(in, c, end);
    if (status != KHUNG_OK)
        return cli_exit(status);
    if (code != EXIT_DONE)
        return code;
    status = khung_score(&in->result, in->framework, (const khung_answers *const *)in->tracks, in->count, c->log);
    return cli_exit(status);
}

void cli_input_free(input *in) {
    khung_result_free(in->result);
    for (size_t i = 0; i < in->count; i++)
        khung_answers_free(in->tracks[i]);
    free(in->tracks);
    khung_framework_free(in->framework);
}
