#include "chain/uniswap_log.h"

#include "chain/evm_quantity.h"

#include <string.h>

#define WORD      32
#define WORDS_MAX 7 /* of the data of any of these events */

/* What a word is: a letter of a shape. */
enum {
	FROM = 'f',
	TO = 't',
	ID = 'i',
	POOL = 'p',
	LOWER = 'l',
	UPPER = 'u',
	LIQUIDITY = 'L',
	DELTA = 'd',
	SQRT = 's',
	TICK = 'k',
	AMOUNT0 = '0',
	AMOUNT1 = '1',
	SIGNED0 = '2',
	SIGNED1 = '3',
	OTHER = '-'
};

/* Each event's indexed words, then those of its data. */
static const struct {
	const char *topic;
	const char *indexed, *words;
} shapes[UNISWAP_EVENTS] = {
	[LOG_TRANSFER] = { "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a116"
			   "28f55a4df523b3ef",
			   "ft", "0" },
	[LOG_NFT] = { "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55"
		      "a4df523b3ef",
		      "fti", "" },
	[LOG_INCREASE] = { "0x3067048beee31b25b2f1681f88dac838c8bba36af25bfb2b"
			   "7cf7473a5847e35f",
			   "i", "L01" },
	[LOG_DECREASE] = { "0x26f6a048ee9138f2c0ce266f322cb99228e8d619ae2bff30"
			   "c67f8dcf9d2377b4",
			   "i", "L01" },
	[LOG_COLLECT] = { "0x40d0efd1a53d60ecbf40971b9daf7dc90178c3aadc7aab176"
			  "5632738fa8b8f01",
			  "i", "t01" },
	[LOG_PAID] = { "0x70935338e69775456a85ddef226c395fb668b63fa0115f5f2061"
		       "0b388e6ca9c0",
		       "flu", "t01" },
	[LOG_START] = { "0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdb"
			"a3f2990dd4c95",
			"", "sk" },
	[LOG_SWAP] = { "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed800"
		       "4e115fbcca67",
		       "ft", "23sLk" },
	[LOG_START4] = { "0xdd466e674ea557f56295e2d0218a125ea4b4f0f6f3307b95f8"
			 "5e6110838d6438",
			 "p--", "---sk" },
	[LOG_SWAP4] = { "0x40e9cecb9f5f1f1c5b9c97dec2917b7ee92e57ba5563708daca"
			"94dd84ad7112f",
			"pf", "23sLk-" },
	[LOG_MODIFY] = { "0xf208f4912782fd25c7f114ca3723a2d5dd6f3bcc3ac8db5af6"
			 "3baa85f711d5ec",
			 "pf", "ludi" },
	[LOG_MINT] = { "0x4c209b5fc8ad50758f13e2e1088ba56a560dff690a1c6fef2639"
		       "4f4c03821c4f",
		       "f", "01" },
	[LOG_BURN] = { "0xdccd412f0b1252819cb1fd330b93224ca42612892bb3f4f78997"
		       "6e6d81936496",
		       "ft", "01" },
	[LOG_SYNC] = { "0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b"
		       "03a9fffbbad1",
		       "", "01" },
};

const char *uniswap_topic(enum uniswap_event event)
{
	return shapes[event].topic;
}

/* ---- words ---- */

static bool to_address(struct evm_address *out, const uint8_t *word)
{
	for (size_t i = 0; i < WORD - EVM_ADDRESS_LEN; i++)
		if (word[i])
			return false;
	*out = evm_address_at(word + WORD - EVM_ADDRESS_LEN);
	return true;
}

/* The magnitude of a signed word, and whether it is below 0. */
static bool magnitude(struct u256 *out, const uint8_t *word)
{
	struct u256 v = u256_of_be(word);
	bool negative = word[0] >> 7;

	*out = negative ? u256_sub_mod(U256_ZERO, v) : v;
	return negative;
}

static bool to_tick(int32_t *out, const uint8_t *word)
{
	struct u256 v;
	bool negative = magnitude(&v, word);

	if (u256_bits(v) > 23)
		return false;
	*out = negative ? -(int32_t)v.limb[0] : (int32_t)v.limb[0];
	return true;
}

static bool take(struct uniswap_log *out, int what, const uint8_t *word)
{
	struct u256 v = u256_of_be(word);

	switch (what) {
	case FROM:
		return to_address(&out->from, word);
	case TO:
		return to_address(&out->to, word);
	case ID:
		out->id = v;
		return true;
	case POOL:
		out->pool = v;
		return true;
	case LOWER:
		return to_tick(&out->lower, word);
	case UPPER:
		return to_tick(&out->upper, word);
	case TICK:
		return to_tick(&out->tick, word);
	case DELTA:
		out->negative = magnitude(&v, word);
		return !u256_to_u128(&out->liquidity, v);
	case LIQUIDITY:
		return !u256_to_u128(&out->liquidity, v);
	case SQRT:
		out->sqrt_x96 = v;
		return u256_bits(v) <= 160;
	case AMOUNT0:
		out->amount0 = v;
		return true;
	case AMOUNT1:
		out->amount1 = v;
		return true;
	case SIGNED0:
		out->negative0 = magnitude(&out->amount0, word);
		return true;
	case SIGNED1:
		out->negative1 = magnitude(&out->amount1, word);
		return true;
	}
	return what == OTHER;
}

static bool read_shape(struct uniswap_log *out, enum uniswap_event e,
		       const char *const *topics, const char *data)
{
	const char *indexed = shapes[e].indexed, *words = shapes[e].words;
	size_t n = strlen(words);
	uint8_t bytes[WORDS_MAX * WORD];

	out->event = e;
	for (size_t i = 0; indexed[i]; i++)
		if (!evm_data_parse(bytes, WORD, topics[i + 1],
				    strlen(topics[i + 1])) ||
		    !take(out, indexed[i], bytes))
			return false;
	if (!evm_data_parse(bytes, n * WORD, data, 2 + 2 * n * WORD))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!take(out, words[i], bytes + i * WORD))
			return false;
	return true;
}

bool uniswap_log_read(struct uniswap_log *out, const char *const *topics,
		      size_t n, const char *data, size_t data_len)
{
	if (!n)
		return false;
	for (int e = 0; e < UNISWAP_EVENTS; e++)
		if (n == 1 + strlen(shapes[e].indexed) &&
		    data_len == WORD * strlen(shapes[e].words) &&
		    !strcmp(topics[0], shapes[e].topic))
			return read_shape(out, (enum uniswap_event)e, topics,
					  data);
	return false;
}
