/* import/write: what was gathered, checked as a whole and written as an answers file. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* ---- checking ---- */

static void say_missing(import_draft *d, khung__diag_id id)
{
    khung__import_say(d, id, d->row, 0, (khung__str){0}, (khung__str){0}, (khung__str){0});
}

static void settle_organisation(import_draft *d)
{
    const khung_import_options *o = &d->im->options;
    khung__str *id = &d->about[KHUNG__ASKS_ORGANISATION_ID], *name = &d->about[KHUNG__ASKS_ORGANISATION_NAME];
    if (o->organisation_id)
        *id = khung__str_of(o->organisation_id);
    if (o->organisation_name)
        *name = khung__str_of(o->organisation_name);
    if (!id->n && name->n)
        *id = khung__text_slug(&d->arena, *name);
    if (name->n && !id->s)
        d->status = KHUNG_NO_MEMORY;
    if (!name->n)
        *name = *id;
    if (!khung__is_id(*id))
        say_missing(d, KHUNG__D_IMPORT_NO_ORGANISATION);
}

static void settle_period(import_draft *d)
{
    const khung_import_options *o = &d->im->options;
    khung__str *from = &d->about[KHUNG__ASKS_FROM], *to = &d->about[KHUNG__ASKS_TO];
    khung__date first, last;
    if (o->from)
        *from = khung__str_of(o->from);
    if (o->to)
        *to = khung__str_of(o->to);
    if (!from->n || !to->n) {
        if (d->status == KHUNG_OK)
            say_missing(d, KHUNG__D_IMPORT_NO_PERIOD);
    } else if (khung__read_date(*from, &first) && khung__read_date(*to, &last) && khung__date_cmp(first, last) > 0) {
        khung__import_say(d, KHUNG__D_IMPORT_PERIOD_BACK, d->row, 0, *from, *to, (khung__str){0});
    }
}

static void settle_track(import_draft *d, const import_item *item)
{
    static const char *const tracks[] = {"self", "respondent", "consensus", "reviewer"};
    khung__str *track = &d->about[KHUNG__ASKS_TRACK];
    bool known = false;
    if (d->im->options.track)
        *track = khung__str_of(d->im->options.track);
    if (!track->n)
        *track = !d->table->keyed && (item->id.n || item->several) ? KHUNG__S("respondent") : KHUNG__S("self");
    for (size_t i = 0; i < sizeof tracks / sizeof *tracks; i++)
        known = known || khung__str_eq(*track, khung__str_of(tracks[i]));
    if (!known)
        khung__import_say(d, KHUNG__D_IMPORT_TRACK, d->row, 0, *track, (khung__str){0}, (khung__str){0});
}

static void check_form(import_draft *d)
{
    const khung_framework *f = d->im->questions.frameworks[0];
    khung__str id = d->about[KHUNG__ASKS_FRAMEWORK], version = d->about[KHUNG__ASKS_VERSION], digest = d->about[KHUNG__ASKS_DIGEST];
    unsigned major, minor;
    if (id.n && !khung__str_eq(id, f->id))
        khung__import_say(d, KHUNG__D_IMPORT_FRAMEWORK, d->row, 0, id, f->id, (khung__str){0});
    else if (version.n && version.n < 32 && (sscanf(version.s, "%u.%u.", &major, &minor) != 2 || major != f->major || minor != f->minor))
        khung__import_say(d, KHUNG__D_IMPORT_VERSION, d->row, 0, version, f->version, (khung__str){0});
    else if (digest.n && d->log && !d->im->bound) {
        const char *own = khung__framework_digest(f->tree);
        if (own && !khung__str_eq(digest, khung__str_of(own)))
            khung__import_say(d, KHUNG__D_IMPORT_DIGEST, d->row, 0, f->id, (khung__str){0}, (khung__str){0});
        d->im->bound = true; /* said once */
    }
}

static bool has_check(const draft_answer *a, uint32_t n)
{
    for (uint32_t i = 0; a->checks && i < n; i++)
        if (a->checks[i] >= 0)
            return true;
    return false;
}

static void check_answers(import_draft *d)
{
    const khung_framework *f = d->im->questions.frameworks[0];
    for (uint32_t i = 0; i < f->criterion_count; i++) {
        draft_answer *a = &d->answers[i];
        bool value = a->has_level || a->has_quantity || has_check(a, f->criteria[i].check_count);
        a->not_applicable = a->not_applicable || (a->reason.n && !value);
        if (a->not_applicable && value)
            khung__import_say(d, KHUNG__D_IMPORT_TWO_ANSWERS, a->row, a->column, f->criteria[i].id, (khung__str){0}, (khung__str){0});
        else if (a->not_applicable && !a->reason.n)
            khung__import_say(d, KHUNG__D_IMPORT_NO_REASON, a->row, a->column, f->criteria[i].id, (khung__str){0}, (khung__str){0});
        else if (a->not_applicable && f->criteria[i].na_forbidden)
            khung__import_say(d, KHUNG__D_IMPORT_NA_FORBIDDEN, a->row, a->column, f->criteria[i].id, (khung__str){0}, (khung__str){0});
    }
}

