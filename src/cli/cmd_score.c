/* khung score FRAMEWORK ANSWERS...: the result. */
#include "cli.h"

static int save(cli *c, const input *in) {
    khung_store *store = NULL;
    char *id = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_save(&id, store, in->framework, (const khung_answers *const *)in->tracks, in->count, in->result, cli_person(c), cli_now(),
                                         c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_KEPT, id, NULL);
    khung_text_free(id);
    khung_store_close(store);
    return code;
}

int cmd_score(cli *c) {
    input in = {0};
    char *text = NULL;
    int code = c->value[OPT_SAVE] && !cli_somebody(c) ? EXIT_NOT_ALLOWED : cli_input(&in, c, c->count);
    if (code == EXIT_DONE && c->value[OPT_SAVE])
        code = save(c, &in);
    if (code == EXIT_DONE) {
        khung_status status = c->value[OPT_JSON] ? khung_result_json(&text, in.result)
                                                 : khung_result_text(&text, in.framework, in.result, c->value[OPT_LANG] ? c->language : NULL,
                                                                     c->utf8, c->colour);
        code = cli_exit(status);
    }
    if (code == EXIT_DONE) {
        cli_print(c, text);
        code = khung_result_complete(in.result) ? EXIT_DONE : EXIT_NO;
    }
    cli_input_free(&in);
    return code;
}
