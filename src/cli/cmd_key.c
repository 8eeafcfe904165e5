/* khung key: the issuer's keys, kept in a file beside the store or where --keys says. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_FILE = 256 * 1024 };

int cli_keys_path(char path[CLI_PATH_ROOM], cli *c)
{
    const char *named = c->value[OPT_KEYS] ? c->value[OPT_KEYS] : getenv("KHUNG_KEYS");
    char store[CLI_PATH_ROOM];
    if (!named || !*named) {
        int code = cli_store_path(store, c);
        if (code != EXIT_DONE)
            return code;
    }
    int n = named && *named ? snprintf(path, CLI_PATH_ROOM, "%s", named) : snprintf(path, CLI_PATH_ROOM, "%s.keys", store);
    return n > 0 && n < CLI_PATH_ROOM ? EXIT_DONE : EXIT_USAGE_ERROR;
}

/* A file that others can read is no secret. */
static bool is_private(const cli *c, const char *path)
{
    struct stat is;
    if (stat(path, &is) != 0 || !S_ISREG(is.st_mode) || (is.st_mode & 077) == 0)
        return true;
    cli_say(c, stderr, SAY_KEYS_OPEN, path, NULL);
    return false;
}

static int load(khung_keys **out, cli *c, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    if (!c->value[OPT_KEYS] && access(path, F_OK) != 0 && errno == ENOENT) {
        cli_say(c, stderr, SAY_NO_KEYS, path, NULL);
        return cli_exit(KHUNG_NOT_FOUND);
    }
    khung_status status = cli_read(&bytes, &size, c, path, MOST_FILE);
    if (status != KHUNG_OK)
        return cli_exit(status);
    if (size > 11 && memcmp(bytes, "khung-keys ", 11) == 0 && !is_private(c, path)) {
        free(bytes);
        return EXIT_NOT_ALLOWED;
    }
    status = khung_keys_load(out, bytes, size, c->log);
    free(bytes);
    return cli_exit(status);
}

/* Loads and unlocks. */
static int unlocked(khung_keys **out, cli *c, const char *path, bool recovery)
{
    khung_secret given;
    cli_secret *secret = cli_secret_new();
    int code = secret ? load(out, c, path) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_secret_read(&given, secret, c, path, recovery ? CLI_SECRET_RECOVERY : CLI_SECRET_KEYS, false);
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_unlock(*out, &given, c->log));
    cli_secret_free(secret);
    return code;
}

int cli_keys_public(char **list, cli *c, const char *path)
{
    khung_keys *keys = NULL;
    int code = load(&keys, c, path);
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_list_text(list, keys));
    khung_keys_free(keys);
    return code;
}

int cli_keys_unlocked(khung_keys **out, cli *c)
{
    char path[CLI_PATH_ROOM];
    int code = cli_keys_path(path, c);
    return code == EXIT_DONE ? unlocked(out, c, path, false) : code;
}

static int save(cli *c, const char *path, const khung_keys *keys, bool fresh)
{
    char *text = NULL;
    int code = cli_exit(khung_keys_file_text(&text, keys));
    if (code == EXIT_DONE)
        code = cli_write_keys(c, path, text, strlen(text), fresh);
    khung_text_free(text);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}

static bool is_free(cli *c, const char *path)
{
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    cli_say(c, stderr, SAY_KEYS_THERE, path, NULL);
    return false;
}

const char *cli_day(char day[16], const cli *c, int offset)
{
    time_t now = (time_t)(cli_now() / 1000) + (time_t)offset * 60;
    struct tm civil;
    if (c->value[OPT_DATED])
        return c->value[OPT_DATED];
    gmtime_r(&now, &civil);
    strftime(day, 16, "%Y-%m-%d", &civil);
    return day;
}

static int show(cli *c, const khung_keys *keys)
{
    char day[16], *text = NULL;
    const char *today = cli_day(day, c, khung_keys_offset(keys));
    khung_status status = khung_keys_text(&text, keys, today, c->value[OPT_JSON] ? NULL : c->language);
    return status == KHUNG_OK ? cli_print(c, text) : cli_exit(status);
}

/* ---- new ---- */

/* The key for recovery goes into its file first: a key file whose list names it must not be the only one. */
static int make_recovery(cli *c, khung_keys *keys, const char *day)
{
    const char *path = c->value[OPT_RECOVERY];
    khung_keys *safe = NULL;
    khung_secret given;
    cli_secret *secret = path ? cli_secret_new() : NULL;
    if (!path)
        return EXIT_DONE;
    int code = secret ? cli_secret_read(&given, secret, c, path, CLI_SECRET_RECOVERY, true) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_recovery(&safe, keys, day, &given, c->log));
    if (code == EXIT_DONE)
        code = save(c, path, safe, true);
    khung_keys_free(safe);
    cli_secret_free(secret);
    return code;
}

