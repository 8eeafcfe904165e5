/* khung certificate print | badge | register | page: what leaves the house, signed with the issuer's keys; and the page by which others check it. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- print ---- */

static khung_status make(char **bytes, size_t *size, const input *in, khung_form form, const khung_report_options *options, khung_fonts *fonts, cli *c)
{
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    khung_status status;
    if (form == KHUNG_FORM_TEXT)
        status = khung_report_text(bytes, in->framework, in->result, tracks, in->count, options, fonts, c->log);
    else if (form == KHUNG_FORM_HTML)
        status = khung_report_html(bytes, in->framework, in->result, tracks, in->count, options, fonts, c->log);
    else
        return khung_report_pdf(bytes, size, in->framework, in->result, tracks, in->count, options, fonts, c->log);
    if (status == KHUNG_OK)
        *size = strlen(*bytes);
    return status;
}

static int write_sheet(cli *c, const input *in, const khung_issued *issued)
{
    const char *path = c->value[OPT_OUTPUT], *none[] = {NULL};
    khung_description *description = NULL;
    khung_fonts *fonts = NULL;
    char *bytes = NULL;
    size_t size = 0;
    int code = cli_exit(cli_description(&description, c, c->value[OPT_TEMPLATE] ? c->value[OPT_TEMPLATE] : "certificate"));
    if (code == EXIT_DONE)
        code = cli_exit(khung_fonts_new(&fonts, c->log));
    if (code == EXIT_DONE) {
        khung_report_options options = cli_report_options(c, in, description, none);
        options.condition_count = 0;
        options.issued = issued;
        code = cli_exit(make(&bytes, &size, in, cli_form(c, path), &options, fonts, c));
    }
    if (code == EXIT_DONE)
        code = cli_write(c, path, bytes, size);
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    khung_text_free(bytes);
    khung_fonts_free(fonts);
    khung_description_free(description);
    return code;
}

/* What is made of a certificate that was issued, when its signed text, the keys and what it certifies are there. */
typedef int making(cli *c, const input *in, const khung_issued *issued);

