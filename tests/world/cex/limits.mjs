// limits.mjs - how often one may ask, and what becomes of those who go on.
//
// Binance: weight a minute for an address, orders an account; then 429 with Retry-After,
// and 418 for who asks before its end.  Bybit: requests in five seconds for an address,
// then 403 for ten minutes; each endpoint a second for an account, then retCode 10006.
const LIMITS = { binance: { weight: 2400, orders: [['10S', 10_000, 300], ['1M', 60_000, 1200]] }, bybit: { requests: 600, span: 5000, banMs: 600_000 } };
const BAN_S = 120;
// What may have been on its way on another connection when a limit was told, in the
// machine's time: readings leave by the dozen, orders not.
const GRACE_MS = { read: 500, order: 50 };

export function limits(venue, clock) {
	let counts = new Map(), blocks = new Map();
	const settings = { ...structuredClone(LIMITS[venue.name]), grace: { ...GRACE_MS } };
	// How much of something was used in the present span; n is added.
	function used(name, span, n) {
		const slot = Math.floor(venue.now() / span), c = counts.get(name);
		if (c?.slot === slot) c.n += n;
		else counts.set(name, { slot, n });
		return counts.get(name).n;
	}
	const accountOf = (q) => venue.keys.get(q.headers['x-mbx-apikey'] ?? q.headers['x-bapi-api-key'])?.account;

	// Whose requests count together: Binance's /sapi is another host, with limits of its own.
	const address = (q) => (q.path.startsWith('/sapi/') ? `${q.ip} sapi` : q.ip);

	// block: nothing of this address before seconds are over.
	function block(q, status, seconds, told = Date.now()) {
		blocks.set(address(q), { status, until: clock.now() + seconds * 1000, told, connection: q.connection });
	}
	const tooMany = (status, until, seconds) => ({ status, code: -1003, headers: { 'Retry-After': String(seconds) },
		body: JSON.stringify({ code: -1003, msg: status === 418 ? `Way too many requests; IP banned until ${until}. Please use the websocket for live updates to avoid bans.`
			: 'Too many requests; please use the websocket for live updates to avoid polling the API.' }) });
	const enveloped = (retCode, retMsg) => JSON.stringify({ retCode, retMsg, result: {}, retExtInfo: {}, time: venue.now() });
	const forbidden = () => ({ status: 403, code: 403, headers: {}, body: enveloped(403, 'access too frequent') });

	// Is the address blocked?  The reply, and whether its owner could have known.
	function blocked(q) {
		const b = blocks.get(address(q));
		if (!b || clock.now() >= b.until) return null;
		const knew = q.connection === b.connection || Date.now() - b.told > settings.grace[q.method === 'GET' ? 'read' : 'order'];
		if (venue.name === 'bybit') return { reply: forbidden(), knew };
		if (knew && b.status === 429) block(q, 418, BAN_S, b.told);
		const now = blocks.get(address(q)), left = Math.ceil((now.until - clock.now()) / 1000);
		return { reply: tooMany(now.status, now.until, left), knew };
	}

	// Counts a request; the reply of one too many, or null.  cost: as a dialect says.
	function binance(q, cost) {
		q.limits = { 'X-MBX-USED-WEIGHT-1M': String(used(`weight ${address(q)}`, 60_000, cost.weight)) };
		const left = (span) => Math.max(1, Math.ceil((span - (venue.now() % span)) / 1000));
		if (Number(q.limits['X-MBX-USED-WEIGHT-1M']) > settings.weight) {
			block(q, 429, left(60_000));
			return tooMany(429, 0, left(60_000));
		}
		if (!cost.orders) return null;
		for (const [name, span, most] of settings.orders) {
			const n = used(`orders ${name} ${accountOf(q)}`, span, cost.orders);
			q.limits[`X-MBX-ORDER-COUNT-${name}`] = String(n);
			if (n > most)
				return { status: 429, code: -1015, headers: { 'Retry-After': String(left(span)) }, body: JSON.stringify({ code: -1015, msg: 'Too many new orders; please slow down.' }) };
		}
		return null;
	}

	function bybit(q, cost) {
		if (used(`requests ${q.ip}`, settings.span, 1) > settings.requests) {
			block(q, 403, settings.banMs / 1000);
			return forbidden();
		}
		const account = accountOf(q);
		if (!account) return null;
		const n = used(`${q.path} ${account}`, 1000, 1), most = settings.perSecond ?? cost.perSecond, reset = (Math.floor(venue.now() / 1000) + 1) * 1000;
		q.limits = { 'X-Bapi-Limit': String(most), 'X-Bapi-Limit-Status': String(Math.max(0, most - n)),
			'X-Bapi-Limit-Reset-Timestamp': String(n > most ? reset : venue.now()) };
		if (n <= most) return null;
		return { status: 200, code: 10006, headers: q.limits, body: enveloped(10006, 'Too many visits. Exceeded the API Rate Limit.') };
	}

	return {
		block, blocked, tooMany, forbidden,
		count: venue.name === 'binance' ? binance : bybit,
		set: (s) => Object.assign(settings, s),
		blocks: () => Object.fromEntries([...blocks].filter(([, b]) => clock.now() < b.until)),
	};
}
