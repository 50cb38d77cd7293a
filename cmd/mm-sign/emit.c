#include "emit.h"

#include "base/atoms.h"
#include "base/base64.h"
#include "chain/base58.h"
#include "chain/evm_quantity.h"
#include "chain/openbook_lots.h"
#include "data/rec_signed_tx.h"
#include "data/sol_conf.h"
#include "evm.h"
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

static void sign_sol(struct arena *a, struct unit *u, struct job *j,
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
			return;
		why = keys_sign(a, keys, sigs + i * SOL_SIG_LEN, p, (size_t)w,
				j->msg, j->len);
	}
	if (why)
		unit_refuse(u, "signature", arena_strdup(a, why));
	else if (sol_tx_wire(a, &j->raw, &j->raw_len, &parts))
		unit_refuse(u, "message", "over a packet once it is signed");
	else
		memcpy(j->sig, sigs, SOL_SIG_LEN);
}

static void sign_evm(struct arena *a, struct unit *u, struct job *j,
		     const struct policy_evm *p, struct keys *keys)
{
	const char *why;

	if (killed(a, u))
		return;
	why = evm_job_sign(a, j, p, keys);
	if (why)
		unit_refuse(u, "signature", arena_strdup(a, why));
}

void unit_sign(struct arena *a, struct unit *u, const struct policy *p,
	       struct keys *keys)
{
	for (size_t i = 0; i < u->n && !u->reason; i++) {
		if (u->jobs[i]->evm)
			sign_evm(a, u, u->jobs[i], p->evm, keys);
		else
			sign_sol(a, u, u->jobs[i], p, keys);
	}
}

/* ---- records ---- */

static void fill_sol(struct rec_signed_tx *r, struct arena *a,
		     const struct job *j)
{
	char *id = arena_alloc(a, BASE58_SZ(SOL_SIG_LEN));
	char *raw = arena_alloc(a, BASE64_SZ(j->raw_len));
	const struct policy_sums *s = &j->v.sums;

	base58_encode(id, j->sig, SOL_SIG_LEN);
	base64_format(raw, j->raw, j->raw_len);
	r->id = id;
	r->raw = raw;
	r->valid_until = j->tx->valid_until_height;
	r->fee = atoms_dec(s->fees, SOL_DECIMALS);
	if (s->tips)
		r->tip = atoms_dec(s->tips, SOL_DECIMALS);
}

static void fill_evm(struct rec_signed_tx *r, struct arena *a,
		     const struct job *j)
{
	char *from = arena_alloc(a, EVM_ADDRESS_STR_SZ);
	char *id = arena_alloc(a, EVM_DATA_SZ(sizeof(j->hash)));
	char *raw = arena_alloc(a, EVM_DATA_SZ(j->raw_len));

	r->id = evm_data_format(id, j->hash, sizeof(j->hash));
	r->raw = evm_data_format(raw, j->raw, j->raw_len);
	r->chain_id = j->tx->chain_id;
	r->from = evm_address_format(from, &j->from);
	r->nonce = j->tx->nonce;
	if (atoms_amount(&r->fee, j->evm->sums.fees, POLICY_EVM_DECIMALS))
		r->fee = DEC_NONE;
}

static void emit_signed(struct frame *f, const struct job *j, int64_t ts_ms)
{
	struct rec_signed_tx r;

	rec_clear(&rec_signed_tx_type, &r);
	r.ts_ms = ts_ms;
	r.chain = j->tx->chain;
	r.class = j->risk ? TX_RISK : TX_REDUCE;
	r.intents = j->tx->intents;
	r.bundle = j->tx->bundle;
	if (j->evm)
		fill_evm(&r, &f->arena, j);
	else
		fill_sol(&r, &f->arena, j);
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
	int w;

	if (j->evm)
		return j->evm->wallet < 0
			       ? "nobody known"
			       : p->evm->wallets[j->evm->wallet].name;
	w = j->v.reason == POLICY_EMESSAGE
		    ? -1
		    : policy_wallet_of(p, &j->v.msg.keys[0]);
	return w < 0 ? "nobody known" : p->wallets[w].name;
}

static void say_costs(struct frame *f, const struct job *j)
{
	const struct policy_sums *s = &j->v.sums;
	char fee[DEC_STR_SZ], tip[DEC_STR_SZ];

	dec_format(fee, atoms_dec(s->fees, SOL_DECIMALS));
	dec_format(tip, atoms_dec(s->tips, SOL_DECIMALS));
	words_line(f,
		   arena_printf(&f->arena, "costs up to %s SOL, and %s of tip",
				fee, tip));
	if (j->v.nonce)
		words_line(f, "does not expire: it has a durable nonce");
}

static void say_evm_costs(struct frame *f, const struct job *j,
			  const struct policy_evm *p)
{
	char nonce[DEC_STR_SZ];

	dec_format(nonce, j->tx->nonce);
	words_line(f, arena_printf(&f->arena,
				   "costs up to %s; nonce %s on chain %lld",
				   policy_evm_amount(&f->arena, p,
						     POLICY_EVM_NATIVE,
						     j->evm->sums.fees),
				   nonce, (long long)j->tx->chain_id));
}

static void explain_job(struct frame *f, const struct job *j,
			const struct policy *p)
{
	const char *const *ids = j->tx->intents.v;
	const char **words = j->evm ? j->evm->words : j->v.words;
	size_t n = j->evm ? j->evm->n_words : j->v.n_words;

	words_line(f,
		   arena_printf(&f->arena, "transaction of %s, which %s, for",
				payer(j, p),
				j->risk ? "can add risk" : "reduces risk"));
	for (size_t i = 0; i < j->tx->intents.n; i++)
		words_line(f, arena_printf(&f->arena, "intent %s", ids[i]));
	for (size_t i = 0; i < n; i++)
		words_line(f, arena_printf(&f->arena, "- %s", words[i]));
	if (j->evm && !j->evm->reason)
		say_evm_costs(f, j, p->evm);
	else if (!j->evm && !j->v.reason)
		say_costs(f, j);
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
