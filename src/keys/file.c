/* keys/file: lists and key files as text, one record a line. */
#include "inside.h"

#include <string.h>

enum { WORDS = 8 };

#define FILE_HEAD "khung-keys 1"
#define LIST_HEAD "khung-key-list 1"

static khung_status line_fault(khung_log *log, khung__diag_id id, size_t line)
{
    khung__arena arena = {0};
    khung__buf text = {0};
    khung__buf_int(&text, (int64_t)line);
    khung_status status = KHUNG__DIAG(log, id, (khung__at){0}, khung__buf_take(&text, &arena));
    khung__arena_free(&arena);
    return status;
}

/* The next line without its end. */
static khung__str next_line(khung__str *text)
{
    const char *end = memchr(text->s, '\n', text->n);
    khung__str line = {text->s, end ? (size_t)(end - text->s) : text->n};
    size_t step = line.n + (end != NULL);
    text->s += step;
    text->n -= step;
    return khung__text_trim(line);
}

static size_t split(khung__str words[WORDS], khung__str line)
{
    size_t n = 0;
    while (line.n && n < WORDS) {
        const char *blank = memchr(line.s, ' ', line.n);
        words[n].s = line.s;
        words[n].n = blank ? (size_t)(blank - line.s) : line.n;
        size_t step = words[n++].n + (blank != NULL);
        line.s += step;
        line.n -= step;
    }
    return line.n ? WORDS + 1 : n;
}

/* Exactly `size` bytes of base64. */
static bool read_bytes(unsigned char *out, size_t size, khung__str text)
{
    khung__arena arena = {0};
    bool valid = false;
    khung__str bytes = text.n <= 256 ? khung__base64_read(&arena, text, &valid) : (khung__str){0};
    valid = valid && bytes.n == size;
    if (valid)
        memcpy(out, bytes.s, size);
    khung__arena_free(&arena);
    return valid;
}

static bool read_id(unsigned char out[KHUNG__KEY_ID], khung__str text)
{
    static const char digits[] = "0123456789abcdef";
    if (text.n != 2 * KHUNG__KEY_ID)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = text.s[i] ? strchr(digits, text.s[i]) : NULL;
        if (!digit)
            return false;
        out[i / 2] = (unsigned char)(out[i / 2] << 4 | (digit - digits));
    }
    return true;
}

static bool effort_sane(khung__effort effort)
{
    khung__effort least = KHUNG__EFFORT_LEAST, most = KHUNG__EFFORT_MOST;
    return effort.passes >= least.passes && effort.passes <= most.passes && effort.memory >= least.memory && effort.memory <= most.memory;
}

static khung_status read_secret(khung_keys *keys, const khung__str words[WORDS], size_t line, khung_log *log)
{
    int64_t passes, memory;
    if (keys->sealed_count == KHUNG__KEYS_MOST)
        return line_fault(log, KHUNG__D_KEYS_LINE, line);
    khung__key_sealed *sealed = &keys->sealed[keys->sealed_count];
    if (!read_id(sealed->id, words[1]) || !khung__str_eq(words[2], KHUNG__S("argon2id")) || !khung__read_whole(words[3], &passes) ||
        !khung__read_whole(words[4], &memory) || !read_bytes(sealed->salt, KHUNG__SALT, words[5]) || !read_bytes(sealed->nonce, KHUNG__NONCE, words[6]) ||
        !read_bytes(sealed->box, sizeof sealed->box, words[7]))
        return line_fault(log, KHUNG__D_KEYS_LINE, line);
    sealed->effort = (khung__effort){(uint64_t)passes, (uint64_t)memory};
    if (!effort_sane(sealed->effort))
        return line_fault(log, KHUNG__D_KEYS_EFFORT, line);
    if (!khung__key_list_find(&keys->list, sealed->id))
        return line_fault(log, KHUNG__D_KEYS_LINE, line);
    keys->sealed_count++;
    return KHUNG_OK;
}

