/* certificate/measure: lays every part out, then finds the places: those of the standard while texts are short; with longer ones what
 * stands below moves down, spaces shrink to the least, the name and the grade step down, conditions go to a sheet of their own. */
#include "inner.h"

#include <math.h>

#define AT(slot, at_, gap_) [KHUNG__SLOT_##slot] = {at_, gap_}

/* Landscape: the tops of visual.md's certificates. Portrait: the same order on the grid of the reports. */
const khung__layout khung__layouts[2][2] = {
    {{.w = 841.89, .h = 595.28, .x = 188, .text_w = 598, .paragraph_w = 440, .head_y = 56, .limit = 563, .code_x = 188, .sign_right = 786,
      .align = KHUNG__LEFT,
      .places = {AT(TITLE, 96, 12), AT(TITLE2, 0, 0), AT(CERTIFIES, 160, 4), AT(NAME, 176, 0), AT(TEXT, 0, 8), AT(GRADE, 0, 8), AT(FACTS, 336, 12),
                 AT(CONDITIONS, 380, 12), AT(OTHER, 0, 8), AT(SIGN, 427, 12)}},
     {.portrait = true, .w = 595.28, .h = 841.89, .x = 58, .text_w = 480, .paragraph_w = 480, .head_y = 132, .limit = 804, .code_x = 58,
      .sign_right = 538, .align = KHUNG__LEFT,
      .places = {AT(TITLE, 184, 12), AT(TITLE2, 0, 4), AT(CERTIFIES, 288, 8), AT(NAME, 308, 0), AT(TEXT, 0, 8), AT(GRADE, 0, 8), AT(FACTS, 484, 12),
                 AT(CONDITIONS, 584, 12), AT(OTHER, 0, 8), AT(SIGN, 664, 12)}}},
    {{.state = true, .w = 841.89, .h = 595.28, .x = 146, .text_w = 600, .paragraph_w = 660, .head_y = 60, .limit = 552, .code_x = 76,
      .sign_right = 771.89, .align = KHUNG__CENTRE,
      .places = {AT(TITLE, 140, 8), AT(SUBJECT, 180, 0), AT(TITLE2, 200, 0), AT(CERTIFIES, 212, 0), AT(NAME, 230, 0), AT(TEXT, 272, 2), AT(GRADE, 308, 4),
                 AT(FACTS, 348, 8), AT(CONDITIONS, 0, 0), AT(OTHER, 0, 4), AT(SIGN, 428, 8)}},
     {.state = true, .portrait = true, .w = 595.28, .h = 841.89, .x = 66, .text_w = 464, .paragraph_w = 464, .head_y = 68, .limit = 796, .code_x = 66,
      .sign_right = 529.28, .align = KHUNG__CENTRE,
      .places = {AT(TITLE, 200, 20), AT(SUBJECT, 0, 0), AT(TITLE2, 0, 4), AT(CERTIFIES, 300, 16), AT(NAME, 324, 4), AT(TEXT, 0, 8), AT(GRADE, 0, 12),
                 AT(FACTS, 488, 20), AT(CONDITIONS, 0, 0), AT(OTHER, 0, 16), AT(SIGN, 632, 20)}}}};

khung__layout khung__certificate_fit(const khung__layout *layout, double w, double h)
{
    khung__layout l = *layout;
    double wider = (l.portrait ? w : h) - l.w, higher = (l.portrait ? h : w) - l.h;
    double part = (l.limit + higher - l.head_y) / (l.limit - l.head_y);
    l.w += wider;
    l.h += higher;
    l.limit += higher;
    l.sign_right += wider;
    l.x += l.state ? wider / 2 : 0;
    l.text_w += l.state ? 0 : wider;
    l.paragraph_w = fmin(l.paragraph_w, l.w - 132);
    if (!l.state && l.portrait)
        l.paragraph_w = l.text_w;
    for (int i = 0; i < KHUNG__SLOT_SIGN; i++)
        if (l.places[i].at > 0)
            l.places[i].at = l.head_y + (l.places[i].at - l.head_y) * part;
    l.places[KHUNG__SLOT_SIGN].at += higher;
    return l;
}

/* How far it must go, until all fits. bare: the facts in one language, since the sentences below have them in the other; name: steps that
 * the name goes down; small: title and grade in 21/28; apart: conditions, and these sentences, on a sheet of their own. More than
 * two conditions go there before the name becomes smaller. In the state style the title shrinks before the name. */
