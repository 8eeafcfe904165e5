/* import/report: a report PDF carries the answers it was made from, as files (document.c attaches them); here they come back. */
#include "inside.h"

#include <string.h>

static bool is_answers_name(khung__str name)
{
    return name.n > 13 && memcmp(name.s, "answers-", 8) == 0 && memcmp(name.s + name.n - 5, ".json", 5) == 0;
}

/* Whether a file of answers has a note anywhere. */
static bool has_note(const khung_answers *a)
{
    for (uint32_t i = 0; i < a->answer_count; i++)
        if (a->answers[i].note.n)
            return true;
    return false;
}

static khung_status take(khung_import *im, const char *name, const khung__pdf_carried *file, bool *notes, khung_log *log)
{
    import_table *table = khung__import_room(im);
    khung__buf text = {0};
    if (!table)
        return KHUNG_NO_MEMORY;
    khung__buf_printf(&text, "%s/%s", name, file->name.s);
    khung_status status = text.failed ? KHUNG_NO_MEMORY : khung__import_answers(im, table, text.s, file->bytes, log);
    khung__buf_free(&text);
    if (status == KHUNG_OK) {
        *notes = *notes || has_note(table->answers);
        khung__import_tree(&text, table->answers->tree->root);
        table->bytes = khung__buf_take(&text, &im->arena);
        status = table->bytes.s ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    if (status == KHUNG_OK)
        im->table_count++;
    else
        khung_answers_free(table->answers);
    return status;
}

/* Why there is nothing to take: a summary, or people who answered one by one; an archive's file; or a PDF of somebody else. */
static khung_status say_missing(const khung__pdf_carried *list, size_t count, bool archive, khung__at at, khung_log *log)
{
    for (size_t i = 0; i < count; i++)
        if (khung__str_eq(list[i].name, KHUNG__S("result.json")))
            return KHUNG__DIAG(log, KHUNG__D_IMPORT_PDF_RESULT, at);
    return KHUNG__DIAG(log, archive ? KHUNG__D_IMPORT_PDF_ARCHIVE : KHUNG__D_IMPORT_PDF_NONE, at);
}

khung_status khung__import_report(khung_import *im, const char *name, khung__str bytes, khung_log *log)
{
    static const khung__diag_id refusals[] = {[KHUNG__PDF_DAMAGED] = KHUNG__D_IMPORT_PDF_DAMAGED, [KHUNG__PDF_LOCKED] = KHUNG__D_IMPORT_PDF_LOCKED,
                                              [KHUNG__PDF_LARGE] = KHUNG__D_IMPORT_PDF_LARGE};
    khung__at at = {&(khung__source){khung__str_of(name), {0}}, 0, 0, 0};
    khung__arena arena = {0};
    khung__pdf_carried *list = NULL;
    khung__pdf_state state = KHUNG__PDF_DAMAGED;
    size_t count = 0, taken = 0;
    bool archive = false, notes = false;
    khung_status status = khung__pdf_carried_files(&state, &list, &count, &archive, &arena, bytes, log);
    if (status == KHUNG_OK && state != KHUNG__PDF_READ)
        status = KHUNG__DIAG(log, refusals[state], at);
    for (size_t i = 0; i < count && status == KHUNG_OK; i++)
        if (is_answers_name(list[i].name)) {
            status = take(im, name, &list[i], &notes, log);
            taken++;
        }
    if (status == KHUNG_OK && !taken)
        status = say_missing(list, count, archive, at, log);
    else if (status == KHUNG_OK && !notes)
        status = KHUNG__DIAG(log, KHUNG__D_IMPORT_PDF_NOTES, at);
    khung__arena_free(&arena);
    return status;
}
