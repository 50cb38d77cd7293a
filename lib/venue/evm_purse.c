#include "venue/evm_purse.h"

#include "base/atoms.h"
#include "chain/uniswap.h"
#include "data/rec_wallet.h"

#include <string.h>

struct allowance {
	const struct evm_asset *asset;
	const struct evm_spender *spender;
	const struct evm_view *view;
};

struct evm_purse {
	const struct evm_wallet *wallet;
	const struct evm_view **balance; /* by asset of ASSETS */
	struct allowance *allowances;
	size_t n_allowances;
};

static struct evm_address address_of(const char *text)
{
	struct evm_address at = { .b = { 0 } };

	if (!evm_address_parse(&at, text, strlen(text)))
		return at; /* evm_conf writes none such */
	return at;
}

static const struct evm_view *ask(struct evm_purses *p,
				  const struct evm_address *to,
				  enum uniswap_view what,
				  const struct u256 *words)
{
	return evm_rounds_ask(p->rounds, to,
			      uniswap_call(p->rounds->a, what, words));
}

static void ask_allowance(struct evm_purses *p, struct evm_purse *purse,
			  struct u256 owner, const struct evm_asset *asset,
			  const struct evm_spender *spender)
{
	struct evm_address token = address_of(asset->address);
	struct u256 at = uniswap_of_address(&token);
	struct u256 who = uniswap_of_address(&spender->at);
	struct allowance *a;

	if (spender->by_permit2 && !p->permit2)
		return;
	a = &purse->allowances[purse->n_allowances++];
	*a = (struct allowance){ asset, spender, NULL };
	a->view = spender->by_permit2 ? ask(p, p->permit2, PERMIT2_ALLOWANCE,
					    (struct u256[]){ owner, at, who })
				      : ask(p, &token, ERC20_ALLOWANCE,
					    (struct u256[]){ owner, who });
}

static void ask_purse(struct evm_purses *p, struct evm_purse *purse)
{
	const struct evm_conf *conf = p->conf;
	struct evm_address at = address_of(purse->wallet->address);
	struct u256 owner = uniswap_of_address(&at);
	struct arena *a = p->rounds->a;

	purse->balance =
		arena_alloc(a, conf->n_assets * sizeof(*purse->balance));
	purse->allowances = arena_alloc(a, conf->n_assets * p->n_spenders *
						   sizeof(*purse->allowances));
	for (size_t i = 0; i < conf->n_assets; i++) {
		const struct evm_asset *asset = &conf->assets[i];
		struct evm_address token;

		if (!asset->address) {
			purse->balance[i] = ask(p, &p->rounds->batch->multicall,
						NATIVE_BALANCE, &owner);
			continue;
		}
		token = address_of(asset->address);
		purse->balance[i] = ask(p, &token, ERC20_BALANCE, &owner);
		for (size_t k = 0; k < p->n_spenders; k++)
			ask_allowance(p, purse, owner, asset, &p->spenders[k]);
	}
}

void evm_purses_ask(struct evm_purses *p)
{
	p->v = arena_alloc(p->rounds->a, p->conf->n_wallets * sizeof(*p->v));
	for (size_t i = 0; i < p->conf->n_wallets; i++) {
		p->v[i].wallet = &p->conf->wallets[i];
		ask_purse(p, &p->v[i]);
	}
}

/* ---- records ---- */

/* NULL, or which balance is not known. */
static const char *put_balances(struct rec_wallet *w, struct arena *a,
				const struct evm_conf *conf,
				const struct evm_purse *purse)
{
	struct rec_balance *b = arena_alloc(a, conf->n_assets * sizeof(*b));

	for (size_t i = 0; i < conf->n_assets; i++) {
		const struct evm_asset *asset = &conf->assets[i];
		const uint8_t *said = evm_view_words(purse->balance[i], 1);

		b[i] = (struct rec_balance){ .asset = asset->name,
					     .locked = DEC_ZERO,
					     .unsettled = DEC_ZERO };
		if (!said || atoms_amount(&b[i].free, uniswap_word(said, 0),
					  asset->decimals))
			return asset->name;
	}
	w->balances = (struct rec_list){ b, conf->n_assets };
	return NULL;
}

/* A spender that does not answer, such as a Permit2 that is not there, has no
 * allowance that is known. */
static void put_allowances(struct rec_wallet *w, struct arena *a,
			   const struct evm_purse *purse)
{
	struct rec_allowance *out =
		arena_alloc(a, purse->n_allowances * sizeof(*out));
	size_t n = 0;

	for (size_t i = 0; i < purse->n_allowances; i++) {
		const struct allowance *al = &purse->allowances[i];
		bool by_permit2 = al->spender->by_permit2;
		const uint8_t *said =
			evm_view_words(al->view, by_permit2 ? 2 : 1);
		uint64_t expires;

		if (!said)
			continue;
		out[n] = (struct rec_allowance){
			.asset = al->asset->name,
			.spender = evm_address_format(
				arena_alloc(a, EVM_ADDRESS_STR_SZ),
				&al->spender->at),
			.atoms = { uniswap_word(said, 0), true },
			.expires_s = REC_NONE_INT,
		};
		if (by_permit2) {
			out[n].via = "permit2";
			if (u256_to_u64(&expires, uniswap_word(said, 1)) ||
			    expires >= REC_INT_MAX)
				continue;
			out[n].expires_s = (int64_t)expires;
		}
		n++;
	}
	w->allowances = (struct rec_list){ n ? out : NULL, n };
}

bool evm_purses_tell(struct frame *f, const struct evm_purses *p,
		     const struct rec_chain *chain, int64_t ts_ms)
{
	bool all = true;

	for (size_t i = 0; i < p->conf->n_wallets; i++) {
		const struct evm_purse *purse = &p->v[i];
		struct rec_wallet w;
		const char *unread;

		rec_clear(&rec_wallet_type, &w);
		w.ts_ms = ts_ms;
		w.wallet = purse->wallet->name;
		w.address = purse->wallet->address;
		w.chain = "evm";
		w.slot = chain->block;
		unread = put_balances(&w, &f->arena, p->conf, purse);
		if (unread) {
			frame_refuse(f, "wallet_unread",
				     "%s: its balance of %s cannot be read",
				     w.wallet, unread);
			all = false;
			continue;
		}
		put_allowances(&w, &f->arena, purse);
		frame_emit(f, &rec_wallet_type, &w);
	}
	return all;
}
