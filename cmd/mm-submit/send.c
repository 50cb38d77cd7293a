#include "send.h"

struct sent send_unit(struct sender *s, struct arena *a, const struct unit *u)
{
	return s->via == VIA_JITO ? send_jito(s, a, u) : send_rpc(s, a, u);
}

const char *send_error(struct arena *a, const struct jsonrpc_reply *r)
{
	switch (r->err) {
	case JSONRPC_OK:
		break;
	case JSONRPC_UNSENT:
		return "unsent";
	case JSONRPC_LIMITED:
		return "rate_limited";
	case JSONRPC_REFUSED:
		return arena_printf(a, "refused_%lld", (long long)r->code);
	case JSONRPC_LOST:
		return "no_answer";
	case JSONRPC_HTTP:
		return arena_printf(a, "http_%d", r->status);
	case JSONRPC_GARBAGE:
		return "garbage";
	}
	return "garbage";
}
