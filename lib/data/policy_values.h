/* policy_values.h - values of policy.json, each checked where it is read.
 * Layer: data.  Private to policy_conf.c.
 *
 * The first thing that is wrong stands in r->why; what is read behind it does not
 * matter.
 */
#ifndef MM_POLICY_VALUES_H
#define MM_POLICY_VALUES_H

#include "base/mem.h"
#include "chain/policy.h"
#include "data/json_get.h"

struct reader {
	struct arena *a;
	struct policy *p;
	struct json j;
	const char *why;
};

#define bad(r, ...)                                                            \
	do {                                                                   \
		if (!(r)->why)                                                 \
			(r)->why = arena_printf((r)->a, __VA_ARGS__);          \
	} while (0)

/* Of the value t of the key `name`: a name (in the arena), an address, an asset's
 * number, an amount of so many decimals in atoms, a whole number, a price
 * (DEC_NONE where t is NULL). */
const char *name_of(struct reader *r, const char *name);
void key_of(struct reader *r, struct pubkey *out, const char *name,
	    const struct json_tok *t);
size_t asset_of(struct reader *r, const char *name, const struct json_tok *t);
uint64_t amount_of(struct reader *r, const char *name, const struct json_tok *t,
		   int decimals);
int64_t int_of(struct reader *r, const char *name, const struct json_tok *t,
	       int64_t min, int64_t max);
struct dec price_of(struct reader *r, const char *name,
		    const struct json_tok *t);

/* keys_of: a list of addresses, in the arena; none where t is NULL. */
void keys_of(struct reader *r, struct policy_keys *out, const char *name,
	     const struct json_tok *t);

/* members: how many an object has, 0 where t is NULL. */
size_t members(const struct json_tok *t);

/* each calls read for each member of an object; t may be NULL. */
typedef void read_member(struct reader *r, const char *name,
			 const struct json_tok *value, void *ctx);
void each(struct reader *r, const char *name, const struct json_tok *t,
	  read_member *read, void *ctx);

/* fields: out[i] is the value of keys[i] of n, NULL where it is absent; the first
 * `must` may not be, and there may be no other key. */
void fields(struct reader *r, const char *where, const struct json_tok *obj,
	    const struct json_tok **out, const char *const *keys, size_t n,
	    size_t must);

#endif
