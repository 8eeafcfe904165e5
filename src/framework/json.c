/* framework/json: the model as JSON, resolved: defaults filled in, every criterion with its range and target. */
#include "shape.h"

#include <string.h>

/* Commas and line ends between the members of an object or list. */
typedef struct json {
    khung__buf buf;
    unsigned depth;
    bool first;
} json;

static void next(json *j)
{
    khung__buf_z(&j->buf, j->first ? "\n" : ",\n");
    for (unsigned i = 0; i < j->depth; i++)
        khung__buf_z(&j->buf, "  ");
    j->first = false;
}

static void key(json *j, const char *name)
{
    next(j);
    khung__buf_json(&j->buf, khung__str_of(name));
    khung__buf_z(&j->buf, ": ");
}

static void open_with(json *j, char bracket)
{
    khung__buf_char(&j->buf, bracket);
    j->depth++;
    j->first = true;
}

static void close_with(json *j, char bracket)
{
    bool empty = j->first;
    j->depth--;
    if (!empty) {
        khung__buf_char(&j->buf, '\n');
        for (unsigned i = 0; i < j->depth; i++)
            khung__buf_z(&j->buf, "  ");
    }
    khung__buf_char(&j->buf, bracket);
    j->first = false;
}

static void value(json *j, khung__str s)
{
    if (s.n)
        khung__buf_json(&j->buf, s);
    else
        khung__buf_z(&j->buf, "null");
}

static void text(json *j, const char *name, khung__str s)
{
    key(j, name);
    value(j, s);
}

static void whole(json *j, const char *name, int64_t n)
{
    key(j, name);
    khung__buf_int(&j->buf, n);
}

static void flag(json *j, const char *name, bool b)
{
    key(j, name);
    khung__buf_z(&j->buf, b ? "true" : "false");
}

/* Decimals are strings, as rationals are in results: exact for every reader. */
static void decimal(json *j, const char *name, khung__micro m)
{
    char digits[32];
    key(j, name);
    khung__buf_json(&j->buf, khung__print_micro(digits, m));
}

static void word(json *j, const char *name, const char *const *words, unsigned i)
{
    text(j, name, khung__str_of(words[i]));
}

/* ---- parts ---- */

static const char *const combines[] = {"mean", "pooled", "sum", "min", "max", "median", "percent_of_max", "percent_met", "reached"};
static const char *const ofs[] = {"score", "percent"};
static const char *const methods[] = {"scale", "ladder", "checklist", "quantity"};
static const char *const needs[] = {"should", "must", "may"};
static const char *const stages[] = {"active", "future", "retired"};
static const char *const fact_types[] = {"flag", "decimal", "choice"};

