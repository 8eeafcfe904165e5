/* certificate/say: the words of a certificate, in one language or in both. */
#include "inner.h"

#include <string.h>

/* ---- pairs ---- */

static khung__pair pair_of(const khung__certificate *c, khung__str first, khung__str second)
{
    bool same = !c->both || khung__str_eq(first, second);
    return (khung__pair){first, same ? (khung__str){0} : second};
}

static khung__pair said(khung__certificate *c, khung__phrase_id id, const khung__pair *args, size_t n)
{
    enum { MOST = 5 };
    khung__str first[MOST], second[MOST];
    for (size_t i = 0; i < n && i < MOST; i++) {
        first[i] = args[i].first;
        second[i] = args[i].second.n ? args[i].second : args[i].first;
    }
    khung__str other = c->both ? khung__report_say(&c->other, id, second, n) : (khung__str){0};
    return pair_of(c, khung__report_say(&c->report, id, first, n), other);
}

khung__pair khung__certificate_phrase(khung__certificate *c, khung__phrase_id id)
{
    return said(c, id, NULL, 0);
}

khung__pair khung__certificate_both(khung__certificate *c, const khung__both *both)
{
    khung__language language = c->report.language;
    khung__str second = both->text[!language];
    return pair_of(c, khung__description_text(both, language), both->text[language].n ? second : (khung__str){0});
}

khung__str khung__certificate_upper(khung__certificate *c, khung__str text)
{
    khung__str upper = text.n ? khung__text_upper(c->report.arena, text) : text;
    if (text.n && !upper.s)
        khung__doc_fail(c->report.doc, KHUNG_NO_MEMORY);
    return upper;
}

static khung__str capital(khung__certificate *c, khung__str text)
{
    const char *p = text.s;
    if (!text.n)
        return text;
    khung__utf8_next(&p, text.s + text.n);
    size_t letter = (size_t)(p - text.s);
    return KHUNG__JOIN(&c->report, khung__certificate_upper(c, (khung__str){text.s, letter}), (khung__str){p, text.n - letter});
}

khung__str khung__certificate_sentence(khung__certificate *c, khung__str text)
{
    bool ended = text.n && strchr(".!?", text.s[text.n - 1]);
    return KHUNG__JOIN(&c->report, capital(c, text), ended ? (khung__str){0} : KHUNG__S("."));
}

khung__str khung__certificate_glued(khung__certificate *c, khung__str text, bool dashes)
{
    khung__buf buf = {0};
    for (size_t i = 0; i < text.n; i++) {
        const char *next = text.s + i + 1;
        bool dash = i + 1 < text.n && (*next == '-' || (text.n - i > 3 && memcmp(next, "–", 3) == 0));
        if (text.s[i] == ' ' && (dash || !dashes))
            khung__buf_z(&buf, "\u00a0");
        else
            khung__buf_char(&buf, text.s[i]);
    }
    khung__str glued = khung__buf_take(&buf, c->report.arena);
    if (!glued.s)
        khung__doc_fail(c->report.doc, KHUNG_NO_MEMORY);
    return glued;
}

khung__str khung__certificate_name(khung__certificate *c)
{
    return khung__certificate_glued(c, khung__certificate_holder(c), true);
}

khung__str khung__certificate_holder(const khung__certificate *c)
{
    return c->issued ? c->issued->claim.organisation_name : c->report.result->organisation_name;
}

static khung__pair plain_pair(khung__str text)
{
    return (khung__pair){text, {0}};
}

/* ---- who ---- */

khung__pair khung__certificate_issuer(khung__certificate *c)
{
    if (c->declaration)
        return plain_pair(c->report.result->organisation_name);
    if (c->issued)
        return plain_pair(c->issued->claim.issuer_name);
    khung__pair own = khung__certificate_both(c, &c->award->issuer);
    if (c->issued && !khung__str_eq(own.first, c->issued->claim.issuer_name))
        return plain_pair(c->issued->claim.issuer_name);
    return own.first.n && !c->report.in->options->issuer ? own : plain_pair(khung__report_issuer(c->report.in));
}

