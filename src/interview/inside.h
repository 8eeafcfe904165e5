/* interview: a framework asked on a terminal. Keys come in as the bytes that a terminal sends, a screen goes out as text, and what was said
 * is handed over at once to whoever keeps it. No terminal, file, store or clock is known here, so that a test can type and look without any. */
#ifndef KHUNG_INTERVIEW_INSIDE_H
#define KHUNG_INTERVIEW_INSIDE_H

#include "../answers.h"
#include "../khung.h"
#include "../words.h"

/* ---- keys ---- */

typedef enum khung__key {
    KHUNG__KEY_NONE, /* something that means nothing here */
    KHUNG__KEY_CHAR, KHUNG__KEY_ENTER, KHUNG__KEY_ESCAPE, KHUNG__KEY_TAB, KHUNG__KEY_BACKTAB, KHUNG__KEY_BACKSPACE, KHUNG__KEY_DELETE,
    KHUNG__KEY_UP, KHUNG__KEY_DOWN, KHUNG__KEY_LEFT, KHUNG__KEY_RIGHT, KHUNG__KEY_HOME, KHUNG__KEY_END, KHUNG__KEY_PAGE_UP, KHUNG__KEY_PAGE_DOWN,
    KHUNG__KEY_CLEAR, KHUNG__KEY_WORD_BACK, KHUNG__KEY_QUIT, KHUNG__KEY_PASTE, KHUNG__KEY_PASTED
} khung__key;
/* The first key of the bytes; gives how many bytes it took, 0: more must come. `complete`: no more will come, so that a lone ESC is the
 * key. A character is one code point, *at its bytes. */
size_t khung__key_read(khung__key *key, khung__str *at, const char *bytes, size_t n, bool complete);

/* ---- a line of text being typed ---- */

enum { KHUNG__FIELD_ROOM = 4000 };
typedef struct khung__field_text {
    char s[KHUNG__FIELD_ROOM];
    size_t n, cursor;
} khung__field_text;
/* Puts a text there, as much of it as there is room for; the cursor behind it. */
void khung__field_set(khung__field_text *field, khung__str text);
/* False: the key is not for the field. Characters that may not stand in answers are left out. */
bool khung__field_key(khung__field_text *field, khung__key key, khung__str at);

/* ---- what is asked, what was said ---- */

typedef enum khung__about {
    KHUNG__ABOUT_ORGANISATION, KHUNG__ABOUT_FROM, KHUNG__ABOUT_TO, KHUNG__ABOUT_NAME, KHUNG__ABOUT_ROLE, KHUNG__ABOUT_COUNT
} khung__about;
typedef enum khung__step_kind { KHUNG__STEP_ABOUT, KHUNG__STEP_FACT, KHUNG__STEP_CRITERION } khung__step_kind;
typedef struct khung__step {
    khung__step_kind kind;
    uint32_t index; /* khung__about, fact or criterion */
} khung__step;

/* An item of evidence as it was listed; only the first of an item is asked about here, the others are kept. */
typedef struct khung__listed {
    khung__str item, file, sha256, dated;
    struct khung__listed *next;
} khung__listed;
/* What was said of a criterion. Never changed once it is set: a change is a new one, so that going back is putting the old one. */
typedef struct khung__said {
    khung__answer_kind kind;
    bool carried;
    uint32_t level;
    khung__str text;   /* the quantity as files have it; the reason why it is not applicable */
    khung__str note;
    int8_t *checks;    /* of each check: 1 holds, 0 not, -1 not said; NULL: none */
    khung__listed *evidence;
} khung__said;

/* What to put back. */
typedef struct khung__undo {
    khung__step step;
    uint32_t part;
    khung__said said;  /* of a criterion */
    khung__str text;   /* else */
} khung__undo;

typedef enum khung__mode {
    KHUNG__MODE_ASK, KHUNG__MODE_FIELD, KHUNG__MODE_FIND, KHUNG__MODE_EVIDENCE, KHUNG__MODE_HELP, KHUNG__MODE_END
} khung__mode;
typedef enum khung__field_of {
    KHUNG__OF_VALUE,    /* about, a number */
    KHUNG__OF_REASON, KHUNG__OF_NOTE, KHUNG__OF_DATED, KHUNG__OF_FILE
} khung__field_of;

struct khung_interview {
    khung__arena arena;
    const khung_framework *f;
    khung_interview_options options;
    khung__language language;
    /* what was said */
    khung__str about[KHUNG__ABOUT_COUNT];
    khung__str organisation_id, dated;
    bool organisation_fixed;   /* its id was there before its name was typed */
    khung__track track;
    khung__str *facts;         /* as files have them; absent: not given */
    bool *fact_known, *fact_own; /* somebody else's track says it; this one does */
    khung__said *said;
    khung__listed **kept;      /* per criterion what the assessment itself lists */
    khung__undo *undo;
    size_t undo_count;
    /* what is not kept yet */
    bool *dirty, head_dirty;
    khung__str handed_id, handed, head_kept;
    bool kept_any;
    /* what applies */
    khung_scorer *scorer;
    khung_fact *given;
    khung_official *states;
    khung__step *steps;
    uint32_t step_count;
    /* where we are */
    khung__mode mode, mode_before; /* mode_before: what to come back to */
    uint32_t at, part;         /* step; check of it */
    uint32_t came_from;        /* the end: the step to go back to */
    unsigned digits;           /* a number of two digits of which the first came */
    size_t scroll;
    size_t page;               /* lines of the last screen's body */
    bool scroll_free;          /* the reader scrolls: nothing need be in sight */
    khung__field_text field;
    khung__field_of field_of;
    bool field_chain;          /* behind the date the file's name is asked */
    bool pasting;
    uint32_t *found, found_count, choice; /* rows of a list: steps, and the one that is chosen */
    khung__str message;
    bool message_bad;
    khung_interview_want want;
};

