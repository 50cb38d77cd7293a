/* choose_say.h - what was decided, as records.  Layer: cmd. */
#ifndef MM_LIQ_SCAN_CHOOSE_SAY_H
#define MM_LIQ_SCAN_CHOOSE_SAY_H

#include "choose_weigh.h"

/* choose_say writes the `liquidation` of a job. */
void choose_say(struct frame *f, const struct choose_job *j,
		const struct choose_scene *s);

/* choose_act writes the `action`s of a job that is to go, and of smaller sizes of it;
 * j->group and j->intent_id are what choose_name made. */
void choose_act(struct frame *f, const struct choose_job *j,
		struct choose_scene *s);

/* choose_name names what a job asks for. */
void choose_name(struct choose_job *j, const struct choose_scene *s);

/* choose_cover: what the liquidation is called with: where all of a debt or of a
 * collateral goes, a little more than is owed now, for interest runs on. */
struct u256 choose_cover(const struct liq_offer *o);

/* choose_min_out: the least a leg of a route has to give. */
struct dec choose_min_out(const struct choose_scene *s,
			  const struct liq_offer *o, const struct route *r,
			  const struct route_way *leg);

#endif
