/* The store, for the commands that need it: where it is, who acts, what time it is. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* --store, $KHUNG_STORE, $XDG_DATA_HOME/khung/khung.db, ~/.local/share/khung/khung.db; false when there is no home. */
static bool find_store(char path[CLI_PATH_ROOM], const cli *c, bool *chosen)
{
    const char *named = c->value[OPT_STORE] ? c->value[OPT_STORE] : getenv("KHUNG_STORE");
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int n = -1;
    *chosen = named && *named;
    if (*chosen)
        n = snprintf(path, CLI_PATH_ROOM, "%s", named);
    else if (data && *data == '/')
        n = snprintf(path, CLI_PATH_ROOM, "%s/khung/khung.db", data);
    else if (home && *home)
        n = snprintf(path, CLI_PATH_ROOM, "%s/.local/share/khung/khung.db", home);
    return n > 0 && n < CLI_PATH_ROOM;
}

bool cli_make_folders(const char *path)
{
    char folder[CLI_PATH_ROOM];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *p = strchr(folder + 1, '/'); p; p = strchr(p + 1, '/')) {
        *p = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return false;
        *p = '/';
    }
    return true;
}

/* False with errno set where the folder that `path` lies in cannot be written to. */
static bool folder_is_there(const char *path)
{
    char copy[CLI_PATH_ROOM];
    snprintf(copy, sizeof copy, "%s", path);
    int folder = open(dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
    bool there = folder >= 0 && faccessat(folder, ".", W_OK | X_OK, 0) == 0;
    if (folder >= 0)
        close(folder);
    return there;
}

int64_t cli_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool cli_somebody(const cli *c)
{
    if (*cli_person(c))
        return true;
    cli_say(c, stderr, SAY_WHO_ACTS, NULL);
    return false;
}

const char *cli_person(const cli *c)
{
    const char *named = c->value[OPT_AS] ? c->value[OPT_AS] : getenv("KHUNG_AS");
    return named ? named : "";
}

int cli_store_path(char path[CLI_PATH_ROOM], cli *c)
{
    bool chosen;
    if (find_store(path, c, &chosen))
        return EXIT_DONE;
    cli_say(c, stderr, SAY_NO_STORE, NULL);
    return EXIT_USAGE_ERROR;
}

int cli_store(khung_store **out, cli *c)
{
    char path[CLI_PATH_ROOM];
    int code = cli_store_path(path, c);
    return code == EXIT_DONE ? cli_exit(khung_store_open(out, path, c->log)) : code;
}

int cli_answer(cli *c, cli_asking *ask)
{
    khung_store *store = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(ask(&text, store, c));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

int cli_change(cli *c, cli_changing *change)
{
    khung_store *store = NULL;
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(change(store, c));
    khung_store_close(store);
    return code;
}

bool cli_sure(const cli *c)
{
    if (!c->value[OPT_YES])
        cli_say(c, stderr, SAY_SURE, c->command->name, NULL);
    return c->value[OPT_YES] != NULL;
}

bool cli_limit(size_t *limit, const cli *c, size_t otherwise)
{
    const char *text = c->value[OPT_LIMIT];
    *limit = otherwise;
    if (!text)
        return true;
    bool number = strspn(text, "0123456789") == strlen(text) && strlen(text) < 10;
    if (number)
        *limit = (size_t)strtoul(text, NULL, 10);
    else
        cli_say(c, stderr, SAY_BAD_LIMIT, text, NULL);
    return number;
}

int cmd_init(cli *c)
{
    char path[CLI_PATH_ROOM];
    bool chosen;
    khung_store *store = NULL;
    const char *person = cli_person(c), *name = c->value[OPT_NAME];
    if (!*person || !name) {
        cli_say(c, stderr, SAY_INIT_WHO, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (!find_store(path, c, &chosen)) {
        cli_say(c, stderr, SAY_NO_STORE, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (chosen && !folder_is_there(path))
        return cli_cannot_create(c, path);
    if (!chosen && !cli_make_folders(path))
        return cli_cannot_create(c, path);
    khung_status status = khung_store_init(&store, path, person, name, cli_now(), c->log);
    khung_store_close(store);
    if (status == KHUNG_OK)
        cli_say(c, stderr, SAY_MADE_STORE, path, NULL);
    return status == KHUNG_NOT_FOUND ? EXIT_CANNOT_CREATE : cli_exit(status);
}
