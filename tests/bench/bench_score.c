/* Prepared scoring beside a plain C loop written for this one framework: mean of means, exact, n/a left out.
 *   bench_score FRAMEWORK ANSWERS    ANSWERS: one line an assessment, one character a criterion (level 0-3, or n) */
#include "bench/bench.h"
#include "framework.h"
#include "rational.h"

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

/* An exact fraction; the plain loop never reduces. */
typedef struct fraction {
    int64_t above, below;
} fraction;

/* What an assessment came to, as the engine gives it: score and range of every domain and of the total, percents, coverage. */
typedef struct outcome {
    fraction score[DOMAINS + 1], lo[DOMAINS + 1], hi[DOMAINS + 1], percent[DOMAINS + 1]; /* the last is the total */
    uint32_t answered, not_applicable;
} outcome;

/* x + w × y */
static inline fraction plus(fraction x, int64_t w, fraction y)
{
    return (fraction){x.above * y.below + w * y.above * x.below, x.below * y.below};
}

/* The place of x in [lo, hi], all three over the same denominator. */
static inline fraction percent(fraction x, fraction lo, fraction hi)
{
    return (fraction){100 * (x.above - lo.above), hi.above - lo.above};
}

static inline bool domain(outcome *out, const input *in, const khung_official *answers, int d)
{
    int64_t sum = 0, weight = 0;
    for (int i = in->domain_first[d]; i < in->domain_first[d + 1]; i++) {
        if (answers[i].state == KHUNG_NOT_APPLICABLE) {
            out->not_applicable++;
            continue;
        }
        sum += in->weight[i] * in->points[answers[i].level];
        weight += in->weight[i];
        out->answered++;
    }
    out->score[d] = (fraction){sum, weight};
    out->lo[d] = (fraction){weight * in->points[0], weight};
    out->hi[d] = (fraction){weight * in->points[3], weight};
    out->percent[d] = percent(out->score[d], out->lo[d], out->hi[d]);
    return weight > 0;
}

static void plain_one(outcome *out, const input *in, const khung_official *answers)
{
    fraction score = {0, 1}, lo = {0, 1}, hi = {0, 1};
    int64_t weights = 0;
    out->answered = out->not_applicable = 0;
    for (int d = 0; d < DOMAINS; d++) {
        if (!domain(out, in, answers, d))
            continue;
        score = plus(score, in->domain_weight[d], out->score[d]);
        lo = plus(lo, in->domain_weight[d], out->lo[d]);
        hi = plus(hi, in->domain_weight[d], out->hi[d]);
        weights += in->domain_weight[d];
    }
    score.below *= weights;
    lo.below *= weights;
    hi.below *= weights;
    out->score[DOMAINS] = score;
    out->lo[DOMAINS] = lo;
    out->hi[DOMAINS] = hi;
    out->percent[DOMAINS] = percent(score, lo, hi);
}

static long plain(void *context)
{
    const input *in = context;
    static outcome out;
    long check = 0;
    for (int r = 0; r < REPEAT; r++)
        for (int i = 0; i < in->count; i++) {
            plain_one(&out, in, in->answers[i]);
            check += out.answered + (out.percent[DOMAINS].above > 0);
        }
    return check;
}

static long prepared(void *context)
{
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

static void read_answers(input *in, const char *path)
{
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

static void flatten(input *in)
{
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

static int64_t divisor(int64_t a, int64_t b)
{
    return b ? divisor(b, a % b) : a;
}

static void print(fraction value)
{
    int64_t by = divisor(value.above, value.below);
    printf(" %lld", (long long)(value.above / by));
    if (value.below != by)
        printf("/%lld", (long long)(value.below / by));
}

/* a/b = c/d, by multiplying crosswise in limbs: the engine's fractions may be longer than a word. */
static bool same(khung_fraction ours, fraction theirs)
{
    khung__arena arena = {0};
    khung__rat mine = {true, false, ours.above_n, ours.below_n, ours.above, ours.below}, left, right;
    left = khung__rat_mul(&arena, mine, khung__rat_int(&arena, theirs.below));
    right = khung__rat_int(&arena, theirs.above);
    bool equal = left.has && khung__rat_cmp(left, right) == 0;
    khung__arena_free(&arena);
    return equal;
}

static void print_outcome(const outcome *out)
{
    printf("scores");
    for (int d = 0; d <= DOMAINS; d++)
        if (out->score[d].below) {
            print(out->score[d]);
            print(out->percent[d]);
        }
    printf("\n");
}

/* Both must give the same exact numbers for every assessment; the first twenty are printed for the peers in Python. */
static void compare(input *in)
{
    static outcome plain_out;
    for (int i = 0; i < in->count; i++) {
        khung_summary summary;
        plain_one(&plain_out, in, in->answers[i]);
        must(khung_scorer_run(&summary, in->scorer, in->scratch, in->answers[i], NULL, CRITERIA), "score");
        must(summary.answered != plain_out.answered, "the same coverage");
        for (int d = 0; d <= DOMAINS; d++) {
            khung_part part;
            int at = d == 0 ? DOMAINS : d - 1;
            must(khung_scratch_part(&part, in->scratch, (size_t)d), "part");
            must(!same(part.score, plain_out.score[at]), "the same score");
            must(!same(part.lo, plain_out.lo[at]) || !same(part.hi, plain_out.hi[at]), "the same range");
            must(!same(part.percent, plain_out.percent[at]), "the same percent");
        }
        if (i < 20)
            print_outcome(&plain_out);
    }
}

int main(int argc, char **argv)
{
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
