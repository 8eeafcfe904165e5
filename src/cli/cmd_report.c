/* khung report FRAMEWORK ANSWERS... -o FILE: a document, its form by the ending of FILE. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

static int check_options(const cli *c)
{
    const char *path = c->value[OPT_OUTPUT];
    struct stat there;
    bool folder = path && *path && cli_is_batch(c) && (path[strlen(path) - 1] == '/' || (stat(path, &there) == 0 && S_ISDIR(there.st_mode)));
    if (!path)
        cli_say(c, stderr, SAY_NO_OUTPUT, NULL);
    else if ((c->value[OPT_PDF_KEY] || c->value[OPT_PDF_CERTIFICATE]) && !c->value[OPT_SIGNED])
        cli_say(c, stderr, SAY_PDF_KEY_ISSUED, NULL);
    else if (!folder && strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0 && !ends_in(path, ".pdf") && !ends_in(path, ".txt") &&
             !ends_in(path, ".html") && !cli_is_table(path))
        cli_say(c, stderr, SAY_BAD_ENDING, path, NULL);
    else
        return EXIT_DONE;
    return EXIT_USAGE_ERROR;
}

const char **cli_conditions(const cli *c)
{
    const char **conditions = calloc(c->field_count + 1, sizeof *conditions);
    for (size_t i = 0; conditions && i < c->field_count; i++)
        conditions[i] = c->fields[i].text;
    return conditions;
}

khung_report_options cli_report_options(const cli *c, const input *in, const khung_description *description, const char **conditions)
{
    return (khung_report_options){.description = description,
                                  .language = c->value[OPT_LANG],
                                  .cover_dark = c->value[OPT_COVER_DARK] != NULL,
                                  .archive = c->value[OPT_ARCHIVE] != NULL,
                                  .with_notes = c->value[OPT_WITH_NOTES] != NULL,
                                  .place = c->value[OPT_PLACE],
                                  .issuer = c->value[OPT_ISSUER],
                                  .dated = c->value[OPT_DATED],
                                  .style = c->value[OPT_STYLE],
                                  .orientation = c->value[OPT_ORIENTATION],
                                  .bilingual = c->value[OPT_BILINGUAL] != NULL,
                                  .other = in->other,
                                  .seat = c->value[OPT_SEAT] ? c->value[OPT_SEAT] : in->seat,
                                  .conditions = conditions,
                                  .condition_count = c->field_count,
                                  .before = in->before,
                                  .before_framework = in->before_framework};
}

khung_form cli_form(const cli *c, const char *path)
{
    if (ends_in(path, ".txt"))
        return KHUNG_FORM_TEXT;
    if (ends_in(path, ".html"))
        return KHUNG_FORM_HTML;
    return c->value[OPT_ARCHIVE] ? KHUNG_FORM_ARCHIVE : KHUNG_FORM_PDF;
}

/* --signed: what was issued, and the keys that seal it. */
static int read_issued(khung_issued *out, khung_keys **keys, cli_signer *signer, cli *c, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    int ready = cli_signer_load(signer, c, path);
    if (ready != EXIT_DONE)
        return ready;
    khung_status status = cli_read(&bytes, &size, c, c->value[OPT_SIGNED], KHUNG_MOST_FILE);
    if (status != KHUNG_OK)
        return cli_exit(status);
    int code = cli_keys_unlocked(keys, c);
    *out = (khung_issued){.text = bytes, .size = size, .keys = *keys, .pdf_key = signer->key, .pdf_at = signer->now};
    return code;
}

