#include "chain/openbook_log.h"

#include "base/base64.h"
#include "base/le.h"
#include "chain/sol_wire.h"

#define DISCRIMINATOR_LEN 8
#define FILL_LEN          140 /* without the options */
#define BALANCE_LEN       136
#define LOG_MAX           (DISCRIMINATOR_LEN + FILL_LEN + 2 * 9)

static const uint8_t fill_mark[DISCRIMINATOR_LEN] = {
	0x52, 0x69, 0x47, 0x8b, 0x04, 0x8e, 0x6b, 0x3a,
};
static const uint8_t balance_mark[DISCRIMINATOR_LEN] = {
	0x57, 0x8a, 0x54, 0x36, 0xe3, 0x82, 0xc6, 0xac,
};

/* A number behind a byte that says whether there is one. */
static bool read_option(struct sol_reader *r, bool *has, uint64_t *n)
{
	uint8_t some;
	const uint8_t *p;

	*n = 0;
	if (!sol_read_u8(r, &some) || some > 1)
		return false;
	*has = some;
	if (!some)
		return true;
	p = sol_read_bytes(r, 8);
	if (p)
		*n = le_u64(p);
	return p;
}

static bool read_fill(struct openbook_fill_log *f, struct sol_reader *r)
{
	const uint8_t *p = sol_read_bytes(r, FILL_LEN);

	if (!p || p[96] > 1 || p[97] > 1)
		return false;
	*f = (struct openbook_fill_log){
		.market = pubkey_at(p),
		.open_orders = pubkey_at(p + 32),
		.owner = pubkey_at(p + 64),
		.bid = p[96],
		.maker = p[97],
		.paid = le_u64(p + 98),
		.received = le_u64(p + 106),
		.fee = le_u64(p + 114),
		.order_id = le_u128(p + 122),
		.slot = p[138],
		.fee_tier = p[139],
	};
	return f->slot < OPENBOOK_OO_SLOTS &&
	       read_option(r, &f->has_client_id, &f->client_id) &&
	       read_option(r, &f->has_referrer_rebate, &f->referrer_rebate);
}

static bool read_balance(struct openbook_balance_log *b, struct sol_reader *r)
{
	const uint8_t *p = sol_read_bytes(r, BALANCE_LEN);

	if (!p)
		return false;
	*b = (struct openbook_balance_log){
		.open_orders = pubkey_at(p),
		.owner = pubkey_at(p + 32),
		.market = pubkey_at(p + 64),
		.quote_total = le_u64(p + 96),
		.base_total = le_u64(p + 104),
		.base_free = le_u64(p + 112),
		.quote_free = le_u64(p + 120),
		.referrer_rebates = le_u64(p + 128),
	};
	return true;
}

enum ix_err openbook_log_decode(struct openbook_log *out, const uint8_t *bytes,
				size_t len)
{
	struct sol_reader r = { bytes, len };
	const uint8_t *mark = sol_read_bytes(&r, DISCRIMINATOR_LEN);
	bool read;

	if (!mark)
		return IX_UNKNOWN;
	if (!memcmp(mark, fill_mark, DISCRIMINATOR_LEN)) {
		out->kind = OPENBOOK_LOG_FILL;
		read = read_fill(&out->fill, &r);
	} else if (!memcmp(mark, balance_mark, DISCRIMINATOR_LEN)) {
		out->kind = OPENBOOK_LOG_BALANCE;
		read = read_balance(&out->balance, &r);
	} else {
		return IX_UNKNOWN;
	}
	return read && !r.left ? IX_OK : IX_MALFORMED;
}

enum ix_err openbook_log_line(struct openbook_log *out, const char *line)
{
	uint8_t bytes[BASE64_BYTES(BASE64_LEN(LOG_MAX))];
	size_t n, len, prefix = sizeof(OPENBOOK_LOG_PREFIX) - 1;

	if (strncmp(line, OPENBOOK_LOG_PREFIX, prefix) != 0)
		return IX_UNKNOWN;
	line += prefix;
	len = strlen(line);
	if (len > BASE64_LEN(LOG_MAX))
		return IX_UNKNOWN; /* longer than any of ours */
	if (base64_parse(bytes, &n, line, len))
		return IX_MALFORMED;
	return openbook_log_decode(out, bytes, n);
}

struct openbook_event openbook_log_event(const struct openbook_fill_log *f)
{
	return (struct openbook_event){
		.flags = (uint8_t)(OPENBOOK_EVENT_FILL |
				   (f->bid ? OPENBOOK_EVENT_BID : 0) |
				   (f->maker ? OPENBOOK_EVENT_MAKER : 0)),
		.slot = f->slot,
		.fee_tier = f->fee_tier,
		.released = f->received,
		.paid = f->paid,
		.fee = f->fee,
		.order_id = f->order_id,
		.open_orders = f->open_orders,
		.client_id = f->client_id,
	};
}
