/* form: the questionnaire as one HTML file. The program in it is the JavaScript of this folder, put together as one script; what it works
 * on (the framework whole, its translations, the words of the form) stands beside it as JSON. The policy names the digests of script and
 * style sheet: nothing else may run, style, or be fetched. */
#include "../khung.h"
#include "../translation.h"

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
static const char *const SCRIPTS[] = {RATIONAL, MODEL, SCORE, YAML, STATE, KEEP, SAY, QUESTION, PAGE, RESULT, PAPER, MAIN};

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
    khung__buf script, data;
    khung__arena arena;
    bool first; /* nothing stands in the object yet */
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

static khung_status add_data(making *m, const khung_translation *const *translations, size_t count, const char *language)
{
    const khung_framework *framework = m->framework;
    const char *digest = khung__framework_digest(framework->tree);
    if (!digest) return KHUNG_NO_MEMORY;
    m->first = true;
    add_text(m, "language", framework->source_language);
    add_text(m, "begin", language ? khung__str_of(language) : framework->source_language);
    add_text(m, "digest", khung__str_of(digest));
    add_text(m, "made", KHUNG__S("khung " KHUNG_VERSION));
    khung_status status = add_texts(m, translations, count);
    if (status != KHUNG_OK) return status;
    add_words(m);
    add_key(m, KHUNG__S("framework"));
    status = khung__tree_canonical(framework->tree, NULL, &m->data);
    end_object(m);
    return status;
}

/* ---- the file ---- */

/* Text with & < > " escaped. */
static void add_escaped(khung__buf *out, khung__str s)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.s[i]) {
        case '&': khung__buf_z(out, "&amp;"); break;
        case '<': khung__buf_z(out, "&lt;"); break;
        case '>': khung__buf_z(out, "&gt;"); break;
        case '"': khung__buf_z(out, "&quot;"); break;
        default: khung__buf_char(out, s.s[i]);
        }
    }
}

/* JSON within a script element: `<` only occurs in strings, where it can be written as an escape, so that nothing ends the element. */
static void add_json(khung__buf *out, khung__str json)
{
    for (size_t i = 0; i < json.n; i++) {
        if (json.s[i] == '<') khung__buf_z(out, "\\u003c");
        else khung__buf_char(out, json.s[i]);
    }
}

static void add_digest(khung__buf *out, khung__arena *arena, const char *bytes, size_t n)
{
    khung__sha256 hash;
    unsigned char digest[32];
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, bytes, n);
    khung__sha256_end(&hash, digest);
    khung__str text = khung__base64_write(arena, (khung__str){(const char *)digest, sizeof digest});
    if (!text.s) out->failed = true;
    khung__buf_z(out, "'sha256-");
    khung__buf_str(out, text);
    khung__buf_char(out, '\'');
}

static void add_script(khung__buf *script)
{
    khung__buf_z(script, "'use strict';\n(function () {\n");
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++) khung__buf_z(script, SCRIPTS[i]);
    khung__buf_z(script, "}());\n");
}

static void add_head(making *m, khung__buf *out)
{
    khung__buf_z(out, "<!DOCTYPE html>\n<html lang=\"");
    add_escaped(out, m->framework->source_language);
    khung__buf_z(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ");
    add_digest(out, &m->arena, m->script.s, m->script.n);
    khung__buf_z(out, "; style-src ");
    add_digest(out, &m->arena, STYLE, strlen(STYLE));
    khung__buf_z(out, "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"format-detection\" content=\"telephone=no\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    add_escaped(out, m->framework->title);
    khung__buf_z(out, "</title>\n<style>");
    khung__buf_z(out, STYLE);
    khung__buf_z(out, "</style>\n</head>\n");
}

/* What stands on the page where the script does not run; the script takes it away. */
static void add_body(making *m, khung__buf *out)
{
    khung__buf_z(out, "<body>\n<main class=\"old\"><h1>");
    add_escaped(out, m->framework->title);
    khung__buf_z(out, "</h1>");
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++) {
        if (strcmp(WORDS[k].name, "TOO_OLD") != 0) continue;
        khung__buf_printf(out, "<p lang=\"vi\">%s</p><p lang=\"en\">%s</p>", WORDS[k].text[1], WORDS[k].text[0]);
    }
    khung__buf_z(out, "</main>\n<script type=\"application/json\" id=\"data\">");
    add_json(out, (khung__str){m->data.s, m->data.n});
    khung__buf_z(out, "</script>\n<script>");
    khung__buf_str(out, (khung__str){m->script.s, m->script.n});
    khung__buf_z(out, "</script>\n</body>\n</html>\n");
}

khung_status khung_form_html(char **out, const khung_framework *framework, const khung_translation *const *translations, size_t count,
                             const char *language, khung_log *log)
{
    if (!out || !framework || (count && !translations)) return KHUNG_BAD_CALL;
    making m = {.framework = framework, .log = log};
    khung__buf file = {0};
    add_script(&m.script);
    khung_status status = add_data(&m, translations, count, language);
    if (status == KHUNG_OK && !m.script.failed && !m.data.failed) {
        add_head(&m, &file);
        add_body(&m, &file);
    }
    if (status == KHUNG_OK && (m.script.failed || m.data.failed || file.failed)) status = KHUNG_NO_MEMORY;
    khung__buf_free(&m.script);
    khung__buf_free(&m.data);
    khung__arena_free(&m.arena);
    if (status != KHUNG_OK) {
        khung__buf_free(&file);
        return status;
    }
    *out = file.s;
    return KHUNG_OK;
}
