/* A draft becomes the market. */
#include "data/lend_state.h"

#include "chain/hash.h"
#include "data/lend_aave.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void keep(struct lend_kept *k, const struct rec_type *type,
		 const void *rec)
{
	arena_reset(&k->mem);
	k->rec = rec ? rec_copy(&k->mem, type, rec) : NULL;
}

static bool is_ten_power(struct dec d)
{
	__int128 v = d.v;

	while (!d.scale && v >= 10 && v % 10 == 0)
		v /= 10;
	return !d.scale && v == 1;
}

const char *lend_state_check(const struct lend_pool *p,
			     const struct rec_chain *chain, struct arena *a,
			     const char **text)
{
	const struct lend_draft *d = &p->draft;
	const struct rec_lend_market *had = p->lend.rec;

#define UNLESS(ok, reason, ...)                                                \
	do {                                                                   \
		if (!(ok)) {                                                   \
			*text = arena_printf(a, __VA_ARGS__);                  \
			return reason;                                         \
		}                                                              \
	} while (0)
	UNLESS(d->lend, "market_missing", "%s is not told of in this frame",
	       p->pool);
	UNLESS(chain && chain->block_hash && chain->block != REC_NONE_INT &&
		       chain->target_ts_s != REC_NONE_INT,
	       "chain_missing", "no chain names the block of %s", p->pool);
	UNLESS(!d->mixed && d->lend->block == chain->block &&
		       !strcmp(d->lend->block_hash, chain->block_hash),
	       "block_mixed", "%s is told of at other blocks than %lld",
	       p->pool, (long long)chain->block);
	UNLESS(lend_state_follows(p) && (d->whole || !p->gap), "state_gap",
	       "something was lost: %s has to be told whole", p->pool);
	UNLESS(d->whole || p->market, "market_unknown",
	       "%s was never told whole", p->pool);
	UNLESS(d->whole || chain->block >= had->block, "block_behind",
	       "%s was known at block %lld, told now at %lld", p->pool,
	       (long long)(had ? had->block : 0), (long long)chain->block);
	UNLESS(aave_rules(d->lend->revision), "revision_unknown",
	       "%s: revision %lld", p->pool, (long long)d->lend->revision);
	UNLESS(is_ten_power(d->lend->base_unit), "base_unit",
	       "%s: the unit of prices is no power of ten", p->pool);
#undef UNLESS
	return NULL;
}

static bool set_reserve(struct lend_pool *p, const struct rec_reserve *r)
{
	struct aave_reserve reserve;

	if (lend_aave_reserve(&reserve, r))
		return false;
	keep(&p->reserve[r->id], &rec_reserve_type, r);
	lend_market_reserve(p->market, (uint8_t)r->id, &reserve);
	return true;
}

static bool set_emode(struct lend_pool *p, const struct rec_emode *r)
{
	struct aave_emode emode;

	if (lend_aave_emode(&emode, r))
		return false;
	keep(&p->emode[r->id], &rec_emode_type, r);
	lend_market_emode(p->market, (uint8_t)r->id, &emode);
	return true;
}

/* Records of a draft were looked at when they were told. */
static void apply_rules(struct lend_pool *p)
{
	struct lend_draft *d = &p->draft;
	bool fine = true;

	for (int i = 0; i < AAVE_RESERVES; i++)
		fine &= !d->reserve[i] || set_reserve(p, d->reserve[i]);
	for (int i = 1; i < AAVE_EMODES; i++)
		fine &= !d->emode[i] || set_emode(p, d->emode[i]);
	assert(fine);
	lend_market_rules(p->market, aave_rules(d->lend->revision));
}

/* The last that was told of that asset. */
static const struct rec_oracle *oracle_of(const struct lend_draft *d,
					  const char *asset)
{
	for (size_t i = d->n_oracles; i-- > 0;)
		if (!strcmp(d->oracle[i]->asset, asset))
			return d->oracle[i];
	return NULL;
}

static enum lend_price judge(const struct rec_oracle *o,
			     const struct lend_state *s, int64_t now)
{
	if (!o)
		return PRICE_MISSING;
	if (!dec_sign(o->price_base))
		return PRICE_ZERO;
	if (o->updated_s != REC_NONE_INT &&
	    now - o->updated_s > s->oracle_age_s)
		return PRICE_STALE;
	return PRICE_FINE;
}

static void set_price(struct lend_pool *p, const struct lend_state *s,
		      uint8_t reserve, const struct rec_oracle *o)
{
	enum lend_price is = judge(o, s, p->block_ts_s);
	struct u256 price = U256_ZERO;

	if (is == PRICE_FINE || is == PRICE_STALE)
		price = u256_of_u128((unsigned __int128)o->price_base.v);
	p->price[reserve] = is;
	lend_market_price(p->market, reserve,
			  u256_is_zero(price) ? NULL : &price);
}

