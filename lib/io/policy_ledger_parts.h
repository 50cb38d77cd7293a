/* policy_ledger_parts.h - what the files of policy_ledger.h share.  Layer: io. */
#ifndef MM_POLICY_LEDGER_PARTS_H
#define MM_POLICY_LEDGER_PARTS_H

#include "io/db.h"
#include "io/policy_ledger.h"

struct policy_ledger {
	struct db db;
};

enum {
	LEDGER_SUM,
	LEDGER_ADD,
	LEDGER_FORGET,
	LEDGER_EVM_ROWS,
	LEDGER_EVM_AMOUNT,
	LEDGER_EVM_SET,
	LEDGER_EVM_FORGET,
	LEDGER_EVM_NONCE,
	LEDGER_EVM_COUNT,
	LEDGER_EVM_FORGET_NONCES,
};

/* The number of the bucket that now lies in, and the first that still counts. */
int64_t ledger_bucket(int span, int64_t now_ms);
int64_t ledger_first(int span, int64_t now_ms);

/* Those before this one may be forgotten. */
int64_t ledger_old(int span, int64_t now_ms);

#endif
