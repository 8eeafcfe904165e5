/* register: see register.h. One table, a group for each state, organisations in Vietnamese order. */
#include "register.h"

#include <math.h>
#include <stdlib.h>

enum { STATES = 4, MOST_COLUMNS = 6, EXPIRED = 3 }; /* the states of a file, then what dates make of those in force */

typedef struct listed { const khung__entry *entry; khung__str key; size_t at; } listed;

typedef struct registrar {
    khung__leaf l;
    const khung_figures *figures;
    listed *list;
    size_t count, of[STATES];
    bool one; /* all certificates are of one framework and version, which is said once */
} registrar;

static int state_of(const registrar *r, const khung__entry *e)
{
    bool over = khung__date_cmp(e->until, r->figures->dated) < 0;
    return e->state == KHUNG__IN_FORCE && over ? EXPIRED : (int)e->state;
}

static int by_name(const void *x, const void *y)
{
    const listed *a = x, *b = y;
    int order = khung__str_cmp(a->key, b->key);
    return order ? order : a->at < b->at ? -1 : 1;
}

static bool sort_entries(registrar *r)
{
    const khung__register *reg = &r->figures->reg;
    r->list = khung__arena_alloc(r->l.arena, (reg->entry_count + 1) * sizeof *r->list);
    if (!r->list) return false;
    for (uint32_t i = 0; i < reg->entry_count; i++) {
        r->list[i] = (listed){&reg->entries[i], {0}, i};
        if (!khung__text_sort_key(r->l.arena, reg->entries[i].organisation, &r->list[i].key)) return false;
        r->of[state_of(r, &reg->entries[i])]++;
    }
    r->one = reg->entry_count > 0;
    for (uint32_t i = 1; i < reg->entry_count; i++)
        r->one = r->one && khung__str_eq(reg->entries[i].framework, reg->entries[0].framework) &&
                 khung__str_eq(reg->entries[i].version, reg->entries[0].version);
    r->count = reg->entry_count;
    if (r->count) qsort(r->list, r->count, sizeof *r->list, by_name);
    return true;
}

static khung__style label(const registrar *r, khung__rgb c) { return khung__leaf_style(&r->l, khung__style_label(c)); }

static khung__str state_word(registrar *r, int state)
{
    khung__leaf *l = &r->l;
    return state == KHUNG__IN_FORCE    ? KHUNG__WORDS(l, REGISTER_IN_FORCE)
           : state == KHUNG__SUSPENDED ? KHUNG__WORDS(l, REGISTER_SUSPENDED)
           : state == KHUNG__WITHDRAWN ? KHUNG__WORDS(l, REGISTER_WITHDRAWN)
                                       : KHUNG__WORDS(l, REGISTER_EXPIRED);
}

static khung__str group_title(registrar *r, int state)
{
    static const khung__phrase_id ids[STATES] = {KHUNG__P_REGISTER_GROUP_IN_FORCE, KHUNG__P_REGISTER_GROUP_SUSPENDED, KHUNG__P_REGISTER_GROUP_WITHDRAWN,
                                                 KHUNG__P_REGISTER_GROUP_EXPIRED};
    khung__str n = khung__leaf_int(&r->l, (int64_t)r->of[state]);
    return khung__leaf_say(&r->l, ids[state], &n, 1);
}

static khung__leaf_cell state_cell(registrar *r, int state)
{
    static const khung__mark marks[STATES] = {KHUNG__DOT, KHUNG__WARN, KHUNG__CROSS, KHUNG__RING};
    static const khung__rgb colours[STATES] = {KHUNG__A100, KHUNG__SIGNAL, KHUNG__SIGNAL, KHUNG__INK2};
    khung__style style = label(r, state == KHUNG__IN_FORCE ? KHUNG__INK : colours[state]);
    if (state == KHUNG__SUSPENDED || state == KHUNG__WITHDRAWN) style.face = KHUNG__SANS_BOLD;
    khung__leaf_cell cell = khung__leaf_cell_of(state_word(r, state), style);
    cell.marked = true;
    cell.mark = marks[state];
    cell.colour = colours[state];
    return cell;
}

/* Name; since when and why it is not in force, small below it. */
static khung__leaf_cell name_cell(registrar *r, const khung__entry *e)
{
    khung__leaf *l = &r->l;
    khung__leaf_cell cell = khung__leaf_cell_of(e->organisation, khung__leaf_style(l, khung__style_body_bold(KHUNG__INK)));
    if (e->state == KHUNG__IN_FORCE) return cell;
    khung__str since = KHUNG__TELL(l, REGISTER_SINCE, khung__leaf_date(l, e->changed));
    khung__style small = label(r, KHUNG__INK2);
    cell.spans[cell.n++] = (khung__span){KHUNG__GLUE(l, KHUNG__S("\n"), since, e->reason.n ? KHUNG__S(": ") : KHUNG__S(""), e->reason), small};
    return cell;
}

static khung__str framework_of(registrar *r, const khung__entry *e)
{
    khung__leaf *l = &r->l;
    if (!e->version.n) return e->framework;
    return KHUNG__GLUE(l, e->framework, KHUNG__S(", "), khung__leaf_unbroken(l, KHUNG__TELL(l, REGISTER_VERSION, e->version)));
}

