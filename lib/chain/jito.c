#include "chain/jito.h"

#include <string.h>

void jito_bundle_id(char out[static JITO_BUNDLE_ID_SZ],
		    const char *const *signatures, size_t n)
{
	struct hash_part parts[2 * JITO_BUNDLE_MAX];
	unsigned char digest[SHA256_LEN];
	size_t n_parts = 0;

	for (size_t i = 0; i < n && i < JITO_BUNDLE_MAX; i++) {
		if (i)
			parts[n_parts++] = (struct hash_part){ ",", 1 };
		parts[n_parts++] = (struct hash_part){ signatures[i],
						       strlen(signatures[i]) };
	}
	sha256(digest, parts, n_parts);
	hex_format(out, digest, sizeof(digest));
}
