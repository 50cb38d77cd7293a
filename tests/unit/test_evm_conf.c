/* test_evm_conf - names and addresses: what is refused first, then what is found. */
#include "base/conf.h"
#include "data/evm_conf.h"
#include "dies.h"

#define A    "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
#define B    "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
#define LOW  "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266" /* B */
#define BAD  "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
#define USDC "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"

static const char *const keys[] = { "CHAIN_ID", "WALLETS", "ASSETS",
				    "NATIVE_ASSET", "WRAPPED_NATIVE" };

static void set(const char *key, const char *value)
{
	const char *why;

	CHECK(conf_set(key, value, &why));
}

static void clear(void)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		set(keys[i], conf_find(keys[i])->initial);
	set("ASSETS", "WETH:" A ":18");
}

static const struct {
	const char *key, *value, *said;
} wrong[] = {
	{ "WALLETS", ":" A, "WALLETS: ':" A "' is not NAME:ADDRESS" },
	{ "WALLETS", "w1:" A ",", "WALLETS: an element is empty" },
	{ "WALLETS", "w1:" A "0", "is no address, or its checksum is wrong" },
	{ "WALLETS", "w1:" BAD, "WALLETS: '" BAD "' is no address" },
	{ "WALLETS", "w1:0x", "WALLETS: '0x' is no address" },
	{ "WALLETS", "w1:0Xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
	  "is no address" },
	{ "WALLETS", "w1:" A ",w1:" B, "WALLETS: 'w1:" B "' stands twice" },
	{ "WALLETS", "w1:" B ",w2:" LOW, "WALLETS: 'w2:" LOW "' stands twice" },
	{ "ASSETS", "X:" A, "ASSETS: 'X:" A "' is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", "X:" A ":", "is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", "X:" A ":-1", "is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", "X:" A ":1.5", "is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", "X:" A ":39", "is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", "X:" A ":6:7", "is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", ":" A ":6", "is not NAME:ADDRESS:DECIMALS" },
	{ "ASSETS", "X:" BAD ":6", "ASSETS: '" BAD "' is no address" },
	{ "ASSETS", "ETH:" A ":18", "ASSETS: 'ETH:" A ":18' stands twice" },
	{ "ASSETS", "X:" A ":6,X:" B ":6", "stands twice" },
	{ "ASSETS", "X:" B ":6,Y:" LOW ":6", "stands twice" },
	{ "WRAPPED_NATIVE", "WBNB", "WRAPPED_NATIVE: 'WBNB' is no token" },
	{ "WRAPPED_NATIVE", "ETH", "WRAPPED_NATIVE: 'ETH' is no token" },
	{ "NATIVE_ASSET", "WETH", "stands twice" },
};

static void read_conf(void)
{
	struct evm_conf c;
	struct arena a = { 0 };

	evm_conf_read(&c, &a);
}

static void test_wrong(void)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		clear();
		set(wrong[i].key, wrong[i].value);
		dies(read_conf, wrong[i].said);
	}
}

/* Those of Solana are somebody else's. */
static void test_nothing(void)
{
	struct arena a = { 0 };
	struct evm_conf c;

	clear();
	set("WALLETS", "w1:7eTu7vXbCNnZwRKhKuWnLeLU6gBaRzHqP9ZmMN4iSxRb,x");
	set("ASSETS", "USDC:" USDC);
	set("WRAPPED_NATIVE", "USDC");
	dies(read_conf, "WRAPPED_NATIVE: 'USDC' is no token of ASSETS");
	clear();
	evm_conf_read(&c, &a);
	CHECK(!c.n_wallets && c.n_assets == 2 && c.chain_id == 1);
	CHECK(!strcmp(c.native->name, "ETH") && !c.native->address);
	CHECK(c.native->decimals == 18);
	CHECK(c.wrapped == &c.assets[1] && !evm_conf_wallet(&c, "w1"));
	arena_free(&a);
}

static void test_found(void)
{
	struct arena a = { 0 };
	struct evm_conf c;

	clear();
	set("CHAIN_ID", "31337");
	set("WALLETS", "w1:7eTu7vXbCNnZwRKhKuWnLeLU6gBaRzHqP9ZmMN4iSxRb,"
		       "hot:" LOW ",cold:" A);
	set("ASSETS", "SOLX:" USDC ",WBNB:" LOW ":18,USDC:" A ":6");
	set("NATIVE_ASSET", "BNB");
	set("WRAPPED_NATIVE", "WBNB");
	evm_conf_read(&c, &a);
	CHECK(c.chain_id == 31337 && c.n_wallets == 2 && c.n_assets == 3);
	CHECK(!strcmp(c.wallets[0].name, "hot"));
	CHECK(!strcmp(c.wallets[0].address, B));
	CHECK(evm_conf_wallet(&c, "cold") == &c.wallets[1]);
	CHECK(evm_conf_owner(&c, LOW) == &c.wallets[0]);
	CHECK(evm_conf_owner(&c, B) == &c.wallets[0]);
	CHECK(!evm_conf_wallet(&c, B) && !evm_conf_owner(&c, USDC));
	CHECK(evm_conf_asset(&c, "BNB") == c.native);
	CHECK(c.wrapped == evm_conf_asset_at(&c, B));
	CHECK(evm_conf_asset(&c, "USDC")->decimals == 6);
	CHECK(evm_conf_asset_at(&c, A) == evm_conf_asset(&c, "USDC"));
	CHECK(!evm_conf_asset(&c, "SOLX") && !evm_conf_asset_at(&c, USDC));
	arena_free(&a);
}

int main(void)
{
	test_wrong();
	test_nothing();
	test_found();
	printf("test_evm_conf: pass\n");
	return 0;
}
