/* compound_users.c - the accounts of a market of Compound. */
#include "compound.h"

#include "chain/uniswap.h"

#include <string.h>

static const unsigned __int128 one = 1;

/* ---- what events say ---- */

const char *const compound_events[] = {
	"event MarketEntered(address cToken, address account)",
	"event MarketExited(address cToken, address account)",
	NULL,
};

/* Tokens move with a Transfer also where they are minted, redeemed or seized, and a
 * liquidation repays by a RepayBorrow. */
const char *const compound_token_events[] = {
	"event Transfer(address indexed from, address indexed to, uint256 "
	"amount)",
	"event Borrow(address borrower, uint256 borrowAmount, uint256 "
	"accountBorrows, uint256 totalBorrows)",
	"event RepayBorrow(address payer, address borrower, uint256 "
	"repayAmount, uint256 accountBorrows, uint256 totalBorrows)",
	NULL,
};

/* Which arguments are accounts, and which is the cToken; -1: none, or who tells it. */
static const struct form {
	const char *signature;
	size_t n; /* arguments */
	int user[HEARD_MAX], token;
} forms[] = {
	{ "MarketEntered(address,address)", 2, { 1, -1 }, 0 },
	{ "MarketExited(address,address)", 2, { 1, -1 }, 0 },
	{ "Transfer(address,address,uint256)", 3, { 0, 1 }, -1 },
	{ "Borrow(address,uint256,uint256,uint256)", 4, { 0, -1 }, -1 },
	{ "RepayBorrow(address,address,uint256,uint256,uint256)",
	  5,
	  { 1, -1 },
	  -1 },
};

static const struct form *form_of(const struct rec_event *e)
{
	for (size_t i = 0; e->signature && i < sizeof(forms) / sizeof(*forms);
	     i++)
		if (!strcmp(forms[i].signature, e->signature) &&
		    e->args.n == forms[i].n)
			return &forms[i];
	return NULL;
}

static int token_of(const struct compound *c, const char *text)
{
	struct evm_address at;

	return evm_address_parse(&at, text, strlen(text))
		       ? compound_token(c, &at)
		       : -1;
}

void compound_hear(struct heard_users *out, struct market *m,
		   const struct rec_event *e)
{
	const struct compound *c = compound_of(m);
	const struct form *f = form_of(e);
	const struct rec_text *args = e->args.v;
	struct evm_address at;
	int id;

	out->n = 0;
	if (!f || !e->contract)
		return;
	if (f->token >= 0 && strcmp(e->contract, m->address) != 0)
		return; /* of another market */
	id = token_of(c, f->token < 0 ? e->contract : args[f->token].text);
	if (id < 0)
		return;
	for (size_t k = 0; k < HEARD_MAX; k++) {
		const char *text =
			f->user[k] < 0 ? NULL : args[f->user[k]].text;
		uint32_t place;

		/* What is minted comes from the cToken, what is redeemed goes there. */
		if (!text || !evm_address_parse(&at, text, strlen(text)) ||
		    compound_token(c, &at) >= 0)
			continue;
		place = accounts_place(&m->accounts, &at);
		m->accounts.v[place].in |= one << id;
		out->v[out->n++] = place;
	}
}

/* ---- what stands ---- */

bool compound_entered(unsigned __int128 *out, const struct compound *c,
		      const struct evm_view *v)
{
	struct evm_address list[AAVE_RESERVES_MAX];
	size_t n;

	if (!v || v->state != EVM_VIEW_OK ||
	    !aave_list_read(list, &n, v->data, v->len))
		return false;
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		int id = compound_token(c, &list[i]);

		if (id >= 0)
			*out |= one << id;
	}
	return true;
}

struct reading {
	const struct evm_view *entered;
	const struct evm_view *snapshot[AAVE_RESERVES_MAX];
	unsigned __int128 in; /* markets it entered */
};

static void ask_tokens(struct slice *s, const struct account *account,
		       struct reading *x, unsigned __int128 in)
{
	const struct compound *c = compound_of(s->m);

	for (size_t i = 0; i < c->n; i++)
		if (!x->snapshot[i] && (in >> i & 1))
			x->snapshot[i] = compound_ask(
				&s->rounds, &c->v[i].at, COMPOUND_SNAPSHOT,
				uniswap_of_address(&account->at));
}

static bool amount(unsigned __int128 *out, const uint8_t *said, size_t i)
{
	return !u256_to_u128(out, uniswap_word(said, i)) && !(*out >> 127);
}

/* A row of each market it has anything in; false: it cannot be read.  A debt is as of
 * the borrow index that is stored. */
static bool take(struct slice *s, uint32_t place, const struct reading *x)
{
	const struct compound *c = compound_of(s->m);

	for (size_t i = 0; i < c->n; i++) {
		const uint8_t *said =
			evm_view_words(x->snapshot[i], COMPOUND_SNAPSHOT_WORDS);
		struct row row = { .account = place,
				   .reserve = (uint8_t)i,
				   .collateral = x->in >> i & 1 };

		if (!x->snapshot[i])
			continue;
		if (!said ||
		    !u256_is_zero(
			    uniswap_word(said, COMPOUND_SNAPSHOT_ERROR)) ||
		    !amount(&row.supply, said, COMPOUND_SNAPSHOT_TOKENS) ||
		    !amount(&row.debt, said, COMPOUND_SNAPSHOT_DEBT) ||
		    u256_to_u128(&row.debt_index, c->v[i].stored.index))
			return false;
		if (!row.debt)
			row.debt_index = 0;
		if (row.supply || row.debt)
			slice_row(s, &row);
	}
	return true;
}

bool compound_read(struct slice *s)
{
	const struct account *all = s->m->accounts.v;
	struct reading *v = arena_alloc(&s->arena, s->n * sizeof(*v));
	bool ok = true;
	size_t i;

	for (i = 0; i < s->n; i++) {
		const struct account *account = &all[s->v[i]];

		v[i].entered =
			compound_ask(&s->rounds, &s->m->at, COMPOUND_ENTERED,
				     uniswap_of_address(&account->at));
		ask_tokens(s, account, &v[i], account->in);
	}
	if (!slice_ask(s))
		return false;
	for (i = 0; i < s->n && ok; i++) {
		ok = compound_entered(&v[i].in, compound_of(s->m),
				      v[i].entered);
		if (ok)
			ask_tokens(s, &all[s->v[i]], &v[i], v[i].in);
	}
	if (ok && !slice_ask(s))
		return false;
	if (ok)
		for (i = 0; i < s->n && ok; i++)
			ok = take(s, s->v[i], &v[i]);
	if (!ok)
		reader_refuse(s->r, "account_unread", "%s: %s cannot be read",
			      s->m->address,
			      reader_address(s->r, &all[s->v[i - 1]].at));
	return ok;
}
