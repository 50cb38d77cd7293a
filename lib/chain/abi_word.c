/* abi_word.c - the values that are one word. */
#include "chain/abi_parts.h"

#include "base/hex.h"

static const uint8_t zeros[ABI_WORD];

/* The lowest n bytes alone are used. */
static bool low(const uint8_t *word, size_t n)
{
	return memcmp(word, zeros, ABI_WORD - n) == 0;
}

static bool high(const uint8_t *word, size_t n)
{
	return memcmp(word + n, zeros, ABI_WORD - n) == 0;
}

static bool negative(const uint8_t *word)
{
	return word[0] & 0x80;
}

static bool sign_fills(const uint8_t *word, size_t n)
{
	uint8_t fill = word[ABI_WORD - n] & 0x80 ? 0xff : 0;

	for (size_t i = 0; i < ABI_WORD - n; i++)
		if (word[i] != fill)
			return false;
	return true;
}

const char *abi_word_fits(const struct abi_type *t,
			  const uint8_t word[static ABI_WORD])
{
	switch (t->kind) {
	case ABI_UINT:
		return low(word, t->size / 8)
			       ? NULL
			       : "a number too large for its type";
	case ABI_INT:
		return sign_fills(word, t->size / 8)
			       ? NULL
			       : "a number too large for its type";
	case ABI_BOOL:
		return low(word, 1) && word[ABI_WORD - 1] <= 1
			       ? NULL
			       : "a bool that is neither 0 nor 1";
	case ABI_ADDRESS:
		return low(word, EVM_ADDRESS_LEN)
			       ? NULL
			       : "an address of more than 20 bytes";
	case ABI_FIXED_BYTES:
		return high(word, t->size) ? NULL
					   : "bytes behind those of its type";
	case ABI_CALLBACK:
		return high(word, EVM_ADDRESS_LEN + ABI_SELECTOR_LEN)
			       ? NULL
			       : "bytes behind those of its type";
	case ABI_BYTES:
	case ABI_STRING:
	case ABI_LIST:
	case ABI_ARRAY:
	case ABI_TUPLE:
		break;
	}
	return "more than one word";
}

/* Two's complement: -x. */
static struct u256 negated(struct u256 x)
{
	uint64_t carry = 1;

	for (int i = 0; i < U256_LIMBS; i++) {
		x.limb[i] = ~x.limb[i] + carry;
		carry = carry && x.limb[i] == 0;
	}
	return x;
}

static bool int_of(struct u256 *magnitude, const uint8_t *word)
{
	bool below = negative(word);

	*magnitude = u256_of_be(word);
	if (below)
		*magnitude = negated(*magnitude);
	return below;
}

static size_t hex_text(char *buf, const uint8_t *p, size_t n)
{
	buf[0] = '0';
	buf[1] = 'x';
	hex_format(buf + 2, p, n);
	return 2 + 2 * n;
}

static size_t int_text(char *buf, const uint8_t *word)
{
	struct u256 magnitude;
	size_t sign = int_of(&magnitude, word);

	buf[0] = '-';
	return sign + u256_format(buf + sign, magnitude);
}

size_t abi_word_text(char buf[static ABI_WORD_TEXT_SZ],
		     const struct abi_type *t,
		     const uint8_t word[static ABI_WORD])
{
	struct evm_address address;
	const char *truth;

	switch (t->kind) {
	case ABI_UINT:
		return u256_format(buf, u256_of_be(word));
	case ABI_INT:
		return int_text(buf, word);
	case ABI_BOOL:
		truth = word[ABI_WORD - 1] ? "true" : "false";
		memcpy(buf, truth, strlen(truth) + 1);
		return strlen(truth);
	case ABI_ADDRESS:
		address = evm_address_at(word + ABI_WORD - EVM_ADDRESS_LEN);
		evm_address_format(buf, &address);
		return EVM_ADDRESS_STR_SZ - 1;
	case ABI_FIXED_BYTES:
		return hex_text(buf, word, t->size);
	case ABI_CALLBACK:
		return hex_text(buf, word, EVM_ADDRESS_LEN + ABI_SELECTOR_LEN);
	case ABI_BYTES:
	case ABI_STRING:
	case ABI_LIST:
	case ABI_ARRAY:
	case ABI_TUPLE:
		break;
	}
	buf[0] = '\0';
	return 0;
}

