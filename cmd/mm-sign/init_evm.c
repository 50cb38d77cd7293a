#include "init_evm.h"

#include "base/atoms.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"
#include "data/policy_conf.h"

#include <inttypes.h>
#include <string.h>

#define GWEI_DECIMALS 9

/* How many of the dearest transactions an hour and a day may hold. */
#define HOUR_FEES 10
#define DAY_FEES  50
#define HOUR_GAS  100
#define DAY_GAS   1000

struct section {
	struct arena *a;
	struct buf b;
	const struct evm_conf *c;
};

#define put(s, ...)                                                            \
	do {                                                                   \
		if (!buf_addf(&(s)->b, __VA_ARGS__))                           \
			mm_die(MM_FAIL, "policy.json: over %zu bytes",         \
			       POLICY_FILE_MAX);                               \
	} while (0)

static struct u256 gwei(const char *key)
{
	struct u256 wei;

	return atoms_of(&wei, conf_dec(key), GWEI_DECIMALS) == ST_OK
		       ? wei
		       : U256_ZERO;
}

static void put_names(struct section *s)
{
	const struct evm_conf *c = s->c;

	put(s, "{\n\t\t\"chain_ids\": [%" PRId64 "],\n\t\t\"wallets\": {",
	    c->chain_id);
	for (size_t i = 0; i < c->n_wallets; i++)
		put(s, "%s\n\t\t\t\"%s\": \"%s\"", i ? "," : "",
		    c->wallets[i].name, c->wallets[i].address);
	put(s, "\n\t\t},\n\t\t\"native\": \"%s\"", c->native->name);
	if (c->wrapped)
		put(s, ",\n\t\t\"wrapped\": \"%s\"", c->wrapped->name);
	put(s, ",\n\t\t\"assets\": {");
	for (size_t i = 1; i < c->n_assets; i++)
		put(s,
		    "%s\n\t\t\t\"%s\": { \"address\": \"%s\", \"decimals\": %d "
		    "}",
		    i > 1 ? "," : "", c->assets[i].name, c->assets[i].address,
		    c->assets[i].decimals);
	put(s, "\n\t\t}");
}

/* Pools of v4 are named in POOLS as they are here; who knows the assets of one of v3
 * writes it down. */
static void put_pools(struct section *s, const char *kind)
{
	const char *text = conf_text("POOLS"), *comma = "";
	bool v4 = strcmp(kind, "uniswap_v3_positions") != 0;

	put(s, ", \"pools\": [");
	while (v4 && *text) {
		size_t n = strcspn(text, ",");

		if (n > 3 && strncmp(text, "v4:", 3) == 0) {
			put(s, "%s\"%.*s\"", comma, (int)n - 3, text + 3);
			comma = ", ";
		}
		text += n + (text[n] == ',');
	}
	put(s, "]");
}

/* What is put behind a contract's name and address: its kind, or what it may take. */
static void put_contract(struct section *s, const char **comma,
			 const char *name, size_t n, const char *address,
			 const char *kind)
{
	put(s, "%s\n\t\t\t\"%s", *comma, name);
	if (n > 1)
		put(s, "%zu", n);
	put(s, "\": { \"address\": \"%s\", ", address);
	if (kind)
		put(s, "\"kind\": \"%s\"", kind);
	else
		put(s, "\"most\": {}");
	*comma = ",";
}

/* Lending markets: a Pool takes what is paid in, a Comptroller nothing, and the cTokens
 * it has are written down by who knows them. */
static void put_markets(struct section *s, const char *comma, bool spenders)
{
	size_t n, n_pools = 0, n_others = 0;
	const char **v = conf_list(s->a, "LEND_MARKETS", &n);

	for (size_t i = 0; i < n; i++) {
		const char *kind, *address;
		bool aave;

		if (!conf_list_pair(s->a, v[i], &kind, &address))
			continue;
		aave = strcmp(kind, "aave") == 0;
		if (aave)
			put_contract(s, &comma, "aave_pool", ++n_pools, address,
				     spenders ? NULL : "aave_v3_pool");
		else if (!spenders)
			put_contract(s, &comma, "comptroller", ++n_others,
				     address, "compound_comptroller");
		if (aave || !spenders)
			put(s, " }");
	}
}

/* The contracts of the configuration, by name: kind, or spender. */
static void put_contracts(struct section *s, bool spenders)
{
	bool router02 = strcmp(conf_text("V3_ROUTER_KIND"), "router02") == 0;
	const struct {
		const char *key, *name, *kind;
		bool pools;
	} contracts[] = {
		{ "V2_ROUTER", "v2_router", "uniswap_v2_router", false },
		{ "V3_ROUTER", "v3_router",
		  router02 ? "uniswap_v3_router02" : "uniswap_v3_router",
		  false },
		{ "V3_MANAGER", "v3_positions", "uniswap_v3_positions", true },
		{ "V4_MANAGER", "v4_positions", "uniswap_v4_positions", true },
		{ "V4_ROUTER", "v4_router", "uniswap_universal_router", true },
		{ "PERMIT2", "permit2", "permit2", false },
	};
	const char *comma = "";

	put(s, ",\n\t\t\"%s\": {", spenders ? "spenders" : "contracts");
	for (size_t i = 0; i < sizeof(contracts) / sizeof(*contracts); i++) {
		const char *address = conf_text(contracts[i].key);

		/* Only v4 is paid through Permit2. */
		if (!*address ||
		    (strcmp(contracts[i].key, "PERMIT2") == 0 &&
		     !*conf_text("V4_MANAGER") && !*conf_text("V4_ROUTER")))
			continue;
		put_contract(s, &comma, contracts[i].name, 1, address,
			     spenders ? NULL : contracts[i].kind);
		if (!spenders && contracts[i].pools)
			put_pools(s, contracts[i].kind);
		put(s, " }");
	}
	put_markets(s, comma, spenders);
	put(s, "\n\t\t}");
}