/* model.c */
uint32_t khung__iv_levels(const khung_interview *iv, const khung__criterion *k); /* how many can be chosen */
uint32_t khung__iv_level(const khung_interview *iv, const khung__criterion *k, uint32_t nth); /* the n-th of them, from 0 */
const khung__criterion *khung__iv_criterion(const khung_interview *iv); /* asked now; NULL: something else is */
bool khung__iv_ladder_done(const khung_interview *iv, const khung__criterion *k, const int8_t *checks);
bool khung__iv_step_done(const khung_interview *iv, khung__step step);
bool khung__iv_step_optional(khung__step step);
uint32_t khung__iv_done(const khung_interview *iv);    /* how many of the steps that must be */
uint32_t khung__iv_wanted(const khung_interview *iv);  /* how many those are */
/* The steps anew, after a fact was said; stays where it is. */
void khung__iv_settle(khung_interview *iv);
bool khung__iv_name_organisation(khung_interview *iv, khung__str name);
void khung__iv_go(khung_interview *iv, uint32_t at);   /* to a step; step_count: the end */
void khung__iv_resume(khung_interview *iv);            /* to the first step behind the last that was answered */
khung__said *khung__iv_said(khung_interview *iv);      /* of the criterion asked now */
/* Sets what was said of the step asked now, remembering what stood there. False when memory ends: nothing is changed. */
bool khung__iv_say(khung_interview *iv, const khung__said *said);
bool khung__iv_say_text(khung_interview *iv, khung__str text);
bool khung__iv_undo(khung_interview *iv);
khung__listed *khung__iv_listed(khung__listed *list, khung__str item); /* the entry of that item; NULL: none */
khung__listed *khung__iv_kept(const khung_interview *iv, khung__str item); /* of the criterion that is asked, with the assessment itself */
void khung__iv_tell(khung_interview *iv, bool bad, khung__word_id word, const khung__str *args, size_t n);
#define KHUNG__IV_TELL(iv, bad, word, ...) \
    khung__iv_tell(iv, bad, word, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

/* say.c: values as people type them, and as the screen shows them */
typedef enum khung__typed { KHUNG__TYPED_GOOD, KHUNG__TYPED_BAD, KHUNG__TYPED_TWO_WAYS } khung__typed;
/* "1.200,5", "1,200.5", "1 200,5" as 1200.5; "1.200" could be two numbers. */
khung__typed khung__typed_number(khung__buf *out, khung__str text);
/* "5/7/2026", "2026-07-05", "05-07-2026". */
bool khung__typed_date(khung__date *out, khung__str text);
/* What stands for a step now, short; nothing where nothing was said. */
void khung__iv_value(khung__buf *out, const khung_interview *iv, khung__step step);
khung__str khung__iv_code(const khung_interview *iv, khung__step step);
khung__str khung__iv_title(const khung_interview *iv, khung__step step);

/* find.c: steps by code and words */
void khung__iv_find(khung_interview *iv);
/* Lists the steps that are still missing. */
void khung__iv_missing(khung_interview *iv);

/* field.c: a text is typed for something */
void khung__iv_field_open(khung_interview *iv, khung__field_of what, khung__str text);
void khung__iv_field_day(khung_interview *iv, khung__field_of what, khung__str iso); /* a date, as people write it */
void khung__iv_open_about(khung_interview *iv); /* what is said about the file, to be changed */
void khung__iv_field_key(khung_interview *iv, khung__key key, khung__str at);
/* type.c: on to the next question where answers do that by themselves. */
void khung__iv_advance(khung_interview *iv);

/* lines.c: the lines of a screen. Styles stand in the text as control characters, which no answer may have. */
enum { KHUNG__PLAIN = 1, KHUNG__BOLD, KHUNG__DIM, KHUNG__MARK, KHUNG__BAD, KHUNG__ASK };
typedef struct khung__lines {
    khung__arena *arena;
    khung__str *line;
    size_t count, room;
    size_t width;
    size_t focus_from, focus_to; /* lines that must be in sight */
    size_t cursor_line, cursor_column; /* where a text is typed; cursor_line SIZE_MAX: nowhere */
    bool failed;
} khung__lines;
size_t khung__lines_width(khung__str text); /* columns, styles not counted */
void khung__lines_add(khung__lines *lines, khung__str line);
/* A text from `first` columns on, its further lines behind `left` blanks; `lead` stands before the first line (as wide as `left` usually). */
void khung__lines_wrap(khung__lines *lines, khung__str lead, size_t left, int style, khung__str text);
/* A text being typed, wrapped, with the cursor. */
void khung__lines_field(khung__lines *lines, khung__str lead, size_t left, const khung__field_text *field);
/* The line as a terminal shows it, with colours or without, cut at the width. */
void khung__lines_put(khung__buf *out, khung__str line, size_t width, bool colour);

/* body.c, table.c: what stands between head and foot */
void khung__body_question(khung__lines *lines, khung_interview *iv);
void khung__body_papers(khung__lines *lines, khung_interview *iv);
void khung__body_list(khung__lines *lines, khung_interview *iv);
void khung__body_end(khung__lines *lines, khung_interview *iv);
void khung__body_help(khung__lines *lines, khung_interview *iv);
void khung__body_evidence(khung__lines *lines, khung_interview *iv);
void khung__body_field(khung__lines *lines, khung_interview *iv);
khung__str khung__iv_word(khung__lines *lines, const khung_interview *iv, khung__word_id word, const khung__str *args, size_t n);
#define KHUNG__IV_WORD(lines, iv, word, ...) \
    khung__iv_word(lines, iv, word, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

#endif
