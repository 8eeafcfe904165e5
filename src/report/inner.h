/* What the files of report share: the state of one document being laid out, and the small tools for
 * text, numbers and tables. Everything they make lies in the document's arena, so nothing here is
 * freed one by one. Failures stick to the document: a piece that could not be had is the absent
 * string, and drawing goes on without harm. */
#ifndef KHUNG_REPORT_INNER_H
#define KHUNG_REPORT_INNER_H

#include "chart.h"
#include "report.h"
#include "theme.h"

#include <math.h>

/* The grid of theme.h on the document's own paper: `report` is in scope wherever something is laid out. The columns at the side and
 * in the middle keep their widths as long as they can: on narrow paper the side gives way, on wide paper the middle grows. */
#undef KHUNG__PAGE_W
#undef KHUNG__PAGE_H
#undef KHUNG__LEFT_X
#undef KHUNG__TEXT_W
#undef KHUNG__SIDE_W
#undef KHUNG__MAIN_W
#undef KHUNG__HEAD_Y
#undef KHUNG__HEAD_RULE
#undef KHUNG__BODY_Y
#undef KHUNG__BODY_END
#undef KHUNG__FOOT_RULE
#undef KHUNG__FOOT_Y
#define KHUNG__CHART_W 316.0 /* 8 columns: level bars, radar */
#define KHUNG__PAGE_W (report->doc->frame.width)
#define KHUNG__PAGE_H (report->doc->frame.height)
#define KHUNG__LEFT_X (report->doc->frame.left)
#define KHUNG__TEXT_W (report->doc->frame.text)
#define KHUNG__SIDE_W fmin(152, KHUNG__TEXT_W - KHUNG__GUTTER - KHUNG__CHART_W)
#define KHUNG__MAIN_W (KHUNG__TEXT_W - KHUNG__GUTTER - KHUNG__SIDE_W)
#define KHUNG__HEAD_Y (report->doc->frame.top - 36)
#define KHUNG__HEAD_RULE (report->doc->frame.top - 20)
#define KHUNG__BODY_Y (report->doc->frame.top)
#define KHUNG__BODY_END (report->doc->frame.bottom - report->foot)
#define KHUNG__FOOT_RULE (report->doc->frame.bottom + 12)
#define KHUNG__FOOT_Y (report->doc->frame.bottom + 16)

enum { KHUNG__MOST_STEPS = KHUNG__MAX_LEVELS };

/* The round before: both rounds over the criteria that can be compared, by the weights of today. */
typedef struct khung__before {
    bool has;             /* some criterion can be compared */
    bool given;           /* a round before was given */
    khung__str years;     /* "2024" */
    uint32_t comparable, better, worse;
    uint32_t *match;      /* per criterion: its number in the framework of the round before, KHUNG__NONE where it cannot be compared */
    khung__rat *then, *now; /* percent per domain, [0] the total */
} khung__before;

typedef struct khung__report {
    khung__doc *doc;
    khung__arena *arena; /* the document's */
    const khung__report_input *in;
    const khung_framework *framework;
    const khung_result *result;
    const khung__bound *self, *reviewer;
    khung__language language;

    size_t page;        /* where things go now */
    size_t cover_page;  /* SIZE_MAX: there is none */
    bool domains_told;  /* the document has parts of domains, to which links lead */
    khung__rgb palette[KHUNG__ROLES];
    uint32_t first_domain; /* bookmark of domain 1; the others follow */
    double y;           /* top of the free part of that page */
    double foot;        /* what footnotes take at the end of the page's body */
    struct khung__footnotes *notes; /* notes.c */
    khung__str section; /* right end of the running head */
    khung__str
        title; /* repeated with "(continued)" on a page that room() starts; empty: nothing is */
    khung__str *sections; /* of every page, for the second pass */
    size_t section_cap;

    khung__before before;
    bool brief;   /* the summary document: one page */
    int shorter;  /* how much of it is left to the full report */
    bool stepped; /* every score lies on the levels of one scale: steps are drawn, else quarters of
                     percent */
    const khung__scale *scale; /* that scale, else the framework's first */
    bool coded;                /* some domain or criterion has a code */
    khung__rat *target_score,
        *target_percent; /* per domain, none where the operator allows no such number */
    struct khung__exhibits {
        const struct khung__exhibit *list;
        size_t count;
        bool known;
    } * evidence;             /* per criterion, gathered when first asked for */
    khung__micro *thresholds; /* of percent: bands, gates, grades */
    size_t threshold_count;
} khung__report;

