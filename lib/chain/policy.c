#include "chain/policy.h"

#include "chain/openbook_lots.h"
#include "chain/policy_parts.h"
#include "chain/sol_ix.h"

#include <string.h>

#define CU_DEFAULT 200000 /* compute units of an instruction, if none are set */
#define CU_MAX     1400000 /* of a transaction */
#define MICRO      1000000

const char *const policy_allow_words[POLICY_ALLOWS + 1] = {
	"place",   "take",     "cancel",     "settle",      "crank",
	"init_oo", "close_oo", "create_ata", "close_token", "transfer",
	"wrap",    "pay",      "swap",       "tip",         "nonce",
	"approve", "revoke",   "memo",       "table",       NULL,
};

const char *const policy_span_words[POLICY_SPANS + 1] = { "tx", "hour", "day",
							  NULL };

const char *policy_reason_code(enum policy_reason r)
{
	static const char *const codes[] = {
		[POLICY_OK] = "ok",
		[POLICY_EMESSAGE] = "message",
		[POLICY_ETABLE] = "table",
		[POLICY_ESIGNER] = "signer",
		[POLICY_EPROGRAM] = "program",
		[POLICY_EINSTRUCTION] = "instruction",
		[POLICY_EMALFORMED] = "malformed",
		[POLICY_EALLOW] = "not_allowed",
		[POLICY_EMARKET] = "market",
		[POLICY_EACCOUNT] = "account",
		[POLICY_EOWNER] = "owner",
		[POLICY_EDESTINATION] = "destination",
		[POLICY_EDELEGATION] = "delegation",
		[POLICY_EAMOUNT] = "amount",
		[POLICY_EPRICE] = "price",
		[POLICY_ETYPE] = "order_type",
		[POLICY_ESELF_TRADE] = "self_trade",
		[POLICY_EEXPIRY] = "max_ts",
		[POLICY_ENONCE] = "nonce",
		[POLICY_ETIP] = "tip",
		[POLICY_EFEE] = "fee",
		[POLICY_EOUT] = "value_out",
		[POLICY_ESLIPPAGE] = "slippage",
		[POLICY_EROUTE] = "route",
	};

	return codes[r];
}

/* ---- what the rules use ---- */

bool policy_fail(struct policy_case *c, enum policy_reason r, const char *text)
{
	c->v->reason = r;
	c->v->text = c->ix ? arena_printf(c->a, "instruction %zu: %s", c->i + 1,
					  text)
			   : text;
	return false;
}

bool policy_may(struct policy_case *c, enum policy_allow what)
{
	return policy_allows(c->p, what) ||
	       policy_refuse(c, POLICY_EALLOW, "'%s' is not allowed",
			     policy_allow_words[what]);
}

int policy_owner(struct policy_case *c, const struct pubkey *key,
		 const char *what)
{
	int w = policy_wallet_of(c->p, key);
	char text[PUBKEY_STR_SZ];

	if (w < 0)
		policy_refuse(c, POLICY_EOWNER, "%s %s is none of the wallets",
			      what, pubkey_format(text, key));
	return w;
}