static void write_facts(json *j, const khung_framework *f)
{
    key(j, "profile");
    open_with(j, '[');
    for (uint32_t i = 0; i < f->fact_count; i++) {
        const khung__fact *fact = &f->facts[i];
        next(j);
        open_with(j, '{');
        text(j, "id", fact->id);
        text(j, "ask", fact->ask);
        word(j, "type", fact_types, fact->type);
        text(j, "unit", fact->unit);
        key(j, "options");
        open_with(j, '[');
        for (uint32_t k = 0; k < fact->option_count; k++) {
            next(j);
            open_with(j, '{');
            text(j, "id", fact->options[k].id);
            text(j, "title", fact->options[k].title);
            close_with(j, '}');
        }
        close_with(j, ']');
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_scales(json *j, const khung_framework *f)
{
    key(j, "scales");
    open_with(j, '[');
    for (uint32_t i = 0; i < f->scale_count; i++) {
        const khung__scale *s = &f->scales[i];
        next(j);
        open_with(j, '{');
        text(j, "id", s->id);
        text(j, "better", khung__str_of(s->lower ? "lower" : "higher"));
        key(j, "levels");
        open_with(j, '[');
        for (uint32_t k = 0; k < s->level_count; k++) {
            next(j);
            open_with(j, '{');
            text(j, "id", s->levels[k].id);
            decimal(j, "points", s->levels[k].points);
            text(j, "title", s->levels[k].title);
            text(j, "means", s->levels[k].means);
            close_with(j, '}');
        }
        close_with(j, ']');
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_levels(json *j, const khung_framework *f, const khung__criterion *c)
{
    key(j, "levels");
    open_with(j, '[');
    for (uint32_t i = 0; c->scale != KHUNG__NONE && i < f->scales[c->scale].level_count; i++) {
        if (!(c->choosable >> i & 1))
            continue;
        next(j);
        open_with(j, '{');
        text(j, "id", f->scales[c->scale].levels[i].id);
        text(j, "descriptor", c->descriptors ? c->descriptors[i] : (khung__str){0});
        text(j, "next", c->next ? c->next[i] : (khung__str){0});
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_checks(json *j, const khung_framework *f, const khung__criterion *c)
{
    key(j, "checks");
    open_with(j, '[');
    for (uint32_t i = 0; i < c->check_count; i++) {
        next(j);
        open_with(j, '{');
        text(j, "id", c->checks[i].id);
        if (c->method == KHUNG__LADDER)
            text(j, "level", f->scales[c->scale].levels[c->checks[i].level].id);
        else
            decimal(j, "points", c->checks[i].points);
        text(j, "ask", c->checks[i].ask);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_ranges(json *j, const khung_framework *f, const khung__criterion *c)
{
    key(j, "ranges");
    open_with(j, '[');
    for (uint32_t i = 0; i < c->range_count; i++) {
        next(j);
        open_with(j, '{');
        if (c->ranges[i].has_from)
            decimal(j, "from", c->ranges[i].from);
        else
            text(j, "from", (khung__str){0});
        text(j, "level", f->scales[c->scale].levels[c->ranges[i].level].id);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_evidence(json *j, const khung_framework *f, const khung__criterion *c)
{
    key(j, "evidence");
    open_with(j, '[');
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        const khung__evidence_item *item = &c->evidence[i];
        next(j);
        open_with(j, '{');
        text(j, "id", item->id);
        text(j, "title", item->title);
        text(j, "from_level", item->from_level == KHUNG__NONE ? (khung__str){0} : f->scales[c->scale].levels[item->from_level].id);
        flag(j, "required", item->required);
        if (item->max_age_months >= 0)
            whole(j, "max_age_months", item->max_age_months);
        else
            text(j, "max_age_months", (khung__str){0});
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void date(json *j, const char *name, khung__date d)
{
    key(j, name);
    khung__buf_z(&j->buf, d.year ? "\"" : "null");
    if (d.year) {
        khung__buf_date(&j->buf, d);
        khung__buf_char(&j->buf, '"');
    }
}

static void write_references(json *j, const khung__criterion *c)
{
    key(j, "references");
    open_with(j, '[');
    for (uint32_t i = 0; i < c->reference_count; i++) {
        const khung__reference *r = &c->references[i];
        next(j);
        open_with(j, '{');
        text(j, "title", r->title);
        text(j, "number", r->number);
        text(j, "url", r->url);
        date(j, "from", r->from);
        date(j, "to", r->to);
        text(j, "replaced_by", r->replaced_by);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_criterion(json *j, const khung_framework *f, const khung__criterion *c)
{
    next(j);
    open_with(j, '{');
    text(j, "id", c->id);
    text(j, "domain", f->domains[c->domain].id);
    text(j, "code", c->code);
    text(j, "title", c->title);
    text(j, "ask", c->ask.n ? c->ask : c->title);
    text(j, "why", c->why);
    word(j, "method", methods, c->method);
    text(j, "scale", c->scale == KHUNG__NONE ? (khung__str){0} : f->scales[c->scale].id);
    decimal(j, "weight", c->weight);
    word(j, "need", needs, c->need);
    word(j, "stage", stages, c->stage);
    text(j, "na", khung__str_of(c->na_forbidden ? "forbid" : "with_reason"));
    text(j, "unit", c->unit);
    decimal(j, "lo", c->lo);
    decimal(j, "hi", c->hi);
    decimal(j, "target", c->target);
    text(j, "target_level", c->target_level == KHUNG__NONE ? (khung__str){0} : f->scales[c->scale].levels[c->target_level].id);
    write_levels(j, f, c);
    write_checks(j, f, c);
    write_ranges(j, f, c);
    write_evidence(j, f, c);
    write_references(j, c);
    close_with(j, '}');
}

static void write_domain(json *j, const khung_framework *f, const khung__domain *d)
{
    next(j);
    open_with(j, '{');
    text(j, "id", d->id);
    text(j, "parent", d->parent ? f->domains[d->parent].id : (khung__str){0});
    text(j, "code", d->code);
    text(j, "title", d->title);
    decimal(j, "weight", d->weight);
    word(j, "combine", combines, d->rule.combine);
    word(j, "of", ofs, d->rule.of);
    decimal(j, "share", d->rule.share);
    close_with(j, '}');
}

/* ---- lists of things with an id and a title ---- */

static void write_bands(json *j, const khung_framework *f)
{
    key(j, "bands");
    open_with(j, '[');
    for (uint32_t i = 0; i < f->band_count; i++) {
        next(j);
        open_with(j, '{');
        text(j, "id", f->bands[i].id);
        decimal(j, "from", f->bands[i].from);
        text(j, "title", f->bands[i].title);
        text(j, "means", f->bands[i].means);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_views(json *j, const khung_framework *f)
{
    key(j, "views");
    open_with(j, '[');
    for (uint32_t i = 0; i < f->view_count; i++) {
        const khung__view *v = &f->views[i];
        next(j);
        open_with(j, '{');
        text(j, "id", v->id);
        text(j, "title", v->title);
        word(j, "combine", combines, v->rule.combine);
        key(j, "groups");
        open_with(j, '[');
        for (uint32_t k = 0; k < v->group_count; k++) {
            next(j);
            open_with(j, '{');
            text(j, "id", v->groups[k].id);
            text(j, "title", v->groups[k].title);
            key(j, "criteria");
            open_with(j, '[');
            for (uint32_t n = 0; n < v->groups[k].criterion_count; n++) {
                next(j);
                value(j, f->criteria[v->groups[k].criteria[n]].id);
            }
            close_with(j, ']');
            close_with(j, '}');
        }
        close_with(j, ']');
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_decisions(json *j, const khung_framework *f)
{
    key(j, "gates");
    open_with(j, '[');
    for (uint32_t i = 0; i < f->gate_count; i++) {
        next(j);
        open_with(j, '{');
        text(j, "id", f->gates[i].id);
        text(j, "title", f->gates[i].title);
        close_with(j, '}');
    }
    close_with(j, ']');
    key(j, "grades");
    open_with(j, '[');
    for (uint32_t i = 0; i < f->grade_count; i++) {
        next(j);
        open_with(j, '{');
        text(j, "id", f->grades[i].id);
        text(j, "title", f->grades[i].title);
        if (f->grades[i].valid_months >= 0)
            whole(j, "valid_months", f->grades[i].valid_months);
        else
            text(j, "valid_months", (khung__str){0});
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void write_head(json *j, const khung_framework *f)
{
    text(j, "kind", KHUNG__S("framework"));
    text(j, "id", f->id);
    text(j, "version", f->version);
    text(j, "status", f->status);
    text(j, "language", f->language);
    text(j, "title", f->title);
    text(j, "description", f->description);
    text(j, "publisher", f->publisher);
    text(j, "licence", f->licence);
    text(j, "purpose", f->purpose);
    text(j, "derived_from", f->derived_from);
}

khung_status khung_framework_json(char **out, const khung_framework *f)
{
    char digest[KHUNG_DIGEST_TEXT_SIZE];
    json j = {0};
    if (!out || !f)
        return KHUNG_BAD_CALL;
    khung_status status = khung_framework_digest(f, digest);
    if (status != KHUNG_OK)
        return status;
    open_with(&j, '{');
    write_head(&j, f);
    text(&j, "digest", khung__str_of(digest));
    write_facts(&j, f);
    write_scales(&j, f);
    write_bands(&j, f);
    key(&j, "domains");
    open_with(&j, '[');
    for (uint32_t i = 1; i < f->domain_count; i++)
        write_domain(&j, f, &f->domains[i]);
    close_with(&j, ']');
    key(&j, "criteria");
    open_with(&j, '[');
    for (uint32_t i = 0; i < f->criterion_count; i++)
        write_criterion(&j, f, &f->criteria[i]);
    close_with(&j, ']');
    write_views(&j, f);
    write_decisions(&j, f);
    close_with(&j, '}');
    khung__buf_add(&j.buf, "\n", 2); /* and the NUL */
    if (j.buf.failed) {
        khung__buf_free(&j.buf);
        return KHUNG_NO_MEMORY;
    }
    *out = j.buf.s;
    return KHUNG_OK;
}
