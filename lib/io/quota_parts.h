/* quota_parts.h - what a quota's file says, as text and as numbers.  Layer: io;
 * quota.c and its tests only.
 *
 * Text of QUOTA_FILE_SZ bytes: "quota 1", the boot, times, counts, blanks, and a
 * checksum of all before it.  A window is cut into slots: the newest, which is not
 * over, and as many older ones as a window has. */
#ifndef MM_QUOTA_PARTS_H
#define MM_QUOTA_PARTS_H

#include "io/quota.h"

#include <stdbool.h>

#define QUOTA_BOOT_SZ 40
#define QUOTA_FILE_SZ 640
#define QUOTA_SLOTS   7 /* of which six make a window */

struct quota_count {
	int64_t slot; /* of the newest: boot time / length of a slot   */
	int64_t n[QUOTA_SLOTS]; /* newest first                        */
};

struct quota_state {
	char boot[QUOTA_BOOT_SZ]; /* that the times are of             */
	int64_t at_ms;            /* since that boot                   */
	int64_t wall_ms;          /* the same by the wall clock        */
	int64_t until_ms;         /* nothing may be asked before       */
	struct quota_count counts[QUOTA_RULES_MAX];
};

void quota_write(char text[static QUOTA_FILE_SZ], const struct quota_state *s);

/* quota_read: false: it is not what quota_write made. */
MM_CHECKED bool quota_read(struct quota_state *s, const char *text, size_t len);

/* quota_fresh: nothing was asked for. */
void quota_fresh(struct quota_state *s, const char *boot, int64_t now_ms,
		 int64_t wall_ms);

/* quota_turn: it is now; what is too old is forgotten.  After another boot what was
 * left of a hold is left still, less what passed by the wall clock. */
void quota_turn(struct quota_state *s, const struct quota_rule *rules,
		const char *boot, int64_t now_ms, int64_t wall_ms);

/* quota_room: 0: there is room for cost; else in how many ms there may be. */
int64_t quota_room(const struct quota_state *s, const struct quota_rule *rules,
		   const int64_t *cost);
void quota_add(struct quota_state *s, const struct quota_rule *rules,
	       const int64_t *cost);
void quota_raise(struct quota_state *s, const struct quota_rule *rules,
		 const int64_t *used);

#endif
