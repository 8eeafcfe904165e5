/* Makes signed certificates and registers for the tests, without a store; right ones and, where asked, such as a forger would.
 *
 *   certify claim KEYS PASSPHRASE [FIELD=VALUE...]            the text of a signed certificate; its code goes to the standard error
 *   certify badge KEYS PASSPHRASE MILLISECONDS FILE [FIELD=VALUE...]    it as an Open Badge signed at that moment; what is hashed goes to the file.
 *                                                             Its texts may be any; where the claim is right, the signed certificate is in it
 *   certify register KEYS PASSPHRASE FOLDER NUMBER DAY NEXT MANY [FILE[,STATE@DAY|,DUE:MET]...]...
 *                                                             a register of these certificates, behind MANY made-up ones of the year 2020 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "badge.h"
#include "framework.h"
#include "roll.h"
#include "score.h"
#include "seal.h"

static int fail(const char *why)
{
    fprintf(stderr, "certify: %s\n", why);
    exit(1);
}

static char *slurp(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    if (!file || !bytes)
        fail(path);
    *size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

static khung_keys *unlocked(const char *path, const char *passphrase)
{
    size_t size;
    char *bytes = slurp(path, &size);
    khung_keys *keys = NULL;
    const khung_secret secret = {passphrase, strlen(passphrase), 0};
    if (khung_keys_load(&keys, bytes, size, NULL) != KHUNG_OK || khung_keys_unlock(keys, &secret, NULL) != KHUNG_OK)
        fail("keys");
    free(bytes);
    return keys;
}

static khung__date day_of(const char *text)
{
    khung__date day = {0};
    if (*text && !khung__read_date((khung__str){text, 10}, &day))
        fail(text);
    return day;
}

static khung_framework *certified; /* the framework of the claim, NULL without one */

static void set(khung__claim *c, const char *name, const char *value)
{
    khung__str v = khung__str_of(value);
    static const struct { const char *name; size_t at; } texts[] = {
        {"issuer", offsetof(khung__claim, issuer)}, {"abbreviation", offsetof(khung__claim, abbreviation)}, {"url", offsetof(khung__claim, url)},
        {"name", offsetof(khung__claim, organisation_name)}, {"grade", offsetof(khung__claim, grade)},
        {"grade_title", offsetof(khung__claim, grade_title)}, {"computed", offsetof(khung__claim, computed)},
        {"computed_title", offsetof(khung__claim, computed_title)}, {"lowered_by", offsetof(khung__claim, lowered_by)},
        {"lowered_why", offsetof(khung__claim, lowered_why)}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0) {
            *(khung__str *)((char *)c + texts[i].at) = v;
            return;
        }
    if (strcmp(name, "nn") == 0)
        c->nn = atoll(value);
    else if (strcmp(name, "issued") == 0)
        c->issued = day_of(value);
    else if (strcmp(name, "until") == 0)
        c->until = day_of(value);
    else if (strcmp(name, "lowered_at") == 0)
        c->lowered_at = day_of(value);
    else if (strcmp(name, "condition") == 0 && v.n > 11)
        c->conditions[c->condition_count++] = (khung__claim_condition){{value + 11, v.n - 11}, day_of(value)};
    else
        fail(name);
}

/* Framework and answers, between commas: the claim is about their result. What it points to lives as long as the program. */
static void about(khung__claim *c, char *files)
{
    static char digests[2][KHUNG_DIGEST_SIZE];
    static khung_framework *framework;
    static khung_answers *tracks[8];
    static khung_result *result;
    size_t count = 0;
    if (khung_framework_load_file(&framework, strtok(files, ","), NULL) != KHUNG_OK)
        fail("framework");
    for (char *file; count < 8 && (file = strtok(NULL, ",")) != NULL; count++)
        if (khung_answers_load_file(&tracks[count], file, NULL) != KHUNG_OK)
            fail(file);
    if (khung_score(&result, framework, (const khung_answers *const *)tracks, count, NULL) != KHUNG_OK || result->grade == KHUNG__NONE)
        fail("score");
    khung_result_digest(result, digests[0]);
    khung_framework_digest(framework, digests[1]);
    c->result = khung__str_of(digests[0]);
    c->framework_digest = khung__str_of(digests[1]);
    c->organisation = result->organisation_id;
    c->organisation_name = result->organisation_name;
    c->framework = framework->id;
    c->framework_version = framework->version;
    c->framework_title = framework->title;
    c->grade = framework->grades[result->grade].id;
    c->grade_title = framework->grades[result->grade].title;
    c->from = result->from;
    c->to = result->to;
    certified = framework;
}

