/* base64.h - bytes as base64 text.  Layer: base.  source: RFC 4648, 4. */
#ifndef MM_BASE64_H
#define MM_BASE64_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define BASE64_LEN(n)     (((size_t)(n) + 2) / 3 * 4) /* text of n bytes     */
#define BASE64_SZ(n)      (BASE64_LEN(n) + 1)         /* with the NUL        */
#define BASE64_BYTES(len) ((size_t)(len) / 4 * 3)     /* at most, of len text */

/* base64_format writes n bytes as text, padded, with a NUL.
 * in:      out holds BASE64_SZ(n).
 * returns: its length, BASE64_LEN(n). */
size_t base64_format(char *out, const void *bytes, size_t n);

/* base64_parse is strict: the padding whole, no blank, the bits that are not used
 * zero, so that one run of bytes has one text.
 *
 * out:     n bytes; on an error some may be written.  out may be text itself.
 * in:      out holds BASE64_BYTES(len).
 * returns: ST_OK, ST_FORMAT. */
MM_CHECKED enum status base64_parse(uint8_t *out, size_t *n, const char *text,
				    size_t len);

#endif
