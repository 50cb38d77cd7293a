#include "venue/cex.h"

#include <string.h>

const struct cex_venue *const cex_venues[] = { &cex_binance, &cex_bybit, NULL };

const struct cex_venue *cex_venue_find(const char *name)
{
	for (size_t i = 0; cex_venues[i]; i++)
		if (!strcmp(cex_venues[i]->name, name))
			return cex_venues[i];
	return NULL;
}

/* The headers hold the API key: nothing an attacker trades with alone, and nothing
 * to leave behind either. */
static void drop(struct buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->cap);
	buf_free(b);
}

void cex_request_free(struct cex_request *r)
{
	drop(&r->query);
	drop(&r->body);
	for (size_t i = 0; i < sizeof(r->headers) / sizeof(*r->headers); i++)
		drop(&r->headers[i]);
	*r = (struct cex_request){ .method = CEX_GET };
}
