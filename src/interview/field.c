/* interview/field: a text is typed: a value, a reason, a note, the day or the file of an evidence item. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

void khung__iv_field_open(khung_interview *iv, khung__field_of what, khung__str text)
{
    if (text.n >= KHUNG__FIELD_ROOM) { /* cut to what fits it would lose the rest */
        khung__iv_tell(iv, true, KHUNG__W_IV_TOO_LONG, NULL, 0);
        return;
    }
    khung__field_set(&iv->field, text);
    iv->field_of = what;
    iv->mode_before = iv->mode == KHUNG__MODE_EVIDENCE ? KHUNG__MODE_EVIDENCE : KHUNG__MODE_ASK;
    iv->mode = KHUNG__MODE_FIELD;
    iv->scroll_free = false;
}

void khung__iv_field_day(khung_interview *iv, khung__field_of what, khung__str iso)
{
    khung__date date;
    char day[40] = "";
    if (khung__read_date(iso, &date))
        snprintf(day, sizeof day, "%02d/%02d/%04d", date.day, date.month, date.year);
    khung__iv_field_open(iv, what, khung__str_of(day));
}

void khung__iv_open_about(khung_interview *iv)
{
    uint32_t about = iv->steps[iv->at].index;
    if (about == KHUNG__ABOUT_FROM || about == KHUNG__ABOUT_TO)
        khung__iv_field_day(iv, KHUNG__OF_VALUE, iv->about[about]);
    else
        khung__iv_field_open(iv, KHUNG__OF_VALUE, iv->about[about]);
}

static void close_field(khung_interview *iv)
{
    iv->mode = iv->mode_before;
}

/* What was typed: trimmed, NFC, in the interview's arena. */
static khung__str typed(khung_interview *iv)
{
    khung__str text = khung__text_trim((khung__str){iv->field.s, iv->field.n}), normal = {0};
    if (!khung__text_nfc(&iv->arena, text, &normal))
        return (khung__str){0};
    return khung__str_copy(&iv->arena, normal);
}

/* ---- facts about the file ---- */

static void next_step(khung_interview *iv)
{
    khung__iv_go(iv, iv->at + 1);
}

static void accept_organisation(khung_interview *iv, khung__str text)
{
    if (!khung__iv_name_organisation(iv, text))
        khung__iv_tell(iv, true, KHUNG__W_IV_NEEDED, NULL, 0);
    else if (khung__iv_say_text(iv, text))
        next_step(iv);
}

static void accept_day(khung_interview *iv, khung__str text)
{
    khung__date day, first;
    khung__buf iso = {0};
    if (!khung__typed_date(&day, text)) {
        khung__iv_tell(iv, true, KHUNG__W_IV_BAD_DATE, NULL, 0);
        return;
    }
    if (iv->steps[iv->at].index == KHUNG__ABOUT_TO && khung__read_date(iv->about[KHUNG__ABOUT_FROM], &first) && khung__date_cmp(first, day) > 0) {
        khung__iv_tell(iv, true, KHUNG__W_IV_DAYS_BACK, NULL, 0);
        return;
    }
    khung__buf_date(&iso, day);
    if (!iso.failed && khung__iv_say_text(iv, (khung__str){iso.s, iso.n}))
        next_step(iv);
    khung__buf_free(&iso);
}

static void accept_about(khung_interview *iv, khung__str text)
{
    uint32_t about = iv->steps[iv->at].index;
    bool optional = khung__iv_step_optional(iv->steps[iv->at]);
    if (text.n == 0 && !optional) {
        khung__iv_tell(iv, true, KHUNG__W_IV_NEEDED, NULL, 0);
    } else if (about == KHUNG__ABOUT_ORGANISATION) {
        accept_organisation(iv, text);
    } else if (about == KHUNG__ABOUT_FROM || about == KHUNG__ABOUT_TO) {
        accept_day(iv, text);
    } else if (khung__str_eq(text, iv->about[about]) || khung__iv_say_text(iv, text)) {
        next_step(iv);
    }
}

/* ---- numbers ---- */

/* "1.200" may be meant as 1200 or as 1,2: both ways of writing it plainly are told. */
static void tell_two_ways(khung_interview *iv, khung__str text)
{
    khung__buf plain = {0}, decimal = {0};
    for (size_t i = 0; i < text.n; i++) {
        bool sign = text.s[i] == '.' || text.s[i] == ',';
        if (!sign)
            khung__buf_char(&plain, text.s[i]);
        khung__buf_char(&decimal, sign ? (iv->language == KHUNG__VI ? ',' : '.') : text.s[i]);
    }
    while (decimal.n && decimal.s[decimal.n - 1] == '0')
        decimal.n--;
    if (decimal.n && (decimal.s[decimal.n - 1] == ',' || decimal.s[decimal.n - 1] == '.'))
        khung__buf_char(&decimal, '0');
    KHUNG__IV_TELL(iv, true, KHUNG__W_IV_TWO_WAYS, text, {plain.s, plain.n}, {decimal.s, decimal.n});
    khung__buf_free(&plain);
    khung__buf_free(&decimal);
}

static void keep_number(khung_interview *iv, khung__str number)
{
    khung__said *said = khung__iv_said(iv);
    close_field(iv);
    if (said) {
        khung__said now = *said;
        now.kind = KHUNG__ANSWER_QUANTITY;
        now.carried = false;
        now.checks = NULL;
        now.text = khung__str_copy(&iv->arena, number);
        if (now.text.s && khung__iv_say(iv, &now))
            khung__iv_advance(iv);
    } else if (khung__iv_say_text(iv, number)) {
        khung__iv_advance(iv);
    }
}

