/* known.h - which prints were there before: a print that comes twice counts once.
 * Layer: cmd.
 *
 * As long as each id is greater than the one before, shorter ones first, as
 * venues number their trades, none can come twice and nothing is kept.  At the
 * first that is not, what was read so far is read again for its keys, and from
 * there on every key is kept.
 */
#ifndef MM_BACK_TEST_KNOWN_H
#define MM_BACK_TEST_KNOWN_H

#include "io/paper_state.h"
#include "math/keyset.h"
#include "venue/tape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KNOWN_ID_SZ 64

/* Prints of a file before a time. */
struct known_file {
	const char *path; /* NULL: none */
	int64_t until_ms;
};

struct known {
	struct known_file files[2]; /* in the order they are read */
	const struct paper_terms *terms;
	uint64_t n;   /* prints so far */
	bool keeping; /* an id has not risen: set holds all */
	struct keyset set;
	char id[KNOWN_ID_SZ], source[KNOWN_ID_SZ]; /* of the last print */
	size_t id_len, source_len;
};

/* known_open: a history, if there is one, up to until_ms, then the tape.
 * Owner: caller, known_free; what is given outlives it. */
void known_open(struct known *k, const struct paper_terms *terms,
		const char *history, int64_t until_ms, const char *tape);

/* known_add: false: the print was there.  in: the next print of the files. */
bool known_add(struct known *k, const struct tape_entry *e);
void known_free(struct known *k);

#endif
