// plan.mjs - what happens in a run, from its seed alone: which exchanges and accounts, how
// it is hedged, and before each frame what the market and other hands do, what goes wrong
// on the wire, and where a kill strikes.
import { dice } from '../campaign/dice.mjs';

// asset -> its symbol, units of it in a contract, price of one, places of the symbol's price.
export const ASSETS = { WETH: { symbol: 'ETHUSDT', units: 1, price: 2000, places: 2 }, WBTC: { symbol: 'BTCUSDT', units: 1, price: 60000, places: 1 },
	PEPE: { symbol: '1000PEPEUSDT', units: 1000, price: 0.0000123456, places: 7 } };
const PATHS = { binance: { place: '/fapi/v1/order', query: '/fapi/v1/order', fills: '/fapi/v1/userTrades', position: '/fapi/v3/positionRisk', time: '/fapi/v1/time' },
	bybit: { place: '/v5/order/create', query: '/v5/order/realtime', fills: '/v5/execution/list', position: '/v5/position/list', time: '/v5/market/time' } };

// Of the sending of an order; the last four only where the exchange does that.
const PLACE = ['lost_request', 'lost_reply', 'lost_reply', 'slow', 'late', 'truncated', 'empty', 'html', 'unknown_error', 'timeout', 'error1000', 'unavailable', 'internal', 'throttled',
	'limited', 'queue', 'hide', 'partial', 'lag', 'redirect', 'first', 'twice', 'numbers', 'blanks', 'extra'];
const BYBIT = ['visits', 'wiped', 'refuse'];
const READ = ['lost_request', 'lost_reply', 'slow', 'truncated', 'empty', 'html', 'unknown_error', 'unavailable', 'limited', 'redirect', 'twice', 'numbers', 'blanks', 'extra'];
const SLOW = 1500; // ms: more than VENUE_TIMEOUT, which is more than a busy machine may take
const MAYBE_DONE = ['html', 'unknown_error', 'timeout', 'error1000'];
const AMOUNT = {
	lost_request: (d) => ({ how: d.one(['fin', 'rst']) }), lost_reply: (d) => ({ how: d.one(['fin', 'rst']) }), slow: () => ({ ms: SLOW }),
	late: (d) => ({ ms: d.one([50, 500, 1900, 2100, 3000]) }), empty: (d) => ({ status: d.one([200, 200, 502]) }), html: (d) => ({ status: d.one([200, 502, 504]) }),
	limited: (d) => ({ seconds: d.between(1, 2) }), hide: (d) => (d.often(0.5) ? { calls: d.between(1, 3) } : { ms: d.between(50, 1500) }),
	queue: (d) => ({ ms: d.one([100, 1000, 2500]) }), partial: (d) => ({ share: d.one(['0.2', '0.5', '0.9']) }), lag: (d) => (d.often(0.5) ? { calls: d.between(1, 3) } : { ms: d.between(20, 1500) }),
	redirect: (d) => ({ status: d.one([301, 302, 307, 308]) }),
};

// Time of the exchange goes on where an order is looked for: what is hidden or late comes
// out, and its horizon ends.
const later = (d, venue) => ({ fault: 'first', method: 'GET', venue, path: PATHS[venue].query, do: 'clock', params: { advance: d.one([300, 1200, 4000]) } });

function fault(d, run) {
	const venue = d.one(run.venues), place = d.often(0.65);
	const kind = place ? d.one(venue === 'bybit' ? [...PLACE, ...BYBIT] : PLACE) : d.one(READ);
	const where = place ? 'place' : d.one(['query', 'query', 'fills', 'position', 'time', 'any']);
	const one = { fault: kind, venue, method: place ? 'POST' : 'GET', ...(where !== 'any' && { path: PATHS[venue][where] }), ...AMOUNT[kind]?.(d),
		...(MAYBE_DONE.includes(kind) && place && { done: d.often(0.6) }), nth: d.one([1, 1, 1, 2]), times: d.one([1, 1, 1, 2]) };
	if (kind === 'first') Object.assign(one, behind(d, run, venue));
	return one;
}

// Another hand, at one exchange: a position is closed in spite of its owner, in part or
// whole, or the leverage is another one.
function behind(d, run, venue) {
	const symbol = ASSETS[d.one(run.assets)].symbol, params = { venue, account: run.accounts[venue], symbol };
	if (d.often(0.3)) return { do: 'set', params: { ...params, leverage: String(d.one([3, 5, 20])) } };
	return { do: d.one(['adl', 'liquidate']), params: { ...params, ...(run.accounts[venue] === 'hedge' && { side: 'SHORT' }) } };
}

