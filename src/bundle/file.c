/* The file of a bundle: packing, unpacking, the seal. */
#include "../bundle.h"
#include "late.h"

#include <stdio.h>
#include <string.h>

/* A byte that is no text, the name, both line ends and the end of a text file of old: what mail programs spoil is found at once. */
static const char magic[] = {'\x89', 'K', 'H', 'U', 'N', 'G', '\r', '\n', '\x1a', '\n'};
static const char before_digest[] = ",\"digest\":\"", behind_digest[] = "\",\"signature\":", unsigned_end[] = "null}";
enum { LEVEL = 9, TEXT_OF_DIGEST = KHUNG_DIGEST_SIZE - 1, LEAD = sizeof magic + 32 };
static const khung__at nowhere = {0};

/* Behind the magic: SHA-256 of the frame, since zstd itself does not look at every bit. */
static void checksum(const char *frame, size_t size, unsigned char out[32])
{
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_add(&h, frame, size);
    khung__sha256_end(&h, out);
}

/* The digest over the header up to its own digest, and over all items. */
static void seal(khung__str head, khung__str items, char digest[KHUNG_DIGEST_SIZE])
{
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_add(&h, "khung bundle 1\n", 15);
    khung__sha256_add(&h, head.s, head.n);
    khung__sha256_add(&h, "\n", 1);
    khung__sha256_add(&h, items.s, items.n);
    khung__sha256_text(&h, digest);
}

/* ---- packing ---- */

static khung_status compress(char **bytes, size_t *size, const khung__buf *text)
{
    size_t room = LEAD + ZSTD_compressBound(text->n);
    ZSTD_CCtx *context = ZSTD_createCCtx();
    char *out = khung__alloc(room);
    size_t n = 0;
    bool failed = !out || !context || ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL)) ||
                  ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1));
    if (!failed) {
        memcpy(out, magic, sizeof magic);
        n = ZSTD_compress2(context, out + LEAD, room - LEAD, text->s, text->n);
        failed = ZSTD_isError(n);
    }
    ZSTD_freeCCtx(context);
    if (failed) {
        khung__free(out);
        return KHUNG_NO_MEMORY; /* with room enough nothing else can fail */
    }
    checksum(out + LEAD, n, (unsigned char *)out + sizeof magic);
    *bytes = out;
    *size = LEAD + n;
    return KHUNG_OK;
}

static khung_status put_signature(khung__buf *text, const khung__bundle_signer *signer, const char *digest, khung_log *log)
{
    if (!signer) {
        khung__buf_z(text, unsigned_end);
        return KHUNG_OK;
    }
    khung__buf_char(text, '"');
    khung_status status = signer->sign(text, signer->with, digest, log);
    khung__buf_z(text, "\"}");
    return status;
}

khung_status khung__bundle_pack(char **bytes, size_t *size, char digest[KHUNG_DIGEST_SIZE], khung__str members, khung__str items, size_t count,
                                const khung__bundle_signer *signer, khung_log *log)
{
    khung__buf text = {0};
    khung_status status = khung__bundle_late(log);
    if (status != KHUNG_OK)
        return status;
    if (items.n > KHUNG__BUNDLE_MOST_BYTES - members.n - KHUNG__BUNDLE_MOST_SIGNATURE - 1024 || count > KHUNG__BUNDLE_MOST_ITEMS)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_TOO_LARGE, nowhere);
    khung__buf_printf(&text, "{\"kind\":\"bundle\",\"format\":%d,", signer ? KHUNG__BUNDLE_FORMAT_SIGNED : KHUNG__BUNDLE_FORMAT);
    khung__buf_str(&text, members);
    khung__buf_printf(&text, ",\"items\":%zu", count);
    if (!text.failed)
        seal((khung__str){text.s, text.n}, items, digest);
    khung__buf_z(&text, before_digest);
    khung__buf_z(&text, text.failed ? "" : digest);
    khung__buf_z(&text, behind_digest);
    status = text.failed ? KHUNG_NO_MEMORY : put_signature(&text, signer, digest, log);
    khung__buf_char(&text, '\n');
    khung__buf_str(&text, items);
    if (status == KHUNG_OK)
        status = text.failed ? KHUNG_NO_MEMORY : compress(bytes, size, &text);
    khung__buf_free(&text);
    return status;
}

/* ---- unpacking ---- */

static khung_status unpack(khung__bundle *out, const char *bytes, size_t size, khung_log *log)
{
    if (size > KHUNG__BUNDLE_MOST_PACKED)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_TOO_LARGE, nowhere);
    if (size < sizeof magic || memcmp(bytes, magic, sizeof magic) != 0)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_FOREIGN, nowhere);
    unsigned char sum[32];
    if (size > LEAD)
        checksum(bytes + LEAD, size - LEAD, sum);
    if (size <= LEAD || memcmp(sum, bytes + sizeof magic, sizeof sum) != 0)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_DAMAGED, nowhere);
    bytes += LEAD;
    size -= LEAD;
    unsigned long long n = ZSTD_getFrameContentSize(bytes, size);
    if (n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR || ZSTD_findFrameCompressedSize(bytes, size) != size)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_DAMAGED, nowhere);
    if (n > KHUNG__BUNDLE_MOST_BYTES)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_TOO_LARGE, nowhere);
    out->text = khung__alloc((size_t)n + 1);
    if (!out->text)
        return KHUNG_NO_MEMORY;
    out->size = ZSTD_decompress(out->text, (size_t)n, bytes, size);
    if (out->size != n)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_DAMAGED, nowhere);
    out->text[n] = '\0';
    return KHUNG_OK;
}

