/* fuzz_sol_tx - what is taken for a transaction is one: it is written again as it
 * was, all its indexes are in bounds, and its instructions can be read. */
#include "chain/openbook_ix.h"
#include "chain/sol_ix.h"
#include "fuzz.h"

#include <string.h>

static struct arena arena;

/* A table for every lookup, 256 addresses each. */
static struct sol_lut *tables(const struct sol_message *m)
{
	struct sol_lut *luts =
		arena_alloc(&arena, m->n_lookups * sizeof(*luts));

	for (size_t i = 0; i < m->n_lookups; i++) {
		struct pubkey *keys =
			arena_alloc(&arena, SOL_LUT_MAX * sizeof(*keys));

		for (size_t k = 0; k < SOL_LUT_MAX; k++)
			keys[k] = (struct pubkey){ { 0xee, (uint8_t)i,
						     (uint8_t)k } };
		luts[i] = (struct sol_lut){ m->lookups[i].table, keys,
					    SOL_LUT_MAX };
	}
	return luts;
}

static void check_message(const uint8_t *bytes, size_t len)
{
	struct sol_message m;
	struct sol_meta *keys;
	struct sol_ix *ixs;
	uint8_t again[SOL_TX_MAX];
	size_t n;
	enum sol_err e;

	if (sol_message_parse(&arena, &m, bytes, len))
		return;
	FUZZ_CHECK(sol_message_len(&m) == len && sol_tx_len(&m) <= SOL_TX_MAX);
	FUZZ_CHECK(sol_message_write(again, &m) == again + len);
	FUZZ_CHECK(!memcmp(again, bytes, len));
	e = sol_message_keys(&arena, &keys, &n, &m, tables(&m), m.n_lookups);
	FUZZ_CHECK(e == SOL_OK || e == SOL_EREPEATED);
	if (e)
		return;
	FUZZ_CHECK(n <= SOL_KEYS_MAX && keys[0].signer && keys[0].writable);
	FUZZ_CHECK(!sol_message_resolve(&arena, &ixs, &m, tables(&m),
					m.n_lookups));
	for (size_t i = 0; i < m.n_calls; i++) {
		struct openbook_action market;
		struct sol_action act;

		if (!sol_ix_read(&act, &ixs[i]))
			FUZZ_CHECK(act.kind != IX_NONE);
		if (!openbook_ix_read(&arena, &market, &ixs[i]))
			FUZZ_CHECK(market.market != NULL);
	}
}

void fuzz_one(const uint8_t *data, size_t len)
{
	struct sol_tx tx;
	uint8_t *wire;
	size_t n;

	arena_reset(&arena);
	check_message(data, len);
	if (sol_tx_parse(&tx, data, len))
		return;
	FUZZ_CHECK(!sol_tx_wire(&arena, &wire, &n, &tx));
	FUZZ_CHECK(n == len && !memcmp(wire, data, len));
	check_message(tx.msg, tx.msg_len);
}
