// trouble.mjs - a request that faults strike: what is done, and what is told.
import { json } from './num.mjs';

const HTML = '<html><head><title>Error</title></head><body><h1>Service temporarily unavailable</h1></body></html>';

// What each exchange says of trouble of its own: [status, code, text].
const VISITS = [200, 10006, 'Too many visits. Exceeded the API Rate Limit.'];
const SAYS = {
	binance: {
		unknown_error: [503, -1000, 'Unknown error, please check your request or try again later.'],
		timeout: [408, -1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.'],
		error1000: [500, -1000, 'An unknown error occurred while processing the request.'],
		unavailable: [503, -1001, 'Service Unavailable.'],
		internal: [503, -1001, 'Internal error; unable to process your request. Please try again.'],
		throttled: [503, -1008, 'Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.'],
	},
	bybit: {
		unknown_error: [200, 10016, 'Internal System Error'],
		timeout: [200, 10000, 'Server Timeout'],
		error1000: [500, 10016, 'Internal System Error'],
		unavailable: [503, 10016, 'Service unavailable'],
		internal: [200, 10016, 'System error'],
		throttled: VISITS,
		visits: VISITS,
		protected: [429, 429, 'Too many requests'],
	},
};
const NOT_DONE = new Set(['unavailable', 'internal', 'throttled', 'visits']); // surely

// What the engine does otherwise with the order.
const TWISTS = {
	queue: (f) => ({ queue_ms: f.ms ?? 1000 }),
	hide: (f) => ({ hide_ms: f.ms ?? 0, hide_calls: f.calls ?? 0 }),
	wiped: () => ({ wipe: true }),
	partial: (f) => ({ partial: f.share ?? '0.5' }),
	refuse: (f) => ({ refuse: f.reason ?? true }),
	fill_on_cancel: (f) => ({ fill: f.share ?? '1' }),
	fills_lag: (f) => ({ fills_ms: f.ms ?? 0, fills_calls: f.calls ?? 0 }),
	lag: (f) => ({ lag: { ms: f.ms ?? 0, calls: f.calls ?? 0 } }),
};
const FORMS = {
	twice: (body) => body.replace(/"(\w+)":("[^"]*"|\d+)/, '"$1":$2,"$1":$2'),
	numbers: (body) => body.replace(/":"(-?\d+(?:\.\d+)?)"/g, '":$1'),
	blanks: (body) => body.replace(/":"-?\d+\.\d+"/g, '":""'),
	extra: (body) => body.replace(/\{(?=")/g, '{"aFieldNobodyKnows":{"b":[1,"2",null]},'),
};

const told = (venue, [status, code, msg]) => {
	const said = venue.name === 'binance' ? { code, msg } : { retCode: code, retMsg: msg, result: {}, retExtInfo: {}, time: venue.now() };
	return { status, code, body: json(said) };
};
const lost = (f) => ({ wire: 'lost', how: f.how ?? 'fin', status: 0 });

// What never comes as far as the exchange, at least not now; undefined: it does.
function before(q, by, { dialect, limits, clock, sink }) {
	const { venue } = dialect;
	if (by.lost_request) return lost(by.lost_request);
	if (by.late) {
		clock.at(clock.now() + (by.late.ms ?? 1000), () => dialect.answer(q));
		return lost(by.late);
	}
	if (by.limited) {
		const seconds = by.limited.seconds ?? 2, binance = venue.name === 'binance';
		limits.block(q, binance ? 429 : 403, seconds);
		return binance ? limits.tooMany(429, 0, seconds) : limits.forbidden();
	}
	if (by.redirect) return { status: by.redirect.status ?? 307, headers: { Location: sink() + q.path + (q.query && `?${q.query}`) }, body: '' };
	if (by.says) return told(venue, [by.says.status ?? 400, by.says.code, by.says.text ?? '']);
	return undefined;
}

// What is told of what was done, a.
function after(a, by, said, venue) {
	if (by.lost_reply) return { ...a, ...lost(by.lost_reply) };
	if (by.truncated) return { ...a, wire: 'truncated' };
	if (by.stalled) return { ...a, wire: 'stalled', hold: by.stalled.ms ?? 5000 };
	if (by.empty) return { ...a, status: by.empty.status ?? 200, body: '' };
	if (by.html) return { ...a, status: by.html.status ?? 200, body: HTML, headers: { 'content-type': 'text/html' } };
	if (!said) return a;
	const visits = { 'X-Bapi-Limit': '10', 'X-Bapi-Limit-Status': '0', 'X-Bapi-Limit-Reset-Timestamp': String(venue.now() + 1000) };
	return { ...a, ...told(venue, SAYS[venue.name][said.fault]), ...(said.fault === 'visits' ? { headers: visits } : {}) };
}

// -> {wire, ms, status, headers, body, code, account, fault}; wire: how it is delivered
// (lost, truncated, stalled; undefined: whole).  around: dialect, limits, clock, control, sink.
export function struck(q, hits, around) {
	const { dialect } = around, { venue } = dialect, by = Object.fromEntries(hits.map((f) => [f.fault, f]));
	const fault = hits.map((f) => f.fault).join(' ');
	for (const f of hits) if (f.fault === 'first') around.control(f.do, f.params ?? {});
	q.twist = Object.assign({}, ...hits.map((f) => TWISTS[f.fault]?.(f)));
	if (by.throttled && /reduceOnly(=|":)true/.test(q.query + q.body)) return dialect.answer(q); // these pass

	const early = before(q, by, around);
	if (early) return { ...early, fault };
	const said = hits.find((f) => SAYS[venue.name][f.fault]);
	const undone = said && (NOT_DONE.has(said.fault) || said.done === false);
	const a = undone || by.html?.done === false ? { status: 200, body: '' } : dialect.answer(q);
	for (const f of hits) if (FORMS[f.fault]) a.body = FORMS[f.fault](a.body);
	if (by.slow) a.ms = by.slow.ms ?? 1000;
	return { ...after(a, by, said, venue), fault };
}
