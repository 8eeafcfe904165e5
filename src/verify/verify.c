/* verify: the public calls. */
#include "../badge.h"
#include "../verify.h"

#include <string.h>

static void tell(khung_verified *found, const khung__verify *v)
{
    khung__str issuer = v->has_keys ? v->keys.issuer : (khung__str){0};
    size_t n = issuer.n < sizeof found->issuer ? issuer.n : 0;
    *found = (khung_verified){.verdict = v->verdict, .registry = v->has_register ? v->roll.head.number : 0};
    memcpy(found->issuer, n ? issuer.s : "", n);
}

khung_status khung_verify(char **out, khung_verified *found, const char *bytes, size_t size, const khung_verify_options *options, khung_log *log)
{
    khung__buf text = {0};
    khung__verify *v = khung__alloc(sizeof *v);
    if (!v)
        return KHUNG_NO_MEMORY;
    *v = (khung__verify){.options = options, .log = log, .roll = {.csv = -1, .sig = -1}};
    khung_status status = khung__verify_judge(v, (khung__str){bytes, size});
    if (status == KHUNG_OK && options->language)
        khung__verify_text(&text, v, khung__language_of(khung__str_of(options->language)));
    else if (status == KHUNG_OK)
        khung__verify_json(&text, v);
    if (status == KHUNG_OK && text.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK) {
        tell(found, v);
        *out = text.s;
    } else {
        khung__buf_free(&text);
    }
    khung__roll_free(&v->roll);
    khung__key_list_free(&v->keys);
    khung__arena_free(&v->arena);
    khung__free(v);
    return status;
}

khung_status khung_verify_issuer(char issuer[KHUNG_ISSUER_SIZE], const char *bytes, size_t size)
{
    khung__arena arena = {0};
    khung__seal seal;
    khung__sealed sealed;
    khung__code code;
    khung__claim claim;
    khung__str all = {bytes, size}, found = {0};
    khung__badge_found badge;
    khung__seal_state state = khung__seal_find(&seal, &arena, all);
    if (state == KHUNG__SEAL_NONE && khung__badge_read(&badge, &arena, all) == KHUNG__BADGE_OWN) {
        seal.claim = badge.claim;
        state = KHUNG__SEAL_OPEN;
    }
    if ((state == KHUNG__SEAL_OPEN || state == KHUNG__SEAL_CLOSED) && khung__cose_read(&sealed, seal.claim, KHUNG__CLAIM_KIND) &&
        khung__claim_read(&claim, sealed.payload))
        found = claim.issuer;
    else if (state == KHUNG__SEAL_NONE && khung__code_read(&code, all) == KHUNG__CODE_GOOD)
        found = khung__str_of(code.issuer);
    bool fits = found.n > 0 && found.n < KHUNG_ISSUER_SIZE;
    if (fits) {
        memcpy(issuer, found.s, found.n);
        issuer[found.n] = '\0';
    }
    khung__arena_free(&arena);
    return fits ? KHUNG_OK : KHUNG_NOT_FOUND;
}

khung_status khung_keys_compare(int *newer, const char *a, size_t a_size, const char *b, size_t b_size, khung_log *log)
{
    khung__key_list *lists = khung__alloc(2 * sizeof *lists);
    if (!lists)
        return KHUNG_NO_MEMORY;
    memset(lists, 0, 2 * sizeof *lists);
    khung_status status = khung__key_list_read(&lists[0], (khung__str){a, a_size}, log);
    if (status == KHUNG_OK)
        status = khung__key_list_read(&lists[1], (khung__str){b, b_size}, NULL);
    if (status == KHUNG_OK) {
        bool goes_on = khung__key_list_follows(&lists[0], &lists[1]), before = khung__key_list_follows(&lists[1], &lists[0]);
        *newer = goes_on && before ? 0 : goes_on ? 1 : -1;
        if (!goes_on && !before)
            status = KHUNG__DIAG(log, KHUNG__D_KEYS_CONTRADICT, (khung__at){0}, lists[0].issuer);
    }
    khung__key_list_free(&lists[0]);
    khung__key_list_free(&lists[1]);
    khung__free(lists);
    return status;
}
