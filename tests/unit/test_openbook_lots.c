/* test_openbook_lots - lots, fees and fills.  Fees against the fraction they stand
 * for; the fills are those the program made (facts of a run in a local virtual
 * machine). */
#include "base/base64.h"
#include "base/le.h"
#include "chain/openbook_log.h"
#include "chain/openbook_lots.h"
#include "check.h"

#include <string.h>

/* SOL/USDC as it was on Serum, and two with other lots. */
static const struct openbook_lots sol_usdc = { 100000000, 100, 9, 6 };
static const struct openbook_lots token_wsol = { 1000000, 1, 6, 9 };
static const struct openbook_lots thirds = { 3, 1, 0, 0 };

static struct dec dec_of(const char *s)
{
	struct dec d;

	CHECK(!dec_parse(&d, s, strlen(s)));
	return d;
}

static void test_steps(void)
{
	static const struct {
		struct openbook_lots lots;
		enum status st;
		const char *tick, *step;
	} cases[] = {
		{ { 100000000, 100, 9, 6 }, ST_OK, "0.001", "0.1" },
		{ { 1000000, 1, 6, 9 }, ST_OK, "0.000000001", "1" },
		{ { 1, 1, 0, 18 }, ST_OK, "0.000000000000000001", "1" },
		{ { 1, 7, 18, 0 },
		  ST_OK,
		  "7000000000000000000",
		  "0.000000000000000001" },
		{ { 8, 1, 0, 0 }, ST_OK, "0.125", "8" },
		{ { 6, 3, 0, 0 }, ST_OK, "0.5", "6" },
		{ { 3, 1, 0, 0 }, ST_RANGE, NULL, "3" },
		{ { UINT64_C(1) << 63, 1, 0, 0 },
		  ST_RANGE,
		  NULL,
		  "9223372036854775808" },
		{ { 0, 1, 0, 0 }, ST_DOMAIN, NULL, NULL },
		{ { 1, 0, 0, 0 }, ST_DOMAIN, NULL, NULL },
		{ { 1, 1, 19, 0 }, ST_DOMAIN, NULL, NULL },
		{ { 1, 1, 0, -1 }, ST_DOMAIN, NULL, NULL },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dec d = DEC_NONE;

		CHECK(openbook_tick(&d, &cases[i].lots) == cases[i].st);
		CHECK(!cases[i].tick || !dec_cmp(d, dec_of(cases[i].tick)));
		CHECK((openbook_step(&d, &cases[i].lots) == ST_OK) ==
		      (cases[i].step != NULL));
		CHECK(!cases[i].step || !dec_cmp(d, dec_of(cases[i].step)));
	}
}

static void test_prices(void)
{
	uint64_t lots = 77;
	struct dec d;

	CHECK(!openbook_price(&d, 11100, &token_wsol));
	CHECK(!dec_cmp(d, dec_of("0.0000111")));
	CHECK(!openbook_price_lots(&lots, dec_of("0.0000111"), &token_wsol));
	CHECK(lots == 11100);
	CHECK(!openbook_price_lots(&lots, dec_of("13.988"), &sol_usdc));
	CHECK(lots == 13988);
	CHECK(!openbook_size_lots(&lots, dec_of("12.5"), &sol_usdc));
	CHECK(lots == 125);
	CHECK(!openbook_size(&d, UINT64_MAX, &sol_usdc));
	CHECK(!dec_cmp(d, dec_of("1844674407370955161.5")));
	CHECK(!openbook_price_lots(&lots, DEC_ZERO, &sol_usdc) && lots == 0);

	lots = 77;
	CHECK(openbook_price_lots(&lots, dec_of("13.9885"), &sol_usdc) ==
	      ST_RANGE);
	CHECK(openbook_size_lots(&lots, dec_of("0.05"), &sol_usdc) == ST_RANGE);
	CHECK(openbook_size_lots(&lots, dec_of("-1"), &sol_usdc) == ST_DOMAIN);
	CHECK(openbook_size_lots(&lots, dec_of("18446744073709551616"),
				 &token_wsol) == ST_OVERFLOW);
	CHECK(openbook_price_lots(&lots, dec_of("1"), &thirds) == ST_RANGE);
	CHECK(openbook_price(&d, 1, &thirds) == ST_RANGE);
	CHECK(lots == 77);

	CHECK(!dec_cmp(atoms_dec(1234567, 6), dec_of("1.234567")));
	CHECK(!atoms_of_dec(&lots, dec_of("18446744073.709551615"), 9) &&
	      lots == UINT64_MAX);
	CHECK(atoms_of_dec(&lots, dec_of("18446744073.709551616"), 9) ==
	      ST_OVERFLOW);
	CHECK(atoms_of_dec(&lots, dec_of("0.0000000001"), 9) == ST_RANGE);
}

