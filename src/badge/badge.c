/* badge: what a badge says. Names of things are made of what they are (UUIDs of digests), so that they are the same in every badge of the issuer and
 * point at nobody's address; the one address is the issuer's own, which is signed into the certificate and printed in its code. */
#include "../badge.h"

#include <stdio.h>
#include <string.h>

#include "graph.h"

enum { NAME = 256, DID = 80 };

typedef struct writing {
    const khung__badge *b;
    const khung__claim *claim;
    khung__graph graph;
    char did[DID];                    /* did:key of the signing key */
    char credential[NAME], subject[NAME], achievement[NAME], number[KHUNG__NUMBER_SIZE];
} writing;

#define OF(...) ((const khung__class[]){__VA_ARGS__, KHUNG__CLASSES})

/* ---- names ---- */

/* "urn:uuid:" of what the parts come to, which are told apart by the NUL behind each. */
static void name_of(char out[NAME], const khung__str *parts, size_t count)
{
    khung__sha256 hash;
    unsigned char digest[32];
    char uuid[37];
    khung__sha256_start(&hash);
    for (size_t i = 0; i < count; i++) {
        khung__sha256_add(&hash, parts[i].s, parts[i].n);
        khung__sha256_add(&hash, "", 1);
    }
    khung__sha256_end(&hash, digest);
    khung__uuid_of(uuid, digest);
    snprintf(out, NAME, "urn:uuid:%s", uuid);
}
#define NAME_OF(out, ...) name_of(out, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

/* A part of what has a name: "urn:uuid:…#criteria". */
static khung__str part_of(char out[NAME], const char *whole, const char *part, khung__str id)
{
    int n = snprintf(out, NAME, "%s#%s%.*s", whole, part, (int)id.n, id.n ? id.s : "");
    return (khung__str){out, n > 0 && n < NAME ? (size_t)n : 0};
}

/* Bytes with their kind before them as multibase: of keys 0xed 0x01 (multicodec ed25519-pub). */
static void put_multibase(khung__buf *out, const unsigned char *bytes, size_t n)
{
    khung__buf_char(out, 'z');
    khung__base58_write(out, bytes, n);
}

void khung__badge_key(khung__buf *out, const unsigned char open[KHUNG__PUBLIC])
{
    unsigned char key[2 + KHUNG__PUBLIC] = {0xed, 0x01};
    memcpy(key + 2, open, KHUNG__PUBLIC);
    khung__buf_z(out, "did:key:");
    put_multibase(out, key, sizeof key);
}

static void name_key(writing *w)
{
    khung__buf did = {0};
    khung__badge_key(&did, w->b->open);
    w->graph.failed = w->graph.failed || did.failed || did.n >= DID;
    if (!w->graph.failed)
        memcpy(w->did, did.s, did.n + 1);
    khung__buf_free(&did);
}

static void name_all(writing *w)
{
    const khung__claim *c = w->claim;
    const khung__str language = w->b->framework->language, digest = {(const char *)w->b->digest, 32}, key = {(const char *)w->b->open, KHUNG__PUBLIC};
    NAME_OF(w->credential, KHUNG__S("credential"), digest, language, key);
    NAME_OF(w->subject, KHUNG__S("organisation"), c->issuer, c->organisation);
    NAME_OF(w->achievement, KHUNG__S("achievement"), c->issuer, c->framework_digest, c->grade, language);
    khung__claim_number(w->number, c->nn, c->year, c->abbreviation);
    name_key(w);
}

/* ---- sentences ---- */

static khung__str word(writing *w, khung__word_id id, const khung__str *args, size_t n)
{
    khung__str said = khung__word_in(&w->graph.arena, id, w->b->language, args, n);
    w->graph.failed = w->graph.failed || !said.s;
    return said;
}
#define WORD(w, id, ...) word(w, KHUNG__W_##id, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

static khung__str date(writing *w, khung__date day)
{
    khung__buf text = {0};
    khung__buf_date_short(&text, day, w->b->language);
    return khung__buf_take(&text, &w->graph.arena);
}

static khung__str grade_title(const writing *w)
{
    return w->b->framework->grades[w->b->grade].title;
}

static khung__str title(writing *w)
{
    khung__str own = w->b->framework->certificate_title;
    return WORD(w, BADGE_NAME, own.n ? own : khung__word(KHUNG__W_BADGE_TITLE, w->b->language), grade_title(w));
}

