#include "data/sol_conf.h"

#include "base/conf.h"
#include "base/err.h"

#include <string.h>

#define ADDRESS_LEN_MIN 32
#define ADDRESS_LEN_MAX 44

static const char digits[] =
	"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

bool sol_is_address(const char *text)
{
	size_t len = strspn(text, digits);

	return !text[len] && len >= ADDRESS_LEN_MIN && len <= ADDRESS_LEN_MAX;
}

/* The elements of a key's list, in the arena. */
static const char **list_of(struct arena *a, const char *key, size_t *n)
{
	char *rest = arena_strdup(a, conf_text(key));
	const char **v = NULL;

	*n = 0;
	while (*rest) {
		size_t len = strcspn(rest, ",");
		bool more = rest[len] == ',';

		if (!len || (more && !rest[len + 1]))
			mm_die(MM_USAGE, "%s: an element is empty", key);
		v = arena_grow(a, v, *n * sizeof(*v), (*n + 1) * sizeof(*v));
		v[(*n)++] = rest;
		rest[len] = '\0';
		rest += len + more;
	}
	return v;
}

static const char **addresses_of(struct arena *a, const char *key, size_t *n)
{
	const char **v = list_of(a, key, n);

	for (size_t i = 0; i < *n; i++) {
		if (!sol_is_address(v[i]))
			mm_die(MM_USAGE, "%s: '%s' is no address", key, v[i]);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(v[i], v[k]))
				mm_die(MM_USAGE, "%s: '%s' stands twice", key,
				       v[i]);
	}
	return v;
}

/* Cuts NAME:ADDRESS in the arena and returns its address. */
static const char *cut_pair(struct arena *a, const char *key, const char *text,
			    const char **name)
{
	const char *colon = strchr(text, ':');

	if (!colon || colon == text || !sol_is_address(colon + 1))
		mm_die(MM_USAGE, "%s: '%s' is not NAME:ADDRESS", key, text);
	*name = arena_strndup(a, text, (size_t)(colon - text));
	return colon + 1;
}

static void read_wallets(struct sol_conf *c, struct arena *a)
{
	size_t n;
	const char **v = list_of(a, "WALLETS", &n);

	c->wallets = arena_alloc(a, (n + 1) * sizeof(*c->wallets));
	for (size_t i = 0; i < n; i++) {
		struct sol_wallet w;

		w.address = cut_pair(a, "WALLETS", v[i], &w.name);
		if (sol_conf_wallet(c, w.name) || sol_conf_owner(c, w.address))
			mm_die(MM_USAGE, "WALLETS: '%s' stands twice", v[i]);
		c->wallets[c->n_wallets++] = w;
	}
	c->treasury = n ? &c->wallets[0] : NULL;
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
	const char **v = list_of(a, "ASSETS", &n);

	c->assets = arena_alloc(a, (n + 1) * sizeof(*c->assets));
	c->assets[c->n_assets++] =
		(struct sol_asset){ SOL_WRAPPED, SOL_WRAPPED_MINT };
	for (size_t i = 0; i < n; i++) {
		struct sol_asset s;

		s.mint = cut_pair(a, "ASSETS", v[i], &s.name);
		if (!strcmp(s.name, SOL_ASSET) || sol_is_address(s.name))
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
	for (size_t i = 0; i < c->n_assets; i++)
		if (!strcmp(c->assets[i].name, asset))
			return c->assets[i].mint;
	return sol_is_address(asset) ? asset : NULL;
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