static khung_status bad_line(size_t number, khung_log *log)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    return KHUNG__DIAG(log, KHUNG__D_BUNDLE_LINE, nowhere, khung__str_of(digits));
}

/* What stands behind the digest, outside the seal: null or a signature, in one form. */
static bool read_end(khung__bundle *out, khung__str end)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    size_t lead = strlen(behind_digest);
    if (end.n < lead || memcmp(end.s, behind_digest, lead) != 0)
        return false;
    end = (khung__str){end.s + lead, end.n - lead};
    if (khung__str_eq(end, khung__str_of(unsigned_end)))
        return true;
    if (end.n < 4 || end.n > KHUNG__BUNDLE_MOST_SIGNATURE + 3 || end.s[0] != '"' || memcmp(end.s + end.n - 2, "\"}", 2) != 0)
        return false;
    out->signature = (khung__str){end.s + 1, end.n - 3};
    for (size_t i = 0; i < out->signature.n; i++)
        if (!memchr(letters, out->signature.s[i], sizeof letters - 1))
            return false;
    return true;
}

/* Header and items are under one seal; only the digest itself and the signature behind it are outside. A signed bundle says so under its seal. */
static khung_status check_seal(khung__bundle *out, khung__str line, int64_t format, khung_log *log)
{
    khung__str digest = khung__json_member(out->header, "digest");
    size_t lead = strlen(before_digest), n = (size_t)(digest.s ? digest.s - line.s : 0);
    bool inside = digest.s && digest.s >= line.s + lead && digest.n == TEXT_OF_DIGEST &&
                  digest.s + TEXT_OF_DIGEST <= line.s + line.n && memcmp(digest.s - lead, before_digest, lead) == 0 &&
                  read_end(out, (khung__str){digest.s + TEXT_OF_DIGEST, (size_t)(line.s + line.n - digest.s) - TEXT_OF_DIGEST});
    if (!inside || (out->signature.s && format != KHUNG__BUNDLE_FORMAT_SIGNED))
        return bad_line(1, log);
    if (!out->signature.s && format == KHUNG__BUNDLE_FORMAT_SIGNED)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_CUT, nowhere);
    seal((khung__str){line.s, n - lead}, (khung__str){line.s + line.n + 1, out->size - line.n - 1}, out->digest);
    return memcmp(out->digest, digest.s, TEXT_OF_DIGEST) == 0 ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_BUNDLE_SEAL, nowhere);
}

/* *rest loses its first line, which comes back without its LF; absent where no LF is, or too late. */
static khung__str next_line(khung__str *rest)
{
    const char *end = rest->n ? memchr(rest->s, '\n', rest->n) : NULL;
    if (!end || end - rest->s > KHUNG__BUNDLE_MOST_LINE)
        return (khung__str){0};
    khung__str line = {rest->s, (size_t)(end - rest->s)};
    rest->s += line.n + 1;
    rest->n -= line.n + 1;
    return line;
}

static khung_status read_line(khung__json **out, khung__bundle *bundle, khung__str line, size_t number, size_t *nodes, khung_log *log)
{
    khung_status status = khung__json_read(out, &bundle->arena, line, nodes);
    if (status == KHUNG_BAD_DATA || (status == KHUNG_OK && (*out)->kind != KHUNG__J_OBJECT))
        return bad_line(number, log);
    return status;
}

static khung_status read_header(khung__bundle *out, khung__str line, size_t *nodes, khung_log *log)
{
    int64_t format = 0, count = 0;
    khung__json *header = NULL;
    khung_status status = read_line(&header, out, line, 1, nodes, log);
    if (status != KHUNG_OK)
        return status;
    out->header = header;
    if (!khung__str_eq(khung__json_member(header, "kind"), KHUNG__S("bundle")) || !khung__json_number(khung__json_find(header, "format"), &format) ||
        format < 1)
        return bad_line(1, log);
    if (format > KHUNG__BUNDLE_FORMAT_SIGNED)
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_NEWER, nowhere);
    if (!khung__json_number(khung__json_find(header, "items"), &count) || count < 0 || count > KHUNG__BUNDLE_MOST_ITEMS)
        return bad_line(1, log);
    out->count = (size_t)count;
    return check_seal(out, line, format, log);
}

khung_status khung__bundle_load(khung__bundle *out, const char *bytes, size_t size, khung_log *log)
{
    size_t nodes = KHUNG__JSON_MOST_NODES;
    *out = (khung__bundle){0};
    khung_status status = khung__bundle_late(log);
    if (status == KHUNG_OK)
        status = unpack(out, bytes, size, log);
    if (status != KHUNG_OK)
        return status;
    khung__str rest = {out->text, out->size};
    status = read_header(out, next_line(&rest), &nodes, log);
    if (status == KHUNG_OK) {
        out->items = khung__arena_alloc(&out->arena, (out->count + 1) * sizeof *out->items);
        status = out->items ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    for (size_t i = 0; i < out->count && status == KHUNG_OK; i++) {
        khung__json *item = NULL;
        status = read_line(&item, out, next_line(&rest), i + 2, &nodes, log);
        out->items[i] = item;
    }
    return status == KHUNG_OK && rest.n ? bad_line(out->count + 2, log) : status;
}

void khung__bundle_free(khung__bundle *bundle)
{
    khung__free(bundle->text);
    khung__arena_free(&bundle->arena);
    *bundle = (khung__bundle){0};
}