static uint64_t sum_sat(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

void policy_out(struct policy_case *c, size_t asset, uint64_t atoms)
{
	uint64_t *sum = &c->v->sums.out[asset];

	*sum = sum_sat(*sum, atoms);
}

void policy_placed(struct policy_case *c, size_t asset, uint64_t atoms)
{
	uint64_t *sum = &c->v->sums.placed[asset];

	*sum = sum_sat(*sum, atoms);
}

void policy_swapped(struct policy_case *c, const struct policy_swap *s)
{
	struct policy_verdict *v = c->v;

	v->swaps = arena_grow(c->a, v->swaps, v->n_swaps * sizeof(*v->swaps),
			      (v->n_swaps + 1) * sizeof(*v->swaps));
	v->swaps[v->n_swaps++] = *s;
	policy_out(c, s->in, s->amount);
}

bool policy_worth(struct policy_case *c, const struct policy_swap *s)
{
	const struct policy_asset *in = &c->p->assets[s->in];
	const struct policy_asset *out = &c->p->assets[s->out];
	struct dec least;

	for (size_t i = 0; i < c->p->n_references; i++) {
		const struct policy_reference *r = &c->p->references[i];

		if (r->in != s->in || r->out != s->out)
			continue;
		if (dec_mul(&least, atoms_dec(s->amount, in->decimals),
			    r->price) ||
		    dec_cmp(atoms_dec(s->min_out, out->decimals), least) < 0)
			return policy_refuse(
				c, POLICY_ESLIPPAGE,
				"may give only %s, below the reference price",
				policy_amount(c, s->out, s->min_out));
	}
	return true;
}

void policy_word(struct policy_case *c, const char *text)
{
	struct policy_verdict *v = c->v;

	v->words = arena_grow(c->a, v->words, v->n_words * sizeof(*v->words),
			      (v->n_words + 1) * sizeof(*v->words));
	v->words[v->n_words++] = text;
}

const char *policy_name(struct policy_case *c, const struct pubkey *key)
{
	const struct policy *p = c->p;
	const struct policy_known *k = policy_find(p, key);
	char text[PUBKEY_STR_SZ];

	if (k->role == ROLE_WALLET)
		return p->wallets[k->a].name;
	if (k->role == ROLE_TOKEN)
		return arena_printf(c->a, "%s's %s account",
				    p->wallets[k->a].name,
				    p->assets[k->b].name);
	if (k->role == ROLE_DESTINATION)
		return p->destinations[k->a].name;
	return arena_strdup(c->a, pubkey_format(text, key));
}

const char *policy_amount(struct policy_case *c, size_t asset, uint64_t atoms)
{
	const struct policy_asset *as = &c->p->assets[asset];
	char text[DEC_STR_SZ];

	dec_format(text, atoms_dec(atoms, as->decimals));
	return arena_printf(c->a, "%s %s", text, as->name);
}

/* ---- the check ---- */

static bool known_signers(struct policy_case *c)
{
	const struct sol_message *m = &c->v->msg;
	char text[PUBKEY_STR_SZ];

	for (size_t i = 0; i < m->n_signers; i++)
		if (policy_wallet_of(c->p, &m->keys[i]) < 0)
			return policy_refuse(
				c, POLICY_ESIGNER,
				"%s is to sign and is none of the wallets",
				pubkey_format(text, &m->keys[i]));
	return true;
}

static bool instruction(struct policy_case *c)
{
	char text[PUBKEY_STR_SZ];

	switch (policy_find(c->p, &c->ix->program)->role) {
	case ROLE_BASIC:
		return policy_basic(c);
	case ROLE_OPENBOOK:
		return policy_openbook(c);
	case ROLE_JUPITER:
		return policy_jupiter(c);
	case ROLE_STRANGER:
	case ROLE_WALLET:
	case ROLE_TOKEN:
	case ROLE_OPEN_ORDERS:
	case ROLE_MARKET:
	case ROLE_MINT:
	case ROLE_TIP:
	case ROLE_NONCE:
	case ROLE_DESTINATION:
	case ROLE_ROUTE:
		break;
	}
	return policy_refuse(c, POLICY_EPROGRAM, "program %s is not listed",
			     pubkey_format(text, &c->ix->program));
}

/* What the chain takes at most, signatures and compute units. */
static bool fees(struct policy_case *c)
{
	struct policy_sums *s = &c->v->sums;
	uint64_t units = c->cu_limit;
	unsigned __int128 fee;

	if (!(c->budget >> IX_BUDGET_LIMIT & 1))
		units = CU_DEFAULT * (uint64_t)c->n_others;
	if (units > CU_MAX)
		units = CU_MAX;
	fee = ((unsigned __int128)units * c->cu_price + MICRO - 1) / MICRO +
	      (unsigned __int128)SOL_LAMPORTS_SIG * c->v->msg.n_signers;
	s->fees = fee > UINT64_MAX ? UINT64_MAX : (uint64_t)fee;
	if (s->fees > c->p->ceilings[POLICY_TX].fees)
		return policy_refuse(c, POLICY_EFEE, "it costs up to %s",
				     policy_amount(c, POLICY_SOL, s->fees));
	return true;
}

static bool within(struct policy_case *c)
{
	const struct policy_sums *s = &c->v->sums;
	const struct policy_sums *max = &c->p->ceilings[POLICY_TX];

	for (size_t i = 0; i < c->p->n_assets; i++) {
		if (s->out[i] > max->out[i])
			return policy_refuse(c, POLICY_EOUT, "%s leave",
					     policy_amount(c, i, s->out[i]));
		if (s->placed[i] > max->placed[i])
			return policy_refuse(c, POLICY_EOUT, "%s are offered",
					     policy_amount(c, i, s->placed[i]));
	}
	if (s->tips > max->tips)
		return policy_refuse(c, POLICY_ETIP, "the tip is %s",
				     policy_amount(c, POLICY_SOL, s->tips));
	return true;
}

static bool resolve(struct policy_case *c, struct sol_ix **ixs,
		    const uint8_t *bytes, size_t len)
{
	const struct policy *p = c->p;
	struct policy_verdict *v = c->v;
	enum sol_err e = sol_message_parse(c->a, &v->msg, bytes, len);

	if (e)
		return policy_refuse(c, POLICY_EMESSAGE, "%s", sol_strerror(e));
	if (!known_signers(c))
		return false;
	e = sol_message_resolve(c->a, ixs, &v->msg, p->tables, p->n_tables);
	if (e == SOL_ETABLE)
		return policy_refuse(c, POLICY_ETABLE,
				     "through a lookup table, or an entry of "
				     "one, that is not pinned");
	return !e || policy_refuse(c, POLICY_EMESSAGE, "%s", sol_strerror(e));
}

void policy_check(struct arena *a, struct policy_verdict *v,
		  const struct policy *p, const uint8_t *bytes, size_t len,
		  int64_t now_s, bool in_words)
{
	struct policy_case c = {
		.a = a, .p = p, .v = v, .now_s = now_s, .in_words = in_words
	};
	struct sol_ix *ixs;

	memset(v, 0, sizeof(*v));
	if (!resolve(&c, &ixs, bytes, len))
		return;
	c.n = v->msg.n_calls;
	for (; c.i < c.n; c.i++) {
		c.ix = &ixs[c.i];
		if (!instruction(&c))
			return;
	}
	c.ix = NULL;
	v->sums.count = 1;
	if (fees(&c))
		within(&c);
}

/* ---- ceilings over time ---- */

void policy_add(struct policy_sums *sum, const struct policy_sums *add)
{
	for (size_t i = 0; i < POLICY_ASSETS_MAX; i++) {
		sum->out[i] = sum_sat(sum->out[i], add->out[i]);
		sum->placed[i] = sum_sat(sum->placed[i], add->placed[i]);
	}
	sum->fees = sum_sat(sum->fees, add->fees);
	sum->tips = sum_sat(sum->tips, add->tips);
	sum->count = sum_sat(sum->count, add->count);
}

static bool over(uint64_t sum, uint64_t add, uint64_t ceiling, unsigned pct)
{
	return add &&
	       (unsigned __int128)sum * 100 > (unsigned __int128)ceiling * pct;
}

const char *policy_over(struct arena *a, const struct policy *p,
			const struct policy_sums *sum,
			const struct policy_sums *add, enum policy_span span,
			unsigned part_pct)
{
	const struct policy_sums *max = &p->ceilings[span];

	for (size_t i = 0; i < p->n_assets; i++) {
		if (over(sum->out[i], add->out[i], max->out[i], 100))
			return arena_printf(a, "out of %s", p->assets[i].name);
		if (over(sum->placed[i], add->placed[i], max->placed[i], 100))
			return arena_printf(a, "placed of %s",
					    p->assets[i].name);
	}
	if (over(sum->fees, add->fees, max->fees, part_pct))
		return "fees";
	if (over(sum->tips, add->tips, max->tips, part_pct))
		return "tips";
	return over(sum->count, add->count, max->count, part_pct)
		       ? "transactions"
		       : NULL;
}
