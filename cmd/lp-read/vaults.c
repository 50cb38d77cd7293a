#include "vaults.h"

#include "base/atoms.h"
#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"
#include "data/rec_capital.h"
#include "data/vault_event.h"
#include "stored.h"
#include "told.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Further back than any reorganisation reaches. */
#define BACK_MS INT64_C(86400000)

struct vault {
	const char *name, *address;
	const struct evm_asset *asset;
};

/* An event of a vault, from its log or from its record. */
struct vault_move {
	struct told_key key;
	const struct vault *vault;
	int64_t ts_ms;
	const char *cause, *tx_hash; /* tx_hash: NULL of a record */
	struct vault_says says;
	bool used; /* VAULT_BURN: a withdrawal has it */
};

struct vaults {
	struct reader *r;
	struct vault *v;
	size_t n;
	struct vault_move *moves;
	size_t n_moves, cap;
	int64_t *newest_ms; /* of each vault: its newest record; 0: none */
};

/* ---- VAULTS ---- */

static void read_conf(struct vaults *all)
{
	struct reader *r = all->r;
	const char **list = conf_list(r->a, "VAULTS", &all->n);

	all->v = arena_alloc(r->a, all->n * sizeof(*all->v));
	all->newest_ms = arena_alloc(r->a, all->n * sizeof(*all->newest_ms));
	for (size_t i = 0; i < all->n; i++) {
		struct vault *v = &all->v[i];
		const char *rest, *colon;
		struct evm_address at;

		if (!conf_list_pair(r->a, list[i], &v->name, &rest) ||
		    !(colon = strchr(rest, ':')) ||
		    !evm_address_parse(&at, rest, (size_t)(colon - rest)))
			mm_die(MM_USAGE,
			       "VAULTS: '%s' is not NAME:ADDRESS:ASSET",
			       list[i]);
		v->address = reader_address(r, &at);
		v->asset = evm_conf_asset(&r->conf, colon + 1);
		if (!v->asset)
			mm_die(MM_USAGE, "VAULTS: ASSETS does not have '%s'",
			       colon + 1);
	}
}

/* ---- events and records ---- */

static struct vault_move *add(struct vaults *all)
{
	if (all->n_moves == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 64;

		all->moves = arena_grow(all->r->a, all->moves,
					all->cap * sizeof(*all->moves),
					cap * sizeof(*all->moves));
		all->cap = cap;
	}
	return &all->moves[all->n_moves++];
}

/* A record of an earlier frame stands for its event, which may be pruned by now. */
static bool take_record(void *ctx, const struct rec_type *type, const void *rec)
{
	struct vaults *all = ctx;
	const struct rec_capital *c = rec;
	struct vault_move m = { .ts_ms = c->ts_ms };
	size_t i = 0;

	(void)type;
	while (i < all->n && strcmp(all->v[i].name, c->vault) != 0)
		i++;
	if (i == all->n || c->chain_id != all->r->conf.chain_id ||
	    !told_key_of_cause(&m.key, c->block, c->log_index, c->cause) ||
	    atoms_of(&m.says.assets, c->amount, all->v[i].asset->decimals) ||
	    atoms_of(&m.says.shares, c->shares, 0))
		return true;
	m.vault = &all->v[i];
	m.cause = arena_strdup(all->r->a, c->cause);
	m.says.owner = arena_strdup(all->r->a, c->owner);
	m.says.event =
		c->event == CAPITAL_DEPOSIT ? VAULT_DEPOSIT : VAULT_WITHDRAWAL;
	m.says.has_shares = true;
	*add(all) = m;
	if (c->ts_ms > all->newest_ms[i])
		all->newest_ms[i] = c->ts_ms;
	return true;
}

static void *hear(struct reader *r, const struct rec_event *e, void *ctx)
{
	struct vaults *all = ctx;
	struct vault_move *m;
	struct vault_says says;
	size_t i = 0;

	while (i < all->n && (!e->contract ||
			      strcasecmp(all->v[i].address, e->contract) != 0))
		i++;
	if (i == all->n || vault_event_read(&says, e) ||
	    says.event == VAULT_OTHER)
		return NULL;
	m = arena_alloc(r->a, sizeof(*m));
	*m = (struct vault_move){ .vault = &all->v[i],
				  .ts_ms = e->ts_ms,
				  .cause = arena_strdup(r->a, e->cause),
				  .tx_hash = arena_strdup(r->a, e->tx_hash),
				  .says = says };
	m->says.owner = arena_strdup(r->a, says.owner);
	return m;
}

/* An event whose record is there too comes behind it. */
static int by_place(const void *a, const void *b)
{
	const struct vault_move *x = a, *y = b;
	int order = told_compare(&x->key, &y->key);

	return order ? order : !!x->tx_hash - !!y->tx_hash;
}

