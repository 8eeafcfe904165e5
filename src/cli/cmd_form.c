/* khung form FRAMEWORK -o FILE: a form to fill in, its kind by the ending of FILE. */
#include "cli.h"

#include <dirent.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LANGUAGES = 32 };

typedef struct form {
    khung_framework *framework;
    char *folder; /* where the framework's file is; NULL: not known */
    khung_translation *translations[MOST_LANGUAGES];
    size_t count;
} form;

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

/* ---- the framework in all its languages ---- */

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the files `id`.LANGUAGE.yaml in the folder, in order, each to be freed. */
static size_t find_translations(char *names[MOST_LANGUAGES], const form *f)
{
    const char *id = khung_framework_id(f->framework);
    DIR *folder = f->folder ? opendir(f->folder) : NULL;
    size_t n = 0, length = strlen(id);
    for (struct dirent *entry; folder && n < MOST_LANGUAGES && (entry = readdir(folder));) {
        const char *name = entry->d_name;
        bool ours = strncmp(name, id, length) == 0 && name[length] == '.' && strlen(name) > length + strlen("..yaml") && ends_in(name, ".yaml");
        if (ours && asprintf(&names[n], "%s/%s", f->folder, name) > 0) n++;
    }
    if (folder) closedir(folder);
    qsort(names, n, sizeof *names, compare);
    return n;
}

static khung_status load_translations(form *f, cli *c)
{
    char *names[MOST_LANGUAGES];
    size_t n = find_translations(names, f);
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < n; i++) {
        if (status == KHUNG_OK) status = khung_translation_load_file(&f->translations[f->count], names[i], c->log);
        if (status == KHUNG_OK) f->count++;
        free(names[i]);
    }
    return status;
}

/* The framework in its own language: the form itself changes between languages. */
static khung_status load(form *f, cli *c)
{
    const char *lang = c->value[OPT_LANG], *name = c->words[0];
    char *path = NULL;
    c->value[OPT_LANG] = NULL;
    khung_status status = cli_framework(&f->framework, c, name);
    c->value[OPT_LANG] = lang;
    if (status != KHUNG_OK) return status;
    path = strchr(name, '/') || access(name, R_OK) == 0 ? strdup(name) : NULL;
    if (!path) cli_find_framework(&path, c, name);
    f->folder = path ? strdup(dirname(path)) : NULL;
    free(path);
    return load_translations(f, c);
}

static void free_form(form *f)
{
    for (size_t i = 0; i < f->count; i++) khung_translation_free(f->translations[i]);
    khung_framework_free(f->framework);
    free(f->folder);
}

/* ---- one kind each ---- */

static khung_status make_html(char **bytes, size_t *size, cli *c, const form *f)
{
    khung_status status = khung_form_html(bytes, f->framework, (const khung_translation *const *)f->translations, f->count, c->value[OPT_LANG], c->log);
    *size = status == KHUNG_OK ? strlen(*bytes) : 0;
    return status;
}

static khung_status make_xlsx(char **bytes, size_t *size, cli *c, const form *f)
{
    return khung_form_xlsx(bytes, size, f->framework, (const khung_translation *const *)f->translations, f->count, c->log);
}

static khung_status make_csv(char **bytes, size_t *size, cli *c, const form *f)
{
    khung_status status = khung_form_csv(bytes, f->framework, c->log);
    *size = status == KHUNG_OK ? strlen(*bytes) : 0;
    return status;
}

/* On paper a form is in one language: the framework's own, or that asked for. */
static khung_status make_paper(char **bytes, size_t *size, cli *c, const form *f)
{
    khung_fonts *fonts = NULL;
    khung_framework *translated = NULL;
    khung_report_options options = cli_paper_options(c, NULL);
    const char *lang = c->value[OPT_LANG];
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < f->count && lang && !translated && status == KHUNG_OK; i++)
        if (strcmp(khung_translation_language(f->translations[i]), lang) == 0)
            status = khung_framework_translate(&translated, f->framework, f->translations[i], NULL, NULL, c->log);
    if (status == KHUNG_OK) status = khung_fonts_new(&fonts, c->log);
    if (status == KHUNG_OK)
        status = khung_questionnaire(bytes, size, cli_form(c, c->value[OPT_OUTPUT]), translated ? translated : f->framework, &options, fonts, c->log);
    khung_fonts_free(fonts);
    khung_framework_free(translated);
    return status;
}

static const struct {
    const char *ending;
    khung_status (*make)(char **bytes, size_t *size, cli *c, const form *f);
} kinds[] = {{".html", make_html}, {".pdf", make_paper}, {".txt", make_paper}, {".xlsx", make_xlsx}, {".csv", make_csv}};

int cmd_form(cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    size_t kind = 0, count = sizeof kinds / sizeof *kinds;
    while (path && kind < count && !ends_in(path, kinds[kind].ending)) kind++;
    if (!path || (kind == count && strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0)) {
        cli_say(c, stderr, SAY_NO_FORM_OUTPUT, NULL);
        return EXIT_USAGE_ERROR;
    }
    form f = {0};
    char *bytes = NULL;
    size_t size = 0;
    khung_status status = load(&f, c);
    if (status == KHUNG_OK) status = kinds[kind < count ? kind : 0].make(&bytes, &size, c, &f);
    int code = status == KHUNG_OK ? cli_write(c, path, bytes, size) : cli_exit(status);
    khung_text_free(bytes);
    free_form(&f);
    if (code == EXIT_DONE && strcmp(path, "-") != 0) cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}
