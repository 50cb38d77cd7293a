/* text.h - text that came from outside, before it is shown.  Layer: base. */
#ifndef MM_TEXT_H
#define MM_TEXT_H

#include <stddef.h>

/* utf8_len: bytes of the UTF-8 sequence at p (NUL-terminated text), 0 if it is
 * none: no overlong form, no surrogate, nothing above U+10FFFF, no NUL.
 * source: RFC 3629, 4. */
size_t utf8_len(const char *p);

/* text_mask makes s fit for a terminal and a JSON string: every control byte,
 * and every byte that is not UTF-8, becomes '?'. */
void text_mask(char *s);

#endif
