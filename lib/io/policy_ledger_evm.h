/* policy_ledger_evm.h - the part of the ledger that counts what was signed on chains
 * of Ethereum's kind.  Layer: io.
 *
 * Of several transactions with one nonce of one sender only one can land, so what
 * they come to is the most that one of them does: a transaction that replaces
 * another counts with what it has above that one.  Everything here happens between
 * policy_ledger_begin and policy_ledger_commit.
 */
#ifndef MM_POLICY_LEDGER_EVM_H
#define MM_POLICY_LEDGER_EVM_H

#include "chain/policy_evm.h"
#include "io/policy_ledger.h"

/* policy_ledger_evm_spans: what POLICY_HOUR and POLICY_DAY come to.
 * returns: DB_OK, DB_LOCKED, DB_CORRUPT, DB_IO; as all here. */
MM_CHECKED enum db_err
policy_ledger_evm_spans(struct policy_ledger *l, const struct policy_evm *p,
			int64_t now_ms,
			struct policy_evm_sums spans[static POLICY_SPANS]);

/* policy_ledger_evm_counted: what in each span was counted for the nonce of tx. */
MM_CHECKED enum db_err
policy_ledger_evm_counted(struct policy_ledger *l, const struct policy_evm *p,
			  const struct evm_address *from,
			  const struct evm_tx *tx, int64_t now_ms,
			  struct policy_evm_sums spans[static POLICY_SPANS]);

/* policy_ledger_evm_count: from here on that nonce has come to at least `sums`.
 * in: counted: as above. */
MM_CHECKED enum db_err policy_ledger_evm_count(
	struct policy_ledger *l, const struct policy_evm *p,
	const struct evm_address *from, const struct evm_tx *tx, int64_t now_ms,
	const struct policy_evm_sums *sums,
	const struct policy_evm_sums counted[static POLICY_SPANS]);

/* policy_ledger_evm_add: the spans have come to so much more. */
MM_CHECKED enum db_err
policy_ledger_evm_add(struct policy_ledger *l, const struct policy_evm *p,
		      int64_t now_ms,
		      const struct policy_evm_sums adds[static POLICY_SPANS]);

#endif
