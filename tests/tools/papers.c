/* Lays out a document without a result and says what is wrong with its pages.
 *
 *     papers [-l LANG] [-b] [-a] [-f ANSWERS] [-p ANSWERS]... FILE [OUT.pdf|OUT.html|OUT.txt|OUT.boxes]...
 *
 * FILE is a framework (its questionnaire; -b: in large print; -a: PDF/A-1b; -f: filled in with these answers; -p, for each of several people:
 * their consensus sheet), a plan, a portfolio or a register. Prints the findings of khung__dump_check; exit 0 without any, 1 with some, 2 when
 * there is no document. */
#include "document.h"
#include "dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static khung_status load(khung_framework **framework, khung_figures **figures, const char *path, khung_log *log)
{
    static char bytes[1 << 24];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (!file) return KHUNG_NOT_FOUND;
    fclose(file);
    khung_kind kind;
    khung_status status = khung_file_check(&kind, path, bytes, n, log);
    if (status != KHUNG_OK) return status;
    return kind == KHUNG_KIND_FRAMEWORK ? khung_framework_load(framework, path, bytes, n, NULL) : khung_figures_load(figures, path, bytes, n, NULL);
}

static khung_status write_to(const char *path, const khung__doc *doc, khung_fonts *fonts, bool archive, khung_log *log)
{
    khung__buf buf = {0};
    const char *end = strrchr(path, '.');
    khung_status status = end && !strcmp(end, ".txt")     ? khung__dump_text(&buf, doc)
                          : end && !strcmp(end, ".html")  ? khung__document_html(&buf, doc)
                          : end && !strcmp(end, ".boxes") ? khung__dump_boxes(&buf, doc)
                                                          : khung__pdf_write(&buf, doc, khung__document_fonts(fonts), archive, log);
    FILE *file = status == KHUNG_OK ? fopen(path, "wb") : NULL;
    if (file) {
        fwrite(buf.s, 1, buf.n, file);
        fclose(file);
    }
    khung__buf_free(&buf);
    return status;
}

enum { MOST_PEOPLE = 400 };
static khung_answers *people[MOST_PEOPLE], *filled;
static size_t people_count;

static khung_status run(int argc, char **argv, const khung_report_options *options, khung_log *log)
{
    khung_framework *framework = NULL;
    khung_figures *figures = NULL;
    khung_fonts *fonts = NULL;
    khung__doc *doc = NULL;
    khung__buf findings = {0};
    khung_status status = load(&framework, &figures, argv[0], log);
    if (status == KHUNG_OK) status = khung_fonts_new(&fonts, log);
    const khung_answers *const *group = (const khung_answers *const *)people;
    if (status == KHUNG_OK) status = khung__document_paper_make(&doc, framework, figures, group, people_count, options, fonts, log);
    if (status == KHUNG_OK) status = khung__dump_check(doc, &findings);
    for (int i = 1; i < argc && status == KHUNG_OK; i++) status = write_to(argv[i], doc, fonts, options->archive, log);
    fwrite(findings.s, 1, findings.n, stdout);
    if (status == KHUNG_OK && findings.n) status = KHUNG_CONFLICT;
    khung__buf_free(&findings);
    khung__doc_free(doc);
    khung_fonts_free(fonts);
    khung_figures_free(figures);
    khung_framework_free(framework);
    for (size_t i = 0; i < people_count; i++) khung_answers_free(people[i]);
    khung_answers_free(filled);
    return status;
}

int main(int argc, char **argv)
{
    khung_report_options options = {0};
    khung_log *log = NULL;
    int option;
    if (khung_log_new(&log, "en") != KHUNG_OK) return 2;
    while ((option = getopt(argc, argv, "l:baf:p:")) != -1) {
        khung_answers **to = option == 'f' ? &filled : people_count < MOST_PEOPLE ? &people[people_count] : NULL;
        if (strchr("fp", option) && (!to || khung_answers_load_file(to, optarg, log) != KHUNG_OK)) return 2;
        people_count += option == 'p';
        if (option == 'l') options.language = optarg;
        else if (option == 'b') options.large = true;
        else if (option == 'a') options.archive = true;
        else if (!strchr("fp", option)) return 2;
    }
    options.filled = filled;
    if (argc - optind < 1) return 2;
    khung_status status = run(argc - optind, argv + optind, &options, log);
    char *text = NULL;
    if (khung_log_text(&text, log, false) == KHUNG_OK) fputs(text, stderr);
    khung_text_free(text);
    if (status != KHUNG_OK && status != KHUNG_CONFLICT) fprintf(stderr, "%s\n", khung_status_text(status));
    khung_log_free(log);
    return status == KHUNG_OK ? 0 : status == KHUNG_CONFLICT ? 1 : 2;
}
