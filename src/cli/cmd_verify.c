/* khung verify FILE|CODE. The highest number of a register that was seen of an issuer is remembered, so that no older one is taken for the newest. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_SEEN = 64 };

/* ---- registers ---- */

static int64_t seen_register(const char *issuer)
{
    char *text = cli_issuer_recall(issuer, "seen", MOST_SEEN);
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
    cli_issuer_remember(c, found->issuer, "seen", text);
}

/* ---- the command ---- */

/* "gcn.pdf" is the name of a file, whether there is one or not. */
static bool names_file(const char *word)
{
    static const char *const endings[] = {".pdf", ".khung", ".json", ".txt", ".html", ".png", ".jpg", ".csv", ".sig"};
    size_t n = strlen(word);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (n > strlen(endings[i]) && strcasecmp(word + n - strlen(endings[i]), endings[i]) == 0)
            return true;
    return false;
}

/* What is no file is a code. */
static khung_status read_input(char **bytes, size_t *size, cli *c)
{
    const char *word = c->words[0];
    bool code = strchr(word, '#') || strncmp(word, "https://", 8) == 0 || (!strchr(word, '/') && !names_file(word));
    if (code && strcmp(word, "-") != 0 && access(word, F_OK) != 0) {
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
    int code = cli_exit(cli_issuer_keys(&keys, c, issuer));
    if (code == EXIT_DONE)
        code = verify(c, bytes, size, keys);
    free(bytes);
    free(keys);
    return code;
}
