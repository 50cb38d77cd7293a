#include "chain/aave_abi.h"

#include <string.h>

static const struct {
	const char *signature;
	size_t n_words;
} views[AAVE_VIEWS] = {
	[AAVE_REVISION] = { "POOL_REVISION()", 0 },
	[AAVE_PROVIDER] = { "ADDRESSES_PROVIDER()", 0 },
	[AAVE_LIST] = { "getReservesList()", 0 },
	[AAVE_FLASH_PREMIUM] = { "FLASHLOAN_PREMIUM_TOTAL()", 0 },
	[AAVE_RESERVE] = { "getReserveData(address)", 1 },
	[AAVE_GRACE] = { "getLiquidationGracePeriod(address)", 1 },
	[AAVE_VIRTUAL] = { "getVirtualUnderlyingBalance(address)", 1 },
	[AAVE_DEFICIT] = { "getReserveDeficit(address)", 1 },
	[AAVE_USER] = { "getUserConfiguration(address)", 1 },
	[AAVE_USER_EMODE] = { "getUserEMode(address)", 1 },
	[AAVE_USER_ACCOUNT] = { "getUserAccountData(address)", 1 },
	[AAVE_EMODE] = { "getEModeCategoryData(uint8)", 1 },
	[AAVE_EMODE_RULES] = { "getEModeCategoryCollateralConfig(uint8)", 1 },
	[AAVE_EMODE_LABEL] = { "getEModeCategoryLabel(uint8)", 1 },
	[AAVE_EMODE_PLEDGED] = { "getEModeCategoryCollateralBitmap(uint8)", 1 },
	[AAVE_EMODE_BORROWED] = { "getEModeCategoryBorrowableBitmap(uint8)",
				  1 },
	[AAVE_EMODE_WORTHLESS] = { "getEModeCategoryLtvzeroBitmap(uint8)", 1 },
	[AAVE_EMODE_ISOLATED] = { "getIsEModeCategoryIsolated(uint8)", 1 },
	[AAVE_ORACLE] = { "getPriceOracle()", 0 },
	[AAVE_SENTINEL] = { "getPriceOracleSentinel()", 0 },
	[AAVE_LIQUIDATIONS] = { "isLiquidationAllowed()", 0 },
	[AAVE_BASE_UNIT] = { "BASE_CURRENCY_UNIT()", 0 },
	[AAVE_PRICE] = { "getAssetPrice(address)", 1 },
	[AAVE_SOURCE] = { "getSourceOfAsset(address)", 1 },
	[AAVE_FEED_ROUND] = { "latestRoundData()", 0 },
	[AAVE_SCALED] = { "scaledBalanceOf(address)", 1 },
	[AAVE_SCALED_SUPPLY] = { "scaledTotalSupply()", 0 },
	[AAVE_SUPPLY] = { "totalSupply()", 0 },
	[AAVE_BALANCE] = { "balanceOf(address)", 1 },
	[AAVE_TREASURY] = { "RESERVE_TREASURY_ADDRESS()", 0 },
	[AAVE_TIME] = { "getCurrentBlockTimestamp()", 0 },
};

struct abi_bytes aave_call(struct arena *a, enum aave_view what,
			   const struct u256 *words)
{
	return abi_words_call(a, views[what].signature, words,
			      views[what].n_words);
}

/* ---- words ---- */

static struct u256 word_at(const uint8_t *data, size_t i)
{
	return u256_of_be(data + i * ABI_WORD);
}

static bool address_at(struct evm_address *out, const uint8_t *data, size_t i)
{
	struct u256 word = word_at(data, i);

	*out = evm_address_at(data + (i + 1) * ABI_WORD - EVM_ADDRESS_LEN);
	return u256_bits(word) <= 8 * EVM_ADDRESS_LEN;
}

static bool number_at(int64_t *out, const uint8_t *data, size_t i, int bits)
{
	struct u256 word = word_at(data, i);

	*out = (int64_t)word.limb[0];
	return u256_bits(word) <= bits;
}

/* ---- a reserve ---- */

/* n < 64 bits of the word from that one on. */
static int64_t field(struct u256 word, int from, int n)
{
	return (int64_t)(u256_shr(word, from).limb[0] &
			 ((UINT64_C(1) << n) - 1));
}

struct aave_config aave_config_of(struct u256 word)
{
	return (struct aave_config){
		.ltv_bps = field(word, 0, 16),
		.lt_bps = field(word, 16, 16),
		.bonus_bps = field(word, 32, 16),
		.decimals = field(word, 48, 8),
		.active = field(word, 56, 1),
		.frozen = field(word, 57, 1),
		.borrowing = field(word, 58, 1),
		.paused = field(word, 60, 1),
		.isolation_borrow = field(word, 61, 1),
		.siloed = field(word, 62, 1),
		.flash = field(word, 63, 1),
		.reserve_factor_bps = field(word, 64, 16),
		.borrow_cap = field(word, 80, 36),
		.supply_cap = field(word, 116, 36),
		.fee_bps = field(word, 152, 16),
		.emode = field(word, 168, 8),
		.debt_ceiling = field(word, 212, 40),
		.counted = field(word, 252, 1),
	};
}

