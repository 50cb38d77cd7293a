#include "data/pools_conf.h"

#include "base/conf.h"
#include "base/err.h"
#include "base/hex.h"
#include "data/conf_list.h"

#include <string.h>

#define KEY_PARTS   5 /* asset/asset/fee/spacing[/hook] */
#define DYNAMIC_FEE "dynamic"

static _Noreturn void bad(const char *key, const char *element,
			  const char *what)
{
	mm_die(MM_USAGE, "%s: '%s': %s", key, element, what);
}

static _Noreturn void bad_pool(const struct pool_conf *p, const char *what)
{
	bad("POOLS", p->conf, what);
}

static const char *checksummed(struct arena *a, const struct evm_address *at)
{
	char *text = arena_alloc(a, EVM_ADDRESS_STR_SZ);

	return evm_address_format(text, at);
}

/* ---- pools ---- */

/* A whole number from 0 up to most. */
static int64_t number(const struct pool_conf *p, const char *text, int64_t most)
{
	struct dec d;

	if (dec_parse(&d, text, strlen(text)) || d.scale || d.v < 0 ||
	    d.v > most)
		bad_pool(p, "a fee or a spacing that is none");
	return (int64_t)d.v;
}

/* The contract of an asset; zero for the native coin. */
static struct evm_address currency(const struct evm_conf *conf,
				   const struct pool_conf *p, const char *name)
{
	const struct evm_asset *asset = evm_conf_asset(conf, name);
	struct evm_address at = { .b = { 0 } };

	if (!asset ||
	    (asset->address &&
	     !evm_address_parse(&at, asset->address, strlen(asset->address))))
		bad_pool(p, "an asset that ASSETS does not have");
	return at;
}

/* Cuts text at its slashes; 0: into too many. */
static size_t cut(const char *part[static KEY_PARTS], char *text)
{
	size_t n = 0;

	for (char *at = text; at; n++) {
		if (n == KEY_PARTS)
			return 0;
		part[n] = at;
		at = strchr(at, '/');
		if (at)
			*at++ = '\0';
	}
	return n;
}

static void order(struct univ4_key *key)
{
	struct evm_address first = key->currency0;

	if (memcmp(first.b, key->currency1.b, EVM_ADDRESS_LEN) < 0)
		return;
	key->currency0 = key->currency1;
	key->currency1 = first;
}

static void read_key(struct pool_conf *p, struct arena *a,
		     const struct evm_conf *conf, const char *text)
{
	const char *part[KEY_PARTS], *manager = conf_text("V4_POOL_MANAGER");
	size_t n = cut(part, arena_strdup(a, text));

	if (n < KEY_PARTS - 1)
		bad_pool(p, "not asset/asset/fee/spacing or "
			    "asset/asset/fee/spacing/hook");
	if (!evm_address_parse(&p->at, manager, strlen(manager)))
		bad_pool(p, "V4_POOL_MANAGER is no address");
	p->key.currency0 = currency(conf, p, part[0]);
	p->key.currency1 = currency(conf, p, part[1]);
	order(&p->key);
	p->key.fee = strcmp(part[2], DYNAMIC_FEE) != 0
			     ? (uint32_t)number(p, part[2], 1000000)
			     : UNIV4_DYNAMIC_FEE;
	p->key.tick_spacing = (int32_t)number(p, part[3], INT16_MAX);
	if (!p->key.tick_spacing)
		bad_pool(p, "a spacing of 0");
	if (n == KEY_PARTS &&
	    !evm_address_parse(&p->key.hooks, part[4], strlen(part[4])))
		bad_pool(p, "a hook that is no address");
}

/* Its id, as records have it. */
static const char *id_text(struct arena *a, struct u256 id)
{
	uint8_t bytes[U256_BYTES];
	char *text = arena_alloc(a, 2 + 2 * sizeof(bytes) + 1);

	u256_put_be(bytes, id);
	memcpy(text, "0x", 2);
	hex_format(text + 2, bytes, sizeof(bytes));
	return text;
}

static void read_pool(struct pool_conf *p, struct arena *a,
		      const struct evm_conf *conf, const char *element)
{
	const char *kind, *rest;

	*p = (struct pool_conf){ .conf = element };
	if (!conf_list_pair(a, element, &kind, &rest) || kind[0] != 'v' ||
	    kind[1] < '2' || kind[1] > '4' || kind[2])
		bad_pool(p, "not v2:, v3: or v4:");
	p->kind = (enum pool_kind)(POOL_V2 + (kind[1] - '2'));
	if (p->kind == POOL_V4) {
		read_key(p, a, conf, rest);
		p->id = univ4_pool_id(&p->key);
		p->name = id_text(a, p->id);
	} else {
		if (!evm_address_parse(&p->at, rest, strlen(rest)))
			bad_pool(p, "no address, or its checksum is wrong");
		p->name = checksummed(a, &p->at);
	}
}

/* ---- vaults ---- */

static void read_vault(struct vault_conf *v, struct arena *a,
		       const struct evm_conf *conf, const char *element)
{
	const char *rest, *address, *asset;
	struct evm_address at;

	if (!conf_list_pair(a, element, &v->name, &rest) ||
	    !conf_list_pair(a, rest, &address, &asset))
		bad("VAULTS", element, "not name:address:asset");
	if (!evm_address_parse(&at, address, strlen(address)))
		bad("VAULTS", element, "no address, or its checksum is wrong");
	v->address = checksummed(a, &at);
	v->asset = evm_conf_asset(conf, asset);
	if (!v->asset)
		bad("VAULTS", element, "an asset that ASSETS does not have");
}

void pools_conf_read(struct pools_conf *c, struct arena *a,
		     const struct evm_conf *conf)
{
	const char **pools = conf_list(a, "POOLS", &c->n_pools);
	const char **vaults = conf_list(a, "VAULTS", &c->n_vaults);

	c->pools = arena_alloc(a, c->n_pools * sizeof(*c->pools));
	for (size_t i = 0; i < c->n_pools; i++) {
		read_pool(&c->pools[i], a, conf, pools[i]);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(c->pools[k].name, c->pools[i].name))
				bad("POOLS", pools[i], "stands twice");
	}
	c->vaults = arena_alloc(a, c->n_vaults * sizeof(*c->vaults));
	for (size_t i = 0; i < c->n_vaults; i++) {
		read_vault(&c->vaults[i], a, conf, vaults[i]);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(c->vaults[k].address, c->vaults[i].address))
				bad("VAULTS", vaults[i], "stands twice");
	}
}
