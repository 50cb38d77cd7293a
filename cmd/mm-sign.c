/* mm-sign - sign what the policy allows; see mm-sign(1).
 *
 * in:  tx (eaten), quote
 * out: signed_tx, refusal
 */
#include "base/clock.h"
#include "base/conf.h"
#include "base/opt.h"
#include "chain/openbook_lots.h"
#include "data/frame.h"
#include "data/rec_signed_tx.h"
#include "data/sol_conf.h"
#include "io/secret.h"
#include "mm-sign/decide.h"
#include "mm-sign/emit.h"
#include "mm-sign/policy_file.h"
#include "mm-sign/verbs.h"
#include "mm-sign/words.h"

static bool explain; /* --explain */
static int64_t now_ms = REC_NONE_INT;
static const char *unlock_file, *passphrase;

static const struct opt options[] = {
	OPT_FLAG_(0, "explain", &explain,
		  "say in words what would be signed, and sign nothing"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "let end of file close the frame, at this time"),
	OPT_STR_('u', "unlock-file", &unlock_file, "<file>",
		 "open the vault by this file (VAULT_UNLOCK)"),
	OPT_STR_('p', "passphrase", &passphrase, "<file>",
		 "read the passphrase here; may be /dev/fd/N"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_tx_type },
	{ REC_READS, &rec_quote_type },
	{ REC_MAKES, &rec_signed_tx_type },
	{ 0, NULL },
};

/* The policy, the keys, and what of a frame has come so far. */
struct signing {
	const struct policy *policy;
	struct keys *keys; /* NULL with --explain */
	bool fresh;        /* the policy was looked at in this frame */
	struct jobs jobs;
	struct rec_list quotes; /* of struct rec_quote * */
};

/* A frame is judged by one policy: the one that stands when it begins. */
static void refresh(struct signing *s)
{
	bool changed;

	if (s->fresh)
		return;
	s->fresh = true;
	s->policy = policy_file_fresh(&changed);
	if (changed && s->keys)
		keys_forget(s->keys);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct signing *s = f->ctx;
	const struct rec_quote **quotes = s->quotes.v;

	refresh(s);
	if (type == &rec_tx_type) {
		job_add(&f->arena, &s->jobs, s->policy, rec,
			clock_now_ms() / 1000, explain);
		return true;
	}
	quotes = arena_grow(&f->arena, quotes, s->quotes.n * sizeof(*quotes),
			    (s->quotes.n + 1) * sizeof(*quotes));
	quotes[s->quotes.n++] = rec_copy(&f->arena, type, rec);
	s->quotes.v = quotes;
	return true;
}

static uint64_t tip_budget(void)
{
	uint64_t lamports;

	return atoms_of_dec(&lamports, conf_dec("TIP_BUDGET_SOL_DAY"),
			    SOL_DECIMALS)
		       ? UINT64_MAX
		       : lamports;
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct signing *s = f->ctx;
	const struct decision d = { .policy = s->policy,
				    .tip_budget = tip_budget(),
				    .now_ms = clock_now_ms() };
	size_t n;
	struct unit *units =
		units_of(&f->arena, &n, &s->jobs, s->policy, &s->quotes);

	decide(f, units, n, &d, explain);
	for (size_t i = 0; i < n; i++) {
		if (explain) {
			unit_explain(f, &units[i], s->policy);
			continue;
		}
		if (!units[i].reason)
			unit_sign(&f->arena, &units[i], s->policy, s->keys);
		unit_emit(f, &units[i], cycle->ts_ms);
	}
	s->jobs = (struct jobs){ NULL, 0 };
	s->quotes = (struct rec_list){ NULL, 0 };
	s->fresh = false;
}

static int sign_run(int n, char **operands)
{
	const struct stage stage = { .uses = uses,
				     .take = take,
				     .raw = explain ? words_only : NULL,
				     .close = close_frame };
	const struct frame_options frames = { .files = operands,
					      .now_ms = now_ms };
	const struct vault_opener by = { .unlock = unlock_file,
					 .passphrase = passphrase };
	struct signing s = { .policy = policy_file_load() };
	enum mm_exit code;

	(void)n;
	s.keys = explain ? NULL : keys_open(&by);
	code = frame_run(&stage, &frames, &s);
	decide_end();
	keys_close(s.keys);
	return (int)code;
}

static void dump_records(void)
{
	uses_dump(uses, true);
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "init", "", "write a first policy for the wallets of WALLETS", NULL,
	  init_run, false },
	{ "check", "", "read the policy and say what is wrong with it", NULL,
	  check_run, false },
	{ "pin", "[table [file ...]]", "pin a lookup table, from its lut record",
	  pin_options, pin_run, false },
	{ "pin-market", "[market [file ...]]",
	  "pin a market, from its market record", pin_market_options,
	  pin_market_run, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "mm-sign",
	.operands = "[file ...]",
	.opts = options,
	.verbs = verbs,
	.conf = true,
	.dump_records = dump_records,
	.run = sign_run,
};

int main(int argc, char **argv)
{
	mm_prog = prog.name;
	secret_guard();
	return opt_run_verb(&prog, argc, argv);
}
