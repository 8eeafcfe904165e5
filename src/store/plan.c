/* What a bundle changes, told: as JSON while it is found out, and from that JSON for people. */
#include "exchange.h"
#include "certificate.h"
#include "life.h"
#include "registry.h"

#include <string.h>

enum { WIDTH = 80, MOST_NAMES = 6 };

/* ---- writing the JSON ---- */

static khung__str column_of(const khung__row *row, const char *name)
{
    int i = khung__column_find(row->table, khung__str_of(name));
    return i < 0 ? (khung__str){0} : row->v[i];
}

/* What people call the row: its short name, else its title, else what of its key is no key of another row. */
void khung__plan_row(khung__buf *list, khung__receipt *r, const khung__row *row)
{
    static const char *const names[] = {"id", "title", "version"};
    khung__buf name = {0};
    (void)r;
    khung__buf_printf(list, "\"table\":\"%s\",\"name\":", khung__tables[row->table].name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        khung__str text = column_of(row, names[i]);
        if (!text.s || (name.n && i == 1))
            continue;
        khung__buf_z(&name, name.n ? " " : "");
        khung__buf_str(&name, text);
    }
    for (int i = 0; !column_of(row, "id").s && i < khung__tables[row->table].keys; i++) {
        if (!row->v[i].n || row->v[i].n == KHUNG__UUID_SIZE - 1)
            continue;
        khung__buf_z(&name, name.n ? " " : "");
        khung__buf_str(&name, row->v[i]);
    }
    khung__buf_json(list, name.s ? (khung__str){name.s, name.n} : KHUNG__S(""));
    list->failed = list->failed || name.failed;
    khung__buf_free(&name);
}

void khung__plan_note(khung__receipt *r, const char *note, khung__str a, khung__str b)
{
    khung__buf_printf(&r->notes, "%s{\"note\":\"%s\",\"of\":", r->notes.n ? "," : "", note);
    khung__buf_json(&r->notes, a.s ? a : KHUNG__S(""));
    khung__buf_z(&r->notes, ",\"to\":");
    khung__buf_json(&r->notes, b.s ? b : KHUNG__S(""));
    khung__buf_char(&r->notes, '}');
}

static void put_list(khung__buf *out, const char *name, const khung__buf *list)
{
    khung__buf_printf(out, ",\n  \"%s\": [", name);
    khung__buf_add(out, list->s, list->n);
    khung__buf_char(out, ']');
    out->failed = out->failed || list->failed;
}

static void put_text(khung__buf *out, const char *name, khung__str text)
{
    khung__buf_printf(out, "\"%s\":", name);
    khung__buf_json(out, text.s ? text : KHUNG__S(""));
}

/* null where nobody signed. */
static void put_signature(khung__buf *out, const khung__bundle_signature *s)
{
    khung__buf_z(out, ",\n  \"signature\": ");
    if (!s->issuer.s) {
        khung__buf_z(out, "null");
        return;
    }
    khung__buf_char(out, '{');
    put_text(out, "issuer", s->issuer);
    khung__buf_char(out, ',');
    put_text(out, "name", s->name);
    khung__buf_char(out, ',');
    put_text(out, "key", khung__str_of(s->key));
    khung__buf_char(out, ',');
    put_text(out, "day", s->day);
    khung__buf_printf(out, ",\"known\":%s}", s->known ? "true" : "false");
}

