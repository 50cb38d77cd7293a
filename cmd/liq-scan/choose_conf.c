#include "choose_conf.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_address(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct evm_address));
}

/* An address a line; blank lines and those that begin with # are nothing. */
static void read_line(struct choose_users *u, int *cap, const char *key,
		      char *line, int number)
{
	struct evm_address a;
	size_t len = strcspn(line, " \t\r\n");

	if (!len || *line == '#')
		return;
	if (!evm_address_parse(&a, line, len) ||
	    strspn(line + len, " \t\r\n") != strlen(line + len))
		mm_die(MM_USAGE, "%s: %s:%d: not an address", key,
		       conf_text(key), number);
	u->v = mem_room(u->v, (int)u->n, cap, sizeof(*u->v));
	u->v[u->n++] = a;
}

static void read_users(struct choose_users *u, const char *key)
{
	const char *name = conf_text(key);
	FILE *f = *name ? fopen(name, "r") : NULL;
	char *line = NULL;
	size_t size = 0;
	int cap = 0;

	*u = (struct choose_users){ .any = *name };
	if (!*name)
		return;
	if (!f)
		mm_die(MM_USAGE, "%s: %s: %s", key, name, strerror(errno));
	for (int number = 1; getline(&line, &size, f) >= 0; number++)
		read_line(u, &cap, key, line, number);
	if (ferror(f))
		mm_die(MM_USAGE, "%s: %s: %s", key, name, strerror(errno));
	free(line);
	fclose(f);
	if (u->n)
		qsort(u->v, u->n, sizeof(*u->v), by_address);
}

static void read_wallets(struct choose_conf *c)
{
	size_t n;
	const char **names = conf_list(&c->mem, "LIQ_WALLETS", &n);

	c->n_wallets = n ? n : c->evm.n_wallets;
	c->wallet =
		arena_alloc(&c->mem, (c->n_wallets + 1) * sizeof(*c->wallet));
	for (size_t i = 0; i < c->n_wallets; i++) {
		c->wallet[i] = n ? evm_conf_wallet(&c->evm, names[i])
				 : &c->evm.wallets[i];
		if (!c->wallet[i])
			mm_die(MM_USAGE,
			       "LIQ_WALLETS: '%s' is none of WALLETS on the "
			       "chain",
			       names[i]);
	}
}

static const char *contract_of(struct choose_conf *c, const char *key)
{
	struct evm_address a;
	char text[EVM_ADDRESS_STR_SZ];

	return evm_conf_contract(&a, key)
		       ? arena_strdup(&c->mem, evm_address_format(text, &a))
		       : "";
}

void choose_conf_read(struct choose_conf *c)
{
	struct evm_address a;

	*c = (struct choose_conf){
		.flash = conf_is("LIQ_FUND", "flash"),
		.contract = evm_conf_contract(&a, "LIQUIDATOR_CONTRACT"),
		.min_net = conf_dec("LIQ_MIN_NET"),
		.slippage_bps = conf_int("LIQ_SLIPPAGE_BPS"),
		.tip_ppm = (uint32_t)conf_ppm("LIQ_TIP_PCT"),
		.gas = (uint64_t)conf_int("LIQUIDATE_GAS"),
		.hops = (int)conf_int("ROUTE_HOPS"),
		.legs = (int)conf_int("ROUTE_LEGS"),
		.strategy = (uint16_t)conf_int("STRATEGY_ID"),
	};
	priority_conf_read(&c->priority);
	evm_conf_read(&c->evm, &c->mem);
	read_wallets(c);
	read_users(&c->allow, "LIQ_ALLOW");
	read_users(&c->deny, "LIQ_DENY");
	c->v2_router = contract_of(c, "V2_ROUTER");
	c->v3_router = contract_of(c, "V3_ROUTER");
	c->v4_router = contract_of(c, "V4_ROUTER");
	c->permit2 = contract_of(c, "PERMIT2");
}

void choose_conf_free(struct choose_conf *c)
{
	free(c->allow.v);
	free(c->deny.v);
	arena_free(&c->mem);
}

static bool is_in(const struct choose_users *u, const struct evm_address *a)
{
	return u->n && bsearch(a, u->v, u->n, sizeof(*u->v), by_address);
}

const char *choose_conf_bars(const struct choose_conf *c, const char *user)
{
	struct evm_address a;

	if (evm_conf_owner(&c->evm, user))
		return "own_account";
	if (!evm_address_parse(&a, user, strlen(user)))
		return "not_an_address";
	if (is_in(&c->deny, &a))
		return "denied";
	return c->allow.any && !is_in(&c->allow, &a) ? "not_allowed" : NULL;
}
