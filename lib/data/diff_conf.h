/* diff_conf.h - the configuration's order changes (mm.conf(5)), and a change as a
 * record.  Layer: data. */
#ifndef MM_DIFF_CONF_H
#define MM_DIFF_CONF_H

#include "data/rec_action.h"
#include "math/diff.h"

struct diff_conf {
	struct diff_rules rules;
	uint16_t strategy;
	int64_t ttl_s; /* how long after its frame an order may enter */
};

/* diff_conf_read, after conf_load. */
void diff_conf_read(struct diff_conf *c);

/* Where and when. */
struct diff_place {
	const char *market;
	struct dec tick, lot; /* may be DEC_NONE for a cancel */
	int64_t ts_ms;        /* of the frame */
};

/* diff_record: an action of the frame as a record, but for its intent_id and
 * after.  wallet: the name of its order's. */
struct rec_action diff_record(const struct diff_conf *c,
			      const struct diff_place *at,
			      const struct diff_action *a, const char *wallet);

#endif
