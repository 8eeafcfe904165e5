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

static void put_row(FILE *to, const char *left, const char *right)
{
    size_t n = 2 + code_points(left, left + strlen(left)) + 1;
    fprintf(to, "  %s", left);
    if (n > LEFT)
        fprintf(to, "\n%*s", LEFT, "");
    else
        fprintf(to, "%*s", (int)(LEFT - n) + 1, "");
    put_wrapped(to, right, LEFT, LEFT);
}

static void overview(const cli *c, FILE *to)
{
    bool english = strcmp(c->language, "en") == 0;
    fprintf(to, "%s\n\n%s\n", cli_word(c, SAY_OVERVIEW), cli_word(c, SAY_COMMANDS));
    for (size_t i = 0; i < cli_command_count; i++)
        put_row(to, cli_commands[i].name, english ? cli_commands[i].en : cli_commands[i].vi);
    fprintf(to, "\n%s\n", cli_word(c, SAY_MORE_HELP));
}

/* The fields of a record as options, with their values where only some are allowed. */
static void put_fields(const cli *c, FILE *to)
{
    size_t count;
    const khung_field *fields = cli_fields(c->command, &count);
    bool english = strcmp(c->language, "en") == 0;
    for (size_t i = 0; i < count; i++) {
        char left[128], right[512], room[CLI_ARGUMENT_ROOM];
        snprintf(left, sizeof left, "--%s %.96s", fields[i].name, cli_argument(room, c, fields[i].argument));
        int n = snprintf(right, sizeof right, "%s%s", english ? fields[i].en : fields[i].vi, fields[i].choices ? ":" : "");
        for (size_t k = 0; fields[i].choices && fields[i].choices[k] && n < (int)sizeof right; k++)
            n += snprintf(right + n, sizeof right - (size_t)n, "%s %s", k ? "," : "", fields[i].choices[k]);
        if (fields[i].repeated && n < (int)sizeof right)
            snprintf(right + n, sizeof right - (size_t)n, " %s", cli_word(c, SAY_AGAIN));
        put_row(to, left, right);
    }
}

void cli_help(const cli *c, FILE *to)
{
    bool english = strcmp(c->language, "en") == 0;
    char room[CLI_ARGUMENT_ROOM];
    if (!c->command) {
        overview(c, to);
        return;
    }
    cli_say(c, to, *c->command->arguments ? SAY_USAGE : SAY_USAGE_BARE, c->command->name, cli_argument(room, c, c->command->arguments), NULL);
    put_wrapped(to, english ? c->command->en : c->command->vi, 0, 0);
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
        put_row(to, left, english ? cli_options[i].en : cli_options[i].vi);
    }
    fprintf(to, "\n%s\n  %s\n", cli_word(c, SAY_EXAMPLE), c->command->example);
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
