#include "choose_weigh.h"

#include "base/atoms.h"

#include <string.h>

#define GWEI      1000000000
#define EARLY_PPM 1 /* of a seizure: interest of the blocks until it lands */

struct dec choose_dec(struct u256 parts, int decimals)
{
	unsigned __int128 v;

	if (u256_to_u128(&v, parts) || v >> 127 || decimals > DEC_SCALE_MAX)
		return DEC_NONE;
	return dec_make((__int128)v, decimals);
}

/* ---- the scene ---- */

static bool gas_wei(struct choose_scene *s, const struct rec_chain *chain)
{
	s->priority = priority_fee(&s->conf->priority, chain, DEC_NONE);
	if (!dec_is_none(chain->next_base_fee_wei))
		return !dec_add(&s->gas_wei, chain->next_base_fee_wei,
				s->priority);
	s->priority = DEC_ZERO;
	s->gas_wei = chain->gas_price_wei;
	return !dec_is_none(s->gas_wei);
}

/* The market's price of the wrapped coin, or an outside one in dollars where that is
 * what the market counts in. */
static bool native_price(struct choose_scene *s)
{
	const struct liq_view *view = s->view;
	const struct rec_price *price;
	int64_t v;

	for (size_t i = 0; i < AAVE_RESERVES; i++)
		if (s->asset[i] && s->asset[i] == s->conf->evm.wrapped &&
		    view->market->priced[i]) {
			s->native = view->market->price[i];
			return !u256_is_zero(s->native);
		}
	price = choose_seen_price(s->seen, s->conf->evm.native->name, "USD");
	if (!price || view->base_decimals != 8 ||
	    dec_units_ceil(&v, price->price, dec_make(1, 8)) || v <= 0)
		return false;
	s->native = u256_of_u64((uint64_t)v);
	return true;
}

/* What 10^9 gas cost at so much wei, in base, rounded up. */
static bool gas_base(struct u256 *out, const struct choose_scene *s,
		     struct dec gas_wei)
{
	int64_t wei;

	return !dec_units_ceil(&wei, gas_wei, dec_make(1, 0)) && wei >= 0 &&
	       !u256_mul_div_ceil(out, u256_of_u64((uint64_t)wei), s->native,
				  u256_of_u64(GWEI));
}

/* What gas costs, and the most that may be tipped on top of it. */
static bool reckons(struct choose_scene *s)
{
	struct dec tip;

	return gas_wei(s, s->view->chain) && native_price(s) &&
	       !dec_sub(&tip, s->conf->priority.most, s->priority) &&
	       gas_base(&s->gas_base, s, s->gas_wei) &&
	       gas_base(&s->tip_gas, s, tip);
}

static void name_reserves(struct choose_scene *s)
{
	for (size_t i = 0; i < AAVE_RESERVES; i++) {
		const struct rec_reserve *r = s->view->reserve[i];

		s->asset[i] =
			r ? evm_conf_asset(&s->conf->evm, r->asset) : NULL;
		s->token[i] = -1;
		if (!r || dec_is_none(r->available) ||
		    atoms_of(&s->available[i], r->available, 0))
			s->available[i] = U256_MAX;
		if (s->asset[i] && s->asset[i]->decimals != r->decimals)
			s->asset[i] = NULL;
		if (s->asset[i])
			s->token[i] = route_map_token(s->map, r->asset);
	}
}

void choose_capital(struct choose_scene *s)
{
	const struct choose_conf *c = s->conf;

	for (size_t i = 0; i < AAVE_RESERVES; i++) {
		s->capital[i] = U256_ZERO;
		for (size_t w = 0; s->asset[i] && w < c->n_wallets; w++) {
			struct dec free = choose_seen_free(
				s->seen, c->wallet[w]->name, s->asset[i]->name);
			struct u256 parts;

			if (!atoms_of(&parts, free, s->asset[i]->decimals) &&
			    u256_cmp(parts, s->capital[i]) > 0)
				s->capital[i] = parts;
		}
	}
}

void choose_scene_make(struct choose_scene *s, struct arena *a,
		       const struct choose_conf *conf, struct choose_seen *seen,
		       const struct liq_view *view, const struct route_map *map)
{
	int64_t min_net;

	*s = (struct choose_scene){
		.conf = conf,
		.seen = seen,
		.a = a,
		.view = view,
		.map = map,
		.spot = arena_alloc(a, (size_t)AAVE_RESERVES * AAVE_RESERVES *
					       sizeof(double)),
	};
	name_reserves(s);
	s->reckons = reckons(s);
	if (dec_units_ceil(&min_net, conf->min_net,
			   dec_make(1, view->base_decimals)))
		min_net = INT64_MAX;
	s->min_net = min_net;
	choose_capital(s);
}

/* ---- quotes ---- */

