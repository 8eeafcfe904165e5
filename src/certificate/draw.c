/* certificate/draw: what both styles draw alike, from what was measured. */
#include "inner.h"

#include <math.h>
#include <string.h>

void khung__certificate_open_other(khung__certificate *c, khung__tag tag)
{
    khung__doc *doc = c->report.doc;
    uint32_t element = khung__doc_open(doc, tag);
    if (doc->status == KHUNG_OK)
        doc->elements[element].language = c->other.language == KHUNG__EN ? KHUNG__S("en") : KHUNG__S("vi");
}

static void put_para(khung__certificate *c, khung__tag tag, double x, double top, const khung__para *para, bool second)
{
    if (!para->count)
        return;
    if (second)
        khung__certificate_open_other(c, tag);
    else
        khung__doc_open(c->report.doc, tag);
    khung__report_put(&c->report, x, top, para);
    khung__doc_close(c->report.doc);
}

void khung__certificate_part(khung__certificate *c, khung__slot slot)
{
    const khung__measured *m = &c->parts[slot];
    if (m->height <= 0)
        return;
    double x = c->layout->x - m->nudge;
    if (c->layout->align == KHUNG__CENTRE) /* whatever its width, in the middle of the paper */
        x = (c->layout->w - (slot == KHUNG__SLOT_TEXT ? c->layout->paragraph_w : c->layout->text_w)) / 2;
    if (m->second)
        khung__certificate_open_other(c, m->tag);
    else
        khung__doc_open(c->report.doc, m->tag);
    khung__report_put(&c->report, x, m->top, &m->para);
    khung__report_name(&c->report, m->name);
    khung__doc_close(c->report.doc);
}

/* ---- conditions ---- */

void khung__certificate_conditions(khung__certificate *c)
{
    const khung__measured *m = &c->parts[KHUNG__SLOT_CONDITIONS];
    bool state = c->layout->state, list = c->condition_count > 1;
    double x = c->layout->x, y = m->top;
    if (m->height <= 0)
        return;
    if (!state) {
        khung__report_rule(&c->report, x, y + 0.125, c->layout->text_w, KHUNG__HAIR, KHUNG__RULE);
        y += 8;
    }
    put_para(c, KHUNG__TAG_P, x, y + (state ? 2 : 0), &c->conditions_label, false);
    y += state ? 0 : khung__para_height(&c->conditions_label);
    if (list)
        khung__doc_open(c->report.doc, KHUNG__TAG_L);
    for (size_t i = 0; i < c->condition_count; i++) {
        put_para(c, list ? KHUNG__TAG_LI : KHUNG__TAG_P, x + (state ? 104 : 0), y + (state ? 2 : 0), &c->conditions[i], false);
        khung__report_name(&c->report, "condition");
        y += khung__para_height(&c->conditions[i]) + (state ? 4 : 0);
    }
    if (list)
        khung__doc_close(c->report.doc);
}

/* ---- number, code, QR; of a preview their places say that nothing is issued ---- */

static void draw_issued_number(khung__certificate *c, double x, double top, khung__style style, khung__align align)
{
    khung__report *r = &c->report;
    khung__style bold = khung__style_in(style, style.face == KHUNG__SERIF ? KHUNG__SERIF_BOLD : KHUNG__SANS_BOLD);
    khung__span spans[] = {{khung__report_phrase(r, KHUNG__P_NUMBER), style}, {khung__certificate_number_text(c), bold}};
    khung__para para = khung__doc_para(r->doc, spans, 2, 300, KHUNG__LEFT);
    khung__doc_open(r->doc, KHUNG__TAG_P);
    khung__report_put(r, align == KHUNG__RIGHT ? x - para.width : x - para.width / 2, top, &para);
    khung__report_name(r, "number");
    khung__doc_close(r->doc);
}

