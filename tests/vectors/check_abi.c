/* check_abi.c - the ABI of Ethereum's contracts, and typed data. */
#include "chain_args.h"

#include "base/hex.h"
#include "chain/abi.h"
#include "chain/eip712.h"
#include "chain/evm_revert.h"
#include "data/eip712_json.h"
#include "line.h"

#include <string.h>

static void parse(struct abi_item *it, const cJSON *in)
{
	const char *why;

	if (!abi_parse(it, vec_arena(), vec_text(in, "signature"), &why))
		line_fail("signature: %s", why);
}

static cJSON *check_signature(const cJSON *in)
{
	static const char *const kinds[] = { "function", "event", "error",
					     "constructor", "arguments" };
	struct abi_item it;
	cJSON *out = vec_out();

	parse(&it, in);
	vec_put_text(out, "kind", kinds[it.kind]);
	vec_put_text(out, "signature", it.signature);
	vec_put_hex(out, "hash", it.hash,
		    it.kind == ABI_EVENT ? KECCAK256_LEN : ABI_SELECTOR_LEN);
	return out;
}

/* Text to bytes, and what the bytes are read back as. */
static cJSON *check_call(const cJSON *in)
{
	const cJSON *list = vec_array(in, "args"), *arg;
	struct abi_item it;
	struct abi_bytes b;
	struct abi_value v, back;
	const char **args = vec_alloc((size_t)cJSON_GetArraySize(list) + 1,
				      sizeof(*args)),
		   *why;
	size_t n = 0;
	cJSON *out = vec_out(), *texts;

	cJSON_ArrayForEach(arg, list) args[n++] = arg->valuestring;
	parse(&it, in);
	if (!abi_args_read(&v, vec_arena(), &it.inputs, args, n, &why))
		line_fail("%s", why);
	b = abi_call(vec_arena(), &it, &v);
	vec_put_hex(out, "call", b.p, b.len);
	if (vec_bool(in, "packed")) {
		struct abi_bytes p;

		if (!abi_encode_packed(&p, vec_arena(), &v, &why))
			line_fail("%s", why);
		vec_put_hex(out, "packed", p.p, p.len);
	}
	if (!abi_call_decode(&back, vec_arena(), &it, b.p, b.len, &why))
		line_fail("its own bytes: %s", why);
	texts = vec_put_array(out, "args");
	for (size_t i = 0; i < back.n; i++)
		vec_add_text(texts, abi_text(vec_arena(), &back.items[i]));
	return out;
}

static cJSON *check_log(const cJSON *in)
{
	const cJSON *list = vec_array(in, "topics"), *topic;
	size_t room = (size_t)cJSON_GetArraySize(list);
	uint8_t(*topics)[ABI_WORD] = vec_alloc(room + 1, sizeof(*topics));
	struct abi_log log = { .topics = (const uint8_t(*)[ABI_WORD])topics };
	cJSON *out = vec_out(), *args = cJSON_AddObjectToObject(out, "args");
	const char *why;
	uint8_t *data;
	struct abi_item it;
	struct abi_value v;

	cJSON_ArrayForEach(topic, list)
	{
		if (!hex_parse(topics[log.n_topics++], ABI_WORD,
			       topic->valuestring, strlen(topic->valuestring)))
			line_fail("a topic");
	}
	log.len = vec_hex(&data, in, "data");
	log.data = data;
	parse(&it, in);
	if (!abi_log_decode(&v, vec_arena(), &it, &log, &why))
		line_fail("%s", why);
	for (size_t i = 0; i < v.n; i++)
		vec_put_text(args, it.inputs.param[i].name,
			     abi_text(vec_arena(), &v.items[i]));
	return out;
}

static cJSON *check_eip712(const cJSON *in)
{
	const char *text = vec_text(in, "json"), *why;
	char *line = arena_strdup(vec_arena(), text);
	struct json j = { 0 };
	struct eip712 d;
	struct eip712_hashes h;
	cJSON *out = vec_out();

	why = json_scan(&j, line, strlen(line));
	if (!why)
		why = eip712_read(&d, vec_arena(), &j, j.tok);
	if (!why && eip712_hash(&h, vec_arena(), &d, &why))
		why = NULL;
	json_free(&j);
	if (why)
		line_fail("%s", why);
	vec_put_text(out, "encoded_type", h.encoded_type);
	vec_put_hex(out, "type", h.type, KECCAK256_LEN);
	vec_put_hex(out, "domain", h.domain, KECCAK256_LEN);
	vec_put_hex(out, "message", h.message, KECCAK256_LEN);
	vec_put_hex(out, "digest", h.digest, KECCAK256_LEN);
	return out;
}

static cJSON *check_revert(const cJSON *in)
{
	cJSON *out = vec_out();
	uint8_t *data;
	size_t n = vec_hex(&data, in, "data");

	vec_put_text(out, "text", evm_revert_text(vec_arena(), data, n));
	return out;
}

const struct checker check_abi[] = {
	{ "abi_signature", check_signature },
	{ "abi_call", check_call },
	{ "abi_log", check_log },
	{ "eip712", check_eip712 },
	{ "evm_revert", check_revert },
	{ NULL, NULL },
};