static const struct { bool bare; int name; bool small, apart; } attempts[] = {
    {false, 0, false, false}, {true, 0, false, false}, {true, 0, true, false}, {true, 1, false, false}, {true, 2, false, false}, {true, 2, true, false},
    {true, 0, false, true},   {true, 1, false, true},  {true, 2, false, true},  {true, 2, true, true}};
enum { ATTEMPTS = sizeof attempts / sizeof *attempts };

/* ---- one part ---- */

static khung__measured *put(khung__certificate *c, khung__slot slot, khung__str text, khung__style style, khung__tag tag, const char *name)
{
    khung__measured *m = &c->parts[slot];
    *m = (khung__measured){.tag = tag, .name = name};
    if (!text.n)
        return m;
    khung__span span = {text, style};
    double beside = c->logo_w > 0 && (slot == KHUNG__SLOT_TITLE || slot == KHUNG__SLOT_TITLE2) ? c->logo_w + 16 : 0;
    bool even = slot != KHUNG__SLOT_OTHER; /* ceremony: lines of one length, where the standard lets them run ragged */
    m->para = even ? khung__doc_balance(c->report.doc, &span, 1, c->layout->text_w - beside, c->layout->align)
                   : khung__doc_para(c->report.doc, &span, 1, c->layout->text_w - beside, c->layout->align);
    m->height = khung__para_height(&m->para);
    return m;
}

static khung__style serif(double size, double leading, khung__rgb colour)
{
    return (khung__style){KHUNG__SERIF, size, leading, colour};
}

static void put_title(khung__certificate *c, bool small)
{
    bool state = c->layout->state;
    khung__pair title = khung__certificate_title(c), subject = {{0}, {0}};
    khung__style large = khung__style_in(khung__style_d1(KHUNG__A100), state ? KHUNG__SERIF_BOLD : KHUNG__SERIF);
    khung__measured *m = put(c, KHUNG__SLOT_TITLE, title.first, large, KHUNG__TAG_H1, "title");
    if (small || m->para.count > (c->layout->portrait ? 2u : 1u))
        m = put(c, KHUNG__SLOT_TITLE, title.first, khung__style_in(khung__style_h1(KHUNG__A100), large.face), KHUNG__TAG_H1, "title");
    m->nudge = state ? 0 : 1;
    if (state) {
        subject = khung__certificate_subject(c);
        put(c, KHUNG__SLOT_SUBJECT, subject.first, serif(15, 20, KHUNG__INK), KHUNG__TAG_P, "subject");
    }
    khung__str second = title.second;
    if (state && second.n && subject.second.n)
        second = KHUNG__JOIN(&c->other, second, KHUNG__S(" "), subject.second);
    khung__style below = state || small ? khung__style_label(KHUNG__INK2) : serif(15, 20, KHUNG__INK2);
    put(c, KHUNG__SLOT_TITLE2, second, below, KHUNG__TAG_P, "title-other")->second = true;
}

/* The organisation's name: never smaller letters within a step, lower steps where it takes too many lines. */
static void put_name(khung__certificate *c, int level)
{
    khung__style steps[] = {khung__style_d2(KHUNG__INK), khung__style_d1(KHUNG__INK), khung__style_h1(KHUNG__INK)};
    size_t step = (c->layout->state ? 1 : 0) + (size_t)level;
    khung__str name = khung__certificate_name(c);
    khung__measured *m;
    do {
        m = put(c, KHUNG__SLOT_NAME, name, steps[step < 2 ? step : 2], KHUNG__TAG_H2, "name");
    } while (step < 2 && m->para.count > step++ + 2);
    m->nudge = c->layout->state ? 0 : 1.5;
}

