/* fuzz.h - what a fuzz target defines; tests/fuzz/main.c drives it.
 *
 * tests/fuzz/fuzz_<parser>.c holds one target, tests/fuzz/corpus/<parser>/ its
 * inputs. */
#ifndef MM_FUZZ_H
#define MM_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* fuzz_one feeds the parser any bytes and aborts (CHECK exits; use FUZZ_CHECK)
 * where what it promises does not hold. */
void fuzz_one(const uint8_t *data, size_t len);

#define FUZZ_CHECK(cond)                                                       \
	do {                                                                   \
		if (!(cond)) {                                                 \
			fprintf(stderr, "%s:%d: not true: %s\n", __FILE__,     \
				__LINE__, #cond);                              \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