khung__pair khung__certificate_superior(khung__certificate *c)
{
    return c->declaration ? (khung__pair){0} : khung__certificate_both(c, &c->award->superior);
}

/* ---- what it is ---- */

static khung__str framework_title(const khung__report *report)
{
    khung__str own = report->framework->certificate_title;
    return own.n ? own : khung__report_phrase(report, KHUNG__P_TITLE);
}

khung__pair khung__certificate_title(khung__certificate *c)
{
    if (c->layout->state)
        return khung__certificate_phrase(c, c->declaration ? KHUNG__P_STATE_DECLARATION : KHUNG__P_STATE_TITLE);
    if (c->declaration)
        return khung__certificate_phrase(c, KHUNG__P_DECLARATION);
    return pair_of(c, framework_title(&c->report), c->both ? framework_title(&c->other) : (khung__str){0});
}

/* "Giấy chứng nhận năng lực tổ chức" below the large words "GIẤY CHỨNG NHẬN" is "Năng lực tổ chức". */
static khung__str subject_of(khung__certificate *c, khung__report *report)
{
    khung__str title = framework_title(report), large = khung__report_phrase(report, KHUNG__P_STATE_TITLE);
    khung__str upper = khung__certificate_upper(c, title);
    bool begins = upper.n > large.n + 1 && title.n == upper.n && memcmp(upper.s, large.s, large.n) == 0 && upper.s[large.n] == ' ';
    if (!begins)
        return khung__str_eq(title, khung__report_phrase(report, KHUNG__P_TITLE)) ? khung__report_phrase(report, KHUNG__P_STATE_SUBJECT) : title;
    khung__str rest = {title.s + large.n + 1, title.n - large.n - 1};
    return report->language == KHUNG__EN ? rest : capital(c, rest);
}

khung__pair khung__certificate_subject(khung__certificate *c)
{
    if (c->declaration)
        return khung__certificate_phrase(c, KHUNG__P_STATE_SUBJECT);
    return pair_of(c, subject_of(c, &c->report), c->both ? subject_of(c, &c->other) : (khung__str){0});
}

/* Who certifies: the office that signs, where one does and not on another's behalf; else the issuer. */
khung__pair khung__certificate_certifies(khung__certificate *c)
{
    const khung_description *description = c->report.in->description;
    if (c->declaration)
        return khung__certificate_phrase(c, KHUNG__P_DECLARES);
    if (!c->layout->state)
        return khung__certificate_phrase(c, KHUNG__P_CERTIFIES);
    khung__pair args[2] = {{{0}, {0}}, khung__certificate_issuer(c)};
    if (!args[1].first.n)
        return khung__certificate_phrase(c, KHUNG__P_CERTIFIES);
    if (description->signatory_count != 1 || description->signatories[0].authority.text[0].n)
        return said(c, KHUNG__P_STATE_CERTIFIES, args + 1, 1);
    args[0] = khung__certificate_both(c, &description->signatories[0].role);
    return said(c, KHUNG__P_STATE_CERTIFIES_BY, args, 2);
}

/* ---- when and where ---- */

static khung__pair date_pair(khung__certificate *c, khung__date date)
{
    khung__str second = c->both ? khung__certificate_glued(c, khung__report_date_long(&c->other, date), false) : (khung__str){0};
    return pair_of(c, khung__certificate_glued(c, khung__report_date_long(&c->report, date), false), second);
}

static khung__pair place_of(khung__certificate *c)
{
    const char *given = c->report.in->options->place;
    return given ? plain_pair(khung__str_of(given)) : khung__certificate_both(c, &c->award->place);
}

khung__pair khung__certificate_place_date(khung__certificate *c)
{
    khung__pair date = c->dated.year ? date_pair(c, c->dated) : khung__certificate_phrase(c, KHUNG__P_DATE_BLANK);
    khung__pair args[2] = {place_of(c), date};
    return args[0].first.n ? said(c, KHUNG__P_PLACE_DATE, args, 2) : date;
}

