/* framework/value: scalars by type, and what Vietnamese hands write instead. */
#include "shape.h"

#include <string.h>

static bool all_digits(khung__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.n > 0;
}

static khung__str cut(khung__str s, size_t from, size_t n)
{
    return s.s ? (khung__str){s.s + from, n} : s; /* absent stays absent: no sum with NULL */
}

bool khung__is_language(khung__str s)
{
    size_t start = 0;
    for (size_t i = 0; i <= s.n; i++) {
        bool letter = i < s.n && ((s.s[i] | 32) >= 'a' && (s.s[i] | 32) <= 'z');
        bool digit = i < s.n && s.s[i] >= '0' && s.s[i] <= '9';
        if (letter || (digit && start > 0))
            continue;
        if (i < s.n && s.s[i] != '-')
            return false;
        if (i - start < 2 || i - start > (start ? 8u : 3u))
            return false;
        start = i + 1;
    }
    return s.n <= 35;
}

bool khung__is_version(khung__str s, uint32_t *major, uint32_t *minor, uint32_t *patch)
{
    int64_t part[3];
    size_t start = 0, k = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.s[i] != '.')
            continue;
        if (k == 3 || i - start > 9 || !khung__read_whole(cut(s, start, i - start), &part[k++]))
            return false;
        start = i + 1;
    }
    if (k != 3)
        return false;
    if (major)
        *major = (uint32_t)part[0];
    if (minor)
        *minor = (uint32_t)part[1];
    if (patch)
        *patch = (uint32_t)part[2];
    return true;
}

/* True when the digits before `end` stand in groups of three parted by `mark` (1.200, 12.345.678). */
static bool grouped(khung__str s, size_t end, char mark)
{
    size_t digits = 0, groups = 0;
    for (size_t i = end; i-- > 0;) {
        if (s.s[i] == mark) {
            if (digits != 3)
                return false;
            digits = 0;
            groups++;
        } else if (s.s[i] < '0' || s.s[i] > '9' || ++digits > 3) {
            return false;
        }
    }
    return groups > 0 && digits > 0;
}

/* Writes the whole part without its grouping marks, then the decimals. */
static khung__str rewrite_with(char out[64], khung__str s, size_t end)
{
    size_t n = 0, decimals = 0;
    for (size_t i = 0; i < end; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            out[n++] = s.s[i];
    if (end < s.n) {
        decimals = s.n - end - 1;
        out[n++] = '.';
        memcpy(out + n, s.s + end + 1, decimals);
        n += decimals;
        while (out[n - 1] == '0') /* 1,200 is 1.2; as 1.200 it would only raise the next question */
            n--;
        n -= out[n - 1] == '.';
    }
    return (khung__str){out, n};
}

/* What was meant by `1,5`, `1.200,5`, `1.200.000`, `1,200.5`; empty when nothing comes to mind. */
static khung__str rewrite_digits(char *out, khung__str s)
{
    size_t comma = s.n, last = s.n, commas = 0, dots = 0;
    if (s.n == 0 || s.n > 40)
        return (khung__str){0};
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == ',')
            comma = i, commas++;
        dots += s.s[i] == '.';
        if (s.s[i] == ',' || s.s[i] == '.')
            last = i;
    }
    khung__str tail = last < s.n ? cut(s, last + 1, s.n - last - 1) : (khung__str){0};
    if (commas == 1 && comma == last && all_digits(tail) && (dots ? grouped(s, comma, '.') : all_digits(cut(s, 0, comma))))
        return rewrite_with(out, s, comma);
    if (commas == 0 && dots > 1 && grouped(s, s.n, '.'))
        return rewrite_with(out, s, s.n);
    if (dots == 1 && commas > 0 && all_digits(tail) && grouped(s, last, ','))
        return rewrite_with(out, s, last);
    if (dots == 0 && commas > 1 && grouped(s, s.n, ','))
        return rewrite_with(out, s, s.n);
    return (khung__str){0};
}

