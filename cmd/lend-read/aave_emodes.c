/* aave_emodes.c - the categories of efficiency mode.
 *
 * Nothing lists them: a whole frame asks for all numbers, any other for those that are
 * known and the next few. */
#include "aave.h"

#include "chain/uniswap.h"

#include <inttypes.h>

#define NEXT 4 /* numbers behind the last that is known */

static int last_known(const struct aave *a)
{
	int last = 0;

	for (int id = 1; id < AAVE_EMODES_MAX; id++)
		if (a->emodes[id].known)
			last = id;
	return last;
}

void emodes_begin(struct aave *a)
{
	for (int id = 1; id < AAVE_EMODES_MAX; id++) {
		struct category *c = &a->emodes[id];

		c->rules = c->label = c->pledged = c->borrowed = NULL;
		c->worthless = c->isolated = c->price = NULL;
		c->read = false;
	}
}

/* ---- from 3.2 on ---- */

static void ask_bitmaps(struct reader *r, struct market *m, struct category *c,
			struct u256 id)
{
	int64_t revision = aave_of(m)->revision;
	struct evm_rounds *q = &r->rounds;

	c->label = aave_ask(q, &m->at, AAVE_EMODE_LABEL, id);
	c->pledged = aave_ask(q, &m->at, AAVE_EMODE_PLEDGED, id);
	c->borrowed = aave_ask(q, &m->at, AAVE_EMODE_BORROWED, id);
	if (revision >= AAVE_REVISION_3_6)
		c->worthless = aave_ask(q, &m->at, AAVE_EMODE_WORTHLESS, id);
	if (revision >= AAVE_REVISION_3_7)
		c->isolated = aave_ask(q, &m->at, AAVE_EMODE_ISOLATED, id);
}

/* A word that is one of rules: false where it is not. */
static bool bps_at(int64_t *out, const uint8_t *said, size_t i)
{
	struct u256 word = uniswap_word(said, i);

	*out = (int64_t)word.limb[0];
	return u256_bits(word) <= 16;
}

static bool take_rules(struct category *c)
{
	const uint8_t *said = evm_view_words(c->rules, 3);

	return said && bps_at(&c->rec.ltv_bps, said, 0) &&
	       bps_at(&c->rec.lt_bps, said, 1) &&
	       bps_at(&c->rec.bonus_bps, said, 2);
}

static bool put_bitmap(struct rec_u256 *out, const struct evm_view *v)
{
	const uint8_t *said = evm_view_words(v, 1);

	if (!v)
		return true; /* not in this version */
	if (said)
		*out = (struct rec_u256){ uniswap_word(said, 0), true };
	return said && u256_bits(out->v) <= AAVE_RESERVES_MAX;
}

static bool put_bitmaps(struct reader *r, struct category *c)
{
	unsigned __int128 isolated = 0;

	if (c->label && c->label->state == EVM_VIEW_OK)
		c->rec.label =
			aave_label_read(r->a, c->label->data, c->label->len);
	if (!put_bitmap(&c->rec.collateral, c->pledged) ||
	    !put_bitmap(&c->rec.borrowable, c->borrowed) ||
	    !put_bitmap(&c->rec.ltvzero, c->worthless) ||
	    (c->isolated && !aave_amount_said(&isolated, c->isolated)))
		return false;
	c->rec.isolated = isolated != 0;
	return true;
}

/* ---- up to 3.1 ---- */

static bool take_old(struct reader *r, struct market *m, struct category *c)
{
	const struct evm_address none = { .b = { 0 } };
	const struct aave *a = aave_of(m);
	struct aave_emode_said said;

	if (c->rules->state != EVM_VIEW_OK ||
	    !aave_emode_read(&said, r->a, c->rules->data, c->rules->len))
		return false;
	c->rec.ltv_bps = said.ltv_bps;
	c->rec.lt_bps = said.lt_bps;
	c->rec.bonus_bps = said.bonus_bps;
	c->rec.label = said.label;
	if (!evm_address_eq(&said.source, &none) && a->oracle.known)
		c->price = aave_ask(&r->rounds, &a->oracle.at, AAVE_PRICE,
				    aave_word(&said.source));
	return true;
}

/* A category price of 0 is none: each asset has its own then. */
static bool put_price(struct category *c)
{
	unsigned __int128 price;

	if (!c->price)
		return true;
	if (!aave_amount_said(&price, c->price))
		return false;
	if (price)
		c->rec.price_base = dec_make((__int128)price, 0);
	return true;
}

/* ---- both ---- */

static void begin_rec(struct reader *r, struct market *m, struct category *c,
		      int id)
{
	rec_clear(&rec_emode_type, &c->rec);
	c->rec.ts_ms = r->ts_ms;
	c->rec.chain_id = r->conf.chain_id;
	c->rec.pool = m->address;
	c->rec.id = id;
	c->rec.block = r->chain->block;
}

static void ask_one(struct reader *r, struct market *m, int id, bool wanted)
{
	struct category *c = &aave_of(m)->emodes[id];
	bool old = aave_of(m)->revision < AAVE_REVISION_3_2;
	struct u256 word = u256_of_u64((uint64_t)id);

	if (!c->rules && wanted) {
		c->rules = aave_ask(&r->rounds, &m->at,
				    old ? AAVE_EMODE : AAVE_EMODE_RULES, word);
		if (c->known && !old)
			ask_bitmaps(r, m, c, word);
	} else if (is_answered(c->rules) && !c->read) {
		begin_rec(r, m, c, id);
		c->read = old ? take_old(r, m, c) : take_rules(c);
		if (c->read && !old && c->rec.lt_bps && !c->pledged)
			ask_bitmaps(r, m, c, word);
	}
}

void emodes_ask(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);
	int last = last_known(a) + NEXT;

	if (a->revision < 0)
		return;
	for (int id = 1; id < AAVE_EMODES_MAX; id++)
		ask_one(r, m, id, m->whole || a->seek_emodes || id <= last);
}

bool emodes_settle(struct reader *r, struct market *m)
{
	struct aave *a = aave_of(m);

	for (int id = 1; id < AAVE_EMODES_MAX; id++) {
		struct category *c = &a->emodes[id];

		if (!c->rules)
			continue;
		if (c->read && (c->rec.lt_bps || c->rec.label))
			c->known = true;
		if (c->read &&
		    (!c->known || (put_bitmaps(r, c) && put_price(c))))
			continue;
		reader_refuse(r, "emode_unread",
			      "%s: category %d cannot be read", m->address, id);
		return false;
	}
	a->seek_emodes = false;
	return true;
}

static uint64_t hash_of(const struct category *c)
{
	struct rec_emode rec = c->rec;

	rec.ts_ms = rec.block = 0;
	return reader_hash(&rec_emode_type, &rec);
}

void emodes_tell(struct reader *r, struct market *m)
{
	const struct aave *a = aave_of(m);

	for (int id = 1; id < AAVE_EMODES_MAX; id++) {
		const struct category *c = &a->emodes[id];

		if (c->known && (m->whole || hash_of(c) != c->told))
			frame_emit(r->f, &rec_emode_type, &c->rec);
	}
}

void emodes_commit(struct aave *a)
{
	for (int id = 1; id < AAVE_EMODES_MAX; id++)
		if (a->emodes[id].known)
			a->emodes[id].told = hash_of(&a->emodes[id]);
}
