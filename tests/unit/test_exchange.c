/* exchange: what goes from store to store and back, with both sides at work meanwhile; nothing is lost, nothing is taken twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/exchange.h"

enum { NGO, ASSESSOR, CENTRE, STORES };
static const char *const names[STORES] = {"ngo", "assessor", "centre"};
static char folder[] = "/tmp/khung-exchange-XXXXXX";
static khung_store *stores[STORES];
static khung_framework *framework;
static khung_answers *tracks[2];
static khung_result *results[2];
static int64_t now;

typedef struct parcel { char *bytes; size_t size; } parcel;

/* ---- what is kept ---- */

static khung__buf read_file(const char *name)
{
    char place[512], chunk[4096];
    khung__buf buf = {0};
    size_t n;
    snprintf(place, sizeof place, "%s/score/reviewed-self/%s", KHUNG_TESTS_DIR, name);
    FILE *file = fopen(place, "rb");
    assert_non_null(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(&buf, chunk, n);
    fclose(file);
    return buf;
}

static void place_of(char path[128], int which, const char *end)
{
    snprintf(path, 128, "%s/%s.db%s", folder, names[which], end);
}

static int make_everything(void **state)
{
    static const char *const files[] = {"answers-1.yaml", "answers-2.yaml"};
    (void)state;
    assert_non_null(mkdtemp(folder));
    khung__buf bytes = read_file("framework.yaml");
    assert_int_equal(khung_framework_load(&framework, "framework.yaml", bytes.s, bytes.n, NULL), KHUNG_OK);
    khung__buf_free(&bytes);
    for (int i = 0; i < 2; i++) {
        bytes = read_file(files[i]);
        assert_int_equal(khung_answers_load(&tracks[i], files[i], bytes.s, bytes.n, NULL), KHUNG_OK);
        khung__buf_free(&bytes);
        assert_int_equal(khung_score(&results[i], framework, (const khung_answers *const *)tracks, (size_t)i + 1, NULL), KHUNG_OK);
    }
    return 0;
}

static int free_everything(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        khung_answers_free(tracks[i]);
        khung_result_free(results[i]);
    }
    khung_framework_free(framework);
    return rmdir(folder);
}

static int open_stores(void **state)
{
    char path[128];
    (void)state;
    now = INT64_C(1790000000000);
    for (int i = 0; i < STORES; i++) {
        place_of(path, i, "");
        assert_int_equal(khung_store_init(&stores[i], path, "an", i == NGO ? "Nguyễn Thị Ái" : "Trần Thị Lan", now, NULL), KHUNG_OK);
    }
    return 0;
}

/* The log of every store is whole, and what is stored is what its log gives. */
static int stores_are_sound(void **state)
{
    (void)state;
    for (int i = 0; i < STORES; i++) {
        char *text = NULL;
        bool sound = false;
        assert_int_equal(khung_store_doctor_text(&text, &sound, stores[i], false, "en", NULL), KHUNG_OK);
        if (!sound)
            print_error("%s: %s\n", names[i], text);
        khung_text_free(text);
        if (!sound)
            return 1;
    }
    return 0;
}

static int close_stores(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[128];
    (void)state;
    for (int i = 0; i < STORES; i++) {
        khung_store_close(stores[i]);
        for (int e = 0; e < 3; e++) {
            place_of(path, i, ends[e]);
            unlink(path);
        }
    }
    return 0;
}

static void save(int which, int count)
{
    now += 1000;
    assert_int_equal(khung_store_save(NULL, stores[which], framework, (const khung_answers *const *)tracks, (size_t)count, results[count - 1], "an", now, NULL),
                     KHUNG_OK);
}

/* ---- acts ---- */

static khung__str ask(int which, khung__arena *arena, const char *sql)
{
    khung__str text;
    assert_int_equal(khung__store_one(&text, stores[which], arena, NULL, sql, ""), KHUNG_OK);
    return text;
}

static void is(int which, const char *sql, const char *expected)
{
    khung__arena arena = {0};
    khung__str text = ask(which, &arena, sql);
    assert_string_equal(text.s ? text.s : "(null)", expected);
    khung__arena_free(&arena);
}

static const char *id_of_organisation(int which, khung__arena *arena)
{
    return ask(which, arena, "SELECT id FROM organisation ORDER BY number LIMIT 1").s;
}

