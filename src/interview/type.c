/* interview/type: what a key does. Digits and signs do everything, since letters go through an input method where Vietnamese is typed. */
#include "inside.h"

#include <string.h>

/* ---- answers ---- */

void khung__iv_advance(khung_interview *iv)
{
    if (iv->at < iv->step_count && (iv->options.papers || iv->steps[iv->at].kind == KHUNG__STEP_FACT))
        khung__iv_go(iv, iv->at + 1);
    iv->scroll_free = false;
}

static void say_level(khung_interview *iv, uint32_t level)
{
    khung__said now = *khung__iv_said(iv);
    now.kind = KHUNG__ANSWER_LEVEL;
    now.carried = false;
    now.level = level;
    now.text = (khung__str){0};
    now.checks = NULL;
    if (khung__iv_say(iv, &now))
        khung__iv_advance(iv);
}

static void say_option(khung_interview *iv, uint32_t nth)
{
    const khung__fact *fact = &iv->f->facts[iv->steps[iv->at].index];
    khung__str text = fact->type == KHUNG__CHOICE ? fact->options[nth].id : nth == 0 ? KHUNG__S("true") : KHUNG__S("false");
    if (khung__iv_say_text(iv, text))
        khung__iv_advance(iv);
}

/* One check of the criterion; on to the next of them, then to the next question. */
static void say_check(khung_interview *iv, bool holds)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    khung__said now = *khung__iv_said(iv);
    int8_t *checks = khung__arena_alloc(&iv->arena, k->check_count);
    if (!checks)
        return;
    if (now.checks)
        memcpy(checks, now.checks, k->check_count);
    else
        memset(checks, -1, k->check_count);
    checks[iv->part] = holds;
    now.kind = KHUNG__ANSWER_CHECKS;
    now.carried = false;
    now.text = (khung__str){0};
    now.checks = checks;
    if (!khung__iv_say(iv, &now))
        return;
    iv->scroll_free = false;
    if (iv->part + 1 < k->check_count)
        iv->part++;
    else
        khung__iv_advance(iv);
}

static void ask_reason(khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    const khung__said *said = khung__iv_said(iv);
    if (k->na_forbidden)
        khung__iv_tell(iv, true, KHUNG__W_IV_NA_FORBIDDEN, NULL, 0);
    else
        khung__iv_field_open(iv, KHUNG__OF_REASON, said->kind == KHUNG__ANSWER_NA ? said->text : (khung__str){"", 0});
}

/* How many things can be chosen by number; 0: a number is typed. */
static uint32_t choices(const khung_interview *iv)
{
    khung__step step = iv->steps[iv->at];
    const khung__criterion *k = khung__iv_criterion(iv);
    if (step.kind == KHUNG__STEP_FACT) {
        const khung__fact *fact = &iv->f->facts[step.index];
        return fact->type == KHUNG__FLAG ? 2 : fact->option_count;
    }
    if (!k)
        return 0;
    return k->method == KHUNG__SCALE ? khung__iv_levels(iv, k) : k->method == KHUNG__QUANTITY ? 0 : 2;
}

static void choose(khung_interview *iv, unsigned number)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    iv->digits = 0;
    if (number == 0 && k)
        ask_reason(iv);
    else if (number == 0 || number > choices(iv))
        khung__iv_tell(iv, true, KHUNG__W_IV_NO_SUCH_CHOICE, NULL, 0);
    else if (!k)
        say_option(iv, number - 1);
    else if (k->method == KHUNG__SCALE)
        say_level(iv, khung__iv_level(iv, k, number - 1));
    else
        say_check(iv, number == 1);
}

/* Where there are ten choices or more, a digit that can begin a longer number waits for the next one, or for Enter. */
static void digit(khung_interview *iv, unsigned d)
{
    uint32_t most = choices(iv);
    if (iv->digits)
        choose(iv, iv->digits * 10 + d);
    else if (d > 0 && d * 10 <= most)
        iv->digits = d;
    else
        choose(iv, d);
}