static void apply_prices(struct lend_pool *p, const struct lend_state *s)
{
	for (uint8_t i = 0; i < AAVE_RESERVES; i++) {
		const struct rec_reserve *r = p->reserve[i].rec;
		const struct rec_oracle *o =
			r ? oracle_of(&p->draft, r->asset) : NULL;

		keep(&p->oracle[i], &rec_oracle_type, o);
		set_price(p, s, i, p->oracle[i].rec);
	}
}

/* Another market takes the place of the one we had. */
static void replace(struct lend_pool *p)
{
	if (p->market)
		lend_market_carry(p->draft.whole, p->market);
	lend_market_free(p->market);
	p->market = p->draft.whole;
	p->draft.whole = NULL;
	p->gap = false;
	p->id[0] = '\0';
	for (int i = 0; i < AAVE_RESERVES; i++)
		p->reserve[i].rec = NULL;
	for (int i = 0; i < AAVE_EMODES; i++)
		p->emode[i].rec = NULL;
}

/* The id before, and all the frame told. */
static void name_state(struct lend_pool *p, const struct rec_chain *chain)
{
	const struct lend_draft *d = &p->draft;
	unsigned char hash[SHA256_LEN];
	struct out o;

	out_open(&o, -1);
	rec_write(&o, &rec_lend_market_type, d->lend);
	for (int i = 0; i < AAVE_RESERVES; i++)
		if (d->reserve[i])
			rec_write(&o, &rec_reserve_type, d->reserve[i]);
	for (int i = 1; i < AAVE_EMODES; i++)
		if (d->emode[i])
			rec_write(&o, &rec_emode_type, d->emode[i]);
	for (size_t i = 0; i < d->n_oracles; i++)
		rec_write(&o, &rec_oracle_type, d->oracle[i]);
	sha256(hash,
	       (const struct hash_part[]){
		       { p->id, strlen(p->id) },
		       { o.buf, o.len },
		       { d->fold, sizeof(d->fold) },
		       { &chain->target_ts_s, sizeof(chain->target_ts_s) } },
	       4);
	o.len = 0;
	out_close(&o);
	for (size_t i = 0; i < (LEND_STATE_ID_SZ - 1) / 2; i++)
		snprintf(p->id + 2 * i, 3, "%02x", hash[i]);
}

static void begin_draft(struct lend_draft *d)
{
	memset(d->reserve, 0, sizeof(d->reserve));
	memset(d->emode, 0, sizeof(d->emode));
	d->n_told = 0;
	d->fold[0] = d->fold[1] = 0;
	d->lend = NULL;
	d->oracle = NULL;
	d->n_oracles = 0;
	arena_reset(&d->mem);
}

void lend_state_commit(struct lend_pool *p, const struct lend_state *s,
		       const struct rec_chain *chain)
{
	struct lend_draft *d = &p->draft;

	if (d->whole)
		replace(p);
	apply_rules(p);
	for (size_t i = 0; i < d->n_told; i++)
		lend_market_hold(p->market, &d->told[i].user, &d->told[i].hold,
				 d->told[i].emode);
	p->block_ts_s = chain->block_ts_s != REC_NONE_INT ? chain->block_ts_s
							  : chain->target_ts_s;
	apply_prices(p, s);
	name_state(p, chain);
	keep(&p->lend, &rec_lend_market_type, d->lend);
	begin_draft(d);
	p->target_ts_s = chain->target_ts_s;
	p->as_of = ((const struct rec_lend_market *)p->lend.rec)->block;
	p->current = true;
	p->waits = false;
	lend_market_look(p->market, p->target_ts_s);
}

bool lend_pool_restore(struct lend_pool *p, const struct rec_type *type,
		       const void *rec)
{
	const struct rec_lend_market *lend = rec;
	const struct rec_oracle *o = rec;

	if (type == &rec_reserve_type)
		return set_reserve(p, rec);
	if (type == &rec_emode_type)
		return set_emode(p, rec);
	if (type == &rec_lend_market_type && !p->lend.rec) {
		keep(&p->lend, type, lend);
		p->pool = mem_strdup(lend->pool);
		return aave_rules(lend->revision) &&
		       is_ten_power(lend->base_unit);
	}
	if (type != &rec_oracle_type)
		return false;
	/* It stands behind its reserve. */
	for (int i = AAVE_RESERVES; i-- > 0;) {
		const struct rec_reserve *r = p->reserve[i].rec;

		if (r && !p->oracle[i].rec && !strcmp(r->asset, o->asset)) {
			keep(&p->oracle[i], type, o);
			return true;
		}
	}
	return false;
}

bool lend_pool_resume(struct lend_pool *p, const struct lend_state *s)
{
	const struct rec_lend_market *lend = p->lend.rec;

	if (!lend)
		return false;
	lend_market_rules(p->market, aave_rules(lend->revision));
	for (uint8_t i = 0; i < AAVE_RESERVES; i++)
		set_price(p, s, i, p->oracle[i].rec);
	lend_market_resume(p->market, p->target_ts_s);
	return true;
}
