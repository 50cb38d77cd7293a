/* test_evm_moves - logs of receipts made by hand: what is none of ours first, then
 * what came and went. */
#include "venue/evm_moves.h"

#include "check.h"

#include <string.h>

#define OURS   "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
#define POOL   "0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640"
#define WETH   "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2"
#define USDC   "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
#define PAD    "0x000000000000000000000000"
#define T_OURS PAD "f39fd6e51aad88f6f4ce6ab8827279cfffb92266"
#define T_POOL PAD "88e6a0c2ddd26feeb64f039a2c41296fcb3f5640"

#define TRANSFER                                                               \
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define APPROVAL                                                               \
	"0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"
#define DEPOSIT                                                                \
	"0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c"
#define WITHDRAWAL                                                             \
	"0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65"
#define ID "0x0000000000000000000000000000000000000000000000000000000000000007"
#define N5 "0x0000000000000000000000000000000000000000000000000000000000000005"
#define N9 "0x0000000000000000000000000000000000000000000000000000000000000009"
#define MOST                                                                   \
	"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static struct arena arena;

static struct evm_address address(const char *text)
{
	struct evm_address a;

	CHECK(evm_address_parse(&a, text, strlen(text)));
	return a;
}

static struct evm_moves ours(void)
{
	return (struct evm_moves){ .account = address(OURS),
				   .wrapped = address(WETH) };
}

static struct evm_log said(const char *by, const char *t0, const char *t1,
			   const char *t2, const char *data)
{
	return (struct evm_log){
		.address = by,
		.topic = { t0, t1, t2 },
		.n_topics = t2 ? 3 : 2,
		.data = data,
		.data_len = strlen(data) / 2 - 1,
	};
}

static const char *count(struct evm_moves *m, struct evm_log *logs, size_t n)
{
	const struct evm_receipt r = {
		.found = true, .ok = true, .logs = logs, .n_logs = n
	};

	return evm_moves_add(m, &arena, &r);
}

static void is(const struct evm_moves *m, const char *token, uint64_t in,
	       uint64_t out)
{
	struct evm_address at = address(token);

	for (size_t i = 0; i < m->n; i++)
		if (evm_address_eq(&m->v[i].token, &at)) {
			CHECK(!u256_cmp(m->v[i].in, u256_of_u64(in)));
			CHECK(!u256_cmp(m->v[i].out, u256_of_u64(out)));
			return;
		}
	CHECK(!in && !out);
}

static void test_none_of_ours(void)
{
	struct evm_log logs[] = {
		said(USDC, TRANSFER, T_POOL, T_POOL, N5), /* of others */
		said(USDC, TRANSFER, T_OURS, T_OURS, N5), /* to itself */
		said(USDC, APPROVAL, T_OURS, T_POOL, N5),
		said(WETH, DEPOSIT, T_POOL, NULL, N5),
		said(USDC, DEPOSIT, T_OURS, NULL, N5),      /* not of WETH */
		said(POOL, TRANSFER, T_POOL, T_OURS, "0x"), /* an NFT: */
	};
	struct evm_moves m = ours();

	logs[5].topic[3] = ID;
	logs[5].n_topics = 4;
	CHECK(!count(&m, logs, COUNT(logs)));
	CHECK(m.n == 0);
}

static void test_bad(void)
{
	struct evm_log none = said(USDC, TRANSFER, T_POOL, T_OURS, "0x");
	struct evm_log two = said(USDC, TRANSFER, T_POOL, T_OURS,
				  N5 "00000000000000000000000000000000"
				     "00000000000000000000000000000000");
	struct evm_log wrap = said(WETH, DEPOSIT, T_OURS, NULL, "0x05");
	struct evm_log most = said(USDC, TRANSFER, T_POOL, T_OURS, MOST);
	struct evm_moves m = ours();

	CHECK(count(&m, &none, 1));
	CHECK(count(&m, &two, 1));
	CHECK(count(&m, &wrap, 1));
	CHECK(!count(&m, &most, 1));
	CHECK(count(&m, &most, 1)); /* twice is over 256 bits */
}

static void test_moves(void)
{
	struct evm_log burn[] = {
		said(WETH, TRANSFER, T_POOL, T_OURS, N9),
		said(USDC, TRANSFER, T_POOL, T_OURS, N5),
	};
	struct evm_log swap[] = {
		said(WETH, TRANSFER, T_OURS, T_POOL, N5),
		said(USDC, TRANSFER, T_POOL, T_OURS, N9),
		said(USDC, TRANSFER, T_POOL, T_OURS, N9),
	};
	struct evm_log wrap[] = {
		said(WETH, DEPOSIT, T_OURS, NULL, N9),
		said(WETH, WITHDRAWAL, T_OURS, NULL, N5),
	};
	struct evm_moves m = ours();

	CHECK(!count(&m, burn, COUNT(burn)));
	is(&m, WETH, 9, 0);
	is(&m, USDC, 5, 0);
	CHECK(!count(&m, swap, COUNT(swap)));
	is(&m, WETH, 9, 5);
	is(&m, USDC, 23, 0);
	CHECK(!count(&m, wrap, COUNT(wrap)));
	is(&m, WETH, 18, 10);
	is(&m, "0x0000000000000000000000000000000000000000", 5, 9);
	CHECK(m.n == 3);
}

int main(void)
{
	test_none_of_ours();
	test_bad();
	test_moves();
	arena_free(&arena);
	printf("test_evm_moves: pass\n");
	return 0;
}