void khung__import_settle(import_draft *d, const import_item *item)
{
    if (d->status == KHUNG_NO_MEMORY)
        return;
    check_form(d);
    settle_organisation(d);
    settle_period(d);
    settle_track(d, item);
    if (!d->about[KHUNG__ASKS_DATED].n && khung__read_date(d->submitted, &(khung__date){0}))
        d->about[KHUNG__ASKS_DATED] = d->submitted;
    check_answers(d);
}

/* ---- names ---- */

static void put_safe(khung__buf *out, khung__str s)
{
    for (size_t i = 0; i < s.n && i < 64; i++) {
        char c = s.s[i];
        bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        khung__buf_char(out, safe ? c : '-');
    }
}

khung__str khung__import_name(khung__arena *arena, const import_draft *d, const import_item *item)
{
    khung__buf buf = {0};
    put_safe(&buf, d->about[KHUNG__ASKS_ORGANISATION_ID]);
    khung__buf_char(&buf, '-');
    put_safe(&buf, item->id.n ? item->id : d->about[KHUNG__ASKS_TRACK]);
    if (!item->id.n && item->several)
        khung__buf_printf(&buf, "-%u", (unsigned)khung__sheet_row_number(d->table->sheet, item->row));
    return khung__buf_take(&buf, arena);
}

/* ---- writing ---- */

/* ---- a file as it was ---- */

