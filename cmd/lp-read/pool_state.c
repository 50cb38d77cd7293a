/* pool_state.c - how a pool stands at the frame's block. */
#include "pools.h"

#include "base/conf.h"
#include "chain/venues.h"

#define V2_FEE_PPM    3000
#define FEE_MAX_PPM   1000000
#define CORE_WORDS    (UNIV4_LIQUIDITY + 1)
#define V3_PROTOCOL   5 /* word of slot0 */
#define V3_SLOT_WORDS 7

/* ---- questions ---- */

static void ask_v2(struct reader *r, struct pool *p)
{
	p->reserves = reader_ask(r, &p->at, V2_RESERVES, NULL);
	if (r->contracts.v2_factory.known)
		p->fee_to = reader_ask(r, &r->contracts.v2_factory.at,
				       V2_FEE_TO, NULL);
}

static void ask_v3(struct reader *r, struct pool *p)
{
	const struct u256 ago[] = { u256_of_u64(ABI_WORD), u256_of_u64(2),
				    u256_of_u64((uint64_t)conf_int("TWAP_S")),
				    U256_ZERO };

	p->fee_view = reader_ask(r, &p->at, V3_FEE, NULL);
	p->spacing_view = reader_ask(r, &p->at, V3_SPACING, NULL);
	p->slot0 = reader_ask(r, &p->at, V3_SLOT0, NULL);
	p->in_range = reader_ask(r, &p->at, V3_LIQUIDITY, NULL);
	p->growth[0] = reader_ask(r, &p->at, V3_GROWTH0, NULL);
	p->growth[1] = reader_ask(r, &p->at, V3_GROWTH1, NULL);
	p->observe = reader_ask(r, &p->at, V3_OBSERVE, ago);
}

void pool_state_ask(struct reader *r, struct pool *p)
{
	if (p->kind == POOL_V4) {
		p->core = reader_ask(
			r, &p->at, V4_STORAGE,
			(struct u256[]){ univ4_slot(p->id, UNIV4_SLOT0),
					 u256_of_u64(CORE_WORDS) });
		return;
	}
	p->token[0] = reader_ask(r, &p->at, POOL_TOKEN0, NULL);
	p->token[1] = reader_ask(r, &p->at, POOL_TOKEN1, NULL);
	if (p->kind == POOL_V2)
		ask_v2(r, p);
	else
		ask_v3(r, p);
}

/* ---- answers ---- */

static const char unlike[] = "it does not answer as a pool of its kind does";
static const char priceless[] = "it has no price yet";

static bool small(int64_t *out, const struct evm_view *v, int64_t most)
{
	const uint8_t *said = reader_answer(v, 1);
	uint64_t n;

	if (!said || u256_to_u64(&n, uniswap_word(said, 0)) ||
	    n > (uint64_t)most)
		return false;
	*out = (int64_t)n;
	return true;
}

/* Its words, behind those that say where they are. */
static const uint8_t *core_of(const struct pool *p)
{
	const uint8_t *said =
		reader_answer(p->core, V4_STORAGE_FIRST + CORE_WORDS);

	return said ? said + V4_STORAGE_FIRST * ABI_WORD : NULL;
}

bool pool_tick(int32_t *tick, int32_t *spacing, const struct pool *p)
{
	const uint8_t *said;
	struct univ4_slot0 v4;
	int64_t n;

	if (p->kind == POOL_V4) {
		said = core_of(p);
		if (!said)
			return false;
		v4 = univ4_slot0_of(uniswap_word(said, UNIV4_SLOT0));
		*tick = v4.tick;
		*spacing = p->key.tick_spacing;
		return !u256_is_zero(v4.sqrt_x96);
	}
	said = reader_answer(p->slot0, V3_SLOT_WORDS);
	if (!said || u256_is_zero(uniswap_word(said, 0)) ||
	    !uniswap_to_tick(tick, uniswap_word(said, 1)) ||
	    !small(&n, p->spacing_view, INT16_MAX) || !n)
		return false;
	*spacing = (int32_t)n;
	return true;
}

static const char *state_v2(struct pool *p)
{
	const uint8_t *said = reader_answer(p->reserves, 2);
	const uint8_t *to = reader_answer(p->fee_to, 1);

	if (!said)
		return unlike;
	p->reserve[0] = uniswap_word(said, 0);
	p->reserve[1] = uniswap_word(said, 1);
	p->fee = V2_FEE_PPM;
	p->v2_share = to && !u256_is_zero(uniswap_word(to, 0));
	return u256_is_zero(p->reserve[0]) || u256_is_zero(p->reserve[1])
		       ? priceless
		       : NULL;
}

static const char *state_v3(struct pool *p)
{
	const uint8_t *slot0 = reader_answer(p->slot0, V3_SLOT_WORDS);
	const uint8_t *in_range = reader_answer(p->in_range, 1);
	const uint8_t *g0 = reader_answer(p->growth[0], 1);
	const uint8_t *g1 = reader_answer(p->growth[1], 1);
	uint64_t protocol;

	if (!slot0 || !in_range || !g0 || !g1 ||
	    !small(&p->fee, p->fee_view, FEE_MAX_PPM) ||
	    !small(&p->spacing, p->spacing_view, INT16_MAX) ||
	    !uniswap_to_tick(&p->tick, uniswap_word(slot0, 1)) ||
	    u256_to_u64(&protocol, uniswap_word(slot0, V3_PROTOCOL)) ||
	    protocol > UINT8_MAX)
		return unlike;
	p->sqrt_x96 = uniswap_word(slot0, 0);
	p->liquidity = uniswap_word(in_range, 0);
	p->grown[0] = uniswap_word(g0, 0);
	p->grown[1] = uniswap_word(g1, 0);
	p->protocol_fee = (uint32_t)protocol;
	return u256_is_zero(p->sqrt_x96) ? priceless : NULL;
}

