/* verbs.h - what hedge-sync does.  Layer: cmd.  Each returns an enum mm_exit. */
#ifndef MM_HEDGE_SYNC_VERBS_H
#define MM_HEDGE_SYNC_VERBS_H

#include <stdbool.h>
#include <stdint.h>

#define AGAIN_POSITIONS "positions"

struct sync_options {
	bool live;
	bool adopt; /* positions of the frame, and of the exchanges, are ours */
	bool any_rights; /* orders are sent with a key that may too much */
	bool baseline;   /* those of the exchanges are left alone */
	/* what a person names to be taken once more: "exchange:symbol", or
	 * AGAIN_POSITIONS; NULL: nothing */
	const char *again;
	int64_t now_ms; /* REC_NONE_INT: frames only */
	char **files;
};

struct rotate_options {
	const char *venue, *account; /* NULL: not given */
	int64_t master_fd;           /* -1: not given   */
	bool live;
};

int sync_run(const struct sync_options *o);
int plan_run(const struct sync_options *o);
int read_run(char **files, int64_t now_ms);
int resume_run(int64_t wait_ms);
int list_run(void);
int close_run(const struct sync_options *o);
int clear_run(void);
int setup_run(const struct sync_options *o);
int doctor_run(bool any_rights);
int rotate_run(const struct rotate_options *o);

#endif
