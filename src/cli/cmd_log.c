/* khung log, khung log verify, khung doctor: what happened to the store, and whether it is sound. */
#include "cli.h"

int cmd_log(cli *c)
{
    khung_store *store = NULL;
    char *text = NULL;
    const char *id = c->count > 0 ? c->words[0] : NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(c->value[OPT_JSON] ? khung_store_log_json(&text, store, id, c->log) : khung_store_log_text(&text, store, id, c->language, c->log));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

/* Prints what was found; the exit code says whether it was anything. */
static int tell(cli *c, khung_store *store, khung_status status, char *text, bool sound)
{
    int code = cli_exit(status);
    khung_store_close(store);
    if (code == EXIT_DONE)
        code = cli_print(c, text);
    return code == EXIT_DONE && !sound ? EXIT_NO : code;
}

int cmd_log_verify(cli *c)
{
    khung_store *store = NULL;
    char *text = NULL;
    bool sound = false;
    int code = cli_store(&store, c);
    if (code != EXIT_DONE)
        return code;
    khung_status status = c->value[OPT_JSON] ? khung_store_verify_json(&text, &sound, store, c->language, c->log)
                                             : khung_store_verify_text(&text, &sound, store, c->language, c->log);
    return tell(c, store, status, text, sound);
}

int cmd_doctor(cli *c)
{
    khung_store *store = NULL;
    char *text = NULL;
    bool sound = false, mend = c->value[OPT_MEND] != NULL;
    int code = cli_store(&store, c);
    if (code != EXIT_DONE)
        return code;
    khung_status status = c->value[OPT_JSON] ? khung_store_doctor_json(&text, &sound, store, mend, c->language, c->log)
                                             : khung_store_doctor_text(&text, &sound, store, mend, c->language, c->log);
    return tell(c, store, status, text, sound);
}
