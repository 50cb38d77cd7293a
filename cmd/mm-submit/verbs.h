/* verbs.h - what mm-submit does.  Layer: cmd.  Each returns an enum mm_exit. */
#ifndef MM_SUBMIT_VERBS_H
#define MM_SUBMIT_VERBS_H

#include "sender.h"

/* How long an outcome is waited for unless told otherwise: what never lands is
 * proven dead some 150 blocks and their finality later. */
#define WAIT_DEFAULT_MS INT64_C(180000)

#define POLL_MS   400  /* between two looks: about a slot */
#define RESEND_MS 2000 /* between two sendings */

struct submit_options {
	const struct way *via;
	bool live;
	int64_t wait_ms;
	int64_t now_ms; /* REC_NONE_INT: frames only */
	char **files;
};

int submit_run(const struct submit_options *o);
int pending_run(char **files, int64_t now_ms);
int repair_run(char **files, int64_t now_ms);
int resume_run(int64_t wait_ms);
int list_run(void);

#endif
