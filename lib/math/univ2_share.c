#include "math/univ2_share.h"

#define PROTOCOL 5 /* of six parts of the growth the other five stay */

struct u256 univ2_root(struct u256 x)
{
	struct u256 root = u256_shl(u256_of_u64(1), (u256_bits(x) + 1) / 2);

	if (u256_is_zero(x))
		return x;
	/* 2^128 where x has 255 bits or more: still above the root. */
	for (;;) {
		struct u256 next;

		if (u256_divmod(&next, NULL, x, root) ||
		    u256_add(&next, next, root))
			return root;
		next = u256_shr(next, 1);
		if (u256_cmp(next, root) >= 0)
			return root;
		root = next;
	}
}

enum status univ2_supply(struct u256 *out, struct u256 supply,
			 struct u256 reserve0, struct u256 reserve1,
			 struct u256 k_last)
{
	struct u256 k, root, last = univ2_root(k_last), grown, parts, taken;
	enum status e = u256_mul(&k, reserve0, reserve1);

	if (e || u256_is_zero(k_last)) {
		*out = supply;
		return e;
	}
	root = univ2_root(k);
	if (u256_cmp(root, last) <= 0) {
		*out = supply;
		return ST_OK;
	}
	if ((e = u256_sub(&grown, root, last)) ||
	    (e = u256_mul(&parts, root, u256_of_u64(PROTOCOL))) ||
	    (e = u256_add(&parts, parts, last)) ||
	    (e = u256_mul_div_floor(&taken, supply, grown, parts)))
		return e;
	return u256_add(out, supply, taken);
}

enum status univ2_sqrt_price(struct u256 *out, struct u256 reserve0,
			     struct u256 reserve1)
{
	struct u256 ratio;
	int shift = 192;
	enum status e;

	/* As many binary places of the ratio as fit, an even number. */
	while ((e = u256_mul_div_floor(&ratio, reserve1,
				       u256_shl(u256_of_u64(1), shift),
				       reserve0)) == ST_OVERFLOW &&
	       shift)
		shift -= 2;
	if (e)
		return e;
	ratio = univ2_root(ratio);
	if (u256_bits(ratio) + (192 - shift) / 2 > 160)
		return ST_OVERFLOW;
	*out = u256_shl(ratio, (192 - shift) / 2);
	return ST_OK;
}