/* The framework's names in another language. */
static void translate(const char *path)
{
    khung_translation *translation = NULL;
    khung_framework *translated = NULL;
    if (khung_translation_load_file(&translation, path, NULL) != KHUNG_OK ||
        khung_framework_translate(&translated, certified, translation, NULL, NULL, NULL) != KHUNG_OK)
        fail(path);
    khung_translation_free(translation);
    certified = translated;
}

/* The usual claim, with what the arguments from `first` on say otherwise. */
static khung__claim claim_of(const khung_keys *keys, int argc, char **argv, int first)
{
    const khung__key_list *list = &keys->list;
    khung__claim c = {.issuer = list->issuer, .issuer_name = list->name, .abbreviation = list->abbreviation, .url = list->urls[list->url_count - 1],
                      .year = 2026, .nn = 5, .organisation = KHUNG__S("hoi-song-xanh"), .organisation_name = KHUNG__S("Hội Sông Xanh"),
                      .framework = KHUNG__S("vn-ngo-capacity"), .framework_version = KHUNG__S("1.0.0"),
                      .framework_title = KHUNG__S("Khung năng lực tổ chức xã hội"), .grade = KHUNG__S("basic"), .grade_title = KHUNG__S("Đạt chuẩn cơ bản"),
                      .language = KHUNG__S("vi"), .from = {2026, 1, 1}, .to = {2026, 6, 30}, .issued = {2026, 7, 5}, .until = {2027, 7, 4},
                      .zone = KHUNG__CLAIM_ZONE, .offset = KHUNG__CLAIM_OFFSET};
    c.framework_digest = c.result = KHUNG__S("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    for (int i = first; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals)
            fail(argv[i]);
        *equals = '\0';
        if (strcmp(argv[i], "assessment") == 0)
            about(&c, equals + 1);
        else if (strcmp(argv[i], "translation") == 0)
            translate(equals + 1);
        else
            set(&c, argv[i], equals + 1);
    }
    c.year = c.issued.year;
    return c;
}

static int claim(int argc, char **argv)
{
    khung_keys *keys = unlocked(argv[2], argv[3]);
    const khung__claim c = claim_of(keys, argc, argv, 4);
    khung__buf payload = {0}, message = {0}, text = {0};
    unsigned char digest[32];
    char code[KHUNG__CODE_MOST + 1];
    if (!khung__claim_write(&payload, &c) || !khung__claim_sign(&message, &c, keys->open, keys->secret) ||
        !khung__seal_text(&text, (khung__str){message.s, message.n}, false, (khung__str){0}))
        fail(khung__claim_wrong(&c));
    khung__claim_digest(digest, (khung__str){payload.s, payload.n});
    if (!khung__code_write(code, &c, digest))
        fail("code");
    fwrite(text.s, 1, text.n, stdout);
    fprintf(stderr, "%s\n", code);
    khung__buf_free(&payload);
    khung__buf_free(&message);
    khung__buf_free(&text);
    khung_keys_free(keys);
    return 0;
}

static uint32_t grade_of(const khung__claim *c)
{
    uint32_t i = 0;
    while (i + 1 < certified->grade_count && !khung__str_eq(certified->grades[i].id, c->grade))
        i++;
    return i;
}

static int badge(int argc, char **argv)
{
    khung_keys *keys = unlocked(argv[2], argv[3]);
    const khung__claim c = claim_of(keys, argc, argv, 6);
    khung__buf text = {0}, hashed = {0}, payload = {0}, message = {0};
    unsigned char digest[32] = {1};
    char code[KHUNG__CODE_MOST + 1];
    if (khung__claim_write(&payload, &c) && khung__claim_sign(&message, &c, keys->open, keys->secret))
        khung__claim_digest(digest, (khung__str){payload.s, payload.n});
    if (!certified || !khung__code_write(code, &c, digest))
        fail("code");
    const khung__badge b = {.claim = &c, .digest = digest, .signed_claim = {message.s, message.n}, .code = code, .framework = certified, .grade = grade_of(&c),
                            .language = khung__language_of(certified->language), .moment = atoll(argv[4]), .open = keys->open, .secret = keys->secret};
    if (khung__badge_write(&text, &b, &hashed) != KHUNG_OK)
        fail("badge");
    FILE *file = fopen(argv[5], "wb");
    if (!file || fwrite(hashed.s, 1, hashed.n, file) != hashed.n || fclose(file) != 0)
        fail(argv[5]);
    fwrite(text.s, 1, text.n, stdout);
    khung__buf_free(&text);
    khung__buf_free(&hashed);
    khung__buf_free(&payload);
    khung__buf_free(&message);
    khung_keys_free(keys);
    return 0;
}

