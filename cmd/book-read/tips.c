#include "tips.h"

#include "base/conf.h"
#include "base/err.h"
#include "venue/net_conf.h"

#define AGAIN_MS 60000 /* between two questions to Jito */
#define FLOOR_MS                                                               \
	1500 /* for an answer about tips: no frame waits for it longer */
#define FLOOR_MAX ((size_t)64 << 10)

static bool ask_accounts(struct tips *t)
{
	struct jsonrpc_request q;
	const char *why;
	bool ok;

	if (!t->jito)
		t->jito = jito_open(&why);
	if (!t->jito)
		mm_die(MM_USAGE, "%s", why);
	jsonrpc_request_init(&q, JITO_REPLY_MAX);
	jito_ask_tip_accounts(&q);
	t->n_accounts = JITO_TIP_ACCOUNTS;
	ok = !jsonrpc_call(jito_rpc(t->jito), &q) &&
	     !jito_read_tip_accounts(t->account, &t->n_accounts, &q.reply);
	jsonrpc_request_free(&q);
	return ok;
}

static bool ask_floor(struct tips *t)
{
	struct http_limits limits = net_limits();
	struct http_call call, *calls = &call;
	struct json json = { 0 };
	bool ok;

	if (!conf_isset("JITO_TIP_FLOOR_URL"))
		return false;
	if (limits.total_ms > FLOOR_MS)
		limits.total_ms = FLOOR_MS;
	if (limits.connect_ms > FLOOR_MS)
		limits.connect_ms = FLOOR_MS;
	if (!t->http)
		t->http = http_open(&limits);
	http_call_init(&call, FLOOR_MAX);
	call.url = conf_text("JITO_TIP_FLOOR_URL");
	http_run(t->http, &calls, 1, NULL, NULL);
	ok = !call.err && call.status == 200 && call.answer.p &&
	     !jito_floor_read(&t->floor, &json, call.answer.p, call.answer.len);
	json_free(&json);
	http_call_free(&call);
	return ok;
}

void tips_ask(struct tips *t, int64_t ts_ms)
{
	if (!conf_is("SUBMIT_VIA", "jito") ||
	    (t->asked_ms && ts_ms - t->asked_ms < AGAIN_MS))
		return;
	t->asked_ms = ts_ms;
	if (!ask_accounts(t)) {
		t->n_accounts = JITO_TIP_ACCOUNTS;
		memcpy(t->account, jito_tip_accounts, sizeof(t->account));
	}
	t->has_floor = ask_floor(t);
}

void tips_close(struct tips *t)
{
	jito_close(t->jito);
	http_close(t->http);
}

void chain_ask(struct net *n, size_t at, const struct pubkey *keys,
	       size_t n_keys, int64_t min_slot)
{
	const struct solana_at now = { SOLANA_CONFIRMED, min_slot };

	solana_ask_blockhash(&n->q[at], now);
	solana_ask_height(&n->q[at + 1],
			  (struct solana_at){ SOLANA_FINALIZED, 0 });
	solana_ask_fees(&n->q[at + 2], keys, n_keys);
}

/* Percentiles by name: list of struct rec_amount. */
static struct rec_list amounts(struct arena *a, const struct rec_amount *v,
			       size_t n)
{
	struct rec_amount *copy = arena_alloc(a, n * sizeof(*copy));

	memcpy(copy, v, n * sizeof(*copy));
	return (struct rec_list){ copy, n };
}

static struct rec_list fees_of(struct arena *a, const struct jsonrpc_reply *r)
{
	static const struct {
		const char *name;
		int pct;
	} at[] = { { "p25", 25 },
		   { "p50", 50 },
		   { "p75", 75 },
		   { "p90", 90 },
		   { "p95", 95 } };
	struct rec_amount v[sizeof(at) / sizeof(*at)];
	size_t n = sizeof(at) / sizeof(*at);
	struct solana_fees fees;

	if (r->err || solana_read_fees(&fees, a, r))
		return (struct rec_list){ NULL, 0 };
	for (size_t i = 0; i < n; i++)
		v[i] = (struct rec_amount){
			at[i].name,
			dec_make(solana_fee_percentile(&fees, at[i].pct), 0),
		};
	return amounts(a, v, n);
}

static void put_tips(struct rec_chain *out, const struct tips *t,
		     struct arena *a)
{
	const char **text = arena_alloc(a, (t->n_accounts + 1) * sizeof(*text));
	const struct jito_floor *f = &t->floor;
	const struct rec_amount floor[] = {
		{ "p25", f->p25 }, { "p50", f->p50 }, { "p75", f->p75 },
		{ "p95", f->p95 }, { "p99", f->p99 }, { "ema50", f->ema50 },
	};

	for (size_t i = 0; i < t->n_accounts; i++)
		text[i] = pubkey_text(a, &t->account[i]);
	out->tip_accounts = (struct rec_list){ text, t->n_accounts };
	if (t->has_floor)
		out->tip_floor =
			amounts(a, floor, sizeof(floor) / sizeof(*floor));
}

bool chain_take(struct rec_chain *out, struct net *n, size_t at,
		const struct tips *t, struct arena *a,
		struct openbook_fault *fault)
{
	const struct jsonrpc_reply *hash = &n->q[at].reply;
	const struct jsonrpc_reply *height = &n->q[at + 1].reply;
	struct solana_blockhash b;
	const char *why;

	rec_clear(&rec_chain_type, out);
	if (hash->err)
		return net_fault(n, hash, a, fault);
	if ((why = solana_read_blockhash(&b, hash)))
		return net_garbage(n, hash, why, a, fault);
	if (height->err)
		return net_fault(n, height, a, fault);
	if ((why = solana_read_number(&out->height, height)))
		return net_garbage(n, height, why, a, fault);
	out->chain = "solana";
	out->slot = b.slot;
	out->blockhash = pubkey_text(a, &b.hash);
	out->last_valid_height = b.last_valid_height;
	out->priority_fee = fees_of(a, &n->q[at + 2].reply);
	put_tips(out, t, a);
	return true;
}
