/* The kept form of a result: one line of JSON, about a twentieth of section 6's, that says what scoring found and leaves out what
 * stands in the framework: ids, ranges, the points of levels. With the framework it gives section 6 again, byte by byte, and nothing
 * is scored for that. store.sql tells people how to read it. */
#include "../rational/natural.h"
#include "../score.h"

#include <string.h>

/* ---- writing ---- */

static void put_number(khung__buf *buf, khung__rat value)
{
    if (!value.has) {
        khung__buf_z(buf, "null");
        return;
    }
    khung__buf_char(buf, '"');
    khung__buf_rat(buf, value);
    khung__buf_char(buf, '"');
}

static void put_text(khung__buf *buf, khung__str text)
{
    if (text.s)
        khung__buf_json(buf, text);
    else
        khung__buf_z(buf, "null");
}

static void put_flag(khung__buf *buf, bool value)
{
    khung__buf_z(buf, value ? "true" : "false");
}

static void put_head(khung__buf *buf, const khung_result *r)
{
    const char *digest = khung__framework_digest(r->framework_tree);
    buf->failed = buf->failed || !digest;
    khung__buf_z(buf, "{\"kind\":\"kept-result\",\"format\":1,\"rules\":");
    khung__buf_int(buf, r->rules);
    khung__buf_z(buf, ",\"framework\":\"");
    khung__buf_z(buf, digest ? digest : "");
    khung__buf_z(buf, "\",\"organisation\":{\"id\":");
    put_text(buf, r->organisation_id);
    khung__buf_z(buf, ",\"name\":");
    put_text(buf, r->organisation_name);
    khung__buf_z(buf, "},\"period\":[\"");
    khung__buf_date(buf, r->from);
    khung__buf_z(buf, "\",\"");
    khung__buf_date(buf, r->to);
    khung__buf_z(buf, "\"],\"coverage\":[");
    const uint32_t counts[] = {r->applicable, r->answered, r->not_applicable, r->out_of_scope, r->unanswered};
    for (int i = 0; i < 5; i++) {
        khung__buf_z(buf, i ? "," : "");
        khung__buf_int(buf, counts[i]);
    }
}

/* [complete,scored], with a score [complete,scored,"score","lo","hi"], with a band one more; the percent follows from these. */
static void put_domain(khung__buf *buf, const khung__domain_result *domain, khung__str band)
{
    khung__buf_char(buf, '[');
    put_flag(buf, domain->complete);
    khung__buf_char(buf, ',');
    khung__buf_int(buf, domain->scored);
    const khung__rat values[] = {domain->score, domain->lo, domain->hi};
    for (int i = 0; domain->score.has && i < 3; i++) {
        khung__buf_char(buf, ',');
        put_number(buf, values[i]);
    }
    if (domain->score.has && band.s) {
        khung__buf_char(buf, ',');
        put_text(buf, band);
    }
    khung__buf_char(buf, ']');
}

/* Copies share their limbs; else by value. Two without a value are the same. */
static bool same(khung__rat a, khung__rat b)
{
    if (!a.has || !b.has)
        return a.has == b.has;
    return (a.num == b.num && a.den == b.den && a.negative == b.negative) || khung__rat_cmp(a, b) == 0;
}

static void put_member(khung__buf *buf, bool *first, const char *name)
{
    khung__buf_z(buf, *first ? "\"" : ",\"");
    khung__buf_z(buf, name);
    khung__buf_z(buf, "\":");
    *first = false;
}

/* What the short forms cannot say: members that are not what they are without a word. */
static void put_odd(khung__buf *buf, const khung__criterion_result *c)
{
    bool first = true, level = c->level != KHUNG__NONE;
    khung__buf_char(buf, '{');
    if (c->state != KHUNG_ANSWERED) {
        put_member(buf, &first, "state");
        put_text(buf, khung__str_of(khung__state_names[c->state]));
    }
    if (level) {
        put_member(buf, &first, "level");
        khung__buf_int(buf, c->level);
    }
    if (!level && c->score.has) {
        put_member(buf, &first, "score");
        put_number(buf, c->score);
    }
    if (!same(c->self, c->score)) {
        put_member(buf, &first, "self");
        put_number(buf, c->self);
    }
    if (c->reviewer.has) {
        put_member(buf, &first, "reviewer");
        put_number(buf, c->reviewer);
    }
    khung__buf_char(buf, '}');
}

