/* khung verify FILE|CODE. What was seen of an issuer is remembered beside the store's usual place: its newest list of keys, so that it need not be given
 * again and none that contradicts it is believed, and the highest number of a register, so that no older one is taken for the newest. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_KEYS = 256 * 1024, MOST_SEEN = 64 };

/* The file of an issuer's memory; false where there is no home. */
static bool memory_path(char path[CLI_PATH_ROOM], const char *issuer, const char *ending)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int n = -1;
    if (!*issuer)
        return false;
    if (data && *data == '/')
        n = snprintf(path, CLI_PATH_ROOM, "%s/khung/issuers/%s.%s", data, issuer, ending);
    else if (home && *home)
        n = snprintf(path, CLI_PATH_ROOM, "%s/.local/share/khung/issuers/%s.%s", home, issuer, ending);
    return n > 0 && n < CLI_PATH_ROOM;
}

/* Its text, NULL where nothing is remembered. */
static char *recall(const char *issuer, const char *ending, size_t most)
{
    char path[CLI_PATH_ROOM], *text = NULL;
    FILE *file = memory_path(path, issuer, ending) ? fopen(path, "rb") : NULL;
    if (!file)
        return NULL;
    text = malloc(most + 1);
    if (text)
        text[fread(text, 1, most, file)] = '\0';
    fclose(file);
    return text;
}

/* That it cannot be remembered is no reason not to answer. */
static void remember(cli *c, const char *issuer, const char *ending, const char *text)
{
    char path[CLI_PATH_ROOM];
    if (!memory_path(path, issuer, ending))
        return;
    if (!cli_make_folders(path) || cli_write_private(c, path, text, strlen(text)) != EXIT_DONE)
        cli_say(c, stderr, SAY_NOT_REMEMBERED, path, NULL);
}

/* ---- keys ---- */

/* The public list of the file that was named, and whose it is; *out is the library's. */
static int given_keys(char **out, char issuer[KHUNG_ISSUER_SIZE], cli *c, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    khung_keys *keys = NULL;
    khung_status status = cli_read(&bytes, &size, c, path, MOST_KEYS + 1);
    if (status == KHUNG_OK)
        status = khung_keys_load(&keys, bytes, size, c->log);
    if (status == KHUNG_OK)
        status = khung_keys_list_text(out, keys);
    if (status == KHUNG_OK)
        khung_keys_issuer(issuer, keys);
    khung_keys_free(keys);
    free(bytes);
    return cli_exit(status);
}

/* The newer of what was given and what is remembered; new ones are remembered. Both NULL: no keys. */
static int choose_keys(char **out, cli *c, const char *issuer)
{
    const char *path = c->value[OPT_KEYS] ? c->value[OPT_KEYS] : getenv("KHUNG_KEYS");
    char *given = NULL, named[KHUNG_ISSUER_SIZE], *known;
    int newer = 1;
    if (!path || !*path) {
        *out = recall(issuer, "keys", MOST_KEYS);
        return EXIT_DONE;
    }
    int code = given_keys(&given, named, c, path);
    if (code != EXIT_DONE)
        return code;
    khung_status status = KHUNG_OK;
    known = recall(named, "keys", MOST_KEYS);
    if (known && strcmp(known, given) == 0)
        newer = 0;
    else if (known)
        status = khung_keys_compare(&newer, given, strlen(given), known, strlen(known), c->log);
    if (status == KHUNG_CONFLICT) {
        char place[CLI_PATH_ROOM];
        if (memory_path(place, named, "keys"))
            cli_say(c, stderr, SAY_KEYS_REMEMBERED, place, NULL);
    }
    if (status == KHUNG_OK && newer > 0)
        remember(c, named, "keys", given);
    if (status == KHUNG_OK)
        *out = strdup(newer < 0 ? known : given);
    khung_text_free(given);
    free(known);
    return cli_exit(status == KHUNG_OK && !*out ? KHUNG_NO_MEMORY : status);
}

/* ---- registers ---- */

static int64_t seen_register(const char *issuer)
{
    char *text = recall(issuer, "seen", MOST_SEEN);
    int64_t seen = text ? strtoll(text, NULL, 10) : 0;
    free(text);
    return seen > 0 ? seen : 0;
}

static void note_register(cli *c, const khung_verified *found, int64_t seen)
{
    char text[MOST_SEEN];
    if (found->registry <= seen || !*found->issuer)
        return;
    snprintf(text, sizeof text, "%lld\n", (long long)found->registry);
    remember(c, found->issuer, "seen", text);
}

/* ---- the command ---- */

/* What is no file is a code. */
static khung_status read_input(char **bytes, size_t *size, cli *c)
{
    const char *word = c->words[0];
    if (strcmp(word, "-") != 0 && access(word, F_OK) != 0 && (strchr(word, '#') || !strchr(word, '/'))) {
        *bytes = strdup(word);
        *size = strlen(word);
        return *bytes ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    return cli_read(bytes, size, c, word, KHUNG_MOST_FILE);
}

static bool is_yes(const khung_verified *found)
{
    return found->verdict == KHUNG_VERDICT_IN_FORCE || (found->verdict == KHUNG_VERDICT_AS_OF && found->registry > 0);
}

static int verify(cli *c, const char *bytes, size_t size, const char *keys)
{
    char issuer[KHUNG_ISSUER_SIZE] = "", *text = NULL;
    khung_verified found = {0};
    khung_verify_issuer(issuer, bytes, size);
    int64_t seen = seen_register(issuer);
    const khung_verify_options options = {.keys = keys, .keys_size = keys ? strlen(keys) : 0, .registry = c->value[OPT_REGISTER], .seen = seen,
                                          .now = cli_now(), .at = c->value[OPT_MOMENT], .language = c->value[OPT_JSON] ? NULL : c->language};
    khung_status status = khung_verify(&text, &found, bytes, size, &options, c->log);
    if (status != KHUNG_OK)
        return cli_exit(status);
    note_register(c, &found, seen);
    int code = cli_print(c, text);
    return code != EXIT_DONE ? code : is_yes(&found) ? EXIT_DONE : EXIT_NO;
}

int cmd_verify(cli *c)
{
    char *bytes = NULL, *keys = NULL, issuer[KHUNG_ISSUER_SIZE] = "";
    size_t size = 0;
    khung_status status = read_input(&bytes, &size, c);
    if (status != KHUNG_OK)
        return cli_exit(status);
    khung_verify_issuer(issuer, bytes, size);
    int code = choose_keys(&keys, c, issuer);
    if (code == EXIT_DONE)
        code = verify(c, bytes, size, keys);
    free(bytes);
    free(keys);
    return code;
}
