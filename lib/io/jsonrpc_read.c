/* What an HTTP answer means as a JSON-RPC reply. */
#include "base/text.h"
#include "io/jsonrpc.h"

#include <stdlib.h>
#include <string.h>

#define STATUS_OK      200
#define STATUS_LIMITED 429

bool jsonrpc_undone(enum jsonrpc_err e)
{
	return e == JSONRPC_UNSENT || e == JSONRPC_LIMITED;
}

const char *jsonrpc_text(enum jsonrpc_err e)
{
	switch (e) {
	case JSONRPC_OK:
		return "answered";
	case JSONRPC_UNSENT:
		return "not sent";
	case JSONRPC_LIMITED:
		return "rate limit";
	case JSONRPC_REFUSED:
		return "refused";
	case JSONRPC_LOST:
		return "sent, and no answer";
	case JSONRPC_HTTP:
		return "an HTTP error";
	case JSONRPC_GARBAGE:
		return "an answer that is no reply";
	}
	return "unknown";
}

/* Codes for "too many requests": of HTTP, of Solana's nodes, of Jito. */
static bool is_limit(int64_t code)
{
	return code == STATUS_LIMITED || code == -32429 || code == -32097;
}

/* A JSON integer.  False: another kind of value, or it does not fit. */
static bool whole(int64_t *out, const struct json_tok *t)
{
	char *end;
	long long v;

	if (!t || t->kind != JSON_NUMBER || t->len > 19)
		return false;
	v = strtoll(t->s, &end, 10);
	if (end != t->s + t->len)
		return false;
	*out = v;
	return true;
}

/* "... Retry after N ms": -1 where a message does not say that. */
static int64_t retry_in(const char *message)
{
	static const char said[] = "etry after ";
	const char *p = strstr(message, said);
	int64_t ms = 0;

	if (!p)
		return -1;
	for (p += sizeof(said) - 1; *p >= '0' && *p <= '9'; p++)
		if (ms < INT32_MAX)
			ms = ms * 10 + (*p - '0');
	return strncmp(p, " ms", 3) == 0 || strncmp(p, "ms", 2) == 0 ? ms : -1;
}

static void fail(struct jsonrpc_reply *r, enum jsonrpc_err err, const char *why)
{
	r->err = err;
	r->why = why;
}

/* The member error of a reply.  False: it is no error object. */
static bool take_error(struct jsonrpc_reply *r, struct json *json,
		       const struct json_tok *error)
{
	uint32_t at = (uint32_t)(error - json->tok);
	const struct json_tok *message, *data;

	if (error->kind != JSON_OBJECT ||
	    !whole(&r->code, json_member(json, at, "code")))
		return false;
	message = json_member(json, at, "message");
	if (!message || message->kind != JSON_STRING)
		return false;
	data = json_member(json, at, "data");
	if (data && data->kind != JSON_NULL)
		r->data = (uint32_t)(data - json->tok);
	text_mask(message->s);
	fail(r, is_limit(r->code) ? JSONRPC_LIMITED : JSONRPC_REFUSED,
	     message->s);
	if (r->retry_ms < 0)
		r->retry_ms = retry_in(message->s);
	return true;
}

/* A service that did not get as far as our id answers with null. */
static bool id_fits(const struct json_tok *t, int64_t id, bool error)
{
	int64_t got;

	if (error && (!t || t->kind == JSON_NULL))
		return true;
	return whole(&got, t) && got == id;
}

/* False: what came is no reply to request id. */
static bool take_reply(struct jsonrpc_reply *r, struct json *json, char *text,
		       size_t len, int64_t id)
{
	const struct json_tok *error, *result;

	if (!text || json_scan(json, text, len) != NULL)
		return false;
	error = json_member(json, 0, "error");
	result = json_member(json, 0, "result");
	if (error && error->kind == JSON_NULL)
		error = NULL;
	if (!id_fits(json_member(json, 0, "id"), id, error != NULL))
		return false;
	if (error)
		return take_error(r, json, error);
	if (!result || r->status != STATUS_OK)
		return false;
	r->result = (uint32_t)(result - json->tok);
	fail(r, JSONRPC_OK, NULL);
	return true;
}

void jsonrpc_read(struct jsonrpc_reply *reply, struct json *json,
		  struct http_call *http, int64_t id)
{
	*reply = (struct jsonrpc_reply){ .status = http->status,
					 .retry_ms = http->retry_after_ms,
					 .json = json };
	switch (http->err) {
	case HTTP_OK:
		break;
	case HTTP_UNSENT:
		fail(reply, JSONRPC_UNSENT, http->why);
		return;
	case HTTP_LOST:
		fail(reply, JSONRPC_LOST, http->why);
		return;
	}
	if (!take_reply(reply, json, http->answer.p, http->answer.len, id)) {
		if (http->status == STATUS_OK)
			fail(reply, JSONRPC_GARBAGE,
			     "an answer that is no reply");
		else
			fail(reply, JSONRPC_HTTP, "an HTTP error");
	}
	if (http->status == STATUS_LIMITED && reply->err != JSONRPC_LIMITED)
		fail(reply, JSONRPC_LIMITED, "rate limit");
}
