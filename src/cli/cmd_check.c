/* khung check FILE...: every kind of file, all that is wrong, one closing line a file. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* The framework of that id: one of the files being checked, else one that is looked up. */
static khung_framework *find_framework(const cli *c, const char *id)
{
    khung_framework *framework = NULL;
    char *path = NULL;
    for (int i = 0; i < c->count; i++) {
        if (strcmp(c->words[i], "-") == 0 || khung_framework_load_file(&framework, c->words[i], NULL) != KHUNG_OK)
            continue;
        if (strcmp(khung_framework_id(framework), id) == 0)
            return framework;
        khung_framework_free(framework);
        framework = NULL;
    }
    if (cli_find_framework(&path, c, id) == KHUNG_OK && khung_framework_load_file(&framework, path, NULL) != KHUNG_OK)
        framework = NULL;
    free(path);
    return framework;
}

/* Answers are also held against the framework they name, when it can be found. */
static void check_answers(cli *c, const char *name, const char *bytes, size_t size)
{
    khung_answers *answers = NULL;
    khung_result *result = NULL;
    if (khung_answers_load(&answers, name, bytes, size, NULL) != KHUNG_OK)
        return;
    khung_framework *framework = find_framework(c, khung_answers_framework(answers));
    if (framework)
        khung_score(&result, framework, (const khung_answers *const *)&answers, 1, c->log);
    else
        cli_say(c, stderr, SAY_CHECKED_ALONE, name, khung_answers_framework(answers), NULL);
    khung_result_free(result);
    khung_framework_free(framework);
    khung_answers_free(answers);
}

/* So are translations. */
static void check_translation(cli *c, const char *name, const char *bytes, size_t size)
{
    khung_translation *translation = NULL;
    khung_framework *translated = NULL;
    if (khung_translation_load(&translation, name, bytes, size, NULL) != KHUNG_OK)
        return;
    khung_framework *framework = find_framework(c, khung_translation_framework(translation));
    if (framework)
        khung_framework_translate(&translated, framework, translation, NULL, NULL, c->log);
    else
        cli_say(c, stderr, SAY_CHECKED_ALONE, name, khung_translation_framework(translation), NULL);
    khung_framework_free(translated);
    khung_framework_free(framework);
    khung_translation_free(translation);
}

static void put_coloured(const cli *c, const char *colour, word_id one, word_id many, size_t n)
{
    bool paint = c->colour && n > 0;
    fputs(paint ? colour : "", stdout);
    cli_count(c, stdout, one, many, n);
    fputs(paint ? "\033[0m" : "", stdout);
}

static void put_counts(const cli *c, size_t errors, size_t warnings)
{
    if (errors > 0)
        put_coloured(c, "\033[1;31m", SAY_ONE_ERROR, SAY_ERRORS, errors);
    else
        fputs(cli_word(c, SAY_NO_ERRORS), stdout);
    if (warnings > 0) {
        fputs(", ", stdout);
        put_coloured(c, "\033[1;33m", SAY_ONE_WARNING, SAY_WARNINGS, warnings);
    }
}

/* The findings are this command's answer, so they go to the standard output. */
static void print_findings(cli *c, const char *name, size_t errors, size_t warnings)
{
    char *text = NULL;
    if (khung_log_text(&text, c->log, c->colour) == KHUNG_OK)
        cli_print(c, text);
    printf("%s: ", name);
    put_counts(c, errors, warnings);
    putchar('\n');
}

static void print_sum(const cli *c, size_t files, size_t errors, size_t warnings)
{
    put_counts(c, errors, warnings);
    cli_count(c, stdout, SAY_IN_ALL, SAY_IN_ALL, files);
    puts(errors > 0 ? cli_word(c, SAY_NOT_FOR_SCORING) : "");
}

static int check_file(cli *c, const char *name)
{
    char *bytes = NULL;
    size_t size = 0;
    khung_kind kind = KHUNG_KIND_FRAMEWORK;
    khung_status status = cli_read(&bytes, &size, c, name, KHUNG_MOST_FILE);
    if (status != KHUNG_OK)
        return cli_exit(status);
    status = khung_file_check(&kind, name, bytes, size, c->log);
    if (status == KHUNG_OK && kind == KHUNG_KIND_ANSWERS)
        check_answers(c, name, bytes, size);
    if (status == KHUNG_OK && kind == KHUNG_KIND_TRANSLATION)
        check_translation(c, name, bytes, size);
    free(bytes);
    return cli_exit(status) == EXIT_DEFECT ? EXIT_DEFECT : EXIT_DONE;
}

/* Prints what was found in one file and empties the log; with --json all files share one list at the end. */
static void close_file(cli *c, const char *name, size_t *errors, size_t *warnings)
{
    size_t e = khung_log_count_of(c->log, KHUNG_ERROR), w = khung_log_count_of(c->log, KHUNG_WARNING);
    print_findings(c, name, e, w);
    khung_log_clear(c->log);
    *errors += e;
    *warnings += w;
}

static size_t print_json(cli *c)
{
    char *text = NULL;
    size_t errors = khung_log_count_of(c->log, KHUNG_ERROR);
    if (khung_log_json(&text, c->log) == KHUNG_OK)
        cli_print(c, text);
    khung_log_clear(c->log);
    return errors;
}

int cmd_check(cli *c)
{
    bool json = c->value[OPT_JSON] != NULL;
    int code = EXIT_DONE;
    size_t errors = 0, warnings = 0, files = 0; /* those that could be read */
    for (int i = 0; i < c->count; i++) {
        int one = check_file(c, c->words[i]);
        if (one != EXIT_DONE)
            code = one;
        else if (++files && !json)
            close_file(c, c->words[i], &errors, &warnings);
    }
    if (json)
        errors = print_json(c);
    else if (files > 1)
        print_sum(c, files, errors, warnings);
    return code != EXIT_DONE ? code : errors > 0 ? EXIT_NO : EXIT_DONE;
}