enum {
	CONFIG,
	LIQUIDITY_INDEX,
	LIQUIDITY_RATE,
	BORROW_INDEX,
	BORROW_RATE,
	UPDATED = 6,
	ID,
	A_TOKEN,
	S_TOKEN,
	V_TOKEN,
	ISOLATION_DEBT = 14,
	RESERVE_WORDS,
};

static bool amount_at(unsigned __int128 *out, const uint8_t *data, size_t i)
{
	return !u256_to_u128(out, word_at(data, i));
}

bool aave_reserve_read(struct aave_said *out, const uint8_t *data, size_t len)
{
	const struct evm_address none = { .b = { 0 } };

	if (len < RESERVE_WORDS * ABI_WORD)
		return false;
	out->config = aave_config_of(word_at(data, CONFIG));
	return amount_at(&out->liquidity_index, data, LIQUIDITY_INDEX) &&
	       amount_at(&out->liquidity_rate, data, LIQUIDITY_RATE) &&
	       amount_at(&out->borrow_index, data, BORROW_INDEX) &&
	       amount_at(&out->borrow_rate, data, BORROW_RATE) &&
	       amount_at(&out->isolation_debt, data, ISOLATION_DEBT) &&
	       number_at(&out->updated_s, data, UPDATED, 40) &&
	       number_at(&out->id, data, ID, 16) &&
	       out->id < AAVE_RESERVES_MAX &&
	       address_at(&out->a_token, data, A_TOKEN) &&
	       address_at(&out->s_token, data, S_TOKEN) &&
	       address_at(&out->v_token, data, V_TOKEN) &&
	       !evm_address_eq(&out->a_token, &none);
}

/* ---- accounts ---- */

struct aave_bits aave_bits_of(struct u256 word)
{
	struct aave_bits bits = { 0, 0 };

	for (int i = 0; i < AAVE_RESERVES_MAX; i++) {
		bits.borrowing |= (unsigned __int128)field(word, 2 * i, 1) << i;
		bits.collateral |= (unsigned __int128)field(word, 2 * i + 1, 1)
				   << i;
	}
	return bits;
}

/* ---- lists and texts ---- */

/* The result of a function of that signature. */
static const struct abi_value *decode(struct arena *a, const char *signature,
				      const uint8_t *data, size_t len)
{
	struct abi_item *f = arena_alloc(a, sizeof(*f));
	struct abi_value *v = arena_alloc(a, sizeof(*v));
	const char *why;

	return abi_parse(f, a, signature, &why) &&
			       abi_decode(v, a, &f->outputs, data, len, &why)
		       ? v
		       : NULL;
}

static const char *label_of(struct arena *a, const struct abi_value *v)
{
	const char *text = abi_text(a, v);

	return *text ? text : NULL;
}

static int64_t bps_of(const struct abi_value *v)
{
	return (int64_t)abi_uint(v).limb[0];
}

bool aave_emode_read(struct aave_emode_said *out, struct arena *a,
		     const uint8_t *data, size_t len)
{
	const struct abi_value *v = decode(
		a, "f()((uint16,uint16,uint16,address,string))", data, len);

	if (!v)
		return false;
	v = &v->items[0];
	*out = (struct aave_emode_said){ .ltv_bps = bps_of(&v->items[0]),
					 .lt_bps = bps_of(&v->items[1]),
					 .bonus_bps = bps_of(&v->items[2]),
					 .source = abi_address(&v->items[3]),
					 .label = label_of(a, &v->items[4]) };
	return true;
}

const char *aave_label_read(struct arena *a, const uint8_t *data, size_t len)
{
	const struct abi_value *v = decode(a, "f()(string)", data, len);

	return v ? label_of(a, &v->items[0]) : NULL;
}

bool aave_list_read(struct evm_address *out, size_t *n, const uint8_t *data,
		    size_t len)
{
	int64_t at, count;

	if (len < 2 * ABI_WORD || !number_at(&at, data, 0, 16) ||
	    at != ABI_WORD || !number_at(&count, data, 1, 16) ||
	    count > AAVE_RESERVES_MAX || len < (2 + (size_t)count) * ABI_WORD)
		return false;
	*n = (size_t)count;
	for (size_t i = 0; i < *n; i++)
		if (!address_at(&out[i], data, 2 + i))
			return false;
	return true;
}
