// filters.mjs - what an order must be to be taken at all, in the order exchanges look.
import { OPEN } from './account.mjs';
import { ONE, abs, div, mul, num } from './num.mjs';
import { why } from './refusal.mjs';

const SLIP = num('1.0005'); // a market order to buy is reckoned a little above the mark

export function check(venue, a, o) {
	const rule = venue.rules.get(o.symbol);
	if (!rule) throw why('symbol', o.symbol);
	const m = venue.markets.get(o.symbol);
	if (!m.open) throw why('closed');
	if (!a.canTrade) throw why('no_trade');
	side(a, o);
	size(rule.n, o);
	if (o.type === 'LIMIT') price(rule.n, m.mark, o);
	identity(venue, a, o);
	if (a.open(o.symbol).length >= rule.maxOrders) throw why('too_many');
	reducing(venue, a, o);
	notional(rule.n, m.mark, o);
	liquid(venue, m, o);
	margin(venue, a, o, m);
}

function side(a, o) {
	if (!a.sides().includes(o.positionSide)) throw why('position_side');
}

function size({ step, minQty, maxQty, maxMarket }, o) {
	if (o.qty <= 0n) throw why('qty_zero');
	if (o.qty < minQty) throw why('qty_low');
	if (o.qty > (o.type === 'MARKET' ? maxMarket : maxQty)) throw why('qty_high');
	if (o.qty % step !== 0n) throw why('step');
}

// The band bounds what one may give, not what one may wait for.
function price({ tick, minPrice, maxPrice, upBand, downBand }, mark, o) {
	if (o.price <= 0n) throw why('price_zero');
	if (o.price < minPrice) throw why('price_low');
	if (o.price > maxPrice) throw why('price_high');
	if (o.price % tick !== 0n) throw why('tick');
	if (o.buy && o.price > mul(mark, upBand)) throw why('band_high', mul(mark, upBand));
	if (!o.buy && o.price < mul(mark, downBand)) throw why('band_low', mul(mark, downBand));
}

function identity(venue, a, o) {
	if (o.client === undefined) return;
	const known = a.byClient.get(o.client);
	if (known && (venue.traits.idsForEver || OPEN.has(known.status))) throw why('duplicate');
}

function reducing(venue, a, o) {
	// With a position to each side the one to close says how much may be closed.
	const closes = a.hedge && o.buy === (o.positionSide === 'SHORT');
	if (!o.reduceOnly && !closes) return;
	const held = venue.closable(a, o);
	if (held === 0n) throw why('reduce_only');
	if (o.qty > held && (closes || venue.traits.closing === 'reject')) throw why('reduce_only');
	if (closes) o.reduceOnly = true;
}

function notional({ minNotional }, mark, o) {
	if (!o.reduceOnly && mul(o.type === 'MARKET' ? mark : o.price, o.qty) < minNotional) throw why('notional');
}

// Who answers after it has tried knows what there is to trade with.
function liquid(venue, m, o) {
	const market = o.type === 'MARKET', parts = m.walk(o.buy, o.qty, market ? m.bound(o.buy) : o.price);
	if (market && parts.length === 0) throw why('thin');
	if (venue.traits.acceptMs !== null) return;
	if (o.tif === 'FOK' && parts.reduce((sum, p) => sum + p.qty, 0n) < o.qty) throw why('fok');
	if (o.tif === 'GTX' && parts.length > 0) throw why('post_only');
}

function margin(venue, a, o, m) {
	const qty = a.opening(o.symbol, o.positionSide, o.buy, o.qty);
	if (o.reduceOnly || qty === 0n) return;
	const { leverage } = a.setting(o.symbol), px = o.type === 'LIMIT' ? o.price : mul(m.mark, o.buy ? SLIP : ONE);
	const value = mul(qty, px), held = mul(abs(a.position(o.symbol, o.positionSide).qty), m.mark);
	if (div(value, leverage) + mul(value, venue.fees.taker) > a.margin(venue.markets).free) throw why('margin');
	if (held + value > venue.rules.get(o.symbol).n.maxPosition) throw why('position_limit');
}
