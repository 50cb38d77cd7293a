/* emit.h - what is said of a unit: signed, refused, or explained in words. */
#ifndef MM_SIGN_EMIT_H
#define MM_SIGN_EMIT_H

#include "data/frame.h"
#include "jobs.h"
#include "keys.h"

/* unit_sign signs every job of u, or refuses it: the kill switch is looked at before
 * each signature. */
void unit_sign(struct arena *a, struct unit *u, const struct policy *p,
	       struct keys *keys);

/* unit_emit writes u's signed_tx, or its refusal, and says the latter. */
void unit_emit(struct frame *f, const struct unit *u, int64_t ts_ms);

/* unit_explain writes in words what u's jobs do and whether they would be signed. */
void unit_explain(struct frame *f, const struct unit *u,
		  const struct policy *p);

#endif
