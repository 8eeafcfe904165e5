/* Passphrases: from a file, from the environment, or typed without being shown. They lie in memory that is not swapped out where the system allows
 * that, and are wiped after use. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

enum { ROOM = 2048 };

struct cli_secret {
    char text[ROOM];
};

cli_secret *cli_secret_new(void)
{
    cli_secret *secret = mmap(NULL, sizeof *secret, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (secret == MAP_FAILED)
        return NULL;
    mlock(secret, sizeof *secret); /* at best: the limit may be small */
    madvise(secret, sizeof *secret, MADV_DONTDUMP);
    return secret;
}

void cli_secret_free(cli_secret *secret)
{
    if (!secret)
        return;
    explicit_bzero(secret, sizeof *secret);
    munmap(secret, sizeof *secret);
}

/* A signal that came while a passphrase is typed: the terminal gets its echo back before it is obeyed. */
static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    interrupted = signal;
}

/* The first line; false with errno 0 when it is too long. */
static bool read_first_line(char *out, int from)
{
    size_t n = 0;
    for (;;) {
        ssize_t got = read(from, out + n, 1);
        if (got < 0 && errno == EINTR && !interrupted)
            continue;
        if (got < 0)
            return false;
        if (got == 0 || out[n] == '\n')
            break;
        if (++n == ROOM - 1)
            return errno = 0, false;
    }
    if (n && out[n - 1] == '\r')
        n--;
    out[n] = '\0';
    return true;
}

static int from_file(char *out, cli *c, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    int from = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool right = from >= 0 && read_first_line(out, from);
    if (!right)
        cli_say(c, stderr, SAY_CANNOT_READ, path, errno ? cli_why(c, errno) : cli_word(c, SAY_SECRET_LONG), NULL);
    if (from >= 0 && !standard)
        close(from);
    return right ? EXIT_DONE : EXIT_NO_INPUT;
}

/* One line typed on the terminal itself, whatever standard input is. */
static int typed(char *out, const cli *c, int terminal, word_id prompt, const char *what)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    enum { SIGNALS = sizeof signals / sizeof *signals };
    struct sigaction told = {.sa_handler = interrupt}, usual[SIGNALS]; /* without SA_RESTART: reading ends */
    struct termios before, quiet;
    FILE *to = fdopen(dup(terminal), "w");
    if (!to || tcgetattr(terminal, &before) != 0) {
        if (to)
            fclose(to);
        return EXIT_NOT_ALLOWED;
    }
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    cli_say_open(c, to, prompt, what, NULL);
    fflush(to);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &told, &usual[i]);
    tcsetattr(terminal, TCSAFLUSH, &quiet);
    bool right = read_first_line(out, terminal);
    tcsetattr(terminal, TCSAFLUSH, &before);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &usual[i], NULL);
    fputc('\n', to);
    fclose(to);
    if (interrupted)
        raise(interrupted);
    return right ? EXIT_DONE : EXIT_NO_INPUT;
}

static int ask(cli_secret *secret, const cli *c, const char *what, bool twice, word_id nowhere)
{
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0) {
        cli_say(c, stderr, nowhere, NULL);
        return EXIT_NOT_ALLOWED;
    }
    int code = typed(secret->text, c, terminal, SAY_SECRET_ASK, what);
    cli_secret *again = code == EXIT_DONE && twice ? cli_secret_new() : NULL;
    if (again) {
        code = typed(again->text, c, terminal, SAY_SECRET_AGAIN, what);
        if (code == EXIT_DONE && strcmp(again->text, secret->text) != 0) {
            cli_say(c, stderr, SAY_SECRET_DIFFERS, NULL);
            code = EXIT_USAGE_ERROR;
        }
    }
    cli_secret_free(again);
    close(terminal);
    return code;
}

int cli_secret_read(khung_secret *out, cli_secret *secret, cli *c, const char *what, cli_secret_kind kind, bool twice)
{
    static const option_id options[] = {OPT_PASSPHRASE_FILE, OPT_RECOVERY_PASSPHRASE_FILE, OPT_PDF_PASSPHRASE_FILE};
    static const char *const variables[] = {"KHUNG_PASSPHRASE", "KHUNG_RECOVERY_PASSPHRASE", "KHUNG_PDF_PASSPHRASE"};
    const char *file = c->value[options[kind]], *given = getenv(variables[kind]);
    const char *memory = c->value[OPT_MEMORY];
    int code = EXIT_DONE;
    if (file)
        code = from_file(secret->text, c, file);
    else if (given && strlen(given) < ROOM)
        strcpy(secret->text, given);
    else
        code = ask(secret, c, what, twice, kind == CLI_SECRET_PDF ? SAY_SECRET_NONE_PDF : SAY_SECRET_NONE);
    if (memory && (strspn(memory, "0123456789") != strlen(memory) || strlen(memory) > 8)) {
        cli_say(c, stderr, SAY_BAD_NUMBER, "memory", memory, NULL);
        code = EXIT_USAGE_ERROR;
    }
    *out = (khung_secret){.text = secret->text, .size = strlen(secret->text), .mebibytes = memory ? (uint32_t)strtoul(memory, NULL, 10) : 0};
    return code;
}