/* `in_force`: only of one that is. */
static int make_of_issued(cli *c, making *made, bool in_force)
{
    khung_store *store = NULL;
    khung_keys *keys = NULL;
    char *text = NULL, *id = NULL;
    size_t size = 0;
    input in = {0};
    cli_signer signer = {0};
    char room[CLI_ARGUMENT_ROOM];
    if (!c->value[OPT_OUTPUT]) {
        cli_say(c, stderr, SAY_NEEDS_OPTIONS, c->command->name, cli_argument(room, c, "-o FILE"), NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_somebody(c) ? cli_signer_load(&signer, c, c->value[OPT_OUTPUT]) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_certificate_assessment(&id, store, c->words[0], c->log));
    if (code == EXIT_DONE && in_force)
        code = cli_exit(khung_certificate_in_force(store, c->words[0], cli_now(), c->log));
    if (code == EXIT_DONE)
        code = cli_keys_unlocked(&keys, c);
    if (code == EXIT_DONE)
        code = cli_input_stored(&in, c, store, id);
    if (code == EXIT_DONE)
        code = cli_score_as_kept(&in, c, store, id);
    if (code == EXIT_DONE)
        code = cli_exit(khung_certificate_signed(&text, &size, store, c->words[0], keys, cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        code = made(c, &in, &(khung_issued){text, size, keys, signer.key, signer.now});
    khung_pdf_key_free(signer.key);
    cli_input_free(&in);
    khung_text_free(text);
    khung_text_free(id);
    khung_keys_free(keys);
    khung_store_close(store);
    return code;
}

int cmd_certificate_print(cli *c)
{
    return make_of_issued(c, write_sheet, false);
}

/* ---- badge ---- */

static int write_badge(cli *c, const input *in, const khung_issued *issued)
{
    const char *path = c->value[OPT_OUTPUT];
    char *text = NULL;
    int code = cli_exit(khung_badge_text(&text, in->framework, in->result, issued, c->value[OPT_LANG], cli_now(), c->log));
    if (code == EXIT_DONE)
        code = cli_write(c, path, text, strlen(text));
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    khung_text_free(text);
    return code;
}

int cmd_certificate_badge(cli *c)
{
    return make_of_issued(c, write_badge, true);
}

/* ---- register ---- */

enum { MOST_FILES = 8 };

/* Files that are written beside their names and take them when all are whole. */
typedef struct publishing {
    const char *folder;
    FILE *file[MOST_FILES];
    char path[MOST_FILES][CLI_PATH_ROOM];
    int count, why;
} publishing;

static FILE *file_of(publishing *p, const char *name)
{
    char path[CLI_PATH_ROOM], part[CLI_PATH_ROOM + 8];
    int n = snprintf(path, sizeof path, "%s/%s", p->folder, name);
    for (int i = 0; i < p->count; i++)
        if (strcmp(p->path[i], path) == 0)
            return p->file[i];
    if (n < 0 || n >= CLI_PATH_ROOM || p->count == MOST_FILES)
        return NULL;
    snprintf(part, sizeof part, "%s.part", path);
    unlink(part); /* of one that was broken off; a link that somebody laid there is not followed */
    int to = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    FILE *file = to >= 0 ? fdopen(to, "wb") : NULL;
    if (!file) {
        if (to >= 0)
            close(to);
        return NULL;
    }
    memcpy(p->path[p->count], path, sizeof path);
    p->file[p->count++] = file;
    return file;
}

static bool take(void *to, const char *name, const void *bytes, size_t size)
{
    publishing *p = to;
    FILE *file = file_of(p, name);
    bool good = file && fwrite(bytes, 1, size, file) == size;
    p->why = good ? 0 : errno;
    return good;
}

/* All take their names, or none is left. */
static bool end_files(publishing *p, bool good)
{
    char part[CLI_PATH_ROOM + 8];
    for (int i = 0; i < p->count; i++) {
        bool whole = fflush(p->file[i]) == 0 && fsync(fileno(p->file[i])) == 0;
        p->why = whole || p->why ? p->why : errno;
        good = fclose(p->file[i]) == 0 && whole && good;
    }
    for (int i = 0; i < p->count; i++) {
        snprintf(part, sizeof part, "%s.part", p->path[i]);
        if (good && rename(part, p->path[i]) != 0) {
            p->why = errno;
            good = false;
        }
        if (!good)
            unlink(part);
    }
    return good;
}

static int publish(cli *c, khung_store *store, const khung_keys *keys)
{
    publishing *p = calloc(1, sizeof *p);
    char digits[24];
    int64_t number = 0, published;
    if (!p)
        return EXIT_DEFECT;
    p->folder = c->value[OPT_OUTPUT];
    if (mkdir(p->folder, 0777) != 0 && errno != EEXIST) {
        free(p);
        return cli_cannot_create(c, c->value[OPT_OUTPUT]);
    }
    cli_given_all(c, store, &published); /* whoever saw that one refuses any with a lower number */
    khung_status status = khung_certificate_register(&number, store, c->value[OPT_ISSUER], keys, c->value[OPT_NEXT], published, take, p, cli_person(c),
                                                     cli_now(), c->log);
    bool good = end_files(p, status == KHUNG_OK);
    int code = cli_exit(status);
    if (p->why && !good) {
        errno = p->why;
        code = cli_cannot_create(c, p->folder);
    }
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    if (code == EXIT_DONE)
        cli_say(c, stderr, SAY_REGISTER, digits, p->folder, NULL);
    if (code == EXIT_DONE)
        cli_given_keep(c, store);
    free(p);
    return code;
}

int cmd_certificate_register(cli *c)
{
    khung_store *store = NULL;
    khung_keys *keys = NULL;
    char room[CLI_ARGUMENT_ROOM];
    if (!c->value[OPT_OUTPUT]) {
        cli_say(c, stderr, SAY_NEEDS_OPTIONS, c->command->name, cli_argument(room, c, "-o DIR"), NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_somebody(c) ? cli_store(&store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_keys_unlocked(&keys, c);
    if (code == EXIT_DONE)
        code = publish(c, store, keys);
    khung_keys_free(keys);
    khung_store_close(store);
    return code;
}

/* ---- page ---- */

/* The list that is named; else that of the key file in its usual place, where there is one. */
static int page_keys(char **list, cli *c)
{
    char path[CLI_PATH_ROOM];
    const char *named = c->value[OPT_KEYS] ? c->value[OPT_KEYS] : getenv("KHUNG_KEYS");
    int code = cli_keys_path(path, c);
    if (code != EXIT_DONE || ((!named || !*named) && access(path, F_OK) != 0))
        return code;
    return cli_keys_public(list, c, path);
}

int cmd_certificate_page(cli *c)
{
    const char *path = c->value[OPT_OUTPUT], *registry = c->value[OPT_REGISTER];
    char *keys = NULL, *page = NULL, room[CLI_ARGUMENT_ROOM];
    if (!path) {
        cli_say(c, stderr, SAY_NEEDS_OPTIONS, c->command->name, cli_argument(room, c, "-o FILE"), NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = page_keys(&keys, c);
    if (code == EXIT_DONE && registry && !keys) {
        cli_say(c, stderr, SAY_PAGE_NEEDS_KEYS, NULL);
        code = EXIT_USAGE_ERROR;
    }
    const khung_page_options options = {.keys = keys, .keys_size = keys ? strlen(keys) : 0, .registry = registry, .language = c->value[OPT_LANG]};
    if (code == EXIT_DONE)
        code = cli_exit(khung_verify_page(&page, &options, c->log));
    if (code == EXIT_DONE)
        code = cli_write(c, path, page, strlen(page));
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, registry ? SAY_PAGE_WHOLE : keys ? SAY_PAGE_KEYS : SAY_PAGE_BARE, path, NULL);
    khung_text_free(page);
    khung_text_free(keys);
    return code;
}