/* A fresh route, found once for an amount. */
static enum status fresh_route(struct choose_scene *s,
			       const struct route_ask *ask)
{
	struct choose_quoted *q;
	enum status st;

	for (unsigned i = 0; i < CHOOSE_QUOTED && i < s->n_quoted; i++) {
		q = &s->quoted[i];
		if (q->token_in == ask->token_in &&
		    q->token_out == ask->token_out &&
		    u256_cmp(q->route.amount_in, ask->amount_in) == 0) {
			s->last = q->route;
			return ST_OK;
		}
	}
	st = route_quote(&s->last, s->map->graph, ask, NULL);
	if (st)
		return st;
	q = &s->quoted[s->n_quoted++ % CHOOSE_QUOTED];
	*q = (struct choose_quoted){ ask->token_in, ask->token_out, s->last };
	return ST_OK;
}

/* What is swapped of what is predicted to be received.  Where rates fall in a block
 * between, interest runs slower than predicted and a little less is seized: a swap of all
 * of it would sell what is not there, and take the whole group with it. */
static enum status surely_received(struct u256 *out, struct u256 predicted)
{
	return u256_mul_div_floor(out, predicted,
				  u256_of_u64(LIQ_PPM - EARLY_PPM),
				  u256_of_u64(LIQ_PPM));
}

/* Of liq_terms: ctx is the scene. */
static enum status quote(void *ctx, struct liq_swap *out, uint8_t collateral,
			 uint8_t debt, struct u256 amount, bool fresh)
{
	struct choose_scene *s = ctx;
	const struct lend_market *m = s->view->market;
	struct route_ask ask = {
		.token_in = s->token[collateral],
		.token_out = s->token[debt],
		.max_hops = s->conf->hops,
		.max_legs =
			s->conf->legs < ROUTE_LEGS ? s->conf->legs : ROUTE_LEGS,
		.executable = true,
		.gas_leg = ROUTE_GAS_LEG,
	};
	struct route r;
	enum status st;

	if (ask.token_in < 0 || ask.token_out < 0)
		return ST_NODATA;
	st = surely_received(&ask.amount_in, amount);
	/* gas_base is of 10^9 gas, gas_price of 10^6. */
	if (!st)
		st = u256_mul_div_ceil(
			&ask.gas_price, s->gas_base,
			aave_pow10(m->aave.reserve[debt].decimals),
			m->price[debt]);
	if (!st)
		st = u256_divmod(&ask.gas_price, NULL, ask.gas_price,
				 u256_of_u64(1000));
	if (!st)
		st = fresh ? fresh_route(s, &ask)
			   : route_follow(&r, s->map->graph, &ask, &s->last);
	if (st)
		return st;
	if (fresh)
		r = s->last;
	*out = (struct liq_swap){ .out = r.amount_out, .gas = r.gas };
	return ST_OK;
}

/* Of liq_terms likewise; looked for once a frame. */
static double spot(void *ctx, uint8_t collateral, uint8_t debt)
{
	struct choose_scene *s = ctx;
	double *known = &s->spot[collateral * AAVE_RESERVES + debt];
	struct route_ask ask = {
		.token_in = s->token[collateral],
		.token_out = s->token[debt],
		.amount_in = u256_of_u64(1),
		.max_hops = s->conf->hops,
		.max_legs = 1,
		.executable = true,
	};

	if (ask.token_in < 0 || ask.token_out < 0)
		return 0;
	if (*known <= 0)
		*known = route_spot(s->map->graph, &ask);
	return *known;
}

static struct liq_terms terms_of(struct choose_scene *s)
{
	const struct rec_lend_market *lend = s->view->lend;
	bool flash = s->conf->flash;

	return (struct liq_terms){
		.capital = flash ? NULL : s->capital,
		.available = s->available,
		.premium_bps = flash && lend->flash_premium_bps > 0
				       ? (uint16_t)lend->flash_premium_bps
				       : 0,
		.gas = s->conf->gas,
		.gas_base = s->gas_base,
		.tip_ppm = s->conf->tip_ppm,
		.tip_gas = &s->tip_gas,
		.quote = quote,
		.spot = spot,
		.least = s->min_net > 1 ? s->min_net : 1,
		.ctx = s,
	};
}

static const char *too_little(const struct choose_scene *s, __int128 net)
{
	if (net >= s->min_net && net > 0)
		return NULL;
	return net > 0 ? "low_net" : "no_gain";
}

enum status choose_need(struct u256 *out, const struct choose_scene *s,
			const struct liq_offer *o)
{
	__int128 costs = o->premium + o->gas_cost + o->tip + s->min_net;
	enum status st = aave_value(out, u256_of_u128((unsigned __int128)costs),
				    o->pair.unit_d, o->pair.price_d, AAVE_CEIL);

	return st ? st : u256_add(out, *out, o->liq.repay);
}

