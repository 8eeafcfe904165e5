/* document: the public calls for documents: joins report and certificate with the writers: pdf,
 * html and dump. */
#include "document.h"

#include "certificate.h"
#include "dump.h"
#include "html.h"
#include "report.h"

#include <math.h>
#include <string.h>

struct khung_fonts {
    khung__fonts *fonts;
    khung_description *own[KHUNG__DOCUMENTS]; /* the library's, read once: it takes as long as half a
                                                 document */
};

khung_status khung_fonts_new(khung_fonts **out, khung_log *log)
{
    if (!out) return KHUNG_BAD_CALL;
    khung_fonts *fonts = khung__alloc(sizeof *fonts);
    if (!fonts) return KHUNG_NO_MEMORY;
    *fonts = (khung_fonts){0};
    khung_status status = khung__fonts_new(&fonts->fonts, log);
    if (status != KHUNG_OK) {
        khung__free(fonts);
        return status;
    }
    *out = fonts;
    return KHUNG_OK;
}

void khung_fonts_free(khung_fonts *fonts)
{
    if (!fonts) return;
    khung__fonts_free(fonts->fonts);
    for (int i = 0; i < KHUNG__DOCUMENTS; i++) khung_description_free(fonts->own[i]);
    khung__free(fonts);
}

/* ---- one document being made ---- */

typedef struct making {
    khung__doc *doc;
    khung__report_input in;
    khung_report_options options;
    const khung_answers *const *tracks;
    size_t count;
    char *json;               /* the result */
    unsigned char digest[32]; /* of that */
    khung_log *log;
    khung__document kind;
    bool attach;
    khung__issued *issued; /* in the document's arena; NULL: a preview, or no certificate */
    int shorter; /* summary: how many times it did not fit on its page */
} making;

static khung_status refuse(const making *m, khung__diag_id id, const char *text)
{
    khung__at nowhere = {0};
    return KHUNG__DIAG(m->log, id, nowhere, khung__str_of(text));
}

/* The description that was given, else the library's own of that name. */
static khung_status find_description(making *m, khung_fonts *fonts)
{
    const char *const *names = khung__document_names;
    const char *name = m->options.template_name ? m->options.template_name : names[0];
    m->in.description = m->options.description;
    for (int i = 0; i < KHUNG__DOCUMENTS && !m->in.description; i++) {
        if (strcmp(name, names[i]) != 0) continue;
        khung_status status = fonts->own[i] ? KHUNG_OK
                                            : khung_description_own(&fonts->own[i], name, m->log);
        if (status != KHUNG_OK) return status;
        m->in.description = fonts->own[i];
    }
    if (!m->in.description) return refuse(m, KHUNG__D_REPORT_TEMPLATE, name);
    m->kind = (khung__document)m->in.description->document;
    return KHUNG_OK;
}

static khung_status check(making *m)
{
    khung__date date;
    if (m->options.dated && !khung__read_date(khung__str_of(m->options.dated), &date))
        return refuse(m, KHUNG__D_REPORT_DATE, m->options.dated);
    const khung_result *result = m->in.result;
    bool same = m->count == result->track_count &&
                khung__str_eq(m->in.framework->id, result->framework_id) &&
                m->in.framework->criterion_count == result->criterion_count;
    for (size_t i = 0; i < m->count && same; i++)
        same = m->tracks[i] && khung__date_cmp(m->tracks[i]->from, result->from) == 0 &&
               khung__date_cmp(m->tracks[i]->to, result->to) == 0 &&
               khung__str_eq(m->tracks[i]->organisation_id, result->organisation_id);
    if (!same) return refuse(m, KHUNG__D_REPORT_TRACKS, "");
    const khung_result *before = m->options.before;
    const khung_framework *framework = m->options.before_framework;
    if (!before) return KHUNG_OK;
    if (!framework) framework = m->in.framework;
    same = khung__str_eq(before->framework_id, framework->id) &&
           before->criterion_count == framework->criterion_count &&
           khung__str_eq(before->organisation_id, result->organisation_id) &&
           khung__date_cmp(before->to, result->to) < 0;
    return same ? KHUNG_OK : refuse(m, KHUNG__D_REPORT_BEFORE, "");
}

