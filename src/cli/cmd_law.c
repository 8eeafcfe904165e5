/* khung law list | show: the table of acts that the library carries. */
#include "cli.h"

static int answer(cli *c, const char *number)
{
    char *text = NULL;
    const char *date = c->value[OPT_AT];
    khung_status status = c->value[OPT_JSON] ? khung_laws_json(&text, number, date, c->log) : khung_laws_text(&text, number, date, c->language, c->log);
    return status == KHUNG_OK ? cli_print(c, text) : cli_exit(status);
}

int cmd_law_list(cli *c)
{
    return answer(c, NULL);
}

int cmd_law_show(cli *c)
{
    return answer(c, c->words[0]);
}
