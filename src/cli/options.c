/* Options and help, from the tables. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct known {
    const char *word;
    char letter;
    const char *argument, *en, *vi;
} known;
static const known options[OPT_COUNT] = {
#define O(name, word, letter, argument, en, vi) {word, letter, argument, en, vi},
#include "options.def"
#undef O
};

static bool takes(const cli_command *command, int option) {
    return option == OPT_HELP || option == OPT_LANG || (command->options >> option & 1u);
}

static int find_option(const char *word, size_t length) {
    for (int i = 0; i < OPT_COUNT; i++)
        if (strncmp(options[i].word, word, length) == 0 && options[i].word[length] == '\0')
            return i;
    return -1;
}

static int find_letter(char letter) {
    for (int i = 0; i < OPT_COUNT; i++)
        if (options[i].letter == letter)
            return i;
    return -1;
}

static int unknown_option(const cli *c, const char *word) {
    const char *near_by[OPT_COUNT];
    size_t n = 0;
    for (int i = 0; i < OPT_COUNT; i++)
        if (takes(c->command, i))
            near_by[n++] = options[i].word;
    const char *near = khung_word_nearest(word + strspn(word, "-"), near_by, n);
    if (near)
        cli_say(c, stderr, SAY_NO_OPTION_NEAR, word, near, NULL);
    else
        cli_say(c, stderr, SAY_NO_OPTION, word, c->command->name, NULL);
    return EXIT_USAGE_ERROR;
}

/* One option at argv[*i]; moves *i over its value when that is the next word. */
static int take_option(cli *c, int *i, int argc, char **argv) {
    const char *word = argv[*i], *value = NULL;
    size_t length = strcspn(word, "=");
    int id = word[1] == '-' ? find_option(word + 2, length > 2 ? length - 2 : 0) : word[2] == '\0' ? find_letter(word[1]) : -1;
    if (id < 0)
        return unknown_option(c, word);
    if (!takes(c->command, id)) {
        cli_say(c, stderr, SAY_NOT_HERE, word, c->command->name, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (word[length] == '=')
        value = word + length + 1;
    if (!options[id].argument && value) {
        cli_say(c, stderr, SAY_NO_VALUE, options[id].word, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (options[id].argument && !value)
        value = *i + 1 < argc ? argv[++*i] : NULL;
    if (options[id].argument && (!value || !*value)) {
        cli_say(c, stderr, SAY_NEEDS_VALUE, options[id].word, options[id].argument, NULL);
        return EXIT_USAGE_ERROR;
    }
    c->value[id] = value ? value : "";
    return EXIT_DONE;
}

static int check_count(const cli *c) {
    const cli_command *command = c->command;
    bool stored = c->value[OPT_ASSESSMENT] != NULL;
    if (c->count < command->least && !stored && !c->value[OPT_HELP]) {
        cli_say(c, stderr, SAY_TOO_FEW, command->name, command->arguments, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (command->most >= 0 && c->count > command->most) {
        cli_say(c, stderr, SAY_TOO_MANY, c->words[command->most], command->name, command->arguments, NULL);
        return EXIT_USAGE_ERROR;
    }
    return EXIT_DONE;
}

/* The command of the first word, or of the first two ("assess list"); *used says how many. */
static const cli_command *find_command(int argc, char **argv, int *used) {
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i].name, *space = strchr(name, ' ');
        size_t first = space ? (size_t)(space - name) : strlen(name);
        if (strncmp(argv[1], name, first) != 0 || argv[1][first] != '\0')
            continue;
        if (!space || (argc > 2 && strcmp(argv[2], space + 1) == 0)) {
            *used = space ? 3 : 2;
            return &cli_commands[i];
        }
    }
    return NULL;
}

static int unknown_command(const cli *c, int argc, char **argv) {
    enum { MOST = 64 };
    const char *names[MOST];
    char both[128];
    size_t n = 0;
    while (n < cli_command_count && n < MOST) {
        names[n] = cli_commands[n].name;
        n++;
    }
    snprintf(both, sizeof both, "%s %s", argv[1], argc > 2 && argv[2][0] != '-' ? argv[2] : "");
    const char *near = khung_word_nearest(argv[1], names, n);
    if (!near)
        near = khung_word_nearest(both, names, n);
    if (near)
        cli_say(c, stderr, SAY_NO_COMMAND_NEAR, argv[1], near, NULL);
    else
        cli_say(c, stderr, SAY_NO_COMMAND, argv[1], NULL);
    return EXIT_USAGE_ERROR;
}

int cli_parse(cli *c, int argc, char **argv) {
    int used = 0, code = EXIT_DONE;
    c->command = find_command(argc, argv, &used);
    if (!c->command)
        return unknown_command(c, argc, argv);
    c->words = argv + used;
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

static void put_row(FILE *to, const char *left, const char *right) {
    fprintf(to, "  %-26s %s\n", left, right);
}

static void overview(const cli *c, FILE *to) {
    bool english = strcmp(c->language, "en") == 0;
    fprintf(to, "%s\n\n%s\n", cli_word(c, SAY_OVERVIEW), cli_word(c, SAY_COMMANDS));
    for (size_t i = 0; i < cli_command_count; i++)
        put_row(to, cli_commands[i].name, english ? cli_commands[i].en : cli_commands[i].vi);
    fprintf(to, "\n%s\n", cli_word(c, SAY_MORE_HELP));
}

void cli_help(const cli *c, FILE *to) {
    bool english = strcmp(c->language, "en") == 0;
    if (!c->command) {
        overview(c, to);
        return;
    }
    cli_say(c, to, SAY_USAGE, c->command->name, c->command->arguments, NULL);
    fprintf(to, "%s\n\n%s\n", english ? c->command->en : c->command->vi, cli_word(c, SAY_OPTIONS));
    for (int i = 0; i < OPT_COUNT; i++) {
        char left[64], letter[8] = "";
        if (!takes(c->command, i))
            continue;
        if (options[i].letter)
            snprintf(letter, sizeof letter, "-%c, ", options[i].letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, options[i].word, options[i].argument ? " " : "", options[i].argument ? options[i].argument : "");
        put_row(to, left, english ? options[i].en : options[i].vi);
    }
    fprintf(to, "\n%s\n  %s\n", cli_word(c, SAY_EXAMPLE), c->command->example);
}

/* ---- completion, from the same tables ---- */

static void bash(void) {
    puts("_khung() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words\n  case \"${COMP_WORDS[1]}\" in");
    for (size_t i = 0; i < cli_command_count; i++) {
        if (strchr(cli_commands[i].name, ' '))
            continue;
        printf("  %s) words=\"", cli_commands[i].name);
        for (int o = 0; o < OPT_COUNT; o++)
            if (takes(&cli_commands[i], o))
                printf("--%s ", options[o].word);
        puts("\" ;;");
    }
    fputs("  *) words=\"", stdout);
    for (size_t i = 0; i < cli_command_count; i++)
        printf("%.*s ", (int)strcspn(cli_commands[i].name, " "), cli_commands[i].name);
    puts("\" ;;\n  esac\n  [ \"$COMP_CWORD\" -le 1 ] || [[ $cur == -* ]] || words=\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -o default -F _khung khung");
}

static void zsh(void) {
    puts("#compdef khung\nautoload -U +X bashcompinit && bashcompinit");
    bash();
}

static void fish(void) {
    for (size_t i = 0; i < cli_command_count; i++) {
        int first = (int)strcspn(cli_commands[i].name, " ");
        printf("complete -c khung -n __fish_use_subcommand -a '%.*s' -d '%s'\n", first, cli_commands[i].name, cli_commands[i].en);
        for (int o = 0; o < OPT_COUNT; o++)
            if (takes(&cli_commands[i], o))
                printf("complete -c khung -n '__fish_seen_subcommand_from %.*s' -l %s%s\n", first, cli_commands[i].name, options[o].word,
                       options[o].argument ? " -r" : "");
    }
}

int cmd_completion(cli *c) {
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