static bool put(void *to, khung__roll_file file, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ((FILE **)to)[file]) == n;
}

static void add_listed(khung__roll_writer *w, char *spec)
{
    khung__arena arena = {0};
    khung__seal seal;
    khung__sealed sealed;
    khung__claim c;
    size_t size;
    char *parts = strchr(spec, ',');
    if (parts)
        *parts++ = '\0';
    char *bytes = slurp(spec, &size);
    if (khung__seal_find(&seal, &arena, (khung__str){bytes, size}) < KHUNG__SEAL_OPEN || !khung__cose_read(&sealed, seal.claim, KHUNG__CLAIM_KIND) ||
        !khung__claim_read(&c, sealed.payload))
        fail(spec);
    khung__roll_row row = {.year = c.year, .nn = c.nn, .organisation = c.organisation_name, .framework = c.framework_title,
                           .version = c.framework_version, .grade = c.grade_title, .issued = c.issued, .until = c.until};
    khung__claim_digest(row.digest, sealed.payload);
    for (char *part = parts ? strtok(parts, ",") : NULL; part; part = strtok(NULL, ",")) {
        char *at = strchr(part, '@'), *colon = strchr(part, ':');
        if (at)
            row.entries[row.entry_count++] = (khung__states_entry){khung__states_of((khung__str){part, (size_t)(at - part)}), day_of(at + 1)};
        else
            row.conditions[row.condition_count++] = (khung__states_condition){day_of(part), day_of(colon ? colon + 1 : "")};
    }
    if (khung__roll_add(w, &row) != KHUNG_OK)
        fail("row");
    khung__arena_free(&arena);
    free(bytes);
}

static void add_many(khung__roll_writer *w, long many)
{
    for (long i = 0; i < many; i++) {
        char name[64];
        snprintf(name, sizeof name, "Hội thứ %ld", i + 1);
        khung__roll_row row = {.year = 2020 + i / 500000, .nn = 1 + i % 500000, .organisation = khung__str_of(name),
                               .framework = KHUNG__S("Khung năng lực tổ chức xã hội"), .version = KHUNG__S("1.0.0"), .grade = KHUNG__S("Đạt chuẩn cơ bản"),
                               .issued = {2020, 7, 5}, .until = {2021, 7, 4}};
        memcpy(row.digest, &i, sizeof i);
        if (khung__roll_add(w, &row) != KHUNG_OK)
            fail("row");
    }
}

static int registry(int argc, char **argv)
{
    if (argc < 9)
        fail("arguments");
    khung_keys *keys = unlocked(argv[2], argv[3]);
    khung__roll_writer w;
    FILE *files[KHUNG__ROLL_FILES];
    for (int i = 0; i < KHUNG__ROLL_FILES; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[4], khung__roll_names[i]);
        files[i] = fopen(path, "wb");
        if (!files[i])
            fail(path);
    }
    const khung__roll_head head = {.issuer = keys->list.issuer, .name = keys->list.name, .abbreviation = keys->list.abbreviation, .zone = keys->list.zone,
                                   .offset = keys->list.offset, .number = atoll(argv[5]), .day = day_of(argv[6]), .next = day_of(argv[7])};
    khung__roll_begin(&w, &head, put, files);
    add_many(&w, atol(argv[8]));
    for (int i = 9; i < argc; i++)
        add_listed(&w, argv[i]);
    if (khung__roll_end(&w, keys, NULL) != KHUNG_OK)
        fail("end");
    for (int i = 0; i < KHUNG__ROLL_FILES; i++)
        fclose(files[i]);
    khung_keys_free(keys);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 3 && strcmp(argv[1], "claim") == 0)
        return claim(argc, argv);
    if (argc > 3 && strcmp(argv[1], "register") == 0)
        return registry(argc, argv);
    if (argc > 5 && strcmp(argv[1], "badge") == 0)
        return badge(argc, argv);
    return fail("claim, badge or register");
}