/* Each run of dark modules is one bar; bars reach a hair into the row below, so that no viewer shows a seam. */
static void draw_modules(khung__certificate *c, double x, double y)
{
    khung__report *r = &c->report;
    const khung__qr *qr = &c->issued->qr;
    double module = (double)KHUNG__QR / KHUNG__QR_MODULES;
    khung__pen ink = {.fill = 0x000000, .stroke = KHUNG__NO_COLOUR};
    khung__str alt = khung__str_of(c->issued->code);
    uint32_t figure = khung__doc_open(r->doc, KHUNG__TAG_FIGURE);
    if (r->doc->status == KHUNG_OK)
        r->doc->elements[figure].alt = KHUNG__JOIN(r, khung__report_phrase(r, KHUNG__P_QR_ALT), KHUNG__S(" "), alt);
    for (int row = 0; row < KHUNG__QR_MODULES; row++)
        for (int from = 0; from < KHUNG__QR_MODULES; from++) {
            int to = from;
            while (to < KHUNG__QR_MODULES && qr->dark[row][to])
                to++;
            bool below = row + 1 < KHUNG__QR_MODULES && to > from;
            for (int i = from; below && i < to; i++)
                below = qr->dark[row + 1][i];
            if (to > from)
                khung__doc_rect(r->doc, r->page, x + from * module, y + row * module, (to - from) * module, module + (below ? 0.1 : 0), ink);
            from = to;
        }
    khung__report_name(r, "qr");
    khung__doc_close(r->doc);
}

/* The letters of the code in fours, as they are typed from paper. */
static khung__str grouped(khung__certificate *c)
{
    const char *fragment = strchr(c->issued->code, '#') + 1, *proof = strrchr(fragment, '.') + 1;
    khung__buf text = {0};
    khung__buf_add(&text, fragment, (size_t)(proof - fragment));
    for (size_t i = 0; proof[i]; i++) {
        if (i % 6 == 0)
            khung__buf_char(&text, i ? ' ' : '\n');
        khung__buf_char(&text, proof[i]);
    }
    khung__str kept = khung__buf_take(&text, c->report.arena);
    if (!kept.s)
        khung__doc_fail(c->report.doc, KHUNG_NO_MEMORY);
    return kept;
}

static void draw_issued_code(khung__certificate *c, double y, double right)
{
    khung__report *r = &c->report;
    double x = c->layout->code_x + KHUNG__QR + (c->layout->state ? 14 : 16), width = fmin(190, right - 12 - x);
    draw_modules(c, c->layout->code_x, y);
    khung__report_tagged(r, KHUNG__TAG_P, x, y - 4, khung__report_phrase(r, KHUNG__P_VERIFICATION), khung__style_label(KHUNG__INK2), KHUNG__LEFT);
    khung__report_name(r, "code-label");
    khung__span code = {grouped(c), khung__style_body_bold(KHUNG__INK)};
    khung__para para = khung__doc_para(r->doc, &code, 1, width, KHUNG__LEFT);
    khung__doc_open(r->doc, KHUNG__TAG_P);
    khung__report_put(r, x, y + 8, &para);
    khung__report_name(r, "code");
    khung__doc_close(r->doc);
    khung__str url = c->issued->claim.url, note = khung__report_say(r, KHUNG__P_CHECK_NOTE, &url, 1);
    khung__span span = {note, khung__style_label(KHUNG__INK2)};
    khung__para below = khung__doc_para(r->doc, &span, 1, width, KHUNG__LEFT);
    put_para(c, KHUNG__TAG_P, x, y + 10 + khung__para_height(&para), &below, false);
}

void khung__certificate_number(khung__certificate *c, double x, double top, khung__style style, khung__align align)
{
    khung__report *r = &c->report;
    if (c->issued) {
        draw_issued_number(c, x, top, style, align);
        return;
    }
    khung__style loud = khung__style_in(style, style.face == KHUNG__SERIF ? KHUNG__SERIF_BOLD : KHUNG__SANS_BOLD);
    loud.colour = KHUNG__SIGNAL;
    khung__span spans[] = {{khung__report_phrase(r, KHUNG__P_NUMBER), style}, {khung__report_phrase(r, KHUNG__P_NOT_ISSUED), loud}};
    khung__para para = khung__doc_para(r->doc, spans, 2, 300, KHUNG__LEFT);
    double scale = style.size / 10, mark = 8 * scale + 4, width = para.width + mark, left = align == KHUNG__RIGHT ? x - width : x - width / 2;
    khung__doc_open(r->doc, KHUNG__TAG_P);
    khung__doc_mark(r->doc, r->page, KHUNG__WARN, left, top + style.leading / 2 - 4 * scale, scale, KHUNG__SIGNAL);
    khung__report_put(r, left + mark, top, &para);
    khung__report_name(r, "number");
    khung__doc_close(r->doc);
}

