/* khung check FILE...: every kind of file, all that is wrong, one closing line a file. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* Answers and translations are also held against the framework they name, when it can be found. */
static void check_against(cli *c, khung_kind kind, const char *name, const char *bytes, size_t size) {
    char *path = NULL;
    khung_framework *framework = NULL, *translated = NULL;
    khung_answers *answers = NULL;
    khung_translation *translation = NULL;
    khung_result *result = NULL;
    const char *id = NULL;
    if (kind == KHUNG_KIND_ANSWERS && khung_answers_load(&answers, name, bytes, size, NULL) == KHUNG_OK)
        id = khung_answers_framework(answers);
    if (kind == KHUNG_KIND_TRANSLATION && khung_translation_load(&translation, name, bytes, size, NULL) == KHUNG_OK)
        id = khung_translation_framework(translation);
    if (id && cli_find_framework(&path, c, id) == KHUNG_OK && khung_framework_load_file(&framework, path, NULL) == KHUNG_OK) {
        if (answers)
            khung_score(&result, framework, (const khung_answers *const *)&answers, 1, c->log);
        else
            khung_framework_translate(&translated, framework, translation, NULL, NULL, c->log);
    }
    khung_result_free(result);
    khung_answers_free(answers);
    khung_translation_free(translation);
    khung_framework_free(translated);
    khung_framework_free(framework);
    free(path);
}

static void close_file(cli *c, const char *name, size_t errors, size_t warnings) {
    char counts[2][24];
    snprintf(counts[0], sizeof counts[0], "%zu", errors);
    snprintf(counts[1], sizeof counts[1], "%zu", warnings);
    if (errors > 0)
        cli_say(c, stdout, SAY_ERRORS, name, counts[0], counts[1], NULL);
    else if (warnings > 0)
        cli_say(c, stdout, SAY_CLEAN_WARNINGS, name, counts[1], NULL);
    else
        cli_say(c, stdout, SAY_CLEAN, name, NULL);
}

/* The findings are this command's answer, so they go to the standard output. */
static void print_findings(cli *c, const char *name) {
    char *text = NULL;
    if (khung_log_text(&text, c->log, c->colour) == KHUNG_OK)
        cli_print(text);
    close_file(c, name, khung_log_count_of(c->log, KHUNG_ERROR), khung_log_count_of(c->log, KHUNG_WARNING));
}

static int check_file(cli *c, const char *name) {
    char *bytes = NULL;
    size_t size = 0;
    khung_kind kind = KHUNG_KIND_FRAMEWORK;
    khung_status status = cli_read(&bytes, &size, c, name);
    if (status != KHUNG_OK)
        return cli_exit(status);
    status = khung_file_check(&kind, name, bytes, size, c->log);
    if (status == KHUNG_OK)
        check_against(c, kind, name, bytes, size);
    free(bytes);
    return cli_exit(status) == EXIT_DEFECT ? EXIT_DEFECT : EXIT_DONE;
}

int cmd_check(cli *c) {
    bool json = c->value[OPT_JSON] != NULL;
    int code = EXIT_DONE;
    size_t errors = 0;
    for (int i = 0; i < c->count; i++) {
        int one = check_file(c, c->words[i]);
        if (one != EXIT_DONE) {
            code = one;
            continue;
        }
        if (json)
            continue;
        errors += khung_log_count_of(c->log, KHUNG_ERROR);
        print_findings(c, c->words[i]);
        khung_log_clear(c->log);
    }
    if (json) {
        char *text = NULL;
        errors = khung_log_count_of(c->log, KHUNG_ERROR);
        if (khung_log_json(&text, c->log) == KHUNG_OK)
            cli_print(text);
        khung_log_clear(c->log);
    }
    return code != EXIT_DONE ? code : errors > 0 ? EXIT_NO : EXIT_DONE;
}
