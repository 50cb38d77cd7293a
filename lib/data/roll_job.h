/* roll_job.h - one position, roll or pool to decide on, and what is told of it.
 * Layer: data. */
#ifndef MM_ROLL_JOB_H
#define MM_ROLL_JOB_H

#include "data/roll_capital.h"
#include "data/roll_rolls.h"
#include "data/roll_target.h"

/* What all decisions of a frame share. */
struct roll_desk {
	struct frame *f;
	const struct roll_seen *s;
	const struct roll_knobs *k;
	const struct rolls *rolls;
	struct roll_capital *capital;
	const char
		*frozen; /* why nothing new may be begun: refused, kill; NULL */
	int64_t ts_ms;
};

struct roll_job {
	const struct roll_desk *d;
	struct roll_place at;
	struct roll_reference ref;
	const char *untrusted; /* why the price may not be acted on, or NULL */
	const struct rec_position *p; /* NULL: none is live */
	const struct rec_range *last; /* the decision before, or NULL */
	struct rec_range out;
};

/* roll_job_new: an empty decision on that pool and position (NULL: none). */
void roll_job_new(struct roll_job *j, const struct roll_desk *d,
		  const char *pool, const char *position);

/* roll_job_at: the place is known; price, reference and idle capital are told. */
void roll_job_at(struct roll_job *j);

/* roll_job_say: what is decided. */
void roll_job_say(struct roll_job *j, enum range_decision d,
		  const char *reason);

/* roll_job_end writes it. */
void roll_job_end(struct roll_job *j);

/* roll_job_steps: whose actions a roll's are. */
struct roll_steps_of roll_job_steps(const struct roll_job *j);

/* roll_job_begin: a roll that begins now is named. */
void roll_job_begin(struct roll_job *j);

/* roll_job_may: whether an action of that kind may be taken now: not where the frame is
 * frozen, gas is dear, or the price cannot be trusted (a refusal then).  False: the
 * decision is `otherwise` and says why. */
bool roll_job_may(struct roll_job *j, const char *action,
		  enum range_decision otherwise);

/* roll_job_withdraw: the same for what only reduces risk: it waits for the price alone. */
bool roll_job_withdraw(struct roll_job *j, const char *action,
		       enum range_decision otherwise);

/* roll_job_put_in goes on with what a roll holds: a swap where the range needs one, else
 * the position itself; into: one that gets more, with its range; NULL: a new one. */
void roll_job_put_in(struct roll_job *j, const struct roll_have *have,
		     const struct rec_position *into);

/* roll_job_is_whole: there is of each token that a range needs at this price. */
bool roll_job_is_whole(const struct roll_place *at, struct range_ticks r,
		       struct univ3_amounts x);

/* roll_job_resume: what was decided of the roll under way is told on. */
void roll_job_resume(struct roll_job *j, const struct rec_range *last);

/* roll_job_since: when the last move of a range in that pool began, or REC_NONE_INT. */
int64_t roll_job_since(const struct roll_job *j);

/* The jobs of each kind. */
void roll_job_position(const struct roll_desk *d, const struct rec_position *p);
void roll_job_panic(const struct roll_desk *d, const struct rec_position *p);
void roll_job_roll(const struct roll_desk *d, const struct roll *r);
void roll_job_open(const struct roll_desk *d, const struct rec_pool *pool);

#endif
