/* certificate: see certificate.h. Places are those of the visual standard's certificate page. */
#include "certificate.h"

#include "report/inner.h"

#include <math.h>

static const double W = 841.89, H = 595.28, BAND_W = 132, X = 188, TEXT_W = 598,
                    PI = 3.14159265358979323846;
enum { WAVES = 26 };

/* ---- may it be? ---- */

static khung_status refuse(khung_log *log, khung__diag_id id, khung__str arg)
{
    khung__at nowhere = {0};
    return KHUNG__DIAG(log, id, nowhere, arg);
}

static khung_status allowed(khung__report *report, khung_log *log)
{
    const khung_result *result = report->result;
    uint32_t open = 0, unverified = 0;
    for (uint32_t i = 0; i < result->criterion_count; i++) {
        khung_state state = result->criteria[i].state;
        unverified += state == KHUNG_UNVERIFIED;
        open += state == KHUNG_UNVERIFIED || state == KHUNG_UNANSWERED ||
                state == KHUNG_FACT_MISSING;
    }
    khung__str none = {0};
    if (report->framework->certificate_reviewed && !result->has_reviewer)
        return refuse(log, KHUNG__D_CERTIFICATE_NOT_REVIEWED, none);
    if (!result->complete)
        return refuse(log, KHUNG__D_CERTIFICATE_INCOMPLETE, khung__report_int(report, open));
    if (report->framework->certificate_reviewed && unverified)
        return refuse(log, KHUNG__D_CERTIFICATE_INCOMPLETE, khung__report_int(report, unverified));
    if (result->grade == KHUNG__NONE) return refuse(log, KHUNG__D_CERTIFICATE_NO_GRADE, none);
    return KHUNG_OK;
}

/* ---- the band: two sets of waves; phase and amplitude come from the digest, so each result has
 * its own ---- */

/* A vertical sine line as half-waves of height `half`, each one Bézier with its control points on
 * the two extremum lines. */
static void wave(khung__report *report, double x0, double amplitude, double half, double phase,
                 khung__pen pen)
{
    khung__step steps[24];
    size_t n = 0;
    double most = fmin(x0, BAND_W - x0) - 0.5, a = fmin(amplitude, most), y = -half * 2 + phase,
           x = x0 - a, side = 1;
    while (y > 0) y -= 2 * half;
    steps[n++] = (khung__step){.op = 'm', .x = x, .y = y};
    while (y < H && n < sizeof steps / sizeof *steps) {
        double next = x0 + a * side;
        steps[n++] = (khung__step){'c',  x,       y + half * 0.3642, next, y + half * 0.6358,
                                   next, y + half};
        y += half;
        x = next;
        side = -side;
    }
    khung__doc_path(report->doc, report->page, steps, n, pen);
}

static void band(khung__report *report, const unsigned char digest[32])
{
    khung__doc *doc = report->doc;
    khung__doc_artifact(doc, true);
    khung__doc_rect(doc, report->page, 0, 0, BAND_W, H, khung__pen_fill(KHUNG__A100));
    khung__report_name(report, "band");
    for (int set = 0; set < 2; set++)
        for (int k = 0; k < WAVES; k++) {
            double t = k / (double)(WAVES - 1), swell = sin(PI * t),
                   x0 = BAND_W * (0.06 + 0.88 * t);
            double amplitude = set ? 10 + 22 * swell : 10 + digest[k % 16] / 255.0 * 4 + 26 * swell;
            double phase = set ? digest[1] / 255.0 * 118 + 118 - t * 150
                               : digest[0] / 255.0 * 118 + t * 150;
            wave(report, x0, amplitude, 118, phase,
                 khung__pen_line(set || k % 2 ? KHUNG__A75 : KHUNG__A50, 0.35));
        }
    khung__doc_artifact(doc, false);
}

/* ---- the text ---- */

static khung__str word(khung__report *report, khung__phrase_id id)
{
    return khung__report_phrase(report, id);
}

static khung__para name_of(khung__report *report, size_t *lines)
{
    khung__style styles[] = {khung__style_d2(KHUNG__INK), khung__style_d1(KHUNG__INK),
                             khung__style_h1(KHUNG__INK)};
    khung__para para = {0};
    for (size_t i = 0; i < 3; i++) {
        para = khung__report_lay(report, report->result->organisation_name, styles[i], TEXT_W);
        if (para.count <= i + 1) break;
    }
    *lines = para.count;
    return para;
}

