/* khung assess list | show, khung framework add | list | show: what the store holds. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* One call of the library on the open store that gives a text. */
typedef khung_status asking(char **out, khung_store *store, const cli *c);

static int answer(cli *c, asking *ask)
{
    khung_store *store = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(ask(&text, store, c));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

static khung_status assessments(char **out, khung_store *store, const cli *c)
{
    const char *language = c->value[OPT_JSON] ? NULL : c->language, *days = c->value[OPT_DUE];
    if (days)
        return khung_assess_due(out, store, c->value[OPT_STATE], c->value[OPT_ORG], strtoll(days, NULL, 10), cli_now(), language, c->log);
    return khung_assess_list(out, store, c->value[OPT_STATE], c->value[OPT_ORG], language, c->log);
}

static khung_status record(char **out, khung_store *store, const cli *c)
{
    return khung_assess_record(out, store, c->words[0], c->value[OPT_JSON] ? NULL : c->language, c->value[OPT_CRITERIA] != NULL, c->log);
}

static khung_status frameworks(char **out, khung_store *store, const cli *c)
{
    return c->value[OPT_JSON] ? khung_store_frameworks_json(out, store, c->log) : khung_store_frameworks_text(out, store, c->language, c->log);
}

static khung_status result(char **out, khung_store *store, const cli *c)
{
    return khung_store_result_json(out, store, c->words[0], c->log);
}

int cmd_assess_list(cli *c)
{
    const char *days = c->value[OPT_DUE];
    if (days && (strspn(days, "0123456789") != strlen(days) || strlen(days) > 5)) {
        cli_say(c, stderr, SAY_BAD_DAYS, days, NULL);
        return EXIT_USAGE_ERROR;
    }
    return answer(c, assessments);
}

int cmd_framework_list(cli *c)
{
    return answer(c, frameworks);
}

/* Whether it has a result yet; what else may be wrong was said when its state was printed. */
static bool has_result(cli *c)
{
    khung_store *store = NULL;
    char *text = NULL;
    bool there = cli_store(&store, c) == EXIT_DONE && khung_store_result_json(&text, store, c->words[0], NULL) == KHUNG_OK;
    khung_text_free(text);
    khung_store_close(store);
    return there;
}

/* As JSON the result as it was stored, or with --criteria the whole record; for people the state and the same screen as khung score. */
int cmd_assess_show(cli *c)
{
    bool criteria = c->value[OPT_CRITERIA] != NULL;
    if (c->value[OPT_JSON])
        return answer(c, criteria ? record : result);
    int code = answer(c, record);
    if (code != EXIT_DONE || criteria || !has_result(c))
        return code;
    putchar('\n');
    c->value[OPT_ASSESSMENT] = c->words[0];
    c->count = 0;
    return cmd_score(c);
}

int cmd_framework_show(cli *c)
{
    khung_store *store = NULL;
    khung_framework *framework = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_framework_load(&framework, store, c->words[0], c->log));
    if (code == EXIT_DONE)
        code = cli_exit(cli_translate_stored(&framework, c));
    if (code == EXIT_DONE)
        code = cli_exit(c->value[OPT_JSON] ? khung_framework_json(&text, framework) : khung_framework_text(&text, framework));
    khung_framework_free(framework);
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

int cmd_framework_add(cli *c)
{
    khung_store *store = NULL;
    khung_framework *framework = NULL;
    int code = cli_somebody(c) ? cli_exit(cli_framework(&framework, c, c->words[0])) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_framework_add(store, framework, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_KEPT, khung_framework_id(framework), NULL);
    khung_framework_free(framework);
    khung_store_close(store);
    return code;
}
