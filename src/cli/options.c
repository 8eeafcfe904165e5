/* Commands and options, read by the tables. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

const cli_option cli_options[OPT_COUNT] = {
#define O(name, word, letter, argument, en, vi) {word, letter, argument, en, vi},
#include "options.def"
#undef O
};

bool cli_takes(const cli_command *command, int option)
{
    bool store = (command->options & OPTION(STORE)) != 0; /* who acts may be said to every command of the store */
    return option == OPT_HELP || option == OPT_LANG || (option == OPT_AS && store) || (command->options >> option & 1u);
}

const khung_field *cli_fields(const cli_command *command, size_t *count)
{
    *count = 0;
    for (int kind = KHUNG_ORGANISATION; kind <= KHUNG_ACTIVITY; kind++)
        if (command->options & FIELDS_OF(kind)) {
            const khung_field *fields = khung_record_fields(count, (khung_record_kind)kind);
            size_t skip = kind == KHUNG_ACTIVITY; /* the organisation is an argument */
            *count -= skip;
            return fields + skip;
        }
    return NULL;
}

static const khung_field *find_field(const cli_command *command, const char *word, size_t length)
{
    size_t count;
    const khung_field *fields = cli_fields(command, &count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(fields[i].name, word, length) == 0 && fields[i].name[length] == '\0')
            return &fields[i];
    return NULL;
}

/* Of two options with the same word (import's --from is no date) the command's own. */
static int find_option(const cli_command *command, const char *word, size_t length)
{
    int found = -1;
    for (int i = 0; i < OPT_COUNT; i++)
        if (strncmp(cli_options[i].word, word, length) == 0 && cli_options[i].word[length] == '\0' && (found < 0 || cli_takes(command, i)))
            found = i;
    return found;
}

static int find_letter(char letter)
{
    for (int i = 0; i < OPT_COUNT; i++)
        if (cli_options[i].letter == letter)
            return i;
    return -1;
}

static int unknown_option(const cli *c, const char *word)
{
    const char *near_by[OPT_COUNT + 64];
    char name[64];
    size_t n = 0, fields;
    const khung_field *field = cli_fields(c->command, &fields);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    for (int i = 0; i < OPT_COUNT; i++)
        if (cli_takes(c->command, i))
            near_by[n++] = cli_options[i].word;
    for (size_t i = 0; i < fields && i < 64; i++)
        near_by[n++] = field[i].name;
    const char *near = khung_word_nearest(name + strspn(name, "-"), near_by, n);
    if (near)
        cli_say(c, stderr, SAY_NO_OPTION_NEAR, name, near, NULL);
    else
        cli_say(c, stderr, SAY_NO_OPTION, name, c->command->name, NULL);
    return EXIT_USAGE_ERROR;
}

/* At once, so that what is wrong further on is said in it. */
static int choose_language(cli *c)
{
    const char *asked = c->value[OPT_LANG];
    if (strcmp(asked, "vi") != 0 && strcmp(asked, "en") != 0) {
        cli_say(c, stderr, SAY_BAD_LANG, asked, NULL);
        return EXIT_USAGE_ERROR;
    }
    c->language = asked;
    return EXIT_DONE;
}

/* A field of a record at argv[*i]. An empty value is one too: it removes. */
static int take_field(cli *c, const khung_field *field, int *i, int argc, char **argv)
{
    const char *equals = strchr(argv[*i], '='), *value = equals ? equals + 1 : *i + 1 < argc ? argv[++*i] : NULL;
    if (!value) {
        char room[CLI_ARGUMENT_ROOM];
        cli_say(c, stderr, SAY_NEEDS_VALUE, field->name, cli_argument(room, c, field->argument), NULL);
        return EXIT_USAGE_ERROR;
    }
    c->fields[c->field_count++] = (khung_value){field->name, value};
    return EXIT_DONE;
}

