/* Documents of many assessments in one go: of the store, or of files that are told apart by organisation and period. What cannot be
 * printed is named and does not stop the others. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct batch {
    cli *c;
    const khung_description *description;
    khung_fonts *fonts;
    khung_sheets *sheets; /* all in one file; NULL: a file each */
    char pattern[CLI_PATH_ROOM]; /* of their names, with % */
    bool certificate;
    size_t total, done, printed, refused;
    int64_t started, told;
} batch;

/* ---- which ---- */

static bool picks(const cli *c)
{
    return c->value[OPT_ALL] || c->value[OPT_GRADE] || c->value[OPT_STATE] || c->value[OPT_ORG] || c->value[OPT_FRAMEWORK];
}

bool cli_is_batch(const cli *c)
{
    const char *ids = c->value[OPT_ASSESSMENT];
    return picks(c) || (ids && strchr(ids, ','));
}

/* ---- progress ---- */

static void clear_line(batch *b)
{
    if (b->told)
        fputs("\r\033[K", stderr);
    b->told = 0;
}

/* On a terminal, after a second: how many, how fast, how long still. */
static void tell(batch *b)
{
    char done[24], total[24], rate[24], left[24];
    int64_t now = cli_now(), spent = now - b->started;
    b->done++;
    if (!isatty(STDERR_FILENO) || spent < 1000 || now - b->told < 200)
        return;
    double speed = (double)b->done * 1000 / (double)spent;
    snprintf(done, sizeof done, "%zu", b->done);
    snprintf(total, sizeof total, "%zu", b->total);
    snprintf(rate, sizeof rate, "%.0f", speed);
    snprintf(left, sizeof left, "%.0f", (double)(b->total - b->done) / speed);
    clear_line(b);
    fputs("\r", stderr);
    cli_say_open(b->c, stderr, SAY_PROGRESS, done, total, rate, left, NULL);
    fflush(stderr);
    b->told = now;
}

/* ---- one ---- */

static bool stops(int code)
{
    return code == EXIT_DEFECT || code == EXIT_IO || code == EXIT_CANNOT_CREATE || code == EXIT_BUSY || code == EXIT_USAGE_ERROR;
}

static int print_each(batch *b, const input *in, const char *id)
{
    char path[CLI_PATH_ROOM];
    const char *mark = strchr(b->pattern, '%');
    int n = snprintf(path, sizeof path, "%.*s%s%s", (int)(mark - b->pattern), b->pattern, id, mark + 1);
    if (n < 0 || n >= CLI_PATH_ROOM)
        return EXIT_CANNOT_CREATE;
    return cli_report_write(b->c, in, b->description, b->fonts, path);
}

static int print_one(batch *b, const input *in, const char *id)
{
    const char **conditions;
    if (!b->sheets)
        return print_each(b, in, id);
    if (!(conditions = cli_conditions(b->c)))
        return EXIT_DEFECT;
    khung_report_options options = cli_report_options(b->c, in, b->description, conditions);
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    khung_status status = khung_sheets_add(b->sheets, in->framework, in->result, tracks, in->count, &options, b->c->log);
    free(conditions);
    return cli_exit(status);
}

/* Counts what became of one and says why where it could not be; true: go on. */
static bool count_one(batch *b, int code, const char *id)
{
    if (stops(code))
        clear_line(b);
    if (stops(code))
        return false;
    if (code == EXIT_DONE) {
        b->printed++;
    } else {
        b->refused++;
        clear_line(b);
        cli_say(b->c, stderr, SAY_NOT_PRINTED, id, NULL);
        cli_print_log(b->c);
    }
    khung_log_clear(b->c->log);
    tell(b);
    return true;
}

/* ---- of the store ---- */

