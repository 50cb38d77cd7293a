#include "venue/solana_rpc.h"

#include "base/conf.h"
#include "venue/net_conf.h"

/* What another node may answer better: this one is behind, or has not kept it. */
static enum jsonrpc_no judge(const struct jsonrpc_reply *r)
{
	return r->code == SOLANA_ERR_UNHEALTHY ||
			       r->code == SOLANA_ERR_MIN_SLOT ||
			       r->code == SOLANA_ERR_BLOCK_ABSENT
		       ? JSONRPC_NO_ELSEWHERE
		       : JSONRPC_NO_FINAL;
}

struct jsonrpc *solana_rpc_open(const char **why)
{
	const struct jsonrpc_conf conf = {
		.service = "solana",
		.rate = net_rate("RPC_RPS", 0),
		.wait_ms = conf_ms("HTTP_TIMEOUT"),
		.judge = judge,
	};

	*why = conf_isset("SOLANA_RPC") ? NULL : "SOLANA_RPC is not set";
	return *why ? NULL : net_rpc_open(conf, "SOLANA_RPC", why);
}
