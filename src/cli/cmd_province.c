/* khung province list | find: the tables of provinces that the library carries. */
#include "cli.h"

#include <string.h>

static int answer(cli *c, const char *words)
{
    char *text = NULL;
    const char *date = c->value[OPT_AT];
    khung_status status = c->value[OPT_JSON] ? khung_provinces_json(&text, words, date, c->log)
                                             : khung_provinces_text(&text, words, date, c->language, c->log);
    return status == KHUNG_OK ? cli_print(c, text) : cli_exit(status);
}

int cmd_province_list(cli *c)
{
    return answer(c, NULL);
}

/* All arguments are one name: nobody needs to quote "da nang". */
int cmd_province_find(cli *c)
{
    char words[256];
    size_t n = 0;
    words[0] = '\0';
    for (int i = 0; i < c->count && n < sizeof words; i++)
        n += (size_t)snprintf(words + n, sizeof words - n, "%s%s", i ? " " : "", c->words[i]);
    return answer(c, words);
}
