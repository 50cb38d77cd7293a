/* words.h - standard output for a person instead of records. */
#ifndef MM_SIGN_WORDS_H
#define MM_SIGN_WORDS_H

#include "data/frame.h"

/* words_only, as a stage's raw: no record passes. */
bool words_only(struct frame *f, const char *type, const char *line,
		size_t len);

/* words_line writes a line. */
void words_line(struct frame *f, const char *text);

#endif
