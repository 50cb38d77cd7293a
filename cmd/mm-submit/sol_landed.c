#include "sol_landed.h"

#include "base/err.h"
#include "chain/sol_message.h"
#include "tell.h"
#include "venue/solana_reply.h"

#include <string.h>

#define BATCH 32 /* transactions asked for at the same time */

/* A sum that does not fit is no sum: DEC_NONE from then on. */
static void add(struct dec *sum, struct dec d)
{
	if (!dec_is_none(*sum) && dec_add(sum, *sum, d))
		*sum = DEC_NONE;
}

static struct dec sol(__int128 lamports)
{
	return dec_make(lamports, SOL_DECIMALS);
}

/* ---- what a wallet gained ---- */

/* Which of the message's keys that is; -1: it stands in none of them. */
static long key_index(struct arena *a, const struct attempt *t,
		      const struct pubkey *key)
{
	struct sol_message m;
	struct sol_tx tx;

	if (sol_tx_parse(&tx, t->raw, t->raw_len) ||
	    sol_message_parse(a, &m, tx.msg, tx.msg_len))
		return -1;
	for (size_t i = 0; i < m.n_keys; i++)
		if (pubkey_eq(&m.keys[i], key))
			return (long)i;
	return -1;
}

static __int128 held(const struct solana_balances *b,
		     const struct pubkey *owner, const struct pubkey *mint,
		     int *decimals)
{
	__int128 sum = 0;

	for (size_t i = 0; i < b->n_token; i++)
		if (b->token[i].owner_known &&
		    pubkey_eq(&b->token[i].owner, owner) &&
		    pubkey_eq(&b->token[i].mint, mint)) {
			sum += b->token[i].amount;
			*decimals = (int)b->token[i].decimals;
		}
	return sum;
}

/* What it has of a mint after the transaction less what it had before. */
static struct dec gained(const struct solana_transaction *tx,
			 const struct pubkey *owner, const char *mint)
{
	__int128 before, after;
	struct pubkey key;
	int decimals = 0;

	if (!mint || !pubkey_parse(&key, mint))
		return DEC_NONE;
	before = held(&tx->before, owner, &key, &decimals);
	after = held(&tx->after, owner, &key, &decimals);
	if (decimals > DEC_SCALE_MAX)
		return DEC_NONE;
	return dec_make(after - before, decimals);
}

/* SOL, native and wrapped, without what the transaction itself cost. */
static struct dec sol_gained(struct arena *a, const struct attempt *t,
			     const struct solana_transaction *tx,
			     const struct pubkey *owner)
{
	long i = key_index(a, t, owner);
	struct dec sum = gained(tx, owner, SOL_WRAPPED_MINT);

	if (i < 0 || (size_t)i >= tx->before.n)
		return DEC_NONE;
	add(&sum,
	    sol((__int128)tx->after.lamports[i] - tx->before.lamports[i]));
	if (i == 0) {
		add(&sum, sol(tx->fee));
		if (!dec_is_none(t->tx->tip))
			add(&sum, t->tx->tip);
	}
	return sum;
}

/* ---- domain events ---- */

static struct rec_event event_of(const struct attempt *t, const char *name,
				 const char *wallet, int64_t ts_ms)
{
	struct rec_event e;

	rec_clear(&rec_event_type, &e);
	e.ts_ms = ts_ms;
	e.name = name;
	e.cause = t->id;
	e.wallet = wallet;
	return e;
}

static void tell_rent(struct arena *a, struct attempt *t, int64_t ts_ms)
{
	struct dec sum = DEC_ZERO;
	const char *wallet = NULL;
	struct rec_event e;

	for (size_t i = 0; i < t->n_parts; i++) {
		const struct rec_action *r = t->parts[i].action;

		if (strcmp(r->action, "close") || dec_is_none(r->amount))
			continue;
		add(&sum, r->amount);
		wallet = r->wallet;
	}
	if (!wallet || dec_is_none(sum))
		return;
	e = event_of(t, "RENT_RECLAIM", wallet, ts_ms);
	e.sol = sum;
	tell_later(a, t, &rec_event_type, &e);
}

static const struct rec_action *injection_of(const struct attempt *t)
{
	for (size_t i = 0; i < t->n_parts; i++) {
		const struct rec_action *r = t->parts[i].action;

		if (!strcmp(r->action, "swap") && r->reason &&
		    !strcmp(r->reason, "inject"))
			return r;
	}
	return NULL;
}

static void tell_injection(struct sender *s, struct arena *a, struct attempt *t,
			   const struct solana_transaction *tx, int64_t ts_ms)
{
	const struct rec_action *r = injection_of(t);
	const struct sol_wallet *w =
		r && r->wallet ? sol_conf_wallet(&s->sol, r->wallet) : NULL;
	struct rec_event e;
	struct pubkey owner;
	struct dec usdc;

	if (!w || !r->asset || !pubkey_parse(&owner, w->address))
		return;
	e = event_of(t, "FIAT_INJECTION", w->name, ts_ms);
	usdc = gained(tx, &owner, sol_conf_mint(&s->sol, r->asset));
	e.sol = sol_gained(a, t, tx, &owner);
	if (dec_is_none(usdc) || dec_is_none(e.sol)) {
		mm_warn("warning: '%s' injected an amount that cannot be told",
			t->id);
		return;
	}
	e.usdc = dec_make(-usdc.v, usdc.scale);
	tell_later(a, t, &rec_event_type, &e);
}

/* ---- receipts ---- */

static void tell(struct sender *s, struct arena *a, struct attempt *t,
		 const struct solana_transaction *tx, int64_t ts_ms)
{
	struct rec_receipt r =
		receipt_of(t, tx->err.failed ? "failed" : "finalized", ts_ms);

	r.slot = tx->slot;
	r.fee = sol(tx->fee);
	if (tx->err.failed)
		r.error = sol_error(a, t, &tx->err);
	else
		r.tip = t->tx->tip;
	tell_later(a, t, &rec_receipt_type, &r);
	if (tx->err.failed)
		return;
	tell_rent(a, t, ts_ms);
	tell_injection(s, a, t, tx, ts_ms);
}

static void tell_batch(struct sender *s, struct arena *a,
		       struct attempt *const *v, size_t n, bool *told,
		       int64_t ts_ms)
{
	struct jsonrpc_request q[BATCH], *all[BATCH];

	for (size_t i = 0; i < n; i++) {
		all[i] = &q[i];
		jsonrpc_request_init(&q[i], SOLANA_REPLY_MAX);
		solana_ask_transaction(
			&q[i], v[i]->id,
			(struct solana_at){ SOLANA_FINALIZED, 0 });
	}
	jsonrpc_run(s->rpc, all, n);
	for (size_t i = 0; i < n; i++) {
		struct solana_transaction tx;

		told[i] = !q[i].reply.err &&
			  !solana_read_transaction(&tx, a, &q[i].reply) &&
			  tx.found;
		if (told[i])
			tell(s, a, v[i], &tx, ts_ms);
		jsonrpc_request_free(&q[i]);
	}
}

void landed_tell(struct sender *s, struct arena *a, struct attempt *const *v,
		 size_t n, bool *told, int64_t ts_ms)
{
	for (size_t i = 0; i < n; i += BATCH)
		tell_batch(s, a, v + i, n - i < BATCH ? n - i : BATCH, told + i,
			   ts_ms);
}
