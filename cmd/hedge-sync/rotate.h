/* rotate.h - a new key for an account, proven before the old one is revoked.
 * Layer: cmd.
 *
 * In this order, so that whenever it ends the vault holds a key that works:
 *
 *   create   its name is written down, then the key is made; it is proven from
 *            memory, and handed to key-vault
 *   revoke   the vault was seen to hold the new one and it works: written down, then
 *            the old one is revoked
 *
 * A key that was made and whose secret was lost is known by its name: the next run
 * revokes it.  The master's key comes from a descriptor and is gone with the run.
 */
#ifndef MM_HEDGE_SYNC_ROTATE_H
#define MM_HEDGE_SYNC_ROTATE_H

#include "base/err.h"
#include "data/out.h"
#include "io/lock.h"
#include "venue/cex_care.h"
#include "venue/cex_key.h"
#include "venue/cex_session.h"

enum rotate_step { ROTATE_NONE, ROTATE_CREATE, ROTATE_REVOKE };

/* What a run that was killed leaves: MM_HOME/rotate/VENUE. */
struct rotate_state {
	enum rotate_step step;
	char name[CEX_KEY_NAME_SZ]; /* of the new key             */
	char old[CEX_MARK_SZ];      /* cex_mark of the old one    */
	int64_t ts_ms;              /* venue time of the creation */
};

struct rotation {
	const struct cex_venue *venue;
	const char *account;  /* the sub-account, in the venue's words */
	const char *in_vault; /* name of its key there                 */
	const char *symbol;   /* of the order that is tested           */
	struct http *http;
	struct cex_key master;
	struct cex_session *by;    /* the master's */
	struct cex_kept_keys keys; /* of the account, as listed last */
	struct rotate_state state;
	struct arena mem;
	struct out out;
	struct lock lock;
};

/* ---- rotate_state.c ---- */

/* rotate_read: false: there is a file, and it is not what was written. */
MM_CHECKED bool rotate_read(struct rotation *r);
/* rotate_write: on disk when it returns; step ROTATE_NONE removes it.  False: errno. */
MM_CHECKED bool rotate_write(struct rotation *r, enum rotate_step step);
/* rotate_name draws a name nobody has. */
void rotate_name(struct rotation *r);

/* ---- rotate_keys.c: each says what is wrong ---- */

/* rotate_call makes one request and tries again, for a few seconds, what surely was
 * not done.  The verdict is in c->reply. */
void rotate_call(struct rotation *r, struct cex_call *c, bool again);

/* rotate_list: r->keys.  False: they cannot be told. */
MM_CHECKED bool rotate_list(struct rotation *r);
const char *rotate_named(const struct rotation *r, const char *name);
const char *rotate_marked(const struct rotation *r, const char *mark);

/* rotate_create: CEX_DONE: *text is what the vault is to keep; CEX_UNKNOWN: there may
 * be a key of that name; else there is none. */
enum cex_verdict rotate_create(struct rotation *r, struct secret *text);

/* rotate_revoke: true: the list does not have it any more. */
MM_CHECKED bool rotate_revoke(struct rotation *r, const char *key);

/* ---- rotate_prove.c ---- */

/* rotate_prove: the key may trade and nothing worse, from one address; it reads the
 * account; an order of it would be taken.  MM_OK, or it is said why not. */
enum mm_exit rotate_prove(struct rotation *r, const struct cex_key *key);

/* ---- rotate_vault.c ---- */

/* rotate_load: the account's key out of the vault.  MM_OK: caller, cex_key_drop. */
enum mm_exit rotate_load(struct rotation *r, struct cex_key *key);
/* rotate_hand_over: key-vault has put it in its place.  False: said. */
MM_CHECKED bool rotate_hand_over(struct rotation *r, const struct secret *text);

#endif