/* 2: level 2 by the organisation alone. [2]: the reviewer agrees; [2,"3"]: the organisation said 3. "not_applicable": a state without
 * numbers. Else an object. An answered criterion with a level has that level's points (section 3). */
static void put_criterion(khung__buf *buf, const khung__criterion_result *c, bool comma)
{
    bool level = c->state == KHUNG_ANSWERED && c->level != KHUNG__NONE, alone = level && !c->reviewer.has && same(c->self, c->score);
    if (alone && comma && c->level < 10) { /* most of a portfolio */
        khung__buf_add(buf, (const char[]){',', (char)('0' + c->level)}, 2);
        return;
    }
    if (comma)
        khung__buf_char(buf, ',');
    if (alone) {
        khung__buf_int(buf, c->level);
    } else if (level && c->reviewer.has && same(c->reviewer, c->score)) {
        khung__buf_char(buf, '[');
        khung__buf_int(buf, c->level);
        if (!same(c->self, c->score)) {
            khung__buf_char(buf, ',');
            put_number(buf, c->self);
        }
        khung__buf_char(buf, ']');
    } else if (c->state != KHUNG_ANSWERED && !c->score.has && !c->self.has && !c->reviewer.has) {
        put_text(buf, khung__str_of(khung__state_names[c->state]));
    } else {
        put_odd(buf, c);
    }
}

/* [complete], [complete,"score"] or [complete,"score","percent"] */
static void put_group(khung__buf *buf, const khung__group_result *group)
{
    khung__buf_char(buf, '[');
    put_flag(buf, group->complete);
    if (group->score.has) {
        khung__buf_char(buf, ',');
        put_number(buf, group->score);
    }
    if (group->score.has && group->percent.has) {
        khung__buf_char(buf, ',');
        put_number(buf, group->percent);
    }
    khung__buf_char(buf, ']');
}

static void put_views(khung__buf *buf, const khung_result *r)
{
    for (uint32_t v = 0; v < r->view_count; v++) {
        khung__buf_z(buf, v ? ",[" : "[");
        for (uint32_t g = 0; g < r->group_counts[v]; g++) {
            khung__buf_z(buf, g ? "," : "");
            put_group(buf, &r->views[v][g]);
        }
        khung__buf_char(buf, ']');
    }
}

static void put_gates(khung__buf *buf, const khung_result *r)
{
    for (uint32_t i = 0; i < r->gate_count; i++) {
        khung__buf_z(buf, i ? ",[\"" : "[\"");
        khung__buf_z(buf, khung__value_names[r->gates[i].value]);
        khung__buf_z(buf, "\",");
        put_text(buf, r->gates[i].reason);
        khung__buf_char(buf, ']');
    }
}

void khung__result_keep(khung__buf *buf, const khung_result *r)
{
    put_head(buf, r);
    khung__buf_z(buf, "],\"domains\":[");
    for (uint32_t d = 0; d < r->domain_count; d++) {
        khung__buf_z(buf, d ? "," : "");
        put_domain(buf, &r->domains[d], r->band_ids[d]);
    }
    khung__buf_z(buf, "],\"criteria\":[");
    for (uint32_t c = 0; c < r->criterion_count; c++)
        put_criterion(buf, &r->criteria[c], c > 0);
    khung__buf_z(buf, "],\"views\":[");
    put_views(buf, r);
    khung__buf_z(buf, "],\"gates\":[");
    put_gates(buf, r);
    khung__buf_z(buf, "],\"grade\":");
    put_text(buf, r->grade_id);
    khung__buf_char(buf, '}');
}

khung_status khung_result_digest(const khung_result *result, char out[KHUNG_DIGEST_TEXT_SIZE])
{
    khung__buf buf = {0};
    if (!out || !result)
        return KHUNG_BAD_CALL;
    khung__result_keep(&buf, result);
    bool written = !buf.failed;
    if (written) {
        khung__sha256 hash;
        khung__sha256_start(&hash);
        khung__sha256_add(&hash, buf.s, buf.n);
        khung__sha256_text(&hash, out);
    }
    khung__buf_free(&buf);
    return written ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- reading ---- */

/* Reads the one form that is written, from left to right; it fails once and stays failed. */
typedef struct reader {
    const char *p, *end;
    khung_result *result;
    const khung_framework *framework;
    khung_status status;
} reader;

enum { MOST_DIGITS = 100000 }; /* of a number: far beyond what ten thousand weighted criteria can give */

static void fail(reader *r, khung_status status)
{
    if (r->status == KHUNG_OK)
        r->status = status;
    r->p = r->end;
}

/* Takes the literal if it stands here. */
static bool take(reader *r, const char *literal)
{
    size_t n = strlen(literal);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, literal, n) != 0)
        return false;
    r->p += n;
    return true;
}

