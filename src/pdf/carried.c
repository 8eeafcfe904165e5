/* pdf/carried: the files attached to a PDF, read back: cross references (tables, streams, and what later savings changed), object streams,
 * deflated streams with PNG's predictors, the tree of names. Enough for files of ours and for those that another program saved again. */
#include "pdf.h"

#include "late.h"
#include "syntax.h"

#include <string.h>

enum { MOST_OBJECTS = 1 << 20, MOST_SAVINGS = 32, MOST_FILES = 1000, MOST_NODES = 1000, MOST_TREE = 12, MOST_WAY = 16, TAIL = 2048 };
enum { MOST_DICT = 1 << 18, MOST_INDEX = 10000 }; /* so that no file keeps us busy for long: bytes of a dictionary, objects in a stream */

typedef struct place {
    uint8_t type; /* 0 unknown, 1 at `at` of the file, 2 number `index` in the object stream `at` */
    uint32_t index;
    uint64_t at;
} place;

typedef struct reader {
    khung__arena *arena;
    khung__str bytes;
    place *places;
    uint32_t count;
    struct libdeflate_decompressor *inflater;
    uint32_t stream;      /* the object stream unpacked last; 0: none */
    khung__str unpacked;  /* its bytes */
    size_t left;          /* bytes that may still be unpacked */
    const char *trailer;
    khung__pdf_state state;
    bool no_memory;
    unsigned way;         /* references being followed: one may lead back to itself */
    khung__pdf_carried *list;
    size_t files, nodes;
} reader;

/* A value and the end of the bytes it lies in. */
typedef struct value {
    const char *p, *end;
} value;

static const value nothing = {NULL, NULL};

static value resolve(reader *r, const char *p, const char *end);

/* Where looking into a dictionary ends. */
static const char *bound(value dict)
{
    return dict.p && dict.end - dict.p > MOST_DICT ? dict.p + MOST_DICT : dict.end;
}

static value key_of(reader *r, value dict, const char *key)
{
    const char *p = khung__pdf_key(dict.p, bound(dict), key);
    return p ? resolve(r, p, dict.end) : nothing;
}

static bool whole_of(reader *r, value dict, const char *key, int64_t *out)
{
    value v = key_of(r, dict, key);
    return v.p && khung__pdf_whole(v.p, v.end, out);
}

/* ---- streams ---- */

/* The bytes of a stream as they stand in the file; absent when the dictionary has none. */
static khung__str raw_stream(reader *r, value dict)
{
    int64_t n;
    const char *p = khung__pdf_begin(khung__pdf_skip(dict.p, bound(dict)), dict.end);
    if (!p || dict.end - p < 8 || memcmp(p, "stream", 6) != 0 || !whole_of(r, dict, "Length", &n))
        return (khung__str){0};
    p += 6;
    p += *p == '\r' ? 1 : 0;
    p += *p == '\n' ? 1 : 0;
    return n <= dict.end - p ? (khung__str){p, (size_t)n} : (khung__str){0};
}

/* Room doubles until what is packed fits; a piece of more than a file may have is not unpacked. */
static khung__str inflate(reader *r, khung__str packed)
{
    size_t most = r->left < KHUNG_MOST_FILE ? r->left : KHUNG_MOST_FILE;
    for (size_t room = packed.n * 4 + 256;; room *= 4) {
        size_t n = 0, take = room < most ? room : most;
        char *to = khung__alloc(take + 1);
        r->no_memory = r->no_memory || !to;
        enum libdeflate_result result = to ? libdeflate_zlib_decompress(r->inflater, packed.s, packed.n, to, take, &n) : LIBDEFLATE_BAD_DATA;
        khung__str kept = {0};
        if (result == LIBDEFLATE_SUCCESS) {
            kept = khung__str_copy(r->arena, (khung__str){to, n});
            r->no_memory = r->no_memory || !kept.s;
            r->left -= n;
        }
        khung__free(to);
        if (result == LIBDEFLATE_INSUFFICIENT_SPACE && take == most)
            r->state = KHUNG__PDF_LARGE;
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || take == most)
            return kept;
    }
}

