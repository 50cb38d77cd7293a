/* dies.h - what a function says before it ends the program, for the tests of those
 * that read configuration. */
#ifndef MM_DIES_H
#define MM_DIES_H

#include "base/err.h"
#include "check.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* dies: f ends the program with MM_USAGE, and `said` is part of its line. */
static inline void dies(void (*f)(void), const char *said)
{
	char text[1024];
	int fd[2], st;
	ssize_t n;
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = fork();
	if (!pid) {
		dup2(fd[1], STDERR_FILENO);
		f();
		_exit(0);
	}
	close(fd[1]);
	n = read(fd[0], text, sizeof(text) - 1);
	close(fd[0]);
	CHECK(waitpid(pid, &st, 0) == pid && WIFEXITED(st));
	CHECK(WEXITSTATUS(st) == MM_USAGE && n > 0);
	text[n] = '\0';
	CHECK(strstr(text, said));
}

#endif