static khung_status bind(making *m)
{
    khung__arena *arena = &m->doc->arena;
    khung__bound *bound = khung__arena_alloc(arena, (m->count + 1) * sizeof *bound);
    if (!bound) return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < m->count; i++) {
        khung_status status = khung__answers_bind(&bound[i], m->tracks[i], m->in.framework, arena,
                                                  m->log);
        if (status != KHUNG_OK) return status;
    }
    m->in.tracks = bound;
    m->in.track_count = m->count;
    return KHUNG_OK;
}

static khung_status read_issued(making *m)
{
    if (!m->options.issued || !m->in.framework->certificate_reviewed) return KHUNG_OK;
    m->issued = khung__arena_alloc(&m->doc->arena, sizeof *m->issued);
    if (!m->issued) return KHUNG_NO_MEMORY;
    m->in.issued = m->issued;
    return khung__document_issued(m->issued, &m->doc->arena, m->options.issued, m->in.framework, m->in.result, m->digest, m->log);
}

/* A certificate's digest shapes its band and names the file, nothing else: it is that of the result as the store keeps it, a thirtieth of
 * the JSON. */
static khung_status name_certificate(making *m)
{
    return khung__document_digest(m->digest, m->in.result);
}

/* The result's digest names the document; its first eight digits are the code on every page. */
static khung_status name(making *m)
{
    if (m->kind == KHUNG__CERTIFICATE) {
        khung_status status = name_certificate(m);
        return status == KHUNG_OK ? read_issued(m) : status;
    }
    static const char hex[] = "0123456789ABCDEF";
    khung_text_free(m->json);
    m->json = NULL;
    khung_status status = khung_result_json(&m->json, m->in.result);
    if (status != KHUNG_OK) return status;
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_add(&h, m->json, strlen(m->json));
    khung__sha256_end(&h, m->digest);
    char *code = khung__arena_alloc(&m->doc->arena, 10);
    if (!code) return KHUNG_NO_MEMORY;
    for (int i = 0; i < 4; i++) {
        code[2 * i + (i > 1)] = hex[m->digest[i] >> 4];
        code[2 * i + (i > 1) + 1] = hex[m->digest[i] & 15];
    }
    code[4] = '-';
    m->in.code = (khung__str){code, 9};
    return KHUNG_OK;
}

/* ---- what the organisation's own answers alone would come to, where a reviewer changed them ----
 */

/* The self value of a criterion as an official answer; false where it cannot be said as one (a mean
 * of people). */
static bool official_of(khung_official *out, making *m, uint32_t i)
{
    const khung__criterion *c = &m->in.framework->criteria[i];
    const khung__criterion_result *r = &m->in.result->criteria[i];
    bool fixed = r->state == KHUNG_OUT_OF_SCOPE || r->state == KHUNG_FUTURE ||
                 r->state == KHUNG_RETIRED || r->state == KHUNG_FACT_MISSING;
    *out = (khung_official){.state = (uint8_t)(fixed         ? r->state
                                               : r->self_na  ? KHUNG_NOT_APPLICABLE
                                               : r->self.has ? KHUNG_ANSWERED
                                                             : KHUNG_UNANSWERED)};
    if (fixed || r->self_na || !r->self.has) return true;
    khung__arena *arena = &m->doc->arena;
    if (c->scale == KHUNG__NONE) {
        for (uint32_t k = 0; k < c->check_count; k++) {
            const khung__bound *self = khung__report_self(&m->in);
            const int8_t *checks = self && self->checks ? self->checks[i] : NULL;
            if (checks && checks[k] > 0) out->micro += c->checks[k].points;
        }
        return khung__rat_cmp(r->self, khung__rat_micro(arena, out->micro)) == 0;
    }
    const khung__scale *scale = &m->in.framework->scales[c->scale];
    for (uint32_t k = 0; k < scale->level_count; k++) {
        if (!(c->choosable >> k & 1) ||
            khung__rat_cmp(r->self, khung__rat_micro(arena, scale->levels[k].points)) != 0)
            continue;
        out->level = (uint8_t)k;
        return true;
    }
    return false;
}