struct u256 abi_uint(const struct abi_value *v)
{
	return u256_of_be(v->word);
}

struct evm_address abi_address(const struct abi_value *v)
{
	return evm_address_at(v->word + ABI_WORD - EVM_ADDRESS_LEN);
}

bool abi_bool(const struct abi_value *v)
{
	return v->word[ABI_WORD - 1] != 0;
}

bool abi_int(struct u256 *magnitude, const struct abi_value *v)
{
	return int_of(magnitude, v->word);
}

/* Decimal text of a number of t's bits. */
static enum status number_read(uint8_t *word, const struct abi_type *t,
			       const char *s, size_t n)
{
	bool minus = n > 0 && *s == '-';
	struct u256 x;
	enum status st = u256_parse(&x, s + minus, n - minus);
	unsigned bits = t->size;

	if (st != ST_OK)
		return st;
	if (t->kind == ABI_INT) {
		/* The lowest has one magnitude more than the highest. */
		struct u256 lowest = U256_ZERO;

		lowest.limb[(bits - 1) / 64] = UINT64_C(1) << (bits - 1) % 64;
		if (u256_cmp(x, lowest) > (minus ? 0 : -1))
			return ST_OVERFLOW;
		x = minus ? negated(x) : x;
	} else if ((minus && !u256_is_zero(x)) || u256_bits(x) > (int)bits) {
		return ST_OVERFLOW;
	}
	u256_put_be(word, x);
	return minus && u256_is_zero(x) ? ST_FORMAT : ST_OK;
}

static enum status bytes_read(uint8_t *p, size_t size, const char *s, size_t n)
{
	uint8_t nothing[1];

	if (n < 2 || n % 2 || s[0] != '0' || s[1] != 'x')
		return ST_FORMAT;
	if ((n - 2) / 2 == size)
		return hex_parse(p, size, s + 2, n - 2) ? ST_OK : ST_FORMAT;
	for (size_t i = 2; i < n; i += 2)
		if (!hex_parse(nothing, 1, s + i, 2))
			return ST_FORMAT;
	return ST_RANGE;
}

static enum status address_read(uint8_t *word, const char *s, size_t n)
{
	struct evm_address a;

	if (evm_address_parse(&a, s, n)) {
		memcpy(word + ABI_WORD - EVM_ADDRESS_LEN, a.b, EVM_ADDRESS_LEN);
		return ST_OK;
	}
	return bytes_read(a.b, EVM_ADDRESS_LEN, s, n) == ST_OK ? ST_DOMAIN
							       : ST_FORMAT;
}

enum status abi_word_read(uint8_t word[static ABI_WORD],
			  const struct abi_type *t, const char *s, size_t n)
{
	memset(word, 0, ABI_WORD);
	switch (t->kind) {
	case ABI_UINT:
	case ABI_INT:
		return number_read(word, t, s, n);
	case ABI_BOOL:
		word[ABI_WORD - 1] = n == 4;
		return (n == 4 && memcmp(s, "true", n) == 0) ||
				       (n == 5 && memcmp(s, "false", n) == 0)
			       ? ST_OK
			       : ST_FORMAT;
	case ABI_ADDRESS:
		return address_read(word, s, n);
	case ABI_FIXED_BYTES:
		return bytes_read(word, t->size, s, n);
	case ABI_CALLBACK:
		return bytes_read(word, EVM_ADDRESS_LEN + ABI_SELECTOR_LEN, s,
				  n);
	case ABI_BYTES:
	case ABI_STRING:
	case ABI_LIST:
	case ABI_ARRAY:
	case ABI_TUPLE:
		break;
	}
	return ST_FORMAT;
}
