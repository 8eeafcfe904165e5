/* khung score FRAMEWORK ANSWERS...: the result. */
#include "cli.h"

#include <string.h>

static khung_status keep(char **id, cli *c, khung_store *store, const khung_framework *framework, const input *in, const khung_result *result)
{
    return khung_store_save(id, store, framework, (const khung_answers *const *)in->tracks, in->count, result, cli_person(c), cli_now(), c->log);
}

/* A result is kept with its reasons in the framework's own language, whatever language it is shown in: else one assessment would
 * have two results that differ in words only. */
static khung_status keep_untranslated(char **id, cli *c, khung_store *store, const input *in)
{
    const char *language = c->value[OPT_LANG];
    khung_log *log = c->log;
    khung_framework *framework = NULL;
    khung_result *result = NULL;
    c->value[OPT_LANG] = NULL;
    c->log = NULL; /* all was said when it was loaded for showing */
    khung_status status = cli_framework(&framework, c, c->words[0]);
    c->value[OPT_LANG] = language;
    c->log = log;
    if (status == KHUNG_OK)
        status = khung_score(&result, framework, (const khung_answers *const *)in->tracks, in->count, NULL);
    if (status == KHUNG_OK)
        status = keep(id, c, store, framework, in, result);
    khung_result_free(result);
    khung_framework_free(framework);
    return status;
}

static int save(cli *c, const input *in)
{
    khung_store *store = NULL;
    char *id = NULL;
    int code = cli_store(&store, c);
    bool again = c->value[OPT_LANG] && strcmp(c->words[0], "-") != 0;
    if (code == EXIT_DONE)
        code = cli_exit(again ? keep_untranslated(&id, c, store, in) : keep(&id, c, store, in->framework, in, in->result));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_KEPT, id, NULL);
    khung_text_free(id);
    khung_store_close(store);
    return code;
}

int cmd_score(cli *c)
{
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