/* False: the store cannot be read; the frame is refused. */
static bool gather(struct vaults *all)
{
	static const char *const types[] = { "capital", NULL };
	const struct store_query q = { .types = types };
	struct reader *r = all->r;
	int64_t from_ms = INT64_MAX;
	struct tolds told;
	size_t n = 0;

	if (!stored_scan(r, &q, take_record, all))
		return false;
	for (size_t i = 0; i < all->n; i++) {
		int64_t known_ms = all->newest_ms[i] ? all->newest_ms[i]
						     : r->vaults_silent_ms;

		from_ms = known_ms < from_ms ? known_ms : from_ms;
	}
	from_ms = from_ms > BACK_MS ? from_ms - BACK_MS : 0;
	if (!told_gather(&told, r, from_ms, hear, all))
		return false;
	for (size_t i = 0; i < told.n; i++) {
		struct vault_move *m = add(all);

		*m = *(const struct vault_move *)told.v[i].what;
		m->key = told.v[i].key;
	}
	if (all->n_moves)
		qsort(all->moves, all->n_moves, sizeof(*all->moves), by_place);
	for (size_t i = 0; i < all->n_moves; i++)
		if (!told_is_gone(&told, &all->moves[i].key) &&
		    (!n ||
		     told_compare(&all->moves[n - 1].key, &all->moves[i].key)))
			all->moves[n++] = all->moves[i];
	all->n_moves = n;
	return true;
}

/* ---- shares ---- */

/* The shares that a withdrawal which does not say so took back: those burned in its
 * transaction. */
static bool burned(struct vault_move *m, struct vaults *all)
{
	for (size_t i = 0; i < all->n_moves; i++) {
		struct vault_move *b = &all->moves[i];

		if (b->says.event != VAULT_BURN || b->used ||
		    b->vault != m->vault || !m->tx_hash || !b->tx_hash ||
		    strcmp(b->tx_hash, m->tx_hash) != 0 ||
		    b->key.block != m->key.block ||
		    strcasecmp(b->says.owner, m->says.owner) != 0)
			continue;
		b->used = true;
		m->says.shares = b->says.shares;
		return m->says.has_shares = true;
	}
	return false;
}

/* NULL, or why it cannot be: a constant. */
static const char *count(struct rec_capital *out, struct vault_shares *shares,
			 struct vaults *all, struct vault_move *m)
{
	struct arena *a = all->r->a;
	struct u256 after;
	enum status st;

	if (!m->says.has_shares && !burned(m, all))
		return "a withdrawal, and nothing says how many shares it took "
		       "back";
	st = m->says.event == VAULT_DEPOSIT
		     ? vault_shares_give(shares, a, &after, m->says.owner,
					 m->says.shares)
		     : vault_shares_take(shares, &after, m->says.owner,
					 m->says.shares);
	if (st == ST_RANGE)
		return "a withdrawal of more shares than its owner has";
	rec_clear(&rec_capital_type, out);
	if (st ||
	    reader_amount(&out->amount, m->says.assets,
			  m->vault->asset->decimals) ||
	    reader_amount(&out->shares, m->says.shares, 0) ||
	    reader_amount(&out->owner_shares, after, 0) ||
	    reader_amount(&out->total_shares, shares->total, 0))
		return "an amount over 127 bits";
	out->ts_ms = m->ts_ms;
	out->chain_id = all->r->conf.chain_id;
	out->vault = m->vault->name;
	out->cause = m->cause;
	out->event = m->says.event == VAULT_DEPOSIT ? CAPITAL_DEPOSIT
						    : CAPITAL_WITHDRAWAL;
	out->owner = m->says.owner;
	out->asset = m->vault->asset->name;
	out->block = m->key.block;
	out->log_index = m->key.log_index;
	return NULL;
}

/* A vault that tells each deposit in both forms would be counted twice. */
static const char *forms(const struct vaults *all, const struct vault *v)
{
	unsigned seen = 0;

	for (size_t i = 0; i < all->n_moves; i++)
		if (all->moves[i].vault == v &&
		    all->moves[i].says.event != VAULT_BURN)
			seen |= all->moves[i].says.form;
	return seen == (VAULT_PLAIN | VAULT_ERC4626)
		       ? "it tells of deposits in two forms"
		       : NULL;
}

static void tell(struct vaults *all, const struct vault *v)
{
	struct reader *r = all->r;
	int64_t final = r->chain->block - conf_int("CONFIRMATIONS");
	int64_t since = r->chain->block_ts_s * 1000 - conf_ms("CAPITAL_KEEP");
	struct vault_shares shares = { .n = 0 };
	const char *why = forms(all, v), *cause = v->address;

	for (size_t i = 0; i < all->n_moves && !why; i++) {
		struct vault_move *m = &all->moves[i];
		struct rec_capital out;

		if (m->vault != v || m->says.event == VAULT_BURN)
			continue;
		if (m->key.block > final)
			break;
		why = count(&out, &shares, all, m);
		cause = m->cause;
		if (!why && m->ts_ms >= since && dec_sign(out.amount) > 0)
			frame_emit(r->f, &rec_capital_type, &out);
	}
	if (why)
		frame_refuse(r->f, "capital_unknown", "%s: %s (%s)", v->name,
			     why, cause);
}

/* Where no vault but those with records said anything, the next frame need not look
 * through all of the past for them. */
static void remember(struct vaults *all)
{
	for (size_t i = 0; i < all->n_moves; i++)
		if (!all->newest_ms[all->moves[i].vault - all->v])
			return;
	all->r->vaults_silent_ms = all->r->chain->block_ts_s * 1000;
}

void vaults_tell(struct reader *r)
{
	struct vaults all = { .r = r };

	read_conf(&all);
	if (!all.n || !gather(&all))
		return;
	remember(&all);
	for (size_t i = 0; i < all.n; i++)
		tell(&all, &all.v[i]);
}
