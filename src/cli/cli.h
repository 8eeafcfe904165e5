/* What the commands share. The program parses, calls khung.h and prints; it decides nothing itself. */
#ifndef KHUNG_CLI_H
#define KHUNG_CLI_H

#include <signal.h>
#include <stdio.h>
#include <termios.h>

#include "khung.h"

/* Exit codes of commands.md, after sysexits.h. */
enum {
    EXIT_DONE = 0,
    EXIT_NO = 1,
    EXIT_USAGE_ERROR = 64,
    EXIT_BAD_DATA = 65,
    EXIT_NO_INPUT = 66,
    EXIT_DEFECT = 70,
    EXIT_CANNOT_CREATE = 73,
    EXIT_IO = 74,
    EXIT_BUSY = 75,
    EXIT_NOT_ALLOWED = 77
};

typedef enum option_id {
#define O(name, word, letter, argument, en, vi) OPT_##name,
#include "options.def"
#undef O
    OPT_COUNT
} option_id;

typedef enum word_id {
#define C(name, en, vi) SAY_##name,
#include "words.def"
#undef C
    SAY_COUNT
} word_id;

typedef struct cli cli;

/* A bit for each option and each kind of record. */
__extension__ typedef unsigned __int128 cli_bits;

/* A command: its words ("score", "assess list"), what it takes, what it does, an example that runs. */
typedef struct cli_command {
    const char *name, *arguments, *en, *vi, *example;
    cli_bits options; /* bits of option_id; HELP and LANG belong to every command */
    int least, most;  /* how many arguments; most -1: any number */
    int (*run)(cli *c);
} cli_command;
#define OPTION(name) ((cli_bits)1 << OPT_##name)
/* Among the options: all fields of that kind of record (khung_record_kind) are options too, before those of options.def. */
#define FIELDS_OF(kind) ((cli_bits)1 << (124 + (kind)))
_Static_assert(OPT_COUNT <= 124, "the last four bits name kinds of records");

/* A row of options.def. */
typedef struct cli_option {
    const char *word;
    char letter;                         /* 0: none */
    const char *argument, *en, *vi;      /* argument: NULL when it takes none */
} cli_option;

enum { CLI_MOST_BEFORE = 64 };

struct cli {
    const cli_command *command;
    const char *group;            /* its first word, where that alone was typed */
    const char *value[OPT_COUNT]; /* NULL: not given; "" for one without argument */
    const char *before[CLI_MOST_BEFORE]; /* --before, each time that it was given */
    int before_count;
    char day[OPT_COUNT][16];      /* dates that were given as people write them, for `value` */
    char **words;                 /* the arguments */
    int count;
    khung_value *fields;          /* of a record, in the order given */
    size_t field_count;
    const char *language;         /* of messages: "vi" or "en" */
    bool utf8, colour, colour_messages;
    int output_errno;             /* why the standard output took no more; 0: it did */
    bool stdin_read;              /* by a file called "-" */
    bool translation_told;        /* that texts are not translated was said */
    khung_log *log;               /* printed to the standard error when the command ends */
};

extern const cli_command cli_commands[];
extern const size_t cli_command_count;

/* ---- words.c ---- */
const char *cli_word(const cli *c, word_id id);
/* "CODE@LIST" as the user's language writes it (arguments.def), in `room`. */
enum { CLI_ARGUMENT_ROOM = 256 };
const char *cli_argument(char room[CLI_ARGUMENT_ROOM], const cli *c, const char *text);
/* Prints the sentence with its arguments ({0} {1} …; the list ends with NULL). */
void cli_say(const cli *c, FILE *to, word_id id, ...);

/* The same without a line's end. */
void cli_say_open(const cli *c, FILE *to, word_id id, ...);
/* What the library has said since the log was cleared last. */
void cli_print_log(const cli *c);

/* What an errno means, in the user's language where it is a common one. */
const char *cli_why(const cli *c, int number);

/* Prints a number with its noun, without a line's end. */
void cli_count(const cli *c, FILE *to, word_id one, word_id many, size_t n);

