/* description/load: a description from its file, on top of the one that it extends. */
#include "tables.h"
#include "../framework/load.h"

#include <string.h>

typedef khung__description_draft draft;

static khung__str language_word(int language)
{
    return language == KHUNG__EN ? KHUNG__S("en") : KHUNG__S("vi");
}

/* ---- whom it extends ---- */

static void read_base(draft *d)
{
    khung__str own[KHUNG__DOCUMENTS];
    khung__buf list = {0};
    khung__reader *r = &d->reader;
    for (size_t i = 0; i < KHUNG__DOCUMENTS; i++) {
        own[i] = khung__str_of(khung__document_names[i]);
        khung__buf_z(&list, i ? ", " : "");
        khung__buf_str(&list, own[i]);
    }
    khung__str known = khung__buf_take(&list, &d->d.arena);
    if (!d->extends_node) {
        if (!d->document_node)
            KHUNG__SAY(r, KHUNG__D_MISSING_KEY, khung__node_at(r->tree, r->tree->root), KHUNG__S("document"));
        return;
    }
    if (!d->extends.n)
        return;
    khung_status status = khung_description_own(&d->d.base, d->extends.s, r->log);
    if (status == KHUNG_NOT_FOUND) {
        KHUNG__SAY(r, KHUNG__D_DESCRIPTION_EXTENDS, khung__node_at(r->tree, d->extends_node), d->extends, known);
        khung__reader_suggest(r, d->extends, own, sizeof *own, KHUNG__COUNT(own));
        return;
    }
    if (status != KHUNG_OK) {
        r->status = status;
        return;
    }
    if (d->document_node && d->d.document != d->d.base->document)
        KHUNG__SAY(r, KHUNG__D_DESCRIPTION_DOCUMENT, khung__node_at(r->tree, d->document_node), d->extends);
    d->d.document = d->d.base->document;
}

static void take_over(draft *d)
{
    const khung_description *base = d->d.base;
    if (!base)
        return;
    if (!d->sections_node)
        d->d.sections = base->sections, d->d.section_count = base->section_count;
    if (!d->annexes_node)
        d->d.annexes = base->annexes, d->d.annex_count = base->annex_count;
    if (!d->signatories_node)
        d->d.signatories = base->signatories, d->d.signatory_count = base->signatory_count;
    memcpy(d->d.phrases, base->phrases, sizeof d->d.phrases);
    d->d.accent = base->accent;
    d->d.signal = base->signal;
    if (!d->paper_node)
        d->d.paper = base->paper;
}

/* ---- wording ---- */

static bool has(const draft *d, khung__phrase_id id)
{
    return khung__phrases[id].documents >> d->d.document & 1;
}

/* Each argument must stand in the sentence: a number that is lost would be missed by nobody who never saw it. */
static void check_arguments(draft *d, khung__phrase_id id, const khung__node *node)
{
    khung__reader *r = &d->reader;
    uint32_t seen = 0, most = khung__phrases[id].arguments;
    char name[] = "{0}", count[] = "0";
    count[0] = (char)('0' + most);
    khung__str text = node->text;
    for (size_t i = 0; i + 2 < text.n; i++) {
        if (text.s[i] != '{' || text.s[i + 2] != '}' || text.s[i + 1] < '0' || text.s[i + 1] > '9')
            continue;
        uint32_t argument = (uint32_t)(text.s[i + 1] - '0');
        seen |= 1u << argument;
        name[1] = text.s[i + 1];
        if (argument >= most)
            KHUNG__SAY(r, KHUNG__D_PHRASE_ARGUMENT, khung__node_at(r->tree, node), khung__str_of(name), khung__str_of(count));
    }
    for (uint32_t argument = 0; argument < most; argument++) {
        name[1] = (char)('0' + argument);
        if (!(seen >> argument & 1))
            KHUNG__SAY(r, KHUNG__D_PHRASE_LOST, khung__node_at(r->tree, node), khung__str_of(name), khung__str_of(khung__phrases[id].key));
    }
}

