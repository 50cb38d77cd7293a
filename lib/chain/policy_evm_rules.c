/* policy_evm_rules.c - the language of rules, and those of well-known contracts; see
 * policy_evm.h. */
#include "base/atoms.h"
#include "chain/policy_evm_parts.h"

#include <string.h>

/* ---- one rule ---- */

struct parsing {
	struct arena *a;
	const struct policy_evm *p;
	struct policy_evm_rule *rule;
	const struct abi_type *args;
	const char *text; /* of the clause at hand, for messages */
	char *at;         /* what is left of it */
	const char *why;
};

#define bad(g, ...)                                                            \
	do {                                                                   \
		if (!(g)->why)                                                 \
			(g)->why = arena_printf((g)->a, __VA_ARGS__);          \
	} while (0)

/* The next word of the clause; NULL at its end. */
static char *word(struct parsing *g)
{
	char *begin = g->at + strspn(g->at, " ");
	size_t n = strcspn(begin, " ");

	if (!n)
		return NULL;
	g->at = begin + n + (begin[n] == ' ');
	begin[n] = '\0';
	return begin;
}

static const struct abi_type *member(const struct abi_type *t, const char *name,
				     size_t len)
{
	for (size_t i = 0; i < t->n; i++)
		if (strlen(t->param[i].name) == len &&
		    memcmp(t->param[i].name, name, len) == 0)
			return &t->param[i].type;
	return NULL;
}

/* The type at a path of names, or NULL. */
static const struct abi_type *type_at(const struct parsing *g, const char *path)
{
	const struct abi_type *t = g->args;

	while (t && *path) {
		size_t n = strcspn(path, ".");

		t = t->kind == ABI_TUPLE ? member(t, path, n) : NULL;
		path += n + (path[n] == '.');
	}
	return t;
}

static bool is_unsigned(const struct abi_type *t)
{
	return t->kind == ABI_UINT;
}

static bool is_address(const struct abi_type *t)
{
	return t->kind == ABI_ADDRESS;
}

static bool is_calls(const struct abi_type *t)
{
	return t->kind == ABI_LIST && t->item->kind == ABI_BYTES;
}

static bool is_bytes(const struct abi_type *t)
{
	return t->kind == ABI_BYTES;
}

/* As v4 knows a pool by. */
static bool is_pool_key(const struct abi_type *t)
{
	return t->kind == ABI_TUPLE && t->n == 5 &&
	       is_address(&t->param[0].type) && is_address(&t->param[1].type) &&
	       is_unsigned(&t->param[2].type) &&
	       t->param[3].type.kind == ABI_INT &&
	       is_address(&t->param[4].type);
}

static bool is_pool(const struct abi_type *t)
{
	return is_pool_key(t) || is_address(t);
}

static bool is_anything(const struct abi_type *t)
{
	(void)t;
	return true;
}

/* A word that is the path of an argument of the right type. */
static const char *arg(struct parsing *g, bool right(const struct abi_type *))
{
	const char *path = word(g);
	const struct abi_type *t = path ? type_at(g, path) : NULL;

	if (!path)
		bad(g, "'%s': an argument is missing", g->text);
	else if (!t || !right(t))
		bad(g, "'%s': no argument '%s' of a type that fits", g->text,
		    path);
	return path ? path : "";
}

/* Of a swap through a pool it is known which way. */
static bool goes_a_way(const struct parsing *g)
{
	const struct abi_type *t = type_at(g, POLICY_EVM_ZERO_FOR_ONE);

	return t && t->kind == ABI_BOOL;
}

/* "USDC", "this", "underlying", "tokenIn", "path:first", "path:last", "poolKey:in", "poolKey:out". */
static void read_of(struct parsing *g, struct policy_evm_of *of)
{
	char *text = word(g), *colon = text ? strchr(text, ':') : NULL;
	const struct abi_type *t;
	bool in_pool = false;

	of->asset = -1;
	if (!text) {
		bad(g, "'%s': of which asset?", g->text);
		return;
	}
	if (strcmp(text, "this") == 0 || strcmp(text, "underlying") == 0) {
		of->asset = *text == 't' ? -2 : -3;
		return;
	}
	if (colon) {
		in_pool =
			strcmp(colon, ":in") == 0 || strcmp(colon, ":out") == 0;
		of->last = strcmp(colon, ":last") == 0 ||
			   strcmp(colon, ":out") == 0;
		if (!in_pool && !of->last && strcmp(colon, ":first") != 0)
			bad(g, "'%s': '%s' is not ':first' or ':last'", g->text,
			    colon);
		*colon = '\0';
	}
	t = type_at(g, text);
	of->path = text;
	if (in_pool && t && is_pool_key(t) && goes_a_way(g))
		return;
	if (t && colon && !in_pool
		    ? t->kind == ABI_BYTES ||
			      (t->kind == ABI_LIST && is_address(t->item))
		    : t && !colon && is_address(t))
		return;
	of->asset = policy_evm_asset_of(g->p, text, strlen(text));
	if (of->asset < 0 || colon)
		bad(g,
		    "'%s': '%s' is neither an asset nor an address among "
		    "the arguments",
		    g->text, text);
}

