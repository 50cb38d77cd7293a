/* cex_read.h - what accounts at exchanges hold and what their symbols cost, read whole.
 * Layer: venue.
 *
 * All questions of a frame, of every venue and symbol, are asked at the same time;
 * two that are the same bytes to the same account are asked once.  The rules of a
 * symbol and its fees are kept for CEX_RULES_MS; what the account holds of other symbols
 * is asked as seldom.
 *
 * A seat of which one answer is missing is not read: nothing of it is known, and
 * least of all that it is flat.
 */
#ifndef MM_CEX_READ_H
#define MM_CEX_READ_H

#include "data/rec_funding.h"
#include "venue/cex_session.h"

#define CEX_RULES_MS   INT64_C(600000)
#define CEX_FUNDING_MS INT64_C(300000) /* between two looks at what was paid */

/* A symbol of an account that is to be read.  The texts outlive the reader. */
struct cex_place {
	struct cex_session *session;
	const char *account; /* name of its key in the vault */
	const char *symbol;
	struct dec multiplier; /* units of the asset in a contract */
};

/* What was read of it.  Lists and texts are in the arena of cex_read_frame. */
struct cex_sight {
	const struct cex_place *place;
	struct cex_seat seat;         /* where reason is NULL: whole */
	struct cex_fundings fundings; /* paid since it was last asked */
	bool no_fundings;   /* they were asked for and could not be read */
	const char *reason; /* a code: why the seat is not known; NULL: it is */
	const char *text;   /* that in words */
};

struct cex_reader;

/* cex_reader_open: owner: caller, cex_reader_close, before the sessions. */
struct cex_reader *cex_reader_open(const struct cex_place *places, size_t n);
void cex_reader_close(struct cex_reader *r); /* NULL is no error */

/* cex_reader_paid: what was paid up to then is known, and not asked for again.  in:
 * since_ms: time of the newest, which may be told once more. */
void cex_reader_paid(struct cex_reader *r, const char *venue,
		     const char *account, const char *symbol, int64_t since_ms);

/* cex_read_frame reads every place.
 *
 * in:      ts_ms: of the frame, for the records.  Earlier fundings than a week ago, in
 *          the time of the exchange, are not asked for.
 * returns: one for each place, in their order, in the arena. */
struct cex_sight *cex_read_frame(struct cex_reader *r, struct arena *a,
				 int64_t ts_ms);

/* cex_read_reason: the code of a refusal for a reply that is not CEX_DONE. */
const char *cex_read_reason(const struct cex_reply *reply);

#endif