static void expect(reader *r, const char *literal)
{
    if (!take(r, literal))
        fail(r, KHUNG_BAD_DATA);
}

static void *give(reader *r, size_t bytes)
{
    void *piece = khung__arena_alloc(&r->result->arena, bytes);
    if (!piece)
        fail(r, KHUNG_NO_MEMORY);
    return piece;
}

static bool is_digit(const reader *r)
{
    return r->p < r->end && *r->p >= '0' && *r->p <= '9';
}

static uint32_t get_count(reader *r)
{
    uint64_t value = 0;
    if (!is_digit(r))
        fail(r, KHUNG_BAD_DATA);
    for (; is_digit(r) && value <= UINT32_MAX; r->p++)
        value = value * 10 + (uint64_t)(*r->p - '0');
    if (value >= UINT32_MAX)
        fail(r, KHUNG_BAD_DATA);
    return (uint32_t)value;
}

static bool get_flag(reader *r)
{
    bool value = take(r, "true");
    if (!value)
        expect(r, "false");
    return value;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that an escape behind `\` means; -1 for none that khung__buf_json writes. */
static int get_escape(reader *r)
{
    static const char names[] = "\"\\btnfr", bytes[] = "\"\\\b\t\n\f\r";
    if (take(r, "u00")) {
        int high = r->end - r->p >= 2 ? hex_digit(r->p[0]) : -1, low = high >= 0 ? hex_digit(r->p[1]) : -1;
        r->p += low >= 0 ? 2 : 0;
        return low >= 0 && high < 2 ? high * 16 + low : -1;
    }
    const char *found = r->p < r->end && *r->p ? strchr(names, *r->p) : NULL;
    if (!found)
        return -1;
    r->p++;
    return bytes[found - names];
}

/* One character of a JSON string into `to`; gives its length. */
static size_t get_character(reader *r, char *to)
{
    const char *from = r->p;
    int32_t code = khung__utf8_next(&r->p, r->end);
    if (code == '\\') {
        int byte = get_escape(r);
        *to = (char)byte;
        code = byte < 0 ? -1 : code;
        from = r->p - 1;
    } else if (code >= 0x20) {
        memcpy(to, from, (size_t)(r->p - from));
    } else {
        code = -1;
    }
    size_t n = (size_t)(r->p - from);
    if (code < 0)
        fail(r, KHUNG_BAD_DATA);
    return n;
}

/* The rest of a JSON string behind its first quote. */
static khung__str get_rest(reader *r)
{
    const char *close = r->p;
    while (close < r->end && *close != '"')
        close += *close == '\\' && r->end - close > 1 ? 2 : 1;
    char *text = give(r, (size_t)(close - r->p) + 1);
    size_t n = 0;
    while (text && r->p < close && r->status == KHUNG_OK)
        n += get_character(r, text + n);
    expect(r, "\"");
    return (khung__str){text, n};
}

static khung__str get_text(reader *r)
{
    expect(r, "\"");
    return r->status == KHUNG_OK ? get_rest(r) : (khung__str){0};
}

static khung__str get_text_or_null(reader *r)
{
    return take(r, "null") ? (khung__str){0} : get_text(r);
}

static khung__date get_date(reader *r)
{
    khung__date date = {0};
    khung__str text = get_text(r);
    if (r->status == KHUNG_OK && !khung__read_date(text, &date))
        fail(r, KHUNG_BAD_DATA);
    return date;
}

/* Decimal digits as limbs, trimmed. */
static const uint64_t *get_natural(reader *r, uint32_t *n)
{
    enum { CHUNK = 18 };
    const char *from = r->p;
    *n = 0;
    while (is_digit(r))
        r->p++;
    size_t digits = (size_t)(r->p - from);
    if (digits == 0 || digits > MOST_DIGITS)
        fail(r, KHUNG_BAD_DATA);
    uint64_t *limbs = r->status == KHUNG_OK ? give(r, (digits / CHUNK + 2) * sizeof *limbs) : NULL;
    for (const char *p = from; limbs && p < from + digits;) {
        uint64_t scale = 1;
        khung__u128 carry = 0;
        for (int i = 0; i < CHUNK && p < from + digits; i++, p++, scale *= 10)
            carry = carry * 10 + (uint64_t)(*p - '0');
        for (uint32_t i = 0; i < *n; i++, carry >>= 64) {
            carry += (khung__u128)limbs[i] * scale;
            limbs[i] = (uint64_t)carry;
        }
        if (carry)
            limbs[(*n)++] = (uint64_t)carry;
    }
    return limbs;
}

/* "11/4" */
static khung__rat get_number(reader *r)
{
    static const uint64_t one = 1;
    uint32_t above_n, below_n = 1;
    expect(r, "\"");
    bool negative = take(r, "-");
    const uint64_t *above = get_natural(r, &above_n), *below = &one;
    if (take(r, "/"))
        below = get_natural(r, &below_n);
    expect(r, "\"");
    if (r->status == KHUNG_OK && (below_n == 0 || (negative && above_n == 0)))
        fail(r, KHUNG_BAD_DATA);
    if (r->status != KHUNG_OK)
        return khung__rat_none();
    khung__rat value = khung__rat_make(&r->result->arena, negative, above, above_n, below, below_n);
    if (!value.has)
        fail(r, KHUNG_NO_MEMORY);
    return value;
}

static khung__rat get_number_or_null(reader *r)
{
    return take(r, "null") ? khung__rat_none() : get_number(r);
}

/* ---- what follows from what is kept ---- */

/* A value worked out in the arena: none means that memory ended. */
static khung__rat had(reader *r, khung__rat value)
{
    if (!value.has)
        fail(r, KHUNG_NO_MEMORY);
    return value;
}

/* 100 * above / below */
static khung__rat percent(reader *r, khung__rat above, khung__rat below)
{
    khung__arena *arena = &r->result->arena;
    return had(r, khung__rat_div(arena, khung__rat_mul(arena, above, khung__rat_int(arena, 100)), below));
}

static khung__rat points(reader *r, uint32_t criterion, uint32_t level)
{
    const khung__criterion *asked = &r->framework->criteria[criterion];
    bool there = asked->scale != KHUNG__NONE && level < r->framework->scales[asked->scale].level_count;
    if (!there)
        fail(r, KHUNG_BAD_DATA);
    return there ? had(r, khung__rat_micro(&r->result->arena, r->framework->scales[asked->scale].levels[level].points)) : khung__rat_none();
}

/* ---- parts ---- */

static void get_head(reader *r)
{
    khung_result *result = r->result;
    const char *digest = khung__framework_digest(result->framework_tree);
    if (!digest)
        fail(r, KHUNG_NO_MEMORY);
    expect(r, "{\"kind\":\"kept-result\",\"format\":1,\"rules\":");
    result->rules = get_count(r);
    expect(r, ",\"framework\":\"");
    expect(r, digest ? digest : "");
    expect(r, "\",\"organisation\":{\"id\":");
    result->organisation_id = get_text(r);
    expect(r, ",\"name\":");
    result->organisation_name = get_text_or_null(r);
    expect(r, "},\"period\":[");
    result->from = get_date(r);
    expect(r, ",");
    result->to = get_date(r);
    expect(r, "],\"coverage\":[");
    uint32_t *const counts[] = {&result->applicable, &result->answered, &result->not_applicable, &result->out_of_scope, &result->unanswered};
    for (int i = 0; i < 5; i++) {
        expect(r, i ? "," : "");
        *counts[i] = get_count(r);
    }
    khung__arena *arena = &result->arena;
    if (r->status == KHUNG_OK && result->applicable > 0)
        result->coverage = percent(r, khung__rat_int(arena, result->answered), khung__rat_int(arena, result->applicable));
}

static void get_band(reader *r, uint32_t d)
{
    khung__str id = get_text(r);
    uint32_t band = 0;
    while (band < r->framework->band_count && !khung__str_eq(r->framework->bands[band].id, id))
        band++;
    if (band == r->framework->band_count)
        fail(r, KHUNG_BAD_DATA);
    r->result->domains[d].band = band;
    r->result->band_ids[d] = id;
}

static void get_domain(reader *r, uint32_t d)
{
    khung__domain_result *out = &r->result->domains[d];
    khung__arena *arena = &r->result->arena;
    r->result->domain_ids[d] = r->framework->domains[d].id;
    r->result->domain_parent[d] = r->framework->domains[d].parent;
    out->band = KHUNG__NONE;
    expect(r, d ? ",[" : "[");
    out->complete = get_flag(r);
    expect(r, ",");
    out->scored = get_count(r);
    if (take(r, ",")) {
        out->score = get_number(r);
        expect(r, ",");
        out->lo = get_number(r);
        expect(r, ",");
        out->hi = get_number(r);
        if (take(r, ","))
            get_band(r, d);
    }
    expect(r, "]");
    if (r->status == KHUNG_OK && out->score.has && khung__rat_cmp(out->lo, out->hi) != 0)
        out->percent = percent(r, khung__rat_sub(arena, out->score, out->lo), khung__rat_sub(arena, out->hi, out->lo));
}

static khung_state get_state(reader *r)
{
    khung__str name = get_text(r);
    for (khung_state state = KHUNG_ANSWERED; state <= KHUNG_RETIRED; state++)
        if (khung__str_eq(name, khung__str_of(khung__state_names[state])))
            return state;
    fail(r, KHUNG_BAD_DATA);
    return KHUNG_ANSWERED;
}

static void get_level(reader *r, khung__criterion_result *out, uint32_t c)
{
    out->level = get_count(r);
    out->score = points(r, c, out->level);
    if (r->status == KHUNG_OK)
        r->result->level_ids[c] = r->framework->scales[r->framework->criteria[c].scale].levels[out->level].id;
}

static void get_odd(reader *r, khung__criterion_result *out, uint32_t c)
{
    bool comma = false;
    if (take(r, "\"state\":")) {
        out->state = get_state(r);
        comma = true;
    }
    if (take(r, comma ? ",\"level\":" : "\"level\":")) {
        get_level(r, out, c);
        comma = true;
    } else if (take(r, comma ? ",\"score\":" : "\"score\":")) {
        out->score = get_number(r);
        comma = true;
    }
    out->self = out->score;
    if (take(r, comma ? ",\"self\":" : "\"self\":")) {
        out->self = get_number_or_null(r);
        comma = true;
    }
    if (take(r, comma ? ",\"reviewer\":" : "\"reviewer\":"))
        out->reviewer = get_number(r);
    expect(r, "}");
}

static void get_criterion(reader *r, uint32_t c)
{
    khung__criterion_result *out = &r->result->criteria[c];
    const khung__criterion *asked = &r->framework->criteria[c];
    out->level = KHUNG__NONE;
    expect(r, c ? "," : "");
    if (is_digit(r)) {
        get_level(r, out, c);
        out->self = out->score;
    } else if (take(r, "[")) {
        get_level(r, out, c);
        out->self = out->reviewer = out->score;
        if (take(r, ","))
            out->self = get_number_or_null(r);
        expect(r, "]");
    } else if (take(r, "{")) {
        get_odd(r, out, c);
    } else {
        out->state = get_state(r);
    }
    if (r->status != KHUNG_OK)
        return;
    r->result->criterion_ids[c] = asked->id;
    r->result->criterion_domain[c] = asked->domain;
    out->lo = had(r, khung__rat_micro(&r->result->arena, asked->lo));
    out->hi = had(r, khung__rat_micro(&r->result->arena, asked->hi));
    if (out->self.has && out->reviewer.has)
        out->gap = had(r, khung__rat_sub(&r->result->arena, out->self, out->reviewer));
}

static void get_group(reader *r, khung__group_result *out)
{
    expect(r, "[");
    out->complete = get_flag(r);
    if (take(r, ",")) {
        out->score = get_number(r);
        if (take(r, ","))
            out->percent = get_number(r);
    }
    expect(r, "]");
}

static void get_view(reader *r, uint32_t v)
{
    const khung__view *view = &r->framework->views[v];
    khung_result *result = r->result;
    result->view_ids[v] = view->id;
    result->group_counts[v] = view->group_count;
    result->views[v] = give(r, view->group_count * sizeof *result->views[v]);
    result->group_ids[v] = give(r, view->group_count * sizeof *result->group_ids[v]);
    expect(r, v ? ",[" : "[");
    for (uint32_t g = 0; r->status == KHUNG_OK && g < view->group_count; g++) {
        result->group_ids[v][g] = view->groups[g].id;
        expect(r, g ? "," : "");
        get_group(r, &result->views[v][g]);
    }
    expect(r, "]");
}

static void get_gate(reader *r, uint32_t i)
{
    khung__gate_result *out = &r->result->gates[i];
    r->result->gate_ids[i] = r->framework->gates[i].id;
    expect(r, i ? ",[" : "[");
    khung__str name = get_text(r);
    uint32_t value = KHUNG__NO;
    while (value <= KHUNG__VOID && !khung__str_eq(name, khung__str_of(khung__value_names[value])))
        value++;
    if (value > KHUNG__VOID)
        fail(r, KHUNG_BAD_DATA);
    out->value = (khung__value)value;
    out->passed = out->value == KHUNG__YES || out->value == KHUNG__VOID;
    expect(r, ",");
    out->reason = get_text(r);
    expect(r, "]");
}

static void get_grade(reader *r)
{
    khung_result *result = r->result;
    result->grade = KHUNG__NONE;
    result->grade_id = get_text_or_null(r);
    for (uint32_t i = 0; result->grade_id.s && i < r->framework->grade_count; i++)
        if (khung__str_eq(r->framework->grades[i].id, result->grade_id))
            result->grade = i;
    if (result->grade_id.s && result->grade == KHUNG__NONE)
        fail(r, KHUNG_BAD_DATA);
}

/* Room for everything, and what the framework says by itself. Ids are the framework's own. */
static void make_room(reader *r)
{
    khung_result *result = r->result;
    const khung_framework *f = r->framework;
    result->framework_id = f->id;
    result->framework_version = f->version;
    result->digits = f->digits;
    result->criterion_count = f->criterion_count;
    result->domain_count = f->domain_count;
    result->view_count = f->view_count;
    result->gate_count = f->gate_count;
    result->criteria = give(r, f->criterion_count * sizeof *result->criteria);
    result->criterion_ids = give(r, f->criterion_count * sizeof *result->criterion_ids);
    result->level_ids = give(r, f->criterion_count * sizeof *result->level_ids);
    result->criterion_domain = give(r, f->criterion_count * sizeof *result->criterion_domain);
    result->domains = give(r, f->domain_count * sizeof *result->domains);
    result->domain_ids = give(r, f->domain_count * sizeof *result->domain_ids);
    result->band_ids = give(r, f->domain_count * sizeof *result->band_ids);
    result->domain_parent = give(r, f->domain_count * sizeof *result->domain_parent);
    result->views = give(r, f->view_count * sizeof *result->views);
    result->view_ids = give(r, f->view_count * sizeof *result->view_ids);
    result->group_ids = give(r, f->view_count * sizeof *result->group_ids);
    result->group_counts = give(r, f->view_count * sizeof *result->group_counts);
    result->gates = give(r, f->gate_count * sizeof *result->gates);
    result->gate_ids = give(r, f->gate_count * sizeof *result->gate_ids);
}

static void get_all(reader *r)
{
    get_head(r);
    expect(r, "],\"domains\":[");
    for (uint32_t d = 0; r->status == KHUNG_OK && d < r->framework->domain_count; d++)
        get_domain(r, d);
    expect(r, "],\"criteria\":[");
    for (uint32_t c = 0; r->status == KHUNG_OK && c < r->framework->criterion_count; c++)
        get_criterion(r, c);
    expect(r, "],\"views\":[");
    for (uint32_t v = 0; r->status == KHUNG_OK && v < r->framework->view_count; v++)
        get_view(r, v);
    expect(r, "],\"gates\":[");
    for (uint32_t i = 0; r->status == KHUNG_OK && i < r->framework->gate_count; i++)
        get_gate(r, i);
    expect(r, "],\"grade\":");
    get_grade(r);
    expect(r, "}");
    if (r->p != r->end)
        fail(r, KHUNG_BAD_DATA);
    r->result->complete = r->status == KHUNG_OK && r->result->domains[0].complete;
}

khung_status khung__result_unkeep(khung_result **out, const khung_framework *framework, khung__str text)
{
    khung_result *result = khung__alloc(sizeof *result);
    if (!result)
        return KHUNG_NO_MEMORY;
    *result = (khung_result){.framework_tree = khung__tree_share(framework->tree)};
    reader r = {text.s, text.s + text.n, result, framework, KHUNG_OK};
    make_room(&r);
    if (r.status == KHUNG_OK)
        get_all(&r);
    if (r.status == KHUNG_OK)
        *out = result;
    else
        khung_result_free(result);
    return r.status;
}
