/* openbook_log.h - what ConsumeEvents writes into a transaction's log.
 * Layer: chain.
 *
 * Lines "Program data: " and base64 of a discriminator and the fields (Anchor
 * events).  They outlive the ring of the event queue: history is rebuilt of them.
 * source: openbook-dex/program c85e56d, state.rs (FillEventLog and
 * OpenOrdersBalanceLog); tried on the program.
 */
#ifndef MM_OPENBOOK_LOG_H
#define MM_OPENBOOK_LOG_H

#include "chain/openbook.h"
#include "chain/openbook_ix.h"

#define OPENBOOK_LOG_PREFIX "Program data: "

enum openbook_log_kind {
	OPENBOOK_LOG_FILL = 1,
	OPENBOOK_LOG_BALANCE = 2,
};

struct openbook_fill_log {
	struct pubkey market, open_orders, owner;
	bool bid, maker;
	uint64_t paid, received; /* atoms */
	uint64_t fee; /* quote atoms: a taker's fee, a maker's rebate */
	openbook_id order_id;
	uint8_t slot, fee_tier;
	bool has_client_id;
	uint64_t client_id;
	bool has_referrer_rebate;
	uint64_t referrer_rebate; /* quote atoms */
};

/* Balances of an open-orders account behind the events. */
struct openbook_balance_log {
	struct pubkey open_orders, owner, market;
	uint64_t quote_total, base_total, base_free, quote_free; /* atoms */
	uint64_t referrer_rebates;
};

struct openbook_log {
	enum openbook_log_kind kind;
	union {
		struct openbook_fill_log fill;
		struct openbook_balance_log balance;
	};
};

/* openbook_log_decode reads one payload.  IX_UNKNOWN: another event. */
MM_CHECKED enum ix_err openbook_log_decode(struct openbook_log *out,
					   const uint8_t *bytes, size_t len);

/* openbook_log_line reads one line of a log, NUL-terminated.  IX_UNKNOWN: not a
 * "Program data: " line, or another event; IX_MALFORMED: cut or not base64. */
MM_CHECKED enum ix_err openbook_log_line(struct openbook_log *out,
					 const char *line);

/* openbook_log_event: the fill as the event it was, as far as the log tells (seq
 * is 0), for openbook_fill_of. */
struct openbook_event openbook_log_event(const struct openbook_fill_log *f);

#endif
