/* What is known of issuers on this machine, beside the store's usual place: the newest list of keys of each that was seen, so that it need not be given
 * again and none that contradicts it is believed. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 256 * 1024 };

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

/* A small file as text; NULL: there is none. */
static char *read_whole(const char *path, size_t most)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = malloc(most + 1);
    if (text)
        text[fread(text, 1, most, file)] = '\0';
    fclose(file);
    return text;
}

char *cli_issuer_recall(const char *issuer, const char *ending, size_t most)
{
    char path[CLI_PATH_ROOM];
    return memory_path(path, issuer, ending) ? read_whole(path, most) : NULL;
}

void cli_issuer_remember(cli *c, const char *issuer, const char *ending, const char *text)
{
    char path[CLI_PATH_ROOM];
    if (!memory_path(path, issuer, ending))
        return;
    if (!cli_make_folders(path) || cli_write_private(c, path, text, strlen(text)) != EXIT_DONE)
        cli_say(c, stderr, SAY_NOT_REMEMBERED, path, NULL);
}

/* ---- keys ---- */

/* The public list of the file that was named, and whose it is; *out is the library's. */
static khung_status given_keys(char **out, char issuer[KHUNG_ISSUER_SIZE], cli *c, const char *path)
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
    return status;
}

khung_status cli_issuer_keys(char **out, cli *c, const char *issuer)
{
    const char *path = c->value[OPT_KEYS] ? c->value[OPT_KEYS] : getenv("KHUNG_KEYS");
    char *given = NULL, named[KHUNG_ISSUER_SIZE], *known;
    int newer = 1;
    if (!path || !*path) {
        *out = cli_issuer_recall(issuer, "keys", MOST_KEYS);
        return KHUNG_OK;
    }
    khung_status status = given_keys(&given, named, c, path);
    if (status != KHUNG_OK)
        return status;
    known = cli_issuer_recall(named, "keys", MOST_KEYS);
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
        cli_issuer_remember(c, named, "keys", given);
    if (status == KHUNG_OK)
        *out = strdup(newer < 0 ? known : given);
    khung_text_free(given);
    free(known);
    return status == KHUNG_OK && !*out ? KHUNG_NO_MEMORY : status;
}

/* ---- for bundles ---- */

static bool is_of(const char *list, const char *issuer)
{
    char named[KHUNG_ISSUER_SIZE] = "";
    khung_keys *keys = NULL;
    if (khung_keys_load(&keys, list, strlen(list), NULL) == KHUNG_OK)
        khung_keys_issuer(named, keys);
    khung_keys_free(keys);
    return strcmp(named, issuer) == 0;
}

/* The list of the key file beside the store, where that is the issuer's. */
static char *stores_own(cli *c, const char *issuer)
{
    char path[CLI_PATH_ROOM], ending[] = ".keys", *text = NULL, *list = NULL, *copy = NULL;
    khung_keys *keys = NULL;
    size_t n = cli_store_path(path, c) == EXIT_DONE ? strlen(path) : CLI_PATH_ROOM;
    if (n + sizeof ending > CLI_PATH_ROOM)
        return NULL;
    memcpy(path + n, ending, sizeof ending);
    text = read_whole(path, MOST_KEYS);
    if (text && khung_keys_load(&keys, text, strlen(text), NULL) == KHUNG_OK && khung_keys_list_text(&list, keys) == KHUNG_OK && is_of(list, issuer))
        copy = strdup(list);
    khung_text_free(list);
    khung_keys_free(keys);
    free(text);
    return copy;
}

khung_status cli_known_keys(const char **list, void *to, const char *issuer)
{
    cli_known *known = to;
    char *found = NULL, *own = stores_own(known->c, issuer);
    int newer = 1;
    khung_status status = cli_issuer_keys(&found, known->c, issuer);
    if (status == KHUNG_OK && found && !is_of(found, issuer)) {
        free(found);
        found = cli_issuer_recall(issuer, "keys", MOST_KEYS);
    }
    if (status == KHUNG_OK && own && found)
        status = khung_keys_compare(&newer, own, strlen(own), found, strlen(found), known->c->log);
    bool ours = own && (!found || newer > 0);
    char *chosen = ours ? own : found;
    free(ours ? found : own);
    if (status == KHUNG_OK && known->count == CLI_KNOWN_MOST)
        status = KHUNG_TOO_LARGE;
    if (status == KHUNG_OK)
        *list = known->lists[known->count++] = chosen;
    else
        free(chosen);
    return status;
}

void cli_known_free(cli_known *known)
{
    while (known->count)
        free(known->lists[--known->count]);
}

/* ---- what was given ---- */

/* By the store's chain: another store of that issuer, made to try things out, has numbers of its own. A copy of a store has the same. */
static void given_ending(char ending[64], const khung_given *given)
{
    snprintf(ending, 64, "%s.given", given->chain);
}

/* The last that is known to be given: by what was done on this machine, and by the newest register that was seen. */
static khung_given known_given(const khung_given *here)
{
    char ending[64], *text, *seen = cli_issuer_recall(here->issuer, "seen", 64);
    long long year = 0, number = 0, registry = 0, published = seen ? strtoll(seen, NULL, 10) : 0;
    khung_given known = *here;
    given_ending(ending, here);
    text = cli_issuer_recall(here->issuer, ending, 128);
    bool whole = text && sscanf(text, "%lld %lld %lld", &year, &number, &registry) == 3;
    if (whole && (year > here->year || (year == here->year && number > here->number))) {
        known.year = year;
        known.number = number;
    }
    registry = whole && registry > published ? registry : published;
    known.registry = registry > here->registry ? registry : here->registry;
    free(text);
    free(seen);
    return known;
}

/* Says what an issuer gave that the store does not have; false: nothing. */
static bool say_lost(const cli *c, khung_given here, khung_given known)
{
    char words[4][48];
    if (known.year == here.year && known.number == here.number && known.registry == here.registry)
        return false;
    snprintf(words[0], sizeof words[0], known.number ? "%02lld/%lld" : "%lld", (long long)known.number, (long long)known.year);
    snprintf(words[1], sizeof words[1], here.number ? "%02lld/%lld" : "%lld", (long long)here.number, (long long)here.year);
    snprintf(words[2], sizeof words[2], "%lld", (long long)known.registry);
    snprintf(words[3], sizeof words[3], "%lld", (long long)here.registry);
    cli_say(c, stderr, SAY_GIVEN_LOST, words[0], words[2], words[1], words[3], NULL);
    return true;
}

bool cli_given_all(cli *c, khung_store *store, int64_t *registry)
{
    khung_given here;
    bool lost = false;
    *registry = 0;
    for (size_t i = 0; khung_certificate_given(&here, store, c->value[OPT_ISSUER], i, NULL) == KHUNG_OK; i++) {
        const khung_given known = known_given(&here);
        *registry = known.registry > *registry ? known.registry : *registry;
        lost = say_lost(c, here, known) || lost;
    }
    return !lost;
}

void cli_given_keep(cli *c, khung_store *store)
{
    khung_given here;
    char ending[64], text[96];
    for (size_t i = 0; khung_certificate_given(&here, store, c->value[OPT_ISSUER], i, NULL) == KHUNG_OK; i++) {
        given_ending(ending, &here);
        snprintf(text, sizeof text, "%lld %lld %lld\n", (long long)here.year, (long long)here.number, (long long)here.registry);
        cli_issuer_remember(c, here.issuer, ending, text);
    }
}
