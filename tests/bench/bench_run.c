/* A program run alone: what it costs the processor and the most memory it held. Started from a small process, since Linux counts the memory of whoever starts
 * a program as that program's.
 *   bench_run OUT PROGRAM WORDS...        its output goes to OUT; exits as it does */
#include "bench/bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void be(char **argv)
{
    int out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600), none = open("/dev/null", O_WRONLY);
    if (out >= 0 && none >= 0 && dup2(out, STDOUT_FILENO) >= 0 && dup2(none, STDERR_FILENO) >= 0)
        execv(argv[2], argv + 2);
    _exit(127);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    struct rusage used;
    int status = 0;
    if (argc < 3)
        return 64;
    pid_t pid = fork();
    if (pid == 0)
        be(argv);
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
        return 70;
    printf("seconds %.6f\npeak %ld\n", seconds_of(used.ru_utime) + seconds_of(used.ru_stime), used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}
