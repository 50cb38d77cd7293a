#include "data/lend_save.h"

#include "base/hex.h"
#include "data/in.h"
#include "data/lend_sum.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 9
#define TAIL_LEN   (4 + 2 * SHA256_LEN) /* "end " and the sum */

static const char damaged[] = "it is damaged";

struct loading {
	struct lend_state *state;
	struct lend_pool *pool;     /* being loaded; NULL: between two */
	struct lend_market *market; /* its, once its records are there */
	uint32_t account;
	struct out seen; /* of the chunk */
	unsigned char sum[SHA256_LEN];
	struct json json;
	struct arena mem; /* of a line */
	bool ended;
};

/* Cuts a line at its blanks; how many fields. */
static size_t cut(char *line, char *field[FIELDS_MAX])
{
	size_t n = 0;

	for (char *p = line; p && n < FIELDS_MAX; n++) {
		field[n] = p;
		p = strchr(p, ' ');
		if (p)
			*p++ = '\0';
	}
	return n;
}

static bool hex_number(uint64_t *out, const char *text, uint64_t most)
{
	size_t n = strspn(text, "0123456789abcdef");

	if (!n || n > 16 || text[n])
		return false;
	*out = strtoull(text, NULL, 16);
	return *out <= most;
}

static bool number(int64_t *out, const char *text)
{
	size_t n = strspn(text, "0123456789");

	if (!n || n > 15 || text[n])
		return false;
	*out = strtoll(text, NULL, 10);
	return true;
}

/* ---- lines ---- */

static const char *head_line(struct loading *l, const char *line)
{
	char mine[128];

	snprintf(mine, sizeof(mine), LEND_SAVE_HEAD " %" PRId64 " %u/%u",
		 l->state->chain_id, l->state->shard, l->state->shards);
	if (strncmp(line, LEND_SAVE_HEAD " ", strlen(LEND_SAVE_HEAD " ")) != 0)
		return "it is no state this version knows";
	return strcmp(line, mine) ? "it is of another chain or shard" : NULL;
}

/* The marks of reasons are their places. */
static const char *reason_line(struct loading *l, char *line)
{
	char *f[FIELDS_MAX];
	size_t n = l->state->n_reasons;

	if (l->state->n || cut(line, f) != 2 || !*f[1] ||
	    lend_state_said(l->state, f[1]) != LEND_SAID_REASON + n)
		return damaged;
	return NULL;
}

/* ID GAP AS_OF TARGET BLOCK_TS NEXT */
static const char *market_line(struct loading *l, char *line)
{
	struct lend_state *s = l->state;
	struct lend_pool *p;
	char *f[FIELDS_MAX];
	int64_t gap, next;

	if (l->pool || cut(line, f) != 7 || strlen(f[1]) >= sizeof(p->id))
		return damaged;
	s->pool = mem_realloc(s->pool, s->n + 1, sizeof(struct lend_pool *));
	p = s->pool[s->n++] = l->pool = mem_alloc(1, sizeof(*p));
	memcpy(p->id, f[1], strlen(f[1]) + 1);
	p->market = l->market = lend_market_new(&s->params);
	if (!number(&gap, f[2]) || !number(&p->as_of, f[3]) ||
	    !number(&p->target_ts_s, f[4]) || !number(&p->block_ts_s, f[5]) ||
	    !number(&next, f[6]))
		return damaged;
	p->gap = gap != 0;
	p->market->next = (uint32_t)next;
	return NULL;
}

static const char *record_line(struct loading *l, char *line, size_t len)
{
	union {
		max_align_t align;
		unsigned char bytes[1024];
	} rec;
	const struct json_tok *name;
	const struct rec_type *type;

	if (!l->pool || json_scan(&l->json, line, len))
		return damaged;
	name = json_member(&l->json, 0, "type");
	type = name ? rec_find(name->s, name->len) : NULL;
	if (!type || type->shape.size > sizeof(rec) ||
	    rec_decode(type, &rec, &l->json, &l->mem) ||
	    !lend_pool_restore(l->pool, type, &rec))
		return damaged;
	return NULL;
}

