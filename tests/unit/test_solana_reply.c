/* test_solana_reply - replies of Solana's nodes: recorded ones decoded, and the
 * same ones refused with anything in them changed for something else. */
#include "replies.h"
#include "venue/solana_reply.h"

static struct arena arena;
static struct reply p;

static const struct jsonrpc_reply *load(const char *name)
{
	return reply_rpc(&p, "solana", name);
}

static struct pubkey key(const char *text)
{
	struct pubkey k;

	CHECK(pubkey_parse(&k, text));
	return k;
}

static void accounts(void)
{
	struct pubkey keys[3];
	struct solana_accounts got;

	keys[0] = key("GZCV6gEnyjzjzURjeBG2bQvQRU9kmG7TBGS9PBLCYTS3");
	keys[1] = key("Dhc1rZTvxHnXcT31Sa7yQbWXKwBUSKKsXhp12d4Zn8nU");
	keys[2] = key("B9coHrCxYv7xmPfSU7Z5VfugDqdTdZqZTpBGBdazq8AC");
	load("accounts");
	CHECK(p.r.err == JSONRPC_OK);
	CHECK(solana_read_accounts(&got, &arena, keys, 2, &p.r));
	CHECK(!solana_read_accounts(&got, &arena, keys, 3, &p.r));
	CHECK(got.slot == 447552213 && got.n == 3);
	CHECK(got.v[0].exists && got.v[0].len == 388);
	CHECK(got.v[0].lamports == 3591360 && !got.v[0].executable);
	CHECK(!memcmp(got.v[0].data, "serum", 5));
	CHECK(pubkey_eq(&got.v[0].owner, &openbook_program));
	CHECK(pubkey_eq(&got.v[1].address, &keys[1]) && got.v[1].len == 3228);
	CHECK(!got.v[2].exists && !got.v[2].data);
	reply_free(&p);

	load("program_accounts"); /* from a node that gives no context */
	CHECK(!solana_read_found(&got, &arena, &p.r));
	CHECK(got.n == 1 && !got.slot && got.v[0].lamports == 23357760);
	CHECK(pubkey_eq(&got.v[0].address, &keys[1]) && got.v[0].len == 3228);
	reply_free(&p);

	load("token_accounts");
	CHECK(!solana_read_found(&got, &arena, &p.r));
	CHECK(got.n == 1 && got.slot == 447552213 && got.v[0].len == 165);
	CHECK(pubkey_eq(&got.v[0].owner, &sol_token_program));
	reply_free(&p);
}

static void blocks(void)
{
	struct solana_blockhash b;
	int64_t n;

	load("blockhash");
	CHECK(!solana_read_blockhash(&b, &p.r));
	CHECK(b.slot == 447552300 && b.last_valid_height == 3090);
	CHECK(solana_read_number(&n, &p.r));
	reply_free(&p);
	load("rent");
	CHECK(!solana_read_number(&n, &p.r) && n == 23357760);
	CHECK(solana_read_blockhash(&b, &p.r));
	reply_free(&p);
}

static void statuses(void)
{
	struct solana_status s[1];
	int64_t slot;

	load("statuses");
	CHECK(!solana_read_statuses(s, 1, &slot, &p.r));
	CHECK(slot == 447552008 && s->found && s->slot == 447552008);
	CHECK(s->commitment == SOLANA_PROCESSED && s->err.failed);
	CHECK(s->err.instruction == 0 && s->err.is_custom &&
	      s->err.custom == 41 && !strcmp(s->err.kind, "custom"));
	CHECK(solana_read_statuses(s, 0, &slot, &p.r));
	reply_free(&p);
	load("statuses_absent");
	CHECK(!solana_read_statuses(s, 1, &slot, &p.r) && !s->found);
	reply_free(&p);
}

static void sent(void)
{
	struct solana_simulation sim;
	const char *signature;

	load("sent");
	CHECK(!solana_read_sent(&signature, &p.r));
	CHECK(!strncmp(signature, "4pVGNgEqxh1J", 12));
	CHECK(solana_read_preflight(&sim, &arena, &p.r));
	reply_free(&p);
	load("preflight_custom");
	CHECK(p.r.err == JSONRPC_REFUSED && p.r.code == SOLANA_ERR_PREFLIGHT);
	CHECK(!solana_read_preflight(&sim, &arena, &p.r));
	CHECK(sim.err.custom == 41 && sim.units == 3377 && sim.logs.n >= 3);
	reply_free(&p);
	load("preflight_blockhash");
	CHECK(!solana_read_preflight(&sim, &arena, &p.r));
	CHECK(!strcmp(sim.err.kind, "blockhash_not_found"));
	CHECK(sim.err.instruction == -1 && !sim.err.is_custom);
	reply_free(&p);
	load("simulated");
	CHECK(!solana_read_simulation(&sim, &arena, &p.r));
	CHECK(!strcmp(sim.err.kind, "already_processed") && !sim.logs.n);
	reply_free(&p);
	load("no_method");
	CHECK(p.r.err == JSONRPC_REFUSED && p.r.code == -32601);
	CHECK(solana_read_preflight(&sim, &arena, &p.r));
	reply_free(&p);
}

