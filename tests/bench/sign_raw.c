/* sign_raw - libsodium alone: signs each message of the tx records on standard input
 * N times, and prints the microseconds a signature took.
 *
 *	sign_raw N <records
 */
#include "base/base64.h"
#include "base/mem.h"
#include "chain/ed25519.h"
#include "data/in.h"
#include "data/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MESSAGES_MAX 4096

struct message {
	uint8_t *bytes;
	size_t len;
};

static size_t read_messages(struct message *v)
{
	struct in *in = in_open("-");
	struct json j = { .tok = NULL };
	size_t n = 0, len;
	char *line;

	while (in_next(in, &line, &len, NULL) == IN_LINE && n < MESSAGES_MAX) {
		const struct json_tok *t;

		if (json_scan(&j, line, len) ||
		    !(t = json_member(&j, 0, "message")))
			continue;
		v[n].bytes = mem_alloc(BASE64_BYTES(t->len) + 1, 1);
		if (base64_parse(v[n].bytes, &v[n].len, t->s, t->len))
			exit(1);
		n++;
	}
	in_close(in);
	json_free(&j);
	return n;
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
	static struct message v[MESSAGES_MAX];
	size_t n = read_messages(v);
	long times = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
	unsigned char seed[ED25519_SEED_LEN], secret[ED25519_SECRET_LEN];
	unsigned char sig[ED25519_SIG_LEN];
	double start;

	memset(seed, 1, sizeof(seed));
	ed25519_secret(secret, seed);
	start = now_us();
	for (long k = 0; k < times; k++)
		for (size_t i = 0; i < n; i++)
			ed25519_sign(sig, v[i].bytes, v[i].len, secret);
	printf("%.3f\n",
	       (now_us() - start) / ((double)n * (double)times + 1e-9));
	for (size_t i = 0; i < n; i++)
		free(v[i].bytes);
	return 0;
}