static khung_status read_line(khung__key_list *list, khung_keys *keys, khung__str text, size_t line, khung_log *log)
{
    khung__str words[WORDS] = {{0}};
    size_t n = split(words, text);
    if (text.n == 0 || text.s[0] == '#')
        return KHUNG_OK;
    if (n == 2 && khung__str_eq(words[0], KHUNG__S("statement"))) {
        bool valid = false;
        khung__str bytes = khung__base64_read(&list->arena, words[1], &valid);
        return valid && bytes.n ? khung__key_list_append(list, bytes, log) : line_fault(log, KHUNG__D_KEYS_LINE, line);
    }
    if (n == WORDS && khung__str_eq(words[0], KHUNG__S("secret")))
        return keys ? read_secret(keys, words, line, log) : KHUNG_OK;
    return line_fault(log, KHUNG__D_KEYS_LINE, line);
}

static khung_status read_head(khung__str head, khung_log *log)
{
    if (khung__str_eq(head, KHUNG__S(FILE_HEAD)) || khung__str_eq(head, KHUNG__S(LIST_HEAD)))
        return KHUNG_OK;
    bool newer = (head.n > 11 && memcmp(head.s, "khung-keys ", 11) == 0) || (head.n > 15 && memcmp(head.s, "khung-key-list ", 15) == 0);
    return KHUNG__DIAG(log, newer ? KHUNG__D_KEYS_FILE_NEWER : KHUNG__D_KEYS_NONE, (khung__at){0});
}

khung_status khung__keys_read(khung__key_list *list, khung_keys *keys, khung__str text, khung_log *log)
{
    if (text.n > KHUNG__KEYS_MOST_FILE)
        return KHUNG__DIAG(log, KHUNG__D_KEYS_TOO_LARGE, (khung__at){0});
    khung_status status = read_head(next_line(&text), log);
    for (size_t line = 2; status == KHUNG_OK && text.n; line++)
        status = read_line(list, keys, next_line(&text), line, log);
    if (status == KHUNG_OK && list->statement_count == 0)
        status = KHUNG__DIAG(log, KHUNG__D_KEYS_NONE, (khung__at){0});
    return status;
}

khung_status khung__key_list_read(khung__key_list *out, khung__str text, khung_log *log)
{
    return khung__keys_read(out, NULL, text, log);
}

/* ---- writing ---- */

static void put_base64(khung__buf *out, const void *bytes, size_t n)
{
    khung__arena arena = {0};
    khung__str text = khung__base64_write(&arena, (khung__str){bytes, n});
    khung__buf_str(out, text);
    out->failed = out->failed || !text.s;
    khung__arena_free(&arena);
}

static void put_statements(khung__buf *out, const khung__key_list *list)
{
    for (size_t i = 0; i < list->statement_count; i++) {
        khung__buf_z(out, "statement ");
        put_base64(out, list->statements[i].s, list->statements[i].n);
        khung__buf_char(out, '\n');
    }
}

void khung__key_list_write(khung__buf *out, const khung__key_list *list)
{
    khung__buf_z(out, LIST_HEAD "\n");
    put_statements(out, list);
}

void khung__keys_put_open(khung__buf *out, const khung__key_sealed *sealed)
{
    char id[17];
    khung__key_name(id, sealed->id);
    khung__buf_printf(out, "secret %s argon2id %llu %llu ", id, (unsigned long long)sealed->effort.passes, (unsigned long long)sealed->effort.memory);
    put_base64(out, sealed->salt, KHUNG__SALT);
    khung__buf_char(out, ' ');
    put_base64(out, sealed->nonce, KHUNG__NONCE);
    khung__buf_char(out, ' ');
}

void khung__keys_write(khung__buf *out, const khung_keys *keys)
{
    khung__buf_z(out, FILE_HEAD "\n");
    khung__buf_z(out, "# Khóa ký chứng nhận. Giữ kín; sao một bản ở nơi khác. / Signing keys. Keep secret; keep a copy elsewhere.\n");
    put_statements(out, &keys->list);
    for (size_t i = 0; i < keys->sealed_count; i++) {
        khung__keys_put_open(out, &keys->sealed[i]);
        put_base64(out, keys->sealed[i].box, sizeof keys->sealed[i].box);
        khung__buf_char(out, '\n');
    }
}
