#include "venue/evm_socket.h"

#include "data/json_get.h"

#include <string.h>

void evm_write_subscribe(struct out *o, int64_t id, const struct evm_filter *f)
{
	out_object(o);
	out_key(o, "jsonrpc");
	out_str(o, "2.0");
	out_key(o, "id");
	out_int(o, id);
	out_key(o, "method");
	out_str(o, "eth_subscribe");
	out_key(o, "params");
	out_array(o);
	out_str(o, f ? "logs" : "newHeads");
	if (f)
		evm_write_filter(o, f, false);
	out_array_end(o);
	out_object_end(o);
}

enum evm_word evm_word_of(struct json *j, int64_t *id, char *text, size_t len)
{
	const struct json_tok *result;
	const char *method;

	if (json_scan(j, text, len))
		return EVM_WORD_OTHER;
	if (json_str(&method, json_in(j, j->tok, "method")))
		return !strcmp(method, "eth_subscription") &&
				       json_is(json_in(j,
						       json_in(j, j->tok,
							       "params"),
						       "result"),
					       JSON_OBJECT)
			       ? EVM_WORD_NEWS
			       : EVM_WORD_OTHER;
	if (!json_int(id, json_in(j, j->tok, "id")))
		return EVM_WORD_OTHER;
	result = json_in(j, j->tok, "result");
	return json_is(result, JSON_STRING) ? EVM_WORD_SUBSCRIBED
					    : EVM_WORD_REFUSED;
}
