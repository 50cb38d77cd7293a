#include "moves.h"

#include "base/conf.h"
#include "chain/intent.h"

/* What is asked for is its name: the asset is the subject, the amount the size. */
static void emit(const struct moves *m, struct rec_action *a, const char *kind)
{
	char id[INTENT_ID_SZ];
	const struct intent in = {
		.strategy = (uint16_t)conf_int("STRATEGY_ID"),
		.action = kind,
		.subject = a->to ? arena_printf(&m->f->arena, "%s:%s", a->asset,
						a->to)
				 : a->asset,
		.wallet = m->wallet,
		.price = a->min_out,
		.size = a->amount,
		.since_ms = m->ts_ms,
	};

	intent_id(id, &in);
	a->ts_ms = m->ts_ms;
	a->action = kind;
	a->intent_id = id;
	a->strategy = in.strategy;
	a->wallet = m->wallet;
	a->since_ms = m->ts_ms;
	frame_emit(m->f, &rec_action_type, a);
}

void move_transfer(const struct moves *m, const char *asset, struct dec amount,
		   const char *to, const char *reason)
{
	struct rec_action a;

	rec_clear(&rec_action_type, &a);
	a.asset = asset;
	a.amount = amount;
	a.to = to;
	a.reason = reason;
	emit(m, &a, "transfer");
}

void move_wrap(const struct moves *m, struct dec amount, const char *reason)
{
	struct rec_action a;

	rec_clear(&rec_action_type, &a);
	a.asset = "SOL";
	a.amount = amount;
	a.reason = reason;
	emit(m, &a, "wrap");
}

void move_swap(const struct moves *m, const char *asset, struct dec amount,
	       const char *asset_out, struct dec min_out, const char *reason)
{
	struct rec_action a;

	rec_clear(&rec_action_type, &a);
	a.asset = asset;
	a.amount = amount;
	a.asset_out = asset_out;
	a.min_out = min_out;
	a.max_slippage_bps = conf_int("FUND_SLIPPAGE_BPS");
	a.reason = reason;
	emit(m, &a, "swap");
}