/* ---- options.c ---- */
extern const cli_option cli_options[OPT_COUNT];
/* The fields of records that the command takes as options, NULL for none. */
const khung_field *cli_fields(const cli_command *command, size_t *count);
/* Whether the command has the option (an option_id). */
bool cli_takes(const cli_command *command, int option);
/* "31/12/2026" as 2026-12-31, the one way that the library reads, in `room`; anything else as it is. */
const char *cli_plain_day(char room[16], const char *text);
/* Fills command, value, words. EXIT_DONE, or EXIT_USAGE_ERROR after saying why. */
int cli_parse(cli *c, int argc, char **argv);

/* ---- help.c ---- */
/* Help of one command (c->command), else of a group of them (c->group), else the overview. */
void cli_help(const cli *c, FILE *to);
/* Whether more than one command begins with that word, and none is it. */
bool cli_is_group(const char *word);
/* What a command line may begin with, groups too; how many. */
size_t cli_first_words(const char **words, size_t room);

/* ---- files.c ---- */
/* The exit code for a status of the library. */
int cli_exit(khung_status status);
/* Loads c->words[at] as a framework: a path, "-", or an id that is looked up; in the language of --lang where a translation
 * stands beside it. Says what is wrong. */
khung_status cli_framework(khung_framework **out, cli *c, const char *name);
/* Looks an id up; *path is allocated. KHUNG_NOT_FOUND without saying anything. */
khung_status cli_find_framework(char **path, const cli *c, const char *id);
/* A description of a document: a path, an id that is looked up ($KHUNG_REPORTS, ./reports, the installed folder), one of the library's own. */
khung_status cli_description(khung_description **out, cli *c, const char *name);
/* A framework that came from the store, in the language of --lang: the translation is looked up where frameworks are. */
khung_status cli_translate_stored(khung_framework **framework, cli *c);
/* The same framework in the language that the document is not in: loaded anew by its name, or (name NULL) *out, from the store, is
 * translated. Where no translation is found its texts stay. */
khung_status cli_other(khung_framework **out, cli *c, const char *name, const khung_framework *framework);
khung_status cli_answers(khung_answers **out, cli *c, const char *path);
/* Reads a whole file or, for "-", the standard input; *bytes is allocated. Of a file larger than `most` one byte more, so that the library says
 * that it is too large. */
khung_status cli_read(char **bytes, size_t *size, cli *c, const char *path, size_t most);
/* Writes beside the file and renames, so that an old file stays whole when something fails; "-" is the standard output. */
int cli_write(cli *c, const char *path, const char *bytes, size_t size);
/* The same for what holds names: a new file is its owner's alone. */
int cli_write_private(cli *c, const char *path, const char *bytes, size_t size);
/* A key file: for its owner alone, on the disk with its name when it says so; behind a link, where that leads. `fresh`: refused where there is a
 * file already. */
int cli_write_keys(cli *c, const char *path, const char *bytes, size_t size, bool fresh);
/* Writes beside the file, to the disk, and renames, without a word; false with errno. The file is its owner's alone where it is new. */
bool cli_keep(const char *path, const char *bytes, size_t size);
/* Says why, from errno. */
int cli_cannot_create(cli *c, const char *path);
/* Prints a text of the library and frees it. */
int cli_print(cli *c, char *text);

/* ---- input.c: FRAMEWORK ANSWERS..., or --assessment ID of the store ---- */
typedef struct input {
    khung_framework *framework;
    khung_answers **tracks;
    size_t count;
    khung_result *result;
    khung_framework *other; /* with --bilingual: the framework in the other language */
    khung_framework *before_framework; /* the round before, cli_before; its framework NULL: the same */
    khung_answers **before_tracks;
    size_t before_count;
    khung_result *before; /* NULL: there was none */
    char *seat;  /* as the registry of the store has it; NULL: not known */
    bool stored; /* the list of tracks is the library's */
} input;
/* Loads and scores what the arguments name, up to argument `end`. EXIT_DONE or the exit code; free with cli_input_free anyway. */
int cli_input(input *in, cli *c, int end);
/* The same for one assessment of the open store, and for files alone. */
int cli_input_stored(input *in, cli *c, khung_store *store, const char *id);
/* What was signed is the result in the framework's own language, whatever language the sheet is in: takes that result in the other's place. Of an assessment
 * of the open store; or of what the arguments name. */
