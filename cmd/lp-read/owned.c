#include "owned.h"

#include "base/conf.h"
#include "data/conf_list.h"

#include <string.h>

static struct token *token_of(const struct owned *o, struct u256 id)
{
	for (size_t i = 0; i < o->n; i++)
		if (!u256_cmp(o->v[i]->id, id))
			return o->v[i];
	return NULL;
}

struct token *owned_add(struct reader *r, struct owned *o, struct u256 id)
{
	struct token *t = token_of(o, id);
	size_t at = o->n;
	char text[U256_STR_SZ];

	if (t)
		return t;
	o->v = arena_grow(r->a, o->v, o->n * sizeof(t), (o->n + 1) * sizeof(t));
	for (; at && u256_cmp(o->v[at - 1]->id, id) > 0; at--)
		o->v[at] = o->v[at - 1];
	o->n++;
	t = o->v[at] = arena_alloc(r->a, o->size);
	u256_format(text, id);
	t->id = id;
	t->name = arena_printf(r->a, "%s%s", o->prefix, text);
	t->token_id = t->name + strlen(o->prefix);
	t->past = past_find(&r->past, t->name);
	return t;
}

static void add_wanted(struct reader *r, struct owned *o)
{
	size_t n, len = strlen(o->prefix);
	const char **names = conf_list(r->a, "POSITIONS", &n);
	struct u256 id;

	for (size_t i = 0; i < n; i++) {
		const char *text = names[i] + len;

		if (strncmp(names[i], o->prefix, len))
			continue;
		if (u256_parse(&id, text, strlen(text)))
			mm_die(MM_USAGE, "POSITIONS: '%s' has no token id",
			       names[i]);
		owned_add(r, o, id)->wanted = true;
	}
}

/* Also those that are closed: the token of an empty one may be there still. */
static void add_past(struct reader *r, struct owned *o)
{
	struct u256 id;

	for (size_t i = 0; i < r->past.n; i++) {
		const struct past_position *old = &r->past.v[i];

		if (old->p.kind == (int)o->kind && old->p.token_id &&
		    !u256_parse(&id, old->p.token_id, strlen(old->p.token_id)))
			owned_add(r, o, id);
	}
}

static void add_owners(struct reader *r, struct owned *o)
{
	o->owners = arena_alloc(r->a, r->conf.n_wallets * sizeof(*o->owners));
	for (size_t i = 0; i < r->conf.n_wallets; i++) {
		struct owner *w = &o->owners[o->n_owners];

		w->wallet = &r->conf.wallets[i];
		o->n_owners +=
			evm_address_parse(&w->address, w->wallet->address,
					  strlen(w->wallet->address));
	}
}

void owned_begin(struct reader *r, struct owned *o)
{
	if (!o->manager->known)
		return;
	if (conf_isset("POSITIONS")) {
		add_wanted(r, o);
		return;
	}
	add_past(r, o);
	add_owners(r, o);
}

void owned_ask(struct reader *r, struct owned *o)
{
	for (size_t i = 0; i < o->n_owners; i++) {
		struct u256 word = uniswap_of_address(&o->owners[i].address);

		if (!o->owners[i].balance)
			o->owners[i].balance = reader_ask(r, &o->manager->at,
							  ERC20_BALANCE, &word);
	}
	for (size_t i = 0; i < o->n; i++)
		if (!o->v[i]->owner)
			o->v[i]->owner = reader_ask(r, &o->manager->at,
						    NFT_OWNER, &o->v[i]->id);
}

const struct evm_wallet *owned_by(const struct reader *r, const struct token *t)
{
	const uint8_t *said = reader_answer(t->owner, 1);
	char text[EVM_ADDRESS_STR_SZ];
	struct evm_address at;

	if (!said || !uniswap_to_address(&at, uniswap_word(said, 0)))
		return NULL;
	return evm_conf_owner(&r->conf, evm_address_format(text, &at));
}

static size_t known_of(const struct reader *r, const struct owned *o,
		       const struct owner *w)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += owned_by(r, o->v[i]) == w->wallet;
	return n;
}

int64_t owned_missing(const struct reader *r, const struct owned *o,
		      const struct owner *w)
{
	const uint8_t *said = reader_answer(w->balance, 1);
	uint64_t n;

	if (!said || u256_to_u64(&n, uniswap_word(said, 0)) || n >> 32)
		return -1;
	return (int64_t)n - (int64_t)known_of(r, o, w);
}

/* ---- outcomes ---- */

void owned_others(struct reader *r, const struct token *t)
{
	if (t->owner->state == EVM_VIEW_FAILED) {
		reader_unread(r, t->name, "position_unread", t->owner->why);
	} else if (t->owner->state == EVM_VIEW_OK && t->wanted) {
		reader_unread(r, t->name, "position_foreign",
			      "none of WALLETS owns it");
	} else if (t->owner->state == EVM_VIEW_OK) {
		reader_moved(r, t->name);
	} else if (t->past) {
		struct rec_position *p = arena_alloc(r->a, sizeof(*p));

		*p = t->past->p;
		reader_gone(r, p);
	} else {
		reader_unread(r, t->name, "position_unknown", "there is none");
	}
}

void owned_check(struct reader *r, const struct owned *o)
{
	for (size_t i = 0; i < o->n_owners; i++) {
		int64_t missing = owned_missing(r, o, &o->owners[i]);
		const char *wallet = o->owners[i].wallet->name;

		if (missing < 0)
			frame_refuse(r->f, "positions_unread",
				     "the manager does not say how many %s "
				     "positions %s has",
				     rec_pool_kinds[o->kind], wallet);
		else if (missing)
			frame_refuse(r->f, "positions_unread",
				     "%lld %s positions of %s are not known",
				     (long long)missing,
				     rec_pool_kinds[o->kind], wallet);
	}
}

struct rec_position *owned_position(struct reader *r, const struct owned *o,
				    const struct token *t,
				    const struct evm_wallet *wallet)
{
	struct rec_position *p = arena_alloc(r->a, sizeof(*p));

	rec_clear(&rec_position_type, p);
	p->kind = (int)o->kind;
	p->entry = ENTRY_UNKNOWN;
	p->entry_why = "its history was not read";
	p->position = t->name;
	p->token_id = t->token_id;
	p->wallet = wallet->name;
	p->manager = reader_address(r, &o->manager->at);
	return p;
}
