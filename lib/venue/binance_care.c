/* Binance: keys of sub-accounts. */
#include "venue/binance_parts.h"
#include "venue/cex_care.h"
#include "venue/cex_reply.h"
#include "venue/cex_write.h"

#include <stdlib.h>
#include <string.h>

#define PATH   "/sapi/v1/sub-account/subAccountApi"
#define WEIGHT 3000
#define PAGE   100

static const char *account_unfit(const char *account)
{
	const char *at = strchr(account, '@');

	return at && at > account && at[1] && strlen(account) < 200
		       ? NULL
		       : "a sub-account is an e-mail address";
}

static void begin(struct cex_request *r, enum cex_method method,
		  const char *account)
{
	binance_begin(r, method, PATH, WEIGHT);
	r->host = CEX_HOST_KEYS;
	cex_put_text(r, "email", account);
}

static void ask_create(struct cex_request *r, const char *account,
		       const char *name, const char *ip)
{
	begin(r, CEX_POST, account);
	r->once = true;
	cex_put_text(r, "apiName", name);
	cex_put_text(r, "status", "2"); /* from the address only */
	cex_put_text(r, "canTrade", "false");
	cex_put_text(r, "canMarginLoanRepay", "false");
	cex_put_text(r, "canFuturesTrade", "true");
	cex_put_text(r, "canUniversalTransfer", "false");
	cex_put_text(r, "canVanillaOptions", "false");
	cex_put_text(r, "ipAddress", ip);
}

static const char *read_create(struct secret *out, const char *body, size_t len)
{
	return cex_care_secret(out, body, len, NULL, "apiKey", "secretKey");
}

static void ask_list(struct cex_request *r, const char *account,
		     const char *cursor)
{
	begin(r, CEX_GET, account);
	cex_put_text(r, "page", cursor ? cursor : "1");
	cex_put_int(r, "size", PAGE);
}

static const char *read_list(struct cex_kept_keys *out, const char *cursor,
			     const char *body, size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	*out = (struct cex_kept_keys){ NULL, 0, NULL };
	if (!why)
		why = cex_care_keys(out, &j, json_in(&j, j.tok, "rows"),
				    "apikey", "apiName", a);
	if (!why && out->n >= PAGE)
		out->cursor = arena_printf(
			a, "%ld", cursor ? strtol(cursor, NULL, 10) + 1 : 2);
	json_free(&j);
	return why;
}

static void ask_delete(struct cex_request *r, const char *account,
		       const char *key)
{
	begin(r, CEX_DELETE, account);
	cex_put_text(r, "subAccountApiKey", key);
}

const struct cex_care binance_care = {
	.account_unfit = account_unfit,
	.ask_create = ask_create,
	.read_create = read_create,
	.ask_list = ask_list,
	.read_list = read_list,
	.ask_delete = ask_delete,
};
