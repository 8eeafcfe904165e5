/* --pdf-key: the X.509 key that signs a PDF for PDF readers. The file is read into memory that is wiped, since it may hold a key without a passphrase. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 1 << 20 };

typedef struct key_bytes {
    size_t size;
    char bytes[MOST];
} key_bytes;

static key_bytes *bytes_new(void)
{
    key_bytes *room = mmap(NULL, sizeof *room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        return NULL;
    mlock(room, 64 * 1024); /* at best: the limit may be small, and keys are short */
    madvise(room, sizeof *room, MADV_DONTDUMP);
    return room;
}

static void bytes_free(key_bytes *room)
{
    if (!room)
        return;
    explicit_bzero(room, sizeof room->size + room->size);
    munmap(room, sizeof *room);
}

static bool read_all(key_bytes *out, int from)
{
    while (out->size < MOST) {
        ssize_t got = read(from, out->bytes + out->size, MOST - out->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        out->size += (size_t)got;
    }
    return errno = EFBIG, false;
}

/* A key without a passphrase that others can read is none of one's own any more. */
static int read_key(key_bytes *out, cli *c, const char *path)
{
    struct stat is;
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool right = from >= 0 && fstat(from, &is) == 0 && read_all(out, from);
    if (!right)
        cli_say(c, stderr, SAY_CANNOT_READ, path, cli_why(c, errno), NULL);
    if (from >= 0)
        close(from);
    if (!right)
        return EXIT_NO_INPUT;
    if (khung_pdf_key_locked(out->bytes, out->size) || !memmem(out->bytes, out->size, "PRIVATE KEY", 11) || !S_ISREG(is.st_mode) || (is.st_mode & 077) == 0)
        return EXIT_DONE;
    cli_say(c, stderr, SAY_KEYS_OPEN, path, NULL);
    return EXIT_NOT_ALLOWED;
}

static int load(cli_signer *signer, cli *c, const key_bytes *key)
{
    const char *path = c->value[OPT_PDF_CERTIFICATE];
    char *certificates = NULL;
    size_t size = 0;
    khung_secret given = {0};
    bool locked = khung_pdf_key_locked(key->bytes, key->size);
    cli_secret *secret = locked ? cli_secret_new() : NULL;
    int code = locked && !secret ? EXIT_DEFECT : EXIT_DONE;
    if (path)
        code = cli_exit(cli_read(&certificates, &size, c, path, MOST));
    if (code == EXIT_DONE && locked)
        code = cli_secret_read(&given, secret, c, c->value[OPT_PDF_KEY], CLI_SECRET_PDF, false);
    signer->now = cli_now();
    if (code == EXIT_DONE)
        code = cli_exit(khung_pdf_key_load(&signer->key, key->bytes, key->size, certificates, size, locked ? &given : NULL, signer->now, c->log));
    cli_secret_free(secret);
    free(certificates);
    return code;
}

int cli_signer_load(cli_signer *signer, cli *c, const char *path)
{
    khung_form form = cli_form(c, path);
    *signer = (cli_signer){0};
    if (!c->value[OPT_PDF_KEY] && !c->value[OPT_PDF_CERTIFICATE])
        return EXIT_DONE;
    if (!c->value[OPT_PDF_KEY] || (form != KHUNG_FORM_PDF && form != KHUNG_FORM_ARCHIVE)) {
        cli_say(c, stderr, c->value[OPT_PDF_KEY] ? SAY_PDF_KEY_FORM : SAY_PDF_KEY_NONE, path, NULL);
        return EXIT_USAGE_ERROR;
    }
    key_bytes *key = bytes_new();
    int code = key ? read_key(key, c, c->value[OPT_PDF_KEY]) : EXIT_DEFECT;
    if (code == EXIT_DONE)
        code = load(signer, c, key);
    bytes_free(key);
    return code;
}
