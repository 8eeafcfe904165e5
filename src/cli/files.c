/* Reading and writing for the commands. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

int cli_exit(khung_status status)
{
    switch (status) {
    case KHUNG_OK:
        return EXIT_DONE;
    case KHUNG_BAD_CALL:
        return EXIT_USAGE_ERROR;
    case KHUNG_NOT_FOUND:
        return EXIT_NO_INPUT;
    case KHUNG_IO:
        return EXIT_IO;
    case KHUNG_BUSY:
        return EXIT_BUSY;
    case KHUNG_NOT_ALLOWED:
        return EXIT_NOT_ALLOWED;
    case KHUNG_NO_MEMORY:
    case KHUNG_INTERNAL:
        return EXIT_DEFECT;
    default:
        return EXIT_BAD_DATA;
    }
}

/* To the standard output; main says what went wrong, once, at the end. */
static void put(cli *c, const char *bytes, size_t size)
{
    errno = 0;
    if (fwrite(bytes, 1, size, stdout) < size && c->output_errno == 0)
        c->output_errno = errno;
}

int cli_print(cli *c, char *text)
{
    put(c, text, strlen(text));
    khung_text_free(text);
    return EXIT_DONE;
}

/* ---- reading ---- */

/* `expected`: how long a file says that it is, so that one read takes it all; 0 when nobody knows. */
static khung_status read_stream(char **bytes, size_t *size, FILE *from, off_t expected, size_t most)
{
    size_t room = expected > 0 && (size_t)expected < most ? (size_t)expected + 1 : 1 << 16, n = 0;
    char *all = malloc(room);
    while (all && !feof(from) && !ferror(from) && n < most) {
        if (n == room) {
            char *more = realloc(all, room *= 2);
            if (!more)
                free(all);
            all = more;
        }
        if (all)
            n += fread(all + n, 1, (room < most ? room : most) - n, from);
    }
    if (!all)
        return KHUNG_NO_MEMORY;
    *bytes = all;
    *size = n;
    return ferror(from) ? KHUNG_IO : KHUNG_OK;
}

khung_status cli_read(char **bytes, size_t *size, cli *c, const char *path, size_t most)
{
    struct stat there = {0};
    bool standard = strcmp(path, "-") == 0;
    if (standard && c->stdin_read) {
        cli_say(c, stderr, SAY_STDIN_TWICE, NULL);
        return KHUNG_BAD_CALL;
    }
    c->stdin_read = c->stdin_read || standard;
    bool folder = !standard && stat(path, &there) == 0 && S_ISDIR(there.st_mode);
    FILE *from = standard ? stdin : folder ? NULL : fopen(path, "rb");
    errno = folder ? EISDIR : errno;
    khung_status status = from ? read_stream(bytes, size, from, there.st_size, most + 1) : KHUNG_NOT_FOUND;
    if (status == KHUNG_NOT_FOUND || status == KHUNG_IO)
        cli_say(c, stderr, SAY_CANNOT_READ, path, cli_why(c, errno), NULL);
    if (status == KHUNG_IO) {
        free(*bytes);
        *bytes = NULL;
    }
    if (from && !standard)
        fclose(from);
    return status;
}

khung_status cli_answers(khung_answers **out, cli *c, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    khung_status status = cli_read(&bytes, &size, c, path, KHUNG_MOST_FILE);
    if (status == KHUNG_OK)
        status = khung_answers_load(out, path, bytes, size, c->log);
    free(bytes);
    return status;
}

/* ---- frameworks ---- */

static bool try_folder(char *path, const char *folder, const char *id)
{
    if (!folder || !*folder)
        return false;
    int n = snprintf(path, PATH_ROOM, "%s/%s.yaml", folder, id);
    return n > 0 && n < PATH_ROOM && access(path, R_OK) == 0;
}

