#include "math/powcmp.h"

#include "base/mem.h"

#include <stdint.h>

/* A natural number: limb[0] least significant, limb[len - 1] not 0. */
struct natural {
	uint64_t *limb;
	size_t len;
};

static struct natural product(struct arena *mem, struct natural a,
			      struct natural b)
{
	size_t len = a.len + b.len;
	struct natural p = { arena_alloc(mem, len * sizeof(*p.limb)), len };

	for (size_t i = 0; i < a.len; i++) {
		uint64_t carry = 0;

		for (size_t j = 0; j < b.len; j++) {
			unsigned __int128 t =
				(unsigned __int128)a.limb[i] * b.limb[j] +
				p.limb[i + j] + carry;

			p.limb[i + j] = (uint64_t)t;
			carry = (uint64_t)(t >> 64);
		}
		p.limb[i + b.len] = carry;
	}
	p.len -= !p.limb[len - 1];
	return p;
}

static struct natural natural_of(struct arena *mem, unsigned __int128 x)
{
	struct natural n = { arena_alloc(mem, 2 * sizeof(*n.limb)), 2 };

	n.limb[0] = (uint64_t)x;
	n.limb[1] = (uint64_t)(x >> 64);
	n.len -= !n.limb[1];
	return n;
}

/* Square and multiply from the top bit of the exponent: the multiplications are
 * by the short base. */
static struct natural power(struct arena *mem, struct power p)
{
	struct natural base = natural_of(mem, p.base);
	struct natural r = natural_of(mem, 1);

	for (unsigned bit = 1u << 31; bit; bit >>= 1) {
		if (r.len > 1 || r.limb[0] > 1)
			r = product(mem, r, r);
		if (p.exponent & bit)
			r = product(mem, r, base);
	}
	return r;
}

int powcmp(const struct power a[2], const struct power b[2])
{
	struct arena mem = { 0 };
	struct natural x, y;
	int sign = 0;

	x = product(&mem, power(&mem, a[0]), power(&mem, a[1]));
	y = product(&mem, power(&mem, b[0]), power(&mem, b[1]));
	if (x.len != y.len)
		sign = x.len < y.len ? -1 : 1;
	for (size_t i = x.len; !sign && i-- > 0;)
		if (x.limb[i] != y.limb[i])
			sign = x.limb[i] < y.limb[i] ? -1 : 1;
	arena_free(&mem);
	return sign;
}
