/* khung assess new | answer | import | submit | continue | confirm | withdraw | close | reopen | evidence: an assessment's life. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* Opens the store for an act: somebody must be named. */
static int open_to_act(khung_store **store, cli *c)
{
    return cli_somebody(c) ? cli_store(store, c) : EXIT_NOT_ALLOWED;
}

static int needs(cli *c, const char *what)
{
    char room[CLI_ARGUMENT_ROOM];
    cli_say(c, stderr, SAY_NEEDS_OPTIONS, c->command->name, cli_argument(room, c, what), NULL);
    return EXIT_USAGE_ERROR;
}

/* The store's own framework of that id, else a file; always in its own language, since it is kept. */
static khung_status framework_for(khung_framework **out, cli *c, khung_store *store, const char *name)
{
    const char *language = c->value[OPT_LANG];
    khung_status status = KHUNG_NOT_FOUND;
    if (!strpbrk(name, "./"))
        status = khung_store_framework_load(out, store, name, NULL);
    c->value[OPT_LANG] = NULL;
    if (status == KHUNG_NOT_FOUND)
        status = cli_framework(out, c, name);
    c->value[OPT_LANG] = language;
    return status;
}

int cmd_assess_new(cli *c)
{
    khung_store *store = NULL;
    khung_framework *framework = NULL;
    const char *id = c->value[OPT_ID];
    if (!id || !c->value[OPT_ORG] || !c->value[OPT_FRAMEWORK] || !c->value[OPT_FROM] || !c->value[OPT_TO])
        return needs(c, c->command->arguments);
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(framework_for(&framework, c, store, c->value[OPT_FRAMEWORK]));
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_begin(store, id, c->value[OPT_ORG], framework, c->value[OPT_FROM], c->value[OPT_TO], cli_person(c), cli_now(),
                                           c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_BEGUN, id, NULL);
    khung_framework_free(framework);
    khung_store_close(store);
    return code;
}

int cmd_assess_continue(cli *c)
{
    khung_store *store = NULL;
    khung_framework *framework = NULL;
    const char *id = c->value[OPT_ID], *named = c->value[OPT_FRAMEWORK];
    if (!id || !c->value[OPT_FROM] || !c->value[OPT_TO])
        return needs(c, "--id ID --from DATE --to DATE");
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE && named)
        code = cli_exit(framework_for(&framework, c, store, named));
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_continue(store, id, c->words[0], framework, c->value[OPT_FROM], c->value[OPT_TO], cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_CARRIED, id, c->words[0], NULL);
    khung_framework_free(framework);
    khung_store_close(store);
    return code;
}

/* ---- answers ---- */

size_t cli_split(char *list, const char **parts, size_t room)
{
    size_t n = 0;
    for (char *part = strtok(list, ","); part && n < room; part = strtok(NULL, ","))
        parts[n++] = part;
    return n;
}

enum { MOST_PARTS = 256 };

/* What the words after CRITERION and the options say: a value, or checks ID=true. */
int cli_said(khung_said *said, cli *c, const char **checks, char **copy)
{
    *said = (khung_said){.na = c->value[OPT_NA], .note = c->value[OPT_NOTE], .checks = checks, .reason = c->value[OPT_REASON], .seen = c->value[OPT_SEEN]};
    for (int i = 2; i < c->count; i++) {
        if (strchr(c->words[i], '=') && said->count < MOST_PARTS) {
            checks[said->count++] = c->words[i];
        } else if (said->value) {
            cli_say(c, stderr, SAY_ONE_VALUE, c->words[i], NULL);
            return EXIT_USAGE_ERROR;
        } else {
            said->value = c->words[i];
        }
    }
    if (c->value[OPT_CHECK]) {
        *copy = strdup(c->value[OPT_CHECK]);
        if (!*copy)
            return EXIT_DEFECT;
        said->count += cli_split(*copy, checks + said->count, MOST_PARTS - said->count);
    }
    return EXIT_DONE;
}

/* The assessment's framework in the language of --lang; NULL where that is its own. */
static int load_texts(khung_framework **out, cli *c, khung_store *store)
{
    if (!c->value[OPT_LANG])
        return EXIT_DONE;
    khung_status status = khung_assess_framework(out, store, c->words[0], c->log);
    return cli_exit(status == KHUNG_OK ? cli_translate_stored(out, c) : status);
}

