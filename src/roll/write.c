/* roll/write: the register in one pass. */
#include "inside.h"

#include <string.h>

const char *const khung__roll_names[KHUNG__ROLL_FILES] = {"register.csv", "register.json", "register.sig", "datapackage.json"};

#define AT(member) offsetof(khung__roll_head, member)
const khung__cbor_field khung__roll_fields[] = {
    {0, "csv", KHUNG__CBOR_BYTES, AT(csv), true},       {0, "day", KHUNG__CBOR_DATE, AT(day), true},
    {0, "json", KHUNG__CBOR_BYTES, AT(json), true},     {0, "name", KHUNG__CBOR_TEXT, AT(name), true},
    {0, "next", KHUNG__CBOR_DATE, AT(next), true},      {0, "size", KHUNG__CBOR_INT, AT(size), true},
    {0, "zone", KHUNG__CBOR_TEXT, AT(zone), true},      {0, "count", KHUNG__CBOR_INT, AT(count), true},
    {0, "nodes", KHUNG__CBOR_BYTES, AT(nodes), false},  {0, "issuer", KHUNG__CBOR_TEXT, AT(issuer), true},
    {0, "number", KHUNG__CBOR_INT, AT(number), true},   {0, "offset", KHUNG__CBOR_INT, AT(offset), false},
    {0, "abbreviation", KHUNG__CBOR_TEXT, AT(abbreviation), true},
};
const size_t khung__roll_field_count = sizeof khung__roll_fields / sizeof *khung__roll_fields;

static void put_number(unsigned char *out, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)(value >> (8 * (n - 1 - i)));
}

void khung__roll_key(unsigned char out[KHUNG__ROLL_KEY], int64_t year, int64_t nn)
{
    put_number(out, (uint64_t)year, 2);
    put_number(out + 2, (uint64_t)nn, 4);
}

static void put(khung__roll_writer *w, khung__roll_file file, const void *bytes, size_t n)
{
    w->failed = w->failed || (n && !w->sink(w->to, file, bytes, n));
}

/* The text that was made goes out as CSV, or as JSON. */
static void send_csv(khung__roll_writer *w, bool row)
{
    khung__sha256_add(&w->csv, w->text.s, w->text.n);
    if (row)
        khung__sha256_add(&w->chunk, w->text.s, w->text.n);
    put(w, KHUNG__ROLL_CSV, w->text.s, w->text.n);
    w->at += w->text.n;
    w->text.n = 0;
}

static void send_json(khung__roll_writer *w)
{
    khung__sha256_add(&w->json, w->text.s, w->text.n);
    put(w, KHUNG__ROLL_JSON, w->text.s, w->text.n);
    w->text.n = 0;
}

static void put_json_head(khung__buf *out, const khung__roll_head *head)
{
    khung__buf_z(out, "{\"issuer\":");
    khung__buf_json(out, head->issuer);
    khung__buf_z(out, ",\"name\":");
    khung__buf_json(out, head->name);
    khung__buf_printf(out, ",\"register\":%lld,\"dated\":\"", (long long)head->number);
    khung__buf_date(out, head->day);
    khung__buf_z(out, "\",\"next\":\"");
    khung__buf_date(out, head->next);
    khung__buf_z(out, "\",\"certificates\":[");
}

void khung__roll_begin(khung__roll_writer *w, const khung__roll_head *head, khung__roll_sink *sink, void *to)
{
    *w = (khung__roll_writer){.head = *head, .sink = sink, .to = to};
    khung__sha256_start(&w->csv);
    khung__sha256_start(&w->json);
    khung__roll_put_heading(&w->text);
    send_csv(w, false);
    put_json_head(&w->text, head);
    send_json(w);
}

static void end_node(khung__roll_writer *w)
{
    khung__sha256 hash;
    unsigned char digest[32];
    if (!w->node.n)
        return;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, w->node.s, w->node.n);
    khung__sha256_end(&hash, digest);
    khung__buf_add(&w->nodes, w->node.s, 14);
    khung__buf_add(&w->nodes, digest, 32);
    put(w, KHUNG__ROLL_SIG, w->node.s, w->node.n);
    w->node.n = 0;
}