static int one_stored(batch *b, khung_store *store, const char *id)
{
    input in = {0};
    int code = cli_input_stored(&in, b->c, store, id);
    if (code == EXIT_DONE && !b->certificate)
        code = cli_before_stored(&in, b->c, store, id);
    if (code == EXIT_DONE && b->certificate)
        code = cli_exit(khung_store_may_certify(store, id, in.framework, b->c->log));
    if (code == EXIT_DONE)
        code = print_one(b, &in, id);
    cli_input_free(&in);
    return code;
}

/* "a,b,c" as a list like that of khung_store_pick, in memory of our own. */
static char **split_ids(const char *text, size_t *count)
{
    size_t most = 1;
    for (const char *p = text; *p; p++)
        most += *p == ',';
    char **ids = calloc(most, sizeof *ids);
    for (const char *p = text; ids && *p;) {
        size_t n = strcspn(p, ",");
        char *id = n ? strndup(p, n) : NULL;
        if (id)
            ids[(*count)++] = id;
        p += n + (p[n] == ',');
    }
    return ids;
}

static int each_stored(batch *b, khung_store *store, char **ids, size_t count)
{
    int code = EXIT_DONE;
    b->total = count;
    for (size_t i = 0; i < count; i++) {
        code = one_stored(b, store, ids[i]);
        if (!count_one(b, code, ids[i]))
            return code;
    }
    return EXIT_DONE;
}

static int all_stored(batch *b)
{
    cli *c = b->c;
    khung_store *store = NULL;
    char **ids = NULL;
    size_t count = 0;
    khung_pick pick = {c->value[OPT_ORG], c->value[OPT_FRAMEWORK], c->value[OPT_GRADE], c->value[OPT_STATE]};
    const char *listed = c->value[OPT_ASSESSMENT];
    int code = cli_store(&store, c);
    if (code == EXIT_DONE && listed && !(ids = split_ids(listed, &count)))
        code = EXIT_DEFECT;
    if (code == EXIT_DONE && !listed)
        code = cli_exit(khung_store_pick(&ids, &count, store, &pick, c->log));
    if (code == EXIT_DONE)
        code = each_stored(b, store, ids, count);
    for (size_t i = 0; i < count; i++) {
        if (listed)
            free(ids[i]);
        else
            khung_text_free(ids[i]);
    }
    if (listed)
        free(ids);
    else
        khung_text_free((char *)ids);
    khung_store_close(store);
    return code;
}

/* ---- of files ---- */

/* The tracks from `first` on that are of one assessment come to its front; how many. */
static size_t gather(khung_answers **tracks, size_t first, size_t count)
{
    size_t n = 1;
    for (size_t i = first + 1; i < count; i++)
        if (khung_answers_together(tracks[first], tracks[i])) {
            khung_answers *next = tracks[i];
            memmove(tracks + first + n + 1, tracks + first + n, (i - first - n) * sizeof *tracks);
            tracks[first + n++] = next;
        }
    return n;
}

/* "hoi-song-xanh-2026", as the store would call it; with both days of the period where that would name another one too. */
static void name_of(char out[128], const input *all, size_t at)
{
    const khung_answers *answers = all->tracks[at];
    char from[11], to[11], other[2][11];
    bool alone = true;
    khung_answers_period(answers, from, to);
    for (size_t i = 0; i < all->count && alone; i++) {
        khung_answers_period(all->tracks[i], other[0], other[1]);
        alone = strcmp(khung_answers_organisation(answers), khung_answers_organisation(all->tracks[i])) != 0 || strncmp(to, other[1], 4) != 0 ||
                khung_answers_together(answers, all->tracks[i]);
    }
    if (alone)
        snprintf(out, 128, "%.100s-%.4s", khung_answers_organisation(answers), to);
    else
        snprintf(out, 128, "%.100s-%s_%s", khung_answers_organisation(answers), from, to);
}