/* Questions: all that are open, those with carried answers, or the one criterion that is named. */
static int list_open(cli *c, khung_asking what)
{
    khung_store *store = NULL;
    khung_framework *texts = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = load_texts(&texts, c, store);
    what.texts = texts;
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_open(&text, store, c->words[0], &what, c->value[OPT_JSON] ? NULL : c->language, c->log));
    khung_framework_free(texts);
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

static int say_profile(cli *c, khung_store *store)
{
    const char *facts[MOST_PARTS];
    char *copy = strdup(c->value[OPT_PROFILE]);
    size_t count = copy ? cli_split(copy, facts, MOST_PARTS) : 0;
    int code = copy ? cli_exit(khung_assess_profile(store, c->words[0], c->value[OPT_TRACK], facts, count, cli_person(c), cli_now(), c->log)) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_NOTED, c->words[0], c->value[OPT_PROFILE], NULL);
    free(copy);
    return code;
}

/* Somebody sits at the terminal and said who it is; whatever reads the output gets the list. */
static bool asks_here(const cli *c)
{
    return c->value[OPT_PAPERS] || (cli_terminal_is() && *cli_person(c) && !c->value[OPT_JSON] && !c->value[OPT_LIST]);
}

static int list(cli *c)
{
    int code = list_open(c, (khung_asking){.criterion = c->count > 1 ? c->words[1] : NULL});
    if (code == EXIT_DONE && c->count == 1 && cli_terminal_is() && !*cli_person(c))
        cli_say(c, stderr, SAY_INTERVIEW_HINT, c->words[0], NULL);
    return code;
}

int cmd_assess_answer(cli *c)
{
    khung_store *store = NULL;
    khung_said said;
    const char *checks[MOST_PARTS];
    char *copy = NULL;
    int code = cli_said(&said, c, checks, &copy);
    bool nothing = code == EXIT_DONE && !said.value && !said.na && !said.note && said.count == 0 && !c->value[OPT_PROFILE];
    if (nothing) {
        free(copy);
        return c->count == 1 && asks_here(c) ? cli_interview_store(c) : list(c);
    }
    if (code == EXIT_DONE)
        code = open_to_act(&store, c);
    if (code == EXIT_DONE && c->value[OPT_PROFILE])
        code = say_profile(c, store);
    if (code == EXIT_DONE && c->count > 1) {
        code = cli_exit(khung_assess_answer(store, c->words[0], c->value[OPT_TRACK], c->words[1], &said, cli_person(c), cli_now(), c->log));
        if (code == EXIT_DONE)
            cli_say(c, stderr, SAY_ASSESS_NOTED, c->words[0], c->words[1], NULL);
    }
    free(copy);
    khung_store_close(store);
    return code;
}

/* All files are read, so that all mistakes are told at once. */
static int read_files(khung_answers **files, size_t *count, cli *c)
{
    int code = EXIT_DONE;
    for (int i = 1; i < c->count; i++) {
        khung_status status = cli_answers(&files[*count], c, c->words[i]);
        if (status == KHUNG_OK)
            (*count)++;
        else if (code == EXIT_DONE)
            code = cli_exit(status);
    }
    return code;
}

int cmd_assess_import(cli *c)
{
    khung_store *store = NULL;
    size_t count = 0;
    char number[24];
    khung_answers **files = calloc((size_t)c->count, sizeof *files);
    int code = files ? open_to_act(&store, c) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = read_files(files, &count, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_import(store, c->words[0], c->value[OPT_TRACK], (const khung_answers *const *)files, count, cli_person(c), cli_now(),
                                            c->log));
    snprintf(number, sizeof number, "%zu", count);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_IMPORTED, c->words[0], number, NULL);
    for (size_t i = 0; i < count; i++)
        khung_answers_free(files[i]);
    free(files);
    khung_store_close(store);
    return code;
}

