/* Lays out a document and says what is wrong with its pages.
 *
 *     report [-l LANG] [-T TRANSLATION] [-t TEMPLATE] [-r DESCRIPTION] [-d] [-a] [-p PLACE] [-D DATE] [-S SEAT]
 *            [-s STYLE] [-O ORIENTATION] [-b] [-B ANSWERS] [-o FILE.pdf|FILE.html|FILE.txt|FILE.boxes]...
 *            FRAMEWORK ANSWERS...          -B: the round before, by the same framework
 *
 * Prints the findings of khung__dump_check; exit 0 without any, 1 with some, 2 when there is no
 * document. */
#include "document.h"
#include "dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_TRACKS = 64, MOST_FILES = 8 };

static void complain(const khung_log *log)
{
    char *text = NULL;
    if (khung_log_text(&text, log, false) == KHUNG_OK) fputs(text, stderr);
    khung_text_free(text);
}

static khung_status write_to(const char *path, const khung__doc *doc, khung_fonts *fonts,
                             bool archive, khung_log *log)
{
    khung__buf buf = {0};
    const char *end = strrchr(path, '.');
    khung_status status = end && !strcmp(end, ".txt") ? khung__dump_text(&buf, doc)
                          : end && !strcmp(end, ".html") ? khung__document_html(&buf, doc)
                          : end && !strcmp(end, ".boxes")
                              ? khung__dump_boxes(&buf, doc)
                              : khung__pdf_write(&buf, doc, khung__document_fonts(fonts), archive,
                                                 log);
    FILE *file = status == KHUNG_OK ? fopen(path, "wb") : NULL;
    if (file) {
        fwrite(buf.s, 1, buf.n, file);
        fclose(file);
    }
    khung__buf_free(&buf);
    return status;
}

static khung_status describe(khung_description **out, const char *path, khung_log *log)
{
    static char bytes[100000];
    FILE *file = fopen(path, "rb");
    if (!file) return KHUNG_NOT_FOUND;
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return khung_description_load(out, path, bytes, n, log);
}

static const char *round_before, *files[MOST_FILES];
static size_t file_count;

static khung_status run(int argc, char **argv, khung_report_options *options,
                        const char *translation, khung_log *log)
{
    khung_framework *framework = NULL, *second = NULL;
    khung_fonts *fonts = NULL;
    khung_result *result = NULL;
    khung__doc *doc = NULL;
    khung_answers *earlier = NULL;
    khung_result *before = NULL;
    khung_answers *tracks[MOST_TRACKS] = {0};
    size_t n = 0;
    khung_status status = khung_framework_load_file(&framework, argv[0], log);
    for (int i = 1; i < argc && n < MOST_TRACKS && status == KHUNG_OK; i++)
        status = khung_answers_load_file(&tracks[n++], argv[i], log);
    if (status == KHUNG_OK && round_before) {
        status = khung_answers_load_file(&earlier, round_before, log);
        if (status == KHUNG_OK)
            status = khung_score(&before, framework, (const khung_answers *const[]){earlier}, 1, log);
        options->before = before;
    }
    if (status == KHUNG_OK && translation) {
        khung_translation *texts = NULL;
        khung_framework *other = NULL;
        status = khung_translation_load_file(&texts, translation, log);
        if (status == KHUNG_OK)
            status = khung_framework_translate(&other, framework, texts, NULL, NULL, log);
        khung_translation_free(texts);
        if (status == KHUNG_OK && options->bilingual) {
            options->other = second = other;
        } else if (status == KHUNG_OK) {
            khung_framework_free(framework);
            framework = other;
        }
    }
    if (status == KHUNG_OK) status = khung_fonts_new(&fonts, log);
    if (status == KHUNG_OK)
        status = khung_score(&result, framework, (const khung_answers *const *)tracks, n, log);
    if (status == KHUNG_OK)
        status = khung__document_make(&doc, framework, result, (const khung_answers *const *)tracks,
                                      n, options, fonts, true, log);
    khung__buf findings = {0};
    if (status == KHUNG_OK) status = khung__dump_check(doc, &findings);
    for (size_t i = 0; i < file_count && status == KHUNG_OK; i++) status = write_to(files[i], doc, fonts, options->archive, log);
    fwrite(findings.s, 1, findings.n, stdout);
    if (status == KHUNG_OK && findings.n) status = KHUNG_CONFLICT;
    khung__buf_free(&findings);
    khung__doc_free(doc);
    khung_result_free(result);
    khung_result_free(before);
    khung_answers_free(earlier);
    khung_fonts_free(fonts);
    for (size_t i = 0; i < n; i++) khung_answers_free(tracks[i]);
    khung_framework_free(framework);
    khung_framework_free(second);
    return status;
}

int main(int argc, char **argv)
{
    khung_report_options options = {0};
    const char *translation = NULL, *own = NULL;
    khung_description *description = NULL;
    khung_log *log = NULL;
    int option;
    while ((option = getopt(argc, argv, "l:T:t:r:o:p:D:das:O:bS:B:")) != -1) {
        if (option == 'l') options.language = optarg;
        else if (option == 'T') translation = optarg;
        else if (option == 't') options.template_name = optarg;
        else if (option == 'r') own = optarg;
        else if (option == 'o' && file_count < MOST_FILES) files[file_count++] = optarg;
        else if (option == 'p') options.place = optarg;
        else if (option == 'D') options.dated = optarg;
        else if (option == 's') options.style = optarg;
        else if (option == 'O') options.orientation = optarg;
        else if (option == 'b') options.bilingual = true;
        else if (option == 'S') options.seat = optarg;
        else if (option == 'B') round_before = optarg;
        else if (option == 'd') options.cover_dark = true;
        else if (option == 'a') options.archive = true;
        else return 2;
    }
    if (argc - optind < 1 || khung_log_new(&log, "en") != KHUNG_OK) return 2;
    khung_status status = own ? describe(&description, own, log) : KHUNG_OK;
    options.description = description;
    if (status == KHUNG_OK) status = run(argc - optind, argv + optind, &options, translation, log);
    khung_description_free(description);
    complain(log);
    if (status != KHUNG_OK && status != KHUNG_CONFLICT)
        fprintf(stderr, "%s\n", khung_status_text(status));
    khung_log_free(log);
    return status == KHUNG_OK ? 0 : status == KHUNG_CONFLICT ? 1 : 2;
}
