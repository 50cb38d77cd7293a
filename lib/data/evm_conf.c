#include "data/evm_conf.h"

#include "base/conf.h"
#include "base/dec.h"
#include "base/err.h"
#include "chain/evm_address.h"
#include "data/conf_list.h"

#include <string.h>
#include <strings.h>

/* The address in len bytes of s, as records have it.  NULL: it is none. */
static const char *address_of(struct arena *a, const char *s, size_t len)
{
	char text[EVM_ADDRESS_STR_SZ];
	struct evm_address address;

	return evm_address_parse(&address, s, len)
		       ? arena_strdup(a, evm_address_format(text, &address))
		       : NULL;
}

static void read_wallets(struct evm_conf *c, struct arena *a)
{
	size_t n;
	const char **v = conf_list(a, "WALLETS", &n);

	c->wallets = arena_alloc(a, (n + 1) * sizeof(*c->wallets));
	for (size_t i = 0; i < n; i++) {
		struct evm_wallet w;
		const char *rest;

		if (!conf_list_is_evm(v[i]))
			continue;
		if (!conf_list_pair(a, v[i], &w.name, &rest))
			mm_die(MM_USAGE, "WALLETS: '%s' is not NAME:ADDRESS",
			       v[i]);
		w.address = address_of(a, rest, strlen(rest));
		if (!w.address)
			mm_die(MM_USAGE,
			       "WALLETS: '%s' is no address, or its checksum "
			       "is "
			       "wrong",
			       rest);
		if (evm_conf_wallet(c, w.name) || evm_conf_owner(c, w.address))
			mm_die(MM_USAGE, "WALLETS: '%s' stands twice", v[i]);
		c->wallets[c->n_wallets++] = w;
	}
}

/* NAME:ADDRESS:DECIMALS.  False: it is not that. */
static bool asset_of(struct evm_asset *out, struct arena *a, const char *text)
{
	const char *rest, *colon;
	struct dec decimals;

	if (!conf_list_pair(a, text, &out->name, &rest) ||
	    !(colon = strchr(rest, ':')) ||
	    dec_parse(&decimals, colon + 1, strlen(colon + 1)) ||
	    decimals.scale || decimals.v < 0 || decimals.v > DEC_SCALE_MAX)
		return false;
	out->decimals = (int)decimals.v;
	out->address = address_of(a, rest, (size_t)(colon - rest));
	if (!out->address)
		mm_die(MM_USAGE,
		       "ASSETS: '%.*s' is no address, or its checksum is wrong",
		       (int)(colon - rest), rest);
	return true;
}

static void read_assets(struct evm_conf *c, struct arena *a)
{
	size_t n;
	const char **v = conf_list(a, "ASSETS", &n);

	c->assets = arena_alloc(a, (n + 1) * sizeof(*c->assets));
	c->assets[c->n_assets++] = (struct evm_asset){
		.name = conf_text("NATIVE_ASSET"),
		.decimals = EVM_NATIVE_DECIMALS,
	};
	c->native = &c->assets[0];
	for (size_t i = 0; i < n; i++) {
		struct evm_asset s;

		if (!conf_list_is_evm(v[i]))
			continue;
		if (!asset_of(&s, a, v[i]))
			mm_die(MM_USAGE,
			       "ASSETS: '%s' is not NAME:ADDRESS:DECIMALS",
			       v[i]);
		if (evm_conf_asset(c, s.name) ||
		    evm_conf_asset_at(c, s.address))
			mm_die(MM_USAGE, "ASSETS: '%s' stands twice", v[i]);
		c->assets[c->n_assets++] = s;
	}
	c->wrapped = evm_conf_asset(c, conf_text("WRAPPED_NATIVE"));
	if (c->wrapped == c->native ||
	    (!c->wrapped &&
	     conf_source("WRAPPED_NATIVE", NULL) != CONF_DEFAULT))
		mm_die(MM_USAGE, "WRAPPED_NATIVE: '%s' is no token of ASSETS",
		       conf_text("WRAPPED_NATIVE"));
}

void evm_conf_read(struct evm_conf *c, struct arena *a)
{
	*c = (struct evm_conf){ .chain_id = conf_int("CHAIN_ID") };
	read_wallets(c, a);
	read_assets(c, a);
}

const struct evm_wallet *evm_conf_wallet(const struct evm_conf *c,
					 const char *name)
{
	for (size_t i = 0; i < c->n_wallets; i++)
		if (!strcmp(c->wallets[i].name, name))
			return &c->wallets[i];
	return NULL;
}

const struct evm_wallet *evm_conf_owner(const struct evm_conf *c,
					const char *address)
{
	for (size_t i = 0; i < c->n_wallets; i++)
		if (!strcasecmp(c->wallets[i].address, address))
			return &c->wallets[i];
	return NULL;
}

const struct evm_asset *evm_conf_asset(const struct evm_conf *c,
				       const char *name)
{
	for (size_t i = 0; i < c->n_assets; i++)
		if (!strcmp(c->assets[i].name, name))
			return &c->assets[i];
	return NULL;
}

const struct evm_asset *evm_conf_asset_at(const struct evm_conf *c,
					  const char *address)
{
	for (size_t i = 0; i < c->n_assets; i++)
		if (c->assets[i].address &&
		    !strcasecmp(c->assets[i].address, address))
			return &c->assets[i];
	return NULL;
}

bool evm_conf_contract(struct evm_address *out, const char *key)
{
	const char *text = conf_text(key);

	if (*text && !evm_address_parse(out, text, strlen(text)))
		mm_die(MM_USAGE,
		       "%s: '%s' is no address, or has a wrong checksum", key,
		       text);
	return *text != '\0';
}
