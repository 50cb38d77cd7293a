/* Bybit v5: what a key may. */
#include "venue/bybit_parts.h"
#include "venue/cex_reply.h"

#include <string.h>

#define DAY_S 86400

/* Whether an array holds that text. */
static bool holds(const struct json *j, const struct json_tok *list,
		  const char *text)
{
	const struct json_tok *t;

	if (!json_is(list, JSON_ARRAY))
		return false;
	t = list + 1;
	for (uint32_t i = 0; i < list->len; i++, t = json_next(j, t))
		if (cex_is(t, text))
			return true;
	return false;
}

static bool number(int64_t *out, const char *s, size_t n)
{
	struct dec d;

	if (strspn(s, "0123456789") < n ||
	    dec_parse(&d, s + (*s == '0'), n - (*s == '0')))
		return false;
	*out = (int64_t)d.v;
	return true;
}

/* Days from 1970-01-01 to a day of the Gregorian calendar.
 * source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year, era = y / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* "2026-10-13T03:20:45Z"; 1970 is for keys that do not end. */
static bool expiry_in(int64_t *ms, const struct json_tok *t)
{
	static const char form[] = "0000-00-00T00:00:00Z";
	int64_t year, month, day, h, m, s;

	*ms = -1;
	if (!t || t->kind == JSON_NULL || cex_is(t, ""))
		return true;
	if (!json_is(t, JSON_STRING) || t->len != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < t->len; i++)
		if (form[i] != '0' ? t->s[i] != form[i]
				   : t->s[i] < '0' || t->s[i] > '9')
			return false;
	if (!number(&year, t->s, 4) || !number(&month, t->s + 5, 2) ||
	    !number(&day, t->s + 8, 2) || !number(&h, t->s + 11, 2) ||
	    !number(&m, t->s + 14, 2) || !number(&s, t->s + 17, 2))
		return false;
	if (year > 1970)
		*ms = (days_of(year, month, day) * DAY_S + h * 3600 + m * 60 +
		       s) *
		      1000;
	return true;
}

static const char *rights_in(struct cex_rights *v, const struct json *j,
			     struct arena *a)
{
	const struct json_tok *t = bybit_result(j), *may, *contract, *wallet;
	const struct json_tok *ips = json_in(j, t, "ips");
	int64_t read_only;

	may = json_in(j, t, "permissions");
	contract = json_in(j, may, "ContractTrade");
	wallet = json_in(j, may, "Wallet");
	/* A right that the reply does not tell might be there. */
	if (!cex_ms(&read_only, json_in(j, t, "readOnly")) ||
	    !json_is(contract, JSON_ARRAY) || !json_is(wallet, JSON_ARRAY) ||
	    !json_is(ips, JSON_ARRAY))
		return "rights without one that matters";
	if (!expiry_in(&v->expires_ms, json_in(j, t, "expiredAt")))
		return "a key without its end";
	if (!cex_id_opt(&v->account, json_in(j, t, "userID"), a) ||
	    !cex_bool(&v->is_master, json_in(j, t, "isMaster")))
		return "a key without its account";
	if (!v->account)
		v->account = "";
	v->read = true;
	v->trade = !read_only && holds(j, contract, "Order") &&
		   holds(j, contract, "Position");
	v->withdraw = holds(j, wallet, "Withdraw");
	v->transfer = holds(j, wallet, "AccountTransfer") ||
		      holds(j, wallet, "SubMemberTransfer");
	v->ip_bound = ips->len && !holds(j, ips, "*");
	return NULL;
}

const char *bybit_read_rights(struct cex_rights *v, const char *body,
			      size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	*v = (struct cex_rights){ .expires_ms = -1, .account = "" };
	if (!why)
		why = rights_in(v, &j, a);
	json_free(&j);
	return why;
}
