/* cex_seat.h - what the answers about a seat and its orders have in common at all
 * venues.  Layer: venue.
 *
 * A venue names its members and words, and reads what is its own; the rest is here.
 * Every function that returns a text returns NULL, or why that is no such answer
 * (constant phrase).
 */
#ifndef MM_CEX_SEAT_H
#define MM_CEX_SEAT_H

#include "venue/cex_reply.h"

/* ---- orders ---- */

/* A word for the state of an order. */
struct cex_state_word {
	const char *word; /* NULL ends a list */
	enum cex_order_state state;
};

/* What a venue calls the members of an order, and their words. */
struct cex_order_names {
	const char *state, *client_id, *size, *executed, *trigger, *updated_ms;
	const struct cex_state_word *states;
	const char *const *sides; /* buy, sell, NULL */
};

/* cex_order_in: the order of an object, but for the side of its position, which is
 * CEX_BOTH.  One that was refused after a part of it was executed is canceled. */
MM_CHECKED const char *cex_order_in(struct cex_order_view *v,
				    const struct json *j,
				    const struct json_tok *t,
				    const struct cex_order_names *names,
				    struct arena *a);

/* ---- seats ---- */

/* How an answer is read: one of both; what lists reads is kept in the arena. */
struct cex_seat_reader {
	const char *(*plain)(struct cex_seat *s, const struct json *j);
	const char *(*lists)(struct cex_seat *s, const struct json *j,
			     struct arena *a);
};

/* cex_seat_read: cex_venue.read, by a venue's readers.
 * in: readers: one for each enum cex_ask, empty: there is no such question. */
MM_CHECKED const char *cex_seat_read(struct cex_seat *s, enum cex_ask what,
				     const struct cex_seat_reader *readers,
				     const char *body, size_t len,
				     struct arena *a);

/* cex_seat_book: both sides of a book of that time, members of t. */
MM_CHECKED const char *cex_seat_book(struct cex_seat *s, const struct json *j,
				     const struct json_tok *t, const char *bids,
				     const char *asks, const char *ms,
				     struct arena *a);

/* cex_seat_position: the next position of s, of that side; NULL: that side is told
 * already, or does not go with the mode of the account. */
struct rec_venue_position *cex_seat_position(struct cex_seat *s,
					     enum cex_position_side side);

/* cex_seat_way sets which way p is by its size, which is signed.  False: a long one
 * below 0, or a short one above. */
MM_CHECKED bool cex_seat_way(struct rec_venue_position *p);

/* cex_seat_other keeps a position that is told, unless it is flat or of the seat's own
 * symbol. */
void cex_seat_other(struct cex_seat *s, const char *symbol, struct dec size,
		    struct arena *a);

/* cex_seat_orders adds the open orders of a list to those of s, each read by order_in. */
MM_CHECKED const char *cex_seat_orders(
	struct cex_seat *s, const struct json *j, const struct json_tok *list,
	const char *(*order_in)(struct cex_order_view *v, const struct json *j,
				const struct json_tok *t, struct arena *a),
	struct arena *a);

#endif
