/* Documents without a result, for khung report and khung form: the questionnaire of a framework, and plan, portfolio and register from
 * their files of figures. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

khung_report_options cli_paper_options(const cli *c, const khung_description *description)
{
    return (khung_report_options){.description = description,
                                  .language = c->value[OPT_LANG],
                                  .archive = c->value[OPT_ARCHIVE] != NULL,
                                  .large = c->value[OPT_LARGE] != NULL,
                                  .issuer = c->value[OPT_ISSUER]};
}

static khung_status load_figures(khung_figures **out, cli *c)
{
    char *bytes = NULL;
    size_t size = 0;
    khung_status status = cli_read(&bytes, &size, c, c->words[0], KHUNG_MOST_FILE);
    if (status == KHUNG_OK)
        status = khung_figures_load(out, c->words[0], bytes, size, c->log);
    free(bytes);
    return status;
}

static khung_status questionnaire(char **bytes, size_t *size, cli *c, const khung_description *description, khung_fonts *fonts)
{
    khung_framework *framework = NULL;
    khung_report_options options = cli_paper_options(c, description);
    khung_status status = cli_framework(&framework, c, c->words[0]);
    if (status == KHUNG_OK)
        status = khung_questionnaire(bytes, size, cli_form(c, c->value[OPT_OUTPUT]), framework, &options, fonts, c->log);
    khung_framework_free(framework);
    return status;
}

static khung_status figures(char **bytes, size_t *size, cli *c, const khung_description *description, khung_fonts *fonts)
{
    khung_figures *loaded = NULL;
    khung_report_options options = cli_paper_options(c, description);
    khung_status status = load_figures(&loaded, c);
    if (status == KHUNG_OK)
        status = khung_figures_print(bytes, size, cli_form(c, c->value[OPT_OUTPUT]), loaded, &options, fonts, c->log);
    khung_figures_free(loaded);
    return status;
}

bool cli_is_paper(const khung_description *description)
{
    static const char *const papers[] = {"questionnaire", "plan", "portfolio", "register"};
    for (size_t i = 0; description && i < sizeof papers / sizeof *papers; i++)
        if (strcmp(khung_description_document(description), papers[i]) == 0)
            return true;
    return false;
}

int cli_paper(cli *c, const khung_description *description, khung_fonts *fonts)
{
    const char *path = c->value[OPT_OUTPUT];
    char *bytes = NULL;
    size_t size = 0;
    if (c->count > 1) {
        cli_say(c, stderr, SAY_TOO_MANY, c->words[1], "report", "FILE -o FILE", NULL);
        return EXIT_USAGE_ERROR;
    }
    size_t n = strlen(path);
    if ((n > 5 && strcasecmp(path + n - 5, ".xlsx") == 0) || (n > 4 && strcasecmp(path + n - 4, ".csv") == 0)) {
        cli_say(c, stderr, SAY_BAD_ENDING, path, NULL);
        return EXIT_USAGE_ERROR;
    }
    bool form = strcmp(khung_description_document(description), "questionnaire") == 0;
    khung_status status = form ? questionnaire(&bytes, &size, c, description, fonts) : figures(&bytes, &size, c, description, fonts);
    int code = status == KHUNG_OK ? cli_write(c, path, bytes, size) : cli_exit(status);
    khung_text_free(bytes);
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}
