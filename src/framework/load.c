/* framework/load: from bytes to a framework, and what the public header says about one. */
#include "draft.h"
#include "load.h"
#include "reach.h"

#include <string.h>

/* Texts of a translation live in its own tree; the framework that is made of them keeps copies. */
static bool keep_texts(khung__replace *replace, khung__arena *arena)
{
    for (size_t i = 0; i < replace->cap; i++)
        if (replace->nodes[i] && !(replace->texts[i] = khung__str_copy(arena, replace->texts[i])).s)
            return false;
    return true;
}

/* What is refused and, in a model without errors, what is warned of. */
static void check(khung__draft *d, bool warn)
{
    khung__reach reach;
    bool sound = d->reader.status == KHUNG_OK && khung__reach_start(&reach, d);
    if (d->reader.status == KHUNG_NO_MEMORY)
        return;
    khung__check_sense(d, sound ? &reach : NULL);
    if (warn && d->reader.status == KHUNG_OK)
        khung__check_warnings(d, &reach);
}

/* Reads the whole draft; its reader's status says how it went. */
static void read_draft(khung__draft *d, khung__tree *tree, khung__replace *replace, khung_log *log)
{
    size_t from = log ? khung_log_count(log) : 0;
    khung__shape_fresh(&khung__table_framework, d);
    d->f.tree = tree;
    d->reader = (khung__reader){.tree = tree, .arena = &d->f.arena, .log = log, .replace = replace};
    if (replace && !keep_texts(replace, &d->f.arena))
        d->reader.status = KHUNG_NO_MEMORY;
    else if (khung__shape_head(&d->reader, "framework")) {
        khung__shape_map(&d->reader, &khung__table_framework, tree->root, d);
        if (d->reader.status != KHUNG_NO_MEMORY)
            khung__resolve(d);
        check(d, replace == NULL);
    }
    if (log)
        khung__diag_sort(log, from);
}

khung_status khung__framework_read(khung_framework **out, khung__tree *tree, khung__replace *replace, khung_log *log)
{
    khung__draft draft;
    read_draft(&draft, tree, replace, log);
    khung_framework *f = draft.reader.status == KHUNG_OK ? khung__alloc(sizeof *f) : NULL;
    if (!f) {
        khung__arena_free(&draft.f.arena);
        return draft.reader.status == KHUNG_OK ? KHUNG_NO_MEMORY : draft.reader.status;
    }
    memcpy(f, &draft.f, sizeof *f);
    khung__tree_share(tree);
    *out = f;
    return KHUNG_OK;
}

khung_status khung__framework_from_tree(khung_framework **out, khung__tree *tree, khung_log *log)
{
    khung_status status = khung__framework_read(out, tree, NULL, log);
    khung__tree_free(tree);
    return status;
}

khung_status khung_framework_load(khung_framework **out, const char *name, const char *bytes, size_t size, khung_log *log)
{
    if (!out || !name || (!bytes && size))
        return KHUNG_BAD_CALL;
    khung__tree *tree;
    khung_status status = khung__tree_load(&tree, name, bytes, size, log);
    return status == KHUNG_OK ? khung__framework_from_tree(out, tree, log) : status;
}

khung_status khung_framework_load_file(khung_framework **out, const char *path, khung_log *log)
{
    char *bytes;
    size_t size;
    if (!out || !path)
        return KHUNG_BAD_CALL;
    khung_status status = khung__file_read(&bytes, &size, path, log);
    if (status != KHUNG_OK)
        return status;
    status = khung_framework_load(out, path, bytes, size, log);
    khung__free(bytes);
    return status;
}

void khung_framework_free(khung_framework *f)
{
    if (!f)
        return;
    khung__arena_free(&f->arena);
    khung__tree_free(f->tree);
    khung__free(f);
}

/* Texts of the tree have a NUL behind them. */
static const char *lend(khung__str s)
{
    return s.s ? s.s : "";
}

const char *khung_framework_id(const khung_framework *f)
{
    return lend(f->id);
}

const char *khung_framework_version(const khung_framework *f)
{
    return lend(f->version);
}

const char *khung_framework_title(const khung_framework *f)
{
    return lend(f->title);
}

const char *khung_framework_language(const khung_framework *f)
{
    return lend(f->language);
}

size_t khung_framework_criteria(const khung_framework *f)
{
    return f->criterion_count;
}

size_t khung_framework_domains(const khung_framework *f)
{
    return f->domain_count - 1;
}

const char *khung__framework_digest(khung__tree *tree)
{
    char *known = tree->digest;
    if (known)
        return known;
    char *made = khung__alloc(KHUNG_DIGEST_SIZE);
    if (made && khung__tree_digest(tree, "status", made) == KHUNG_OK && atomic_compare_exchange_strong(&tree->digest, &known, made))
        return made;
    khung__free(made);
    return known; /* another thread's, or none */
}

khung_status khung_framework_digest(const khung_framework *f, char out[KHUNG_DIGEST_TEXT_SIZE])
{
    if (!f || !out)
        return KHUNG_BAD_CALL;
    const char *digest = khung__framework_digest(f->tree);
    if (digest)
        memcpy(out, digest, KHUNG_DIGEST_SIZE);
    return digest ? KHUNG_OK : KHUNG_NO_MEMORY;
}