static void edit(int which, const char *columns, const char *value)
{
    khung__change change;
    khung__str key;
    now += 1000;
    assert_int_equal(khung__change_begin(&change, stores[which], "org.edit", "an", now, NULL), KHUNG_OK);
    key = ask(which, &change.arena, "SELECT key FROM organisation ORDER BY number LIMIT 1");
    snprintf(change.thread, sizeof change.thread, "%s", key.s);
    snprintf(change.organisation, sizeof change.organisation, "%s", key.s);
    khung_status status = khung__change_set(&change, KHUNG__T_organisation, columns, "st", key, value);
    assert_int_equal(khung__change_end(&change, status), KHUNG_OK);
}

static parcel send_as(int which, const khung_send_options *options)
{
    parcel p = {0};
    khung__arena arena = {0};
    const char *id = id_of_organisation(which, &arena);
    now += 1000;
    assert_int_equal(khung_store_send(&p.bytes, &p.size, stores[which], id, options, "an", now, NULL), KHUNG_OK);
    assert_int_equal(khung_store_sent(stores[which], id, p.bytes, p.size, "x.khung", options, "an", now, NULL), KHUNG_OK);
    khung__arena_free(&arena);
    return p;
}

static khung_receipt take(int which, parcel p)
{
    khung_receipt receipt;
    char *plan = NULL;
    khung_log *log = NULL;
    const khung_receive_options options = {.take = true};
    now += 1000;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    khung_status status = khung_store_receive(&plan, &receipt, stores[which], p.bytes, p.size, &options, "an", now, log);
    if (status != KHUNG_OK) {
        char *text = NULL;
        assert_int_equal(khung_log_text(&text, log, false), KHUNG_OK);
        print_error("%s", text);
        khung_text_free(text);
    }
    assert_int_equal(status, KHUNG_OK);
    khung_text_free(plan);
    khung_log_free(log);
    return receipt;
}

/* Sends from one to the other and takes it in. */
static khung_receipt pass(int from, int to)
{
    parcel p = send_as(from, NULL);
    khung_receipt receipt = take(to, p);
    assert_true(take(to, p).nothing_new); /* the same again */
    khung_text_free(p.bytes);
    return receipt;
}

#define ADDRESS "SELECT address FROM organisation ORDER BY number LIMIT 1"
#define PHONE "SELECT phone FROM organisation ORDER BY number LIMIT 1"
#define OPEN "SELECT coalesce(group_concat(place || ours || theirs), '0') FROM conflict WHERE settled IS NULL"

/* ---- tests ---- */

static void everything_arrives(void **state)
{
    (void)state;
    save(NGO, 1);
    assert_false(pass(NGO, ASSESSOR).nothing_new);
    is(ASSESSOR, "SELECT count(*) FROM track", "1");
    is(ASSESSOR, "SELECT count(*) FROM framework", "1");
    is(ASSESSOR, "SELECT group_concat(id) FROM (SELECT id FROM person ORDER BY id)", "an,an-2"); /* another "an" is here already */
    is(ASSESSOR, "SELECT count(*) FROM personal p JOIN person q ON q.key = p.subject WHERE q.id = 'an-2'", "0");
    is(ASSESSOR, "SELECT e.act FROM event e, store s WHERE e.chain = s.chain ORDER BY seq DESC LIMIT 1", "receive");
    save(ASSESSOR, 2); /* the reviewer's answers join the same assessment */
    is(ASSESSOR, "SELECT count(*) FROM assessment", "1");
    pass(ASSESSOR, NGO);
    is(NGO, "SELECT count(*) FROM track", "3"); /* the self answers twice: each side kept them */
    is(NGO, "SELECT count(*) FROM result", "2");
    is(NGO, "SELECT r.made = (SELECT max(made) FROM result) FROM assessment a JOIN result r ON r.key = a.result", "1");
    pass(ASSESSOR, CENTRE);
    pass(NGO, CENTRE);
    is(CENTRE, "SELECT count(*) FROM result", "2");
    is(CENTRE, OPEN, "0");
}

