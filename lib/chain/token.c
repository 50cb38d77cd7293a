#include "chain/token.h"

#include "base/le.h"
#include "chain/sol_message.h"

const char *account_strerror(enum account_err e)
{
	switch (e) {
	case ACCOUNT_OK:
		return "ok";
	case ACCOUNT_OWNER:
		return "owned by another program";
	case ACCOUNT_SIZE:
		return "not a length such an account has";
	case ACCOUNT_STATE:
		return "not initialised or not what it should be";
	}
	return "unknown error";
}

/* A key behind a u32 that says whether there is one; zero if there is none. */
static bool opt_key(bool *has, struct pubkey *key, const uint8_t *p)
{
	uint32_t some = le_u32(p);

	*has = some;
	*key = some ? pubkey_at(p + 4) : sol_system_program;
	return some <= 1;
}

enum account_err token_account_decode(struct token_account *out,
				      const struct pubkey *program,
				      const uint8_t *p, size_t len)
{
	uint32_t native;

	if (!pubkey_eq(program, &sol_token_program))
		return ACCOUNT_OWNER;
	if (len != TOKEN_ACCOUNT_LEN)
		return ACCOUNT_SIZE;
	native = le_u32(p + 109);
	if (p[108] < 1 || p[108] > 2 || native > 1 ||
	    !opt_key(&out->has_delegate, &out->delegate, p + 72) ||
	    !opt_key(&out->has_close_authority, &out->close_authority, p + 129))
		return ACCOUNT_STATE;
	out->mint = pubkey_at(p);
	out->owner = pubkey_at(p + 32);
	out->amount = le_u64(p + 64);
	out->frozen = p[108] == 2;
	out->native = native;
	out->reserve = native ? le_u64(p + 113) : 0;
	out->delegated = le_u64(p + 121);
	return ACCOUNT_OK;
}

enum account_err token_mint_decode(struct token_mint *out,
				   const struct pubkey *program,
				   const uint8_t *p, size_t len)
{
	if (!pubkey_eq(program, &sol_token_program))
		return ACCOUNT_OWNER;
	if (len != TOKEN_MINT_LEN)
		return ACCOUNT_SIZE;
	if (p[45] != 1 || !opt_key(&out->has_authority, &out->authority, p) ||
	    !opt_key(&out->has_freeze, &out->freeze, p + 46))
		return ACCOUNT_STATE;
	out->supply = le_u64(p + 36);
	out->decimals = p[44];
	return ACCOUNT_OK;
}

#define NONCE_VERSION     1 /* 0: of before 2022; its hash cannot be used */
#define NONCE_INITIALIZED 1

enum account_err nonce_account_decode(struct nonce_account *out,
				      const struct pubkey *program,
				      const uint8_t *p, size_t len)
{
	if (!pubkey_eq(program, &sol_system_program))
		return ACCOUNT_OWNER;
	if (len != NONCE_ACCOUNT_LEN)
		return ACCOUNT_SIZE;
	if (le_u32(p) != NONCE_VERSION || le_u32(p + 4) != NONCE_INITIALIZED)
		return ACCOUNT_STATE;
	out->authority = pubkey_at(p + 8);
	out->hash = pubkey_at(p + 40);
	out->lamports_per_sig = le_u64(p + 72);
	return ACCOUNT_OK;
}

#define LUT_TYPE 1

enum account_err lut_account_decode(struct lut_account *out,
				    const struct pubkey *program,
				    const uint8_t *p, size_t len)
{
	if (!pubkey_eq(program, &sol_alt_program))
		return ACCOUNT_OWNER;
	if (len < LUT_HEAD_LEN || (len - LUT_HEAD_LEN) % PUBKEY_LEN ||
	    (len - LUT_HEAD_LEN) / PUBKEY_LEN > SOL_LUT_MAX)
		return ACCOUNT_SIZE;
	if (le_u32(p) != LUT_TYPE || p[21] > 1)
		return ACCOUNT_STATE;
	out->deactivation_slot = le_u64(p + 4);
	out->last_extended_slot = le_u64(p + 12);
	out->last_extended_start = p[20];
	out->has_authority = p[21];
	out->authority = p[21] ? pubkey_at(p + 22) : sol_system_program;
	out->addresses = (const struct pubkey *)(p + LUT_HEAD_LEN);
	out->n = (len - LUT_HEAD_LEN) / PUBKEY_LEN;
	return out->last_extended_start <= out->n ? ACCOUNT_OK : ACCOUNT_STATE;
}
