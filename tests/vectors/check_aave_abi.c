/* check_aave_abi.c - the words that the contracts of Aave answer with. */
#include "chain_args.h"

#include "chain/aave_abi.h"

static void put_address(cJSON *out, const char *key,
			const struct evm_address *at)
{
	char text[EVM_ADDRESS_STR_SZ];

	vec_put_text(out, key, evm_address_format(text, at));
}

static void put_config(cJSON *out, const struct aave_config *c)
{
	vec_put_i64(out, "ltv_bps", c->ltv_bps);
	vec_put_i64(out, "lt_bps", c->lt_bps);
	vec_put_i64(out, "bonus_bps", c->bonus_bps);
	vec_put_i64(out, "reserve_factor_bps", c->reserve_factor_bps);
	vec_put_i64(out, "decimals", c->decimals);
	vec_put_i64(out, "borrow_cap", c->borrow_cap);
	vec_put_i64(out, "supply_cap", c->supply_cap);
	vec_put_i64(out, "debt_ceiling", c->debt_ceiling);
	vec_put_i64(out, "emode", c->emode);
	vec_put_bool(out, "active", c->active);
	vec_put_bool(out, "frozen", c->frozen);
	vec_put_bool(out, "paused", c->paused);
	vec_put_bool(out, "borrowing", c->borrowing);
	vec_put_bool(out, "flash", c->flash);
	vec_put_bool(out, "siloed", c->siloed);
	vec_put_bool(out, "isolation_borrow", c->isolation_borrow);
}

static cJSON *check_reserve(const cJSON *in)
{
	struct aave_said said;
	uint8_t *data;
	size_t len = vec_hex(&data, in, "data");
	cJSON *out = vec_out();

	if (!aave_reserve_read(&said, data, len))
		return vec_err(ST_FORMAT);
	vec_put_u128(out, "liquidity_index", said.liquidity_index);
	vec_put_u128(out, "liquidity_rate", said.liquidity_rate);
	vec_put_u128(out, "borrow_index", said.borrow_index);
	vec_put_u128(out, "borrow_rate", said.borrow_rate);
	vec_put_i64(out, "updated_s", said.updated_s);
	vec_put_i64(out, "id", said.id);
	put_address(out, "a_token", &said.a_token);
	put_address(out, "v_token", &said.v_token);
	put_address(out, "s_token", &said.s_token);
	put_config(out, &said.config);
	return out;
}

static cJSON *check_user(const cJSON *in)
{
	struct aave_bits bits;
	uint8_t *data;
	cJSON *out = vec_out();

	if (vec_hex(&data, in, "data") != U256_BYTES)
		return vec_err(ST_FORMAT);
	bits = aave_bits_of(u256_of_be(data));
	vec_put_u128(out, "borrowing", bits.borrowing);
	vec_put_u128(out, "collateral", bits.collateral);
	return out;
}

const struct checker check_aave_abi[] = {
	{ "aave_reserve_words", check_reserve },
	{ "aave_user_word", check_user },
	{ NULL, NULL },
};