static bool is_number_step(const khung_interview *iv)
{
    khung__step step = iv->steps[iv->at];
    const khung__criterion *k = khung__iv_criterion(iv);
    return k ? k->method == KHUNG__QUANTITY : step.kind == KHUNG__STEP_FACT && iv->f->facts[step.index].type == KHUNG__DECIMAL;
}

/* y and n, in Vietnamese also c and k. */
static bool yes_or_no(khung_interview *iv, char c)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    khung__step step = iv->steps[iv->at];
    bool flag = step.kind == KHUNG__STEP_FACT && iv->f->facts[step.index].type == KHUNG__FLAG;
    if (!(k ? k->check_count > 0 : flag) || !strchr("yYcCnNkK", c))
        return false;
    choose(iv, strchr("yYcC", c) ? 1 : 2);
    return true;
}

static void confirm(khung_interview *iv)
{
    const khung__said *said = khung__iv_said(iv);
    if (!said || !said->carried)
        return;
    khung__said now = *said;
    now.carried = false;
    if (khung__iv_say(iv, &now))
        khung__iv_advance(iv);
}

static void clear(khung_interview *iv)
{
    const khung__said *said = khung__iv_said(iv);
    if (said && said->kind != KHUNG__ANSWER_NONE) {
        khung__said now = {.note = said->note, .evidence = said->evidence};
        khung__iv_say(iv, &now);
        iv->part = 0;
    } else if (iv->steps[iv->at].kind == KHUNG__STEP_FACT && iv->facts[iv->steps[iv->at].index].n) {
        khung__iv_say_text(iv, (khung__str){0});
    }
}

/* ---- ways ---- */

static void undo(khung_interview *iv)
{
    if (khung__iv_undo(iv))
        khung__iv_tell(iv, false, KHUNG__W_IV_UNDONE, NULL, 0);
    else
        khung__iv_tell(iv, false, KHUNG__W_IV_NOTHING_TO_UNDO, NULL, 0);
}

static void open_evidence(khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    iv->choice = 0;
    if (k && k->evidence_count)
        iv->mode = KHUNG__MODE_EVIDENCE;
    else
        khung__iv_tell(iv, false, KHUNG__W_IV_NO_EVIDENCE, NULL, 0);
}

static void open_find(khung_interview *iv)
{
    iv->mode_before = iv->mode;
    iv->mode = KHUNG__MODE_FIND;
    khung__field_set(&iv->field, (khung__str){"", 0});
    khung__iv_find(iv);
}

static void turn(khung_interview *iv, khung_interview_want want)
{
    if (iv->options.papers)
        iv->want = want;
}

/* Commands that are the same wherever a question is asked; false: it is none. */
static bool command(khung_interview *iv, char c)
{
    switch (c) {
    case '+':
        khung__iv_go(iv, iv->at + 1);
        return true;
    case '-':
        khung__iv_go(iv, iv->at ? iv->at - 1 : 0);
        return true;
    case '*':
        if (khung__iv_said(iv))
            khung__iv_field_open(iv, KHUNG__OF_NOTE, khung__iv_said(iv)->note);
        return true;
    case '#':
        open_evidence(iv);
        return true;
    case '/':
        open_find(iv);
        return true;
    case '!':
    case 'q':
        khung__iv_go(iv, iv->step_count);
        return true;
    case '?':
        iv->mode_before = iv->mode;
        iv->mode = KHUNG__MODE_HELP;
        iv->scroll = 0;
        return true;
    case 'u':
        undo(iv);
        return true;
    case '=':
        confirm(iv);
        return true;
    case '>':
        turn(iv, KHUNG_WANT_NEXT);
        return true;
    case '<':
        turn(iv, KHUNG_WANT_PREVIOUS);
        return true;
    default:
        return false;
    }
}

