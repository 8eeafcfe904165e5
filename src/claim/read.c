/* claim/read: a payload back into a claim. */
#include "fields.h"

#include <string.h>

static void read_date(khung__cbor *in, khung__date *out, bool open)
{
    khung__str text = khung__cbor_read_text(in);
    if (open && !in->wrong && text.n == 0)
        *out = (khung__date){0};
    else
        in->wrong = in->wrong || !khung__read_date(text, out);
}

static void read_conditions(khung__cbor *in, khung__claim *claim)
{
    claim->condition_count = khung__cbor_read_list(in, KHUNG__CLAIM_MOST_CONDITIONS);
    for (size_t i = 0; i < claim->condition_count && !in->wrong; i++) {
        in->wrong = khung__cbor_read_list(in, 2) != 2;
        claim->conditions[i].text = khung__cbor_read_text(in);
        read_date(in, &claim->conditions[i].until, true);
    }
}

static void read_value(khung__cbor *in, khung__claim *claim, const khung__claim_field *f)
{
    char *place = (char *)claim + f->at;
    switch (f->kind) {
    case KIND_TEXT: case KIND_DIGEST: *(khung__str *)place = khung__cbor_read_text(in); break;
    case KIND_NUMBER: *(int64_t *)place = khung__cbor_read_int(in); break;
    case KIND_DATE: read_date(in, (khung__date *)place, false); break;
    case KIND_CONDITIONS: read_conditions(in, claim); break;
    case KIND_BEGIN: case KIND_END: khung__cbor_read_int(in); break; /* follow from the days; writing again compares them */
    }
}

/* The field of the next key; FIELDS: there is none. */
static size_t read_key(khung__cbor *in)
{
    bool number = khung__cbor_is_int(in);
    int64_t key = number ? khung__cbor_read_int(in) : 0;
    khung__str name = number ? (khung__str){0} : khung__cbor_read_text(in);
    size_t i = 0;
    while (i < FIELDS && (number ? fields[i].number != key : fields[i].number != 0 || !khung__str_eq(name, khung__str_of(fields[i].name))))
        i++;
    return in->wrong || (number && key == 0) ? FIELDS : i;
}

/* Written again it must be what was read: so there is one text for a claim, and no two readings of a text. */
bool khung__claim_read(khung__claim *out, khung__str payload)
{
    khung__cbor in = khung__cbor_of(payload);
    khung__claim claim = {0};
    khung__buf again = {0};
    size_t pairs = khung__cbor_read_map(&in, FIELDS);
    for (size_t i = 0; i < pairs && !in.wrong; i++) {
        size_t f = read_key(&in);
        in.wrong = in.wrong || f == FIELDS;
        if (!in.wrong)
            read_value(&in, &claim, &fields[f]);
    }
    bool right = payload.n <= KHUNG__CLAIM_MOST_BYTES && khung__cbor_ended(&in) && khung__claim_write(&again, &claim) && again.n == payload.n &&
                 memcmp(again.s, payload.s, payload.n) == 0;
    khung__buf_free(&again);
    if (right)
        *out = claim;
    return right;
}

void khung__claim_digest(unsigned char out[32], khung__str payload)
{
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, payload.s, payload.n);
    khung__sha256_end(&hash, out);
}
