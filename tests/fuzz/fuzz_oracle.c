/* fuzz_oracle - any account and any answer of a source of prices: a price above 0
 * that can be reckoned with, or none. */
#include "chain/pyth.h"
#include "chain/switchboard.h"
#include "fuzz.h"
#include "math/consensus.h"
#include "venue/hermes.h"
#include "venue/ticker.h"

#include <string.h>

static struct json json;

static void check_price(struct dec price, struct dec conf)
{
	struct consensus_source s = { .price = price,
				      .conf = conf,
				      .weight = 1 };
	const struct consensus_rules rules = { .max_conf_ppm = 1000000,
					       .max_apart_ppm = 1,
					       .min_agree = 1 };
	struct consensus c;

	FUZZ_CHECK(dec_sign(price) > 0 && dec_sign(conf) >= 0);
	if (consensus_of(&c, &s, 1, &rules) == ST_OK)
		FUZZ_CHECK(dec_sign(c.price) > 0 && !c.spread_bps &&
			   dec_cmp(c.price, price) <= 0);
}

static void read_accounts(const uint8_t *data, size_t len)
{
	struct switchboard_price sb;
	struct pyth_price p;

	if (!pyth_decode(&p, &pyth_receiver, data, len))
		check_price(p.price, p.conf);
	if (!switchboard_decode(&sb, &switchboard_program, data, len))
		check_price(sb.price, sb.std_dev);
}

static void read_answers(const uint8_t *data, size_t len)
{
	static const uint8_t feeds[1][PYTH_FEED_LEN] = {
		{ 0xef, 0x0d, 0x8b, 0x6f, 0xda, 0x2c, 0xeb, 0xa4,
		  0x1d, 0xa1, 0x5d, 0x40, 0x95, 0xd1, 0xda, 0x39,
		  0x2a, 0x0d, 0x2f, 0x8e, 0xd0, 0xc6, 0xc7, 0xbc,
		  0x0f, 0x4c, 0xfa, 0xc8, 0xc2, 0x80, 0xb5, 0x6d }
	};
	char *text = malloc(len + 1);
	struct pyth_price p;
	struct ticker t;
	bool found;

	for (int i = 0; i < 3; i++) {
		if (len)
			memcpy(text, data, len);
		text[len] = '\0';
		if (i == 0 &&
		    !hermes_read(&p, &found, feeds, 1, &json, text, len)) {
			if (found)
				check_price(p.price, p.conf);
		} else if ((i == 1 &&
			    !binance_read(&t, &json, text, len, "SOLUSDT")) ||
			   (i == 2 &&
			    !bybit_read(&t, &json, text, len, "SOLUSDT"))) {
			FUZZ_CHECK(dec_cmp(t.bid, t.ask) <= 0);
			check_price(t.bid, DEC_ZERO);
		}
	}
	free(text);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	read_accounts(data, len);
	read_answers(data, len);
}
