/* The assessment report beside the deflate of its own page content.
 *   bench_report FRAMEWORK ANSWERS...              alternated times, bytes
 *   bench_report --certificate FRAMEWORK ANSWERS...  the same of the certificate
 *   bench_report --many COUNT FRAMEWORK ANSWERS... makes COUNT reports and prints the peak memory
 *   bench_report --template FILE …                 the same with a description of its own
 *   bench_report --boxes FRAMEWORK ANSWERS...      the boxes, for the peer that draws the same pages */
#include "bench/bench.h"
#include "khung.h"

#include <libdeflate.h>
#include <sys/resource.h>

enum { MOST_STREAMS = 256, LEVEL = 6 };

typedef struct input {
    khung_framework *framework;
    khung_answers *tracks[16];
    size_t track_count;
    khung_result *result;
    khung_fonts *fonts;
    khung_description *description;
    khung_report_options options;
    struct { char *bytes; size_t size; } content[MOST_STREAMS];
    size_t content_count;
    struct libdeflate_compressor *compressor;
    char *room;
    size_t room_size;
} input;

static long report(void *context)
{
    input *in = context;
    char *pdf = NULL;
    size_t size = 0;
    must(khung_report_pdf(&pdf, &size, in->framework, in->result, (const khung_answers *const *)in->tracks, in->track_count, &in->options, in->fonts, NULL),
         "report");
    khung_text_free(pdf);
    return (long)size;
}

static long deflate(void *context)
{
    input *in = context;
    long sum = 0;
    for (size_t i = 0; i < in->content_count; i++)
        sum += (long)libdeflate_zlib_compress(in->compressor, in->content[i].bytes, in->content[i].size, in->room, in->room_size);
    return sum;
}

/* Keeps a stream that is page content: text operators between BT and ET. */
static void keep(input *in, const char *bytes, size_t size)
{
    enum { MOST = 1 << 22 };
    static char out[MOST];
    size_t n = 0;
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    int status = libdeflate_zlib_decompress(d, bytes, size, out, MOST, &n);
    libdeflate_free_decompressor(d);
    if (status != 0 || !memmem(out, n, "BT", 2) || !memmem(out, n, "ET", 2) || !memmem(out, n, "Tf", 2) || in->content_count == MOST_STREAMS)
        return;
    in->content[in->content_count].bytes = malloc(n);
    memcpy(in->content[in->content_count].bytes, out, n);
    in->content[in->content_count++].size = n;
}

static void find_content(input *in)
{
    char *pdf = NULL;
    size_t size = 0, total = 0;
    must(khung_report_pdf(&pdf, &size, in->framework, in->result, (const khung_answers *const *)in->tracks, in->track_count, &in->options, in->fonts, NULL),
         "report");
    for (char *p = pdf; (p = memmem(p, size - (size_t)(p - pdf), "stream\n", 7)) != NULL;) {
        char *start = p + 7, *end = memmem(start, size - (size_t)(start - pdf), "endstream", 9);
        if (!end)
            break;
        keep(in, start, (size_t)(end - start));
        p = end + 9;
    }
    for (size_t i = 0; i < in->content_count; i++)
        total += in->content[i].size;
    printf("bytes %zu\ncontent %zu\nstreams %zu\n", size, total, in->content_count);
    in->compressor = libdeflate_alloc_compressor(LEVEL);
    in->room_size = libdeflate_zlib_compress_bound(in->compressor, total);
    in->room = malloc(in->room_size);
    khung_text_free(pdf);
}

static void open_input(input *in, int argc, char **argv)
{
    must(khung_framework_load_file(&in->framework, argv[0], NULL), argv[0]);
    for (int i = 1; i < argc; i++)
        must(khung_answers_load_file(&in->tracks[in->track_count++], argv[i], NULL), argv[i]);
    must(khung_score(&in->result, in->framework, (const khung_answers *const *)in->tracks, in->track_count, NULL), "score");
    must(khung_fonts_new(&in->fonts, NULL), "fonts");
}

static void many(input *in, int count)
{
    struct rusage usage;
    for (int i = 0; i < count; i++)
        report(in);
    getrusage(RUSAGE_SELF, &usage);
    printf("peak %ld\n", usage.ru_maxrss);
}

static void boxes(const input *in)
{
    char *text = NULL;
    const khung_answers *const *tracks = (const khung_answers *const *)in->tracks;
    must(khung_report_boxes(&text, in->framework, in->result, tracks, in->track_count, &in->options, in->fonts, NULL), "boxes");
    fputs(text, stdout);
    khung_text_free(text);
}

int main(int argc, char **argv)
{
    static input in;
    if (argc > 1 && strcmp(argv[1], "--certificate") == 0) {
        in.options.template_name = "certificate";
        argc--, argv++;
    } else if (argc > 2 && strcmp(argv[1], "--template") == 0) {
        size_t size;
        char *bytes = read_whole(argv[2], &size);
        must(khung_description_load(&in.description, argv[2], bytes, size, NULL), argv[2]);
        in.options.description = in.description;
        free(bytes);
        argc -= 2, argv += 2;
    }
    int first = argc > 2 && strcmp(argv[1], "--many") == 0 ? 3 : argc > 1 && strcmp(argv[1], "--boxes") == 0 ? 2 : 1;
    if (argc < first + 2)
        return 64;
    open_input(&in, argc - first, argv + first);
    if (first == 3) {
        many(&in, atoi(argv[2]));
    } else if (first == 2) {
        boxes(&in);
    } else {
        find_content(&in);
        alternate("report", report, "deflate", deflate, &in);
    }
    return 0;
}
