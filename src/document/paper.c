/* document/paper: documents without a result: the questionnaire of a framework; plan, portfolio and register from their figures. */
#include "../document.h"

#include "../dump.h"
#include "../html.h"
#include "../plan.h"
#include "../portfolio.h"
#include "../questionnaire.h"
#include "../register.h"
#include "../report.h"

#include <string.h>

typedef struct printing {
    khung__doc *doc;
    khung__leaf_input in;
    khung_report_options options;
    khung_description *own; /* the library's, when none was given */
    const khung_framework *framework; /* one of the two */
    const khung_figures *figures;
    const khung_answers *const *people; /* of a consensus sheet; NULL: another document */
    size_t people_count;
    khung__tally tally;       /* of them */
    khung__document kind;
} printing;

static khung__document document_of(const printing *p)
{
    static const khung__document of[] = {KHUNG__PLAN, KHUNG__PORTFOLIO, KHUNG__REGISTER};
    return p->figures ? of[p->figures->kind] : KHUNG__QUESTIONNAIRE;
}

static khung_status find_description(printing *p, khung_log *log)
{
    khung__at nowhere = {0};
    p->kind = document_of(p);
    p->in.description = p->options.description;
    if (p->in.description && p->in.description->document != p->kind)
        return KHUNG__DIAG(log, KHUNG__D_REPORT_OTHER, nowhere, khung__str_of(khung__document_names[p->in.description->document]),
                           khung__str_of(khung__document_names[p->kind]));
    if (p->in.description) return KHUNG_OK;
    khung_status status = khung_description_own(&p->own, khung__document_names[p->kind], log);
    p->in.description = p->own;
    return status;
}

static khung__language language_of(const printing *p)
{
    if (p->options.language) return khung__language_of(khung__str_of(p->options.language));
    return p->figures ? (khung__language)p->figures->language : khung__language_of(p->framework->language);
}

/* ---- metadata ---- */

static khung__str phrase(const printing *p, khung__phrase_id id)
{
    return p->in.description->phrases[p->in.language][id];
}

static khung__str copy(printing *p, khung__str text)
{
    khung__str kept = khung__str_copy(&p->doc->arena, text.s ? text : KHUNG__S(""));
    if (!kept.s) khung__doc_fail(p->doc, KHUNG_NO_MEMORY);
    return kept;
}

/* What the file's name cannot say: whose, of what. */
static khung__str title_of(printing *p)
{
    khung__arena *arena = &p->doc->arena;
    khung__str args[2] = {phrase(p, KHUNG__P_TITLE)};
    khung__buf date = {0};
    if (p->people) {
        khung__buf year = {0};
        khung__buf_int(&year, p->tally.first->to.year);
        args[0] = p->tally.first->organisation_name;
        args[1] = khung__buf_take(&year, arena);
        return khung__fill_in(arena, phrase(p, KHUNG__P_AGREE_PDF_TITLE), args, 2);
    }
    if (!p->figures) {
        args[1] = p->framework->title;
        return khung__fill_in(arena, phrase(p, KHUNG__P_FORM_PDF_TITLE), args, 2);
    }
    const khung_figures *f = p->figures;
    switch (f->kind) {
    case KHUNG__FIGURES_PLAN:
        args[1] = f->plan.title.n ? f->plan.title : args[0];
        args[0] = f->plan.organisation;
        return khung__fill_in(arena, phrase(p, KHUNG__P_PLAN_PDF_TITLE), args, 2);
    case KHUNG__FIGURES_PORTFOLIO:
        if (f->portfolio.title.n) args[0] = f->portfolio.title;
        args[1] = f->portfolio.round;
        return khung__fill_in(arena, phrase(p, KHUNG__P_PORTFOLIO_PDF_TITLE), args, 2);
    default:
        khung__buf_date_short(&date, f->dated, p->in.language);
        args[1] = khung__buf_take(&date, arena);
        return khung__fill_in(arena, phrase(p, KHUNG__P_REGISTER_PDF_TITLE), args, 2);
    }
}

