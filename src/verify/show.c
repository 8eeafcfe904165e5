/* verify/show: what came of verifying, for people and as JSON. */
#include "../verify.h"

#include <string.h>

typedef struct reason {
    const char *id;
    khung__str text[2];
} reason;

static const reason reasons[KHUNG__REASONS] = {
#define R(name, id, en, vi) {id, {{vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}}},
#include "reasons.def"
#undef R
};
static const char *const verdicts[] = {"in-force", "suspended", "withdrawn", "expired", "superseded", "unknown", "forged", "in-force-as-of"};

/* ---- people ---- */

/* What the sentence names: days in the reader's way. */
static khung__str argument(khung__verify *v, size_t i, khung__language language)
{
    khung__buf text = {0};
    khung__date day;
    khung__str said = khung__str_of(v->said[i]);
    if (!khung__read_date(said, &day))
        return said;
    khung__buf_date_short(&text, day, language);
    return khung__buf_take(&text, &v->arena);
}

static khung__str day_text(khung__verify *v, khung__date day, khung__language language)
{
    khung__buf text = {0};
    if (!day.year)
        return KHUNG__S("–");
    khung__buf_date_short(&text, day, language);
    return khung__buf_take(&text, &v->arena);
}

static void put_verdict(khung__buf *out, khung__verify *v, khung__language language)
{
    static const khung__word_id words[] = {KHUNG__W_VERDICT_IN_FORCE, KHUNG__W_VERDICT_SUSPENDED, KHUNG__W_VERDICT_WITHDRAWN, KHUNG__W_VERDICT_EXPIRED,
                                           KHUNG__W_VERDICT_SUPERSEDED, KHUNG__W_VERDICT_UNKNOWN, KHUNG__W_VERDICT_FORGED, KHUNG__W_VERDICT_AS_OF};
    bool own = v->verdict == KHUNG_VERDICT_AS_OF && !v->has_register;
    khung__date day = v->verdict == KHUNG_VERDICT_AS_OF && v->has_register ? v->roll.head.day : v->since;
    KHUNG__WORD(out, own ? KHUNG__W_VERDICT_AS_OF_ISSUE : words[v->verdict], language, day_text(v, day, language));
    khung__buf_char(out, '\n');
}

static void put_line(khung__buf *out, khung__word_id label, khung__language language, khung__str text)
{
    khung__str name = khung__word(label, language);
    if (!text.n)
        return;
    khung__buf_z(out, "  ");
    khung__buf_str(out, name);
    for (size_t n = khung__utf8_count(name); n < 18; n++)
        khung__buf_char(out, ' ');
    khung__buf_str(out, text);
    khung__buf_char(out, '\n');
}

static khung__str joined(khung__verify *v, khung__str a, const char *between, khung__str b)
{
    khung__buf text = {0};
    khung__buf_str(&text, a);
    khung__buf_z(&text, between);
    khung__buf_str(&text, b);
    return khung__buf_take(&text, &v->arena);
}

static void put_awarded(khung__buf *out, khung__verify *v, khung__language language)
{
    const khung__claim *c = &v->claim;
    put_line(out, KHUNG__W_VERIFY_GRADE, language, c->grade_title);
    if (!c->computed.n)
        return;
    const khung__str args[] = {c->computed_title, c->lowered_by, day_text(v, c->lowered_at, language), c->lowered_why};
    put_line(out, KHUNG__W_VERIFY_LOWERED, language, khung__word_in(&v->arena, KHUNG__W_VERIFY_LOWERED_BY, language, args, 4));
}

enum { COLUMNS = 80 };

/* Lines of at most 80 columns, broken at blanks. */
static void put_wrapped(khung__buf *out, khung__str text)
{
    size_t column = 0;
    while (text.n) {
        const char *blank = memchr(text.s, ' ', text.n);
        khung__str word = {text.s, blank ? (size_t)(blank - text.s) : text.n};
        size_t width = khung__utf8_count(word), step = word.n + (blank != NULL);
        if (column && column + 1 + width > COLUMNS) {
            khung__buf_char(out, '\n');
            column = 0;
        }
        if (column)
            khung__buf_char(out, ' ');
        khung__buf_str(out, word);
        column += width + (column > 0);
        text = (khung__str){text.s + step, text.n - step};
    }
    khung__buf_char(out, '\n');
}