/* ADDRESS EMODE CLASS SAID WATCHED HF */
static const char *account_line(struct loading *l, char *line)
{
	struct lend_kept_account a;
	uint64_t emode, class, said, watched, hf;
	char *f[FIELDS_MAX];

	if (!l->pool || cut(line, f) != 7 ||
	    !hex_parse(a.address.b, sizeof(a.address.b), f[1], strlen(f[1])) ||
	    !hex_number(&emode, f[2], UINT8_MAX) ||
	    !hex_number(&class, f[3], LEND_UNKNOWN) ||
	    !hex_number(&said, f[4], UINT8_MAX) ||
	    !hex_number(&watched, f[5], 1) ||
	    !hex_number(&hf, f[6], LEND_HF_MAX))
		return damaged;
	a.emode = (uint8_t)emode;
	a.class = (uint8_t) class;
	a.said = (uint8_t)said;
	a.watched = watched;
	a.hf = (uint32_t)hf;
	l->account = lend_market_restore(l->market, &a);
	return NULL;
}

static bool key_field(bool *in, uint64_t *key, const char *text)
{
	*in = strcmp(text, "-") != 0;
	*key = 0;
	return !*in || hex_number(key, text, UINT64_MAX);
}

/* RESERVE SIDE COLLATERAL TWIN HIGH LOW LOW_KEY HIGH_KEY */
static const char *leg_line(struct loading *l, char *line)
{
	struct lend_kept_leg k;
	uint64_t reserve, side, collateral, twin, high, low;
	char *f[FIELDS_MAX];

	if (!l->pool || !l->market->store.a.n || cut(line, f) != 9 ||
	    !hex_number(&reserve, f[1], AAVE_RESERVES - 1) ||
	    !hex_number(&side, f[2], LEND_STABLE) ||
	    !hex_number(&collateral, f[3], 1) || !hex_number(&twin, f[4], 1) ||
	    !hex_number(&high, f[5], UINT64_MAX) ||
	    !hex_number(&low, f[6], UINT64_MAX) ||
	    !key_field(&k.low, &k.low_key, f[7]) ||
	    !key_field(&k.high, &k.high_key, f[8]))
		return damaged;
	k.kind = (struct lend_leg_kind){ .reserve = (uint8_t)reserve,
					 .side = (uint8_t)side,
					 .collateral = collateral,
					 .twin = twin };
	k.amount = (unsigned __int128)high << 64 | low;
	lend_market_restore_leg(l->market, l->account, &k);
	return NULL;
}

static const char *done_line(struct loading *l)
{
	if (!l->pool || !lend_pool_resume(l->pool, l->state))
		return damaged;
	l->pool = NULL;
	return NULL;
}

static const char *end_line(struct loading *l, const char *line, size_t len)
{
	char sum[HEX_SZ(SHA256_LEN)];

	lend_sum_add(l->sum, l->seen.buf, l->seen.len);
	l->ended = len == TAIL_LEN && !l->pool &&
		   !strcmp(line + 4, hex_format(sum, l->sum, sizeof(l->sum)));
	return l->ended ? NULL : damaged;
}

static const char *take_line(struct loading *l, char *line, size_t len,
			     bool first)
{
	const char *why = NULL;

	if (l->ended)
		return damaged;
	if (!strncmp(line, "end ", 4))
		return end_line(l, line, len);
	out_bytes(&l->seen, line, len);
	out_bytes(&l->seen, "\n", 1);
	if (l->seen.len >= LEND_SUM_CHUNK) {
		lend_sum_add(l->sum, l->seen.buf, l->seen.len);
		l->seen.len = 0;
	}
	if (first)
		why = head_line(l, line);
	else if (*line == 'a')
		why = account_line(l, line);
	else if (*line == 'l')
		why = leg_line(l, line);
	else if (*line == '{')
		why = record_line(l, line, len);
	else if (*line == 'm')
		why = market_line(l, line);
	else if (*line == 'r')
		why = reason_line(l, line);
	else
		why = strcmp(line, "done") ? damaged : done_line(l);
	arena_reset(&l->mem);
	return why;
}

const char *lend_load(struct lend_state *s, const char *path)
{
	struct loading l = { .state = s };
	struct in *in = in_open(path);
	const char *why = NULL;
	enum in_result got;
	char *line;
	size_t len;

	if (!in)
		return strerror(errno);
	out_open(&l.seen, -1);
	while (!why && (got = in_next(in, &line, &len, NULL)) != IN_END)
		why = got == IN_LINE
			      ? take_line(&l, line, len, in_line(in) == 1)
			      : damaged;
	if (!why && !l.ended)
		why = damaged;
	in_close(in);
	l.seen.len = 0;
	out_close(&l.seen);
	json_free(&l.json);
	arena_free(&l.mem);
	return why;
}
