/* khung review take | answer | accept | import | show | reply | finish: the reviewer's track. */
#include "cli.h"

#include <stdlib.h>

enum { MOST_CHECKS = 256 };

static int open_to_act(khung_store **store, cli *c)
{
    return cli_somebody(c) ? cli_store(store, c) : EXIT_NOT_ALLOWED;
}

int cmd_review_take(cli *c)
{
    khung_store *store = NULL;
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_review_take(store, c->words[0], cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_REVIEW_TAKEN, c->words[0], NULL);
    khung_store_close(store);
    return code;
}

static int show(cli *c, khung_review_part part)
{
    khung_store *store = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_review_text(&text, store, c->words[0], part, c->value[OPT_JSON] ? NULL : c->language, c->log));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

/* Which criterion was forgotten: shows those that can be meant. */
static int ask_which(cli *c, khung_review_part part, word_id sentence)
{
    int code = show(c, part);
    if (code == EXIT_DONE)
        cli_say(c, stderr, sentence, c->words[0], NULL);
    return code == EXIT_DONE ? EXIT_USAGE_ERROR : code;
}

int cmd_review_show(cli *c)
{
    return show(c, KHUNG_REVIEW_WHOLE);
}

int cmd_review_answer(cli *c)
{
    khung_store *store = NULL;
    khung_said said;
    const char *checks[MOST_CHECKS];
    char *copy = NULL;
    if (c->count == 1)
        return ask_which(c, KHUNG_REVIEW_OPEN, SAY_REVIEW_JUDGE_WHAT);
    int code = cli_said(&said, c, checks, &copy);
    if (code == EXIT_DONE)
        code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_review_answer(store, c->words[0], c->words[1], &said, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ASSESS_NOTED, c->words[0], c->words[1], NULL);
    free(copy);
    khung_store_close(store);
    return code;
}

/* Each criterion by its name: what nobody has looked at must not be agreed to by one word for all. */
int cmd_review_accept(cli *c)
{
    khung_store *store = NULL;
    char number[24];
    if (c->count == 1)
        return ask_which(c, KHUNG_REVIEW_OPEN, SAY_REVIEW_ACCEPT_WHAT);
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_review_accept(store, c->words[0], (const char *const *)c->words + 1, (size_t)c->count - 1, cli_person(c), cli_now(), c->log));
    snprintf(number, sizeof number, "%d", c->count - 1);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_REVIEW_ACCEPTED, c->words[0], number, NULL);
    khung_store_close(store);
    return code;
}

int cmd_review_import(cli *c)
{
    khung_store *store = NULL;
    khung_answers *file = NULL;
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(cli_answers(&file, c, c->words[1]));
    if (code == EXIT_DONE)
        code = cli_exit(khung_review_import(store, c->words[0], file, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_REVIEW_IMPORTED, c->words[0], c->words[1], NULL);
    khung_answers_free(file);
    khung_store_close(store);
    return code;
}

int cmd_review_reply(cli *c)
{
    khung_store *store = NULL;
    if (c->count < 3)
        return ask_which(c, KHUNG_REVIEW_CHANGED, SAY_REVIEW_REPLY_WHAT);
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_review_reply(store, c->words[0], c->words[1], c->words[2], cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_REVIEW_REPLIED, c->words[0], c->words[1], NULL);
    khung_store_close(store);
    return code;
}

int cmd_review_finish(cli *c)
{
    khung_store *store = NULL;
    int code = open_to_act(&store, c);
    if (code == EXIT_DONE) {
        khung_status status = khung_review_finish(store, c->words[0], c->value[OPT_YES] != NULL, cli_person(c), cli_now(), c->log);
        code = status == KHUNG_CONFLICT ? EXIT_NO : cli_exit(status); /* not complete: the answer is no */
    }
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_REVIEW_FINISHED, c->words[0], NULL);
    khung_store_close(store);
    return code;
}
