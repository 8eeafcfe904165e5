/* The interview on the terminal: keys go to the library, its screens to the terminal, and every answer into the store or the file before the
 * next key is looked at. */
#include "cli.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct talk {
    cli *c;
    cli_terminal terminal;
    khung_framework *framework;
    khung_store *store;          /* NULL: files */
    khung_answers **tracks;      /* all there are, with their names (in the store) or paths */
    char **names;
    size_t count;
    const khung_answers **others;
    khung_answers *evidence;     /* what the store lists with the assessment itself */
    bool papers;
    char current[CLI_PATH_ROOM]; /* name or path of the track that is typed now */
    size_t paper;                /* papers: which of them, from 0 */
    khung_interview *iv;
    char draft_path[CLI_PATH_ROOM], *draft;
    bool there;                  /* something of the current track is kept */
    bool looked;                 /* whether the file that was there has comments */
    bool warned;                 /* that leaving now loses something */
} talk;

static const char paper_prefix[] = "respondent:";

static bool is_paper(const talk *t, size_t i)
{
    return !t->store || strncmp(t->names[i], paper_prefix, sizeof paper_prefix - 1) == 0;
}

static size_t paper_count(const talk *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->count; i++)
        n += is_paper(t, i);
    return n;
}

/* ---- tracks ---- */

static void forget(talk *t)
{
    for (size_t i = 0; i < t->count; i++) {
        khung_answers_free(t->tracks[i]);
        t->store ? khung_text_free(t->names[i]) : free(t->names[i]);
    }
    if (t->store) {
        khung_text_free((char *)t->tracks);
        khung_text_free((char *)t->names);
    } else {
        free(t->tracks);
        free(t->names);
    }
    free(t->others);
    khung_answers_free(t->evidence);
    t->evidence = NULL;
    t->tracks = NULL;
    t->names = NULL;
    t->others = NULL;
    t->count = 0;
}

static khung_status add_file(talk *t, const char *path)
{
    khung_answers **tracks = realloc(t->tracks, (t->count + 1) * sizeof *tracks), *answers = NULL;
    t->tracks = tracks ? tracks : t->tracks;
    char **names = realloc(t->names, (t->count + 1) * sizeof *names);
    t->names = names ? names : t->names;
    char *name = strdup(path);
    if (!tracks || !names || !name) {
        free(name);
        return KHUNG_NO_MEMORY;
    }
    khung_status status = cli_answers(&answers, t->c, path);
    if (status != KHUNG_OK) {
        free(name);
        return status;
    }
    t->tracks[t->count] = answers;
    t->names[t->count++] = name;
    return KHUNG_OK;
}

/* The i-th file of a stack: FOLDER/001.yaml … */
static bool paper_path(char path[CLI_PATH_ROOM], const talk *t, size_t i)
{
    const char *folder = t->c->value[OPT_OUTPUT];
    size_t n = strlen(folder);
    int put = snprintf(path, CLI_PATH_ROOM, "%s%s%03zu.yaml", folder, n && folder[n - 1] == '/' ? "" : "/", i + 1);
    return put > 0 && put < CLI_PATH_ROOM;
}

static khung_status load_files(talk *t)
{
    char path[CLI_PATH_ROOM];
    khung_status status = KHUNG_OK;
    if (!t->papers)
        return access(t->c->value[OPT_OUTPUT], F_OK) == 0 ? add_file(t, t->c->value[OPT_OUTPUT]) : KHUNG_OK;
    while (status == KHUNG_OK && paper_path(path, t, t->count) && access(path, F_OK) == 0)
        status = add_file(t, path);
    return status;
}

static khung_status load(talk *t)
{
    forget(t);
    khung_status status = t->store ? khung_assess_working(&t->tracks, &t->names, &t->count, t->store, t->c->words[0], cli_person(t->c), t->c->log)
                                   : load_files(t);
    if (status == KHUNG_OK && t->store)
        status = khung_assess_evidence(&t->evidence, t->store, t->c->words[0], t->c->log);
    t->others = status == KHUNG_OK ? calloc(t->count + 1, sizeof *t->others) : NULL;
    return status == KHUNG_OK && !t->others ? KHUNG_NO_MEMORY : status;
}

/* ---- an interview for the current track ---- */

static void today(char day[11])
{
    time_t now = (time_t)(cli_now() / 1000);
    struct tm local;
    localtime_r(&now, &local);
    strftime(day, 11, "%Y-%m-%d", &local);
}

