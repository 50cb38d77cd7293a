/* aave.c - the market itself: version, oracle, sentinel; and the protocol of it all. */
#include "aave.h"

#include "chain/uniswap.h"
#include "data/aave_event.h"

#include <stdlib.h>
#include <string.h>

/* ---- questions and answers ---- */

const struct evm_view *aave_ask(struct evm_rounds *rounds,
				const struct evm_address *to,
				enum aave_view what, struct u256 word)
{
	return evm_rounds_ask(rounds, to, aave_call(rounds->a, what, &word));
}

struct u256 aave_word(const struct evm_address *at)
{
	return uniswap_of_address(at);
}

bool aave_address_said(struct evm_address *out, const struct evm_view *v)
{
	const uint8_t *said = evm_view_words(v, 1);

	return said && uniswap_to_address(out, uniswap_word(said, 0));
}

bool aave_amount_said(unsigned __int128 *out, const struct evm_view *v)
{
	const uint8_t *said = evm_view_words(v, 1);

	return said && !u256_to_u128(out, uniswap_word(said, 0)) &&
	       !(*out >> 127);
}

/* A number that a record holds. */
static bool number_said(int64_t *out, const struct evm_view *v)
{
	unsigned __int128 n;

	if (!aave_amount_said(&n, v) || n >= REC_INT_MAX)
		return false;
	*out = (int64_t)n;
	return true;
}

/* True: it is another contract than before. */
static bool find(struct found *f, const struct evm_view *v)
{
	struct evm_address at;

	if (!aave_address_said(&at, v) ||
	    (f->known && evm_address_eq(&at, &f->at)))
		return false;
	*f = (struct found){ true, at };
	return true;
}

/* ---- the market ---- */

static void open_part(struct market *m)
{
	struct aave *a = mem_alloc(1, sizeof(*a));

	a->revision = -1;
	m->part = a;
}

static void close_part(struct market *m)
{
	free(aave_of(m)->assets);
	free(m->part);
}

static void begin(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);
	struct evm_rounds *q = &r->rounds;

	a->view_revision = aave_ask(q, &m->at, AAVE_REVISION, U256_ZERO);
	a->view_provider = aave_ask(q, &m->at, AAVE_PROVIDER, U256_ZERO);
	a->view_list = aave_ask(q, &m->at, AAVE_LIST, U256_ZERO);
	a->view_premium = aave_ask(q, &m->at, AAVE_FLASH_PREMIUM, U256_ZERO);
	a->view_oracle = a->view_sentinel = NULL;
	a->view_open = a->view_unit = NULL;
	assets_begin(a);
	emodes_begin(a);
	own_begin(r, m);
	m->protocol->ask(r, m);
}

/* What is known of an earlier frame is asked at once; where it proves to be another
 * one, what hangs on it is asked again. */
static void ask(struct reader *r, struct market *m)
{
	const struct evm_address none = { .b = { 0 } };
	struct aave *a = aave_of(m);
	struct evm_rounds *q = &r->rounds;

	if (is_answered(a->view_revision) &&
	    !number_said(&a->revision, a->view_revision))
		a->revision = -1; /* refused by settle */
	if (find(&a->provider, a->view_provider))
		a->view_oracle = a->view_sentinel = NULL;
	if (a->provider.known && !a->view_oracle) {
		a->view_oracle =
			aave_ask(q, &a->provider.at, AAVE_ORACLE, U256_ZERO);
		a->view_sentinel =
			aave_ask(q, &a->provider.at, AAVE_SENTINEL, U256_ZERO);
	}
	if (find(&a->oracle, a->view_oracle)) {
		a->view_unit = NULL;
		for (size_t i = 0; i < a->n_assets; i++)
			a->assets[i].views.price = NULL;
	}
	if (a->oracle.known && !a->view_unit)
		a->view_unit =
			aave_ask(q, &a->oracle.at, AAVE_BASE_UNIT, U256_ZERO);
	if (find(&a->sentinel, a->view_sentinel))
		a->view_open = NULL;
	if (a->sentinel.known && !evm_address_eq(&a->sentinel.at, &none) &&
	    !a->view_open)
		a->view_open = aave_ask(q, &a->sentinel.at, AAVE_LIQUIDATIONS,
					U256_ZERO);
	assets_ask(r, m);
	emodes_ask(r, m);
}

/* NULL, or what is not there. */
static const char *settle_market(struct aave *a)
{
	const struct evm_address none = { .b = { 0 } };
	struct evm_address at;
	unsigned __int128 unit, open = 1;

	if (!number_said(&a->revision, a->view_revision))
		return "its Pool tells no POOL_REVISION";
	if (!aave_address_said(&at, a->view_provider) ||
	    !aave_address_said(&at, a->view_oracle))
		return "its oracle cannot be found";
	if (!aave_address_said(&at, a->view_sentinel))
		return "whether it has a sentinel cannot be read";
	if (!number_said(&a->premium_bps, a->view_premium))
		return "its flash premium cannot be read";
	if (!aave_amount_said(&unit, a->view_unit) || !unit)
		return "the unit of its prices cannot be read";
	a->base_unit = dec_make((__int128)unit, 0);
	if (!evm_address_eq(&at, &none) &&
	    !aave_amount_said(&open, a->view_open))
		return "its sentinel does not answer";
	a->open = open != 0;
	return NULL;
}

static bool settle(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);
	const char *why = settle_market(a);

	if (why) {
		reader_refuse(r, "market_unread", "%s: %s", m->address, why);
		return false;
	}
	a->oracle_text = reader_address(r, &a->oracle.at);
	return assets_settle(r, m) && emodes_settle(r, m);
}

struct asset *aave_asset_of(struct aave *a, int64_t id)
{
	for (size_t i = 0; i < a->n_assets; i++)
		if (a->assets[i].said.id == id)
			return &a->assets[i];
	return NULL;
}

static size_t contracts(struct market *m, struct arena *arena,
			struct evm_address **out)
{
	struct aave *a = aave_of(m);

	*out = arena_alloc(arena, a->n_assets * sizeof(**out));
	for (size_t i = 0; i < a->n_assets; i++)
		(*out)[i] = a->assets[i].said.a_token;
	return a->n_assets;
}

static void tell_market(struct rec_lend_market *out, struct market *m)
{
	const struct aave *a = aave_of(m);

	out->kind = LEND_AAVE;
	out->revision = a->revision;
	out->oracle = a->oracle_text;
	out->base_unit = a->base_unit;
	out->flash_premium_bps = a->premium_bps;
	out->liquidations_open = a->open;
}

static void tell(struct reader *r, struct market *m)
{
	assets_tell(r, m);
	emodes_tell(r, m);
	for (size_t i = 0; i < aave_of(m)->n_assets; i++)
		frame_emit(r->f, &rec_oracle_type,
			   &aave_of(m)->assets[i].oracle);
}

static void commit(struct market *m)
{
	assets_commit(aave_of(m));
	emodes_commit(aave_of(m));
}

const struct protocol aave_protocol = {
	.open = open_part,
	.close = close_part,
	.events = aave_pool_events,
	.token_events = aave_token_events,
	.contracts = contracts,
	.begin = begin,
	.ask = ask,
	.settle = settle,
	.hear = aave_hear,
	.read = aave_read,
	.tell_market = tell_market,
	.tell = tell,
	.tell_own = own_tell,
	.commit = commit,
};
