/* import/values: a cell's text as the answer to a question. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

void khung__import_say(import_draft *d, khung__diag_id id, size_t row, uint32_t column, khung__str a, khung__str b, khung__str c)
{
    char letters[8], name[32];
    khung__sheet_letters(letters, column);
    snprintf(name, sizeof name, "%s%u", letters, khung__sheet_row_number(d->table->sheet, row));
    khung_status status = KHUNG_BAD_DATA;
    if (d->log)
        status = KHUNG__DIAG(d->log, id, khung__sheet_at(d->table->sheet, row, column), khung__str_of(name), a, b, c);
    if (d->status == KHUNG_OK)
        d->status = status;
}

/* ---- choices ---- */

static bool same_fold(khung__str a, khung__str fold, khung__arena *arena, bool *failed)
{
    khung__str key = khung__text_fold(arena, a);
    *failed = *failed || !key.s;
    return key.n && khung__str_eq(key, fold);
}

static bool is_choice(const khung__choice *choice, khung__str text, uint32_t languages)
{
    for (uint32_t l = 0; l < languages; l++)
        if (khung__str_eq(choice->labels[l], text) || khung__str_eq(choice->titles[l], text))
            return true;
    return false;
}

static bool is_like_choice(const khung__choice *choice, khung__str fold, uint32_t languages, khung__arena *arena, bool *failed)
{
    if (same_fold(choice->id, fold, arena, failed))
        return true;
    for (uint32_t l = 0; l < languages; l++)
        if (same_fold(choice->labels[l], fold, arena, failed) || same_fold(choice->titles[l], fold, arena, failed))
            return true;
    return false;
}

/* What else people and programs write for yes and no. */
static const khung__choice *other_yes_no(const khung__question *question, khung__str fold)
{
    static const char *const yes[] = {"true", "1", "x", "dung", "dat", "y", "co"}, *const no[] = {"false", "0", "sai", "chua", "khong dat", "n", "khong"};
    if (question->choice_count != 2 || question->choices[0].value != 1 || question->choices[1].value != 0)
        return NULL;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (khung__str_eq(fold, khung__str_of(yes[i])))
            return &question->choices[0];
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (khung__str_eq(fold, khung__str_of(no[i])))
            return &question->choices[1];
    return NULL;
}

/* The choice that a text names: by id, name, label or title in any language; case and accents count only where they must. NULL: none,
 * or *several. */
static const khung__choice *find_choice(import_draft *d, const khung__question *question, khung__str text, bool *several)
{
    const khung__choice *found = NULL;
    uint32_t languages = d->im->questions.languages;
    *several = false;
    for (uint32_t i = 0; i < question->choice_count; i++) /* most exports have ids or names */
        if (khung__str_eq(question->choices[i].name, text) || khung__str_eq(question->choices[i].id, text))
            return &question->choices[i];
    for (uint32_t i = 0; i < question->choice_count; i++)
        if (is_choice(&question->choices[i], text, languages)) {
            *several = found != NULL;
            found = &question->choices[i];
        }
    if (found)
        return *several ? NULL : found;
    khung__arena arena = {0};
    khung__str fold = khung__text_fold(&arena, text);
    bool failed = !fold.s;
    for (uint32_t i = 0; fold.n && i < question->choice_count; i++)
        if (is_like_choice(&question->choices[i], fold, languages, &arena, &failed)) {
            *several = found != NULL;
            found = &question->choices[i];
        }
    if (!found && fold.n)
        found = other_yes_no(question, fold);
    khung__arena_free(&arena);
    if (failed)
        d->status = KHUNG_NO_MEMORY;
    return *several ? NULL : found;
}

static void say_choice(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column, bool several)
{
    khung__buf names = {0};
    for (uint32_t i = 0; i < question->choice_count; i++)
        khung__buf_printf(&names, "%s%s", i ? ", " : "", question->choices[i].id.s);
    khung__import_say(d, several ? KHUNG__D_IMPORT_CHOICES : KHUNG__D_IMPORT_CHOICE, row, column, text, question->key, (khung__str){names.s, names.n});
    khung__buf_free(&names);
}

/* ---- numbers and dates ---- */

/* What a Vietnamese hand means by 1,5 or 1.200,5; empty when it is nothing of the kind. */
static khung__str mended_decimal(char out[48], khung__str s)
{
    size_t n = 0, commas = 0;
    khung__micro value;
    for (size_t i = 0; i < s.n; i++)
        commas += s.s[i] == ',';
    if (s.n > 40)
        return KHUNG__S("");
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] == ',' && commas == 1)
            out[n++] = '.';
        else if (s.s[i] != ' ' && s.s[i] != ',' && !(s.s[i] == '.' && commas == 1))
            out[n++] = s.s[i];
    return khung__read_decimal((khung__str){out, n}, &value) ? (khung__str){out, n} : KHUNG__S("");
}

