#include "emit.h"

#include "base/base64.h"
#include "chain/base58.h"
#include "chain/openbook_lots.h"
#include "data/rec_signed_tx.h"
#include "data/sol_conf.h"
#include "io/kill.h"
#include "words.h"

#include <string.h>

/* ---- signing ---- */

static bool killed(struct arena *a, struct unit *u)
{
	char reason[KILL_REASON_SZ];

	if (!u->risk || !kill_switch(reason))
		return false;
	unit_refuse(u, "killed", arena_strdup(a, reason));
	return true;
}

static bool sign_job(struct arena *a, struct unit *u, struct job *j,
		     const struct policy *p, struct keys *keys)
{
	const struct sol_message *m = &j->v.msg;
	uint8_t *sigs = arena_alloc(a, (size_t)m->n_signers * SOL_SIG_LEN);
	const struct sol_tx parts = { .sigs = sigs,
				      .n_sigs = m->n_signers,
				      .msg = j->msg,
				      .msg_len = j->len };
	const char *why = NULL;

	for (size_t i = 0; i < m->n_signers && !why; i++) {
		int w = policy_wallet_of(p, &m->keys[i]);

		if (killed(a, u))
			return false;
		why = keys_sign(keys, sigs + i * SOL_SIG_LEN, p, (size_t)w,
				j->msg, j->len);
	}
	if (why)
		unit_refuse(u, "signature", arena_strdup(a, why));
	else if (sol_tx_wire(a, &j->raw, &j->raw_len, &parts))
		unit_refuse(u, "message", "over a packet once it is signed");
	else
		memcpy(j->sig, sigs, SOL_SIG_LEN);
	return !u->reason;
}

void unit_sign(struct arena *a, struct unit *u, const struct policy *p,
	       struct keys *keys)
{
	for (size_t i = 0; i < u->n && !u->reason; i++)
		if (!sign_job(a, u, u->jobs[i], p, keys))
			return;
}

/* ---- records ---- */

static void emit_signed(struct frame *f, const struct job *j, int64_t ts_ms)
{
	char id[BASE58_SZ(SOL_SIG_LEN)], raw[BASE64_SZ(SOL_TX_MAX)];
	const struct policy_sums *s = &j->v.sums;
	struct rec_signed_tx r;

	base58_encode(id, j->sig, SOL_SIG_LEN);
	base64_format(raw, j->raw, j->raw_len);
	rec_clear(&rec_signed_tx_type, &r);
	r.ts_ms = ts_ms;
	r.chain = j->tx->chain;
	r.id = id;
	r.raw = raw;
	r.valid_until = j->tx->valid_until_height;
	r.class = j->risk ? TX_RISK : TX_REDUCE;
	r.intents = j->tx->intents;
	r.bundle = j->tx->bundle;
	r.fee = atoms_dec(s->fees, SOL_DECIMALS);
	if (s->tips)
		r.tip = atoms_dec(s->tips, SOL_DECIMALS);
	frame_emit(f, &rec_signed_tx_type, &r);
}

/* Without intents a refusal binds the frame. */
static void refuse(struct frame *f, const struct unit *u)
{
	struct rec_list intents = unit_intents(&f->arena, u);

	if (intents.n)
		frame_refuse_intents(f, u->reason, intents.v, intents.n, "%s",
				     u->text);
	else
		frame_refuse(f, u->reason, "%s", u->text);
}

void unit_emit(struct frame *f, const struct unit *u, int64_t ts_ms)
{
	if (u->reason)
		refuse(f, u);
	for (size_t i = 0; !u->reason && i < u->n; i++)
		emit_signed(f, u->jobs[i], ts_ms);
}

/* ---- words ---- */

/* The wallet that pays, as far as the message could be read. */
static const char *payer(const struct job *j, const struct policy *p)
{
	int w = j->v.reason == POLICY_EMESSAGE
			? -1
			: policy_wallet_of(p, &j->v.msg.keys[0]);

	return w < 0 ? "nobody known" : p->wallets[w].name;
}

static void explain_job(struct frame *f, const struct job *j,
			const struct policy *p)
{
	const struct policy_sums *s = &j->v.sums;
	const char *const *ids = j->tx->intents.v;
	char fee[DEC_STR_SZ], tip[DEC_STR_SZ];

	words_line(f,
		   arena_printf(&f->arena, "transaction of %s, which %s, for",
				payer(j, p),
				j->risk ? "can add risk" : "reduces risk"));
	for (size_t i = 0; i < j->tx->intents.n; i++)
		words_line(f, arena_printf(&f->arena, "intent %s", ids[i]));
	for (size_t i = 0; i < j->v.n_words; i++)
		words_line(f, arena_printf(&f->arena, "- %s", j->v.words[i]));
	if (j->v.reason)
		return;
	dec_format(fee, atoms_dec(s->fees, SOL_DECIMALS));
	dec_format(tip, atoms_dec(s->tips, SOL_DECIMALS));
	words_line(f,
		   arena_printf(&f->arena, "costs up to %s SOL, and %s of tip",
				fee, tip));
	if (j->v.nonce)
		words_line(f, "does not expire: it has a durable nonce");
}

void unit_explain(struct frame *f, const struct unit *u, const struct policy *p)
{
	if (u->n > 1)
		words_line(f,
			   arena_printf(&f->arena, "a bundle of %zu:", u->n));
	for (size_t i = 0; i < u->n; i++)
		explain_job(f, u->jobs[i], p);
	if (u->reason) {
		words_line(f, arena_printf(&f->arena, "refused: %s: %s",
					   u->reason, u->text));
		frame_worsen(f, MM_REFUSED);
	} else {
		words_line(f, "would be signed");
	}
}
