#include "venue/solana_rpc.h"

#include "base/conf.h"
#include "io/secret_file.h"
#include "venue/net_conf.h"

/* What another node may answer better: this one is behind, or has not kept it. */
static bool elsewhere(int64_t code)
{
	return code == SOLANA_ERR_UNHEALTHY || code == SOLANA_ERR_MIN_SLOT ||
	       code == SOLANA_ERR_BLOCK_ABSENT;
}

struct jsonrpc *solana_rpc_open(const char **why)
{
	const char *value = conf_text("SOLANA_RPC");
	struct secret_file file = { 0 };
	struct net_urls urls = { 0 };
	struct jsonrpc *s = NULL;

	*why = !*value         ? "SOLANA_RPC is not set"
	       : *value == '@' ? secret_file_read(&file, value + 1)
			       : NULL;
	if (!*why)
		*why = net_urls_read(&urls, file.text ? file.text : value);
	if (!*why) {
		struct jsonrpc_conf conf = {
			.service = "solana",
			.urls = urls.v,
			.n_urls = urls.n,
			.limits = net_limits(),
			.rate = net_rate("RPC_RPS", 0),
			.wait_ms = conf_ms("HTTP_TIMEOUT"),
			.elsewhere = elsewhere,
		};

		s = jsonrpc_open(&conf, why);
	}
	net_urls_drop(&urls);
	secret_file_drop(&file);
	return s;
}
