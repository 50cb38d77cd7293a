/* policy_evm_conf.h - the section "evm" of policy.json.  Layer: data.
 * Private to policy_conf.c. */
#ifndef MM_POLICY_EVM_CONF_H
#define MM_POLICY_EVM_CONF_H

#include "chain/policy_evm.h"
#include "data/policy_values.h"

/* policy_evm_read: the section t, ready for policy_evm_check; or r->why says what is
 * wrong.  Owner: r->a. */
struct policy_evm *policy_evm_read(struct reader *r, const struct json_tok *t);

/* policy_evm_pools: the list t of pools (NULL: none) that liquidity may be put into
 * through the contract; or r->why. */
void policy_evm_pools(struct reader *r, const struct policy_evm *p,
		      struct policy_evm_contract *contract,
		      const struct json_tok *t);

/* policy_evm_text: the section as text, indented: policy_write writes it as it was.
 * Owner: r->a. */
const char *policy_evm_text(struct reader *r, const struct json_tok *t);

#endif