/* --period FROM..TO; without it this year. */
static void period_of(const talk *t, const char *day, char from[11], char to[11])
{
    const char *given = t->c->value[OPT_PERIOD];
    bool two = given && strlen(given) == 22;
    snprintf(from, 11, two ? "%.10s" : "%.4s-01-01", two ? given : day);
    snprintf(to, 11, two ? "%.10s" : "%.4s-12-31", two ? given + 12 : day);
}

static khung_status begin(talk *t)
{
    static char day[11], from[11], to[11]; /* lent to the interview */
    const khung_answers *mine = NULL;
    khung_interview_options options = {.language = t->c->language, .today = day, .papers = t->papers, .utf8 = t->c->utf8, .colour = t->c->colour,
                                       .others = t->others, .about = !t->store, .evidence = t->evidence};
    today(day);
    period_of(t, day, from, to);
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->names[i], t->current) == 0)
            mine = t->tracks[i];
        else
            t->others[options.other_count++] = t->tracks[i];
    options.organisation_id = t->store ? NULL : t->c->value[OPT_ORG];
    options.organisation_name = t->store ? NULL : t->c->value[OPT_NAME];
    options.from = t->store ? NULL : from;
    options.to = t->store ? NULL : to;
    if (!mine && !t->store)
        options.track = t->papers ? "respondent" : t->c->value[OPT_TRACK];
    if (t->papers) {
        options.paper = (unsigned)t->paper + 1;
        options.paper_count = (unsigned)(paper_count(t) > t->paper ? paper_count(t) : t->paper + 1);
    }
    khung_interview_free(t->iv);
    t->iv = NULL;
    t->there = mine != NULL;
    t->looked = false;
    return khung_interview_new(&t->iv, t->framework, mine, &options, t->c->log);
}

/* Goes to the i-th paper of the stack; behind the last a new one begins. */
static khung_status open_paper(talk *t, size_t i)
{
    size_t n = 0;
    t->paper = i;
    for (size_t k = 0; k < t->count; k++)
        if (is_paper(t, k) && n++ == i) {
            snprintf(t->current, sizeof t->current, "%s", t->names[k]);
            return begin(t);
        }
    t->paper = n;
    if (!t->store)
        return paper_path(t->current, t, n) ? begin(t) : KHUNG_BAD_CALL;
    khung_status status = khung_assess_respondent(t->current, cli_now());
    return status == KHUNG_OK ? begin(t) : status;
}

static khung_status first_paper(talk *t)
{
    size_t count = paper_count(t), done = 0, wanted = 0;
    khung_status status = open_paper(t, count ? count - 1 : 0);
    if (status == KHUNG_OK && count)
        khung_interview_progress(&done, &wanted, t->iv);
    return count && done == wanted ? open_paper(t, count) : status;
}

/* ---- what was being typed ---- */

/* A text that is no answer yet stands beside the store or the file: TRACK, a tab, the interview's line. */
static void find_draft_path(talk *t)
{
    char store[CLI_PATH_ROOM];
    const char *person = cli_person(t->c);
    int n = -1;
    if (!t->store)
        n = snprintf(t->draft_path, sizeof t->draft_path, "%s%s", t->c->value[OPT_OUTPUT], t->papers ? "/typing" : ".typing");
    else if (!strchr(person, '/') && cli_store_path(store, t->c) == EXIT_DONE)
        n = snprintf(t->draft_path, sizeof t->draft_path, "%s.%s.%s.typing", store, t->c->words[0], person);
    if (n < 0 || n >= (int)sizeof t->draft_path)
        *t->draft_path = '\0';
}

static char *read_draft(const talk *t)
{
    FILE *from = *t->draft_path ? fopen(t->draft_path, "rb") : NULL;
    char *text = from ? calloc(1, 1 << 16) : NULL;
    if (text && fread(text, 1, (1 << 16) - 1, from) == 0) {
        free(text);
        text = NULL;
    }
    if (from)
        fclose(from);
    return text;
}

static void save_draft(talk *t)
{
    char *line = NULL, *text = NULL;
    if (!*t->draft_path || khung_interview_draft(&line, t->iv) != KHUNG_OK)
        return;
    if (*line && asprintf(&text, "%s\t%s", t->current, line) < 0)
        text = NULL;
    if (text && (!t->draft || strcmp(text, t->draft) != 0))
        cli_keep(t->draft_path, text, strlen(text));
    if (!*line && t->draft)
        unlink(t->draft_path);
    free(t->draft);
    t->draft = text;
    khung_text_free(line);
}