/* The route that is sent gives what it has to. */
static bool suffices(const struct choose_scene *s, const struct choose_job *j)
{
	struct u256 need;

	return !j->route.n || (!choose_need(&need, s, &j->offer) &&
			       u256_cmp(j->route.amount_out, need) >= 0);
}

bool choose_size(struct liq_offer *o, struct route *route,
		 struct choose_scene *s, const struct aave_pair *pair,
		 struct u256 cover)
{
	struct liq_terms terms = terms_of(s);
	enum aave_verdict verdict;

	s->last.n = 0;
	if (liq_size(o, &verdict, pair, &terms, cover, true) || verdict ||
	    too_little(s, o->net))
		return false;
	*route = s->last;
	return true;
}

/* ---- an account ---- */

/* Holdings without those nobody could pay or name: they can be no part of it. */
static size_t nameable(struct aave_hold *out, const struct choose_scene *s,
		       const struct candidate *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->holds; i++)
		if (s->asset[c->hold[i].reserve] &&
		    s->asset[c->hold[i].reserve]->address)
			out[n++] = c->hold[i];
	return n;
}

static const char *none_code(enum liq_none none, enum aave_verdict verdict)
{
	switch (none) {
	case LIQ_SOME:
		break;
	case LIQ_REFUSED:
		return aave_verdict_code(verdict);
	case LIQ_DRY:
		return "no_liquidity";
	case LIQ_POOR:
		return "no_capital";
	case LIQ_NO_SWAP:
		return "no_route";
	}
	return NULL;
}

static bool takes_all(const struct liq_offer *o)
{
	return o->bound == LIQ_COLLATERAL || o->bound == LIQ_DEBT;
}

void choose_weigh(struct choose_job *j, struct choose_scene *s, bool told)
{
	const struct candidate *c = j->c;
	struct aave_hold holds[AAVE_RESERVES];
	struct liq_terms terms = terms_of(s);
	size_t n = nameable(holds, s, c);
	enum aave_verdict verdict = AAVE_FINE;
	enum liq_none none = LIQ_REFUSED;
	struct liq_offer fresh;
	struct route route;
	enum status st = ST_OK;

	terms.told = told;
	j->decision = LIQUIDATION_SKIP;
	j->offered = false;
	if (n)
		st = liq_best(&j->offer, &none, &verdict,
			      &s->view->market->tick, &c->health, holds, n,
			      c->emode, s->view->lend->liquidations_open,
			      &terms);
	if (st || none) {
		j->why = st ? "overflow"
			 : n && (verdict || none != LIQ_REFUSED)
				 ? none_code(none, verdict)
				 : "asset_unknown";
		return;
	}
	j->offered = true;
	j->route.n = 0;
	if (choose_size(&fresh, &route, s, &j->offer.pair,
			takes_all(&j->offer) ? U256_MAX : j->offer.liq.repay) &&
	    fresh.net >= j->offer.net) {
		fresh.bound = j->offer.bound;
		j->offer = fresh;
	}
	if (j->offer.pair.collateral != j->offer.pair.debt)
		j->route = s->last;
	j->why = too_little(s, j->offer.net);
	if (!j->why && !suffices(s, j))
		j->why = "low_net";
	j->decision = j->why ? LIQUIDATION_SKIP : LIQUIDATION_WAIT;
}

/* ---- who pays ---- */

/* What the gas of an offer costs at most, in native coins. */
static bool can_burn(const struct choose_scene *s, const char *wallet,
		     const struct liq_offer *o)
{
	const struct evm_conf *evm = &s->conf->evm;
	struct dec wei,
		have = choose_seen_free(s->seen, wallet, evm->native->name);
	__int128 atoms;

	if (dec_mul(&wei, s->gas_wei, dec_make((__int128)o->gas, 0)) ||
	    dec_coef(&atoms, have, EVM_NATIVE_DECIMALS))
		return false;
	return dec_cmp(dec_make(atoms, 0), wei) >= 0;
}

const struct evm_wallet *choose_payer(const struct choose_scene *s,
				      const struct liq_offer *o)
{
	const struct choose_conf *c = s->conf;
	const struct evm_asset *debt = s->asset[o->pair.debt];
	const struct evm_wallet *best = NULL;
	struct u256 most = U256_ZERO;
	bool best_idle = false;

	for (size_t i = 0; i < c->n_wallets; i++) {
		bool idle = !choose_seen_groups(s->seen, c->wallet[i]->name);
		struct dec free = choose_seen_free(s->seen, c->wallet[i]->name,
						   debt->name);
		struct u256 parts;

		if (atoms_of(&parts, free, debt->decimals) ||
		    u256_cmp(parts, o->liq.repay) < 0 || best_idle > idle ||
		    (best_idle == idle && u256_cmp(parts, most) <= 0) ||
		    !can_burn(s, c->wallet[i]->name, o))
			continue;
		most = parts;
		best_idle = idle;
		best = c->wallet[i];
	}
	return best;
}
