/* khung network list | join | leave. */
#include "cli.h"

static khung_status list(char **out, khung_store *store, const cli *c)
{
    return khung_store_networks_list(out, store, c->value[OPT_JSON] ? NULL : c->language, cli_now(), c->log);
}

int cmd_network_list(cli *c)
{
    return cli_answer(c, list);
}

static khung_status join(khung_store *store, const cli *c)
{
    return khung_store_network_join(store, c->words[0], c->words[1], c->value[OPT_DATED], cli_person(c), cli_now(), c->log);
}

static khung_status leave(khung_store *store, const cli *c)
{
    return khung_store_network_leave(store, c->words[0], c->words[1], c->value[OPT_DATED], cli_person(c), cli_now(), c->log);
}

static int say(const cli *c, int code)
{
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_CHANGED, c->words[1], NULL);
    return code;
}

int cmd_network_join(cli *c)
{
    return say(c, cli_change(c, join));
}

int cmd_network_leave(cli *c)
{
    return say(c, cli_change(c, leave));
}