static void transactions(void)
{
	struct solana_transaction t;
	struct solana_signature *s;
	size_t n;

	load("transaction_bare");
	CHECK(!solana_read_transaction(&t, &arena, &p.r));
	CHECK(t.found && !t.err.failed && t.fee == 10000);
	CHECK(t.slot == 447552008 && t.block_time_s == 1795221541);
	CHECK(t.raw_len == 737 && t.raw[0] == 2 && t.logs.n == 8);
	CHECK(!t.before.n && !t.after.n_token);
	reply_free(&p);
	load("transaction");
	CHECK(!solana_read_transaction(&t, &arena, &p.r));
	CHECK(!strcmp(t.err.kind, "insufficient_funds_for_rent"));
	CHECK(t.before.n == 2 && t.before.lamports[1] == UINT64_MAX);
	CHECK(t.after.lamports[0] == 90 && t.before.n_token == 1);
	CHECK(t.after.n_token == 2 && t.after.token[0].amount == UINT64_MAX);
	CHECK(t.after.token[0].owner_known && !t.after.token[1].owner_known);
	CHECK(pubkey_eq(&t.before.token[0].mint, &sol_native_mint));
	CHECK(!t.logs.n);
	reply_free(&p);
	/* As many balances after as before, or none of it is believed. */
	reply_load(&p, "solana", "transaction");
	memcpy(strstr(p.http.answer.p, "[90,0]"), "[90  ]", 6);
	jsonrpc_read(&p.r, &p.json, &p.http, 1);
	CHECK(p.r.err == JSONRPC_OK);
	CHECK(solana_read_transaction(&t, &arena, &p.r));
	reply_free(&p);
	load("transaction_absent");
	CHECK(!solana_read_transaction(&t, &arena, &p.r) && !t.found);
	reply_free(&p);
	load("signatures");
	CHECK(!solana_read_signatures(&s, &n, &arena, &p.r));
	CHECK(n == 2 && s[0].failed && !s[1].failed);
	CHECK(s[0].block_time_s == 1795221541 && s[1].block_time_s == -1);
	reply_free(&p);
}

static void fees(void)
{
	struct solana_fee_levels l;
	struct solana_fees f;

	load("fees");
	CHECK(!solana_read_fees(&f, &arena, &p.r));
	CHECK(f.n == 4 && f.v[0] == 0 && f.v[3] == 5000);
	CHECK(solana_fee_percentile(&f, 0) == 0);
	CHECK(solana_fee_percentile(&f, 25) == 0);
	CHECK(solana_fee_percentile(&f, 26) == 200);
	CHECK(solana_fee_percentile(&f, 75) == 1000);
	CHECK(solana_fee_percentile(&f, 100) == 5000);
	f.n = 0;
	CHECK(solana_fee_percentile(&f, 50) == 0);
	reply_free(&p);
	load("fee_levels");
	CHECK(!solana_read_fee_levels(&l, &p.r));
	CHECK(l.low == 2 && l.medium == 10082 && l.very_high == 1000000);
	reply_free(&p);
}

static const char *name_of(uint32_t custom)
{
	return custom == 41 ? "client_id_not_found" : NULL;
}

static void errors(void)
{
	static const struct {
		const char *json, *text;
	} t[] = {
		{ "null", "no error" },
		{ "\"AccountInUse\"", "account_in_use" },
		{ "{\"InstructionError\":[2,{\"Custom\":41}]}",
		  "instruction 2: custom 41 (client_id_not_found)" },
		{ "{\"InstructionError\":[0,{\"Custom\":4294967295}]}",
		  "instruction 0: custom 4294967295" },
		{ "{\"InstructionError\":[1,\"InvalidArgument\"]}",
		  "instruction 1: invalid_argument" },
		{ "{\"InstructionError\":[1,{\"BorshIoError\":\"x\"}]}",
		  "instruction 1: borsh_io_error" },
		{ "{\"InstructionError\":[1]}", "instruction_error" },
		{ "{\"InstructionError\":[-1,\"A\"]}", "instruction_error" },
		{ "{\"InstructionError\":[256,\"A\"]}", "instruction_error" },
		{ "{\"InstructionError\":[0,{\"Custom\":4294967296}]}",
		  "instruction 0: custom" },
		{ "{\"DuplicateInstruction\":3}", "duplicate_instruction" },
		{ "{\"A\":1,\"B\":2}", "unknown" },
		{ "\"\"", "unknown" },
		{ "7", "unknown" },
		{ "\"Sneaky\\u001b[2J\"", "unknown" },
		{ "\"AnErrorWithANameOverAllMeasureThatNobodyEverMade\"",
		  "unknown" },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		char text[128], said[SOLANA_TXERR_TEXT_SZ];
		struct json j = { 0 };
		struct solana_txerr e;
		int len = snprintf(text, sizeof(text), "{\"e\":%s}", t[i].json);

		CHECK(!json_scan(&j, text, (size_t)len));
		solana_txerr_read(&e, &j, json_member(&j, 0, "e"));
		CHECK(e.failed == (i > 0));
		CHECK(!strcmp(solana_txerr_text(said, &e, name_of), t[i].text));
		json_free(&j);
	}
}

int main(void)
{
	accounts();
	blocks();
	statuses();
	sent();
	transactions();
	fees();
	errors();
	arena_free(&arena);
	printf("test_solana_reply: pass\n");
	return 0;
}
