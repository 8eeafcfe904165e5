/* claim: see claim.h. One table says what a claim holds, in the order in which deterministic CBOR has its keys. */
#include "../claim.h"

#include <stdio.h>
#include <string.h>

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
    for (size_t i = 7; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || (s.s[i] >= 'a' && s.s[i] <= 'f')))
            return false;
    return true;
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
    const khung__str lines[] = {c->organisation_name, c->issuer_name, c->zone, c->grade_title, c->framework_title, c->framework_version};
    static const char *const line_names[] = {"name", "issuer", "zone", "grade-title", "framework-title", "framework-version"};
    for (size_t i = 0; i < 6; i++)
        if (!is_line(lines[i]))
            return line_names[i];
    if (!is_digest(c->result) || !is_digest(c->framework_digest))
        return is_digest(c->result) ? "framework-digest" : "result";
    if (!is_address(c->url))
        return "url";
    if (!is_abbreviation(c->abbreviation))
        return "abbreviation";
    if (!khung__str_eq(c->language, KHUNG__S("vi")) && !khung__str_eq(c->language, KHUNG__S("en")))
        return "language";
    size_t room = KHUNG__CLAIM_MOST_BYTES / 2;
    for (size_t i = 0; i < c->condition_count; i++) {
        if (i >= KHUNG__CLAIM_MOST_CONDITIONS || !is_line(c->conditions[i].text) || c->conditions[i].text.n > room)
            return "conditions";
        room -= c->conditions[i].text.n;
    }
    const char *wrong = wrong_numbers(c);
    return wrong ? wrong : wrong_lowered(c);
}

/* ---- as bytes ---- */

/* A claim and what follows from it. */
typedef struct whole {
    khung__claim claim;
    int64_t begins, ends; /* seconds since 1970: the first of validity, the first after it (0: without end) */
    khung__str conditions;
} whole;

#define AT(member) offsetof(whole, claim.member)
#define TEXT KHUNG__CBOR_TEXT
#define INT KHUNG__CBOR_INT
#define DATE KHUNG__CBOR_DATE
/* iss 1, sub 2, exp 4 and nbf 5 are registered claims of RFC 8392. */
static const khung__cbor_field fields[] = {
    {1, NULL, TEXT, AT(issuer), true},
    {2, NULL, TEXT, AT(organisation), true},
    {4, NULL, INT, offsetof(whole, ends), false},
    {5, NULL, INT, offsetof(whole, begins), true},
    {0, "nn", INT, AT(nn), true},
    {0, "to", DATE, AT(to), true},
    {0, "url", TEXT, AT(url), true},
    {0, "from", DATE, AT(from), true},
    {0, "name", TEXT, AT(organisation_name), true},
    {0, "year", INT, AT(year), true},
    {0, "zone", TEXT, AT(zone), true},
    {0, "grade", TEXT, AT(grade), true},
    {0, "until", DATE, AT(until), false},
    {0, "issued", DATE, AT(issued), true},
    {0, "issuer", TEXT, AT(issuer_name), true},
    {0, "offset", INT, AT(offset), true},
    {0, "result", TEXT, AT(result), true},
    {0, "computed", TEXT, AT(computed), false},
    {0, "language", TEXT, AT(language), true},
    {0, "framework", TEXT, AT(framework), true},
    {0, "conditions", KHUNG__CBOR_RAW, offsetof(whole, conditions), false},
    {0, "lowered-at", DATE, AT(lowered_at), false},
    {0, "lowered-by", TEXT, AT(lowered_by), false},
    {0, "grade-title", TEXT, AT(grade_title), true},
    {0, "lowered-why", TEXT, AT(lowered_why), false},
    {0, "abbreviation", TEXT, AT(abbreviation), true},
    {0, "computed-title", TEXT, AT(computed_title), false},
    {0, "framework-title", TEXT, AT(framework_title), true},
    {0, "framework-digest", TEXT, AT(framework_digest), true},
    {0, "framework-version", TEXT, AT(framework_version), true},
};
enum { FIELDS = sizeof fields / sizeof *fields, SECONDS = 86400 };

/* The first second of a day, in seconds since 1970. */
static int64_t second_of(const khung__claim *claim, khung__date day)
{
    return khung__states_day_number(day) * SECONDS - claim->offset * 60;
}

static void put_conditions(khung__buf *out, const khung__claim *claim)
{
    if (!claim->condition_count)
        return;
    khung__cbor_list(out, claim->condition_count);
    for (size_t i = 0; i < claim->condition_count; i++) {
        khung__date until = claim->conditions[i].until;
        khung__buf day = {0};
        if (until.year)
            khung__buf_date(&day, until);
        khung__cbor_list(out, 2);
        khung__cbor_text(out, claim->conditions[i].text);
        khung__cbor_text(out, (khung__str){day.s, day.n});
        out->failed = out->failed || day.failed;
        khung__buf_free(&day);
    }
}

static int64_t begins(const khung__claim *claim)
{
    return second_of(claim, claim->issued);
}

static int64_t ends(const khung__claim *claim)
{
    return claim->until.year ? second_of(claim, khung__states_day_after(claim->until)) : 0;
}

bool khung__claim_write(khung__buf *out, const khung__claim *claim)
{
    khung__buf conditions = {0};
    if (khung__claim_wrong(claim))
        return false;
    put_conditions(&conditions, claim);
    whole all = {*claim, begins(claim), ends(claim), {conditions.s, conditions.n}};
    bool right = !conditions.failed && khung__cbor_record_write(out, fields, FIELDS, &all);
    khung__buf_free(&conditions);
    return right;
}

static bool read_conditions(khung__claim *claim, khung__str bytes)
{
    khung__cbor in = khung__cbor_of(bytes);
    claim->condition_count = bytes.n ? khung__cbor_read_list(&in, KHUNG__CLAIM_MOST_CONDITIONS) : 0;
    if (bytes.n && !claim->condition_count)
        return false;
    for (size_t i = 0; i < claim->condition_count && !in.wrong; i++) {
        khung__claim_condition *condition = &claim->conditions[i];
        in.wrong = khung__cbor_read_list(&in, 2) != 2 || in.wrong;
        condition->text = khung__cbor_read_text(&in);
        khung__str day = khung__cbor_read_text(&in);
        in.wrong = in.wrong || (day.n && !khung__read_date(day, &condition->until));
    }
    return khung__cbor_ended(&in);
}

bool khung__claim_read(khung__claim *out, khung__str payload)
{
    whole all = {0};
    if (payload.n > KHUNG__CLAIM_MOST_BYTES || !khung__cbor_record_read(&all, fields, FIELDS, payload) || !read_conditions(&all.claim, all.conditions) ||
        khung__claim_wrong(&all.claim) || all.begins != begins(&all.claim) || all.ends != ends(&all.claim))
        return false;
    *out = all.claim;
    return true;
}

void khung__claim_digest(unsigned char out[32], khung__str payload)
{
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, payload.s, payload.n);
    khung__sha256_end(&hash, out);
}

bool khung__claim_sign(khung__buf *out, const khung__claim *claim, const unsigned char public_key[KHUNG__PUBLIC], const unsigned char secret[KHUNG__SECRET])
{
    khung__buf payload = {0};
    bool right = khung__claim_write(&payload, claim) &&
                 khung__cose_sign(out, KHUNG__CLAIM_KIND, (khung__str){payload.s, payload.n}, public_key, secret);
    khung__buf_free(&payload);
    return right;
}
