/* The result on one terminal screen. */
#include "columns.h"
#include "tell.h"

#include <string.h>

enum { BAR = 20, TITLE = 40 };

/* Colours of the terminal: all is legible without them. */
typedef struct ink {
    const char *bold, *accent, *signal, *good, *dim, *off;
} ink;
static const ink plain = {"", "", "", "", "", ""};
static const ink coloured = {"\033[1m", "\033[1;36m", "\033[1;31m", "\033[32m", "\033[2m", "\033[0m"};

typedef struct screen {
    khung__teller t;
    khung__buf *buf;
    const ink *ink;
    bool utf8;
} screen;

static void put(screen *s, const char *colour, khung__str text)
{
    khung__buf_z(s->buf, colour);
    khung__buf_str(s->buf, text);
    khung__buf_z(s->buf, *colour ? s->ink->off : "");
}

static void put_word(screen *s, khung__word_id id)
{
    khung__buf_str(s->buf, khung__word(id, s->t.language));
}

static khung__str date(const khung__teller *t, khung__date d)
{
    khung__buf buf = {0};
    khung__buf_date_short(&buf, d, t->language);
    return khung__buf_take(&buf, t->arena);
}

static void put_head(screen *s)
{
    const khung_result *r = s->t.result;
    const khung_framework *f = s->t.framework;
    put(s, s->ink->bold, r->organisation_name);
    khung__buf_z(s->buf, "\n");
    khung__buf_str(s->buf, TELL(&s->t, O_PERIOD, date(&s->t, r->from), date(&s->t, r->to)));
    khung__buf_z(s->buf, ", ");
    put_word(s, r->has_reviewer ? KHUNG__W_O_REVIEWED : KHUNG__W_O_SELF_ONLY);
    khung__buf_z(s->buf, "\n");
    khung__buf_z(s->buf, s->ink->dim);
    khung__str line[] = {f->title, KHUNG__S(" "), f->version};
    khung__buf title = {0};
    for (size_t i = 0; i < 3; i++)
        khung__buf_str(&title, line[i]);
    khung__columns_para(s->buf, khung__buf_take(&title, s->t.arena), 0);
    khung__buf_z(s->buf, s->ink->off);
    khung__buf_z(s->buf, "\n");
}

/* Label in ten characters, then what follows. */
static void put_label(screen *s, khung__word_id id)
{
    khung__str word = khung__word(id, s->t.language);
    khung__buf_str(s->buf, word);
    for (size_t n = khung__utf8_count(word); n < 11; n++)
        khung__buf_char(s->buf, ' ');
}

static void put_grade(screen *s)
{
    const khung_framework *f = s->t.framework;
    const khung_result *r = s->t.result;
    if (f->grade_count == 0)
        return;
    put_label(s, KHUNG__W_E_GRADE);
    put(s, s->ink->accent, r->grade == KHUNG__NONE ? khung__word(KHUNG__W_E_NO_GRADE, s->t.language) : f->grades[r->grade].title);
    khung__buf_char(s->buf, '\n');
}

/* What the next better grade asks of the total beyond what is there. */
static void put_margin(screen *s)
{
    const khung_framework *f = s->t.framework;
    uint32_t next = s->t.result->grade == KHUNG__NONE ? f->grade_count : s->t.result->grade;
    if (!s->t.result->complete || next == 0)
        return;
    khung__str margin = khung__tell_total_margin(&s->t, next - 1);
    if (!margin.s)
        return;
    khung__buf_z(s->buf, ", ");
    khung__buf_str(s->buf, TELL(&s->t, E_MARGIN, margin, f->grades[next - 1].title));
}