/* A copy that outlives the scratch; none for a negative or absent value. */
static khung__rat kept(khung__arena *arena, khung_fraction f)
{
    uint64_t *limbs = f.below_n ? khung__arena_alloc(arena, (f.above_n + f.below_n) * sizeof *limbs)
                                : NULL;
    if (!limbs) return khung__rat_none();
    if (f.above_n) memcpy(limbs, f.above, f.above_n * sizeof *limbs);
    memcpy(limbs + f.above_n, f.below, f.below_n * sizeof *limbs);
    return (khung__rat){.has = true,
                        .num_n = f.above_n,
                        .den_n = f.below_n,
                        .num = limbs,
                        .den = limbs + f.above_n};
}

/* By the prepared scorer, which needs no digests and no reasons. Without a value when anything is
 * in the way: it is only told. */
static void self_total(making *m)
{
    const khung_framework *f = m->in.framework;
    size_t n = f->criterion_count;
    m->in.self_percent = khung__rat_none();
    if (!m->in.result->has_reviewer || !khung__report_self(&m->in)) return;
    khung_official *answers = khung__arena_alloc(&m->doc->arena, n * sizeof *answers);
    khung_fact *facts = khung__arena_alloc(&m->doc->arena, (f->fact_count + 1) * sizeof *facts);
    bool fit = answers && facts;
    for (uint32_t i = 0; i < n && fit; i++) fit = official_of(&answers[i], m, i);
    for (uint32_t i = 0; i < f->fact_count && fit; i++)
        facts[i] = (khung_fact){m->in.result->fact_given[i], m->in.result->fact_number[i]};
    khung_scorer *scorer = NULL;
    khung_scratch *scratch = NULL;
    khung_summary summary;
    khung_part total;
    if (fit && khung_scorer_prepare(&scorer, f, NULL) == KHUNG_OK &&
        khung_scratch_new(&scratch, scorer) == KHUNG_OK &&
        khung_scorer_run(&summary, scorer, scratch, answers, facts, n) == KHUNG_OK &&
        khung_scratch_part(&total, scratch, 0) == KHUNG_OK && total.complete)
        m->in.self_percent = kept(&m->doc->arena, total.percent);
    khung_scratch_free(scratch);
    khung_scorer_free(scorer);
}

/* ---- metadata and attachments ---- */

static khung__str years(const making *m)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, m->in.result->from.year);
    if (m->in.result->to.year != m->in.result->from.year) {
        khung__buf_z(&buf, "–");
        khung__buf_int(&buf, m->in.result->to.year);
    }
    return khung__buf_take(&buf, &m->doc->arena);
}

static khung__str phrase(const making *m, khung__phrase_id id)
{
    return m->in.description->phrases[m->in.language][id];
}

static khung__str filled(const making *m, khung__phrase_id id, const khung__str *args, size_t n)
{
    return khung__fill_in(&m->doc->arena, phrase(m, id), args, n);
}

/* The description may be gone before the pages are written. */
static void copy_flow(making *m)
{
    static const khung__phrase_id ids[KHUNG__FLOW_WORDS] = {KHUNG__P_SKIP, KHUNG__P_CONTENTS, KHUNG__P_NUMBERS, KHUNG__P_SCROLL,
                                                            KHUNG__P_TABLE};
    for (size_t i = 0; i < KHUNG__FLOW_WORDS; i++) {
        m->doc->flow[i] = khung__str_copy(&m->doc->arena, phrase(m, ids[i]));
        if (!m->doc->flow[i].s) khung__doc_fail(m->doc, KHUNG_NO_MEMORY);
    }
}

