/* khung person list | find | consent | tie | erase. */
#include "cli.h"

#include <string.h>

static khung_status list(char **out, khung_store *store, const cli *c)
{
    char words[512] = "";
    for (int i = 0; i < c->count; i++)
        snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", i ? " " : "", c->words[i]);
    return khung_store_persons_list(out, store, c->count ? words : NULL, c->value[OPT_ROLE], c->value[OPT_ORG], c->value[OPT_JSON] ? NULL : c->language,
                                    cli_now(), c->log);
}

int cmd_person_list(cli *c)
{
    return cli_answer(c, list);
}

int cmd_person_find(cli *c)
{
    return cli_answer(c, list);
}

/* False after saying which option is wanted. */
static bool given(const cli *c, int option)
{
    if (!c->value[option])
        cli_say(c, stderr, SAY_WANTED, c->command->name, cli_options[option].word, NULL);
    return c->value[option] != NULL;
}

static khung_status consent(khung_store *store, const cli *c)
{
    return khung_store_person_consent(store, c->words[0], c->value[OPT_PURPOSE], c->value[OPT_DATED], c->value[OPT_WITHDRAW] != NULL, cli_person(c),
                                      cli_now(), c->log);
}

int cmd_person_consent(cli *c)
{
    int code = given(c, OPT_PURPOSE) ? cli_change(c, consent) : EXIT_USAGE_ERROR;
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_CHANGED, c->words[0], NULL);
    return code;
}

static khung_status tie(khung_store *store, const cli *c)
{
    return khung_store_person_tie(store, c->words[0], c->value[OPT_ORG], c->value[OPT_ROLE], c->value[OPT_FROM], c->value[OPT_TO], cli_person(c), cli_now(),
                                  c->log);
}

int cmd_person_tie(cli *c)
{
    int code = given(c, OPT_ORG) && given(c, OPT_ROLE) ? cli_change(c, tie) : EXIT_USAGE_ERROR;
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_CHANGED, c->words[0], NULL);
    return code;
}

static khung_status erase(khung_store *store, const cli *c)
{
    return khung_store_person_erase(store, c->words[0], cli_person(c), cli_now(), c->log);
}

int cmd_person_erase(cli *c)
{
    int code = cli_sure(c) ? cli_change(c, erase) : EXIT_USAGE_ERROR;
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ERASED, c->words[0], NULL);
    return code;
}
