#include "data/vault_event.h"

#include <string.h>
#include <strings.h>

#define NOBODY "0x0000000000000000000000000000000000000000"
#define NONE   ((size_t)-1)

/* Where its arguments stand. */
struct form {
	const char *signature;
	enum vault_event event;
	enum vault_form form;
	size_t n;                     /* arguments */
	size_t owner, assets, shares; /* or NONE */
};

static const struct form forms[] = {
	{ "DepositMade(address,uint256,uint256)", VAULT_DEPOSIT, VAULT_PLAIN, 3,
	  0, 1, 2 },
	{ "WithdrawalExecuted(address,uint256)", VAULT_WITHDRAWAL, VAULT_PLAIN,
	  2, 0, 1, NONE },
	{ "Deposit(address,address,uint256,uint256)", VAULT_DEPOSIT,
	  VAULT_ERC4626, 4, 1, 2, 3 },
	{ "Withdraw(address,address,address,uint256,uint256)", VAULT_WITHDRAWAL,
	  VAULT_ERC4626, 5, 2, 3, 4 },
	{ "Transfer(address,address,uint256)", VAULT_BURN, VAULT_PLAIN, 3, 0,
	  NONE, 2 },
};

static bool number(struct u256 *out, const char *text)
{
	return !u256_parse(out, text, strlen(text));
}

const char *vault_event_read(struct vault_says *out, const struct rec_event *r)
{
	const struct rec_text *args = r->args.v;

	*out = (struct vault_says){ .event = VAULT_OTHER };
	for (size_t i = 0; r->signature && i < sizeof(forms) / sizeof(*forms);
	     i++) {
		const struct form *f = &forms[i];

		if (strcmp(f->signature, r->signature))
			continue;
		if (r->args.n != f->n)
			return "not the arguments of its signature";
		if (f->event == VAULT_BURN && strcmp(args[1].text, NOBODY))
			return NULL; /* from owner to owner, or made */
		out->event = f->event;
		out->form = f->form;
		out->owner = args[f->owner].text;
		out->has_shares = f->shares != NONE;
		if ((f->assets != NONE &&
		     !number(&out->assets, args[f->assets].text)) ||
		    (out->has_shares &&
		     !number(&out->shares, args[f->shares].text)))
			return "an argument that is no number";
		return NULL;
	}
	return NULL;
}

/* ---- shares ---- */

/* The first owner not before that one. */
static size_t place_of(const struct vault_shares *all, const char *owner)
{
	size_t lo = 0, hi = all->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcasecmp(all->v[mid].owner, owner) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct vault_owner *owner_at(const struct vault_shares *all, size_t i,
				    const char *owner)
{
	return i < all->n && !strcasecmp(all->v[i].owner, owner) ? &all->v[i]
								 : NULL;
}

static struct vault_owner *insert(struct vault_shares *all, struct arena *a,
				  size_t at, const char *owner)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 16;

		all->v = arena_grow(a, all->v, all->cap * sizeof(*all->v),
				    cap * sizeof(*all->v));
		all->cap = cap;
	}
	memmove(all->v + at + 1, all->v + at,
		(all->n++ - at) * sizeof(*all->v));
	all->v[at] = (struct vault_owner){ .owner = arena_strdup(a, owner) };
	return &all->v[at];
}

enum status vault_shares_give(struct vault_shares *all, struct arena *a,
			      struct u256 *after, const char *owner,
			      struct u256 shares)
{
	size_t at = place_of(all, owner);
	struct vault_owner *o = owner_at(all, at, owner);
	struct u256 total;
	enum status st = u256_add(&total, all->total, shares);

	if (st)
		return st;
	if (!o)
		o = insert(all, a, at, owner);
	/* A part of the total fits where the total does. */
	st = u256_add(&o->shares, o->shares, shares);
	all->total = total;
	*after = o->shares;
	return st;
}

enum status vault_shares_take(struct vault_shares *all, struct u256 *after,
			      const char *owner, struct u256 shares)
{
	struct vault_owner *o = owner_at(all, place_of(all, owner), owner);

	if (!o || u256_cmp(shares, o->shares) > 0)
		return ST_RANGE;
	if (u256_sub(&o->shares, o->shares, shares) ||
	    u256_sub(&all->total, all->total, shares))
		return ST_RANGE; /* the total holds every part: not reached */
	*after = o->shares;
	return ST_OK;
}