static void put_sentence(khung__certificate *c)
{
    khung__report *r = &c->report;
    const char *given = r->in->options->seat;
    khung__str where = given ? khung__str_of(given) : (khung__str){0}, seat = given ? khung__report_say(r, KHUNG__P_SEATED, &where, 1) : where;
    khung__measured *m = &c->parts[KHUNG__SLOT_TEXT];
    *m = (khung__measured){.tag = KHUNG__TAG_P, .name = "sentence"};
    if (c->layout->state) {
        khung__str args[] = {r->framework->title, r->framework->version};
        if (khung__doc_width(r->doc, args[0], KHUNG__SERIF, 11) < c->layout->paragraph_w - 24)
            args[0] = khung__certificate_glued(c, args[0], false);
        khung__str rest = khung__report_say(r, c->declaration ? KHUNG__P_STATE_ASSESSED_ITSELF : KHUNG__P_STATE_ASSESSED, args, 2);
        khung__style style = serif(11, 16, KHUNG__INK);
        khung__span spans[] = {{given ? KHUNG__JOIN(r, seat, KHUNG__S("\n")) : seat, style}, {rest, style}};
        m->para = khung__doc_balance(r->doc, spans + !given, given ? 2 : 1, c->layout->paragraph_w, KHUNG__CENTRE);
    } else {
        khung__style plain = khung__style_lead(KHUNG__INK), bold = khung__style_lead_bold(KHUNG__INK);
        khung__span spans[] = {{seat, plain},
                               {khung__report_phrase(r, c->declaration ? KHUNG__P_ASSESSED_ITSELF : KHUNG__P_ASSESSED), plain},
                               {r->framework->title, bold},
                               {khung__report_phrase(r, KHUNG__P_AND_REACHED), plain}};
        m->para = khung__doc_para(r->doc, spans + !given, given ? 4 : 3, c->layout->paragraph_w, KHUNG__LEFT);
    }
    m->height = khung__para_height(&m->para);
}

/* Below the grade, in small letters, what was computed. */
static void add_lowered(khung__certificate *c, khung__measured *m, khung__str grade, khung__style style)
{
    khung__report *r = &c->report;
    khung__str lowered = khung__certificate_lowered(c);
    if (!lowered.n)
        return;
    khung__span spans[] = {{KHUNG__JOIN(r, grade, KHUNG__S("\n")), style}, {lowered, khung__style_label(KHUNG__INK2)}};
    m->para = khung__doc_para(r->doc, spans, 2, c->layout->text_w, c->layout->align);
    m->height = khung__para_height(&m->para);
}

static void put_grade(khung__certificate *c, bool small)
{
    khung__str grade = c->report.framework->grades[c->grade].title;
    khung__style style = c->layout->state || small ? khung__style_h1(KHUNG__A100) : khung__style_d1(KHUNG__A100);
    khung__measured *m = put(c, KHUNG__SLOT_GRADE, grade, style, KHUNG__TAG_H2, "grade");
    if (!c->layout->state && m->para.count > 1)
        m = put(c, KHUNG__SLOT_GRADE, grade, style = khung__style_h1(KHUNG__A100), KHUNG__TAG_H2, "grade");
    m->nudge = c->layout->state ? 0 : 1;
    add_lowered(c, m, grade, style);
}

/* ---- facts ---- */

static khung__para entry_para(khung__certificate *c, khung__str label, khung__str value, bool second, double width)
{
    khung__report *r = &c->report;
    khung__style small = khung__style_label(KHUNG__INK2), large = second ? khung__style_label(KHUNG__INK) : khung__style_body_bold(KHUNG__INK);
    khung__span spans[] = {{value.n && label.n ? KHUNG__JOIN(r, label, KHUNG__S("\n")) : label, small}, {value, large}};
    return khung__doc_para(r->doc, spans, value.n ? 2 : 1, width, KHUNG__LEFT);
}

static void add_plain(khung__certificate *c, khung__pair label, khung__pair value)
{
    static const double widths[] = {108, 150, 142, 162};
    double width = c->layout->portrait ? (c->layout->text_w - 24) / 2 : widths[c->entry_count] * c->layout->text_w / khung__layouts[0][0].text_w;
    khung__entry *entry = &c->entries[c->entry_count++];
    entry->value = entry_para(c, label.first, value.first, false, width);
    entry->second = label.second.n && !c->bare ? entry_para(c, label.second, value.second, true, width) : (khung__para){0};
}

static void add_row(khung__certificate *c, khung__pair label, khung__pair value)
{
    khung__report *r = &c->report;
    khung__entry *entry = &c->entries[c->entry_count++];
    khung__span name = {KHUNG__JOIN(r, label.first, KHUNG__S(":")), serif(11, 16, KHUNG__INK2)}, text = {value.first, serif(11, 16, KHUNG__INK)};
    entry->label = khung__doc_para(r->doc, &name, 1, 104, KHUNG__LEFT);
    entry->value = khung__doc_para(r->doc, &text, 1, c->layout->text_w - 104, KHUNG__LEFT);
    entry->second = (khung__para){0};
}