/* What a number written the Vietnamese way was meant as, its sign kept; absent when nobody can tell. */
static khung__str rewrite_decimal(char out[64], khung__str s)
{
    bool minus = s.n > 0 && s.s[0] == '-';
    khung__str better = rewrite_digits(out + minus, minus ? cut(s, 1, s.n - 1) : s);
    if (!minus || better.n == 0)
        return better;
    out[0] = '-';
    return (khung__str){out, better.n + 1};
}

static void say_bad_whole(khung__reader *r, const khung__node *node)
{
    char out[64];
    khung__str s = node->text;
    bool thousands = s.n > 0 && s.n <= 40 && (grouped(s, s.n, '.') || grouped(s, s.n, ',')) && !all_digits(s);
    if (thousands)
        KHUNG__SAY(r, KHUNG__D_DECIMAL_REWRITE, khung__node_at(r->tree, node), s, rewrite_with(out, s, s.n));
    else
        KHUNG__SAY(r, KHUNG__D_BAD_WHOLE, khung__node_at(r->tree, node), s);
}

static void say_bad_number(khung__reader *r, const khung__node *node, khung__diag_id plain)
{
    char out[64];
    khung__str better = rewrite_decimal(out, node->text);
    if (better.n)
        KHUNG__SAY(r, KHUNG__D_DECIMAL_REWRITE, khung__node_at(r->tree, node), node->text, better);
    else
        KHUNG__SAY(r, plain, khung__node_at(r->tree, node), node->text);
}

/* Exactly three decimals look like a grouped thousand to Vietnamese eyes: said how it is read. */
static void warn_three_places(khung__reader *r, const khung__node *node)
{
    khung__str s = node->text;
    char read[32];
    size_t n = s.n;
    if (s.n < 5 || s.n > sizeof read || s.s[s.n - 4] != '.')
        return;
    memcpy(read, s.s, n);
    while (read[n - 1] == '0')
        n--;
    if (read[n - 1] == '.')
        n--;
    else if (khung__diag_language(r->log)[0] == 'v')
        read[s.n - 4] = ',';
    KHUNG__SAY(r, KHUNG__D_THREE_PLACES, khung__node_at(r->tree, node), s, (khung__str){read, n});
}

bool khung__shape_scalar(khung__reader *r, const khung__node *node)
{
    if (!khung__shape_is(r, node, KHUNG__SCALAR))
        return false;
    if (node->text.n)
        return true;
    KHUNG__SAY(r, KHUNG__D_EMPTY_VALUE, khung__node_at(r->tree, node), node->key.s ? node->key : KHUNG__S("-"));
    return false;
}

static khung__str replacement(const khung__replace *replace, const khung__node *node);

bool khung__shape_text(khung__reader *r, const khung__node *node, khung__str *out)
{
    if (!khung__shape_scalar(r, node))
        return false;
    *out = khung__shape_text_of(r, node);
    return true;
}

khung__str khung__shape_text_of(const khung__reader *r, const khung__node *node)
{
    return r->replace ? replacement(r->replace, node) : node->text;
}

static bool check_id(khung__reader *r, khung__str text, khung__at at)
{
    if (khung__is_id(text))
        return true;
    khung__str slug = khung__text_slug(r->arena, text);
    if (khung__is_id(slug))
        KHUNG__SAY(r, KHUNG__D_BAD_ID_REWRITE, at, text, slug);
    else
        KHUNG__SAY(r, KHUNG__D_BAD_ID, at, text);
    return false;
}

bool khung__shape_id(khung__reader *r, const khung__node *node, khung__str *out)
{
    if (!khung__shape_scalar(r, node) || !check_id(r, node->text, khung__node_at(r->tree, node)))
        return false;
    *out = node->text;
    return true;
}

bool khung__shape_key_id(khung__reader *r, const khung__node *node)
{
    return check_id(r, node->key, khung__node_key_at(r->tree, node));
}

khung__str khung__print_micro(char out[32], khung__micro value)
{
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, whole = v / 1000000, part = v % 1000000;
    size_t n = 32;
    bool any = false;
    for (int i = 0; i < 6; i++, part /= 10) {
        any = any || part % 10;
        if (any)
            out[--n] = (char)('0' + part % 10);
    }
    if (any)
        out[--n] = '.';
    do
        out[--n] = (char)('0' + whole % 10);
    while (whole /= 10);
    if (value < 0)
        out[--n] = '-';
    return (khung__str){out + n, 32 - n};
}