/* The better grade that was computed, as the framework names it. */
static khung__str computed_title(const writing *w)
{
    const khung_framework *f = w->b->framework;
    for (uint32_t i = 0; i < f->grade_count; i++)
        if (khung__str_eq(f->grades[i].id, w->claim->computed))
            return f->grades[i].title;
    return w->claim->computed_title;
}

static void put_condition(writing *w, khung__buf *text, size_t i)
{
    const khung__claim_condition *condition = &w->claim->conditions[i];
    char digits[8];
    snprintf(digits, sizeof digits, "%zu", i + 1);
    khung__buf_z(text, "\n\n");
    if (condition->until.year)
        khung__buf_str(text, WORD(w, BADGE_CONDITION_BY, khung__str_of(digits), condition->text, date(w, condition->until)));
    else
        khung__buf_str(text, WORD(w, BADGE_CONDITION, khung__str_of(digits), condition->text));
}

/* Markdown, so paragraphs are apart by an empty line. */
static khung__str story(writing *w)
{
    const khung__claim *c = w->claim;
    khung__buf text = {0};
    khung__buf_str(&text, WORD(w, BADGE_PERIOD, khung__str_of(w->number), date(w, c->from), date(w, c->to)));
    if (c->computed.n) {
        khung__buf_z(&text, "\n\n");
        khung__buf_str(&text, WORD(w, BADGE_LOWERED, computed_title(w), c->lowered_by, date(w, c->lowered_at), c->lowered_why));
    }
    for (size_t i = 0; i < c->condition_count; i++)
        put_condition(w, &text, i);
    khung__buf_z(&text, "\n\n");
    khung__buf_str(&text, WORD(w, BADGE_STANDING, c->url));
    khung__str said = khung__buf_take(&text, &w->graph.arena);
    w->graph.failed = w->graph.failed || !said.s;
    return said;
}

/* ---- times ---- */

