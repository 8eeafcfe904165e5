/* Prints signed certificates for the tests, many with one passphrase asked: a file a case, at one fixed moment.
 *
 *   pades KEYS PASSPHRASE SIGNED FRAMEWORK ANSWERS ANSWERS KEY-FOLDER DESCRIPTIONS OUT-FOLDER */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "khung.h"

static const int64_t NOW = 1783217705000; /* 5 July 2026, 09:15:05 in Viet Nam */

typedef struct sample {
    const char *name, *key, *certificates, *language, *style, *orientation, *description;
    bool bilingual, archive;
} sample;

static const sample samples[] = {
    {"p256", "p256.pem", NULL, "vi", "plain", "landscape", NULL, false, false},
    {"p256-again", "p256.pem", NULL, "vi", "plain", "landscape", NULL, false, false},
    {"p12", "p256.p12", NULL, "en", "plain", "portrait", "issuer.yaml", false, false},
    {"rsa", "rsa-locked.key", "rsa-chain.pem", "vi", "state", "landscape", "two.yaml", true, false},
    {"rsa-again", "rsa-locked.key", "rsa-chain.pem", "vi", "state", "landscape", "two.yaml", true, false},
    {"rsa-old", "rsa-old.pfx", NULL, "en", "state", "portrait", "many.yaml", true, false},
    {"two", "full.pem", NULL, "vi", "plain", "portrait", "two.yaml", true, false},
    {"archive", "bare.p12", NULL, "vi", "plain", "landscape", "issuer.yaml", false, true},
};

static int fail(const char *why, khung_log *log)
{
    for (size_t i = 0; i < khung_log_count(log); i++)
        fprintf(stderr, "%s\n", khung_log_message(log, i)->text);
    fprintf(stderr, "pades: %s\n", why);
    exit(1);
}

static char *slurp(const char *folder, const char *name, size_t *size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", name);
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    if (!file || !bytes)
        fail(path, NULL);
    *size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

typedef struct made {
    khung_framework *framework;
    khung_answers *tracks[2];
    khung_result *result;
    khung_fonts *fonts;
    khung_issued issued;
    khung_log *log;
    const char *keys, *descriptions, *out;
} made;

static void write_out(const made *m, const char *name, const char *ending, const char *bytes, size_t size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.%s", m->out, name, ending);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        fail(path, NULL);
}

static void print_one(made *m, const sample *s)
{
    size_t size, more = 0;
    char *bytes = slurp(m->keys, s->key, &size), *certificates = s->certificates ? slurp(m->keys, s->certificates, &more) : NULL;
    char *pdf = NULL, *boxes = NULL;
    const khung_secret secret = {"mật khẩu để thử", strlen("mật khẩu để thử"), 0}, none = {"", 0, 0};
    khung_pdf_key *key = NULL;
    khung_description *description = NULL;
    if (khung_pdf_key_load(&key, bytes, size, certificates, more, strcmp(s->key, "bare.p12") == 0 ? &none : &secret, NOW, m->log) != KHUNG_OK)
        fail(s->name, m->log);
    free(bytes);
    free(certificates);
    bytes = s->description ? slurp(m->descriptions, s->description, &size) : NULL;
    if (bytes && khung_description_load(&description, s->description, bytes, size, m->log) != KHUNG_OK)
        fail(s->name, m->log);
    free(bytes);
    m->issued.pdf_key = key;
    const khung_report_options options = {.template_name = "certificate", .description = description, .language = s->language, .style = s->style,
                                          .orientation = s->orientation, .bilingual = s->bilingual, .archive = s->archive, .issued = &m->issued};
    const khung_answers *const *tracks = (const khung_answers *const *)m->tracks;
    if (khung_report_pdf(&pdf, &size, m->framework, m->result, tracks, 2, &options, m->fonts, m->log) != KHUNG_OK ||
        khung_report_boxes(&boxes, m->framework, m->result, tracks, 2, &options, m->fonts, m->log) != KHUNG_OK)
        fail(s->name, m->log);
    write_out(m, s->name, "pdf", pdf, size);
    write_out(m, s->name, "boxes", boxes, strlen(boxes));
    khung_text_free(pdf);
    khung_text_free(boxes);
    khung_description_free(description);
    khung_pdf_key_free(key);
}

int main(int count, char **words)
{
    made m = {0};
    khung_keys *keys = NULL;
    size_t size;
    if (count != 10 || khung_log_new(&m.log, "en") != KHUNG_OK)
        return 2;
    char *bytes = slurp("", words[1], &size);
    const khung_secret secret = {words[2], strlen(words[2]), 0};
    if (khung_keys_load(&keys, bytes, size, m.log) != KHUNG_OK || khung_keys_unlock(keys, &secret, m.log) != KHUNG_OK)
        fail("keys", m.log);
    free(bytes);
    for (int i = 0; i < 3; i++) {
        bytes = slurp("", words[4 + i], &size);
        khung_status status = i ? khung_answers_load(&m.tracks[i - 1], words[4 + i], bytes, size, m.log)
                                : khung_framework_load(&m.framework, words[4], bytes, size, m.log);
        free(bytes);
        if (status != KHUNG_OK)
            fail(words[4 + i], m.log);
    }
    char *text = slurp("", words[3], &size);
    m.issued = (khung_issued){.text = text, .size = size, .keys = keys, .pdf_at = NOW};
    m.keys = words[7], m.descriptions = words[8], m.out = words[9];
    if (khung_score(&m.result, m.framework, (const khung_answers *const *)m.tracks, 2, m.log) != KHUNG_OK || khung_fonts_new(&m.fonts, m.log) != KHUNG_OK)
        fail("score", m.log);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        print_one(&m, &samples[i]);
    khung_fonts_free(m.fonts);
    khung_result_free(m.result);
    khung_answers_free(m.tracks[0]);
    khung_answers_free(m.tracks[1]);
    khung_framework_free(m.framework);
    khung_keys_free(keys);
    khung_log_free(m.log);
    free(text);
    return 0;
}