static int paeth(int a, int b, int c)
{
    int pa = b - c, pb = a - c, pc = pa + pb;
    pa = pa < 0 ? -pa : pa;
    pb = pb < 0 ? -pb : pb;
    pc = pc < 0 ? -pc : pc;
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* PNG's filters, one byte a pixel, in place: each row of `columns` bytes has its filter before it. */
static khung__str unfilter(khung__str s, size_t columns)
{
    char *bytes = (char *)s.s; /* lies in our arena */
    size_t rows = s.n / (columns + 1);
    for (size_t y = 0; y < rows; y++) {
        int filter = bytes[y * (columns + 1)];
        unsigned char *row = (unsigned char *)bytes + y * columns;
        const unsigned char *from = (const unsigned char *)bytes + y * (columns + 1) + 1, *above = row - columns;
        for (size_t x = 0; x < columns; x++) {
            int left = x ? row[x - 1] : 0, up = y ? above[x] : 0, corner = x && y ? above[x - 1] : 0;
            int add = filter == 1 ? left : filter == 2 ? up : filter == 3 ? (left + up) / 2 : filter == 4 ? paeth(left, up, corner) : 0;
            row[x] = (unsigned char)(from[x] + add);
        }
    }
    return (khung__str){s.s, rows * columns};
}

/* The unpacked bytes of a stream; absent for filters of pictures and what is broken. */
static khung__str stream_of(reader *r, value dict)
{
    khung__str raw = raw_stream(r, dict);
    value filter = key_of(r, dict, "Filter"), how = key_of(r, dict, "DecodeParms");
    int64_t predictor = 1, columns = 1;
    if (!raw.s || !filter.p)
        return raw;
    if (*filter.p == '[') {
        const char *one = khung__pdf_first(filter.p, filter.end);
        if (!one)
            return raw;
        if (khung__pdf_next(one, filter.end))
            return (khung__str){0};
        filter.p = one;
        how = how.p && *how.p == '[' ? (value){khung__pdf_first(how.p, how.end), how.end} : how;
    }
    if (!khung__pdf_is_name(filter.p, filter.end, "FlateDecode"))
        return (khung__str){0};
    raw = inflate(r, raw);
    if (!raw.s || !how.p || !whole_of(r, how, "Predictor", &predictor) || predictor < 10)
        return raw;
    whole_of(r, how, "Columns", &columns);
    return columns > 0 && columns < 64 ? unfilter(raw, (size_t)columns) : (khung__str){0};
}

/* ---- objects ---- */

/* The value of the object at that place of the file, which has to have that number. */
static value object_at(reader *r, uint64_t at, uint32_t number)
{
    const char *end = r->bytes.s + r->bytes.n, *p = at < r->bytes.n ? khung__pdf_begin(r->bytes.s + at, end) : NULL;
    int64_t found, generation;
    if (!p || !khung__pdf_whole(p, end, &found) || found != number)
        return nothing;
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    p = khung__pdf_begin(p, end);
    if (!p || !khung__pdf_whole(p, end, &generation))
        return nothing;
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    p = khung__pdf_begin(p, end);
    if (!p || end - p < 4 || memcmp(p, "obj", 3) != 0)
        return nothing;
    return (value){khung__pdf_begin(p + 3, end), end};
}

/* Object streams hold numbers and places of their objects, then these. */
static value object_within(reader *r, const place *found, uint32_t number)
{
    const place *holder = found->at < r->count ? &r->places[found->at] : NULL;
    value dict = holder && holder->type == 1 ? object_at(r, holder->at, (uint32_t)found->at) : nothing;
    int64_t n, first, own = -1, at = 0;
    if (!dict.p || !whole_of(r, dict, "N", &n) || !whole_of(r, dict, "First", &first) || found->index >= n || found->index >= MOST_INDEX)
        return nothing;
    if (r->stream != found->at) {
        r->unpacked = stream_of(r, dict);
        r->stream = r->unpacked.s ? (uint32_t)found->at : 0;
    }
    const char *p = r->unpacked.s, *end = p ? p + r->unpacked.n : NULL;
    for (uint32_t i = 0; p && i <= found->index; i++) {
        p = khung__pdf_begin(p, end);
        bool good = p && khung__pdf_whole(p, end, &own);
        p = good ? khung__pdf_begin(khung__pdf_skip(p, end), end) : NULL;
        good = p && khung__pdf_whole(p, end, &at);
        p = good ? khung__pdf_skip(p, end) : NULL;
    }
    if (!p || own != number || first + at >= (int64_t)r->unpacked.n)
        return nothing;
    return (value){khung__pdf_begin(r->unpacked.s + first + at, end), end};
}

static value resolve(reader *r, const char *p, const char *end)
{
    uint32_t number;
    if (!khung__pdf_reference(p, end, &number))
        return (value){p, end};
    if (number >= r->count || !r->places[number].type || r->way == MOST_WAY)
        return nothing;
    place found = r->places[number];
    r->way++;
    value v = found.type == 1 ? object_at(r, found.at, number) : object_within(r, &found, number);
    r->way--;
    return v.p && khung__pdf_reference(v.p, v.end, &number) ? nothing : v; /* no object is a reference alone */
}

/* ---- cross references, the newest first ---- */

static void note_place(reader *r, uint64_t number, place found)
{
    if (number >= MOST_OBJECTS)
        return;
    if (number >= r->count) {
        uint32_t count = (uint32_t)number + 1 > r->count * 2 ? (uint32_t)number + 1 : r->count * 2;
        place *more = khung__realloc(r->places, count * sizeof *more);
        r->no_memory = r->no_memory || !more;
        if (!more)
            return;
        memset(more + r->count, 0, (count - r->count) * sizeof *more);
        r->places = more;
        r->count = count;
    }
    if (!r->places[number].type)
        r->places[number] = found;
}

/* Returns where the trailer begins, or NULL. */
static const char *read_table(reader *r, const char *p, const char *end)
{
    int64_t first, n, at;
    for (p = khung__pdf_begin(p, end); p && *p != 't'; p = khung__pdf_begin(p, end)) {
        if (!khung__pdf_whole(p, end, &first))
            return NULL;
        p = khung__pdf_begin(khung__pdf_skip(p, end), end);
        if (!p || !khung__pdf_whole(p, end, &n))
            return NULL;
        p = khung__pdf_begin(khung__pdf_skip(p, end), end);
        for (int64_t i = 0; i < n; i++) {
            if (!p || end - p < 18 || !khung__pdf_whole(p, end, &at))
                return NULL;
            if (p[17] == 'n')
                note_place(r, (uint64_t)(first + i), (place){.type = 1, .at = (uint64_t)at});
            p = khung__pdf_begin(p + 18, end);
        }
    }
    return p && end - p > 7 && memcmp(p, "trailer", 7) == 0 ? khung__pdf_begin(p + 7, end) : NULL;
}

static uint64_t field(const unsigned char **p, int64_t width)
{
    uint64_t v = 0;
    for (int64_t i = 0; i < width; i++)
        v = v << 8 | *(*p)++;
    return v;
}

static bool read_widths(value dict, int64_t width[3])
{
    const char *w = khung__pdf_key(dict.p, bound(dict), "W");
    w = w ? khung__pdf_first(w, dict.end) : NULL;
    for (int i = 0; i < 3; i++, w = w ? khung__pdf_next(w, dict.end) : NULL)
        if (!w || !khung__pdf_whole(w, dict.end, &width[i]) || width[i] > 8)
            return false;
    return width[0] + width[1] + width[2] > 0;
}

static void note_rows(reader *r, const unsigned char **p, const unsigned char *end, const int64_t width[3], int64_t first, int64_t n)
{
    for (int64_t i = 0; i < n && end - *p >= width[0] + width[1] + width[2]; i++) {
        uint64_t type = width[0] ? field(p, width[0]) : 1, at = field(p, width[1]), index = field(p, width[2]);
        if (type == 1 || (type == 2 && at < MOST_OBJECTS && index < MOST_OBJECTS))
            note_place(r, (uint64_t)(first + i), (place){.type = (uint8_t)type, .at = at, .index = (uint32_t)index});
    }
}

static bool read_stream_table(reader *r, value dict)
{
    int64_t width[3], first = 0, n = 0;
    khung__str rows = read_widths(dict, width) ? stream_of(r, dict) : (khung__str){0};
    const unsigned char *p = (const unsigned char *)rows.s;
    if (!p)
        return false;
    const char *part = khung__pdf_key(dict.p, bound(dict), "Index");
    part = part ? khung__pdf_first(part, dict.end) : NULL;
    if (!part)
        note_rows(r, &p, p + rows.n, width, 0, MOST_OBJECTS);
    for (const unsigned char *end = (const unsigned char *)rows.s + rows.n; part; part = khung__pdf_next(part, dict.end)) {
        const char *count = khung__pdf_next(part, dict.end);
        if (!count || !khung__pdf_whole(part, dict.end, &first) || !khung__pdf_whole(count, dict.end, &n))
            return false;
        note_rows(r, &p, end, width, first, n);
        part = count;
    }
    return true;
}

/* One saving's references, and where those of the saving before stand. */
static bool read_saving(reader *r, int64_t at, int64_t *before)
{
    const char *end = r->bytes.s + r->bytes.n, *p = at < (int64_t)r->bytes.n ? khung__pdf_begin(r->bytes.s + at, end) : NULL;
    int64_t number, beside;
    value dict = nothing;
    *before = -1;
    if (p && end - p > 4 && memcmp(p, "xref", 4) == 0) {
        dict = (value){read_table(r, p + 4, end), end};
        const char *hybrid = dict.p ? khung__pdf_key(dict.p, bound(dict), "XRefStm") : NULL;
        const char *other = hybrid && khung__pdf_whole(hybrid, end, &beside) && beside < at ? khung__pdf_begin(r->bytes.s + beside, end) : NULL;
        if (other && khung__pdf_whole(other, end, &number))
            read_stream_table(r, object_at(r, (uint64_t)beside, (uint32_t)number));
    } else if (p && khung__pdf_whole(p, end, &number)) {
        dict = object_at(r, (uint64_t)at, (uint32_t)number);
        if (dict.p && !read_stream_table(r, dict))
            return false;
    }
    if (!dict.p || *dict.p != '<')
        return false;
    if (!r->trailer)
        r->trailer = dict.p;
    const char *p_before = khung__pdf_key(dict.p, bound(dict), "Prev");
    if (p_before)
        khung__pdf_whole(p_before, end, before);
    return true;
}

static bool read_references(reader *r)
{
    const char *tail = r->bytes.s + (r->bytes.n > TAIL ? r->bytes.n - TAIL : 0), *end = r->bytes.s + r->bytes.n, *found = NULL;
    for (const char *p = tail; (p = memmem(p, (size_t)(end - p), "startxref", 9)); p += 9)
        found = p;
    int64_t at = -1;
    const char *number = found ? khung__pdf_begin(found + 9, end) : NULL;
    if (!number || !khung__pdf_whole(number, end, &at))
        return false;
    for (int i = 0; at >= 0 && i < MOST_SAVINGS; i++)
        if (!read_saving(r, at, &at))
            return false;
    return true;
}

/* ---- the files ---- */

static void take_file(reader *r, value name, value spec)
{
    value ef = key_of(r, spec, "EF"), stream = key_of(r, ef, "F");
    if (!stream.p || r->files == MOST_FILES)
        return;
    khung__str bytes = stream_of(r, stream), own = khung__pdf_string(r->arena, name.p, name.end);
    if (!bytes.s || !own.s)
        return;
    if (!r->list)
        r->list = khung__arena_alloc(r->arena, MOST_FILES * sizeof *r->list);
    r->no_memory = r->no_memory || !r->list;
    if (r->list)
        r->list[r->files++] = (khung__pdf_carried){own, bytes};
}

static void walk_names(reader *r, value node, unsigned depth)
{
    value kids = key_of(r, node, "Kids"), names = key_of(r, node, "Names");
    for (const char *p = kids.p ? khung__pdf_first(kids.p, kids.end) : NULL; p && depth < MOST_TREE && r->nodes++ < MOST_NODES;
         p = khung__pdf_next(p, kids.end))
        walk_names(r, resolve(r, p, kids.end), depth + 1);
    const char *p = names.p ? khung__pdf_first(names.p, names.end) : NULL;
    while (p && r->files < MOST_FILES && !r->no_memory) {
        const char *spec = khung__pdf_next(p, names.end);
        if (!spec)
            return;
        take_file(r, resolve(r, p, names.end), resolve(r, spec, names.end));
        p = khung__pdf_next(spec, names.end);
    }
}

static void read_all(reader *r, bool *archive)
{
    r->state = KHUNG__PDF_DAMAGED;
    if (!read_references(r) || !r->trailer)
        return;
    value trailer = {r->trailer, r->bytes.s + r->bytes.n}, root = key_of(r, trailer, "Root");
    bool locked = khung__pdf_key(trailer.p, bound(trailer), "Encrypt");
    if (r->state == KHUNG__PDF_LARGE || (!root.p && !locked))
        return;
    r->state = locked ? KHUNG__PDF_LOCKED : KHUNG__PDF_READ;
    if (locked)
        return;
    value xmp = key_of(r, root, "Metadata");
    khung__str words = xmp.p ? stream_of(r, xmp) : (khung__str){0};
    *archive = words.s && memmem(words.s, words.n, "pdfaid:part", 11);
    walk_names(r, key_of(r, key_of(r, root, "Names"), "EmbeddedFiles"), 0);
}

khung_status khung__pdf_carried_files(khung__pdf_state *state, khung__pdf_carried **list, size_t *count, bool *archive, khung__arena *arena,
                                      khung__str bytes, khung_log *log)
{
    reader r = {.arena = arena, .bytes = bytes, .left = 4 * (size_t)KHUNG_MOST_FILE};
    *archive = false;
    khung_status status = khung__pdf_late(log);
    if (status != KHUNG_OK)
        return status;
    r.inflater = libdeflate_alloc_decompressor();
    if (!r.inflater)
        return KHUNG_NO_MEMORY;
    read_all(&r, archive);
    libdeflate_free_decompressor(r.inflater);
    khung__free(r.places);
    *state = r.state;
    *list = r.list;
    *count = r.files;
    return r.no_memory ? KHUNG_NO_MEMORY : KHUNG_OK;
}
