/* verify/judge: what a certificate is worth. Each step either ends with a verdict and its reason or hands on to the next. */
#include "../badge.h"
#include "../verify.h"

#include <stdio.h>
#include <string.h>

static bool end(khung__verify *v, khung_verdict verdict, khung__verify_reason reason)
{
    v->verdict = verdict;
    v->reason = reason;
    return true;
}

static void say(khung__verify *v, size_t i, khung__str text)
{
    size_t n = text.n < KHUNG__VERIFY_MOST_SAID ? text.n : KHUNG__VERIFY_MOST_SAID - 1;
    while (n < text.n && n > 0 && ((unsigned char)text.s[n] & 0xc0) == 0x80)
        n--; /* no letter is cut in two */
    memcpy(v->said[i], n ? text.s : "", n);
    v->said[i][n] = '\0';
}

static void say_day(khung__verify *v, size_t i, khung__date day)
{
    snprintf(v->said[i], KHUNG__VERIFY_MOST_SAID, "%04d-%02d-%02d", day.year, day.month, day.day);
}

/* With the register's number and day. */
static bool end_by_register(khung__verify *v, khung_verdict verdict, khung__verify_reason reason)
{
    snprintf(v->said[0], KHUNG__VERIFY_MOST_SAID, "%lld", (long long)v->roll.head.number);
    say_day(v, 1, v->roll.head.day);
    return end(v, verdict, reason);
}

/* ---- the claim's own signature ---- */

static bool judge_key(khung__verify *v, const khung__sealed *sealed)
{
    v->key = khung__key_list_find(&v->keys, sealed->key);
    if (!v->key || v->key->recovery)
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_OTHER_KEY);
    if (!khung__cose_right(sealed, v->key->open))
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_CHANGED);
    v->proved = true;
    khung__key_worth worth = khung__key_worth_of(v->key, v->claim.issued);
    if (worth == KHUNG__KEY_EARLY || worth == KHUNG__KEY_RETIRED) {
        v->proved = false;
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_PAST_KEY);
    }
    return false;
}

static bool judge_claim(khung__verify *v, khung__str bytes)
{
    khung__sealed sealed;
    if (!khung__cose_read(&sealed, bytes, KHUNG__CLAIM_KIND) || !khung__claim_read(&v->claim, sealed.payload))
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_DAMAGED);
    v->has_claim = true;
    khung__claim_digest(v->digest, sealed.payload);
    if (!v->has_keys)
        return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NO_KEYS);
    if (!khung__str_eq(v->claim.issuer, v->keys.issuer)) {
        say(v, 0, v->claim.issuer);
        return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_OTHER_ISSUER);
    }
    return judge_key(v, &sealed);
}

/* ---- the pages around it ---- */

static bool judge_seal(khung__verify *v, const khung__seal *seal)
{
    unsigned char of_claim[32];
    khung__claim_digest(of_claim, seal->claim);
    if (!khung__secret_equal(seal->of_claim.s, of_claim, 32))
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_OTHER_PAPER);
    const khung__key *key = khung__key_list_find(&v->keys, seal->seal.key);
    if (!key || key->recovery || !khung__cose_right(&seal->seal, key->open) || !khung__secret_equal(seal->of_file.s, seal->file, 32))
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_PAPER_CHANGED);
    v->pages = true;
    v->pages_open = key->revoked.year != 0; /* whoever has it can seal other pages around a certificate that the register has */
    v->signer = v->pages_open ? (khung__str){0} : seal->name; /* … and name anybody */
    v->signature_gone = seal->empty;
    return false;
}

static bool is_pdf(khung__str bytes)
{
    return bytes.n > 5 && memmem(bytes.s, bytes.n < 1024 ? bytes.n : 1024, "%PDF-", 5) != NULL;
}

/* The certificate in a badge, and the badge around it. */
static bool judge_badge(khung__verify *v, khung__str bytes)
{
    khung__badge_found found;
    const khung__key *key = NULL;
    khung__badge_state state = khung__badge_read(&found, &v->arena, bytes);
    if (state != KHUNG__BADGE_OWN)
        return end(v, KHUNG_VERDICT_UNKNOWN, state == KHUNG__BADGE_NONE ? KHUNG__R_NO_CODE : KHUNG__R_BADGE);
    if (judge_claim(v, found.claim))
        return true;
    for (size_t i = 0; i < v->keys.count && !key; i++)
        if (!v->keys.keys[i].recovery && khung__badge_right(&found, v->keys.keys[i].open))
            key = &v->keys.keys[i];
    khung__key_worth worth = key ? khung__key_worth_of(key, found.created) : KHUNG__KEY_EARLY;
    if (worth == KHUNG__KEY_EARLY || worth == KHUNG__KEY_RETIRED)
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_BADGE_CHANGED);
    v->badge = true;
    v->badge_open = key->revoked.year != 0;
    return false;
}

