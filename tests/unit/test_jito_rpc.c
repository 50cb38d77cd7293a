/* test_jito_rpc - a block engine's replies, and what its refusals mean. */
#include "replies.h"
#include "venue/jito_rpc.h"

static const char *const ids[] = {
	"f30113df6e961365bc9085509dd1aca55a1ba8e85734c91c91704b61ff3a07cb",
	"zz",
	"of nothing known",
};

static struct reply p;

static const struct jsonrpc_reply *load(const char *name)
{
	return reply_rpc(&p, "solana", name);
}

static void bundles(void)
{
	struct jito_inflight_status s[3];
	struct jito_bundle b[3];
	const char *id;

	load("bundle_sent");
	CHECK(!jito_read_sent(&id, &p.r) && !strcmp(id, ids[0]));
	CHECK(jito_read_inflight(s, ids, 1, &p.r));
	CHECK(jito_read_bundles(b, ids, 1, &p.r));
	reply_free(&p);
	load("inflight");
	CHECK(!jito_read_inflight(s, ids, 3, &p.r));
	CHECK(s[0].state == JITO_PENDING && !s[0].landed_slot);
	CHECK(s[1].state == JITO_INVALID && s[2].state == JITO_INVALID);
	CHECK(jito_read_sent(&id, &p.r) && jito_read_bundles(b, ids, 3, &p.r));
	reply_free(&p);
	load("inflight_landed");
	CHECK(!jito_read_inflight(s, ids, 3, &p.r));
	CHECK(s[0].state == JITO_LANDED && s[0].landed_slot == 447552010);
	reply_free(&p);
	load("bundles");
	CHECK(!jito_read_bundles(b, ids, 3, &p.r));
	CHECK(b[0].found && b[0].slot == 447552010 && !b[0].failed);
	CHECK(b[0].commitment == SOLANA_PROCESSED && b[0].n == 2);
	CHECK(!strncmp(b[0].signature[1], "62MRPAHJCjFU", 12));
	CHECK(!b[1].found && !b[2].found);
	reply_free(&p);
}

static void tips(void)
{
	static const char *const want[] = { "0.000006002", "0.00001",
					    "0.000036196", "0.0014486",
					    "0.010000001", "0.0000098" };
	struct pubkey account[JITO_TIP_ACCOUNTS];
	size_t n = JITO_TIP_ACCOUNTS;
	struct jito_floor f;
	struct dec *v = &f.p25;
	char text[DEC_STR_SZ];

	load("tip_accounts");
	CHECK(!jito_read_tip_accounts(account, &n, &p.r) && n == 8);
	for (size_t i = 0; i < n; i++)
		CHECK(pubkey_eq(&account[i], &jito_tip_accounts[i]));
	n = 7;
	CHECK(jito_read_tip_accounts(account, &n, &p.r));
	reply_free(&p);
	reply_load(&p, "solana", "tip_floor");
	CHECK(!jito_floor_read(&f, &p.json, p.http.answer.p,
			       p.http.answer.len));
	for (size_t i = 0; i < COUNT(want); i++) {
		dec_format(text, v[i]);
		CHECK(!strcmp(text, want[i]));
	}
	reply_free(&p);
	load("rent");
	CHECK(jito_read_tip_accounts(account, &n, &p.r));
	reply_free(&p);
}

static void bad_floors(void)
{
	static const char *const bad[] = {
		"",
		"{}",
		"[]",
		"[1]",
		"[{}]",
		"x",
		"[{\"landed_tips_25th_percentile\":-1}]",
		"[{\"landed_tips_25th_percentile\":1e-999}]",
		"[{\"landed_tips_25th_percentile\":1e99999999999999999999}]",
		"[{\"landed_tips_25th_percentile\":null}]",
	};
	struct json j = { 0 };
	struct jito_floor f;

	for (size_t i = 0; i < COUNT(bad); i++) {
		char text[128];
		int len = snprintf(text, sizeof(text), "%s", bad[i]);

		CHECK(jito_floor_read(&f, &j, text, (size_t)len));
	}
	json_free(&j);
}

static void refusals(void)
{
	static const struct {
		const char *name;
		enum jsonrpc_err err;
		enum jito_refusal is;
	} t[] = {
		{ "no_tip", JSONRPC_REFUSED, JITO_NO_TIP },
		{ "too_many", JSONRPC_REFUSED, JITO_TOO_MANY },
		{ "preflight_blockhash", JSONRPC_REFUSED, JITO_OTHER },
		{ "no_method", JSONRPC_REFUSED, JITO_OTHER },
		{ "limited", JSONRPC_LIMITED, JITO_OTHER },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		load(t[i].name);
		CHECK(p.r.err == t[i].err && jito_refusal(&p.r) == t[i].is);
		reply_free(&p);
	}
}

int main(void)
{
	bundles();
	tips();
	bad_floors();
	refusals();
	printf("test_jito_rpc: pass\n");
	return 0;
}
