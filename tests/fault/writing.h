/* A load of real changes for tests of crashes and of several writers: organisations are edited, results kept. Every change that was
 * acknowledged is one event; change i of writer w leaves what expect_written looks for. */
#ifndef KHUNG_TESTS_FAULT_WRITING_H
#define KHUNG_TESTS_FAULT_WRITING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/look.h"

static const int64_t WRITING_NOW = 1795000000000;
static khung_framework *writing_framework;

static int writing_start(void)
{
    return khung_framework_load_file(&writing_framework, KHUNG_TESTS_DIR "/cli/data/small.yaml", NULL) == KHUNG_OK ? 0 : -1;
}

static void writing_stop(void)
{
    khung_framework_free(writing_framework);
}

static void writing_key(char key[KHUNG__UUID_SIZE], int writer)
{
    snprintf(key, KHUNG__UUID_SIZE, "01a201c8-0000-7000-8000-%012d", writer);
}

/* The organisation of the writer gets another name. */
static khung_status writing_edit(khung_store *store, int writer, long i)
{
    khung__change change;
    char key[KHUNG__UUID_SIZE], id[24], name[48];
    writing_key(key, writer);
    snprintf(id, sizeof id, "org-%d", writer);
    snprintf(name, sizeof name, "Hội số %ld", i);
    khung_status status = khung__change_begin(&change, store, "org.set", "an", WRITING_NOW + i, NULL);
    if (status != KHUNG_OK)
        return status;
    snprintf(change.thread, sizeof change.thread, "%s", key);
    snprintf(change.organisation, sizeof change.organisation, "%s", key);
    status = khung__change_put(&change, KHUNG__T_organisation, "tttnnnnnnnnnnnnt", key, id, name, change.time);
    return khung__change_end(&change, status);
}

/* An assessment of a period of its own, with a result. */
static khung_status writing_save(khung_store *store, int writer, long i)
{
    static const char *const levels[] = {"l1", "l2", "l3"};
    char yaml[640];
    khung_answers *answers = NULL;
    khung_result *result = NULL;
    int n = snprintf(yaml, sizeof yaml,
                     "kind: answers\nformat: 1\nframework: {id: small, version: 1.0.0}\norganisation: {id: org-%d, name: Hội}\n"
                     "period: {from: %04ld-%02ld-%02ld, to: 9999-12-31}\ntrack: self\nby: {name: Lê Thị Lan, role: giám đốc}\nanswers:\n"
                     "  quy-che: %s\n  hop: %s\n  so-sach: l3\n  kiem-toan: {na: chưa}\n",
                     writer, 1000 + i / 336, i / 28 % 12 + 1, i % 28 + 1, levels[i % 3], levels[i / 3 % 3]);
    khung_status status = khung_answers_load(&answers, "a.yaml", yaml, (size_t)n, NULL);
    if (status == KHUNG_OK)
        status = khung_score(&result, writing_framework, (const khung_answers *const *)&answers, 1, NULL);
    if (status == KHUNG_OK)
        status = khung_store_save(NULL, store, writing_framework, (const khung_answers *const *)&answers, 1, result, "an", WRITING_NOW + i, NULL);
    khung_result_free(result);
    khung_answers_free(answers);
    return status;
}

static khung_status writing_one(khung_store *store, int writer, long i)
{
    return i % 3 == 2 ? writing_save(store, writer, i) : writing_edit(store, writer, i);
}

static int64_t writing_ask(khung_store *store, const char *sql, const char *key)
{
    int64_t number = -1;
    return khung__store_number(&number, store, NULL, sql, "t", key) == KHUNG_OK ? number : -1;
}

/* Whether changes 0 to count - 1 of the writer are there, and at most one more that nobody acknowledged (`more` allows it). */
static inline bool writing_is_there(khung_store *store, int writer, long count, int more)
{
    char key[KHUNG__UUID_SIZE];
    writing_key(key, writer);
    int64_t edits = writing_ask(store, "SELECT count(*) FROM event WHERE act = 'org.set' AND thread = ?1", key);
    int64_t saves = writing_ask(store,
                                "SELECT count(*) FROM event e JOIN assessment a ON a.key = e.thread "
                                "WHERE act = 'assess.save' AND a.organisation = ?1", key);
    int64_t results = writing_ask(store, "SELECT count(*) FROM result WHERE organisation = ?1", key);
    int64_t last = writing_ask(store, "SELECT CAST(replace(name, 'Hội số ', '') AS INTEGER) FROM organisation WHERE key = ?1", key);
    int64_t newest = count - 1 - ((count - 1) % 3 == 2); /* the last edit */
    bool all = edits + saves == count || (more && edits + saves == count + 1);
    return all && saves == results && (count == 0 || last == newest || (more && last == count));
}

/* Whether doctor finds nothing; what it finds goes to the standard error. */
static inline bool writing_is_sound(khung_store *store, bool whole)
{
    char *text = NULL;
    bool sound = false;
    khung_status status = whole ? khung_store_doctor_text(&text, &sound, store, false, "en", NULL) : khung_store_verify_text(&text, &sound, store, "en", NULL);
    if (status != KHUNG_OK || !sound)
        fprintf(stderr, "%s\n%s\n", khung_status_text(status), text ? text : "");
    khung_text_free(text);
    return status == KHUNG_OK && sound;
}

static inline void writing_remove(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[256];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

#endif
