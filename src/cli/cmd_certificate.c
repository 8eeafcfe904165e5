/* khung certificate issuer | issue | list | show | suspend | reinstate | withdraw | meet | reissue. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the issuer ---- */

static khung_status list_issuers(char **out, khung_store *store, const cli *c)
{
    return khung_store_issuer_list(out, store, c->value[OPT_JSON] ? NULL : c->language, c->log);
}

/* A number of months; -1: not given. False after saying that it is none. */
static bool months_of(int *out, const cli *c, option_id option)
{
    const char *text = c->value[option];
    *out = -1;
    if (!text)
        return true;
    bool number = *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 6;
    if (number)
        *out = atoi(text);
    else
        cli_say(c, stderr, SAY_BAD_NUMBER, cli_options[option].word, text, NULL);
    return number;
}

static khung_status set_issuer(khung_store *store, const cli *c)
{
    khung_certifier issuer = {.id = c->value[OPT_ID], .abbr = c->value[OPT_ABBREVIATION], .name = c->value[OPT_NAME], .name_en = c->value[OPT_NAME_EN],
                           .url = c->value[OPT_URL], .zone = c->value[OPT_ZONE]};
    if (!months_of(&issuer.renewal, c, OPT_RENEWAL) || !months_of(&issuer.cool_off, c, OPT_COOL_OFF))
        return KHUNG_BAD_CALL;
    return khung_store_issuer_set(store, &issuer, cli_person(c), cli_now(), c->log);
}

int cmd_certificate_issuer(cli *c)
{
    bool asks = !c->value[OPT_ABBREVIATION] && !c->value[OPT_NAME] && !c->value[OPT_NAME_EN] && !c->value[OPT_URL] && !c->value[OPT_ZONE] &&
                !c->value[OPT_RENEWAL] && !c->value[OPT_COOL_OFF];
    int code = asks ? EXIT_DONE : cli_change(c, set_issuer);
    return code == EXIT_DONE ? cli_answer(c, list_issuers) : code;
}

/* A whole number; `otherwise` where it is not given. False after saying that it is none. */
static bool number_of(int64_t *out, const cli *c, option_id option, int64_t otherwise)
{
    const char *text = c->value[option];
    *out = otherwise;
    if (!text)
        return true;
    bool number = *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 8;
    if (number)
        *out = strtoll(text, NULL, 10);
    else
        cli_say(c, stderr, SAY_BAD_NUMBER, cli_options[option].word, text, NULL);
    return number;
}

/* ---- issuing: shown first ---- */

typedef struct issuing {
    cli *c;
    khung_store *store;
    khung_demand *demands;
    size_t count;
    char *texts;                 /* the conditions' own memory */
    int64_t after;
    bool again;                  /* reissue */
} issuing;

static khung_status call(issuing *i, char **record, bool look)
{
    cli *c = i->c;
    const char *language = c->value[OPT_JSON] ? NULL : c->language;
    if (i->again)
        return khung_certificate_reissue(record, i->store, c->words[0], c->value[OPT_REASON], i->after, look, language, cli_person(c), cli_now(), c->log);
    const khung_award award = {.issuer = c->value[OPT_ISSUER], .grade = c->value[OPT_GRADE], .role = c->value[OPT_ROLE], .reason = c->value[OPT_REASON],
                               .dated = c->value[OPT_DATED], .conditions = i->demands, .condition_count = i->count, .after = i->after, .look = look};
    return khung_certificate_issue(record, i->store, c->words[0], &award, language, cli_person(c), cli_now(), c->log);
}

static bool agrees(const cli *c, word_id question)
{
    char line[16] = "";
    cli_say(c, stderr, question, NULL);
    return fgets(line, sizeof line, stdin) && (line[0] == 'y' || line[0] == 'Y' || line[0] == 'c' || line[0] == 'C');
}

static bool can_ask(const cli *c)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO) && !c->stdin_read;
}

/* What would be issued is shown; it is when --yes says so, or somebody who is asked. */
static int look_and_issue(issuing *i)
{
    cli *c = i->c;
    char *record = NULL;
    bool yes = c->value[OPT_YES] && !c->value[OPT_DRY_RUN], shown = !yes;
    int code = EXIT_DONE;
    if (!yes) {
        code = cli_exit(call(i, &record, true));
        if (code == EXIT_DONE)
            code = cli_print(c, record);
        if (code != EXIT_DONE || c->value[OPT_DRY_RUN])
            return code;
        if (!can_ask(c) || !agrees(c, SAY_ISSUE_IT)) {
            cli_say(c, stderr, SAY_NOT_ISSUED, NULL);
            return EXIT_NO;
        }
        khung_log_clear(c->log);
    }
    code = cli_exit(call(i, &record, false));
    if (code == EXIT_DONE && shown)
        khung_text_free(record);
    else if (code == EXIT_DONE)
        code = cli_print(c, record);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ISSUED, NULL);
    return code;
}

