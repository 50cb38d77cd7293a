/* txs - tx records to sign, for tests and benchmarks, under the policy of
 * tests/unit/policy_fixture.h; wallet a has the seed 01 01 ..., b 02 02 ...
 *
 *	txs policy              the policy
 *	txs [ITEM ...]          a record for each item, then nothing
 *	txs -n N ITEM           N records
 *
 * An item is KIND or ID:INDEX:COUNT:KIND, a member of a bundle; "!" behind it makes
 * the record say reduce.  Its intents are KIND-NUMBER and KIND-all.
 */
#include "base/base64.h"
#include "base/err.h"
#include "data/frame.h"
#include "data/policy_conf.h"
#include "data/rec_tx.h"
#include "policy_fixture.h"

#include <time.h>
#include <unistd.h>

static struct policy P;

static struct openbook_action order(int64_t max_ts)
{
	struct openbook_action act = on_market(&P, OPENBOOK_NEW_ORDER);

	act.orders[0].max_ts = max_ts;
	return act;
}

static struct sol_action transfer(const struct pubkey *to, uint64_t amount)
{
	return (struct sol_action){ .kind = IX_SYS_TRANSFER,
				    .source = &P.wallets[0].key,
				    .destination = to,
				    .amount = amount };
}

static void replace_many(struct plan *pl, int64_t max_ts)
{
	struct openbook_action act = order(max_ts);

	act.kind = OPENBOOK_REPLACE_MANY;
	act.n_orders = 7;
	for (int i = 1; i < 7; i++) {
		act.orders[i] = act.orders[0];
		act.orders[i].client_id += (uint64_t)i;
	}
	book(pl, act);
	for (int i = 0; i < 7; i++)
		act.orders[i].side = OPENBOOK_ASK;
	act.payer = act.base_wallet;
	book(pl, act);
	pl->table = &P.tables[0];
}

/* 10 USDC for at least 0.0400985 wSOL. */
static void swap(struct plan *pl)
{
	static const uint8_t data[31] = { 229, 23, 203, 151, 122, 227, 173, 42,
					  0,   0,  0,   0,   128, 150, 152, 0,
					  0,   0,  0,   0,   224, 239, 102, 2,
					  0,   0,  0,   0,   50 };
	struct sol_meta *m = arena_alloc(&fx, 7 * sizeof(*m));
	const struct pubkey *a = &P.wallets[0].key;

	m[0].key = sol_token_program;
	m[1] = (struct sol_meta){ .key = *a, .signer = true };
	m[2] = (struct sol_meta){ .key = ata_address(a, &P.assets[USDC].mint,
						     &sol_token_program),
				  .writable = true };
	m[3] = (struct sol_meta){ .key = ata_address(a, &sol_native_mint,
						     &sol_token_program),
				  .writable = true };
	m[4].key = m[6].key = JUPITER;
	m[5].key = sol_native_mint;
	add(pl, (struct sol_ix){ .program = JUPITER,
				 .accounts = m,
				 .n_accounts = 7,
				 .data = data,
				 .data_len = sizeof(data) });
}

