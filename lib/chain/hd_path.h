/* hd_path.h - the way from a seed to one of its keys.  source: BIP-32, BIP-44.
 * Layer: chain.
 */
#ifndef MM_HD_PATH_H
#define MM_HD_PATH_H

#include "base/status.h"

#include <stdint.h>

#define HD_DEPTH_MAX 10
#define HD_HARDENED  UINT32_C(0x80000000)

struct hd_path {
	uint32_t step[HD_DEPTH_MAX]; /* with HD_HARDENED where it is */
	int n;
};

/* hd_path_parse reads "m/44'/501'/0'/0'": m, then numbers below 2^31, hardened
 * by an apostrophe, h or H behind.  "m" alone is the seed's own key.
 * returns: ST_OK, ST_FORMAT, ST_RANGE (a number of 2^31 or more), ST_OVERFLOW (over
 *          HD_DEPTH_MAX steps). */
MM_CHECKED enum status hd_path_parse(struct hd_path *out, const char *s);

#endif