static khung__str number_of(making *m)
{
    char number[KHUNG__NUMBER_SIZE];
    const khung__claim *claim = &m->issued->claim;
    khung__claim_number(number, claim->nn, claim->year, claim->abbreviation);
    return khung__str_copy(&m->doc->arena, khung__str_of(number));
}

static void describe(making *m)
{
    khung__doc *doc = m->doc;
    const khung_framework *f = m->in.framework;
    bool preview = f->certificate_reviewed;
    khung__str args[] = {m->in.result->organisation_name, years(m)};
    khung__str about[] = {m->issued ? m->issued->claim.organisation_name : m->in.result->organisation_name,
                          phrase(m, preview ? KHUNG__P_TITLE : KHUNG__P_DECLARATION),
                          m->issued ? number_of(m) : preview ? phrase(m, KHUNG__P_PREVIEW) : years(m)};
    doc->title = m->kind == KHUNG__CERTIFICATE
                     ? filled(m, KHUNG__P_PDF_NAME, about, 3)
                     : filled(m, KHUNG__P_PDF_TITLE, args, 2);
    doc->author = khung__str_copy(&doc->arena, khung__report_issuer(&m->in));
    khung__str subject[] = {f->title, f->version};
    doc->subject = filled(m, KHUNG__P_COVER_FRAMEWORK, subject, 2);
    doc->keywords = m->in.code;
    doc->language = khung__str_of(m->in.language == KHUNG__EN ? "en" : "vi");
    memcpy(doc->id, m->digest, sizeof doc->id);
    khung__date date;
    if (!m->options.dated || !khung__read_date(khung__str_of(m->options.dated), &date)) return;
    khung__buf buf = {0};
    khung__buf_printf(&buf, "D:%04d%02d%02d000000Z", date.year, date.month, date.day);
    doc->creation = khung__buf_take(&buf, &doc->arena);
}

/* Answers as JSON in the order of their file, which every reader of answers takes; without their notes, which are private, unless asked for. */
static void write_node(khung__buf *buf, const khung__node *node, unsigned depth, bool notes)
{
    if (node->kind == KHUNG__SCALAR) {
        khung__buf_json(buf, node->text);
        return;
    }
    bool map = node->kind == KHUNG__MAP, first = true;
    khung__buf_char(buf, map ? '{' : '[');
    for (const khung__node *child = node->first; child; child = child->next) {
        if (map && depth == 2 && !notes && khung__str_eq(child->key, KHUNG__S("note"))) continue;
        if (!first) khung__buf_char(buf, ',');
        first = false;
        if (map) {
            khung__buf_json(buf, child->key);
            khung__buf_char(buf, ':');
        }
        write_node(buf, child, depth + 1, notes);
    }
    khung__buf_char(buf, map ? '}' : ']');
}

static khung_status attach_answers(making *m, size_t i)
{
    static const char *const names[] = {"self", "respondent", "consensus", "reviewer"};
    static const khung__phrase_id words[] = {KHUNG__P_TRACK_SELF, KHUNG__P_TRACK_RESPONDENT,
                                           KHUNG__P_TRACK_CONSENSUS, KHUNG__P_TRACK_REVIEWER};
    const khung_answers *answers = m->tracks[i];
    khung__buf text = {0}, file = {0};
    khung_status status = KHUNG_OK;
    write_node(&text, answers->tree->root, 0, m->options.with_notes);
    khung__buf_char(&text, '\n');
    khung__buf_z(&file, "answers-");
    khung__buf_z(&file, names[answers->track & 3]);
    size_t same = 0;
    for (size_t k = 0; k < i; k++) same += m->tracks[k]->track == answers->track;
    if (same) khung__buf_printf(&file, "-%zu", same + 1);
    khung__buf_z(&file, ".json");
    khung__str track = phrase(m, words[answers->track & 3]);
    khung__phrase_id about = m->options.with_notes ? KHUNG__P_ATTACH_ANSWERS
                                                 : KHUNG__P_ATTACH_STRIPPED;
    if (status == KHUNG_OK && (text.failed || file.failed)) status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        khung__doc_attach(m->doc, (khung__attachment){{file.s, file.n},
                                                      KHUNG__S("application/json"),
                                                      filled(m, about, &track, 1),
                                                      {text.s, text.n},
                                                      "Data", false});
    khung__buf_free(&text);
    khung__buf_free(&file);
    return status;
}

