/* fuzz_tape - a line of a tape is read the same by the quick reader and by the
 * scanner, which a blank before the last brace leaves it to; what is accepted is
 * in range. */
#include "fuzz.h"
#include "venue/tape_line.h"

#include <string.h>

static char line[8192];

/* The entry in data with a newline behind it, and a blank before its last byte. */
static enum tape_line read_as(struct tape_reader *r, struct tape_entry *e,
			      const uint8_t *data, size_t len, bool blank)
{
	const char *why;
	size_t n = 0;

	*e = (struct tape_entry){ .id_len = 0 };
	for (size_t i = 0; i < len; i++) {
		if (blank && i + 1 == len)
			line[n++] = ' ';
		line[n++] = (char)data[i];
	}
	line[n++] = '\n';
	return tape_read_line(r, e, line, n, &why);
}

static void check_level(const struct match_level *v, int n, int worse)
{
	for (int i = 0; i < n; i++) {
		FUZZ_CHECK(v[i].price > 0 && v[i].price < PRICE_MAX);
		FUZZ_CHECK(v[i].size > 0);
		FUZZ_CHECK(i == 0 || (v[i].price - v[i - 1].price) * worse > 0);
	}
}

void fuzz_one(const uint8_t *data, size_t len)
{
	static struct tape_reader r;
	struct tape_entry a, b;
	enum tape_line got;
	char id[sizeof(line)];

	if (!r.market)
		tape_reader_init(&r, "SOL/USDT", dec_make(5, 3),
				 dec_make(1, 2));
	if (len == 0 || len > sizeof(line) / 2 || memchr(data, '\n', len) ||
	    data[len - 1] != '}')
		return;
	got = read_as(&r, &a, data, len, false);
	if (got == LINE_PRINT)
		memcpy(id, a.id, a.id_len);
	FUZZ_CHECK(read_as(&r, &b, data, len, true) == got);
	if (got == LINE_BOOK) {
		check_level(a.depth.bids, a.depth.n_bids, -1);
		check_level(a.depth.asks, a.depth.n_asks, 1);
	}
	if (got != LINE_PRINT)
		return;
	FUZZ_CHECK(a.print.ts_ms == b.print.ts_ms && a.print.ts_ms >= 0);
	FUZZ_CHECK(a.print.price == b.print.price && a.print.price > 0);
	FUZZ_CHECK(a.print.lots == b.print.lots && a.print.lots >= 0);
	FUZZ_CHECK(a.print.aggressor == b.print.aggressor);
	FUZZ_CHECK(!dec_cmp(a.price, b.price) && !dec_cmp(a.size, b.size));
	FUZZ_CHECK(a.own_maker == b.own_maker && a.own_taker == b.own_taker);
	FUZZ_CHECK(a.id_len == b.id_len && !memcmp(id, b.id, a.id_len));
}
