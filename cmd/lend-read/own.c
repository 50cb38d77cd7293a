/* own.c - see own.h. */
#include "own.h"

#include "base/atoms.h"
#include "base/err.h"
#include "chain/uniswap.h"

struct own own_make(struct reader *r, size_t n)
{
	struct own own = { .n_pledged = 0 };

	own.supplied.v = arena_alloc(r->a, n * sizeof(*own.supplied.v));
	own.owed.v = arena_alloc(r->a, n * sizeof(*own.owed.v));
	own.pledged = arena_alloc(r->a, n * sizeof(*own.pledged));
	return own;
}

bool own_units(struct dec *out, struct u256 atoms, int64_t decimals)
{
	return decimals <= ATOMS_DECIMALS_MAX &&
	       !atoms_amount(out, atoms, (int)decimals);
}

bool own_add(struct own_amounts *out, const char *name, struct u256 atoms,
	     int64_t decimals)
{
	struct dec amount;

	if (!own_units(&amount, atoms, decimals))
		return false;
	if (dec_sign(amount))
		out->v[out->n++] = (struct rec_amount){ name, amount };
	return true;
}

static struct rec_list list_of(const struct own_amounts *a)
{
	return (struct rec_list){ a->n ? a->v : NULL, a->n };
}

void own_put(struct rec_lend_account *out, const struct own *own)
{
	out->supplied = list_of(&own->supplied);
	out->borrowed = list_of(&own->owed);
	out->collateral =
		(struct rec_list){ own->n_pledged ? own->pledged : NULL,
				   own->n_pledged };
}

struct u256 own_word(const struct evm_wallet *w)
{
	struct evm_address at;

	if (!evm_address_parse(&at, w->address, EVM_ADDRESS_STR_SZ - 1))
		return U256_ZERO; /* evm_conf writes none such */
	return uniswap_of_address(&at);
}

/* An account without anything in the market is told too: it may begin. */
static void tell(struct reader *r, struct market *m, size_t wallet,
		 own_put_fn *put)
{
	const struct evm_wallet *w = &r->conf.wallets[wallet];
	struct rec_lend_account out;

	rec_clear(&rec_lend_account_type, &out);
	out.ts_ms = r->ts_ms;
	out.chain_id = r->conf.chain_id;
	out.pool = m->address;
	out.wallet = w->name;
	out.address = w->address;
	out.block = r->chain->block;
	if (put(&out, r, m, wallet))
		frame_emit(r->f, &rec_lend_account_type, &out);
	else
		mm_warn("warning: %s: its account in %s cannot be read",
			w->name, m->address);
}

void own_tell_accounts(struct reader *r, struct market *m, own_put_fn *put)
{
	for (size_t i = 0; i < r->conf.n_wallets; i++)
		tell(r, m, i, put);
}
