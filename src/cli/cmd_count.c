/* khung assess count --by WHAT: how many assessments the store has of each kind. */
#include "cli.h"

#include <string.h>

static bool known(const char *by)
{
    static const char *const ways[] = {"province", "form", "grade", "state", "year"};
    for (size_t i = 0; by && i < sizeof ways / sizeof *ways; i++)
        if (strcmp(by, ways[i]) == 0)
            return true;
    return false;
}

int cmd_assess_count(cli *c)
{
    khung_store *store = NULL;
    const char *by = c->value[OPT_BY], *framework = c->value[OPT_FRAMEWORK];
    char *text = NULL;
    if (!known(by)) {
        cli_say(c, stderr, SAY_BAD_COUNT, by ? by : "", NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(c->value[OPT_JSON] ? khung_store_counts_json(&text, store, by, framework, c->log)
                                           : khung_store_counts_text(&text, store, by, framework, c->language, c->log));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}
