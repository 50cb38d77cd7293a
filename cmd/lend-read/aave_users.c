/* aave_users.c - the accounts of a market of Aave. */
#include "aave.h"

#include "chain/uniswap.h"
#include "data/aave_event.h"

#include <inttypes.h>
#include <string.h>

/* ---- what events say ---- */

static const unsigned __int128 one = 1;

static bool place_of(uint32_t *out, struct market *m, const char *text)
{
	struct evm_address at;

	if (!evm_address_parse(&at, text, strlen(text)))
		return false;
	*out = accounts_place(&m->accounts, &at);
	return true;
}

/* The reserve of an asset, or whose token a contract is; NULL: none. */
static const struct asset *asset_at(const struct aave *a, const char *text,
				    bool of_token)
{
	struct evm_address at;

	if (!text || !evm_address_parse(&at, text, strlen(text)))
		return NULL;
	for (size_t i = 0; i < a->n_assets; i++)
		if (evm_address_eq(of_token ? &a->assets[i].said.a_token
					    : &a->assets[i].at,
				   &at))
			return &a->assets[i];
	return NULL;
}

static void add_user(struct heard_users *out, struct market *m, uint32_t place,
		     unsigned __int128 in)
{
	m->accounts.v[place].in |= in;
	out->v[out->n++] = place;
}

void aave_hear(struct heard_users *out, struct market *m,
	       const struct rec_event *e)
{
	const struct aave *a = aave_of(m);
	const struct asset *asset = NULL;
	struct aave_says says;
	unsigned __int128 in = 0;
	uint32_t place;

	out->n = 0;
	if (!e->contract || aave_event_read(&says, e))
		return;
	if (says.of_token)
		asset = asset_at(a, e->contract, true);
	if (says.of_token ? !asset : strcmp(e->contract, m->address) != 0)
		return; /* of another market */
	for (size_t i = 0; i < says.n_assets; i++) {
		asset = asset_at(a, says.asset[i], false);
		if (asset)
			in |= one << asset->said.id;
	}
	if (says.of_token)
		in = one << asset->said.id;
	for (size_t i = 0; i < says.n_users; i++)
		if (place_of(&place, m, says.user[i]))
			add_user(out, m, place, in);
	if (says.to_treasury && asset && asset->treasury.known)
		add_user(out, m,
			 accounts_place(&m->accounts, &asset->treasury.at), in);
}

/* ---- what stands ---- */

struct reading {
	const struct evm_view *bits, *emode;
	const struct evm_view *supply[AAVE_RESERVES_MAX];
	const struct evm_view *debt[AAVE_RESERVES_MAX];
	const struct evm_view *stable[AAVE_RESERVES_MAX];
	struct aave_bits has;
	int16_t category;
};

static void ask_debt(struct slice *s, const struct aave_said *said,
		     struct u256 who, struct reading *x)
{
	const struct evm_address none = { .b = { 0 } };

	if (x->debt[said->id])
		return;
	x->debt[said->id] =
		aave_ask(&s->rounds, &said->v_token, AAVE_SCALED, who);
	if (aave_of(s->m)->revision < AAVE_REVISION_3_2 &&
	    !evm_address_eq(&said->s_token, &none))
		x->stable[said->id] =
			aave_ask(&s->rounds, &said->s_token, AAVE_BALANCE, who);
}

static void ask_supply(struct slice *s, const struct aave_said *said,
		       struct u256 who, struct reading *x)
{
	if (!x->supply[said->id])
		x->supply[said->id] =
			aave_ask(&s->rounds, &said->a_token, AAVE_SCALED, who);
}

/* Of few accounts all is asked at once where events named them: a second round takes
 * longer than some questions more. */
static void ask_first(struct slice *s, const struct account *account,
		      struct reading *x)
{
	struct aave *a = aave_of(s->m);
	struct u256 who = aave_word(&account->at);

	x->bits = aave_ask(&s->rounds, &s->m->at, AAVE_USER, who);
	x->emode = aave_ask(&s->rounds, &s->m->at, AAVE_USER_EMODE, who);
	for (size_t i = 0; i < a->n_assets; i++) {
		const struct aave_said *said = &a->assets[i].said;

		if (!(account->in >> said->id & 1))
			continue;
		ask_supply(s, said, who, x);
		if (!s->m->whole)
			ask_debt(s, said, who, x);
	}
}

/* False: not what such a contract answers. */
static bool ask_second(struct slice *s, const struct account *account,
		       struct reading *x)
{
	struct aave *a = aave_of(s->m);
	const uint8_t *bits = evm_view_words(x->bits, 1);
	struct u256 who = aave_word(&account->at);
	unsigned __int128 category;

	if (!bits || !aave_amount_said(&category, x->emode) ||
	    category >= AAVE_EMODES_MAX)
		return false;
	x->has = aave_bits_of(uniswap_word(bits, 0));
	x->category = (int16_t)category;
	for (size_t i = 0; i < a->n_assets; i++) {
		const struct aave_said *said = &a->assets[i].said;

		if (x->has.collateral >> said->id & 1)
			ask_supply(s, said, who, x);
		if (x->has.borrowing >> said->id & 1)
			ask_debt(s, said, who, x);
	}
	return true;
}

/* What was not asked is nothing. */
static bool amount(unsigned __int128 *out, const struct evm_view *v)
{
	*out = 0;
	return !v || aave_amount_said(out, v);
}

static bool take(struct slice *s, uint32_t place, const struct reading *x)
{
	for (unsigned id = 0; id < AAVE_RESERVES_MAX; id++) {
		struct row row = { .account = place,
				   .reserve = (uint8_t)id,
				   .collateral = x->has.collateral >> id & 1,
				   .emode = x->category };

		if (!amount(&row.supply, x->supply[id]) ||
		    !amount(&row.debt, x->debt[id]) ||
		    !amount(&row.stable, x->stable[id]))
			return false;
		if (row.supply || row.debt || row.stable)
			slice_row(s, &row);
	}
	return true;
}

static bool unread(struct slice *s, const struct account *account)
{
	reader_refuse(s->r, "account_unread", "%s: %s cannot be read",
		      s->m->address, reader_address(s->r, &account->at));
	return false;
}

static bool knows_category(struct slice *s, const struct account *account,
			   int16_t id)
{
	struct aave *a = aave_of(s->m);

	if (!id || a->emodes[id].known)
		return true;
	a->seek_emodes = true;
	reader_refuse(s->r, "emode_unread",
		      "%s: %s is in category %d, which is not known yet",
		      s->m->address, reader_address(s->r, &account->at), id);
	return false;
}

bool aave_read(struct slice *s)
{
	const struct account *all = s->m->accounts.v;
	struct reading *v = arena_alloc(&s->arena, s->n * sizeof(*v));

	for (size_t i = 0; i < s->n; i++)
		ask_first(s, &all[s->v[i]], &v[i]);
	if (!slice_ask(s))
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (!ask_second(s, &all[s->v[i]], &v[i]))
			return unread(s, &all[s->v[i]]);
	if (!slice_ask(s))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		if (!knows_category(s, &all[s->v[i]], v[i].category))
			return false;
		if (!take(s, s->v[i], &v[i]))
			return unread(s, &all[s->v[i]]);
	}
	return true;
}