static void head(khung__report *report, bool declaration)
{
    khung__str who = declaration ? report->result->organisation_name
                                 : khung__report_issuer(report->in);
    khung__report_tagged(report, KHUNG__TAG_P, X, 56, who, khung__style_label(KHUNG__INK2),
                         KHUNG__LEFT);
    khung__str preview = declaration ? word(report, KHUNG__P_NOT_REVIEWED)
                                     : word(report, KHUNG__P_PREVIEW);
    if (declaration && report->result->has_reviewer) preview = (khung__str){0};
    double mark_x = X + TEXT_W - khung__doc_width(report->doc, preview, KHUNG__SANS_BOLD, 7.5) - 10;
    khung__doc_open(report->doc, KHUNG__TAG_P);
    if (preview.n)
        khung__doc_mark(report->doc, report->page, KHUNG__WARN, mark_x, 59, 0.75, KHUNG__SIGNAL);
    khung__report_line(report, X + TEXT_W, 56, preview, khung__style_label_bold(KHUNG__SIGNAL),
                       KHUNG__RIGHT);
    khung__doc_close(report->doc);
    khung__report_rule(report, X, 75.75, TEXT_W, KHUNG__THIN, KHUNG__RULE);
    khung__str title = declaration ? word(report, KHUNG__P_DECLARATION)
                       : report->framework->certificate_title.n
                           ? report->framework->certificate_title
                           : word(report, KHUNG__P_TITLE);
    khung__span span = {title, khung__style_in(khung__style_d1(KHUNG__A100), KHUNG__SERIF)};
    double logo = khung__report_logo(report, X + TEXT_W, 86, 160, 52), title_w = TEXT_W - (logo > 0 ? logo + 16 : 0);
    khung__para para = khung__doc_para(report->doc, &span, 1, title_w, KHUNG__LEFT);
    if (para.count > 1) span.style = khung__style_in(khung__style_h1(KHUNG__A100), KHUNG__SERIF);
    khung__report_para(report, KHUNG__TAG_H1, X - 1, 96, title_w, &span, 1);
    khung__report_name(report, "title");
}

/* Whom, by what, to which grade; returns where it ends. */
static double body(khung__report *report, bool declaration)
{
    size_t lines;
    khung__para name = name_of(report, &lines);
    khung__report_tagged(report, KHUNG__TAG_P, X, 160,
                         word(report, declaration ? KHUNG__P_DECLARES : KHUNG__P_CERTIFIES),
                         khung__style_lead(KHUNG__INK2), KHUNG__LEFT);
    khung__doc_open(report->doc, KHUNG__TAG_H2);
    khung__report_put(report, X - 1.5, 176, &name);
    khung__report_name(report, "name");
    khung__doc_close(report->doc);
    double y = 176 + khung__para_height(&name) + 8;
    khung__style plain = khung__style_lead(KHUNG__INK), bold = khung__style_lead_bold(KHUNG__INK);
    khung__span spans[] = {
        {word(report, declaration ? KHUNG__P_ASSESSED_ITSELF : KHUNG__P_ASSESSED), plain},
        {report->framework->title, bold},
        {word(report, KHUNG__P_AND_REACHED), plain}};
    y += khung__report_para(report, KHUNG__TAG_P, X, y, TEXT_W, spans, 3) + 8;
    khung__span grade = {report->framework->grades[report->result->grade].title,
                         khung__style_d1(KHUNG__A100)};
    y += khung__report_para(report, KHUNG__TAG_H2, X - 1, y, TEXT_W, &grade, 1);
    khung__report_name(report, "grade");
    return y;
}

static khung__str validity(khung__report *report, bool declaration)
{
    int32_t months = report->framework->grades[report->result->grade].valid_months;
    khung__str none = {0};
    if (declaration) return word(report, KHUNG__P_VALID_DECLARED);
    if (months < 0) return none;
    return khung__report_count(report, KHUNG__P_VALID_MONTHS_ONE, KHUNG__P_VALID_MONTHS, months,
                               none);
}

