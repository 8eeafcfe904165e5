/* What the bench programs share: a clock, alternated runs, medians. Every program checks its answers before it prints a time. */
#ifndef KHUNG_BENCH_H
#define KHUNG_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { ROUNDS = 21 };

static inline double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The processor seconds of this process and of those it has waited for: other work on the machine does not count. */
static inline double busy(void)
{
    struct timespec t;
    struct rusage ended;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    getrusage(RUSAGE_CHILDREN, &ended);
    long seconds = ended.ru_utime.tv_sec + ended.ru_stime.tv_sec, microseconds = ended.ru_utime.tv_usec + ended.ru_stime.tv_usec;
    return (double)(t.tv_sec + seconds) + (double)t.tv_nsec * 1e-9 + (double)microseconds * 1e-6;
}

static inline int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

/* A piece of work; returns a check number that must be the same every time. */
typedef long work(void *context);

/* Runs a, b, a, b … ROUNDS times after one warm-up each; prints the medians in processor seconds and the median of the ratios a/b, pair by
 * pair, as `name_a`, `name_b` and `name_a/name_b`. */
static inline void alternate(const char *name_a, work *a, const char *name_b, work *b, void *context)
{
    double times_a[ROUNDS], times_b[ROUNDS], ratios[ROUNDS];
    long check_a = a(context), check_b = b(context);
    for (int i = 0; i < ROUNDS; i++) {
        double start = busy();
        long again_a = a(context);
        double middle = busy();
        long again_b = b(context);
        double end = busy();
        if (again_a != check_a || again_b != check_b) {
            fprintf(stderr, "bench: %s and %s do not repeat their answers\n", name_a, name_b);
            exit(1);
        }
        times_a[i] = middle - start;
        times_b[i] = end - middle;
        ratios[i] = times_a[i] / times_b[i];
    }
    printf("%s %.9g\n%s %.9g\n%s/%s %.4f\n", name_a, median(times_a, ROUNDS), name_b, median(times_b, ROUNDS), name_a, name_b,
           median(ratios, ROUNDS));
}

static inline char *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "bench: cannot read %s\n", path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    if (!bytes || fread(bytes, 1, *size, file) != *size)
        exit(1);
    bytes[*size] = '\0';
    fclose(file);
    return bytes;
}

static inline void must(int status, const char *what)
{
    if (status != 0) {
        fprintf(stderr, "bench: %s: status %d\n", what, status);
        exit(1);
    }
}

#endif
