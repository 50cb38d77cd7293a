#include "attempt.h"

#include "base/base64.h"
#include "chain/base58.h"
#include "chain/sol_ix.h"
#include "line.h"
#include "math/client_id.h"
#include "sender.h"

#include <string.h>

void attempts_push(struct attempts *all, struct arena *a, struct attempt *t)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 32;

		all->v = arena_grow(a, all->v,
				    all->cap * sizeof(struct attempt *),
				    cap * sizeof(struct attempt *));
		all->cap = cap;
	}
	all->v[all->n++] = t;
}

static bool is(const struct rec_action *a, const char *kind)
{
	return !strcmp(a->action, kind);
}

bool part_is_order(const struct part *p)
{
	return is(p->action, "place") || is(p->action, "replace");
}

bool part_needs_lane(const struct attempt *t, const struct part *p)
{
	const struct rec_action *r = p->action;
	bool orders = false;

	for (size_t i = 0; i < t->n_parts; i++)
		orders |= part_is_order(&t->parts[i]);
	return orders ? part_is_order(p)
		      : !is(r, "cancel") && !is(r, "settle") &&
				!is(r, "crank") && !is(r, "close");
}

const char *lane_solana(struct arena *a, const char *wallet)
{
	return arena_printf(a, SENDER_CHAIN ":%s", wallet);
}

const char *lane_of(struct arena *a, const struct rec_action *r)
{
	bool order = is(r, "place") || is(r, "replace") || is(r, "cancel");
	const char *wallet = r->wallet ? r->wallet : "";

	if (order && r->market)
		return arena_printf(a, "%s:%s", r->market, wallet);
	return lane_solana(a, wallet);
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

const char *attempt_raw(struct attempt *t, struct arena *a)
{
	size_t len = strlen(t->tx->raw);
	char id[BASE58_SZ(SOL_SIG_LEN)];
	struct sol_tx tx;
	bool nonce;

	if (t->tx->valid_until == REC_NONE_INT)
		return "it does not say until when it can land";
	t->raw = arena_alloc(a, BASE64_BYTES(len) + 1);
	if (base64_parse(t->raw, &t->raw_len, t->tx->raw, len) ||
	    sol_tx_parse(&tx, t->raw, t->raw_len) || !tx.n_sigs ||
	    !has_nonce(a, &tx, &nonce))
		return "its bytes are no transaction";
	base58_encode(id, tx.sigs, SOL_SIG_LEN);
	if (strcmp(id, t->id))
		return "its first signature is not its id";
	if (nonce)
		return "a durable nonce keeps it alive";
	return NULL;
}

/* ---- in the journal ---- */

const char *attempt_body(struct arena *a, const struct attempt *t, size_t i,
			 size_t *len)
{
	const struct part *p = &t->parts[i];
	const char *text = line_of(a, &rec_action_type, p->action);

	if (p->oo)
		text = line_add(a, text, &rec_oo_type, p->oo);
	if (!i)
		text = line_add(a, text, &rec_signed_tx_type, t->tx);
	if (!i && t->market)
		text = line_add(a, text, &rec_market_type, t->market);
	*len = strlen(text);
	return text;
}

/* The place in *b of records of that type; NULL: it has none. */
static const void **place_of(struct body *b, const struct rec_type *type)
{
	return type == &rec_action_type      ? (const void **)&b->action
	       : type == &rec_oo_type        ? (const void **)&b->oo
	       : type == &rec_signed_tx_type ? (const void **)&b->tx
	       : type == &rec_market_type    ? (const void **)&b->market
					     : NULL;
}

bool body_read(struct body *b, struct arena *a, const char *lines, size_t len)
{
	const char *end = lines + len;

	*b = (struct body){ NULL, NULL, NULL, NULL };
	while (lines < end) {
		const char *nl = memchr(lines, '\n', (size_t)(end - lines));
		const struct rec_type *type;
		const void *rec, **place;

		if (!nl ||
		    !(rec = line_read(a, &type, lines, (size_t)(nl - lines))))
			return false;
		if (!(place = place_of(b, type)))
			return false;
		*place = rec;
		lines = nl + 1;
	}
	return b->action;
}

/* ---- as it is shown ---- */

static struct rec_list spends_of(struct arena *a, const struct rec_action *r)
{
	struct rec_amount *v = arena_alloc(a, sizeof(*v));

	if (!r->asset || dec_is_none(r->amount))
		return (struct rec_list){ NULL, 0 };
	*v = (struct rec_amount){ .name = r->asset, .amount = r->amount };
	return (struct rec_list){ v, 1 };
}

struct rec_pending pending_of(struct arena *a, const struct part *p,
			      const struct attempt *t, enum pending_state state,
			      int64_t ts_ms)
{
	const struct rec_action *r = p->action;
	struct rec_pending out;

	rec_clear(&rec_pending_type, &out);
	out.ts_ms = ts_ms;
	out.intent_id = p->intent_id;
	out.attempt = t->id;
	out.lane = p->lane;
	out.action = r->action;
	out.class = t->class;
	out.state = (int)state;
	out.market = r->market;
	out.wallet = r->wallet;
	out.side = r->side;
	out.price = r->price;
	out.size = r->size;
	out.client_id = r->client_id;
	out.subject = r->account;
	if (out.client_id && out.side < 0)
		out.side = (int)client_id_side(out.client_id);
	if (state != PENDING_DONE)
		out.spends = spends_of(a, r);
	out.since_ms =
		r->since_ms == REC_NONE_INT ? t->recorded_ms : r->since_ms;
	out.valid_until = t->box.valid_until;
	return out;
}