static void put_claim(khung__buf *out, khung__verify *v, khung__language language)
{
    const khung__claim *c = &v->claim;
    char number[KHUNG__NUMBER_SIZE];
    khung__claim_number(number, c->nn, c->year, c->abbreviation);
    put_line(out, KHUNG__W_VERIFY_NUMBER, language, khung__str_of(number));
    put_line(out, KHUNG__W_VERIFY_WHO, language, c->organisation_name);
    put_awarded(out, v, language);
    put_line(out, KHUNG__W_VERIFY_FRAMEWORK, language, joined(v, c->framework_title, ", ", c->framework_version));
    put_line(out, KHUNG__W_VERIFY_PERIOD, language, joined(v, day_text(v, c->from, language), " – ", day_text(v, c->to, language)));
    put_line(out, KHUNG__W_VERIFY_ISSUED, language, day_text(v, c->issued, language));
    put_line(out, KHUNG__W_VERIFY_UNTIL, language, c->until.year ? day_text(v, c->until, language) : khung__word(KHUNG__W_VERIFY_NO_END, language));
    for (size_t i = 0; i < c->condition_count; i++) {
        khung__date until = c->conditions[i].until;
        const khung__str args[] = {c->conditions[i].text, day_text(v, until, language)};
        put_line(out, KHUNG__W_VERIFY_CONDITION, language,
                 until.year ? khung__word_in(&v->arena, KHUNG__W_VERIFY_CONDITION_UNTIL, language, args, 2) : c->conditions[i].text);
    }
    put_line(out, KHUNG__W_VERIFY_ISSUER, language, c->issuer_name);
}

static void put_row(khung__buf *out, khung__verify *v, khung__language language)
{
    const khung__roll_row *row = &v->row;
    char number[KHUNG__NUMBER_SIZE];
    khung__claim_number(number, row->nn, row->year, v->roll.head.abbreviation);
    put_line(out, KHUNG__W_VERIFY_NUMBER, language, khung__str_of(number));
    put_line(out, KHUNG__W_VERIFY_WHO, language, row->organisation);
    put_line(out, KHUNG__W_VERIFY_GRADE, language, row->grade);
    put_line(out, KHUNG__W_VERIFY_FRAMEWORK, language, joined(v, row->framework, ", ", row->version));
    put_line(out, KHUNG__W_VERIFY_ISSUED, language, day_text(v, row->issued, language));
    put_line(out, KHUNG__W_VERIFY_UNTIL, language, row->until.year ? day_text(v, row->until, language) : khung__word(KHUNG__W_VERIFY_NO_END, language));
    put_line(out, KHUNG__W_VERIFY_ISSUER, language, v->roll.head.name);
}

/* What the seal says of a signature that is not checked here. */
static void put_signer(khung__buf *out, khung__verify *v, khung__language language)
{
    const khung__str nobody = {0};
    khung__word_id word = v->signature_gone ? KHUNG__W_VERIFY_SIGNER_GONE : KHUNG__W_VERIFY_SIGNER_BY;
    if (!v->signer.n)
        return;
    put_line(out, KHUNG__W_VERIFY_SIGNER, language, v->signer);
    khung__buf_printf(out, "%20s", ""); /* a name is long, so what is said of it has a line of its own */
    khung__buf_str(out, khung__text_trim(khung__word_in(&v->arena, word, language, &nobody, 1)));
    khung__buf_char(out, '\n');
}

static void put_basis(khung__buf *out, khung__verify *v, khung__language language)
{
    char fingerprint[KHUNG__FINGERPRINT_SIZE];
    if (v->has_row && v->row.replaced_by.n)
        put_line(out, KHUNG__W_VERIFY_REPLACED, language, v->row.replaced_by);
    put_signer(out, v, language);
    put_line(out, KHUNG__W_VERIFY_DAY, language, day_text(v, v->day, language));
    if (!v->has_keys)
        return;
    khung__key_fingerprint(fingerprint, &v->keys.keys[0]);
    put_line(out, KHUNG__W_VERIFY_KEYS, language, joined(v, v->keys.name, ", ", khung__str_of(fingerprint)));
}

void khung__verify_text(khung__buf *out, khung__verify *v, khung__language language)
{
    const khung__str args[] = {argument(v, 0, language), argument(v, 1, language)};
    put_verdict(out, v, language);
    put_wrapped(out, khung__fill_in(&v->arena, reasons[v->reason].text[language == KHUNG__EN], args, 2));
    if (v->pages_open && v->verdict != KHUNG_VERDICT_FORGED)
        put_wrapped(out, khung__word(KHUNG__W_VERIFY_PAGES_OPEN, language));
    if (v->badge_open && v->verdict != KHUNG_VERDICT_FORGED)
        put_wrapped(out, khung__word(KHUNG__W_VERIFY_BADGE_OPEN, language));
    if (v->has_claim || v->has_row) {
        if (v->has_claim && !v->proved)
            khung__buf_str(out, khung__word(KHUNG__W_VERIFY_UNPROVED, language));
        khung__buf_char(out, '\n');
        if (v->has_claim)
            put_claim(out, v, language);
        else
            put_row(out, v, language);
    }
    khung__buf_char(out, '\n');
    put_basis(out, v, language);
}

/* ---- JSON ---- */

