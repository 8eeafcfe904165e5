/* cbor/record: maps by a table. One order, no empty values and no keys beside the table's: so a struct has one text, and a text one reading. */
#include "../cbor.h"

#include <stdio.h>

enum { RAW_DEPTH = 3 };

static const void *place(const void *record, const khung__cbor_field *f)
{
    return (const char *)record + f->at;
}

static bool has(const void *record, const khung__cbor_field *f)
{
    switch (f->kind) {
    case KHUNG__CBOR_INT: return f->needed || *(const int64_t *)place(record, f) != 0;
    case KHUNG__CBOR_DATE: return ((const khung__date *)place(record, f))->year != 0;
    default: return ((const khung__str *)place(record, f))->n != 0;
    }
}

static void put_date(khung__buf *out, khung__date date)
{
    khung__buf text = {0};
    khung__buf_date(&text, date);
    khung__cbor_text(out, (khung__str){text.s, text.n});
    out->failed = out->failed || text.failed;
    khung__buf_free(&text);
}

static void put_value(khung__buf *out, const void *record, const khung__cbor_field *f)
{
    const void *at = place(record, f);
    switch (f->kind) {
    case KHUNG__CBOR_TEXT: khung__cbor_text(out, *(const khung__str *)at); break;
    case KHUNG__CBOR_BYTES: khung__cbor_bytes(out, *(const khung__str *)at); break;
    case KHUNG__CBOR_INT: khung__cbor_int(out, *(const int64_t *)at); break;
    case KHUNG__CBOR_DATE: put_date(out, *(const khung__date *)at); break;
    case KHUNG__CBOR_RAW: khung__buf_str(out, *(const khung__str *)at); break;
    }
}

bool khung__cbor_record_write(khung__buf *out, const khung__cbor_field *fields, size_t count, const void *record)
{
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++) {
        if (fields[i].needed && !has(record, &fields[i]))
            return false;
        pairs += has(record, &fields[i]);
    }
    khung__cbor_map(out, pairs);
    for (size_t i = 0; i < count; i++) {
        if (!has(record, &fields[i]))
            continue;
        if (fields[i].number)
            khung__cbor_int(out, fields[i].number);
        else
            khung__cbor_text(out, khung__str_of(fields[i].name));
        put_value(out, record, &fields[i]);
    }
    return !out->failed;
}

/* Whether the next key is the field's; it is read then. */
static bool key_is(khung__cbor *in, const khung__cbor_field *f)
{
    khung__cbor ahead = *in;
    bool is = f->number ? khung__cbor_read_int(&ahead) == f->number : khung__str_eq(khung__cbor_read_text(&ahead), khung__str_of(f->name));
    if (ahead.wrong || !is)
        return false;
    *in = ahead;
    return true;
}

static void read_value(khung__cbor *in, void *record, const khung__cbor_field *f)
{
    void *at = (char *)record + f->at;
    switch (f->kind) {
    case KHUNG__CBOR_TEXT: *(khung__str *)at = khung__cbor_read_text(in); break;
    case KHUNG__CBOR_BYTES: *(khung__str *)at = khung__cbor_read_bytes(in); break;
    case KHUNG__CBOR_INT: *(int64_t *)at = khung__cbor_read_int(in); break;
    case KHUNG__CBOR_DATE: in->wrong = !khung__read_date(khung__cbor_read_text(in), at) || in->wrong; break;
    case KHUNG__CBOR_RAW: *(khung__str *)at = khung__cbor_skip(in, RAW_DEPTH); break;
    }
    in->wrong = in->wrong || !has(record, f);
}

bool khung__cbor_record_read(void *record, const khung__cbor_field *fields, size_t count, khung__str bytes)
{
    khung__cbor in = khung__cbor_of(bytes);
    size_t pairs = khung__cbor_read_map(&in, count), found = 0;
    for (size_t i = 0; i < count && !in.wrong; i++) {
        if (found < pairs && key_is(&in, &fields[i])) {
            read_value(&in, record, &fields[i]);
            found++;
        } else if (fields[i].needed) {
            return false;
        }
    }
    return found == pairs && khung__cbor_ended(&in);
}
