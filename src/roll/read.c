/* roll/read: one certificate looked up; read are the head, one node and one chunk. */
#include "inside.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 4096, TAIL = 12 };

static khung_status say(khung_log *log, khung__diag_id id, const char *path)
{
    return KHUNG__DIAG(log, id, (khung__at){0}, khung__str_of(path));
}

static uint64_t number_of(const unsigned char *bytes, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | bytes[i];
    return value;
}

static bool read_at(int from, uint64_t offset, void *bytes, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = pread(from, (char *)bytes + done, n - done, (off_t)(offset + done));
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static bool digest_is(const void *bytes, size_t n, const unsigned char *digest)
{
    unsigned char is[32];
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, bytes, n);
    khung__sha256_end(&hash, is);
    return khung__secret_equal(is, digest, 32);
}

/* ---- opening ---- */

/* The file of that kind, where `path` is the folder or a file in it. */
static bool path_of(char out[PATH], const char *path, khung__roll_file file)
{
    struct stat is;
    bool folder = stat(path, &is) == 0 && S_ISDIR(is.st_mode);
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    int n;
    if (folder)
        n = snprintf(out, PATH, "%s/%s", path, khung__roll_names[file]);
    else if (dot && (!slash || dot > slash) && (strcmp(dot, ".csv") == 0 || strcmp(dot, ".sig") == 0))
        n = snprintf(out, PATH, "%.*s%s", (int)(dot - path), path, strrchr(khung__roll_names[file], '.'));
    else
        n = snprintf(out, PATH, "%s", path);
    return n > 0 && n < PATH;
}

