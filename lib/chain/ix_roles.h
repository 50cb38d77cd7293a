/* ix_roles.h - the accounts of an instruction, by a table.  Layer: chain.
 *
 * A list of roles says in order which account an instruction has at each place:
 * the member of a struct that holds its address, or a fixed one, and the rights it
 * needs.  The same list writes an instruction and reads it.
 */
#ifndef MM_IX_ROLES_H
#define MM_IX_ROLES_H

#include "chain/sol_message.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IX_ROLES_MAX 13

#define IX_SIGNER   1 /* must sign                                           */
#define IX_WRITABLE 2 /* must be writable                                    */
#define IX_OPTIONAL 4 /* may be missing, and all behind it                   */
#define IX_IGNORED  8 /* the program does not look: anything may stand there */

struct ix_role {
	uint16_t member;            /* offset of a const struct pubkey * */
	uint8_t rights;             /* IX_* */
	const struct pubkey *fixed; /* the one it must be; member is not used */
};

/* A list ends behind its last role, by n.
 *
 * ix_roles_put writes the accounts of what act says at out, which holds n; returns
 * how many: a NULL member of IX_OPTIONAL ends them. */
size_t ix_roles_put(struct sol_meta *out, const struct ix_role *roles, size_t n,
		    const void *act);

/* ix_roles_get: false: not as many as the list says, a right missing, another
 * address in a fixed place.  Else the members of act point into accounts. */
MM_CHECKED bool ix_roles_get(void *act, const struct ix_role *roles, size_t n,
			     const struct sol_meta *accounts,
			     size_t n_accounts);

#endif
