#include "chain/pda.h"

#include "base/le.h"
#include "chain/ed25519.h"

bool pda_create(struct pubkey *out, const struct hash_part *seeds, size_t n,
		const struct pubkey *program)
{
	static const char mark[] = "ProgramDerivedAddress";
	struct hash_part parts[PDA_SEEDS_MAX + 2];
	unsigned char digest[SHA256_LEN];

	if (n > PDA_SEEDS_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (seeds[i].len > PDA_SEED_MAX)
			return false;
		parts[i] = seeds[i];
	}
	parts[n] = (struct hash_part){ program->b, PUBKEY_LEN };
	parts[n + 1] = (struct hash_part){ mark, sizeof(mark) - 1 };
	sha256(digest, parts, n + 2);
	if (ed25519_on_curve(digest))
		return false;
	memcpy(out->b, digest, PUBKEY_LEN);
	return true;
}

bool pda_find(struct pubkey *out, uint8_t *bump, const struct hash_part *seeds,
	      size_t n, const struct pubkey *program)
{
	struct hash_part parts[PDA_SEEDS_MAX];
	uint8_t last = UINT8_MAX;

	if (n >= PDA_SEEDS_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		parts[i] = seeds[i];
	parts[n] = (struct hash_part){ &last, 1 };
	while (!pda_create(out, parts, n + 1, program))
		if (last-- == 0)
			return false;
	if (bump)
		*bump = last;
	return true;
}

bool address_with_seed(struct pubkey *out, const struct pubkey *base,
		       const char *seed, size_t seed_len,
		       const struct pubkey *owner)
{
	const struct hash_part parts[] = {
		{ base->b, PUBKEY_LEN },
		{ seed, seed_len },
		{ owner->b, PUBKEY_LEN },
	};

	if (seed_len > PDA_SEED_MAX)
		return false;
	sha256(out->b, parts, 3);
	return true;
}

/* Seeds of a right form: that none of 256 hashes is off the curve has a chance of
 * 2^-256. */
static struct pubkey found(uint8_t *bump, const struct hash_part *seeds,
			   size_t n, const struct pubkey *program)
{
	struct pubkey k = { { 0 } };

	return pda_find(&k, bump, seeds, n, program) ? k : sol_system_program;
}

struct pubkey ata_address(const struct pubkey *owner, const struct pubkey *mint,
			  const struct pubkey *token_program)
{
	const struct hash_part seeds[] = {
		{ owner->b, PUBKEY_LEN },
		{ token_program->b, PUBKEY_LEN },
		{ mint->b, PUBKEY_LEN },
	};

	return found(NULL, seeds, 3, &sol_ata_program);
}

struct pubkey lut_address(uint8_t *bump, const struct pubkey *authority,
			  uint64_t recent_slot)
{
	uint8_t slot[8];
	const struct hash_part seeds[] = {
		{ authority->b, PUBKEY_LEN },
		{ slot, sizeof(slot) },
	};

	le_put(slot, recent_slot, sizeof(slot));
	return found(bump, seeds, 2, &sol_alt_program);
}

/* The nonce is the seed; there is no bump. */
bool openbook_vault_signer(struct pubkey *out, const struct pubkey *market,
			   uint64_t nonce, const struct pubkey *program)
{
	uint8_t bytes[8];
	const struct hash_part seeds[] = {
		{ market->b, PUBKEY_LEN },
		{ bytes, sizeof(bytes) },
	};

	le_put(bytes, nonce, sizeof(bytes));
	return pda_create(out, seeds, 2, program);
}

/* base58 of 32 bytes has at least 32 characters. */
char *openbook_oo_seed(char buf[static OPENBOOK_OO_SEED_SZ],
		       const struct pubkey *market)
{
	char text[PUBKEY_STR_SZ];

	pubkey_format(text, market);
	memcpy(buf, text, OPENBOOK_OO_SEED_SZ - 1);
	buf[OPENBOOK_OO_SEED_SZ - 1] = '\0';
	return buf;
}

struct pubkey openbook_oo_address(const struct pubkey *owner,
				  const struct pubkey *market,
				  const struct pubkey *program)
{
	char seed[OPENBOOK_OO_SEED_SZ];
	struct pubkey k = { { 0 } };

	openbook_oo_seed(seed, market);
	return address_with_seed(&k, owner, seed, sizeof(seed) - 1, program)
		       ? k
		       : sol_system_program;
}
