/* translation/apply: a framework in another language: the same tree read again, with other texts. */
#include "tables.h"
#include "../framework/load.h"

#include <stdlib.h>
#include <string.h>

void khung__translation_source(khung__str text, char out[9])
{
    khung__sha256 h;
    char whole[KHUNG_DIGEST_SIZE];
    khung__sha256_start(&h);
    khung__sha256_add(&h, text.s, text.n);
    khung__sha256_text(&h, whole);
    memcpy(out, whole + sizeof "sha256:" - 1, 8);
    out[8] = 0;
}

bool khung__translation_is_stale(const khung__translated *text, khung__str source)
{
    char now[9];
    if (text->source.n == 0)
        return false;
    khung__translation_source(source, now);
    return memcmp(now, text->source.s, 8) != 0;
}

typedef struct matcher {
    const khung_translation *t;
    khung__replace replace;
    bool *used; /* per text of the translation */
    size_t missing, stale;
} matcher;

static khung_status match(void *context, khung__str address, const khung__node *node)
{
    matcher *m = context;
    const khung__translated *text = khung__translation_find(m->t, address);
    if (!text) {
        m->missing++;
        return KHUNG_OK;
    }
    m->used[text - m->t->texts] = true;
    if (khung__translation_is_stale(text, node->text)) {
        m->stale++;
        return KHUNG_OK;
    }
    return khung__replace_add(&m->replace, node, text->text) ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- addresses that are not there ---- */

typedef struct near_words {
    khung__str word;
    khung__arena arena;
    khung__str words[64];
    size_t n;
} near_words;

/* Keeps the addresses so near that a suggestion may come of them. */
static khung_status keep_near(void *context, khung__str address, const khung__node *node)
{
    near_words *near = context;
    (void)node;
    if (near->n == KHUNG__COUNT(near->words) || khung__text_distance(near->word, address, 3) > 3)
        return KHUNG_OK;
    khung__str copy = khung__str_copy(&near->arena, address);
    if (!copy.s)
        return KHUNG_NO_MEMORY;
    near->words[near->n++] = copy;
    return KHUNG_OK;
}

static void say_unknown(khung__reader *r, const khung_framework *f, const khung__translated *text, size_t said)
{
    enum { SUGGESTED = 20 }; /* a walk over all texts each: not for thousands */
    near_words near = {.word = text->address};
    KHUNG__SAY(r, KHUNG__D_NO_ADDRESS, khung__node_key_at(r->tree, text->node), text->address, f->id);
    if (said < SUGGESTED && r->log) {
        if (khung__framework_walk(f->tree, keep_near, &near) != KHUNG_OK)
            r->status = KHUNG_NO_MEMORY;
        else
            khung__reader_suggest(r, text->address, near.words, sizeof *near.words, near.n);
        khung__arena_free(&near.arena);
    }
}

static bool same_framework(khung__reader *r, const khung_framework *f, const khung_translation *t)
{
    if (khung__str_eq(f->id, t->framework_id))
        return true;
    KHUNG__SAY(r, KHUNG__D_TRANSLATION_OF, khung__node_at(t->tree, khung__node_find(t->tree->root, KHUNG__S("framework"))),
               t->framework_id, f->id);
    return false;
}

static khung_status apply(khung_framework **out, const khung_framework *f, matcher *m, khung__reader *r)
{
    size_t from = r->log ? khung_log_count(r->log) : 0, said = 0;
    khung_status status = khung__framework_walk(f->tree, match, m);
    if (status != KHUNG_OK)
        return status;
    for (uint32_t i = 0; i < m->t->text_count && r->status != KHUNG_NO_MEMORY; i++)
        if (!m->used[i])
            say_unknown(r, f, &m->t->texts[i], said++);
    if (r->log)
        khung__diag_sort(r->log, from);
    if (r->status != KHUNG_OK)
        return r->status;
    khung_framework *made;
    status = khung__framework_read(&made, f->tree, &m->replace, NULL);
    if (status != KHUNG_OK)
        return status;
    made->language = khung__str_copy(&made->arena, m->t->language);
    if (!made->language.s) {
        khung_framework_free(made);
        return KHUNG_NO_MEMORY;
    }
    *out = made;
    return KHUNG_OK;
}

khung_status khung_framework_translate(khung_framework **out, const khung_framework *f, const khung_translation *t, size_t *missing,
                                       size_t *stale, khung_log *log)
{
    if (!out || !f || !t)
        return KHUNG_BAD_CALL;
    khung__reader r = {.tree = t->tree, .log = log};
    if (!same_framework(&r, f, t))
        return r.status;
    matcher m = {.t = t, .used = khung__alloc(t->text_count)};
    khung_status status = KHUNG_NO_MEMORY;
    if (m.used) {
        memset(m.used, 0, t->text_count);
        status = apply(out, f, &m, &r);
    }
    if (status == KHUNG_OK && missing)
        *missing = m.missing;
    if (status == KHUNG_OK && stale)
        *stale = m.stale;
    khung__replace_free(&m.replace);
    khung__free(m.used);
    return status;
}