static void both_sides_edit(void **state)
{
    (void)state;
    save(NGO, 1);
    edit(NGO, "address", "1 Lê Lợi");
    pass(NGO, ASSESSOR);
    edit(NGO, "address", "2 Lê Lợi");
    edit(ASSESSOR, "phone", "0236 111");
    pass(NGO, ASSESSOR);
    is(ASSESSOR, ADDRESS, "2 Lê Lợi");
    is(ASSESSOR, PHONE, "0236 111");
    pass(ASSESSOR, NGO);
    is(NGO, PHONE, "0236 111");
    is(NGO, ADDRESS, "2 Lê Lợi");
    edit(NGO, "phone", "0236 222"); /* knows what the assessor wrote */
    pass(NGO, ASSESSOR);
    is(ASSESSOR, PHONE, "0236 222");
    edit(ASSESSOR, "phone", "0236 333"); /* and back to the centre by way of both */
    pass(ASSESSOR, CENTRE);
    pass(NGO, CENTRE); /* older: changes nothing */
    is(CENTRE, PHONE, "0236 333");
    is(CENTRE, OPEN, "0");
    is(NGO, OPEN, "0");
}

/* Two bundles cross on the way; then one side goes on from what it learned. */
static void criss_cross(void **state)
{
    (void)state;
    save(NGO, 1);
    edit(NGO, "phone", "0");
    pass(NGO, ASSESSOR);
    edit(NGO, "address", "A");
    edit(ASSESSOR, "phone", "1");
    parcel there = send_as(NGO, NULL), back = send_as(ASSESSOR, NULL);
    take(NGO, back);
    take(ASSESSOR, there);
    edit(NGO, "phone", "2");
    pass(NGO, ASSESSOR);
    is(ASSESSOR, PHONE, "2");
    is(ASSESSOR, ADDRESS, "A");
    is(ASSESSOR, OPEN, "0");
    khung_text_free(there.bytes);
    khung_text_free(back.bytes);
}

static void settle(int which, const char *keep)
{
    khung__arena arena = {0};
    size_t count = 0;
    now += 1000;
    assert_int_equal(khung_store_conflict_settle(&count, stores[which], id_of_organisation(which, &arena), keep, "an", now, NULL), KHUNG_OK);
    assert_int_equal(count, 1);
    khung__arena_free(&arena);
}

static void conflict_of_both(void)
{
    save(NGO, 1);
    edit(NGO, "phone", "0");
    pass(NGO, ASSESSOR);
    edit(NGO, "phone", "1");
    edit(ASSESSOR, "phone", "2");
    assert_int_equal(pass(NGO, ASSESSOR).conflicts, 1);
    is(ASSESSOR, PHONE, "2");
    is(ASSESSOR, "SELECT (ours ->> '$.value') || (theirs ->> '$.value') FROM conflict", "21");
    is(ASSESSOR, "SELECT (SELECT chain FROM store) = (ours ->> '$.chain') AND (SELECT chain FROM store) <> (theirs ->> '$.chain') FROM conflict", "1");
    assert_int_equal(pass(ASSESSOR, NGO).conflicts, 1); /* undecided there: the other side sees it too */
    is(NGO, PHONE, "1");
}

static void a_conflict_is_settled_there(void **state)
{
    (void)state;
    conflict_of_both();
    settle(NGO, "ours");
    pass(NGO, ASSESSOR);
    is(ASSESSOR, PHONE, "1");
    is(ASSESSOR, OPEN, "0");
    pass(ASSESSOR, NGO);
    is(NGO, PHONE, "1");
    is(NGO, OPEN, "0");
}

static void a_conflict_is_settled_here(void **state)
{
    (void)state;
    conflict_of_both();
    settle(ASSESSOR, "theirs");
    is(ASSESSOR, PHONE, "1");
    pass(ASSESSOR, NGO);
    is(NGO, PHONE, "1");
    is(NGO, OPEN, "0");
    pass(ASSESSOR, CENTRE);
    is(CENTRE, PHONE, "1");
}

