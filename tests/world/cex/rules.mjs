// rules.mjs - what is traded at each exchange, and by which rules.
//
// source: filters of both exchanges as they were published; those of a 1000PEPE contract
// have steps of whole contracts, and of a hundred.
import { num, places } from './num.mjs';

const HOUR = 3600_000;
const NUMBERS = ['tick', 'minPrice', 'maxPrice', 'step', 'minQty', 'maxQty', 'maxMarket', 'minNotional', 'upBand', 'downBand', 'takeBand', 'keep',
	'maxLeverage', 'maxPosition'];

// A row: the texts as they are published, numbers beside them in .n.
function rule(row) {
	const n = Object.fromEntries(NUMBERS.map((name) => [name, num(row[name])]));
	return { ...row, n, pricePlaces: places(n.tick), qtyPlaces: places(n.step), fundingMs: row.fundingHours * HOUR };
}
const table = (shared, rows) => new Map(rows.map((row) => [row.symbol, rule({ ...shared, ...row })]));

// keep: maintenance margin of the notional; takeBand: how far a market order goes from mark.
const SHARED = { quote: 'USDT', upBand: '1.05', downBand: '0.95', takeBand: '0.05', keep: '0.01', fundingHours: 8, maxPosition: '100000000' };
const BINANCE = { ...SHARED, maxOrders: 200 };
const BYBIT = { ...SHARED, maxOrders: 500, minNotional: '5' };

export const RULES = {
	binance: table(BINANCE, [
		{
			symbol: 'BTCUSDT', base: 'BTC', tick: '0.10', minPrice: '556.80', maxPrice: '4529764',
			step: '0.001', minQty: '0.001', maxQty: '1000', maxMarket: '120', minNotional: '100', maxLeverage: '125',
		},
		{
			symbol: 'ETHUSDT', base: 'ETH', tick: '0.01', minPrice: '39.86', maxPrice: '306177',
			step: '0.001', minQty: '0.001', maxQty: '10000', maxMarket: '2000', minNotional: '20', maxLeverage: '100',
		},
		{
			symbol: '1000PEPEUSDT', base: '1000PEPE', tick: '0.0000001', minPrice: '0.0000001', maxPrice: '200',
			step: '1', minQty: '1', maxQty: '80000000', maxMarket: '60000000', minNotional: '5', maxLeverage: '75',
			upBand: '1.15', downBand: '0.85', fundingHours: 4,
		},
	]),
	bybit: table(BYBIT, [
		{
			symbol: 'BTCUSDT', base: 'BTC', tick: '0.10', minPrice: '0.10', maxPrice: '1999999.80',
			step: '0.001', minQty: '0.001', maxQty: '1190.000', maxMarket: '119.000', maxLeverage: '100.00',
		},
		{
			symbol: 'ETHUSDT', base: 'ETH', tick: '0.01', minPrice: '0.01', maxPrice: '199999.98',
			step: '0.01', minQty: '0.01', maxQty: '7240.00', maxMarket: '724.00', maxLeverage: '100.00',
		},
		{
			symbol: '1000PEPEUSDT', base: '1000PEPE', tick: '0.0000001', minPrice: '0.0000001', maxPrice: '0.1999998',
			step: '100', minQty: '100', maxQty: '110000000', maxMarket: '22000000', maxLeverage: '75.00', fundingHours: 4,
		},
	]),
};
// What they cost until a control says otherwise.
export const MARKS = { BTCUSDT: '60000', ETHUSDT: '2000', '1000PEPEUSDT': '0.0123456' };
export const FEES = { binance: { maker: num('0.0002'), taker: num('0.0005') }, bybit: { maker: num('0.0002'), taker: num('0.00055') } };
