/* out_pair.h - members of an object in one call: a key and its value.
 * Layer: data. */
#ifndef MM_OUT_PAIR_H
#define MM_OUT_PAIR_H

#include "data/out.h"

static inline void out_pair_str(struct out *o, const char *key, const char *s)
{
	out_key(o, key);
	out_str(o, s);
}

static inline void out_pair_int(struct out *o, const char *key, int64_t v)
{
	out_key(o, key);
	out_int(o, v);
}

static inline void out_pair_bool(struct out *o, const char *key, bool v)
{
	out_key(o, key);
	out_bool(o, v);
}

#endif
