/* form: the questionnaire as one HTML file. The program in it is the JavaScript of this folder, put together as one script; what it works
 * on (the framework whole, its translations, the words of the form) stands beside it as JSON. The policy names the digests of script and
 * style sheet: nothing else may run, style, or be fetched. */
#include "../khung.h"
#include "../score.h"
#include "../translation.h"
#include "../webpage.h"

#include <stdio.h>
#include <string.h>

static const char STYLE[] = {
#include "form.css.h"
};

/* In the order in which they build on each other. */
static const char RATIONAL[] = {
#include "rational.js.h"
};
static const char MODEL[] = {
#include "model.js.h"
};
static const char SCORE[] = {
#include "score.js.h"
};
static const char YAML[] = {
#include "yaml.js.h"
};
static const char STATE[] = {
#include "state.js.h"
};
static const char KEEP[] = {
#include "keep.js.h"
};
static const char SAY[] = {
#include "say.js.h"
};
static const char PEOPLE[] = {
#include "people.js.h"
};
static const char QUESTION[] = {
#include "question.js.h"
};
static const char PAGE[] = {
#include "page.js.h"
};
static const char RESULT[] = {
#include "result.js.h"
};
static const char PAPER[] = {
#include "paper.js.h"
};
static const char MAIN[] = {
#include "main.js.h"
};
static const char *const SCRIPTS[] = {RATIONAL, MODEL, SCORE, YAML, STATE, KEEP, SAY, PEOPLE, QUESTION, PAGE, RESULT, PAPER, MAIN};

/* words.def: F(NAME, "English", "tiếng Việt") */
static const struct {
    const char *name, *text[2];
} WORDS[] = {
#define F(name, en, vi) {#name, {en, vi}},
#include "words.def"
#undef F
};

typedef struct making {
    const khung_framework *framework;
    const khung_translation *translation; /* whose texts are being written */
    khung_log *log;
    khung__buf data;
    khung__arena arena;
    bool first; /* nothing stands in the object yet */
    const khung_form_options *options;
} making;

/* ---- the data ---- */

static void add_key(making *m, khung__str key)
{
    khung__buf_char(&m->data, m->first ? '{' : ',');
    m->first = false;
    khung__buf_json(&m->data, key);
    khung__buf_char(&m->data, ':');
}

static void end_object(making *m)
{
    khung__buf_z(&m->data, m->first ? "{}" : "}");
    m->first = false;
}

static void add_text(making *m, const char *key, khung__str text)
{
    add_key(m, khung__str_of(key));
    khung__buf_json(&m->data, text);
}

/* The translation of one text, unless it is missing or was made from older words. */
static khung_status add_translated(void *context, khung__str address, khung__str source)
{
    making *m = context;
    const khung__translated *text = khung__translation_find(m->translation, address);
    if (!text || khung__translation_is_stale(text, source)) return KHUNG_OK;
    add_key(m, address);
    khung__buf_json(&m->data, text->text);
    return KHUNG_OK;
}

/* Checks that the translation is of this framework and has no text that is not there. */
static khung_status check(const making *m, const khung_translation *translation)
{
    khung_framework *translated = NULL;
    khung_status status = khung_framework_translate(&translated, m->framework, translation, NULL, NULL, m->log);
    khung_framework_free(translated);
    return status;
}

static khung_status add_texts(making *m, const khung_translation *const *translations, size_t count)
{
    khung_status status = KHUNG_OK;
    add_key(m, KHUNG__S("texts"));
    m->first = true;
    for (size_t i = 0; i < count && status == KHUNG_OK; i++) {
        status = check(m, translations[i]);
        if (status != KHUNG_OK) break;
        m->translation = translations[i];
        add_key(m, translations[i]->language);
        m->first = true;
        status = khung__framework_texts(m->framework, add_translated, m);
        end_object(m);
    }
    end_object(m);
    return status;
}

static void add_words(making *m)
{
    static const char *const languages[] = {"en", "vi"};
    add_key(m, KHUNG__S("words"));
    m->first = true;
    for (int i = 0; i < 2; i++) {
        add_key(m, khung__str_of(languages[i]));
        m->first = true;
        for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++) add_text(m, WORDS[k].name, khung__str_of(WORDS[k].text[i]));
        end_object(m);
    }
    end_object(m);
}

