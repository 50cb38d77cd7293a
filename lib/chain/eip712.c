#include "chain/eip712.h"

#include "chain/abi_parts.h"
#include "chain/evm_quantity.h"

#include <string.h>

#define DOMAIN "EIP712Domain"

struct hasher {
	struct arena *a;
	const struct eip712_struct *structs; /* the domain's is the last */
	size_t n;
	uint8_t (*types)[KECCAK256_LEN]; /* typeHash of each */
	const char *why;
};

#define refuse(h, ...) ((h)->why = arena_printf((h)->a, __VA_ARGS__), false)

/* A type's name without its brackets. */
static size_t base_len(const char *type)
{
	return strcspn(type, "[");
}

/* The struct a type is one of or an array of, h->n: it is none. */
static size_t struct_of(const struct hasher *h, const char *type)
{
	size_t len = base_len(type), i = 0;

	while (i < h->n && (strlen(h->structs[i].name) != len ||
			    memcmp(h->structs[i].name, type, len) != 0))
		i++;
	return i;
}

/* The structs that the one at `at` speaks of, itself too. */
static void reach(const struct hasher *h, size_t at, bool *reached)
{
	const struct eip712_struct *s = &h->structs[at];

	if (reached[at])
		return;
	reached[at] = true;
	for (size_t i = 0; i < s->n; i++) {
		size_t next = struct_of(h, s->fields[i].type);

		if (next < h->n)
			reach(h, next, reached);
	}
}

static void put_struct(struct abi_out *o, const struct eip712_struct *s)
{
	abi_put_text(o, s->name);
	for (size_t i = 0; i < s->n; i++) {
		abi_put_text(o, i ? "," : "(");
		abi_put_text(o, s->fields[i].type);
		abi_put_text(o, " ");
		abi_put_text(o, s->fields[i].name);
	}
	abi_put_text(o, s->n ? ")" : "()");
}

/* encodeType: the struct, then those it speaks of by name. */
static const char *encoded_type(const struct hasher *h, size_t at)
{
	struct abi_out o = { .a = h->a };
	bool reached[EIP712_STRUCTS_MAX + 1] = { false };

	reach(h, at, reached);
	put_struct(&o, &h->structs[at]);
	reached[at] = false;
	for (;;) {
		size_t least = h->n;

		for (size_t i = 0; i < h->n; i++)
			if (reached[i] && (least == h->n ||
					   strcmp(h->structs[i].name,
						  h->structs[least].name) < 0))
				least = i;
		if (least == h->n)
			return abi_out_end(&o);
		put_struct(&o, &h->structs[least]);
		reached[least] = false;
	}
}

static void keccak(uint8_t out[static KECCAK256_LEN], const void *p, size_t n)
{
	keccak256(out, &(struct hash_part){ p, n }, 1);
}

/* A type that is no struct and no array, in the one form encodeType has. */
static bool elementary(struct hasher *h, struct abi_type *out, const char *type)
{
	const char *list = arena_printf(h->a, "(%s)", type), *why;
	struct abi_item it;

	if (type[strcspn(type, "()[], ")] ||
	    !abi_parse(&it, h->a, list, &why) || it.inputs.n != 1 ||
	    strcmp(abi_type_text(h->a, &it.inputs), list) != 0)
		return refuse(h, "'%.80s' is no type of the typed data", type);
	*out = it.inputs.param[0].type;
	return true;
}

static bool field_type(struct hasher *h, const char *type)
{
	struct abi_type t;
	size_t len = base_len(type);

	for (const char *p = type + len; *p; p++) {
		p += 1 + strspn(p + 1, "0123456789");
		if (*p != ']' || (p[1] != '\0' && p[1] != '['))
			return refuse(h, "'%.80s': wrong brackets", type);
	}
	return struct_of(h, type) < h->n ||
	       elementary(h, &t, arena_strndup(h->a, type, len));
}

static bool check_types(struct hasher *h)
{
	struct abi_type t;

	for (size_t i = 0; i < h->n; i++) {
		const struct eip712_struct *s = &h->structs[i];

		if (!*s->name || s->name[strcspn(s->name, "()[], ")] ||
		    struct_of(h, s->name) != i || elementary(h, &t, s->name))
			return refuse(h, "'%.80s' cannot be a struct's name",
				      s->name);
		for (size_t k = 0; k < s->n; k++) {
			if (!field_type(h, s->fields[k].type))
				return false;
			for (size_t m = 0; m < k; m++)
				if (!strcmp(s->fields[m].name,
					    s->fields[k].name))
					return refuse(h,
						      "'%.80s' has two members "
						      "'%.80s'",
						      s->name,
						      s->fields[k].name);
		}
	}
	return true;
}

static const struct eip712_value *member(const struct eip712_value *v,
					 const char *name)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->items[i].name, name) == 0)
			return &v->items[i];
	return NULL;
}

static bool encode(struct hasher *h, uint8_t out[static KECCAK256_LEN],
		   const char *type, const struct eip712_value *v,
		   const char *name, int depth);

static bool hash_struct(struct hasher *h, uint8_t out[static KECCAK256_LEN],
			size_t at, const struct eip712_value *v, int depth)
{
	const struct eip712_struct *s = &h->structs[at];
	size_t len = (s->n + 1) * KECCAK256_LEN;
	uint8_t *words = arena_alloc(h->a, len);

	if (v->text || v->array)
		return refuse(h, "a struct '%.80s' expected", s->name);
	memcpy(words, h->types[at], KECCAK256_LEN);
	for (size_t i = 0; i < s->n; i++) {
		const struct eip712_field *f = &s->fields[i];
		const struct eip712_value *of = member(v, f->name);

		if (!of)
			return refuse(h, "'%.80s' without its member '%.80s'",
				      s->name, f->name);
		if (!encode(h, words + (i + 1) * KECCAK256_LEN, f->type, of,
			    f->name, depth))
			return false;
	}
	if (v->n != s->n)
		return refuse(h, "'%.80s' with members its type does not have",
			      s->name);
	keccak(out, words, len);
	return true;
}