int cli_report_write(cli *c, const input *in, const khung_description *description, khung_fonts *fonts, const char *path)
{
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    const char **conditions = cli_conditions(c);
    if (!conditions)
        return EXIT_DEFECT;
    khung_report_options options = cli_report_options(c, in, description, conditions);
    khung_form form = cli_form(c, path);
    char *bytes = NULL;
    size_t size = 0;
    khung_issued issued = {0};
    khung_keys *keys = NULL;
    khung_status status = KHUNG_OK;
    cli_signer signer = {0};
    int unlocked = c->value[OPT_SIGNED] ? read_issued(&issued, &keys, &signer, c, path) : EXIT_DONE;
    options.issued = c->value[OPT_SIGNED] ? &issued : NULL;
    if (unlocked != EXIT_DONE)
        status = KHUNG_NOT_ALLOWED;
    else if (form == KHUNG_FORM_TEXT)
        status = khung_report_text(&bytes, in->framework, in->result, tracks, in->count, &options, fonts, c->log);
    else if (form == KHUNG_FORM_HTML)
        status = khung_report_html(&bytes, in->framework, in->result, tracks, in->count, &options, fonts, c->log);
    else
        status = khung_report_pdf(&bytes, &size, in->framework, in->result, tracks, in->count, &options, fonts, c->log);
    if (status == KHUNG_OK && form != KHUNG_FORM_PDF && form != KHUNG_FORM_ARCHIVE)
        size = strlen(bytes);
    if (status == KHUNG_BAD_CALL && khung_log_count(c->log) == 0 && options.dated)
        cli_say(c, stderr, SAY_BAD_DATE, options.dated, NULL);
    int code = status == KHUNG_OK ? cli_write(c, path, bytes, size) : unlocked != EXIT_DONE ? unlocked : cli_exit(status);
    khung_text_free(bytes);
    khung_keys_free(keys);
    khung_pdf_key_free(signer.key);
    free((char *)issued.text);
    free(conditions);
    return code;
}

/* The state of an assessment of the store is looked at before a certificate is made of it. */
static int check_state(cli *c, const input *in, const khung_description *description)
{
    khung_store *store = NULL;
    const char *id = c->value[OPT_ASSESSMENT];
    if (!id || !description || strcmp(khung_description_document(description), "certificate") != 0)
        return EXIT_DONE;
    int code = cli_store(&store, c);
    if (code == EXIT_DONE)
        code = cli_exit(khung_store_may_certify(store, id, in->framework, c->log));
    khung_store_close(store);
    return code;
}

static int one(cli *c, const khung_description *description, khung_fonts *fonts)
{
    input in = {0};
    const char *path = c->value[OPT_OUTPUT];
    char room[CLI_ARGUMENT_ROOM];
    if (c->count == 1 && !c->value[OPT_ASSESSMENT]) {
        cli_say(c, stderr, SAY_TOO_FEW, c->command->name, cli_argument(room, c, c->command->arguments), NULL);
        return EXIT_USAGE_ERROR;
    }
    int code = cli_input(&in, c, c->count);
    if (code == EXIT_DONE)
        code = cli_before(&in, c);
    if (code == EXIT_DONE)
        code = check_state(c, &in, description);
    if (code == EXIT_DONE && c->value[OPT_SIGNED])
        code = cli_score_as_signed(&in, c);
    if (code == EXIT_DONE)
        code = cli_report_write(c, &in, description, fonts, path);
    if (code == EXIT_DONE && strcmp(path, "-") != 0)
        cli_say(c, stderr, SAY_WRITTEN, path, NULL);
    cli_input_free(&in);
    return code;
}

int cmd_report(cli *c)
{
    khung_description *description = NULL;
    khung_fonts *fonts = NULL;
    int code = check_options(c);
    if (code == EXIT_DONE && c->value[OPT_TEMPLATE])
        code = cli_exit(cli_description(&description, c, c->value[OPT_TEMPLATE]));
    if (code == EXIT_DONE && !cli_is_paper(description) && !cli_is_batch(c) && cli_is_table(c->value[OPT_OUTPUT])) {
        khung_description_free(description);
        return cli_table(c);
    }
    if (code == EXIT_DONE)
        code = cli_exit(khung_fonts_new(&fonts, c->log));
    if (code == EXIT_DONE)
        code = cli_is_paper(description) ? cli_paper(c, description, fonts) : cli_is_batch(c) ? cli_batch(c, description, fonts) : one(c, description, fonts);
    khung_fonts_free(fonts);
    khung_description_free(description);
    return code;
}