static void put_total(screen *s)
{
    const khung__domain_result *total = &s->t.result->domains[0];
    put_label(s, KHUNG__W_TOTAL);
    if (total->score.has)
        khung__buf_str(s->buf, TELL(&s->t, O_OF, khung__tell_shown(&s->t, total->score), khung__tell_exact(&s->t, total->hi)));
    else
        put_word(s, KHUNG__W_E_NO_SCORE);
    if (total->percent.has) {
        khung__buf_z(s->buf, ", ");
        put(s, s->ink->bold, khung__tell_percent(&s->t, total->percent));
    }
    put_margin(s);
    khung__buf_char(s->buf, '\n');
    if (!s->t.result->complete) {
        put(s, s->ink->signal, khung__word(KHUNG__W_O_INCOMPLETE, s->t.language));
        khung__buf_char(s->buf, '\n');
    }
    khung__buf_char(s->buf, '\n');
}

/* Twenty cells; a score's percent is for the eye only here, so the nearest double will do. */
static void put_bar(screen *s, khung__rat percent)
{
    int filled = percent.has ? (int)(khung__rat_approx(percent) / 100 * BAR + 0.5) : 0;
    khung__buf_z(s->buf, s->ink->accent);
    for (int i = 0; i < BAR; i++) {
        if (i == filled)
            khung__buf_z(s->buf, *s->ink->off ? s->ink->off : "");
        khung__buf_z(s->buf, i < filled ? (s->utf8 ? "━" : "#") : (s->utf8 ? "·" : "."));
    }
    khung__buf_z(s->buf, s->ink->off);
    khung__buf_char(s->buf, '\n');
}

static void put_cells(screen *s, khung__str score, khung__str percent)
{
    const khung__str cells[] = {score, percent};
    const size_t widths[] = {7, 7};
    for (size_t i = 0; i < 2; i++) {
        for (size_t n = khung__utf8_count(cells[i]); n < widths[i]; n++)
            khung__buf_char(s->buf, ' ');
        khung__buf_str(s->buf, cells[i]);
    }
    khung__buf_z(s->buf, "  ");
}

/* The name in 44 characters, wrapped above where it is longer: the numbers stand on its last line. */
static void put_name(screen *s, khung__str code, khung__str title)
{
    khung__buf rows = {0};
    const khung__column columns[] = {{code, 0, 3, false}, {title, 4, TITLE, false}};
    khung__columns_put(&rows, columns, 2);
    khung__str text = khung__buf_take(&rows, s->t.arena);
    if (!text.s) { /* memory ended */
        s->buf->failed = true;
        return;
    }
    while (text.n > 0 && text.s[text.n - 1] == '\n')
        text.n--;
    const char *last = text.n ? memrchr(text.s, '\n', text.n) : NULL;
    size_t head = last ? (size_t)(last + 1 - text.s) : 0;
    khung__buf_str(s->buf, text);
    for (size_t n = khung__utf8_count((khung__str){text.s + head, text.n - head}); n < TITLE + 4; n++)
        khung__buf_char(s->buf, ' ');
}

static void put_domains(screen *s)
{
    const khung_framework *f = s->t.framework;
    put(s, s->ink->dim, (khung__str){0});
    put_name(s, (khung__str){0}, khung__word(KHUNG__W_O_DOMAIN, s->t.language));
    put_cells(s, khung__word(KHUNG__W_E_SCORE, s->t.language), KHUNG__S("%"));
    khung__buf_z(s->buf, "0   25   50   75 100\n");
    for (uint32_t i = 1; i < f->domain_count; i++) {
        const khung__domain_result *r = &s->t.result->domains[i];
        if (f->domains[i].depth != 1)
            continue;
        put_name(s, f->domains[i].code, f->domains[i].title);
        put_cells(s, khung__tell_shown(&s->t, r->score), khung__tell_shown(&s->t, r->percent));
        put_bar(s, r->percent);
    }
    khung__buf_char(s->buf, '\n');
}