/* The track that was being typed in, and what; a new paper form that had no answer yet gets its old name again. */
static khung_status put_draft_back(talk *t)
{
    char *text = read_draft(t), *tab = text ? strchr(text, '\t') : NULL;
    khung_status status = KHUNG_OK;
    size_t n = 0;
    if (tab && (size_t)(tab - text) < KHUNG_TRACK_SIZE + sizeof t->current / 2) {
        *tab = '\0';
        bool paper = t->papers && (!t->store || strncmp(text, paper_prefix, sizeof paper_prefix - 1) == 0);
        if (paper && strcmp(text, t->current) != 0) {
            for (size_t i = 0; i < t->count && strcmp(t->names[i], text) != 0; i++)
                n += is_paper(t, i);
            snprintf(t->current, sizeof t->current, "%s", text);
            t->paper = n;
            status = begin(t);
        }
        if (status == KHUNG_OK && strcmp(text, t->current) == 0)
            khung_interview_draft_put(t->iv, tab + 1);
    }
    free(text);
    t->draft = strdup(""); /* so that a file that is there is removed */
    return status;
}

/* ---- keeping ---- */

static void tell_failure(talk *t, khung_status status)
{
    size_t n = khung_log_count(t->c->log);
    const khung_message *last = n ? khung_log_message(t->c->log, n - 1) : NULL;
    char *sentence = NULL;
    const char *why = status == KHUNG_IO ? cli_why(t->c, errno) : last ? last->text : khung_status_text(status);
    if (asprintf(&sentence, "%s %s", cli_word(t->c, SAY_NOT_SAVED), why) < 0)
        return;
    khung_interview_tell(t->iv, sentence, true);
    free(sentence);
    khung_log_clear(t->c->log);
}

static khung_status keep_in_store(talk *t)
{
    const char *criterion, *value;
    khung_status status = KHUNG_OK;
    while (status == KHUNG_OK && khung_interview_change(&criterion, &value, t->iv)) {
        status = khung_assess_set(t->store, t->c->words[0], t->current, criterion, value, cli_person(t->c), cli_now(), t->c->log);
        if (status == KHUNG_OK)
            khung_interview_kept(t->iv);
        t->there = t->there || status == KHUNG_OK;
    }
    return status;
}

/* At the start of a line, or with a space on both sides. */
static bool has_comment(const char *text, size_t n)
{
    for (const char *p = text; (p = memchr(p, '#', n - (size_t)(p - text))); p++)
        if (p == text || p[-1] == '\n' || (p[-1] == ' ' && p + 1 < text + n && p[1] == ' '))
            return true;
    return false;
}

/* Comments do not come through the interview, so the file as somebody wrote it stays beside it: FILE.bak, or the first free number behind that. */
static khung_status keep_comments(talk *t)
{
    char path[CLI_PATH_ROOM], *bytes = NULL;
    size_t size = 0;
    khung_status status = !t->looked && access(t->current, F_OK) == 0 ? cli_read(&bytes, &size, t->c, t->current, KHUNG_MOST_FILE) : KHUNG_OK;
    if (status == KHUNG_OK && bytes && has_comment(bytes, size)) {
        int n = snprintf(path, sizeof path, "%s.bak", t->current);
        for (int i = 2; n < (int)sizeof path && access(path, F_OK) == 0; i++)
            n = snprintf(path, sizeof path, "%s.bak%d", t->current, i);
        status = n < (int)sizeof path && cli_keep(path, bytes, size) ? KHUNG_OK : KHUNG_IO;
        if (status == KHUNG_OK)
            khung_interview_tell(t->iv, cli_word(t->c, SAY_COMMENTS_KEPT), false);
    }
    t->looked = t->looked || status == KHUNG_OK;
    free(bytes);
    return status;
}

static khung_status keep_in_file(talk *t)
{
    const char *criterion, *value;
    char *text = NULL;
    if (!khung_interview_change(&criterion, &value, t->iv))
        return KHUNG_OK;
    khung_status status = khung_interview_yaml(&text, t->iv);
    if (status == KHUNG_NOT_FOUND)
        return KHUNG_OK; /* nothing but the head is said before its first three questions are answered */
    if (status == KHUNG_OK)
        status = keep_comments(t);
    errno = 0;
    if (status == KHUNG_OK && !cli_keep(t->current, text, strlen(text)))
        status = KHUNG_IO;
    t->there = t->there || status == KHUNG_OK;
    while (status == KHUNG_OK && khung_interview_change(&criterion, &value, t->iv))
        khung_interview_kept(t->iv);
    khung_text_free(text);
    return status;
}

