/* abi_type.c - types as signatures write them, and back. */
#include "chain/abi_parts.h"

const struct abi_type abi_hash_type = {
	.kind = ABI_FIXED_BYTES,
	.size = ABI_WORD,
	.head = ABI_WORD,
};

void abi_skip(struct abi_reader *r)
{
	r->p += strspn(r->p, " \t\n\r");
}

bool abi_take(struct abi_reader *r, char c)
{
	abi_skip(r);
	if (*r->p != c)
		return false;
	r->p++;
	return true;
}

static bool starts_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '$';
}

size_t abi_name(struct abi_reader *r, const char **at)
{
	size_t n = 0;

	abi_skip(r);
	*at = r->p;
	if (starts_name(*r->p))
		while (starts_name(r->p[n]) ||
		       (r->p[n] >= '0' && r->p[n] <= '9'))
			n++;
	r->p += n;
	return n;
}

bool abi_take_word(struct abi_reader *r, const char *word)
{
	const char *start = r->p, *at;
	size_t n = abi_name(r, &at);

	if (n == strlen(word) && memcmp(at, word, n) == 0)
		return true;
	r->p = start;
	return false;
}

/* A number without leading zeros, at most `max`; 0: there is none. */
static size_t number(const char *p, size_t n, size_t max)
{
	size_t x = 0;

	if (n == 0 || *p == '0')
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return 0;
		x = x * 10 + (size_t)(p[i] - '0');
		if (x > max)
			return 0;
	}
	return x;
}

/* The types that are one word of the signature; size: what the name alone means, 0
 * where it needs no number. */
static const struct {
	const char *name;
	enum abi_kind kind;
	unsigned size;
} elementary[] = {
	{ "uint", ABI_UINT, 256 },      { "int", ABI_INT, 256 },
	{ "address", ABI_ADDRESS, 0 },  { "bool", ABI_BOOL, 0 },
	{ "bytes", ABI_BYTES, 0 },      { "string", ABI_STRING, 0 },
	{ "byte", ABI_FIXED_BYTES, 1 }, { "function", ABI_CALLBACK, 0 },
};

static bool sized(struct abi_type *t, const char *digits, size_t n)
{
	if (t->kind == ABI_BYTES) {
		t->kind = ABI_FIXED_BYTES;
		t->size = (unsigned)number(digits, n, ABI_WORD);
		return t->size != 0;
	}
	if (t->kind != ABI_UINT && t->kind != ABI_INT)
		return false;
	t->size = (unsigned)number(digits, n, 256);
	return t->size != 0 && t->size % 8 == 0;
}

static bool elementary_type(struct abi_reader *r, struct abi_type *t)
{
	const char *at;
	size_t n = abi_name(r, &at), letters = 0;
	int shown = n < 40 ? (int)n : 40;

	if (n == 0)
		return abi_refuse(r,
				  *r->p ? "a type expected before '%.10s'"
					: "a type expected at the end%s",
				  r->p);
	while (letters < n && at[letters] >= 'a' && at[letters] <= 'z')
		letters++;
	for (size_t i = 0; i < sizeof(elementary) / sizeof(*elementary); i++) {
		if (strlen(elementary[i].name) != letters ||
		    memcmp(elementary[i].name, at, letters) != 0)
			continue;
		t->kind = elementary[i].kind;
		t->size = elementary[i].size;
		if (n > letters && !sized(t, at + letters, n - letters))
			return abi_refuse(r, "there is no type '%.*s'", shown,
					  at);
		t->dynamic = t->kind == ABI_BYTES || t->kind == ABI_STRING;
		t->head = ABI_WORD;
		return true;
	}
	if ((letters == 5 && memcmp(at, "fixed", 5) == 0) ||
	    (letters >= 6 && memcmp(at, "ufixed", 6) == 0))
		return abi_refuse(r,
				  "'%.*s': no contract has fixed-point "
				  "values",
				  shown, at);
	return abi_refuse(r,
			  "'%.*s' is no type (a contract is an address, an "
			  "enum a uint8)",
			  shown, at);
}

/* "[]" or "[n]" behind a type: *t becomes the array of what it was. */
static bool array_of(struct abi_reader *r, struct abi_type *t)
{
	struct abi_type *item = arena_alloc(r->a, sizeof(*item));
	size_t n;

	*item = *t;
	*t = (struct abi_type){ .kind = ABI_LIST,
				.item = item,
				.dynamic = true,
				.head = ABI_WORD };
	if (abi_take(r, ']'))
		return true;
	n = strspn(r->p, "0123456789");
	t->kind = ABI_ARRAY;
	t->n = number(r->p, n, ABI_HEAD_MAX / ABI_WORD);
	r->p += n;
	if (n == 0 || !abi_take(r, ']'))
		return abi_refuse(r, "an array without its ']'");
	if (t->n == 0 || t->n > ABI_HEAD_MAX / item->head)
		return abi_refuse(r, "an array of no length, or too long");
	t->inside = t->n * item->head;
	t->dynamic = item->dynamic;
	t->head = t->dynamic ? ABI_WORD : t->inside;
	return true;
}

