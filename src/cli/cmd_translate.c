/* khung translate FRAMEWORK LANGUAGE: the translation file, made or brought up to date beside the framework. */
#include "cli.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_language(const char *tag)
{
    size_t n = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    return n >= 2 && n <= 35 && tag[n] == '\0' && tag[0] != '-';
}

/* folder of the framework / id . language . yaml; allocated. */
static char *path_beside(const cli *c, const khung_framework *framework, const char *name)
{
    char *found = NULL, *path = NULL;
    if (access(name, R_OK) == 0)
        found = strdup(name);
    else
        cli_find_framework(&found, c, name);
    if (found && asprintf(&path, "%s/%s.%s.yaml", dirname(found), khung_framework_id(framework), c->words[1]) < 0)
        path = NULL;
    free(found);
    return path;
}

static int translate(cli *c, const khung_framework *framework, const char *beside)
{
    khung_translation *old = NULL;
    char *yaml = NULL;
    khung_status status = KHUNG_OK;
    if (beside && access(beside, R_OK) == 0)
        status = khung_translation_load_file(&old, beside, c->log);
    if (status == KHUNG_OK)
        status = khung_translation_yaml(&yaml, framework, c->words[1], old, c->log);
    khung_translation_free(old);
    if (status != KHUNG_OK)
        return cli_exit(status);
    const char *to = c->value[OPT_OUTPUT] ? c->value[OPT_OUTPUT] : beside ? beside : "-";
    int code = cli_write(c, to, yaml, strlen(yaml));
    khung_text_free(yaml);
    if (code == EXIT_DONE && strcmp(to, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, to, NULL);
    return code;
}

int cmd_translate(cli *c)
{
    khung_framework *framework = NULL;
    if (!is_language(c->words[1])) {
        cli_say(c, stderr, SAY_BAD_LANGUAGE, c->words[1], NULL);
        return EXIT_USAGE_ERROR;
    }
    const char *lang = c->value[OPT_LANG];
    c->value[OPT_LANG] = NULL; /* texts are translated from the framework's own language */
    int code = cli_exit(cli_framework(&framework, c, c->words[0]));
    c->value[OPT_LANG] = lang;
    if (code == EXIT_DONE && strcmp(c->words[1], khung_framework_language(framework)) == 0) {
        cli_say(c, stderr, SAY_OWN_LANGUAGE, c->words[1], NULL);
        code = EXIT_USAGE_ERROR;
    }
    if (code == EXIT_DONE) {
        char *beside = path_beside(c, framework, c->words[0]);
        code = translate(c, framework, beside);
        free(beside);
    }
    khung_framework_free(framework);
    return code;
}