/* The blanks around a piece of a sentence are not the author's to keep: YAML readers lose them. */
static khung__str with_blanks(draft *d, khung__phrase_id id, khung__str text)
{
    uint32_t how = khung__phrases[id].documents;
    bool before = (how & FOLLOWS) && !memchr(".,;:!?)", text.s[0], 7);
    if (!before && !(how & (LEADS | LINE_AFTER)))
        return text;
    char *s = khung__reader_alloc(&d->reader, text.n + 2), *end = s;
    if (!s)
        return text;
    if (before)
        *end++ = ' ';
    memcpy(end, text.s, text.n);
    end += text.n;
    if (how & (LEADS | LINE_AFTER))
        *end++ = how & LEADS ? ' ' : '\n';
    return (khung__str){s, (size_t)(end - s)};
}

static void put_phrase(draft *d, int language, khung__phrase_id id, const khung__node *node)
{
    if (node->kind != KHUNG__SCALAR || !node->text.n)
        return;
    check_arguments(d, id, node);
    d->d.phrases[language][id] = with_blanks(d, id, node->text);
}

static void put_both(draft *d, khung__phrase_id id, const khung__both *both)
{
    for (int language = 0; language < 2; language++)
        if (both->at[language])
            put_phrase(d, language, id, both->at[language]);
}

static void say_unknown_phrase(draft *d, const khung__node *node)
{
    khung__str keys[KHUNG__P_COUNT];
    size_t n = 0;
    for (uint32_t id = 0; id < KHUNG__P_COUNT; id++)
        if (has(d, (khung__phrase_id)id) && !(khung__phrases[id].documents & BY_TITLE))
            keys[n++] = khung__str_of(khung__phrases[id].key);
    KHUNG__SAY(&d->reader, KHUNG__D_PHRASE_UNKNOWN, khung__node_key_at(d->reader.tree, node), node->key);
    khung__reader_suggest(&d->reader, node->key, keys, sizeof *keys, n);
}

/* Keys mostly stand in the order of the table, so the search goes on behind the last hit. */
static void read_wording(draft *d, int language)
{
    const khung__node *map = d->wording[language];
    uint32_t at = 0;
    for (const khung__node *node = map && map->kind == KHUNG__MAP ? map->first : NULL; node; node = node->next) {
        uint32_t tried = 0;
        for (; tried < KHUNG__P_COUNT; tried++, at++) {
            at = at < KHUNG__P_COUNT ? at : 0;
            const khung__phrase *p = &khung__phrases[at];
            if (has(d, (khung__phrase_id)at) && !(p->documents & BY_TITLE) && khung__str_eq(node->key, khung__str_of(p->key)))
                break;
        }
        if (tried == KHUNG__P_COUNT)
            say_unknown_phrase(d, node);
        else
            put_phrase(d, language, (khung__phrase_id)at++, node);
    }
}

static const khung__node *wording_at(const draft *d, int language)
{
    const khung__node *map = khung__node_find(d->reader.tree->root, KHUNG__S("wording"));
    return d->wording[language] ? d->wording[language] : map ? map : d->reader.tree->root;
}

/* What is missing in one language: the first key, and how many there are. */
static void check_language(draft *d, int language, bool title)
{
    khung__reader *r = &d->reader;
    const char *first = NULL;
    int64_t n = 0;
    for (uint32_t id = 0; id < KHUNG__P_COUNT; id++) {
        const khung__phrase *p = &khung__phrases[id];
        if (!has(d, (khung__phrase_id)id) || d->d.phrases[language][id].n || !(p->documents & BY_TITLE) == title)
            continue;
        first = first ? first : p->key;
        n++;
    }
    khung__buf count = {0};
    khung__buf_int(&count, n);
    if (count.failed)
        r->status = KHUNG_NO_MEMORY;
    else if (n)
        KHUNG__SAY(r, title ? KHUNG__D_TITLE_MISSING : KHUNG__D_PHRASE_MISSING,
                   khung__node_at(r->tree, title ? r->tree->root : wording_at(d, language)), khung__str_of(first), language_word(language),
                   (khung__str){count.s, count.n});
    khung__buf_free(&count);
}