/* What one of several people answered is not told to whoever gets the report, not even without the name: the pages join small counts, and
 * a file for each would undo that. The result has what they come to. */
static khung_status attach(making *m)
{
    if (m->issued && m->attach && !m->options.archive)
        return khung__document_attach_claim(m->doc, m->issued, phrase(m, KHUNG__P_ATTACH_CLAIM));
    if (!m->attach || m->options.archive || m->kind == KHUNG__CERTIFICATE) return KHUNG_OK;
    khung__doc_attach(m->doc,
                      (khung__attachment){KHUNG__S("result.json"), KHUNG__S("application/json"),
                                          phrase(m, KHUNG__P_ATTACH_RESULT),
                                          khung__str_of(m->json), "Data", false});
    khung_status status = KHUNG_OK;
    size_t count = m->kind == KHUNG__ASSESSMENT ? m->count : 0; /* the summary carries the result alone */
    for (size_t i = 0; i < count && status == KHUNG_OK; i++)
        if (m->tracks[i]->track != KHUNG__RESPONDENT) status = attach_answers(m, i);
    return status;
}

/* ---- from input to pages ---- */

void khung__document_paper(khung__doc *doc, const khung_description *d)
{
    static const double sizes[][2] = {{595.28, 841.89}, {612, 792}}, usual[KHUNG__EDGES] = {58, 57.28, 72, 57.89};
    double edge[KHUNG__EDGES];
    for (int i = 0; i < KHUNG__EDGES; i++)
        edge[i] = d->margins[i] ? (double)d->margins[i] / 1e6 * 72 / 25.4 : usual[i];
    if (!d->margins[KHUNG__EDGE_RIGHT] && !d->margins[KHUNG__EDGE_LEFT] && d->paper != KHUNG__A4) edge[KHUNG__EDGE_RIGHT] = edge[KHUNG__EDGE_LEFT];
    khung__frame f = {.width = sizes[d->paper][0], .height = sizes[d->paper][1], .left = edge[KHUNG__EDGE_LEFT], .top = edge[KHUNG__EDGE_TOP]};
    f.text = f.width - f.left - edge[KHUNG__EDGE_RIGHT];
    f.bottom = f.top + 4 * floor((f.height - f.top - edge[KHUNG__EDGE_BOTTOM]) / 4 + 0.001);
    doc->frame = f;
    for (int i = 0; i < 2; i++) doc->families[i] = (uint8_t)d->fonts[i];
}

static khung_status lay_out(making *m)
{
    khung_status status = bind(m);
    if (status == KHUNG_OK) status = name(m);
    if (status != KHUNG_OK) return status;
    khung__document_paper(m->doc, m->in.description);
    describe(m);
    copy_flow(m);
    switch (m->kind) {
    case KHUNG__CERTIFICATE:
        status = khung__certificate_preview(m->doc, &m->in, m->digest, m->log);
        break;
    case KHUNG__SUMMARY: status = khung__report_brief(m->doc, &m->in, m->shorter); break;
    default:
        self_total(m);
        status = khung__report_assessment(m->doc, &m->in);
    }
    khung__rgb palette[KHUNG__ROLES];
    m->doc->own_colours = khung__report_palette(palette, m->in.description);
    khung__doc_paint(m->doc, palette);
    khung__doc_languages(m->doc);
    if (status == KHUNG_OK) status = attach(m);
    return status == KHUNG_OK ? m->doc->status : status;
}

khung__fonts *khung__document_fonts(khung_fonts *fonts) { return fonts->fonts; }

