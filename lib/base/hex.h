/* hex.h - bytes as lower-case hexadecimal text.  Layer: base. */
#ifndef MM_HEX_H
#define MM_HEX_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define HEX_SZ(n) (2 * (n) + 1) /* text of n bytes, with the NUL */

/* hex_format writes 2 * n digits and a NUL.  in: out holds HEX_SZ(n).
 * Returns out. */
char *hex_format(char *out, const unsigned char *bytes, size_t n);

/* hex_parse reads exactly 2 * n digits, of either case.  False: s is not that, and
 * out is undefined.  in: len bytes at s. */
MM_CHECKED bool hex_parse(unsigned char *out, size_t n, const char *s,
			  size_t len);

#endif
