#include "io/breaker_state.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/home.h"
#include "base/mem.h"
#include "chain/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HASH_LEN 8 /* bytes of the URL's hash in the file's name */
#define TEXT_SZ  256
#define N_FIELDS 8
#define TRIES    50
#define TRY_NS   1000000

struct breaker_state {
	struct breaker breaker;
	struct bucket bucket;
	struct bucket_rules rate;
	int fd;    /* -1: not kept */
	bool held; /* the file's lock */
};

/* The URL may hold a key: its hash says which endpoint it is and nothing more. */
static char *state_path(const char *service, const char *url)
{
	const struct hash_part part = { url, strlen(url) };
	unsigned char hash[SHA256_LEN];
	char hex[HEX_SZ(HASH_LEN)];
	struct buf name;
	char *path;

	sha256(hash, &part, 1);
	buf_init(&name, TEXT_SZ);
	if (!buf_addf(&name, "breaker/%s-%s", service,
		      hex_format(hex, hash, HASH_LEN)) ||
	    !buf_add(&name, "", 1))
		abort(); /* a service is a short word */
	path = home_path(name.p);
	buf_free(&name);
	return path;
}

struct breaker_state *breaker_state_open(const char *service, const char *url,
					 const struct bucket_rules *rate)
{
	struct breaker_state *s = mem_alloc(1, sizeof(*s));
	char *folder = home_path("breaker");
	char *path = state_path(service, url);

	s->rate = *rate;
	s->fd = -1;
	if (mkdir(folder, 0700) == 0 || errno == EEXIST)
		s->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
			     0600);
	free(path);
	free(folder);
	return s;
}

void breaker_state_close(struct breaker_state *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

static bool parse(struct breaker *br, struct bucket *bu, const char *text)
{
	int64_t v[N_FIELDS];
	char *end;

	for (int i = 0; i < N_FIELDS; i++, text = end) {
		v[i] = strtoll(text, &end, 10);
		if (end == text)
			return false;
	}
	if (v[0] < BREAKER_CLOSED || v[0] > BREAKER_HALF_OPEN || v[1] < 0 ||
	    v[1] > INT32_MAX)
		return false;
	*br = (struct breaker){ .phase = (enum breaker_phase)v[0],
				.failures = (int)v[1],
				.until_ms = v[2],
				.rest_ms = v[3],
				.hold_ms = v[4] };
	*bu = (struct bucket){ .used = v[5], .plain = v[6], .at_ms = v[7] };
	return true;
}

/* A holder needs microseconds.  One that was stopped meanwhile must not stop us. */
static bool locked(int fd)
{
	const struct timespec pause = { .tv_nsec = TRY_NS };

	for (int i = 0; fd >= 0 && i < TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* Takes the lock and what the others left; without the lock this process goes by
 * what it knows itself.  What is no state of ours is as good as none. */
static void load(struct breaker_state *s)
{
	char text[TEXT_SZ];
	struct breaker br;
	struct bucket bu;
	ssize_t n;

	s->held = locked(s->fd);
	if (!s->held)
		return;
	n = pread(s->fd, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	if (!parse(&br, &bu, text)) {
		br = (struct breaker){ 0 };
		bu = (struct bucket){ 0 };
	}
	s->breaker = breaker_valid(&br, &breaker_rules_default)
			     ? br
			     : (struct breaker){ 0 };
	s->bucket = bucket_valid(&bu, &s->rate) ? bu : (struct bucket){ 0 };
}

static void save(struct breaker_state *s, const struct breaker *br,
		 const struct bucket *bu)
{
	bool changed = memcmp(br, &s->breaker, sizeof(*br)) != 0 ||
		       memcmp(bu, &s->bucket, sizeof(*bu)) != 0;
	char text[TEXT_SZ];
	int n;

	s->breaker = *br;
	s->bucket = *bu;
	if (!s->held)
		return;
	if (changed) {
		/* Padded: the longest text covers whatever stood there. */
		n = snprintf(text, sizeof(text),
			     "%d %d %lld %lld %lld %lld %lld %lld%-80s\n",
			     (int)br->phase, br->failures,
			     (long long)br->until_ms, (long long)br->rest_ms,
			     (long long)br->hold_ms, (long long)bu->used,
			     (long long)bu->plain, (long long)bu->at_ms, "");
		if (pwrite(s->fd, text, (size_t)n, 0) != n)
			(void)ftruncate(s->fd, 0);
	}
	flock(s->fd, LOCK_UN);
}

int64_t breaker_state_ask(struct breaker_state *s, enum bucket_class class,
			  int64_t now_ms)
{
	struct breaker br;
	struct bucket bu;
	int64_t wait;

	load(s);
	br = s->breaker;
	bu = s->bucket;
	wait = class == BUCKET_URGENT
		       ? breaker_hold(&br, &breaker_rules_default, now_ms)
		       : breaker_ask(&br, &breaker_rules_default, now_ms);
	if (!wait) {
		wait = bucket_take(&bu, &s->rate, class, now_ms);
		if (wait) /* no probe after all */
			br = s->breaker;
	}
	save(s, &br, &bu);
	return wait;
}

void breaker_state_tell(struct breaker_state *s, enum breaker_news news,
			int64_t now_ms, int64_t retry_ms)
{
	struct breaker br;
	struct bucket bu;

	load(s);
	br = s->breaker;
	bu = s->bucket;
	switch (news) {
	case BREAKER_GOOD:
		breaker_good(&br);
		break;
	case BREAKER_BAD:
		breaker_bad(&br, &breaker_rules_default, now_ms);
		break;
	case BREAKER_BUSY:
		breaker_busy(&br, &breaker_rules_default, now_ms, retry_ms);
		break;
	}
	save(s, &br, &bu);
}