/* Makes the state of a document from what it is made of; false when memory ends. */
bool khung__report_prepare(khung__report *report, khung__doc *doc, const khung__report_input *in);

/* ---- words and numbers (say.c) ---- */
#define KHUNG__SAY(report, NAME, ...)                                                              \
    khung__report_say(                                                                             \
        report, KHUNG__P_##NAME, (const khung__str[]){(khung__str){0}, ##__VA_ARGS__} + 1,         \
        sizeof((const khung__str[]){(khung__str){0}, ##__VA_ARGS__}) / sizeof(khung__str) - 1)
/* A phrase of the document's description as it stands. */
static inline khung__str khung__report_phrase(const khung__report *report, khung__phrase_id id)
{
    return report->in->description->phrases[report->language][id];
}
/* A phrase with its arguments; pieces one behind the other; a whole number. All lie in
 * the document's arena. */
khung__str khung__report_say(khung__report *report, khung__phrase_id id, const khung__str *args,
                             size_t n);
khung__str khung__report_join(khung__report *report, const khung__str *parts, size_t n);
#define KHUNG__JOIN(report, ...)                                                                   \
    khung__report_join(report, (const khung__str[]){__VA_ARGS__},                                  \
                       sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))
/* A whole number as the language writes it. */
khung__str khung__report_int(khung__report *report, int64_t value);
/* "7" or "1,5": a weight, a limit, a quantity as its file has it. */
khung__str khung__report_micro(khung__report *report, khung__micro value);
/* The value as the result shows it; a dash without one. */
khung__str khung__report_shown(khung__report *report, khung__rat value);
/* A whole number bare, else as shown: points, levels, weights. */
khung__str khung__report_bare(khung__report *report, khung__rat value);
/* "+1", "−1", "0" */
khung__str khung__report_signed(khung__report *report, khung__rat value);
/* Without and with the sign %. Where the shown value equals a threshold that the exact one misses,
 * more digits or "just under". */
khung__str khung__report_percent_bare(khung__report *report, khung__rat value);
khung__str khung__report_percent(khung__report *report, khung__rat value);
khung__str khung__report_date(khung__report *report, khung__date date); /* 05/7/2026 */
khung__str khung__report_date_long(khung__report *report,
                                   khung__date date);   /* ngày 05 tháng 7 năm 2026 */
khung__str khung__report_period(khung__report *report); /* 01/7/2025 – 30/6/2026, glued */
/* "3 criteria": the singular word for one; {0} is the number, {1} `more`. */
khung__str khung__report_count(khung__report *report, khung__phrase_id one, khung__phrase_id many,
                               int64_t n, khung__str more);
/* "Eight domains", "Tám lĩnh vực": how many top-level domains, for the beginning of a line. */
khung__str khung__report_domain_count(khung__report *report);
/* "F. An toàn": code and title glued; the title alone without a code. */
khung__str khung__report_named(khung__report *report, khung__str code, khung__str title);
/* The code, or the title where there is none. */
khung__str khung__report_short(khung__str code, khung__str title);
/* The years of the period: "2026" or "2025–2026". */
khung__str khung__report_years(khung__report *report);
bool khung__rat_is_whole(khung__rat value);
khung__rat khung__report_of_micro(khung__report *report, khung__micro value);

/* ---- pages (frame.c) ---- */
/* A new page with y at its top; the running head gets `section` in the second pass. */
void khung__report_page(khung__report *report);
/* Makes sure that `height` points are free, by a new page with the title repeated if need be. True
 * when it made one. */
bool khung__report_room(khung__report *report, double height);
/* The head of the page, as the title of a document without a cover: said here and not by khung__report_frames. */
void khung__report_head(khung__report *report);
/* Heads and feet of all pages but the first, when their number is known. */
void khung__report_frames(khung__report *report);
void khung__report_h1(khung__report *report, khung__str text, double width);
void khung__report_h2(khung__report *report, khung__str text);
/* A block heading: lead Bold over an ink line, in [x, x + w] from y down; returns its height (20).
 */
double khung__report_block_head(khung__report *report, double x, double y, double w,
                                khung__str text);
void khung__report_rule(khung__report *report, double x, double y, double w, double width,
                        khung__rgb colour);
/* A box that leads to the part of a domain, which may be laid out later. */
void khung__report_link_to(khung__report *report, double x, double y, double w, double h,
                           uint32_t domain);
/* When all parts are laid out: makes the links lead to bookmarks. */
void khung__report_links(khung__report *report);
/* The bookmark of a domain's part; the parts must come in the order of the domains. */
void khung__report_domain_bookmark(khung__report *report, uint32_t level, uint32_t domain,
                                   khung__str title, double y);
void khung__report_bookmark(khung__report *report, uint32_t level, khung__str title, double y);

/* ---- text at places (frame.c); `top` is the top of the first line's box ---- */
/* One line of text, untagged. */
void khung__report_line(khung__report *report, double x, double top, khung__str text,
                        khung__style style, khung__align align);
/* The same with the text's structure element around it. */
void khung__report_tagged(khung__report *report, khung__tag tag, double x, double top,
                          khung__str text, khung__style style, khung__align align);
khung__para khung__report_lay(khung__report *report, khung__str text, khung__style style,
                              double width);
double khung__report_put(khung__report *report, double x, double top, const khung__para *para);
/* Lays and puts a whole paragraph of spans as an element; returns its height. */
double khung__report_para(khung__report *report, khung__tag tag, double x, double top, double width,
                          const khung__span *spans, size_t n);
static inline double khung__para_height(const khung__para *para)
{
    return (double)para->count * para->leading;
}
void khung__report_name(khung__report *report, const char *name);
/* The logo, if there is one, within w × h with its right end at x; returns its width. */
double khung__report_logo(khung__report *report, double x, double y, double w, double h);

/* ---- footnotes: the acts that a criterion rests on (notes.c) ---- */
/* The text with the raised numbers of the acts behind it. */
khung__str khung__report_cited(khung__report *report, khung__str text, uint32_t criterion);
/* What its notes add to the foot of the page, of a fresh page. */
double khung__report_notes_height(khung__report *report, uint32_t criterion, bool fresh);
/* Puts them on the list of the page; their elements stand in the open one. */
void khung__report_notes_add(khung__report *report, uint32_t criterion);
/* Draws the list at the foot of the page that is left. */
void khung__report_notes_put(khung__report *report);

/* ---- tables (table.c) ---- */
typedef struct khung__column {
    double width;
    khung__align align;
    khung__str head;
} khung__column;
typedef struct khung__cell {
    khung__span spans[3];
    size_t n;
} khung__cell;
typedef struct khung__table {
    khung__report *report;
    const khung__column *columns;
    size_t count;
    double pad; /* above and below a row's text */
    double gap; /* kept free at the right of text columns */
} khung__table;
typedef enum khung__row_kind { KHUNG__ROW, KHUNG__ROW_SUM } khung__row_kind;
void khung__table_start(khung__table *table);
/* A row; `keep` more points must be free below it, for what may not stand alone on the next page.
 * Returns the top of its text. */
double khung__table_row(khung__table *table, const khung__cell *cells, khung__row_kind kind,
                        double keep);
/* The name of the rows below it, Bold over an ink line; `keep` more points must be free below it. */
void khung__report_table_group(khung__table *table, khung__str name, double keep);
void khung__table_end(khung__table *table);
static inline khung__cell khung__cell_of(khung__str text, khung__style style)
{
    return (khung__cell){.spans = {{text, style}}, .n = 1};
}

/* ---- what criteria say (facts.c) ---- */
/* The levels of a criterion that can be chosen, lowest points first. */
typedef struct khung__steps {
    uint32_t n;
    uint32_t level[KHUNG__MOST_STEPS];
    double points[KHUNG__MOST_STEPS];
} khung__steps;
void khung__report_steps(khung__steps *out, const khung_framework *framework,
                         const khung__criterion *criterion);
/* Where a number of points lies on the steps, from 0 to n − 1; between two of them in proportion.
 */
double khung__steps_place(const khung__steps *steps, double points);
/* How much of each step is reached: step k is full when the value is at its level; see the cover.
 */
double khung__steps_filled(const khung__steps *steps, double points);
/* The tint of step `i` of `n`, by equal grey steps from A20 to A100; `lower` reverses. *on is the
 * ink to write on it. */
khung__rgb khung__report_tint(const khung__report *report, uint32_t i, uint32_t n, bool lower, khung__rgb *on);
bool khung__report_below_target(const khung__report *report, uint32_t criterion);
bool khung__report_at_best(const khung__report *report, uint32_t criterion);
/* The answer of the track that speaks for the organisation / of the reviewer; NULL when it says
 * nothing. */
const khung__answer *khung__report_answer(const khung__bound *track, uint32_t criterion);
/* The reason given for "not applicable", the reviewer's first; empty when there is none. */
khung__str khung__report_na_reason(const khung__report *report, uint32_t criterion);
/* The level's own words: the criterion's descriptor, else what the scale says of the level; empty
 * when neither is written. */
khung__str khung__report_descriptor(const khung__report *report, uint32_t criterion,
                                    uint32_t level);
/* The official level: the result's, or where self stands unverified the one its points name;
 * KHUNG__NONE without. */
uint32_t khung__report_level(const khung__report *report, uint32_t criterion);
/* The track whose answer is the official one. */
const khung__bound *khung__report_official(const khung__report *report, uint32_t criterion);
/* The title of the official level; for a checklist or a value between levels its points. */
khung__str khung__report_level_name(khung__report *report, uint32_t criterion);
/* The next better level that can be chosen; KHUNG__NONE at the best, without a level and for a checklist. */
uint32_t khung__report_next_level(const khung__report *report, uint32_t criterion);
/* What to do to reach it: the framework's advice (*advice then), else that level's own words; empty when neither is written. */
khung__str khung__report_step(const khung__report *report, uint32_t criterion, bool *advice);
/* One piece of evidence that a track lists. months: its whole months at the end of the period,
 * negative when later. */
typedef struct khung__exhibit {
    khung__str title, file;
    khung__date dated;
    int months, limit;   /* limit: months allowed, -1 none */
    bool stale, missing; /* missing: required and due, listed by no track */
} khung__exhibit;
/* All evidence of a criterion, each item and file once, then what is missing; *count of them, in
 * the arena. */
const khung__exhibit *khung__report_evidence(khung__report *report, uint32_t criterion,
                                             size_t *count);
/* How old it is at the end of the period, in words, with the limit when that is passed; a dash
 * without a date. */
khung__str khung__report_age(khung__report *report, const khung__exhibit *exhibit);
khung__str khung__report_code(const khung__report *report, uint32_t criterion);
/* The top-level domain a criterion stands below. */
uint32_t khung__report_top(const khung_framework *framework, uint32_t criterion);
void khung__report_targets(khung__report *report);
/* Compares with the round before, where one was given. */
void khung__report_compare_rounds(khung__report *report);
/* The score of a criterion of `f` as an official answer; false where it has none or no level says it (a mean of people). */
bool khung__report_official_answer(khung_official *out, khung__arena *arena, const khung_framework *f, uint32_t criterion,
                                   const khung__criterion_result *result);
/* What answers would come to by this report's framework and facts: percent per domain, none where incomplete; false when it cannot be
 * worked out, which is no failure. */
bool khung__report_score(khung__report *report, const khung_official *answers, khung__rat *percents);
/* How a criterion changed: the score of now less that of then, none where it cannot be compared; and what it was then. */
khung__rat khung__report_change(const khung__report *report, uint32_t criterion);
khung__rat khung__report_then(const khung__report *report, uint32_t criterion);

/* ---- charts ---- */
/* Where charts of chart.h are drawn now. */
static inline khung__chart khung__report_chart(const khung__report *report)
{
    return (khung__chart){report->doc, report->page, report->palette};
}
/* The level bar of a criterion, 32 high, at x,y and w wide. */
void khung__report_levelbar(khung__report *report, double x, double y, double w,
                            uint32_t criterion);
/* Small steps, 8 × 6 at a pitch of 10; returns the width. x is the left end. Beyond six levels
 * nothing is drawn and 0 returned. */
double khung__report_minibar_width(const khung__report *report, uint32_t criterion);
void khung__report_minibar(khung__report *report, double x, double y, uint32_t criterion);
/* The radar of the top-level domains, 316 × 272, or bars where there are fewer than 3 or more than
 * 12; returns the height used. */
double khung__report_radar(khung__report *report, double x, double y);
double khung__report_bars(khung__report *report, double x, double y, double w);
/* "Kỳ 2024, 36 tiêu chí chung": the key of the round before. */
khung__str khung__report_before_key(khung__report *report);
double khung__report_domains_height(const khung__report *report);
/* The scale of grades or bands with the total on it, 480 wide; returns the height used, 0 when
 * there is nothing to draw. */
double khung__report_gradescale(khung__report *report, double x, double y, double w);
/* True when the scale above names the grades, so that no list of them is needed. */
bool khung__report_grades_on_scale(const khung__report *report);
/* The map of levels; `same_page` puts it below what stands on the page already, where it fits. */
void khung__report_heatmap(khung__report *report, bool same_page);

/* ---- parts ---- */
/* Behind the cover, where the document has more than a few pages; the last thing before heads and feet. */
void khung__report_contents(khung__report *report);
/* Each part begins on a page of its own. */
void khung__report_cover(khung__report *report);
void khung__report_summary(khung__report *report);
void khung__report_domain(khung__report *report, uint32_t domain);
/* One criterion with everything about it; `head_w` is the width of the code column, `full` false
 * makes one 20-pt row. */
void khung__report_criterion(khung__report *report, uint32_t criterion, double code_w, bool full);
/* How high it would be in full. */
double khung__report_criterion_height(khung__report *report, uint32_t criterion, double code_w);
/* What must be free for a domain to begin: its head and the first thing below it. */
double khung__report_domain_start(khung__report *report, uint32_t domain);
/* What changed since the round before, on the criteria that can be compared; nothing without one. */
void khung__report_changes(khung__report *report);
/* What is strong and what is missing. */
void khung__report_findings(khung__report *report);
/* What to do next: each criterion below its target with the step that the framework asks for. */
void khung__report_next_steps(khung__report *report);
/* How sure all this is: coverage, age of evidence, spread between respondents. */
void khung__report_certainty(khung__report *report);
void khung__report_compare(khung__report *report);
/* "On the 36 criteria shared with 2024, the total rose …": empty without a round before that can be compared. */
khung__str khung__report_change_words(khung__report *report);
/* Effect arrows from report->y on, over as many pages as they need. */
void khung__report_effects(khung__report *report, khung__effects *effects);
/* The page of a section, its bookmark and title; from there on its running head. */
void khung__report_begin(khung__report *report, khung__phrase_id title);
/* A paragraph of the opening, lead 11/16, at report->y, with room below it. */
void khung__report_opening(khung__report *report, const khung__span *spans, size_t n);
void khung__report_annex(khung__report *report);
/* How every number came about: domain by domain, then the total; from report->y on. */
void khung__report_workings(khung__report *report);

#endif