static int too_few(const cli *c)
{
    char room[CLI_ARGUMENT_ROOM];
    cli_say(c, stderr, SAY_TOO_FEW, c->command->name, cli_argument(room, c, c->command->arguments), NULL);
    return EXIT_USAGE_ERROR;
}

/* The issuer that the options name; what they leave out is as the store has it. */
static int whose(khung_issuer *out, char **texts, cli *c)
{
    char path[CLI_PATH_ROOM];
    khung_store *store = NULL;
    khung_issuer known = {0};
    *out = (khung_issuer){.id = c->value[OPT_ID], .name = c->value[OPT_NAME], .abbreviation = c->value[OPT_ABBREVIATION], .url = c->value[OPT_URL]};
    if (out->id && out->name && out->abbreviation && out->url)
        return EXIT_DONE;
    int code = cli_store_path(path, c);
    if (code == EXIT_DONE && access(path, F_OK) != 0)
        return too_few(c);
    if (code == EXIT_DONE)
        code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_issuer_get(&known, texts, store, out->id, c->log));
    khung_store_close(store);
    if (code != EXIT_DONE)
        return code;
    known.name = out->name ? out->name : known.name;
    known.abbreviation = out->abbreviation ? out->abbreviation : known.abbreviation;
    known.url = out->url ? out->url : known.url;
    *out = known;
    return EXIT_DONE;
}

static int make_keys(cli *c, const char *path, const khung_issuer *issuer)
{
    char room[16];
    khung_keys *keys = NULL;
    khung_secret given;
    const char *day = cli_day(room, c, issuer->zone ? issuer->offset : 7 * 60);
    cli_secret *secret = cli_secret_new();
    int code = secret ? cli_secret_read(&given, secret, c, path, CLI_SECRET_KEYS, true) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_begin(&keys, issuer, day, &given, c->log));
    cli_secret_free(secret);
    if (code == EXIT_DONE)
        code = make_recovery(c, keys, day);
    if (code == EXIT_DONE)
        code = save(c, path, keys, true);
    if (code == EXIT_DONE && !c->value[OPT_RECOVERY])
        cli_say(c, stderr, SAY_KEYS_NO_RECOVERY, NULL);
    if (code == EXIT_DONE)
        code = show(c, keys);
    khung_keys_free(keys);
    return code;
}

int cmd_key_new(cli *c)
{
    char path[CLI_PATH_ROOM];
    char *texts = NULL;
    khung_issuer issuer;
    int code = whose(&issuer, &texts, c);
    if (code == EXIT_DONE)
        code = cli_keys_path(path, c);
    if (code == EXIT_DONE && (!is_free(c, path) || (c->value[OPT_RECOVERY] && !is_free(c, c->value[OPT_RECOVERY]))))
        code = EXIT_CANNOT_CREATE;
    if (code == EXIT_DONE)
        code = make_keys(c, path, &issuer);
    khung_text_free(texts);
    return code;
}
/* ---- list, export ---- */

static int with_keys(cli *c, int (*act)(cli *c, const khung_keys *keys))
{
    char path[CLI_PATH_ROOM];
    khung_keys *keys = NULL;
    int code = cli_keys_path(path, c);
    if (code == EXIT_DONE)
        code = load(&keys, c, path);
    if (code == EXIT_DONE)
        code = act(c, keys);
    khung_keys_free(keys);
    return code;
}

int cmd_key_list(cli *c)
{
    return with_keys(c, show);
}

static int export_list(cli *c, const khung_keys *keys)
{
    const char *to = c->value[OPT_OUTPUT] ? c->value[OPT_OUTPUT] : "-";
    char *text = NULL;
    int code = cli_exit(khung_keys_list_text(&text, keys));
    if (code == EXIT_DONE)
        code = cli_write(c, to, text, strlen(text));
    khung_text_free(text);
    if (code == EXIT_DONE && strcmp(to, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, to, NULL);
    return code;
}

int cmd_key_export(cli *c)
{
    return with_keys(c, export_list);
}

/* ---- rotate, revoke, recover ---- */

/* Whoever signs a change: the key for recovery where that is given, else the file's own key. *by is to be freed when it is not `keys`. */
static int signer(khung_keys **by, cli *c, khung_keys *keys, const char *path)
{
    const char *recovery = c->value[OPT_RECOVERY];
    khung_secret given;
    if (recovery)
        return unlocked(by, c, recovery, true);
    cli_secret *secret = cli_secret_new();
    int code = secret ? cli_secret_read(&given, secret, c, path, CLI_SECRET_KEYS, false) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_unlock(keys, &given, c->log));
    cli_secret_free(secret);
    *by = keys;
    return code;
}

