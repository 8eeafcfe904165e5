/* The corpus without a fuzzer: each file named is one input. Linked with one fuzz_*.c; says which input it was at when it fell. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        return 1;
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    /* Exactly as large as the input, so that the sanitizers see a read behind its end. */
    uint8_t *bytes = malloc(size + (size == 0));
    int bad = bytes == NULL || fread(bytes, 1, size, file) != size;
    fclose(file);
    if (!bad) {
        fprintf(stderr, "%s\n", path);
        bad = LLVMFuzzerTestOneInput(bytes, size);
    }
    free(bytes);
    return bad;
}

int main(int count, char **words)
{
    int bad = 0;
    for (int i = 1; i < count; i++) {
        bad |= replay(words[i]);
    }
    return bad;
}
