/* What was signed on Ethereum: sums of 256 bits over spans, and the transactions of one
 * nonce, of which one counts. */
#include "check.h"
#include "data/policy_conf.h"
#include "io/policy_ledger_evm.h"
#include "policy_evm_fixture.h"

#include <string.h>
#include <unistd.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define USDC   2

static char path[64];
static struct arena arena;
static struct policy P;
static const int64_t t0 = INT64_C(1700000000000) / (10 * MINUTE) * 10 * MINUTE;

static struct policy_evm_sums some(uint64_t n)
{
	struct policy_evm_sums s = { .fees = u256_of_u64(n),
				     .gas = 2 * n,
				     .count = 1 };

	s.out[USDC] = u256_of_u64(3 * n);
	return s;
}

/* Counts what `nonce` comes to, and adds what of it is new. */
static void sign(struct policy_ledger *l, uint64_t nonce, int64_t now_ms,
		 const struct policy_evm_sums *sums)
{
	const struct evm_address *from = &P.evm->wallets[0].address;
	const struct evm_tx tx = { .chain_id = 31337, .nonce = nonce };
	struct policy_evm_sums counted[POLICY_SPANS], adds[POLICY_SPANS];
	struct policy_sums spans[POLICY_SPANS], none = { .count = 0 };

	CHECK(!policy_ledger_begin(l, &P, now_ms, spans));
	CHECK(!policy_ledger_evm_counted(l, P.evm, from, &tx, now_ms, counted));
	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++)
		policy_evm_less(&adds[s], sums, &counted[s]);
	CHECK(!policy_ledger_evm_count(l, P.evm, from, &tx, now_ms, sums,
				       counted));
	CHECK(!policy_ledger_evm_add(l, P.evm, now_ms, adds));
	CHECK(!policy_ledger_commit(l, &P, now_ms, &none));
}

static struct policy_evm_sums span(struct policy_ledger *l,
				   enum policy_span which, int64_t now_ms)
{
	struct policy_evm_sums spans[POLICY_SPANS];
	struct policy_sums sol[POLICY_SPANS];

	CHECK(!policy_ledger_begin(l, &P, now_ms, sol));
	CHECK(!policy_ledger_evm_spans(l, P.evm, now_ms, spans));
	policy_ledger_rollback(l);
	return spans[which];
}

static uint64_t out(struct policy_ledger *l, enum policy_span which,
		    int64_t now_ms)
{
	uint64_t n;

	CHECK(!u256_to_u64(&n, span(l, which, now_ms).out[USDC]));
	return n;
}

static struct policy_ledger *fresh(void)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct policy_ledger *l;
	char file[80];

	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(file, sizeof(file), "%s%s", path, ends[i]);
		unlink(file);
	}
	CHECK(!policy_ledger_open(&l, path, 0));
	return l;
}

static void replacements(void)
{
	struct policy_evm_sums ten = some(10), four = some(4),
			       twelve = some(12);
	struct policy_ledger *l = fresh();

	sign(l, 5, t0, &ten);
	CHECK(out(l, POLICY_HOUR, t0) == 30);
	sign(l, 5, t0, &four); /* smaller: the first may land still */
	sign(l, 5, t0 + MINUTE, &twelve);
	CHECK(out(l, POLICY_HOUR, t0 + MINUTE) == 36);
	CHECK(span(l, POLICY_HOUR, t0 + MINUTE).gas == 24);
	CHECK(span(l, POLICY_HOUR, t0 + MINUTE).count == 3); /* signatures */
	sign(l, 6, t0 + MINUTE, &four);
	CHECK(out(l, POLICY_DAY, t0 + MINUTE) == 48);
	/* The hour forgets, and a replacement is new to it. */
	CHECK(out(l, POLICY_HOUR, t0 + 2 * HOUR) == 0);
	sign(l, 5, t0 + 2 * HOUR, &four);
	CHECK(out(l, POLICY_HOUR, t0 + 2 * HOUR) == 12);
	CHECK(out(l, POLICY_DAY, t0 + 2 * HOUR) == 48);
	sign(l, 5, t0 + 2 * HOUR, &ten);
	CHECK(out(l, POLICY_HOUR, t0 + 2 * HOUR) == 30);
	CHECK(out(l, POLICY_DAY, t0 + 2 * HOUR) == 48);
	policy_ledger_close(l);
}

static void wide(void)
{
	struct policy_evm_sums s = some(0);
	struct policy_ledger *l = fresh();
	struct u256 half = U256_MAX;

	half.limb[3] >>= 1;
	s.out[USDC] = half;
	sign(l, 1, t0, &s);
	s.out[USDC] = u256_of_u64(1);
	sign(l, 2, t0, &s);
	half.limb[0] = half.limb[1] = half.limb[2] = 0;
	half.limb[3]++;
	CHECK(!u256_cmp(span(l, POLICY_DAY, t0).out[USDC], half)); /* 2^255 */
	s.out[USDC] = U256_MAX;
	sign(l, 3, t0, &s);
	CHECK(!u256_cmp(span(l, POLICY_DAY, t0).out[USDC], U256_MAX));
	policy_ledger_close(l);
}

int main(void)
{
	char *text = arena_strdup(&arena, POLICY_EVM_TEXT);

	CHECK(!policy_read(&arena, &P, text, strlen(text)));
	snprintf(path, sizeof(path), "/tmp/test_policy_ledger_evm.%ld",
		 (long)getpid());
	replacements();
	wide();
	policy_ledger_close(fresh());
	unlink(path);
	arena_free(&arena);
	printf("pass\n");
	return 0;
}
