/* secp_raw - libsecp256k1 alone: signs N digests so that the key can be recovered, and
 * prints the microseconds one took.
 *
 *	secp_raw N
 */
#include "chain/keccak.h"
#include "chain/secp.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
	static const unsigned char secret[SECP_SECRET_LEN] = { [31] = 1 };
	unsigned char digest[SECP_DIGEST_LEN] = { 0 };
	struct secp *s = secp_open(secret);
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
	struct secp_sig sig = { .odd = 0 };
	double start = now_us();

	for (long i = 0; i < n; i++) {
		digest[i & 31] ^= sig.r[i & 31];
		digest[0]++;
		if (!secp_sign(s, &sig, digest, secret))
			return 1;
	}
	printf("%.3f\n", (now_us() - start) / (double)n);
	secp_close(s);
	return 0;
}
