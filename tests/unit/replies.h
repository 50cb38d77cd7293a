/* replies.h - replies of services kept in a folder, for the tests of their readers.
 *
 * Those of Solana were recorded from the proof world over litesvm with the real
 * OpenBook program, or written after the RPC's documentation where it has none
 * (blockhash, fees, signatures, transaction, tip_floor). */
#ifndef MM_REPLIES_H
#define MM_REPLIES_H

#include "check.h"
#include "io/jsonrpc.h"

#include <string.h>

struct reply {
	struct http_call http;
	struct json json;
	struct jsonrpc_reply r;
};

/* The file's text as the answer of a service. */
static inline void reply_load(struct reply *p, const char *folder,
			      const char *name)
{
	char path[128], block[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "tests/fuzz/corpus/%s/%s", folder, name);
	f = fopen(path, "r");
	CHECK(f);
	*p = (struct reply){ 0 };
	http_call_init(&p->http, 1 << 20);
	while ((n = fread(block, 1, sizeof(block), f)))
		CHECK(buf_add(&p->http.answer, block, n));
	CHECK(buf_add(&p->http.answer, "", 1));
	p->http.answer.len--;
	p->http.status = 200;
	fclose(f);
}

/* The same, as the reply to a JSON-RPC request of id 1. */
static inline const struct jsonrpc_reply *
reply_rpc(struct reply *p, const char *folder, const char *name)
{
	reply_load(p, folder, name);
	jsonrpc_read(&p->r, &p->json, &p->http, 1);
	return &p->r;
}

static inline void reply_free(struct reply *p)
{
	json_free(&p->json);
	http_call_free(&p->http);
}

#endif
