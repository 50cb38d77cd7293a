/* chain - the formats of Solana, and beside them what they cannot do without, in one
 * process by turns: lines "<what> <ns ours> <ns of the peer>".
 *
 *	book     both full sides and 32 open-orders accounts decoded; their bytes
 *	         read from base64
 *	read     a full transaction read to the last instruction; its message signed
 *	build    the same message made of its plan; signed
 *	base58   a signature as text; one SHA-256 of its bytes
 */
#include "base/base64.h"
#include "chain/base58.h"
#include "chain/ed25519.h"
#include "chain/hash.h"
#include "chain/openbook_ix.h"
#include "check.h"
#include "openbook_fixture.h"

#include <time.h>

#define NODES   909 /* of the slab everyone makes */
#define LEAVES  455
#define N_OOS   32
#define ROUNDS  7
#define REPEATS 200

static struct arena arena;

/* ---- accounts ---- */

static uint8_t sides[2][SLAB_LEN(NODES)], oos[N_OOS][OPENBOOK_OO_LEN];
static char *texts[2 + N_OOS];

static void make_book(void)
{
	static struct fixture_order v[LEAVES];
	uint64_t rng = 1;

	for (int side = 0; side < 2; side++) {
		fixture_orders(v, LEAVES, &rng);
		fixture_slab(sides[side], NODES, (enum openbook_side)side, v,
			     LEAVES, &rng);
		texts[side] = malloc(BASE64_SZ(sizeof(sides[side])));
		base64_format(texts[side], sides[side], sizeof(sides[side]));
	}
	for (int i = 0; i < N_OOS; i++) {
		for (size_t k = 13; k < 77; k++)
			oos[i][k] = (uint8_t)check_rand(&rng);
		for (size_t k = 109; k < OPENBOOK_OO_LEN; k++)
			oos[i][k] = (uint8_t)check_rand(&rng);
		fixture_frame(oos[i], OPENBOOK_OO_LEN, 5);
		texts[2 + i] = malloc(BASE64_SZ(OPENBOOK_OO_LEN));
		base64_format(texts[2 + i], oos[i], OPENBOOK_OO_LEN);
	}
}

static void decode_book(void)
{
	static struct openbook_oo oo;
	struct openbook_slab s;

	arena_reset(&arena);
	for (int side = 0; side < 2; side++)
		CHECK(!openbook_slab_decode(&arena, &s, sides[side],
					    sizeof(sides[side])) &&
		      s.n == LEAVES);
	for (int i = 0; i < N_OOS; i++)
		CHECK(!openbook_oo_decode(&oo, oos[i], sizeof(oos[i])));
}

static void read_texts(void)
{
	static uint8_t bytes[sizeof(sides[0]) + 2];
	size_t n;

	for (int i = 0; i < 2 + N_OOS; i++)
		CHECK(!base64_parse(bytes, &n, texts[i], strlen(texts[i])));
}

/* ---- transactions ---- */

static struct openbook_market market;
static struct pubkey oo_key = { { 2 } }, owner = { { 3 } }, payer = { { 4 } };
static struct sol_ix ixs[2];
static struct sol_plan plan;
static uint8_t *msg;
static size_t msg_len;
static unsigned char secret[ED25519_SECRET_LEN];

static void name_market(void)
{
	struct pubkey *of_market[] = {
		&market.address,     &market.base_vault,    &market.quote_vault,
		&market.event_queue, &market.request_queue, &market.bids,
		&market.asks,
	};

	for (uint8_t i = 0; i < COUNT(of_market); i++)
		*of_market[i] = (struct pubkey){ { 1, i } };
}

/* Five bids and five asks: what a legacy transaction takes. */
static void make_plan(void)
{
	static const unsigned char seed[ED25519_SEED_LEN] = { 7 };
	struct openbook_action act;

	name_market();
	act = openbook_action(&market, OPENBOOK_REPLACE_MANY);
	act.open_orders = &oo_key;
	act.owner = &owner;
	act.payer = &payer;
	for (act.n_orders = 0; act.n_orders < 5; act.n_orders++)
		act.orders[act.n_orders] = (struct openbook_order){
			OPENBOOK_BID,       100, 5, 500,       OPENBOOK_ABORT,
			OPENBOOK_POST_ONLY, 7,   9, 1700000000
		};
	ixs[0] = openbook_ix_make(&arena, &openbook_program, &act);
	for (size_t i = 0; i < act.n_orders; i++)
		act.orders[i].side = OPENBOOK_ASK;
	ixs[1] = openbook_ix_make(&arena, &openbook_program, &act);
	plan = (struct sol_plan){ .payer = owner, .ixs = ixs, .n_ixs = 2 };
	ed25519_secret(secret, seed);
	CHECK(!sol_message_build(&arena, &msg, &msg_len, &plan));
	msg = memcpy(malloc(msg_len), msg, msg_len);
	for (int i = 0; i < 2; i++) { /* out of the arena */
		size_t n = ixs[i].n_accounts * sizeof(*ixs[i].accounts);

		ixs[i].accounts = memcpy(malloc(n), ixs[i].accounts, n);
		ixs[i].data = memcpy(malloc(ixs[i].data_len), ixs[i].data,
				     ixs[i].data_len);
	}
}

static void read_message(void)
{
	struct openbook_action act;
	struct sol_message m;
	struct sol_ix *v;

	arena_reset(&arena);
	CHECK(!sol_message_parse(&arena, &m, msg, msg_len));
	CHECK(!sol_message_resolve(&arena, &v, &m, NULL, 0));
	for (size_t i = 0; i < m.n_calls; i++)
		CHECK(!openbook_ix_read(&arena, &act, &v[i]));
}

static void build_message(void)
{
	uint8_t *bytes;
	size_t len;

	arena_reset(&arena);
	CHECK(!sol_message_build(&arena, &bytes, &len, &plan));
}

static unsigned char sig[ED25519_SIG_LEN];

static void sign(void)
{
	ed25519_sign(sig, msg, msg_len, secret);
}

/* ---- text ---- */

static void write_sig(void)
{
	char text[BASE58_SZ(ED25519_SIG_LEN)];

	base58_encode(text, sig, sizeof(sig));
	sig[0] = (unsigned char)text[5];
}

static void hash_sig(void)
{
	unsigned char digest[SHA256_LEN];

	sha256(digest, &(struct hash_part){ sig, sizeof(sig) }, 1);
	sig[0] = digest[0];
}

/* ---- */

static double ns_of(void (*f)(void))
{
	struct timespec a, b;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (int i = 0; i < REPEATS; i++)
		f();
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	return ((double)(b.tv_sec - a.tv_sec) * 1e9 +
		(double)(b.tv_nsec - a.tv_nsec)) /
	       REPEATS;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void compare(const char *what, void (*ours)(void), void (*peer)(void))
{
	double a[ROUNDS], b[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		a[i] = ns_of(ours);
		b[i] = ns_of(peer);
	}
	qsort(a, ROUNDS, sizeof(*a), by_size);
	qsort(b, ROUNDS, sizeof(*b), by_size);
	printf("%s %.0f %.0f\n", what, a[ROUNDS / 2], b[ROUNDS / 2]);
}

int main(void)
{
	make_book();
	make_plan();
	compare("book", decode_book, read_texts);
	compare("read", read_message, sign);
	compare("build", build_message, sign);
	compare("base58", write_sig, hash_sig);
	return 0;
}
