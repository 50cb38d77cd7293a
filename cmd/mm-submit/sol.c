/* Solana, as mm-submit knows it. */
#include "sol.h"
#include "base/base64.h"
#include "base/conf.h"
#include "base/err.h"
#include "chain.h"
#include "chain/base58.h"
#include "chain/sol_ix.h"
#include "chain/sol_message.h"
#include "venue/solana_rpc.h"

#include <string.h>

static void open_chain(struct sender *s, bool nodes)
{
	const char *why = NULL;

	sol_conf_read(&s->sol, &s->conf_arena);
	if (nodes && !(s->rpc = solana_rpc_open(&why)))
		mm_die(MM_USAGE, "%s", why);
}

/* ---- lanes ---- */

static const char *lane_solana(struct arena *a, const char *wallet)
{
	return arena_printf(a, "solana:%s", wallet);
}

/* "MARKET:WALLET" for an order or its cancel, else "solana:WALLET". */
static const char *lane(struct sender *s, struct arena *a,
			const struct attempt *t, const struct rec_action *r)
{
	bool order = !strcmp(r->action, "place") ||
		     !strcmp(r->action, "replace") ||
		     !strcmp(r->action, "cancel");
	const char *wallet = r->wallet ? r->wallet : "";

	(void)s, (void)t;
	if (order && r->market)
		return arena_printf(a, "%s:%s", r->market, wallet);
	return lane_solana(a, wallet);
}

static struct rec_list lanes(struct sender *s, struct arena *a)
{
	const char *market = conf_text("MARKET");
	const char **v = arena_alloc(a, 2 * s->sol.n_wallets * sizeof(*v));
	struct rec_list out = { v, 0 };

	for (size_t i = 0; i < s->sol.n_wallets; i++) {
		const char *name = s->sol.wallets[i].name;

		if (*market)
			v[out.n++] = arena_printf(a, "%s:%s", market, name);
		v[out.n++] = lane_solana(a, name);
	}
	return out;
}

/* ---- wire bytes ---- */

static bool has_nonce(struct arena *a, const struct sol_tx *tx, bool *yes)
{
	struct sol_message m;
	uint32_t tag;

	if (sol_message_parse(a, &m, tx->msg, tx->msg_len))
		return false;
	*yes = false;
	if (m.n_calls && m.calls->data_len == sizeof(tag) &&
	    pubkey_eq(&m.keys[m.calls->program], &sol_system_program)) {
		const uint8_t *d = m.calls->data;

		/* AdvanceNonceAccount */
		*yes = d[0] == 4 && !d[1] && !d[2] && !d[3];
	}
	return true;
}

static const char *read_raw(struct sender *s, struct attempt *t,
			    struct arena *a)
{
	size_t len = strlen(t->tx->raw);
	char id[BASE58_SZ(SOL_SIG_LEN)];
	struct sol_tx tx;
	bool nonce;

	(void)s;
	t->name = t->id;
	if (t->tx->valid_until == REC_NONE_INT)
		return "it does not say until when it can land";
	t->raw = arena_alloc(a, BASE64_BYTES(len) + 1);
	if (base64_parse(t->raw, &t->raw_len, t->tx->raw, len) ||
	    sol_tx_parse(&tx, t->raw, t->raw_len) || !tx.n_sigs ||
	    !has_nonce(a, &tx, &nonce))
		return RAW_NO_TX;
	base58_encode(id, tx.sigs, SOL_SIG_LEN);
	if (strcmp(id, t->id))
		return "its first signature is not its id";
	if (nonce)
		return "a durable nonce keeps it alive";
	return NULL;
}

static void sent(struct attempt *t, enum outbox_send how)
{
	outbox_sent(&t->box, how);
}

const struct chain chain_solana = {
	.name = "solana",
	.ways = sol_ways,
	.repair_needs = SENDER_JOURNAL,
	.open = open_chain,
	.read = read_raw,
	.lane = lane,
	.sent = sent,
	.look = sol_look,
	.simulate = sol_simulate,
	.lanes = lanes,
	.repair = sol_repair,
};
