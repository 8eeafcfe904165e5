/* The signed register: written in one pass, looked up by number, no byte of it changed unnoticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "roll.h"

static const khung_secret pass = {"a passphrase of the tests", 25, 64};
static const khung_issuer issuer = {.id = "ngo-ic", .name = "Trung tâm", .abbreviation = "NGOIC", .url = "https://ngoic.example/v"};
static char folder[] = "/tmp/khung-roll-XXXXXX";
static khung_keys *keys;

static void path_of(char out[128], khung__roll_file file)
{
    snprintf(out, 128, "%s/%s", folder, khung__roll_names[file]);
}

typedef struct files {
    FILE *file[KHUNG__ROLL_FILES];
} files;

static bool put(void *to, khung__roll_file file, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ((files *)to)->file[file]) == n;
}

static khung__roll_row row_of(int64_t i, char name[64])
{
    snprintf(name, 64, i % 7 ? "Hội \"Sông Xanh\", số %d" : "=Hội %d", (int)i);
    khung__roll_row row = {.year = 2020 + i / 200, .nn = 1 + i % 200, .organisation = khung__str_of(name), .framework = KHUNG__S("Khung năng lực"),
                           .version = KHUNG__S("1.0.0"), .grade = KHUNG__S("Đạt"), .issued = {(int16_t)(2020 + i / 200), 3, 1},
                           .until = {(int16_t)(2023 + i / 200), 2, 28}, .replaced_by = KHUNG__S("07/2026/GCN-NGOIC")};
    if (i % 5 == 0)
        row.entries[row.entry_count++] = (khung__states_entry){KHUNG__STATES_SUSPENDED, {(int16_t)(2020 + i / 200), 5, 1}};
    if (i % 10 == 0)
        row.entries[row.entry_count++] = (khung__states_entry){KHUNG__STATES_SUPERSEDED, {(int16_t)(2020 + i / 200), 6, 1}};
    else
        row.replaced_by = (khung__str){0};
    if (i % 3 == 0)
        row.conditions[row.condition_count++] = (khung__states_condition){{2021, 1, 1}, {(int16_t)(i % 2 ? 2021 : 0), 2, 1}};
    memset(row.digest, (int)(i % 251), 32);
    return row;
}

static void write_register(int64_t count)
{
    files to;
    khung__roll_writer w;
    const khung__roll_head head = {.issuer = KHUNG__S("ngo-ic"), .name = KHUNG__S("Trung tâm"), .abbreviation = KHUNG__S("NGOIC"),
                                   .zone = KHUNG__S("Asia/Ho_Chi_Minh"), .offset = 420, .number = 12, .day = {2026, 11, 22}, .next = {2026, 12, 22}};
    for (int i = 0; i < KHUNG__ROLL_FILES; i++) {
        char path[128];
        path_of(path, (khung__roll_file)i);
        to.file[i] = fopen(path, "wb");
        assert_non_null(to.file[i]);
    }
    khung__roll_begin(&w, &head, put, &to);
    for (int64_t i = 0; i < count; i++) {
        char name[64];
        khung__roll_row row = row_of(i, name);
        assert_int_equal(khung__roll_add(&w, &row), KHUNG_OK);
    }
    char name[64];
    khung__roll_row row = row_of(0, name);
    if (count)
        assert_int_equal(khung__roll_add(&w, &row), KHUNG_BAD_CALL); /* out of order */
    assert_int_equal(khung__roll_end(&w, keys, NULL), KHUNG_OK);
    for (int i = 0; i < KHUNG__ROLL_FILES; i++)
        fclose(to.file[i]);
}

static khung_status look_up(int64_t year, int64_t nn, const khung__key_list *list)
{
    khung__roll roll;
    khung__roll_row row;
    khung_status status = khung__roll_open(&roll, folder, list, NULL);
    if (status == KHUNG_OK)
        status = khung__roll_find(&row, &roll, year, nn, NULL);
    khung__roll_free(&roll);
    return status;
}