/* So many times the dearest transaction that the configuration means to send. */
static const char *fees(struct section *s, uint64_t times)
{
	char *text = arena_alloc(s->a, DEC_STR_SZ);
	uint64_t gas = times * (uint64_t)conf_int("GAS_MAX");
	struct u256 wei;
	struct dec d;

	if (u256_mul(&wei, gwei("MAX_FEE_GWEI"), u256_of_u64(gas)) != ST_OK ||
	    atoms_amount(&d, wei, EVM_NATIVE_DECIMALS) != ST_OK)
		d = DEC_ZERO;
	dec_format(text, d);
	return text;
}

static void put_limits(struct section *s)
{
	uint64_t gas = (uint64_t)conf_int("GAS_MAX");
	char fee[U256_STR_SZ], priority[U256_STR_SZ];

	u256_format(fee, gwei("MAX_FEE_GWEI"));
	u256_format(priority, gwei("PRIORITY_MAX_GWEI"));
	put(s,
	    ",\n\t\t\"gas\": {\n\t\t\t\"limit\": %" PRIu64
	    ",\n\t\t\t\"max_fee_wei\": \"%s\",\n\t\t\t"
	    "\"max_priority_fee_wei\": \"%s\"\n\t\t}",
	    gas, fee, priority);
	put(s, ",\n\t\t\"deadline_s\": %" PRId64,
	    2 * conf_int("TX_DEADLINE_S"));
	put(s,
	    ",\n\t\t\"limits\": {\n\t\t\t\"tx\": { \"fees\": \"%s\", "
	    "\"out\": {} }",
	    fees(s, 1));
	put(s,
	    ",\n\t\t\t\"hour\": { \"fees\": \"%s\", \"gas\": %" PRIu64
	    ", \"transactions\": 1000, \"out\": {} }",
	    fees(s, HOUR_FEES), HOUR_GAS * gas);
	put(s,
	    ",\n\t\t\t\"day\": { \"fees\": \"%s\", \"gas\": %" PRIu64
	    ", \"transactions\": 10000, \"out\": {} }\n\t\t}\n\t}",
	    fees(s, DAY_FEES), DAY_GAS * gas);
}

const char *init_evm(struct arena *a, const struct evm_conf *c)
{
	struct section s = { .a = a, .c = c };
	const char *text;

	buf_init(&s.b, POLICY_FILE_MAX);
	put_names(&s);
	put_contracts(&s, false);
	put_contracts(&s, true);
	put_limits(&s);
	text = arena_strndup(a, s.b.p, s.b.len);
	buf_free(&s.b);
	return text;
}

/* ---- check ---- */

static bool has_chain(const struct policy_evm *p, int64_t id)
{
	for (size_t i = 0; i < p->n_chain_ids; i++)
		if (p->chain_ids[i] == (uint64_t)id)
			return true;
	return false;
}

static void check_address(const struct policy_evm *p, const char *key,
			  const char *text)
{
	struct evm_address address;

	if (!*text || !evm_address_parse(&address, text, strlen(text)))
		return;
	for (size_t i = 0; i < p->n_contracts; i++)
		if (evm_address_eq(&p->contracts[i].address, &address))
			return;
	mm_warn("warning: %s '%s' is none of the contracts", key, text);
}

static void check_contract(const struct policy_evm *p, const char *key)
{
	check_address(p, key, conf_text(key));
}

static void check_markets(const struct policy_evm *p, struct arena *a)
{
	size_t n;
	const char **v = conf_list(a, "LEND_MARKETS", &n);

	for (size_t i = 0; i < n; i++) {
		const char *kind, *address;

		if (conf_list_pair(a, v[i], &kind, &address))
			check_address(p, "LEND_MARKETS", address);
	}
}

void check_evm(struct arena *a, const struct policy_evm *p,
	       const struct evm_conf *c)
{
	struct evm_address address;

	if (!p) {
		if (c->n_wallets)
			mm_warn("warning: it has no section 'evm', and WALLETS "
				"has wallets of it");
		return;
	}
	if (c->n_wallets && !has_chain(p, c->chain_id))
		mm_warn("warning: CHAIN_ID %" PRId64 " is not listed",
			c->chain_id);
	for (size_t i = 0; i < c->n_wallets; i++) {
		const char *text = c->wallets[i].address;

		if (!evm_address_parse(&address, text, strlen(text)) ||
		    policy_evm_wallet_of(p, &address) < 0)
			mm_warn("warning: wallet '%s' of WALLETS is not in it",
				c->wallets[i].name);
	}
	check_contract(p, "V2_ROUTER");
	check_contract(p, "V3_ROUTER");
	check_contract(p, "V3_MANAGER");
	check_contract(p, "V4_MANAGER");
	check_contract(p, "V4_ROUTER");
	check_markets(p, a);
}
