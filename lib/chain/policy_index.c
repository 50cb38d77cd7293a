/* policy_index.c - every address a policy knows, and what it is; see policy.h. */
#include "base/le.h"
#include "chain/openbook_lots.h"
#include "chain/pda.h"
#include "chain/policy_parts.h"

#include <string.h>

/* Open addressing; a power of two, at most half full.  What is looked up is a
 * stranger's choice, what stands in it is not: its first bytes will do. */
struct policy_index {
	struct policy_known *slots;
	size_t mask;
};

static struct policy_known *slot_of(const struct policy_index *x,
				    const struct pubkey *key)
{
	size_t i = le_u64(key->b) & x->mask;

	while (x->slots[i].role && !pubkey_eq(&x->slots[i].key, key))
		i = (i + 1) & x->mask;
	return &x->slots[i];
}

const struct policy_known *policy_find(const struct policy *p,
				       const struct pubkey *key)
{
	return slot_of(p->index, key);
}

int policy_wallet_of(const struct policy *p, const struct pubkey *key)
{
	const struct policy_known *k = policy_find(p, key);

	return k->role == ROLE_WALLET ? k->a : -1;
}

struct filling {
	struct arena *a;
	struct policy_index *x;
	const char *why;
};

/* An address is one thing only: of two, the rules of one would be skipped. */
static void put(struct filling *f, const struct pubkey *key,
		enum policy_role role, size_t a, size_t b)
{
	struct policy_known *k = slot_of(f->x, key);
	char text[PUBKEY_STR_SZ];

	if (k->role && !f->why)
		f->why = arena_printf(f->a, "%s: listed twice",
				      pubkey_format(text, key));
	if (!k->role)
		*k = (struct policy_known){ .key = *key,
					    .role = role,
					    .a = (uint16_t)a,
					    .b = (uint16_t)b };
}

static void put_keys(struct filling *f, const struct policy_keys *keys,
		     enum policy_role role)
{
	for (size_t i = 0; i < keys->n; i++)
		put(f, &keys->v[i], role, i, 0);
}

static void put_basic(struct filling *f)
{
	const struct pubkey *const basic[] = {
		&sol_system_program,
		&sol_compute_budget,
		&sol_token_program,
		&sol_ata_program,
		&sol_memo_program,
		&sol_alt_program,
		&sol_rent_sysvar,
		&sol_clock_sysvar,
		&sol_recent_blockhashes_sysvar,
	};

	for (size_t i = 0; i < sizeof(basic) / sizeof(*basic); i++)
		put(f, basic[i], ROLE_BASIC, 0, 0);
}

/* What follows from a wallet: its token accounts, its open-orders accounts. */
static void put_wallet(struct filling *f, const struct policy *p, size_t w)
{
	const struct pubkey *owner = &p->wallets[w].key;
	struct pubkey key;

	put(f, owner, ROLE_WALLET, w, 0);
	for (size_t i = POLICY_WSOL; i < p->n_assets; i++) {
		key = ata_address(owner, &p->assets[i].mint,
				  &sol_token_program);
		put(f, &key, ROLE_TOKEN, w, i);
	}
	for (size_t i = 0; i < p->n_markets; i++) {
		key = openbook_oo_address(owner, &p->markets[i].address,
					  &p->markets[i].program);
		put(f, &key, ROLE_OPEN_ORDERS, w, i);
	}
}

static size_t n_known(const struct policy *p)
{
	return 16 + p->n_wallets * (1 + p->n_assets + p->n_markets) +
	       p->n_assets + p->n_markets + p->openbook.n + p->jupiter.n +
	       p->tip_accounts.n + p->nonces.n + p->n_destinations +
	       p->route_accounts.n;
}

static void set_tick(const struct policy *p, struct policy_market *m)
{
	const struct openbook_lots lots = {
		.base_lot = m->base_lot,
		.quote_lot = m->quote_lot,
		.base_decimals = p->assets[m->base].decimals,
		.quote_decimals = p->assets[m->quote].decimals,
	};

	if (openbook_tick(&m->tick, &lots))
		m->tick = DEC_NONE;
}

/* Every market is run by a program that is listed. */
static const char *check_markets(struct arena *a, const struct policy *p)
{
	for (size_t i = 0; i < p->n_markets; i++) {
		const struct policy_market *m = &p->markets[i];
		char text[PUBKEY_STR_SZ];

		if (policy_find(p, &m->program)->role != ROLE_OPENBOOK)
			return arena_printf(
				a, "market %s: its program is not listed",
				pubkey_format(text, &m->address));
	}
	return NULL;
}

const char *policy_index(struct arena *a, struct policy *p)
{
	struct filling f = { .a = a };
	size_t cap = 32;

	while (cap < 2 * n_known(p))
		cap *= 2;
	p->index = f.x = arena_alloc(a, sizeof(*f.x));
	f.x->mask = cap - 1;
	f.x->slots = arena_alloc(a, cap * sizeof(*f.x->slots));
	put_basic(&f);
	for (size_t i = 0; i < p->n_wallets; i++)
		put_wallet(&f, p, i);
	for (size_t i = POLICY_WSOL; i < p->n_assets; i++)
		put(&f, &p->assets[i].mint, ROLE_MINT, i, 0);
	for (size_t i = 0; i < p->n_markets; i++) {
		put(&f, &p->markets[i].address, ROLE_MARKET, i, 0);
		set_tick(p, &p->markets[i]);
	}
	put_keys(&f, &p->openbook, ROLE_OPENBOOK);
	put_keys(&f, &p->jupiter, ROLE_JUPITER);
	put_keys(&f, &p->tip_accounts, ROLE_TIP);
	put_keys(&f, &p->nonces, ROLE_NONCE);
	for (size_t i = 0; i < p->n_destinations; i++)
		put(&f, &p->destinations[i].address, ROLE_DESTINATION, i, 0);
	put_keys(&f, &p->route_accounts, ROLE_ROUTE);
	return f.why ? f.why : check_markets(a, p);
}
