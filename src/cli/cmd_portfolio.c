/* khung portfolio: the store's reviewed results as counts, printed, or as the figures that khung report --template portfolio prints. */
#include "cli.h"

#include <string.h>

static bool known(const char *by)
{
    return !by || strcmp(by, "province") == 0 || strcmp(by, "form") == 0 || strcmp(by, "network") == 0;
}

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

static bool may_end_so(const char *path)
{
    return strcmp(path, "-") == 0 || strncmp(path, "/dev/", 5) == 0 || ends_in(path, ".pdf") || ends_in(path, ".html") || ends_in(path, ".txt") ||
           ends_in(path, ".yaml");
}

static khung_status gather(char **text, cli *c, khung_store *store)
{
    char day[16], *only = NULL;
    khung_framework *framework = NULL;
    khung_portfolio_pick pick = {.by = c->value[OPT_BY], .network = c->value[OPT_NETWORK], .at = c->value[OPT_AT],
                                 .internal = c->value[OPT_INTERNAL] != NULL};
    if (!pick.at)
        pick.at = cli_day(day, c, 7 * 60);
    khung_status status = c->value[OPT_FRAMEWORK] ? KHUNG_OK : khung_store_portfolio_framework(&only, store, c->log);
    if (status == KHUNG_OK)
        status = khung_store_framework_load(&framework, store, only ? only : c->value[OPT_FRAMEWORK], c->log);
    if (status == KHUNG_OK)
        status = cli_translate_stored(&framework, c);
    if (status == KHUNG_OK)
        status = khung_store_portfolio(text, store, framework, &pick, c->log);
    khung_framework_free(framework);
    khung_text_free(only);
    return status;
}

static khung_status print(char **bytes, size_t *size, cli *c, const char *text)
{
    khung_description *description = NULL;
    khung_fonts *fonts = NULL;
    khung_figures *figures = NULL;
    khung_status status = khung_fonts_new(&fonts, c->log);
    if (status == KHUNG_OK && c->value[OPT_TEMPLATE])
        status = cli_description(&description, c, c->value[OPT_TEMPLATE]);
    khung_report_options options = cli_paper_options(c, description);
    if (status == KHUNG_OK)
        status = khung_figures_load(&figures, "portfolio", text, strlen(text), c->log);
    if (status == KHUNG_OK)
        status = khung_figures_print(bytes, size, cli_form(c, c->value[OPT_OUTPUT]), figures, &options, fonts, c->log);
    khung_figures_free(figures);
    khung_fonts_free(fonts);
    khung_description_free(description);
    return status;
}

int cmd_portfolio(cli *c)
{
    const char *path = c->value[OPT_OUTPUT], *by = c->value[OPT_BY];
    khung_store *store = NULL;
    char *text = NULL, *bytes = NULL;
    size_t size = 0;
    if (!path || !may_end_so(path))
        cli_say(c, stderr, SAY_PORTFOLIO_OUTPUT, NULL);
    else if (!known(by))
        cli_say(c, stderr, SAY_BAD_SHEETS, by, NULL);
    if (!path || !may_end_so(path) || !known(by))
        return EXIT_USAGE_ERROR;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(gather(&text, c, store));
    khung_store_close(store);
    if (code == EXIT_DONE && !ends_in(path, ".yaml"))
        code = cli_exit(print(&bytes, &size, c, text));
    if (code == EXIT_DONE)
        code = bytes ? cli_write(c, path, bytes, size) : cli_write(c, path, text, strlen(text));
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    khung_text_free(bytes);
    khung_text_free(text);
    return code;
}
