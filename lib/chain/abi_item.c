/* abi_item.c - whole signatures. */
#include "chain/abi_parts.h"

static const struct {
	const char *word;
	enum abi_item_kind kind;
} kinds[] = {
	{ "function", ABI_FUNCTION },
	{ "event", ABI_EVENT },
	{ "error", ABI_ERROR },
	{ "constructor", ABI_CONSTRUCTOR },
};

/* What the first word says it is.  A keyword right before the parenthesis is the
 * item's own name.  *bare: it does not say. */
static enum abi_item_kind kind_of(struct abi_reader *r, bool *bare)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *start = r->p;

		if (!abi_take_word(r, kinds[i].word))
			continue;
		abi_skip(r);
		if (*r->p != '(' || kinds[i].kind == ABI_CONSTRUCTOR) {
			*bare = false;
			return kinds[i].kind;
		}
		r->p = start;
	}
	*bare = true;
	return ABI_FUNCTION;
}

static bool name_of(struct abi_reader *r, struct abi_item *it, bool bare)
{
	const char *at;
	size_t n = abi_name(r, &at);

	it->name = arena_strndup(r->a, at, n);
	if (it->kind == ABI_CONSTRUCTOR)
		return n == 0 || abi_refuse(r, "a constructor has no name");
	if (n > 0)
		return true;
	if (!bare)
		return abi_refuse(r, "a name expected before '%.10s'", r->p);
	it->kind = ABI_ARGUMENTS;
	return true;
}

/* Words that change nothing here, by whom they may stand behind. */
static bool neutral(struct abi_reader *r, enum abi_item_kind kind)
{
	static const char *const words[] = { "external",   "public",
					     "internal",   "private",
					     "nonpayable", "virtual",
					     "override" };

	if (kind != ABI_FUNCTION && kind != ABI_CONSTRUCTOR)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (abi_take_word(r, words[i]))
			return true;
	return false;
}

/* A ';' and nothing behind it. */
static bool ends(const struct abi_reader *r)
{
	return *r->p == ';' && r->p[1 + strspn(r->p + 1, " \t\n\r")] == '\0';
}

/* What stands behind the arguments. */
static bool tail(struct abi_reader *r, struct abi_item *it)
{
	bool call = it->kind == ABI_FUNCTION;
	bool results = false;

	it->outputs = (struct abi_type){ .kind = ABI_TUPLE };
	for (;;) {
		abi_skip(r);
		if (*r->p == '\0' || ends(r))
			return true;
		if (call && !results &&
		    (*r->p == '(' || abi_take_word(r, "returns"))) {
			if (!abi_list(r, &it->outputs, 0, false))
				return false;
			results = true;
		} else if (call && (abi_take_word(r, "view") ||
				    abi_take_word(r, "pure") ||
				    abi_take_word(r, "constant"))) {
			it->view = true;
		} else if ((call || it->kind == ABI_CONSTRUCTOR) &&
			   abi_take_word(r, "payable")) {
			it->payable = true;
		} else if (it->kind == ABI_EVENT &&
			   abi_take_word(r, "anonymous")) {
			it->anonymous = true;
		} else if (!neutral(r, it->kind)) {
			return abi_refuse(r, "'%.40s' does not belong there",
					  r->p);
		}
	}
}

/* Where each input stands in a log. */
static bool places(struct abi_reader *r, struct abi_item *e)
{
	struct abi_param *in = (struct abi_param *)e->inputs.param;
	struct abi_param *data = arena_alloc(r->a, e->inputs.n * sizeof(*data));
	struct abi_type *d = &e->data;

	*d = (struct abi_type){ .kind = ABI_TUPLE, .param = data };
	e->n_topics = e->anonymous ? 0 : 1;
	e->flat = true;
	for (size_t i = 0; i < e->inputs.n; i++) {
		if (!in[i].indexed) {
			in[i].at = d->inside;
			d->inside += in[i].type.head;
			d->dynamic |= in[i].type.dynamic;
			data[d->n++] = in[i];
			e->flat &= abi_is_word(&in[i].type);
		} else if (e->n_topics == ABI_TOPICS_MAX) {
			return abi_refuse(r,
					  "too many indexed arguments: a log "
					  "has %d topics",
					  ABI_TOPICS_MAX);
		} else {
			in[i].at = e->n_topics++;
		}
	}
	d->head = d->dynamic ? ABI_WORD : d->inside;
	return true;
}

static bool item(struct abi_reader *r, struct abi_item *it)
{
	struct abi_out o = { .a = r->a };
	bool bare;

	it->kind = kind_of(r, &bare);
	if (!name_of(r, it, bare) ||
	    !abi_list(r, &it->inputs, 0,
		      it->kind == ABI_EVENT || (bare && *it->name)))
		return false;
	for (size_t i = 0; bare && i < it->inputs.n; i++)
		if (it->inputs.param[i].indexed)
			it->kind = ABI_EVENT;
	if (!tail(r, it) || (it->kind == ABI_EVENT && !places(r, it)))
		return false;
	abi_put_text(&o,
		     it->kind == ABI_CONSTRUCTOR ? "constructor" : it->name);
	abi_put_type(&o, &it->inputs);
	it->signature = abi_out_end(&o);
	if (*it->name)
		keccak256(it->hash, &(struct hash_part){ o.p, o.len }, 1);
	return true;
}

bool abi_parse(struct abi_item *out, struct arena *a, const char *text,
	       const char **why)
{
	struct abi_reader r = { .p = text, .a = a };

	*out = (struct abi_item){ 0 };
	if (item(&r, out))
		return true;
	*why = r.why;
	return false;
}
