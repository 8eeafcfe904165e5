/* Prepared scoring beside a plain C loop written for this one framework: mean of means, exact, n/a left out.
 *   bench_score FRAMEWORK ANSWERS    ANSWERS: one line an assessment, one character a criterion (level 0-3, or n) */
#include "bench/bench.h"
#include "framework.h"

enum { MOST = 1000, CRITERIA = 100, DOMAINS = 8, REPEAT = 20 };

/* What the plain loop is written against: whole weights and points in the order of the file. */
typedef struct input {
    khung_framework *framework;
    khung_scorer *scorer;
    khung_scratch *scratch;
    khung_official answers[MOST][CRITERIA];
    int count, domain_first[DOMAINS + 1];
    int64_t weight[CRITERIA], domain_weight[DOMAINS], points[4];
} input;

typedef struct total {
    int64_t above, below, lo_above, lo_below; /* total and the least that could be reached, as fractions */
    uint32_t answered, not_applicable;
} total;

/* Adds w × a/b to x/y. */
static inline void add(int64_t *x, int64_t *y, int64_t w, int64_t a, int64_t b) {
    *x = *x * b + w * a * *y;
    *y *= b;
}

static inline void domain(total *out, const input *in, const khung_official *answers, int d, int64_t *weights) {
    int64_t sum = 0, lo = 0, weight = 0;
    for (int i = in->domain_first[d]; i < in->domain_first[d + 1]; i++) {
        if (answers[i].state == KHUNG_NOT_APPLICABLE) {
            out->not_applicable++;
            continue;
        }
        sum += in->weight[i] * in->points[answers[i].level];
        lo += in->weight[i] * in->points[0];
        weight += in->weight[i];
        out->answered++;
    }
    if (weight == 0)
        return;
    add(&out->above, &out->below, in->domain_weight[d], sum, weight);
    add(&out->lo_above, &out->lo_below, in->domain_weight[d], lo, weight);
    *weights += in->domain_weight[d];
}

static total plain_one(const input *in, const khung_official *answers) {
    total out = {0, 1, 0, 1, 0, 0};
    int64_t weights = 0;
    for (int d = 0; d < DOMAINS; d++)
        domain(&out, in, answers, d, &weights);
    out.below *= weights;
    out.lo_below *= weights;
    return out;
}

static long plain(void *context) {
    const input *in = context;
    long check = 0;
    for (int r = 0; r < REPEAT; r++)
        for (int i = 0; i < in->count; i++) {
            total t = plain_one(in, in->answers[i]);
            check += t.answered + (t.above > t.lo_above);
        }
    return check;
}

static long prepared(void *context) {
    input *in = context;
    long check = 0;
    khung_summary summary;
    for (int r = 0; r < REPEAT; r++)
        for (int i = 0; i < in->count; i++) {
            must(khung_scorer_run(&summary, in->scorer, in->scratch, in->answers[i], NULL, CRITERIA), "score");
            check += summary.answered + summary.has_score;
        }
    return check;
}

static void read_answers(input *in, const char *path) {
    size_t size;
    char *text = read_whole(path, &size), *line = text;
    for (; *line && in->count < MOST; line = strchr(line, '\n') + 1, in->count++)
        for (int i = 0; i < CRITERIA; i++) {
            khung_official *answer = &in->answers[in->count][i];
            *answer = (khung_official){.state = line[i] == 'n' ? KHUNG_NOT_APPLICABLE : KHUNG_ANSWERED};
            answer->level = line[i] == 'n' ? 0 : (uint8_t)(line[i] - '0');
        }
    free(text);
}

static void flatten(input *in) {
    const khung_framework *f = in->framework;
    for (int i = 0; i < CRITERIA; i++)
        in->weight[i] = f->criteria[i].weight / KHUNG__MICRO;
    for (int i = 0; i < 4; i++)
        in->points[i] = f->scales[0].levels[i].points / KHUNG__MICRO;
    for (int d = 0; d < DOMAINS; d++) {
        in->domain_first[d] = (int)f->domains[d + 1].first_criterion;
        in->domain_weight[d] = f->domains[d + 1].weight / KHUNG__MICRO;
    }
    in->domain_first[DOMAINS] = CRITERIA;
}

static int64_t divisor(int64_t a, int64_t b) {
    return b ? divisor(b, a % b) : a;
}

static void fraction(int64_t above, int64_t below) {
    int64_t by = divisor(above, below);
    printf(" %lld", (long long)(above / by));
    if (below != by)
        printf("/%lld", (long long)(below / by));
}

/* Both must give the same exact total for every assessment; the first twenty are printed for the peers in Python. */
static void compare(input *in) {
    for (int i = 0; i < in->count; i++) {
        total t = plain_one(in, in->answers[i]);
        khung_summary summary;
        khung_part root;
        must(khung_scorer_run(&summary, in->scorer, in->scratch, in->answers[i], NULL, CRITERIA), "score");
        must(khung_scratch_part(&root, in->scratch, 0), "total");
        if (root.score.above_n > 2 || root.score.below_n > 2)
            must(1, "a total of this framework fits 128 bits");
        unsigned __int128 above = root.score.above[0], below = root.score.below[0];
        above |= root.score.above_n > 1 ? (unsigned __int128)root.score.above[1] << 64 : 0;
        below |= root.score.below_n > 1 ? (unsigned __int128)root.score.below[1] << 64 : 0;
        int64_t by = divisor(t.above, t.below);
        must(above * (unsigned __int128)(t.below / by) != below * (unsigned __int128)(t.above / by), "the same total");
        if (i >= 20)
            continue;
        printf("total");
        fraction(t.above, t.below);
        fraction(100 * (t.above / by - t.below / by), 3 * (t.below / by));
        printf("\n");
    }
}

int main(int argc, char **argv) {
    static input in;
    if (argc != 3)
        return 64;
    must(khung_framework_load_file(&in.framework, argv[1], NULL), argv[1]);
    if (khung_framework_criteria(in.framework) != CRITERIA || khung_framework_domains(in.framework) != DOMAINS)
        return 64;
    must(khung_scorer_prepare(&in.scorer, in.framework, NULL), "prepare");
    must(khung_scratch_new(&in.scratch, in.scorer), "scratch");
    flatten(&in);
    read_answers(&in, argv[2]);
    compare(&in);
    khung__alloc_fail_at(0);
    long before = (long)khung__alloc_count();
    prepared(&in);
    printf("allocations %ld\n", (long)khung__alloc_count() - before);
    alternate("prepared", prepared, "plain", plain, &in);
    khung_scratch_free(in.scratch);
    khung_scorer_free(in.scorer);
    khung_framework_free(in.framework);
    return 0;
}
