/* openbook_lots.h - lots, atoms and decimals of an OpenBook v1 market, exactly.
 * Layer: chain.
 *
 * A price in lots is quote lots a base lot.  Decimal prices are quote units a base
 * unit, sizes base units.
 */
#ifndef MM_OPENBOOK_LOTS_H
#define MM_OPENBOOK_LOTS_H

#include "base/dec.h"
#include "base/status.h"
#include "chain/openbook.h"

struct openbook_lots {
	uint64_t base_lot, quote_lot;      /* atoms a lot, not 0 */
	int base_decimals, quote_decimals; /* of the mints, 0..18 */
};

/* The least step of the price, quote units a base unit; of the size, base units.
 * ST_RANGE: it has no finite decimal form of 38 places, ST_DOMAIN: lots or
 * decimals outside their range, ST_OVERFLOW. */
MM_CHECKED enum status openbook_tick(struct dec *out,
				     const struct openbook_lots *l);
MM_CHECKED enum status openbook_step(struct dec *out,
				     const struct openbook_lots *l);

/* Decimal to lots: exact, else ST_RANGE; ST_DOMAIN if negative. */
MM_CHECKED enum status openbook_price_lots(uint64_t *out, struct dec price,
					   const struct openbook_lots *l);
MM_CHECKED enum status openbook_size_lots(uint64_t *out, struct dec size,
					  const struct openbook_lots *l);

/* Lots to decimal: exact, or ST_OVERFLOW. */
MM_CHECKED enum status openbook_price(struct dec *out, uint64_t lots,
				      const struct openbook_lots *l);
MM_CHECKED enum status openbook_size(struct dec *out, uint64_t lots,
				     const struct openbook_lots *l);

/* atoms * 10^-decimals, exact.  in: 0 <= decimals <= 18. */
struct dec atoms_dec(uint64_t atoms, int decimals);

/* atoms_of_dec: exact, else ST_RANGE (more decimals), ST_DOMAIN (negative),
 * ST_OVERFLOW (over 64 bits). */
MM_CHECKED enum status atoms_of_dec(uint64_t *out, struct dec d, int decimals);

/* ---- money, in quote atoms; ST_OVERFLOW over 64 bits ---- */

/* openbook_value: what size lots at price lots are worth. */
MM_CHECKED enum status openbook_value(uint64_t *out, uint64_t price,
				      uint64_t size, uint64_t quote_lot);

/* The taker's fee, 4 bps of a value rounded up; the maker's rebate, 2 bps rounded
 * down; in the program's own arithmetic (rates of 2^-64).  The referrer gets half
 * of the fee.  source: openbook-dex/program c85e56d, fees.rs; not for its one
 * market of stable coins. */
uint64_t openbook_taker_fee_ceil(uint64_t value);
uint64_t openbook_maker_rebate_floor(uint64_t value);

/* openbook_max_quote: what a bid must be allowed to lock so that it posts its whole
 * size: the value, with the fee where it may take. */
MM_CHECKED enum status openbook_max_quote(uint64_t *out, uint64_t price,
					  uint64_t size, uint64_t quote_lot,
					  bool post_only);

/* ---- fills ---- */

struct openbook_fill {
	enum openbook_side side; /* of the order filled */
	bool maker;
	uint64_t price; /* lots: the trade's, not a taker's limit */
	uint64_t size;  /* base lots */
	uint64_t value; /* quote atoms, price * size */
	uint64_t fee;   /* quote atoms: a taker's fee, a maker's rebate */
};

/* openbook_fill_of: the trade that a Fill event tells.  OPENBOOK_CORRUPT: not one,
 * or amounts that no trade in these lots has. */
MM_CHECKED enum openbook_err openbook_fill_of(struct openbook_fill *out,
					      const struct openbook_event *e,
					      uint64_t base_lot,
					      uint64_t quote_lot);

#endif
