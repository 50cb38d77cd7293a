/* compound.c - a market of Compound v2 itself: its Comptroller; and the protocol of it. */
#include "compound.h"

#include "chain/uniswap.h"

#include <stdlib.h>
#include <string.h>

const struct evm_view *compound_ask(struct evm_rounds *rounds,
				    const struct evm_address *to,
				    enum compound_view what, struct u256 word)
{
	return evm_rounds_ask(rounds, to, compound_call(rounds->a, what, word));
}

bool compound_said(struct u256 *out, const struct evm_view *v)
{
	const uint8_t *said = evm_view_words(v, 1);

	if (said)
		*out = uniswap_word(said, 0);
	return said != NULL;
}

int compound_token(const struct compound *c, const struct evm_address *at)
{
	for (size_t i = 0; i < c->n; i++)
		if (evm_address_eq(&c->v[i].at, at))
			return (int)i;
	return -1;
}

static void open_part(struct market *m)
{
	m->part = mem_alloc(1, sizeof(struct compound));
}

static void close_part(struct market *m)
{
	free(compound_of(m)->v);
	free(m->part);
}

static void begin(struct reader *r, struct market *m)
{
	struct compound *c = compound_of(m);
	struct evm_rounds *q = &r->rounds;

	c->list = compound_ask(q, &m->at, COMPOUND_MARKETS, U256_ZERO);
	c->view_oracle = compound_ask(q, &m->at, COMPOUND_ORACLE, U256_ZERO);
	c->close = compound_ask(q, &m->at, COMPOUND_CLOSE, U256_ZERO);
	c->incentive = compound_ask(q, &m->at, COMPOUND_INCENTIVE, U256_ZERO);
	for (size_t i = 0; i < c->n; i++)
		memset(c->v[i].view, 0, sizeof(c->v[i].view));
	compound_own_begin(r, m);
	m->protocol->ask(r, m);
}

/* Markets are only ever added, behind the others; if they are not, what was told of
 * accounts is void. */
static bool take_list(struct market *m)
{
	struct compound *c = compound_of(m);
	struct evm_address list[AAVE_RESERVES_MAX];
	size_t n;

	if (c->list->state != EVM_VIEW_OK ||
	    !aave_list_read(list, &n, c->list->data, c->list->len))
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (i >= n || !evm_address_eq(&c->v[i].at, &list[i])) {
			m->whole = true;
			c->n = i;
		}
	if (n > c->n)
		c->v = mem_realloc(c->v, n, sizeof(*c->v));
	for (; c->n < n; c->n++)
		c->v[c->n] = (struct ctoken){ .at = list[c->n] };
	return true;
}

static void ask(struct reader *r, struct market *m)
{
	struct compound *c = compound_of(m);
	struct evm_address at;
	struct u256 word;

	if (c->list->state != EVM_VIEW_OPEN && !take_list(m))
		return; /* refused by settle */
	if (compound_said(&word, c->view_oracle) &&
	    uniswap_to_address(&at, word)) {
		if (!c->has_oracle || !evm_address_eq(&at, &c->oracle))
			for (size_t i = 0; i < c->n; i++)
				c->v[i].view[COMPOUND_PRICE] = NULL;
		c->oracle = at;
		c->has_oracle = true;
	}
	tokens_ask(r, m);
	compound_own_ask(r, m);
}

static bool settle(struct reader *r, struct market *m)
{
	struct compound *c = compound_of(m);
	const char *why = NULL;
	struct u256 word;

	if (!take_list(m))
		why = "its markets cannot be listed";
	else if (!compound_said(&word, c->view_oracle) || !c->has_oracle)
		why = "its oracle cannot be found";
	else if (!compound_said(&c->close_factor, c->close) ||
		 !compound_said(&c->bonus, c->incentive))
		why = "its rules cannot be read";
	if (why) {
		reader_refuse(r, "market_unread", "%s: %s", m->address, why);
		return false;
	}
	c->oracle_text = reader_address(r, &c->oracle);
	return tokens_settle(r, m);
}

static size_t contracts(struct market *m, struct arena *arena,
			struct evm_address **out)
{
	struct compound *c = compound_of(m);

	*out = arena_alloc(arena, c->n * sizeof(**out));
	for (size_t i = 0; i < c->n; i++)
		(*out)[i] = c->v[i].at;
	return c->n;
}

static void put_mantissa(struct dec *out, struct u256 word)
{
	unsigned __int128 n;

	if (!u256_to_u128(&n, word) && !(n >> 127))
		*out = dec_make((__int128)n, 18);
}

static void tell_market(struct rec_lend_market *out, struct market *m)
{
	const struct compound *c = compound_of(m);

	out->kind = LEND_COMPOUND;
	out->oracle = c->oracle_text;
	out->base_unit = dec_make(dec_ten(BASE_DECIMALS), 0);
	put_mantissa(&out->close_factor, c->close_factor);
	put_mantissa(&out->incentive, c->bonus);
}

/* Nothing is held back: interest changes every market with every block. */
static void commit(struct market *m)
{
	(void)m;
}

const struct protocol compound_protocol = {
	.open = open_part,
	.close = close_part,
	.events = compound_events,
	.token_events = compound_token_events,
	.contracts = contracts,
	.begin = begin,
	.ask = ask,
	.settle = settle,
	.hear = compound_hear,
	.read = compound_read,
	.tell_market = tell_market,
	.tell = tokens_tell,
	.tell_own = compound_own_tell,
	.commit = commit,
};
