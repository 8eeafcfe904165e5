/* khung score FRAMEWORK ANSWERS...: the result. */
#include "cli.h"

int cmd_score(cli *c) {
    input in = {0};
    char *text = NULL;
    int code = cli_input(&in, c, c->count);
    if (code == EXIT_DONE) {
        khung_status status = c->value[OPT_JSON] ? khung_result_json(&text, in.result)
                                                 : khung_result_text(&text, in.framework, in.result, c->value[OPT_LANG] ? c->language : NULL, c->utf8, c->colour);
        code = cli_exit(status);
    }
    if (code == EXIT_DONE) {
        cli_print(text);
        code = khung_result_complete(in.result) ? EXIT_DONE : EXIT_NO;
    }
    cli_input_free(&in);
    return code;
}