/* Every price and size there and back. */
static void test_round_trips(void)
{
	uint64_t rng = 4;

	for (int64_t round = check_times(20000); round--;) {
		struct openbook_lots l = {
			(uint64_t)check_pick(&rng, 1, 1000),
			(uint64_t)check_pick(&rng, 1, 1000),
			(int)check_pick(&rng, 0, 9),
			(int)check_pick(&rng, 0, 9),
		};
		uint64_t lots = check_rand(&rng) >> check_pick(&rng, 0, 60);
		uint64_t back;
		struct dec d;
		enum status st = openbook_price(&d, lots, &l);

		CHECK(st == ST_OK || st == ST_RANGE || st == ST_OVERFLOW);
		if (!st)
			CHECK(!openbook_price_lots(&back, d, &l) &&
			      back == lots);
		CHECK(!openbook_size(&d, lots, &l));
		CHECK(!openbook_size_lots(&back, d, &l) && back == lots);
	}
}

/* The rate is a hair under its fraction: the fee is that of the fraction, or, where
 * the fraction is whole, the same. */
static void test_fees(void)
{
	uint64_t rng = 5;

	CHECK(openbook_taker_fee_ceil(0) == 0);
	CHECK(openbook_taker_fee_ceil(1) == 1);
	CHECK(openbook_taker_fee_ceil(2500) == 1);
	CHECK(openbook_taker_fee_ceil(2501) == 2);
	CHECK(openbook_taker_fee_ceil(30000) == 12);
	CHECK(openbook_maker_rebate_floor(4999) == 0);
	CHECK(openbook_maker_rebate_floor(5001) == 1);
	CHECK(openbook_maker_rebate_floor(30000) == 5);
	for (int64_t round = check_times(20000); round--;) {
		uint64_t v = check_rand(&rng) >> check_pick(&rng, 20, 60);
		uint64_t fee = openbook_taker_fee_ceil(v);
		uint64_t rebate = openbook_maker_rebate_floor(v);

		CHECK(fee == (v * 4 + 9999) / 10000);
		CHECK(rebate == v * 2 / 10000 ||
		      (v * 2 % 10000 == 0 && rebate + 1 == v * 2 / 10000));
	}
}

static void test_max_quote(void)
{
	uint64_t q = 77;

	CHECK(!openbook_max_quote(&q, 10000, 3, 1, true) && q == 30000);
	CHECK(!openbook_max_quote(&q, 10000, 3, 1, false) && q == 30012);
	CHECK(!openbook_max_quote(&q, 12345, 678, 100, true) && q == 836991000);
	CHECK(!openbook_value(&q, UINT32_MAX, UINT32_MAX, 1));
	q = 77;
	CHECK(openbook_value(&q, UINT64_C(1) << 32, UINT64_C(1) << 32, 1) ==
	      ST_OVERFLOW);
	CHECK(openbook_value(&q, UINT64_C(1) << 32, UINT64_C(1) << 31, 2) ==
	      ST_OVERFLOW);
	CHECK(openbook_max_quote(&q, UINT64_MAX, 1, 1, false) == ST_OVERFLOW);
	CHECK(q == 77);
	CHECK(!openbook_max_quote(&q, UINT64_MAX, 1, 1, true));
}

/* ---- fills ---- */

/* 3 lots at 10000, quote lot 1, base lot 1000000. */
static const struct {
	uint8_t flags;
	uint64_t paid, received, fee;
} both_sides[] = {
	{ 1 | 8 | 4, 29995, 3000000, 5 }, /* maker bid */
	{ 1, 3000000, 29988, 12 },        /* taker ask */
	{ 1 | 8, 3000000, 30005, 5 },     /* maker ask */
	{ 1 | 4, 30012, 3000000, 12 },    /* taker bid */
};

