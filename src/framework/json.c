/* framework/json: the model as JSON, resolved: defaults filled in, every criterion with its range and target. */
#include "json_write.h"
#include "shape.h"

#include <string.h>

/* Decimals are strings, as rationals are in results: exact for every reader. */
static void decimal(khung__json *j, const char *name, khung__micro m)
{
    char digits[32];
    khung__json_key(j, name);
    khung__buf_json(&j->buf, khung__print_micro(digits, m));
}

static void word(khung__json *j, const char *name, const char *const *words, unsigned i)
{
    khung__json_text(j, name, khung__str_of(words[i]));
}

/* ---- parts ---- */

static const char *const combines[] = {"mean", "pooled", "sum", "min", "max", "median", "percent_of_max", "percent_met", "reached"};
static const char *const ofs[] = {"score", "percent"};
static const char *const methods[] = {"scale", "ladder", "checklist", "quantity"};
static const char *const needs[] = {"should", "must", "may"};
static const char *const stages[] = {"active", "future", "retired"};
static const char *const fact_types[] = {"flag", "decimal", "choice"};

static void write_facts(khung__json *j, const khung_framework *f)
{
    khung__json_key(j, "profile");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < f->fact_count; i++) {
        const khung__fact *fact = &f->facts[i];
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", fact->id);
        khung__json_text(j, "ask", fact->ask);
        word(j, "type", fact_types, fact->type);
        khung__json_text(j, "unit", fact->unit);
        khung__json_key(j, "options");
        khung__json_open(j, '[');
        for (uint32_t k = 0; k < fact->option_count; k++) {
            khung__json_item(j);
            khung__json_open(j, '{');
            khung__json_text(j, "id", fact->options[k].id);
            khung__json_text(j, "title", fact->options[k].title);
            khung__json_close(j, '}');
        }
        khung__json_close(j, ']');
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_scales(khung__json *j, const khung_framework *f)
{
    khung__json_key(j, "scales");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < f->scale_count; i++) {
        const khung__scale *s = &f->scales[i];
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", s->id);
        khung__json_text(j, "better", khung__str_of(s->lower ? "lower" : "higher"));
        khung__json_key(j, "levels");
        khung__json_open(j, '[');
        for (uint32_t k = 0; k < s->level_count; k++) {
            khung__json_item(j);
            khung__json_open(j, '{');
            khung__json_text(j, "id", s->levels[k].id);
            decimal(j, "points", s->levels[k].points);
            khung__json_text(j, "title", s->levels[k].title);
            khung__json_text(j, "means", s->levels[k].means);
            khung__json_close(j, '}');
        }
        khung__json_close(j, ']');
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_levels(khung__json *j, const khung_framework *f, const khung__criterion *c)
{
    khung__json_key(j, "levels");
    khung__json_open(j, '[');
    for (uint32_t i = 0; c->scale != KHUNG__NONE && i < f->scales[c->scale].level_count; i++) {
        if (!(c->choosable >> i & 1))
            continue;
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", f->scales[c->scale].levels[i].id);
        khung__json_text(j, "descriptor", c->descriptors ? c->descriptors[i] : (khung__str){0});
        khung__json_text(j, "next", c->next ? c->next[i] : (khung__str){0});
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_checks(khung__json *j, const khung_framework *f, const khung__criterion *c)
{
    khung__json_key(j, "checks");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < c->check_count; i++) {
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", c->checks[i].id);
        if (c->method == KHUNG__LADDER)
            khung__json_text(j, "level", f->scales[c->scale].levels[c->checks[i].level].id);
        else
            decimal(j, "points", c->checks[i].points);
        khung__json_text(j, "ask", c->checks[i].ask);
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_ranges(khung__json *j, const khung_framework *f, const khung__criterion *c)
{
    khung__json_key(j, "ranges");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < c->range_count; i++) {
        khung__json_item(j);
        khung__json_open(j, '{');
        if (c->ranges[i].has_from)
            decimal(j, "from", c->ranges[i].from);
        else
            khung__json_text(j, "from", (khung__str){0});
        khung__json_text(j, "level", f->scales[c->scale].levels[c->ranges[i].level].id);
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_evidence(khung__json *j, const khung_framework *f, const khung__criterion *c)
{
    khung__json_key(j, "evidence");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        const khung__evidence_item *item = &c->evidence[i];
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", item->id);
        khung__json_text(j, "title", item->title);
        khung__json_text(j, "from_level", item->from_level == KHUNG__NONE ? (khung__str){0} : f->scales[c->scale].levels[item->from_level].id);
        khung__json_flag(j, "required", item->required);
        if (item->max_age_months >= 0)
            khung__json_whole(j, "max_age_months", item->max_age_months);
        else
            khung__json_text(j, "max_age_months", (khung__str){0});
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void date(khung__json *j, const char *name, khung__date d)
{
    khung__json_key(j, name);
    khung__buf_z(&j->buf, d.year ? "\"" : "null");
    if (d.year) {
        khung__buf_date(&j->buf, d);
        khung__buf_char(&j->buf, '"');
    }
}

static void write_references(khung__json *j, const khung__criterion *c)
{
    khung__json_key(j, "references");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < c->reference_count; i++) {
        const khung__reference *r = &c->references[i];
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "title", r->title);
        khung__json_text(j, "number", r->number);
        khung__json_text(j, "url", r->url);
        date(j, "from", r->from);
        date(j, "to", r->to);
        khung__json_text(j, "replaced_by", r->replaced_by);
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_criterion(khung__json *j, const khung_framework *f, const khung__criterion *c)
{
    khung__json_item(j);
    khung__json_open(j, '{');
    khung__json_text(j, "id", c->id);
    khung__json_text(j, "domain", f->domains[c->domain].id);
    khung__json_text(j, "code", c->code);
    khung__json_text(j, "title", c->title);
    khung__json_text(j, "ask", c->ask.n ? c->ask : c->title);
    khung__json_text(j, "why", c->why);
    word(j, "method", methods, c->method);
    khung__json_text(j, "scale", c->scale == KHUNG__NONE ? (khung__str){0} : f->scales[c->scale].id);
    decimal(j, "weight", c->weight);
    word(j, "need", needs, c->need);
    word(j, "stage", stages, c->stage);
    khung__json_text(j, "na", khung__str_of(c->na_forbidden ? "forbid" : "with_reason"));
    khung__json_text(j, "unit", c->unit);
    decimal(j, "lo", c->lo);
    decimal(j, "hi", c->hi);
    decimal(j, "target", c->target);
    khung__json_text(j, "target_level", c->target_level == KHUNG__NONE ? (khung__str){0} : f->scales[c->scale].levels[c->target_level].id);
    write_levels(j, f, c);
    write_checks(j, f, c);
    write_ranges(j, f, c);
    write_evidence(j, f, c);
    write_references(j, c);
    khung__json_close(j, '}');
}

static void write_domain(khung__json *j, const khung_framework *f, const khung__domain *d)
{
    khung__json_item(j);
    khung__json_open(j, '{');
    khung__json_text(j, "id", d->id);
    khung__json_text(j, "parent", d->parent ? f->domains[d->parent].id : (khung__str){0});
    khung__json_text(j, "code", d->code);
    khung__json_text(j, "title", d->title);
    decimal(j, "weight", d->weight);
    word(j, "combine", combines, d->rule.combine);
    word(j, "of", ofs, d->rule.of);
    decimal(j, "share", d->rule.share);
    khung__json_close(j, '}');
}

/* ---- lists of things with an id and a title ---- */

static void write_bands(khung__json *j, const khung_framework *f)
{
    khung__json_key(j, "bands");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < f->band_count; i++) {
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", f->bands[i].id);
        decimal(j, "from", f->bands[i].from);
        khung__json_text(j, "title", f->bands[i].title);
        khung__json_text(j, "means", f->bands[i].means);
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_views(khung__json *j, const khung_framework *f)
{
    khung__json_key(j, "views");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < f->view_count; i++) {
        const khung__view *v = &f->views[i];
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", v->id);
        khung__json_text(j, "title", v->title);
        word(j, "combine", combines, v->rule.combine);
        khung__json_key(j, "groups");
        khung__json_open(j, '[');
        for (uint32_t k = 0; k < v->group_count; k++) {
            khung__json_item(j);
            khung__json_open(j, '{');
            khung__json_text(j, "id", v->groups[k].id);
            khung__json_text(j, "title", v->groups[k].title);
            khung__json_key(j, "criteria");
            khung__json_open(j, '[');
            for (uint32_t n = 0; n < v->groups[k].criterion_count; n++) {
                khung__json_item(j);
                khung__json_value(j, f->criteria[v->groups[k].criteria[n]].id);
            }
            khung__json_close(j, ']');
            khung__json_close(j, '}');
        }
        khung__json_close(j, ']');
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_decisions(khung__json *j, const khung_framework *f)
{
    khung__json_key(j, "gates");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < f->gate_count; i++) {
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", f->gates[i].id);
        khung__json_text(j, "title", f->gates[i].title);
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
    khung__json_key(j, "grades");
    khung__json_open(j, '[');
    for (uint32_t i = 0; i < f->grade_count; i++) {
        khung__json_item(j);
        khung__json_open(j, '{');
        khung__json_text(j, "id", f->grades[i].id);
        khung__json_text(j, "title", f->grades[i].title);
        if (f->grades[i].valid_months >= 0)
            khung__json_whole(j, "valid_months", f->grades[i].valid_months);
        else
            khung__json_text(j, "valid_months", (khung__str){0});
        khung__json_close(j, '}');
    }
    khung__json_close(j, ']');
}

static void write_head(khung__json *j, const khung_framework *f)
{
    khung__json_text(j, "kind", KHUNG__S("framework"));
    khung__json_text(j, "id", f->id);
    khung__json_text(j, "version", f->version);
    khung__json_text(j, "status", f->status);
    khung__json_text(j, "language", f->language);
    khung__json_text(j, "title", f->title);
    khung__json_text(j, "description", f->description);
    khung__json_text(j, "publisher", f->publisher);
    khung__json_text(j, "licence", f->licence);
    khung__json_text(j, "purpose", f->purpose);
    khung__json_text(j, "derived_from", f->derived_from);
}

khung_status khung_framework_json(char **out, const khung_framework *f)
{
    char digest[KHUNG_DIGEST_TEXT_SIZE];
    khung__json j = {0};
    if (!out || !f)
        return KHUNG_BAD_CALL;
    khung_status status = khung_framework_digest(f, digest);
    if (status != KHUNG_OK)
        return status;
    khung__json_open(&j, '{');
    write_head(&j, f);
    khung__json_text(&j, "digest", khung__str_of(digest));
    write_facts(&j, f);
    write_scales(&j, f);
    write_bands(&j, f);
    khung__json_key(&j, "domains");
    khung__json_open(&j, '[');
    for (uint32_t i = 1; i < f->domain_count; i++)
        write_domain(&j, f, &f->domains[i]);
    khung__json_close(&j, ']');
    khung__json_key(&j, "criteria");
    khung__json_open(&j, '[');
    for (uint32_t i = 0; i < f->criterion_count; i++)
        write_criterion(&j, f, &f->criteria[i]);
    khung__json_close(&j, ']');
    write_views(&j, f);
    write_decisions(&j, f);
    khung__json_close(&j, '}');
    khung__buf_add(&j.buf, "\n", 2); /* and the NUL */
    if (j.buf.failed) {
        khung__buf_free(&j.buf);
        return KHUNG_NO_MEMORY;
    }
    *out = j.buf.s;
    return KHUNG_OK;
}