static void the_same_made_twice_is_one(void **state)
{
    (void)state;
    save(NGO, 1);
    save(ASSESSOR, 1); /* both typed it in: same organisation, framework and period under other keys */
    edit(NGO, "phone", "1");
    pass(NGO, ASSESSOR);
    is(ASSESSOR, "SELECT count(*) FROM organisation", "1");
    is(ASSESSOR, "SELECT count(*) FROM assessment", "1");
    is(ASSESSOR, PHONE, "1");
    edit(ASSESSOR, "address", "A");
    pass(ASSESSOR, NGO); /* knows from the sender's note which is which */
    is(NGO, "SELECT count(*) FROM organisation", "1");
    is(NGO, ADDRESS, "A");
    edit(NGO, "address", "B");
    pass(NGO, ASSESSOR);
    is(ASSESSOR, ADDRESS, "B");
    is(ASSESSOR, OPEN, "0");
    pass(ASSESSOR, CENTRE);
    is(CENTRE, ADDRESS, "B");
    pass(NGO, CENTRE);
    is(CENTRE, "SELECT count(*) FROM organisation", "1");
}

static void another_has_the_id(void **state)
{
    (void)state;
    save(NGO, 1);
    save(ASSESSOR, 1);
    edit(ASSESSOR, "name", "Một tổ chức khác hẳn");
    pass(NGO, ASSESSOR);
    is(ASSESSOR, "SELECT count(*) FROM organisation", "2");
    is(ASSESSOR, "SELECT count(*) FROM assessment WHERE id LIKE '%-2'", "1");
    is(ASSESSOR, "SELECT count(*) FROM organisation WHERE id LIKE '%-2'", "1");
    is(ASSESSOR, OPEN, "0");
}

static void names_go_along_when_asked(void **state)
{
    (void)state;
    save(NGO, 1);
    parcel p = send_as(NGO, &(khung_send_options){.with_names = true});
    take(ASSESSOR, p);
    is(ASSESSOR, "SELECT p.content ->> '$.name' FROM personal p JOIN person q ON q.key = p.subject WHERE q.id = 'an-2'", "Nguyễn Thị Ái");
    /* Erased here, the person stays erased. */
    assert_int_equal(sqlite3_exec(stores[ASSESSOR]->db, "DELETE FROM personal WHERE subject = (SELECT key FROM person WHERE id = 'an-2');"
                                  "UPDATE person SET erased = since, commitment = NULL WHERE id = 'an-2'", NULL, NULL, NULL), SQLITE_OK);
    khung_text_free(p.bytes);
    p = send_as(NGO, &(khung_send_options){.with_names = true});
    take(ASSESSOR, p);
    is(ASSESSOR, "SELECT count(*) FROM personal p JOIN person q ON q.key = p.subject WHERE q.id = 'an-2'", "0");
    khung_text_free(p.bytes);
}

/* Rows of work that the organisation pins and removes go here too, unless somebody worked on them. */
static void removed_rows(void **state)
{
    (void)state;
    khung__change change;
    save(NGO, 1);
    for (int round = 0; round < 2; round++) {
        now += 1000;
        assert_int_equal(khung__change_begin(&change, stores[NGO], "assess.answer", "an", now, NULL), KHUNG_OK);
        khung__str a = ask(NGO, &change.arena, "SELECT key FROM assessment"), o = ask(NGO, &change.arena, "SELECT key FROM organisation");
        snprintf(change.thread, sizeof change.thread, "%s", a.s);
        snprintf(change.organisation, sizeof change.organisation, "%s", o.s);
        khung_status status = round == 0 ? khung__change_put(&change, KHUNG__T_answer, "stttstttmtt", a, "self", "", "c1", o, "{}", NULL, NULL, INT64_MIN,
                                                             change.time, change.person)
                                         : khung__change_remove(&change, KHUNG__T_answer, "sttt", a, "self", "", "c1");
        assert_int_equal(khung__change_end(&change, status), KHUNG_OK);
        pass(NGO, ASSESSOR);
        is(ASSESSOR, "SELECT count(*) FROM answer", round == 0 ? "1" : "0");
    }
    is(ASSESSOR, OPEN, "0");
}

/* ---- bundles that are not what they were ---- */

static khung_status look(int which, const char *bytes, size_t size)
{
    khung_receipt receipt;
    char *plan = NULL;
    khung_status status = khung_store_receive(&plan, &receipt, stores[which], bytes, size, NULL, NULL, now, NULL);
    khung_text_free(plan);
    return status;
}