static void fill(struct plan *pl, const char *kind)
{
	int64_t soon = (int64_t)time(NULL) + 120;
	const struct pubkey *tip = &P.tip_accounts.v[0];

	basic(pl,
	      (struct sol_action){ .kind = IX_BUDGET_LIMIT, .amount = 100000 });
	if (!strcmp(kind, "place"))
		book(pl, order(soon));
	else if (!strcmp(kind, "take")) {
		struct openbook_action act = order(soon);

		act.orders[0].type = OPENBOOK_IOC;
		book(pl, act);
	} else if (!strcmp(kind, "late"))
		book(pl, order(soon + 10 * TTL));
	else if (!strcmp(kind, "refresh"))
		replace_many(pl, soon);
	else if (!strcmp(kind, "cancel") || !strcmp(kind, "tipped"))
		book(pl, on_market(&P, OPENBOOK_CANCEL_IDS));
	else if (!strcmp(kind, "settle"))
		book(pl, on_market(&P, OPENBOOK_SETTLE));
	else if (!strcmp(kind, "steal"))
		basic(pl, transfer(keep(STRANGER), 1));
	else if (!strcmp(kind, "move"))
		basic(pl, transfer(&P.wallets[1].key, 1000));
	else if (!strcmp(kind, "pay"))
		basic(pl, transfer(&P.destinations[0].address, 400000000));
	else if (!strcmp(kind, "swap"))
		swap(pl);
	else if (!strcmp(kind, "both"))
		basic(pl, (struct sol_action){ .kind = IX_SYS_TRANSFER,
					       .source = &P.wallets[1].key,
					       .destination = &pl->payer,
					       .amount = 5 });
	else if (!strcmp(kind, "foreign"))
		pl->payer = STRANGER;
	else if (!strcmp(kind, "table")) {
		static struct sol_lut other;

		replace_many(pl, soon);
		other = P.tables[0];
		other.address = key_at(77);
		pl->table = &other;
	} else if (strcmp(kind, "tip") != 0)
		mm_die(MM_USAGE, "no such kind: %s", kind);
	if (!strcmp(kind, "tip") || !strcmp(kind, "tipped"))
		basic(pl, transfer(tip, 5000000));
}

static void emit(struct out *o, char *item, int number)
{
	struct plan pl = plan_of(&P);
	size_t len, n = strlen(item);
	bool reduce = n && item[n - 1] == '!';
	char *kind = strrchr(item, ':');
	const char *intents[2], *wallets[2];
	char address[PUBKEY_STR_SZ], *text;
	uint8_t *msg;
	struct rec_tx r;

	if (reduce)
		item[n - 1] = '\0';
	rec_clear(&rec_tx_type, &r);
	r.ts_ms = 1700000000000;
	r.chain = "solana";
	kind = kind ? kind + 1 : item;
	if (kind != item) {
		r.bundle.id = strtok_r(item, ":", &text);
		r.bundle.index = strtoll(strtok_r(NULL, ":", &text), NULL, 10);
		r.bundle.count = strtoll(strtok_r(NULL, ":", &text), NULL, 10);
	}
	fill(&pl, kind);
	msg = bytes_of(&pl, &len);
	text = arena_alloc(&fx, BASE64_SZ(len));
	base64_format(text, msg, len);
	intents[0] = arena_printf(&fx, "%s-%d", kind, number);
	intents[1] = arena_printf(&fx, "%s-all", kind);
	wallets[0] = pubkey_format(address, &pl.payer);
	r.signers = (struct rec_list){ wallets, 1 };
	r.intents = (struct rec_list){ intents, 2 };
	r.class =
		reduce || !strcmp(kind, "cancel") || !strcmp(kind, "settle") ||
				!strcmp(kind, "tipped") || !strcmp(kind, "tip")
			? TX_REDUCE
			: TX_RISK;
	r.message = text;
	r.valid_until_height = 123456;
	rec_write(o, &rec_tx_type, &r);
}

static void print_policy(struct out *o)
{
	struct buf b;

	buf_init(&b, POLICY_FILE_MAX);
	CHECK(policy_write(&b, &P));
	out_bytes(o, b.p, b.len);
	buf_free(&b);
}

int main(int argc, char **argv)
{
	int64_t times = 1;
	struct out o;
	int i = 1;

	mm_prog = "txs";
	P = fixture();
	out_open(&o, STDOUT_FILENO);
	if (argc > 3 && !strcmp(argv[1], "-n")) {
		times = strtoll(argv[2], NULL, 10);
		i = 3;
	}
	for (; i < argc; i++) {
		if (!strcmp(argv[i], "policy")) {
			print_policy(&o);
			continue;
		}
		for (int64_t k = 0; k < times; k++)
			emit(&o, argv[i], (int)(i + k));
	}
	out_close(&o);
	arena_free(&fx);
	return 0;
}
