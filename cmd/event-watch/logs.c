/* logs.c - the logs of a range of blocks, in answers as large as nodes give. */
#include "watcher.h"

#include "base/hex.h"
#include "venue/evm_logs.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TIMES_MAX (WATCHER_AT_ONCE - AHEAD) /* blocks asked for at a time */
#define AHEAD     4                         /* ranges asked for at a time */

/* ---- what is asked for ---- */

struct texts {
	const char **v;
	size_t n;
};

static void add_text(struct texts *t, struct arena *a, const uint8_t *bytes,
		     size_t n)
{
	char *text = arena_alloc(a, 2 + HEX_SZ(n));

	memcpy(text, "0x", 2);
	hex_format(text + 2, bytes, n);
	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->v[i], text))
			return;
	t->v = arena_grow(a, t->v, t->n * sizeof(*t->v),
			  (t->n + 1) * sizeof(*t->v));
	t->v[t->n++] = text;
}

static bool all_placed(const struct watch *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->v[i].placed)
			return false;
	return true;
}

static bool all_filter(const struct watch *w, size_t topic)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->v[i].topic[topic].n)
			return false;
	return true;
}

/* One question for all events: what passes it and is none of them is left out
 * here. */
void logs_filter(struct watcher *w)
{
	const struct watch *watch = &w->watch;
	struct texts at = { .n = 0 }, topic[EVM_TOPICS] = { { .n = 0 } };

	for (size_t i = 0; i < watch->n; i++) {
		const struct watch_event *e = &watch->v[i];

		add_text(&topic[0], &w->life, e->item.hash, ABI_WORD);
		if (all_placed(watch))
			add_text(&at, &w->life, e->contract.b, EVM_ADDRESS_LEN);
		for (size_t k = 1; k < EVM_TOPICS; k++)
			for (size_t n = 0;
			     all_filter(watch, k) && n < e->topic[k].n; n++)
				add_text(&topic[k], &w->life,
					 e->topic[k].any[n], ABI_WORD);
	}
	w->ask.addresses = at.v;
	w->ask.n_addresses = at.n;
	for (size_t k = 0; k < EVM_TOPICS; k++) {
		w->ask.topic[k].any = topic[k].v;
		w->ask.topic[k].n = topic[k].n;
	}
}

/* ---- times of blocks, where the node's logs do not say them ---- */

static bool read_times(struct watcher *w, struct arena *a,
		       struct evm_log *const *first, size_t n,
		       const struct evm_log *end, struct evm_no *no)
{
	struct jsonrpc_request *q[TIMES_MAX];

	if (!n)
		return true;
	for (size_t i = 0; i < n; i++) {
		q[i] = &w->q[AHEAD + i];
		evm_ask_block(q[i], evm_at_hash(first[i]->block_hash));
	}
	jsonrpc_run(w->rpc, q, n);
	for (size_t i = 0; i < n; i++) {
		struct evm_block b;
		struct evm_log *l = first[i];

		if (q[i]->reply.err) {
			evm_refused(no, a, "no_logs", "block of a log",
				    &q[i]->reply);
			return false;
		}
		if (evm_read_block(&b, &q[i]->reply) || !b.found) {
			*no = (struct evm_no){ "block_gone",
					       "the block of a log is gone" };
			return false;
		}
		for (; l < end && !strcmp(l->block_hash, first[i]->block_hash);
		     l++)
			l->block_time_s = b.time_s;
	}
	return true;
}

static bool add_times(struct watcher *w, struct arena *a, struct evm_log *logs,
		      size_t n, struct evm_no *no)
{
	struct evm_log *first[TIMES_MAX], *end = logs + n;
	size_t n_first = 0;

	for (struct evm_log *l = logs; l < end; l++) {
		if (l->block_time_s >= 0 ||
		    (n_first &&
		     !strcmp(first[n_first - 1]->block_hash, l->block_hash)))
			continue;
		if (n_first == TIMES_MAX) {
			if (!read_times(w, a, first, n_first, end, no))
				return false;
			n_first = 0;
		}
		first[n_first++] = l;
	}
	return read_times(w, a, first, n_first, end, no);
}

/* ---- what is told ---- */

static bool tell(struct watcher *w, struct arena *a, const struct evm_log *log,
		 struct evm_no *no)
{
	struct rec_event event;
	struct reorg_log seen;