static void read_values(struct parsing *g, struct policy_evm_clause *w)
{
	char *text = word(g);
	size_t n = 1;

	if (!text) {
		bad(g, "'%s': no values", g->text);
		return;
	}
	for (const char *s = text; *s; s++)
		n += *s == ',';
	w->values = arena_alloc(g->a, n * sizeof(*w->values));
	for (char *end; text; text = end) {
		end = strchr(text, ',');
		if (end)
			*end++ = '\0';
		w->values[w->n_values++] = text;
	}
}

/* The most of one call, where it is said. */
static void read_most(struct parsing *g, struct policy_evm_clause *w)
{
	const char *text = word(g);
	struct dec d;

	w->most = U256_MAX;
	if (!text)
		return;
	if (w->of.asset < 0)
		bad(g, "'%s': an amount of an asset that is not named",
		    g->text);
	else if (dec_parse(&d, text, strlen(text)) ||
		 atoms_of(&w->most, d, g->p->assets[w->of.asset].decimals))
		bad(g, "'%s': '%s' is not an amount of it", g->text, text);
}

static struct policy_evm_clause *add_clause(struct parsing *g,
					    enum policy_evm_want want)
{
	struct policy_evm_rule *r = g->rule;
	struct policy_evm_clause *w;

	r->clauses =
		arena_grow(g->a, r->clauses, r->n_clauses * sizeof(*r->clauses),
			   (r->n_clauses + 1) * sizeof(*r->clauses));
	w = &r->clauses[r->n_clauses++];
	memset(w, 0, sizeof(*w));
	w->want = want;
	return w;
}

/* A clause for each argument that is named. */
static void for_each_arg(struct parsing *g, enum policy_evm_want want,
			 bool right(const struct abi_type *))
{
	do
		add_clause(g, want)->arg = arg(g, right);
	while (!g->why && g->at[strspn(g->at, " ")]);
}

/* As v4 knows it, or its tokens and fee. */
static void read_pool(struct parsing *g, struct policy_evm_clause *w)
{
	w->arg = arg(g, is_pool);
	if (g->why || is_pool_key(type_at(g, w->arg)))
		return;
	w->other = arg(g, is_address);
	w->third = arg(g, is_unsigned);
}

static void read_operands(struct parsing *g, struct policy_evm_clause *w)
{
	switch (w->want) {
	case WANT_ONE:
		w->arg = arg(g, is_anything);
		read_values(g, w);
		break;
	case WANT_OUT:
		w->arg = arg(g, is_unsigned);
		read_of(g, &w->of);
		read_most(g, w);
		break;
	case WANT_MIN:
	case WANT_WITHIN:
		w->arg = arg(g, is_unsigned);
		read_of(g, &w->of);
		break;
	case WANT_PAY:
	case WANT_ALLOW:
	case WANT_GROW:
	case WANT_EXPIRY:
		w->arg = arg(g, is_unsigned);
		w->other = arg(g, is_address);
		read_of(g, &w->of);
		break;
	case WANT_VALUE:
		read_of(g, &w->of);
		break;
	case WANT_POSITION:
		w->arg = arg(g, is_unsigned);
		w->other = arg(g, is_unsigned);
		w->third = arg(g, is_unsigned);
		break;
	case WANT_DEADLINE:
	case WANT_EMPTY:
		w->arg = arg(g, is_unsigned);
		break;
	case WANT_POOL:
		read_pool(g, w);
		break;
	case WANT_ACTIONS:
		w->arg = arg(g, is_bytes);
		break;
	case WANT_COMMANDS:
		w->arg = arg(g, is_bytes);
		w->other = arg(g, is_calls);
		break;
	case WANT_CALLS:
		w->arg = arg(g, is_calls);
		break;
	case WANT_ANY:
	case WANT_SELF:
	case WANT_OURS:
	case WANT_ASSET:
	case WANT_STRANGER:
	case WANT_SOME:
	case WANT_DATED:
	case WANT_PAYABLE:
		break;
	}
}

