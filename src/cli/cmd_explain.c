/* khung explain FRAMEWORK ANSWERS... [ID]: how each number came about. */
#include "cli.h"

#include <string.h>
#include <unistd.h>

/* The last argument is an id when it is no file: ids and printed codes have neither a slash nor a dot. */
static const char *asked_for(const cli *c)
{
    const char *last = c->count > 0 ? c->words[c->count - 1] : NULL;
    if (!last || c->value[OPT_ASSESSMENT])
        return last;
    bool file = strcmp(last, "-") == 0 || strpbrk(last, "./") || access(last, F_OK) == 0;
    return c->count > 2 && !file ? last : NULL;
}

int cmd_explain(cli *c)
{
    input in = {0};
    char *text = NULL;
    const char *id = asked_for(c);
    const char *language = c->value[OPT_LANG] ? c->language : NULL;
    int code = cli_input(&in, c, id ? c->count - 1 : c->count);
    if (code == EXIT_DONE)
        code = cli_exit(c->value[OPT_JSON] ? khung_explain_json(&text, in.framework, in.result, id, language, c->log)
                                           : khung_explain_text(&text, in.framework, in.result, id, language, c->log));
    cli_input_free(&in);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}
