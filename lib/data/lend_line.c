#include "data/lend_line.h"

#include "chain/evm_address.h"

#include <string.h>

#define DIGITS_INT 15 /* below 2^53 */
#define DIGITS_DEC 38

/* What is left of a line. */
struct rest {
	const char *p, *end;
};

#define NEXT(r, text) next(r, text, sizeof(text) - 1)

static bool next(struct rest *r, const char *text, size_t n)
{
	if ((size_t)(r->end - r->p) < n || memcmp(r->p, text, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* Digits, the first not 0 where another follows; 18 of them fit a word. */
static bool number(struct rest *r, unsigned __int128 *out, int most)
{
	const char *from = r->p;
	unsigned __int128 high = 0;
	uint64_t low = 0, scale = 1;

	for (; r->p < r->end && (unsigned)(*r->p - '0') < 10; r->p++) {
		if (scale == UINT64_C(1000000000000000000)) {
			high = high * scale + low;
			low = 0;
			scale = 1;
		}
		low = low * 10 + (uint64_t)(*r->p - '0');
		scale *= 10;
	}
	*out = high * scale + low;
	return r->p > from && r->p - from <= most &&
	       (*from != '0' || r->p - from == 1);
}

static bool integer(struct rest *r, int64_t *out)
{
	unsigned __int128 x;

	if (!number(r, &x, DIGITS_INT))
		return false;
	*out = (int64_t)x;
	return true;
}

/* An optional key with an amount in quotes. */
static bool amount(struct rest *r, const char *key, size_t len,
		   unsigned __int128 *out)
{
	*out = 0;
	if (!next(r, key, len))
		return true;
	return number(r, out, DIGITS_DEC) && NEXT(r, "\"");
}

#define AMOUNT(r, key, out) amount(r, ",\"" key "\":\"", sizeof(key) + 4, out)

/* All up to the account: mostly what the line before had. */
static bool head(struct lend_line *l, struct rest *r)
{
	const char *line = r->p;
	int64_t ts_ms;

	if (l->head_len && next(r, l->head, l->head_len))
		return true;
	l->head_len = 0;
	if (!NEXT(r, "{\"type\":\"user_reserve\",\"ts_ms\":") ||
	    !integer(r, &ts_ms) || !NEXT(r, ",\"chain_id\":") ||
	    !integer(r, &l->chain_id) || !NEXT(r, ",\"pool\":\""))
		return false;
	l->pool = (size_t)(r->p - line);
	while (r->p<r->end && * r->p> ' ' && *r->p < 0x7f && *r->p != '"' &&
	       *r->p != '\\')
		r->p++;
	l->pool_len = (size_t)(r->p - line) - l->pool;
	if (!l->pool_len || !NEXT(r, "\",\"user\":\"") ||
	    r->p - line > LEND_LINE_HEAD)
		return false;
	l->head_len = (size_t)(r->p - line);
	memcpy(l->head, line, l->head_len);
	return true;
}

static bool user(struct lend_line *l, struct rest *r)
{
	struct evm_address a;

	if (r->end - r->p < LEND_LINE_USER)
		return false;
	if (memcmp(r->p, l->user_text, LEND_LINE_USER) != 0) {
		if (!evm_address_parse(&a, r->p, LEND_LINE_USER))
			return false;
		memcpy(l->user_text, r->p, LEND_LINE_USER);
		memcpy(l->user.b, a.b, sizeof(l->user.b));
	}
	r->p += LEND_LINE_USER;
	l->told.user = l->user;
	return true;
}

static bool flag(struct rest *r, bool *out)
{
	*out = false;
	if (!NEXT(r, ",\"collateral\":"))
		return true;
	*out = NEXT(r, "true");
	return *out || NEXT(r, "false");
}

bool lend_line_read(struct lend_line *l, const char *line, size_t len)
{
	struct rest r = { line, line + len };
	struct aave_hold *h = &l->told.hold;
	int64_t reserve, emode = 0;

	if (!head(l, &r) || !user(l, &r) || !NEXT(&r, "\",\"reserve\":") ||
	    !integer(&r, &reserve) || reserve >= AAVE_RESERVES ||
	    !AMOUNT(&r, "scaled_supply", &h->supply) ||
	    !AMOUNT(&r, "scaled_debt", &h->debt) ||
	    !AMOUNT(&r, "stable_debt", &h->stable) || !flag(&r, &h->collateral))
		return false;
	if (NEXT(&r, ",\"emode\":") &&
	    (!integer(&r, &emode) || emode >= AAVE_EMODES))
		return false;
	h->reserve = (uint8_t)reserve;
	l->told.emode = (uint8_t)emode;
	return NEXT(&r, ",\"block\":") && integer(&r, &l->block) &&
	       NEXT(&r, "}") && r.p == r.end;
}
