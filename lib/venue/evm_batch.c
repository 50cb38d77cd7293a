#include "venue/evm_batch.h"

#include "base/conf.h"
#include "chain/evm_quantity.h"
#include "chain/multicall.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE    4                  /* requests */
#define CHUNK_MAX  500                /* calls */
#define CHUNK_SIZE ((size_t)96 << 10) /* bytes of a call's data */
#define ASKED      2 /* of each chunk to Multicall3 itself: what block it is */
#define WORD       32

#define STATUS_TOO_LARGE 413 /* of HTTP: the request */

/* Views first..first+n-1, in one request. */
struct span {
	size_t first, n;
};

struct work {
	const struct evm_batch *b;
	struct arena *a;
	struct evm_view *views;
	struct span *todo; /* a stack */
	int n_todo, cap_todo;
	bool alone;                 /* no Multicall3 here */
	const uint8_t *seen[ASKED]; /* what the first chunk said of its block */
	struct evm_no *no;
	bool bad; /* *no says why */
};

static void push(struct work *w, size_t first, size_t n)
{
	w->todo = mem_room(w->todo, w->n_todo, &w->cap_todo, sizeof(*w->todo));
	w->todo[w->n_todo++] = (struct span){ first, n };
}

static void fail(struct work *w, const char *reason, const char *text)
{
	*w->no = (struct evm_no){ reason, text };
	w->bad = true;
}

/* The open views in chunks, the first on top. */
static void cut(struct work *w, size_t n)
{
	size_t end = n;

	while (end) {
		size_t size = 0, first = end;

		while (first && end - first < CHUNK_MAX) {
			size += multicall_call_size(
				w->views[first - 1].call_len);
			if (size > CHUNK_SIZE && first < end)
				break;
			first--;
		}
		push(w, first, end - first);
		end = first;
	}
}

static const char *text_of(struct arena *a, const uint8_t *bytes, size_t len)
{
	return evm_data_format(arena_alloc(a, EVM_DATA_SZ(len)), bytes, len);
}

static const char *address_of(struct arena *a, const struct evm_address *to)
{
	return evm_address_format(arena_alloc(a, EVM_ADDRESS_STR_SZ), to);
}

static void ask_one(struct work *w, struct jsonrpc_request *q,
		    const struct evm_view *v, struct arena *scratch)
{
	const struct evm_call call = {
		.to = address_of(scratch, &v->to),
		.data = text_of(scratch, v->call, v->call_len),
	};

	evm_ask_call(q, &call, evm_at_hash(w->b->block_hash));
}

static void ask_chunk(struct work *w, struct jsonrpc_request *q,
		      const struct span *s, struct arena *scratch)
{
	struct multicall_call *calls =
		arena_alloc(scratch, (s->n + ASKED) * sizeof(*calls));
	struct evm_call call = { .to = address_of(scratch, &w->b->multicall) };
	uint8_t *data;
	size_t size;

	calls[0] = (struct multicall_call){ w->b->multicall,
					    multicall_block_number,
					    MULTICALL_SELECTOR_LEN };
	calls[1] =
		(struct multicall_call){ w->b->multicall, multicall_parent_hash,
					 MULTICALL_SELECTOR_LEN };
	for (size_t i = 0; i < s->n; i++) {
		const struct evm_view *v = &w->views[s->first + i];

		calls[ASKED + i] =
			(struct multicall_call){ v->to, v->call, v->call_len };
	}
	size = multicall_size(calls, s->n + ASKED);
	data = arena_alloc(scratch, size);
	multicall_encode(data, calls, s->n + ASKED);
	call.data = text_of(scratch, data, size);
	evm_ask_call(q, &call, evm_at_hash(w->b->block_hash));
}

/* The bytes of a text that was checked, in the arena. */
static const uint8_t *bytes_of(struct arena *a, const char *text, size_t len)
{
	uint8_t *bytes = arena_alloc(a, len + 1);

	return evm_data_parse(bytes, len, text, 2 * len + 2) ? bytes : NULL;
}

/* All chunks must tell of the same block. */
static bool same_block(struct work *w, const struct multicall_result *r)
{
	for (size_t i = 0; i < ASKED; i++) {
		if (!r[i].ok || r[i].len != WORD)
			return false;
		if (!w->seen[i])
			w->seen[i] = r[i].data;
		if (memcmp(w->seen[i], r[i].data, WORD) != 0)
			return false;
	}
	return true;
}

/* One that failed without a word may only have found no gas left by the others. */
static void take_result(struct work *w, size_t view,
			const struct multicall_result *r)
{
	struct evm_view *v = &w->views[view];

	if (!r->ok && !r->len) {
		push(w, view, 1);
		return;
	}
	v->state = r->ok ? EVM_VIEW_OK : EVM_VIEW_REVERTED;
	v->data = r->data;
	v->len = r->len;
}

