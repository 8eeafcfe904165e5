/* `khung score` from process start to exit beside an empty program, and the load that it must do anyway.
 *   bench_start KHUNG EMPTY FRAMEWORK ANSWERS
 *   bench_start --load FRAMEWORK ANSWERS        the child that loads once and tells how long it took */
#include "bench/bench.h"
#include "khung.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { RUNS = 20 }; /* processes a round: one alone is too short to time */

typedef struct input {
    char **argv;
} input;

static long run(char *const *argv)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    long codes = 0;
    for (int i = 0; i < RUNS; i++) {
        pid_t pid;
        int status = 0;
        must(posix_spawn(&pid, argv[0], &actions, NULL, argv, environ), argv[0]);
        waitpid(pid, &status, 0);
        codes += WEXITSTATUS(status);
    }
    posix_spawn_file_actions_destroy(&actions);
    return codes;
}

static long score(void *context)
{
    const input *in = context;
    char *const argv[] = {in->argv[1], "score", in->argv[3], in->argv[4], NULL};
    return run(argv);
}

static long empty(void *context)
{
    const input *in = context;
    char *const argv[] = {in->argv[2], NULL};
    return run(argv);
}

/* The load as a fresh process pays for it, cold pages and all: seconds of the first load, told by a child. */
static double first_load(char *const *files)
{
    khung_framework *framework = NULL;
    khung_answers *answers = NULL;
    double start = busy();
    must(khung_framework_load_file(&framework, files[0], NULL), files[0]);
    must(khung_answers_load_file(&answers, files[1], NULL), files[1]);
    double seconds = busy() - start;
    khung_answers_free(answers);
    khung_framework_free(framework);
    return seconds;
}

static double cold_load(char **argv)
{
    double seconds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int ends[2];
        if (pipe(ends) != 0)
            exit(1);
        pid_t pid = fork();
        if (pid == 0) {
            char *const again[] = {argv[0], "--load", argv[3], argv[4], NULL};
            dup2(ends[1], 1);
            execv(argv[0], again);
            _exit(1);
        }
        close(ends[1]);
        must(read(ends[0], &seconds[i], sizeof seconds[i]) != sizeof seconds[i], "the child's figure");
        close(ends[0]);
        waitpid(pid, NULL, 0);
    }
    return median(seconds, ROUNDS);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "--load") == 0) {
        double seconds = first_load(argv + 2);
        return write(1, &seconds, sizeof seconds) != sizeof seconds;
    }
    if (argc != 5)
        return 64;
    input in = {argv};
    alternate("start", score, "empty", empty, &in);
    printf("load %.9g\n", cold_load(argv) * RUNS);
    return 0;
}
