/* claim/fields: what a claim holds, in the order in which deterministic CBOR has its keys: one table for writing and reading. */
#ifndef KHUNG_CLAIM_FIELDS_H
#define KHUNG_CLAIM_FIELDS_H

#include "../claim.h"

typedef enum khung__claim_kind { KIND_TEXT, KIND_NUMBER, KIND_DATE, KIND_DIGEST, KIND_BEGIN, KIND_END, KIND_CONDITIONS } khung__claim_kind;

/* number: a registered claim of RFC 8392 (iss 1, sub 2, exp 4, nbf 5); else `name` is the key. */
typedef struct khung__claim_field {
    int64_t number;
    const char *name;
    khung__claim_kind kind;
    size_t at;
    bool needed;
} khung__claim_field;

#define AT(member) offsetof(khung__claim, member)
static const khung__claim_field fields[] = {
    {1, "issuer", KIND_TEXT, AT(issuer), true},
    {2, "organisation", KIND_TEXT, AT(organisation), true},
    {4, "until", KIND_END, 0, false},
    {5, "issued", KIND_BEGIN, 0, true},
    {0, "nn", KIND_NUMBER, AT(nn), true},
    {0, "to", KIND_DATE, AT(to), true},
    {0, "url", KIND_TEXT, AT(url), true},
    {0, "from", KIND_DATE, AT(from), true},
    {0, "name", KIND_TEXT, AT(organisation_name), true},
    {0, "year", KIND_NUMBER, AT(year), true},
    {0, "zone", KIND_TEXT, AT(zone), true},
    {0, "grade", KIND_TEXT, AT(grade), true},
    {0, "until", KIND_DATE, AT(until), false},
    {0, "issued", KIND_DATE, AT(issued), true},
    {0, "issuer", KIND_TEXT, AT(issuer_name), true},
    {0, "offset", KIND_NUMBER, AT(offset), true},
    {0, "result", KIND_DIGEST, AT(result), true},
    {0, "computed", KIND_TEXT, AT(computed), false},
    {0, "language", KIND_TEXT, AT(language), true},
    {0, "framework", KIND_TEXT, AT(framework), true},
    {0, "conditions", KIND_CONDITIONS, 0, false},
    {0, "lowered-at", KIND_DATE, AT(lowered_at), false},
    {0, "lowered-by", KIND_TEXT, AT(lowered_by), false},
    {0, "grade-title", KIND_TEXT, AT(grade_title), true},
    {0, "lowered-why", KIND_TEXT, AT(lowered_why), false},
    {0, "abbreviation", KIND_TEXT, AT(abbreviation), true},
    {0, "computed-title", KIND_TEXT, AT(computed_title), false},
    {0, "framework-title", KIND_TEXT, AT(framework_title), true},
    {0, "framework-digest", KIND_DIGEST, AT(framework_digest), true},
    {0, "framework-version", KIND_TEXT, AT(framework_version), true},
};
enum { FIELDS = sizeof fields / sizeof *fields, SECONDS = 86400 };

#endif
