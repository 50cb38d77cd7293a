#include "groups.h"

#include "data/lend_conf.h"
#include "data/pools_conf.h"

#include <string.h>

struct spreading {
	struct buf *out;
	struct arena *a;
	const struct evm_conf *conf;
	struct pools_conf pools;
	const struct lend_conf *markets;
	size_t n_markets;
	bool read; /* these: only where a line asks for them */
	size_t *line_of;
	size_t n, line;
};

static const char *const groups[] = { "v2_pools", "v3_pools", "v4_pools",
				      "vaults", "lend_pools" };
#define VAULTS     3 /* in groups; before it, enum pool_kind */
#define LEND_POOLS 4
#define N_GROUPS   (sizeof(groups) / sizeof(*groups))

/* The group a line begins with; *name is its length.  N_GROUPS: none. */
static size_t group_of(size_t *name, const char *line, size_t len)
{
	for (size_t i = 0; i < N_GROUPS; i++) {
		*name = strlen(groups[i]);
		if (len > *name && !memcmp(line, groups[i], *name) &&
		    (line[*name] == ' ' || line[*name] == '\t'))
			return i;
	}
	return N_GROUPS;
}

static bool end_line(struct spreading *s)
{
	s->line_of = arena_grow(s->a, s->line_of, s->n * sizeof(*s->line_of),
				(s->n + 1) * sizeof(*s->line_of));
	s->line_of[s->n++] = s->line;
	return buf_add(s->out, "\n", 1);
}

static bool put_line(struct spreading *s, const char *contract,
		     const char *rest, size_t len)
{
	return buf_addf(s->out, "%s", contract) && buf_add(s->out, rest, len) &&
	       end_line(s);
}

static bool put_v4(struct spreading *s, const char *rest, size_t len)
{
	const char *before = NULL;

	for (size_t i = 0; i < s->pools.n_pools; i++) {
		const struct pool_conf *p = &s->pools.pools[i];
		char at[EVM_ADDRESS_STR_SZ];

		if (p->kind != POOL_V4)
			continue;
		if (!before &&
		    (!buf_addf(s->out, "%s", evm_address_format(at, &p->at)) ||
		     !buf_add(s->out, rest, len)))
			return false;
		before = before ? "|" : " where id=";
		if (!buf_addf(s->out, "%s%s", before, p->name))
			return false;
	}
	return !before || end_line(s);
}

static bool put_markets(struct spreading *s, enum lend_kind kind,
			const char *rest, size_t len)
{
	for (size_t i = 0; i < s->n_markets; i++)
		if (s->markets[i].kind == kind &&
		    !put_line(s, s->markets[i].address, rest, len))
			return false;
	return true;
}

static bool put_group(struct spreading *s, size_t group, const char *rest,
		      size_t len)
{
	if (!s->read) {
		pools_conf_read(&s->pools, s->a, s->conf);
		s->markets = lend_conf_read(s->a, &s->n_markets);
	}
	s->read = true;
	if (group == LEND_POOLS)
		return put_markets(s, LEND_AAVE, rest, len);
	if (group == (size_t)POOL_V4)
		return put_v4(s, rest, len);
	if (group == VAULTS) {
		for (size_t i = 0; i < s->pools.n_vaults; i++)
			if (!put_line(s, s->pools.vaults[i].address, rest, len))
				return false;
		return true;
	}
	for (size_t i = 0; i < s->pools.n_pools; i++)
		if ((size_t)s->pools.pools[i].kind == group &&
		    !put_line(s, s->pools.pools[i].name, rest, len))
			return false;
	return true;
}

bool groups_spread(struct buf *out, size_t **line_of, struct arena *a,
		   const struct buf *text, const struct evm_conf *conf)
{
	struct spreading s = { .out = out, .a = a, .conf = conf };
	const char *line = text->p, *end = text->p + text->len, *next;

	for (; line < end; line = next) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((stop ? stop : end) - line), name;
		size_t group = group_of(&name, line, len);

		next = line + len + (stop != NULL);
		s.line++;
		if (!(group < N_GROUPS
			      ? put_group(&s, group, line + name, len - name)
			      : put_line(&s, "", line, len)))
			return false;
	}
	*line_of = s.line_of;
	return true;
}