static void draw_qr(khung__certificate *c, double x, double y)
{
    khung__report *r = &c->report;
    khung__pen dashed = {.fill = KHUNG__NO_COLOUR, .stroke = KHUNG__SIGNAL, .width = 0.75, .dash_on = 3, .dash_off = 2};
    khung__span spans[] = {{KHUNG__JOIN(r, khung__report_phrase(r, KHUNG__P_NO_QR), KHUNG__S("\n")), khung__style_body_bold(KHUNG__SIGNAL)},
                           {khung__report_phrase(r, KHUNG__P_NO_QR_WHY), khung__style_label(KHUNG__INK2)}};
    khung__para para = khung__doc_para(r->doc, spans, 2, KHUNG__QR - 8, KHUNG__CENTRE);
    khung__doc_artifact(r->doc, true);
    khung__doc_rect(r->doc, r->page, x, y, KHUNG__QR, KHUNG__QR, dashed);
    khung__report_name(r, "qr");
    khung__doc_artifact(r->doc, false);
    put_para(c, KHUNG__TAG_P, x + 4, y + (KHUNG__QR - khung__para_height(&para)) / 2, &para, false);
}

/* Beside the code's place; in the narrow column that a second signatory leaves, in more lines. */
static void draw_code(khung__certificate *c, double y, double right)
{
    khung__report *r = &c->report;
    double x = c->layout->code_x + KHUNG__QR + (c->layout->state ? 14 : 16), width = fmin(190, right - 12 - x), end = y + KHUNG__QR;
    draw_qr(c, c->layout->code_x, y);
    khung__report_tagged(r, KHUNG__TAG_P, x, y - 4, khung__report_phrase(r, KHUNG__P_VERIFICATION), khung__style_label(KHUNG__INK2), KHUNG__LEFT);
    khung__report_name(r, "code-label");
    khung__doc_open(r->doc, KHUNG__TAG_P);
    khung__doc_mark(r->doc, r->page, KHUNG__WARN, x, y + 11.5, 1, KHUNG__SIGNAL);
    khung__report_line(r, x + 12, y + 8, khung__report_phrase(r, KHUNG__P_NOT_ISSUED), khung__style_lead_bold(KHUNG__SIGNAL), KHUNG__LEFT);
    khung__report_name(r, "code");
    khung__doc_close(r->doc);
    khung__pair note = khung__certificate_phrase(c, KHUNG__P_PREVIEW_NOTE);
    khung__span span = {note.first, khung__style_label(KHUNG__INK2)};
    khung__para para = khung__doc_para(r->doc, &span, 1, width, KHUNG__LEFT);
    put_para(c, KHUNG__TAG_P, x, y + 28, &para, false);
    span.text = note.second;
    khung__para other = note.second.n ? khung__doc_para(r->doc, &span, 1, width, KHUNG__LEFT) : (khung__para){0};
    if (y + 28 + khung__para_height(&para) + khung__para_height(&other) <= end + 6)
        put_para(c, KHUNG__TAG_P, x, y + 28 + khung__para_height(&para), &other, true);
}

