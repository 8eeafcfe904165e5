/* badge/read: a badge that khung wrote, read back: its statements are made again by the same few words. Whatever else may stand in a badge would need a
 * reader of JSON-LD; such a one is somebody else's, and nothing is said of it. */
#include "../badge.h"

#include <string.h>

#include "../bundle.h"
#include "graph.h"

enum { MOST = 256 * 1024, DEEPEST = KHUNG__GRAPH_DEPTH - 1, CLASSES = 8 };

static bool read_node(khung__graph *g, khung__term term, const khung__json *node, const char *apart);

/* A word twice would be one thing for one reader and another for the next. */
static bool is_again(const khung__json *node, const khung__json *member)
{
    for (const khung__json *other = node->first; other != member; other = other->next)
        if (khung__str_eq(other->key, member->key))
            return true;
    return false;
}

static bool read_classes(khung__class out[CLASSES], const khung__json *type)
{
    size_t count = 0;
    const khung__json *first = type && type->kind == KHUNG__J_LIST ? type->first : type;
    for (const khung__json *t = first; t; t = t == type ? NULL : t->next) {
        if (t->kind != KHUNG__J_TEXT || count + 1 >= CLASSES)
            return false;
        out[count] = khung__graph_class(t->text);
        if (out[count++] == KHUNG__CLASSES)
            return false;
    }
    out[count] = KHUNG__CLASSES;
    return true;
}

static bool read_text(khung__graph *g, const khung__json *member)
{
    khung__term term = khung__graph_term(member->key, true);
    if (term == KHUNG__TERMS)
        return false;
    if (term == KHUNG__TERM_VERIFICATION_METHOD)
        khung__graph_name(g, term, member->text, member->text);
    else if (term == KHUNG__TERM_PROOF_PURPOSE && khung__str_eq(member->text, KHUNG__S("assertionMethod")))
        khung__graph_name(g, term, member->text, KHUNG__S(KHUNG__BADGE_PURPOSE));
    else if (term == KHUNG__TERM_PROOF_PURPOSE)
        return false;
    else
        khung__graph_say(g, term, member->text);
    return true;
}

static bool read_member(khung__graph *g, const khung__json *member)
{
    khung__term term = khung__graph_term(member->key, false);
    if (member->kind == KHUNG__J_TEXT)
        return read_text(g, member);
    if (term == KHUNG__TERMS || (member->kind != KHUNG__J_OBJECT && member->kind != KHUNG__J_LIST))
        return false;
    if (member->kind == KHUNG__J_OBJECT)
        return read_node(g, term, member, "");
    bool right = true;
    for (const khung__json *item = member->first; right && item; item = item->next)
        right = read_node(g, term, item, "");
    return right;
}

/* `apart`: words of it, each between blanks, that are no statements. */
static bool is_apart(khung__str key, const char *apart)
{
    const char *at = key.n ? memmem(apart, strlen(apart), key.s, key.n) : NULL;
    bool alone = at && at > apart && at[-1] == ' ' && at[key.n] == ' ';
    return alone || khung__str_eq(key, KHUNG__S("id")) || khung__str_eq(key, KHUNG__S("type"));
}

static bool read_node(khung__graph *g, khung__term term, const khung__json *node, const char *apart)
{
    khung__class classes[CLASSES];
    khung__str id = khung__json_member(node, "id");
    if (node->kind != KHUNG__J_OBJECT || !id.n || g->depth >= DEEPEST || !read_classes(classes, khung__json_find(node, "type")))
        return false;
    khung__graph_begin(g, term, id, classes);
    bool right = true;
    for (const khung__json *member = node->first; right && member; member = member->next)
        right = !is_again(node, member) && (is_apart(member->key, apart) || read_member(g, member));
    khung__graph_end(g);
    return right;
}

