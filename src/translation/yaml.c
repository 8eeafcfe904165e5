/* translation/yaml: the translation file made new or brought up to date. Loading the output and writing it again changes nothing. */
#include "tables.h"
#include "../framework/load.h"
#include "../words.h"

#include <string.h>

typedef struct writer {
    khung__buf text, sources;
    const khung_framework *f;
    const khung_translation *old;
    bool *used;
    size_t count, missing, stale, gone;
    khung__language language; /* of the comments: the framework's readers are the translators */
} writer;

static void comment(writer *w, khung__word_id id, khung__str arg)
{
    khung__buf_z(&w->text, "  # ");
    khung__buf_word(&w->text, id, w->language, &arg, 1);
    khung__buf_char(&w->text, '\n');
}

/* `key: "text"`; a JSON string is a YAML one. */
static void line(khung__buf *buf, const char *before, khung__str key, khung__str text)
{
    khung__buf_z(buf, before);
    khung__buf_str(buf, key);
    khung__buf_z(buf, ": ");
    khung__buf_json(buf, text);
    khung__buf_char(buf, '\n');
}

static void write_source(writer *w, khung__str address, khung__str digest)
{
    line(&w->sources, "  ", address, digest);
}

static khung_status write_text(void *context, khung__str address, const khung__node *node)
{
    writer *w = context;
    char digest[9];
    const khung__translated *old = w->old ? khung__translation_find(w->old, address) : NULL;
    w->count++;
    if (!old) {
        w->missing++;
        line(&w->text, "  # ", address, node->text);
        return KHUNG_OK;
    }
    w->used[old - w->old->texts] = true;
    bool stale = khung__translation_is_stale(old, node->text);
    w->stale += stale;
    if (stale)
        comment(w, KHUNG__W_T_STALE, address);
    khung__buf_z(&w->text, "  # ");
    khung__buf_json(&w->text, node->text);
    khung__buf_char(&w->text, '\n');
    line(&w->text, "  ", address, old->text);
    khung__translation_source(node->text, digest);
    write_source(w, address, stale ? old->source : khung__str_of(digest));
    return KHUNG_OK;
}

/* ---- texts whose place is gone: kept as comments behind everything, for ever ---- */

#define GONE "# - "

static void keep_gone(writer *w, khung__buf *out)
{
    khung__str bytes = w->old->tree->source.bytes;
    const char *end = bytes.s + bytes.n;
    for (const char *at = bytes.s, *stop; at < end; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        size_t n = (size_t)(stop - at) - (stop > at && stop[-1] == '\r');
        if (n <= sizeof GONE - 1 || memcmp(at, GONE, sizeof GONE - 1) != 0)
            continue;
        khung__buf_add(out, at, n);
        khung__buf_char(out, '\n');
        w->gone++;
    }
    for (uint32_t i = 0; i < w->old->text_count; i++)
        if (!w->used[i]) {
            line(out, GONE, w->old->texts[i].address, w->old->texts[i].text);
            w->gone++;
        }
}

static void write_gone(writer *w, khung__buf *out)
{
    khung__buf gone = {0};
    if (w->old)
        keep_gone(w, &gone);
    if (w->gone) {
        khung__buf_z(out, "\n# ");
        khung__buf_word(out, KHUNG__W_T_GONE, w->language, NULL, 0);
        khung__buf_char(out, '\n');
        khung__buf_str(out, (khung__str){gone.s, gone.n});
    }
    out->failed = out->failed || gone.failed;
    khung__buf_free(&gone);
}

static void write_file(writer *w, khung__buf *out, khung__str language)
{
    khung__buf_z(out, "# yaml-language-server: $schema=translation.schema.json\n# ");
    khung__buf_word(out, KHUNG__W_T_HOW, w->language, NULL, 0);
    khung__buf_z(out, "\n# ");
    khung__buf_word(out, KHUNG__W_T_HOW_STALE, w->language, NULL, 0);
    khung__buf_z(out, "\nkind: translation\nformat: 1\nframework: ");
    khung__buf_str(out, w->f->id);
    khung__buf_z(out, "\nlanguage: ");
    khung__buf_json(out, language);
    khung__buf_z(out, w->missing == w->count ? "\ntext: {}\n" : "\ntext:\n"); /* nothing but comments would be no mapping */
    khung__buf_str(out, (khung__str){w->text.s, w->text.n});
    if (w->sources.n) {
        khung__buf_z(out, "sources:\n");
        khung__buf_str(out, (khung__str){w->sources.s, w->sources.n});
    }
    write_gone(w, out);
    out->failed = out->failed || w->text.failed || w->sources.failed;
}

static khung_status say_counts(khung_log *log, const writer *w)
{
    char text[4][24];
    khung__str args[4];
    size_t counts[4] = {w->count - w->missing - w->stale, w->missing, w->stale, w->gone};
    for (size_t i = 0; i < 4; i++) {
        khung__buf digits = {0};
        khung__buf_int(&digits, (int64_t)counts[i]);
        args[i] = (khung__str){text[i], digits.n};
        if (!digits.failed)
            memcpy(text[i], digits.s, digits.n);
        khung__buf_free(&digits);
        if (args[i].n == 0)
            return KHUNG_NO_MEMORY;
    }
    return khung__diag_add(log, KHUNG__D_TRANSLATION_COUNTS, (khung__at){0}, args, 4);
}

static khung_status check_call(const khung_framework *f, khung__str language, const khung_translation *old, khung_log *log)
{
    khung__reader r = {.tree = old ? old->tree : NULL, .log = log};
    if (!khung__is_language(language))
        KHUNG__SAY(&r, KHUNG__D_BAD_LANGUAGE, (khung__at){0}, language);
    else if (khung__str_eq(language, f->source_language))
        KHUNG__SAY(&r, KHUNG__D_OWN_LANGUAGE, (khung__at){0}, language);
    else if (old && !khung__str_eq(old->framework_id, f->id))
        KHUNG__SAY(&r, KHUNG__D_TRANSLATION_OF, khung__node_at(old->tree, khung__node_find(old->tree->root, KHUNG__S("framework"))),
                   old->framework_id, f->id);
    return r.status;
}

khung_status khung_translation_yaml(char **out, const khung_framework *f, const char *language, const khung_translation *old, khung_log *log)
{
    if (!out || !f || !language)
        return KHUNG_BAD_CALL;
    khung__str tag = khung__str_of(language);
    khung_status status = check_call(f, tag, old, log);
    if (status != KHUNG_OK)
        return status;
    khung__buf file = {0};
    writer w = {.f = f, .old = old, .language = khung__language_of(f->source_language)};
    w.used = khung__alloc(old ? old->text_count : 0);
    if (w.used)
        memset(w.used, 0, old ? old->text_count : 0);
    status = w.used ? khung__framework_walk(f->tree, write_text, &w) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK) {
        write_file(&w, &file, tag);
        khung__buf_char(&file, '\0');
        status = file.failed ? KHUNG_NO_MEMORY : say_counts(log, &w);
    }
    khung__free(w.used);
    khung__buf_free(&w.text);
    khung__buf_free(&w.sources);
    if (status == KHUNG_OK)
        *out = file.s;
    else
        khung__buf_free(&file);
    return status;
}