khung_status cli_find_framework(char **path, const cli *c, const char *id)
{
    char found[PATH_ROOM];
    const char *folders[] = {c->value[OPT_FRAMEWORKS], getenv("KHUNG_FRAMEWORKS"), "frameworks", KHUNG_DATADIR "/frameworks"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (try_folder(found, folders[i], id))
            return (*path = strdup(found)) ? KHUNG_OK : KHUNG_NO_MEMORY;
    return KHUNG_NOT_FOUND;
}

static bool is_path(const char *name)
{
    struct stat there;
    size_t n = strlen(name);
    bool yaml = n > 5 && (strcmp(name + n - 5, ".yaml") == 0 || strcmp(name + n - 4, ".yml") == 0);
    return strchr(name, '/') || yaml || strcmp(name, "-") == 0 || (stat(name, &there) == 0 && !S_ISDIR(there.st_mode));
}

/* Once a run: many documents of one framework would say it again and again. */
static bool told_already(cli *c)
{
    bool told = c->translation_told;
    c->translation_told = true;
    return told;
}

/* Puts the translation's texts in the place of the framework's own and says how many are missing. */
static khung_status apply(khung_framework **framework, cli *c, const char *path)
{
    khung_translation *translation = NULL;
    khung_framework *translated = NULL;
    size_t missing = 0, stale = 0;
    khung_status status = khung_translation_load_file(&translation, path, c->log);
    if (status == KHUNG_OK)
        status = khung_framework_translate(&translated, *framework, translation, &missing, &stale, c->log);
    khung_translation_free(translation);
    if (status != KHUNG_OK)
        return status;
    khung_framework_free(*framework);
    *framework = translated;
    if (missing + stale > 0 && !told_already(c)) {
        char counts[2][24];
        snprintf(counts[0], sizeof counts[0], "%zu", missing);
        snprintf(counts[1], sizeof counts[1], "%zu", stale);
        cli_say(c, stderr, SAY_UNTRANSLATED, counts[0], counts[1], NULL);
    }
    return KHUNG_OK;
}

static bool wants_translation(const cli *c, const khung_framework *framework)
{
    const char *language = c->value[OPT_LANG];
    return language && strncmp(language, khung_framework_language(framework), 2) != 0;
}

/* The file `id`.`language`.yaml beside the framework. */
static khung_status translate(khung_framework **framework, cli *c, const char *path)
{
    char other[PATH_ROOM], *folder = strdup(path);
    if (!folder)
        return KHUNG_NO_MEMORY;
    snprintf(other, sizeof other, "%s/%s.%s.yaml", dirname(folder), khung_framework_id(*framework), c->value[OPT_LANG]);
    free(folder);
    if (access(other, R_OK) == 0)
        return apply(framework, c, other);
    if (!told_already(c))
        cli_say(c, stderr, SAY_NO_TRANSLATION, other, NULL);
    return KHUNG_OK;
}

khung_status cli_translate_stored(khung_framework **framework, cli *c)
{
    char id[PATH_ROOM], *path = NULL;
    if (!wants_translation(c, *framework))
        return KHUNG_OK;
    snprintf(id, sizeof id, "%s.%s", khung_framework_id(*framework), c->value[OPT_LANG]);
    khung_status status = cli_find_framework(&path, c, id);
    if (status == KHUNG_OK)
        status = apply(framework, c, path);
    if (status == KHUNG_NOT_FOUND) {
        if (!told_already(c))
            cli_say(c, stderr, SAY_NO_TRANSLATION, id, NULL);
        status = KHUNG_OK;
    }
    free(path);
    return status;
}

khung_status cli_other(khung_framework **out, cli *c, const char *name, const khung_framework *framework)
{
    const char *asked = c->value[OPT_LANG], *of_document = asked ? asked : khung_framework_language(framework);
    c->value[OPT_LANG] = strncmp(of_document, "en", 2) == 0 ? "vi" : "en";
    khung_status status = KHUNG_OK;
    if (name)
        status = cli_framework(out, c, name);
    else
        status = cli_translate_stored(out, c);
    c->value[OPT_LANG] = asked;
    return status;
}

static khung_status load(khung_framework **out, cli *c, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    khung_status status = cli_read(&bytes, &size, c, path, KHUNG_MOST_FILE);
    if (status == KHUNG_OK)
        status = khung_framework_load(out, path, bytes, size, c->log);
    free(bytes);
    return status == KHUNG_OK && wants_translation(c, *out) ? translate(out, c, path) : status;
}

khung_status cli_framework(khung_framework **out, cli *c, const char *name)
{
    char *path = NULL;
    if (is_path(name))
        return load(out, c, name);
    khung_status status = cli_find_framework(&path, c, name);
    if (status == KHUNG_NOT_FOUND)
        cli_say(c, stderr, SAY_NO_FRAMEWORK, name, KHUNG_DATADIR "/frameworks", NULL);
    if (status == KHUNG_OK)
        status = load(out, c, path);
    free(path);
    return status;
}

/* ---- descriptions of documents ---- */

static bool find_description(char found[PATH_ROOM], const char *id)
{
    const char *folders[] = {getenv("KHUNG_REPORTS"), "reports", KHUNG_DATADIR "/reports"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (try_folder(found, folders[i], id))
            return true;
    return false;
}

/* The logo that the description at `path` names, from the folder it stands in. */
static khung_status read_logo(khung_description *description, cli *c, const char *path)
{
    char place[PATH_ROOM], *bytes = NULL, *folder = strdup(path);
    size_t size = 0;
    if (!folder)
        return KHUNG_NO_MEMORY;
    int n = snprintf(place, sizeof place, "%s/%s", dirname(folder), khung_description_logo(description));
    free(folder);
    khung_status status = n > 0 && n < PATH_ROOM ? cli_read(&bytes, &size, c, place, KHUNG_MOST_FILE) : KHUNG_NOT_FOUND;
    if (status == KHUNG_OK)
        status = khung_description_picture(description, bytes, size, c->log);
    free(bytes);
    return status;
}

khung_status cli_description(khung_description **out, cli *c, const char *name)
{
    char found[PATH_ROOM], *bytes = NULL;
    size_t size = 0;
    bool path = is_path(name);
    if (!path && !find_description(found, name)) {
        khung_status own = khung_description_own(out, name, c->log);
        if (own == KHUNG_NOT_FOUND)
            cli_say(c, stderr, SAY_NO_DESCRIPTION, name, KHUNG_DATADIR "/reports", NULL);
        return own;
    }
    khung_status status = cli_read(&bytes, &size, c, path ? name : found, KHUNG_MOST_FILE);
    if (status == KHUNG_OK)
        status = khung_description_load(out, path ? name : found, bytes, size, c->log);
    if (status == KHUNG_OK && khung_description_logo(*out))
        status = read_logo(*out, c, path ? name : found);
    free(bytes);
    return status;
}

/* ---- writing ---- */

static bool write_all(int to, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(to, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        size -= (size_t)n;
    }
    return true;
}

int cli_cannot_create(cli *c, const char *path)
{
    cli_say(c, stderr, SAY_CANNOT_CREATE, path, errno == ENOENT ? cli_word(c, SAY_NO_SUCH_FOLDER) : cli_why(c, errno), NULL);
    return EXIT_CANNOT_CREATE;
}

static int cannot_write(cli *c, const char *path)
{
    cli_say(c, stderr, SAY_CANNOT_WRITE, path, cli_why(c, errno), NULL);
    return EXIT_IO;
}

/* What is not a plain file (a device, a pipe) is written as it is. */
static int write_through(cli *c, const char *path, const char *bytes, size_t size)
{
    int to = open(path, O_WRONLY | O_CLOEXEC);
    if (to < 0)
        return cli_cannot_create(c, path);
    bool done = write_all(to, bytes, size);
    int code = done ? EXIT_DONE : cannot_write(c, path);
    if (close(to) != 0 && done)
        code = cannot_write(c, path);
    return code;
}

/* The mode of the file that is replaced, else what the umask leaves of `usual`. */
static mode_t mode_for(const char *path, mode_t usual)
{
    struct stat old;
    mode_t mask = umask(0);
    umask(mask);
    return stat(path, &old) == 0 ? old.st_mode & 07777 : usual & ~mask;
}

/* The name for what was written beside it; a fresh one only where nothing has it, whoever else is making it at the same time. */
static bool take_name(const char *beside, const char *path, bool fresh)
{
    if (!fresh)
        return rename(beside, path) == 0;
    if (renameat2(AT_FDCWD, beside, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS) /* file systems that cannot do that in one step */
        return false;
    return link(beside, path) == 0 && unlink(beside) == 0;
}

static int replace(cli *c, const char *path, const char *bytes, size_t size, mode_t usual, bool fresh)
{
    char beside[PATH_ROOM];
    if (snprintf(beside, sizeof beside, "%s.XXXXXX", path) >= (int)sizeof beside)
        errno = ENAMETOOLONG;
    int to = strlen(path) + 7 < sizeof beside ? mkstemp(beside) : -1;
    if (to < 0)
        return cli_cannot_create(c, path);
    bool done = write_all(to, bytes, size) && fchmod(to, mode_for(path, usual)) == 0 && fsync(to) == 0;
    int why = errno;
    done = close(to) == 0 && done;
    if (done && take_name(beside, path, fresh))
        return EXIT_DONE;
    errno = !done && why ? why : errno;
    int code = cannot_write(c, path);
    unlink(beside);
    return code;
}

/* A name is on the disk once its folder is. */
static bool sync_folder(const char *path)
{
    char *copy = strdup(path);
    int folder = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool done = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    free(copy);
    return done;
}

bool cli_keep(const char *path, const char *bytes, size_t size)
{
    char beside[PATH_ROOM];
    if (snprintf(beside, sizeof beside, "%s.XXXXXX", path) >= (int)sizeof beside) {
        errno = ENAMETOOLONG;
        return false;
    }
    int to = mkstemp(beside);
    if (to < 0)
        return false;
    bool done = write_all(to, bytes, size) && fchmod(to, mode_for(path, 0600)) == 0 && fsync(to) == 0;
    int why = errno;
    done = close(to) == 0 && done && rename(beside, path) == 0;
    if (done)
        return sync_folder(path);
    errno = why ? why : errno;
    unlink(beside);
    return false;
}

static int write_file(cli *c, const char *path, const char *bytes, size_t size, mode_t usual)
{
    struct stat there;
    if (strcmp(path, "-") == 0) {
        put(c, bytes, size);
        return EXIT_DONE;
    }
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
        return write_through(c, path, bytes, size);
    return replace(c, path, bytes, size, usual, false);
}

int cli_write(cli *c, const char *path, const char *bytes, size_t size)
{
    return write_file(c, path, bytes, size, 0666);
}

int cli_write_private(cli *c, const char *path, const char *bytes, size_t size)
{
    return write_file(c, path, bytes, size, 0600);
}

int cli_write_keys(cli *c, const char *path, const char *bytes, size_t size, bool fresh)
{
    struct stat there;
    char *real = fresh ? NULL : realpath(path, NULL); /* a link goes on leading to the file: on the stick, say */
    const char *at = real ? real : path;
    bool plain = strcmp(path, "-") != 0 && (stat(at, &there) != 0 || S_ISREG(there.st_mode));
    int code = plain ? replace(c, at, bytes, size, 0600, fresh) : write_file(c, path, bytes, size, 0600);
    if (code == EXIT_DONE && plain && !sync_folder(at)) /* a list that was published must not know more than the file after a power cut */
        code = cannot_write(c, at);
    free(real);
    return code;
}
