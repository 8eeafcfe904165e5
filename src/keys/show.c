/* keys/show: the keys of an issuer for people and as JSON. */
#include "inside.h"
#include "../words.h"

#include <string.h>

static khung__word_id worth_word(const khung__key *key, khung__date day)
{
    static const khung__word_id words[] = {KHUNG__W_KEY_GOOD, KHUNG__W_KEY_EARLY, KHUNG__W_KEY_RETIRED, KHUNG__W_KEY_REVOKED};
    khung__key_worth worth = khung__key_worth_of(key, day);
    if (worth == KHUNG__KEY_GOOD && key->recovery)
        return KHUNG__W_KEY_RECOVERY;
    return worth == KHUNG__KEY_GOOD && key->until.year ? KHUNG__W_KEY_LEAVING : words[worth];
}

static void put_key(khung__buf *out, const khung__key *key, khung__date day, khung__language language)
{
    char name[17];
    khung__buf from = {0}, end = {0};
    khung__key_name(name, key->id);
    khung__buf_date_short(&from, key->from, language);
    if (key->revoked.year)
        khung__buf_date_short(&end, key->revoked, language);
    else if (key->until.year)
        khung__buf_date_short(&end, key->until, language);
    khung__buf_z(out, "  ");
    KHUNG__WORD(out, worth_word(key, day), language, khung__str_of(name), (khung__str){from.s, from.n}, (khung__str){end.s, end.n}, key->reason);
    khung__buf_char(out, '\n');
    out->failed = out->failed || from.failed || end.failed;
    khung__buf_free(&from);
    khung__buf_free(&end);
}

static void put_people(khung__buf *out, const khung__key_list *list, khung__date day, khung__language language)
{
    char fingerprint[KHUNG__FINGERPRINT_SIZE];
    khung__key_fingerprint(fingerprint, &list->keys[0]);
    KHUNG__WORD(out, KHUNG__W_KEY_ISSUER, language, list->name, list->issuer, list->abbreviation);
    KHUNG__WORD(out, KHUNG__W_KEY_URL, language, list->urls[list->url_count - 1]);
    KHUNG__WORD(out, KHUNG__W_KEY_FINGERPRINT, language, khung__str_of(fingerprint));
    for (size_t i = 0; i < list->count; i++)
        put_key(out, &list->keys[i], day, language);
}

static void put_member(khung__buf *out, const char *name, khung__str text)
{
    khung__buf_json(out, khung__str_of(name));
    khung__buf_char(out, ':');
    khung__buf_json(out, text);
}

static void put_date(khung__buf *out, const char *name, khung__date date)
{
    if (!date.year)
        return;
    khung__buf_printf(out, ",\"%s\":\"", name);
    khung__buf_date(out, date);
    khung__buf_char(out, '"');
}

static void put_json_key(khung__buf *out, const khung__key *key, khung__date day)
{
    static const char *const worths[] = {"good", "early", "retired", "revoked"};
    char name[17];
    khung__key_name(name, key->id);
    khung__buf_printf(out, "{\"id\":\"%s\",\"for\":\"%s\",\"state\":\"%s\"", name, key->recovery ? "recovery" : "signing",
                      worths[khung__key_worth_of(key, day)]);
    put_date(out, "from", key->from);
    put_date(out, "until", key->until);
    put_date(out, "revoked", key->revoked);
    if (key->reason.n) {
        khung__buf_char(out, ',');
        put_member(out, "reason", key->reason);
    }
    khung__buf_char(out, '}');
}

static void put_json(khung__buf *out, const khung__key_list *list, khung__date day)
{
    char fingerprint[KHUNG__FINGERPRINT_SIZE];
    khung__key_fingerprint(fingerprint, &list->keys[0]);
    khung__buf_char(out, '{');
    put_member(out, "issuer", list->issuer);
    khung__buf_char(out, ',');
    put_member(out, "name", list->name);
    khung__buf_char(out, ',');
    put_member(out, "abbreviation", list->abbreviation);
    khung__buf_char(out, ',');
    put_member(out, "url", list->urls[list->url_count - 1]);
    khung__buf_char(out, ',');
    put_member(out, "fingerprint", khung__str_of(fingerprint));
    khung__buf_z(out, ",\"keys\":[");
    for (size_t i = 0; i < list->count; i++) {
        khung__buf_z(out, i ? "," : "");
        put_json_key(out, &list->keys[i], day);
    }
    khung__buf_z(out, "]}\n");
}

khung_status khung_keys_text(char **out, const khung_keys *keys, const char *day, const char *language)
{
    khung__date date;
    khung__buf text = {0};
    if (!khung__read_date(khung__str_of(day), &date))
        return KHUNG_BAD_CALL;
    if (language)
        put_people(&text, &keys->list, date, khung__language_of(khung__str_of(language)));
    else
        put_json(&text, &keys->list, date);
    if (text.failed) {
        khung__buf_free(&text);
        return KHUNG_NO_MEMORY;
    }
    *out = text.s;
    return KHUNG_OK;
}

int khung_keys_offset(const khung_keys *keys)
{
    return (int)keys->list.offset;
}

void khung_keys_issuer(char issuer[KHUNG_ISSUER_SIZE], const khung_keys *keys)
{
    memcpy(issuer, keys->list.issuer.s, keys->list.issuer.n); /* an id: at most 64 bytes */
    issuer[keys->list.issuer.n] = '\0';
}