static bool judge_file(khung__verify *v, khung__str bytes)
{
    khung__seal seal;
    bool pdf = is_pdf(bytes);
    switch (khung__seal_find(&seal, &v->arena, bytes)) {
    case KHUNG__SEAL_NONE:
        return pdf ? end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NO_PAYLOAD) : judge_badge(v, bytes);
    case KHUNG__SEAL_MANY: return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_MANY);
    case KHUNG__SEAL_DAMAGED: return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_DAMAGED);
    case KHUNG__SEAL_OPEN: return judge_claim(v, seal.claim) || (pdf && end(v, KHUNG_VERDICT_FORGED, KHUNG__R_NO_SEAL));
    case KHUNG__SEAL_CLOSED: break;
    }
    return judge_claim(v, seal.claim) || (pdf && judge_seal(v, &seal));
}

/* ---- the code ---- */

static bool judge_text(khung__verify *v, khung__str text)
{
    switch (khung__code_read(&v->code, text)) {
    case KHUNG__CODE_NONE: return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NO_CODE);
    case KHUNG__CODE_SHORT: return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_CODE_SHORT);
    case KHUNG__CODE_SLIP: return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_CODE_SLIP);
    case KHUNG__CODE_GOOD: break;
    }
    v->has_code = true;
    if (!v->has_keys)
        return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NO_KEYS);
    if (!khung__str_eq(khung__str_of(v->code.issuer), v->keys.issuer)) {
        say(v, 0, khung__str_of(v->code.issuer));
        return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_OTHER_ISSUER);
    }
    return !v->options->registry && end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_CODE_ALONE);
}

static bool address_known(const khung__verify *v)
{
    for (size_t i = 0; i < v->keys.url_count; i++)
        if (khung__str_eq(khung__str_of(v->code.url), v->keys.urls[i]))
            return true;
    return v->code.url[0] == '\0';
}

/* Whether the code is the one of the row, with the address it came with or, typed without one, with any the issuer had. */
static bool code_fits(const khung__verify *v)
{
    bool right = false;
    for (size_t i = 0; i < v->keys.url_count; i++)
        if (!v->code.url[0] || khung__str_eq(khung__str_of(v->code.url), v->keys.urls[i]))
            right = khung__code_right(&v->code, v->row.digest, v->keys.urls[i]) || right;
    return right;
}

/* ---- the register ---- */

static khung_verdict verdict_of(khung__states_state state)
{
    switch (state) {
    case KHUNG__STATES_ISSUED: case KHUNG__STATES_REINSTATED: return KHUNG_VERDICT_IN_FORCE;
    case KHUNG__STATES_SUSPENDED: return KHUNG_VERDICT_SUSPENDED;
    case KHUNG__STATES_EXPIRED: return KHUNG_VERDICT_EXPIRED;
    case KHUNG__STATES_WITHDRAWN: return KHUNG_VERDICT_WITHDRAWN;
    case KHUNG__STATES_SUPERSEDED: case KHUNG__STATES_REISSUED: return KHUNG_VERDICT_SUPERSEDED;
    default: return KHUNG_VERDICT_UNKNOWN;
    }
}

static khung_status find_row(khung__verify *v, bool *found)
{
    int64_t year = v->has_claim ? v->claim.year : v->code.year, nn = v->has_claim ? v->claim.nn : v->code.nn;
    khung_status status = khung__roll_find(&v->row, &v->roll, year, nn, v->log);
    *found = status == KHUNG_OK;
    return status == KHUNG_NOT_FOUND ? KHUNG_OK : status;
}

static bool missing(khung__verify *v)
{
    if (v->has_claim && khung__date_cmp(v->roll.head.day, v->claim.issued) < 0)
        return end_by_register(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_REGISTER_EARLIER);
    if (v->key && v->key->revoked.year) {
        say_day(v, 0, v->key->revoked);
        say(v, 1, v->key->reason);
        v->proved = false;
        return end(v, KHUNG_VERDICT_FORGED, KHUNG__R_REVOKED_FORGED);
    }
    return end_by_register(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NOT_LISTED);
}

/* The row is about another certificate than the one in hand. */
static bool row_differs(khung__verify *v)
{
    if (v->has_claim && !khung__secret_equal(v->digest, v->row.digest, 32)) {
        v->proved = !v->key->revoked.year && v->proved;
        return end_by_register(v, KHUNG_VERDICT_FORGED, KHUNG__R_LISTED_OTHER);
    }
    return v->has_code && !code_fits(v) && end_by_register(v, KHUNG_VERDICT_FORGED, KHUNG__R_CODE_FORGED);
}

static bool judge_row(khung__verify *v)
{
    const khung__states_life life = {v->row.issued, v->row.until, v->row.entries, v->row.entry_count, v->row.conditions, v->row.condition_count};
    khung__states_found found = khung__states_on(&life, v->day);
    khung_verdict verdict = verdict_of(found.state);
    bool open = verdict == KHUNG_VERDICT_IN_FORCE || verdict == KHUNG_VERDICT_SUSPENDED; /* what a newer register could say otherwise */
    bool stale = open && khung__date_cmp(v->day, v->roll.head.next) > 0;
    if (row_differs(v))
        return true;
    v->has_row = true;
    v->since = found.since;
    if (found.state == KHUNG__STATES_FUTURE)
        return end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NOT_YET);
    if (stale && verdict == KHUNG_VERDICT_IN_FORCE)
        verdict = KHUNG_VERDICT_AS_OF;
    return end_by_register(v, verdict, stale ? KHUNG__R_REGISTER_STALE : v->has_code ? KHUNG__R_REGISTER_CODE : KHUNG__R_REGISTER);
}

