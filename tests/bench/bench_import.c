/* bench: a whole import (a table read, every answer understood, every answers file written) beside a bare parse of the same bytes by the
 * libraries that it uses, with handlers that count and do nothing.
 *     bench_import FRAMEWORK.yaml csv|xlsx FILE */
#include <csv.h>
#include <expat.h>
#include <zip.h>

#include "bench.h"
#include "khung.h"

enum { TURNS = 3 };

typedef struct input {
    khung_framework *framework;
    char *bytes;
    size_t size;
    const char *name;
    bool csv;
} input;

static void need(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "bench_import: %s\n", what);
        exit(1);
    }
}

static void read_file(input *in, const char *path)
{
    FILE *file = fopen(path, "rb");
    need(file && fseek(file, 0, SEEK_END) == 0, path);
    in->size = (size_t)ftell(file);
    in->bytes = malloc(in->size);
    rewind(file);
    need(in->bytes && fread(in->bytes, 1, in->size, file) == in->size, path);
    in->name = path;
    fclose(file);
}

/* ---- khung ---- */

static long import(void *context)
{
    input *in = context;
    khung_import *im = NULL;
    size_t written = 0;
    need(khung_import_new(&im) == KHUNG_OK, "new");
    need(khung_import_add(im, in->name, in->bytes, in->size, NULL, NULL) == KHUNG_OK, "add");
    need(khung_import_read(im, in->framework, NULL, 0, NULL, NULL) == KHUNG_OK, "read");
    for (size_t i = 0; i < khung_import_count(im); i++) {
        char *yaml = NULL;
        need(khung_import_yaml(&yaml, im, i) == KHUNG_OK, "yaml");
        written += strlen(yaml);
        khung_text_free(yaml);
    }
    long count = (long)khung_import_count(im);
    khung_import_free(im);
    need(written > (size_t)count * 1000, "too little was written");
    return count;
}

/* ---- bare parses ---- */

static void on_cell(void *bytes, size_t n, void *data)
{
    (void)bytes;
    *(long *)data += n > 0;
}

static void on_row(int end, void *data)
{
    (void)end;
    (void)data;
}

static long parse_csv(const input *in)
{
    struct csv_parser parser;
    long cells = 0;
    need(csv_init(&parser, 0) == 0, "csv_init");
    need(csv_parse(&parser, in->bytes, in->size, on_cell, on_row, &cells) == in->size, "csv_parse");
    csv_fini(&parser, on_cell, on_row, &cells);
    csv_free(&parser);
    return cells;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    (void)attributes;
    *(long *)data += strcmp(name, "c") == 0;
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    (void)data;
    (void)name;
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
    (void)data;
    (void)s;
    (void)n;
}

static long parse_xlsx(const input *in)
{
    zip_error_t error;
    long cells = 0;
    static char piece[1 << 16];
    zip_t *zip = zip_open_from_source(zip_source_buffer_create(in->bytes, in->size, 0, &error), ZIP_RDONLY, &error);
    need(zip, "zip_open");
    zip_file_t *part = zip_fopen(zip, "xl/worksheets/sheet1.xml", 0);
    XML_Parser parser = XML_ParserCreate(NULL);
    need(part && parser, "xl/worksheets/sheet1.xml");
    XML_SetUserData(parser, &cells);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    zip_int64_t n;
    while ((n = zip_fread(part, piece, sizeof piece)) > 0)
        need(XML_Parse(parser, piece, (int)n, 0) == XML_STATUS_OK, "XML_Parse");
    XML_Parse(parser, "", 0, 1);
    XML_ParserFree(parser);
    zip_fclose(part);
    zip_discard(zip);
    return cells;
}

static long parse(void *context)
{
    const input *in = context;
    return in->csv ? parse_csv(in) : parse_xlsx(in);
}

int main(int argc, char **argv)
{
    input in = {0};
    double imports[TURNS], parses[TURNS];
    long people = 0, cells = 0;
    need(argc == 4, "FRAMEWORK csv|xlsx FILE");
    in.csv = strcmp(argv[2], "csv") == 0;
    need(khung_framework_load_file(&in.framework, argv[1], NULL) == KHUNG_OK, argv[1]);
    read_file(&in, argv[3]);
    for (int i = 0; i < TURNS; i++) {
        double start = busy();
        people = import(&in);
        double middle = busy();
        cells = parse(&in);
        imports[i] = middle - start;
        parses[i] = busy() - middle;
    }
    printf("bytes %zu\npeople %ld\ncells %ld\nimport %.3f\nparse %.3f\n", in.size, people, cells, median(imports, TURNS), median(parses, TURNS));
    khung_framework_free(in.framework);
    free(in.bytes);
    return 0;
}