static void end_chunk(khung__roll_writer *w)
{
    unsigned char digest[32];
    khung__sha256_end(&w->chunk, digest);
    khung__buf_add(&w->node, w->first, sizeof w->first);
    khung__buf_add(&w->node, digest, 32);
    if (w->node.n == (size_t)KHUNG__ROLL_NODE * KHUNG__ROLL_ENTRY)
        end_node(w);
}

static void begin_chunk(khung__roll_writer *w, const khung__roll_row *row)
{
    khung__roll_key(w->first, row->year, row->nn);
    put_number(w->first + KHUNG__ROLL_KEY, w->at, 8);
    khung__sha256_start(&w->chunk);
}

khung_status khung__roll_add(khung__roll_writer *w, const khung__roll_row *row)
{
    if (row->year < w->last_year || (row->year == w->last_year && row->nn <= w->last_nn))
        return KHUNG_BAD_CALL;
    if (w->rows % KHUNG__ROLL_CHUNK == 0)
        begin_chunk(w, row);
    if (!khung__roll_put_csv(&w->text, row, &w->head)) {
        w->text.n = 0;
        return KHUNG_BAD_CALL;
    }
    send_csv(w, true);
    khung__buf_z(&w->text, w->rows ? ",\n" : "\n");
    khung__roll_put_json(&w->text, row, &w->head);
    send_json(w);
    w->last_year = row->year;
    w->last_nn = row->nn;
    if (++w->rows % KHUNG__ROLL_CHUNK == 0)
        end_chunk(w);
    return w->failed ? KHUNG_IO : w->text.failed || w->node.failed || w->nodes.failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

static void put_tails(khung__roll_writer *w, const khung__buf *signed_head)
{
    khung__arena arena = {0};
    unsigned char tail[12];
    khung__str text = khung__base64_write(&arena, (khung__str){signed_head->s, signed_head->n});
    put(w, KHUNG__ROLL_JSON, "\n],\"signed\":\"", 13);
    put(w, KHUNG__ROLL_JSON, text.s, text.n);
    put(w, KHUNG__ROLL_JSON, "\"}\n", 3);
    w->text.failed = w->text.failed || !text.s;
    put(w, KHUNG__ROLL_SIG, signed_head->s, signed_head->n);
    put_number(tail, signed_head->n, 4);
    memcpy(tail + 4, KHUNG__ROLL_MAGIC, 8);
    put(w, KHUNG__ROLL_SIG, tail, sizeof tail);
    khung__arena_free(&arena);
    khung__roll_put_package(&w->text, &w->head);
    put(w, KHUNG__ROLL_PACKAGE, w->text.s, w->text.n);
}

static khung_status sign(khung__roll_writer *w, const khung_keys *keys, khung_log *log)
{
    unsigned char csv[32], json[32];
    khung__buf payload = {0}, message = {0};
    khung_status status = khung__keys_signer(keys, w->head.day, log);
    if (w->rows % KHUNG__ROLL_CHUNK)
        end_chunk(w);
    end_node(w);
    khung__sha256_end(&w->csv, csv);
    khung__sha256_end(&w->json, json);
    w->head.csv = (khung__str){(const char *)csv, 32};
    w->head.json = (khung__str){(const char *)json, 32};
    w->head.nodes = (khung__str){w->nodes.s, w->nodes.n};
    w->head.count = w->rows;
    w->head.size = (int64_t)w->at;
    if (status == KHUNG_OK && (!khung__cbor_record_write(&payload, khung__roll_fields, khung__roll_field_count, &w->head) ||
                               !khung__cose_sign(&message, KHUNG__ROLL_KIND, (khung__str){payload.s, payload.n}, keys->open, keys->secret)))
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        put_tails(w, &message);
    khung__buf_free(&payload);
    khung__buf_free(&message);
    return status;
}

khung_status khung__roll_end(khung__roll_writer *w, const khung_keys *keys, khung_log *log)
{
    khung_status status = keys ? sign(w, keys, log) : KHUNG_OK;
    if (status == KHUNG_OK && (w->text.failed || w->node.failed || w->nodes.failed))
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && w->failed)
        status = KHUNG_IO;
    khung__buf_free(&w->node);
    khung__buf_free(&w->nodes);
    khung__buf_free(&w->text);
    return status;
}