/* ---- the digital signature ---- */

/* The clock of the issuer's time zone then: hours, minutes, seconds. */
static khung__date clock_of(const khung__certificate *c, int clock[3])
{
    const khung__claim *claim = &c->issued->claim;
    int64_t seconds = c->issued->signed_at / 1000 + claim->offset * 60, rest = ((seconds % 86400) + 86400) % 86400;
    clock[0] = (int)(rest / 3600), clock[1] = (int)(rest / 60 % 60), clock[2] = (int)(rest % 60);
    return khung__states_day(c->issued->signed_at, (int)claim->offset);
}

khung__str khung__certificate_signed_at(khung__certificate *c)
{
    int clock[3], offset = (int)c->issued->claim.offset, minutes = offset < 0 ? -offset : offset;
    khung__buf text = {0};
    khung__buf_date_short(&text, clock_of(c, clock), c->report.language);
    khung__buf_printf(&text, ", %02d:%02d:%02d\u00a0%c%02d:%02d", clock[0], clock[1], clock[2], offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return khung__buf_take(&text, c->report.arena);
}

khung__str khung__certificate_signed_alt(khung__certificate *c)
{
    khung__str who = c->issued->signer_of.n ? KHUNG__JOIN(&c->report, c->issued->signer, KHUNG__S(", "), c->issued->signer_of) : c->issued->signer;
    khung__str args[] = {who, khung__certificate_signed_at(c)};
    return khung__report_say(&c->report, KHUNG__P_SIGNED_ALT, args, 2);
}

khung__str khung__certificate_signed_moment(khung__certificate *c)
{
    int clock[3], offset = (int)c->issued->claim.offset, minutes = offset < 0 ? -offset : offset;
    khung__date day = clock_of(c, clock);
    khung__buf text = {0};
    khung__buf_printf(&text, "D:%04d%02d%02d%02d%02d%02d%c%02d'%02d'", day.year, day.month, day.day, clock[0], clock[1], clock[2], offset < 0 ? '-' : '+',
                      minutes / 60, minutes % 60);
    return khung__buf_take(&text, c->report.arena);
}

/* What was issued has its own dates: whole months where they are, for the sentence beside the day. */
static int32_t months_of(const khung__certificate *c)
{
    if (c->issued && !c->issued->claim.until.year)
        return 0;
    if (c->issued)
        return khung__date_months_between(c->dated, khung__states_day_after(c->issued->claim.until));
    return c->report.framework->grades[c->grade].valid_months;
}

static khung__date last_day(const khung__certificate *c)
{
    return c->issued ? c->issued->claim.until : khung__states_last_day(c->dated, months_of(c));
}

khung__pair khung__certificate_valid_label(khung__certificate *c)
{
    bool day = c->dated.year && months_of(c) > 0 && !c->declaration;
    if (c->layout->state)
        return khung__certificate_phrase(c, KHUNG__P_STATE_VALID);
    return khung__certificate_phrase(c, day ? KHUNG__P_VALID_TO : KHUNG__P_VALID);
}

khung__pair khung__certificate_valid(khung__certificate *c)
{
    int32_t months = months_of(c);
    if (c->declaration)
        return khung__certificate_phrase(c, KHUNG__P_VALID_DECLARED);
    if (months <= 0)
        return khung__certificate_phrase(c, KHUNG__P_VALID_ALWAYS);
    khung__pair number = pair_of(c, khung__report_int(&c->report, months), c->both ? khung__report_int(&c->other, months) : (khung__str){0});
    if (!c->dated.year)
        return said(c, months == 1 ? KHUNG__P_VALID_MONTHS_ONE : KHUNG__P_VALID_MONTHS, &number, 1);
    khung__pair args[2] = {number, date_pair(c, last_day(c))};
    return c->layout->state ? said(c, KHUNG__P_STATE_VALID_TO, args, 2) : args[1];
}

/* ---- conditions ---- */

size_t khung__certificate_condition_count(const khung__certificate *c)
{
    if (c->issued)
        return c->issued->claim.condition_count;
    return c->declaration ? 0 : c->award->condition_count + c->report.in->options->condition_count;
}

/* As it was signed. */
static khung__pair signed_condition(khung__certificate *c, size_t i)
{
    const khung__claim_condition *condition = &c->issued->claim.conditions[i];
    khung__pair args[2] = {plain_pair(condition->text), {{0}, {0}}};
    if (!condition->until.year)
        return args[0];
    args[1] = date_pair(c, condition->until);
    return said(c, KHUNG__P_CONDITION_UNTIL, args, 2);
}

khung__pair khung__certificate_condition(khung__certificate *c, size_t i)
{
    if (c->issued)
        return signed_condition(c, i);
    if (i >= c->award->condition_count)
        return plain_pair(khung__str_of(c->report.in->options->conditions[i - c->award->condition_count]));
    const khung__demand *demand = &c->award->conditions[i];
    khung__pair args[2] = {khung__certificate_both(c, &demand->text), {{0}, {0}}};
    if (!demand->until.year)
        return args[0];
    args[1] = date_pair(c, demand->until);
    return said(c, KHUNG__P_CONDITION_UNTIL, args, 2);
}

/* ---- what only an issued one says ---- */

khung__str khung__certificate_lowered(khung__certificate *c)
{
    khung__report *r = &c->report;
    if (!c->issued || !c->issued->claim.computed.n)
        return (khung__str){0};
    const khung__claim *claim = &c->issued->claim;
    khung__str args[] = {claim->computed_title, claim->lowered_by, khung__report_date(r, claim->lowered_at), claim->lowered_why};
    return khung__certificate_sentence(c, khung__report_say(r, KHUNG__P_LOWERED, args, 4));
}

khung__str khung__certificate_number_text(khung__certificate *c)
{
    char number[KHUNG__NUMBER_SIZE];
    const khung__claim *claim = &c->issued->claim;
    khung__claim_number(number, claim->nn, claim->year, claim->abbreviation);
    khung__str kept = khung__str_copy(c->report.arena, khung__str_of(number));
    if (!kept.s)
        khung__doc_fail(c->report.doc, KHUNG_NO_MEMORY);
    return kept;
}

/* ---- all of it in the other language ---- */

static khung__str other_conditions(khung__certificate *c)
{
    size_t n = khung__certificate_condition_count(c);
    khung__str all = {0};
    if (c->apart)
        return all;
    for (size_t i = 0; i < n; i++) {
        khung__str text = khung__certificate_condition(c, i).second;
        if (text.n)
            all = all.n ? KHUNG__JOIN(&c->other, all, KHUNG__S("; "), text) : text;
    }
    return all.n ? khung__report_say(&c->other, KHUNG__P_OTHER_CONDITIONS, &all, 1) : all;
}

khung__str khung__certificate_other(khung__certificate *c)
{
    khung__report *r = &c->other;
    khung__str period[] = {khung__report_date(r, r->result->from), khung__report_date(r, r->result->to)};
    khung__str args[] = {khung__certificate_holder(c), r->framework->title, r->framework->version,
                         KHUNG__JOIN(r, period[0], KHUNG__S("\u00a0–\u00a0"), period[1]), r->framework->grades[c->grade].title};
    khung__str sentence = khung__report_say(r, c->declaration ? KHUNG__P_OTHER_DECLARED : KHUNG__P_OTHER_AWARDED, args, 5);
    khung__pair valid = khung__certificate_valid(c);
    bool day = c->dated.year && months_of(c) > 0 && !c->declaration;
    khung__str until = day ? khung__report_date_long(r, last_day(c)) : valid.second;
    khung__str term = until.n ? khung__report_say(r, day ? KHUNG__P_OTHER_VALID_TO : KHUNG__P_OTHER_VALID, &until, 1) : (khung__str){0};
    return KHUNG__JOIN(r, sentence, term, other_conditions(c));
}