static void say_moment(writing *w, khung__term term, khung__date day, int seconds)
{
    khung__buf text = {0};
    khung__buf_date(&text, day);
    khung__buf_printf(&text, "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    khung__states_put_zone(&text, (int)w->claim->offset);
    khung__str said = khung__buf_take(&text, &w->graph.arena);
    w->graph.failed = w->graph.failed || !said.s;
    khung__graph_say(&w->graph, term, said);
}

static void say_signed(writing *w)
{
    enum { DAY = 86400 };
    int64_t moment = w->b->moment, seconds = moment / 1000 - (moment % 1000 < 0) + w->claim->offset * 60;
    say_moment(w, KHUNG__TERM_CREATED, khung__states_day(moment, (int)w->claim->offset), (int)((seconds % DAY + DAY) % DAY));
}

/* ---- nodes ---- */

static void say(writing *w, khung__term term, khung__str text)
{
    khung__graph_say(&w->graph, term, text);
}

static void begin(writing *w, khung__term term, const char *whole, const char *part, khung__str id, const khung__class *classes)
{
    char name[NAME];
    khung__str iri = khung__str_copy(&w->graph.arena, *part ? part_of(name, whole, part, id) : khung__str_of(whole));
    w->graph.failed = w->graph.failed || !iri.n;
    khung__graph_begin(&w->graph, term, iri, classes);
}

static void put_issuer(writing *w)
{
    begin(w, KHUNG__TERM_ISSUER, w->did, "", (khung__str){0}, OF(KHUNG__CLASS_PROFILE));
    say(w, KHUNG__TERM_NAME, w->claim->issuer_name);
    say(w, KHUNG__TERM_URL, w->claim->url);
    khung__graph_end(&w->graph);
}

static void put_framework(writing *w)
{
    const khung_framework *f = w->b->framework;
    char code[2 * NAME], name[NAME];
    snprintf(code, sizeof code, "%.*s %.*s", (int)f->id.n, f->id.s, (int)f->version.n, f->version.s);
    NAME_OF(name, KHUNG__S("framework"), w->claim->framework_digest);
    khung__graph_list(&w->graph, KHUNG__TERM_ALIGNMENT);
    begin(w, KHUNG__TERM_ALIGNMENT, w->achievement, "framework", (khung__str){0}, OF(KHUNG__CLASS_ALIGNMENT));
    say(w, KHUNG__TERM_TARGET_NAME, f->title);
    say(w, KHUNG__TERM_TARGET_CODE, khung__str_of(code));
    say(w, KHUNG__TERM_TARGET_DESCRIPTION, WORD(w, BADGE_FRAMEWORK, f->version, w->claim->framework_digest));
    say(w, KHUNG__TERM_TARGET_URL, khung__str_of(name));
    khung__graph_end(&w->graph);
    khung__graph_list_end(&w->graph);
}

/* All grades of the framework, best first as it has them. */
static void put_grades(writing *w)
{
    const khung_framework *f = w->b->framework;
    khung__graph_list(&w->graph, KHUNG__TERM_POSSIBLE_RESULT);
    begin(w, KHUNG__TERM_POSSIBLE_RESULT, w->achievement, "grades", (khung__str){0}, OF(KHUNG__CLASS_POSSIBLE_RESULT));
    say(w, KHUNG__TERM_NAME, khung__word(KHUNG__W_BADGE_GRADE, w->b->language));
    say(w, KHUNG__TERM_RESULT_TYPE, KHUNG__S("RubricCriterionLevel"));
    khung__graph_list(&w->graph, KHUNG__TERM_RUBRIC_LEVEL);
    for (uint32_t i = 0; i < f->grade_count; i++) {
        begin(w, KHUNG__TERM_RUBRIC_LEVEL, w->achievement, "grade-", f->grades[i].id, OF(KHUNG__CLASS_RUBRIC_LEVEL));
        say(w, KHUNG__TERM_NAME, f->grades[i].title);
        say(w, KHUNG__TERM_LEVEL, f->grades[i].id);
        khung__graph_end(&w->graph);
    }
    khung__graph_list_end(&w->graph);
    khung__graph_end(&w->graph);
    khung__graph_list_end(&w->graph);
}

static void put_achievement(writing *w)
{
    const khung_framework *f = w->b->framework;
    begin(w, KHUNG__TERM_ACHIEVEMENT, w->achievement, "", (khung__str){0}, OF(KHUNG__CLASS_ACHIEVEMENT));
    say(w, KHUNG__TERM_NAME, title(w));
    say(w, KHUNG__TERM_DESCRIPTION, WORD(w, BADGE_ABOUT, f->title, f->version, grade_title(w)));
    say(w, KHUNG__TERM_ACHIEVEMENT_TYPE, KHUNG__S("QualityAssuranceCredential"));
    say(w, KHUNG__TERM_IN_LANGUAGE, f->language);
    begin(w, KHUNG__TERM_CRITERIA, w->achievement, "criteria", (khung__str){0}, OF(KHUNG__CLASSES));
    say(w, KHUNG__TERM_NARRATIVE, WORD(w, BADGE_CRITERIA, f->title, f->version));
    khung__graph_end(&w->graph);
    put_framework(w);
    put_grades(w);
    khung__graph_end(&w->graph);
}

static void put_result(writing *w)
{
    char name[NAME];
    khung__graph_list(&w->graph, KHUNG__TERM_RESULT);
    begin(w, KHUNG__TERM_RESULT, w->credential, "result", (khung__str){0}, OF(KHUNG__CLASS_RESULT));
    say(w, KHUNG__TERM_RESULT_OF, part_of(name, w->achievement, "grades", (khung__str){0}));
    say(w, KHUNG__TERM_ACHIEVED_LEVEL, part_of(name, w->achievement, "grade-", w->claim->grade));
    say(w, KHUNG__TERM_VALUE, grade_title(w));
    khung__graph_end(&w->graph);
    khung__graph_list_end(&w->graph);
}

static void put_subject(writing *w)
{
    begin(w, KHUNG__TERM_SUBJECT, w->subject, "", (khung__str){0}, OF(KHUNG__CLASS_SUBJECT, KHUNG__CLASS_PROFILE));
    say(w, KHUNG__TERM_NAME, w->claim->organisation_name);
    say(w, KHUNG__TERM_LICENSE_NUMBER, khung__str_of(w->number));
    say(w, KHUNG__TERM_NARRATIVE, story(w));
    put_achievement(w);
    put_result(w);
    khung__graph_end(&w->graph);
}

/* The signed certificate itself, in its name. */
static void put_claim(writing *w)
{
    khung__buf name = {0};
    khung__str base64 = khung__base64_write(&w->graph.arena, w->b->signed_claim);
    khung__buf_z(&name, KHUNG__BADGE_CLAIM);
    khung__buf_str(&name, base64);
    khung__str id = khung__buf_take(&name, &w->graph.arena);
    w->graph.failed = w->graph.failed || !base64.n || !id.n;
    khung__graph_begin(&w->graph, KHUNG__TERM_EVIDENCE, id, OF(KHUNG__CLASS_EVIDENCE));
    say(w, KHUNG__TERM_NAME, khung__word(KHUNG__W_BADGE_CLAIM, w->b->language));
    khung__graph_end(&w->graph);
}

/* Where the certificate itself is checked: the printed code, with its address. */
static void put_evidence(writing *w)
{
    khung__graph_list(&w->graph, KHUNG__TERM_EVIDENCE);
    begin(w, KHUNG__TERM_EVIDENCE, w->b->code, "", (khung__str){0}, OF(KHUNG__CLASS_EVIDENCE));
    say(w, KHUNG__TERM_NAME, WORD(w, BADGE_CHECK, khung__str_of(w->number)));
    say(w, KHUNG__TERM_DESCRIPTION, WORD(w, BADGE_CHECK_HOW, khung__str_of(w->b->code)));
    khung__graph_end(&w->graph);
    if (w->b->signed_claim.n)
        put_claim(w);
    khung__graph_list_end(&w->graph);
}

static void put_credential(writing *w)
{
    const khung__claim *c = w->claim;
    const khung_framework *f = w->b->framework;
    begin(w, KHUNG__TERMS, w->credential, "", (khung__str){0}, OF(KHUNG__CLASS_CREDENTIAL, KHUNG__CLASS_BADGE));
    say(w, KHUNG__TERM_NAME, title(w));
    say(w, KHUNG__TERM_DESCRIPTION, WORD(w, BADGE_SAYS, c->issuer_name, c->organisation_name, grade_title(w), f->title, f->version));
    say_moment(w, KHUNG__TERM_VALID_FROM, c->issued, 0);
    if (c->until.year)
        say_moment(w, KHUNG__TERM_VALID_UNTIL, c->until, 86399);
    put_issuer(w);
    put_subject(w);
    put_evidence(w);
}

/* ---- the proof ---- */

/* vc-di-eddsa, section 3.2: signed are both digests, that of the proof's own statements first. */
static void put_proof(writing *w, const unsigned char document[32], khung__buf *text)
{
    unsigned char both[64], signature[KHUNG__SIGNATURE];
    char method[2 * DID];
    khung__buf value = {0};
    begin(w, KHUNG__TERM_PROOF, w->credential, "proof", (khung__str){0}, OF(KHUNG__CLASS_PROOF));
    say(w, KHUNG__TERM_CRYPTOSUITE, KHUNG__S("eddsa-rdfc-2022"));
    say_signed(w);
    snprintf(method, sizeof method, "%s#%s", w->did, w->did + strlen("did:key:"));
    khung__graph_name(&w->graph, KHUNG__TERM_VERIFICATION_METHOD, khung__str_of(method), khung__str_of(method));
    khung__graph_name(&w->graph, KHUNG__TERM_PROOF_PURPOSE, KHUNG__S("assertionMethod"), KHUNG__S(KHUNG__BADGE_PURPOSE));
    khung__graph_cut(&w->graph, both, text);
    memcpy(both + 32, document, 32);
    w->graph.failed = w->graph.failed || !khung__sign(signature, both, sizeof both, w->b->secret);
    put_multibase(&value, signature, w->graph.failed ? 0 : sizeof signature);
    say(w, KHUNG__TERM_PROOF_VALUE, khung__buf_take(&value, &w->graph.arena));
    khung__graph_end(&w->graph);
}

khung_status khung__badge_write(khung__buf *out, const khung__badge *badge, khung__buf *signed_text)
{
    unsigned char document[32];
    khung__buf of_document = {0};
    writing *w = khung__alloc(sizeof *w);
    if (!w)
        return KHUNG_NO_MEMORY;
    *w = (writing){.b = badge, .claim = badge->claim};
    name_all(w);
    if (!w->graph.failed) {
        put_credential(w);
        khung__graph_cut(&w->graph, document, signed_text ? &of_document : NULL);
        put_proof(w, document, signed_text);
        khung__graph_end(&w->graph);
        khung__buf_char(&w->graph.json, '\n');
    }
    if (signed_text)
        khung__buf_str(signed_text, (khung__str){of_document.s, of_document.n});
    khung__buf_str(out, (khung__str){w->graph.json.s, w->graph.json.n});
    bool failed = w->graph.failed || w->graph.json.failed || out->failed, refused = w->graph.refused;
    khung__buf_free(&of_document);
    khung__graph_free(&w->graph);
    khung__free(w);
    return failed ? KHUNG_NO_MEMORY : refused ? KHUNG_BAD_DATA : KHUNG_OK;
}

bool khung__badge_like(khung__str bytes)
{
    khung__str text = khung__text_trim(bytes);
    const char context[] = "purl.imsglobal.org/spec/ob/v3p0";
    return text.n && *text.s == '{' && memmem(text.s, text.n, context, sizeof context - 1);
}