int cli_score_as_kept(input *in, cli *c, khung_store *store, const char *id);
int cli_score_as_signed(input *in, cli *c);
int cli_input_files(input *in, cli *c, int end);
void cli_input_free(input *in);

/* ---- before.c: the round before, from --before or else from the store ---- */
int cli_before(input *in, cli *c);
/* Of an assessment of the open store. */
int cli_before_stored(input *in, cli *c, khung_store *store, const char *id);
void cli_before_free(input *in); /* done by cli_input_free */

/* ---- cmd_report.c ---- */
/* The texts of --condition, a list to be freed; NULL: no memory. */
const char **cli_conditions(const cli *c);
khung_report_options cli_report_options(const cli *c, const input *in, const khung_description *description, const char **conditions);
/* The form that the file's ending asks for. */
khung_form cli_form(const cli *c, const char *path);
/* Documents without a result (cmd_paper.c): the options that count for them; whether the description is of one; the document itself from
 * the one file that the words name. */
khung_report_options cli_paper_options(const cli *c, const khung_description *description);
bool cli_is_paper(const khung_description *description);
int cli_paper(cli *c, const khung_description *description, khung_fonts *fonts);
/* Writes the document of one assessment to `path`. */
int cli_report_write(cli *c, const input *in, const khung_description *description, khung_fonts *fonts, const char *path);

/* ---- batch.c ---- */
/* Whether the options ask for the documents of several assessments; and these, into one file or a file each. */
bool cli_is_batch(const cli *c);
int cli_batch(cli *c, const khung_description *description, khung_fonts *fonts);

/* ---- store.c ---- */
enum { CLI_PATH_ROOM = 4096 };
/* Where the store is, whether it exists or not. EXIT_DONE, or the exit code after saying why. */
int cli_store_path(char path[CLI_PATH_ROOM], cli *c);
/* Makes the folders above a file of khung's own: for the default store, and for what verify remembers. */
bool cli_make_folders(const char *path);
/* Opens the store that exists. EXIT_DONE or the exit code. */
int cli_store(khung_store **out, cli *c);
/* The id of who acts, from --as or $KHUNG_AS; "" when nobody is named. */
const char *cli_person(const cli *c);
/* Whether somebody is named; says what to do when nobody is. */
bool cli_somebody(const cli *c);
/* One call of the library on the open store that gives a text, printed. */
typedef khung_status cli_asking(char **out, khung_store *store, const cli *c);
int cli_answer(cli *c, cli_asking *ask);
/* One that changes the store, for which somebody must act. */
typedef khung_status cli_changing(khung_store *store, const cli *c);
int cli_change(cli *c, cli_changing *change);
/* Whether --yes was given; says that it is wanted. */
bool cli_sure(const cli *c);
/* --limit as a number, `otherwise` when it is not given; false after saying that it is none. */
bool cli_limit(size_t *limit, const cli *c, size_t otherwise);
/* Milliseconds since 1970: the library never asks the clock itself. */
int64_t cli_now(void);

/* ---- secret.c: passphrases ---- */
typedef struct cli_secret cli_secret;
/* Room for one that is wiped when it is freed; NULL when there is none. */
cli_secret *cli_secret_new(void);
void cli_secret_free(cli_secret *secret);
/* Reads the passphrase of the file `what`: --passphrase-file, $KHUNG_PASSPHRASE, else typed on the terminal (twice where it is a new one); of one for
 * recovery --recovery-passphrase-file and $KHUNG_RECOVERY_PASSPHRASE; of one for PDF signatures --pdf-passphrase-file and $KHUNG_PDF_PASSPHRASE.
 * EXIT_DONE or the exit code after saying why. */
