/* khung: the command line. main is a table of commands. */
#include "cli.h"

#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWERS_IN "FRAMEWORK ANSWERS..."
#define EXAMPLE_FILES "vn-ngo-capacity examples/hoi-song-xanh/self.yaml"

const cli_command cli_commands[] = {
    {"check", "FILE...", "say all that is wrong in files of any kind, where, and how to mend it",
     "kiểm tra mọi loại tệp: sai gì, ở đâu, sửa thế nào", "khung check frameworks/vn-ngo-capacity.yaml", OPTION(JSON) | OPTION(FRAMEWORKS), 1, -1,
     cmd_check},
    {"show", "FRAMEWORK", "the outline of a framework", "dàn ý của một khung", "khung show vn-ngo-capacity", OPTION(JSON) | OPTION(FRAMEWORKS), 1, 1,
     cmd_show},
    {"score", ANSWERS_IN, "the result; several files are the tracks of one assessment", "kết quả; nhiều tệp là các bản trả lời của một đợt đánh giá",
     "khung score " EXAMPLE_FILES, OPTION(JSON) | OPTION(FRAMEWORKS) | OPTION(SAVE) | OPTION(STORE) | OPTION(AS), 2, -1, cmd_score},
    {"explain", ANSWERS_IN " [ID]", "how each number came about", "vì sao ra từng con số",
     "khung explain " EXAMPLE_FILES " finance", OPTION(JSON) | OPTION(FRAMEWORKS) | OPTION(ASSESSMENT) | OPTION(STORE), 2, -1, cmd_explain},
    {"report", ANSWERS_IN " -o FILE", "a document: FILE ends in .pdf or .txt", "tài liệu: tệp có đuôi .pdf hoặc .txt",
     "khung report " EXAMPLE_FILES " -o report.pdf",
     OPTION(OUTPUT) | OPTION(FRAMEWORKS) | OPTION(TEMPLATE) | OPTION(COVER_DARK) | OPTION(ARCHIVE) | OPTION(WITH_NOTES) | OPTION(PLACE) | OPTION(ISSUER) |
         OPTION(DATED) | OPTION(ASSESSMENT) | OPTION(STORE),
     2, -1, cmd_report},
    {"translate", "FRAMEWORK LANGUAGE", "make the translation file or bring it up to date", "tạo tệp bản dịch hoặc cập nhật nó",
     "khung translate vn-ngo-capacity en -o -", OPTION(OUTPUT) | OPTION(FRAMEWORKS), 2, 2, cmd_translate},
    {"init", "--as ID --name NAME", "make the store with its first person", "tạo kho dữ liệu với người dùng đầu tiên",
     "khung init --as an --name \"Nguyễn Thị Ái\" --store out/khung.db", OPTION(STORE) | OPTION(AS) | OPTION(NAME), 0, 0, cmd_init},
    {"framework add", "FRAMEWORK", "keep a framework in the store", "lưu một khung vào kho", "khung framework add vn-ngo-capacity --as an",
     OPTION(STORE) | OPTION(AS) | OPTION(FRAMEWORKS), 1, 1, cmd_framework_add},
    {"framework list", "", "the frameworks of the store", "các khung trong kho", "khung framework list --json", OPTION(STORE) | OPTION(JSON), 0, 0,
     cmd_framework_list},
    {"framework show", "ID|DIGEST", "the outline of a framework of the store", "dàn ý một khung trong kho", "khung framework show vn-ngo-capacity",
     OPTION(STORE) | OPTION(JSON) | OPTION(FRAMEWORKS), 1, 1, cmd_framework_show},
    {"org list", "", "the organisations of the store", "các tổ chức trong kho", "khung org list", OPTION(STORE) | OPTION(JSON), 0, 0, cmd_org_list},
    {"assess list", "", "the assessments of the store", "các đợt đánh giá trong kho", "khung assess list", OPTION(STORE) | OPTION(JSON), 0, 0, cmd_assess_list},
    {"assess show", "ID", "one assessment of the store with its result", "một đợt đánh giá trong kho và kết quả", "khung assess show hoi-song-xanh-2026",
     OPTION(STORE) | OPTION(JSON) | OPTION(FRAMEWORKS), 1, 1, cmd_assess_show},
    {"completion", "bash|zsh|fish", "completion for a shell", "gợi ý lệnh cho trình vỏ", "khung completion bash", 0, 1, 1, cmd_completion},
};
const size_t cli_command_count = sizeof cli_commands / sizeof *cli_commands;

