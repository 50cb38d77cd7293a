/* fuzz_abi - signatures, data and texts of any origin.
 *
 * The input: a signature, a newline, then what is decoded as its arguments and as a
 * log, and read as the text of its first argument. */
#include "chain/abi.h"
#include "fuzz.h"

#include <string.h>

static struct arena arena;

/* A value that was read goes through bytes unchanged; through text too, unless a
 * string in it was no UTF-8. */
static void trip(const struct abi_type *t, const struct abi_value *v)
{
	struct abi_bytes b = abi_encode(&arena, v), again;
	const char *why = NULL, *text = abi_text(&arena, v);
	struct abi_value back;

	FUZZ_CHECK(abi_decode(&back, &arena, t, b.p, b.len, &why));
	again = abi_encode(&arena, &back);
	FUZZ_CHECK(again.len == b.len && memcmp(again.p, b.p, b.len) == 0);
	FUZZ_CHECK(strcmp(abi_text(&arena, &back), text) == 0);
	if (t->n == 0 || strstr(text, "\xef\xbf\xbd"))
		return;
	FUZZ_CHECK(abi_value_read(&back, &arena, t, "it", text, &why));
	again = abi_encode(&arena, &back);
	FUZZ_CHECK(again.len == b.len && memcmp(again.p, b.p, b.len) == 0);
}

static void log_words(const struct abi_item *e, const uint8_t *data, size_t len)
{
	const uint8_t *words[ABI_PARAMS_MAX];
	uint8_t topics[ABI_TOPICS_MAX][ABI_WORD] = { { 0 } };
	size_t n = e->n_topics * ABI_WORD;
	struct abi_log log = { (const uint8_t(*)[ABI_WORD])topics, e->n_topics,
			       data, len };
	char buf[ABI_WORD_TEXT_SZ];
	struct abi_value v;
	const char *why = NULL;
	bool flat, ok;

	if (n <= len) {
		memcpy(topics, data, n);
		log.data = data + n;
		log.len = len - n;
	}
	if (!e->anonymous)
		memcpy(topics[0], e->hash, ABI_WORD);
	flat = !abi_log_words(words, e, &log);
	ok = abi_log_decode(&v, &arena, e, &log, &why);
	FUZZ_CHECK(ok || why);
	FUZZ_CHECK(flat == (ok && e->flat));
	for (size_t i = 0; flat && i < e->inputs.n; i++) {
		abi_word_text(buf, abi_log_type(e, i), words[i]);
		FUZZ_CHECK(strcmp(buf, abi_text(&arena, &v.items[i])) == 0);
	}
}

void fuzz_one(const uint8_t *data, size_t len)
{
	const uint8_t *end = memchr(data, '\n', len);
	size_t n = end ? (size_t)(end - data) : len;
	const uint8_t *rest = end ? end + 1 : data;
	size_t left = end ? len - n - 1 : 0, used;
	const char *text = arena_strndup(&arena, (const char *)rest, left);
	const char *why = NULL;
	struct abi_item it, again;
	struct abi_value v;

	if (!abi_parse(&it, &arena,
		       arena_strndup(&arena, (const char *)data, n), &why)) {
		FUZZ_CHECK(why && *why);
		arena_reset(&arena);
		return;
	}
	FUZZ_CHECK(abi_parse(&again, &arena, it.signature, &why));
	FUZZ_CHECK(strcmp(again.signature, it.signature) == 0);
	FUZZ_CHECK(memcmp(again.hash, it.hash, sizeof(it.hash)) == 0);
	used = arena.used;
	if (abi_decode(&v, &arena, &it.inputs, rest, left, &why)) {
		FUZZ_CHECK(arena.used - used <= (left / ABI_WORD + 1) *
							(ABI_DEPTH_MAX + 1) *
							(sizeof(v) + 16));
		trip(&it.inputs, &v);
	}
	if (it.inputs.n == 1 &&
	    abi_args_read(&v, &arena, &it.inputs, &text, 1, &why))
		trip(&it.inputs, &v);
	if (it.kind == ABI_EVENT)
		log_words(&it, rest, left);
	arena_reset(&arena);
}
