/* Explanations as JSON: the same terms and steps, numbers exact. */
#include "show.h"

static void member(khung__buf *buf, const char *name, khung__str value, const char *before)
{
    khung__buf_z(buf, before);
    khung__buf_json(buf, khung__str_of(name));
    khung__buf_z(buf, ": ");
    if (value.n > 0)
        khung__buf_json(buf, value);
    else
        khung__buf_z(buf, "null");
}

static khung__str exact(const khung__teller *t, khung__rat value)
{
    khung__buf buf = {0};
    if (value.has)
        khung__buf_rat(&buf, value);
    return khung__buf_take(&buf, t->arena);
}

static void put_term(khung__buf *buf, const khung__teller *t, const khung__term *term)
{
    const khung_framework *f = t->framework;
    khung__str id = term->is_domain ? f->domains[term->index].id : f->criteria[term->index].id;
    member(buf, term->is_domain ? "domain" : "criterion", id, "\n        {");
    member(buf, "value", exact(t, term->value), ", ");
    member(buf, "weight", exact(t, term->weight), ", ");
    member(buf, "product", exact(t, term->product), ", ");
    khung__buf_z(buf, ", \"counted\": ");
    khung__buf_z(buf, term->counted ? "true" : "false");
    member(buf, "basis", term->basis, ", ");
    khung__buf_char(buf, '}');
}

static void put_step(khung__buf *buf, const khung__reason *step)
{
    member(buf, "title", step->title, "\n        {");
    member(buf, "rule", step->rule, ", ");
    member(buf, "lead", step->lead, ", ");
    member(buf, "above", step->above, ", ");
    member(buf, "below", step->below, ", ");
    member(buf, "exact", step->exact, ", ");
    member(buf, "value", step->value, ", ");
    khung__buf_char(buf, '}');
}

void khung__explain_json(khung__buf *buf, const khung__teller *t, const khung__explanation *e)
{
    member(buf, "code", e->code, "    {");
    member(buf, "title", e->title, ", ");
    khung__buf_z(buf, ",\n      \"terms\": [");
    for (size_t i = 0; i < e->term_count; i++) {
        khung__buf_z(buf, i ? "," : "");
        put_term(buf, t, &e->terms[i]);
    }
    khung__buf_z(buf, "],\n      \"steps\": [");
    for (size_t i = 0; i < e->step_count; i++) {
        khung__buf_z(buf, i ? "," : "");
        put_step(buf, &e->steps[i]);
    }
    khung__buf_z(buf, "]}");
}