/* Of what is printed, how it is described and printed: the same document has the same identity. */
static khung_status identify(printing *p)
{
    const khung__tree *tree = p->figures ? p->figures->tree : p->framework->tree;
    khung__buf text = {0};
    khung_status status = khung__tree_canonical(tree, NULL, &text);
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_add(&h, text.s ? text.s : "", text.n);
    khung__sha256_add(&h, khung__document_names[p->kind], strlen(khung__document_names[p->kind]));
    khung__sha256_add(&h, p->in.language == KHUNG__EN ? "en" : "vi", 2);
    const khung_answers *const *with = p->people ? p->people : &p->options.filled;
    for (size_t i = 0; i < (p->people ? p->people_count : p->options.filled ? 1 : 0) && status == KHUNG_OK; i++) {
        char digest[KHUNG_DIGEST_SIZE];
        status = khung_answers_digest(with[i], digest);
        if (status == KHUNG_OK) khung__sha256_add(&h, digest, sizeof digest - 1);
    }
    khung__sha256_end(&h, p->doc->id);
    if (status == KHUNG_OK && text.failed) status = KHUNG_NO_MEMORY;
    khung__buf_free(&text);
    return status;
}

static void describe(printing *p)
{
    static const khung__phrase_id flow[KHUNG__FLOW_WORDS] = {KHUNG__P_SKIP, KHUNG__P_CONTENTS, KHUNG__P_NUMBERS, KHUNG__P_SCROLL, KHUNG__P_TABLE};
    khung__doc *doc = p->doc;
    const khung_figures *f = p->figures;
    doc->title = title_of(p);
    if (!doc->title.s) khung__doc_fail(doc, KHUNG_NO_MEMORY);
    khung__str author = p->options.issuer            ? khung__str_of(p->options.issuer)
                        : p->in.description->issuer.n ? p->in.description->issuer
                        : !f                          ? p->framework->publisher
                        : f->kind == KHUNG__FIGURES_PLAN ? f->plan.organisation
                                                         : f->reg.issuer;
    doc->author = copy(p, author);
    doc->subject = copy(p, f ? f->framework.title : p->framework->title);
    doc->language = khung__str_of(p->in.language == KHUNG__EN ? "en" : "vi");
    for (int i = 0; i < KHUNG__FLOW_WORDS; i++) doc->flow[i] = copy(p, phrase(p, flow[i]));
}

/* ---- pages ---- */

static khung_status questionnaire(printing *p, khung_log *log)
{
    khung__bound filled;
    const khung_answers *answers = p->options.filled;
    khung_status status = answers ? khung__answers_bind(&filled, answers, p->framework, &p->doc->arena, log) : KHUNG_OK;
    filled.answers = answers;
    return status == KHUNG_OK ? khung__questionnaire_lay(p->doc, &p->in, p->framework, answers ? &filled : NULL) : status;
}

static khung_status lay_out(printing *p, khung_log *log)
{
    khung_status status = identify(p);
    if (status == KHUNG_OK && p->people) status = khung__tally_make(&p->tally, &p->doc->arena, p->framework, p->people, p->people_count, log);
    if (status != KHUNG_OK) return status;
    khung__document_paper(p->doc, p->in.description);
    describe(p);
    p->doc->own_colours = khung__report_palette(p->in.palette, p->in.description);
    switch (p->kind) {
    case KHUNG__PLAN: status = khung__plan_lay(p->doc, &p->in, p->figures); break;
    case KHUNG__PORTFOLIO: status = khung__portfolio_lay(p->doc, &p->in, p->figures); break;
    case KHUNG__REGISTER: status = khung__register_lay(p->doc, &p->in, p->figures); break;
    default:
        status = p->people ? khung__consensus_lay(p->doc, &p->in, p->framework, &p->tally) : questionnaire(p, log);
    }
    khung__doc_paint(p->doc, p->in.palette);
    return status == KHUNG_OK ? p->doc->status : status;
}