static bool type(struct abi_reader *r, struct abi_type *t, int depth)
{
	const char *start = r->p;

	if (depth > ABI_DEPTH_MAX)
		return abi_refuse(r, "too many types in each other");
	if (abi_take_word(r, "tuple") && (abi_skip(r), *r->p != '('))
		r->p = start;
	abi_skip(r);
	if (*r->p == '(') {
		if (!abi_list(r, t, depth + 1, false))
			return false;
		if (t->n == 0)
			return abi_refuse(r, "a tuple without members");
	} else if (!elementary_type(r, t)) {
		return false;
	}
	while (abi_take(r, '[')) {
		if (++depth > ABI_DEPTH_MAX)
			return abi_refuse(r, "too many types in each other");
		if (!array_of(r, t))
			return false;
	}
	return true;
}

/* The words that may stand between a type and its name. */
static void location(struct abi_reader *r, struct abi_param *p, bool indexed)
{
	for (;;) {
		if (indexed && !p->indexed && abi_take_word(r, "indexed"))
			p->indexed = true;
		else if (!abi_take_word(r, "memory") &&
			 !abi_take_word(r, "calldata") &&
			 !abi_take_word(r, "storage") &&
			 !abi_take_word(r, "payable"))
			return;
	}
}

static bool param(struct abi_reader *r, struct abi_param *p, size_t i,
		  int depth, bool indexed)
{
	const char *at;
	size_t n;

	if (!type(r, &p->type, depth))
		return false;
	location(r, p, indexed);
	n = abi_name(r, &at);
	p->name = n ? arena_strndup(r->a, at, n)
		    : arena_printf(r->a, "arg%zu", i);
	return true;
}

/* Names tell arguments apart, in records too. */
static bool named_once(struct abi_reader *r, const struct abi_param *p,
		       size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(p[i].name, p[k].name) == 0)
				return abi_refuse(r,
						  "two arguments are called "
						  "'%.40s'",
						  p[i].name);
	return true;
}

bool abi_list(struct abi_reader *r, struct abi_type *out, int depth,
	      bool indexed)
{
	struct abi_param *list = NULL;
	size_t n = 0, cap = 0;

	*out = (struct abi_type){ .kind = ABI_TUPLE };
	if (!abi_take(r, '('))
		return abi_refuse(r, "'(' expected");
	while (n > 0 || !abi_take(r, ')')) {
		if (n == ABI_PARAMS_MAX)
			return abi_refuse(r, "more than %d arguments",
					  ABI_PARAMS_MAX);
		if (n == cap) {
			list = arena_grow(r->a, list, cap * sizeof(*list),
					  (cap + 8) * sizeof(*list));
			cap += 8;
		}
		if (!param(r, &list[n], n, depth, indexed))
			return false;
		out->dynamic |= list[n].type.dynamic;
		out->inside += list[n++].type.head;
		if (out->inside > ABI_HEAD_MAX)
			return abi_refuse(r, "a type of more than 1 MiB");
		if (abi_take(r, ')'))
			break;
		if (!abi_take(r, ','))
			return abi_refuse(r,
					  *r->p ? "',' or ')' expected before "
						  "'%.10s'"
						: "the list has no ')'%s",
					  r->p);
	}
	out->param = list;
	out->n = n;
	out->head = out->dynamic ? ABI_WORD : out->inside;
	return named_once(r, list, n);
}

void abi_put_type(struct abi_out *o, const struct abi_type *t)
{
	switch (t->kind) {
	case ABI_UINT:
	case ABI_INT:
		abi_put_text(o, t->kind == ABI_UINT ? "uint" : "int");
		abi_put_number(o, t->size);
		return;
	case ABI_FIXED_BYTES:
		abi_put_text(o, "bytes");
		abi_put_number(o, t->size);
		return;
	case ABI_BOOL:
		abi_put_text(o, "bool");
		return;
	case ABI_ADDRESS:
		abi_put_text(o, "address");
		return;
	case ABI_CALLBACK:
		abi_put_text(o, "function");
		return;
	case ABI_BYTES:
		abi_put_text(o, "bytes");
		return;
	case ABI_STRING:
		abi_put_text(o, "string");
		return;
	case ABI_LIST:
	case ABI_ARRAY:
		abi_put_type(o, t->item);
		abi_put_text(o, "[");
		if (t->kind == ABI_ARRAY)
			abi_put_number(o, t->n);
		abi_put_text(o, "]");
		return;
	case ABI_TUPLE:
		for (size_t i = 0; i < t->n; i++) {
			abi_put_text(o, i ? "," : "(");
			abi_put_type(o, &t->param[i].type);
		}
		abi_put_text(o, t->n ? ")" : "()");
		return;
	}
}

const char *abi_type_text(struct arena *a, const struct abi_type *t)
{
	struct abi_out o = { .a = a };

	abi_put_type(&o, t);
	return abi_out_end(&o);
}
