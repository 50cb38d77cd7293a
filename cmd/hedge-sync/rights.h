/* rights.h - what the keys of the accounts may do, and whether that is too much.
 * Layer: cmd. */
#ifndef MM_HEDGE_SYNC_RIGHTS_H
#define MM_HEDGE_SYNC_RIGHTS_H

#include "base/err.h"
#include "data/hedge_conf.h"
#include "seats.h"
#include "venue/cex_session.h"

#define FINDINGS_MAX 16
#define FINDING_SZ   160

enum finding_level {
	FINDING_OK,
	FINDING_WARN,
	FINDING_LATER,  /* it cannot be told now */
	FINDING_REFUSE, /* nothing is done with such a key */
};

/* One thing that was looked at. */
struct finding {
	enum finding_level level;
	const char *code; /* snake_case */
	char text[FINDING_SZ];
};

struct findings {
	struct finding v[FINDINGS_MAX];
	size_t n;
};

void finding_add(struct findings *f, enum finding_level level, const char *code,
		 const char *fmt, ...) MM_PRINTF(4, 5);

/* finding_exit: what a run ends with for it: MM_OK, MM_RETRY or MM_REFUSED. */
enum mm_exit finding_exit(enum finding_level level);

/* rights_judge: withdrawing and transferring are refused, so is what cannot trade; no
 * bound address and an end within days are warned of.
 *
 * now_ms:  venue time. */
void rights_judge(struct findings *f, const struct cex_rights *r,
		  int64_t now_ms, int64_t days);

/* rights_look asks n venues at the same time what their keys may, and their clocks;
 * f[i]: what was found of s[i]. */
void rights_look(struct findings *f, struct cex_session *const *s, size_t n,
		 struct arena *a);

/* rights_allow: for who sends orders: the keys may trade and nothing worse.  What was
 * found well is not asked again for an hour, by any process of MM_HOME.  Says what is
 * wrong.  anyway: it is said, and no reason to stop. */
enum mm_exit rights_allow(const struct seats *s, const struct hedge_conf *c,
			  bool anyway);

/* What is known of the keys of who runs on.  Zero: nothing is against them. */
struct rights_watch {
	bool bad; /* one may more than it should; stays where it cannot be told */
	int64_t next_ms; /* not asked about before */
};

/* rights_again: keys of which it was an hour ago, or that were not found well, are asked
 * about again; where one did not answer, not within a minute: frames would wait for it,
 * each as long as the one before.  Returns whose key is refused, or NULL. */
const struct hedge_conf_venue *rights_again(struct rights_watch *w,
					    const struct seats *s,
					    const struct hedge_conf *c);

#endif
