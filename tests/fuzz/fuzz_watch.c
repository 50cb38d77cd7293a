/* fuzz_watch - any text as a watch file: what is read can be found again. */
#include "fuzz.h"

#include "chain/watch.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	struct arena a = { .limit = (size_t)256 << 20 };
	struct watch w = { .n = 0 };
	struct watch_no no = { 0 };
	char id[WATCH_ID_SZ];

	if (!watch_add(&w, &a, (const char *)data, len, NULL, NULL, &no)) {
		FUZZ_CHECK(no.why && no.line >= 1);
		w.n = 0;
	}
	FUZZ_CHECK(strlen(watch_id(id, &w)) == WATCH_ID_SZ - 1);
	for (size_t i = 0; i < w.n; i++) {
		const struct watch_event *e = &w.v[i];
		uint8_t topics[ABI_TOPICS_MAX][ABI_WORD] = { { 0 } };
		struct abi_log log = {
			.topics = (const uint8_t(*)[ABI_WORD])topics,
			.n_topics = e->item.n_topics,
		};
		const struct watch_event *found;
		size_t at = 0;

		FUZZ_CHECK(log.n_topics <= ABI_TOPICS_MAX);
		memcpy(topics[0], e->item.hash, ABI_WORD);
		for (size_t k = 1; k < log.n_topics; k++)
			if (e->topic[k].n)
				memcpy(topics[k], e->topic[k].any[0], ABI_WORD);
		do
			found = watch_find(&w, &at, &e->contract, &log);
		while (found && found != e);
		FUZZ_CHECK(found == e);
	}
	arena_free(&a);
}