static const char *state_v4(struct pool *p)
{
	const uint8_t *core = core_of(p);

	if (!core)
		return "V4_POOL_MANAGER does not answer as one does";
	p->v4 = univ4_slot0_of(uniswap_word(core, UNIV4_SLOT0));
	p->sqrt_x96 = p->v4.sqrt_x96;
	p->tick = p->v4.tick;
	p->liquidity = uniswap_word(core, UNIV4_LIQUIDITY);
	p->grown[0] = uniswap_word(core, UNIV4_GROWTH0);
	p->grown[1] = uniswap_word(core, UNIV4_GROWTH1);
	p->protocol_fee = p->v4.protocol_fee;
	p->fee = p->v4.lp_fee;
	p->spacing = p->key.tick_spacing;
	return u256_is_zero(p->sqrt_x96) ? priceless : NULL;
}

/* False: they are no addresses. */
static bool currencies(struct evm_address at[static 2], const struct pool *p)
{
	at[0] = p->key.currency0;
	at[1] = p->key.currency1;
	for (int i = 0; i < 2 && p->kind != POOL_V4; i++) {
		const uint8_t *said = reader_answer(p->token[i], 1);

		if (!said || !uniswap_to_address(&at[i], uniswap_word(said, 0)))
			return false;
	}
	return true;
}

const char *pool_state(struct reader *r, struct pool *p)
{
	struct evm_address at[2];
	const char *why = NULL;

	if (!currencies(at, p))
		return unlike;
	switch (p->kind) {
	case POOL_V2:
		why = state_v2(p);
		break;
	case POOL_V3:
		why = state_v3(p);
		break;
	case POOL_V4:
		why = state_v4(p);
		break;
	}
	if (why)
		return why;
	for (int i = 0; i < 2; i++)
		p->asset[i] = reader_asset(r, &at[i]);
	return NULL;
}

/* ---- the record ---- */

static bool whole(struct dec *out, struct u256 x)
{
	return !reader_amount(out, x, 0);
}

static struct rec_u256 word_of(struct u256 x)
{
	return (struct rec_u256){ x, true };
}

/* Whose pool it is, as where it stands tells; the fee of v2, which its contract does
 * not tell.  On a chain the table of venues does not know it is Uniswap's. */
static void put_venue(struct rec_pool *out, const struct reader *r,
		      const struct pool *p)
{
	enum venue_curve curve = p->kind == POOL_V2 ? VENUE_V2 : VENUE_V3;
	const struct venue *v;
	struct evm_address at[2];

	out->venue = "uniswap";
	if (p->kind == POOL_V4 || !venue_trades(r->conf.chain_id, curve) ||
	    !currencies(at, p))
		return;
	v = venue_at(&p->at, r->conf.chain_id, curve, at[0], at[1],
		     (uint32_t)p->fee);
	out->venue = v ? v->name : "unknown";
	if (v && p->kind == POOL_V2)
		out->fee = v->fee;
}

const char *pool_state_put(struct rec_pool *out, struct reader *r,
			   const struct pool *p)
{
	const struct evm_address none = { .b = { 0 } };

	rec_clear(&rec_pool_type, out);
	out->ts_ms = r->ts_ms;
	out->chain_id = r->conf.chain_id;
	out->pool = p->name;
	out->kind = (int)p->kind;
	out->token0 = p->asset[0]->name;
	out->token1 = p->asset[1]->name;
	out->decimals0 = p->asset[0]->decimals;
	out->decimals1 = p->asset[1]->decimals;
	out->fee = p->fee;
	put_venue(out, r, p);
	out->block = r->chain->block;
	out->block_hash = r->chain->block_hash;
	if (p->kind == POOL_V2)
		return reader_amount(&out->reserve0, p->reserve[0],
				     out->decimals0) ||
				       reader_amount(&out->reserve1,
						     p->reserve[1],
						     out->decimals1)
			       ? "a reserve over 127 bits"
			       : NULL;
	out->tick_spacing = p->spacing;
	out->sqrt_price_x96 = word_of(p->sqrt_x96);
	out->tick = p->tick;
	out->fee_growth0 = word_of(p->grown[0]);
	out->fee_growth1 = word_of(p->grown[1]);
	out->protocol_fee = p->protocol_fee;
	out->dynamic_fee =
		p->kind == POOL_V4 && p->key.fee == UNIV4_DYNAMIC_FEE;
	if (p->kind == POOL_V4 && !evm_address_eq(&p->key.hooks, &none))
		out->hooks = reader_address(r, &p->key.hooks);
	return whole(&out->liquidity, p->liquidity) ? NULL
						    : "liquidity over 127 bits";
}
