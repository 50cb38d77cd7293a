/* policy_jupiter.c - the rules for swaps through Jupiter v6; see policy.h.
 *
 * A route ends in the same 19 bytes: two amounts, the slippage, the platform's
 * fee.  The program reads from the front, though, and leaves what is behind alone:
 * amounts of its own choice could stand in front of harmless last bytes.  So the plan
 * has to fill what is between exactly, with steps of the least length a step can have
 * (its kind, a percentage, two indexes): then no step has parameters, and the last
 * bytes are the ones that are read.
 *
 * Whoever is called on the way could use our signature, so every account of a route
 * must be one that a person has pinned.
 *
 * source: the program's published interface (IDL), v6: the discriminators are
 * SHA-256 of "global:" and the name.
 */
#include "base/le.h"
#include "chain/openbook_lots.h"
#include "chain/policy_parts.h"

#define DISC_LEN   8
#define TAIL_LEN   19 /* u64 amount, u64 quoted, u16 slippage, u8 fee */
#define COUNT_LEN  4  /* u32 steps, in front of them */
#define STEP_LEN   4  /* of a step without parameters */
#define STEPS_MAX  32
#define BPS        10000
#define NO_ACCOUNT SIZE_MAX

struct form {
	const char *name;
	uint8_t disc[DISC_LEN];
	size_t plan;    /* where it begins */
	bool exact_out; /* the amounts are out, then in; else in, then out */
	size_t authority, source, destination;
	size_t elsewhere; /* optional: where it goes instead */
	size_t n_accounts;
};

static const struct form forms[] = {
	{ "route",
	  { 229, 23, 203, 151, 122, 227, 173, 42 },
	  8,
	  false,
	  1,
	  2,
	  3,
	  4,
	  7 },
	{ "shared_accounts_route",
	  { 193, 32, 155, 51, 65, 214, 156, 129 },
	  9,
	  false,
	  2,
	  3,
	  6,
	  NO_ACCOUNT,
	  11 },
	{ "exact_out_route",
	  { 208, 51, 239, 151, 123, 43, 237, 92 },
	  8,
	  true,
	  1,
	  2,
	  3,
	  4,
	  9 },
	{ "shared_accounts_exact_out_route",
	  { 176, 209, 105, 168, 154, 125, 69, 62 },
	  9,
	  true,
	  2,
	  3,
	  6,
	  NO_ACCOUNT,
	  11 },
};

static const struct form *form_of(const struct sol_ix *ix)
{
	if (ix->data_len < DISC_LEN)
		return NULL;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (memcmp(ix->data, forms[i].disc, DISC_LEN) == 0)
			return &forms[i];
	return NULL;
}

/* The plan fills what is between the name and the last bytes. */
static bool fills(const struct sol_ix *ix, const struct form *f)
{
	size_t fixed = f->plan + COUNT_LEN + TAIL_LEN;
	uint32_t steps;

	if (ix->data_len < fixed)
		return false;
	steps = le_u32(ix->data + f->plan);
	return steps <= STEPS_MAX && ix->data_len == fixed + steps * STEP_LEN;
}

/* Can this account stand in a route?  Beside the two that are swapped, nothing of
 * ours may: not even a token account that is only passed through. */
static bool known(const struct policy_case *c, const struct form *f, size_t i)
{
	const struct sol_meta *meta = &c->ix->accounts[i];

	if (pubkey_eq(&meta->key, &c->ix->accounts[f->authority].key) ||
	    pubkey_eq(&meta->key, &c->ix->accounts[f->source].key) ||
	    pubkey_eq(&meta->key, &c->ix->accounts[f->destination].key))
		return true;
	switch (policy_find(c->p, &meta->key)->role) {
	case ROLE_BASIC:
	case ROLE_MINT:
	case ROLE_JUPITER:
	case ROLE_OPENBOOK:
	case ROLE_MARKET:
	case ROLE_ROUTE:
		return true;
	case ROLE_STRANGER:
		return meta->table != 0; /* and tables are pinned */
	case ROLE_WALLET:
	case ROLE_TOKEN:
	case ROLE_OPEN_ORDERS:
	case ROLE_TIP:
	case ROLE_NONCE:
	case ROLE_DESTINATION:
		break;
	}
	return false;
}