static void every_flipped_byte_is_found(void **state)
{
    (void)state;
    save(NGO, 1);
    parcel p = send_as(NGO, NULL);
    assert_int_equal(look(ASSESSOR, p.bytes, p.size), KHUNG_OK);
    for (size_t i = 0; i < p.size; i++) {
        p.bytes[i] ^= 1 << i % 8;
        assert_int_not_equal(look(ASSESSOR, p.bytes, p.size), KHUNG_OK);
        p.bytes[i] ^= 1 << i % 8;
    }
    for (size_t i = 0; i < p.size; i += 7)
        assert_int_not_equal(look(ASSESSOR, p.bytes, i), KHUNG_OK);
    is(ASSESSOR, "SELECT count(*) FROM organisation", "0");
    khung_text_free(p.bytes);
}

/* Packs the text of a bundle again, changed and sealed as its maker would. */
static parcel forge(parcel p, const char *from, const char *to)
{
    khung__bundle b;
    parcel out = {0};
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf text = {0};
    assert_int_equal(khung__bundle_load(&b, p.bytes, p.size, NULL), KHUNG_OK);
    const char *at = strstr(b.text, from);
    assert_non_null(at);
    khung__buf_add(&text, b.text, (size_t)(at - b.text));
    khung__buf_z(&text, to);
    khung__buf_z(&text, at + strlen(from));
    const char *members = strstr(text.s, "\"made\""), *end = strstr(members, ",\"items\":"), *lines = strchr(end, '\n') + 1;
    size_t count = 0;
    for (const char *c = lines; *c; c++)
        count += *c == '\n';
    assert_int_equal(khung__bundle_pack(&out.bytes, &out.size, digest, (khung__str){members, (size_t)(end - members)},
                                        (khung__str){lines, strlen(lines)}, count, NULL, NULL), KHUNG_OK);
    khung__buf_free(&text);
    khung__bundle_free(&b);
    return out;
}

static void forged(parcel p, const char *from, const char *to, khung_status expected)
{
    parcel f = forge(p, from, to);
    assert_int_equal(look(ASSESSOR, f.bytes, f.size), expected);
    khung_text_free(f.bytes);
}

#define OTHER "01a20221-0000-7000-8000-000000000001"
#define REVIEW "01a20221-0000-7000-8000-000000000002"
#define NULLS(a, b, c, d) "\"" a "\":null,\"" b "\":null,\"" c "\":null,\"" d "\":null,"
#define OTHER_ROW "{\"row\":\"organisation\",\"values\":{\"key\":\"" OTHER "\",\"id\":\"other\",\"name\":\"Other\"," \
                  NULLS("short_name", "form", "province", "list") NULLS("address", "registration", "registrar", "founded") \
                  NULLS("website", "email", "phone", "merged_into") "\"since\":\"2026\"}}\n"

static void forgeries_are_found(void **state)
{
    (void)state;
    save(NGO, 1);
    edit(NGO, "phone", "12345");
    edit(NGO, "phone", "67890");
    parcel p = send_as(NGO, NULL);
    forged(p, "\"made\"", "\"made\"", KHUNG_OK);
    forged(p, "\"act\":\"org.edit\"", "\"act\":\"org.edit2\"", KHUNG_BAD_DATA);
    forged(p, "\"row\":\"track\"", "\"row\":\"trick\"", KHUNG_BAD_DATA);
    forged(p, "\"row\":\"organisation\"", "\"row\":\"conflict\"", KHUNG_BAD_DATA);
    forged(p, "\"answers\":\"{", "\"answers\":\"{ ", KHUNG_BAD_DATA);
    forged(p, "title: ", "title: Z", KHUNG_BAD_DATA);
    forged(p, "\"role\":\"member\"", "\"role\":\"master\"", KHUNG_CONFLICT); /* the schema knows no such role */
    forged(p, "\"complete\":", "\"complete\":7,\"other\":", KHUNG_BAD_DATA);
    forged(p, "\"phone\":\"67890\"", "\"phone\":\"\\u001b[31m\"", KHUNG_BAD_DATA); /* a terminal would obey it */
    forged(p, "\"percent_sort\":", "\"percent_sort\":1", KHUNG_CONFLICT);             /* a result that its answers do not give */
    forged(p, "{\"row\":\"organisation\"", OTHER_ROW "{\"row\":\"organisation\"", KHUNG_CONFLICT);
    forged(p, "{\"row\":\"organisation\"", "{\"row\":\"consent\",\"values\":{\"person\":\"x\",\"purpose\":\"directory\",\"given\":\"2026-01-01\","
           "\"withdrawn\":null}}\n{\"row\":\"organisation\"", KHUNG_BAD_DATA);
    khung_text_free(p.bytes);
    is(ASSESSOR, "SELECT count(*) FROM event", "1");
}