static void put_member(khung__buf *out, const char *name, khung__str text)
{
    if (!text.n)
        return;
    khung__buf_printf(out, ",\"%s\":", name);
    khung__buf_json(out, text);
}

static void put_date(khung__buf *out, const char *name, khung__date day)
{
    if (!day.year)
        return;
    khung__buf_printf(out, ",\"%s\":\"", name);
    khung__buf_date(out, day);
    khung__buf_char(out, '"');
}

static void put_json_claim(khung__buf *out, const khung__claim *c)
{
    char number[KHUNG__NUMBER_SIZE];
    khung__claim_number(number, c->nn, c->year, c->abbreviation);
    khung__buf_printf(out, ",\"certificate\":{\"year\":%lld,\"nn\":%lld", (long long)c->year, (long long)c->nn);
    put_member(out, "number", khung__str_of(number));
    put_member(out, "organisation", c->organisation);
    put_member(out, "name", c->organisation_name);
    put_member(out, "grade", c->grade);
    put_member(out, "grade_title", c->grade_title);
    put_member(out, "computed", c->computed);
    put_member(out, "lowered_by", c->lowered_by);
    put_member(out, "lowered_why", c->lowered_why);
    put_date(out, "lowered_at", c->lowered_at);
    put_member(out, "framework", c->framework);
    put_member(out, "version", c->framework_version);
    put_member(out, "framework_title", c->framework_title);
    put_member(out, "framework_digest", c->framework_digest);
    put_member(out, "result", c->result);
    put_date(out, "from", c->from);
    put_date(out, "to", c->to);
    put_date(out, "issued", c->issued);
    put_date(out, "until", c->until);
    put_member(out, "issuer", c->issuer);
    put_member(out, "issuer_name", c->issuer_name);
    for (size_t i = 0; i < c->condition_count; i++) {
        khung__buf_z(out, i ? ",{\"text\":" : ",\"conditions\":[{\"text\":");
        khung__buf_json(out, c->conditions[i].text);
        put_date(out, "until", c->conditions[i].until);
        khung__buf_z(out, i + 1 == c->condition_count ? "}]" : "}");
    }
    khung__buf_char(out, '}');
}

static void put_json_row(khung__buf *out, khung__verify *v)
{
    const khung__roll_row *row = &v->row;
    char number[KHUNG__NUMBER_SIZE];
    khung__claim_number(number, row->nn, row->year, v->roll.head.abbreviation);
    khung__buf_printf(out, ",\"certificate\":{\"year\":%lld,\"nn\":%lld", (long long)row->year, (long long)row->nn);
    put_member(out, "number", khung__str_of(number));
    put_member(out, "name", row->organisation);
    put_member(out, "grade_title", row->grade);
    put_member(out, "version", row->version);
    put_member(out, "framework_title", row->framework);
    put_date(out, "issued", row->issued);
    put_date(out, "until", row->until);
    put_member(out, "issuer", v->roll.head.issuer);
    put_member(out, "issuer_name", v->roll.head.name);
    khung__buf_char(out, '}');
}

void khung__verify_json(khung__buf *out, khung__verify *v)
{
    const khung__str args[] = {khung__str_of(v->said[0]), khung__str_of(v->said[1])};
    khung__buf text = {0};
    khung__buf_fill(&text, reasons[v->reason].text[1], args, 2);
    khung__buf_printf(out, "{\"verdict\":\"%s\",\"reason\":\"%s\",\"text\":", verdicts[v->verdict], reasons[v->reason].id);
    khung__buf_json(out, (khung__str){text.s, text.n});
    out->failed = out->failed || text.failed;
    khung__buf_free(&text);
    put_date(out, "at", v->day);
    put_date(out, "since", v->since);
    khung__buf_printf(out, ",\"proved\":%s", v->proved || v->has_row ? "true" : "false");
    if (v->pages)
        khung__buf_printf(out, ",\"pages\":\"%s\"", v->pages_open ? "unproved" : "sealed");
    if (v->badge)
        khung__buf_printf(out, ",\"badge\":\"%s\"", v->badge_open ? "unproved" : "signed");
    if (v->signer.n) {
        put_member(out, "pdf_signature", v->signer);
        khung__buf_printf(out, ",\"pdf_signature_place\":\"%s\"", v->signature_gone ? "empty" : "filled");
    }
    if (v->has_claim)
        put_json_claim(out, &v->claim);
    else if (v->has_row)
        put_json_row(out, v);
    if (v->has_register) {
        khung__buf_printf(out, ",\"register\":{\"number\":%lld", (long long)v->roll.head.number);
        put_date(out, "dated", v->roll.head.day);
        put_date(out, "next", v->roll.head.next);
        khung__buf_char(out, '}');
    }
    if (v->has_row)
        put_member(out, "replaced_by", v->row.replaced_by);
    khung__buf_z(out, "}\n");
}
