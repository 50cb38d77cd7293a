/* init_evm.h - the section "evm" of a first policy, and whether one fits mm.conf. */
#ifndef MM_SIGN_INIT_EVM_H
#define MM_SIGN_INIT_EVM_H

#include "base/mem.h"
#include "chain/policy_evm.h"
#include "data/evm_conf.h"

/* init_evm: the text of a section for the wallets of c, in the arena.  No value may
 * leave and nobody is approved until a person writes how much. */
const char *init_evm(struct arena *a, const struct evm_conf *c);

/* check_evm warns of what the configuration wants and the section (which may be
 * NULL) does not have.
 * in: a: for what it needs meanwhile. */
void check_evm(struct arena *a, const struct policy_evm *p,
	       const struct evm_conf *c);

#endif
