/* Help and completion, from the tables. */
#include "cli.h"

#include <string.h>

enum { COLUMNS = 80, LEFT = 28 };

static size_t code_points(const char *from, const char *to)
{
    size_t n = 0;
    for (const char *p = from; p < to; p++)
        n += ((unsigned char)*p & 0xC0) != 0x80;
    return n;
}

/* Words of `text`, wrapped at 80 columns; lines after the first begin at column `indent`. `at`: where the first begins. */
static void put_wrapped(FILE *to, const char *text, size_t at, size_t indent)
{
    for (const char *word = text; *word;) {
        const char *end = word + strcspn(word, " ");
        size_t width = code_points(word, end);
        if (word != text && at + 1 + width > COLUMNS) {
            fprintf(to, "\n%*s", (int)indent, "");
            at = indent;
        } else if (word != text) {
            fputc(' ', to);
            at++;
        }
        fprintf(to, "%.*s", (int)(end - word), word);
        at += width;
        word = end + strspn(end, " ");
    }
    fputc('\n', to);
}

/* `right` begins at column `column`, on a line of its own where `left` is too long for that. */
static void put_row(FILE *to, const char *left, const char *right, size_t column)
{
    size_t n = 2 + code_points(left, left + strlen(left)) + 1;
    fprintf(to, "  %s", left);
    if (n > column)
        fprintf(to, "\n%*s", (int)column, "");
    else
        fprintf(to, "%*s", (int)(column - n) + 1, "");
    put_wrapped(to, right, column, column);
}

/* ---- groups of commands ---- */

/* A row of groups.def; a section has no word. */
typedef struct group {
    const char *word, *en, *vi, *way;
} group;

static const group groups[] = {
#define S(en, vi) {NULL, en, vi, NULL},
#define G(word, en, vi) {word, en, vi, NULL},
#define G_WAY(word, en, vi, way) {word, en, vi, way},
#include "groups.def"
#undef S
#undef G
#undef G_WAY
};
enum { GROUP_COUNT = sizeof groups / sizeof *groups, OVERVIEW_LEFT = 14 };

static bool is_english(const cli *c)
{
    return strcmp(c->language, "en") == 0;
}

/* Whether the command is `word` or begins with it. */
static bool belongs(const cli_command *command, const char *word)
{
    size_t n = strlen(word);
    return strncmp(command->name, word, n) == 0 && (command->name[n] == ' ' || command->name[n] == '\0');
}

static void put_commands(const cli *c, FILE *to, const char *word, size_t column)
{
    for (size_t i = 0; i < cli_command_count; i++)
        if (belongs(&cli_commands[i], word))
            put_row(to, cli_commands[i].name, is_english(c) ? cli_commands[i].en : cli_commands[i].vi, column);
}

/* "what they are about: add, edit, show" of one group. */
static void put_group(const cli *c, FILE *to, const group *g)
{
    char text[512];
    size_t n = (size_t)snprintf(text, sizeof text, "%s", is_english(c) ? g->en : g->vi), first = strlen(g->word);
    const char *between = ": ";
    for (size_t i = 0; i < cli_command_count && n < sizeof text; i++)
        if (belongs(&cli_commands[i], g->word)) {
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", between, cli_commands[i].name + first + 1);
            between = ", ";
        }
    put_row(to, g->word, text, OVERVIEW_LEFT);
}

static void overview(const cli *c, FILE *to)
{
    fprintf(to, "%s\n", cli_word(c, SAY_OVERVIEW));
    for (const group *g = groups; g < groups + GROUP_COUNT; g++) {
        if (!g->word)
            fprintf(to, "\n%s\n", is_english(c) ? g->en : g->vi);
        else if (*g->en)
            put_group(c, to, g);
        else
            put_commands(c, to, g->word, OVERVIEW_LEFT);
    }
    fputc('\n', to);
    put_wrapped(to, cli_word(c, SAY_MORE_HELP), 0, 0);
}

static const group *find_group(const char *word)
{
    for (const group *g = groups; g < groups + GROUP_COUNT; g++)
        if (g->word && *g->en && strcmp(g->word, word) == 0)
            return g;
    return NULL;
}

bool cli_is_group(const char *word)
{
    return find_group(word) != NULL;
}

