#include "base/conf.h"
#include "io/vault.h"
#include "rotate.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET_FD 3
#define LOCK_FD   9
#define UNLOCK_SZ 4200

extern char **environ;

enum mm_exit rotate_load(struct rotation *r, struct cex_key *key)
{
	const unsigned char *secret;
	const char *why = NULL;
	struct vault *v;
	enum vault_err e = vault_open(&v);
	size_t len;

	*key = (struct cex_key){ .held = { NULL, 0 } };
	if (!e)
		e = vault_unlock(v, NULL);
	if (!e)
		e = vault_load(v, &secret, &len, r->in_vault, SEAL_SECRET);
	if (e)
		mm_warn("%s: %s", r->venue->name, vault_message(v));
	else
		why = cex_key_read(key, (const char *)secret, len);
	if (why)
		mm_warn("%s: '%s': %s", r->venue->name, r->in_vault, why);
	vault_close(v);
	return e ? vault_exit(e) : why ? MM_USAGE : MM_OK;
}

/* key-vault put, with the secret's pipe as its descriptor.  0: it cannot be started. */
static pid_t start(const struct rotation *r, int from)
{
	char unlock[UNLOCK_SZ], fd[4];
	char *argv[] = { (char[]){ "key-vault" },
			 (char[]){ "put" },
			 (char[]){ "--fd" },
			 fd,
			 (char[]){ "-o" },
			 unlock,
			 (char[]){ "--" },
			 NULL,
			 NULL };
	posix_spawn_file_actions_t todo;
	char name[VAULT_NAME_SZ];
	pid_t pid = 0;
	int e;

	snprintf(fd, sizeof(fd), "%d", SECRET_FD);
	snprintf(unlock, sizeof(unlock), "VAULT_UNLOCK=%s",
		 conf_text("VAULT_UNLOCK"));
	snprintf(name, sizeof(name), "%s", r->in_vault);
	argv[7] = name;
	posix_spawn_file_actions_init(&todo);
	/* Not on descriptor 1: records go there. */
	posix_spawn_file_actions_addopen(&todo, STDOUT_FILENO, "/dev/null",
					 O_WRONLY, 0);
	/* As long as it runs no other rotation begins, though this one be
	 * killed. */
	posix_spawn_file_actions_adddup2(&todo, r->lock.fd, LOCK_FD);
	posix_spawn_file_actions_adddup2(&todo, from, SECRET_FD);
	e = posix_spawnp(&pid, argv[0], &todo, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&todo);
	if (e)
		mm_warn("key-vault cannot be started: %s", strerror(e));
	return e ? 0 : pid;
}

/* All of it fits into a pipe. */
static bool fill(int to, const struct secret *text)
{
	ssize_t n = write(to, text->p, text->len);

	return n == (ssize_t)text->len;
}

static bool ended_well(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool rotate_hand_over(struct rotation *r, const struct secret *text)
{
	pid_t pid = 0;
	int ends[2], moved;
	bool ok;

	if (pipe(ends) != 0) {
		mm_warn("no pipe: %s", strerror(errno));
		return false;
	}
	(void)!fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	/* Out of the way of the child's descriptors. */
	moved = fcntl(ends[0], F_DUPFD_CLOEXEC, LOCK_FD + 1);
	close(ends[0]);
	ok = moved >= 0 && fill(ends[1], text);
	close(ends[1]);
	if (ok)
		pid = start(r, moved);
	if (moved >= 0)
		close(moved);
	ok = pid && ended_well(pid);
	if (!ok)
		mm_warn("%s: key-vault did not take the new key",
			r->venue->name);
	return ok;
}