typedef enum cli_secret_kind { CLI_SECRET_KEYS, CLI_SECRET_RECOVERY, CLI_SECRET_PDF } cli_secret_kind;
int cli_secret_read(khung_secret *out, cli_secret *secret, cli *c, const char *what, cli_secret_kind kind, bool twice);

/* ---- pdf_key.c: --pdf-key ---- */
typedef struct cli_signer {
    khung_pdf_key *key; /* NULL: none was named; khung_pdf_key_free */
    int64_t now;        /* when it signs */
} cli_signer;
/* For the document that goes into `path`. EXIT_DONE or the exit code after saying why. */
int cli_signer_load(cli_signer *signer, cli *c, const char *path);

/* ---- issuers.c: what is known of issuers on this machine ---- */
/* What is remembered of an issuer, NULL where nothing is; and remembering it. That this cannot be done is said, and no reason not to go on. */
char *cli_issuer_recall(const char *issuer, const char *ending, size_t most);
void cli_issuer_remember(cli *c, const char *issuer, const char *ending, const char *text);
/* The newer of the list that --keys names (whoever's it is) and the one that is remembered of its issuer, to be freed; a new one is remembered. NULL: none. */
khung_status cli_issuer_keys(char **out, cli *c, const char *issuer);
/* The lists that a bundle is checked by: given, of the store's own key file, remembered. cli_known_keys is a khung_keys_of. */
enum { CLI_KNOWN_MOST = 64 };
typedef struct cli_known {
    cli *c;
    char *lists[CLI_KNOWN_MOST];
    size_t count;
} cli_known;
khung_status cli_known_keys(const char **list, void *to, const char *issuer);
void cli_known_free(cli_known *known);

/* Whether the store has all that its issuer is known to have given (numbers of certificates, *registry: of the newest register); says what it lacks. */
bool cli_given_all(cli *c, khung_store *store, int64_t *registry);
/* Remembers what the store's issuer gave. */
void cli_given_keep(cli *c, khung_store *store);

/* ---- cmd_key.c ---- */
/* Where the key file is: --keys, $KHUNG_KEYS, else beside the store. */
int cli_keys_path(char path[CLI_PATH_ROOM], cli *c);
/* The public list of that file, which may be such a list itself; *list: khung_text_free. EXIT_DONE or the exit code. */
int cli_keys_public(char **list, cli *c, const char *path);
/* The key file, unlocked for signing; free it anyway. EXIT_DONE or the exit code. */
int cli_keys_unlocked(khung_keys **out, cli *c);
/* --dated, else today where clocks are `offset` minutes east of Greenwich. */
const char *cli_day(char day[16], const cli *c, int offset);

/* ---- cmd_life.c ---- */
/* Cuts "a,b,c" (which is changed) into its parts; how many. */
size_t cli_split(char *list, const char **parts, size_t room);
/* What the words after the second and the options say of a criterion; `checks` has room for 256, *copy is to be freed. */
int cli_said(khung_said *said, cli *c, const char **checks, char **copy);

/* ---- terminal.c: keys one by one and the whole screen ---- */
typedef struct cli_terminal {
    struct termios before;
    sigset_t mask;
    struct sigaction actions[6];
    bool open;
} cli_terminal;
/* Whether people sit at both ends, at a terminal that can put the cursor somewhere. */
bool cli_terminal_is(void);
bool cli_terminal_open(cli_terminal *t);
/* Gives the terminal and the signals back as they were. */
void cli_terminal_close(cli_terminal *t);
void cli_terminal_size(unsigned *columns, unsigned *rows);
void cli_terminal_put(const char *text);
/* Waits for keys, at most so many milliseconds (-1: for ever). 0: *n bytes came, none in that time; a signal that ends the program; or one of
 * the two below. */
enum { CLI_TERMINAL_DRAW = -1, /* the window has another size, or we were stopped: draw again */ CLI_TERMINAL_GONE = -2 };
int cli_terminal_read(cli_terminal *t, char *bytes, size_t room, size_t *n, int milliseconds);
/* Whether more keys are there already. */
bool cli_terminal_waiting(void);

