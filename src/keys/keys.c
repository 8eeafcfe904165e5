/* keys: an issuer's key file made, unlocked, rotated, revoked. Secret bytes lie in memory that is locked and wiped, and in the file only sealed. */
#include "inside.h"
#include "../states.h"

#include <string.h>

enum { LEAST_PASSPHRASE = 10, MOST_PASSPHRASE = 1024, MEBIBYTE = 20 };

static khung_status say(khung_log *log, khung__diag_id id, khung__str arg)
{
    return KHUNG__DIAG(log, id, (khung__at){0}, arg);
}

static khung_status read_day(khung__date *out, const char *day, khung_log *log)
{
    return khung__read_date(khung__str_of(day), out) ? KHUNG_OK : say(log, KHUNG__D_KEYS_DAY, khung__str_of(day));
}

/* ---- sealing ---- */

static khung__effort effort_of(const khung_secret *secret)
{
    khung__effort effort = KHUNG__EFFORT;
    if (secret->mebibytes)
        effort.memory = (uint64_t)secret->mebibytes << MEBIBYTE;
    return effort;
}

static khung_status passphrase_fits(const khung_secret *secret, khung_log *log)
{
    khung__effort effort = effort_of(secret), least = KHUNG__EFFORT_LEAST, most = KHUNG__EFFORT_MOST;
    if (!secret->text || secret->size < LEAST_PASSPHRASE || secret->size > MOST_PASSPHRASE)
        return say(log, KHUNG__D_KEYS_SHORT, (khung__str){0});
    return effort.memory < least.memory || effort.memory > most.memory ? say(log, KHUNG__D_KEYS_MEMORY_RANGE, (khung__str){0}) : KHUNG_OK;
}

/* Seals a seed and adds it to the file. */
static khung_status seal(khung_keys *keys, const unsigned char *seed, const unsigned char open[KHUNG__PUBLIC], const khung_secret *secret, khung_log *log)
{
    if (keys->sealed_count == KHUNG__KEYS_MOST)
        return say(log, KHUNG__D_KEYS_TOO_MANY, (khung__str){0});
    khung__key_sealed *sealed = &keys->sealed[keys->sealed_count];
    khung__buf bound = {0};
    khung__key_id(sealed->id, open);
    sealed->effort = effort_of(secret);
    bool random = khung__secret_random(sealed->salt, KHUNG__SALT) && khung__secret_random(sealed->nonce, KHUNG__NONCE);
    khung__keys_put_open(&bound, sealed);
    bool right = random && !bound.failed &&
                 khung__secret_seal(sealed->box, seed, 32, (khung__str){secret->text, secret->size}, (khung__str){bound.s, bound.n}, sealed->effort,
                                    sealed->salt, sealed->nonce);
    khung__buf_free(&bound);
    if (!right)
        return say(log, KHUNG__D_KEYS_MEMORY, (khung__str){0});
    keys->sealed_count++;
    return KHUNG_OK;
}

static void lock(khung_keys *keys)
{
    khung__secret_free(keys->secret);
    keys->secret = NULL;
}