static void facts(khung__report *report, double y, bool declaration)
{
    static const double at[] = {0, 120, 282, 436};
    const khung__domain_result *root = &report->result->domains[0];
    khung__str values[] = {report->framework->version, khung__report_period(report),
                           root->percent.has ? khung__report_percent(report, root->percent)
                                             : khung__report_shown(report, root->score),
                           validity(report, declaration)};
    khung__phrase_id labels[] = {KHUNG__P_VERSION, KHUNG__P_PERIOD,
                               report->result->has_reviewer ? KHUNG__P_TOTAL_REVIEWED
                                                            : KHUNG__P_TOTAL_SELF,
                               KHUNG__P_VALID};
    for (int i = 0; i < 4; i++) {
        if (!values[i].n) continue;
        khung__report_tagged(report, KHUNG__TAG_P, X + at[i], y, word(report, labels[i]),
                             khung__style_label(KHUNG__INK2), KHUNG__LEFT);
        khung__report_tagged(report, KHUNG__TAG_P, X + at[i], y + 12, values[i],
                             khung__style_body_bold(KHUNG__INK), KHUNG__LEFT);
    }
}

/* Who signs, the first at the right; between office and name the seal and the signature have their place. */
static void signatures(khung__report *report, double y, bool declaration)
{
    enum { WIDTH = 176, PITCH = 190, LOWEST = 552 };
    const khung_description *description = report->in->description;
    khung__style bold = khung__style_body_bold(KHUNG__INK);
    if (!description->signatory_count) {
        khung__str who = word(report, declaration ? KHUNG__P_SIGNATURE_OWN : KHUNG__P_SIGNATURE);
        khung__report_tagged(report, KHUNG__TAG_P, 706, y, who, bold, KHUNG__CENTRE);
        khung__report_name(report, "signature");
    }
    for (uint32_t i = 0; i < description->signatory_count; i++) {
        const khung__signatory *signatory = &description->signatories[i];
        khung__span role = {khung__description_text(&signatory->role, report->language), bold};
        khung__para para = khung__doc_para(report->doc, &role, 1, WIDTH, KHUNG__CENTRE);
        double x = 706 - PITCH * (double)i, below = fmax(y + khung__para_height(&para) + 4, fmin(y + 76, LOWEST));
        khung__doc_open(report->doc, KHUNG__TAG_P);
        khung__report_put(report, x - WIDTH / 2.0, y, &para);
        khung__report_name(report, "signature");
        khung__doc_close(report->doc);
        if (signatory->name.n) khung__report_tagged(report, KHUNG__TAG_P, x, below, signatory->name, bold, KHUNG__CENTRE);
    }
}

/* What stands where conditions, number, code and signature will stand. */
static void foot(khung__report *report, double y, bool declaration)
{
    khung__report_rule(report, X, y + 0.125, TEXT_W, KHUNG__HAIR, KHUNG__RULE);
    khung__span spans[] = {
        {word(report, KHUNG__P_NOT_VALID), khung__style_label_bold(KHUNG__INK)},
        {KHUNG__JOIN(report, KHUNG__S(" "), word(report, KHUNG__P_PLACE_FOR_CODE)),
         khung__style_label(KHUNG__INK2)}};
    y += 8 +
         khung__report_para(report, KHUNG__TAG_NOTE, X, y + 8, TEXT_W, spans, declaration ? 1 : 2);
    double code_y = fmax(y + 16, 447), sign_y = fmax(y + 8, 427);
    khung__report_tagged(report, KHUNG__TAG_P, X, code_y, word(report, KHUNG__P_CODE),
                         khung__style_label(KHUNG__INK2), KHUNG__LEFT);
    khung__report_tagged(report, KHUNG__TAG_P, X, code_y + 12, report->in->code,
                         khung__style_lead_bold(KHUNG__INK), KHUNG__LEFT);
    khung__report_name(report, "code");
    signatures(report, sign_y + 12, declaration);
}

khung_status khung__certificate_preview(khung__doc *doc, const khung__report_input *in,
                                        const unsigned char digest[32], khung_log *log)
{
    khung__report report;
    if (!khung__report_prepare(&report, doc, in)) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return doc->status;
    }
    khung_status status = allowed(&report, log);
    if (status != KHUNG_OK) return status;
    bool declaration = !in->framework->certificate_reviewed;
    report.page = khung__doc_page(doc, W, H);
    band(&report, digest);
    khung__doc_open(doc, KHUNG__TAG_SECT);
    head(&report, declaration);
    double y = body(&report, declaration);
    double facts_y = fmax(336, y + 12);
    facts(&report, facts_y, declaration);
    foot(&report, facts_y + 44, declaration);
    khung__doc_close(doc);
    return doc->status;
}