static void take_chunk(struct work *w, const struct span *s,
		       const struct jsonrpc_reply *reply, struct arena *scratch)
{
	struct multicall_result *r =
		arena_alloc(scratch, (s->n + ASKED) * sizeof(*r));
	const char *text, *why;
	const uint8_t *data;
	size_t len;

	why = evm_read_data(&text, &len, reply);
	if (why) {
		fail(w, "no_chain", why);
		return;
	}
	if (!len) { /* no code there */
		w->alone = true;
		push(w, s->first, s->n);
		return;
	}
	data = bytes_of(w->a, text, len);
	if (!multicall_decode(r, s->n + ASKED, data, len)) {
		fail(w, "no_chain", "what is at MULTICALL is no Multicall3");
		return;
	}
	if (!same_block(w, r)) {
		fail(w, "block_gone", "nodes answer as of several blocks");
		return;
	}
	for (size_t i = 0; i < s->n; i++)
		take_result(w, s->first + i, &r[ASKED + i]);
}

static void take_one(struct work *w, struct evm_view *v,
		     const struct jsonrpc_reply *reply)
{
	const char *text;

	v->why = evm_read_data(&text, &v->len, reply);
	v->state = v->why ? EVM_VIEW_FAILED : EVM_VIEW_OK;
	if (!v->why)
		v->data = bytes_of(w->a, text, v->len);
}

/* A call that a node refuses by itself.  False: it is not the call's fault. */
static bool refused_one(struct work *w, struct evm_view *v,
			const struct evm_failure *e)
{
	if (e->kind == EVM_ERR_REVERTED) {
		v->state = EVM_VIEW_REVERTED;
		v->len = e->data ? e->data_len : 0;
		v->data = e->data ? bytes_of(w->a, e->data, v->len) : NULL;
		return true;
	}
	if (e->kind != EVM_ERR_OUT_OF_GAS && e->kind != EVM_ERR_TOO_MANY &&
	    e->kind != EVM_ERR_TIMEOUT)
		return false;
	v->state = EVM_VIEW_FAILED;
	v->why = arena_strdup(w->a, e->why);
	return true;
}

/* Fewer of them may do where a node says nothing of the calls themselves: too much
 * gas, time or data. */
static bool is_too_much(const struct evm_failure *e,
			const struct jsonrpc_reply *r)
{
	return e->kind == EVM_ERR_OUT_OF_GAS || e->kind == EVM_ERR_REVERTED ||
	       e->kind == EVM_ERR_TOO_MANY || e->kind == EVM_ERR_TIMEOUT ||
	       e->kind == EVM_ERR_PARAMS || r->status == STATUS_TOO_LARGE;
}

static void take_error(struct work *w, const struct span *s,
		       const struct jsonrpc_reply *r)
{
	struct evm_failure e;

	evm_error_of(&e, r);
	if (s->n == 1 && refused_one(w, &w->views[s->first], &e))
		return;
	if (s->n > 1 && is_too_much(&e, r)) {
		push(w, s->first + s->n / 2, s->n - s->n / 2);
		push(w, s->first, s->n / 2);
		return;
	}
	evm_refused(w->no, w->a, "no_chain", "views of contracts", r);
	w->bad = true;
}

/* The next spans at the same time. */
static void run_some(struct work *w, struct jsonrpc_request *q)
{
	struct jsonrpc_request *go[AT_ONCE];
	struct span s[AT_ONCE];
	struct arena scratch = { 0 };
	size_t n = 0;

	while (n < AT_ONCE && w->n_todo) {
		struct span top = w->todo[--w->n_todo];

		if (w->alone && top.n > 1) {
			push(w, top.first + 1, top.n - 1);
			top.n = 1;
		}
		s[n] = top;
		go[n] = &q[n];
		if (top.n == 1)
			ask_one(w, &q[n], &w->views[top.first], &scratch);
		else
			ask_chunk(w, &q[n], &top, &scratch);
		n++;
	}
	jsonrpc_run(w->b->rpc, go, n);
	for (size_t i = 0; i < n && !w->bad; i++) {
		if (q[i].reply.err)
			take_error(w, &s[i], &q[i].reply);
		else if (s[i].n == 1)
			take_one(w, &w->views[s[i].first], &q[i].reply);
		else
			take_chunk(w, &s[i], &q[i].reply, &scratch);
	}
	arena_free(&scratch);
}

const char *evm_batch_conf(struct evm_batch *b)
{
	const char *text = conf_text("MULTICALL");

	return evm_address_parse(&b->multicall, text, strlen(text))
		       ? NULL
		       : "is no address, or its checksum is wrong";
}

bool evm_batch_run(const struct evm_batch *b, struct arena *a,
		   struct evm_view *views, size_t n, struct evm_no *no)
{
	struct work w = { .b = b, .a = a, .views = views, .no = no };
	struct jsonrpc_request q[AT_ONCE];

	for (size_t i = 0; i < AT_ONCE; i++)
		jsonrpc_request_init(&q[i], EVM_REPLY_MAX);
	cut(&w, n);
	while (w.n_todo && !w.bad)
		run_some(&w, q);
	for (size_t i = 0; i < AT_ONCE; i++)
		jsonrpc_request_free(&q[i]);
	free(w.todo);
	return !w.bad;
}
