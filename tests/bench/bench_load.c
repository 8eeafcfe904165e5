/* Loading a framework, validation and places included, beside a bare libyaml event pass over the same bytes.
 *   bench_load FILE            alternated times
 *   bench_load FILE COUNT      loads it COUNT times and prints nothing (for counting instructions) */
#include "bench/bench.h"
#include "framework.h"

#include <yaml.h>

typedef struct input {
    char *bytes;
    size_t size;
} input;

static long events(void *context)
{
    const input *in = context;
    yaml_parser_t parser;
    yaml_event_t event;
    long count = 0;
    bool more = true;
    if (!yaml_parser_initialize(&parser))
        exit(1);
    yaml_parser_set_input_string(&parser, (const unsigned char *)in->bytes, in->size);
    for (; more; count++) {
        if (!yaml_parser_parse(&parser, &event))
            exit(1);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return count;
}

static long load(void *context)
{
    const input *in = context;
    khung_framework *framework = NULL;
    must(khung_framework_load(&framework, "bench.yaml", in->bytes, in->size, NULL), "load");
    long criteria = (long)khung_framework_criteria(framework);
    khung_framework_free(framework);
    return criteria;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 64;
    input in = {0};
    in.bytes = read_whole(argv[1], &in.size);
    if (argc > 2) {
        for (int i = atoi(argv[2]); i > 0; i--)
            load(&in);
    } else {
        printf("bytes %zu\ncriteria %ld\n", in.size, load(&in));
        alternate("load", load, "events", events, &in);
    }
    free(in.bytes);
    return 0;
}