static void check_complete(draft *d)
{
    for (int language = 0; language < 2; language++) {
        check_language(d, language, true);
        check_language(d, language, false);
    }
}

/* ---- sections ---- */

static void titles(draft *d)
{
    static const uint16_t section_title[] = {KHUNG__P_COUNT, KHUNG__P_SUMMARY, KHUNG__P_COUNT, KHUNG__P_CHANGE, KHUNG__P_FINDINGS,
                                             KHUNG__P_STEPS, KHUNG__P_CERTAINTY, KHUNG__P_COMPARE, KHUNG__P_ANNEXES};
    static const uint16_t annex_title[] = {KHUNG__P_ANNEX_UNANSWERED, KHUNG__P_ANNEX_NA, KHUNG__P_ANNEX_EVIDENCE, KHUNG__P_ANNEX_GATES,
                                           KHUNG__P_ANNEX_GAPS, KHUNG__P_ANNEX_VIEWS, KHUNG__P_ANNEX_WORKINGS, KHUNG__P_ANNEX_SOURCES};
    put_both(d, KHUNG__P_TITLE, &d->title);
    for (uint32_t i = 0; d->sections_node && i < d->d.section_count; i++) {
        khung__part *part = &d->d.sections[i];
        if (section_title[part->id] < KHUNG__P_COUNT)
            put_both(d, (khung__phrase_id)section_title[part->id], &part->title);
        else if (part->title.at[0] || part->title.at[1])
            KHUNG__SAY(&d->reader, KHUNG__D_SECTION_TITLE, khung__node_at(d->reader.tree, part->node), part->id_node->text);
    }
    for (uint32_t i = 0; d->annexes_node && i < d->d.annex_count; i++)
        put_both(d, (khung__phrase_id)annex_title[d->d.annexes[i].id], &d->d.annexes[i].title);
}

static void check_twice(draft *d, const khung__part *parts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (parts[i].id == parts[k].id && parts[i].id_node && parts[k].id_node)
                KHUNG__SAY(&d->reader, KHUNG__D_SECTION_TWICE, khung__node_at(d->reader.tree, parts[i].id_node), parts[i].id_node->text);
}

static void check_parts(draft *d)
{
    khung__reader *r = &d->reader;
    if (d->sections_node)
        check_twice(d, d->d.sections, d->d.section_count);
    if (d->annexes_node)
        check_twice(d, d->d.annexes, d->d.annex_count);
    for (uint32_t i = 1; d->sections_node && i < d->d.section_count; i++)
        if (d->d.sections[i].id == KHUNG__SECTION_COVER && d->d.sections[i].id_node)
            KHUNG__SAY_PLAIN(r, KHUNG__D_SECTION_COVER, khung__node_at(r->tree, d->d.sections[i].id_node));
    const struct { const khung__node *node; khung__document document; const char *name; } only[] = {
        {d->sections_node, KHUNG__ASSESSMENT, "assessment"},
        {d->annexes_node, KHUNG__ASSESSMENT, "assessment"},
        {d->margins_node, KHUNG__ASSESSMENT, "assessment"},
        {d->signatories_node, KHUNG__CERTIFICATE, "certificate"},
        {d->award_node, KHUNG__CERTIFICATE, "certificate"}};
    for (size_t i = 0; i < KHUNG__COUNT(only); i++)
        if (only[i].node && only[i].document != (khung__document)d->d.document)
            KHUNG__SAY(r, KHUNG__D_DESCRIPTION_NOT_HERE, khung__node_key_at(r->tree, only[i].node), only[i].node->key, khung__str_of(only[i].name));
    static const char *const needed[] = {"sections", "annexes"};
    for (size_t i = 0; i < 2; i++)
        if (!d->extends_node && d->d.document == KHUNG__ASSESSMENT && !(i ? d->annexes_node : d->sections_node))
            KHUNG__SAY(r, KHUNG__D_MISSING_KEY, khung__node_at(r->tree, r->tree->root), khung__str_of(needed[i]));
}

