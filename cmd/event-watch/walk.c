/* walk.c - the headers that the reorg machine asks for. */
#include "watcher.h"

#include <inttypes.h>
#include <string.h>

static bool refuse(struct evm_no *no, const char *reason, const char *text)
{
	*no = (struct evm_no){ reason, text };
	return false;
}

static const char *header_of(struct reorg_header *out,
			     const struct jsonrpc_reply *r)
{
	struct evm_block b;
	const char *why = evm_read_block(&b, r);

	if (why)
		return why;
	if (!b.found)
		return "no such block";
	*out = (struct reorg_header){ .number = b.block, .time_s = b.time_s };
	if (!evm_hash_read(&out->hash, b.hash) ||
	    !evm_hash_read(&out->parent, b.parent))
		return "a hash that is none";
	return NULL;
}

/* Headers that were asked for by number, ahead of the walk. */
struct ahead {
	struct reorg_header v[WATCHER_AT_ONCE];
	size_t n;
};

static void look_ahead(struct watcher *w, struct ahead *ahead, int64_t number)
{
	struct jsonrpc_request *q[WATCHER_AT_ONCE];
	size_t n = 0;

	ahead->n = 0;
	for (; n < WATCHER_AT_ONCE && number - (int64_t)n >= 0; n++) {
		q[n] = &w->q[n];
		evm_ask_block(q[n], evm_at_block(number - (int64_t)n));
	}
	jsonrpc_run(w->rpc, q, n);
	for (size_t i = 0; i < n; i++)
		if (!q[i]->reply.err &&
		    !header_of(&ahead->v[ahead->n], &q[i]->reply))
			ahead->n++;
}

/* A header that is not there is as if the chain had moved. */
enum fetched { FETCHED, ABSENT, UNANSWERED };

static enum fetched fetch(struct watcher *w, struct arena *a,
			  struct reorg_header *out, struct evm_at at,
			  struct evm_no *no)
{
	struct jsonrpc_request *q = &w->q[0];
	const char *why;

	evm_ask_block(q, at);
	if (jsonrpc_call(w->rpc, q)) {
		evm_refused(no, a, "no_chain", "header", &q->reply);
		return strcmp(no->reason, "block_gone") ? UNANSWERED : ABSENT;
	}
	why = header_of(out, &q->reply);
	if (why)
		refuse(no, "block_gone", why);
	return why ? ABSENT : FETCHED;
}

static enum fetched next_header(struct watcher *w, struct arena *a,
				struct reorg_header *out, struct ahead *ahead,
				size_t n, struct evm_no *no)
{
	struct reorg_want want = reorg_wanted(&w->reorg);

	if (!want.hash)
		return fetch(w, a, out, evm_at_block(want.number), no);
	/* The second parent in a row: there will be more of them. */
	if (n == 1 || (n > 1 && !ahead->n))
		look_ahead(w, ahead, want.number);
	for (size_t i = 0; i < ahead->n; i++)
		if (!memcmp(&ahead->v[i].hash, want.hash, sizeof(*want.hash))) {
			*out = ahead->v[i];
			if (i == ahead->n - 1)
				ahead->n = 0;
			return FETCHED;
		}
	return fetch(w, a, out, evm_at_hash(evm_hash_text(a, want.hash)), no);
}

/* One walk; REORG_WANTS: no node answers. */
static enum reorg_walk walk(struct watcher *w, struct arena *a,
			    const struct reorg_header *head, struct evm_no *no)
{
	enum reorg_walk e = reorg_head(&w->reorg, head);
	struct ahead ahead = { .n = 0 };

	for (size_t n = 0; e == REORG_WANTS; n++) {
		struct reorg_header h;

		switch (next_header(w, a, &h, &ahead, n, no)) {
		case UNANSWERED:
			return REORG_WANTS;
		case ABSENT:
			return REORG_TORN;
		case FETCHED:
			e = reorg_block(&w->reorg, &h);
			break;
		}
	}
	return e;
}

bool walk_to(struct watcher *w, struct arena *a,
	     const struct reorg_header *head, struct evm_no *no)
{
	const struct reorg_header *top = reorg_top(&w->reorg);

	switch (walk(w, a, head, no)) {
	case REORG_WALKED:
		return true;
	case REORG_WANTS:
		return false;
	case REORG_BEHIND:
		return refuse(no, "block_behind",
			      arena_printf(a,
					   "the node is at block %" PRId64
					   ", block %" PRId64 " was told",
					   head->number, top->number));
	case REORG_TORN:
		return refuse(no, "block_gone",
			      "the chain moved while it was read");
	case REORG_DEEP:
		break;
	}
	return refuse(no, "reorg_deep",
		      arena_printf(a,
				   "block %" PRId64
				   " was settled (REORG_DEPTH) and is no "
				   "longer of the chain",
				   reorg_floor(&w->reorg)->number));
}

bool walk_still(struct watcher *w, struct arena *a, struct evm_no *no)
{
	const struct reorg_header *top = reorg_top(&w->reorg);
	struct reorg_header h;

	switch (fetch(w, a, &h, evm_at_block(top->number), no)) {
	case UNANSWERED:
	case ABSENT:
		return false;
	case FETCHED:
		break;
	}
	return !memcmp(&h.hash, &top->hash, sizeof(h.hash)) ||
	       refuse(no, "block_gone",
		      "the chain moved while its logs were read");
}
