#include "market.h"

#include "base/conf.h"
#include "base/hex.h"
#include "chain/keccak.h"
#include "data/rec_removed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is heard of ---- */

static void watch(struct reader *r, struct watch *w,
		  const struct evm_address *at, const char *const *events)
{
	char text[EVM_ADDRESS_STR_SZ];
	struct watch_no no;

	for (; events && *events; events++) {
		const char *line = arena_printf(
			&r->life, "%s %s\n",
			at ? evm_address_format(text, at) : "any", *events);

		if (!watch_add(w, &r->life, line, strlen(line), NULL, NULL,
			       &no))
			mm_die(MM_FAIL, "%s: %s", line, no.why);
	}
}

void heard_open(struct heard *h, struct reader *r, const struct market *m)
{
	*h = (struct heard){ .reach = -1 };
	watch(r, &h->watch, &m->at, m->protocol->events);
	watch(r, &h->watch, NULL, m->protocol->token_events);
	evm_events_open(&h->events, &h->watch, r->conf.chain_id);
}

void heard_close(struct heard *h)
{
	evm_events_close(&h->events);
	free(h->marks.v);
	free(h->anchors);
}

/* ---- the filter ---- */

static const char *hex_text(struct arena *a, const uint8_t *bytes, size_t n)
{
	char *text = arena_alloc(a, 2 + HEX_SZ(n));

	memcpy(text, "0x", 2);
	hex_format(text + 2, bytes, n);
	return text;
}

static struct evm_filter filter_of(struct reader *r, struct market *m)
{
	struct evm_address *tokens;
	size_t n = m->protocol->contracts(m, r->a, &tokens);
	const struct watch *w = &m->heard.watch;
	const char **at = arena_alloc(r->a, (n + 1) * sizeof(*at));
	const char **topics = arena_alloc(r->a, w->n * sizeof(*topics));

	at[0] = hex_text(r->a, m->at.b, EVM_ADDRESS_LEN);
	for (size_t i = 0; i < n; i++)
		at[1 + i] = hex_text(r->a, tokens[i].b, EVM_ADDRESS_LEN);
	for (size_t i = 0; i < w->n; i++)
		topics[i] = hex_text(r->a, w->v[i].item.hash, KECCAK256_LEN);
	return (struct evm_filter){ .addresses = at,
				    .n_addresses = n + 1,
				    .topic[0] = { topics, w->n } };
}

/* ---- logs ---- */

struct hearing {
	struct reader *r;
	struct market *m;
	struct arena arena; /* of a piece of logs */
	int64_t reach;      /* heard before */
	int64_t marked;     /* logs from this block on are marked */
	struct marks marks;
};

static int by_place(const void *x, const void *y)
{
	const struct mark *a = x, *b = y;

	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	return memcmp(a->hash, b->hash, sizeof(a->hash));
}

static bool has_mark(const struct marks *all, const struct mark *m)
{
	return all->n && bsearch(m, all->v, all->n, sizeof(*m), by_place);
}

static void add_mark(struct marks *all, const struct mark *m)
{
	if (all->n == all->cap) {
		all->cap = all->cap ? 2 * all->cap : 64;
		all->v = mem_realloc(all->v, all->cap, sizeof(*all->v));
	}
	all->v[all->n++] = *m;
}

static void touch(struct market *m, const struct heard_users *users)
{
	for (size_t i = 0; i < users->n; i++)
		accounts_touch(&m->accounts, users->v[i]);
}

/* False: it has no hash of a block. */
static bool mark_of(struct mark *out, int64_t block, int64_t index,
		    const char *hash)
{
	*out = (struct mark){ .block = block, .index = index };
	return hash && strlen(hash) == EVM_HASH_CHARS &&
	       hex_parse(out->hash, sizeof(out->hash), hash + 2,
			 2 * sizeof(out->hash));
}

static const char *hear_one(struct hearing *h, const struct evm_log *l)
{
	const struct rec_chain *chain = h->r->chain;
	struct rec_event e;
	struct mark mark;

	if (l->removed)
		return NULL;
	if (l->block == chain->block &&
	    strcmp(l->block_hash, chain->block_hash) != 0)
		return "logs of another block than the frame's";
	if (evm_event_of(&e, &h->arena, &h->m->heard.events, l, 0) !=
		    EVM_EVENT ||
	    !mark_of(&mark, l->block, l->log_index, l->block_hash))
		return NULL;
	h->m->protocol->hear(&mark.users, h->m, &e);
	if (!mark.users.n)
		return NULL;
	if (l->block > h->reach)
		touch(h->m, &mark.users);
	if (l->block >= h->marked)
		add_mark(&h->marks, &mark);
	return NULL;
}

static const char *hear(void *ctx, const struct evm_filter *f,
			const struct evm_log *v, size_t n)
{
	struct hearing *h = ctx;
	const char *why = NULL;

	(void)f;
	arena_reset(&h->arena);
	for (size_t i = 0; i < n && !why; i++)
		why = hear_one(h, &v[i]);
	return why;
}

/* What is there now and was not, or was and is not, changed. */
static void compare(struct hearing *h)
{
	const struct marks *old = &h->m->heard.marks, *now = &h->marks;

	for (size_t i = 0; i < now->n; i++)
		if (!has_mark(old, &now->v[i]))
			touch(h->m, &now->v[i].users);
	for (size_t i = 0; i < old->n; i++)
		if (old->v[i].block >= h->marked && !has_mark(now, &old->v[i]))
			touch(h->m, &old->v[i].users);
}