khung_status khung__plan_json(khung__buf *out, const khung__receipt *r, bool taken, bool nothing_new)
{
    const khung__json *header = r->parcel->bundle.header;
    khung__buf_z(out, "{\n  \"kind\": \"receipt\", \"format\": 1,\n  \"from\": {");
    put_text(out, "chain", r->parcel->chain);
    khung__buf_char(out, ',');
    put_text(out, "made", khung__json_member(header, "made"));
    khung__buf_char(out, ',');
    put_text(out, "about", khung__json_member(khung__json_find(header, "about"), "id"));
    khung__buf_char(out, ',');
    put_text(out, "names", khung__json_member(header, "names"));
    khung__buf_char(out, ',');
    put_text(out, "digest", khung__str_of(r->parcel->bundle.digest));
    khung__buf_printf(out, "},\n  \"taken\": %s, \"nothing_new\": %s, \"events\": %zu", taken && !nothing_new ? "true" : "false",
                      nothing_new ? "true" : "false", r->new_events);
    put_list(out, "new", &r->fresh);
    put_list(out, "changed", &r->changed);
    put_list(out, "removed", &r->removed);
    put_list(out, "conflicts", &r->conflicts);
    put_list(out, "notes", &r->notes);
    bool known = r->signature.known;
    khung__str rests = r->unsigned_list.s ? r->unsigned_list : KHUNG__S("[]");
    put_signature(out, &r->signature);
    khung__buf_z(out, ",\n  \"vouched\": ");
    khung__buf_str(out, known ? rests : KHUNG__S("[]"));
    khung__buf_z(out, ",\n  \"unsigned\": ");
    khung__buf_str(out, known ? KHUNG__S("[]") : rests);
    khung__buf_z(out, "\n}\n");
    return out->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

/* ---- for people ---- */

static const khung__word_id table_words[KHUNG__TABLE_COUNT] = {
#define TABLE(name, keys, columns) KHUNG__W_X_T_##name,
#include "tables.def"
#undef TABLE
};

static const struct { const char *column; khung__word_id word; } column_words[] = {
    {"name", KHUNG__W_X_C_name},
    {"short_name", KHUNG__W_X_C_short_name},
    {"form", KHUNG__W_X_C_form},
    {"province", KHUNG__W_X_C_province},
    {"address", KHUNG__W_X_C_address},
    {"registration", KHUNG__W_X_C_registration},
    {"registrar", KHUNG__W_X_C_registrar},
    {"founded", KHUNG__W_X_C_founded},
    {"website", KHUNG__W_X_C_website},
    {"email", KHUNG__W_X_C_email},
    {"phone", KHUNG__W_X_C_phone},
    {"merged_into", KHUNG__W_X_C_merged_into},
    {"value", KHUNG__W_X_C_value},
    {"status", KHUNG__W_X_C_status},
    {"to_date", KHUNG__W_X_C_to_date},
    {"title", KHUNG__W_X_C_title},
    {"kind", KHUNG__W_X_C_kind},
    {"place", KHUNG__W_X_C_place},
    {"donor", KHUNG__W_X_C_donor},
    {"state", KHUNG__W_X_C_state},
    {"ended", KHUNG__W_X_C_ended},
    {"text", KHUNG__W_X_C_text},
    {"file", KHUNG__W_X_C_file},
    {"removed", KHUNG__W_X_C_removed},
    {"withdrawn", KHUNG__W_X_C_withdrawn},
    {"field", KHUNG__W_X_C_field},
    {"from_date", KHUNG__W_X_C_from_date},
};

static const struct { const char *note; khung__word_id word; } note_words[] = {
    {"same-organisation", KHUNG__W_X_SAME_ORGANISATION}, {"same-network", KHUNG__W_X_SAME_NETWORK},
    {"same-assessment", KHUNG__W_X_SAME_ASSESSMENT}, {"renamed-person", KHUNG__W_X_RENAMED_PERSON},
    {"renamed-organisation", KHUNG__W_X_RENAMED_ORGANISATION}, {"renamed-network", KHUNG__W_X_RENAMED_NETWORK},
    {"renamed-assessment", KHUNG__W_X_RENAMED_ASSESSMENT}, {"stays-erased", KHUNG__W_X_STAYS_ERASED},
    {"erased-there", KHUNG__W_X_ERASED_THERE}, {"named-person", KHUNG__W_X_NAMED_PERSON}, {"own-bundle", KHUNG__W_X_OWN_BUNDLE},
    {"merged-here", KHUNG__W_X_MERGED_HERE}, {"told-organisation", KHUNG__W_X_TOLD_ORGANISATION}, {"told-assessment", KHUNG__W_X_TOLD_ASSESSMENT},
    {"told-network", KHUNG__W_X_TOLD_NETWORK}, {"left-out", KHUNG__W_X_LEFT_OUT}, {"differs", KHUNG__W_X_DIFFERS},
};

typedef struct telling {
    khung__buf *out;
    khung__arena arena;
    khung__language language;
} telling;

/* A paragraph of at most 80 columns: the first line begins at `indent`, the others two further in. */
static void put_wrapped(telling *t, khung__str text, size_t indent)
{
    size_t column = 0;
    const char *p = text.s, *end = text.s + text.n;
    while (p < end) {
        const char *blank = memchr(p, ' ', (size_t)(end - p)), *stop = blank ? blank : end;
        size_t width = khung__utf8_count((khung__str){p, (size_t)(stop - p)});
        if (column && column + 1 + width > WIDTH) {
            khung__buf_char(t->out, '\n');
            column = 0;
            indent += 2;
            khung__buf_printf(t->out, "%*s", (int)indent, "");
            indent -= 2;
            column = indent + 2;
        } else if (column) {
            khung__buf_char(t->out, ' ');
            column++;
        } else {
            khung__buf_printf(t->out, "%*s", (int)indent, "");
            column = indent;
        }
        khung__buf_add(t->out, p, (size_t)(stop - p));
        column += width;
        p = blank ? blank + 1 : end;
    }
    khung__buf_char(t->out, '\n');
}

static khung__str say(telling *t, khung__word_id id, khung__str a, khung__str b, khung__str c, khung__str d)
{
    khung__str text = khung__word_in(&t->arena, id, t->language, (const khung__str[]){a, b, c, d}, 4);
    t->out->failed = t->out->failed || !text.s;
    return text.s ? text : KHUNG__S("");
}

static const khung__str none = {"", 0};

static khung__str table_word(telling *t, const khung__json *item)
{
    khung__table table = khung__table_find(khung__json_member(item, "table"));
    return table < KHUNG__TABLE_COUNT ? khung__word(table_words[table], t->language) : none;
}

/* "organisation hsx" */
static khung__str row_words(telling *t, const khung__json *item)
{
    khung__buf buf = {0};
    khung__str name = khung__json_member(item, "name");
    khung__buf_str(&buf, table_word(t, item));
    khung__buf_z(&buf, name.n ? " " : "");
    khung__buf_str(&buf, name);
    khung__str text = khung__buf_take(&buf, &t->arena);
    t->out->failed = t->out->failed || !text.s;
    return text.s ? text : none;
}

/* The first column says what the unit is. */
static khung__str column_text(telling *t, const khung__json *item)
{
    khung__str names = khung__json_member(item, "columns");
    const char *blank = names.n ? memchr(names.s, ' ', names.n) : NULL;
    if (blank)
        names.n = (size_t)(blank - names.s);
    for (size_t i = 0; i < sizeof column_words / sizeof *column_words; i++)
        if (khung__str_eq(names, khung__str_of(column_words[i].column)))
            return khung__word(column_words[i].word, t->language);
    return names.n ? names : khung__word(KHUNG__W_X_WHOLE_ROW, t->language);
}

static bool is_key(khung__str text)
{
    return text.n == KHUNG__UUID_SIZE - 1 && text.s[8] == '-' && text.s[13] == '-';
}

static bool is_time(khung__str text)
{
    return text.n == 24 && text.s[10] == 'T' && text.s[23] == 'Z';
}

/* What a part of an answer is called. */
static khung__str answer_word(const telling *t, khung__str key)
{
    static const struct { const char *key; khung__word_id word; } words[] = {
        {"level", KHUNG__W_X_A_LEVEL}, {"checks", KHUNG__W_X_A_CHECKS}, {"quantity", KHUNG__W_X_A_QUANTITY}, {"na", KHUNG__W_X_A_NA},
        {"note", KHUNG__W_X_A_NOTE}, {"evidence", KHUNG__W_X_A_EVIDENCE}, {"carried", KHUNG__W_X_A_CARRIED}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (khung__str_eq(key, khung__str_of(words[i].key)))
            return khung__word(words[i].word, t->language);
    return key;
}

/* An answer: {"level":"start","evidence":[…]} is "level: start, evidence: 2"; of a list how many. False where it is none. */
static bool put_answer(telling *t, khung__buf *buf, khung__str text)
{
    khung__json *answer = NULL;
    khung__digits digits;
    bool json = text.n > 1 && (text.s[0] == '{' || text.s[0] == '"') && khung__json_read(&answer, &t->arena, text, NULL) == KHUNG_OK;
    if (json && answer->kind == KHUNG__J_TEXT) {
        khung__buf_str(buf, answer->text);
        return true;
    }
    if (!json || answer->kind != KHUNG__J_OBJECT || !answer->first)
        return false;
    for (const khung__json *part = answer->first; part; part = part->next) {
        khung__str plain = khung__json_plain(part);
        khung__buf_z(buf, part == answer->first ? "" : ", ");
        khung__buf_str(buf, answer_word(t, part->key));
        khung__buf_z(buf, ": ");
        if (part->kind == KHUNG__J_OBJECT)
            for (const khung__json *one = part->first; one; one = one->next) {
                khung__buf_str(buf, one->key);
                khung__buf_z(buf, "=");
                khung__buf_str(buf, khung__json_plain(one));
                khung__buf_z(buf, one->next ? " " : "");
            }
        else
            khung__buf_str(buf, plain.s ? plain : khung__digits_of(&digits, part->count));
    }
    return true;
}

/* A time as the clock on the wall showed it, a day as people write it; any other text as it is. */
static khung__str time_text(telling *t, khung__str time)
{
    khung__buf buf = {0};
    khung__buf_moment(&buf, time, t->language);
    khung__str text = khung__buf_take(&buf, &t->arena);
    return text.s ? text : none;
}

/* A value of a column in words where it is one of a closed list, a day or a time; any other text as it is. */
static khung__str shown(telling *t, khung__str column, khung__str text)
{
    static const struct { const char *column; khung__syntax syntax; } lists[] = {
        {"form", KHUNG__X_FORM}, {"kind", KHUNG__X_KIND}, {"status", KHUNG__X_STATUS}, {"role", KHUNG__X_ROLE},
        {"role", KHUNG__X_TIE}, {"purpose", KHUNG__X_PURPOSE}};
    khung__life_state state = khung__str_eq(column, KHUNG__S("state")) ? khung__life_state_of(text) : KHUNG__STATE_COUNT;
    khung__date day;
    if (state != KHUNG__STATE_COUNT)
        return khung__str_of(khung__life_word(state, t->language));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        bool here = khung__str_eq(column, khung__str_of(lists[i].column));
        khung__str words = here ? khung__choice_words(lists[i].syntax, text, t->language) : none;
        if (words.n)
            return words;
    }
    return is_time(text) || (text.n == 10 && khung__read_date(text, &day)) ? time_text(t, text) : text;
}

/* "Đà Nẵng (48@2025)" of a province's two columns; false where these are none. */
static bool put_place(khung__buf *buf, const khung__json *value)
{
    khung__str code = khung__json_member(value, "province"), list = khung__json_member(value, "list");
    const khung__place_row *row = code.n && list.n ? khung__place_find(code, list) : NULL;
    char written[KHUNG__PLACE_SIZE];
    if (!row)
        return false;
    khung__place_text(written, row);
    khung__buf_printf(buf, "%s (%s)", row->name, written);
    return true;
}

/* A value; of several columns those that are there, keys and times left out. */
static khung__str value_text(telling *t, const khung__json *item, const khung__json *value)
{
    khung__buf buf = {0};
    if (!value || value->kind == KHUNG__J_NULL)
        return khung__word(KHUNG__W_X_NULL, t->language);
    if (value->kind != KHUNG__J_OBJECT)
        return khung__json_plain(value).s ? shown(t, khung__json_member(item, "columns"), khung__json_plain(value)) : none;
    bool place = put_place(&buf, value);
    for (const khung__json *part = place ? NULL : value->first; part; part = part->next) {
        khung__str text = khung__json_plain(part);
        if (!text.n || is_key(text) || (is_time(text) && buf.n))
            continue;
        khung__buf_z(&buf, buf.n ? ", " : "");
        if (!put_answer(t, &buf, text))
            khung__buf_str(&buf, shown(t, part->key, text));
    }
    khung__str text = khung__buf_take(&buf, &t->arena);
    t->out->failed = t->out->failed || !text.s;
    return text.s ? text : none;
}

static khung__str version_text(telling *t, const khung__json *item, const khung__json *version)
{
    khung__str value = value_text(t, item, khung__json_find(version, "value")), at = khung__json_member(version, "at"), by = khung__json_member(version, "by");
    if (!at.s)
        return say(t, KHUNG__W_X_NO_ORIGIN, value, none, none, none);
    return say(t, KHUNG__W_X_ORIGIN, value, time_text(t, at), by.s ? by : none, none);
}

static void put_conflict(telling *t, const khung__json *item)
{
    khung__str key = khung__json_member(item, "key");
    if (key.n > 8)
        key = (khung__str){key.s + key.n - 8, 8};
    put_wrapped(t, say(t, KHUNG__W_X_CONFLICT, key, row_words(t, item), column_text(t, item), none), 2);
    put_wrapped(t, say(t, KHUNG__W_X_OURS, version_text(t, item, khung__json_find(item, "ours")), none, none, none), 6);
    put_wrapped(t, say(t, KHUNG__W_X_THEIRS, version_text(t, item, khung__json_find(item, "theirs")), none, none, none), 6);
}

static void put_changed(telling *t, const khung__json *item)
{
    put_wrapped(t, say(t, KHUNG__W_X_CHANGE, row_words(t, item), column_text(t, item), value_text(t, item, khung__json_find(item, "from")),
                       value_text(t, item, khung__json_find(item, "to"))), 2);
}

static void put_note(telling *t, const khung__json *item)
{
    khung__str note = khung__json_member(item, "note");
    for (size_t i = 0; i < sizeof note_words / sizeof *note_words; i++)
        if (khung__str_eq(note, khung__str_of(note_words[i].note)))
            put_wrapped(t, say(t, note_words[i].word, khung__json_member(item, "of"), khung__json_member(item, "to"), none, none), 2);
}

/* Rows of one table in one line: their names where they are few, else how many. */
static void put_rows(telling *t, const khung__json *list)
{
    for (int table = 0; table < KHUNG__TABLE_COUNT; table++) {
        khung__buf names = {0};
        khung__digits digits;
        int64_t count = 0;
        const khung__json *any = NULL;
        bool named = true;
        for (const khung__json *item = list->first; item; item = item->next) {
            if (khung__table_find(khung__json_member(item, "table")) != (khung__table)table)
                continue;
            any = item;
            count++;
            named = named && khung__json_member(item, "name").n > 0;
            khung__buf_z(&names, names.n ? ", " : "");
            khung__buf_str(&names, khung__json_member(item, "name"));
        }
        khung__str told = named && count <= MOST_NAMES ? (khung__str){names.s, names.n} : khung__digits_of(&digits, count);
        if (any)
            put_wrapped(t, say(t, KHUNG__W_X_MANY, table_word(t, any), told, none, none), 2);
        t->out->failed = t->out->failed || names.failed;
        khung__buf_free(&names);
    }
}

/* What rests on the sender's word: "review of hsx-2026 by lan: finished". */
static void put_unsigned(telling *t, const khung__json *item)
{
    static const struct { const char *what, *word; khung__word_id id; } words[] = {
        {"review", "begun", KHUNG__W_X_U_BEGUN}, {"review", "finished", KHUNG__W_X_U_FINISHED}, {"review", "returned", KHUNG__W_X_U_RETURNED},
        {"review", "withdrawn", KHUNG__W_X_U_WITHDRAWN}, {"judgements", NULL, KHUNG__W_X_U_JUDGEMENTS}, {"state", NULL, KHUNG__W_X_U_STATE},
        {"person", NULL, KHUNG__W_X_U_PERSON}, {"role", NULL, KHUNG__W_X_U_ROLE}, {"certificate", NULL, KHUNG__W_X_U_CERTIFICATE},
        {"standing", NULL, KHUNG__W_X_U_STANDING}, {"met", NULL, KHUNG__W_X_U_MET}, {"issuer", NULL, KHUNG__W_X_U_ISSUER},
    };
    khung__str what = khung__json_member(item, "what"), word = khung__json_plain(khung__json_find(item, "word"));
    khung__str name = khung__json_plain(khung__json_find(item, "name")), by = khung__json_plain(khung__json_find(item, "by")), shown = word;
    const khung__json *ours = khung__json_find(item, "ours");
    khung__life_state state = khung__life_state_of(word);
    if (khung__str_eq(what, KHUNG__S("state")) && state < KHUNG__STATE_COUNT)
        shown = khung__str_of(khung__life_word(state, t->language));
    else if (khung__str_eq(what, KHUNG__S("standing")) && khung__states_of(word) < KHUNG__STATES_COUNT)
        shown = khung__str_of(khung__states_word(khung__states_of(word), t->language));
    else if (!by.s && khung__choice_words(KHUNG__X_ROLE, word, t->language).s)
        shown = khung__choice_words(KHUNG__X_ROLE, word, t->language);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (khung__str_eq(what, khung__str_of(words[i].what)) && (!words[i].word || khung__str_eq(word, khung__str_of(words[i].word)))) {
            put_wrapped(t, say(t, words[i].id, name.s ? name : none, by.s ? by : none, shown, none), 2);
            if (ours && ours->kind == KHUNG__J_TRUE)
                put_wrapped(t, say(t, KHUNG__W_X_U_OURS, by, none, none, none), 4);
        }
}

static const khung__json *list_of(telling *t, const khung__json *plan, const char *name, khung__word_id head)
{
    const khung__json *list = khung__json_find(plan, name);
    if (!list || !list->first)
        return NULL;
    put_wrapped(t, khung__word(head, t->language), 0);
    return list;
}

static void put_each(telling *t, const khung__json *list, void (*put)(telling *t, const khung__json *item))
{
    for (const khung__json *item = list ? list->first : NULL; item; item = item->next)
        put(t, item);
}

/* By whom it is signed, and what that is worth. */
static void put_signer(telling *t, const khung__json *s)
{
    khung__str issuer = khung__json_member(s, "issuer"), name = khung__json_member(s, "name");
    const khung__json *known = khung__json_find(s, "known");
    khung__word_id word = known && known->kind == KHUNG__J_TRUE ? KHUNG__W_X_SIGNED : KHUNG__W_X_SIGNED_UNKNOWN;
    if (issuer.n)
        put_wrapped(t, say(t, word, name.n ? name : issuer, khung__json_member(s, "key"), time_text(t, khung__json_member(s, "day")), none), 0);
    else
        put_wrapped(t, khung__word(KHUNG__W_X_SIGNED_NOT, t->language), 0);
}

static void put_vouched(telling *t, const khung__json *plan)
{
    const khung__json *list = khung__json_find(plan, "vouched");
    if (list && list->first)
        put_wrapped(t, say(t, KHUNG__W_X_VOUCHED, khung__json_member(khung__json_find(plan, "signature"), "name"), none, none, none), 0);
    put_each(t, list, put_unsigned);
}

static void put_plan(telling *t, const khung__json *plan)
{
    const khung__json *from = khung__json_find(plan, "from"), *list;
    const khung__json *nothing = khung__json_find(plan, "nothing_new"), *taken = khung__json_find(plan, "taken");
    khung__str chain = khung__json_member(from, "chain");
    if (chain.n > 8)
        chain = (khung__str){chain.s + chain.n - 8, 8}; /* the random end tells stores apart */
    put_wrapped(t, say(t, KHUNG__W_X_FROM, khung__json_member(from, "about"), time_text(t, khung__json_member(from, "made")), chain, none), 0);
    put_signer(t, khung__json_find(plan, "signature"));
    bool all = khung__str_eq(khung__json_member(from, "names"), KHUNG__S("all"));
    put_wrapped(t, khung__word(all ? KHUNG__W_X_NAMES_ALL : KHUNG__W_X_NAMES_AGREED, t->language), 0);
    if ((list = list_of(t, plan, "new", KHUNG__W_X_NEW)))
        put_rows(t, list);
    put_each(t, list_of(t, plan, "changed", KHUNG__W_X_CHANGED), put_changed);
    if ((list = list_of(t, plan, "removed", KHUNG__W_X_REMOVED)))
        put_rows(t, list);
    put_each(t, list_of(t, plan, "conflicts", KHUNG__W_X_CONFLICTS), put_conflict);
    put_each(t, list_of(t, plan, "notes", KHUNG__W_X_NOTES), put_note);
    put_vouched(t, plan);
    put_each(t, list_of(t, plan, "unsigned", KHUNG__W_X_UNSIGNED), put_unsigned);
    if (nothing && nothing->kind == KHUNG__J_TRUE) {
        put_wrapped(t, khung__word(KHUNG__W_X_NOTHING, t->language), 0);
        return;
    }
    put_wrapped(t, say(t, KHUNG__W_X_EVENTS, khung__json_plain(khung__json_find(plan, "events")), none, none, none), 0);
    put_wrapped(t, khung__word(taken && taken->kind == KHUNG__J_TRUE ? KHUNG__W_X_TAKEN : KHUNG__W_X_LOOKED, t->language), 0);
}

khung_status khung__plan_text(khung__buf *out, khung__str json, khung__language language)
{
    telling t = {.out = out, .language = language};
    khung__json *plan = NULL;
    khung_status status = khung__json_read(&plan, &t.arena, json, NULL);
    if (status == KHUNG_OK && khung__json_find(plan, "from"))
        put_plan(&t, plan);
    else if (status == KHUNG_OK && khung__json_find(plan, "conflicts") && khung__json_find(plan, "conflicts")->first)
        put_each(&t, khung__json_find(plan, "conflicts"), put_conflict);
    else if (status == KHUNG_OK)
        put_wrapped(&t, khung__word(KHUNG__W_X_NO_CONFLICTS, language), 0);
    khung__arena_free(&t.arena);
    if (status == KHUNG_BAD_DATA)
        return KHUNG_INTERNAL; /* it is our own JSON */
    return status == KHUNG_OK && out->failed ? KHUNG_NO_MEMORY : status;
}
