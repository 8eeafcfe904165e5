/* Explanations for the terminal, 80 columns. */
#include "columns.h"
#include "show.h"

#include <string.h>

/* "w × x = p", or the value alone where nothing is summed. */
static khung__str term_working(const khung__teller *t, const khung__term *term)
{
    khung__buf buf = {0};
    if (!term->counted) {
        khung__buf_str(&buf, khung__tell_exact(t, term->value));
        return khung__buf_take(&buf, t->arena);
    }
    khung__buf_str(&buf, khung__tell_exact(t, term->weight));
    khung__buf_z(&buf, " × ");
    khung__buf_str(&buf, khung__tell_exact(t, term->value));
    if (term->product.has) {
        khung__buf_z(&buf, " = ");
        khung__buf_str(&buf, khung__tell_exact(t, term->product));
    }
    return khung__buf_take(&buf, t->arena);
}

static void put_term(khung__buf *buf, const khung__teller *t, const khung__term *term)
{
    const khung__column row[] = {{term->code, 2, 4, false},
                                 {term->title, 7, 32, false},
                                 {term_working(t, term), 40, 17, true},
                                 {term->basis, 59, 21, false}};
    khung__columns_put(buf, row, 4);
}

static void put_sum(khung__buf *buf, const khung__teller *t, const khung__explanation *e)
{
    if (!e->weight_sum.has || e->term_count == 0)
        return;
    khung__buf sums = {0};
    khung__buf_str(&sums, khung__tell_exact(t, e->weight_sum));
    khung__buf_z(&sums, " ; ");
    khung__buf_str(&sums, khung__tell_exact(t, e->product_sum));
    const khung__column row[] = {{khung__word(KHUNG__W_E_WEIGHT_SUM, t->language), 7, 32, false},
                                 {khung__buf_take(&sums, t->arena), 40, 17, true}};
    khung__columns_put(buf, row, 2);
}

/* Brackets only where there is more than one number to hold together. */
static void put_operand(khung__buf *buf, khung__str text)
{
    bool many = text.n > 0 && memchr(text.s, ' ', text.n);
    khung__buf_z(buf, many ? "(" : "");
    khung__buf_str(buf, text);
    khung__buf_z(buf, many ? ")" : "");
}

static void put_equal(khung__buf *buf, khung__str text)
{
    khung__buf_z(buf, text.n ? " = " : "");
    khung__buf_str(buf, text);
}

/* "100 × (22/9 − 1) / (4 − 1) = 1300/27 = 48,1481…", or the sentence. */
static khung__str working(const khung__teller *t, const khung__reason *step)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, step->lead);
    khung__buf_z(&buf, step->lead.n ? " " : "");
    if (step->below.n > 0) {
        put_operand(&buf, step->above);
        khung__buf_z(&buf, " / ");
        put_operand(&buf, step->below);
    } else {
        khung__buf_str(&buf, step->above);
    }
    put_equal(&buf, step->exact);
    put_equal(&buf, step->decimals);
    return khung__buf_take(&buf, t->arena);
}

static void put_step(khung__buf *buf, const khung__teller *t, const khung__reason *step)
{
    khung__str first = step->title.n ? step->title : step->rule;
    const khung__column head[] = {{first, step->title.n ? 2 : 4, 50, false}, {step->value, 56, 24, true}};
    if (first.n + step->value.n > 0)
        khung__columns_put(buf, head, 2);
    if (step->title.n)
        khung__columns_para(buf, step->rule, 4);
    khung__columns_para(buf, working(t, step), 4);
}

void khung__explain_print(khung__buf *buf, const khung__teller *t, const khung__explanation *e)
{
    khung__columns_para(buf, khung__tell_name(t, e->code, e->title), 0);
    for (size_t i = 0; i < e->term_count; i++)
        put_term(buf, t, &e->terms[i]);
    put_sum(buf, t, e);
    for (size_t i = 0; i < e->step_count; i++)
        put_step(buf, t, &e->steps[i]);
    khung__buf_char(buf, '\n');
}
