#include "offline.h"

#include "base/err.h"
#include "chain/abi.h"
#include "chain/evm_quantity.h"
#include "data/out.h"

#include <string.h>
#include <unistd.h>

/* One program, one question: memory is given back at its end. */
static struct arena arena;

static struct abi_item parsed(const char *signature)
{
	struct abi_item it;
	const char *why;

	if (!abi_parse(&it, &arena, signature, &why))
		mm_die(MM_USAGE, "'%.200s': %s", signature, why);
	return it;
}

static struct abi_bytes bytes_of(const char *text)
{
	struct abi_bytes b;
	size_t len = strlen(text);

	if (!evm_data_len(&b.len, text, len))
		mm_die(MM_USAGE,
		       "'%.80s': 0x and an even number of digits "
		       "expected",
		       text);
	b.p = arena_alloc(&arena, b.len);
	if (!evm_data_parse(b.p, b.len, text, len))
		mm_die(MM_USAGE, "'%.80s': not hexadecimal", text);
	return b;
}

/* A line of hex digits, and behind a blank a word. */
static int say(const uint8_t *p, size_t n, const char *word)
{
	char *text = arena_alloc(&arena, EVM_DATA_SZ(n));
	struct out out;

	evm_data_format(text, p, n);
	out_open(&out, STDOUT_FILENO);
	out_bytes(&out, text, strlen(text));
	if (word) {
		out_bytes(&out, " ", 1);
		out_bytes(&out, word, strlen(word));
	}
	out_bytes(&out, "\n", 1);
	out_close(&out);
	arena_free(&arena);
	return MM_OK;
}

int offline_encode(const char *signature, bool packed, char **args, int n)
{
	struct abi_item it = parsed(signature);
	struct abi_bytes b;
	struct abi_value v;
	const char *why;

	if (it.kind == ABI_EVENT)
		mm_die(MM_USAGE, "'%.200s': an event is not encoded",
		       signature);
	if (!abi_args_read(&v, &arena, &it.inputs, (const char *const *)args,
			   (size_t)n, &why))
		mm_die(MM_USAGE, "%s", why);
	if (!packed)
		b = abi_call(&arena, &it, &v);
	else if (!abi_encode_packed(&b, &arena, &v, &why))
		mm_die(MM_USAGE, "%s", why);
	return say(b.p, b.len, NULL);
}

int offline_hash(const char *text)
{
	struct abi_bytes b = { (uint8_t *)text, strlen(text) };
	uint8_t hash[KECCAK256_LEN];

	if (strncmp(text, "0x", 2) == 0)
		b = bytes_of(text);
	keccak256(hash, &(struct hash_part){ b.p, b.len }, 1);
	return say(hash, sizeof(hash), NULL);
}

int offline_signature(const char *signature)
{
	struct abi_item it = parsed(signature);

	if (!*it.name)
		mm_die(MM_USAGE, "'%.200s': it has no name", signature);
	return say(it.hash,
		   it.kind == ABI_EVENT ? KECCAK256_LEN : ABI_SELECTOR_LEN,
		   it.signature);
}

/* The log whose topics and data were given. */
static struct abi_log log_of(char **data, int n)
{
	uint8_t(*topics)[ABI_WORD] = arena_alloc(&arena, (size_t)n * ABI_WORD);
	struct abi_bytes b;

	for (int i = 0; i < n - 1; i++) {
		b = bytes_of(data[i]);
		if (b.len != ABI_WORD)
			mm_die(MM_USAGE, "'%.80s': a topic is 32 bytes",
			       data[i]);
		memcpy(topics[i], b.p, ABI_WORD);
	}
	b = bytes_of(data[n - 1]);
	return (struct abi_log){ (const uint8_t(*)[ABI_WORD])topics,
				 (size_t)n - 1, b.p, b.len };
}

/* A call has its selector and so is 4 bytes longer than whole words: what is whole
 * words is what a function with results returned. */
static bool is_result(const struct abi_item *it, struct abi_bytes b)
{
	return it->kind == ABI_FUNCTION && it->outputs.n > 0 &&
	       b.len % ABI_WORD == 0;
}

static bool decoded(struct abi_value *v, const struct abi_item *it, char **data,
		    int n, const char **why)
{
	struct abi_bytes b;
	struct abi_log log;

	if (it->kind == ABI_EVENT) {
		log = log_of(data, n);
		return abi_log_decode(v, &arena, it, &log, why);
	}
	if (n > 1)
		mm_die(MM_USAGE, "only an event has topics before its data");
	b = bytes_of(data[0]);
	if (is_result(it, b))
		return abi_decode(v, &arena, &it->outputs, b.p, b.len, why);
	return abi_call_decode(v, &arena, it, b.p, b.len, why);
}

int offline_decode(const char *signature, char **data, int n)
{
	struct abi_item it = parsed(signature);
	struct abi_value v;
	const char *why;
	struct out out;

	if (n < 1)
		mm_die(MM_USAGE, "what is to be decoded?");
	if (!decoded(&v, &it, data, n, &why))
		mm_die(MM_FAIL, "%s", why);
	out_open(&out, STDOUT_FILENO);
	out_object(&out);
	for (size_t i = 0; i < v.n; i++) {
		out_key(&out, v.type->param[i].name);
		out_str(&out, abi_text(&arena, &v.items[i]));
	}
	out_object_end(&out);
	out_close(&out);
	arena_free(&arena);
	return MM_OK;
}