static void test_fills(void)
{
	struct openbook_fill f;
	struct openbook_event e;

	for (size_t i = 0; i < COUNT(both_sides); i++) {
		e = (struct openbook_event){ .flags = both_sides[i].flags,
					     .paid = both_sides[i].paid,
					     .released = both_sides[i].received,
					     .fee = both_sides[i].fee };
		CHECK(!openbook_fill_of(&f, &e, 1000000, 1));
		CHECK(f.price == 10000 && f.size == 3 && f.value == 30000);
		CHECK(f.side == (e.flags & 4 ? OPENBOOK_BID : OPENBOOK_ASK));
		CHECK(f.maker == !!(e.flags & 8) && f.fee == both_sides[i].fee);
		e.fee++; /* another value, which 3 lots do not share evenly */
		CHECK(openbook_fill_of(&f, &e, 1000000, 1) == OPENBOOK_CORRUPT);
		e.fee--;
		CHECK(openbook_fill_of(&f, &e, 999999, 1) == OPENBOOK_CORRUPT);
		CHECK(openbook_fill_of(&f, &e, 1000000, 7) == OPENBOOK_CORRUPT);
		CHECK(openbook_fill_of(&f, &e, 1000000, 9999) ==
		      OPENBOOK_CORRUPT);
		CHECK(openbook_fill_of(&f, &e, 0, 1) == OPENBOOK_CORRUPT);
		e.flags ^= 3; /* an out */
		CHECK(openbook_fill_of(&f, &e, 1000000, 1) == OPENBOOK_CORRUPT);
	}
	e = (struct openbook_event){
		.flags = 1 | 4, .paid = 1, .released = 1, .fee = 2
	};
	CHECK(openbook_fill_of(&f, &e, 1, 1) == OPENBOOK_CORRUPT);
	e = (struct openbook_event){ .flags = 1 };
	CHECK(openbook_fill_of(&f, &e, 1, 1) == OPENBOOK_CORRUPT);
	e = (struct openbook_event){
		.flags = 1, .paid = 1, .released = UINT64_MAX, .fee = 1
	};
	CHECK(openbook_fill_of(&f, &e, 1, 1) == OPENBOOK_CORRUPT);
}

/* ---- logs ---- */

static const uint8_t fill_mark[] = { 0x52, 0x69, 0x47, 0x8b,
				     0x04, 0x8e, 0x6b, 0x3a };
static const uint8_t balance_mark[] = { 0x57, 0x8a, 0x54, 0x36,
					0xe3, 0x82, 0xc6, 0xac };

/* The fields one behind the other; returns the length. */
static size_t fill_bytes(uint8_t *b, bool client_id, bool rebate)
{
	uint8_t *p = memcpy(b, fill_mark, 8);

	p += 8;
	for (int i = 1; i <= 3; i++, p += PUBKEY_LEN)
		memset(p, i, PUBKEY_LEN);
	*p++ = 1;
	*p++ = 1;
	p = le_put(p, 29995, 8);
	p = le_put(p, 3000000, 8);
	p = le_put(p, 5, 8);
	p = le_put(p, (openbook_id)10000 << 64 | 77, 16);
	*p++ = 127;
	*p++ = 0;
	*p++ = client_id;
	if (client_id)
		p = le_put(p, 42, 8);
	*p++ = rebate;
	if (rebate)
		p = le_put(p, 6, 8);
	return (size_t)(p - b);
}

static enum ix_err read_log(struct openbook_log *log, const uint8_t *b,
			    size_t len)
{
	char line[512] = OPENBOOK_LOG_PREFIX;

	base64_format(line + strlen(line), b, len);
	return openbook_log_line(log, line);
}