bool khung__shape_decimal(khung__reader *r, const khung__node *node, int64_t least, int64_t most, khung__micro *out)
{
    khung__micro value;
    char low[32], high[32];
    if (!khung__shape_scalar(r, node))
        return false;
    if (!khung__read_decimal(node->text, &value)) {
        say_bad_number(r, node, KHUNG__D_BAD_DECIMAL);
        return false;
    }
    warn_three_places(r, node);
    if (value < least || value > most) {
        khung__at at = khung__node_at(r->tree, node);
        if (most == INT64_MAX)
            KHUNG__SAY(r, least ? KHUNG__D_NUMBER_BELOW : KHUNG__D_NEGATIVE, at, node->text, khung__print_micro(low, least));
        else
            KHUNG__SAY(r, KHUNG__D_NUMBER_OUTSIDE, at, node->text, khung__print_micro(low, least), khung__print_micro(high, most));
        return false;
    }
    *out = value;
    return true;
}

static bool is_one_of(khung__str s, const char *words)
{
    for (const char *p = words; *p; p += strlen(p) + 1)
        if (strlen(p) == s.n && memcmp(p, s.s, s.n) == 0)
            return true;
    return false;
}

bool khung__shape_flag(khung__reader *r, const khung__node *node, bool *out)
{
    if (!khung__shape_scalar(r, node))
        return false;
    if (is_one_of(node->text, "true\0") || is_one_of(node->text, "false\0")) {
        *out = node->text.s[0] == 't';
        return true;
    }
    khung__at at = khung__node_at(r->tree, node);
    if (is_one_of(node->text, "yes\0Yes\0YES\0on\0On\0ON\0True\0TRUE\0y\0Y\0" "1\0có\0Có\0đúng\0Đúng\0x\0"))
        KHUNG__SAY(r, KHUNG__D_FLAG_REWRITE, at, node->text, KHUNG__S("true"));
    else if (is_one_of(node->text, "no\0No\0NO\0off\0Off\0OFF\0False\0FALSE\0n\0N\0" "0\0không\0Không\0sai\0Sai\0"))
        KHUNG__SAY(r, KHUNG__D_FLAG_REWRITE, at, node->text, KHUNG__S("false"));
    else
        KHUNG__SAY(r, KHUNG__D_BAD_FLAG, at, node->text);
    return false;
}

static void store_whole(void *slot, uint8_t size, int64_t value)
{
    int32_t small = (int32_t)value;
    if (size == sizeof small)
        memcpy(slot, &small, sizeof small);
    else
        memcpy(slot, &value, sizeof value);
}

static void read_whole(khung__reader *r, const khung__field *field, const khung__node *node, void *slot)
{
    int64_t value;
    if (!khung__shape_scalar(r, node))
        return;
    if (!khung__read_whole(node->text, &value)) {
        say_bad_whole(r, node);
        return;
    }
    if ((field->flags & KHUNG__F_LIMITS) && (value < field->least || value > field->most)) {
        char low[32], high[32];
        KHUNG__SAY(r, KHUNG__D_NUMBER_OUTSIDE, khung__node_at(r->tree, node), node->text,
                   khung__print_micro(low, field->least * KHUNG__MICRO), khung__print_micro(high, field->most * KHUNG__MICRO));
        return;
    }
    store_whole(slot, field->size, value);
}

/* Day, month, year as Vietnam writes them, or years first with other marks. */
static bool rewrite_date(char out[11], khung__str s)
{
    int64_t part[3] = {0};
    size_t digits[3] = {0}, k = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] >= '0' && s.s[i] <= '9' && digits[k] < 4) {
            part[k] = part[k] * 10 + (s.s[i] - '0');
            digits[k]++;
        } else if ((s.s[i] == '/' || s.s[i] == '-' || s.s[i] == '.') && digits[k] && k < 2) {
            k++;
        } else {
            return false;
        }
    }
    if (k != 2 || !digits[2])
        return false;
    bool year_first = digits[0] == 4;
    int64_t year = year_first ? part[0] : part[2], day = year_first ? part[2] : part[0], month = part[1];
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    int64_t number = year * 10000 + month * 100 + day;
    for (size_t i = 10; i-- > 0;) {
        out[i] = i == 4 || i == 7 ? '-' : (char)('0' + number % 10);
        if (i != 4 && i != 7)
            number /= 10;
    }
    out[10] = 0;
    return true;
}

