/* certificate: see certificate.h. Whether there may be one, then the sheet in its style. */
#include "inner.h"

#include <string.h>

/* ---- how it is to look ---- */

static khung_status choose(uint32_t *out, uint32_t described, const char *given, const char *const words[2], khung__diag_id id, khung_log *log)
{
    *out = described;
    if (!given)
        return KHUNG_OK;
    for (uint32_t i = 0; i < 2; i++)
        if (strcmp(given, words[i]) == 0) {
            *out = i;
            return KHUNG_OK;
        }
    return KHUNG__DIAG(log, id, (khung__at){0}, khung__str_of(given));
}

static khung_status set_up(khung__certificate *c, khung__doc *doc, const khung__report_input *in, khung_log *log)
{
    static const char *const styles[] = {"plain", "state"}, *const papers[] = {"landscape", "portrait"};
    const khung_report_options *options = in->options;
    uint32_t style = 0, paper = 0;
    *c = (khung__certificate){.award = &in->description->award, .declaration = !in->framework->certificate_reviewed};
    khung_status status = choose(&style, c->award->style, options->style, styles, KHUNG__D_CERTIFICATE_STYLE, log);
    if (status == KHUNG_OK)
        status = choose(&paper, c->award->orientation, options->orientation, papers, KHUNG__D_CERTIFICATE_PAPER, log);
    if (status != KHUNG_OK)
        return status;
    c->sheet = khung__layouts[style][paper];
    if (in->description->paper != KHUNG__A4)
        c->sheet = khung__certificate_fit(&c->sheet, doc->frame.width, doc->frame.height);
    c->layout = &c->sheet;
    c->both = options->bilingual || c->award->bilingual;
    c->issued = c->declaration ? NULL : in->issued;
    c->grade = c->issued ? c->issued->grade : in->result->grade;
    if (c->issued)
        c->dated = c->issued->claim.issued;
    else if (options->dated)
        khung__read_date(khung__str_of(options->dated), &c->dated);
    if (!khung__report_prepare(&c->report, doc, in)) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return doc->status;
    }
    c->other = c->report;
    c->other.language = !in->language;
    if (options->other)
        c->other.framework = options->other;
    return KHUNG_OK;
}

/* ---- the sheet ---- */

/* Beside the title in the plain style; in the state style it stands in the head. */
static void draw_logo(khung__certificate *c)
{
    const khung__layout *layout = c->layout;
    if (!layout->state)
        c->logo_w = khung__report_logo(&c->report, layout->x + layout->text_w, c->head_end + 9.75, 120, 52);
}

static void draw_parts(khung__certificate *c)
{
    for (int i = KHUNG__SLOT_TITLE; i <= KHUNG__SLOT_GRADE; i++)
        khung__certificate_part(c, (khung__slot)i);
    if (c->layout->state)
        khung__certificate_state_facts(c);
    else
        khung__certificate_plain_facts(c);
    khung__certificate_conditions(c);
    khung__certificate_part(c, KHUNG__SLOT_OTHER);
    if (!c->sign_apart)
        khung__certificate_sign(c, c->parts[KHUNG__SLOT_SIGN].top);
}

khung_status khung__certificate_preview(khung__doc *doc, const khung__report_input *in, const unsigned char digest[32], khung_log *log)
{
    khung__certificate c;
    khung_status status = set_up(&c, doc, in, log);
    if (status == KHUNG_OK)
        status = khung__result_certifiable(in->result, in->framework, log);
    if (status != KHUNG_OK)
        return status;
    c.report.page = khung__doc_page(doc, c.layout->w, c.layout->h);
    khung__doc_open(doc, KHUNG__TAG_SECT);
    if (c.layout->state)
        khung__certificate_state_head(&c);
    else
        khung__certificate_plain_head(&c, digest);
    draw_logo(&c);
    khung__certificate_measure(&c);
    draw_parts(&c);
    if (c.apart || c.sign_apart)
        khung__certificate_annex(&c);
    khung__doc_close(doc);
    return doc->status;
}
