/* paper_state.h - the paper venue in memory: terms, wallets, the engine.
 * Layer: io.
 *
 * On disk it is io/paper_db.h; a calculator has it in memory only, and links no
 * database.
 */
#ifndef MM_PAPER_STATE_H
#define MM_PAPER_STATE_H

#include "base/dec.h"
#include "math/match.h"

#include <stdint.h>

struct paper_asset {
	char *name;
	int decimals; /* of its atom, 0..18 */
};

/* What a venue is born with and keeps.  Locks and balances depend on it. */
struct paper_terms {
	char *market;
	struct paper_asset base, quote;
	struct dec tick, lot; /* quote per base; base */
	int64_t base_lot;     /* atoms of base in a lot        */
	int64_t quote_lot;    /* atoms of quote in tick * lot  */
	int64_t maker_ppm, taker_ppm;
};

struct paper_wallet {
	char *name;
	__int128 base, quote; /* atoms it begins with */
};

/* How far each end has come. */
struct paper_marks {
	int64_t frame_ms;     /* the tape is taken up to here, exclusive;
				 INT64_MIN: no frame yet                */
	int64_t depth_ms;     /* time of the displayed book; INT64_MIN   */
	int64_t told_ms;      /* prints before it have left in the stream */
	int64_t told_fill;    /* and fills up to this seq                 */
	int64_t told_request; /* and outcomes of requests up to this seq  */
};

struct paper_state {
	struct paper_terms terms;
	int64_t born_ms; /* by the wall clock: tells one venue from the next */
	struct match match; /* .depth is not kept: set it */
	char **wallets;     /* names, by match's index */
	struct paper_marks marks;
};

/* A venue about to be. */
struct paper_birth {
	const struct paper_terms *terms;
	const struct paper_wallet *wallets;
	int n_wallets;
	int64_t born_ms;
};

/* paper_state_make: a venue just born.  What b points to is copied.
 * owner: caller, paper_state_free. */
void paper_state_make(struct paper_state *s, const struct match_rules *rules,
		      const struct paper_birth *b);

/* paper_state_engine: the engine under s->terms, with no wallets yet. */
void paper_state_engine(struct paper_state *s, const struct match_rules *rules);
void paper_state_add_wallet(struct paper_state *s,
			    const struct paper_wallet *w);

/* paper_state_free leaves an empty state with the rules it had. */
void paper_state_free(struct paper_state *s);

#endif