static bool read_number(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column, khung__micro *out)
{
    char room[48];
    if (khung__read_decimal(text, out))
        return true;
    khung__str mended = mended_decimal(room, text);
    khung__import_say(d, mended.n ? KHUNG__D_IMPORT_NUMBER_AS : KHUNG__D_IMPORT_NUMBER, row, column, text, question->key, mended);
    return false;
}

/* "02/10/2026", the day first as in Viet Nam, as 2026-10-02; empty when it is nothing of the kind. */
static khung__str mended_date(char out[16], khung__str s)
{
    unsigned day, month, year;
    char text[24], end;
    khung__date date;
    if (s.n > 20)
        return KHUNG__S("");
    snprintf(text, sizeof text, "%.*s", (int)s.n, s.s);
    if (sscanf(text, "%2u%*1[/.-]%2u%*1[/.-]%4u%c", &day, &month, &year, &end) != 3)
        return KHUNG__S("");
    snprintf(out, 16, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    return khung__read_date(khung__str_of(out), &date) ? khung__str_of(out) : KHUNG__S("");
}

/* The day of a date or of a moment ("2026-10-02T03:15:00.000+07:00"). */
static bool read_day(import_draft *d, khung__str text, size_t row, uint32_t column, khung__str *out)
{
    char room[16];
    khung__date date;
    bool moment = text.n > 10 && (text.s[10] == 'T' || text.s[10] == ' ');
    *out = (khung__str){text.s, text.n < 10 ? text.n : 10};
    if ((text.n == 10 || moment) && khung__read_date(*out, &date))
        return true;
    khung__str mended = mended_date(room, text);
    khung__import_say(d, mended.n ? KHUNG__D_IMPORT_DATE_AS : KHUNG__D_IMPORT_DATE, row, column, text, mended, (khung__str){0});
    return false;
}

/* ---- answers ---- */

static draft_answer *main_answer(import_draft *d, const khung__question *question, size_t row, uint32_t column)
{
    draft_answer *a = &d->answers[question->criterion];
    a->row = row;
    a->column = column;
    return a;
}

static void take_level(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column)
{
    bool several;
    const khung__choice *choice = find_choice(d, question, text, &several);
    draft_answer *a = main_answer(d, question, row, column);
    khung__micro number;
    const khung__criterion *k = &d->im->questions.frameworks[0]->criteria[question->criterion];
    if (!choice && question->asks == KHUNG__ASKS_WHETHER && k->method == KHUNG__QUANTITY && memchr("-0123456789", text.s[0], 11)) {
        if (read_number(d, question, text, row, column, &number)) {
            a->has_quantity = true;
            a->quantity = number;
        }
    } else if (!choice) {
        say_choice(d, question, text, row, column, several);
    } else if (choice->value == KHUNG__CHOICE_NA) {
        a->not_applicable = true;
        if (k->na_forbidden)
            khung__import_say(d, KHUNG__D_IMPORT_NA_FORBIDDEN, row, column, question->key, (khung__str){0}, (khung__str){0});
    } else if (choice->value == KHUNG__CHOICE_APPLIES) {
        a->applies = true;
    } else {
        if (a->has_level && a->level != choice->value)
            khung__import_say(d, KHUNG__D_IMPORT_TWO_ANSWERS, row, column, question->key, (khung__str){0}, (khung__str){0});
        a->has_level = true;
        a->level = choice->value;
    }
}

static void take_yes_no(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column)
{
    bool several;
    const khung__choice *choice = find_choice(d, question, text, &several);
    draft_answer *a = &d->answers[question->criterion];
    const khung__criterion *k = &d->im->questions.frameworks[0]->criteria[question->criterion];
    if (!choice) {
        say_choice(d, question, text, row, column, several);
        return;
    }
    if (question->asks == KHUNG__ASKS_CARRIED) {
        a->carried = choice->value == 1;
        return;
    }
    if (!a->checks && (a->checks = khung__arena_alloc(&d->arena, k->check_count)))
        memset(a->checks, -1, k->check_count);
    if (!a->checks) {
        d->status = KHUNG_NO_MEMORY;
        return;
    }
    if (!a->applies && !a->not_applicable)
        main_answer(d, question, row, column);
    if (a->checks[question->part] >= 0 && a->checks[question->part] != (int8_t)choice->value)
        khung__import_say(d, KHUNG__D_IMPORT_TWO_ANSWERS, row, column, question->key, (khung__str){0}, (khung__str){0});
    a->checks[question->part] = (int8_t)choice->value;
}

static void take_fact(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column)
{
    const khung__fact *fact = &d->im->questions.frameworks[0]->facts[question->part];
    bool several;
    khung__micro number;
    if (fact->type == KHUNG__DECIMAL) {
        if (read_number(d, question, text, row, column, &number))
            d->facts[question->part] = text;
        return;
    }
    const khung__choice *choice = find_choice(d, question, text, &several);
    if (!choice)
        say_choice(d, question, text, row, column, several);
    else if (fact->type == KHUNG__FLAG)
        d->facts[question->part] = choice->value ? KHUNG__S("true") : KHUNG__S("false");
    else
        d->facts[question->part] = choice->id;
}

/* The item's place among what was gathered; of the same item the newest. */
static draft_proof *proof_of(import_draft *d, uint32_t criterion, uint32_t item, bool fresh)
{
    draft_proof *found = NULL;
    for (draft_proof *p = d->proofs; p; p = p->next)
        if (p->criterion == criterion && p->item == item)
            found = p;
    if (found && !(fresh && found->file.n))
        return found;
    draft_proof *proof = khung__arena_alloc(&d->arena, sizeof *proof);
    if (!proof) {
        d->status = KHUNG_NO_MEMORY;
        return NULL;
    }
    proof->criterion = criterion;
    proof->item = item;
    *d->last_proof = proof;
    d->last_proof = &proof->next;
    return proof;
}

static bool is_sha256(khung__str s)
{
    size_t n = 0;
    while (n < s.n && memchr("0123456789abcdef", s.s[n], 16))
        n++;
    return s.n == 64 && n == 64;
}

static void take_proof(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column)
{
    draft_proof *proof = proof_of(d, question->criterion, question->part, question->asks == KHUNG__ASKS_EVIDENCE);
    if (!proof)
        return;
    if (question->asks == KHUNG__ASKS_EVIDENCE)
        proof->file = khung__questions_unguarded(text);
    else if (question->asks == KHUNG__ASKS_EVIDENCE_DATED)
        read_day(d, text, row, column, &proof->dated);
    else if (is_sha256(text))
        proof->sha256 = text;
    else
        khung__import_say(d, KHUNG__D_IMPORT_SHA256, row, column, text, (khung__str){0}, (khung__str){0});
}

static void take_about(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column)
{
    khung__str *out = &d->about[question->asks];
    bool day = question->asks == KHUNG__ASKS_FROM || question->asks == KHUNG__ASKS_TO || question->asks == KHUNG__ASKS_DATED;
    if (day) {
        khung__str date;
        if (read_day(d, text, row, column, &date))
            *out = date;
        return;
    }
    *out = khung__questions_unguarded(text);
    if (question->asks == KHUNG__ASKS_ORGANISATION_ID && !khung__is_id(*out)) {
        khung__str slug = khung__text_slug(&d->arena, *out);
        khung__import_say(d, KHUNG__D_IMPORT_ORGANISATION_ID, row, column, *out, slug, (khung__str){0});
    }
}

void khung__import_value(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column)
{
    khung__micro number;
    switch (question->asks) {
    case KHUNG__ASKS_FACT:
        take_fact(d, question, text, row, column);
        break;
    case KHUNG__ASKS_LEVEL:
    case KHUNG__ASKS_WHETHER:
        take_level(d, question, text, row, column);
        break;
    case KHUNG__ASKS_QUANTITY:
        if (read_number(d, question, text, row, column, &number)) {
            draft_answer *a = main_answer(d, question, row, column);
            a->has_quantity = true;
            a->quantity = number;
        }
        break;
    case KHUNG__ASKS_CHECK:
    case KHUNG__ASKS_CARRIED:
        take_yes_no(d, question, text, row, column);
        break;
    case KHUNG__ASKS_REASON:
        d->answers[question->criterion].reason = khung__questions_unguarded(text);
        if (!d->answers[question->criterion].row)
            main_answer(d, question, row, column);
        break;
    case KHUNG__ASKS_NOTE:
        d->answers[question->criterion].note = khung__questions_unguarded(text);
        break;
    case KHUNG__ASKS_EVIDENCE:
    case KHUNG__ASKS_EVIDENCE_DATED:
    case KHUNG__ASKS_EVIDENCE_SHA256:
        take_proof(d, question, text, row, column);
        break;
    default:
        take_about(d, question, text, row, column);
    }
}
