/* abi_encode.c - values as bytes. */
#include "chain/abi_parts.h"

static size_t padded(size_t n)
{
	return (n + ABI_WORD - 1) / ABI_WORD * ABI_WORD;
}

static const struct abi_type *member_type(const struct abi_value *v, size_t i)
{
	return v->type->kind == ABI_TUPLE ? &v->type->param[i].type
					  : v->type->item;
}

/* Bytes of the heads of what v holds. */
static size_t heads(const struct abi_value *v)
{
	return v->type->kind == ABI_LIST ? v->n * v->type->item->head
					 : v->type->inside;
}

static size_t size(const struct abi_value *v)
{
	const struct abi_type *t = v->type;
	size_t n;

	if (abi_is_word(t))
		return ABI_WORD;
	if (t->kind == ABI_BYTES || t->kind == ABI_STRING)
		return ABI_WORD + padded(v->len);
	n = heads(v) + (t->kind == ABI_LIST ? ABI_WORD : 0);
	for (size_t i = 0; i < v->n; i++)
		if (member_type(v, i)->dynamic)
			n += size(&v->items[i]);
	return n;
}

static uint8_t *put_size(uint8_t *p, size_t n)
{
	u256_put_be(p, u256_of_u64(n));
	return p + ABI_WORD;
}

/* Writes v at p, which is zeroed; returns the byte behind it. */
static uint8_t *put(uint8_t *p, const struct abi_value *v)
{
	const struct abi_type *t = v->type;
	uint8_t *base, *tail;

	if (abi_is_word(t)) {
		memcpy(p, v->word, ABI_WORD);
		return p + ABI_WORD;
	}
	if (t->kind == ABI_BYTES || t->kind == ABI_STRING) {
		p = put_size(p, v->len);
		if (v->len)
			memcpy(p, v->bytes, v->len);
		return p + padded(v->len);
	}
	if (t->kind == ABI_LIST)
		p = put_size(p, v->n);
	base = p;
	tail = p + heads(v);
	for (size_t i = 0; i < v->n; i++) {
		if (member_type(v, i)->dynamic) {
			p = put_size(p, (size_t)(tail - base));
			tail = put(tail, &v->items[i]);
		} else {
			p = put(p, &v->items[i]);
		}
	}
	return tail;
}

struct abi_bytes abi_encode(struct arena *a, const struct abi_value *v)
{
	struct abi_bytes out = { .len = size(v) };

	out.p = arena_alloc(a, out.len);
	put(out.p, v);
	return out;
}

struct abi_bytes abi_call(struct arena *a, const struct abi_item *f,
			  const struct abi_value *v)
{
	size_t selector = f->kind == ABI_FUNCTION || f->kind == ABI_ERROR
				  ? ABI_SELECTOR_LEN
				  : 0;
	struct abi_bytes out = { .len = selector + size(v) };

	out.p = arena_alloc(a, out.len);
	memcpy(out.p, f->hash, selector);
	put(out.p + selector, v);
	return out;
}

/* The bytes of a word that packing keeps. */
static const uint8_t *kept(const struct abi_value *v, size_t *n)
{
	const uint8_t *end = v->word + ABI_WORD;

	switch (v->type->kind) {
	case ABI_UINT:
	case ABI_INT:
		*n = v->type->size / 8;
		return end - *n;
	case ABI_BOOL:
		*n = 1;
		return end - 1;
	case ABI_ADDRESS:
		*n = EVM_ADDRESS_LEN;
		return end - *n;
	case ABI_FIXED_BYTES:
		*n = v->type->size;
		return v->word;
	case ABI_CALLBACK:
		*n = EVM_ADDRESS_LEN + ABI_SELECTOR_LEN;
		return v->word;
	case ABI_BYTES:
	case ABI_STRING:
	case ABI_LIST:
	case ABI_ARRAY:
	case ABI_TUPLE:
		break;
	}
	*n = v->len;
	return v->bytes;
}

static bool packable(const struct abi_type *t)
{
	return t->kind == ABI_LIST || t->kind == ABI_ARRAY
		       ? abi_is_word(t->item)
		       : t->kind != ABI_TUPLE;
}

/* Bytes of one argument; written at p unless it is NULL. */
static size_t pack(uint8_t *p, const struct abi_value *v)
{
	const uint8_t *from;
	size_t n;

	if (v->type->kind != ABI_LIST && v->type->kind != ABI_ARRAY) {
		from = kept(v, &n);
		if (p && n)
			memcpy(p, from, n);
		return n;
	}
	for (size_t i = 0; p && i < v->n; i++)
		memcpy(p + i * ABI_WORD, v->items[i].word, ABI_WORD);
	return v->n * ABI_WORD;
}

bool abi_encode_packed(struct abi_bytes *out, struct arena *a,
		       const struct abi_value *v, const char **why)
{
	size_t len = 0;

	for (size_t i = 0; i < v->n; i++) {
		if (!packable(&v->type->param[i].type)) {
			*why = arena_printf(
				a,
				"argument %zu '%.40s': %s has no packed form",
				i + 1, v->type->param[i].name,
				abi_type_text(a, &v->type->param[i].type));
			return false;
		}
		len += pack(NULL, &v->items[i]);
	}
	*out = (struct abi_bytes){ arena_alloc(a, len), len };
	len = 0;
	for (size_t i = 0; i < v->n; i++)
		len += pack(out->p + len, &v->items[i]);
	return true;
}
