// world.mjs - both exchanges under one clock, and a request's way through them.
import { makeKey } from './auth.mjs';
import { binance } from './binance.mjs';
import { bybit } from './bybit.mjs';
import { clock as makeClock } from './clock.mjs';
import { Venue } from './engine.mjs';
import { faults as makeFaults } from './faults.mjs';
import { ledger as makeLedger } from './ledger.mjs';
import { limits as makeLimits } from './limits.mjs';
import { num } from './num.mjs';
import { struck } from './trouble.mjs';

const DIALECTS = { binance, bybit };
const ID_BASE = 9_007_199_254_740_993n; // 2^53 + 1: the first a double does not hold
const RIGHTS = { read: true, trade: true, withdraw: false, transfer: false };

export function world() {
	const clock = makeClock(), faults = makeFaults();
	let sides = new Map(), venues = new Map();
	const ledger = makeLedger(() => venues);
	const w = { clock, faults, ledger, venues: () => venues, side: (name) => sides.get(name), sink: () => '', control: () => {} };

	// Everything from the beginning.  Each exchange has the accounts main, and hedge, which
	// holds both sides of a symbol, with 100000 USDT and a key of each kind.
	w.reset = ({ seed = 1, balance = '100000', id_base } = {}) => {
		clock.reset();
		faults.clear();
		ledger.reset();
		[sides, venues] = [new Map(), new Map()];
		for (const [name, dialect] of Object.entries(DIALECTS)) {
			const venue = new Venue(name, clock, { idBase: id_base ?? ID_BASE + 1_000_000n * BigInt(seed) });
			venues.set(name, venue);
			sides.set(name, { venue, limits: makeLimits(venue, clock), dialect: dialect(venue) });
			w.account(venue, { name: 'main', balance });
			w.account(venue, { name: 'hedge', hedge: true, balance });
		}
	};

	w.account = (venue, { name, balance = '100000', hedge = false }) => {
		venue.account(name, { balance: num(String(balance)), hedge });
		return (venue.name === 'binance' ? ['hmac', 'ed25519'] : ['hmac']).map((kind) => w.key(venue, { account: name, kind }));
	};

	w.key = (venue, { account, kind = 'hmac', name = account, rights = {}, ips = [], expires_ms = null, master = false }) => {
		const key = { ...makeKey(`${venue.name}/${name}`, kind), account, rights: { ...RIGHTS, ...rights }, ips, expires: expires_ms, created: venue.now(), master };
		venue.keys.set(key.key, key);
		ledger.known();
		return key;
	};

	const of = (path) => (path.startsWith('/v5/') ? 'bybit' : /^\/[fs]api\//.test(path) ? 'binance' : null);

	// -> {status, headers, body, wire, ms}; the request is in the ledger.
	w.serve = (q) => {
		clock.run();
		const name = of(q.path);
		if (!name) return { status: 404, headers: {}, body: '' };
		const side = sides.get(name), { venue, limits, dialect } = side;
		q.t = venue.now();
		const r = ledger.record(q, name), done = (a) => {
			Object.assign(r, { status: a.status, ...(a.code ? { code: a.code } : {}), ...(a.account ? { account: a.account } : {}), ...(a.fault ? { fault: a.fault } : {}) });
			const counts = Object.entries(q.limits ?? {}).filter(([header]) => a.status < 400 || !header.startsWith('X-MBX-ORDER'));
			return { ...a, headers: { ...Object.fromEntries(counts), ...a.headers } };
		};
		const block = limits.blocked(q);
		if (block) {
			r.too_soon = block.knew;
			return done(block.reply);
		}
		const over = limits.count(q, dialect.cost(q));
		if (over) return done(over);
		const hits = faults.strike(q, name, r.client_id);
		return done(hits.length ? struck(q, hits, { ...side, clock, control: w.control, sink: w.sink }) : dialect.answer(q));
	};
	w.reset();
	return w;
}