static bool read_logs(struct hearing *h, int64_t from)
{
	struct reader *r = h->r;
	struct evm_filter f = filter_of(r, h->m);
	struct evm_no no = { "no_logs", "nodes no longer have logs that old" };

	f.from = from;
	f.to = r->chain->block;
	if (evm_logs_read(&r->logs, r->a, &f, hear, h, &no) != EVM_LOGS_ALL) {
		reader_refuse(r, no.reason, "%s: %s", h->m->address, no.text);
		return false;
	}
	if (h->marks.n)
		qsort(h->marks.v, h->marks.n, sizeof(*h->marks.v), by_place);
	return true;
}

/* ---- what event-watch told ---- */

static void hear_events(struct hearing *h)
{
	const struct rec_event *const *events = h->r->seen.events.v;
	const struct rec_removed *const *removed = h->r->seen.removed.v;

	for (size_t i = 0; i < h->r->seen.events.n; i++) {
		const struct rec_event *e = events[i];
		struct mark mark;

		if (e->chain_id != h->r->conf.chain_id ||
		    !mark_of(&mark, e->block, e->log_index, e->block_hash) ||
		    has_mark(&h->marks, &mark))
			continue;
		h->m->protocol->hear(&mark.users, h->m, e);
		touch(h->m, &mark.users);
	}
	for (size_t i = 0; i < h->r->seen.removed.n; i++)
		if (removed[i]->chain_id == h->r->conf.chain_id &&
		    removed[i]->block < h->marked)
			h->m->whole = true; /* deeper than marks reach */
}

/* ---- reorganisations ---- */

/* The newest block of an earlier frame that stands before that one; NULL: none. */
static const struct anchor *anchor_before(const struct heard *h, int64_t block)
{
	for (size_t i = h->n_anchors; i-- > 0;)
		if (h->anchors[i].block < block)
			return &h->anchors[i];
	return NULL;
}

/* The frame's block is that one or its child: nothing moved. */
static bool goes_on(const struct anchor *newest, const struct rec_chain *chain)
{
	return !strcmp(newest->hash, chain->block_hash) ||
	       (newest->block == chain->block - 1 && chain->parent_hash &&
		!strcmp(newest->hash, chain->parent_hash));
}

/* False: refused.  *moved: it is no longer of the chain. */
static bool look(struct reader *r, const struct anchor *anchor, bool *moved)
{
	struct jsonrpc_request *q = &r->logs.q;
	struct evm_block b;
	struct evm_no no;
	const char *why;

	evm_ask_block(q, evm_at_block(anchor->block));
	if (jsonrpc_call(r->rpc, q)) {
		evm_refused(&no, r->a, "no_chain", "header", &q->reply);
		reader_refuse(r, no.reason, "%s", no.text);
		return false;
	}
	why = evm_read_block(&b, &q->reply);
	if (why) {
		reader_refuse(r, "no_chain", "%s", why);
		return false;
	}
	*moved = !b.found || strcmp(b.hash, anchor->hash) != 0;
	return true;
}

static void add_anchor(struct heard *h, int64_t block, const char *hash,
		       int64_t keep)
{
	struct anchor a = { .block = block };
	size_t n = 0;

	snprintf(a.hash, sizeof(a.hash), "%s", hash);
	/* One before what will be heard again is enough. */
	for (size_t i = 0; i < h->n_anchors; i++)
		if (h->anchors[i].block < block &&
		    (i + 1 == h->n_anchors || h->anchors[i + 1].block >= keep))
			h->anchors[n++] = h->anchors[i];
	h->n_anchors = n;
	if (h->n_anchors == h->cap_anchors) {
		h->cap_anchors = h->cap_anchors ? 2 * h->cap_anchors : 16;
		h->anchors = mem_realloc(h->anchors, h->cap_anchors,
					 sizeof(*h->anchors));
	}
	h->anchors[h->n_anchors++] = a;
}

void heard_from(struct heard *h, int64_t reach, const char *hash)
{
	h->reach = reach;
	add_anchor(h, reach, hash, reach);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* From which block on logs are asked for, and from which on they are held against those
 * of the last frame.  False: refused. */
static bool first_block(int64_t *from, int64_t *marked, struct reader *r,
			struct market *m)
{
	struct heard *h = &m->heard;
	int64_t reach = least(h->reach, r->chain->block), deep;
	const struct anchor *anchor;
	bool moved = false;

	*from = m->from_block;
	*marked = r->chain->block - conf_int("CONFIRMATIONS") + 1;
	if (h->reach < 0)
		return true;
	deep = most(*from, reach - conf_int("REORG_DEPTH") + 1);
	*from = most(*from, reach - conf_int("CONFIRMATIONS") + 1);
	*marked = *from;
	anchor = anchor_before(h, INT64_MAX);
	if (anchor && !goes_on(anchor, r->chain)) {
		if (m->told_block >= 0)
			anchor = anchor_before(h, *from);
		if (anchor && !look(r, anchor, &moved))
			return false;
	}
	if (moved && m->told_block < 0) {
		accounts_free(&m->accounts);
		h->reach = -1;
		*from = m->from_block;
	} else if (moved || (m->whole && m->told_block >= 0)) {
		m->whole = true;
		*from = deep;
	}
	return true;
}

bool heard_read(struct reader *r, struct market *m)
{
	struct heard *heard = &m->heard;
	int64_t block = r->chain->block, again = conf_int("CONFIRMATIONS");
	struct hearing h = { .r = r, .m = m };
	int64_t from;
	bool ok = first_block(&from, &h.marked, r, m);

	h.reach = heard->reach;
	ok = ok && (from > block || read_logs(&h, from));
	arena_free(&h.arena);
	if (!ok) {
		free(h.marks.v);
		return false;
	}
	compare(&h);
	hear_events(&h);
	free(heard->marks.v);
	heard->marks = h.marks;
	heard->reach = block;
	add_anchor(heard, block, r->chain->block_hash, block - again);
	return true;
}