static bool is_plain(khung__str s)
{
    bool plain = s.n > 0 && s.n <= 64 && ((s.s[0] >= 'a' && s.s[0] <= 'z') || (s.s[0] >= '0' && s.s[0] <= '9'));
    for (size_t i = 0; i < s.n && plain; i++)
        plain = (s.s[i] >= 'a' && s.s[i] <= 'z') || (s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '-' || s.s[i] == '_' || s.s[i] == '.';
    return plain;
}

static void put_scalar(khung__buf *out, khung__str text)
{
    if (is_plain(text))
        khung__buf_str(out, text);
    else
        khung__buf_yaml(out, text);
}

/* `first`: the line is begun already, behind a dash. */
static void put_node(khung__buf *out, const khung__node *node, int indent, bool first)
{
    for (const khung__node *child = node->first; child; child = child->next, first = false) {
        bool empty = child->kind != KHUNG__SCALAR && !child->first;
        if (!first)
            khung__buf_printf(out, "%*s", indent, "");
        if (node->kind == KHUNG__MAP) {
            put_scalar(out, child->key);
            khung__buf_z(out, child->kind == KHUNG__SCALAR || empty ? ": " : ":\n");
        } else {
            khung__buf_z(out, "- ");
        }
        if (child->kind == KHUNG__SCALAR || empty) {
            if (empty)
                khung__buf_z(out, child->kind == KHUNG__MAP ? "{}" : "[]");
            else
                put_scalar(out, child->text);
            khung__buf_char(out, '\n');
        } else {
            put_node(out, child, indent + 2, node->kind == KHUNG__LIST);
        }
    }
}

void khung__import_tree(khung__buf *out, const khung__node *root)
{
    put_node(out, root, 0, false);
}

static void put_field(khung__buf *out, const char *before, khung__str text, const char *behind)
{
    khung__buf_z(out, before);
    khung__buf_yaml(out, text);
    khung__buf_z(out, behind);
}

static void put_head(khung__buf *out, const import_draft *d)
{
    const khung_framework *f = d->im->questions.frameworks[0];
    const khung__str *a = d->about;
    khung__buf_printf(out, "kind: answers\nformat: 1\nframework: {id: %s, version: %s}\norganisation: {id: %.*s, ", f->id.s, f->version.s,
                      (int)a[KHUNG__ASKS_ORGANISATION_ID].n, a[KHUNG__ASKS_ORGANISATION_ID].s);
    put_field(out, "name: ", a[KHUNG__ASKS_ORGANISATION_NAME], "}\n");
    khung__buf_printf(out, "period: {from: %.10s, to: %.10s}\ntrack: %.*s\n", a[KHUNG__ASKS_FROM].s, a[KHUNG__ASKS_TO].s, (int)a[KHUNG__ASKS_TRACK].n,
                      a[KHUNG__ASKS_TRACK].s);
    khung__str name = a[KHUNG__ASKS_BY_NAME], role = a[KHUNG__ASKS_BY_ROLE];
    if (name.n || role.n)
        khung__buf_z(out, "by: {");
    if (name.n)
        put_field(out, "name: ", name, role.n ? ", " : "}\n");
    if (role.n)
        put_field(out, "role: ", role, "}\n");
    if (a[KHUNG__ASKS_DATED].n)
        khung__buf_printf(out, "dated: %.10s\n", a[KHUNG__ASKS_DATED].s);
}

static void put_profile(khung__buf *out, const import_draft *d)
{
    const khung_framework *f = d->im->questions.frameworks[0];
    bool any = false;
    for (uint32_t i = 0; i < f->fact_count; i++) {
        if (!d->facts[i].n)
            continue;
        khung__buf_printf(out, "%s  %s: %.*s\n", any ? "" : "profile:\n", f->facts[i].id.s, (int)d->facts[i].n, d->facts[i].s);
        any = true;
    }
}

static void put_checks(khung__buf *out, const khung__criterion *k, const draft_answer *a)
{
    const char *before = "";
    khung__buf_z(out, "    checks: {");
    for (uint32_t i = 0; i < k->check_count; i++) {
        if (a->checks[i] < 0)
            continue;
        khung__buf_printf(out, "%s%s: %s", before, k->checks[i].id.s, a->checks[i] ? "true" : "false");
        before = ", ";
    }
    khung__buf_z(out, "}\n");
}

static void put_proofs(khung__buf *out, const import_draft *d, uint32_t criterion)
{
    bool any = false;
    for (const draft_proof *p = d->proofs; p; p = p->next) {
        if (p->criterion != criterion)
            continue;
        khung__buf_printf(out, "%s      - {item: %s", any ? "" : "    evidence:\n", d->im->questions.frameworks[0]->criteria[criterion].evidence[p->item].id.s);
        if (p->file.n)
            put_field(out, ", file: ", p->file, "");
        if (p->dated.n)
            khung__buf_printf(out, ", dated: %.10s", p->dated.s);
        if (p->sha256.n)
            khung__buf_printf(out, ", sha256: %.64s", p->sha256.s);
        khung__buf_z(out, "}\n");
        any = true;
    }
}

static bool has_proof(const import_draft *d, uint32_t criterion)
{
    for (const draft_proof *p = d->proofs; p; p = p->next)
        if (p->criterion == criterion)
            return true;
    return false;
}

static void put_pair(khung__buf *out, khung__str key, khung__str value)
{
    khung__buf_str(out, key);
    khung__buf_add(out, ": ", 2);
    khung__buf_str(out, value);
    khung__buf_char(out, '\n');
}

/* False when nothing was said of the criterion. */
static bool put_answer(khung__buf *out, const import_draft *d, uint32_t index)
{
    const khung__criterion *k = &d->im->questions.frameworks[0]->criteria[index];
    const draft_answer *a = &d->answers[index];
    bool proof = has_proof(d, index), checks = has_check(a, k->check_count);
    if (!a->has_level && !a->has_quantity && !checks && !a->not_applicable && !a->note.n && !proof)
        return false;
    const khung__level *levels = k->scale == KHUNG__NONE ? NULL : d->im->questions.frameworks[0]->scales[k->scale].levels;
    if (a->has_level && levels && !a->note.n && !proof && !a->carried) {
        khung__buf_z(out, "  ");
        put_pair(out, k->id, levels[a->level].id);
        return true;
    }
    khung__buf_z(out, "  ");
    khung__buf_str(out, k->id);
    khung__buf_z(out, ":\n");
    if (a->has_level && levels) {
        khung__buf_z(out, "    ");
        put_pair(out, KHUNG__S("level"), levels[a->level].id);
    }
    if (a->has_quantity) {
        khung__buf_z(out, "    quantity: ");
        khung__questions_number(out, a->quantity);
        khung__buf_char(out, '\n');
    }
    if (checks)
        put_checks(out, k, a);
    if (a->not_applicable)
        put_field(out, "    na: ", a->reason, "\n");
    if (a->carried)
        khung__buf_z(out, "    carried: true\n");
    if (a->note.n)
        put_field(out, "    note: ", a->note, "\n");
    put_proofs(out, d, index);
    return true;
}

void khung__import_write(khung__buf *out, import_draft *d, const import_item *item)
{
    const khung_framework *f = d->im->questions.frameworks[0];
    if (item->id.n)
        khung__buf_printf(out, "# khung import: %.*s\n", (int)(item->id.n < 100 ? item->id.n : 100), item->id.s);
    put_head(out, d);
    put_profile(out, d);
    size_t before = out->n;
    bool any = false;
    khung__buf_z(out, "answers:\n");
    for (uint32_t i = 0; i < f->criterion_count; i++)
        any = put_answer(out, d, i) || any;
    if (!any) {
        out->n = before;
        khung__buf_z(out, "answers: {}\n");
    }
}