static void put_entry(registrar *r, khung__leaf_table *t, const khung__entry *e)
{
    khung__leaf *l = &r->l;
    khung__style body = khung__leaf_style(l, khung__style_body(KHUNG__INK));
    khung__str grade = khung__leaf_unbroken(l, e->grade);
    khung__str issued = khung__leaf_unbroken(l, KHUNG__TELL(l, REGISTER_ISSUED, khung__leaf_date(l, e->issued)));
    khung__leaf_cell cells[MOST_COLUMNS];
    size_t n = 0;
    cells[n++] = khung__leaf_cell_of(e->number, body);
    cells[n++] = name_cell(r, e);
    cells[n++] = khung__leaf_cell_of(grade.n > 24 ? e->grade : grade, body);
    if (!r->one) cells[n++] = khung__leaf_cell_of(framework_of(r, e), label(r, KHUNG__INK));
    cells[n++] = (khung__leaf_cell){.spans = {{khung__leaf_date(l, e->until), body}, {KHUNG__GLUE(l, KHUNG__S("\n"), issued), label(r, KHUNG__INK2)}}, .n = 2};
    cells[n++] = state_cell(r, state_of(r, e));
    khung__leaf_table_row(t, cells, n, KHUNG__LEAF_ROW, 0);
}

static void table(registrar *r)
{
    khung__leaf *l = &r->l;
    double until = 66;
    khung__style style = khung__leaf_style(l, khung__style_body(KHUNG__INK));
    for (size_t i = 0; i < r->count; i++)
        until = fmax(until, khung__doc_width(l->doc, khung__leaf_date(l, r->list[i].entry->until), style.face, style.size) + 6);
    double rest = l->width - 92 - 62 - (r->one ? 0 : 88) - until - 84;
    khung__leaf_column columns[MOST_COLUMNS];
    size_t n = 0;
    columns[n++] = (khung__leaf_column){92, KHUNG__LEFT, KHUNG__WORDS(l, REGISTER_NUMBER)};
    columns[n++] = (khung__leaf_column){rest, KHUNG__LEFT, KHUNG__WORDS(l, REGISTER_ORGANISATION)};
    columns[n++] = (khung__leaf_column){62, KHUNG__LEFT, KHUNG__WORDS(l, REGISTER_GRADE)};
    if (!r->one) columns[n++] = (khung__leaf_column){88, KHUNG__LEFT, KHUNG__WORDS(l, REGISTER_FRAMEWORK)};
    columns[n++] = (khung__leaf_column){until, KHUNG__RIGHT, KHUNG__WORDS(l, REGISTER_UNTIL)};
    columns[n++] = (khung__leaf_column){84, KHUNG__LEFT, KHUNG__WORDS(l, REGISTER_STATE)};
    khung__leaf_table t = {l, columns, n, 4};
    khung__leaf_table_start(&t);
    for (int state = 0; state < STATES; state++) {
        if (!r->of[state]) continue;
        khung__leaf_cell group = khung__leaf_cell_of(group_title(r, state), khung__leaf_style(l, khung__style_body_bold(KHUNG__INK)));
        group.columns = (uint32_t)n;
        khung__leaf_table_row(&t, &group, 1, KHUNG__LEAF_GROUP, 40);
        for (size_t i = 0; i < r->count; i++)
            if (state_of(r, r->list[i].entry) == state) put_entry(r, &t, r->list[i].entry);
    }
    khung__leaf_table_end(&t);
}

static void opening(registrar *r)
{
    khung__leaf *l = &r->l;
    khung__style plain = khung__leaf_style(l, khung__style_lead(KHUNG__INK)), strong = khung__leaf_style(l, khung__style_lead_bold(KHUNG__INK));
    khung__str date = khung__leaf_date(l, r->figures->dated);
    khung__span spans[8] = {{KHUNG__TELL(l, REGISTER_AS_OF, date), plain}};
    size_t n = 1;
    khung__str counts[STATES] = {{0}};
    for (int i = 0; i < STATES; i++) counts[i] = khung__leaf_int(l, (int64_t)r->of[i]);
    if (!r->count) {
        spans[n++] = (khung__span){KHUNG__WORDS(l, REGISTER_EMPTY), plain};
    } else {
        spans[n++] = (khung__span){counts[0], strong};
        spans[n++] = (khung__span){khung__leaf_say(l, KHUNG__P_REGISTER_COUNTS, counts + 1, 3), plain};
    }
    l->y += 4;
    l->y += khung__leaf_para(l, KHUNG__TAG_P, l->left, l->y, l->width, spans, n) + 4;
    if (r->one) {
        khung__str framework = KHUNG__TELL(l, REGISTER_ONE_FRAMEWORK, framework_of(r, r->list[0].entry));
        l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y, l->width, framework, khung__leaf_style(l, khung__style_body(KHUNG__INK2)));
    }
    khung__str url = r->figures->reg.url, how = url.n ? KHUNG__TELL(l, REGISTER_CHECK, url) : (khung__str){0};
    l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y, l->width, how, khung__leaf_style(l, khung__style_body(KHUNG__INK2))) + 16;
}

khung_status khung__register_lay(khung__doc *doc, const khung__leaf_input *in, const khung_figures *figures)
{
    registrar r = {.figures = figures};
    khung__leaf *l = &r.l;
    khung__leaf_start(l, doc, in);
    if (!sort_entries(&r)) khung__doc_fail(doc, KHUNG_NO_MEMORY);
    if (doc->status != KHUNG_OK) return doc->status;
    khung__str date = khung__leaf_date(l, figures->dated), serial = khung__leaf_int(l, figures->reg.serial);
    l->name = figures->reg.issuer;
    l->document = KHUNG__WORDS(l, TITLE);
    l->foot = figures->reg.serial ? KHUNG__TELL(l, REGISTER_FOOT, serial, date) : KHUNG__TELL(l, REGISTER_FOOT_BARE, date);
    khung__leaf_new_page(l);
    khung__leaf_h1(l, l->document, 0);
    opening(&r);
    if (r.count) table(&r);
    khung__leaf_end(l);
    return doc->status;
}