const char *cli_plain_day(char room[16], const char *text)
{
    int day, month, year, end = 0;
    bool digits = strspn(text, "0123456789/") == strlen(text);
    if (!digits || sscanf(text, "%2d/%2d/%4d%n", &day, &month, &year, &end) != 3 || text[end] || year < 1000)
        return text;
    snprintf(room, 16, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    return room;
}

static bool is_day(int id)
{
    return id == OPT_FROM || id == OPT_TO || id == OPT_DATED || id == OPT_AT || id == OPT_NEXT || id == OPT_EXPIRES_BEFORE;
}

/* One option at argv[*i]; moves *i over its value when that is the next word. */
static int take_option(cli *c, int *i, int argc, char **argv)
{
    const char *word = argv[*i], *value = NULL;
    size_t length = strcspn(word, "=");
    const khung_field *field = word[1] == '-' && length > 2 ? find_field(c->command, word + 2, length - 2) : NULL;
    if (field)
        return take_field(c, field, i, argc, argv);
    int id = word[1] == '-' ? find_option(c->command, word + 2, length > 2 ? length - 2 : 0) : word[2] == '\0' ? find_letter(word[1]) : -1;
    if (id < 0)
        return unknown_option(c, word);
    if (!cli_takes(c->command, id)) {
        cli_say(c, stderr, SAY_NOT_HERE, cli_options[id].word, c->command->name, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (word[length] == '=')
        value = word + length + 1;
    if (!cli_options[id].argument && value) {
        cli_say(c, stderr, SAY_NO_VALUE, cli_options[id].word, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (cli_options[id].argument && !value)
        value = *i + 1 < argc ? argv[++*i] : NULL;
    if (cli_options[id].argument && (!value || !*value)) {
        char room[CLI_ARGUMENT_ROOM];
        cli_say(c, stderr, SAY_NEEDS_VALUE, cli_options[id].word, cli_argument(room, c, cli_options[id].argument), NULL);
        return EXIT_USAGE_ERROR;
    }
    c->value[id] = !value ? "" : is_day(id) ? cli_plain_day(c->day[id], value) : value;
    if (id == OPT_CONDITION)
        c->fields[c->field_count++] = (khung_value){cli_options[id].word, value};
    if (id == OPT_BEFORE && c->before_count == CLI_MOST_BEFORE) {
        cli_say(c, stderr, SAY_TOO_MANY_FILES, "64", NULL);
        return EXIT_USAGE_ERROR;
    }
    if (id == OPT_BEFORE)
        c->before[c->before_count++] = value;
    return id == OPT_LANG ? choose_language(c) : EXIT_DONE;
}

static int check_count(const cli *c)
{
    const cli_command *command = c->command;
    char room[CLI_ARGUMENT_ROOM];
    bool stored = c->value[OPT_ASSESSMENT] || (cli_takes(command, OPT_ASSESSMENT) && c->count == 0 && cli_is_batch(c));
    bool figures = c->count == 1 && c->value[OPT_TEMPLATE]; /* a document that one file makes; cmd_report looks again */
    if (c->count < command->least && !stored && !figures && !c->value[OPT_HELP]) {
        cli_say(c, stderr, SAY_TOO_FEW, command->name, cli_argument(room, c, command->arguments), NULL);
        return EXIT_USAGE_ERROR;
    }
    if (command->most >= 0 && c->count > command->most) {
        word_id why = *command->arguments && command->most > 0 ? SAY_TOO_MANY : SAY_TAKES_NONE;
        cli_say(c, stderr, why, c->words[command->most], command->name, cli_argument(room, c, command->arguments), NULL);
        return EXIT_USAGE_ERROR;
    }
    return EXIT_DONE;
}

/* The command of the first word, or of the first two ("assess list"); *used says how many. */
static const cli_command *find_command(int argc, char **argv, int *used)
{
    const cli_command *found = NULL;
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i].name, *space = strchr(name, ' ');
        size_t first = space ? (size_t)(space - name) : strlen(name);
        bool same = strncmp(argv[1], name, first) == 0 && argv[1][first] == '\0' && (!space || (argc > 2 && strcmp(argv[2], space + 1) == 0));
        if (same && (space || !found)) { /* "log verify" before "log" */
            *used = space ? 3 : 2;
            found = &cli_commands[i];
        }
    }
    return found;
}

/* Whether anything but options follows the first word. */
static bool has_second_word(int argc, char **argv)
{
    return argc > 2 && argv[2][0] != '-';
}

static int unknown_command(const cli *c, int argc, char **argv)
{
    enum { MOST = 160 };
    const char *names[MOST];
    char both[128];
    size_t n = 0;
    for (size_t i = 0; i < cli_command_count && n < MOST; i++)
        names[n++] = cli_commands[i].name;
    bool two = has_second_word(argc, argv);
    snprintf(both, sizeof both, "%s%s%s", argv[1], two ? " " : "", two ? argv[2] : "");
    const char *near = khung_word_nearest(both, names, n), *said = near ? both : argv[1];
    if (!near && !c->group)
        near = khung_word_nearest(argv[1], names, cli_first_words(names, MOST));
    if (near)
        cli_say(c, stderr, SAY_NO_COMMAND_NEAR, said, near, NULL);
    else
        cli_say(c, stderr, c->group ? SAY_NO_COMMAND_IN : SAY_NO_COMMAND, c->group ? both : argv[1], NULL);
    if (!near && c->group)
        cli_help(c, stderr);
    return EXIT_USAGE_ERROR;
}

/* "org", "org --help --lang en": the group is asked for, or the second word was forgotten. */
static int parse_group(cli *c, int argc, char **argv)
{
    int code = EXIT_DONE;
    for (int i = 2; i < argc && code == EXIT_DONE; i++) {
        bool next = strcmp(argv[i], "--lang") == 0 && i + 1 < argc;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            c->value[OPT_HELP] = "";
        if (next || strncmp(argv[i], "--lang=", 7) == 0) {
            c->value[OPT_LANG] = next ? argv[++i] : argv[i] + 7;
            code = choose_language(c);
        }
    }
    if (code != EXIT_DONE || c->value[OPT_HELP])
        return code;
    cli_say(c, stderr, SAY_SECOND_WORD, argv[1], NULL);
    cli_help(c, stderr);
    return EXIT_USAGE_ERROR;
}

int cli_parse(cli *c, int argc, char **argv)
{
    int used = 0, code = EXIT_DONE;
    c->command = find_command(argc, argv, &used);
    c->group = c->command || !cli_is_group(argv[1]) ? NULL : argv[1];
    if (!c->command)
        return c->group && !has_second_word(argc, argv) ? parse_group(c, argc, argv) : unknown_command(c, argc, argv);
    c->words = argv + used;
    c->fields = calloc((size_t)argc + 1, sizeof *c->fields);
    if (!c->fields) {
        cli_say(c, stderr, SAY_DEFECT, NULL);
        return EXIT_DEFECT;
    }
    bool open = true; /* until "--" */
    for (int i = used; i < argc && code == EXIT_DONE; i++) {
        if (open && strcmp(argv[i], "--") == 0)
            open = false;
        else if (open && argv[i][0] == '-' && argv[i][1] != '\0')
            code = take_option(c, &i, argc, argv);
        else
            c->words[c->count++] = argv[i];
    }
    return code == EXIT_DONE ? check_count(c) : code;
}
