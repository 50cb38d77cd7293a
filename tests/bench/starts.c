/* starts - how long programs take to start and end, by turns.
 *
 *   starts [-i INPUT] N PROGRAM ...
 *
 * Each is run N times, with that file as input or none, and no output; a line
 * each, its median in microseconds. */
#include "base/mem.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static double start(const posix_spawn_file_actions_t *quiet, char *program)
{
	char *argv[] = { program, NULL };
	double began = now_us();
	pid_t pid;
	int status;

	if (posix_spawnp(&pid, program, quiet, NULL, argv, environ) ||
	    waitpid(pid, &status, 0) != pid || WIFSIGNALED(status)) {
		fprintf(stderr, "starts: %s does not run\n", program);
		exit(1);
	}
	return now_us() - began;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	bool fed = argc > 2 && !strcmp(argv[1], "-i");
	const char *input = fed ? argv[2] : "/dev/null";
	char **rest = argv + (fed ? 3 : 1); /* N PROGRAM ... */
	int programs = argc - (fed ? 4 : 2);
	int n = programs > 0 ? (int)strtol(*rest, NULL, 10) : 0;
	posix_spawn_file_actions_t quiet;
	double *us;

	if (n < 1)
		return 2;
	us = mem_alloc((size_t)(n * programs), sizeof(*us));
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, input, O_RDONLY, 0);
	for (int fd = 1; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&quiet, fd, "/dev/null",
						 O_WRONLY, 0);
	for (int i = 0; i < n; i++)
		for (int p = 0; p < programs; p++)
			us[p * n + i] = start(&quiet, rest[p + 1]);
	for (int p = 0; p < programs; p++) {
		qsort(us + p * n, (size_t)n, sizeof(*us), by_size);
		printf("%s %.0f\n", rest[p + 1], us[p * n + n / 2]);
	}
	free(us);
	return 0;
}