static bool read_overlap(int64_t *out, const cli *c)
{
    const char *text = c->value[OPT_OVERLAP];
    *out = 30;
    if (!text)
        return true;
    if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 4 || !*text) {
        cli_say(c, stderr, SAY_BAD_NUMBER, "overlap", text, NULL);
        return false;
    }
    *out = strtol(text, NULL, 10);
    return true;
}

/* The new key gets the passphrase of the file. */
static int do_rotate(cli *c, khung_keys *keys, const khung_keys *by, const char *path)
{
    char room[16];
    int64_t overlap;
    khung_secret given;
    if (!read_overlap(&overlap, c))
        return EXIT_USAGE_ERROR;
    cli_secret *secret = cli_secret_new();
    int code = secret ? cli_secret_read(&given, secret, c, path, CLI_SECRET_KEYS, true) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_rotate(keys, by, cli_day(room, c, khung_keys_offset(keys)), overlap, &given, c->log));
    cli_secret_free(secret);
    return code;
}

static int do_revoke(cli *c, khung_keys *keys, const khung_keys *by, const char *path)
{
    char room[16];
    (void)path;
    return cli_exit(khung_keys_revoke(keys, by, c->words[0], cli_day(room, c, khung_keys_offset(keys)), c->value[OPT_REASON], c->log));
}

/* One change at a time: of two that begin at the same list, one would be lost, with its key. The file is replaced by each change, so it must still be the
 * one that was opened. */
static int hold(int *out, cli *c, const char *path)
{
    struct stat held, there;
    int file = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return EXIT_DONE; /* who reads it says so */
    bool busy = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    busy = busy || fstat(file, &held) != 0 || stat(path, &there) != 0 || held.st_ino != there.st_ino || held.st_dev != there.st_dev;
    *out = file;
    if (busy)
        cli_say(c, stderr, SAY_KEYS_BUSY, path, NULL);
    return busy ? EXIT_BUSY : EXIT_DONE;
}

static int change(cli *c, int (*act)(cli *c, khung_keys *keys, const khung_keys *by, const char *path))
{
    char path[CLI_PATH_ROOM];
    khung_keys *keys = NULL, *by = NULL;
    int held = -1, code = cli_keys_path(path, c);
    if (code == EXIT_DONE)
        code = hold(&held, c, path);
    if (code == EXIT_DONE)
        code = load(&keys, c, path);
    if (code == EXIT_DONE)
        code = signer(&by, c, keys, path);
    if (code == EXIT_DONE)
        code = act(c, keys, by, path);
    if (code == EXIT_DONE)
        code = save(c, path, keys, false);
    if (code == EXIT_DONE)
        code = show(c, keys);
    if (by != keys)
        khung_keys_free(by);
    khung_keys_free(keys);
    if (held >= 0)
        close(held);
    return code;
}

int cmd_key_rotate(cli *c)
{
    return change(c, do_rotate);
}

int cmd_key_revoke(cli *c)
{
    return change(c, do_revoke);
}

static int do_recover(khung_keys **out, cli *c, const khung_keys *by, const char *path)
{
    char *bytes = NULL, room[16];
    size_t size = 0;
    khung_secret given;
    khung_status status = cli_read(&bytes, &size, c, c->words[0], MOST_FILE);
    if (status != KHUNG_OK)
        return cli_exit(status);
    cli_secret *secret = cli_secret_new();
    int code = secret ? cli_secret_read(&given, secret, c, path, CLI_SECRET_KEYS, true) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = cli_exit(khung_keys_recover(out, bytes, size, by, cli_day(room, c, khung_keys_offset(by)), &given, c->log));
    cli_secret_free(secret);
    free(bytes);
    return code;
}

int cmd_key_recover(cli *c)
{
    char path[CLI_PATH_ROOM];
    khung_keys *keys = NULL, *by = NULL;
    if (!c->value[OPT_RECOVERY])
        return too_few(c);
    int code = cli_keys_path(path, c);
    if (code == EXIT_DONE && !is_free(c, path))
        code = EXIT_CANNOT_CREATE;
    if (code == EXIT_DONE)
        code = unlocked(&by, c, c->value[OPT_RECOVERY], true);
    if (code == EXIT_DONE)
        code = do_recover(&keys, c, by, path);
    if (code == EXIT_DONE)
        code = save(c, path, keys, true);
    if (code == EXIT_DONE)
        code = show(c, keys);
    khung_keys_free(by);
    khung_keys_free(keys);
    return code;
}
