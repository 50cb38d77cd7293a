#include "chain/ix_roles.h"

#include <string.h>

static const struct pubkey *member_of(const void *act, uint16_t offset)
{
	const struct pubkey *key;

	memcpy(&key, (const char *)act + offset, sizeof(key));
	return key;
}

size_t ix_roles_put(struct sol_meta *out, const struct ix_role *roles, size_t n,
		    const void *act)
{
	for (size_t i = 0; i < n; i++) {
		const struct ix_role *r = &roles[i];
		const struct pubkey *key =
			r->fixed ? r->fixed : member_of(act, r->member);

		if (!key && r->rights & IX_OPTIONAL)
			return i;
		out[i] = (struct sol_meta){
			.key = *key,
			.signer = r->rights & IX_SIGNER,
			.writable = r->rights & IX_WRITABLE,
		};
	}
	return n;
}

static bool has_rights(const struct sol_meta *m, uint8_t rights)
{
	return (m->signer || !(rights & IX_SIGNER)) &&
	       (m->writable || !(rights & IX_WRITABLE));
}

bool ix_roles_get(void *act, const struct ix_role *roles, size_t n,
		  const struct sol_meta *accounts, size_t n_accounts)
{
	if (n_accounts > n)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct ix_role *r = &roles[i];
		const struct pubkey *key;

		if (i == n_accounts)
			return r->rights & IX_OPTIONAL;
		if (r->rights & IX_IGNORED)
			continue;
		key = &accounts[i].key;
		if (!has_rights(&accounts[i], r->rights) ||
		    (r->fixed && !pubkey_eq(key, r->fixed)))
			return false;
		if (!r->fixed)
			memcpy((char *)act + r->member, &key, sizeof(key));
	}
	return true;
}
