#include "data/rec_action.h"
#include "data/rec_alert.h"
#include "data/rec_backtest.h"
#include "data/rec_backtest_lp.h"
#include "data/rec_book.h"
#include "data/rec_call.h"
#include "data/rec_capital.h"
#include "data/rec_chain.h"
#include "data/rec_cycle.h"
#include "data/rec_emode.h"
#include "data/rec_equity.h"
#include "data/rec_event.h"
#include "data/rec_event_queue.h"
#include "data/rec_fill.h"
#include "data/rec_fund.h"
#include "data/rec_funding.h"
#include "data/rec_grid.h"
#include "data/rec_health.h"
#include "data/rec_hedge.h"
#include "data/rec_hedge_report.h"
#include "data/rec_holding.h"
#include "data/rec_il.h"
#include "data/rec_instrument.h"
#include "data/rec_lane.h"
#include "data/rec_lend_account.h"
#include "data/rec_lend_market.h"
#include "data/rec_lend_rate.h"
#include "data/rec_lend_scan.h"
#include "data/rec_liquidation.h"
#include "data/rec_lut.h"
#include "data/rec_market.h"
#include "data/rec_nonce.h"
#include "data/rec_oo.h"
#include "data/rec_open_order.h"
#include "data/rec_oracle.h"
#include "data/rec_order.h"
#include "data/rec_pending.h"
#include "data/rec_pivot.h"
#include "data/rec_pool.h"
#include "data/rec_pool_span.h"
#include "data/rec_pool_ticks.h"
#include "data/rec_position.h"
#include "data/rec_price.h"
#include "data/rec_quote.h"
#include "data/rec_range.h"
#include "data/rec_receipt.h"
#include "data/rec_refusal.h"
#include "data/rec_removed.h"
#include "data/rec_reserve.h"
#include "data/rec_result.h"
#include "data/rec_route.h"
#include "data/rec_signed_tx.h"
#include "data/rec_sim.h"
#include "data/rec_stats.h"
#include "data/rec_supply.h"
#include "data/rec_swap.h"
#include "data/rec_swaps.h"
#include "data/rec_sync.h"
#include "data/rec_token.h"
#include "data/rec_token_account.h"
#include "data/rec_trade.h"
#include "data/rec_tx.h"
#include "data/rec_user_reserve.h"
#include "data/rec_venue_account.h"
#include "data/rec_venue_position.h"
#include "data/rec_wallet.h"
#include "data/rec_watch.h"

#include <string.h>

const struct rec_type *const rec_types[] = {
	/* clang-format off */
	&rec_action_type,
	&rec_alert_type,
	&rec_backtest_type,
	&rec_backtest_lp_type,
	&rec_book_type,
	&rec_call_type,
	&rec_capital_type,
	&rec_chain_type,
	&rec_closed_type,
	&rec_cycle_type,
	&rec_emode_type,
	&rec_equity_type,
	&rec_event_type,
	&rec_event_queue_type,
	&rec_fill_type,
	&rec_fund_type,
	&rec_funding_type,
	&rec_grid_type,
	&rec_health_type,
	&rec_hedge_type,
	&rec_hedge_report_type,
	&rec_holding_type,
	&rec_il_type,
	&rec_instrument_type,
	&rec_lane_type,
	&rec_lend_account_type,
	&rec_lend_market_type,
	&rec_lend_rate_type,
	&rec_lend_scan_type,
	&rec_liquidation_type,
	&rec_lut_type,
	&rec_market_type,
	&rec_nonce_type,
	&rec_oo_type,
	&rec_open_order_type,
	&rec_oracle_type,
	&rec_order_type,
	&rec_pending_type,
	&rec_pivot_type,
	&rec_pool_type,
	&rec_pool_span_type,
	&rec_pool_ticks_type,
	&rec_position_type,
	&rec_price_type,
	&rec_quote_type,
	&rec_range_type,
	&rec_receipt_type,
	&rec_refusal_type,
	&rec_removed_type,
	&rec_reserve_type,
	&rec_result_type,
	&rec_route_type,
	&rec_signed_tx_type,
	&rec_sim_type,
	&rec_stats_type,
	&rec_supply_type,
	&rec_swap_type,
	&rec_swaps_type,
	&rec_sync_type,
	&rec_token_type,
	&rec_token_account_type,
	&rec_trade_type,
	&rec_tx_type,
	&rec_user_reserve_type,
	&rec_venue_account_type,
	&rec_venue_position_type,
	&rec_wallet_type,
	&rec_watch_type,
	NULL,
	/* clang-format on */
};

const struct rec_type *rec_find(const char *name, size_t len)
{
	for (size_t i = 0; rec_types[i]; i++)
		if (!strncmp(rec_types[i]->name, name, len) &&
		    !rec_types[i]->name[len])
			return rec_types[i];
	return NULL;
}
