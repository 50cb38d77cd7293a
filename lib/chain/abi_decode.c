/* abi_decode.c - bytes from anywhere as values. */
#include "chain/abi_parts.h"

struct decoder {
	struct arena *a;
	const uint8_t *data;
	size_t len;
	/* What may still be taken out of the data: each byte once.  Parts that
	 * overlap would let a short message stand for an endless tree. */
	size_t left;
	const char *why; /* a constant */
};

static bool refuse(struct decoder *d, const char *why)
{
	d->why = why;
	return false;
}

static bool charge(struct decoder *d, size_t n)
{
	if (n > d->left)
		return refuse(d, "parts of the data overlap");
	d->left -= n;
	return true;
}

/* A length or an offset, in the word at `at`; `max` is what can be meant. */
static bool size_at(struct decoder *d, size_t at, size_t max, size_t *out)
{
	uint64_t n;

	if (u256_to_u64(&n, u256_of_be(d->data + at)) != ST_OK || n > max)
		return false;
	*out = (size_t)n;
	return true;
}

static bool value(struct decoder *d, struct abi_value *v,
		  const struct abi_type *t, size_t at);

/* A member whose head is at `at`, in a frame whose offsets count from base and whose
 * heads take `inside` bytes. */
static bool member(struct decoder *d, struct abi_value *v,
		   const struct abi_type *t, size_t base, size_t at,
		   size_t inside)
{
	size_t offset;

	if (!t->dynamic)
		return value(d, v, t, at);
	if (!size_at(d, at, d->len - base, &offset))
		return refuse(d, "an offset past the end of the data");
	if (offset < inside)
		return refuse(d, "an offset back to before what it is for");
	return value(d, v, t, base + offset);
}

static bool run(struct decoder *d, struct abi_value *v, size_t at)
{
	size_t room = d->len - at;

	if (room < ABI_WORD || !size_at(d, at, room - ABI_WORD, &v->len))
		return refuse(d, "a length past the end of the data");
	v->bytes = d->data + at + ABI_WORD;
	return charge(d, ABI_WORD + v->len);
}

static bool list(struct decoder *d, struct abi_value *v, size_t at)
{
	const struct abi_type *item = v->type->item;
	size_t room = d->len - at, base = at + ABI_WORD;

	if (room < ABI_WORD ||
	    !size_at(d, at, (room - ABI_WORD) / item->head, &v->n))
		return refuse(d, "a length past the end of the data");
	if (!charge(d, ABI_WORD + v->n * item->head))
		return false;
	v->items = arena_alloc(d->a, v->n * sizeof(*v->items));
	for (size_t i = 0; i < v->n; i++)
		if (!member(d, &v->items[i], item, base, base + i * item->head,
			    v->n * item->head))
			return false;
	return true;
}

static bool fixed(struct decoder *d, struct abi_value *v, size_t base)
{
	const struct abi_type *t = v->type;
	size_t at = base;

	if (t->inside > d->len - base)
		return refuse(d, "the data end too early");
	if (t->dynamic && !charge(d, t->inside))
		return false;
	v->n = t->n;
	v->items = arena_alloc(d->a, v->n * sizeof(*v->items));
	for (size_t i = 0; i < v->n; i++) {
		const struct abi_type *of =
			t->kind == ABI_ARRAY ? t->item : &t->param[i].type;

		if (!member(d, &v->items[i], of, base, at, t->inside))
			return false;
		at += of->head;
	}
	return true;
}

/* The value whose bytes begin at `at`, which is not past the end; a word's are
 * known to be there. */
static bool value(struct decoder *d, struct abi_value *v,
		  const struct abi_type *t, size_t at)
{
	v->type = t;
	switch (t->kind) {
	case ABI_UINT:
	case ABI_INT:
	case ABI_BOOL:
	case ABI_ADDRESS:
	case ABI_FIXED_BYTES:
	case ABI_CALLBACK:
		memcpy(v->word, d->data + at, ABI_WORD);
		d->why = abi_word_fits(t, v->word);
		return d->why == NULL;
	case ABI_BYTES:
	case ABI_STRING:
		return run(d, v, at);
	case ABI_LIST:
		return list(d, v, at);
	case ABI_ARRAY:
	case ABI_TUPLE:
		return fixed(d, v, at);
	}
	return false;
}

bool abi_decode(struct abi_value *out, struct arena *a,
		const struct abi_type *t, const uint8_t *data, size_t len,
		const char **why)
{
	struct decoder d = { .a = a, .data = data, .len = len, .left = len };
	size_t at = 0;

	*out = (struct abi_value){ .type = t };
	if (t->inside > len || !charge(&d, t->inside)) {
		*why = arena_printf(a, "%zu bytes of data, at least %zu needed",
				    len, t->inside);
		return false;
	}
	out->n = t->n;
	out->items = arena_alloc(a, t->n * sizeof(*out->items));
	for (size_t i = 0; i < t->n; i++) {
		const struct abi_param *p = &t->param[i];

		if (!member(&d, &out->items[i], &p->type, 0, at, t->inside)) {
			*why = arena_printf(a, "argument %zu '%.40s': %s",
					    i + 1, p->name, d.why);
			return false;
		}
		at += p->type.head;
	}
	return true;
}
