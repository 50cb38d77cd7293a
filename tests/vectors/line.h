/* line.h - what run, args and compare share about the line at hand.
 * Tests only; checkers include check.h. */
#ifndef MM_VECTORS_LINE_H
#define MM_VECTORS_LINE_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdnoreturn.h>

/* line_fail says why the line at hand fails, with its place, and abandons
 * it. */
noreturn void line_fail(const char *fmt, ...) MM_PRINTF(1, 2);

/* compare_answer: got has every field of want within the tolerance of the
 * line.  Returns if so, else line_fail.
 *
 * in: tol may be NULL: exact. */
void compare_answer(const char *fn, const cJSON *in, const cJSON *want,
		    const cJSON *tol, const cJSON *got);

#endif