static khung__change begin(int which, const char *act)
{
    khung__change change;
    now += 1000;
    assert_int_equal(khung__change_begin(&change, stores[which], act, "an", now, NULL), KHUNG_OK);
    khung__str key = ask(which, &change.arena, "SELECT key FROM organisation ORDER BY number LIMIT 1");
    snprintf(change.thread, sizeof change.thread, "%s", key.s ? key.s : OTHER);
    snprintf(change.organisation, sizeof change.organisation, "%s", change.thread);
    return change;
}

static void put_other(int which)
{
    khung__change change = begin(which, "org.add");
    khung_status status = khung__change_put(&change, KHUNG__T_organisation, "tttnnnnnnnnnnnnt", OTHER, "other", "Other", change.time);
    if (status == KHUNG_OK)
        status = khung__change_put(&change, KHUNG__T_organisation_field, "ttt", OTHER, "v", "water");
    assert_int_equal(khung__change_end(&change, status), KHUNG_OK);
}

/* An event in the sender's own thread that takes away another organisation's row. */
static void others_keep_their_rows(void **state)
{
    (void)state;
    save(NGO, 1);
    put_other(NGO);
    put_other(ASSESSOR);
    khung__change change = begin(NGO, "org.edit");
    assert_int_equal(khung__change_end(&change, khung__change_remove(&change, KHUNG__T_organisation_field, "ttt", OTHER, "v", "water")), KHUNG_OK);
    parcel p = send_as(NGO, NULL);
    take(ASSESSOR, p);
    khung_text_free(p.bytes);
    is(ASSESSOR, "SELECT count(*) FROM organisation_field", "1");
}

/* The organisation's event says what the reviewer judged: that is a conflict, and the reviewer's word stands. */
static void a_judgement_stays(void **state)
{
    (void)state;
    save(NGO, 1);
    pass(NGO, ASSESSOR);
    khung__change change = begin(ASSESSOR, "review.finish");
    khung__str assessment = ask(ASSESSOR, &change.arena, "SELECT key FROM assessment");
    snprintf(change.thread, sizeof change.thread, "%s", assessment.s);
    khung_status status = khung__change_set(&change, KHUNG__T_person, "role", "tt", change.person, "assessor");
    if (status == KHUNG_OK)
        status = khung__change_put(&change, KHUNG__T_review, "tstttttn", REVIEW, assessment, change.organisation, change.person, change.time, change.time,
                                   "finished");
    if (status == KHUNG_OK)
        status = khung__change_put(&change, KHUNG__T_judgement, "ttttinnt", REVIEW, "c1", change.organisation, "\"l1\"", (int64_t)1, change.time);
    assert_int_equal(khung__change_end(&change, status), KHUNG_OK);
    pass(ASSESSOR, NGO);
    change = begin(NGO, "org.edit");
    snprintf(change.thread, sizeof change.thread, "%s", ask(NGO, &change.arena, "SELECT key FROM assessment").s);
    assert_int_equal(khung__change_end(&change, khung__change_set(&change, KHUNG__T_judgement, "value", "ttt", REVIEW, "c1", "\"l3\"")), KHUNG_OK);
    parcel p = send_as(NGO, NULL);
    assert_int_equal(take(ASSESSOR, p).conflicts, 1);
    khung_text_free(p.bytes);
    is(ASSESSOR, "SELECT value FROM judgement", "\"l1\"");
}

/* The plan of what a bundle would change, as JSON, has this text. */
static void plan_has(int which, parcel p, const char *text)
{
    khung_receipt receipt;
    char *plan = NULL;
    assert_int_equal(khung_store_receive(&plan, &receipt, stores[which], p.bytes, p.size, NULL, "an", now, NULL), KHUNG_OK);
    if (!strstr(plan, text))
        print_error("%s", plan);
    assert_non_null(strstr(plan, text));
    khung_text_free(plan);
    khung_text_free(p.bytes);
}

