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
    khung_answers **given; /* files, or an assessment's tracks */
    size_t given_count;
    bool stored;           /* the list is the library's */
    khung_answers *blank;  /* an assessment's data without answers */
    khung_form_options options;
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

/* The folder of the framework that is called so, for its translations. */
static char *folder_of(cli *c, const char *name)
{
    char *path = strchr(name, '/') || access(name, R_OK) == 0 ? strdup(name) : NULL;
    if (!path) cli_find_framework(&path, c, name);
    char *folder = path ? strdup(dirname(path)) : NULL;
    free(path);
    return folder;
}

/* The framework in its own language: the form itself changes between languages. */
static khung_status load_framework(form *f, cli *c)
{
    const char *lang = c->value[OPT_LANG], *name = c->words[0];
    c->value[OPT_LANG] = NULL;
    khung_status status = cli_framework(&f->framework, c, name);
    c->value[OPT_LANG] = lang;
    if (status != KHUNG_OK) return status;
    f->folder = folder_of(c, name);
    return load_translations(f, c);
}

/* ---- what is there already ---- */

static khung_status load_files(form *f, cli *c)
{
    khung_status status = KHUNG_OK;
    f->given = calloc((size_t)c->count, sizeof *f->given);
    if (!f->given) return KHUNG_NO_MEMORY;
    for (int i = 1; i < c->count; i++) { /* all files are read, so that all mistakes are told at once */
        khung_status one = cli_answers(&f->given[f->given_count], c, c->words[i]);
        f->given_count += one == KHUNG_OK;
        status = status == KHUNG_OK ? one : status;
    }
    return status;
}

static int load_stored(form *f, cli *c)
{
    khung_store *store = NULL;
    const char *id = c->value[OPT_ASSESSMENT], *track = c->value[OPT_TRACK];
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_tracks(&f->framework, &f->given, &f->given_count, store, id, c->log));
    f->stored = code == EXIT_DONE;
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_blank(&f->blank, store, id, track ? track : c->value[OPT_CONSENSUS] ? "consensus" : "self", c->log));
    khung_store_close(store);
    if (code != EXIT_DONE) return code;
    f->folder = folder_of(c, khung_framework_id(f->framework));
    return cli_exit(load_translations(f, c));
}

static bool is_track(const khung_answers *a, const char *track)
{
    return strcmp(khung_answers_track(a), track) == 0;
}

static size_t count_of(const form *f, const char *track)
{
    size_t n = 0;
    for (size_t i = 0; i < f->given_count; i++) n += is_track(f->given[i], track);
    return n;
}

static const khung_answers *find(const form *f, const char *track)
{
    for (size_t i = 0; i < f->given_count; i++)
        if (is_track(f->given[i], track)) return f->given[i];
    return NULL;
}

/* Several people's answers are there to be settled on; else a form begins with one file, or the assessment's agreed or own answers. A person's
 * own never come into the form of another. */
