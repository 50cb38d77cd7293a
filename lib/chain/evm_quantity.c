#include "chain/evm_quantity.h"

#include "base/hex.h"

#include <string.h>

#define PREFIX_LEN 2
#define LIMB_LEN   16 /* digits of a limb */
#define INT_BITS   53

char *evm_quantity_format(char buf[static EVM_QUANTITY_SZ], struct u256 x)
{
	static const char digits[] = "0123456789abcdef";
	int n = (u256_bits(x) + 3) / 4;
	char *p = buf;

	*p++ = '0';
	*p++ = 'x';
	for (int i = n ? n - 1 : 0; i >= 0; i--)
		*p++ = digits[x.limb[i / LIMB_LEN] >> i % LIMB_LEN * 4 & 15];
	*p = '\0';
	return buf;
}

char *evm_quantity_format_u64(char buf[static EVM_QUANTITY_SZ], uint64_t x)
{
	return evm_quantity_format(buf, u256_of_u64(x));
}

static bool has_prefix(const char *s, size_t len)
{
	return len >= PREFIX_LEN && s[0] == '0' && s[1] == 'x';
}

bool evm_quantity_parse(struct u256 *out, const char *s)
{
	char padded[2 * 32 + 1];
	unsigned char bytes[32];
	size_t len = strlen(s);

	if (!has_prefix(s, len) || len == PREFIX_LEN)
		return false;
	s += PREFIX_LEN;
	s += strspn(s, "0");
	len = strlen(s);
	if (len > 2 * sizeof(bytes))
		return false;
	memset(padded, '0', 2 * sizeof(bytes) - len);
	memcpy(padded + 2 * sizeof(bytes) - len, s, len);
	if (!hex_parse(bytes, sizeof(bytes), padded, 2 * sizeof(bytes)))
		return false;
	*out = U256_ZERO;
	for (size_t i = 0; i < sizeof(bytes); i++)
		out->limb[U256_LIMBS - 1 - i / 8] |= (uint64_t)bytes[i]
						     << 8 * (7 - i % 8);
	return true;
}

bool evm_quantity_parse_u64(uint64_t *out, const char *s)
{
	uint64_t v = 0;

	if (!has_prefix(s, strlen(s)) || !s[PREFIX_LEN])
		return false;
	for (s += PREFIX_LEN; *s; s++) {
		char c = (char)(*s | ('a' - 'A'));
		int digit = *s >= '0' && *s <= '9' ? *s - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
						   : -1;

		if (digit < 0 || v >> 60)
			return false;
		v = v << 4 | (uint64_t)digit;
	}
	*out = v;
	return true;
}

bool evm_quantity_parse_int(int64_t *out, const char *s)
{
	uint64_t x;

	if (!evm_quantity_parse_u64(&x, s) || x >> INT_BITS)
		return false;
	*out = (int64_t)x;
	return true;
}

char *evm_data_format(char *out, const uint8_t *bytes, size_t n)
{
	out[0] = '0';
	out[1] = 'x';
	hex_format(out + PREFIX_LEN, bytes, n);
	return out;
}

bool evm_data_len(size_t *n, const char *s, size_t len)
{
	if (!has_prefix(s, len) || len % 2)
		return false;
	*n = (len - PREFIX_LEN) / 2;
	return true;
}

bool evm_data_parse(uint8_t *out, size_t n, const char *s, size_t len)
{
	size_t have;

	return evm_data_len(&have, s, len) && have == n &&
	       hex_parse(out, n, s + PREFIX_LEN, len - PREFIX_LEN);
}
