/* cex_key.h - a secret of the vault as the key of an account at an exchange.
 * Layer: venue.  source: RFC 8410, 7 (Ed25519 as PKCS#8); RFC 7468 (PEM).
 *
 * The first line is the API key; the rest is the HMAC secret (one line), or an
 * Ed25519 key:
 *
 *   -----BEGIN PRIVATE KEY-----
 *   MC4CAQAwBQYDK2VwBCIEI...
 *   -----END PRIVATE KEY-----
 *
 * as "openssl genpkey -algorithm ed25519" writes it.
 */
#ifndef MM_CEX_KEY_H
#define MM_CEX_KEY_H

#include "io/secret.h"
#include "venue/cex.h"

#define CEX_KEY_MAX 256 /* of the API key and of an HMAC secret */

/* Locked memory; creds points into it. */
struct cex_key {
	struct cex_creds creds;
	struct secret held;
};

/* cex_key_read: text of len bytes, no NUL needed.
 * returns: NULL, or why it is no key (constant phrase that tells nothing of it); then
 *          there is nothing to drop.  Owner: caller, cex_key_drop. */
MM_CHECKED const char *cex_key_read(struct cex_key *out, const char *text,
				    size_t len);

/* cex_key_drop wipes; a key that was never read (zero) is no error. */
void cex_key_drop(struct cex_key *k);

#endif
