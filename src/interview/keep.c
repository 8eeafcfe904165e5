/* interview/keep: what was said, for whoever keeps it: an answer at a time as JSON, or all of it as a file. */
#include "inside.h"

#include <string.h>

/* ---- one answer as JSON ---- */

static void put_member(khung__buf *out, const char *name, khung__str text)
{
    if (!text.n)
        return;
    khung__buf_z(out, out->n > 1 && out->s[out->n - 1] != '{' ? ", " : "");
    khung__buf_printf(out, "\"%s\": ", name);
    khung__buf_json(out, text);
}

static void put_checks(khung__buf *out, const khung__criterion *k, const int8_t *checks)
{
    const char *before = "";
    khung__buf_z(out, out->n > 1 ? ", \"checks\": {" : "\"checks\": {");
    for (uint32_t i = 0; i < k->check_count; i++) {
        if (checks[i] < 0)
            continue;
        khung__buf_z(out, before);
        khung__buf_json(out, k->checks[i].id);
        khung__buf_z(out, checks[i] ? ": \"true\"" : ": \"false\"");
        before = ", ";
    }
    khung__buf_char(out, '}');
}

static void put_evidence(khung__buf *out, const khung__listed *listed)
{
    khung__buf_z(out, out->n > 1 ? ", \"evidence\": [" : "\"evidence\": [");
    for (const khung__listed *p = listed; p; p = p->next) {
        khung__buf_z(out, p == listed ? "{" : ", {");
        put_member(out, "item", p->item);
        put_member(out, "file", p->file);
        put_member(out, "sha256", p->sha256);
        put_member(out, "dated", p->dated);
        khung__buf_char(out, '}');
    }
    khung__buf_char(out, ']');
}

static khung__str level_id(const khung_interview *iv, uint32_t index)
{
    const khung__said *said = &iv->said[index];
    bool level = said->kind == KHUNG__ANSWER_LEVEL && said->level != KHUNG__NONE;
    return level ? iv->f->scales[iv->f->criteria[index].scale].levels[said->level].id : (khung__str){0};
}

static bool nothing_said(const khung__said *said)
{
    return said->kind == KHUNG__ANSWER_NONE && !said->note.n && !said->evidence;
}

static void put_answer(khung__buf *out, const khung_interview *iv, uint32_t index)
{
    const khung__said *said = &iv->said[index];
    khung__str level = level_id(iv, index);
    if (nothing_said(said))
        return;
    if (level.n && !said->note.n && !said->evidence && !said->carried) {
        khung__buf_json(out, level);
        return;
    }
    khung__buf_char(out, '{');
    put_member(out, "level", level);
    if (said->kind == KHUNG__ANSWER_QUANTITY)
        put_member(out, "quantity", said->text);
    if (said->kind == KHUNG__ANSWER_NA)
        put_member(out, "na", said->text);
    put_member(out, "carried", said->carried ? KHUNG__S("true") : (khung__str){0});
    put_member(out, "note", said->note);
    if (said->kind == KHUNG__ANSWER_CHECKS && said->checks)
        put_checks(out, &iv->f->criteria[index], said->checks);
    if (said->evidence)
        put_evidence(out, said->evidence);
    khung__buf_char(out, '}');
}

/* ---- the head ---- */

static bool own_fact(const khung_interview *iv, uint32_t i)
{
    return iv->facts[i].n && (iv->fact_own[i] || !iv->fact_known[i]);
}

static void put_head(khung__buf *out, const khung_interview *iv)
{
    bool any = false;
    khung__buf_char(out, '{');
    put_member(out, "dated", iv->dated);
    for (uint32_t i = 0; i < iv->f->fact_count; i++) {
        if (!own_fact(iv, i))
            continue;
        khung__buf_z(out, any ? ", " : out->n > 1 ? ", \"profile\": {" : "\"profile\": {");
        khung__buf_json(out, iv->f->facts[i].id);
        khung__buf_z(out, ": ");
        khung__buf_json(out, iv->facts[i]);
        any = true;
    }
    khung__buf_z(out, any ? "}}" : "}");
}

/* ---- handing over ---- */

static bool hand(const char **criterion, const char **value, khung_interview *iv, khung__str id, khung__buf *text)
{
    iv->handed = khung__buf_take(text, &iv->arena);
    iv->handed_id = id;
    if (!iv->handed.s)
        return false;
    *criterion = id.n ? id.s : "";
    *value = iv->handed.s;
    return true;
}