static bool looks_like_date(khung__str s)
{
    return s.n == 10 && s.s[4] == '-' && s.s[7] == '-' && all_digits(cut(s, 0, 4)) && all_digits(cut(s, 5, 2)) && all_digits(cut(s, 8, 2));
}

static void read_date(khung__reader *r, const khung__node *node, void *slot)
{
    khung__date date, ignored;
    char better[11];
    if (!khung__shape_scalar(r, node))
        return;
    if (khung__read_date(node->text, &date)) {
        memcpy(slot, &date, sizeof date);
        return;
    }
    khung__at at = khung__node_at(r->tree, node);
    if (looks_like_date(node->text))
        KHUNG__SAY(r, KHUNG__D_IMPOSSIBLE_DATE, at, node->text);
    else if (rewrite_date(better, node->text) && khung__read_date(khung__str_of(better), &ignored))
        KHUNG__SAY(r, KHUNG__D_DATE_REWRITE, at, node->text, khung__str_of(better));
    else
        KHUNG__SAY(r, KHUNG__D_BAD_DATE, at, node->text);
}

static void say_bad_choice(khung__reader *r, const khung__field *field, const khung__node *node)
{
    enum { MOST = 16 };
    khung__str words[MOST];
    size_t n = 0;
    khung__buf known = {0};
    for (; field->words[n] && n < MOST; n++) {
        words[n] = khung__str_of(field->words[n]);
        if (n)
            khung__buf_z(&known, ", ");
        khung__buf_str(&known, words[n]);
    }
    if (known.failed)
        r->status = KHUNG_NO_MEMORY;
    else
        KHUNG__SAY(r, KHUNG__D_BAD_CHOICE, khung__node_at(r->tree, node), node->text, (khung__str){known.s, known.n});
    khung__buf_free(&known);
    khung__reader_suggest(r, node->text, words, sizeof *words, n);
}

static void read_choice(khung__reader *r, const khung__field *field, const khung__node *node, void *slot)
{
    if (!khung__shape_scalar(r, node))
        return;
    for (uint32_t i = 0; field->words[i]; i++) {
        const char *word = field->words[i];
        if (word[0] != node->text.s[0] || strlen(word) != node->text.n || memcmp(word, node->text.s, node->text.n))
            continue;
        uint8_t small = (uint8_t)i;
        if (field->size == 1)
            memcpy(slot, &small, 1);
        else
            memcpy(slot, &i, sizeof i);
        return;
    }
    say_bad_choice(r, field, node);
}

static bool is_hex(khung__str s, size_t n)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || (s.s[i] >= 'a' && s.s[i] <= 'f')))
            return false;
    return s.n == n;
}

static bool is_colour(khung__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || ((s.s[i] | 32) >= 'a' && (s.s[i] | 32) <= 'f')))
            return false;
    return s.n == 6;
}

static void read_special(khung__reader *r, const khung__field *field, const khung__node *node, void *slot)
{
    khung__str text = node->text;
    khung__at at = khung__node_at(r->tree, node);
    if (field->type == KHUNG__T_VERSION ? !khung__is_version(text, NULL, NULL, NULL) : false)
        KHUNG__SAY(r, KHUNG__D_BAD_VERSION, at, text);
    else if (field->type == KHUNG__T_LANGUAGE && !khung__is_language(text))
        KHUNG__SAY(r, KHUNG__D_BAD_LANGUAGE, at, text);
    else if (field->type == KHUNG__T_SHA256 && !is_hex(text, 64))
        KHUNG__SAY(r, KHUNG__D_BAD_SHA256, at, text);
    else if (field->type == KHUNG__T_HEX8 && !is_hex(text, 8))
        KHUNG__SAY(r, KHUNG__D_BAD_HEX8, at, text);
    else if (field->type == KHUNG__T_COLOUR && !is_colour(text))
        KHUNG__SAY(r, KHUNG__D_BAD_COLOUR, at, text);
    else
        memcpy(slot, &text, sizeof text);
}