/* An array's type without its last brackets, and the length they ask for, 0: any.
 * source: EIP-712 does not say which brackets are outermost; the last, as in
 * Solidity. */
static const char *item_type(struct hasher *h, const char *type, size_t *want)
{
	const char *bracket = strrchr(type, '[');

	*want = 0;
	for (const char *p = bracket + 1; *p != ']' && *want < SIZE_MAX / 16;
	     p++)
		*want = *want * 10 + (size_t)(*p - '0');
	return arena_strndup(h->a, type, (size_t)(bracket - type));
}

static bool hash_array(struct hasher *h, uint8_t out[static KECCAK256_LEN],
		       const char *type, const struct eip712_value *v,
		       const char *name, int depth)
{
	uint8_t *words = arena_alloc(h->a, v->n * KECCAK256_LEN);
	size_t want;
	const char *item = item_type(h, type, &want);

	if (!v->array || (type[strlen(type) - 2] != '[' && want != v->n))
		return refuse(h, "'%.80s': no %.80s", name, type);
	for (size_t i = 0; i < v->n; i++)
		if (!encode(h, words + i * KECCAK256_LEN, item, &v->items[i],
			    name, depth))
			return false;
	keccak(out, words, v->n * KECCAK256_LEN);
	return true;
}

/* Integers may be written in hex. */
static const char *number_text(struct hasher *h, const struct abi_type *t,
			       const char *text)
{
	char *buf;
	struct u256 x;

	if ((t->kind != ABI_UINT && t->kind != ABI_INT) ||
	    !evm_quantity_parse(&x, text))
		return text;
	buf = arena_alloc(h->a, U256_STR_SZ);
	u256_format(buf, x);
	return buf;
}

static bool encode(struct hasher *h, uint8_t out[static KECCAK256_LEN],
		   const char *type, const struct eip712_value *v,
		   const char *name, int depth)
{
	size_t at = struct_of(h, type);
	struct abi_type t;
	struct abi_value value;
	const char *what = arena_printf(h->a, "'%.80s'", name);

	if (++depth > EIP712_DEPTH_MAX)
		return refuse(h, "'%.80s': too many values in each other",
			      name);
	if (type[base_len(type)] == '[')
		return hash_array(h, out, type, v, name, depth);
	if (at < h->n)
		return hash_struct(h, out, at, v, depth);
	if (!elementary(h, &t, type))
		return false;
	if (!v->text)
		return refuse(h, "'%.80s': no %.80s", name, type);
	if (!abi_value_read(&value, h->a, &t, what, number_text(h, &t, v->text),
			    &h->why))
		return false;
	if (abi_is_word(&t))
		memcpy(out, value.word, KECCAK256_LEN);
	else
		keccak(out, value.bytes, value.len);
	return true;
}

/* The domain's struct where the types do not say it: what of its members is there,
 * in the standard's order. */
static struct eip712_struct domain_of(struct arena *a,
				      const struct eip712_value *domain)
{
	static const struct eip712_field all[] = {
		{ "name", "string" },     { "version", "string" },
		{ "chainId", "uint256" }, { "verifyingContract", "address" },
		{ "salt", "bytes32" },
	};
	struct eip712_field *f = arena_alloc(a, sizeof(all));
	struct eip712_struct s = { DOMAIN, f, 0 };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (member(domain, all[i].name))
			f[s.n++] = all[i];
	return s;
}

static bool hash_all(struct hasher *h, struct eip712_hashes *out,
		     const struct eip712 *d)
{
	size_t primary = struct_of(h, d->primary);

	if (primary == h->n || d->primary[base_len(d->primary)] ||
	    strcmp(d->primary, DOMAIN) == 0)
		return refuse(h, "'%.80s' is no struct of the types",
			      d->primary);
	if (!check_types(h))
		return false;
	for (size_t i = 0; i < h->n; i++) {
		const char *text = encoded_type(h, i);

		keccak(h->types[i], text, strlen(text));
	}
	out->encoded_type = encoded_type(h, primary);
	memcpy(out->type, h->types[primary], KECCAK256_LEN);
	if (!hash_struct(h, out->domain, struct_of(h, DOMAIN), &d->domain, 0) ||
	    !hash_struct(h, out->message, primary, &d->message, 0))
		return false;
	keccak256(out->digest,
		  (struct hash_part[]){ { "\x19\x01", 2 },
					{ out->domain, KECCAK256_LEN },
					{ out->message, KECCAK256_LEN } },
		  3);
	return true;
}

bool eip712_hash(struct eip712_hashes *out, struct arena *a,
		 const struct eip712 *d, const char **why)
{
	struct hasher h = { .a = a, .n = d->n };
	struct eip712_struct *all = arena_alloc(a, (d->n + 1) * sizeof(*all));

	if (d->n > EIP712_STRUCTS_MAX) {
		*why = "too many types";
		return false;
	}
	if (d->n)
		memcpy(all, d->structs, d->n * sizeof(*all));
	h.structs = all;
	if (struct_of(&h, DOMAIN) == h.n)
		all[h.n++] = domain_of(a, &d->domain);
	h.types = arena_alloc(a, h.n * sizeof(*h.types));
	if (hash_all(&h, out, d))
		return true;
	*why = h.why;
	return false;
}
