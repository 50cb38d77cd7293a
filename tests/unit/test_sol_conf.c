/* test_sol_conf - names and addresses: what is refused first, then what is found. */
#include "base/conf.h"
#include "data/sol_conf.h"
#include "dies.h"

#define A    "7eTu7vXbCNnZwRKhKuWnLeLU6gBaRzHqP9ZmMN4iSxRb"
#define B    "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
#define USDC "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"

static const char *const keys[] = { "WALLETS", "TREASURY_WALLET", "ASSETS",
				    "LUTS", "LOCKED_ACCOUNTS" };

static void set(const char *key, const char *value)
{
	const char *why;

	CHECK(conf_set(key, value, &why));
}

static void clear(void)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		set(keys[i], conf_find(keys[i])->initial);
}

static const struct {
	const char *key, *value, *said;
} wrong[] = {
	{ "WALLETS", A, "WALLETS: '" A "' is not NAME:ADDRESS" },
	{ "WALLETS", ":" A, "is not NAME:ADDRESS" },
	{ "WALLETS", "w1:" A ",", "WALLETS: an element is empty" },
	{ "WALLETS", ",w1:" A, "WALLETS: an element is empty" },
	{ "WALLETS", "w1:" A ",w1:" B, "WALLETS: 'w1:" B "' stands twice" },
	{ "WALLETS", "w1:" A ",w2:" A, "WALLETS: 'w2:" A "' stands twice" },
	{ "WALLETS", "w1:" A "0", "is not NAME:ADDRESS" }, /* no such digit */
	{ "WALLETS", "w1:abc", "is not NAME:ADDRESS" },
	{ "TREASURY_WALLET", "w9", "'w9' is not in WALLETS" },
	{ "ASSETS", "SOL:" A, "ASSETS: 'SOL' cannot be a name" },
	{ "ASSETS", "X:" A ",X:" B, "ASSETS: 'X:" B "' stands twice" },
	{ "ASSETS", "X:" A ",Y:" A, "ASSETS: 'Y:" A "' stands twice" },
	{ "ASSETS", "wSOL:" A, "ASSETS: 'wSOL:" A "' stands twice" },
	{ "ASSETS", "X:" SOL_WRAPPED_MINT, "stands twice" },
	{ "ASSETS", B ":" A, "cannot be a name" },
	{ "LUTS", "x", "LUTS: 'x' is no address" },
	{ "LOCKED_ACCOUNTS", A "," B "," A,
	  "LOCKED_ACCOUNTS: '" A "' stands twice" },
};

static void read_conf(void)
{
	struct sol_conf c;
	struct arena a = { 0 };

	sol_conf_read(&c, &a);
}

static void test_wrong(void)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		clear();
		set(wrong[i].key, wrong[i].value);
		dies(read_conf, wrong[i].said);
	}
}

static void test_nothing(void)
{
	struct arena a = { 0 };
	struct sol_conf c;

	clear();
	sol_conf_read(&c, &a);
	CHECK(!c.n_wallets && !c.treasury && !c.n_luts && !c.n_locked);
	CHECK(c.n_assets == 2 && !sol_conf_wallet(&c, "w1"));
	CHECK(!strcmp(sol_conf_asset(&c, SOL_WRAPPED_MINT), "wSOL"));
	arena_free(&a);
}

static void test_found(void)
{
	struct arena a = { 0 };
	struct sol_conf c;
	struct pubkey key;

	clear();
	set("WALLETS",
	    "eth:0x70997970C51812dc3A010C7d01b50e0d17dc79C8,w1:" A ",cold:" B);
	set("ASSETS", "WETH:0x00:18,USDC:" USDC);
	set("LUTS", A);
	set("LOCKED_ACCOUNTS", B "," A);
	sol_conf_read(&c, &a);
	CHECK(c.n_wallets == 2 && c.treasury == &c.wallets[0]);
	CHECK(sol_conf_wallet(&c, "cold") == &c.wallets[1]);
	CHECK(pubkey_parse(&key, A) && pubkey_eq(&key, &c.wallets[0].key));
	CHECK(pubkey_eq(&key, &c.luts[0].key));
	CHECK(sol_conf_owner(&c, A) == &c.wallets[0]);
	CHECK(!sol_conf_wallet(&c, A) && !sol_conf_owner(&c, USDC));
	CHECK(!strcmp(sol_conf_asset(&c, USDC), "USDC"));
	CHECK(!strcmp(sol_conf_asset(&c, A), A));
	CHECK(!strcmp(sol_conf_mint(&c, "USDC"), USDC));
	CHECK(!strcmp(sol_conf_mint(&c, "wSOL"), SOL_WRAPPED_MINT));
	CHECK(!strcmp(sol_conf_mint(&c, A), A));
	CHECK(!sol_conf_mint(&c, "SOL") && !sol_conf_mint(&c, "EURC"));
	CHECK(c.n_luts == 1 && c.n_locked == 2 && !strcmp(c.locked[1].text, A));
	set("TREASURY_WALLET", "cold");
	sol_conf_read(&c, &a);
	CHECK(c.treasury == &c.wallets[1]);
	arena_free(&a);
}

int main(void)
{
	test_wrong();
	test_nothing();
	test_found();
	printf("test_sol_conf: pass\n");
	return 0;
}