static khung_status open_file(int *out, uint64_t *size, const char *path, khung__roll_file file, khung_log *log)
{
    char full[PATH];
    struct stat is;
    if (!path_of(full, path, file))
        return say(log, KHUNG__D_ROLL_NOT_FOUND, path);
    *out = open(full, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (*out < 0 || fstat(*out, &is) != 0 || !S_ISREG(is.st_mode))
        return say(log, KHUNG__D_ROLL_NOT_FOUND, full);
    *size = (uint64_t)is.st_size;
    return KHUNG_OK;
}

static khung_status read_head(khung__roll *roll, uint64_t size, const char *path, khung_log *log)
{
    unsigned char tail[TAIL];
    if (size < TAIL || !read_at(roll->sig, size - TAIL, tail, TAIL) || memcmp(tail + 4, KHUNG__ROLL_MAGIC, 8) != 0)
        return say(log, KHUNG__D_ROLL_NONE, path);
    roll->head_size = (size_t)number_of(tail, 4);
    if (roll->head_size > KHUNG__ROLL_MOST_HEAD || roll->head_size + TAIL > size)
        return say(log, KHUNG__D_ROLL_NONE, path);
    roll->signed_head = khung__alloc(roll->head_size);
    if (!roll->signed_head)
        return KHUNG_NO_MEMORY;
    return read_at(roll->sig, size - TAIL - roll->head_size, roll->signed_head, roll->head_size) ? KHUNG_OK : say(log, KHUNG__D_ROLL_NONE, path);
}

static khung_status check_head(khung__roll *roll, const khung__key_list *keys, uint64_t csv, const char *path, khung_log *log)
{
    khung__sealed sealed;
    if (!khung__cose_read(&sealed, (khung__str){roll->signed_head, roll->head_size}, KHUNG__ROLL_KIND) ||
        !khung__cbor_record_read(&roll->head, khung__roll_fields, khung__roll_field_count, sealed.payload) ||
        roll->head.nodes.n % KHUNG__ROLL_ENTRY || roll->head.csv.n != 32 || roll->head.json.n != 32)
        return say(log, KHUNG__D_ROLL_NONE, path);
    memcpy(roll->key, sealed.key, KHUNG__KEY_ID);
    const khung__key *key = khung__key_list_find(keys, sealed.key);
    if (!key || !khung__str_eq(roll->head.issuer, keys->issuer))
        return say(log, KHUNG__D_ROLL_OTHER_KEY, path);
    if (!khung__cose_right(&sealed, key->open))
        return say(log, KHUNG__D_ROLL_FORGED, path);
    if (key->recovery || khung__key_worth_of(key, roll->head.day) != KHUNG__KEY_GOOD)
        return say(log, KHUNG__D_ROLL_PAST_KEY, path);
    return csv == (uint64_t)roll->head.size ? KHUNG_OK : say(log, KHUNG__D_ROLL_CHANGED, path);
}

khung_status khung__roll_open(khung__roll *out, const char *path, const khung__key_list *keys, khung_log *log)
{
    uint64_t csv = 0, sig = 0;
    *out = (khung__roll){.csv = -1, .sig = -1};
    khung_status status = open_file(&out->sig, &sig, path, KHUNG__ROLL_SIG, log);
    if (status == KHUNG_OK)
        status = open_file(&out->csv, &csv, path, KHUNG__ROLL_CSV, log);
    if (status == KHUNG_OK)
        status = read_head(out, sig, path, log);
    return status == KHUNG_OK ? check_head(out, keys, csv, path, log) : status;
}

void khung__roll_free(khung__roll *roll)
{
    if (roll->csv > 0)
        close(roll->csv);
    if (roll->sig > 0)
        close(roll->sig);
    khung__free(roll->signed_head);
    khung__free(roll->bytes);
}

/* ---- looking up ---- */

/* The last of `n` entries that begins at or before the key; n: none does. */
static size_t search(const unsigned char *entries, size_t n, const unsigned char key[KHUNG__ROLL_KEY])
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (memcmp(entries + middle * KHUNG__ROLL_ENTRY, key, KHUNG__ROLL_KEY) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : n;
}

/* Where the chunk of the key lies, from a node that was signed. */
typedef struct place {
    uint64_t from, to;
    unsigned char digest[32];
} place;

static khung_status find_chunk(place *out, const khung__roll *roll, const unsigned char key[KHUNG__ROLL_KEY])
{
    unsigned char node[KHUNG__ROLL_NODE * KHUNG__ROLL_ENTRY];
    const unsigned char *nodes = (const unsigned char *)roll->head.nodes.s;
    size_t count = roll->head.nodes.n / KHUNG__ROLL_ENTRY, which = search(nodes, count, key);
    if (which == count)
        return KHUNG_NOT_FOUND;
    uint64_t chunks = ((uint64_t)roll->head.count + KHUNG__ROLL_CHUNK - 1) / KHUNG__ROLL_CHUNK, before = (uint64_t)which * KHUNG__ROLL_NODE;
    if (before >= chunks)
        return KHUNG_BAD_DATA;
    size_t here = (size_t)(chunks - before < KHUNG__ROLL_NODE ? chunks - before : KHUNG__ROLL_NODE);
    if (!read_at(roll->sig, before * KHUNG__ROLL_ENTRY, node, here * KHUNG__ROLL_ENTRY) ||
        !digest_is(node, here * KHUNG__ROLL_ENTRY, nodes + which * KHUNG__ROLL_ENTRY + 14))
        return KHUNG_BAD_DATA;
    size_t chunk = search(node, here, key);
    if (chunk == here)
        return KHUNG_BAD_DATA;
    const unsigned char *entry = node + chunk * KHUNG__ROLL_ENTRY;
    out->from = number_of(entry + KHUNG__ROLL_KEY, 8);
    out->to = chunk + 1 < here ? number_of(entry + KHUNG__ROLL_ENTRY + KHUNG__ROLL_KEY, 8)
              : which + 1 < count ? number_of(nodes + (which + 1) * KHUNG__ROLL_ENTRY + KHUNG__ROLL_KEY, 8) : (uint64_t)roll->head.size;
    memcpy(out->digest, entry + 14, 32);
    return out->to > out->from && out->to - out->from <= KHUNG__ROLL_MOST_BYTES ? KHUNG_OK : KHUNG_BAD_DATA;
}

/* The row of the chunk, which was signed, so its lines are as we write them. */
static khung_status find_row(khung__roll_row *out, char *bytes, size_t n, int64_t year, int64_t nn)
{
    char *at = bytes, *end = bytes + n;
    while (at < end) {
        char *line_end = memchr(at, '\r', (size_t)(end - at));
        if (!line_end || !khung__roll_read_csv(out, at, (size_t)(line_end - at)))
            return KHUNG_BAD_DATA;
        if (out->year == year && out->nn == nn)
            return KHUNG_OK;
        at = line_end + 2;
    }
    return KHUNG_NOT_FOUND;
}

khung_status khung__roll_find(khung__roll_row *out, khung__roll *roll, int64_t year, int64_t nn, khung_log *log)
{
    place at;
    unsigned char key[KHUNG__ROLL_KEY];
    khung__roll_key(key, year, nn);
    khung_status status = find_chunk(&at, roll, key);
    if (status == KHUNG_OK) {
        size_t n = (size_t)(at.to - at.from);
        khung__free(roll->bytes);
        roll->bytes = khung__alloc(n);
        if (!roll->bytes)
            return KHUNG_NO_MEMORY;
        bool whole = read_at(roll->csv, at.from, roll->bytes, n) && digest_is(roll->bytes, n, at.digest);
        status = whole ? find_row(out, roll->bytes, n, year, nn) : KHUNG_BAD_DATA;
    }
    return status == KHUNG_BAD_DATA ? say(log, KHUNG__D_ROLL_CHANGED, "register.csv") : status;
}

/* ---- all of it ---- */

static bool nodes_right(const khung__roll *roll, khung__str sig)
{
    const unsigned char *nodes = (const unsigned char *)roll->head.nodes.s;
    size_t count = roll->head.nodes.n / KHUNG__ROLL_ENTRY, whole = (size_t)KHUNG__ROLL_NODE * KHUNG__ROLL_ENTRY, at = 0;
    size_t all = sig.n - TAIL - roll->head_size;
    for (size_t i = 0; i < count; i++) {
        size_t n = i + 1 < count ? whole : all - at;
        if (n > whole || at + n > all || !digest_is(sig.s + at, n, nodes + i * KHUNG__ROLL_ENTRY + 14))
            return false;
        at += n;
    }
    return at == all;
}

khung_status khung__roll_bytes(khung__str *csv, khung__str *sig, const khung__roll *roll, khung__arena *arena, khung_log *log)
{
    struct stat is;
    if (fstat(roll->sig, &is) != 0)
        return say(log, KHUNG__D_ROLL_NONE, khung__roll_names[KHUNG__ROLL_SIG]);
    size_t rows = (size_t)roll->head.size, tree = (size_t)is.st_size;
    char *both = khung__arena_alloc(arena, rows + tree + 1);
    if (!both)
        return KHUNG_NO_MEMORY;
    *csv = (khung__str){both, rows};
    *sig = (khung__str){both + rows, tree};
    bool read = tree >= TAIL + roll->head_size && read_at(roll->csv, 0, both, rows) && read_at(roll->sig, 0, both + rows, tree);
    if (!read || !digest_is(both, rows, (const unsigned char *)roll->head.csv.s))
        return say(log, KHUNG__D_ROLL_CHANGED, khung__roll_names[KHUNG__ROLL_CSV]);
    return nodes_right(roll, *sig) ? KHUNG_OK : say(log, KHUNG__D_ROLL_CHANGED, khung__roll_names[KHUNG__ROLL_SIG]);
}
