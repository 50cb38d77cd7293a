/* lp_bot.h - the programs that decide: il-calc(1) and range-roll(1) themselves, a frame
 * at a time through a pipe.  Layer: cmd. */
#ifndef MM_BACK_TEST_LP_BOT_H
#define MM_BACK_TEST_LP_BOT_H

#include "data/rec.h"

#include <stdio.h>
#include <sys/types.h>

#define LP_BOT_PROGRAMS 2

struct lp_bot {
	pid_t pids[LP_BOT_PROGRAMS];
	struct out to;
	int to_fd;
	FILE *from;
	char *line; /* of the frame, the newest */
	size_t room;
	struct json json;
	char *text; /* the line as it was */
	struct arena mem;
};

/* lp_bot_open starts them with this configuration.  It dies (MM_USAGE, their words on
 * stderr before) where they do not take it. */
void lp_bot_open(struct lp_bot *b);
void lp_bot_close(struct lp_bot *b);

/* lp_bot_ask: what was written to b->to is a frame; the cycle follows. */
void lp_bot_ask(struct lp_bot *b, int64_t ts_ms);

/* lp_bot_next: the next line of the answer, its newline with it, valid until the next;
 * NULL: the frame is over. */
const char *lp_bot_next(struct lp_bot *b, const struct rec_type **type);

/* lp_bot_record: that line as a record of its type, valid until the next line. */
void *lp_bot_record(struct lp_bot *b, const struct rec_type *type);

#endif