/* ---- what is there already ---- */

static void add_number(making *m, const char *key, uint64_t number)
{
    add_key(m, khung__str_of(key));
    khung__buf_int(&m->data, (int64_t)number);
}

/* A list of numbers, or of texts that are exact decimals. */
static void add_counts(making *m, const char *key, const uint32_t *counts, uint32_t n)
{
    add_key(m, khung__str_of(key));
    for (uint32_t i = 0; i < n; i++)
        khung__buf_printf(&m->data, "%s%u", i ? "," : "[", (unsigned)counts[i]);
    khung__buf_z(&m->data, n ? "]" : "[]");
}

static void add_quantities(making *m, const khung__tally_item *item)
{
    add_key(m, KHUNG__S("quantities"));
    khung__buf_char(&m->data, '[');
    for (uint32_t i = 0; i < item->numbers; i++) {
        khung__micro value = item->quantities[i], whole = value / KHUNG__MICRO, rest = value % KHUNG__MICRO;
        khung__buf_printf(&m->data, "%s\"%s%lld", i ? "," : "", value < 0 && !whole ? "-" : "", (long long)whole);
        if (rest) {
            char digits[16];
            int end = snprintf(digits, sizeof digits, ".%06lld", (long long)(rest < 0 ? -rest : rest));
            while (digits[end - 1] == '0') end--;
            khung__buf_add(&m->data, digits, (size_t)end);
        }
        khung__buf_char(&m->data, '"');
    }
    khung__buf_char(&m->data, ']');
}

static void add_item(making *m, const khung__criterion *c, const khung__tally_item *item)
{
    add_key(m, c->id);
    m->first = true;
    add_number(m, "numbers", item->numbers);
    add_number(m, "na", item->not_applicable);
    add_number(m, "open", item->open);
    add_number(m, "same", item->same);
    if (item->levels) add_counts(m, "levels", item->levels, m->framework->scales[c->scale].level_count);
    if (item->yes) add_counts(m, "yes", item->yes, c->check_count);
    if (item->no) add_counts(m, "no", item->no, c->check_count);
    if (item->quantities) add_quantities(m, item);
    end_object(m);
}

/* What several people said: counts a criterion, never a person's answers side by side. */
static void add_people(making *m, const khung__tally *tally)
{
    add_key(m, KHUNG__S("people"));
    m->first = true;
    add_number(m, "count", tally->people);
    add_key(m, KHUNG__S("order"));
    for (uint32_t i = 0; i < tally->order_count; i++) {
        khung__buf_char(&m->data, i ? ',' : '[');
        khung__buf_json(&m->data, m->framework->criteria[tally->order[i]].id);
    }
    khung__buf_z(&m->data, tally->order_count ? "]" : "[]");
    add_key(m, KHUNG__S("facts"));
    bool any = false;
    for (uint32_t i = 0; i < m->framework->fact_count; i++) {
        if (!tally->facts[i].differs) continue;
        khung__buf_char(&m->data, any ? ',' : '[');
        khung__buf_json(&m->data, m->framework->facts[i].id);
        any = true;
    }
    khung__buf_z(&m->data, any ? "]" : "[]");
    add_key(m, KHUNG__S("items"));
    m->first = true;
    for (uint32_t i = 0; i < tally->order_count; i++)
        add_item(m, &m->framework->criteria[tally->order[i]], &tally->items[tally->order[i]]);
    end_object(m);
    end_object(m);
}

/* The facts on which all agree who gave them, as files write them. */
static void add_common_facts(making *m, const khung__tally *tally)
{
    add_key(m, KHUNG__S("profile"));
    m->first = true;
    for (uint32_t i = 0; i < m->framework->fact_count; i++) {
        if (!tally->facts[i].given || tally->facts[i].differs) continue;
        add_key(m, m->framework->facts[i].id);
        khung__buf_json(&m->data, tally->facts[i].text);
    }
    end_object(m);
}

static void add_date(making *m, const char *key, khung__date date)
{
    khung__buf text = {0};
    khung__buf_date(&text, date);
    add_text(m, key, (khung__str){text.s, text.n});
    if (text.failed) m->data.failed = true;
    khung__buf_free(&text);
}