static khung__pair period_of(khung__certificate *c)
{
    const khung_result *result = c->report.result;
    khung__pair pair = {khung__report_period(&c->report), {0}};
    if (c->layout->state) {
        khung__str dates[] = {khung__report_date_long(&c->report, result->from), khung__report_date_long(&c->report, result->to)};
        pair.first = khung__report_say(&c->report, KHUNG__P_STATE_PERIOD, dates, 2);
    } else if (c->both) {
        pair.second = khung__report_period(&c->other);
    }
    return pair;
}

static khung__pair total_of(khung__certificate *c)
{
    const khung__domain_result *root = &c->report.result->domains[0];
    bool percent = root->percent.has;
    khung__pair pair = {percent ? khung__report_percent(&c->report, root->percent) : khung__report_shown(&c->report, root->score), {0}};
    if (c->both)
        pair.second = percent ? khung__report_percent(&c->other, root->percent) : khung__report_shown(&c->other, root->score);
    return pair;
}

static double row_height(const khung__entry *entry)
{
    return fmax(khung__para_height(&entry->value), khung__para_height(&entry->label)) + 4;
}

static double entry_height(const khung__entry *entry)
{
    return khung__para_height(&entry->value) + khung__para_height(&entry->second);
}

static void put_facts(khung__certificate *c)
{
    khung__measured *m = &c->parts[KHUNG__SLOT_FACTS];
    khung__pair period = khung__certificate_phrase(c, KHUNG__P_PERIOD), version = {c->report.framework->version, {0}};
    c->entry_count = 0;
    *m = (khung__measured){0};
    if (c->layout->state) {
        add_row(c, period, period_of(c));
        add_row(c, khung__certificate_valid_label(c), khung__certificate_valid(c));
        m->height = row_height(&c->entries[0]) + row_height(&c->entries[1]);
        return;
    }
    add_plain(c, khung__certificate_phrase(c, KHUNG__P_VERSION), version);
    add_plain(c, period, period_of(c));
    khung__phrase_id total = c->report.result->has_reviewer ? KHUNG__P_TOTAL_REVIEWED : KHUNG__P_TOTAL_SELF;
    add_plain(c, khung__certificate_phrase(c, total), total_of(c));
    add_plain(c, khung__certificate_valid_label(c), khung__certificate_valid(c));
    double above = fmax(entry_height(&c->entries[0]), entry_height(&c->entries[1]));
    double below = fmax(entry_height(&c->entries[2]), entry_height(&c->entries[3]));
    m->height = c->layout->portrait ? above + 12 + below : fmax(above, below);
}

/* ---- conditions ---- */

static khung__para condition_para(khung__certificate *c, size_t i, size_t n, khung__str lead)
{
    khung__report *r = &c->report;
    bool state = c->layout->state;
    khung__style style = state ? serif(11, 16, KHUNG__INK) : khung__style_label(KHUNG__INK2);
    khung__str text = khung__certificate_condition(c, i).first;
    khung__str number = n > 1 ? KHUNG__JOIN(r, khung__report_int(r, (int64_t)i + 1), KHUNG__S(".\u00a0")) : (khung__str){0};
    khung__str whole = state ? text : khung__certificate_sentence(c, text);
    khung__span spans[] = {{lead, khung__style_label_bold(KHUNG__INK)}, {KHUNG__JOIN(r, number, whole), style}};
    return khung__doc_para(r->doc, spans + !lead.n, lead.n ? 2 : 1, c->layout->text_w - (state ? 104 : 0), KHUNG__LEFT);
}

/* One goes on behind its heading; several stand below it, numbered; too many are counted here and listed on a sheet of their own. */
static void put_conditions(khung__certificate *c)
{
    khung__report *r = &c->report;
    bool state = c->layout->state;
    size_t n = khung__certificate_condition_count(c);
    khung__measured *m = &c->parts[KHUNG__SLOT_CONDITIONS];
    khung__str lead = khung__report_phrase(r, KHUNG__P_CONDITIONS);
    *m = (khung__measured){0};
    c->condition_count = c->apart ? (n > 0) : n;
    c->conditions = khung__arena_alloc(r->arena, (c->condition_count + 1) * sizeof *c->conditions);
    if (!n || !c->conditions)
        return;
    if (c->apart) {
        khung__str number = khung__report_int(r, (int64_t)n), apart = khung__report_say(r, KHUNG__P_CONDITIONS_APART, &number, 1);
        khung__span spans[] = {{lead, khung__style_label_bold(KHUNG__INK)},
                               {apart, state ? serif(11, 16, KHUNG__INK) : khung__style_label(KHUNG__INK2)}};
        c->conditions[0] = khung__doc_para(r->doc, spans + state, state ? 1 : 2, c->layout->text_w - (state ? 104 : 0), KHUNG__LEFT);
    }
    for (size_t i = 0; i < n && !c->apart; i++)
        c->conditions[i] = condition_para(c, i, n, n == 1 && !state ? lead : (khung__str){0});
    khung__str label = state ? KHUNG__JOIN(r, khung__report_phrase(r, KHUNG__P_STATE_CONDITIONS), KHUNG__S(":"))
                             : (n > 1 && !c->apart ? lead : (khung__str){0});
    khung__span span = {label, state ? serif(11, 16, KHUNG__INK2) : khung__style_label_bold(KHUNG__INK)};
    c->conditions_label = label.n ? khung__doc_para(r->doc, &span, 1, state ? 104 : c->layout->text_w, KHUNG__LEFT) : (khung__para){0};
    m->height = state ? 0 : 8 + khung__para_height(&c->conditions_label);
    for (size_t i = 0; i < c->condition_count; i++)
        m->height += khung__para_height(&c->conditions[i]) + (state ? 4 : 0);
}

