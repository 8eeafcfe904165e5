/* khung send, khung receive, khung conflict list | settle: bundles between stores. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- send ---- */

static int write_bundle(cli *c, khung_store *store, const khung_send_options *options)
{
    const char *id = c->words[0], *path = c->value[OPT_OUTPUT], *slash = strrchr(path, '/');
    char *bytes = NULL;
    size_t size = 0;
    int64_t now = cli_now();
    int code = cli_exit(khung_store_send(&bytes, &size, store, id, options, cli_person(c), now, c->log));
    if (code == EXIT_DONE)
        code = cli_write_private(c, path, bytes, size);
    if (code == EXIT_DONE) /* only now: the log says what is safely there */
        code = cli_exit(khung_store_sent(store, id, bytes, size, slash ? slash + 1 : path, options, cli_person(c), now, c->log));
    khung_text_free(bytes);
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    return code;
}

int cmd_send(cli *c)
{
    khung_store *store = NULL;
    khung_keys *keys = NULL;
    khung_send_options options = {.with_names = c->value[OPT_WITH_NAMES],
                                        .with_files = c->value[OPT_WITH_FILES],
                                        .with_respondents = c->value[OPT_WITH_RESPONDENTS],
                                        .to = c->value[OPT_RECIPIENT]};
    if (!c->value[OPT_OUTPUT]) {
        cli_say(c, stderr, SAY_SEND_WHERE, NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE && c->value[OPT_SIGN])
        code = cli_keys_unlocked(&keys, c);
    options.keys = keys;
    if (code == EXIT_DONE)
        code = write_bundle(c, store, &options);
    khung_keys_free(keys);
    khung_store_close(store);
    return code;
}

/* ---- receive ---- */

typedef struct receiving {
    cli *c;
    khung_store *store;
    char *bytes;
    size_t size;
    khung_receipt receipt;
    cli_known known;
} receiving;

/* Looks or takes, and prints the plan. */
static int receive(receiving *r, bool take, bool print)
{
    cli *c = r->c;
    char *plan = NULL;
    const khung_receive_options options = {.take = take, .language = c->value[OPT_JSON] ? NULL : c->language, .keys_of = cli_known_keys, .to = &r->known};
    int code = cli_exit(khung_store_receive(&plan, &r->receipt, r->store, r->bytes, r->size, &options, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE && print)
        return cli_print(c, plan);
    khung_text_free(plan);
    return code;
}

static bool agrees(const cli *c)
{
    char line[16] = "";
    cli_say(c, stderr, SAY_TAKE_IN, NULL);
    return fgets(line, sizeof line, stdin) && (line[0] == 'y' || line[0] == 'Y' || line[0] == 'c' || line[0] == 'C');
}

/* Shows first; what follows depends on --yes, --dry-run and whether somebody can be asked. */
static int look_and_take(receiving *r)
{
    cli *c = r->c;
    if (c->value[OPT_YES] && !c->value[OPT_DRY_RUN])
        return receive(r, true, true);
    int code = receive(r, false, true);
    if (code != EXIT_DONE || c->value[OPT_DRY_RUN] || r->receipt.nothing_new)
        return code;
    bool can_ask = isatty(STDIN_FILENO) && isatty(STDERR_FILENO) && !c->stdin_read;
    if (!can_ask || !agrees(c)) {
        cli_say(c, stderr, SAY_NOT_TAKEN, NULL);
        return EXIT_NO;
    }
    code = receive(r, true, false);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_TAKEN_IN, NULL);
    return code;
}

int cmd_receive(cli *c)
{
    receiving r = {.c = c, .known = {.c = c}};
    bool writes = c->value[OPT_YES] && !c->value[OPT_DRY_RUN];
    int code = !writes || cli_somebody(c) ? EXIT_DONE : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(cli_read(&r.bytes, &r.size, c, c->words[0], KHUNG_MOST_BUNDLE));
    if (code == EXIT_DONE)
        code = cli_store(&r.store, c);
    if (code == EXIT_DONE)
        code = look_and_take(&r);
    khung_store_close(r.store);
    cli_known_free(&r.known);
    free(r.bytes);
    return code;
}

/* ---- conflicts ---- */

int cmd_conflict_list(cli *c)
{
    khung_store *store = NULL;
    char *text = NULL;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_conflicts(&text, store, c->count ? c->words[0] : NULL, c->value[OPT_JSON] ? NULL : c->language, c->log));
    khung_store_close(store);
    return code == EXIT_DONE ? cli_print(c, text) : code;
}

int cmd_conflict_settle(cli *c)
{
    khung_store *store = NULL;
    size_t count = 0;
    const char *keep = c->words[1];
    if (strcmp(keep, "ours") != 0 && strcmp(keep, "theirs") != 0) {
        cli_say(c, stderr, SAY_KEEP_WHICH, NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_conflict_settle(&count, store, c->words[0], keep, cli_person(c), cli_now(), c->log));
    khung_store_close(store);
    if (code == EXIT_DONE) {
        cli_count(c, stderr, SAY_SETTLED_ONE, SAY_SETTLED, count);
        fputc('\n', stderr);
    }
    return code;
}