size_t cli_first_words(const char **words, size_t room)
{
    static const char *const others[] = {"help", "--version", "--help"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof others / sizeof *others && n < room; i++)
        words[n++] = others[i];
    for (const group *g = groups; g < groups + GROUP_COUNT && n < room; g++)
        if (g->word)
            words[n++] = g->word;
    return n;
}

static void put_commands_of(const cli *c, FILE *to, const group *g)
{
    char usage[64];
    size_t widest = 0;
    for (size_t i = 0; i < cli_command_count; i++)
        if (belongs(&cli_commands[i], g->word) && strlen(cli_commands[i].name) > widest)
            widest = strlen(cli_commands[i].name);
    snprintf(usage, sizeof usage, "%s %s", g->word, cli_word(c, SAY_COMMAND));
    cli_say(c, to, SAY_USAGE_BARE, usage, NULL);
    fprintf(to, "%s\n\n", is_english(c) ? g->en : g->vi);
    put_commands(c, to, g->word, widest + 4);
    fputc('\n', to);
    if (g->way)
        cli_say(c, to, SAY_WAY, g->way, NULL);
    cli_say(c, to, SAY_MORE_OF_GROUP, g->word, NULL);
}

/* ---- one command ---- */

/* The fields of a record as options, with their values where only some are allowed. */
static void put_fields(const cli *c, FILE *to)
{
    size_t count;
    const khung_field *fields = cli_fields(c->command, &count);
    bool english = is_english(c);
    for (size_t i = 0; i < count; i++) {
        char left[128], right[512], room[CLI_ARGUMENT_ROOM];
        snprintf(left, sizeof left, "--%s %.96s", fields[i].name, cli_argument(room, c, fields[i].argument));
        int n = snprintf(right, sizeof right, "%s%s", english ? fields[i].en : fields[i].vi, fields[i].choices ? ":" : "");
        for (size_t k = 0; fields[i].choices && fields[i].choices[k] && n < (int)sizeof right; k++)
            n += snprintf(right + n, sizeof right - (size_t)n, "%s %s", k ? "," : "", fields[i].choices[k]);
        if (fields[i].repeated && n < (int)sizeof right)
            snprintf(right + n, sizeof right - (size_t)n, " %s", cli_word(c, SAY_AGAIN));
        put_row(to, left, right, LEFT);
    }
}

/* The end of a word as a shell reads it. */
static const char *value_end(const char *word)
{
    for (bool quoted = false; *word && (quoted || *word != ' '); word++)
        quoted = quoted != (*word == '"');
    return word;
}

/* A command that can be copied: folded between words with a backslash where it is wider than the screen. */
static void put_example(FILE *to, const char *example)
{
    size_t at = 2;
    fputs("  ", to);
    for (const char *word = example; *word;) {
        const char *end = value_end(word);
        if (*word == '-' && *end == ' ' && end[1] != '-') /* an option and its value stay together */
            end = value_end(end + 1);
        size_t width = code_points(word, end);
        bool fold = at + width + 3 > COLUMNS; /* a blank before the word, a blank and a backslash behind it */
        if (fold)
            fprintf(to, " \\\n      ");
        else if (word != example)
            fputc(' ', to);
        fprintf(to, "%.*s", (int)(end - word), word);
        at = (fold ? 6 : at + 1) + width;
        word = end + strspn(end, " ");
    }
    fputc('\n', to);
}

static void put_command(const cli *c, FILE *to)
{
    char room[CLI_ARGUMENT_ROOM];
    cli_say(c, to, *c->command->arguments ? SAY_USAGE : SAY_USAGE_BARE, c->command->name, cli_argument(room, c, c->command->arguments), NULL);
    put_wrapped(to, is_english(c) ? c->command->en : c->command->vi, 0, 0);
    fprintf(to, "\n%s\n", cli_word(c, SAY_OPTIONS));
    put_fields(c, to);
    for (int i = 0; i < OPT_COUNT; i++) {
        char left[128], letter[8] = "";
        if (!cli_takes(c->command, i))
            continue;
        if (cli_options[i].letter)
            snprintf(letter, sizeof letter, "-%c, ", cli_options[i].letter);
        snprintf(left, sizeof left, "%s--%s%s%.96s", letter, cli_options[i].word, cli_options[i].argument ? " " : "",
                 cli_argument(room, c, cli_options[i].argument ? cli_options[i].argument : ""));
        put_row(to, left, is_english(c) ? cli_options[i].en : cli_options[i].vi, LEFT);
    }
    fprintf(to, "\n%s\n", cli_word(c, SAY_EXAMPLE));
    put_example(to, c->command->example);
}

