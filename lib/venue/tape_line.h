/* tape_line.h - one line of a tape, for tape.c.  Layer: venue.
 *
 * A trade as our own programs write it (keys in table order, no escapes) is
 * recognised where it stands, four times faster than the scanner, which decides
 * about every other line.
 */
#ifndef MM_TAPE_LINE_H
#define MM_TAPE_LINE_H

#include "base/buf.h"
#include "base/mem.h"
#include "data/json.h"
#include "venue/tape.h"

struct tape_reader {
	const char *market;
	size_t market_len;
	struct dec tick, lot;
	struct buf copy; /* of a line the scanner takes apart */
	struct json json;
	struct arena arena;
	struct match_level *bids, *asks; /* of the last book */
	int cap_bids, cap_asks;
};

enum tape_line {
	LINE_PRINT,
	LINE_BOOK,
	LINE_OTHER, /* a record of another type or market */
	LINE_BAD,
};

void tape_reader_init(struct tape_reader *r, const char *market,
		      struct dec tick, struct dec lot);
void tape_reader_free(struct tape_reader *r);

/* tape_read_line: what stands in line[0 .. len-1], its newline the last byte.
 *
 * out: *e but for line and len; LINE_OTHER: only print.ts_ms;
 *      LINE_BAD: *why, alive until the next call. */
enum tape_line tape_read_line(struct tape_reader *r, struct tape_entry *e,
			      const char *line, size_t len, const char **why);

#endif