/* Nobody signs bundles: a made-up person, role or review is taken in under the eyes of whoever receives it, in no case as one of this store. */
static void what_nobody_signed_is_told(void **state)
{
    char from[160], to[400];
    khung__arena arena = {0};
    (void)state;
    save(NGO, 1);
    parcel p = send_as(NGO, NULL);
    plan_has(ASSESSOR, forge(p, "\"made\"", "\"made\""), "{\"what\":\"person\",\"name\":\"an-2\",\"by\":null,\"word\":\"member\",\"ours\":false}");
    snprintf(from, sizeof from, "\"erased\":null,\"chain\":\"%s\"", ask(NGO, &arena, "SELECT chain FROM store").s);
    snprintf(to, sizeof to, "\"erased\":null,\"chain\":\"%s\"", ask(ASSESSOR, &arena, "SELECT chain FROM store").s);
    forged(p, from, to, KHUNG_BAD_DATA);
    take(ASSESSOR, p);
    plan_has(ASSESSOR, forge(p, "\"role\":\"member\"", "\"role\":\"assessor\""), "{\"what\":\"role\",\"name\":\"an-2\",\"by\":null,\"word\":\"assessor\"");
    khung__change change = begin(ASSESSOR, "person.edit");
    assert_int_equal(khung__change_end(&change, khung__change_set(&change, KHUNG__T_person, "role", "tt", change.person, "assessor")), KHUNG_OK);
    snprintf(to, sizeof to, "{\"row\":\"review\",\"values\":{\"key\":\"" REVIEW "\",\"assessment\":\"%s\",\"organisation\":\"%s\",\"reviewer\":\"%s\","
             "\"taken\":\"2026\",\"ended\":\"2026\",\"outcome\":\"finished\",\"reason\":null}}\n{\"event\"",
             ask(NGO, &arena, "SELECT key FROM assessment").s, ask(NGO, &arena, "SELECT key FROM organisation").s,
             ask(ASSESSOR, &arena, "SELECT key FROM person WHERE id = 'an'").s);
    plan_has(ASSESSOR, forge(p, "{\"event\"", to), "\"by\":\"an\",\"word\":\"finished\",\"ours\":true}");
    khung_text_free(p.bytes);
    khung__arena_free(&arena);
}

/* The sender restored an old copy and went on: its numbers mean other events now. */
static void a_rewritten_chain_is_refused(void **state)
{
    (void)state;
    save(NGO, 1);
    edit(NGO, "phone", "1");
    pass(NGO, ASSESSOR);
    assert_int_equal(sqlite3_exec(stores[NGO]->db, "DROP TRIGGER event_remains; DELETE FROM event WHERE number > 2; UPDATE store SET number = 2, "
                                  "head = (SELECT digest FROM event WHERE number = 2)", NULL, NULL, NULL), SQLITE_OK);
    parcel back = send_as(ASSESSOR, NULL);
    assert_int_equal(look(NGO, back.bytes, back.size), KHUNG_CONFLICT); /* what it sent once is unknown to it now */
    khung_text_free(back.bytes);
    edit(NGO, "phone", "2");
    parcel p = send_as(NGO, NULL);
    assert_int_equal(look(ASSESSOR, p.bytes, p.size), KHUNG_CONFLICT);
    is(ASSESSOR, PHONE, "1");
    khung_text_free(p.bytes);
}

static void same_state_same_bytes(void **state)
{
    (void)state;
    char *a = NULL, *b = NULL;
    size_t n = 0, m = 0;
    khung__arena arena = {0};
    save(NGO, 1);
    const char *id = id_of_organisation(NGO, &arena);
    assert_int_equal(khung_store_send(&a, &n, stores[NGO], id, NULL, "an", now, NULL), KHUNG_OK);
    assert_int_equal(khung_store_send(&b, &m, stores[NGO], id, NULL, "an", now, NULL), KHUNG_OK);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    assert_int_equal(khung_store_send(&b, &m, stores[NGO], "nothing", NULL, "an", now, NULL), KHUNG_NOT_FOUND);
    assert_int_equal(khung_store_send(&b, &m, stores[NGO], id, NULL, "nobody", now, NULL), KHUNG_NOT_ALLOWED);
    khung_text_free(a);
    khung_text_free(b);
    khung__arena_free(&arena);
}

static khung_status list_of(const char **list, void *to, const char *issuer)
{
    *list = strcmp(issuer, "ngo-ic") == 0 ? to : NULL;
    return KHUNG_OK;
}