static void put_other(khung__certificate *c)
{
    khung__str text = c->both && !c->apart ? khung__certificate_other(c) : (khung__str){0};
    khung__measured *m = put(c, KHUNG__SLOT_OTHER, text, khung__style_label(KHUNG__INK2), KHUNG__TAG_P, "other");
    m->second = true;
}

/* ---- signatures ---- */

static khung__style office_style(const khung__certificate *c)
{
    return c->layout->state ? (khung__style){KHUNG__SERIF_BOLD, 12, 16, KHUNG__INK} : khung__style_body_bold(KHUNG__INK);
}

static khung__para centred(khung__certificate *c, khung__str text, khung__style style, double width)
{
    khung__span span = {text, style};
    return text.n ? khung__doc_balance(c->report.doc, &span, 1, width, KHUNG__CENTRE) : (khung__para){0};
}

/* Small, so that the name below stays the largest: a seal and a pen may go beside and over it. */
static void measure_digital(khung__certificate *c)
{
    khung__report *r = &c->report;
    khung__digital *d = &c->digital;
    khung__pair by = khung__certificate_phrase(c, KHUNG__P_SIGNED_BY);
    *d = (khung__digital){.height = 0};
    if (!c->issued || !c->issued->digital)
        return;
    bool state = c->layout->state;
    khung__style small = {state ? KHUNG__SERIF : KHUNG__SANS, 7.5, 10, KHUNG__INK2}, name = state ? serif(9, 12, KHUNG__A100) : khung__style_body(KHUNG__A100);
    khung__str at = khung__certificate_signed_at(c);
    d->lines[0] = centred(c, by.first, small, KHUNG__SIGN_W);
    d->lines[1] = centred(c, by.second, small, KHUNG__SIGN_W);
    d->lines[2] = centred(c, c->issued->signer, name, KHUNG__SIGN_W);
    d->lines[3] = centred(c, c->issued->signer_of, small, KHUNG__SIGN_W);
    d->lines[4] = centred(c, khung__report_say(r, KHUNG__P_SIGNED_AT, &at, 1), small, KHUNG__SIGN_W);
    for (int i = 0; i < KHUNG__DIGITAL_LINES; i++)
        d->height += khung__para_height(&d->lines[i]);
}

static void measure_signer(khung__certificate *c, khung__signer *signer, khung__pair authority, khung__pair role, khung__str name)
{
    bool digital = signer == c->signers && c->digital.height > 0;
    khung__report *r = &c->report;
    double width = c->declaration ? KHUNG__SIGN_W + KHUNG__SEAL_W : KHUNG__SIGN_W;
    khung__str office = authority.first.n ? KHUNG__JOIN(r, authority.first, KHUNG__S("\n"), role.first) : role.first;
    khung__str other = authority.second.n ? KHUNG__JOIN(r, authority.second, KHUNG__S("\n"), role.second) : role.second;
    if (c->layout->state)
        office = khung__certificate_upper(c, office);
    signer->role = centred(c, office, office_style(c), width);
    signer->other = centred(c, other, khung__style_label(KHUNG__INK2), width);
    signer->hint = centred(c, name.n || digital ? (khung__str){0} : khung__report_phrase(r, KHUNG__P_SIGN_HERE), khung__style_label(KHUNG__INK2), width);
    signer->name = centred(c, name, office_style(c), width);
    double line = office_style(c).leading;
    double space = c->layout->state ? 64 : 60;
    space = digital ? fmax(space, c->digital.height + 20) : space;
    signer->height = khung__para_height(&signer->role) + khung__para_height(&signer->other) + khung__para_height(&signer->hint) + space +
                     fmax(khung__para_height(&signer->name), line);
}

