#include "chain/watch.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

/* A name given to an address by a line of its own. */
struct alias {
	const char *name;
	struct evm_address address;
	const struct alias *next;
};

struct reading {
	struct watch *w;
	struct arena *a;
	watch_named *named;
	void *ctx;
	const struct alias *aliases;
	const char *why;
};

static bool no(struct reading *r, const char *why)
{
	r->why = why;
	return false;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char *skip(char *s)
{
	while (blank(*s))
		s++;
	return s;
}

/* Cuts the first word off s; returns what follows it. */
static char *word(char **s)
{
	char *end = *s = skip(*s);

	while (*end && !blank(*end))
		end++;
	if (*end)
		*end++ = '\0';
	return skip(end);
}

static bool is_name(const char *s)
{
	return *s && !s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")];
}

/* ---- contracts ---- */

static bool find_contract(struct reading *r, struct evm_address *out,
			  const char *name)
{
	if (!strncmp(name, "0x", 2))
		return evm_address_parse(out, name, strlen(name)) ||
		       no(r, arena_printf(r->a,
					  "'%s' is no address, or its checksum "
					  "is wrong",
					  name));
	for (const struct alias *x = r->aliases; x; x = x->next)
		if (!strcmp(x->name, name)) {
			*out = x->address;
			return true;
		}
	if (r->named && r->named(r->ctx, out, name))
		return true;
	return no(r, arena_printf(r->a, "no contract is named '%s'", name));
}

static bool read_alias(struct reading *r, const char *name, char *value)
{
	struct alias *x = arena_alloc(r->a, sizeof(*x));

	word(&value);
	if (!is_name(name) || !strncmp(name, "0x", 2) || !strcmp(name, "any"))
		return no(r, arena_printf(r->a, "'%s' cannot be a name", name));
	if (!find_contract(r, &x->address, value))
		return false;
	x->name = arena_strdup(r->a, name);
	x->next = r->aliases;
	r->aliases = x;
	return true;
}

/* ---- filters ---- */

static const struct abi_param *find_arg(const struct abi_item *e, size_t *at,
					const char *name)
{
	for (size_t i = 0; i < e->inputs.n; i++)
		if (!strcmp(e->inputs.param[i].name, name)) {
			*at = i;
			return &e->inputs.param[i];
		}
	return NULL;
}

static bool add_value(struct reading *r, struct watch_filter *f,
		      const struct abi_type *type, const char *text)
{
	struct abi_value v;

	if (f->n == WATCH_VALUES_MAX)
		return no(r, "too many values of one filter");
	if (!abi_value_read(&v, r->a, type, "filter", text, &r->why))
		return false;
	f->any = arena_grow(r->a, f->any, f->n * sizeof(*f->any),
			    (f->n + 1) * sizeof(*f->any));
	memcpy(f->any[f->n++], v.word, ABI_WORD);
	return true;
}

static bool read_filter(struct reading *r, struct watch_event *e, char *text)
{
	char *values = strchr(text, '='), *end;
	const struct abi_param *p;
	size_t i;

	if (!values)
		return no(r, arena_printf(r->a, "'%s' is no NAME=VALUE", text));
	*values++ = '\0';
	p = find_arg(&e->item, &i, text);
	if (!p || !p->indexed)
		return no(r, arena_printf(r->a, "'%s' is no indexed argument",
					  text));
	if (e->topic[p->at].n)
		return no(r, arena_printf(r->a, "two filters on '%s'", text));
	for (; values; values = end) {
		end = strchr(values, '|');
		if (end)
			*end++ = '\0';
		if (!add_value(r, &e->topic[p->at], abi_log_type(&e->item, i),
			       values))
			return false;
	}
	return true;
}

/* ---- lines ---- */

static uint64_t key_of(const uint8_t *topic)
{
	uint64_t key;

	memcpy(&key, topic, sizeof(key));
	return key;
}

static struct watch_event *room(struct watch *w, struct arena *a)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 16;

		w->v = arena_grow(a, w->v, w->n * sizeof(*w->v),
				  cap * sizeof(*w->v));
		w->key = arena_grow(a, w->key, w->n * sizeof(*w->key),
				    cap * sizeof(*w->key));
		w->cap = cap;
	}
	return &w->v[w->n];
}

static void keep(struct watch *w, struct arena *a, const struct watch_event *e)
{
	*room(w, a) = *e;
	w->key[w->n++] = key_of(e->item.hash);
}