/* ---- interview.c ---- */
/* Questions on the terminal: of the assessment c->words[0] of the store, or without a store into the file of --output. */
int cli_interview_store(cli *c);
int cli_interview_file(cli *c);

/* ---- cmd_table.c: a report as a table for spreadsheets, where FILE ends in .xlsx or .csv ---- */
bool cli_is_table(const char *path);
int cli_table(cli *c);

int cmd_certificate_issuer(cli *c);
int cmd_certificate_issue(cli *c);
int cmd_certificate_list(cli *c);
int cmd_certificate_show(cli *c);
int cmd_certificate_suspend(cli *c);
int cmd_certificate_reinstate(cli *c);
int cmd_certificate_withdraw(cli *c);
int cmd_certificate_meet(cli *c);
int cmd_certificate_reissue(cli *c);
int cmd_certificate_print(cli *c);
int cmd_certificate_register(cli *c);
int cmd_certificate_badge(cli *c);
int cmd_certificate_page(cli *c);
int cmd_check(cli *c);
int cmd_show(cli *c);
int cmd_score(cli *c);
int cmd_explain(cli *c);
int cmd_report(cli *c);
int cmd_form(cli *c);
int cmd_translate(cli *c);
int cmd_import(cli *c);
int cmd_init(cli *c);
int cmd_assess_list(cli *c);
int cmd_assess_show(cli *c);
int cmd_assess_count(cli *c);

int cmd_assess_new(cli *c);
int cmd_assess_continue(cli *c);
int cmd_assess_answer(cli *c);
int cmd_assess_import(cli *c);
int cmd_assess_confirm(cli *c);
int cmd_assess_submit(cli *c);
int cmd_assess_withdraw(cli *c);
int cmd_assess_close(cli *c);
int cmd_assess_reopen(cli *c);
int cmd_assess_evidence(cli *c);
int cmd_review_take(cli *c);
int cmd_review_answer(cli *c);
int cmd_review_accept(cli *c);
int cmd_review_import(cli *c);
int cmd_review_show(cli *c);
int cmd_review_reply(cli *c);
int cmd_review_return(cli *c);
int cmd_review_finish(cli *c);
int cmd_framework_add(cli *c);
int cmd_framework_list(cli *c);
int cmd_framework_show(cli *c);
int cmd_org_list(cli *c);
int cmd_portfolio(cli *c);
int cmd_province_list(cli *c);
int cmd_province_find(cli *c);
int cmd_law_list(cli *c);
int cmd_law_show(cli *c);
int cmd_log(cli *c);
int cmd_log_verify(cli *c);
int cmd_doctor(cli *c);
int cmd_backup(cli *c);
int cmd_restore(cli *c);
int cmd_send(cli *c);
int cmd_receive(cli *c);
int cmd_conflict_list(cli *c);
int cmd_conflict_settle(cli *c);
int cmd_org_find(cli *c);
int cmd_org_import(cli *c);
int cmd_org_merge(cli *c);
int cmd_org_erase(cli *c);
int cmd_person_list(cli *c);
int cmd_person_find(cli *c);
int cmd_person_consent(cli *c);
int cmd_person_tie(cli *c);
int cmd_person_erase(cli *c);
int cmd_person_import(cli *c);
int cmd_network_list(cli *c);
int cmd_network_join(cli *c);
int cmd_network_leave(cli *c);
int cmd_activity_list(cli *c);
int cmd_activity_remove(cli *c);
/* add, edit, show of the kind of record that the command's options name. */
int cmd_record_add(cli *c);
int cmd_record_edit(cli *c);
int cmd_record_show(cli *c);
int cmd_verify(cli *c);
int cmd_key_new(cli *c);
int cmd_key_list(cli *c);
int cmd_key_rotate(cli *c);
int cmd_key_revoke(cli *c);
int cmd_key_recover(cli *c);
int cmd_key_export(cli *c);
int cmd_completion(cli *c);

#endif