/* A self-declaration has no code; in its place it says what it is. */
static void draw_declared(khung__certificate *c, double y)
{
    khung__report *r = &c->report;
    khung__pair note = khung__certificate_phrase(c, KHUNG__P_DECLARATION_NOTE);
    khung__span span = {note.first, khung__style_label_bold(KHUNG__SIGNAL)};
    khung__para para = khung__doc_para(r->doc, &span, 1, 190, KHUNG__LEFT);
    khung__doc_open(r->doc, KHUNG__TAG_P);
    khung__doc_mark(r->doc, r->page, KHUNG__WARN, c->layout->code_x, y + 2, 1, KHUNG__SIGNAL);
    khung__report_put(r, c->layout->code_x + 14, y, &para);
    khung__report_name(r, "declared");
    khung__doc_close(r->doc);
    span = (khung__span){note.second, khung__style_label(KHUNG__INK2)};
    if (!note.second.n)
        return;
    khung__para other = khung__doc_para(r->doc, &span, 1, 190, KHUNG__LEFT);
    put_para(c, KHUNG__TAG_P, c->layout->code_x + 14, y + khung__para_height(&para), &other, true);
}

/* ---- signatures ---- */

/* The left end of a signatory's place: the first stands at the right, behind the seal's place. */
static double signer_x(const khung__certificate *c, size_t i)
{
    const khung__layout *layout = c->layout;
    if (i == 0)
        return layout->sign_right - KHUNG__SIGN_W - (c->declaration ? KHUNG__SEAL_W : 0);
    return layout->portrait ? layout->code_x : layout->sign_right - 2 * KHUNG__SIGN_W - KHUNG__SEAL_W;
}

/* In the middle between office and name, two hairlines around it; the PDF's field lies over it. */
static void draw_digital(khung__certificate *c, double x, double from, double to)
{
    khung__report *r = &c->report;
    const khung__digital *d = &c->digital;
    double y = from + (to - from - d->height) / 2, top = y - 4, height = d->height + 8;
    khung__report_rule(r, x, top, KHUNG__SIGN_W, KHUNG__HAIR, KHUNG__RULE);
    for (int i = 0; i < KHUNG__DIGITAL_LINES; i++) {
        put_para(c, KHUNG__TAG_P, x, y, &d->lines[i], i == 1);
        if (d->lines[i].count)
            khung__report_name(r, "digital");
        y += khung__para_height(&d->lines[i]);
    }
    khung__report_rule(r, x, top + height, KHUNG__SIGN_W, KHUNG__HAIR, KHUNG__RULE);
    const khung__signature signature = {khung__certificate_signed_alt(c), khung__certificate_signed_moment(c), c->issued->signature_room, 0};
    khung__doc_sign(r->doc, r->page, x, top, KHUNG__SIGN_W, height, signature);
}

static void draw_signer(khung__certificate *c, size_t i, double top, double end)
{
    khung__report *r = &c->report;
    const khung__signer *signer = &c->signers[i];
    double x = signer_x(c, i), y = top;
    if (i == 0 && c->date.count) {
        put_para(c, KHUNG__TAG_P, x - c->date_left, y, &c->date, false);
        khung__report_name(r, "place-date");
    }
    y += khung__para_height(&c->date);
    put_para(c, KHUNG__TAG_P, x, y, &signer->role, false);
    khung__report_name(r, "signature");
    y += khung__para_height(&signer->role);
    put_para(c, KHUNG__TAG_P, x, y, &signer->other, true);
    y += khung__para_height(&signer->other);
    put_para(c, KHUNG__TAG_P, x, y, &signer->hint, false);
    if (i == 0 && c->digital.height > 0)
        draw_digital(c, x, y, end - khung__para_height(&signer->name));
    if (!signer->name.count)
        return;
    put_para(c, KHUNG__TAG_P, x, end - khung__para_height(&signer->name), &signer->name, false);
    khung__report_name(r, "signed-by");
}

void khung__certificate_sign(khung__certificate *c, double top)
{
    double end = top + c->sign_body, total = top + c->sign_height;
    double right = total > end + 1 ? c->layout->sign_right : signer_x(c, c->signer_count - 1) - (c->signer_count == 1 ? KHUNG__SEAL_W : 0);
    if (c->declaration)
        draw_declared(c, end - KHUNG__QR);
    else if (c->issued)
        draw_issued_code(c, total - KHUNG__QR, right);
    else
        draw_code(c, total - KHUNG__QR, right);
    for (size_t i = 0; i < c->signer_count; i++)
        draw_signer(c, i, top, end);
}