/* ---- colours and logo ---- */

static uint32_t colour_of(khung__str digits)
{
    uint32_t rgb = 0;
    for (size_t i = 0; i < digits.n; i++)
        rgb = rgb << 4 | (uint32_t)(digits.s[i] <= '9' ? digits.s[i] - '0' : (digits.s[i] | 32) - 'a' + 10);
    return rgb;
}

/* White stands on the accent and the signal is text on white, so both need what text needs. */
static void read_colours(draft *d)
{
    khung__reader *r = &d->reader;
    uint32_t *colours[] = {&d->d.accent, &d->d.signal};
    static const char *const names[] = {"accent", "signal"};
    const khung__node *map = khung__node_find(r->tree->root, KHUNG__S("colours"));
    for (size_t i = 0; i < 2; i++) {
        khung__str digits = d->colours.text[i];
        if (!digits.n) {
            if (!d->colours.at[i] && !d->extends_node)
                KHUNG__SAY(r, KHUNG__D_MISSING_KEY, khung__node_at(r->tree, map ? map : r->tree->root), khung__str_of(map ? names[i] : "colours"));
            if (!map)
                return;
            continue;
        }
        *colours[i] = colour_of(digits);
        unsigned contrast = khung__description_contrast(*colours[i]);
        char shown[16];
        khung__str ratio = khung__print_micro((char[32]){0}, (khung__micro)contrast * 10000);
        size_t n = ratio.n < sizeof shown ? ratio.n : sizeof shown;
        memcpy(shown, ratio.s, n);
        if (contrast < 450)
            KHUNG__SAY(r, KHUNG__D_COLOUR_CONTRAST, khung__node_at(r->tree, d->colours.at[i]), digits, (khung__str){shown, n});
    }
}

/* ---- paper and fonts ---- */

enum { LEAST_TEXT_MM = 155 };

/* What is not written is as in the description that is extended, else as ever. Charts and tables need a certain width. */
static void read_paper(draft *d)
{
    static const khung__micro widths[] = {210000000, 215900000}, usual[] = {20500000, 20000000};
    const khung_description *base = d->d.base;
    for (int edge = 0; edge < KHUNG__EDGES; edge++)
        d->d.margins[edge] = d->margins.at[edge] ? d->margins.mm[edge] : base ? base->margins[edge] : 0;
    for (int which = 0; which < 2; which++)
        d->d.fonts[which] = d->fonts.at[which] ? d->fonts.family[which] : base ? base->fonts[which] : (uint32_t)which;
    khung__micro left = widths[d->d.paper];
    for (int edge = KHUNG__EDGE_LEFT; edge <= KHUNG__EDGE_RIGHT; edge++)
        left -= d->d.margins[edge] ? d->d.margins[edge] : usual[edge];
    if (left >= LEAST_TEXT_MM * INT64_C(1000000))
        return;
    char room[2][32];
    KHUNG__SAY(&d->reader, KHUNG__D_MARGINS_WIDE, khung__node_at(d->reader.tree, d->margins_node ? d->margins_node : d->reader.tree->root),
               khung__print_micro(room[0], left), khung__print_micro(room[1], LEAST_TEXT_MM * INT64_C(1000000)));
}