/* A file of answers that has nothing but what all people's files say of the organisation. */
static void add_common_file(making *m, const khung__tally *tally)
{
    const khung_answers *a = tally->first;
    m->first = true;
    add_text(m, "kind", KHUNG__S("answers"));
    add_text(m, "format", KHUNG__S("1"));
    add_key(m, KHUNG__S("framework"));
    m->first = true;
    add_text(m, "id", m->framework->id);
    add_text(m, "version", m->framework->version);
    end_object(m);
    add_key(m, KHUNG__S("organisation"));
    m->first = true;
    add_text(m, "id", a->organisation_id);
    add_text(m, "name", a->organisation_name);
    end_object(m);
    add_key(m, KHUNG__S("period"));
    m->first = true;
    add_date(m, "from", a->from);
    add_date(m, "to", a->to);
    end_object(m);
    add_text(m, "track", KHUNG__S("consensus"));
    add_common_facts(m, tally);
    add_key(m, KHUNG__S("answers"));
    khung__buf_z(&m->data, "{}");
    end_object(m);
}

static khung_status check_filled(making *m, const khung_answers *filled)
{
    khung__bound bound;
    return khung__answers_bind(&bound, filled, m->framework, &m->arena, m->log);
}

static khung_status add_filled(making *m)
{
    const khung_form_options *o = m->options;
    khung__tally tally = {0};
    khung_status status = o->filled ? check_filled(m, o->filled) : KHUNG_OK;
    if (status == KHUNG_OK && o->people) status = khung__tally_make(&tally, &m->arena, m->framework, o->people, o->people_count, m->log);
    if (status != KHUNG_OK || (!o->filled && !o->people)) return status;
    add_key(m, KHUNG__S("filled"));
    if (o->filled) {
        status = khung__tree_canonical(o->filled->tree, NULL, &m->data);
        m->first = false;
    } else {
        add_common_file(m, &tally);
    }
    if (status == KHUNG_OK && o->people) add_people(m, &tally);
    return status;
}

static khung_status add_data(making *m, const khung_translation *const *translations, size_t count)
{
    const khung_framework *framework = m->framework;
    const char *digest = khung__framework_digest(framework->tree), *language = m->options->language;
    if (!digest) return KHUNG_NO_MEMORY;
    m->first = true;
    add_text(m, "language", framework->source_language);
    add_text(m, "begin", language ? khung__str_of(language) : framework->source_language);
    add_text(m, "digest", khung__str_of(digest));
    add_text(m, "made", KHUNG__S("khung " KHUNG_VERSION));
    khung_status status = add_texts(m, translations, count);
    if (status != KHUNG_OK) return status;
    add_words(m);
    status = add_filled(m);
    if (status != KHUNG_OK) return status;
    add_key(m, KHUNG__S("framework"));
    status = khung__tree_canonical(framework->tree, NULL, &m->data);
    end_object(m);
    return status;
}

/* ---- the file ---- */

static bool write_file(khung__buf *out, const making *m)
{
    khung__webpage page = {.language = m->framework->source_language, .title = m->framework->title, .style = STYLE, .scripts = SCRIPTS,
                           .script_count = sizeof SCRIPTS / sizeof *SCRIPTS, .data = {m->data.s, m->data.n}};
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++) {
        if (strcmp(WORDS[k].name, "TOO_OLD") != 0) continue;
        page.too_old[0] = WORDS[k].text[1];
        page.too_old[1] = WORDS[k].text[0];
    }
    return khung__webpage_write(out, &page);
}

khung_status khung_form_html(char **out, const khung_framework *framework, const khung_translation *const *translations, size_t count,
                             const khung_form_options *options, khung_log *log)
{
    static const khung_form_options empty = {0};
    if (!out || !framework || (count && !translations)) return KHUNG_BAD_CALL;
    making m = {.framework = framework, .log = log, .options = options ? options : &empty};
    khung__buf file = {0};
    khung_status status = add_data(&m, translations, count);
    if (status == KHUNG_OK && (m.data.failed || !write_file(&file, &m))) status = KHUNG_NO_MEMORY;
    khung__buf_free(&m.data);
    khung__arena_free(&m.arena);
    if (status != KHUNG_OK) {
        khung__buf_free(&file);
        return status;
    }
    *out = file.s;
    return KHUNG_OK;
}