/* The first of several gives the document what it says of itself; each is a bookmark, and the title tells how many there are. */
static khung_status add_sheet(making *m, size_t before)
{
    khung__doc *doc = m->doc;
    size_t page = doc->page_count, element = doc->element_count;
    if (!before) {
        khung__document_paper(m->doc, m->in.description);
        describe(m);
        copy_flow(m);
    }
    khung_status status = khung__certificate_preview(doc, &m->in, m->digest, m->log);
    if (status != KHUNG_OK)
        return status;
    khung__doc_bookmark(doc, 0, m->in.result->organisation_name, page, 0);
    khung__str language = khung__str_of(m->in.language == KHUNG__EN ? "en" : "vi");
    if (!khung__str_eq(language, doc->language))
        doc->elements[element].language = language;
    khung__buf number = {0};
    khung__buf_int(&number, (int64_t)before + 1);
    khung__str args[] = {phrase(m, KHUNG__P_TITLE), khung__buf_take(&number, &doc->arena)};
    if (before)
        doc->title = filled(m, KHUNG__P_PDF_NAMES, args, 2);
    khung__rgb palette[KHUNG__ROLES];
    doc->own_colours = khung__report_palette(palette, m->in.description);
    khung__doc_paint(doc, palette);
    return doc->status;
}

khung_status khung__document_gather(khung__doc *doc, unsigned char digest[32], size_t before, const khung_framework *framework,
                                    const khung_result *result, const khung_answers *const *tracks, size_t count,
                                    const khung_report_options *options, khung_fonts *fonts, khung_log *log)
{
    making m = {.doc = doc, .tracks = tracks, .count = count, .log = log};
    if (options) m.options = *options;
    m.in = (khung__report_input){.framework = framework, .result = result, .options = &m.options};
    m.in.language = khung__language_of(m.options.language ? khung__str_of(m.options.language) : framework->language);
    khung_status status = find_description(&m, fonts);
    if (status == KHUNG_OK && m.kind != KHUNG__CERTIFICATE)
        status = refuse(&m, KHUNG__D_SHEETS_ONLY, khung__document_names[m.kind]);
    if (status == KHUNG_OK) status = check(&m);
    if (status == KHUNG_OK) status = bind(&m);
    if (status == KHUNG_OK) status = name(&m);
    if (status == KHUNG_OK) status = add_sheet(&m, before);
    memcpy(digest, m.digest, sizeof m.digest);
    khung_text_free(m.json);
    return status;
}

khung_status khung__document_make(khung__doc **out, const khung_framework *framework,
                                  const khung_result *result, const khung_answers *const *tracks,
                                  size_t count, const khung_report_options *options,
                                  khung_fonts *fonts, bool attachments, khung_log *log)
{
    making m = {.tracks = tracks, .count = count, .log = log, .attach = attachments};
    if (!framework || !result || !fonts || (count && !tracks)) return KHUNG_BAD_CALL;
    if (options) m.options = *options;
    m.in = (khung__report_input){.framework = framework, .result = result, .options = &m.options};
    m.in.language = khung__language_of(m.options.language ? khung__str_of(m.options.language)
                                                          : framework->language);
    khung_status status = find_description(&m, fonts);
    if (status == KHUNG_OK) status = check(&m);
    for (bool again = true; again && status == KHUNG_OK; m.shorter++) {
        khung__doc_free(m.doc);
        m.doc = NULL;
        status = khung__doc_new(&m.doc, khung__fonts_metrics(fonts->fonts), log);
        if (status == KHUNG_OK) status = lay_out(&m);
        again = status == KHUNG_OK && m.kind == KHUNG__SUMMARY && m.doc->page_count > 1 &&
                m.shorter < KHUNG__BRIEFEST;
    }
    khung_text_free(m.json);
    if (status == KHUNG_OK) *out = m.doc;
    else if (m.doc) khung__doc_free(m.doc);
    return status;
}

