#include "io/paper_state.h"

#include "base/mem.h"

#include <stdlib.h>

void paper_state_engine(struct paper_state *s, const struct match_rules *rules)
{
	const struct ledger terms = {
		.base_lot = s->terms.base_lot,
		.quote_lot = s->terms.quote_lot,
		.maker_ppm = s->terms.maker_ppm,
		.taker_ppm = s->terms.taker_ppm,
	};

	match_init(&s->match, rules, &terms);
}

void paper_state_add_wallet(struct paper_state *s, const struct paper_wallet *w)
{
	int n = ledger_add_wallet(&s->match.ledger, w->base, w->quote);

	s->wallets = mem_realloc(s->wallets, (size_t)n + 1, sizeof(char *));
	s->wallets[n] = mem_strdup(w->name);
}

void paper_state_make(struct paper_state *s, const struct match_rules *rules,
		      const struct paper_birth *b)
{
	*s = (struct paper_state){
		.terms = *b->terms,
		.born_ms = b->born_ms,
		.marks = { .frame_ms = INT64_MIN,
			   .depth_ms = INT64_MIN,
			   .told_ms = INT64_MIN },
	};
	s->terms.market = mem_strdup(b->terms->market);
	s->terms.base.name = mem_strdup(b->terms->base.name);
	s->terms.quote.name = mem_strdup(b->terms->quote.name);
	paper_state_engine(s, rules);
	for (int i = 0; i < b->n_wallets; i++)
		paper_state_add_wallet(s, &b->wallets[i]);
}

void paper_state_free(struct paper_state *s)
{
	struct match_rules rules = s->match.rules;

	for (int i = 0; i < s->match.ledger.n_wallets; i++)
		free(s->wallets[i]);
	free(s->wallets);
	free(s->terms.market);
	free(s->terms.base.name);
	free(s->terms.quote.name);
	match_free(&s->match);
	*s = (struct paper_state){ .match.rules = rules };
}
