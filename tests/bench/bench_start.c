/* `khung score` from process start to exit beside an empty program, and the load that it must do anyway.
 *   bench_start KHUNG EMPTY FRAMEWORK ANSWERS */
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

static long run(char *const *argv) {
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

static long score(void *context) {
    const input *in = context;
    char *const argv[] = {in->argv[1], "score", in->argv[3], in->argv[4], NULL};
    return run(argv);
}

static long empty(void *context) {
    const input *in = context;
    char *const argv[] = {in->argv[2], NULL};
    return run(argv);
}

static long load(void *context) {
    const input *in = context;
    for (int i = 0; i < RUNS; i++) {
        khung_framework *framework = NULL;
        khung_answers *answers = NULL;
        must(khung_framework_load_file(&framework, in->argv[3], NULL), in->argv[3]);
        must(khung_answers_load_file(&answers, in->argv[4], NULL), in->argv[4]);
        khung_answers_free(answers);
        khung_framework_free(framework);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 5)
        return 64;
    input in = {argv};
    alternate("start", score, "empty", empty, &in);
    alternate("start", score, "load", load, &in);
    return 0;
}
