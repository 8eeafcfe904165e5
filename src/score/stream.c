/* Many assessments with the organisation's own answers alone: everything that does not change is made once. */
#include "stream.h"

#include <string.h>

static bool make_points(khung__stream *stream)
{
    const khung_framework *f = stream->framework;
    stream->points = khung__arena_alloc(&stream->arena, f->scale_count * sizeof *stream->points);
    for (uint32_t s = 0; stream->points && s < f->scale_count; s++) {
        stream->points[s] = khung__arena_alloc(&stream->arena, f->scales[s].level_count * sizeof **stream->points);
        if (!stream->points[s])
            return false;
        for (uint32_t l = 0; l < f->scales[s].level_count; l++) {
            stream->points[s][l] = khung__rat_micro(&stream->arena, f->scales[s].levels[l].points);
            if (!stream->points[s][l].has)
                return false;
        }
    }
    return stream->points != NULL;
}

/* A track of its own kind: every criterion has an answer, which may say nothing. */
static bool make_track(khung__stream *stream)
{
    const khung_framework *f = stream->framework;
    khung__bound *bound = &stream->bound;
    uint32_t count = f->criterion_count;
    stream->answers = khung__arena_alloc(&stream->arena, count * sizeof *stream->answers);
    stream->facts = khung__arena_alloc(&stream->arena, f->fact_count * sizeof *stream->facts);
    bound->by_criterion = khung__arena_alloc(&stream->arena, count * sizeof *bound->by_criterion);
    bound->level = khung__arena_alloc(&stream->arena, count * sizeof *bound->level);
    bound->checks = khung__arena_alloc(&stream->arena, count * sizeof *bound->checks);
    if (!stream->answers || !stream->facts || !bound->by_criterion || !bound->level || !bound->checks)
        return false;
    for (uint32_t c = 0; c < count; c++) {
        bound->by_criterion[c] = &stream->answers[c];
        bound->checks[c] = khung__arena_alloc(&stream->arena, f->criteria[c].check_count);
        if (!bound->checks[c])
            return false;
    }
    stream->tracks = (khung__tracks){.framework = f, .bounds = bound, .count = 1, .consensus = KHUNG__NONE, .reviewer = KHUNG__NONE,
                                     .facts = stream->facts};
    return true;
}

static bool make_filling(khung__stream *stream)
{
    khung__filling *filling = &stream->filling;
    uint32_t count = stream->framework->criterion_count;
    filling->self = khung__arena_alloc(&stream->arena, count * sizeof *filling->self);
    filling->reviewer = khung__arena_alloc(&stream->arena, count * sizeof *filling->reviewer);
    filling->official = khung__arena_alloc(&stream->arena, count * sizeof *filling->official);
    filling->wide = khung__arena_alloc(&stream->arena, count * sizeof *filling->wide);
    filling->result = &stream->result;
    filling->tracks = &stream->tracks;
    filling->scorer = stream->scorer;
    if (!filling->self || !filling->reviewer || !filling->official || !filling->wide)
        return false;
    stream->result.arena = stream->arena; /* room that stays; then the result's own arena holds one assessment only */
    khung__filling_room(filling);
    stream->arena = stream->result.arena;
    stream->result.arena = (khung__arena){0};
    return !filling->failed;
}

khung_status khung__stream_open(khung__stream *stream, const khung_framework *framework, khung_log *log)
{
    *stream = (khung__stream){.framework = framework};
    khung_status status = khung_scorer_prepare(&stream->scorer, framework, log);
    if (status == KHUNG_OK)
        status = khung_scratch_new(&stream->filling.scratch, stream->scorer);
    if (status == KHUNG_OK && !(make_points(stream) && make_track(stream) && make_filling(stream)))
        status = KHUNG_NO_MEMORY;
    stream->result.rules = KHUNG_RULES;
    stream->result.digits = framework->digits;
    stream->result.framework_tree = framework->tree;
    return status;
}

void khung__stream_close(khung__stream *stream)
{
    khung_scratch_free(stream->filling.scratch);
    khung_scorer_free(stream->scorer);
    khung__arena_free(&stream->result.arena);
    khung__arena_free(&stream->arena);
}

static khung__rat ratio(khung__stream *stream, khung__u128 above, khung__u128 below)
{
    uint64_t a[2], b[2];
    uint32_t an = khung__natural_set(a, above), bn = khung__natural_set(b, below);
    khung__rat value = khung__rat_make(&stream->result.arena, false, a, an, b, bn);
    stream->filling.failed = stream->filling.failed || !value.has;
    return value;
}

static void fill_criterion(khung__stream *stream, uint32_t c)
{
    khung__filling *filling = &stream->filling;
    const khung__said *said = &filling->self[c];
    const khung_official *official = &filling->official[c];
    khung__criterion_result *out = &stream->result.criteria[c];
    khung__standing *standing = &stream->result.standings[c];
    khung__scorer_stand(standing, stream->scorer, official, filling->wide, c);
    standing->evidence = standing->has && khung__scorer_evidence(stream->scorer, standing, 0, c);
    out->state = (khung_state)official->state;
    out->level = out->state == KHUNG_ANSWERED ? said->level : KHUNG__NONE;
    out->blocks = standing->blocks;
    out->self = out->score = khung__rat_none();
    if (said->what == KHUNG__SAID_NUMBER && said->level != KHUNG__NONE)
        out->self = stream->points[stream->framework->criteria[c].scale][said->level];
    else if (said->what == KHUNG__SAID_NUMBER)
        out->self = ratio(stream, said->above, (khung__u128)KHUNG__MICRO * said->over);
    if (standing->has)
        out->score = out->state == KHUNG_ANSWERED ? out->self : ratio(stream, standing->above, (khung__u128)KHUNG__MICRO * standing->over);
}

/* What only some assessments have must not stay from the one before. */
static void forget(khung_result *result)
{
    khung__arena_reset(&result->arena);
    memset(result->domains, 0, result->domain_count * sizeof *result->domains);
    memset(result->band_ids, 0, result->domain_count * sizeof *result->band_ids);
    result->coverage = khung__rat_none();
    result->grade_id = (khung__str){0};
}

khung_status khung__stream_score(khung__stream *stream)
{
    khung__filling *filling = &stream->filling;
    khung_result *result = &stream->result;
    uint32_t count = stream->framework->criterion_count;
    khung_summary summary;
    forget(result);
    for (uint32_t c = 0; c < count; c++) {
        filling->self[c] = khung__tracks_said(&stream->tracks, 0, c);
        khung__filling_official(filling, c);
    }
    khung_scorer_scope(filling->official, stream->scorer, stream->facts, count);
    khung_status status = khung__scorer_run(&summary, filling->scratch, filling->official, filling->wide, stream->facts);
    if (status != KHUNG_OK)
        return status == KHUNG_BAD_DATA ? KHUNG_INTERNAL : status;
    for (uint32_t i = 0; i < stream->framework->fact_count; i++) {
        result->facts[i] = stream->facts[i];
        result->fact_given[i] = stream->facts[i].given;
        result->fact_number[i] = stream->facts[i].value;
    }
    for (uint32_t c = 0; c < count; c++)
        fill_criterion(stream, c);
    khung__filling_parts(filling, &summary);
    if (filling->scratch->work.failed)
        return KHUNG_INTERNAL;
    return filling->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}