static bool read_event(struct reading *r, const char *contract, char *text)
{
	struct watch_event e = { .placed = strcmp(contract, "any") != 0 };
	char *close = strrchr(text, ')'), *rest, *next;

	if (r->w->n == WATCH_EVENTS_MAX)
		return no(r, "too many events");
	if (e.placed && !find_contract(r, &e.contract, contract))
		return false;
	if (strncmp(text, "event ", 6) != 0 || !close)
		return no(r, "no event NAME(...) behind the contract");
	rest = strstr(text, " where ");
	if (rest) {
		*rest = '\0';
		rest += strlen(" where ");
	}
	if (!abi_parse(&e.item, r->a, text, &r->why))
		return false;
	if (e.item.kind != ABI_EVENT || e.item.anonymous)
		return no(r, "not an event with a topic of its own");
	for (; rest && *(rest = skip(rest)); rest = next) {
		next = word(&rest);
		if (!read_filter(r, &e, rest))
			return false;
	}
	keep(r->w, r->a, &e);
	return true;
}

static bool read_line(struct reading *r, char *line)
{
	char *rest, *comment = strchr(line, '#');

	if (comment)
		*comment = '\0';
	rest = word(&line);
	if (!*line)
		return true;
	if (*rest == '=')
		return read_alias(r, line, skip(rest + 1));
	return read_event(r, line, rest);
}

bool watch_add(struct watch *w, struct arena *a, const char *text, size_t len,
	       watch_named *named, void *ctx, struct watch_no *why)
{
	struct reading r = { .w = w, .a = a, .named = named, .ctx = ctx };

	why->line = 0;
	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;
		char *line = arena_strndup(a, text, n);

		why->line++;
		if (strlen(line) != n)
			no(&r, "a NUL byte");
		else
			read_line(&r, line);
		if (r.why) {
			why->why = r.why;
			return false;
		}
		n += end != NULL;
		text += n;
		len -= n;
	}
	return true;
}

bool watch_place(struct watch *w, struct arena *a, const struct evm_address *at,
		 size_t n)
{
	struct watch placed = { .n = 0 };

	for (size_t i = 0; i < w->n; i++) {
		struct watch_event e = w->v[i];
		size_t times = e.placed ? 1 : n;

		if (placed.n + times > WATCH_EVENTS_MAX)
			return false;
		for (size_t k = 0; k < times; k++) {
			if (!w->v[i].placed)
				e.contract = at[k];
			e.placed = true;
			keep(&placed, a, &e);
		}
	}
	*w = placed;
	return true;
}

/* ---- logs ---- */

static bool filter_passes(const struct watch_filter *f, const uint8_t *topic)
{
	for (size_t i = 0; i < f->n; i++)
		if (!memcmp(f->any[i], topic, ABI_WORD))
			return true;
	return !f->n;
}

static bool is_of(const struct watch_event *e,
		  const struct evm_address *contract, const struct abi_log *log)
{
	if (memcmp(e->item.hash, log->topics[0], ABI_WORD) != 0 ||
	    log->n_topics != e->item.n_topics ||
	    (e->placed && !evm_address_eq(&e->contract, contract)))
		return false;
	for (size_t i = 1; i < log->n_topics; i++)
		if (!filter_passes(&e->topic[i], log->topics[i]))
			return false;
	return true;
}

const struct watch_event *watch_find(const struct watch *w, size_t *at,
				     const struct evm_address *contract,
				     const struct abi_log *log)
{
	uint64_t key;

	if (!log->n_topics)
		return NULL;
	key = key_of(log->topics[0]);
	while (*at < w->n) {
		size_t i = (*at)++;

		if (w->key[i] == key && is_of(&w->v[i], contract, log))
			return &w->v[i];
	}
	return NULL;
}

static void hash_event(unsigned char out[KECCAK256_LEN],
		       const struct watch_event *e)
{
	struct hash_part part[1 + 1 + ABI_TOPICS_MAX] = {
		{ e->item.hash, sizeof(e->item.hash) },
		{ e->contract.b, e->placed ? sizeof(e->contract.b) : 0 },
	};

	for (size_t i = 0; i < ABI_TOPICS_MAX; i++)
		part[2 + i] = (struct hash_part){ e->topic[i].any,
						  e->topic[i].n * ABI_WORD };
	keccak256(out, part, 2 + ABI_TOPICS_MAX);
}

char *watch_id(char out[static WATCH_ID_SZ], const struct watch *w)
{
	unsigned char sum[8] = { 0 };

	for (size_t i = 0; i < w->n; i++) {
		unsigned char hash[KECCAK256_LEN];

		hash_event(hash, &w->v[i]);
		for (size_t k = 0; k < sizeof(sum); k++)
			sum[k] ^= hash[k];
	}
	return hex_format(out, sum, sizeof(sum));
}