static khung_status judge_register(khung__verify *v)
{
    bool found = false;
    khung_status status = khung__roll_open(&v->roll, v->options->registry, &v->keys, v->log);
    if (status != KHUNG_OK)
        return status;
    v->has_register = true;
    if (v->roll.head.number < v->options->seen) {
        end_by_register(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_REGISTER_OLD);
        return KHUNG_OK;
    }
    if (v->has_code && !address_known(v)) {
        say(v, 0, khung__str_of(v->code.url));
        end(v, KHUNG_VERDICT_FORGED, KHUNG__R_OTHER_ADDRESS);
        return KHUNG_OK;
    }
    status = find_row(v, &found);
    if (status == KHUNG_OK && !(found ? judge_row(v) : missing(v)))
        status = KHUNG_INTERNAL;
    return status;
}

/* ---- without a register ---- */

static void judge_alone(khung__verify *v)
{
    const khung__claim *c = &v->claim;
    if (v->key->revoked.year) {
        say_day(v, 0, v->key->revoked);
        say(v, 1, v->key->reason);
        end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_REVOKED_KEY);
        v->proved = false;
        return;
    }
    if (khung__date_cmp(v->day, c->issued) < 0) {
        v->since = c->issued;
        end(v, KHUNG_VERDICT_UNKNOWN, KHUNG__R_NOT_YET);
        return;
    }
    if (c->until.year && khung__date_cmp(v->day, c->until) > 0) {
        v->since = khung__states_day_after(c->until);
        end(v, KHUNG_VERDICT_EXPIRED, KHUNG__R_DATES);
        return;
    }
    for (size_t i = 0; i < c->condition_count; i++)
        if (c->conditions[i].until.year && khung__date_cmp(v->day, c->conditions[i].until) > 0) {
            v->since = khung__states_day_after(c->conditions[i].until);
            say_day(v, 0, c->conditions[i].until);
            end(v, KHUNG_VERDICT_SUSPENDED, KHUNG__R_DEADLINE);
            return;
        }
    v->since = c->issued;
    end(v, KHUNG_VERDICT_AS_OF, KHUNG__R_NO_REGISTER);
}

/* ---- the day ---- */

/* "T23:59:59", two digits each. */
static bool read_clock(int out[3], const char *text)
{
    static const char marks[] = "T::";
    for (size_t i = 0; i < 3; i++, text += 3) {
        if (text[0] != marks[i] || text[1] < '0' || text[1] > '9' || text[2] < '0' || text[2] > '9')
            return false;
        out[i] = (text[1] - '0') * 10 + text[2] - '0';
    }
    return out[0] < 24 && out[1] < 60 && out[2] < 60;
}

/* "2027-07-04" as it is; "2027-07-04T23:59:59+07:00" as the day there is in the issuer's time zone then; NULL: now. */
static bool read_day(khung__verify *v)
{
    khung__str at = khung__str_of(v->options->at);
    int64_t offset = v->has_claim ? v->claim.offset : v->has_keys ? v->keys.offset : KHUNG__CLAIM_OFFSET, moment = v->options->now;
    int clock[3] = {0}, zone = 0;
    if (at.n == 10)
        return khung__read_date(at, &v->day);
    if (at.n) {
        khung__date day;
        if (at.n < 20 || !khung__read_date((khung__str){at.s, 10}, &day) || !read_clock(clock, at.s + 10) ||
            !khung__states_zone((khung__str){at.s + 19, at.n - 19}, &zone))
            return false;
        moment = ((khung__states_day_number(day) * 24 + clock[0]) * 60 + clock[1] - zone) * 60000 + clock[2] * 1000;
    }
    v->day = khung__states_day(moment, (int)offset);
    return true;
}

khung_status khung__verify_judge(khung__verify *v, khung__str bytes)
{
    const khung_verify_options *options = v->options;
    if (options->keys) {
        khung_status status = khung__key_list_read(&v->keys, (khung__str){options->keys, options->keys_size}, v->log);
        if (status != KHUNG_OK)
            return status;
        v->has_keys = true;
    }
    bool text = bytes.n <= 512 && !memmem(bytes.s, bytes.n, "khung-certificate", 17) && !is_pdf(bytes);
    bool ended = text ? judge_text(v, bytes) : judge_file(v, bytes);
    if (!read_day(v))
        return KHUNG__DIAG(v->log, KHUNG__D_VERIFY_DAY, (khung__at){0}, khung__str_of(options->at));
    if (ended)
        return KHUNG_OK;
    if (options->registry)
        return judge_register(v);
    judge_alone(v);
    return KHUNG_OK;
}