// Where a kill strikes: a system call, and about how often a frame makes it.
const CALLS = { fdatasync: 12, pwrite64: 60, sendto: 40, recvfrom: 60, write: 4, unlink: 6 };

// What is in pools goes on a little, or jumps; between 200 and 30000 USD each.
function drift(d, asset, amount) {
	if (!d.often(0.6)) return amount;
	const { price } = ASSETS[asset], to = amount * (d.often(0.7) ? 0.9 + d.below(21) / 100 : 0.2 + d.below(200) / 100);
	return Math.min(30000 / price, Math.max(200 / price, to));
}
const drifted = (d, positions) => positions.map((p) => ({ ...p, amounts: Object.fromEntries(Object.entries(p.amounts).map(([a, x]) => [a, drift(d, a, x)])) }));

const KINDS = { missing: 0.06, stranger: 0.05, thin: 0.1, skew: 0.06, behind: 0.12, twin: 0.07, moved: 0.4 };

// was: what the frame before told; one of those that it told open may be missing now.
function frame(d, run, positions, was) {
	const gone = was.find((p) => !p.closed), kinds = Object.keys(KINDS).filter((k) => d.often(KINDS[k]) && (k !== 'missing' || gone)), has = (k) => kinds.includes(k);
	const drawn = Array.from({ length: d.often(0.7) ? d.between(1, 3) : 0 }, () => fault(d, run)), venue = d.one(run.venues);
	// What a person trades, the person can take back.
	const faults = drawn.filter((f) => !(has('stranger') && f.fault === 'first'));
	if (faults.length && d.often(0.85)) faults.push(...run.venues.map((v) => later(d, v)));
	const call = d.one(Object.keys(CALLS));
	return {
		positions: has('missing') ? positions.filter((p) => p.id !== gone.id) : positions, faults,
		dice: d.often(0.3) && { seed: d.below(1e9), rate: d.one([0.03, 0.1, 0.25]), slow_ms: SLOW },
		kinds: [...kinds.filter((k) => k !== 'moved'), ...faults.filter((f) => f.do !== 'clock').map((f) => f.fault)],
		missing: has('missing') && gone.id, twin: has('twin'),
		prices: has('moved') && Object.fromEntries(run.assets.map((a) => [ASSETS[a].symbol, 0.97 + d.below(61) / 1000])),
		stranger: has('stranger') && { venue, account: run.accounts[venue], symbol: ASSETS[d.one(run.assets)].symbol },
		behind: has('behind') && !has('stranger') && behind(d, run, venue),
		thin: has('thin') && { symbol: ASSETS[d.one(run.assets)].symbol, share: d.one([0, 0.3, 0.7]) },
		skew: has('skew') && { venue, skew: d.one([-1500, -800, 800, 125000]) },
		kill: d.often(0.35) && { call, when: d.between(1, CALLS[call]) },
		resume: d.often(0.25), // is a person's, after it
		passes: d.one([0, 0, 100, 1500, 4000]), // ms of the exchanges until the next
	};
}

export function planOf(seed) {
	const d = dice(seed), venues = d.one([['binance'], ['bybit'], ['binance', 'bybit'], ['bybit', 'binance']]);
	const accounts = Object.fromEntries(venues.map((v) => [v, d.one(['main', 'main', 'hedge'])]));
	const names = Object.keys(ASSETS), left = d.one(names), assets = d.often(0.5) ? [left] : names.filter((n) => n !== left);
	const run = { seed, venues, accounts, assets, key: d.one(['hmac', 'ed25519']), ratio: d.one(['0.5', '0.8', '1']), band: d.one(['1', '5', '10']), order: d.one(['ioc', 'ioc', 'market']),
		largest: d.one(['100000', '100000', '4000']), ahead: d.one([5000, -20000, -50000, -50000]), resident: d.often(0.5) }; // ahead: of this machine's clock, ms
	const amounts = () => Object.fromEntries(assets.map((a) => [a, d.one([1500, 4000, 12000, 30000]) / ASSETS[a].price]));
	let positions = Array.from({ length: d.between(1, 3) }, (_, i) => ({ id: `p${i + 1}`, amounts: amounts() }));
	run.first = positions.map((p) => p.id);
	run.frames = Array.from({ length: d.between(3, 8) }, (_, i) => {
		const was = positions;
		if (i) positions = drifted(d, positions);
		if (i && d.often(0.1)) positions = [...positions, { id: `p${positions.length + 1}`, amounts: amounts() }];
		else if (i && d.often(0.08)) positions = positions.map((p, n) => (n ? p : { ...p, closed: true, amounts: {} }));
		return frame(d, run, positions, was);
	});
	run.last = positions;
	return run;
}