static khung_status write_to(khung__buf *buf, const printing *p, khung_form form, khung_fonts *fonts, khung_log *log)
{
    switch (form) {
    case KHUNG_FORM_TEXT: return khung__dump_text(buf, p->doc);
    case KHUNG_FORM_HTML: return khung__document_html(buf, p->doc);
    case KHUNG_FORM_BOXES: return khung__dump_boxes(buf, p->doc);
    default: return khung__pdf_write(buf, p->doc, khung__document_fonts(fonts), p->options.archive || form == KHUNG_FORM_ARCHIVE, log);
    }
}

static khung_status make(printing *p, khung_fonts *fonts, khung_log *log)
{
    if (!fonts || (!p->framework && !p->figures)) return KHUNG_BAD_CALL;
    khung_status status = find_description(p, log);
    p->in.language = status == KHUNG_OK ? language_of(p) : KHUNG__VI;
    p->in.large = p->options.large && p->kind == KHUNG__QUESTIONNAIRE;
    if (status == KHUNG_OK) status = khung__doc_new(&p->doc, khung__fonts_metrics(khung__document_fonts(fonts)), log);
    if (status == KHUNG_OK) status = lay_out(p, log);
    khung_description_free(p->own);
    if (status == KHUNG_OK || !p->doc) return status;
    khung__doc_free(p->doc);
    p->doc = NULL;
    return status;
}

khung_status khung__document_paper_make(khung__doc **out, const khung_framework *framework, const khung_figures *figures,
                                        const khung_answers *const *people, size_t count, const khung_report_options *options, khung_fonts *fonts,
                                        khung_log *log)
{
    printing p = {.framework = framework, .figures = figures, .people = count ? people : NULL, .people_count = count};
    if (options) p.options = *options;
    khung_status status = make(&p, fonts, log);
    if (status == KHUNG_OK) *out = p.doc;
    return status;
}

static khung_status print(char **out, size_t *size, khung_form form, printing *p, khung_fonts *fonts, khung_log *log)
{
    khung__buf buf = {0};
    if (!out || !size || (int)form < 0 || form > KHUNG_FORM_BOXES) return KHUNG_BAD_CALL;
    khung_status status = make(p, fonts, log);
    if (status == KHUNG_OK) status = write_to(&buf, p, form, fonts, log);
    if (p->doc) khung__doc_free(p->doc);
    *size = buf.n;
    khung__buf_char(&buf, '\0');
    if (status == KHUNG_OK && buf.failed) status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK) *out = buf.s;
    else khung__buf_free(&buf);
    return status;
}

khung_status khung_consensus_sheet(char **out, size_t *size, khung_form form, const khung_framework *framework, const khung_answers *const *people,
                                   size_t count, const khung_report_options *options, khung_fonts *fonts, khung_log *log)
{
    printing p = {.framework = framework, .people = people, .people_count = count, .options = options ? *options : (khung_report_options){0}};
    return framework && people ? print(out, size, form, &p, fonts, log) : KHUNG_BAD_CALL;
}

khung_status khung_questionnaire(char **out, size_t *size, khung_form form, const khung_framework *framework, const khung_report_options *options,
                                 khung_fonts *fonts, khung_log *log)
{
    printing p = {.framework = framework, .options = options ? *options : (khung_report_options){0}};
    return framework ? print(out, size, form, &p, fonts, log) : KHUNG_BAD_CALL;
}

khung_status khung_figures_print(char **out, size_t *size, khung_form form, const khung_figures *figures, const khung_report_options *options,
                                 khung_fonts *fonts, khung_log *log)
{
    printing p = {.figures = figures, .options = options ? *options : (khung_report_options){0}};
    return figures ? print(out, size, form, &p, fonts, log) : KHUNG_BAD_CALL;
}
