/* registry: looking organisations up, in what order and by which indexes; people, and that erasing one leaves no byte behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/inside.h"

static const int64_t NOW = 1795219200000; /* 2026-11-21 */
static char folder[] = "/dev/shm/khung-registry-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    bool made = mkdtemp(folder) != NULL;
    snprintf(path, sizeof path, "%s/k.db", folder);
    return made ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void remove_store(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static khung_store *fresh(void)
{
    khung_store *store = NULL;
    remove_store();
    assert_int_equal(khung_store_init(&store, path, "an", "Nguyễn Thị Ái", NOW, NULL), KHUNG_OK);
    return store;
}

static void done(khung_store *store)
{
    khung_store_close(store);
    remove_store();
}

#define ADD(store, kind, ...)                                                                                           \
    assert_int_equal(khung_store_record_add(NULL, store, kind, (const khung_value[]){__VA_ARGS__},                      \
                                            sizeof((const khung_value[]){__VA_ARGS__}) / sizeof(khung_value), "an", NOW, NULL), KHUNG_OK)

/* The ids that are found, with a blank between. */
static void expect_found(khung_store *store, khung_find what, const char *ids)
{
    char *json = NULL, found[1024] = "";
    assert_int_equal(khung_store_organisations_find(&json, store, &what, NULL, NOW, NULL), KHUNG_OK);
    for (const char *p = json; (p = strstr(p, "{\"id\": \"")); p += 8) {
        int n = (int)strcspn(p + 8, "\"");
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s", *found ? " " : "", n, p + 8);
    }
    khung_text_free(json);
    assert_string_equal(found, ids);
}

static khung_store *some_organisations(void)
{
    khung_store *store = fresh();
    ADD(store, KHUNG_ORGANISATION, {"id", "a"}, {"name", "Hội Sông Xanh"}, {"province", "48@2025"}, {"form", "association"}, {"short-name", "HSX"},
        {"identifier", "VN-TIN:0401234527"}, {"field", "icnpo:5100"});
    ADD(store, KHUNG_ORGANISATION, {"id", "b"}, {"name", "HỘI SÔNG XANH ĐẮK LẮK"}, {"province", "66@2025"}, {"form", "association"});
    ADD(store, KHUNG_ORGANISATION, {"id", "c"}, {"name", "Quỹ Hồi Song Xanh"}, {"name-en", "Green River Fund"}, {"form", "fund"});
    ADD(store, KHUNG_ORGANISATION, {"id", "d"}, {"name", "Âu Cơ"});
    ADD(store, KHUNG_ORGANISATION, {"id", "e"}, {"name", "Ánh Sao"});
    ADD(store, KHUNG_ORGANISATION, {"id", "f"}, {"name", "An Bình"}, {"province", "66@2025"});
    ADD(store, KHUNG_NETWORK, {"id", "mlx"}, {"name", "Mạng lưới Xanh"});
    return store;
}

static void looked_up_as_people_type(void **state)
{
    (void)state;
    khung_store *store = some_organisations();
    expect_found(store, (khung_find){.words = "hoi song xanh"}, "a b c");
    expect_found(store, (khung_find){.words = "hội sông xanh"}, "a b c");
    expect_found(store, (khung_find){.words = "hồi song"}, "c a b");
    expect_found(store, (khung_find){.words = "XANH song"}, "c a b"); /* "Song" as it was typed */
    expect_found(store, (khung_find){.words = "so xa"}, "c a b");
    expect_found(store, (khung_find){.words = "ong"}, "");
    expect_found(store, (khung_find){.words = "dak lak"}, "f b");
    expect_found(store, (khung_find){.words = "Đắk Lắk"}, "b f");
    expect_found(store, (khung_find){.words = "hsx"}, "a");
    expect_found(store, (khung_find){.words = "04012345"}, "a");
    expect_found(store, (khung_find){.words = "green river"}, "c");
    expect_found(store, (khung_find){.words = "\"OR\" -*^"}, "");
    expect_found(store, (khung_find){.words = "hoi", .province = "dak lak@2025"}, "b");
    expect_found(store, (khung_find){.words = "hoi", .form = "hội"}, "a b");
    expect_found(store, (khung_find){.field = "ICNPO:5100"}, "a");
    expect_found(store, (khung_find){.limit = 2}, "f e");
    expect_found(store, (khung_find){0}, "f e d a b c"); /* An, Ánh, Âu: letters before tones */
    done(store);
}

static void changes_are_found_at_once(void **state)
{
    (void)state;
    khung_store *store = some_organisations();
    const khung_value renamed = {"name", "Nhóm Núi Biếc"}, named[] = {{"name-en", "Blue Hill"}, {"identifier", "VN-MOST:A-77"}};
    assert_int_equal(khung_store_record_edit(store, KHUNG_ORGANISATION, "a", &renamed, 1, "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_record_edit(store, KHUNG_ORGANISATION, "d", named, 2, "an", NOW, NULL), KHUNG_OK);
    expect_found(store, (khung_find){.words = "song xanh"}, "c b");
    expect_found(store, (khung_find){.words = "nui biec"}, "a");
    expect_found(store, (khung_find){.words = "blue"}, "d");
    expect_found(store, (khung_find){.words = "a 77"}, "d");
    assert_int_equal(khung_store_record_edit(store, KHUNG_ORGANISATION, "d", &(khung_value){"name-en", ""}, 1, "an", NOW, NULL), KHUNG_OK);
    expect_found(store, (khung_find){.words = "blue"}, "");
    assert_int_equal(khung_store_network_join(store, "mlx", "d", "2026-01-01", "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_network_join(store, "mlx", "e", "2026-01-01", "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_network_leave(store, "mlx", "e", "2026-03-01", "an", NOW, NULL), KHUNG_OK);
    expect_found(store, (khung_find){.network = "mlx"}, "d");
    assert_int_equal(khung_store_organisation_merge(store, "b", "c", "an", NOW, NULL), KHUNG_OK);
    expect_found(store, (khung_find){.words = "song xanh"}, "b");
    expect_found(store, (khung_find){.words = "green river"}, "b"); /* taken over */
    assert_int_equal(khung_store_organisation_merge(store, "c", "b", "an", NOW, NULL), KHUNG_CONFLICT);
    assert_int_equal(khung_store_organisation_merge(store, "d", "b", "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_organisation_merge(store, "b", "d", "an", NOW, NULL), KHUNG_CONFLICT);
    expect_found(store, (khung_find){.words = "green river"}, "d"); /* the end of the way, not its middle */
    done(store);
}

/* ---- plans ---- */

enum { MOST_QUESTIONS = 512 };
static char *questions[MOST_QUESTIONS];
static int question_count;

static int note_question(unsigned what, void *to, void *statement, void *text)
{
    (void)what;
    (void)to;
    (void)text;
    if (question_count < MOST_QUESTIONS)
        questions[question_count++] = sqlite3_expanded_sql(statement);
    return 0;
}

/* No step of the plan reads the organisations one after the other, but in the order of an index that ends with a limit. */
static void check_plan(khung_store *store, const char *sql)
{
    sqlite3_stmt *steps = NULL;
    char explain[16384];
    if (!strstr(sql, "organisation") || strncmp(sql, "--", 2) == 0) /* "--": asked by the search itself */
        return;
    snprintf(explain, sizeof explain, "EXPLAIN QUERY PLAN %s", sql);
    if (sqlite3_prepare_v2(store->db, explain, -1, &steps, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(store->db), sql);
    while (sqlite3_step(steps) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(steps, 3);
        if (strcmp(step, "SCAN o") == 0 || strcmp(step, "SCAN organisation") == 0 || strncmp(step, "SCAN o USING", 12) == 0)
            fail_msg("%s\n%s", step, sql);
    }
    sqlite3_finalize(steps);
}

static void no_look_up_reads_all(void **state)
{
    (void)state;
    khung_store *store = some_organisations();
    const khung_find asked[] = {{.words = "hoi song", .limit = 50}, {.words = "hoi", .province = "48@2025", .limit = 50}, {.province = "48@2025"},
                                {.form = "fund"}, {.network = "mlx"}, {.field = "icnpo:5100"}, {.grade = "gold"}, {.expires_before = "2026-01-01"},
                                {.words = "hoi", .grade = "gold"}, {.network = "mlx", .form = "fund"}};
    char *text = NULL;
    question_count = 0;
    sqlite3_trace_v2(store->db, SQLITE_TRACE_STMT, note_question, NULL);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        assert_int_equal(khung_store_organisations_find(&text, store, &asked[i], NULL, NOW, NULL), KHUNG_OK);
        khung_text_free(text);
    }
    assert_int_equal(khung_store_record_json(&text, store, KHUNG_ORGANISATION, "a", NULL), KHUNG_OK);
    khung_text_free(text);
    sqlite3_trace_v2(store->db, 0, NULL, NULL);
    assert_true(question_count > 20);
    for (int i = 0; i < question_count; i++) {
        check_plan(store, questions[i]);
        sqlite3_free(questions[i]);
    }
    done(store);
}

/* ---- people ---- */

/* How often the bytes occur in the store's files. */
static int occurrences(const char *bytes)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    int count = 0;
    size_t n = strlen(bytes);
    for (size_t i = 0; i < 3; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        FILE *file = fopen(name, "rb");
        if (!file)
            continue;
        fseek(file, 0, SEEK_END);
        long size = ftell(file);
        rewind(file);
        char *all = malloc((size_t)size + 1);
        assert_int_equal(fread(all, 1, (size_t)size, file), size);
        for (const char *p = all; (p = memmem(p, (size_t)(all + size - p), bytes, n)); p++)
            count++;
        free(all);
        fclose(file);
    }
    return count;
}

static void expect_sound(khung_store *store)
{
    char *text = NULL;
    bool sound = false;
    assert_int_equal(khung_store_verify_text(&text, &sound, store, "en", NULL), KHUNG_OK);
    khung_text_free(text);
    assert_true(sound);
    assert_int_equal(khung_store_doctor_text(&text, &sound, store, false, "en", NULL), KHUNG_OK);
    if (!sound)
        print_message("%s", text);
    khung_text_free(text);
    assert_true(sound);
}

static void erased_to_the_last_byte(void **state)
{
    (void)state;
    static const char *const traces[] = {"Trịnh Thị Ngọc Huyền", "trinh thi ngoc huyen", "trịnh thị ngọc huyền", "Ngọc Huyền", "Ngoc", "huyen@thu.example",
                                         "0905 777 888", "0905 111 222", "thích đi bộ"};
    khung_store *store = some_organisations();
    ADD(store, KHUNG_PERSON, {"id", "nh"}, {"role", "contact"}, {"name", "Trịnh Thị Ngọc Huyền"}, {"email", "huyen@thu.example"}, {"phone", "0905 777 888"},
        {"province", "48@2025"}, {"language", "vi"}, {"note", "thích đi bộ"});
    for (int i = 0; i < 40; i++) { /* older versions of the fields lie in the file as well */
        const khung_value phone = {"phone", i % 2 ? "0905 777 888" : "0905 111 222"};
        assert_int_equal(khung_store_record_edit(store, KHUNG_PERSON, "nh", &phone, 1, "an", NOW + i, NULL), KHUNG_OK);
    }
    assert_int_equal(khung_store_person_tie(store, "nh", "a", "contact", NULL, NULL, "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_person_consent(store, "nh", "directory", NULL, false, "an", NOW, NULL), KHUNG_OK);
    assert_true(occurrences("Ngọc Huyền") > 0 && occurrences("huyen@thu.example") > 0);
    assert_int_equal(khung_store_person_erase(store, "nh", "an", NOW + 100, NULL), KHUNG_OK);
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        assert_int_equal(occurrences(traces[i]), 0);
    expect_sound(store);
    const khung_value again = {"phone", "1"};
    assert_int_equal(khung_store_record_edit(store, KHUNG_PERSON, "nh", &again, 1, "an", NOW, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung_store_person_erase(store, "nh", "an", NOW + 200, NULL), KHUNG_OK);
    assert_int_equal(khung_store_person_erase(store, "an", "an", NOW + 200, NULL), KHUNG_NOT_ALLOWED); /* the last one */
    done(store);
}

static void a_reader_holds_up_the_cleaning(void **state)
{
    (void)state;
    khung_store *store = some_organisations(), *reader = NULL;
    ADD(store, KHUNG_PERSON, {"id", "nh"}, {"role", "contact"}, {"name", "Trịnh Thị Ngọc Huyền"});
    assert_int_equal(khung_store_open(&reader, path, NULL), KHUNG_OK);
    assert_int_equal(khung__store_script(reader, "BEGIN; SELECT count(*) FROM event", NULL), KHUNG_OK);
    sqlite3_busy_timeout(store->db, 10);
    assert_int_equal(khung_store_person_erase(store, "nh", "an", NOW, NULL), KHUNG_BUSY);
    khung_store_close(reader);
    assert_int_equal(khung_store_person_erase(store, "nh", "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(occurrences("Ngọc Huyền"), 0);
    expect_sound(store);
    done(store);
}

static void contacts_of_one_organisation(void **state)
{
    (void)state;
    khung_store *store = some_organisations();
    size_t count = 9;
    static const char *const names[][2] = {{"p1", "Lò Văn Mốt"}, {"p2", "Lò Văn Hái"}, {"p3", "Lò Văn Xam"}};
    for (size_t i = 0; i < 3; i++) {
        ADD(store, KHUNG_PERSON, {"id", names[i][0]}, {"role", i == 2 ? "expert" : "contact"}, {"name", names[i][1]});
        assert_int_equal(khung_store_person_tie(store, names[i][0], "a", "contact", NULL, NULL, "an", NOW, NULL), KHUNG_OK);
    }
    assert_int_equal(khung_store_person_tie(store, "p2", "b", "staff", "2024-01-01", NULL, "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_organisation_erase(&count, store, "a", "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(count, 1);
    assert_int_equal(occurrences("Lò Văn Mốt"), 0);
    assert_true(occurrences("Lò Văn Hái") > 0 && occurrences("Lò Văn Xam") > 0);
    expect_sound(store);
    done(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looked_up_as_people_type), cmocka_unit_test(changes_are_found_at_once), cmocka_unit_test(no_look_up_reads_all),
        cmocka_unit_test(erased_to_the_last_byte),  cmocka_unit_test(a_reader_holds_up_the_cleaning), cmocka_unit_test(contacts_of_one_organisation),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
