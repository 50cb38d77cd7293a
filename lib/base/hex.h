/* hex.h - bytes as lower-case hexadecimal text.  Layer: base. */
#ifndef MM_HEX_H
#define MM_HEX_H

#include <stddef.h>

#define HEX_SZ(n) (2 * (n) + 1) /* text of n bytes, with the NUL */

/* hex_format writes 2 * n digits and a NUL.  in: out holds HEX_SZ(n).
 * Returns out. */
char *hex_format(char *out, const unsigned char *bytes, size_t n);

#endif
