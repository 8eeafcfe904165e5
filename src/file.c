/* file: any kind of file, loaded only to hear what is wrong with it. */
#include "answers.h"
#include "description.h"
#include "figures.h"
#include "framework/load.h"
#include "translation.h"

static khung_status check_framework(khung__tree *tree, khung_log *log)
{
    khung_framework *framework;
    khung_status status = khung__framework_from_tree(&framework, tree, log);
    if (status == KHUNG_OK)
        khung_framework_free(framework);
    return status;
}

static khung_status check_translation(khung__tree *tree, khung_log *log)
{
    khung_translation *translation;
    khung_status status = khung__translation_from_tree(&translation, tree, log);
    if (status == KHUNG_OK)
        khung_translation_free(translation);
    return status;
}

static khung_status check_answers(khung__tree *tree, khung_log *log)
{
    khung_answers *answers;
    khung_status status = khung__answers_from_tree(&answers, tree, log);
    if (status == KHUNG_OK)
        khung_answers_free(answers);
    return status;
}

static khung_status check_description(khung__tree *tree, khung_log *log)
{
    khung_description *description;
    khung_status status = khung__description_from_tree(&description, tree, log);
    if (status == KHUNG_OK)
        khung_description_free(description);
    return status;
}

static khung_status check_figures(khung__tree *tree, int kind, khung_log *log)
{
    khung_figures *figures;
    khung_status status = khung__figures_from_tree(&figures, tree, (khung__figures_kind)kind, log);
    if (status == KHUNG_OK)
        khung_figures_free(figures);
    return status;
}

/* The kind that the file names; a framework when it names none or an unknown one, whose loader then says so. */
static khung_kind kind_of(const khung__tree *tree)
{
    const khung__node *node = khung__node_find(tree->root, KHUNG__S("kind"));
    if (node && node->kind == KHUNG__SCALAR && khung__str_eq(node->text, KHUNG__S("translation")))
        return KHUNG_KIND_TRANSLATION;
    if (node && node->kind == KHUNG__SCALAR && khung__str_eq(node->text, KHUNG__S("answers")))
        return KHUNG_KIND_ANSWERS;
    if (node && node->kind == KHUNG__SCALAR && khung__str_eq(node->text, KHUNG__S("report")))
        return KHUNG_KIND_REPORT;
    if (khung__figures_kind_of(tree) >= 0)
        return (khung_kind)(KHUNG_KIND_PLAN + khung__figures_kind_of(tree));
    return KHUNG_KIND_FRAMEWORK;
}

khung_status khung_file_check(khung_kind *kind, const char *name, const char *bytes, size_t size, khung_log *log)
{
    if (!kind || !name || (!bytes && size))
        return KHUNG_BAD_CALL;
    khung__tree *tree;
    khung_status status = khung__tree_load(&tree, name, bytes, size, log);
    if (status != KHUNG_OK)
        return status;
    khung_kind found = kind_of(tree);
    if (found == KHUNG_KIND_TRANSLATION)
        status = check_translation(tree, log);
    else if (found == KHUNG_KIND_ANSWERS)
        status = check_answers(tree, log);
    else if (found == KHUNG_KIND_REPORT)
        status = check_description(tree, log);
    else if (found >= KHUNG_KIND_PLAN)
        status = check_figures(tree, (int)found - KHUNG_KIND_PLAN, log);
    else
        status = check_framework(tree, log);
    if (status == KHUNG_OK)
        *kind = found;
    return status;
}
