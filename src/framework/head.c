/* framework/head: `kind` and `format`, looked at before anything else in a file of any kind. */
#include "shape.h"

static bool is_word(const khung__node *node, const char *word)
{
    return node->kind == KHUNG__SCALAR && khung__str_eq(node->text, khung__str_of(word));
}

static void say_other_kind(khung__reader *r, const khung__node *node, const char *kind)
{
    static const char *const now[] = {"framework", "translation", "answers", "report", "plan", "portfolio", "register"};
    static const char *const later[] = {"overlay", "crosswalk"};
    khung__at at = khung__node_at(r->tree, node);
    for (size_t i = 0; i < KHUNG__COUNT(later); i++)
        if (is_word(node, later[i])) {
            KHUNG__SAY(r, KHUNG__D_LATER_KIND, at, node->text);
            return;
        }
    for (size_t i = 0; i < KHUNG__COUNT(now); i++)
        if (is_word(node, now[i])) {
            KHUNG__SAY(r, KHUNG__D_OTHER_KIND, at, node->text, khung__str_of(kind));
            return;
        }
    KHUNG__SAY(r, KHUNG__D_UNKNOWN_KIND, at, node->text);
    khung__str words[KHUNG__COUNT(now)];
    for (size_t i = 0; i < KHUNG__COUNT(now); i++)
        words[i] = khung__str_of(now[i]);
    khung__reader_suggest(r, node->text, words, sizeof *words, KHUNG__COUNT(now));
}

/* A format of a later version has a parser of its own there: nothing else in the file is looked at. */
static bool format_is_later(khung__reader *r)
{
    int64_t number;
    const khung__node *node = khung__node_find(r->tree->root, KHUNG__S("format"));
    if (!node || node->kind != KHUNG__SCALAR || !khung__read_whole(node->text, &number) || number <= 1)
        return false;
    KHUNG__SAY(r, KHUNG__D_LATER_FORMAT, khung__node_at(r->tree, node), node->text);
    return true;
}

bool khung__shape_head(khung__reader *r, const char *kind)
{
    const khung__node *node = khung__node_find(r->tree->root, KHUNG__S("kind"));
    if (!node) {
        KHUNG__SAY(r, KHUNG__D_NO_KIND, khung__node_at(r->tree, r->tree->root), khung__str_of(kind));
        return false;
    }
    if (!is_word(node, kind)) {
        if (khung__shape_scalar(r, node))
            say_other_kind(r, node, kind);
        return false;
    }
    return !format_is_later(r);
}