/* Hands a buffer's bytes to the caller, with a NUL behind them that does not count. */
static khung_status hand_over(char **out, size_t *size, khung__buf *buf, khung_status status)
{
    size_t n = buf->n;
    khung__buf_char(buf, '\0');
    if (status == KHUNG_OK && buf->failed) status = KHUNG_NO_MEMORY;
    if (status != KHUNG_OK) {
        khung__buf_free(buf);
        return status;
    }
    *out = buf->s;
    if (size) *size = n;
    return KHUNG_OK;
}

khung_status khung_report_pdf(char **out, size_t *size, const khung_framework *framework,
                              const khung_result *result, const khung_answers *const *tracks,
                              size_t count, const khung_report_options *options, khung_fonts *fonts,
                              khung_log *log)
{
    khung__doc *doc = NULL;
    if (!out || !size) return KHUNG_BAD_CALL;
    khung_status status = khung__document_make(&doc, framework, result, tracks, count, options,
                                               fonts, true, log);
    if (status != KHUNG_OK) return status;
    khung__buf buf = {0};
    status = khung__pdf_write(&buf, doc, fonts->fonts, options && options->archive, log);
    if (status == KHUNG_OK && options && options->issued)
        status = khung__document_sign(&buf, doc, options->issued, log);
    khung__doc_free(doc);
    return hand_over(out, size, &buf, status);
}

khung_status khung__document_html(khung__buf *out, const khung__doc *doc)
{
    khung__html_words words = {doc->flow[0], doc->flow[1], doc->flow[2], doc->flow[3],
                               doc->flow[4]};
    return khung__html_write(out, doc, &words);
}

/* Only a PDF can be signed as one; the boxes are those of the PDF. */
static khung_report_options unsigned_options(khung_issued *room, const khung_report_options *options)
{
    khung_report_options own = options ? *options : (khung_report_options){0};
    if (!own.issued) return own;
    *room = *own.issued;
    room->pdf_key = NULL;
    own.issued = room;
    return own;
}

khung_status khung_report_html(char **out, const khung_framework *framework,
                               const khung_result *result, const khung_answers *const *tracks,
                               size_t count, const khung_report_options *options,
                               khung_fonts *fonts, khung_log *log)
{
    khung__doc *doc = NULL;
    khung_issued issued;
    khung_report_options light = unsigned_options(&issued, options);
    light.cover_dark = false;
    if (!out) return KHUNG_BAD_CALL;
    khung_status status = khung__document_make(&doc, framework, result, tracks, count, &light,
                                               fonts, false, log);
    if (status != KHUNG_OK) return status;
    khung__buf buf = {0};
    status = khung__document_html(&buf, doc);
    khung__doc_free(doc);
    return hand_over(out, NULL, &buf, status);
}

khung_status khung_report_text(char **out, const khung_framework *framework,
                               const khung_result *result, const khung_answers *const *tracks,
                               size_t count, const khung_report_options *options,
                               khung_fonts *fonts, khung_log *log)
{
    khung__doc *doc = NULL;
    khung_issued issued;
    const khung_report_options own = unsigned_options(&issued, options);
    if (!out) return KHUNG_BAD_CALL;
    khung_status status = khung__document_make(&doc, framework, result, tracks, count, &own,
                                               fonts, false, log);
    if (status != KHUNG_OK) return status;
    khung__buf buf = {0};
    status = khung__dump_text(&buf, doc);
    khung__doc_free(doc);
    return hand_over(out, NULL, &buf, status);
}

khung_status khung_report_boxes(char **out, const khung_framework *framework,
                                const khung_result *result, const khung_answers *const *tracks,
                                size_t count, const khung_report_options *options,
                                khung_fonts *fonts, khung_log *log)
{
    khung__doc *doc = NULL;
    if (!out) return KHUNG_BAD_CALL;
    khung_status status = khung__document_make(&doc, framework, result, tracks, count, options,
                                               fonts, false, log);
    if (status != KHUNG_OK) return status;
    khung__buf buf = {0};
    status = khung__dump_boxes(&buf, doc);
    khung__doc_free(doc);
    return hand_over(out, NULL, &buf, status);
}