static void test_fill_logs(void)
{
	for (int k = 0; k < 4; k++) {
		uint8_t b[256] = { 0 };
		size_t len = fill_bytes(b, k & 1, k & 2);
		struct openbook_log log;
		struct openbook_event e;
		struct openbook_fill f;

		CHECK(read_log(&log, b, len) == IX_OK);
		CHECK(log.kind == OPENBOOK_LOG_FILL && log.fill.bid);
		CHECK(log.fill.market.b[31] == 1 &&
		      log.fill.open_orders.b[0] == 2 &&
		      log.fill.owner.b[0] == 3);
		CHECK(log.fill.has_client_id == (k & 1) &&
		      log.fill.client_id == (k & 1 ? 42 : 0));
		CHECK(log.fill.has_referrer_rebate == !!(k & 2) &&
		      log.fill.referrer_rebate == (k & 2 ? 6 : 0));
		e = openbook_log_event(&log.fill);
		CHECK(e.slot == 127 && openbook_id_price(e.order_id) == 10000);
		CHECK(!openbook_fill_of(&f, &e, 1000000, 1));
		CHECK(f.maker && f.side == OPENBOOK_BID && f.value == 30000);

		for (size_t cut = 0; cut < len; cut++)
			CHECK(read_log(&log, b, cut) ==
			      (cut < 8 ? IX_UNKNOWN : IX_MALFORMED));
		CHECK(read_log(&log, b, len + 1) == IX_MALFORMED);
		b[104] = 2; /* neither true nor false */
		CHECK(read_log(&log, b, len) == IX_MALFORMED);
		b[104] = 1;
		b[146] = 128; /* no such slot */
		CHECK(read_log(&log, b, len) == IX_MALFORMED);
		b[146] = 0;
		b[148] = 2; /* neither some nor none */
		CHECK(read_log(&log, b, len) == IX_MALFORMED);
	}
}

static void test_balance_logs(void)
{
	uint8_t b[8 + 96 + 40 + 1], *p = memcpy(b, balance_mark, 8);
	struct openbook_log log;

	p += 8;
	for (int i = 1; i <= 3; i++, p += PUBKEY_LEN)
		memset(p, i, PUBKEY_LEN);
	for (uint64_t i = 1; i <= 5; i++)
		p = le_put(p, i, 8);
	*p = 0;
	CHECK(read_log(&log, b, sizeof(b) - 1) == IX_OK);
	CHECK(log.kind == OPENBOOK_LOG_BALANCE);
	CHECK(log.balance.open_orders.b[0] == 1 &&
	      log.balance.owner.b[0] == 2 && log.balance.market.b[0] == 3);
	CHECK(log.balance.quote_total == 1 && log.balance.base_total == 2 &&
	      log.balance.base_free == 3 && log.balance.quote_free == 4 &&
	      log.balance.referrer_rebates == 5);
	CHECK(read_log(&log, b, sizeof(b)) == IX_MALFORMED);
	CHECK(read_log(&log, b, sizeof(b) - 2) == IX_MALFORMED);
}

/* Lines the program wrote: alice's bid of 3 lots at 10000, posted under client id
 * 100, is taken by bob's sale under client id 900. */
static const char maker_line[] = OPENBOOK_LOG_PREFIX
	"UmlHiwSOazrnHuATBVSgo1XhiD/uvRtrDNivFVSKkPatl7zrX8F0PO0cuG8/"
	"MabfJqwn/OvoAskx15ypuJL51/SPCAuJLX8ZqMeM6KjhsRzlWrrfqPi8XL2L"
	"VPFP/qisPKCMZ4l5lkwBASt1AAAAAAAAwMYtAAAAAAAFAAAAAAAAAP//////"
	"////ECcAAAAAAAAAAAFkAAAAAAAAAAA=";
static const char balance_line[] = OPENBOOK_LOG_PREFIX
	"V4pUNuOCxqztHLhvPzGm3yasJ/zr6ALJMdecqbiS+df0jwgLiS1/GajHjOio"
	"4bEc5Vq636j4vFy9i1TxT/6orDygjGeJeZZM5x7gEwVUoKNV4Yg/7r0bawzY"
	"rxVUipD2rZe861/BdDyB6wEAAAAAAMDh5AAAAAAAwMYtAAAAAAAFAAAAAAAA"
	"AAAAAAAAAAAA";
