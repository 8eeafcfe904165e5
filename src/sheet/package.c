/* sheet/package: see package.h. The sizes an archive tells of itself are not believed: bytes are counted as they come. A part is
 * unpacked whole and parsed in one go, since expat would look again and again at a token that comes in pieces. */
#include "package.h"

#include <limits.h>
#include <string.h>

#include "late.h"

enum { PIECE = 1 << 16, DEEPEST = 32 };

struct sheet_package {
    sheet_reader *r;
    zip_t *zip;
    size_t left; /* bytes that may still be unpacked */
    /* the part being read */
    const char *part;
    const sheet_listener *listener;
    void *data;
    XML_Parser parser;
    unsigned depth;
};

/* ---- zip ---- */

static void say_zip(sheet_reader *r, int code)
{
    zip_error_t error;
    zip_error_init(&error);
    error.zip_err = code;
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD)
        khung__sheet_say(r, KHUNG__D_SHEET_PASSWORD, 0, 0, (khung__str){0}, (khung__str){0}, (khung__str){0});
    else if (code == ZIP_ER_MEMORY)
        r->status = KHUNG_NO_MEMORY;
    else
        khung__sheet_say(r, KHUNG__D_SHEET_ZIP, 0, 0, khung__str_of(zip_error_strerror(&error)), (khung__str){0}, (khung__str){0});
    zip_error_fini(&error);
}

sheet_package *khung__sheet_package_open(sheet_reader *r)
{
    zip_error_t error;
    sheet_package *package = khung__alloc(sizeof *package);
    if (!package) {
        r->status = KHUNG_NO_MEMORY;
        return NULL;
    }
    *package = (sheet_package){.r = r, .left = r->limits.bytes < INT_MAX ? r->limits.bytes : INT_MAX};
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(r->bytes.s, r->bytes.n, 0, &error);
    package->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!package->zip) {
        zip_source_free(source);
        say_zip(r, zip_error_code_zip(&error));
        khung__free(package);
        package = NULL;
    }
    zip_error_fini(&error);
    return package;
}

void khung__sheet_package_close(sheet_package *package)
{
    if (!package)
        return;
    zip_discard(package->zip);
    khung__free(package);
}

static void say_bytes(sheet_reader *r)
{
    char most[24];
    khung__sheet_say(r, KHUNG__D_SHEET_BYTES, 0, 0, khung__sheet_count(most, r->limits.bytes), (khung__str){0}, (khung__str){0});
}

static void unpack(sheet_package *p, khung__buf *out, zip_file_t *file)
{
    sheet_reader *r = p->r;
    char piece[PIECE / 8];
    zip_int64_t n = 1;
    while (n > 0 && r->status == KHUNG_OK) {
        n = zip_fread(file, piece, sizeof piece);
        if (n < 0)
            say_zip(r, zip_error_code_zip(zip_file_get_error(file)));
        else if ((size_t)n > p->left)
            say_bytes(r);
        else
            khung__buf_add(out, piece, (size_t)n);
        p->left -= n > 0 && (size_t)n <= p->left ? (size_t)n : 0;
        if (out->failed && r->status == KHUNG_OK)
            r->status = KHUNG_NO_MEMORY;
    }
}

/* False when there is no such part. */
static bool unpack_part(sheet_package *p, khung__buf *out, const char *part)
{
    zip_int64_t index = zip_name_locate(p->zip, part, ZIP_FL_NOCASE);
    if (index < 0)
        return false;
    zip_file_t *file = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
    if (!file) {
        say_zip(p->r, zip_error_code_zip(zip_get_error(p->zip)));
        return true;
    }
    unpack(p, out, file);
    zip_fclose(file);
    return true;
}

/* ---- XML ---- */

static const char *without_prefix(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *khung__sheet_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(without_prefix(attributes[i]), name) == 0)
            return attributes[i + 1];
    return NULL;
}

/* No more is told once something is wrong; expat ends at its next chance. */
static bool goes_on(sheet_package *p)
{
    if (p->r->status != KHUNG_OK)
        XML_StopParser(p->parser, XML_FALSE);
    return p->r->status == KHUNG_OK;
}

static void say_odd(sheet_package *p)
{
    if (p->r->status == KHUNG_OK)
        khung__sheet_say(p->r, KHUNG__D_SHEET_ODD_XML, 0, 0, khung__str_of(p->part), (khung__str){0}, (khung__str){0});
    goes_on(p);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    sheet_package *p = data;
    if (++p->depth > DEEPEST)
        say_odd(p);
    if (p->r->status == KHUNG_OK)
        p->listener->start(p->data, without_prefix(name), (const char *const *)attributes);
    goes_on(p);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    sheet_package *p = data;
    p->depth--;
    if (p->listener->end && p->r->status == KHUNG_OK)
        p->listener->end(p->data, without_prefix(name));
    goes_on(p);
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
    sheet_package *p = data;
    if (p->listener->text && p->r->status == KHUNG_OK)
        p->listener->text(p->data, s, (size_t)n);
    goes_on(p);
}

/* Spreadsheets declare no document type; entities that grow without end need one. */
static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id, int inside)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)inside;
    say_odd(data);
}

static void say_xml(sheet_package *p)
{
    char line[24];
    enum XML_Error code = XML_GetErrorCode(p->parser);
    khung__str number = khung__sheet_count(line, XML_GetCurrentLineNumber(p->parser));
    if (code == XML_ERROR_NO_MEMORY)
        p->r->status = KHUNG_NO_MEMORY;
    else
        khung__sheet_say(p->r, KHUNG__D_SHEET_XML, 0, 0, khung__str_of(p->part), number, khung__str_of(XML_ErrorString(code)));
}

static void parse(sheet_package *p, khung__str s)
{
    static const XML_Memory_Handling_Suite memory = {khung__alloc, khung__realloc, khung__free};
    p->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    p->depth = 0;
    if (!p->parser) {
        p->r->status = KHUNG_NO_MEMORY;
        return;
    }
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, on_start, on_end);
    XML_SetCharacterDataHandler(p->parser, on_text);
    XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
    if (XML_Parse(p->parser, s.n ? s.s : "", (int)s.n, 1) != XML_STATUS_OK && p->r->status == KHUNG_OK)
        say_xml(p);
    XML_ParserFree(p->parser);
}

bool khung__sheet_package_read(sheet_package *package, const char *part, const sheet_listener *listener, void *data)
{
    khung__buf text = {0};
    if (!unpack_part(package, &text, part))
        return false;
    package->part = part;
    package->listener = listener;
    package->data = data;
    if (package->r->status == KHUNG_OK)
        parse(package, (khung__str){text.s, text.n});
    khung__buf_free(&text);
    return package->r->status == KHUNG_OK;
}
