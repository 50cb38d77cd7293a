/* fuzz_openbook - accounts of OpenBook, tokens, nonces and tables: whatever the
 * bytes, nothing outside them is read, and what is taken is in bounds. */
#include "chain/openbook.h"
#include "chain/sol_message.h"
#include "chain/token.h"
#include "fuzz.h"

#include <string.h>

static struct arena arena;

static void check_slab(const uint8_t *data, size_t len)
{
	struct openbook_slab s;

	if (openbook_slab_decode(&arena, &s, data, len))
		return;
	FUZZ_CHECK(2 * s.n <= s.capacity + 1u && s.bump_index <= s.capacity);
	for (size_t i = 0; i < s.n; i++) {
		const struct openbook_leaf *l = &s.leaves[i];

		FUZZ_CHECK(l->node < s.capacity && l->slot < OPENBOOK_OO_SLOTS);
		FUZZ_CHECK(l->price == openbook_id_price(l->order_id));
		FUZZ_CHECK(!i || (s.side == OPENBOOK_BID
					  ? l->order_id < l[-1].order_id
					  : l->order_id > l[-1].order_id));
	}
}

static void check_events(const uint8_t *data, size_t len)
{
	struct openbook_events q;
	struct openbook_event e;

	if (openbook_events_decode(&q, data, len))
		return;
	FUZZ_CHECK(q.count <= q.capacity && q.next - q.first <= q.capacity);
	FUZZ_CHECK(q.next - q.count >= q.first);
	for (uint64_t seq = q.first; seq != q.next; seq++) {
		enum openbook_err err = openbook_events_get(&e, &q, seq);

		FUZZ_CHECK(err == OPENBOOK_OK || err == OPENBOOK_CORRUPT);
		FUZZ_CHECK(err || (e.seq == seq && e.slot < OPENBOOK_OO_SLOTS));
	}
	FUZZ_CHECK(openbook_events_get(&e, &q, q.next) == OPENBOOK_COUNT);
	FUZZ_CHECK(openbook_events_get(&e, &q, q.first - 1) == OPENBOOK_COUNT);
}

static void check_others(const uint8_t *data, size_t len)
{
	struct openbook_requests r;
	struct openbook_market m;
	struct openbook_oo oo;

	if (!openbook_requests_decode(&r, data, len))
		FUZZ_CHECK(r.count <= r.capacity && r.head < r.capacity);
	if (!openbook_market_decode(&m, data, len))
		FUZZ_CHECK(m.base_lot && m.quote_lot);
	if (!openbook_oo_decode(&oo, data, len)) {
		int n = 0;

		for (int i = 0; i < OPENBOOK_OO_SLOTS; i++)
			n += !openbook_oo_used(&oo, i);
		FUZZ_CHECK(n == openbook_oo_slots_free(&oo));
		FUZZ_CHECK(oo.base_free <= oo.base_total);
	}
}

static void check_accounts(const uint8_t *data, size_t len)
{
	struct token_account t;
	struct token_mint m;
	struct nonce_account n;
	struct lut_account l;

	if (!token_account_decode(&t, &sol_token_program, data, len))
		FUZZ_CHECK(len == TOKEN_ACCOUNT_LEN);
	if (!token_mint_decode(&m, &sol_token_program, data, len))
		FUZZ_CHECK(len == TOKEN_MINT_LEN);
	if (!nonce_account_decode(&n, &sol_system_program, data, len))
		FUZZ_CHECK(len == NONCE_ACCOUNT_LEN);
	if (!lut_account_decode(&l, &sol_alt_program, data, len))
		FUZZ_CHECK(l.n <= SOL_LUT_MAX &&
			   len == LUT_HEAD_LEN + l.n * PUBKEY_LEN);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	uint8_t *framed;

	arena_reset(&arena);
	check_slab(data, len);
	check_events(data, len);
	check_others(data, len);
	check_accounts(data, len);
	if (len < 5 + 7)
		return;
	/* Again with both marks in place, which few edits leave alone. */
	framed = memcpy(malloc(len), data, len);
	memcpy(framed, "serum", 5);
	memcpy(framed + len - 7, "padding", 7);
	check_slab(framed, len);
	check_events(framed, len);
	check_others(framed, len);
	free(framed);
}
