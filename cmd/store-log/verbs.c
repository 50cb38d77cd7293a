#include "verbs.h"

#include "base/err.h"
#include "base/mem.h"

#include <string.h>

const char **list_split(char *text, const char *option)
{
	size_t n = 1;
	const char **list;

	for (const char *s = text; (s = strchr(s, ',')); s++)
		n++;
	list = mem_alloc(n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		char *comma = strchr(text, ',');

		if (comma)
			*comma = '\0';
		if (!*text)
			mm_die(MM_USAGE, "%s: an empty name", option);
		list[i] = text;
		if (comma)
			text = comma + 1;
	}
	return list;
}

bool write_row(void *ctx, const struct store_row *row)
{
	struct out *out = ctx;

	out_bytes(out, row->body, row->len);
	out_bytes(out, "\n", 1);
	return true;
}

void query_range(struct store_query *q)
{
	if (q->from_ms && !q->to_ms)
		q->to_ms = INT64_MAX;
}