/* Whichever piece of memory is missing: the bundle is not taken for signed, and nothing is taken in. */
static void memory_ends_while_a_signature_is_checked(void **state)
{
    (void)state;
    const khung_issuer issuer = {.id = "ngo-ic", .name = "Trung tâm", .abbreviation = "NGOIC", .url = "https://ngoic.example/v"};
    khung_keys *keys = NULL;
    char *list = NULL;
    save(NGO, 1);
    assert_int_equal(khung_keys_begin(&keys, &issuer, "2026-01-05", &(khung_secret){"a passphrase of the tests", 25, 64}, NULL), KHUNG_OK);
    assert_int_equal(khung_keys_list_text(&list, keys), KHUNG_OK);
    parcel p = send_as(NGO, &(khung_send_options){.keys = keys});
    khung_receive_options options = {.keys_of = list_of, .to = list};
    for (size_t n = 1;; n += 1 + n / 24) {
        khung_receipt receipt;
        char *plan = NULL;
        khung__alloc_fail_at(n);
        khung_status status = khung_store_receive(&plan, &receipt, stores[ASSESSOR], p.bytes, p.size, &options, "an", now, NULL);
        bool beyond = khung__alloc_count() < n;
        khung__alloc_fail_at(0);
        assert_true((status == KHUNG_OK) == beyond);
        if (beyond)
            assert_non_null(strstr(plan, "\"known\":true"));
        khung_text_free(plan);
        if (beyond)
            break;
    }
    is(ASSESSOR, "SELECT count(*) FROM organisation", "0");
    options.take = true; /* and once with all there is: from then on the same store signs */
    khung_receipt receipt;
    char *plan = NULL;
    assert_int_equal(khung_store_receive(&plan, &receipt, stores[ASSESSOR], p.bytes, p.size, &options, "an", now, NULL), KHUNG_OK);
    khung_text_free(plan);
    khung_text_free(p.bytes);
    edit(NGO, "phone", "2");
    p = send_as(NGO, NULL);
    assert_int_equal(look(ASSESSOR, p.bytes, p.size), KHUNG_NOT_ALLOWED);
    khung_text_free(p.bytes);
    khung_text_free(list);
    khung_keys_free(keys);
}

/* Whichever piece of memory is missing: it says so, and nothing is taken in. */
static void memory_ends(void **state)
{
    (void)state;
    save(NGO, 1);
    edit(NGO, "phone", "1");
    parcel p = send_as(NGO, NULL);
    for (size_t n = 1;; n += 1 + n / 24) {
        khung_receipt receipt;
        char *plan = NULL;
        const khung_receive_options options = {.language = "vi"};
        khung__alloc_fail_at(n);
        khung_status status = khung_store_receive(&plan, &receipt, stores[ASSESSOR], p.bytes, p.size, &options, "an", now, NULL);
        bool beyond = khung__alloc_count() < n;
        khung__alloc_fail_at(0);
        khung_text_free(plan);
        if (beyond) {
            assert_int_equal(status, KHUNG_OK);
            break;
        }
        assert_int_equal(status, KHUNG_NO_MEMORY);
    }
    is(ASSESSOR, "SELECT count(*) FROM organisation", "0");
    khung_text_free(p.bytes);
}

static int look_and_close(void **state)
{
    int bad = stores_are_sound(state);
    return close_stores(state) || bad;
}

#define SOUND(name) cmocka_unit_test_setup_teardown(name, open_stores, look_and_close)
#define CASE(name) cmocka_unit_test_setup_teardown(name, open_stores, close_stores)
int main(void)
{
    const struct CMUnitTest tests[] = {
        SOUND(everything_arrives), SOUND(both_sides_edit), SOUND(criss_cross), SOUND(a_conflict_is_settled_there), SOUND(a_conflict_is_settled_here),
        SOUND(the_same_made_twice_is_one), SOUND(another_has_the_id), CASE(names_go_along_when_asked), SOUND(removed_rows), CASE(every_flipped_byte_is_found),
        SOUND(forgeries_are_found), SOUND(others_keep_their_rows), SOUND(a_judgement_stays), SOUND(what_nobody_signed_is_told),
        CASE(a_rewritten_chain_is_refused), CASE(same_state_same_bytes), CASE(memory_ends), CASE(memory_ends_while_a_signature_is_checked),
    };
    return cmocka_run_group_tests(tests, make_everything, free_everything);
}