bool khung_interview_change(const char **criterion, const char **value, khung_interview *iv)
{
    khung__buf text = {0};
    for (uint32_t i = 0; i < iv->f->criterion_count; i++)
        if (iv->dirty[i]) {
            khung__buf_z(&text, "");
            put_answer(&text, iv, i);
            return hand(criterion, value, iv, iv->f->criteria[i].id, &text);
        }
    if (!iv->head_dirty)
        return false;
    put_head(&text, iv);
    if (!text.failed && khung__str_eq((khung__str){text.s, text.n}, iv->head_kept)) {
        iv->head_dirty = false;
        khung__buf_free(&text);
        return false;
    }
    return hand(criterion, value, iv, (khung__str){0}, &text);
}

void khung_interview_kept(khung_interview *iv)
{
    uint32_t index = iv->handed_id.n ? khung__framework_criterion(iv->f, iv->handed_id) : KHUNG__NONE;
    if (index != KHUNG__NONE)
        iv->dirty[index] = false;
    else
        iv->head_dirty = false;
    if (index == KHUNG__NONE)
        iv->head_kept = iv->handed;
    iv->kept_any = true;
}

/* ---- the file ---- */

static void put_field(khung__buf *out, const char *before, khung__str text, const char *behind)
{
    khung__buf_z(out, before);
    khung__buf_yaml(out, text);
    khung__buf_z(out, behind);
}

static void put_plain(khung__buf *out, const char *before, khung__str text, const char *behind)
{
    khung__buf_z(out, before);
    khung__buf_str(out, text);
    khung__buf_z(out, behind);
}

static void write_head(khung__buf *out, const khung_interview *iv)
{
    static const char *const tracks[] = {"self", "respondent", "consensus", "reviewer"};
    khung__str name = iv->about[KHUNG__ABOUT_NAME], role = iv->about[KHUNG__ABOUT_ROLE];
    bool any = false;
    put_plain(out, "kind: answers\nformat: 1\nframework: {id: ", iv->f->id, "");
    put_plain(out, ", version: ", iv->f->version, "}\n");
    put_plain(out, "organisation: {id: ", iv->organisation_id, "");
    put_field(out, ", name: ", iv->about[KHUNG__ABOUT_ORGANISATION], "}\n");
    put_plain(out, "period: {from: ", iv->about[KHUNG__ABOUT_FROM], "");
    put_plain(out, ", to: ", iv->about[KHUNG__ABOUT_TO], "}\n");
    khung__buf_printf(out, "track: %s\n", tracks[iv->track]);
    if (name.n)
        put_field(out, "by: {name: ", name, role.n ? "" : "}\n");
    if (role.n)
        put_field(out, name.n ? ", role: " : "by: {role: ", role, "}\n");
    if (iv->dated.n)
        put_plain(out, "dated: ", iv->dated, "\n");
    for (uint32_t i = 0; i < iv->f->fact_count; i++) {
        if (!iv->facts[i].n)
            continue;
        put_plain(out, any ? "  " : "profile:\n  ", iv->f->facts[i].id, ": ");
        put_plain(out, "", iv->facts[i], "\n");
        any = true;
    }
}

static void write_checks(khung__buf *out, const khung__criterion *k, const int8_t *checks)
{
    const char *before = "    checks: {";
    for (uint32_t i = 0; i < k->check_count; i++) {
        if (checks[i] < 0)
            continue;
        put_plain(out, before, k->checks[i].id, checks[i] ? ": true" : ": false");
        before = ", ";
    }
    khung__buf_z(out, *before == ',' ? "}\n" : "    checks: {}\n");
}

static void write_evidence(khung__buf *out, const khung__listed *listed)
{
    khung__buf_z(out, "    evidence:\n");
    for (const khung__listed *p = listed; p; p = p->next) {
        put_plain(out, "      - {item: ", p->item, "");
        if (p->file.n)
            put_field(out, ", file: ", p->file, "");
        if (p->sha256.n)
            put_plain(out, ", sha256: ", p->sha256, "");
        if (p->dated.n)
            put_plain(out, ", dated: ", p->dated, "");
        khung__buf_z(out, "}\n");
    }
}

static void write_answer(khung__buf *out, const khung_interview *iv, uint32_t index)
{
    const khung__said *said = &iv->said[index];
    khung__str id = iv->f->criteria[index].id, level = level_id(iv, index);
    if (level.n && !said->note.n && !said->evidence && !said->carried) {
        put_plain(out, "  ", id, ": ");
        put_plain(out, "", level, "\n");
        return;
    }
    put_plain(out, "  ", id, ":\n");
    if (level.n)
        put_plain(out, "    level: ", level, "\n");
    if (said->kind == KHUNG__ANSWER_QUANTITY)
        put_plain(out, "    quantity: ", said->text, "\n");
    if (said->kind == KHUNG__ANSWER_CHECKS && said->checks)
        write_checks(out, &iv->f->criteria[index], said->checks);
    if (said->kind == KHUNG__ANSWER_NA)
        put_field(out, "    na: ", said->text, "\n");
    if (said->carried)
        khung__buf_z(out, "    carried: true\n");
    if (said->note.n)
        put_field(out, "    note: ", said->note, "\n");
    if (said->evidence)
        write_evidence(out, said->evidence);
}