/* LC_ALL, LC_MESSAGES, LANG: the first that is set decides; anything but English is Vietnamese. */
static const char *language_of_environment(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "en", 2) == 0 ? "en" : "vi";
    }
    return "vi";
}

/* Without a UTF-8 locale named anywhere the terminal is taken for UTF-8 all the same: Vietnamese needs it. */
static bool speaks_utf8(void) {
    const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
    for (size_t i = 0; i < 3; i++)
        if (names[i] && *names[i])
            return strcasestr(names[i], "utf-8") || strcasestr(names[i], "utf8");
    return true;
}

static void look_around(cli *c) {
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool allowed = !(no_colour && *no_colour) && !(terminal && strcmp(terminal, "dumb") == 0);
    c->language = language_of_environment();
    c->utf8 = speaks_utf8();
    c->colour = allowed && isatty(STDOUT_FILENO);
    c->colour_messages = allowed && isatty(STDERR_FILENO);
}

static int choose_language(cli *c) {
    const char *asked = c->value[OPT_LANG];
    if (!asked)
        return EXIT_DONE;
    if (strcmp(asked, "vi") != 0 && strcmp(asked, "en") != 0) {
        cli_say(c, stderr, SAY_BAD_LANG, asked, NULL);
        return EXIT_USAGE_ERROR;
    }
    c->language = asked;
    return EXIT_DONE;
}

static void print_log(const cli *c) {
    char *text = NULL;
    if (khung_log_count(c->log) > 0 && khung_log_text(&text, c->log, c->colour_messages) == KHUNG_OK)
        fputs(text, stderr);
    khung_text_free(text);
}

static int run(cli *c) {
    if (c->value[OPT_HELP]) {
        cli_help(c, stdout);
        return EXIT_DONE;
    }
    khung_status status = khung_log_new(&c->log, c->language);
    if (status != KHUNG_OK)
        return cli_exit(status);
    int code = c->command->run(c);
    print_log(c);
    khung_log_free(c->log);
    return code;
}

/* What stands before any command: --help, --version, help COMMAND. True when that was all. */
static bool run_bare(cli *c, int argc, char **argv, int *code) {
    *code = EXIT_DONE;
    if (argc < 2) {
        cli_help(c, stderr);
        *code = EXIT_USAGE_ERROR;
        return true;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("khung %s\n", khung_version());
        return true;
    }
    bool help = strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
    if (help && argc > 2 && argv[2][0] != '-') {
        *code = cli_parse(c, argc - 1, argv + 1);
        c->value[OPT_HELP] = "";
        if (c->command)
            *code = run(c);
        return true;
    }
    for (int i = 2; help && i + 1 < argc; i++)
        if (strcmp(argv[i], "--lang") == 0)
            c->language = strcmp(argv[i + 1], "en") == 0 ? "en" : "vi";
    if (help)
        cli_help(c, stdout);
    return help;
}

int main(int argc, char **argv) {
    cli c = {0};
    int code;
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing like any other */
    look_around(&c);
    if (!run_bare(&c, argc, argv, &code)) {
        code = cli_parse(&c, argc, argv);
        if (code == EXIT_DONE)
            code = choose_language(&c);
        if (code == EXIT_DONE)
            code = run(&c);
    }
    if ((fflush(stdout) != 0 || ferror(stdout)) && code <= EXIT_NO) {
        if (errno != EPIPE)
            cli_say(&c, stderr, SAY_CANNOT_WRITE, "-", strerror(errno), NULL);
        code = EXIT_IO;
    }
    return code;
}