static bool keep(talk *t)
{
    khung_status status = t->store ? keep_in_store(t) : keep_in_file(t);
    if (status != KHUNG_OK)
        tell_failure(t, status);
    else
        save_draft(t);
    return status == KHUNG_OK;
}

/* ---- the conversation ---- */

static khung_status turn(talk *t, bool next)
{
    if (next ? !t->there : t->paper == 0) {
        khung_interview_tell(t->iv, cli_word(t->c, next ? SAY_PAPER_EMPTY : SAY_PAPER_FIRST), false);
        return KHUNG_OK;
    }
    size_t to = next ? t->paper + 1 : t->paper - 1;
    khung_status status = load(t);
    return status == KHUNG_OK ? open_paper(t, to) : status;
}

/* After each key. False: it ends. */
static bool act(talk *t, khung_status *status)
{
    bool kept = keep(t);
    khung_interview_want want = khung_interview_wants(t->iv);
    if (want == KHUNG_WANT_KEYS)
        return true;
    if (!kept) { /* what is said is still there: once more, or leave without it */
        bool leave = want == KHUNG_WANT_END && t->warned;
        t->warned = want == KHUNG_WANT_END;
        *status = leave ? KHUNG_IO : KHUNG_OK;
        return !leave;
    }
    if (want == KHUNG_WANT_END)
        return false;
    *status = turn(t, want == KHUNG_WANT_NEXT);
    return *status == KHUNG_OK;
}

static void draw(talk *t, bool anew)
{
    char *screen = NULL;
    unsigned columns, rows;
    cli_terminal_size(&columns, &rows);
    if (anew)
        cli_terminal_put("\x1b[2J");
    if (khung_interview_screen(&screen, t->iv, columns, rows) == KHUNG_OK)
        cli_terminal_put(screen);
    khung_text_free(screen);
}

enum { ESCAPE_WAIT = 60 /* milliseconds in which the rest of a key's bytes must come */ };

/* Until it ends; gives the signal that ended it, or 0. */
static int converse(talk *t, khung_status *status)
{
    char bytes[4096];
    size_t have = 0, n;
    bool anew = true, changed = true;
    for (;;) {
        if (anew || (changed && !cli_terminal_waiting())) {
            draw(t, anew);
            changed = false;
        }
        int what = cli_terminal_read(&t->terminal, bytes + have, sizeof bytes - have, &n, have ? ESCAPE_WAIT : -1);
        anew = what == CLI_TERMINAL_DRAW;
        if (what == CLI_TERMINAL_GONE || what > 0)
            return what > 0 ? what : SIGHUP;
        if (anew)
            continue;
        have += n;
        size_t used = 0, one = 1;
        while (used < have && one) {
            one = khung_interview_type(t->iv, bytes + used, have - used, n == 0);
            used += one;
            changed = changed || one;
            if (one && !act(t, status))
                return 0;
        }
        memmove(bytes, bytes + used, have - used);
        have -= used;
    }
}

/* ---- before and after ---- */

static void say_end(const talk *t)
{
    const cli *c = t->c;
    const char *what = t->store ? c->words[0] : c->value[OPT_OUTPUT];
    size_t done = 0, wanted = 0, papers = paper_count(t);
    char numbers[2][24];
    khung_interview_progress(&done, &wanted, t->iv);
    snprintf(numbers[0], sizeof numbers[0], "%zu", !t->papers ? done : t->paper >= papers && t->there ? papers + 1 : papers);
    snprintf(numbers[1], sizeof numbers[1], "%zu", wanted);
    if (t->papers)
        cli_say(c, stderr, t->store ? SAY_PAPERS_TYPED : SAY_PAPERS_TYPED_FILES, what, numbers[0], t->store ? "" : c->words[0], NULL);
    else if (t->store)
        cli_say(c, stderr, done < wanted ? SAY_INTERVIEW_LEFT : SAY_INTERVIEW_WHOLE, what, numbers[0], numbers[1], NULL);
    else
        cli_say(c, stderr, done < wanted ? SAY_INTERVIEW_FILE_LEFT : SAY_INTERVIEW_FILE_WHOLE, what, numbers[0], numbers[1], c->words[0], NULL);
}

