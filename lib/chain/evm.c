#include "chain/evm.h"

#include "chain/rlp.h"

const char *evm_address_fault(const char *s, size_t len)
{
	char lower[EVM_ADDRESS_STR_SZ];
	struct evm_address a;

	if (evm_address_parse(&a, s, len))
		return NULL;
	if (len != sizeof(lower) - 1)
		return "not 0x and 40 hex digits";
	for (size_t i = 0; i < len; i++)
		lower[i] = (char)(s[i] >= 'A' && s[i] <= 'F' ? s[i] - 'A' + 'a'
							     : s[i]);
	return evm_address_parse(&a, lower, len) ? "a wrong checksum (EIP-55)"
						 : "not 0x and 40 hex digits";
}

static struct evm_address last_bytes(const uint8_t hash[static KECCAK256_LEN])
{
	return evm_address_at(hash + KECCAK256_LEN - EVM_ADDRESS_LEN);
}

struct evm_address evm_create(const struct evm_address *from, uint64_t nonce)
{
	uint8_t room[3 * RLP_HEAD_MAX + EVM_ADDRESS_LEN + sizeof(nonce)];
	uint8_t hash[KECCAK256_LEN];
	struct rlp_writer w;

	rlp_begin(&w, room, sizeof(room));
	rlp_put_u64(&w, nonce);
	rlp_put(&w, from->b, EVM_ADDRESS_LEN);
	rlp_put_list(&w, w.end);
	keccak256(hash, &(struct hash_part){ w.p, rlp_len(&w) }, 1);
	return last_bytes(hash);
}

struct evm_address evm_create2(const struct evm_address *from,
			       const uint8_t salt[static 32],
			       const uint8_t init_hash[static KECCAK256_LEN])
{
	static const uint8_t kind = 0xff;
	const struct hash_part parts[] = {
		{ &kind, sizeof(kind) },
		{ from->b, EVM_ADDRESS_LEN },
		{ salt, 32 },
		{ init_hash, KECCAK256_LEN },
	};
	uint8_t hash[KECCAK256_LEN];

	keccak256(hash, parts, sizeof(parts) / sizeof(*parts));
	return last_bytes(hash);
}

void evm_personal_hash(uint8_t out[static KECCAK256_LEN], const void *message,
		       size_t len)
{
	static const char prefix[] = "\x19"
				     "Ethereum Signed Message:\n";
	char count[U256_STR_SZ];
	const struct hash_part parts[] = {
		{ prefix, sizeof(prefix) - 1 },
		{ count, u256_format(count, u256_of_u64(len)) },
		{ message, len },
	};

	keccak256(out, parts, sizeof(parts) / sizeof(*parts));
}
