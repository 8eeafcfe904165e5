/* The result as the JSON of scoring.md section 6: one writer, two spaces a level, fields in the order told there. */
#include "../score.h"

typedef struct writer {
    khung__buf buf;
    const khung_result *result;
    unsigned depth;
    bool first;          /* nothing stands yet in the object or list that is open */
} writer;

static void line(writer *w)
{
    khung__buf_char(&w->buf, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        khung__buf_z(&w->buf, "  ");
}

/* Begins a member; name NULL in a list. */
static void member(writer *w, const char *name)
{
    if (!w->first)
        khung__buf_char(&w->buf, ',');
    w->first = false;
    if (w->depth > 0)
        line(w);
    if (name) {
        khung__buf_char(&w->buf, '"');
        khung__buf_z(&w->buf, name);
        khung__buf_z(&w->buf, "\": ");
    }
}

static void open(writer *w, const char *name, char bracket)
{
    member(w, name);
    khung__buf_char(&w->buf, bracket);
    w->depth++;
    w->first = true;
}

static void close(writer *w, char bracket)
{
    w->depth--;
    if (!w->first)
        line(w);
    w->first = false;
    khung__buf_char(&w->buf, bracket);
}

/* ---- values ---- */

static void put_null(writer *w, const char *name)
{
    member(w, name);
    khung__buf_z(&w->buf, "null");
}

static void put_text(writer *w, const char *name, khung__str text)
{
    if (!text.s) {
        put_null(w, name);
        return;
    }
    member(w, name);
    khung__buf_json(&w->buf, text);
}

static void put_z(writer *w, const char *name, const char *text)
{
    put_text(w, name, khung__str_of(text));
}

static void put_flag(writer *w, const char *name, bool value)
{
    member(w, name);
    khung__buf_z(&w->buf, value ? "true" : "false");
}

static void put_count(writer *w, const char *name, uint32_t value)
{
    member(w, name);
    khung__buf_int(&w->buf, value);
}

static void put_date(writer *w, const char *name, khung__date date)
{
    member(w, name);
    khung__buf_char(&w->buf, '"');
    khung__buf_date(&w->buf, date);
    khung__buf_char(&w->buf, '"');
}

static void put_exact(writer *w, const char *name, khung__rat value)
{
    if (!value.has) {
        put_null(w, name);
        return;
    }
    member(w, name);
    khung__buf_char(&w->buf, '"');
    khung__buf_rat(&w->buf, value);
    khung__buf_char(&w->buf, '"');
}

static void put_score(writer *w, const char *name, khung__rat value)
{
    if (!value.has) {
        put_null(w, name);
        return;
    }
    open(w, name, '{');
    put_exact(w, "exact", value);
    member(w, "shown");
    khung__buf_char(&w->buf, '"');
    khung__buf_rat_shown(&w->buf, value, w->result->digits);
    khung__buf_char(&w->buf, '"');
    close(w, '}');
}

/* ---- parts ---- */

static void put_head(writer *w)
{
    const khung_result *result = w->result;
    put_z(w, "kind", "result");
    put_count(w, "format", 1);
    put_count(w, "rules", result->rules);
    open(w, "framework", '{');
    put_text(w, "id", result->framework_id);
    put_text(w, "version", result->framework_version);
    const char *digest = khung__framework_digest(result->framework_tree);
    w->buf.failed |= !digest;
    put_z(w, "digest", digest ? digest : "");
    close(w, '}');
    open(w, "organisation", '{');
    put_text(w, "id", result->organisation_id);
    put_text(w, "name", result->organisation_name);
    close(w, '}');
    open(w, "period", '{');
    put_date(w, "from", result->from);
    put_date(w, "to", result->to);
    close(w, '}');
    put_flag(w, "complete", result->complete);
}

/* score, lo, hi, percent, band of a domain or the total. */
static void put_values(writer *w, const khung__domain_result *values, khung__str band)
{
    put_score(w, "score", values->score);
    put_exact(w, "lo", values->lo);
    put_exact(w, "hi", values->hi);
    put_score(w, "percent", values->percent);
    put_text(w, "band", band);
}

static void put_coverage(writer *w)
{
    const khung_result *result = w->result;
    open(w, "coverage", '{');
    put_count(w, "applicable", result->applicable);
    put_count(w, "answered", result->answered);
    put_count(w, "not_applicable", result->not_applicable);
    put_count(w, "out_of_scope", result->out_of_scope);
    put_count(w, "unanswered", result->unanswered);
    put_score(w, "percent", result->coverage);
    close(w, '}');
}

static void put_domains(writer *w)
{
    const khung_result *result = w->result;
    open(w, "domains", '[');
    for (uint32_t d = 1; d < result->domain_count; d++) {
        uint32_t parent = result->domain_parent[d];
        open(w, NULL, '{');
        put_text(w, "id", result->domain_ids[d]);
        put_text(w, "parent", parent == 0 ? khung__str_of(NULL) : result->domain_ids[parent]);
        put_flag(w, "complete", result->domains[d].complete);
        put_values(w, &result->domains[d], result->band_ids[d]);
        put_count(w, "scored", result->domains[d].scored);
        close(w, '}');
    }
    close(w, ']');
}

static void put_criteria(writer *w)
{
    const khung_result *result = w->result;
    open(w, "criteria", '[');
    for (uint32_t c = 0; c < result->criterion_count; c++) {
        const khung__criterion_result *criterion = &result->criteria[c];
        open(w, NULL, '{');
        put_text(w, "id", result->criterion_ids[c]);
        put_text(w, "domain", result->domain_ids[result->criterion_domain[c]]);
        put_z(w, "state", khung__state_names[criterion->state]);
        put_text(w, "level", result->level_ids[c]);
        put_score(w, "score", criterion->score);
        put_exact(w, "lo", criterion->lo);
        put_exact(w, "hi", criterion->hi);
        put_exact(w, "self", criterion->self);
        put_exact(w, "reviewer", criterion->reviewer);
        put_exact(w, "gap", criterion->gap);
        close(w, '}');
    }
    close(w, ']');
}

static void put_views(writer *w)
{
    const khung_result *result = w->result;
    open(w, "views", '[');
    for (uint32_t v = 0; v < result->view_count; v++) {
        open(w, NULL, '{');
        put_text(w, "id", result->view_ids[v]);
        open(w, "groups", '[');
        for (uint32_t g = 0; g < result->group_counts[v]; g++) {
            open(w, NULL, '{');
            put_text(w, "id", result->group_ids[v][g]);
            put_flag(w, "complete", result->views[v][g].complete);
            put_score(w, "score", result->views[v][g].score);
            put_score(w, "percent", result->views[v][g].percent);
            close(w, '}');
        }
        close(w, ']');
        close(w, '}');
    }
    close(w, ']');
}

static void put_gates(writer *w)
{
    const khung_result *result = w->result;
    open(w, "gates", '[');
    for (uint32_t i = 0; i < result->gate_count; i++) {
        open(w, NULL, '{');
        put_text(w, "id", result->gate_ids[i]);
        put_z(w, "value", khung__value_names[result->gates[i].value]);
        put_flag(w, "passed", result->gates[i].passed);
        put_text(w, "reason", result->gates[i].reason);
        close(w, '}');
    }
    close(w, ']');
}

/* Fills `buf`, which the caller frees; false when memory ends. */
static bool write_result(khung__buf *buf, const khung_result *result)
{
    writer w = {.result = result, .first = true};
    open(&w, NULL, '{');
    put_head(&w);
    open(&w, "total", '{');
    put_values(&w, &result->domains[0], result->band_ids[0]);
    close(&w, '}');
    put_coverage(&w);
    put_domains(&w);
    put_criteria(&w);
    put_views(&w);
    put_gates(&w);
    put_text(&w, "grade", result->grade_id);
    close(&w, '}');
    khung__buf_char(&w.buf, '\n');
    *buf = w.buf;
    return !buf->failed;
}

khung_status khung_result_json(char **out, const khung_result *result)
{
    khung__buf buf;
    if (!out || !result)
        return KHUNG_BAD_CALL;
    char *text = NULL;
    if (write_result(&buf, result))
        khung__buf_char(&buf, '\0');
    if (!buf.failed) {
        text = buf.s;
        buf.s = NULL;
    }
    khung__buf_free(&buf);
    if (!text)
        return KHUNG_NO_MEMORY;
    *out = text;
    return KHUNG_OK;
}