/* "31/12/2026: text" and "2026-12-31: text" have a last day. */
static bool split_conditions(issuing *i)
{
    cli *c = i->c;
    const char **given = cli_conditions(c);
    enum { ROOM = 16 };
    i->demands = calloc(c->field_count + 1, sizeof *i->demands);
    i->texts = calloc(c->field_count + 1, ROOM);
    for (size_t n = 0; given && i->demands && i->texts && n < c->field_count; n++, i->count++) {
        const char *text = given[n];
        size_t day = strspn(text, "0123456789/-");
        char word[ROOM] = "", *room = i->texts + n * ROOM;
        i->demands[n].text = text;
        if (day < 8 || day >= ROOM || text[day] != ':')
            continue;
        memcpy(word, text, day);
        snprintf(room, ROOM, "%s", word);
        cli_plain_day(room, word);
        i->demands[n] = (khung_demand){text + day + 1, room};
    }
    bool good = given && i->demands && i->texts;
    free(given);
    return good;
}

static int issue(cli *c, bool again)
{
    issuing i = {.c = c, .again = again};
    int64_t registry;
    if (!number_of(&i.after, c, OPT_AFTER, 0))
        return EXIT_USAGE_ERROR;
    int code = cli_somebody(c) ? EXIT_DONE : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE && !split_conditions(&i))
        code = EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_store(&i.store, c);
    if (code == EXIT_DONE && !c->value[OPT_AFTER] && !cli_given_all(c, i.store, &registry))
        code = EXIT_NOT_ALLOWED; /* a number would be given twice */
    if (code == EXIT_DONE)
        code = look_and_issue(&i);
    if (code == EXIT_DONE)
        cli_given_keep(c, i.store);
    khung_store_close(i.store);
    free(i.demands);
    free(i.texts);
    return code;
}

int cmd_certificate_issue(cli *c)
{
    return issue(c, false);
}

int cmd_certificate_reissue(cli *c)
{
    return issue(c, true);
}

/* ---- what becomes of one ---- */

static int act(cli *c, const char *name, word_id done)
{
    khung_store *store = NULL;
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(khung_certificate_act(store, c->words[0], name, c->value[OPT_REASON], cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, done, c->words[0], NULL);
    khung_store_close(store);
    return code;
}

int cmd_certificate_suspend(cli *c)
{
    return act(c, "suspend", SAY_CERT_SUSPENDED);
}

int cmd_certificate_reinstate(cli *c)
{
    return act(c, "reinstate", SAY_CERT_REINSTATED);
}

/* For good: asked first. */
int cmd_certificate_withdraw(cli *c)
{
    bool sure = c->value[OPT_YES] || (can_ask(c) && agrees(c, SAY_WITHDRAW_IT));
    return sure || cli_sure(c) ? act(c, "withdraw", SAY_CERT_WITHDRAWN) : EXIT_USAGE_ERROR;
}

static khung_status meet(khung_store *store, const cli *c)
{
    return khung_certificate_meet(store, c->words[0], strtoll(c->words[1], NULL, 10), c->value[OPT_DATED], c->value[OPT_NOTE], cli_person(c), cli_now(),
                                  c->log);
}

int cmd_certificate_meet(cli *c)
{
    int code = cli_change(c, meet);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_CERT_MET, c->words[1], c->words[0], NULL);
    return code;
}

/* ---- looking ---- */

static khung_status show(char **out, khung_store *store, const cli *c)
{
    return khung_certificate_text(out, store, c->words[0], c->value[OPT_JSON] ? NULL : c->language, cli_now(), c->log);
}

int cmd_certificate_show(cli *c)
{
    return cli_answer(c, show);
}

static bool to_output(void *to, const char *text, size_t size)
{
    return fwrite(text, 1, size, to) == size;
}

int cmd_certificate_list(cli *c)
{
    khung_store *store = NULL;
    khung_certificate_find find = {.issuer = c->value[OPT_ISSUER], .organisation = c->value[OPT_ORG], .framework = c->value[OPT_FRAMEWORK],
                                   .state = c->value[OPT_STATE]};
    if (!number_of(&find.due, c, OPT_DUE, -1) || !number_of(&find.year, c, OPT_YEAR, 0))
        return EXIT_USAGE_ERROR;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE) {
        khung_status status = khung_certificate_list(store, &find, c->value[OPT_JSON] ? NULL : c->language, cli_now(), to_output, stdout, c->log);
        code = status == KHUNG_IO && ferror(stdout) ? EXIT_DONE : cli_exit(status); /* main tells of the output */
    }
    khung_store_close(store);
    return code;
}