static const struct {
	const char *word;
	enum policy_evm_want want;
	bool (*each)(const struct abi_type *); /* takes any number of these */
} verbs[] = {
	{ "any", WANT_ANY, is_anything },
	{ "self", WANT_SELF, is_address },
	{ "ours", WANT_OURS, is_address },
	{ "asset", WANT_ASSET, is_address },
	{ "stranger", WANT_STRANGER, is_address },
	{ "some", WANT_SOME, is_unsigned },
	{ "one", WANT_ONE, NULL },
	{ "out", WANT_OUT, NULL },
	{ "min", WANT_MIN, NULL },
	{ "deadline", WANT_DEADLINE, NULL },
	{ "dated", WANT_DATED, NULL },
	{ "calls", WANT_CALLS, NULL },
	{ "pay", WANT_PAY, NULL },
	{ "allow", WANT_ALLOW, NULL },
	{ "grow", WANT_GROW, NULL },
	{ "expiry", WANT_EXPIRY, NULL },
	{ "value", WANT_VALUE, NULL },
	{ "payable", WANT_PAYABLE, NULL },
	{ "position", WANT_POSITION, NULL },
	{ "pool", WANT_POOL, NULL },
	{ "empty", WANT_EMPTY, NULL },
	{ "actions", WANT_ACTIONS, NULL },
	{ "commands", WANT_COMMANDS, NULL },
	{ "within", WANT_WITHIN, NULL },
};

static void read_clause(struct parsing *g)
{
	const char *verb;

	g->text = arena_strdup(g->a, g->at);
	verb = word(g);
	for (size_t i = 0; verb && i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strcmp(verbs[i].word, verb) != 0)
			continue;
		if (verbs[i].each)
			for_each_arg(g, verbs[i].want, verbs[i].each);
		else
			read_operands(g, add_clause(g, verbs[i].want));
		if (word(g))
			bad(g, "'%s': too many words", g->text);
		return;
	}
	if (verb)
		bad(g, "'%s': '%s' is no rule", g->text, verb);
}

/* A path names this argument, or the beginning of it. */
static bool names(const char *path, const char *argument)
{
	size_t n = path ? strlen(path) : 0;

	return n && strncmp(path, argument, n) == 0 &&
	       (argument[n] == '\0' || argument[n] == '.');
}

static bool is_ruled(const struct policy_evm_rule *r, const char *argument)
{
	for (size_t i = 0; i < r->n_clauses; i++) {
		const struct policy_evm_clause *w = &r->clauses[i];

		if (names(w->arg, argument) || names(w->other, argument) ||
		    names(w->third, argument) ||
		    (w->of.asset == -1 && names(w->of.path, argument)))
			return true;
	}
	return false;
}

/* An argument that no clause looks at is one that was forgotten. */
static void all_ruled(struct parsing *g, const struct abi_type *t,
		      const char *prefix)
{
	for (size_t i = 0; i < t->n && !g->why; i++) {
		const struct abi_param *m = &t->param[i];
		const char *path = arena_printf(g->a, "%s%s", prefix, m->name);

		if (is_ruled(g->rule, path))
			continue;
		if (m->type.kind == ABI_TUPLE)
			all_ruled(g, &m->type, arena_printf(g->a, "%s.", path));
		else
			bad(g,
			    "argument '%s' has no rule ('any %s' if it may "
			    "be anything)",
			    path, path);
	}
}

const struct policy_evm_rule *policy_evm_find(const struct policy_evm_rules *r,
					      const uint8_t *data, size_t len)
{
	for (size_t i = 0; len >= ABI_SELECTOR_LEN && i < r->n; i++)
		if (memcmp(r->v[i].function.hash, data, ABI_SELECTOR_LEN) == 0)
			return &r->v[i];
	return NULL;
}

const char *policy_evm_rule(struct arena *a, struct policy_evm_rules *rules,
			    const struct policy_evm *p, const char *signature,
			    const char *text)
{
	struct policy_evm_rule rule = { .reduces = false };
	struct parsing g = { .a = a, .p = p, .rule = &rule };
	char *rest = arena_strdup(a, text);

	if (!abi_parse(&rule.function, a, signature, &g.why))
		return arena_printf(a, "'%s': %s", signature, g.why);
	if (rule.function.kind != ABI_FUNCTION)
		return arena_printf(a, "'%s': no function", signature);
	g.args = &rule.function.inputs;
	if (g.args->n == 1 && g.args->param[0].type.kind == ABI_TUPLE)
		g.args = &g.args->param[0].type;
	while (rest && !g.why) {
		g.at = rest;
		rest = strchr(rest, ';');
		if (rest)
			*rest++ = '\0';
		read_clause(&g);
	}
	if (!g.why)
		all_ruled(&g, g.args, "");
	if (!g.why &&
	    policy_evm_find(rules, rule.function.hash, ABI_SELECTOR_LEN))
		bad(&g, "it has rules already");
	if (g.why)
		return arena_printf(a, "'%s': %s", signature, g.why);
	rules->v = arena_grow(a, rules->v, rules->n * sizeof(*rules->v),
			      (rules->n + 1) * sizeof(*rules->v));
	rules->v[rules->n++] = rule;
	return NULL;
}