static void read_level(khung__reader *r, const khung__node *node)
{
    khung__micro value;
    khung__str ignored;
    if (!khung__shape_scalar(r, node))
        return;
    char out[64];
    if (khung__read_decimal(node->text, &value))
        warn_three_places(r, node);
    else if (rewrite_decimal(out, node->text).n)
        say_bad_number(r, node, KHUNG__D_BAD_DECIMAL);
    else
        khung__shape_id(r, node, &ignored);
}

void khung__shape_value(khung__reader *r, const khung__field *field, const khung__node *node, void *slot)
{
    bool limits = field->flags & KHUNG__F_LIMITS, flag = true;
    khung__str unused; /* takes values of which only the node is kept */
    if (field->size == 0)
        slot = &unused;
    switch ((khung__type)field->type) {
    case KHUNG__T_TEXT:
        khung__shape_text(r, node, slot);
        break;
    case KHUNG__T_ID:
        khung__shape_id(r, node, slot);
        break;
    case KHUNG__T_WHOLE:
        read_whole(r, field, node, slot);
        break;
    case KHUNG__T_DECIMAL:
        khung__shape_decimal(r, node, limits ? field->least : INT64_MIN, limits ? field->most : INT64_MAX, slot);
        break;
    case KHUNG__T_FLAG:
        khung__shape_flag(r, node, slot);
        break;
    case KHUNG__T_TRUE:
        if (khung__shape_flag(r, node, &flag) && !flag)
            KHUNG__SAY(r, KHUNG__D_MUST_BE_TRUE, khung__node_at(r->tree, node), node->key);
        break;
    case KHUNG__T_DATE:
        read_date(r, node, slot);
        break;
    case KHUNG__T_CHOICE:
        read_choice(r, field, node, slot);
        break;
    case KHUNG__T_LEVEL:
        read_level(r, node);
        break;
    case KHUNG__T_VALUE:
        khung__shape_scalar(r, node);
        break;
    default:
        if (khung__shape_scalar(r, node))
            read_special(r, field, node, slot);
    }
}

/* ---- texts in place of others ---- */

static size_t hash_pointer(const void *p)
{
    uint64_t x = (uint64_t)(uintptr_t)p * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(x >> 20);
}

static khung__str replacement(const khung__replace *replace, const khung__node *node)
{
    for (size_t i = hash_pointer(node);; i++) {
        size_t at = i & (replace->cap - 1);
        if (replace->cap == 0 || !replace->nodes[at])
            return node->text;
        if (replace->nodes[at] == node)
            return replace->texts[at];
    }
}

static void put(khung__replace *replace, const khung__node *node, khung__str text)
{
    size_t i = hash_pointer(node);
    while (replace->nodes[i & (replace->cap - 1)])
        i++;
    replace->nodes[i & (replace->cap - 1)] = node;
    replace->texts[i & (replace->cap - 1)] = text;
    replace->count++;
}

bool khung__replace_add(khung__replace *replace, const khung__node *node, khung__str text)
{
    if (replace->count * 2 >= replace->cap) {
        khung__replace old = *replace, wide = {.cap = old.cap ? old.cap * 2 : 256};
        wide.nodes = khung__alloc(wide.cap * sizeof *wide.nodes);
        wide.texts = khung__alloc(wide.cap * sizeof *wide.texts);
        if (!wide.nodes || !wide.texts) {
            khung__replace_free(&wide);
            return false;
        }
        memset(wide.nodes, 0, wide.cap * sizeof *wide.nodes);
        for (size_t i = 0; i < old.cap; i++)
            if (old.nodes[i])
                put(&wide, old.nodes[i], old.texts[i]);
        khung__replace_free(&old);
        *replace = wide;
    }
    put(replace, node, text);
    return true;
}

void khung__replace_free(khung__replace *replace)
{
    khung__free(replace->nodes);
    khung__free(replace->texts);
    *replace = (khung__replace){0};
}
