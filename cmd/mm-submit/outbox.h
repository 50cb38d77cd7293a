/* outbox.h - attempts in the journal.  Layer: cmd.
 *
 * The journal may hold what another venue sent, so every name of ours in it is
 * written behind the sender's prefix.
 */
#ifndef MM_SUBMIT_OUTBOX_H
#define MM_SUBMIT_OUTBOX_H

#include "attempt.h"
#include "sender.h"

/* box_known: *yes: that transaction is in the journal, however it ended, or an
 * intent of it is under way or has landed in another one: it must not be sent.  Where
 * one that never left can be made again to the byte, t gets another name. */
MM_CHECKED enum db_err box_known(struct sender *s, struct arena *a, bool *yes,
				 struct attempt *t);

/* box_record writes down what is about to be sent.
 * out: send[i] as journal_record's, for v[i]. */
MM_CHECKED enum db_err box_record(struct sender *s, struct arena *a, bool *send,
				  struct attempt *const *v, size_t n);

/* box_load: every attempt that is open or watched, oldest first.  One that cannot
 * be read is said on stderr and left out, *unread counts those. */
MM_CHECKED enum db_err box_load(struct sender *s, struct arena *a,
				struct attempts *out, size_t *unread);

/* box_is_news: the journal does not say yet what is known of it. */
bool box_is_news(struct arena *a, const struct attempt *t);

/* box_learn writes down what is now known of the attempts, each with its note; of
 * one that another process has learned of meanwhile the note is dropped. */
MM_CHECKED enum db_err box_learn(struct sender *s, struct arena *a,
				 struct attempt *const *v, size_t n);

/* box_told: their notes are out. */
MM_CHECKED enum db_err box_told(struct sender *s, struct arena *a,
				struct attempt *const *v, size_t n);

/* box_landed calls each for the newest landed order of every slot. */
MM_CHECKED enum db_err box_landed(struct sender *s, struct arena *a,
				  void (*each)(void *ctx, const struct part *p,
					       const struct attempt *t),
				  void *ctx);

/* box_rolls: every attempt of the rolls of which a step has landed and the last one has
 * not, oldest first; what cannot be read is left out, and said on stderr. */
MM_CHECKED enum db_err box_rolls(struct sender *s, struct arena *a,
				 struct attempts *out);

/* box_lane_slot: the highest slot in which something of the lane landed; 0: none. */
MM_CHECKED enum db_err box_lane_slot(struct sender *s, struct arena *a,
				     int64_t *slot, const char *lane);

#endif
