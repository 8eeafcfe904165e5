/* What is asked for by id, or everything: total, domains depth first, gates, grade. */
#include "show.h"

typedef void printer(khung__buf *buf, const khung__teller *t, const khung__explanation *e);

typedef struct walk {
    const khung__teller *t;
    khung__buf *buf;
    printer *print;
    const char *between;
    bool begun;
} walk;

static khung_status tell(walk *w, khung_status status, const khung__explanation *e)
{
    if (status != KHUNG_OK)
        return status;
    khung__buf_z(w->buf, w->begun ? w->between : "");
    w->begun = true;
    w->print(w->buf, w->t, e);
    return w->buf->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

static khung_status tell_domain(walk *w, uint32_t i)
{
    const khung__teller *t = w->t;
    khung__explanation e = {0};
    return tell(w, khung__explain_domain(&e, t->arena, t->framework, t->result, i, t->language), &e);
}

static khung_status tell_criterion(walk *w, uint32_t i)
{
    const khung__teller *t = w->t;
    khung__explanation e = {0};
    return tell(w, khung__explain_criterion(&e, t->arena, t->framework, t->result, i, t->language), &e);
}

static khung_status tell_gate(walk *w, uint32_t i)
{
    const khung__teller *t = w->t;
    khung__explanation e = {0};
    return tell(w, khung__explain_gate(&e, t->arena, t->framework, t->result, i, t->language), &e);
}

static khung_status tell_grade(walk *w)
{
    const khung__teller *t = w->t;
    khung__explanation e = {0};
    return tell(w, khung__explain_grade(&e, t->arena, t->framework, t->result, t->language), &e);
}

static khung_status tell_all(walk *w)
{
    const khung_framework *f = w->t->framework;
    khung_status status = KHUNG_OK;
    for (uint32_t i = 0; i < f->domain_count && status == KHUNG_OK; i++)
        status = tell_domain(w, i);
    for (uint32_t i = 0; i < f->gate_count && status == KHUNG_OK; i++)
        status = tell_gate(w, i);
    return status == KHUNG_OK ? tell_grade(w) : status;
}

static uint32_t find_grade(const khung_framework *f, khung__str id)
{
    for (uint32_t i = 0; i < f->grade_count; i++)
        if (khung__str_eq(f->grades[i].id, id))
            return i;
    return KHUNG__NONE;
}

/* A domain comes with its criteria, one by one: whoever asks for a domain wants its parts. */
static khung_status tell_domain_in_full(walk *w, uint32_t domain)
{
    const khung__domain *d = &w->t->framework->domains[domain];
    khung_status status = tell_domain(w, domain);
    for (uint32_t i = d->first_criterion; i < d->end_criterion && status == KHUNG_OK; i++)
        status = tell_criterion(w, i);
    return status;
}

static khung_status tell_one(walk *w, khung__str id, khung_log *log)
{
    const khung_framework *f = w->t->framework;
    uint32_t i;
    if (khung__str_eq(id, KHUNG__S("total")))
        return tell_domain(w, 0);
    if (khung__str_eq(id, KHUNG__S("grade")) || find_grade(f, id) != KHUNG__NONE)
        return tell_grade(w);
    if ((i = khung__framework_domain(f, id)) != KHUNG__NONE)
        return tell_domain_in_full(w, i);
    if ((i = khung__framework_criterion(f, id)) != KHUNG__NONE)
        return tell_criterion(w, i);
    if ((i = khung__framework_gate(f, id)) != KHUNG__NONE)
        return tell_gate(w, i);
    KHUNG__DIAG(log, KHUNG__D_EXPLAIN_UNKNOWN, (khung__at){0}, id);
    return KHUNG_NOT_FOUND;
}

/* People type the printed code, in any case: F2, f2. */
static khung__str id_of_code(const khung_framework *f, khung__str word)
{
    for (uint32_t i = 1; i < f->domain_count; i++)
        if (f->domains[i].code.n == word.n && word.n > 0 && khung__text_distance(f->domains[i].code, word, 0) == 0)
            return f->domains[i].id;
    return khung__framework_named(f, word);
}

static khung_status run(khung__buf *buf, const khung_framework *framework, const khung_result *result, const char *id, const char *language,
                        printer *print, const char *between, khung_log *log)
{
    khung__arena arena = {0};
    khung__str tag = language ? khung__str_of(language) : framework->language;
    const khung__teller t = {&arena, framework, result, khung__language_of(tag)};
    walk w = {&t, buf, print, between, false};
    khung__str name = khung__str_of(id);
    bool known = name.s && (khung__framework_criterion(framework, name) != KHUNG__NONE || khung__framework_domain(framework, name) != KHUNG__NONE);
    khung_status status = !id ? tell_all(&w) : tell_one(&w, known ? name : id_of_code(framework, name), log);
    khung__arena_free(&arena);
    return status;
}

static khung_status finish(char **out, khung__buf *buf, khung_status status)
{
    khung__buf_char(buf, '\0');
    if (status == KHUNG_OK && buf->failed)
        status = KHUNG_NO_MEMORY;
    if (status != KHUNG_OK) {
        khung__buf_free(buf);
        return status;
    }
    *out = buf->s;
    return KHUNG_OK;
}

khung_status khung_explain_text(char **out, const khung_framework *framework, const khung_result *result, const char *id, const char *language,
                                khung_log *log)
{
    if (!out || !framework || !result)
        return KHUNG_BAD_CALL;
    khung__buf buf = {0};
    khung_status status = run(&buf, framework, result, id, language, khung__explain_print, "", log);
    return finish(out, &buf, status);
}

khung_status khung_explain_json(char **out, const khung_framework *framework, const khung_result *result, const char *id, const char *language,
                                khung_log *log)
{
    if (!out || !framework || !result)
        return KHUNG_BAD_CALL;
    khung__buf buf = {0};
    khung__buf_z(&buf, "{\n  \"kind\": \"explanation\", \"format\": 1,\n  \"parts\": [\n");
    khung_status status = run(&buf, framework, result, id, language, khung__explain_json, ",\n", log);
    khung__buf_z(&buf, "\n  ]\n}\n");
    return finish(out, &buf, status);
}
