#include "data/lend_save.h"

#include "base/hex.h"
#include "data/lend_sum.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TEXT_SZ  320
#define LEGS_MAX (3 * AAVE_RESERVES) /* of an account: one of each side */

/* What is written, and the sum of what was. */
struct saving {
	struct out out; /* in memory; goes to fd by the chunk */
	struct out file;
	unsigned char sum[SHA256_LEN];
};

static void pass_on(struct saving *s)
{
	lend_sum_add(s->sum, s->out.buf, s->out.len);
	out_bytes(&s->file, s->out.buf, s->out.len);
	out_flush(&s->file);
	s->out.len = 0;
}

static void line_done(struct saving *s)
{
	if (s->out.len >= LEND_SUM_CHUNK)
		pass_on(s);
}

static void line(struct saving *s, const char *text, int len)
{
	out_bytes(&s->out, text, (size_t)len);
	line_done(s);
}

static void record(struct saving *s, const struct rec_type *type,
		   const void *rec)
{
	if (!rec)
		return;
	rec_write(&s->out, type, rec);
	line_done(s);
}

/* A key of a queue, or "-". */
static int key_text(char *out, size_t sz, bool in, uint64_t key)
{
	return in ? snprintf(out, sz, " %" PRIx64, key)
		  : snprintf(out, sz, " -");
}

static void save_leg(struct saving *s, const struct lend_market *m,
		     uint32_t leg)
{
	struct lend_kept_leg k;
	char text[TEXT_SZ];
	int n;

	lend_market_keep_leg(&k, m, leg);
	n = snprintf(text, sizeof(text), "l %x %x %x %x %" PRIx64 " %" PRIx64,
		     k.kind.reserve, k.kind.side, k.kind.collateral,
		     k.kind.twin, (uint64_t)(k.amount >> 64),
		     (uint64_t)k.amount);
	n += key_text(text + n, sizeof(text) - (size_t)n, k.low, k.low_key);
	n += key_text(text + n, sizeof(text) - (size_t)n, k.high, k.high_key);
	text[n++] = '\n';
	line(s, text, n);
}

static void save_account(struct saving *s, const struct lend_market *m,
			 uint32_t account)
{
	struct lend_kept_account k;
	char text[TEXT_SZ], address[HEX_SZ(LEND_ADDRESS_LEN)];
	uint32_t legs[LEGS_MAX], n = 0;

	lend_market_keep(&k, m, account);
	line(s, text,
	     snprintf(text, sizeof(text), "a %s %x %x %x %x %" PRIx32 "\n",
		      hex_format(address, k.address.b, sizeof(k.address.b)),
		      k.emode, k.class, k.said, k.watched, k.hf));
	for (uint32_t i = m->store.a.first[account]; i != LEND_NONE;
	     i = m->store.l.next[i])
		legs[n++] = i;
	/* The last first: a leg that is restored goes to the front of its list. */
	while (n)
		save_leg(s, m, legs[--n]);
}

static void save_pool(struct saving *s, const struct lend_pool *p)
{
	const struct lend_market *m = p->market;
	char text[TEXT_SZ];

	line(s, text,
	     snprintf(text, sizeof(text),
		      "market %s %d %" PRId64 " %" PRId64 " %" PRId64
		      " %" PRIu32 "\n",
		      p->id, p->gap || p->waits, p->as_of, p->target_ts_s,
		      p->block_ts_s, m->next));
	record(s, &rec_lend_market_type, p->lend.rec);
	for (int i = 0; i < AAVE_RESERVES; i++) {
		record(s, &rec_reserve_type, p->reserve[i].rec);
		record(s, &rec_oracle_type, p->oracle[i].rec);
	}
	for (int i = 0; i < AAVE_EMODES; i++)
		record(s, &rec_emode_type, p->emode[i].rec);
	for (uint32_t i = 0; i < m->store.a.n; i++)
		save_account(s, m, i);
	line(s, "done\n", 5);
}

void lend_save(const struct lend_state *state, int fd)
{
	struct saving s = { .sum = { 0 } };
	char text[TEXT_SZ], sum[HEX_SZ(SHA256_LEN)];

	out_open(&s.out, -1);
	out_open(&s.file, fd);
	line(&s, text,
	     snprintf(text, sizeof(text), LEND_SAVE_HEAD " %" PRId64 " %u/%u\n",
		      state->chain_id, state->shard, state->shards));
	for (size_t i = 0; i < state->n_reasons; i++)
		line(&s, text,
		     snprintf(text, sizeof(text), "reason %s\n",
			      state->reason[i]));
	for (size_t i = 0; i < state->n; i++)
		if (state->pool[i]->market)
			save_pool(&s, state->pool[i]);
	pass_on(&s);
	out_bytes(&s.file, text,
		  (size_t)snprintf(text, sizeof(text), "end %s\n",
				   hex_format(sum, s.sum, sizeof(s.sum))));
	out_close(&s.out);
	out_close(&s.file);
}
