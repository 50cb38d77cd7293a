/* seats.h - the accounts and symbols of the configuration, and the way to them.
 * Layer: cmd.
 *
 * Every program form that talks to an exchange goes through this: the keys come out of
 * the vault once, their secrets lie in locked memory until seats_close.
 */
#ifndef MM_HEDGE_SYNC_SEATS_H
#define MM_HEDGE_SYNC_SEATS_H

#include "data/hedge_conf.h"
#include "frame.h"
#include "venue/cex_read.h"

struct seats;

/* seats_open: a session for each of HEDGE_VENUES.  From then on the process leaves no
 * core.  Without a key or an address that can be used: one line, and the vault's exit
 * code or MM_USAGE.
 * in:      c: outlives it.  Owner: caller, seats_close. */
struct seats *seats_open(const struct hedge_conf *c);

/* seats_open_some: likewise, but an exchange whose own key or address cannot be used is
 * warned of, and seats_session has none with it. */
struct seats *seats_open_some(const struct hedge_conf *c);
void seats_close(struct seats *s); /* NULL is no error */

/* seats_session: with that exchange, or NULL. */
struct cex_session *seats_session(const struct seats *s, const char *venue);

/* seats_read reads all of it at once, writes its records into the frame and gathers
 * them.  What cannot be read is a refusal that says why, and is not gathered. */
void seats_read(struct seats *s, struct gathered *g);

#endif
