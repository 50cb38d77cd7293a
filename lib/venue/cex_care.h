/* cex_care.h - keys of a sub-account, looked after by the master's key.  Layer: venue.
 *
 * What is created may trade futures and nothing else, from one address.  Requests are
 * signed by a session of the master's key.  The secret of a new key is told once, in
 * the reply: who misses that reply has a key that nobody can use.
 *
 * source: developers.binance.com, "Sub Account / API Management";
 * bybit-exchange.github.io/docs/v5/user; replies as of 2026.
 */
#ifndef MM_CEX_CARE_H
#define MM_CEX_CARE_H

#include "data/json.h"
#include "io/secret.h"
#include "venue/cex.h"

#define CEX_KEY_NAME_SZ 32 /* of a key's name: [a-z0-9-] */

/* One key of an account, as a list tells it. */
struct cex_kept_key {
	const char *key, *name;
};
CEX_LIST(cex_kept_keys, cex_kept_key);

struct cex_care {
	/* account_unfit: NULL, or why that cannot be a sub-account's name there. */
	const char *(*account_unfit)(const char *account);

	void (*ask_create)(struct cex_request *r, const char *account,
			   const char *name, const char *ip);
	/* read_create: out: the text a vault keeps (cex_key.h), locked.  NULL, or
	 * why the reply is none: then *out is not there.  Owner: caller,
	 * secret_free. */
	const char *(*read_create)(struct secret *out, const char *body,
				   size_t len);

	void (*ask_list)(struct cex_request *r, const char *account,
			 const char *cursor);
	/* in: cursor: of the page that was asked for, NULL: the first. */
	const char *(*read_list)(struct cex_kept_keys *out, const char *cursor,
				 const char *body, size_t len, struct arena *a);

	void (*ask_delete)(struct cex_request *r, const char *account,
			   const char *key);
};

/* cex_care_secret: the text a vault keeps, of two members of a reply that lie below
 * the member in (NULL: in the reply itself).  As read_create. */
MM_CHECKED const char *cex_care_secret(struct secret *out, const char *body,
				       size_t len, const char *in,
				       const char *key, const char *secret);

/* cex_care_keys: the keys of an array, of two members of each.  NULL, or why it is no
 * list of keys. */
MM_CHECKED const char *cex_care_keys(struct cex_kept_keys *out,
				     const struct json *j,
				     const struct json_tok *list,
				     const char *key, const char *name,
				     struct arena *a);

#endif
