/* Ethereum and its kin, as mm-submit knows them. */
#include "evm.h"

#include "base/conf.h"
#include "base/err.h"
#include "chain/evm_quantity.h"
#include "evm_raw.h"

#include <inttypes.h>
#include <string.h>

/* Two bots on two chains may have one journal. */
static void open_chain(struct sender *s, bool nodes)
{
	char why[EVM_RPC_WHY_SZ];
	enum mm_exit code;

	evm_conf_read(&s->evm, &s->conf_arena);
	s->prefix = arena_printf(&s->conf_arena, "evm/%" PRId64 "/",
				 s->evm.chain_id);
	if (nodes && !(s->rpc = evm_rpc_open(&code, why)))
		mm_die(code, "%s", why);
}

/* ---- lanes ---- */

static const char *lane_name(struct sender *s, struct arena *a,
			     const struct evm_wallet *w)
{
	return arena_printf(a, "evm:%" PRId64 ":%s", s->evm.chain_id, w->name);
}

static const char *lane(struct sender *s, struct arena *a,
			const struct attempt *t, const struct rec_action *r)
{
	(void)r;
	return lane_name(s, a, t->evm->wallet);
}

static struct rec_list lanes(struct sender *s, struct arena *a)
{
	const char **v = arena_alloc(a, s->evm.n_wallets * sizeof(*v));

	for (size_t i = 0; i < s->evm.n_wallets; i++)
		v[i] = lane_name(s, a, &s->evm.wallets[i]);
	return (struct rec_list){ v, s->evm.n_wallets };
}

/* ---- wire bytes ---- */

static const char *decode(struct attempt *t, struct arena *a,
			  struct evm_raw_says *says)
{
	size_t len = strlen(t->tx->raw), n;

	if (!evm_data_len(&n, t->tx->raw, len))
		return RAW_NO_TX;
	t->raw = arena_alloc(a, n + 1);
	t->raw_len = n;
	if (!evm_data_parse(t->raw, n, t->tx->raw, len))
		return RAW_NO_TX;
	return evm_raw_read(&t->evm->tx, says, a, t->raw, n);
}

/* What the record says of it is what it is. */
static const char *read_raw(struct sender *s, struct attempt *t,
			    struct arena *a)
{
	const struct rec_signed_tx *tx = t->tx;
	struct evm_raw_says says;
	const char *why;

	t->evm = arena_alloc(a, sizeof(*t->evm));
	t->evm->fee = DEC_NONE;
	if ((why = decode(t, a, &says)))
		return why;
	t->evm->nonce = t->evm->tx.nonce;
	t->evm->wallet = evm_conf_owner(&s->evm, says.from);
	if (strcmp(says.hash, tx->id))
		return "its hash is not its id";
	if (t->evm->tx.chain_id != (uint64_t)s->evm.chain_id ||
	    tx->chain_id != s->evm.chain_id)
		return "of another chain than CHAIN_ID";
	if (!tx->from || strcmp(tx->from, says.from))
		return "it is from somebody else than it says";
	if (dec_is_none(tx->nonce) ||
	    dec_cmp(tx->nonce, dec_make((__int128)t->evm->nonce, 0)))
		return "its nonce is another than it says";
	if (!t->evm->wallet)
		return "its sender is none of WALLETS";
	t->name = arena_printf(a, "%s/%" PRIu64 "/%s", says.from, t->evm->nonce,
			       tx->id);
	return NULL;
}

static void sent(struct attempt *t, enum outbox_send how)
{
	nonce_sent(&t->evm->state, how);
	evm_to_box(t);
}

const struct chain chain_evm = {
	.name = "evm",
	.ways = evm_ways,
	.in_order = true,
	.repair_needs = SENDER_JOURNAL | SENDER_NODES,
	.open = open_chain,
	.read = read_raw,
	.lane = lane,
	.relate = evm_relate,
	.sent = sent,
	.look = evm_look,
	.arrange = evm_arrange,
	.simulate = evm_simulate,
	.lanes = lanes,
	.pending = evm_show_nonces,
	.repair = evm_repair,
};
