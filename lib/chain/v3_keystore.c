#include "chain/v3_keystore.h"

#include "chain/kdf.h"
#include "chain/keccak.h"

#include <nettle/aes.h>
#include <nettle/ctr.h>
#include <sodium.h>
#include <string.h>

#define KEY_LEN     (AES128_KEY_SIZE + MAC_KEY_LEN) /* dklen is always this */
#define MAC_KEY_LEN 16

_Static_assert(V3_IV_LEN == AES_BLOCK_SIZE, "counter");
_Static_assert(V3_MAC_LEN == KECCAK256_LEN, "mac");

static bool cost_ok(const struct v3_keystore *ks)
{
	switch (ks->kdf) {
	case V3_PBKDF2:
		return ks->rounds >= 1 && ks->rounds <= V3_ROUNDS_MAX;
	case V3_SCRYPT:
		return ks->n > 1 && !(ks->n & (ks->n - 1)) && ks->r >= 1 &&
		       ks->p >= 1 &&
		       ks->n <= V3_SCRYPT_BYTES_MAX / 128 / ks->r &&
		       ks->n * ks->r <= V3_SCRYPT_WORK_MAX / ks->p;
	}
	return false;
}

static bool stretch(unsigned char key[static KEY_LEN],
		    const struct v3_keystore *ks, const char *password,
		    size_t len)
{
	const struct kdf_in in = { password, len, ks->salt, ks->salt_len };

	switch (ks->kdf) {
	case V3_PBKDF2:
		kdf_pbkdf2_sha256(key, KEY_LEN, &in, ks->rounds);
		return true;
	case V3_SCRYPT:
		return kdf_scrypt(key, KEY_LEN, &in, ks->n, ks->r, ks->p);
	}
	return false;
}

static bool mac_fits(const struct v3_keystore *ks,
		     const unsigned char key[static KEY_LEN])
{
	const struct hash_part parts[] = {
		{ key + AES128_KEY_SIZE, MAC_KEY_LEN },
		{ ks->sealed, sizeof(ks->sealed) },
	};
	unsigned char mac[V3_MAC_LEN];

	keccak256(mac, parts, 2);
	return sodium_memcmp(mac, ks->mac, sizeof(mac)) == 0;
}

static void decrypt(unsigned char secret[static V3_SECRET_LEN],
		    const struct v3_keystore *ks,
		    const unsigned char key[static KEY_LEN])
{
	unsigned char counter[V3_IV_LEN];
	struct aes128_ctx aes;

	memcpy(counter, ks->iv, sizeof(counter));
	aes128_set_encrypt_key(&aes, key);
	ctr_crypt(&aes, (nettle_cipher_func *)aes128_encrypt, sizeof(counter),
		  counter, V3_SECRET_LEN, secret, ks->sealed);
	sodium_memzero(&aes, sizeof(aes));
}

static enum v3_err check(const struct v3_keystore *ks,
			 const unsigned char secret[static V3_SECRET_LEN])
{
	unsigned char address[ETH_ADDRESS_LEN];

	if (!eth_address(address, secret))
		return V3_SECRET;
	if (ks->has_address &&
	    memcmp(address, ks->address, sizeof(address)) != 0)
		return V3_ADDRESS;
	return V3_OK;
}

enum v3_err v3_open(unsigned char secret[static V3_SECRET_LEN],
		    const struct v3_keystore *ks, const char *password,
		    size_t len)
{
	unsigned char key[KEY_LEN], plain[V3_SECRET_LEN];
	enum v3_err e;

	if (!cost_ok(ks))
		return V3_COST;
	if (!stretch(key, ks, password, len))
		return V3_MEMORY;
	if (!mac_fits(ks, key)) {
		e = V3_PASSWORD;
	} else {
		decrypt(plain, ks, key);
		e = check(ks, plain);
		if (!e)
			memcpy(secret, plain, sizeof(plain));
		sodium_memzero(plain, sizeof(plain));
	}
	sodium_memzero(key, sizeof(key));
	return e;
}

const char *v3_text(enum v3_err e)
{
	switch (e) {
	case V3_OK:
		return "a keystore";
	case V3_COST:
		return "asks for more work or memory than is allowed";
	case V3_MEMORY:
		return "not enough memory for its scrypt";
	case V3_PASSWORD:
		return "wrong password, or damaged";
	case V3_SECRET:
		return "what is in it is no secret key";
	case V3_ADDRESS:
		return "its key is not that of the address it names";
	}
	return "unknown error";
}