static bool ends_in(khung__str s, const char *ending)
{
    size_t n = strlen(ending);
    if (s.n <= n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((s.s[s.n - n + i] | 32) != ending[i])
            return false;
    return true;
}

/* Files are data: what a description names stays in its own folder. */
static void check_logo(draft *d)
{
    khung__str path = d->d.logo;
    if (!path.n)
        return;
    bool out = path.s[0] == '/' || path.s[0] == '~';
    for (size_t i = 0; i < path.n; i++) {
        bool start = i == 0 || path.s[i - 1] == '/';
        bool up = start && path.n - i >= 2 && path.s[i] == '.' && path.s[i + 1] == '.' && (path.n - i == 2 || path.s[i + 2] == '/');
        out = out || up || path.s[i] == '\\' || path.s[i] == ':';
    }
    khung__at at = khung__node_at(d->reader.tree, d->logo_node);
    if (out)
        KHUNG__SAY(&d->reader, KHUNG__D_LOGO_PATH, at, path);
    else if (!ends_in(path, ".png") && !ends_in(path, ".jpg") && !ends_in(path, ".jpeg"))
        KHUNG__SAY(&d->reader, KHUNG__D_LOGO_KIND, at, path);
}

/* ---- the whole ---- */

static void read_draft(draft *d, khung__tree *tree, khung_log *log)
{
    size_t from = log ? khung_log_count(log) : 0;
    khung__shape_fresh(&khung__table_description, d);
    d->d.tree = tree;
    d->reader = (khung__reader){.tree = tree, .arena = &d->d.arena, .log = log};
    if (khung__shape_head(&d->reader, "report")) {
        khung__shape_map(&d->reader, &khung__table_description, tree->root, d);
        read_base(d);
        take_over(d);
        check_parts(d);
        titles(d);
        read_wording(d, KHUNG__VI);
        read_wording(d, KHUNG__EN);
        read_colours(d);
        read_paper(d);
        check_logo(d);
        if (!d->extends_node && d->document_node)
            check_complete(d);
    }
    if (log)
        khung__diag_sort(log, from);
}

khung_status khung__description_from_tree(khung_description **out, khung__tree *tree, khung_log *log)
{
    draft *d = khung__alloc(sizeof *d);
    khung_description *made = d ? khung__alloc(sizeof *made) : NULL;
    khung_status status = KHUNG_NO_MEMORY;
    if (made) {
        read_draft(d, tree, log);
        memcpy(made, &d->d, sizeof *made);
        status = d->reader.status;
        if (status == KHUNG_OK)
            *out = made;
        else
            khung_description_free(made);
    } else {
        khung__tree_free(tree);
    }
    khung__free(d);
    return status;
}

khung_status khung_description_load(khung_description **out, const char *name, const char *bytes, size_t size, khung_log *log)
{
    if (!out || !name || (!bytes && size))
        return KHUNG_BAD_CALL;
    khung__tree *tree;
    khung_status status = khung__tree_load(&tree, name, bytes, size, log);
    return status == KHUNG_OK ? khung__description_from_tree(out, tree, log) : status;
}

void khung_description_free(khung_description *description)
{
    if (!description)
        return;
    khung_description_free(description->base);
    khung__arena_free(&description->arena);
    khung__tree_free(description->tree);
    khung__free(description);
}

const char *khung_description_id(const khung_description *description)
{
    return description->id.s;
}

const char *khung_description_document(const khung_description *description)
{
    return khung__document_names[description->document];
}

khung__str khung__description_text(const khung__both *both, khung__language language)
{
    return both->text[language].n ? both->text[language] : both->text[!language];
}

const char *khung_description_logo(const khung_description *description)
{
    return description->logo.n ? description->logo.s : NULL;
}

khung_status khung_description_picture(khung_description *description, const char *bytes, size_t size, khung_log *log)
{
    if (!description || !bytes)
        return KHUNG_BAD_CALL;
    return khung__picture_read(&description->picture, &description->arena, description->logo, (khung__str){bytes, size}, log);
}
