/* evm_flashbots.c - through relays of bundles: what a sender has under way is one
 * bundle, tried first, then sent for each of the next blocks.
 *
 * A relay that is only asked what a bundle would do (eth_callBundle) is trusted not to
 * show it to others, as mm-submit(1) says: what fails there counts as never sent. */
#include "base/conf.h"
#include "base/err.h"
#include "chain/evm_quantity.h"
#include "chain/keccak.h"
#include "evm.h"
#include "venue/evm_reply.h"
#include "venue/flashbots.h"

#include <inttypes.h>
#include <string.h>

/* ---- the key ---- */

/* What a node says of an account; anything but an answer ends the program. */
static bool is_empty(struct sender *s, const char *address)
{
	struct jsonrpc_request q[2];
	struct jsonrpc_request *run[] = { &q[0], &q[1] };
	struct u256 balance;
	int64_t nonce;
	bool told;

	for (int i = 0; i < 2; i++)
		jsonrpc_request_init(&q[i], EVM_REPLY_MAX);
	evm_ask_balance(&q[0], address, evm_latest());
	evm_ask_nonce(&q[1], address, evm_latest());
	jsonrpc_run(s->rpc, run, 2);
	told = !q[0].reply.err && !q[1].reply.err &&
	       !evm_read_u256(&balance, &q[0].reply) &&
	       !evm_read_number(&nonce, &q[1].reply);
	for (int i = 0; i < 2; i++)
		jsonrpc_request_free(&q[i]);
	if (!told)
		mm_die(MM_RETRY, "no node says that the account of "
				 "FLASHBOTS_KEY_FILE is empty");
	return u256_is_zero(balance) && !nonce;
}

void evm_open_flashbots(struct sender *s)
{
	const char *why = NULL;

	s->flashbots = flashbots_open(&why);
	if (!s->flashbots)
		mm_die(MM_USAGE, "FLASHBOTS_KEY_FILE or FLASHBOTS_URL: %s",
		       why);
	if (!is_empty(s, flashbots_address(s->flashbots)))
		mm_die(MM_REFUSED,
		       "FLASHBOTS_KEY_FILE: account %s holds something or has "
		       "sent something: relays are to know us by a key that is "
		       "there for nothing else",
		       flashbots_address(s->flashbots));
}

/* ---- a bundle ---- */

static bool head_of(struct sender *s, int64_t *head)
{
	struct jsonrpc_request q;
	bool ok;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_block_number(&q);
	ok = !jsonrpc_call(s->rpc, &q) && !evm_read_number(head, &q.reply);
	jsonrpc_request_free(&q);
	return ok;
}

/* Who sends it, from which nonce on, for which block: one that is to take its place
 * has the same name. */
static const char *name_of(struct arena *a, const struct unit *u, int64_t block)
{
	const struct evm_attempt *e = u->v[0]->evm;
	const char *text = arena_printf(a, "%s/%" PRIu64 "/%" PRId64,
					e->wallet->address, e->nonce, block);
	const struct hash_part part = { text, strlen(text) };
	uint8_t hash[KECCAK256_LEN];
	char hex[EVM_DATA_SZ(KECCAK256_LEN)];

	keccak256(hash, &part, 1);
	return flashbots_uuid(arena_alloc(a, FLASHBOTS_UUID_SZ),
			      evm_data_format(hex, hash, sizeof(hash)));
}

/* The first n of the unit. */
static struct flashbots_bundle bundle_of(struct arena *a, const struct unit *u,
					 size_t n)
{
	const char **raw = arena_alloc(a, n * sizeof(*raw));

	for (size_t i = 0; i < n; i++)
		raw[i] = u->v[i]->tx->raw;
	return (struct flashbots_bundle){ .raw = raw, .n = n };
}

/* ---- trying it ---- */

static struct sent never(const char *error, const char *why)
{
	return (struct sent){ .how = OUTBOX_NEVER, .error = error, .why = why };
}

/* How many go through; the answer of the relay to the next one in *out, or of it to
 * all of them where it has none: then 0. */
static size_t try_it(struct sender *s, struct arena *a, struct sent *out,
		     const struct flashbots_bundle *b)
{
	struct jsonrpc_request q;
	struct flashbots_call said;
	const char *why = NULL;
	size_t n = 0;

	jsonrpc_request_init(&q, FLASHBOTS_REPLY_MAX);
	flashbots_ask_call(&q, b, -1);
	flashbots_sign(s->flashbots, &q);
	if (jsonrpc_call(flashbots_rpc(s->flashbots), &q))
		*out = never(way_error(a, &q.reply),
			     arena_strdup(a, q.reply.why));
	else if ((why = flashbots_read_call(&said, a, b->n, &q.reply)))
		*out = never("relay_garbage", why);
	else
		while (n < said.n && said.v[n].ok)
			n++;
	if (!q.reply.err && !why && n < said.n)
		*out = never("reverted",
			     arena_printf(a, "transaction '%s': %s",
					  said.v[n].tx_hash, said.v[n].why));
	jsonrpc_request_free(&q);
	return n;
}

static bool shares_bundle(const struct unit *u, size_t i, size_t k)
{
	const char *x = u->v[i]->tx->bundle.id, *y = u->v[k]->tx->bundle.id;

	return i == k || (x && y && !strcmp(x, y));
}

/* What goes through of the unit: the groups before the one in which something fails;
 * *out says what, and how many belong to it.  0: nothing. */