int cmd_assess_confirm(cli *c)
{
    khung_store *store = NULL;
    size_t confirmed = 0;
    char number[24];
    bool all = c->value[OPT_ALL] != NULL;
    int code;
    if (all == (c->count > 1)) {
        code = all ? EXIT_DONE : list_open(c, (khung_asking){.carried = true});
        if (code == EXIT_DONE)
            cli_say(c, stderr, SAY_CONFIRM_WHAT, NULL);
        return code == EXIT_DONE ? EXIT_USAGE_ERROR : code;
    }
    code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_confirm(&confirmed, store, c->words[0], all ? NULL : (const char *const *)c->words + 1, (size_t)c->count - 1,
                                             cli_person(c), cli_now(), c->log));
    snprintf(number, sizeof number, "%zu", confirmed);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_CONFIRMED, c->words[0], number, NULL);
    khung_store_close(store);
    return code;
}

/* ---- moves ---- */

int cmd_assess_submit(cli *c)
{
    khung_store *store = NULL;
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE) {
        khung_status status = khung_assess_submit(store, c->words[0], c->value[OPT_YES] != NULL, cli_person(c), cli_now(), c->log);
        code = status == KHUNG_CONFLICT ? EXIT_NO : cli_exit(status); /* not complete: the answer is no */
    }
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_SUBMITTED, c->words[0], NULL);
    khung_store_close(store);
    return code;
}

typedef khung_status moving(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log);

static int move(cli *c, moving *call, word_id done)
{
    khung_store *store = NULL;
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(call(store, c->words[0], c->value[OPT_REASON], cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, done, c->words[0], NULL);
    khung_store_close(store);
    return code;
}

int cmd_assess_withdraw(cli *c)
{
    return move(c, khung_assess_withdraw, SAY_ASSESS_WITHDRAWN);
}

int cmd_assess_close(cli *c)
{
    return move(c, khung_assess_close, SAY_ASSESS_CLOSED);
}

int cmd_assess_reopen(cli *c)
{
    return move(c, khung_assess_reopen, SAY_ASSESS_REOPENED);
}

int cmd_review_return(cli *c)
{
    return move(c, khung_review_return, SAY_REVIEW_RETURNED);
}

/* ---- evidence ---- */

static int list_evidence(cli *c)
{
    khung_store *store = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_evidence_list(&text, store, c->words[0], c->value[OPT_JSON] ? NULL : c->language, c->log));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

static int add_evidence(cli *c, khung_store *store)
{
    const char *uses[MOST_PARTS], *path = c->value[OPT_FILE];
    char digest[65], *copy = strdup(c->value[OPT_FOR]);
    khung_proof proof = {.title = c->value[OPT_TITLE], .dated = c->value[OPT_DATED], .size = -1, .uses = uses};
    int code = copy ? EXIT_DONE : EXIT_DEFECT;
    if (code == EXIT_DONE && path) {
        code = cli_exit(khung_evidence_file(digest, &proof.size, store, path, c->value[OPT_KEEP] != NULL, c->log));
        proof.file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
        proof.sha256 = digest;
        proof.kept = c->value[OPT_KEEP] != NULL;
    }
    if (copy)
        proof.count = cli_split(copy, uses, MOST_PARTS);
    if (code == EXIT_DONE)
        code = cli_exit(khung_evidence_add(store, c->words[0], &proof, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_EVIDENCE_LISTED, c->words[0], c->value[OPT_TITLE], NULL);
    free(copy);
    return code;
}

static int remove_evidence(cli *c, khung_store *store)
{
    int code = cli_exit(khung_evidence_remove(store, c->words[0], strtoll(c->words[2], NULL, 10), cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_EVIDENCE_REMOVED, c->words[0], c->words[2], NULL);
    return code;
}

int cmd_assess_evidence(cli *c)
{
    khung_store *store = NULL;
    const char *verb = c->count > 1 ? c->words[1] : "list";
    bool add = strcmp(verb, "add") == 0 && c->count == 2, gone = strcmp(verb, "remove") == 0 && c->count == 3;
    if (strcmp(verb, "list") == 0 && c->count <= 2)
        return list_evidence(c);
    if (!add && !gone) {
        cli_say(c, stderr, SAY_EVIDENCE_VERB, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (add && (!c->value[OPT_TITLE] || !c->value[OPT_FOR])) {
        cli_say(c, stderr, SAY_EVIDENCE_NEEDS, NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = add ? add_evidence(c, store) : remove_evidence(c, store);
    khung_store_close(store);
    return code;
}