static void put_gates(screen *s)
{
    const khung_framework *f = s->t.framework;
    for (uint32_t i = 0; i < f->gate_count; i++) {
        const khung__gate_result *g = &s->t.result->gates[i];
        const char *mark = g->passed ? (s->utf8 ? "✓ " : "+ ") : g->value == KHUNG__UNKNOWN ? "? " : (s->utf8 ? "✗ " : "- ");
        khung__buf_z(s->buf, g->passed ? s->ink->good : s->ink->signal);
        khung__buf_z(s->buf, mark);
        khung__buf_z(s->buf, s->ink->off);
        khung__buf line = {0};
        khung__buf_str(&line, f->gates[i].title);
        if (!g->passed && g->reason.n > 0) {
            khung__buf_z(&line, ": ");
            khung__buf_str(&line, g->reason);
        }
        khung__str text = khung__buf_take(&line, s->t.arena);
        khung__column column = {text, 2, KHUNG__TERMINAL - 2, false};
        khung__buf rows = {0};
        khung__columns_put(&rows, &column, 1);
        khung__str row = khung__buf_take(&rows, s->t.arena);
        if (row.n > 2)
            khung__buf_add(s->buf, row.s + 2, row.n - 2);
    }
    khung__buf_z(s->buf, f->gate_count ? "\n" : "");
}

/* Codes of the criteria that something is still asked of, the first twelve by name. */
static khung__str codes_to_do(const khung__teller *t)
{
    enum { NAMED = 12 };
    khung__buf buf = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->framework->criterion_count; i++) {
        const khung__criterion *c = &t->framework->criteria[i];
        khung_state state = t->result->criteria[i].state;
        bool waits = state == KHUNG_UNANSWERED || state == KHUNG_UNVERIFIED || state == KHUNG_FACT_MISSING;
        if (!waits || n++ >= NAMED)
            continue;
        khung__buf_z(&buf, buf.n ? ", " : "");
        khung__buf_str(&buf, c->code.n ? c->code : c->id);
    }
    khung__str list = khung__buf_take(&buf, t->arena);
    return n > NAMED ? TELL(t, E_AND_MORE, list, khung__tell_count(t, n - NAMED)) : list;
}

static uint32_t reviewed(const khung_result *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->criterion_count; i++)
        n += r->criteria[i].reviewer_given && r->criteria[i].state == KHUNG_ANSWERED;
    return n;
}

static void put_coverage(screen *s)
{
    const khung_result *r = s->t.result;
    khung__buf line = {0};
    khung__str all = khung__tell_count(&s->t, r->applicable);
    khung__buf_str(&line, TELL(&s->t, O_ANSWERED, khung__tell_count(&s->t, r->answered), all));
    if (r->has_reviewer) {
        khung__buf_z(&line, ", ");
        khung__buf_str(&line, TELL(&s->t, O_VERIFIED, khung__tell_count(&s->t, reviewed(r)), all));
    }
    if (r->not_applicable > 0) {
        khung__buf_z(&line, ", ");
        khung__buf_str(&line, TELL(&s->t, O_NA, khung__tell_count(&s->t, r->not_applicable)));
    }
    if (r->out_of_scope > 0) {
        khung__buf_z(&line, ", ");
        khung__buf_str(&line, TELL(&s->t, O_OUT, khung__tell_count(&s->t, r->out_of_scope)));
    }
    khung__columns_para(s->buf, khung__buf_take(&line, s->t.arena), 0);
    khung__str codes = codes_to_do(&s->t);
    if (codes.n > 0)
        khung__columns_para(s->buf, TELL(&s->t, O_MISSING, codes), 0);
}

khung_status khung_result_text(char **out, const khung_framework *framework, const khung_result *result, const char *language, bool utf8, bool colour)
{
    if (!out || !framework || !result)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__buf buf = {0};
    khung__str tag = language ? khung__str_of(language) : framework->language;
    screen s = {{&arena, framework, result, khung__language_of(tag)}, &buf, colour ? &coloured : &plain, utf8};
    put_head(&s);
    put_grade(&s);
    put_total(&s);
    put_domains(&s);
    put_gates(&s);
    put_coverage(&s);
    khung__buf_char(&buf, '\0');
    khung__arena_free(&arena);
    if (buf.failed) {
        khung__buf_free(&buf);
        return KHUNG_NO_MEMORY;
    }
    *out = buf.s;
    return KHUNG_OK;
}