static int one_of_files(batch *b, const input *all, size_t first, size_t n, const char *id)
{
    input in = {.framework = all->framework, .other = all->other, .tracks = all->tracks + first, .count = n};
    int code = cli_exit(khung_score(&in.result, in.framework, (const khung_answers *const *)in.tracks, n, b->c->log));
    if (code == EXIT_DONE)
        code = print_one(b, &in, id);
    khung_result_free(in.result);
    return code;
}

static int all_of_files(batch *b)
{
    input all = {0};
    char id[128];
    int code = cli_input_files(&all, b->c, b->c->count);
    for (size_t i = 0, n; code == EXIT_DONE && i < all.count; i += n, b->total++)
        n = gather(all.tracks, i, all.count);
    khung_log_clear(b->c->log);
    for (size_t i = 0, n; code == EXIT_DONE && i < all.count; i += n) {
        n = gather(all.tracks, i, all.count);
        name_of(id, &all, i);
        int one = one_of_files(b, &all, i, n, id);
        if (!count_one(b, one, id))
            code = one;
    }
    cli_input_free(&all);
    return code;
}

/* ---- all ---- */

/* "out/%.pdf" is as it stands; "out/" and a folder that is there mean "out/%.pdf"; all else is one file. */
static bool read_pattern(batch *b, const char *path)
{
    struct stat there;
    size_t n = strlen(path);
    bool folder = n > 0 && (path[n - 1] == '/' || (stat(path, &there) == 0 && S_ISDIR(there.st_mode)));
    if (!folder && !strchr(path, '%'))
        return false;
    snprintf(b->pattern, sizeof b->pattern, "%s%s", path, folder ? path[n - 1] == '/' ? "%.pdf" : "/%.pdf" : "");
    return true;
}

static int write_sheets(batch *b, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    if (!khung_sheets_count(b->sheets))
        return EXIT_DONE;
    khung_form form = cli_form(b->c, path);
    int code = cli_exit(khung_sheets_write(&bytes, &size, b->sheets, form, b->c->log));
    if (code == EXIT_DONE)
        code = cli_write(b->c, path, bytes, size);
    khung_text_free(bytes);
    return code;
}

static void sum_up(batch *b, const char *path)
{
    char printed[24], refused[24];
    snprintf(printed, sizeof printed, "%zu", b->printed);
    snprintf(refused, sizeof refused, "%zu", b->refused);
    clear_line(b);
    if (b->printed && b->sheets && strcmp(path, "-") != 0)
        cli_say(b->c, stderr, SAY_WRITTEN, path, NULL);
    cli_say(b->c, stderr, b->refused ? SAY_PRINTED_REFUSED : SAY_PRINTED, printed, refused, NULL);
}

int cli_batch(cli *c, const khung_description *description, khung_fonts *fonts)
{
    batch b = {.c = c, .description = description, .fonts = fonts, .started = cli_now()};
    const char *path = c->value[OPT_OUTPUT];
    bool files = c->count > 0;
    if (files && (c->value[OPT_ASSESSMENT] || c->value[OPT_GRADE] || c->value[OPT_STATE] || c->value[OPT_ORG] || c->value[OPT_FRAMEWORK])) {
        cli_say(c, stderr, SAY_PICK_STORE, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (c->before_count) {
        cli_say(c, stderr, SAY_BEFORE_ONE, NULL);
        return EXIT_USAGE_ERROR;
    }
    b.certificate = description && strcmp(khung_description_document(description), "certificate") == 0;
    int code = read_pattern(&b, path) ? EXIT_DONE : cli_exit(khung_sheets_new(&b.sheets, fonts, c->log));
    if (code == EXIT_DONE)
        code = files ? all_of_files(&b) : all_stored(&b);
    if (code == EXIT_DONE && b.sheets)
        code = write_sheets(&b, path);
    if (code == EXIT_DONE)
        sum_up(&b, path);
    khung_sheets_free(b.sheets);
    return code != EXIT_DONE ? code : b.refused || !b.printed ? EXIT_NO : EXIT_DONE;
}
