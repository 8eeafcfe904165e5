/* The program's sentences in the language of its user. */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static const char *const words[][2] = {
#define C(name, en, vi) {en, vi},
#include "words.def"
#undef C
};

const char *cli_word(const cli *c, word_id id)
{
    return words[id][strcmp(c->language, "en") == 0 ? 0 : 1];
}

/* What stands for the n letters in Vietnamese; NULL: the same. */
static const char *argument_word(const char *letters, size_t n)
{
    static const char *const arguments[][2] = {
#define A(en, vi) {en, vi},
#include "arguments.def"
#undef A
    };
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
        if (strlen(arguments[i][0]) == n && memcmp(arguments[i][0], letters, n) == 0)
            return arguments[i][1];
    return NULL;
}

const char *cli_argument(char room[CLI_ARGUMENT_ROOM], const cli *c, const char *text)
{
    size_t at = 0;
    for (const char *p = text; *p && at < CLI_ARGUMENT_ROOM - 1;) {
        size_t n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), taken = n ? n : 1;
        const char *word = n && strcmp(c->language, "en") != 0 ? argument_word(p, n) : NULL;
        int put = word ? snprintf(room + at, CLI_ARGUMENT_ROOM - at, "%s", word) : snprintf(room + at, CLI_ARGUMENT_ROOM - at, "%.*s", (int)taken, p);
        at += (size_t)put;
        p += taken;
    }
    room[at < CLI_ARGUMENT_ROOM ? at : CLI_ARGUMENT_ROOM - 1] = '\0';
    return room;
}

const char *cli_why(const cli *c, int number)
{
    static const struct {
        int number;
        word_id word;
    } common[] = {{ENOENT, SAY_NO_SUCH_FILE}, {EACCES, SAY_NO_RIGHT}, {EPERM, SAY_NO_RIGHT}, {EISDIR, SAY_A_FOLDER},
                  {ENOTDIR, SAY_NO_FOLDER},   {ENOSPC, SAY_DISK_FULL}, {EROFS, SAY_READ_ONLY},   {EFBIG, SAY_FILE_LIMIT}};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (common[i].number == number)
            return cli_word(c, common[i].word);
    return strerror(number);
}

enum { MOST = 4 };

static void put(const cli *c, FILE *to, word_id id, const char *const args[MOST])
{
    for (const char *p = cli_word(c, id); *p; p++) {
        int arg = p[0] == '{' && p[1] >= '0' && p[1] < '0' + MOST && p[2] == '}' ? p[1] - '0' : -1;
        if (arg >= 0 && args[arg]) {
            fputs(args[arg], to);
            p += 2;
        } else {
            fputc(*p, to);
        }
    }
}

void cli_say(const cli *c, FILE *to, word_id id, ...)
{
    const char *args[MOST] = {NULL};
    va_list list;
    va_start(list, id);
    for (int i = 0; i < MOST && (args[i] = va_arg(list, const char *)); i++)
        ;
    va_end(list);
    put(c, to, id, args);
    fputc('\n', to);
}

void cli_say_open(const cli *c, FILE *to, word_id id, ...)
{
    const char *args[MOST] = {NULL};
    va_list list;
    va_start(list, id);
    for (int i = 0; i < MOST && (args[i] = va_arg(list, const char *)); i++)
        ;
    va_end(list);
    put(c, to, id, args);
}

void cli_count(const cli *c, FILE *to, word_id one, word_id many, size_t n)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", n);
    put(c, to, n == 1 ? one : many, (const char *const[MOST]){number});
}