/* A new pair, in memory of its own: the seed is its first half. */
static khung_status new_pair(unsigned char open[KHUNG__PUBLIC], unsigned char **secret)
{
    *secret = khung__secret_new(KHUNG__SECRET);
    return *secret && khung__sign_pair(open, *secret) ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- making ---- */

void khung_keys_free(khung_keys *keys)
{
    if (!keys)
        return;
    lock(keys);
    khung__key_list_free(&keys->list);
    khung__free(keys);
}

static khung_keys *blank(void)
{
    khung_keys *keys = khung__alloc(sizeof *keys);
    if (keys)
        memset(keys, 0, sizeof *keys);
    return keys;
}

static khung_status issuer_fits(const khung_issuer *issuer, khung_log *log)
{
    const char *wrong = NULL;
    khung__str url = khung__str_of(issuer->url);
    if (!khung__is_id(khung__str_of(issuer->id)))
        wrong = "id";
    else if (!issuer->name || !*issuer->name || strlen(issuer->name) > 512)
        wrong = "name";
    else if (!issuer->abbreviation || !*issuer->abbreviation || strlen(issuer->abbreviation) > 32 || strpbrk(issuer->abbreviation, " /\t\n"))
        wrong = "abbreviation";
    else if (url.n < 10 || url.n > 62 || memcmp(url.s, "https://", 8) != 0 || strpbrk(url.s, "# \"<>\\^`{|}"))
        wrong = "url";
    return wrong ? say(log, KHUNG__D_KEYS_ISSUER, khung__str_of(wrong)) : KHUNG_OK;
}

/* A NUL behind each: the caller's texts need not live on. */
static khung__str kept(khung_keys *keys, const char *text)
{
    return khung__str_copy(&keys->list.arena, khung__str_of(text));
}

static khung_status begin(khung_keys *keys, const khung_issuer *issuer, khung__date day, const khung_secret *secret, khung_log *log)
{
    khung_status status = new_pair(keys->open, &keys->secret);
    if (status != KHUNG_OK)
        return status;
    khung__key_statement said = {.act = KHUNG__KEY_ROOT, .day = day, .key = {(const char *)keys->open, KHUNG__PUBLIC}, .issuer = kept(keys, issuer->id),
                                 .name = kept(keys, issuer->name), .abbreviation = kept(keys, issuer->abbreviation), .url = kept(keys, issuer->url),
                                 .zone = issuer->zone ? kept(keys, issuer->zone) : KHUNG__S("Asia/Ho_Chi_Minh"),
                                 .offset = issuer->zone ? issuer->offset : 7 * 60};
    status = khung__key_list_add(&keys->list, said, keys->open, keys->secret, NULL, log);
    return status == KHUNG_OK ? seal(keys, keys->secret, keys->open, secret, log) : status;
}

khung_status khung_keys_begin(khung_keys **out, const khung_issuer *issuer, const char *day, const khung_secret *secret, khung_log *log)
{
    khung__date date;
    khung_status status = issuer_fits(issuer, log);
    if (status == KHUNG_OK)
        status = passphrase_fits(secret, log);
    if (status == KHUNG_OK)
        status = read_day(&date, day, log);
    if (status != KHUNG_OK)
        return status;
    khung_keys *keys = blank();
    status = keys ? begin(keys, issuer, date, secret, log) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = keys;
    else
        khung_keys_free(keys);
    return status;
}

khung_status khung_keys_load(khung_keys **out, const char *bytes, size_t size, khung_log *log)
{
    khung_keys *keys = blank();
    khung_status status = keys ? khung__keys_read(&keys->list, keys, (khung__str){bytes, size}, log) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = keys;
    else
        khung_keys_free(keys);
    return status;
}

/* ---- unlocking ---- */

/* The sealed key that was made last and is not revoked: which one signs. NULL: all that are here are revoked. */
static const khung__key_sealed *latest(const khung_keys *keys)
{
    for (size_t i = keys->list.count; i > 0; i--)
        for (size_t j = 0; j < keys->sealed_count; j++)
            if (memcmp(keys->sealed[j].id, keys->list.keys[i - 1].id, KHUNG__KEY_ID) == 0 && !keys->list.keys[i - 1].revoked.year)
                return &keys->sealed[j];
    return NULL;
}

static khung_status open_box(khung_keys *keys, const khung__key_sealed *sealed, const khung_secret *secret, unsigned char *seed, khung_log *log)
{
    khung__buf bound = {0};
    bool memory = false;
    khung__keys_put_open(&bound, sealed);
    bool right = !bound.failed && khung__secret_unseal(seed, sealed->box, sizeof sealed->box, (khung__str){secret->text, secret->size},
                                                       (khung__str){bound.s, bound.n}, sealed->effort, sealed->salt, sealed->nonce, &memory);
    khung__buf_free(&bound);
    if (!right)
        return say(log, memory ? KHUNG__D_KEYS_MEMORY : KHUNG__D_KEYS_PASSPHRASE, (khung__str){0});
    const khung__key *key = khung__key_list_find(&keys->list, sealed->id);
    right = khung__sign_seed(keys->open, keys->secret, seed) && khung__secret_equal(keys->open, key->open, KHUNG__PUBLIC);
    return right ? KHUNG_OK : say(log, KHUNG__D_KEYS_PASSPHRASE, (khung__str){0});
}

khung_status khung_keys_unlock(khung_keys *keys, const khung_secret *secret, khung_log *log)
{
    const khung__key_sealed *sealed = latest(keys);
    if (!sealed)
        return say(log, keys->sealed_count ? KHUNG__D_KEYS_NO_SECRET : KHUNG__D_KEYS_ONLY_LIST, (khung__str){0});
    lock(keys);
    keys->secret = khung__secret_new(KHUNG__SECRET);
    unsigned char *seed = khung__secret_new(32);
    khung_status status = keys->secret && seed ? open_box(keys, sealed, secret, seed, log) : KHUNG_NO_MEMORY;
    khung__secret_free(seed);
    if (status != KHUNG_OK)
        lock(keys);
    return status;
}

khung_status khung__keys_signer(const khung_keys *keys, khung__date day, khung_log *log)
{
    unsigned char id[KHUNG__KEY_ID];
    if (!keys->secret)
        return say(log, KHUNG__D_KEYS_LOCKED, (khung__str){0});
    khung__key_id(id, keys->open);
    const khung__key *key = khung__key_list_find(&keys->list, id);
    if (!key || key->recovery || khung__key_worth_of(key, day) != KHUNG__KEY_GOOD)
        return say(log, KHUNG__D_KEYS_PAST, (khung__str){0});
    return KHUNG_OK;
}

/* ---- changes ---- */

static khung_status add_signed(khung_keys *keys, khung__key_statement said, const khung_keys *by, const unsigned char *added, khung_log *log)
{
    return by->secret ? khung__key_list_add(&keys->list, said, by->open, by->secret, added, log) : say(log, KHUNG__D_KEYS_LOCKED, (khung__str){0});
}

khung_status khung_keys_recovery(khung_keys **out, khung_keys *keys, const char *day, const khung_secret *secret, khung_log *log)
{
    khung__date date;
    khung__buf text = {0};
    khung_keys *safe = blank();
    khung_status status = safe ? passphrase_fits(secret, log) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = read_day(&date, day, log);
    if (status == KHUNG_OK)
        status = new_pair(safe->open, &safe->secret);
    if (status == KHUNG_OK)
        status = add_signed(keys, (khung__key_statement){.act = KHUNG__KEY_ADD, .day = date, .key = {(const char *)safe->open, KHUNG__PUBLIC}, .recovery = 1},
                            keys, safe->secret, log);
    khung__key_list_write(&text, &keys->list);
    if (status == KHUNG_OK)
        status = text.failed ? KHUNG_NO_MEMORY : khung__key_list_read(&safe->list, (khung__str){text.s, text.n}, log);
    if (status == KHUNG_OK)
        status = seal(safe, safe->secret, safe->open, secret, log);
    khung__buf_free(&text);
    if (status == KHUNG_OK)
        *out = safe;
    else
        khung_keys_free(safe);
    return status;
}

static khung__date after_days(khung__date day, int64_t days)
{
    for (; days > 0; days--)
        day = khung__states_day_after(day);
    return day;
}

/* The others that still sign get a last day; the new key says so. */
static khung_status retire_others(khung_keys *keys, khung__date day, khung__date until, khung_log *log)
{
    khung_status status = KHUNG_OK;
    unsigned char id[KHUNG__KEY_ID];
    khung__key_id(id, keys->open);
    for (size_t i = 0; i < keys->list.count && status == KHUNG_OK; i++) {
        const khung__key *key = &keys->list.keys[i];
        if (!key->recovery && !key->revoked.year && !key->until.year && memcmp(key->id, id, KHUNG__KEY_ID) != 0)
            status = add_signed(keys, (khung__key_statement){.act = KHUNG__KEY_RETIRE, .day = day, .until = until,
                                                             .key = {(const char *)key->open, KHUNG__PUBLIC}}, keys, NULL, log);
    }
    return status;
}

khung_status khung_keys_rotate(khung_keys *keys, const khung_keys *by, const char *day, int64_t overlap, const khung_secret *secret, khung_log *log)
{
    khung__date date;
    unsigned char open[KHUNG__PUBLIC], *pair = NULL;
    khung_status status = overlap >= 0 && overlap <= 3660 ? passphrase_fits(secret, log) : say(log, KHUNG__D_KEYS_OVERLAP, (khung__str){0});
    if (status == KHUNG_OK)
        status = read_day(&date, day, log);
    if (status == KHUNG_OK)
        status = new_pair(open, &pair);
    if (status == KHUNG_OK)
        status = add_signed(keys, (khung__key_statement){.act = KHUNG__KEY_ADD, .day = date, .key = {(const char *)open, KHUNG__PUBLIC}}, by, pair, log);
    if (status == KHUNG_OK)
        status = seal(keys, pair, open, secret, log);
    if (status != KHUNG_OK) {
        khung__secret_free(pair);
        return status;
    }
    lock(keys);
    keys->secret = pair;
    memcpy(keys->open, open, KHUNG__PUBLIC);
    return retire_others(keys, date, after_days(date, overlap), log);
}

/* The key whose name begins so; NULL: none or several do. */
static const khung__key *named(const khung_keys *keys, const char *name)
{
    const khung__key *found = NULL;
    size_t n = strlen(name);
    for (size_t i = 0; i < keys->list.count && n >= 4; i++) {
        char full[17];
        khung__key_name(full, keys->list.keys[i].id);
        if (n > 16 || memcmp(full, name, n) != 0)
            continue;
        if (found)
            return NULL;
        found = &keys->list.keys[i];
    }
    return found;
}

khung_status khung_keys_revoke(khung_keys *keys, const khung_keys *by, const char *key, const char *day, const char *reason, khung_log *log)
{
    khung__date date;
    const khung__key *found = named(keys, key);
    khung_status status = found ? read_day(&date, day, log) : say(log, KHUNG__D_KEYS_NO_KEY, khung__str_of(key));
    if (status == KHUNG_OK && found->revoked.year)
        status = say(log, KHUNG__D_KEYS_REVOKED_BEFORE, khung__str_of(key));
    if (status == KHUNG_OK && (!reason || !*reason || strlen(reason) > 512))
        status = say(log, KHUNG__D_KEYS_REASON, (khung__str){0});
    if (status != KHUNG_OK)
        return status;
    khung__key_statement said = {.act = KHUNG__KEY_REVOKE, .day = date, .key = {(const char *)found->open, KHUNG__PUBLIC}, .reason = kept(keys, reason)};
    return add_signed(keys, said, by, NULL, log);
}

khung_status khung_keys_recover(khung_keys **out, const char *bytes, size_t size, const khung_keys *by, const char *day, const khung_secret *secret,
                                khung_log *log)
{
    khung_keys *keys = blank();
    khung_status status = keys ? khung__key_list_read(&keys->list, (khung__str){bytes, size}, log) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung_keys_rotate(keys, by, day, 0, secret, log);
    if (status == KHUNG_OK)
        *out = keys;
    else
        khung_keys_free(keys);
    return status;
}

/* ---- out ---- */

static khung_status hand_over(char **out, khung__buf *text)
{
    if (text->failed) {
        khung__buf_free(text);
        return KHUNG_NO_MEMORY;
    }
    *out = text->s;
    return KHUNG_OK;
}

khung_status khung_keys_file_text(char **out, const khung_keys *keys)
{
    khung__buf text = {0};
    khung__keys_write(&text, keys);
    return hand_over(out, &text);
}

khung_status khung_keys_list_text(char **out, const khung_keys *keys)
{
    khung__buf text = {0};
    khung__key_list_write(&text, &keys->list);
    return hand_over(out, &text);
}
