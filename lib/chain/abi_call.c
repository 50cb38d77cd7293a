/* abi_call.c - calls, logs, and what is in them by name. */
#include "chain/abi_parts.h"

bool abi_call_text(struct abi_bytes *out, struct arena *a,
		   const struct abi_item *f, const char *const *args, size_t n,
		   const char **why)
{
	struct abi_value v;

	if (!abi_args_read(&v, a, &f->inputs, args, n, why))
		return false;
	*out = abi_call(a, f, &v);
	return true;
}

struct abi_bytes abi_words_call(struct arena *a, const char *signature,
				const struct u256 *words, size_t n)
{
	struct abi_bytes call = { .len = ABI_SELECTOR_LEN + n * ABI_WORD };
	const struct hash_part text = { signature, strlen(signature) };
	uint8_t hash[KECCAK256_LEN];

	call.p = arena_alloc(a, call.len);
	keccak256(hash, &text, 1);
	memcpy(call.p, hash, ABI_SELECTOR_LEN);
	for (size_t i = 0; i < n; i++)
		u256_put_be(call.p + ABI_SELECTOR_LEN + i * ABI_WORD, words[i]);
	return call;
}

bool abi_call_decode(struct abi_value *out, struct arena *a,
		     const struct abi_item *f, const uint8_t *data, size_t len,
		     const char **why)
{
	size_t selector = f->kind == ABI_FUNCTION || f->kind == ABI_ERROR
				  ? ABI_SELECTOR_LEN
				  : 0;

	if (len < selector || (selector && memcmp(data, f->hash, selector))) {
		*why = arena_printf(a, "not the selector of %.80s",
				    f->signature);
		return false;
	}
	return abi_decode(out, a, &f->inputs, data + selector, len - selector,
			  why);
}

/* The part of v called so. */
static const struct abi_value *part(const struct abi_value *v, const char *name,
				    size_t len)
{
	size_t at = 0;

	if (abi_is_word(v->type) || v->type->kind == ABI_BYTES ||
	    v->type->kind == ABI_STRING)
		return NULL;
	if (v->type->kind == ABI_TUPLE) {
		for (size_t i = 0; i < v->n; i++)
			if (strlen(v->type->param[i].name) == len &&
			    memcmp(v->type->param[i].name, name, len) == 0)
				return &v->items[i];
		return NULL;
	}
	for (size_t i = 0; i < len; i++) {
		if (name[i] < '0' || name[i] > '9' || at >= v->n)
			return NULL;
		at = at * 10 + (size_t)(name[i] - '0');
	}
	return len && at < v->n ? &v->items[at] : NULL;
}

const struct abi_value *abi_arg(const struct abi_value *tuple, const char *path)
{
	const struct abi_value *v = tuple;

	while (v) {
		size_t n = strcspn(path, ".");

		v = part(v, path, n);
		if (path[n] == '\0')
			return v;
		path += n + 1;
	}
	return NULL;
}

/* NULL, or why the log is not one of e. */
static const char *not_of(const struct abi_item *e, const struct abi_log *log)
{
	if (!e->anonymous && (log->n_topics == 0 ||
			      memcmp(log->topics[0], e->hash, ABI_WORD) != 0))
		return "another event";
	if (log->n_topics != e->n_topics)
		return "another number of indexed arguments";
	return NULL;
}

const char *abi_log_words(const uint8_t **words, const struct abi_item *e,
			  const struct abi_log *log)
{
	const char *why = not_of(e, log);

	if (!why && !e->flat)
		why = "an event of more than single words";
	if (!why && log->len < e->data.inside)
		why = "fewer data than the event has";
	for (size_t i = 0; !why && i < e->inputs.n; i++) {
		const struct abi_param *p = &e->inputs.param[i];

		words[i] = p->indexed ? log->topics[p->at] : log->data + p->at;
		why = abi_word_fits(abi_log_type(e, i), words[i]);
	}
	return why;
}

bool abi_log_decode(struct abi_value *out, struct arena *a,
		    const struct abi_item *e, const struct abi_log *log,
		    const char **why)
{
	const char *other = not_of(e, log);
	struct abi_value data;
	size_t next = 0;

	if (other) {
		*why = other;
		return false;
	}
	if (!abi_decode(&data, a, &e->data, log->data, log->len, why))
		return false;
	*out = (struct abi_value){ .type = &e->inputs };
	out->n = e->inputs.n;
	out->items = arena_alloc(a, out->n * sizeof(*out->items));
	for (size_t i = 0; i < out->n; i++) {
		const struct abi_param *p = &e->inputs.param[i];
		struct abi_value *v = &out->items[i];

		if (!p->indexed) {
			*v = data.items[next++];
			continue;
		}
		v->type = abi_log_type(e, i);
		memcpy(v->word, log->topics[p->at], ABI_WORD);
		other = abi_word_fits(v->type, v->word);
		if (other) {
			*why = arena_printf(a, "argument %zu '%.40s': %s",
					    i + 1, p->name, other);
			return false;
		}
	}
	return true;
}