khung_status khung_interview_yaml(char **out, const khung_interview *iv)
{
    khung__buf text = {0};
    bool any = false;
    if (!iv->organisation_id.n || !iv->about[KHUNG__ABOUT_ORGANISATION].n || !iv->about[KHUNG__ABOUT_FROM].n || !iv->about[KHUNG__ABOUT_TO].n)
        return KHUNG_NOT_FOUND;
    write_head(&text, iv);
    for (uint32_t i = 0; i < iv->f->criterion_count; i++) {
        if (nothing_said(&iv->said[i]))
            continue;
        khung__buf_z(&text, any ? "" : "answers:\n");
        write_answer(&text, iv, i);
        any = true;
    }
    khung__buf_z(&text, any ? "" : "answers: {}\n");
    if (text.failed)
        khung__buf_free(&text);
    else
        *out = text.s;
    return text.failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

/* ---- what is being typed ---- */

static const char *const field_names[] = {"value", "reason", "note", "dated", "file"};

static khung__str step_name(const khung_interview *iv)
{
    static const char *const about[] = {"organisation", "from", "to", "name", "role"};
    khung__step step = iv->steps[iv->at];
    if (step.kind == KHUNG__STEP_ABOUT)
        return khung__str_of(about[step.index]);
    return step.kind == KHUNG__STEP_FACT ? iv->f->facts[step.index].id : iv->f->criteria[step.index].id;
}

/* KIND STEP FIELD ITEM TEXT, tabs between; a line's end in the text, which only files bring there, is a carriage return. */
khung_status khung_interview_draft(char **out, const khung_interview *iv)
{
    khung__buf line = {0};
    khung__buf_z(&line, "");
    if (iv->mode == KHUNG__MODE_FIELD && (iv->field.n || iv->field_of != KHUNG__OF_VALUE)) {
        khung__str name = step_name(iv);
        khung__buf_printf(&line, "%d\t%.*s\t%s\t%u\t", (int)iv->steps[iv->at].kind, (int)name.n, name.s, field_names[iv->field_of], (unsigned)iv->choice);
        for (size_t i = 0; i < iv->field.n; i++)
            khung__buf_char(&line, iv->field.s[i] == '\n' ? '\r' : iv->field.s[i] == '\t' ? ' ' : iv->field.s[i]);
        khung__buf_char(&line, '\n');
    }
    if (line.failed) {
        khung__buf_free(&line);
        return KHUNG_NO_MEMORY;
    }
    *out = line.s;
    return KHUNG_OK;
}

/* The part of the line up to the next tab. */
static khung__str next_part(const char **p)
{
    size_t n = strcspn(*p, "\t\n");
    khung__str part = {*p, n};
    *p += n + ((*p)[n] == '\t');
    return part;
}

void khung_interview_draft_put(khung_interview *iv, const char *line)
{
    size_t length = strlen(line);
    const char *p = line;
    if (length < 8 || line[length - 1] != '\n' || *line < '0' || *line > '2')
        return;
    khung__step_kind kind = (khung__step_kind)(*next_part(&p).s - '0');
    khung__str name = next_part(&p), what = next_part(&p), item = next_part(&p), text = next_part(&p);
    int of = 0;
    int64_t choice = 0;
    while (of < 5 && !khung__str_eq(what, khung__str_of(field_names[of])))
        of++;
    uint32_t here = iv->at;
    for (uint32_t i = 0; i < iv->step_count && of < 5 && khung__read_whole(item, &choice); i++) {
        iv->at = i;
        const khung__criterion *k = khung__iv_criterion(iv);
        bool item_there = of < KHUNG__OF_DATED || (k && (uint64_t)choice < k->evidence_count);
        if (iv->steps[i].kind == kind && khung__str_eq(step_name(iv), name) && (k || of == KHUNG__OF_VALUE) && item_there) {
            khung__iv_go(iv, i);
            iv->choice = (uint32_t)choice;
            iv->mode = of >= KHUNG__OF_DATED ? KHUNG__MODE_EVIDENCE : KHUNG__MODE_ASK;
            khung__iv_field_open(iv, (khung__field_of)of, text);
            for (size_t j = 0; j < iv->field.n; j++)
                iv->field.s[j] = iv->field.s[j] == '\r' ? '\n' : iv->field.s[j];
            khung__iv_tell(iv, false, KHUNG__W_IV_DRAFT, NULL, 0);
            return;
        }
    }
    khung__iv_go(iv, here);
}
