/* paper_open - the half of paper_conf.h with a file and a clock: a program that
 * only calculates does not link it. */
#include "base/clock.h"
#include "base/home.h"
#include "venue/paper_conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same_asset(const struct paper_asset *a, const struct paper_asset *b)
{
	return !strcmp(a->name, b->name) && a->decimals == b->decimals;
}

/* The first key in which the venue differs from the configuration, or NULL. */
static const char *differs(const struct paper_terms *t,
			   const struct paper_terms *made)
{
	if (strcmp(t->market, made->market) != 0)
		return "MARKET";
	if (!same_asset(&t->base, &made->base))
		return "PAPER_BASE";
	if (!same_asset(&t->quote, &made->quote))
		return "PAPER_QUOTE";
	if (dec_cmp(t->tick, made->tick))
		return "PAPER_TICK";
	if (dec_cmp(t->lot, made->lot))
		return "PAPER_LOT";
	if (t->maker_ppm != made->maker_ppm)
		return "PAPER_MAKER_FEE_PCT";
	return t->taker_ppm != made->taker_ppm ? "PAPER_TAKER_FEE_PCT" : NULL;
}

/* A wallet the venue does not have yet comes with its funds. */
static void admit_wallets(const struct paper_conf *c, struct paper_db *p)
{
	for (int i = 0; i < c->n_wallets; i++) {
		const struct paper_state *s = paper_db_state(p);
		int k = 0;

		while (k < s->match.ledger.n_wallets &&
		       strcmp(s->wallets[k], c->wallets[i].name) != 0)
			k++;
		if (k == s->match.ledger.n_wallets)
			paper_db_add_wallet(p, &c->wallets[i]);
	}
}

enum db_err paper_conf_create(const struct paper_conf *c, struct paper_db *p,
			      bool anew)
{
	const struct paper_birth b = {
		.terms = &c->terms,
		.wallets = c->wallets,
		.n_wallets = c->n_wallets,
		.born_ms = clock_now_ms(),
	};

	return paper_db_create(p, &b, anew);
}

static enum db_err made(const struct paper_conf *c, struct paper_db *p)
{
	enum db_err e = paper_db_begin(p);

	if (e != DB_NOTFOUND)
		return e;
	e = paper_conf_create(c, p, false);
	/* The other end of the pipe may have been faster. */
	return e && e != DB_CONFLICT ? e : paper_db_begin(p);
}

static enum db_err open_made(const struct paper_conf *c, struct paper_db *p,
			     char why[static PAPER_WHY_SZ])
{
	enum db_err e = made(c, p);
	const char *key;
	int had;

	if (e)
		return e;
	key = differs(&c->terms, &paper_db_state(p)->terms);
	had = paper_db_state(p)->match.ledger.n_wallets;
	admit_wallets(c, p);
	if (!key && paper_db_state(p)->match.ledger.n_wallets > had)
		return paper_db_commit(p);
	paper_db_rollback(p);
	if (!key)
		return DB_OK;
	snprintf(why, PAPER_WHY_SZ,
		 "%s is not what the venue was made with; a new one: "
		 "paper-trade reset",
		 key);
	return DB_RANGE;
}

enum db_err paper_conf_open(const struct paper_conf *c, struct paper_db **p,
			    bool make, char why[static PAPER_WHY_SZ])
{
	char *path = home_path("paper.db");
	enum db_err e;

	*why = '\0';
	e = paper_db_open(p, path, &c->rules, DB_BUSY_MS);
	if (!e && make)
		e = open_made(c, *p, why);
	if (e && !*why)
		snprintf(why, PAPER_WHY_SZ, "%s", paper_db_message(*p));
	free(path);
	return e;
}
