/* khung show FRAMEWORK: its outline. */
#include "cli.h"

int cmd_show(cli *c)
{
    khung_framework *framework = NULL;
    char *text = NULL;
    khung_status status = cli_framework(&framework, c, c->words[0]);
    if (status == KHUNG_OK)
        status = c->value[OPT_JSON] ? khung_framework_json(&text, framework) : khung_framework_text(&text, framework);
    khung_framework_free(framework);
    return status == KHUNG_OK ? cli_print(c, text) : cli_exit(status);
}
