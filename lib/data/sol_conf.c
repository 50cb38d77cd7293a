#include "data/sol_conf.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"

#include <string.h>

static struct sol_address *addresses_of(struct arena *a, const char *key,
					size_t *n)
{
	const char **text = conf_list(a, key, n);
	struct sol_address *v = arena_alloc(a, (*n + 1) * sizeof(*v));

	for (size_t i = 0; i < *n; i++) {
		v[i].text = text[i];
		if (!pubkey_parse(&v[i].key, text[i]))
			mm_die(MM_USAGE, "%s: '%s' is no address", key,
			       text[i]);
		for (size_t k = 0; k < i; k++)
			if (pubkey_eq(&v[i].key, &v[k].key))
				mm_die(MM_USAGE, "%s: '%s' stands twice", key,
				       text[i]);
	}
	return v;
}

/* Cuts NAME:ADDRESS in the arena and returns its address. */
static const char *cut_pair(struct arena *a, const char *conf_key,
			    const char *text, const char **name,
			    struct pubkey *key)
{
	const char *address;

	if (!conf_list_pair(a, text, name, &address) ||
	    !pubkey_parse(key, address))
		mm_die(MM_USAGE, "%s: '%s' is not NAME:ADDRESS", conf_key,
		       text);
	return address;
}

static void read_wallets(struct sol_conf *c, struct arena *a)
{
	size_t n;
	const char **v = conf_list(a, "WALLETS", &n);

	c->wallets = arena_alloc(a, (n + 1) * sizeof(*c->wallets));
	for (size_t i = 0; i < n; i++) {
		struct sol_wallet w;

		if (conf_list_is_evm(v[i]))
			continue;
		w.address = cut_pair(a, "WALLETS", v[i], &w.name, &w.key);
		if (sol_conf_wallet(c, w.name) || sol_conf_owner(c, w.address))
			mm_die(MM_USAGE, "WALLETS: '%s' stands twice", v[i]);
		c->wallets[c->n_wallets++] = w;
	}
	c->treasury = c->n_wallets ? &c->wallets[0] : NULL;
	if (!conf_isset("TREASURY_WALLET"))
		return;
	c->treasury = sol_conf_wallet(c, conf_text("TREASURY_WALLET"));
	if (!c->treasury)
		mm_die(MM_USAGE, "TREASURY_WALLET: '%s' is not in WALLETS",
		       conf_text("TREASURY_WALLET"));
}

static void read_assets(struct sol_conf *c, struct arena *a)
{
	size_t n;
	const char **v = conf_list(a, "ASSETS", &n);

	c->assets = arena_alloc(a, (n + 1) * sizeof(*c->assets));
	c->assets[c->n_assets++] =
		(struct sol_asset){ SOL_WRAPPED, SOL_WRAPPED_MINT };
	for (size_t i = 0; i < n; i++) {
		struct sol_asset s;
		struct pubkey key;

		if (conf_list_is_evm(v[i]))
			continue;
		s.mint = cut_pair(a, "ASSETS", v[i], &s.name, &key);
		if (!strcmp(s.name, SOL_ASSET) || pubkey_parse(&key, s.name))
			mm_die(MM_USAGE, "ASSETS: '%s' cannot be a name",
			       s.name);
		if (sol_conf_mint(c, s.name) ||
		    sol_conf_asset(c, s.mint) != s.mint)
			mm_die(MM_USAGE, "ASSETS: '%s' stands twice", v[i]);
		c->assets[c->n_assets++] = s;
	}
}

void sol_conf_read(struct sol_conf *c, struct arena *a)
{
	*c = (struct sol_conf){ 0 };
	read_wallets(c, a);
	read_assets(c, a);
	c->luts = addresses_of(a, "LUTS", &c->n_luts);
	c->locked = addresses_of(a, "LOCKED_ACCOUNTS", &c->n_locked);
}

const char *sol_conf_asset(const struct sol_conf *c, const char *mint)
{
	for (size_t i = 0; i < c->n_assets; i++)
		if (!strcmp(c->assets[i].mint, mint))
			return c->assets[i].name;
	return mint;
}

const char *sol_conf_mint(const struct sol_conf *c, const char *asset)
{
	struct pubkey key;

	for (size_t i = 0; i < c->n_assets; i++)
		if (!strcmp(c->assets[i].name, asset))
			return c->assets[i].mint;
	return pubkey_parse(&key, asset) ? asset : NULL;
}

const struct sol_wallet *sol_conf_wallet(const struct sol_conf *c,
					 const char *name)
{
	for (size_t i = 0; i < c->n_wallets; i++)
		if (!strcmp(c->wallets[i].name, name))
			return &c->wallets[i];
	return NULL;
}

const struct sol_wallet *sol_conf_owner(const struct sol_conf *c,
					const char *address)
{
	for (size_t i = 0; i < c->n_wallets; i++)
		if (!strcmp(c->wallets[i].address, address))
			return &c->wallets[i];
	return NULL;
}
