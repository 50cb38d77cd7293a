/* cex_sign - orders written and signed: for each of Binance with HMAC, Bybit with HMAC
 * and Binance with Ed25519, a line "<venue> <us of one>". */
#include "chain/ed25519.h"
#include "venue/cex.h"

#include <stdio.h>
#include <time.h>

#define ROUNDS 50000

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static void run(const char *name, const struct cex_venue *v,
		const struct cex_creds *c)
{
	struct cex_request r = { .method = CEX_GET };
	struct cex_order o = { .symbol = "ETHUSDT",
			       .price = { .v = 190012, .scale = 2 },
			       .size = { .v = 15, .scale = 1 } };
	char id[CEX_CLIENT_ID_SZ];
	double start = now_us();

	o.client_id = id;
	for (int i = 0; i < ROUNDS; i++) {
		snprintf(id, sizeof(id), "mm0007-%026d", i);
		o.price.v = 190012 + i;
		v->ask_place(&r, &o, false);
		v->sign(&r, c, INT64_C(1700000000000) + i, 5000);
	}
	printf("%s %.4f\n", name, (now_us() - start) / ROUNDS);
	cex_request_free(&r);
}

int main(void)
{
	static const char key[] = "dbefbc809e3e83c283a984c3a1459732ea7db1360c"
				  "a80c5c2c8867408d28cc83";
	static const char text[] = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff70"
				   "59765ed9821957d82bb4d9";
	static const unsigned char seed[ED25519_SEED_LEN] = { 7 };
	unsigned char secret[ED25519_SECRET_LEN];
	struct cex_creds hmac = { .key = key,
				  .secret = (const unsigned char *)text,
				  .secret_len = sizeof(text) - 1 };
	struct cex_creds ed = { .key = key,
				.secret = secret,
				.secret_len = sizeof(secret),
				.ed25519 = true };

	ed25519_secret(secret, seed);
	run("binance", &cex_binance, &hmac);
	run("bybit", &cex_bybit, &hmac);
	run("ed25519", &cex_binance, &ed);
	return 0;
}