static int choose(form *f, cli *c)
{
    const char *track = c->value[OPT_TRACK];
    khung_form_options *o = &f->options;
    bool agreed = find(f, "consensus") || find(f, "self");
    o->language = c->value[OPT_LANG];
    if (c->value[OPT_CONSENSUS] || (!track && count_of(f, "respondent") > 1 && !(f->stored && agreed))) {
        o->people = (const khung_answers *const *)f->given;
        o->people_count = f->given_count;
        o->filled = find(f, "consensus");
        return EXIT_DONE;
    }
    if (!f->stored && f->given_count > 1) {
        cli_say(c, stderr, SAY_FORM_ONE, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (!f->stored)
        o->filled = f->given_count ? f->given[0] : NULL;
    else if (track)
        o->filled = strcmp(track, "respondent") != 0 ? find(f, track) : NULL;
    else
        o->filled = find(f, "consensus") ? find(f, "consensus") : find(f, "self");
    if (!o->filled) o->filled = f->blank;
    return EXIT_DONE;
}

static int load(form *f, cli *c)
{
    static const char *const tracks[] = {"self", "consensus", "respondent", "reviewer"};
    const char *track = c->value[OPT_TRACK];
    bool known = !track;
    for (size_t i = 0; i < sizeof tracks / sizeof *tracks; i++) known = known || strcmp(track, tracks[i]) == 0;
    if (!known) {
        cli_say(c, stderr, SAY_FORM_TRACK, track, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (track && !c->value[OPT_ASSESSMENT]) {
        cli_say(c, stderr, SAY_FORM_TRACK_OF, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (c->value[OPT_ASSESSMENT] ? c->count > 0 : c->count == 0) {
        cli_say(c, stderr, c->count ? SAY_INPUT_TWICE : SAY_FORM_WHICH, NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = c->value[OPT_ASSESSMENT] ? load_stored(f, c) : cli_exit(load_framework(f, c));
    if (code == EXIT_DONE && !c->value[OPT_ASSESSMENT]) code = cli_exit(load_files(f, c));
    return code == EXIT_DONE ? choose(f, c) : code;
}

static void free_form(form *f)
{
    for (size_t i = 0; i < f->count; i++) khung_translation_free(f->translations[i]);
    for (size_t i = 0; i < f->given_count; i++) khung_answers_free(f->given[i]);
    if (f->stored) khung_text_free((char *)f->given);
    else free(f->given);
    khung_answers_free(f->blank);
    khung_framework_free(f->framework);
    free(f->folder);
}

/* ---- one kind each ---- */

static khung_status make_html(char **bytes, size_t *size, cli *c, const form *f)
{
    khung_status status = khung_form_html(bytes, f->framework, (const khung_translation *const *)f->translations, f->count, &f->options, c->log);
    *size = status == KHUNG_OK ? strlen(*bytes) : 0;
    return status;
}

static khung_status make_xlsx(char **bytes, size_t *size, cli *c, const form *f)
{
    return khung_form_xlsx(bytes, size, f->framework, (const khung_translation *const *)f->translations, f->count, &f->options, c->log);
}

static khung_status make_csv(char **bytes, size_t *size, cli *c, const form *f)
{
    khung_status status = khung_form_csv(bytes, f->framework, &f->options, c->log);
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
    const khung_form_options *o = &f->options;
    khung_status status = KHUNG_OK;
    options.filled = o->filled;
    for (size_t i = 0; i < f->count && lang && !translated && status == KHUNG_OK; i++)
        if (strcmp(khung_translation_language(f->translations[i]), lang) == 0)
            status = khung_framework_translate(&translated, f->framework, f->translations[i], NULL, NULL, c->log);
    if (status == KHUNG_OK) status = khung_fonts_new(&fonts, c->log);
    const khung_framework *shown = translated ? translated : f->framework;
    khung_form kind = cli_form(c, c->value[OPT_OUTPUT]);
    if (status == KHUNG_OK && o->people)
        status = khung_consensus_sheet(bytes, size, kind, shown, o->people, o->people_count, &options, fonts, c->log);
    else if (status == KHUNG_OK)
        status = khung_questionnaire(bytes, size, kind, shown, &options, fonts, c->log);
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
    if (path && (ends_in(path, ".yaml") || ends_in(path, ".yml") || c->value[OPT_PAPERS])) return cli_interview_file(c);
    while (path && kind < count && !ends_in(path, kinds[kind].ending)) kind++;
    if (!path || (kind == count && strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0)) {
        cli_say(c, stderr, SAY_NO_FORM_OUTPUT, NULL);
        return EXIT_USAGE_ERROR;
    }
    form f = {0};
    char *bytes = NULL;
    size_t size = 0;
    int code = load(&f, c);
    if (kind == count) kind = 0;
    if (code == EXIT_DONE && f.options.people && kinds[kind].make != make_html && kinds[kind].make != make_paper) {
        cli_say(c, stderr, SAY_FORM_CONSENSUS, kinds[kind].ending, NULL);
        code = EXIT_USAGE_ERROR;
    }
    if (code == EXIT_DONE) code = cli_exit(kinds[kind].make(&bytes, &size, c, &f));
    bool private = f.options.people || f.options.filled;
    if (code == EXIT_DONE) code = private ? cli_write_private(c, path, bytes, size) : cli_write(c, path, bytes, size);
    khung_text_free(bytes);
    free_form(&f);
    if (code == EXIT_DONE && strcmp(path, "-") != 0) cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}