static void scroll(khung_interview *iv, long lines)
{
    iv->scroll_free = true;
    if (lines < 0)
        iv->scroll = iv->scroll > (size_t)-lines ? iv->scroll - (size_t)-lines : 0;
    else
        iv->scroll += (size_t)lines; /* the screen knows where it ends */
}

/* Up and down: among checks; on paper then among questions, else along the text. */
static void up_or_down(khung_interview *iv, bool down)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    if (k && k->check_count && (down ? iv->part + 1 < k->check_count : iv->part > 0)) {
        iv->part += down ? 1 : UINT32_MAX;
        iv->scroll_free = false;
    } else if (iv->options.papers) {
        khung__iv_go(iv, down ? iv->at + 1 : iv->at ? iv->at - 1 : 0);
    } else {
        scroll(iv, down ? 1 : -1);
    }
}

static void ask_char(khung_interview *iv, khung__str at)
{
    char c = *at.s;
    bool number = is_number_step(iv), about = iv->steps[iv->at].kind == KHUNG__STEP_ABOUT;
    if (number && ((c >= '0' && c <= '9') || (c == '-' && !khung__iv_criterion(iv)))) {
        khung__iv_field_open(iv, KHUNG__OF_VALUE, at);
    } else if (c >= '0' && c <= '9' && !about) {
        digit(iv, (unsigned)(c - '0'));
    } else if ((c == 'x' || c == 'X') && khung__iv_criterion(iv)) {
        ask_reason(iv);
    } else if (c == ' ') {
        scroll(iv, (long)(iv->page > 2 ? iv->page - 2 : 1));
    } else if (!about && yes_or_no(iv, c)) {
        return;
    } else if (!command(iv, c) && about) {
        khung__iv_open_about(iv);
        khung__field_key(&iv->field, KHUNG__KEY_CHAR, at);
    }
}

static void ask_key(khung_interview *iv, khung__key key, khung__str at)
{
    unsigned waiting = iv->digits;
    if (key != KHUNG__KEY_CHAR)
        iv->digits = 0;
    switch (key) {
    case KHUNG__KEY_CHAR:
        ask_char(iv, at);
        break;
    case KHUNG__KEY_ENTER:
        if (waiting) {
            choose(iv, waiting);
            break;
        } /* fall through */
    case KHUNG__KEY_RIGHT:
    case KHUNG__KEY_TAB:
        khung__iv_go(iv, iv->at + 1);
        break;
    case KHUNG__KEY_LEFT:
    case KHUNG__KEY_BACKTAB:
        khung__iv_go(iv, iv->at ? iv->at - 1 : 0);
        break;
    case KHUNG__KEY_UP:
    case KHUNG__KEY_DOWN:
        up_or_down(iv, key == KHUNG__KEY_DOWN);
        break;
    case KHUNG__KEY_PAGE_UP:
    case KHUNG__KEY_PAGE_DOWN:
        scroll(iv, (key == KHUNG__KEY_PAGE_DOWN ? 1 : -1) * (long)(iv->page > 2 ? iv->page - 2 : 1));
        break;
    case KHUNG__KEY_BACKSPACE:
        if (!waiting)
            undo(iv);
        break;
    case KHUNG__KEY_DELETE:
        clear(iv);
        break;
    case KHUNG__KEY_HOME:
        khung__iv_go(iv, 0);
        break;
    case KHUNG__KEY_END:
    case KHUNG__KEY_ESCAPE:
    case KHUNG__KEY_QUIT:
        khung__iv_go(iv, iv->step_count);
        break;
    default:
        break;
    }
}

/* ---- lists ---- */

static void move_choice(khung_interview *iv, bool down, uint32_t count)
{
    if (down && iv->choice + 1 < count)
        iv->choice++;
    else if (!down && iv->choice > 0)
        iv->choice--;
    iv->scroll_free = false;
}