/* Where it is too long for the signature's width, it goes on to the left: nothing is stamped so high up. */
static void measure_date(khung__certificate *c)
{
    khung__report *r = &c->report;
    double width = c->declaration ? KHUNG__SIGN_W + KHUNG__SEAL_W : KHUNG__SIGN_W;
    khung__span span = {khung__certificate_place_date(c).first, khung__style_label(KHUNG__INK2)};
    bool wide = khung__doc_width(r->doc, span.text, KHUNG__SANS, 7.5) > width;
    c->date_left = wide ? KHUNG__SIGN_W + KHUNG__SEAL_W - width : 0;
    c->date = khung__doc_balance(r->doc, &span, 1, width + c->date_left, wide ? KHUNG__RIGHT : KHUNG__CENTRE);
}

static void put_sign(khung__certificate *c)
{
    const khung_description *d = c->report.in->description;
    khung__measured *m = &c->parts[KHUNG__SLOT_SIGN];
    double date_h = 0, most = KHUNG__QR + 4;
    bool own = c->declaration || !d->signatory_count;
    measure_digital(c);
    c->signer_count = own ? 1 : d->signatory_count;
    if (own)
        measure_signer(c, &c->signers[0], (khung__pair){0},
                       khung__certificate_phrase(c, c->declaration ? KHUNG__P_SIGNATURE_OWN : KHUNG__P_SIGNATURE), (khung__str){0});
    for (size_t i = 0; i < c->signer_count && !own; i++)
        measure_signer(c, &c->signers[i], khung__certificate_both(c, &d->signatories[i].authority), khung__certificate_both(c, &d->signatories[i].role),
                       d->signatories[i].name);
    if (!c->layout->state) {
        measure_date(c);
        date_h = khung__para_height(&c->date);
    }
    for (size_t i = 0; i < c->signer_count; i++)
        most = fmax(most, date_h + c->signers[i].height);
    c->sign_body = most;
    bool below = c->layout->portrait && c->signer_count > 1;
    c->sign_height = most + (below ? 20 + KHUNG__QR : 0);
    *m = (khung__measured){.height = c->sign_height};
}

/* ---- the places ---- */

/* With all places moved up by `up`, but never nearer than the least space. Returns where the last part ends. */
static double settle(khung__certificate *c, double up)
{
    double y = c->head_end;
    for (int i = 0; i < KHUNG__SLOTS; i++) {
        khung__measured *m = &c->parts[i];
        const khung__place *place = &c->layout->places[i];
        if (m->height <= 0)
            continue;
        m->top = fmax(y + place->gap, place->at - up);
        y = m->top + m->height;
    }
    return y;
}

static double squeeze(khung__certificate *c)
{
    double limit = c->layout->limit, up = 0, end = settle(c, 0), before;
    do {
        before = end;
        if (end <= limit + 0.01)
            break;
        up += end - limit;
        end = settle(c, up);
    } while (end < before - 0.01);
    return end;
}

void khung__certificate_measure(khung__certificate *c)
{
    for (int i = 0; i < ATTEMPTS && c->report.doc->status == KHUNG_OK; i++) {
        size_t conditions = khung__certificate_condition_count(c);
        c->apart = attempts[i].apart && (conditions > 0 || c->both);
        c->bare = attempts[i].bare;
        bool title_first = attempts[i].small && attempts[i].name == 0;
        if ((attempts[i].name > 0 && !attempts[i].apart && conditions > 2) || (title_first && !c->layout->state))
            continue;
        put_title(c, attempts[i].small);
        khung__pair certifies = khung__certificate_certifies(c);
        khung__style lead = c->layout->state ? serif(11, 16, KHUNG__INK) : khung__style_lead(KHUNG__INK2);
        put(c, KHUNG__SLOT_CERTIFIES, certifies.first, lead, KHUNG__TAG_P, "certifies");
        put_name(c, attempts[i].name);
        put_sentence(c);
        put_grade(c, attempts[i].small);
        put_facts(c);
        put_conditions(c);
        put_other(c);
        put_sign(c);
        if (squeeze(c) <= c->layout->limit + 0.01)
            return;
    }
    c->sign_apart = true;
    c->parts[KHUNG__SLOT_SIGN].height = 0;
    squeeze(c);
}
