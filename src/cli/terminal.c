/* The terminal for the interview: keys one by one, the whole screen, both given back as they were whatever happens. Termios and the control
 * sequences that every terminal of today knows: that is less than a library for them would take to set up. */
#include "cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* What the handler of signals may touch; a process has one terminal. */
static volatile sig_atomic_t caught[SIGNALS];

static void note(int number)
{
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i] == number)
            caught[i] = 1;
}

bool cli_terminal_is(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0;
}

static void put(const char *text, size_t n)
{
    while (n > 0) {
        ssize_t done = write(STDOUT_FILENO, text, n);
        if (done < 0 && errno != EINTR)
            return; /* it hung up: the next read says so */
        text += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
}

void cli_terminal_put(const char *text)
{
    put(text, strlen(text));
}

/* The other screen, pasted text between marks, no echo; ^C and ^Z stay signals. */
static bool enter(const cli_terminal *t)
{
    struct termios raw = t->before;
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | ISTRIP);
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) != 0)
        return false;
    cli_terminal_put("\x1b[?1049h\x1b[?2004h\x1b[H\x1b[2J");
    return true;
}

static void leave(const cli_terminal *t)
{
    cli_terminal_put("\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h");
    tcsetattr(STDIN_FILENO, TCSADRAIN, &t->before);
}

/* Signals wait outside of cli_terminal_read, so that none comes while an answer is being kept. */
bool cli_terminal_open(cli_terminal *t)
{
    struct sigaction action = {.sa_handler = note};
    sigset_t held;
    sigemptyset(&held);
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++)
        sigaddset(&held, signals[i]);
    if (tcgetattr(STDIN_FILENO, &t->before) != 0 || sigprocmask(SIG_BLOCK, &held, &t->mask) != 0)
        return false;
    for (int i = 0; i < SIGNALS; i++) {
        caught[i] = 0;
        sigaction(signals[i], &action, &t->actions[i]);
    }
    t->open = enter(t);
    if (!t->open)
        cli_terminal_close(t);
    return t->open;
}

void cli_terminal_close(cli_terminal *t)
{
    if (t->open)
        leave(t);
    t->open = false;
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &t->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &t->mask, NULL);
}

void cli_terminal_size(unsigned *columns, unsigned *rows)
{
    struct winsize size = {0};
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row;
    *columns = known ? size.ws_col : 80;
    *rows = known ? size.ws_row : 24;
}

/* ^Z: the shell gets its terminal back as it was, and we ours when we go on. */
static void stop(const cli_terminal *t)
{
    sigset_t one, held;
    struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
    leave(t);
    sigemptyset(&one);
    sigaddset(&one, SIGTSTP);
    sigaction(SIGTSTP, &usual, &ours);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &one, &held); /* stops here */
    sigprocmask(SIG_SETMASK, &held, NULL);
    sigaction(SIGTSTP, &ours, NULL);
    enter(t);
}

/* What the signals that came ask for; 0: none came. */
static int look(cli_terminal *t)
{
    bool drawn = false;
    for (int i = 0; i < SIGNALS; i++) {
        if (!caught[i])
            continue;
        caught[i] = 0;
        if (signals[i] == SIGTSTP)
            stop(t);
        else if (signals[i] != SIGWINCH)
            return signals[i];
        drawn = true;
    }
    return drawn ? CLI_TERMINAL_DRAW : 0;
}

int cli_terminal_read(cli_terminal *t, char *bytes, size_t room, size_t *n, int milliseconds)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    struct timespec wait = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
    *n = 0;
    int ready = ppoll(&in, 1, milliseconds < 0 ? NULL : &wait, &t->mask);
    int asked = look(t);
    if (asked)
        return asked;
    if (ready < 0)
        return errno == EINTR ? CLI_TERMINAL_DRAW : CLI_TERMINAL_GONE;
    if (ready == 0)
        return 0;
    ssize_t got = read(STDIN_FILENO, bytes, room);
    if (got <= 0)
        return got < 0 && errno == EINTR ? CLI_TERMINAL_DRAW : CLI_TERMINAL_GONE;
    *n = (size_t)got;
    return 0;
}

bool cli_terminal_waiting(void)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&in, 1, 0) > 0 && (in.revents & POLLIN);
}
