/* tell.h - what became of attempts, as records: each once.  Layer: cmd.
 *
 * What is learned of an attempt is written into the journal together with the
 * records that will say so, then told, then marked as told.  After a crash in
 * between the same records are told again, byte for byte: a store keeps them once.
 */
#ifndef MM_SUBMIT_TELL_H
#define MM_SUBMIT_TELL_H

#include "attempt.h"
#include "data/rec_event.h"
#include "data/rec_receipt.h"
#include "sender.h"

/* receipt_of: of all intents of an attempt; for one without a turn, slot or tip
 * these are absent. */
struct rec_receipt receipt_of(const struct attempt *t, const char *status,
			      int64_t ts_ms);

/* tell_later: the record goes out with the attempt's next news. */
void tell_later(struct arena *a, struct attempt *t, const struct rec_type *type,
		const void *rec);

/* tell_notes writes the notes of those that have one, and marks them as told. */
MM_CHECKED enum db_err tell_notes(struct sender *s, struct arena *a,
				  struct attempt *const *v, size_t n);

/* tell_news: journal first, then the records, then the journal again.  v: attempts
 * of which something was learned; those of which nothing was are left alone. */
MM_CHECKED enum db_err tell_news(struct sender *s, struct arena *a,
				 struct attempt *const *v, size_t n);

/* tell_now writes a record of what the journal knows already. */
void tell_now(struct sender *s, const struct rec_type *type, const void *rec);

#endif