static size_t tried(struct sender *s, struct arena *a, struct sent *out,
		    const struct unit *u)
{
	size_t n = u->n, good, end;

	while (n) {
		struct flashbots_bundle b = bundle_of(a, u, n);

		good = try_it(s, a, out, &b);
		if (good == n)
			return n;
		if (strcmp(out->error, "reverted") != 0)
			return 0;
		for (end = good; end < n && shares_bundle(u, good, end); end++)
			;
		for (n = good; n && shares_bundle(u, good, n - 1); n--)
			;
		out->n_failed = end - n;
	}
	return 0;
}

/* ---- sending it ---- */

struct relays {
	struct arena *a;
	struct sent sent; /* the best answer of all relays, for any block */
};

static void hear(void *ctx, const struct jsonrpc_reply *r)
{
	struct relays *all = ctx;
	struct sent one = { .how = OUTBOX_TAKEN };
	const char *hash;

	if (r->err) {
		one.how = jsonrpc_undone(r->err) || r->err == JSONRPC_REFUSED
				  ? OUTBOX_NEVER
				  : OUTBOX_MAYBE;
		one.error = way_error(all->a, r);
		one.why = arena_strdup(all->a, r->why);
	} else if (!flashbots_read_sent(&hash, r)) {
		one.bundle = arena_strdup(all->a, hash);
	}
	if (one.how < all->sent.how || (!all->sent.error && !all->sent.bundle))
		all->sent = one;
}

/* The last block it may be sent for. */
static int64_t last_of(const struct unit *u, size_t n, int64_t head)
{
	int64_t last = head + conf_int("BUNDLE_BLOCKS");

	for (size_t i = 0; i < n; i++) {
		int64_t until = u->v[i]->box.valid_until;

		if (until != REC_NONE_INT && until < last)
			last = until;
	}
	return last;
}

/* The first n of them, for each of the next blocks. */
static struct sent send_first(struct sender *s, struct arena *a,
			      const struct unit *u, size_t n, int64_t head)
{
	struct relays all = { a, { .how = OUTBOX_NEVER } };
	struct flashbots_bundle b = bundle_of(a, u, n);
	int64_t last = last_of(u, n, head);
	struct jsonrpc_request q;

	if (last <= head)
		return never("too_late", "the blocks it was for are over");
	jsonrpc_request_init(&q, FLASHBOTS_REPLY_MAX);
	for (b.block = head + 1; b.block <= last; b.block++) {
		b.uuid = name_of(a, u, b.block);
		flashbots_ask_send(&q, &b,
				   u->reduces ? BUCKET_URGENT : BUCKET_PLAIN);
		flashbots_sign(s->flashbots, &q);
		jsonrpc_cast(flashbots_rpc(s->flashbots), &q, hear, &all);
	}
	jsonrpc_request_free(&q);
	return all.sent;
}

struct sent evm_send_flashbots(struct sender *s, struct arena *a,
			       const struct unit *u)
{
	struct sent *no = arena_alloc(a, sizeof(*no)), sent;
	int64_t head;
	size_t n;

	if (u->n > FLASHBOTS_TXS_MAX)
		return never("too_many", "more transactions than a bundle has");
	if (!head_of(s, &head))
		return never("no_chain", "no node says which block is next");
	n = tried(s, a, no, u);
	if (!n) { /* where a group failed, what is behind it was not tried */
		no->first = no->n_failed;
		no->n_failed = 0;
		return *no;
	}
	sent = send_first(s, a, u, n, head);
	if (n < u->n) {
		mm_warn("a group is left out: %s", no->why);
		sent.first = n;
		sent.n_failed = no->n_failed;
		sent.failed = no;
	}
	return sent;
}

/* The blocks it was sent for may have begun up to so many blocks ago. */
void evm_withdraw_flashbots(struct sender *s, struct arena *a,
			    const struct unit *u)
{
	struct jsonrpc_request q;
	int64_t head;

	if (!head_of(s, &head))
		return;
	jsonrpc_request_init(&q, FLASHBOTS_REPLY_MAX);
	for (int64_t i = conf_int("BUNDLE_BLOCKS"); i > 0; i--) {
		flashbots_ask_cancel(&q, name_of(a, u, ++head));
		flashbots_sign(s->flashbots, &q);
		jsonrpc_cast(flashbots_rpc(s->flashbots), &q, NULL, NULL);
	}
	jsonrpc_request_free(&q);
}

/* ---- what travels together ---- */

/* The unit that ends where one that begins with e goes on; NULL: none does. */
static struct unit *one_before(const struct units *all,
			       const struct evm_attempt *e)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct unit *u = &all->v[i];
		const struct evm_attempt *end = u->v[u->n - 1]->evm;

		if (end->wallet == e->wallet && end->nonce + 1 == e->nonce)
			return &all->v[i];
	}
	return NULL;
}

/* The run of a sender's nonces is one bundle, also where others stand between: none
 * depends on another's landing. */
struct units evm_join(struct arena *a, const struct units *all)
{
	struct units out = { arena_alloc(a, (all->n + 1) * sizeof(*out.v)), 0 };
	struct units in = { arena_alloc(a, (all->n + 1) * sizeof(*in.v)),
			    all->n };

	if (all->n)
		memcpy(in.v, all->v, all->n * sizeof(*in.v));
	evm_sort(&in);
	for (size_t i = 0; i < in.n; i++) {
		const struct unit *u = &in.v[i];
		struct unit *run = one_before(&out, u->v[0]->evm);

		if (!run) {
			out.v[out.n++] = *u;
			continue;
		}
		run->v = arena_grow(a, run->v, run->n * sizeof(*run->v),
				    (run->n + u->n) * sizeof(*run->v));
		memcpy(run->v + run->n, u->v, u->n * sizeof(*run->v));
		run->n += u->n;
		run->reduces &= u->reduces;
	}
	return out;
}
