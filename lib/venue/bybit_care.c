/* Bybit v5: keys of sub-accounts. */
#include "venue/bybit_parts.h"
#include "venue/cex_care.h"
#include "venue/cex_reply.h"
#include "venue/cex_write.h"

#include <string.h>

#define PAGE 20

static const char *account_unfit(const char *account)
{
	size_t n = strspn(account, "0123456789");

	return n && n < 16 && !account[n] && *account != '0'
		       ? NULL
		       : "a sub-account is the number of its user";
}

static void begin(struct cex_request *r, enum cex_method method,
		  const char *path)
{
	cex_begin(r, method, path, 1);
	r->is_signed = true;
	r->json = method == CEX_POST;
}

static void ask_create(struct cex_request *r, const char *account,
		       const char *name, const char *ip)
{
	begin(r, CEX_POST, "/v5/user/create-sub-api");
	r->once = true;
	cex_put_raw(r, "subuid", account);
	cex_put_text(r, "note", name);
	cex_put_int(r, "readOnly", 0);
	cex_put_text(r, "ips", ip);
	cex_put_raw(r, "permissions",
		    "{\"ContractTrade\":[\"Order\",\"Position\"]}");
}

static const char *read_create(struct secret *out, const char *body, size_t len)
{
	return cex_care_secret(out, body, len, "result", "apiKey", "secret");
}

static void ask_list(struct cex_request *r, const char *account,
		     const char *cursor)
{
	begin(r, CEX_GET, "/v5/user/sub-apikeys");
	cex_put_text(r, "subMemberId", account);
	cex_put_int(r, "limit", PAGE);
	if (cursor)
		cex_put_raw(r, "cursor", cursor);
}

static const char *read_list(struct cex_kept_keys *out, const char *cursor,
			     const char *body, size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	(void)cursor;
	*out = (struct cex_kept_keys){ NULL, 0, NULL };
	if (!why)
		why = cex_care_keys(out, &j,
				    json_in(&j, bybit_result(&j), "result"),
				    "apiKey", "note", a);
	if (!why)
		why = bybit_cursor(&out->cursor, &j, out->n, a);
	json_free(&j);
	return why;
}

static void ask_delete(struct cex_request *r, const char *account,
		       const char *key)
{
	(void)account; /* a key belongs to one */
	begin(r, CEX_POST, "/v5/user/delete-sub-api");
	cex_put_text(r, "apikey", key);
}

const struct cex_care bybit_care = {
	.account_unfit = account_unfit,
	.ask_create = ask_create,
	.read_create = read_create,
	.ask_list = ask_list,
	.read_list = read_list,
	.ask_delete = ask_delete,
};