/* ---- the second sheet ---- */

typedef struct annex {
    khung__certificate *c;
    double x, w, y;
} annex;

static void annex_page(annex *a)
{
    khung__certificate *c = a->c;
    khung__report *r = &c->report;
    r->page = khung__doc_page(r->doc, c->layout->w, c->layout->h);
    khung__str name = khung__certificate_holder(c), title = khung__report_say(r, KHUNG__P_SHEET_OF, &name, 1);
    khung__span span = {title, khung__style_h2(KHUNG__INK)};
    if (!c->declaration)
        khung__certificate_number(c, a->x + a->w, 36, khung__style_label(KHUNG__INK2), KHUNG__RIGHT);
    a->y = 56 + khung__report_para(r, KHUNG__TAG_H2, a->x, 56, a->w, &span, 1) + 8;
    khung__report_rule(r, a->x, a->y, a->w, KHUNG__FIRM, KHUNG__INK);
    a->y += 12;
}

/* Makes sure that so much is free. */
static void annex_room(annex *a, double height)
{
    if (a->y + height > a->c->layout->h - 40)
        annex_page(a);
}

static void annex_condition(annex *a, size_t i)
{
    khung__certificate *c = a->c;
    khung__report *r = &c->report;
    khung__pair text = khung__certificate_condition(c, i);
    khung__str number = KHUNG__JOIN(r, khung__report_int(r, (int64_t)i + 1), KHUNG__S("."));
    khung__span first = {khung__certificate_sentence(c, text.first), khung__style_body(KHUNG__INK)};
    khung__span second = {text.second.n ? khung__certificate_sentence(c, text.second) : text.second, khung__style_label(KHUNG__INK2)};
    khung__para para = khung__doc_para(r->doc, &first, 1, a->w - 20, KHUNG__LEFT);
    khung__para other = text.second.n ? khung__doc_para(r->doc, &second, 1, a->w - 20, KHUNG__LEFT) : (khung__para){0};
    annex_room(a, khung__para_height(&para) + khung__para_height(&other));
    khung__doc_open(r->doc, KHUNG__TAG_LI);
    khung__report_line(r, a->x, a->y, number, khung__style_body(KHUNG__INK2), KHUNG__LEFT);
    a->y += khung__report_put(r, a->x + 20, a->y, &para);
    put_para(c, KHUNG__TAG_SPAN, a->x + 20, a->y, &other, true);
    khung__doc_close(r->doc);
    a->y += khung__para_height(&other) + 6;
}

void khung__certificate_annex(khung__certificate *c)
{
    khung__report *r = &c->report;
    const khung__layout *layout = c->layout;
    size_t n = khung__certificate_condition_count(c);
    annex a = {c, layout->state || layout->portrait ? 58 : layout->x, layout->state ? layout->w - 116 : layout->text_w, 0};
    annex_page(&a);
    if (n > 0 && c->apart) {
        khung__span head = {khung__report_phrase(r, KHUNG__P_CONDITIONS), khung__style_body_bold(KHUNG__INK)};
        a.y += khung__report_para(r, KHUNG__TAG_P, a.x, a.y, a.w, &head, 1) + 6;
        khung__doc_open(r->doc, KHUNG__TAG_L);
        for (size_t i = 0; i < n && r->doc->status == KHUNG_OK; i++)
            annex_condition(&a, i);
        khung__doc_close(r->doc);
    }
    if (c->both && c->apart) {
        khung__span span = {khung__certificate_other(c), khung__style_label(KHUNG__INK2)};
        khung__para para = khung__doc_para(r->doc, &span, 1, a.w, KHUNG__LEFT);
        annex_room(&a, khung__para_height(&para) + 8);
        put_para(c, KHUNG__TAG_P, a.x, a.y + 8, &para, true);
        a.y += khung__para_height(&para) + 8;
    }
    if (!c->sign_apart)
        return;
    annex_room(&a, c->sign_height + 24);
    khung__certificate_sign(c, a.y + 24);
}
