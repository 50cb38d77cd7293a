#include "chain/evm_address.h"

#include "base/hex.h"
#include "chain/keccak.h"

#define PREFIX_LEN 2
#define DIGITS     (2 * EVM_ADDRESS_LEN)

/* A letter is a capital where the digit at its place in the hash of the lower-case
 * digits is 8 or more. */
static void put_checksum(char digits[static DIGITS])
{
	const struct hash_part part = { digits, DIGITS };
	unsigned char hash[KECCAK256_LEN];

	keccak256(hash, &part, 1);
	for (size_t i = 0; i < DIGITS; i++)
		if (digits[i] >= 'a' && hash[i / 2] >> (i % 2 ? 0 : 4) & 8)
			digits[i] = (char)(digits[i] - 'a' + 'A');
}

char *evm_address_format(char buf[static EVM_ADDRESS_STR_SZ],
			 const struct evm_address *a)
{
	buf[0] = '0';
	buf[1] = 'x';
	hex_format(buf + PREFIX_LEN, a->b, EVM_ADDRESS_LEN);
	put_checksum(buf + PREFIX_LEN);
	return buf;
}

static bool one_case(const char *digits)
{
	bool lower = false, upper = false;

	for (size_t i = 0; i < DIGITS; i++) {
		lower |= digits[i] >= 'a';
		upper |= digits[i] >= 'A' && digits[i] < 'a';
	}
	return !lower || !upper;
}

bool evm_address_parse(struct evm_address *out, const char *s, size_t len)
{
	char right[EVM_ADDRESS_STR_SZ];
	struct evm_address a;

	if (len != PREFIX_LEN + DIGITS || s[0] != '0' || s[1] != 'x' ||
	    !hex_parse(a.b, sizeof(a.b), s + PREFIX_LEN, DIGITS))
		return false;
	if (!one_case(s + PREFIX_LEN) &&
	    memcmp(evm_address_format(right, &a), s, len) != 0)
		return false;
	*out = a;
	return true;
}
