#include "base/conf.h"
#include "chain/evm_quantity.h"
#include "venue/flashbots.h"

#include <string.h>

static void put_number(struct out *o, const char *key, uint64_t n)
{
	char text[EVM_QUANTITY_SZ];

	out_key(o, key);
	out_str(o, evm_quantity_format_u64(text, n));
}

static void put_bundle(struct out *o, const struct flashbots_bundle *b)
{
	out_key(o, "txs");
	out_array(o);
	for (size_t i = 0; i < b->n; i++)
		out_str(o, b->raw[i]);
	out_array_end(o);
	put_number(o, "blockNumber", (uint64_t)b->block);
}

static struct out *begin(struct jsonrpc_request *q, const char *method,
			 enum bucket_class class)
{
	struct out *o = jsonrpc_begin(q, method, class);

	jsonrpc_wait(q, conf_ms("HTTP_TIMEOUT"));
	out_object(o);
	return o;
}

void flashbots_ask_call(struct jsonrpc_request *q,
			const struct flashbots_bundle *b, int64_t ts_s)
{
	struct out *o = begin(q, "eth_callBundle", BUCKET_PLAIN);

	put_bundle(o, b);
	out_key(o, "stateBlockNumber");
	out_str(o, "latest");
	if (ts_s >= 0) {
		out_key(o, "timestamp");
		out_int(o, ts_s);
	}
	out_object_end(o);
}

void flashbots_ask_send(struct jsonrpc_request *q,
			const struct flashbots_bundle *b,
			enum bucket_class class)
{
	struct out *o = begin(q, "eth_sendBundle", class);

	put_bundle(o, b);
	if (b->uuid) {
		out_key(o, "replacementUuid");
		out_str(o, b->uuid);
	}
	out_object_end(o);
}

void flashbots_ask_cancel(struct jsonrpc_request *q, const char *uuid)
{
	struct out *o = begin(q, "eth_cancelBundle", BUCKET_URGENT);

	out_key(o, "replacementUuid");
	out_str(o, uuid);
	out_object_end(o);
}

/* 8-4-4-4-12 digits; the first of the third group is the version, that of the fourth
 * the variant (binary 10xx). */
const char *flashbots_uuid(char out[static FLASHBOTS_UUID_SZ], const char *hash)
{
	static const char form[] = "xxxxxxxx-xxxx-8xxx-axxx-xxxxxxxxxxxx";
	const char *from = hash + 2;

	for (size_t i = 0; i < sizeof(form); i++)
		out[i] = form[i] == 'x' ? *from++ : form[i];
	return out;
}