static const char taker_line[] = OPENBOOK_LOG_PREFIX
	"UmlHiwSOazrnHuATBVSgo1XhiD/uvRtrDNivFVSKkPatl7zrX8F0PK79eoJW"
	"G7b2KLN4z0zXeLkR4tITz4+MbDsb9qc4ASHrHYQ16BeB0gcIrFpJiB43h4TO"
	"PsA3SsCKBehDBv9lRXQAAMDGLQAAAAAAJHUAAAAAAAAMAAAAAAAAAAoAAAAA"
	"AAAABicAAAAAAAAAAAGEAwAAAAAAAAEGAAAAAAAAAA==";

static void test_real_logs(void)
{
	struct openbook_log log;
	struct openbook_event e;
	struct openbook_fill f;
	struct pubkey alice, bob, market;

	CHECK(pubkey_parse(&alice,
			   "CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h"));
	CHECK(pubkey_parse(&bob,
			   "2zDkZ9arTeisxS4MLegL5iN2uCqBRpCN52JcFN8LMYvf"));
	CHECK(pubkey_parse(&market,
			   "GZCV6gEnyjzjzURjeBG2bQvQRU9kmG7TBGS9PBLCYTS3"));
	CHECK(openbook_log_line(&log, maker_line) == IX_OK);
	CHECK(pubkey_eq(&log.fill.owner, &alice) && log.fill.maker &&
	      log.fill.bid && log.fill.client_id == 100 &&
	      !log.fill.has_referrer_rebate);
	CHECK(pubkey_eq(&log.fill.market, &market));
	CHECK(openbook_id_price(log.fill.order_id) == 10000);
	CHECK(openbook_id_seq(log.fill.order_id, OPENBOOK_BID) == 0);
	e = openbook_log_event(&log.fill);
	CHECK(!openbook_fill_of(&f, &e, 1000000, 1));
	CHECK(f.price == 10000 && f.size == 3 && f.fee == 5 && f.maker);

	CHECK(openbook_log_line(&log, taker_line) == IX_OK);
	CHECK(pubkey_eq(&log.fill.owner, &bob) && !log.fill.maker &&
	      !log.fill.bid && log.fill.client_id == 900 &&
	      log.fill.referrer_rebate == 6);
	/* It was ready to sell at 9990: the order id tells its limit. */
	CHECK(openbook_id_price(log.fill.order_id) == 9990);
	e = openbook_log_event(&log.fill);
	CHECK(!openbook_fill_of(&f, &e, 1000000, 1));
	CHECK(f.price == 10000 && f.size == 3 && f.fee == 12);

	CHECK(openbook_log_line(&log, balance_line) == IX_OK);
	CHECK(log.kind == OPENBOOK_LOG_BALANCE);
	CHECK(pubkey_eq(&log.balance.owner, &alice) &&
	      pubkey_eq(&log.balance.market, &market));
	CHECK(log.balance.quote_total == 125825 &&
	      log.balance.base_total == 15000000 &&
	      log.balance.base_free == 3000000 && log.balance.quote_free == 5);
}

static void test_other_lines(void)
{
	static const char *const other[] = {
		"",
		"Program data",
		"Program log: Instruction: ConsumeEvents",
		"Program data: ",
		"Program data: AAAA",
		"Program data: AAAAAAAAAAAAAAAAAAAAAAAA",
		"program data: UmlHiwSOazo=",
	};
	static char longer[1000] = OPENBOOK_LOG_PREFIX;
	struct openbook_log log;

	for (size_t i = 0; i < COUNT(other); i++)
		CHECK(openbook_log_line(&log, other[i]) == IX_UNKNOWN);
	memset(longer + 14, 'A', sizeof(longer) - 15);
	CHECK(openbook_log_line(&log, longer) == IX_UNKNOWN);
	CHECK(openbook_log_line(&log, "Program data: UmlHiwSOazo=") ==
	      IX_MALFORMED);
	CHECK(openbook_log_line(&log, "Program data: UmlHiwSOazo") ==
	      IX_MALFORMED);
	CHECK(openbook_log_line(&log, "Program data: Uml*") == IX_MALFORMED);
}

int main(void)
{
	test_steps();
	test_prices();
	test_round_trips();
	test_fees();
	test_max_quote();
	test_fills();
	test_fill_logs();
	test_balance_logs();
	test_real_logs();
	test_other_lines();
	printf("test_openbook_lots: pass\n");
	return 0;
}