static void every_row_is_found(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 63, 64, 65, 1000, 64 * 128, 64 * 128 + 1};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        khung__roll roll;
        write_register(sizes[s]);
        assert_int_equal(khung__roll_open(&roll, folder, &keys->list, NULL), KHUNG_OK);
        assert_int_equal(roll.head.count, sizes[s]);
        for (int64_t i = 0; i < sizes[s]; i += 1 + sizes[s] / 40) {
            char name[64];
            khung__roll_row row, is = row_of(i, name);
            assert_int_equal(khung__roll_find(&row, &roll, is.year, is.nn, NULL), KHUNG_OK);
            assert_true(khung__str_eq(row.organisation, is.organisation) && khung__str_eq(row.grade, is.grade));
            assert_true(khung__str_eq(row.replaced_by, is.replaced_by));
            assert_int_equal(row.entry_count, is.entry_count);
            assert_int_equal(row.condition_count, is.condition_count);
            assert_true(!is.condition_count || row.conditions[0].met.year == is.conditions[0].met.year);
            assert_memory_equal(row.digest, is.digest, 32);
        }
        khung__roll_row row;
        assert_int_equal(khung__roll_find(&row, &roll, 2019, 1, NULL), KHUNG_NOT_FOUND);
        assert_int_equal(khung__roll_find(&row, &roll, 2020, 201, NULL), KHUNG_NOT_FOUND);
        assert_int_equal(khung__roll_find(&row, &roll, 2999, 1, NULL), KHUNG_NOT_FOUND);
        khung__roll_free(&roll);
    }
}

/* Every byte of the files that a look-up rests on: it is found with what was signed, or not at all. */
static void no_byte_can_change(void **state)
{
    (void)state;
    write_register(100);
    for (int f = 0; f < 3; f += 2) {
        char path[128];
        path_of(path, (khung__roll_file)f);
        FILE *file = fopen(path, "r+b");
        fseek(file, 0, SEEK_END);
        long size = ftell(file);
        for (long at = f ? 0 : 104; at < size; at += f ? 3 : 97) {
            fseek(file, at, SEEK_SET);
            int byte = fgetc(file);
            fseek(file, at, SEEK_SET);
            fputc(byte ^ 1, file);
            fflush(file);
            khung_status first = look_up(2020, 5, &keys->list), second = look_up(2020, 90, &keys->list);
            assert_true(first == KHUNG_BAD_DATA || second == KHUNG_BAD_DATA);
            fseek(file, at, SEEK_SET);
            fputc(byte, file);
            fflush(file);
        }
        fclose(file);
    }
    assert_int_equal(look_up(2020, 5, &keys->list), KHUNG_OK);
}

static void only_the_issuers_register_counts(void **state)
{
    (void)state;
    khung_keys *other = NULL;
    assert_int_equal(khung_keys_begin(&other, &issuer, "2026-01-05", &pass, NULL), KHUNG_OK);
    assert_int_equal(look_up(2020, 5, &other->list), KHUNG_BAD_DATA);
    khung_keys_free(other);
    char path[128];
    path_of(path, KHUNG__ROLL_CSV);
    FILE *file = fopen(path, "ab");
    fputs("x", file);
    fclose(file);
    assert_int_equal(look_up(2020, 5, &keys->list), KHUNG_BAD_DATA);
}

static int begin(void **state)
{
    (void)state;
    return !mkdtemp(folder) || khung_keys_begin(&keys, &issuer, "2026-01-05", &pass, NULL) != KHUNG_OK;
}

static int end(void **state)
{
    (void)state;
    khung_keys_free(keys);
    for (int i = 0; i < KHUNG__ROLL_FILES; i++) {
        char path[128];
        path_of(path, (khung__roll_file)i);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_is_found), cmocka_unit_test(no_byte_can_change),
                                       cmocka_unit_test(only_the_issuers_register_counts)};
    return cmocka_run_group_tests(tests, begin, end);
}