static bool accounts(struct policy_case *c, const struct form *f,
		     size_t *asset_in, size_t *asset_out)
{
	const struct sol_meta *acc = c->ix->accounts;
	const struct policy_known *from, *to;
	char text[PUBKEY_STR_SZ];
	int owner;

	if (c->ix->n_accounts < f->n_accounts)
		return policy_refuse(c, POLICY_EMALFORMED, "too few accounts");
	owner = policy_owner(c, &acc[f->authority].key, "who swaps");
	if (owner < 0)
		return false;
	from = policy_find(c->p, &acc[f->source].key);
	to = policy_find(c->p, &acc[f->destination].key);
	if (from->role != ROLE_TOKEN || from->a != owner)
		return policy_refuse(c, POLICY_EACCOUNT,
				     "swaps from an account that is not the "
				     "wallet's own");
	if (to->role != ROLE_TOKEN || to->b == from->b ||
	    (f->elsewhere != NO_ACCOUNT &&
	     !pubkey_eq(&acc[f->elsewhere].key, &c->ix->program)))
		return policy_refuse(c, POLICY_EDESTINATION,
				     "what is swapped goes to an account that "
				     "is not ours");
	for (size_t i = 0; i < c->ix->n_accounts; i++)
		if (!known(c, f, i))
			return policy_refuse(c, POLICY_EROUTE,
					     "a route through %s, which is not "
					     "pinned",
					     pubkey_format(text, &acc[i].key));
	*asset_in = from->b;
	*asset_out = to->b;
	return true;
}

/* The amounts of the last bytes; min_out is rounded down, amount up. */
static bool amounts(struct policy_case *c, const struct form *f,
		    struct policy_swap *s)
{
	const uint8_t *p = c->ix->data + c->ix->data_len - TAIL_LEN;
	uint64_t first = le_u64(p), quoted = le_u64(p + 8);
	uint64_t bps = le_u16(p + 16);
	unsigned __int128 worst;

	if (p[18] != 0)
		return policy_refuse(c, POLICY_ESLIPPAGE,
				     "a fee for the platform");
	if (bps > BPS || (int64_t)bps > c->p->max_slippage_bps)
		return policy_refuse(c, POLICY_ESLIPPAGE,
				     "a slippage of %u bps", (unsigned)bps);
	if (f->exact_out)
		worst = ((unsigned __int128)quoted * (BPS + bps) + BPS - 1) /
			BPS;
	else
		worst = (unsigned __int128)quoted * (BPS - bps) / BPS;
	if (worst > UINT64_MAX)
		return policy_refuse(c, POLICY_EAMOUNT, "over 2^64 atoms");
	s->amount = f->exact_out ? (uint64_t)worst : first;
	s->min_out = f->exact_out ? first : (uint64_t)worst;
	return true;
}

bool policy_jupiter(struct policy_case *c)
{
	const struct form *f = form_of(c->ix);
	struct policy_swap s = { .route = true };

	c->n_others++;
	if (!f)
		return policy_refuse(c, POLICY_EINSTRUCTION,
				     "an instruction of Jupiter that is not "
				     "known");
	if (!fills(c->ix, f))
		return policy_refuse(c, POLICY_EMALFORMED,
				     "a %s with parameters in its plan, or "
				     "bytes behind it",
				     f->name);
	if (!policy_may(c, POLICY_SWAP) || !accounts(c, f, &s.in, &s.out) ||
	    !amounts(c, f, &s) || !policy_worth(c, &s))
		return false;
	c->v->risk = true;
	policy_swapped(c, &s);
	policy_say(c, "swaps up to %s for at least %s",
		   policy_amount(c, s.in, s.amount),
		   policy_amount(c, s.out, s.min_out));
	return true;
}