static int talk_on(talk *t)
{
    khung_status status = KHUNG_OK;
    if (!cli_terminal_open(&t->terminal)) {
        cli_say(t->c, stderr, SAY_NO_TERMINAL_MODE, NULL);
        return EXIT_IO;
    }
    int signal_number = converse(t, &status);
    bool kept = status == KHUNG_OK && keep(t);
    cli_terminal_close(&t->terminal);
    if (kept && t->iv && signal_number != SIGHUP)
        say_end(t);
    if (status == KHUNG_IO || (status == KHUNG_OK && !kept))
        cli_say(t->c, stderr, SAY_LAST_NOT_SAVED, NULL);
    if (signal_number) {
        khung_store_close(t->store);
        fflush(NULL);
        raise(signal_number); /* with its usual effect, so that the shell knows */
    }
    return cli_exit(status);
}

static int interview(talk *t)
{
    khung_status status = load(t);
    find_draft_path(t);
    if (status == KHUNG_OK)
        status = t->papers ? first_paper(t) : begin(t);
    if (status == KHUNG_OK)
        status = put_draft_back(t);
    if (status == KHUNG_BAD_CALL && t->c->value[OPT_PERIOD])
        cli_say(t->c, stderr, SAY_BAD_PERIOD, t->c->value[OPT_PERIOD], NULL);
    int code = status == KHUNG_OK ? talk_on(t) : cli_exit(status);
    khung_interview_free(t->iv);
    forget(t);
    free(t->draft);
    khung_framework_free(t->framework);
    khung_store_close(t->store);
    return code;
}

int cli_interview_store(cli *c)
{
    talk t = {.c = c, .papers = c->value[OPT_PAPERS] != NULL};
    snprintf(t.current, sizeof t.current, "%s", c->value[OPT_TRACK] ? c->value[OPT_TRACK] : "self");
    if (!cli_terminal_is()) {
        cli_say(c, stderr, SAY_NEEDS_TERMINAL, c->words[0], NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_somebody(c) ? cli_store(&t.store, c) : EXIT_NOT_ALLOWED;
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_may_answer(t.store, c->words[0], c->value[OPT_TRACK], cli_person(c), cli_now(), c->log));
    if (code == EXIT_DONE)
        code = cli_exit(khung_assess_framework(&t.framework, t.store, c->words[0], c->log));
    if (code == EXIT_DONE)
        code = cli_exit(cli_translate_stored(&t.framework, c));
    if (code == EXIT_DONE)
        return interview(&t);
    khung_framework_free(t.framework);
    khung_store_close(t.store);
    return code;
}

/* A stack has a folder of its own; the folder of a file must be there. */
static int make_folder(cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    char *copy = strdup(path);
    bool good = copy && (c->value[OPT_PAPERS] ? mkdir(path, 0700) == 0 || errno == EEXIST : access(dirname(copy), W_OK | X_OK) == 0);
    int why = errno;
    free(copy);
    errno = why;
    return good ? EXIT_DONE : cli_cannot_create(c, path);
}

/* What the library would only refuse. */
static int check_options(const cli *c)
{
    static const char *const tracks[] = {"self", "respondent", "consensus", "reviewer"};
    const char *period = c->value[OPT_PERIOD], *track = c->value[OPT_TRACK];
    bool known = !track;
    for (size_t i = 0; i < sizeof tracks / sizeof *tracks && !known; i++)
        known = strcmp(track, tracks[i]) == 0;
    if (!known)
        cli_say(c, stderr, SAY_BAD_TRACK, track, NULL);
    if (period && (strlen(period) != 22 || memcmp(period + 10, "..", 2) != 0)) {
        cli_say(c, stderr, SAY_BAD_PERIOD, period, NULL);
        known = false;
    }
    return known ? EXIT_DONE : EXIT_USAGE_ERROR;
}

int cli_interview_file(cli *c)
{
    talk t = {.c = c, .papers = c->value[OPT_PAPERS] != NULL};
    snprintf(t.current, sizeof t.current, "%s", c->value[OPT_OUTPUT]);
    if (c->count != 1 || c->value[OPT_ASSESSMENT] || c->value[OPT_CONSENSUS]) {
        cli_say(c, stderr, SAY_FORM_HERE, NULL);
        return EXIT_USAGE_ERROR;
    }
    if (!cli_terminal_is()) {
        cli_say(c, stderr, SAY_NEEDS_TERMINAL_FILE, c->words[0], NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = check_options(c);
    if (code == EXIT_DONE)
        code = make_folder(c);
    if (code == EXIT_DONE)
        code = cli_exit(cli_framework(&t.framework, c, c->words[0]));
    return code == EXIT_DONE ? interview(&t) : code;
}