	switch (evm_event_of(&event, a, &w->events, log, 0)) {
	case EVM_EVENT:
		break;
	case EVM_UNFIT:
		w->unfit++;
		return true;
	case EVM_OTHER:
		return true;
	}
	seen = evm_event_log(&event);
	switch (reorg_see(&w->reorg, &seen)) {
	case REORG_TELL:
		if (seen.turn)
			evm_event_turn(&event, a, seen.turn);
		rec_write(w->out, &rec_event_type, &event);
		return true;
	case REORG_KNOWN:
		return true;
	case REORG_FOREIGN:
		break;
	}
	*no = (struct evm_no){ "block_gone",
			       "the chain moved while its logs were read" };
	return false;
}

static int by_place(const void *x, const void *y)
{
	const struct evm_log *a = x, *b = y;

	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	return (a->log_index > b->log_index) - (a->log_index < b->log_index);
}

/* Blocks that are asked for together. */
struct range {
	int64_t from, to;
};

/* False also: logs of other blocks than were asked for. */
static bool tell_reply(struct watcher *w, struct arena *a,
		       const struct range *r, const struct jsonrpc_reply *reply,
		       struct evm_no *no)
{
	struct arena each = { 0 };
	struct evm_log *logs;
	size_t n;
	const char *why = evm_read_logs(&logs, &n, a, reply);
	bool ok = true;

	for (size_t i = 0; !why && i < n; i++)
		if (logs[i].block < r->from || logs[i].block > r->to)
			why = "logs of blocks that were not asked for";
	if (why) {
		*no = (struct evm_no){ "no_logs", why };
		return false;
	}
	qsort(logs, n, sizeof(*logs), by_place);
	if (!add_times(w, a, logs, n, no))
		return false;
	for (size_t i = 0; ok && i < n; i++) {
		arena_reset(&each);
		ok = logs[i].removed || tell(w, &each, &logs[i], no);
	}
	arena_free(&each);
	return ok;
}

/* ---- the range ---- */

/* The next ranges, asked for at the same time.  Returns how many. */
static size_t ask_ahead(struct watcher *w, struct range r[static AHEAD],
			int64_t from, int64_t to)
{
	struct jsonrpc_request *q[AHEAD];
	size_t n = 0;

	while (n < AHEAD && from <= to) {
		r[n].from = from;
		r[n].to = to - from < w->range ? to : from + w->range - 1;
		w->ask.from = from;
		w->ask.to = r[n].to;
		q[n] = &w->q[n];
		evm_ask_logs(q[n], &w->ask);
		from = r[n++].to + 1;
	}
	jsonrpc_run(w->rpc, q, n);
	return n;
}

static bool tell_range(struct watcher *w, struct arena *a,
		       const struct range *r, const struct jsonrpc_reply *reply,
		       struct evm_no *no)
{
	struct arena own = { 0 };
	bool ok = tell_reply(w, &own, r, reply, no);

	if (!ok)
		no->text = arena_strdup(a, no->text);
	arena_free(&own);
	if (ok && w->scanned < r->to)
		w->scanned = r->to;
	w->range = evm_logs_more(w->range, w->most);
	return ok;
}

static bool refuse(struct arena *a, const struct range *r,
		   const struct jsonrpc_reply *reply, struct evm_no *no)
{
	evm_refused(no, a, "no_logs",
		    arena_printf(a, "logs of blocks %" PRId64 " to %" PRId64,
				 r->from, r->to),
		    reply);
	return false;
}

bool logs_tell(struct watcher *w, struct arena *a, int64_t from, int64_t to,
	       struct evm_no *no)
{
	int lost = 0;

	while (from <= to) {
		struct range r[AHEAD];
		size_t n = ask_ahead(w, r, from, to);

		for (size_t i = 0; i < n; i++) {
			const struct jsonrpc_reply *reply = &w->q[i].reply;

			if (reply->err && evm_logs_less(&w->range, r[i].from,
							r[i].to, reply, &lost))
				break;
			if (reply->err)
				return refuse(a, &r[i], reply, no);
			if (!tell_range(w, a, &r[i], reply, no))
				return false;
			from = r[i].to + 1;
		}
	}
	return true;
}
