#include "base/atoms.h"

enum status atoms_of(struct u256 *out, struct dec amount, int decimals)
{
	__int128 v;
	enum status e = dec_coef(&v, amount, decimals);

	if (e)
		return e;
	if (v < 0)
		return ST_RANGE;
	*out = u256_of_u128((unsigned __int128)v);
	return ST_OK;
}

enum status atoms_amount(struct dec *out, struct u256 atoms, int decimals)
{
	unsigned __int128 v;

	if (u256_to_u128(&v, atoms) || v >> 127)
		return ST_OVERFLOW;
	*out = dec_make((__int128)v, decimals);
	return ST_OK;
}
