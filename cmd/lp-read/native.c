#include "native.h"

#include <string.h>

#define REPLY_MAX ((size_t)1 << 16)

/* An account around a block: its balance and how many it had sent. */
enum { BEFORE, BEHIND, SENT_BEFORE, SENT_BEHIND, ASKED };

static const char unread[] = "pools moved native coins, and the nodes do not "
			     "have the balance around "
			     "its block";

/* NULL, or why not. */
static const char *ask(struct jsonrpc_request *q, struct reader *r,
		       const char *account, const struct evm_receipt *receipt)
{
	struct evm_at before = evm_at_block(receipt->block - 1);
	struct evm_at behind = evm_at_hash(receipt->block_hash);
	struct jsonrpc_request *run[ASKED];

	for (size_t i = 0; i < ASKED; i++)
		run[i] = &q[i];
	evm_ask_balance(&q[BEFORE], account, before);
	evm_ask_balance(&q[BEHIND], account, behind);
	evm_ask_nonce(&q[SENT_BEFORE], account, before);
	evm_ask_nonce(&q[SENT_BEHIND], account, behind);
	jsonrpc_run(r->rpc, run, ASKED);
	for (size_t i = 0; i < ASKED; i++)
		if (q[i].reply.err)
			return unread;
	return NULL;
}

/* The gas of those in this block, and how many they are. */
static bool gas_of(struct u256 *gas, int64_t *sent, const char *block_hash,
		   const struct evm_receipt *const *receipts, size_t n)
{
	*gas = U256_ZERO;
	*sent = 0;
	for (size_t i = 0; i < n; i++) {
		struct u256 one;

		if (strcmp(receipts[i]->block_hash, block_hash) != 0)
			continue;
		++*sent;
		if (u256_mul(&one, u256_of_u64(receipts[i]->gas_used),
			     receipts[i]->gas_price) ||
		    u256_add(gas, *gas, one))
			return false;
	}
	return true;
}

static const char *add_block(struct evm_moved *coin, struct jsonrpc_request *q,
			     struct reader *r, const char *account,
			     const struct evm_receipt *receipt,
			     const struct evm_receipt *const *receipts,
			     size_t n)
{
	const char *why = ask(q, r, account, receipt);
	struct u256 before, behind, gas;
	int64_t from, to, sent;

	if (why)
		return why;
	if (evm_read_u256(&before, &q[BEFORE].reply) ||
	    evm_read_u256(&behind, &q[BEHIND].reply) ||
	    evm_read_number(&from, &q[SENT_BEFORE].reply) ||
	    evm_read_number(&to, &q[SENT_BEHIND].reply))
		return unread;
	if (!gas_of(&gas, &sent, receipt->block_hash, receipts, n) ||
	    u256_add(&coin->in, coin->in, behind) ||
	    u256_add(&coin->in, coin->in, gas) ||
	    u256_add(&coin->out, coin->out, before))
		return "balances over 256 bits";
	return to - from == sent ? NULL
				 : "pools moved native coins, and the wallet "
				   "sent other transactions in that block";
}

/* The coin's, as if nothing had moved yet. */
static struct evm_moved *coin_of(struct evm_moves *m, struct arena *a)
{
	const struct evm_address none = { .b = { 0 } };
	size_t i = 0;

	while (i < m->n && !evm_address_eq(&m->v[i].token, &none))
		i++;
	if (i == m->n) {
		m->v = arena_grow(a, m->v, m->n * sizeof(*m->v),
				  (m->n + 1) * sizeof(*m->v));
		m->n++;
	}
	m->v[i] = (struct evm_moved){ .token = none };
	return &m->v[i];
}

const char *native_moves(struct evm_moves *m, struct reader *r,
			 const struct evm_receipt *const *receipts, size_t n)
{
	struct evm_moved *coin = coin_of(m, r->a);
	const char *account = reader_address(r, &m->account), *why = NULL;
	struct jsonrpc_request q[ASKED];

	for (size_t i = 0; i < ASKED; i++)
		jsonrpc_request_init(&q[i], REPLY_MAX);
	for (size_t i = 0; i < n && !why; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= !strcmp(receipts[k]->block_hash,
					 receipts[i]->block_hash);
		if (!again)
			why = add_block(coin, q, r, account, receipts[i],
					receipts, n);
	}
	for (size_t i = 0; i < ASKED; i++)
		jsonrpc_request_free(&q[i]);
	return why;
}