static void accept_number(khung_interview *iv, khung__str text)
{
    khung__buf number = {0};
    khung__typed how = text.n ? khung__typed_number(&number, text) : KHUNG__TYPED_GOOD;
    if (text.n == 0)
        close_field(iv);
    else if (how == KHUNG__TYPED_TWO_WAYS)
        tell_two_ways(iv, text);
    else if (how == KHUNG__TYPED_BAD)
        khung__iv_tell(iv, true, KHUNG__W_IV_BAD_NUMBER, NULL, 0);
    else
        keep_number(iv, (khung__str){number.s, number.n});
    khung__buf_free(&number);
}

/* ---- words about an answer ---- */

/* On paper a cross without a reason is what it is, and that is said; who answers here can give one. */
static void accept_reason(khung_interview *iv, khung__str text)
{
    khung__said now = *khung__iv_said(iv);
    if (text.n == 0 && iv->options.papers)
        text = khung__word(KHUNG__W_IV_NO_REASON, iv->language);
    if (text.n == 0) {
        khung__iv_tell(iv, true, KHUNG__W_IV_REASON_NEEDED, NULL, 0);
        return;
    }
    close_field(iv);
    now.kind = KHUNG__ANSWER_NA;
    now.carried = false;
    now.checks = NULL;
    now.text = text;
    if (khung__iv_say(iv, &now))
        khung__iv_advance(iv);
}

static void accept_note(khung_interview *iv, khung__str text)
{
    khung__said now = *khung__iv_said(iv);
    close_field(iv);
    now.note = text;
    khung__iv_say(iv, &now);
}

/* The list of evidence anew, with `change` in the place of the first that has its item. */
static bool put_listed(khung_interview *iv, const khung__listed *change)
{
    khung__said now = *khung__iv_said(iv);
    khung__listed **end = &now.evidence;
    bool put = false;
    for (const khung__listed *p = khung__iv_said(iv)->evidence; p; p = p->next) {
        khung__listed *copy = khung__arena_alloc(&iv->arena, sizeof *copy);
        if (!copy)
            return false;
        *copy = !put && khung__str_eq(p->item, change->item) ? *change : *p;
        put = put || khung__str_eq(p->item, change->item);
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    return khung__iv_say(iv, &now);
}

static void accept_evidence(khung_interview *iv, khung__str text)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    const khung__listed *old = khung__iv_listed(khung__iv_said(iv)->evidence, k->evidence[iv->choice].id);
    khung__date day;
    khung__buf iso = {0};
    khung__listed now = old ? *old : (khung__listed){0};
    bool dated = iv->field_of == KHUNG__OF_DATED;
    if (dated && text.n && !khung__typed_date(&day, text)) {
        khung__iv_tell(iv, true, KHUNG__W_IV_BAD_DATE, NULL, 0);
        return;
    }
    if (dated && text.n)
        khung__buf_date(&iso, day);
    khung__str value = dated ? khung__str_copy(&iv->arena, (khung__str){iso.s ? iso.s : "", iso.n}) : text;
    khung__buf_free(&iso);
    close_field(iv);
    if (!dated && !khung__str_eq(now.file, value))
        now.sha256 = (khung__str){0}; /* of another file */
    *(dated ? &now.dated : &now.file) = value;
    if (old)
        put_listed(iv, &now);
    if (dated && iv->field_chain)
        khung__iv_field_open(iv, KHUNG__OF_FILE, now.file);
}

static void accept(khung_interview *iv)
{
    khung__str text = typed(iv);
    if (!text.s)
        return;
    switch (iv->field_of) {
    case KHUNG__OF_REASON:
        accept_reason(iv, text);
        break;
    case KHUNG__OF_NOTE:
        accept_note(iv, text);
        break;
    case KHUNG__OF_DATED:
    case KHUNG__OF_FILE:
        accept_evidence(iv, text);
        break;
    default:
        if (iv->steps[iv->at].kind == KHUNG__STEP_ABOUT)
            accept_about(iv, text);
        else
            accept_number(iv, text);
    }
}

void khung__iv_field_key(khung_interview *iv, khung__key key, khung__str at)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    bool about = iv->field_of == KHUNG__OF_VALUE && iv->steps[iv->at].kind == KHUNG__STEP_ABOUT;
    bool number = iv->field_of == KHUNG__OF_VALUE && !about;
    if (key == KHUNG__KEY_ENTER || (about && (key == KHUNG__KEY_DOWN || key == KHUNG__KEY_TAB)))
        accept(iv);
    else if (key == KHUNG__KEY_ESCAPE)
        close_field(iv);
    else if (about && (key == KHUNG__KEY_UP || key == KHUNG__KEY_BACKTAB))
        khung__iv_go(iv, iv->at ? iv->at - 1 : 0);
    else if (number && key == KHUNG__KEY_CHAR && iv->field.n == 0 && *at.s == 'x' && k && !k->na_forbidden)
        khung__iv_field_open(iv, KHUNG__OF_REASON, (khung__str){"", 0});
    else if (number && key == KHUNG__KEY_BACKSPACE && iv->field.n == 0)
        close_field(iv);
    else if (!(number && key == KHUNG__KEY_CHAR && !strchr("0123456789.,- ", *at.s)))
        khung__field_key(&iv->field, key, at);
}
