#include "venue/flashbots.h"

#include "base/conf.h"
#include "base/hex.h"
#include "chain/evm.h"
#include "chain/evm_quantity.h"
#include "chain/keccak.h"
#include "chain/secp.h"
#include "io/secret_file.h"
#include "venue/net_conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME      "X-Flashbots-Signature: "
#define SIG_LEN   65 /* r, s, and the recovery id as wallets write it */
#define HEADER_SZ (sizeof(NAME) + EVM_ADDRESS_STR_SZ + EVM_DATA_SZ(SIG_LEN))

struct flashbots {
	struct jsonrpc *rpc;
	struct secp *secp;
	struct secret_file key; /* 0x and hex */
	char address[EVM_ADDRESS_STR_SZ];
	char header[HEADER_SZ]; /* of the request signed last */
	const char *headers[2]; /* ends with NULL */
};

/* The key, while it is needed.  False: it is none. */
static bool secret_of(unsigned char out[static SECP_SECRET_LEN],
		      const struct secret_file *key)
{
	return key->len == 2 + 2 * SECP_SECRET_LEN &&
	       !strncmp(key->text, "0x", 2) &&
	       hex_parse(out, SECP_SECRET_LEN, key->text + 2, key->len - 2);
}

static const char *read_key(struct flashbots *f)
{
	const char *path = conf_text("FLASHBOTS_KEY_FILE"), *why;
	unsigned char secret[SECP_SECRET_LEN];
	struct evm_address address;

	if (!*path)
		return "FLASHBOTS_KEY_FILE is not set";
	why = secret_file_read(&f->key, path);
	if (!why &&
	    (!secret_of(secret, &f->key) || !eth_address(address.b, secret)))
		why = "holds no key: 0x and 64 digits of hex";
	explicit_bzero(secret, sizeof(secret));
	if (!why)
		evm_address_format(f->address, &address);
	return why;
}

struct flashbots *flashbots_open(const char **why)
{
	struct flashbots *f = mem_alloc(1, sizeof(*f));
	struct net_urls urls = { 0 };

	f->headers[0] = f->header;
	f->secp = secp_open(NULL);
	*why = read_key(f);
	if (!*why)
		*why = net_urls_read(&urls, conf_text("FLASHBOTS_URL"));
	if (!*why) {
		struct jsonrpc_conf conf = {
			.service = "flashbots",
			.urls = urls.v,
			.n_urls = urls.n,
			.headers = f->headers,
			.limits = net_limits(),
		};

		f->rpc = jsonrpc_open(&conf, why);
	}
	net_urls_drop(&urls);
	if (*why) {
		flashbots_close(f);
		return NULL;
	}
	return f;
}

void flashbots_close(struct flashbots *f)
{
	if (!f)
		return;
	jsonrpc_close(f->rpc);
	secret_file_drop(&f->key);
	secp_close(f->secp);
	free(f);
}

struct jsonrpc *flashbots_rpc(struct flashbots *f)
{
	return f->rpc;
}

const char *flashbots_address(const struct flashbots *f)
{
	return f->address;
}

/* The hash of the body, as text, is the message that is signed (EIP-191). */
void flashbots_sign(struct flashbots *f, struct jsonrpc_request *q)
{
	size_t len;
	const char *body = jsonrpc_body(q, &len);
	const struct hash_part part = { body, len };
	unsigned char hash[KECCAK256_LEN], secret[SECP_SECRET_LEN];
	char text[EVM_DATA_SZ(KECCAK256_LEN)], hex[EVM_DATA_SZ(SIG_LEN)];
	unsigned char bytes[SIG_LEN];
	struct secp_sig sig;

	keccak256(hash, &part, 1);
	evm_data_format(text, hash, sizeof(hash));
	evm_personal_hash(hash, text, strlen(text));
	if (!secret_of(secret, &f->key) ||
	    !secp_sign(f->secp, &sig, hash, secret))
		abort(); /* flashbots_open has seen the key */
	explicit_bzero(secret, sizeof(secret));
	memcpy(bytes, sig.r, sizeof(sig.r));
	memcpy(bytes + sizeof(sig.r), sig.s, sizeof(sig.s));
	bytes[SIG_LEN - 1] = (unsigned char)(27 + sig.odd);
	snprintf(f->header, sizeof(f->header), NAME "%s:%s", f->address,
		 evm_data_format(hex, bytes, sizeof(bytes)));
}
