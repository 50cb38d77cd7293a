// ledger.mjs - what came: every request, and the secrets that were in one where they do
// not belong.
const CLIENT = /(?:newClientOrderId|origClientOrderId|orderLinkId)(?:=|":\s?")([^&"]*)/;

export function ledger(venues) {
	let requests = [], leaks = [], strays = [], secrets = new Map(), stamp = '';

	// All that may never be in a request, by whom it belongs to.
	// Of every key there ever was: one that was revoked is as little anybody's business.
	function known() {
		for (const v of venues().values())
			for (const k of v.keys.values()) {
				if (k.secret) secrets.set(k.kind === 'ed25519' ? k.secret.split('\n')[1] : k.secret, { what: `secret of ${k.account}`, venue: null });
				secrets.set(k.key, { what: `key of ${k.account}`, venue: v.name });
			}
		stamp = made();
	}
	const made = () => [...venues().values()].map((v) => v.next.key).join();

	// A key belongs into a header, and into requests about keys.
	const atHome = (s, q, where, rest) => s.venue === where && (!rest.includes(s.text) || /^\/(sapi|v5\/user)\//.test(q.path));
	function search(q, where) {
		if (stamp !== made()) known();
		const rest = `${q.path}?${q.query}\n${q.body}`, all = `${JSON.stringify(q.headers)}\n${rest}`;
		for (const [text, s] of secrets)
			if (all.includes(text) && !atHome({ ...s, text }, q, where, rest)) leaks.push({ what: s.what, where, method: q.method, path: q.path });
	}

	function record(q, where) {
		search(q, where);
		const r = { n: requests.length, t: q.t, at: Math.round((performance.timeOrigin + performance.now()) * 1000) / 1000, venue: where, method: q.method,
			path: q.path, connection: q.connection, kept: q.kept };
		const m = CLIENT.exec(q.query) ?? CLIENT.exec(q.body);
		if (m) r.client_id = decodeURIComponent(m[1]);
		requests.push(r);
		return r;
	}

	// What came to the place redirects lead to.
	function stray(q) {
		search(q, 'elsewhere');
		if (/(?:^|&)signature=/.test(`${q.query}&${q.body}`) || q.headers['x-bapi-sign']) leaks.push({ what: 'a signature', where: 'elsewhere',
			method: q.method, path: q.path });
		strays.push({ method: q.method, path: q.path, headers: q.headers });
	}

	return {
		record, stray, known,
		requests: () => requests,
		strays: () => strays,
		leaks: () => leaks,
		reset() {
			[requests, leaks, strays, secrets, stamp] = [[], [], [], new Map(), ''];
		},
	};
}
