/* report: puts the parts of the assessment document together. */
#include "inner.h"

/* ---- tracks ---- */

static const khung__bound *track_of(const khung__report_input *in, khung__track kind)
{
    for (size_t i = 0; i < in->track_count; i++)
        if (in->tracks[i].answers->track == kind) return &in->tracks[i];
    return NULL;
}

const khung__bound *khung__report_self(const khung__report_input *in)
{
    const khung__bound *consensus = track_of(in, KHUNG__CONSENSUS);
    return consensus ? consensus : track_of(in, KHUNG__SELF);
}

const khung__bound *khung__report_reviewer(const khung__report_input *in)
{
    return track_of(in, KHUNG__REVIEWER);
}

khung__str khung__report_issuer(const khung__report_input *in)
{
    if (in->options->issuer) return khung__str_of(in->options->issuer);
    return in->description->issuer.n ? in->description->issuer : in->framework->publisher;
}

/* ---- thresholds that a rounded percent must not seem to reach ---- */

static size_t count_conditions(const khung__condition *c)
{
    size_t n = 2;
    for (uint32_t i = 0; i < c->child_count; i++) n += count_conditions(&c->children[i]);
    return n;
}

static void add_condition(khung__report *report, const khung__condition *c)
{
    bool number = c->kind == KHUNG__IF_TOTAL || c->kind == KHUNG__IF_DOMAIN ||
                  c->kind == KHUNG__IF_EACH_DOMAIN;
    if (number && c->bounds.has_at_least_percent)
        report->thresholds[report->threshold_count++] = c->bounds.at_least_percent;
    if (number && c->bounds.has_below_percent)
        report->thresholds[report->threshold_count++] = c->bounds.below_percent;
    for (uint32_t i = 0; i < c->child_count; i++) add_condition(report, &c->children[i]);
}

static bool collect_thresholds(khung__report *report)
{
    const khung_framework *framework = report->framework;
    size_t most = framework->band_count;
    for (uint32_t i = 0; i < framework->gate_count; i++)
        most += count_conditions(framework->gates[i].require);
    for (uint32_t i = 0; i < framework->grade_count; i++)
        most += count_conditions(framework->grades[i].require);
    report->thresholds = khung__arena_alloc(report->arena, (most + 1) * sizeof *report->thresholds);
    if (!report->thresholds) return false;
    for (uint32_t i = 0;
         i < framework->band_count && !framework->band_by_score && !framework->band_shown; i++)
        report->thresholds[report->threshold_count++] = framework->bands[i].from;
    for (uint32_t i = 0; i < framework->gate_count; i++)
        add_condition(report, framework->gates[i].require);
    for (uint32_t i = 0; i < framework->grade_count; i++)
        add_condition(report, framework->grades[i].require);
    return true;
}

/* ---- the shape of the framework ---- */

static bool keeps_to_the_scale(const khung__domain *d)
{
    switch (d->rule.combine) {
    case KHUNG__MEAN:
    case KHUNG__POOLED:
    case KHUNG__MIN:
    case KHUNG__MAX:
    case KHUNG__MEDIAN:
    case KHUNG__REACHED: return d->rule.of == KHUNG__OF_SCORE;
    default: return false;
    }
}

/* Steps are honest only where every number on the way up lies on the levels of one and the same
 * scale. */
static void find_scale(khung__report *report)
{
    const khung_framework *framework = report->framework;
    uint32_t scale = KHUNG__NONE;
    bool same = true;
    for (uint32_t i = 0; i < framework->criterion_count; i++) {
        const khung__criterion *c = &framework->criteria[i];
        if (c->stage != KHUNG__ACTIVE) continue;
        if (scale == KHUNG__NONE) scale = c->scale;
        same = same && c->scale != KHUNG__NONE && c->scale == scale;
    }
    for (uint32_t i = 0; i < framework->domain_count; i++)
        same = same && keeps_to_the_scale(&framework->domains[i]);
    report->scale = &framework->scales[scale == KHUNG__NONE ? 0 : scale];
    report->stepped = same && scale != KHUNG__NONE && report->scale->level_count >= 2 &&
                      report->scale->level_count <= 10;
    for (uint32_t i = 1; i < framework->domain_count; i++)
        report->coded = report->coded || framework->domains[i].code.n;
}

bool khung__report_prepare(khung__report *report, khung__doc *doc, const khung__report_input *in)
{
    *report = (khung__report){.doc = doc,
                              .arena = &doc->arena,
                              .in = in,
                              .framework = in->framework,
                              .result = in->result,
                              .self = khung__report_self(in),
                              .reviewer = khung__report_reviewer(in),
                              .language = in->language,
                              .cover_page = SIZE_MAX};
    for (uint32_t i = 0; i < in->description->section_count; i++)
        report->domains_told = report->domains_told ||
                               in->description->sections[i].id == KHUNG__SECTION_DOMAINS;
    report->evidence = khung__arena_alloc(report->arena, (in->framework->criterion_count + 1) *
                                                             sizeof *report->evidence);
    khung__report_palette(report->palette, in->description);
    if (!report->evidence || !collect_thresholds(report)) return false;
    find_scale(report);
    khung__report_targets(report);
    khung__report_compare_rounds(report);
    return true;
}

/* A domain begins a page, but for one that will have its whole place below the one before, or
 * where that fills less than half of its last page. */
static bool begins_below(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    double guess = 28 + 90 + 100.0 * (d->end_criterion - d->first_criterion);
    if (report->y + guess <= KHUNG__BODY_END) return true;
    return report->y < (KHUNG__BODY_Y + KHUNG__BODY_END) / 2 &&
           report->y + 28 + khung__report_domain_start(report, domain) <= KHUNG__BODY_END;
}

static void domains(khung__report *report)
{
    const khung__domain *root = &report->framework->domains[0];
    for (uint32_t i = 0; i < root->child_count; i++) {
        const khung__domain *d = &report->framework->domains[root->children[i]];
        report->section = khung__report_named(report, d->code, d->title);
        report->title = (khung__str){0};
        if (i == 0 || !begins_below(report, root->children[i])) khung__report_page(report);
        else report->y += 28;
        khung__report_domain(report, root->children[i]);
    }
    report->title = (khung__str){0};
}

khung_status khung__report_brief(khung__doc *doc, const khung__report_input *in, int shorter)
{
    khung__report *report = khung__arena_alloc(&doc->arena, sizeof *report);
    if (!report || !khung__report_prepare(report, doc, in)) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return doc->status;
    }
    report->brief = true;
    report->shorter = shorter;
    khung__report_summary(report);
    khung__report_frames(report);
    return doc->status;
}

khung_status khung__report_assessment(khung__doc *doc, const khung__report_input *in)
{
    khung__report *report = khung__arena_alloc(&doc->arena, sizeof *report);
    if (!report || !khung__report_prepare(report, doc, in)) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return doc->status;
    }
    static void (*const parts[KHUNG__SECTIONS])(khung__report *) = {
        khung__report_cover, khung__report_summary,  domains,
        khung__report_changes, khung__report_findings, khung__report_next_steps,
        khung__report_certainty, khung__report_compare, khung__report_annex};
    const khung_description *description = in->description;
    for (uint32_t i = 0; i < description->section_count; i++)
        parts[description->sections[i].id](report);
    if (!doc->page_count) khung__report_page(report); /* nothing of what was chosen has content */
    khung__report_notes_put(report);
    khung__report_links(report);
    khung__report_contents(report);
    khung__report_frames(report);
    return doc->status;
}