static void find_key(khung_interview *iv, khung__key key, khung__str at)
{
    if (key == KHUNG__KEY_ESCAPE || key == KHUNG__KEY_QUIT) {
        khung__iv_go(iv, iv->at);
    } else if (key == KHUNG__KEY_ENTER) {
        khung__iv_go(iv, iv->choice < iv->found_count ? iv->found[iv->choice] : iv->at);
    } else if (key == KHUNG__KEY_UP || key == KHUNG__KEY_DOWN) {
        move_choice(iv, key == KHUNG__KEY_DOWN, iv->found_count);
    } else if (khung__field_key(&iv->field, key, at)) {
        khung__iv_find(iv);
        iv->scroll_free = false;
    }
}

/* The end: row 0 ends it (or takes the next paper), the rows behind it are what is missing. */
static void end_key(khung_interview *iv, khung__key key, khung__str at)
{
    char c = key == KHUNG__KEY_CHAR ? *at.s : '\0';
    if (key == KHUNG__KEY_ENTER && iv->choice > 0)
        khung__iv_go(iv, iv->found[iv->choice - 1]);
    else if (key == KHUNG__KEY_ENTER)
        iv->want = iv->options.papers ? KHUNG_WANT_NEXT : KHUNG_WANT_END;
    else if (c == 'q' || key == KHUNG__KEY_QUIT)
        iv->want = KHUNG_WANT_END;
    else if (key == KHUNG__KEY_ESCAPE || key == KHUNG__KEY_LEFT || c == '-')
        khung__iv_go(iv, iv->came_from);
    else if (key == KHUNG__KEY_UP || key == KHUNG__KEY_DOWN)
        move_choice(iv, key == KHUNG__KEY_DOWN, iv->found_count + 1);
    else if (key == KHUNG__KEY_HOME)
        khung__iv_go(iv, 0);
    else if (key == KHUNG__KEY_BACKSPACE)
        undo(iv);
    else if (key == KHUNG__KEY_PAGE_UP || key == KHUNG__KEY_PAGE_DOWN)
        scroll(iv, (key == KHUNG__KEY_PAGE_DOWN ? 1 : -1) * (long)(iv->page > 2 ? iv->page - 2 : 1));
    else if (c && strchr("/?u<>", c))
        command(iv, c);
}

/* Lists the item or takes it off the list. */
static void toggle(khung_interview *iv, uint32_t item)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    khung__said now = *khung__iv_said(iv);
    khung__listed **end = &now.evidence;
    khung__str id = k->evidence[item].id;
    bool there = khung__iv_listed(now.evidence, id) != NULL;
    if (!there && khung__iv_kept(iv, id)) {
        khung__iv_tell(iv, false, KHUNG__W_IV_KEPT, NULL, 0);
        return;
    }
    for (const khung__listed *p = khung__iv_said(iv)->evidence; p; p = p->next) {
        if (there && khung__str_eq(p->item, id))
            continue;
        khung__listed *copy = khung__arena_alloc(&iv->arena, sizeof *copy);
        if (!copy)
            return;
        *copy = *p;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    *end = there ? NULL : khung__arena_alloc(&iv->arena, sizeof **end);
    if (!there && !*end)
        return;
    if (!there)
        (*end)->item = id;
    if (khung__iv_say(iv, &now) && !there && k->evidence[item].max_age_months >= 0)
        khung__iv_field_open(iv, KHUNG__OF_DATED, (khung__str){"", 0});
}

static void describe_item(khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    if (!khung__iv_listed(khung__iv_said(iv)->evidence, k->evidence[iv->choice].id))
        toggle(iv, iv->choice);
    const khung__listed *listed = khung__iv_listed(khung__iv_said(iv)->evidence, k->evidence[iv->choice].id);
    if (!listed)
        return;
    khung__iv_field_day(iv, KHUNG__OF_DATED, listed->dated);
    iv->field_chain = true;
    iv->mode_before = KHUNG__MODE_EVIDENCE;
}

