/* pool_ticks.c - where the liquidity of a pool begins and ends: words of its map of
 * ticks around the price, or all of them. */
#include "pools.h"

#include "base/conf.h"
#include "data/rec_pool_ticks.h"
#include "math/univ3_tick.h"

#define WORD_TICKS 256

/* Rounded down. */
static int32_t over(int32_t a, int32_t b)
{
	return a / b - (a % b < 0);
}

static int32_t word_of(int32_t tick, int32_t spacing)
{
	return over(over(tick, spacing), WORD_TICKS);
}

/* The first and the last word that can hold a tick. */
static void all_words(int32_t *low, int32_t *high, int32_t spacing)
{
	*low = over(UNIV3_TICK_MIN / spacing, WORD_TICKS);
	*high = over(UNIV3_TICK_MAX / spacing, WORD_TICKS);
}

/* ---- questions ---- */

static const struct evm_view *ask_map(struct reader *r, const struct pool *p,
				      int32_t word)
{
	struct u256 at = p->kind == POOL_V4 ? univ4_bitmap_slot(p->id, word)
					    : uniswap_of_int(word);

	return reader_ask(r, &p->at,
			  p->kind == POOL_V4 ? V4_EXTSLOAD : V3_BITMAP, &at);
}

static const struct evm_view *ask_tick(struct reader *r, const struct pool *p,
				       int32_t tick)
{
	struct u256 at = p->kind == POOL_V4 ? univ4_tick_slot(p->id, tick)
					    : uniswap_of_int(tick);

	return reader_ask(r, &p->at, p->kind == POOL_V4 ? V4_EXTSLOAD : V3_TICK,
			  &at);
}

static void ask_maps(struct reader *r, struct pool *p)
{
	int32_t each = (int32_t)conf_int("TICK_WORDS");
	int32_t tick, spacing, here, low, high;

	if ((!each && !r->settings->all_ticks) ||
	    !pool_tick(&tick, &spacing, p))
		return;
	here = word_of(tick, spacing);
	all_words(&low, &high, spacing);
	if (!r->settings->all_ticks) {
		here = here < low ? low : here > high ? high : here;
		low = here - each > low ? here - each : low;
		high = here + each < high ? here + each : high;
	}
	p->n_words = (size_t)(high - low + 1);
	p->words = arena_alloc(r->a, p->n_words * sizeof(*p->words));
	for (size_t i = 0; i < p->n_words; i++) {
		p->words[i].at = low + (int32_t)i;
		p->words[i].map = ask_map(r, p, p->words[i].at);
	}
}

static void ask_word(struct reader *r, const struct pool *p,
		     struct pool_word *w, int32_t spacing)
{
	const uint8_t *said = reader_answer(w->map, 1);
	struct u256 map;

	if (!said || u256_is_zero(map = uniswap_word(said, 0)))
		return;
	w->tick = arena_alloc(r->a, WORD_TICKS * sizeof(*w->tick));
	w->ticks = arena_alloc(r->a, WORD_TICKS * sizeof(*w->ticks));
	for (int32_t bit = 0; bit < WORD_TICKS; bit++) {
		if (!(map.limb[bit / 64] >> bit % 64 & 1))
			continue;
		w->tick[w->n] = (w->at * WORD_TICKS + bit) * spacing;
		w->ticks[w->n] = ask_tick(r, p, w->tick[w->n]);
		w->n++;
	}
}

void pool_ticks_ask(struct reader *r, struct pool *p)
{
	int32_t tick, spacing;

	if (p->kind == POOL_V2 || p->mapped)
		return;
	if (!p->words) {
		ask_maps(r, p);
		return;
	}
	p->mapped = true;
	if (!pool_tick(&tick, &spacing, p))
		return;
	for (size_t i = 0; i < p->n_words; i++)
		ask_word(r, p, &p->words[i], spacing);
}

/* ---- answers ---- */

/* NULL, or what is wrong: a constant. */
static const char *tick_of(struct rec_tick *out, const struct pool *p,
			   const struct pool_word *w, size_t i)
{
	const uint8_t *said = reader_answer(
		w->ticks[i], p->kind == POOL_V4 ? 1 : V3_TICK_WORDS);
	unsigned __int128 gross, size;
	__int128 net;

	if (!said)
		return "a tick that its map has is not answered";
	if (p->kind == POOL_V4) {
		univ4_liquidity_of(&gross, &net, uniswap_word(said, 0));
	} else {
		struct u256 word = uniswap_word(said, V3_TICK_NET);

		net = (__int128)((unsigned __int128)word.limb[1] << 64 |
				 word.limb[0]);
		if (u256_to_u128(&gross, uniswap_word(said, V3_TICK_GROSS)))
			return "a tick with more liquidity than there can be";
	}
	size = net < 0 ? -(unsigned __int128)net : (unsigned __int128)net;
	if (!gross || gross >> 127 || size > gross)
		return "a tick whose liquidity is none that can be";
	out->tick = w->tick[i];
	out->net = dec_make(net, 0);
	out->gross = dec_make((__int128)gross, 0);
	return NULL;
}

static bool is_whole(const struct pool *p)
{
	int32_t low, high;

	if (!p->n_words)
		return false;
	all_words(&low, &high, (int32_t)p->spacing);
	return p->words[0].at == low && p->words[p->n_words - 1].at == high;
}

/* The liquidity that begins up to the price less what ends is what is in range; and
 * all that begins ends. */
const char *pool_ticks_check(const struct pool *p)
{
	struct dec here = DEC_ZERO, all = DEC_ZERO, liquidity;
	struct rec_tick t;

	for (size_t i = 0; i < p->n_words; i++) {
		const struct pool_word *w = &p->words[i];

		if (!reader_answer(w->map, 1))
			return "a word of its map is not answered";
		for (size_t k = 0; k < w->n; k++) {
			const char *why = tick_of(&t, p, w, k);

			if (why)
				return why;
			if (dec_add(&all, all, t.net) ||
			    (t.tick <= p->tick && dec_add(&here, here, t.net)))
				return "ticks with more liquidity than there "
				       "can be";
		}
	}
	if (!is_whole(p))
		return NULL;
	if (reader_amount(&liquidity, p->liquidity, 0) ||
	    dec_cmp(here, liquidity) || dec_sign(all))
		return "the liquidity of its ticks is not what is in range";
	return NULL;
}

void pool_ticks_tell(struct reader *r, const struct pool *p)
{
	for (size_t i = 0; i < p->n_words; i++) {
		const struct pool_word *w = &p->words[i];
		struct rec_tick *ticks;
		struct rec_pool_ticks out;

		if (!w->n)
			continue;
		ticks = arena_alloc(r->a, w->n * sizeof(*ticks));
		for (size_t k = 0; k < w->n; k++)
			if (tick_of(&ticks[k], p, w, k))
				return; /* pool_ticks_check: not reached */
		rec_clear(&rec_pool_ticks_type, &out);
		out.ts_ms = r->ts_ms;
		out.chain_id = r->conf.chain_id;
		out.pool = p->name;
		out.word = w->at;
		out.ticks = (struct rec_list){ ticks, w->n };
		frame_emit(r->f, &rec_pool_ticks_type, &out);
	}
}