void cli_help(const cli *c, FILE *to)
{
    if (!c->command && c->group)
        put_commands_of(c, to, find_group(c->group));
    else if (!c->command)
        overview(c, to);
    else
        put_command(c, to);
}

/* ---- completion, from the same tables ---- */

/* Length of a command's first word, and whether no command before it begins with the same. */
static int first_word(size_t i, bool *fresh)
{
    int n = (int)strcspn(cli_commands[i].name, " ");
    *fresh = true;
    for (size_t k = 0; k < i && *fresh; k++)
        *fresh = strncmp(cli_commands[k].name, cli_commands[i].name, (size_t)n) != 0 || (int)strcspn(cli_commands[k].name, " ") != n;
    return n;
}

/* The second words of the commands that begin like command i, each with a blank behind. */
static void put_second_words(size_t i, int n)
{
    for (size_t k = i; k < cli_command_count; k++)
        if (strncmp(cli_commands[k].name, cli_commands[i].name, (size_t)n) == 0 && cli_commands[k].name[n] == ' ')
            printf("%s ", cli_commands[k].name + n + 1);
}

static void bash(void)
{
    bool fresh;
    puts("_khung() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words second=\n  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in");
    for (size_t i = 0; i < cli_command_count; i++) {
        printf("  \"%s%s) words=\"", cli_commands[i].name, strchr(cli_commands[i].name, ' ') ? "\"" : " \"*");
        for (int o = 0; o < OPT_COUNT; o++)
            if (cli_takes(&cli_commands[i], o))
                printf("--%s ", cli_options[o].word);
        size_t fields;
        const khung_field *field = cli_fields(&cli_commands[i], &fields);
        for (size_t f = 0; f < fields; f++)
            printf("--%s ", field[f].name);
        puts("\" ;;");
    }
    puts("  esac\n  case \"${COMP_WORDS[1]}\" in");
    for (size_t i = 0; i < cli_command_count; i++) {
        int n = first_word(i, &fresh);
        if (!fresh || cli_commands[i].name[n] == '\0')
            continue;
        printf("  %.*s) second=\"", n, cli_commands[i].name);
        put_second_words(i, n);
        puts("\" ;;");
    }
    fputs("  esac\n  if [ \"$COMP_CWORD\" -le 1 ]; then words=\"", stdout);
    for (size_t i = 0; i < cli_command_count; i++) {
        int n = first_word(i, &fresh);
        if (fresh)
            printf("%.*s ", n, cli_commands[i].name);
    }
    puts("help\"\n  elif [ \"$COMP_CWORD\" -eq 2 ] && [ -n \"$second\" ]; then words=$second\n  elif [[ $cur != -* ]]; then words=\n  fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -o default -F _khung khung");
}

static void zsh(void)
{
    puts("#compdef khung\nautoload -U +X bashcompinit && bashcompinit");
    bash();
}

static void fish(void)
{
    bool fresh;
    for (size_t i = 0; i < cli_command_count; i++) {
        int n = first_word(i, &fresh);
        const char *name = cli_commands[i].name, *second = name[n] ? name + n + 1 : "";
        if (fresh)
            printf("complete -c khung -n __fish_use_subcommand -a %.*s -d '%s'\n", n, name, *second ? "" : cli_commands[i].en);
        if (*second)
            printf("complete -c khung -n '__fish_seen_subcommand_from %.*s' -a %s -d '%s'\n", n, name, second, cli_commands[i].en);
        for (int o = 0; o < OPT_COUNT; o++)
            if (cli_takes(&cli_commands[i], o))
                printf("complete -c khung -n '__fish_seen_subcommand_from %s' -l %s%s\n", *second ? second : name, cli_options[o].word,
                       cli_options[o].argument ? " -r" : "");
        size_t fields;
        const khung_field *field = cli_fields(&cli_commands[i], &fields);
        for (size_t f = 0; f < fields; f++)
            printf("complete -c khung -n '__fish_seen_subcommand_from %s' -l %s -r\n", *second ? second : name, field[f].name);
    }
}

int cmd_completion(cli *c)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].name, c->words[0]) == 0) {
            shells[i].print();
            return EXIT_DONE;
        }
    cli_say(c, stderr, SAY_NO_SHELL, c->words[0], NULL);
    return EXIT_USAGE_ERROR;
}
