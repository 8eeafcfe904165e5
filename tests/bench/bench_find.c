/* Looking organisations up among COUNT of them, beside the bare SQLite statement that finds and orders the same rows by the same indexes.
 *   bench_find STORE COUNT     makes STORE when it is not there */
#include "bench/bench.h"
#include "store/inside.h"

#include <unistd.h>

enum { SHOWN = 50 };

typedef struct input {
    khung_store *store;
    const khung_find *find;
    const char *bare, *bound;
    sqlite3_stmt *statement; /* of `bare`: both sides prepare once */
} input;

/* ---- names like real ones ---- */

static const char *const kinds[] = {"Hội", "Quỹ", "Trung tâm", "Viện Nghiên cứu", "Câu lạc bộ", "Hiệp hội", "Liên hiệp hội", "Nhóm"};
static const char *const topics[] = {"Sông Xanh", "Bảo vệ Môi trường", "Phát triển Cộng đồng", "Khuyến học", "Người khuyết tật", "Phụ nữ", "Trẻ em",
                                     "Cựu giáo chức",
                                     "Làm vườn", "Nuôi ong", "Y tế Thôn bản", "Nước sạch", "Di sản", "Âm nhạc", "Tiêu dùng", "Chữ thập đỏ"};
static const char *const places[] = {"Đắk Lắk", "Hà Giang", "Đà Nẵng", "Cần Thơ", "Lạng Sơn", "Nghệ An", "Quảng Trị", "Tây Ninh", "Bắc Ninh", "Lào Cai"};
static const char *const syllables[] = {"an", "bình", "cát", "dương", "đức", "giang", "hòa", "khê", "long", "mỹ",
                                        "ngọc", "phú", "quý", "sơn", "thạnh", "vĩnh", "yên", "xuân"};
#define PICK(list, seed) (list)[(seed) % (sizeof(list) / sizeof *(list))]

static void make_name(char name[160], unsigned i)
{
    unsigned mix = i * 2654435761u;
    snprintf(name, 160, "%s %s %s %s %s", PICK(kinds, mix >> 3), PICK(topics, mix >> 9), PICK(places, mix >> 15), PICK(syllables, mix >> 19),
             PICK(syllables, mix >> 24));
}

static void fill(khung_store *store, unsigned count)
{
    static const char *const codes[] = {"66", "48", "92", "01", "79", "24", "15", "80"};
    sqlite3_stmt *insert = NULL;
    must((int)khung__store_begin(store, NULL), "begin");
    must((int)khung__store_ask(&insert, store, NULL, "INSERT INTO organisation (key, id, name, form, province, list, since) VALUES (?1, ?2, ?3, ?4, ?5, "
                               "'2025', '2026-01-01T00:00:00.000Z')", ""), "insert");
    for (unsigned i = 0; i < count; i++) {
        char key[40], id[24], name[160];
        make_name(name, i);
        snprintf(key, sizeof key, "01900000-0000-7000-8000-%012x", i);
        snprintf(id, sizeof id, "org-%u", i);
        sqlite3_bind_text(insert, 1, key, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 2, id, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 3, name, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 4, i % 3 ? "association" : "fund", -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 5, PICK(codes, i), -1, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    must((int)khung__store_end(store, KHUNG_OK, NULL), "commit");
}

/* ---- the two sides ---- */

static long ours(void *context)
{
    const input *in = context;
    char *json = NULL;
    long rows = 0;
    must((int)khung_store_organisations_find(&json, in->store, in->find, NULL, 1795219200000, NULL), "find");
    for (const char *p = json; (p = strstr(p, "{\"id\"")); p++)
        rows++;
    khung_text_free(json);
    return rows;
}

static long bare(void *context)
{
    const input *in = context;
    sqlite3_stmt *statement = in->statement;
    long rows = 0;
    sqlite3_bind_text(statement, 1, in->bound, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = (int)(++rows * 0); i < sqlite3_column_count(statement); i++)
            sqlite3_column_text(statement, i);
    sqlite3_reset(statement);
    return rows;
}

#define COLUMNS \
    "SELECT o.id, o.name, o.short_name, o.form, o.province || '@' || o.list, o.since, (SELECT count(*) FROM assessment WHERE organisation = o.key), " \
    "(SELECT id FROM assessment WHERE organisation = o.key AND result IS NOT NULL ORDER BY period_to DESC LIMIT 1) FROM "
#define MATCHED COLUMNS "organisation_search s CROSS JOIN organisation o ON o.number = s.rowid WHERE organisation_search MATCH ?1 ORDER BY o.sort LIMIT 50"

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        khung_find find;
        const char *bare, *bound;
    } asked[] = {
        {"words", {.words = "hoi song xanh dak lak", .limit = SHOWN}, MATCHED, "fold : (\"hoi\" * \"song\" * \"xanh\" * \"dak\" * \"lak\" *)"},
        {"accents", {.words = "nuôi ong lạng sơn ngọc", .limit = SHOWN}, MATCHED, "fold : (\"nuoi\" * \"ong\" * \"lang\" * \"son\" * \"ngoc\" *)"},
        {"common", {.words = "hoi", .limit = SHOWN}, MATCHED, "fold : (\"hoi\" *)"},
        {"id", {.words = "org 4711", .limit = SHOWN}, MATCHED, "fold : (\"org\" * \"4711\" *)"},
        {"province", {.province = "66@2025", .limit = SHOWN},
         COLUMNS "organisation o WHERE o.province = ?1 AND o.list = '2025' AND o.merged_into IS NULL ORDER BY o.sort LIMIT 50", "66"},
    };
    if (argc < 3)
        return 64;
    khung_store *store = NULL;
    if (access(argv[1], F_OK) != 0) {
        must((int)khung_store_init(&store, argv[1], "an", "An", 1, NULL), "init");
        fill(store, (unsigned)atoi(argv[2]));
    } else {
        must((int)khung_store_open(&store, argv[1], NULL), "open");
    }
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        input in = {store, &asked[i].find, asked[i].bare, asked[i].bound, NULL};
        char name[32];
        if (sqlite3_prepare_v2(store->db, in.bare, -1, &in.statement, NULL) != SQLITE_OK)
            exit(1);
        if (ours(&in) != bare(&in) || bare(&in) == 0)
            exit(1);
        snprintf(name, sizeof name, "%s-bare", asked[i].name);
        alternate(asked[i].name, ours, name, bare, &in);
        sqlite3_finalize(in.statement);
    }
    khung_store_close(store);
    return 0;
}