/* The contexts that every badge of khung has, and no other. */
static bool contexts_known(const khung__json *badge)
{
    const khung__json *list = khung__json_find(badge, "@context");
    return list && list->kind == KHUNG__J_LIST && list->count == 2 && list->first->kind == KHUNG__J_TEXT && list->first->next->kind == KHUNG__J_TEXT &&
           khung__str_eq(list->first->text, KHUNG__S(KHUNG__BADGE_CONTEXT_1)) && khung__str_eq(list->first->next->text, KHUNG__S(KHUNG__BADGE_CONTEXT_2));
}

/* Both digests, that of the proof's statements first. */
static bool read_statements(unsigned char both[64], const khung__json *badge, const khung__json *proof)
{
    khung__graph g = {.as_read = true};
    bool right = read_node(&g, KHUNG__TERMS, badge, " @context proof ");
    khung__graph_cut(&g, both + 32, NULL);
    right = right && read_node(&g, KHUNG__TERMS, proof, " proofValue ");
    khung__graph_cut(&g, both, NULL);
    right = right && !g.failed && !g.refused && !g.json.failed;
    khung__graph_free(&g);
    return right;
}

static khung__str find_claim(khung__arena *arena, const khung__json *badge)
{
    const khung__json *evidence = khung__json_find(badge, "evidence");
    const khung__str prefix = KHUNG__S(KHUNG__BADGE_CLAIM);
    bool valid = false;
    for (const khung__json *item = evidence && evidence->kind == KHUNG__J_LIST ? evidence->first : NULL; item; item = item->next) {
        khung__str id = khung__json_member(item, "id");
        if (id.n > prefix.n && id.n < 2 * KHUNG__CLAIM_MOST_BYTES && memcmp(id.s, prefix.s, prefix.n) == 0) {
            khung__str claim = khung__base64_read(arena, (khung__str){id.s + prefix.n, id.n - prefix.n}, &valid);
            return valid ? claim : (khung__str){0};
        }
    }
    return (khung__str){0};
}

static bool read_proof(khung__badge_found *out, const khung__json *proof)
{
    khung__str value = khung__json_member(proof, "proofValue"), created = khung__json_member(proof, "created");
    out->method = khung__json_member(proof, "verificationMethod");
    if (created.n < 10 || !khung__read_date((khung__str){created.s, 10}, &out->created))
        return false;
    out->whole = value.n && *value.s == 'z' && khung__base58_read(out->signature, sizeof out->signature, (khung__str){value.s + 1, value.n - 1});
    return khung__str_eq(khung__json_member(proof, "type"), KHUNG__S("DataIntegrityProof")) &&
           khung__str_eq(khung__json_member(proof, "cryptosuite"), KHUNG__S("eddsa-rdfc-2022"));
}

khung__badge_state khung__badge_read(khung__badge_found *out, khung__arena *arena, khung__str bytes)
{
    khung__json *badge = NULL;
    *out = (khung__badge_found){0};
    if (!khung__badge_like(bytes))
        return KHUNG__BADGE_NONE;
    if (bytes.n > MOST || khung__json_read(&badge, arena, bytes, NULL) != KHUNG_OK || !contexts_known(badge))
        return KHUNG__BADGE_FOREIGN;
    const khung__json *proof = khung__json_find(badge, "proof");
    out->claim = find_claim(arena, badge);
    out->issuer = khung__json_member(khung__json_find(badge, "issuer"), "id");
    bool read = out->claim.n && proof && read_proof(out, proof) && read_statements(out->hashed, badge, proof);
    return read ? KHUNG__BADGE_OWN : KHUNG__BADGE_FOREIGN;
}

bool khung__badge_right(const khung__badge_found *found, const unsigned char open[KHUNG__PUBLIC])
{
    khung__buf did = {0}, method = {0};
    khung__badge_key(&did, open);
    khung__buf_printf(&method, "%s#%s", did.s ? did.s : "", did.s ? did.s + strlen("did:key:") : "");
    bool right = !did.failed && !method.failed && found->whole && khung__str_eq(found->issuer, (khung__str){did.s, did.n}) &&
                 khung__str_eq(found->method, (khung__str){method.s, method.n}) &&
                 khung__sign_right(found->signature, found->hashed, sizeof found->hashed, open);
    khung__buf_free(&did);
    khung__buf_free(&method);
    return right;
}
