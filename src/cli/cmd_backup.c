/* khung backup, khung restore. */
#include "cli.h"

int cmd_backup(cli *c)
{
    khung_store *store = NULL;
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_backup(store, c->words[0], c->value[OPT_WITH_FILES] != NULL, cli_person(c), cli_now(), c->log));
    khung_store_close(store);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_BACKED_UP, c->words[0], NULL);
    return code;
}

int cmd_restore(cli *c)
{
    char path[CLI_PATH_ROOM];
    khung_store *store = NULL;
    int64_t registry;
    int code = cli_somebody(c) ? cli_store_path(path, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_restore(path, c->words[0], cli_person(c), c->value[OPT_YES] != NULL, cli_now(), c->log));
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_RESTORED, path, c->words[0], NULL);
    if (code == EXIT_DONE && cli_store(&store, c) == EXIT_DONE)
        cli_given_all(c, store, &registry); /* said now, not only when the next certificate is due */
    khung_store_close(store);
    return code;
}
