#include "way.h"

#include "base/buf.h"
#include "base/err.h"
#include "chain.h"

#include <string.h>

/* "'a', 'b' or 'c'". */
static const char *names_of(struct arena *a, const struct way *v)
{
	const char *text = arena_printf(a, "'%s'", v->name);

	for (v++; v->name; v++)
		text = arena_printf(a, "%s%s '%s'", text,
				    v[1].name ? "," : " or", v->name);
	return text;
}

const struct way *way_find(const struct chain *c, const char *name)
{
	struct arena a = { .limit = 0 };

	for (const struct way *w = c->ways; w->name; w++)
		if (!strcmp(w->name, name))
			return w;
	mm_die(MM_USAGE, "--via: %s, not '%s'", names_of(&a, c->ways), name);
}

const char *way_error(struct arena *a, const struct jsonrpc_reply *r)
{
	switch (r->err) {
	case JSONRPC_OK:
		break;
	case JSONRPC_UNSENT:
		return "unsent";
	case JSONRPC_LIMITED:
		return "rate_limited";
	case JSONRPC_REFUSED:
		return arena_printf(a, "refused_%lld", (long long)r->code);
	case JSONRPC_LOST:
		return "no_answer";
	case JSONRPC_HTTP:
		return arena_printf(a, "http_%d", r->status);
	case JSONRPC_GARBAGE:
		return "garbage";
	}
	return "garbage";
}
