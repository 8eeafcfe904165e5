/* claim: see claim.h. One table says what a claim holds, in the order in which deterministic CBOR has its keys. */
#include "fields.h"

#include <stdio.h>
#include <string.h>

static khung__str text_at(const khung__claim *claim, const khung__claim_field *f)
{
    return *(const khung__str *)((const char *)claim + f->at);
}

static khung__date date_at(const khung__claim *claim, const khung__claim_field *f)
{
    return *(const khung__date *)((const char *)claim + f->at);
}

static int64_t number_at(const khung__claim *claim, const khung__claim_field *f)
{
    return *(const int64_t *)((const char *)claim + f->at);
}

void khung__claim_number(char out[KHUNG__NUMBER_SIZE], int64_t nn, int64_t year, khung__str abbreviation)
{
    int n = abbreviation.n > 32 ? 32 : (int)abbreviation.n;
    snprintf(out, KHUNG__NUMBER_SIZE, "%02lld/%lld/GCN-%.*s", (long long)nn, (long long)year, n, abbreviation.n ? abbreviation.s : "");
}

/* ---- what may stand in it ---- */

static bool is_address(khung__str url)
{
    if (url.n < 10 || url.n > KHUNG__CODE_MOST || memcmp(url.s, "https://", 8) != 0)
        return false;
    for (size_t i = 8; i < url.n; i++)
        if (url.s[i] <= ' ' || url.s[i] >= 0x7f || strchr("#\"<>\\^`{|}", url.s[i]))
            return false;
    return true;
}

static bool is_abbreviation(khung__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || s.s[i] == '/' || s.s[i] == 0x7f)
            return false;
    return s.n > 0 && s.n <= 32;
}

static bool is_digest(khung__str s)
{
    if (s.n != KHUNG_DIGEST_SIZE - 1 || memcmp(s.s, "sha256:", 7) != 0)
        return false;
    return strspn(s.s + 7, "0123456789abcdef") >= 64;
}

static bool is_line(khung__str s)
{
    return s.n > 0 && s.n <= KHUNG__CLAIM_MOST_TEXT;
}

static const char *wrong_lowered(const khung__claim *c)
{
    bool any = c->computed.n || c->computed_title.n || c->lowered_by.n || c->lowered_why.n || c->lowered_at.year;
    if (!any)
        return NULL;
    if (!khung__is_id(c->computed) || khung__str_eq(c->computed, c->grade))
        return "computed";
    return !is_line(c->computed_title) ? "computed-title" : !is_line(c->lowered_by) ? "lowered-by" : !is_line(c->lowered_why) ? "lowered-why"
           : !c->lowered_at.year ? "lowered-at" : NULL;
}

static const char *wrong_numbers(const khung__claim *c)
{
    if (c->year < 2000 || c->year > 2999)
        return "year";
    if (c->nn < 1 || c->nn > KHUNG__CLAIM_MOST_NN)
        return "nn";
    if (c->offset < -14 * 60 || c->offset > 14 * 60)
        return "offset";
    if (!c->issued.year || c->issued.year > 2999 || c->issued.year < 2000)
        return "issued";
    if (c->until.year && khung__date_cmp(c->until, c->issued) < 0)
        return "until";
    return !c->from.year || !c->to.year || khung__date_cmp(c->to, c->from) < 0 ? "from" : NULL;
}

const char *khung__claim_wrong(const khung__claim *c)
{
    const khung__str ids[] = {c->issuer, c->organisation, c->framework, c->grade};
    static const char *const id_names[] = {"issuer", "organisation", "framework", "grade"};
    for (size_t i = 0; i < 4; i++)
        if (!khung__is_id(ids[i]))
            return id_names[i];
    for (size_t i = 0; i < FIELDS; i++)
        if (fields[i].kind == KIND_TEXT && fields[i].needed && !is_line(text_at(c, &fields[i])))
            return fields[i].name;
        else if (fields[i].kind == KIND_DIGEST && !is_digest(text_at(c, &fields[i])))
            return fields[i].name;
    if (!is_address(c->url))
        return "url";
    if (!is_abbreviation(c->abbreviation))
        return "abbreviation";
    if (!khung__str_eq(c->language, KHUNG__S("vi")) && !khung__str_eq(c->language, KHUNG__S("en")))
        return "language";
    for (size_t i = 0; i < c->condition_count; i++)
        if (i >= KHUNG__CLAIM_MOST_CONDITIONS || !is_line(c->conditions[i].text))
            return "conditions";
    const char *wrong = wrong_numbers(c);
    return wrong ? wrong : wrong_lowered(c);
}

/* ---- writing ---- */

/* The first second of a day, in seconds since 1970. */
static int64_t second_of(const khung__claim *claim, khung__date day)
{
    return khung__states_day_number(day) * SECONDS - claim->offset * 60;
}

static bool has(const khung__claim *claim, const khung__claim_field *f)
{
    switch (f->kind) {
    case KIND_TEXT: case KIND_DIGEST: return text_at(claim, f).n > 0;
    case KIND_DATE: return date_at(claim, f).year != 0;
    case KIND_END: return claim->until.year != 0;
    case KIND_CONDITIONS: return claim->condition_count > 0;
    default: return true;
    }
}

static void put_date(khung__buf *out, khung__date date)
{
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    khung__cbor_text(out, khung__str_of(date.year ? text : ""));
}

static void put_conditions(khung__buf *out, const khung__claim *claim)
{
    khung__cbor_list(out, claim->condition_count);
    for (size_t i = 0; i < claim->condition_count; i++) {
        khung__cbor_list(out, 2);
        khung__cbor_text(out, claim->conditions[i].text);
        put_date(out, claim->conditions[i].until);
    }
}

static void put_field(khung__buf *out, const khung__claim *claim, const khung__claim_field *f)
{
    if (f->number)
        khung__cbor_int(out, f->number);
    else
        khung__cbor_text(out, khung__str_of(f->name));
    switch (f->kind) {
    case KIND_TEXT: case KIND_DIGEST: khung__cbor_text(out, text_at(claim, f)); break;
    case KIND_NUMBER: khung__cbor_int(out, number_at(claim, f)); break;
    case KIND_DATE: put_date(out, date_at(claim, f)); break;
    case KIND_BEGIN: khung__cbor_int(out, second_of(claim, claim->issued)); break;
    case KIND_END: khung__cbor_int(out, second_of(claim, khung__states_day_after(claim->until))); break;
    case KIND_CONDITIONS: put_conditions(out, claim); break;
    }
}

bool khung__claim_write(khung__buf *out, const khung__claim *claim)
{
    size_t count = 0;
    if (khung__claim_wrong(claim))
        return false;
    for (size_t i = 0; i < FIELDS; i++)
        count += has(claim, &fields[i]);
    khung__cbor_map(out, count);
    for (size_t i = 0; i < FIELDS; i++)
        if (has(claim, &fields[i]))
            put_field(out, claim, &fields[i]);
    return !out->failed;
}

bool khung__claim_sign(khung__buf *out, const khung__claim *claim, const unsigned char public_key[KHUNG__PUBLIC], const unsigned char secret[KHUNG__SECRET])
{
    khung__buf payload = {0};
    bool right = khung__claim_write(&payload, claim) &&
                 khung__cose_sign(out, KHUNG__CLAIM_KIND, (khung__str){payload.s, payload.n}, public_key, secret);
    khung__buf_free(&payload);
    return right;
}
