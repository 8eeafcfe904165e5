/* khung org list | find | import | merge | erase. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 50 }; /* of a look-up, where nobody says --limit */

/* All arguments are the words: nobody needs to quote "hoi song xanh". *out is allocated. */
static bool join_words(char **out, const cli *c)
{
    size_t n = 1;
    for (int i = 0; i < c->count; i++)
        n += strlen(c->words[i]) + 1;
    *out = calloc(1, n);
    for (int i = 0; *out && i < c->count; i++) {
        strcat(*out, i ? " " : "");
        strcat(*out, c->words[i]);
    }
    return *out != NULL;
}

static khung_status find(char **out, khung_store *store, const cli *c)
{
    char *words = NULL;
    khung_find what = {.province = c->value[OPT_PROVINCE], .form = c->value[OPT_FORM], .network = c->value[OPT_NETWORK], .field = c->value[OPT_FIELD],
                       .grade = c->value[OPT_GRADE], .expires_before = c->value[OPT_EXPIRES_BEFORE]};
    cli_limit(&what.limit, c, strcmp(c->command->name, "org find") == 0 ? SHOWN : 0);
    if (c->count && !join_words(&words, c))
        return KHUNG_NO_MEMORY;
    what.words = words;
    khung_status status = khung_store_organisations_find(out, store, &what, c->value[OPT_JSON] ? NULL : c->language, cli_now(), c->log);
    free(words);
    return status;
}

static int look(cli *c)
{
    size_t limit;
    return cli_limit(&limit, c, 0) ? cli_answer(c, find) : EXIT_USAGE_ERROR;
}

/* Words, or at least something to narrow the list by. */
int cmd_org_find(cli *c)
{
    static const int narrowing[] = {OPT_PROVINCE, OPT_FORM, OPT_NETWORK, OPT_FIELD, OPT_GRADE, OPT_EXPIRES_BEFORE};
    bool narrowed = c->count > 0;
    for (size_t i = 0; i < sizeof narrowing / sizeof *narrowing; i++)
        narrowed = narrowed || c->value[narrowing[i]];
    if (narrowed)
        return look(c);
    cli_say(c, stderr, SAY_FIND_WHAT, NULL);
    return EXIT_USAGE_ERROR;
}

int cmd_org_list(cli *c)
{
    return look(c);
}

static khung_status merge(khung_store *store, const cli *c)
{
    return khung_store_organisation_merge(store, c->words[0], c->words[1], cli_person(c), cli_now(), c->log);
}

int cmd_org_merge(cli *c)
{
    if (!cli_sure(c))
        return EXIT_USAGE_ERROR;
    int code = cli_change(c, merge);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_MERGED, c->words[0], c->words[1], NULL);
    return code;
}

static khung_status erase(khung_store *store, const cli *c)
{
    char number[24];
    size_t count = 0;
    khung_status status = khung_store_organisation_erase(&count, store, c->words[0], cli_person(c), cli_now(), c->log);
    snprintf(number, sizeof number, "%zu", count);
    if (status == KHUNG_OK)
        cli_say(c, stderr, SAY_ERASED_CONTACTS, c->words[0], number, NULL);
    return status;
}

int cmd_org_erase(cli *c)
{
    return cli_sure(c) ? cli_change(c, erase) : EXIT_USAGE_ERROR;
}

/* The bit of an encoding; false after saying that there is none of that name. */
static bool read_encoding(unsigned *how, const cli *c)
{
    static const struct { const char *name; unsigned bit; } known[] = {
        {"tcvn3", KHUNG_IMPORT_TCVN3}, {"vni", KHUNG_IMPORT_VNI}, {"unicode", KHUNG_IMPORT_UNICODE}};
    for (size_t i = 0; c->value[OPT_ENCODING] && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, c->value[OPT_ENCODING]) == 0) {
            *how |= known[i].bit;
            return true;
        }
    if (c->value[OPT_ENCODING])
        cli_say(c, stderr, SAY_BAD_ENCODING, c->value[OPT_ENCODING], NULL);
    return !c->value[OPT_ENCODING];
}

/* The report is printed when rows are wrong too: it says which. */
static int import(cli *c, khung_record_kind kind)
{
    khung_store *store = NULL;
    char *bytes = NULL, *report = NULL;
    size_t size = 0;
    unsigned how = (c->value[OPT_DRY_RUN] ? KHUNG_IMPORT_DRY : 0u) | (c->value[OPT_SKIP_BAD] ? KHUNG_IMPORT_SKIP_BAD : 0u) |
                   (c->value[OPT_JSON] ? KHUNG_IMPORT_JSON : 0u);
    if (!read_encoding(&how, c))
        return EXIT_USAGE_ERROR;
    int code = cli_somebody(c) ? cli_exit(cli_read(&bytes, &size, c, c->words[0], KHUNG_MOST_TABLE)) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_import(&report, store, kind, c->words[0], bytes, size, how, cli_person(c), cli_now(), c->log));
    khung_store_close(store);
    free(bytes);
    int printed = report ? cli_print(c, report) : EXIT_DONE;
    return code == EXIT_DONE ? printed : code;
}

int cmd_org_import(cli *c)
{
    return import(c, KHUNG_ORGANISATION);
}

int cmd_person_import(cli *c)
{
    return import(c, KHUNG_PERSON);
}