static void evidence_key(khung_interview *iv, khung__key key, khung__str at)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    char c = key == KHUNG__KEY_CHAR ? *at.s : '\0';
    iv->field_chain = false;
    if (key == KHUNG__KEY_UP || key == KHUNG__KEY_DOWN) {
        move_choice(iv, key == KHUNG__KEY_DOWN, k->evidence_count);
    } else if (c > '0' && c <= '9' && (uint32_t)(c - '1') < k->evidence_count) {
        iv->choice = (uint32_t)(c - '1');
        toggle(iv, iv->choice);
    } else if (c == ' ') {
        toggle(iv, iv->choice);
    } else if (key == KHUNG__KEY_ENTER) {
        describe_item(iv);
    } else if (key == KHUNG__KEY_ESCAPE || key == KHUNG__KEY_LEFT || c == '#' || c == '-' || c == 'q' || key == KHUNG__KEY_QUIT) {
        iv->mode = KHUNG__MODE_ASK;
    } else if (key == KHUNG__KEY_BACKSPACE || c == 'u') {
        undo(iv);
    }
}

/* ---- any key ---- */

static void help_key(khung_interview *iv, khung__key key)
{
    if (key == KHUNG__KEY_UP || key == KHUNG__KEY_DOWN)
        scroll(iv, key == KHUNG__KEY_DOWN ? 1 : -1);
    else if (key == KHUNG__KEY_PAGE_UP || key == KHUNG__KEY_PAGE_DOWN)
        scroll(iv, (key == KHUNG__KEY_PAGE_DOWN ? 1 : -1) * (long)(iv->page > 2 ? iv->page - 2 : 1));
    else {
        iv->mode = iv->mode_before;
        iv->scroll = 0;
        iv->scroll_free = false;
    }
}

static void any_key(khung_interview *iv, khung__key key, khung__str at)
{
    switch (iv->mode) {
    case KHUNG__MODE_FIELD: khung__iv_field_key(iv, key, at); break;
    case KHUNG__MODE_FIND: find_key(iv, key, at); break;
    case KHUNG__MODE_END: end_key(iv, key, at); break;
    case KHUNG__MODE_EVIDENCE: evidence_key(iv, key, at); break;
    case KHUNG__MODE_HELP: help_key(iv, key); break;
    default: ask_key(iv, key, at);
    }
}

/* What is pasted is text for a field and nothing else: a pasted letter must not answer a question. */
static void paste(khung_interview *iv, khung__key key, khung__str at)
{
    if (key == KHUNG__KEY_ENTER || key == KHUNG__KEY_TAB) {
        key = KHUNG__KEY_CHAR;
        at = KHUNG__S(" ");
    }
    if (key == KHUNG__KEY_CHAR && (iv->mode == KHUNG__MODE_FIELD || iv->mode == KHUNG__MODE_FIND))
        any_key(iv, key, at);
}

size_t khung_interview_type(khung_interview *iv, const char *bytes, size_t n, bool complete)
{
    khung__key key = KHUNG__KEY_NONE;
    khung__str at = {0};
    size_t used = khung__key_read(&key, &at, bytes, n, complete);
    if (used == 0)
        return complete ? n : 0;
    iv->want = KHUNG_WANT_KEYS;
    if (key == KHUNG__KEY_NONE)
        return used;
    if (key == KHUNG__KEY_PASTE || key == KHUNG__KEY_PASTED) {
        iv->pasting = key == KHUNG__KEY_PASTE;
        return used;
    }
    iv->message = (khung__str){0};
    if (iv->pasting)
        paste(iv, key, at);
    else
        any_key(iv, key, at);
    return used;
}

khung_interview_want khung_interview_wants(const khung_interview *iv)
{
    return iv->want;
}

void khung_interview_tell(khung_interview *iv, const char *sentence, bool bad)
{
    iv->message = khung__str_copy(&iv->arena, khung__str_of(sentence));
    iv->message_bad = bad;
}
