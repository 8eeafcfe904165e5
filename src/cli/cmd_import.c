/* khung import FILE...: answers files from spreadsheets, Kobo, ODK and forms. */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LANGUAGES = 32, PATH_ROOM = 4096 };

typedef struct job {
    khung_import *import;
    khung_framework *framework;
    khung_translation *translations[MOST_LANGUAGES];
    size_t languages;
    char period[32];
    size_t written, same, other; /* files: new or replaced, as they were, left because they differ */
} job;

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

/* ---- reading ---- */

static int add_files(job *j, cli *c)
{
    khung_status status = khung_import_new(&j->import);
    for (int i = 0; i < c->count && status == KHUNG_OK; i++) {
        char *bytes = NULL;
        size_t size = 0;
        status = cli_read(&bytes, &size, c, c->words[i], KHUNG_MOST_EXPORT);
        if (status == KHUNG_OK)
            status = khung_import_add(j->import, c->words[i], bytes, size, c->value[OPT_ENCODING], c->log);
        if (status == KHUNG_BAD_CALL && bytes)
            cli_say(c, stderr, SAY_BAD_ENCODING, c->value[OPT_ENCODING], NULL);
        free(bytes);
    }
    return cli_exit(status);
}

/* The files ID.LANGUAGE.yaml beside the framework. */
static khung_status load_translations(job *j, cli *c, const char *name)
{
    char path[PATH_ROOM], *found = strchr(name, '/') || access(name, R_OK) == 0 ? strdup(name) : NULL;
    const char *id = khung_framework_id(j->framework);
    size_t n = strlen(id);
    khung_status status = KHUNG_OK;
    if (!found && cli_find_framework(&found, c, name) != KHUNG_OK)
        return KHUNG_OK;
    const char *folder = dirname(found);
    DIR *entries = opendir(folder);
    for (struct dirent *e; entries && status == KHUNG_OK && j->languages < MOST_LANGUAGES && (e = readdir(entries));) {
        bool ours = strncmp(e->d_name, id, n) == 0 && e->d_name[n] == '.' && strlen(e->d_name) > n + strlen("..yaml") && ends_in(e->d_name, ".yaml");
        if (!ours)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        status = khung_translation_load_file(&j->translations[j->languages], path, c->log);
        j->languages += status == KHUNG_OK;
    }
    if (entries)
        closedir(entries);
    free(found);
    return status;
}

static int load_framework(job *j, cli *c)
{
    const char *name = c->value[OPT_FRAMEWORK] ? c->value[OPT_FRAMEWORK] : khung_import_framework(j->import), *lang = c->value[OPT_LANG];
    if (!name) {
        cli_say(c, stderr, SAY_WHICH_FRAMEWORK, NULL);
        return EXIT_USAGE_ERROR;
    }
    c->value[OPT_LANG] = NULL; /* labels are read in every language anyway */
    khung_status status = cli_framework(&j->framework, c, name);
    c->value[OPT_LANG] = lang;
    if (status == KHUNG_OK)
        status = load_translations(j, c, name);
    return cli_exit(status);
}

/* "2026-01-01..2026-12-31" into its two days. */
static bool split_period(job *j, const cli *c, khung_import_options *options)
{
    const char *text = c->value[OPT_PERIOD];
    if (!text)
        return true;
    if (strlen(text) != 22 || strncmp(text + 10, "..", 2) != 0)
        return false;
    memcpy(j->period, text, 23);
    j->period[10] = '\0';
    options->from = j->period;
    options->to = j->period + 12;
    return true;
}

static int read_files(job *j, cli *c)
{
    khung_import_options options = {.organisation_id = c->value[OPT_ORG], .organisation_name = c->value[OPT_NAME], .track = c->value[OPT_TRACK]};
    khung_status status = KHUNG_BAD_CALL;
    if (split_period(j, c, &options))
        status = khung_import_read(j->import, j->framework, (const khung_translation *const *)j->translations, j->languages, &options, c->log);
    if (status == KHUNG_BAD_CALL)
        cli_say(c, stderr, SAY_BAD_PERIOD, c->value[OPT_PERIOD] ? c->value[OPT_PERIOD] : "", NULL);
    return cli_exit(status);
}

/* ---- writing ---- */

/* Whether the file is there with these bytes (1), with others (-1), or not there (0). */
static int compare_file(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t n = strlen(bytes), at = 0, got;
    char piece[4096];
    bool same = true;
    if (!file)
        return 0;
    while (same && (got = fread(piece, 1, sizeof piece, file)) > 0) {
        same = at + got <= n && memcmp(piece, bytes + at, got) == 0;
        at += got;
    }
    fclose(file);
    return same && at == n ? 1 : -1;
}

static int write_one(job *j, cli *c, size_t i, const char *path)
{
    char *yaml = NULL;
    khung_status status = khung_import_yaml(&yaml, j->import, i);
    if (status != KHUNG_OK)
        return cli_exit(status);
    int there = strcmp(path, "-") == 0 ? 0 : compare_file(path, yaml), code = EXIT_DONE;
    if (there < 0 && !c->value[OPT_YES]) {
        cli_say(c, stderr, SAY_DIFFERS, path, NULL);
        j->other++;
        code = EXIT_NO;
    } else if (there <= 0) {
        code = cli_write_private(c, path, yaml, strlen(yaml));
        j->written += code == EXIT_DONE;
    } else {
        j->same++;
    }
    khung_text_free(yaml);
    return code;
}

static void tell(const job *j, const cli *c)
{
    char counts[2][24];
    snprintf(counts[0], sizeof counts[0], "%zu", j->written);
    snprintf(counts[1], sizeof counts[1], "%zu", j->same);
    cli_say(c, stderr, SAY_IMPORTED, counts[0], counts[1], NULL);
}

static int write_folder(job *j, cli *c, const char *folder)
{
    int worst = EXIT_DONE;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return cli_cannot_create(c, folder);
    for (size_t i = 0; i < khung_import_count(j->import) && (worst == EXIT_DONE || worst == EXIT_NO); i++) {
        char path[PATH_ROOM];
        khung_submission one;
        khung_import_submission(&one, j->import, i);
        snprintf(path, sizeof path, "%s%s%s.yaml", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", one.name);
        int code = write_one(j, c, i, path);
        worst = code != EXIT_DONE ? code : worst;
    }
    tell(j, c);
    return worst;
}

static int write_files(job *j, cli *c)
{
    const char *to = c->value[OPT_OUTPUT] ? c->value[OPT_OUTPUT] : "-";
    size_t count = khung_import_count(j->import);
    bool file = strcmp(to, "-") == 0 || strncmp(to, "/dev/", 5) == 0 || ends_in(to, ".yaml") || ends_in(to, ".yml");
    if (!file)
        return write_folder(j, c, to);
    if (count == 1) {
        int code = write_one(j, c, 0, to);
        if (strcmp(to, "-") != 0)
            tell(j, c);
        return code;
    }
    char number[24];
    snprintf(number, sizeof number, "%zu", count);
    cli_say(c, stderr, SAY_SEVERAL, number, NULL);
    return EXIT_USAGE_ERROR;
}

int cmd_import(cli *c)
{
    job j = {0};
    int code = add_files(&j, c);
    if (code == EXIT_DONE)
        code = load_framework(&j, c);
    if (code == EXIT_DONE)
        code = read_files(&j, c);
    if (code == EXIT_DONE)
        code = write_files(&j, c);
    khung_import_free(j.import);
    for (size_t i = 0; i < j.languages; i++)
        khung_translation_free(j.translations[i]);
    khung_framework_free(j.framework);
    return code;
}
