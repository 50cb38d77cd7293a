#include "venue/evm_rpc.h"

#include "base/conf.h"
#include "venue/evm_error.h"
#include "venue/evm_reply.h"
#include "venue/net_conf.h"

#include <stdio.h>

static enum jsonrpc_no judge(const struct jsonrpc_reply *r)
{
	struct evm_failure e;

	evm_error_of(&e, r);
	if (e.kind == EVM_ERR_LIMITED)
		return JSONRPC_NO_LIMIT;
	return evm_error_elsewhere(e.kind) ? JSONRPC_NO_ELSEWHERE
					   : JSONRPC_NO_FINAL;
}

/* A node's chain, as it answers a greeting. */
static enum jsonrpc_known meet(const struct jsonrpc_reply *r)
{
	int64_t chain;

	if (r->err)
		return JSONRPC_STRANGER;
	return !evm_read_number(&chain, r) && chain == conf_int("CHAIN_ID")
		       ? JSONRPC_FITS
		       : JSONRPC_UNFIT;
}

/* What only takes transactions may not know of chains; those name theirs. */
static enum jsonrpc_known meet_sender(const struct jsonrpc_reply *r)
{
	struct evm_failure e;

	if (!r->err)
		return meet(r);
	evm_error_of(&e, r);
	return e.kind == EVM_ERR_NO_METHOD ? JSONRPC_FITS : JSONRPC_STRANGER;
}

/* The first node that is on another chain. */
struct stray {
	const struct jsonrpc *rpc;
	char *why; /* of EVM_RPC_WHY_SZ; empty: none yet */
};

static void look(void *ctx, const struct jsonrpc_reply *r)
{
	struct stray *stray = ctx;
	char name[HTTP_SHOW_SZ];
	int64_t chain;

	if (r->err || meet(r) == JSONRPC_FITS || *stray->why)
		return;
	jsonrpc_show(stray->rpc, r->endpoint, name);
	if (evm_read_number(&chain, r))
		snprintf(stray->why, EVM_RPC_WHY_SZ,
			 "'%s' does not say its chain", name);
	else
		snprintf(stray->why, EVM_RPC_WHY_SZ,
			 "'%s' is on chain %lld, CHAIN_ID is %lld", name,
			 (long long)chain, (long long)conf_int("CHAIN_ID"));
}

static struct jsonrpc *open_nodes(const struct jsonrpc_conf *conf,
				  const char *key, enum mm_exit *code,
				  char why[static EVM_RPC_WHY_SZ])
{
	const char *unfit = conf_isset(key) ? NULL : "is not set";
	struct jsonrpc *rpc = unfit ? NULL : net_rpc_open(*conf, key, &unfit);
	struct stray stray = { .rpc = rpc, .why = why };

	*code = MM_USAGE;
	if (unfit) {
		snprintf(why, EVM_RPC_WHY_SZ, "%s: %s", key, unfit);
		return NULL;
	}
	*why = '\0';
	jsonrpc_greet(rpc, look, &stray);
	if (!*why)
		return rpc;
	*code = MM_REFUSED;
	jsonrpc_close(rpc);
	return NULL;
}

static struct jsonrpc_conf nodes_of(const char *service)
{
	return (struct jsonrpc_conf){
		.service = service,
		.rate = net_rate("EVM_RPS", 0),
		.wait_ms = conf_ms("HTTP_TIMEOUT"),
		.judge = judge,
		.greeting = EVM_CHAIN_ID_METHOD,
		.meet = meet,
	};
}

struct jsonrpc *evm_rpc_open(enum mm_exit *code,
			     char why[static EVM_RPC_WHY_SZ])
{
	const struct jsonrpc_conf conf = nodes_of("evm");

	return open_nodes(&conf, "EVM_RPC", code, why);
}

struct jsonrpc *evm_rpc_open_key(const char *service, const char *key,
				 enum mm_exit *code,
				 char why[static EVM_RPC_WHY_SZ])
{
	struct jsonrpc_conf conf = nodes_of(service);

	conf.meet = meet_sender;
	return open_nodes(&conf, key, code, why);
}
