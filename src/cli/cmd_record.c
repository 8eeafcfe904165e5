/* khung org|person|network|activity add | edit | show: records of fields, one way for every kind. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static khung_record_kind kind_of(const cli *c)
{
    int kind = KHUNG_ORGANISATION;
    while (kind < KHUNG_ACTIVITY && !(c->command->options & FIELDS_OF(kind)))
        kind++;
    return (khung_record_kind)kind;
}

static int add(cli *c, khung_store *store)
{
    char *id = NULL, *json = NULL;
    int code = cli_exit(khung_store_record_add(&id, store, kind_of(c), c->fields, c->field_count, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_ADDED, id, NULL);
    if (code == EXIT_DONE && c->value[OPT_JSON])
        code = cli_exit(khung_store_record_json(&json, store, kind_of(c), id, c->log));
    khung_text_free(id);
    return code == EXIT_DONE && json ? cli_print(c, json) : code;
}

int cmd_record_add(cli *c)
{
    khung_store *store = NULL;
    if (kind_of(c) == KHUNG_ACTIVITY) /* room is there: fewer fields than words of the command line */
        c->fields[c->field_count++] = (khung_value){"organisation", c->words[0]};
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = add(c, store);
    khung_store_close(store);
    return code;
}

static khung_status edit(khung_store *store, const cli *c)
{
    return khung_store_record_edit(store, kind_of(c), c->words[0], c->fields, c->field_count, cli_person(c), cli_now(), c->log);
}

int cmd_record_edit(cli *c)
{
    if (c->field_count == 0) {
        cli_say(c, stderr, SAY_NO_CHANGE, c->command->name, NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_change(c, edit);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_CHANGED, c->words[0], NULL);
    return code;
}

static khung_record_kind shown_kind(const cli *c)
{
    static const char *const names[] = {"org", "person", "network", "activity"};
    int kind = 0;
    while (kind < KHUNG_ACTIVITY && strncmp(c->command->name, names[kind], strlen(names[kind])) != 0)
        kind++;
    return (khung_record_kind)kind;
}

static khung_status show(char **out, khung_store *store, const cli *c)
{
    return c->value[OPT_JSON] ? khung_store_record_json(out, store, shown_kind(c), c->words[0], c->log)
                              : khung_store_record_text(out, store, shown_kind(c), c->words[0], c->language, c->log);
}

int cmd_record_show(cli *c)
{
    return cli_answer(c, show);
}

/* ---- activities of an organisation ---- */

static khung_status activities(char **out, khung_store *store, const cli *c)
{
    return khung_store_activities_list(out, store, c->words[0], c->value[OPT_JSON] ? NULL : c->language, c->log);
}

int cmd_activity_list(cli *c)
{
    return cli_answer(c, activities);
}

static khung_status remove_activity(khung_store *store, const cli *c)
{
    return khung_store_activity_remove(store, c->words[0], cli_person(c), cli_now(), c->log);
}

int cmd_activity_remove(cli *c)
{
    return cli_change(c, remove_activity);
}
