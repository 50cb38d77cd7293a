#include "oracle.h"

#include "base/clock.h"
#include "base/err.h"
#include "chain/switchboard.h"
#include "settle.h"
#include "venue/solana_reply.h"

#include <stdlib.h>
#include <string.h>

#define REPLY_MAX ((size_t)4 << 20)
#define SLOT_MS   400 /* how long a slot takes, about */

struct oracle {
	struct jsonrpc *rpc;
	struct jsonrpc_request q;
	struct source *source[SOLANA_ACCOUNTS_MAX];
	struct pubkey account[SOLANA_ACCOUNTS_MAX];
	size_t n;
};

struct oracle *oracle_open(void)
{
	struct oracle *o = mem_alloc(1, sizeof(*o));
	const char *why;

	o->rpc = solana_rpc_open(&why);
	if (!o->rpc)
		mm_die(MM_USAGE, "SOLANA_RPC: %s", why);
	jsonrpc_request_init(&o->q, REPLY_MAX);
	return o;
}

void oracle_close(struct oracle *o)
{
	if (!o)
		return;
	jsonrpc_request_free(&o->q);
	jsonrpc_close(o->rpc);
	free(o);
}

void oracle_add(struct oracle *o, struct source *s)
{
	if (o->n == SOLANA_ACCOUNTS_MAX)
		mm_die(MM_USAGE, "PRICE_SOURCES: too many accounts");
	o->account[o->n] = s->account;
	o->source[o->n++] = s;
}

static void hear_pyth(struct source *s, const struct solana_account *acc,
		      int64_t now)
{
	struct pyth_price p;
	enum account_err e = pyth_decode(&p, &acc->owner, acc->data, acc->len);

	if (e) {
		s->why = account_strerror(e);
		return;
	}
	s->why = "of another feed";
	if (!memcmp(p.feed, s->feed, PYTH_FEED_LEN))
		source_says(s, p.price, p.conf, now - p.publish_s * 1000);
}

static void hear_switchboard(struct source *s, const struct solana_account *acc,
			     int64_t slot)
{
	struct switchboard_price p;
	enum account_err e =
		switchboard_decode(&p, &acc->owner, acc->data, acc->len);
	uint64_t slots;

	if (e) {
		s->why = account_strerror(e);
		return;
	}
	/* A result newer than the bank we asked is as good as of now. */
	slots = (uint64_t)slot > p.slot ? (uint64_t)slot - p.slot : 0;
	if (p.max_staleness && slots > p.max_staleness)
		s->why = "older than the feed itself allows";
	else if (slots > INT32_MAX)
		s->why = "too old, or ahead of the clock";
	else
		source_says(s, p.price, p.std_dev, (int64_t)slots * SLOT_MS);
}

void oracle_ask(struct oracle *o, struct arena *a)
{
	const struct solana_at at = { .commitment = SOLANA_CONFIRMED };
	struct solana_accounts got;
	const char *why = NULL;
	int64_t now;

	solana_ask_accounts(&o->q, o->account, o->n, at);
	if (jsonrpc_call(o->rpc, &o->q))
		why = arena_strdup(a, o->q.reply.why);
	else
		why = solana_read_accounts(&got, a, o->account, o->n,
					   &o->q.reply);
	now = clock_now_ms();
	for (size_t i = 0; i < o->n; i++) {
		struct source *s = o->source[i];

		if (why)
			s->why = why;
		else if (!got.v[i].exists)
			s->why = "no such account";
		else if (s->kind == SOURCE_PYTH)
			hear_pyth(s, &got.v[i], now);
		else
			hear_switchboard(s, &got.v[i], got.slot);
	}
}
