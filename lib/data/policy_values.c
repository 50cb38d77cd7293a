#include "data/policy_values.h"

#include "chain/openbook_lots.h"
#include "data/policy_conf.h"

#include <string.h>

#define NAME_MAX_LEN PUBKEY_STR_LEN /* a mint may be its own name */

/* ---- values ---- */

static bool is_name(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX"
			    "YZ0123456789._-",
			    s[i]))
			return false;
	return len > 0 && len <= NAME_MAX_LEN;
}

const char *name_of(struct reader *r, const char *name)
{
	if (!is_name(name, strlen(name)))
		bad(r, "'%s': not a name of letters, digits, '.', '_', '-'",
		    name);
	return arena_strdup(r->a, name);
}

void key_of(struct reader *r, struct pubkey *out, const char *name,
	    const struct json_tok *t)
{
	if (!json_is(t, JSON_STRING) || !pubkey_parse_n(out, t->s, t->len))
		bad(r, "'%s': not an address", name);
}

size_t asset_of(struct reader *r, const char *name, const struct json_tok *t)
{
	int i = json_is(t, JSON_STRING) ? policy_asset_of(r->p, t->s, t->len)
					: -1;

	if (i < 0)
		bad(r, "'%s': not one of the assets", name);
	return i < 0 ? 0 : (size_t)i;
}

uint64_t amount_of(struct reader *r, const char *name, const struct json_tok *t,
		   int decimals)
{
	struct dec d;
	uint64_t atoms = 0;

	if (!json_is(t, JSON_STRING) || dec_parse(&d, t->s, t->len) ||
	    atoms_of_dec(&atoms, d, decimals))
		bad(r, "'%s': not an amount, as text, of at most %d decimals",
		    name, decimals);
	return atoms;
}

int64_t int_of(struct reader *r, const char *name, const struct json_tok *t,
	       int64_t min, int64_t max)
{
	int64_t v = min;

	if (!json_int(&v, t) || v < min || v > max)
		bad(r, "'%s': not a whole number from %lld to %lld", name,
		    (long long)min, (long long)max);
	return v;
}

struct dec price_of(struct reader *r, const char *name,
		    const struct json_tok *t)
{
	struct dec d = DEC_NONE;

	if (t && (t->kind != JSON_STRING || dec_parse(&d, t->s, t->len) ||
		  dec_sign(d) <= 0))
		bad(r, "'%s': not a price, as text", name);
	return d;
}

/* ---- containers ---- */

void each(struct reader *r, const char *name, const struct json_tok *t,
	  read_member *read, void *ctx)
{
	const struct json_tok *k;

	if (!t)
		return;
	if (t->kind != JSON_OBJECT) {
		bad(r, "'%s': not an object", name);
		return;
	}
	k = t + 1;
	for (uint32_t i = 0; i < t->len && !r->why; i++) {
		read(r, k->s, k + 1, ctx);
		k = json_next(&r->j, k + 1);
	}
}

size_t members(const struct json_tok *t)
{
	return t ? t->len : 0;
}

void keys_of(struct reader *r, struct policy_keys *out, const char *name,
	     const struct json_tok *t)
{
	const struct json_tok *e = t ? t + 1 : NULL;

	if (!t)
		return;
	if (t->kind != JSON_ARRAY) {
		bad(r, "'%s': not a list", name);
		return;
	}
	out->v = arena_alloc(r->a, (t->len + 1) * sizeof(*out->v));
	for (; out->n < t->len && !r->why; e = json_next(&r->j, e))
		key_of(r, &out->v[out->n++], name, e);
}

void fields(struct reader *r, const char *where, const struct json_tok *obj,
	    const struct json_tok **out, const char *const *keys, size_t n,
	    size_t must)
{
	const struct json_tok *k = obj + 1;

	memset(out, 0, n * sizeof(*out));
	if (obj->kind != JSON_OBJECT) {
		bad(r, "'%s': not an object", where);
		return;
	}
	for (uint32_t i = 0; i < obj->len; i++) {
		size_t f = 0;

		while (f < n && strcmp(keys[f], k->s) != 0)
			f++;
		if (f == n)
			bad(r, "'%s': unknown key '%s'", where, k->s);
		else
			out[f] = k + 1;
		k = json_next(&r->j, k + 1);
	}
	for (size_t f = 0; f < must; f++)
		if (!out[f])
			bad(r, "'%s': '%s' is missing", where, keys[f]);
}
