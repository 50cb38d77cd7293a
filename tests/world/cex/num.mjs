// num.mjs - exact decimals, and JSON whose integers may be beyond 2^53.
//
// A decimal is a BigInt of 1e-18.  Nothing here rounds unless its name says so.
export const ONE = 10n ** 18n;

// A plain decimal, or null: no exponent, no '+', no space, at most 18 decimals.
export function num(text) {
	const m = /^(-?)(\d{1,30})(?:\.(\d{1,18}))?$/.exec(String(text));
	if (!m) return null;
	const n = BigInt(m[2]) * ONE + BigInt((m[3] ?? '').padEnd(18, '0'));
	return m[1] ? -n : n;
}

export const abs = (n) => (n < 0n ? -n : n);
export const min = (a, b) => (a < b ? a : b);
export const max = (a, b) => (a > b ? a : b);
// Towards zero.
export const mul = (a, b) => (a * b) / ONE;
export const div = (a, b) => (a * ONE) / b;
export const down = (n, step) => n - (n % step);
export const up = (n, step) => down(n + step - 1n, step);

// The shortest text; with places: exactly so many decimals, cut.
export function text(n, places) {
	const a = abs(n), whole = a / ONE, part = (a % ONE).toString().padStart(18, '0');
	const decimals = places === undefined ? part.replace(/0+$/, '') : part.slice(0, places);
	const out = decimals ? `${whole}.${decimals}` : `${whole}`;
	return n < 0n && /[1-9]/.test(out) ? `-${out}` : out;
}
// How many decimals a step has.
export const places = (step) => (text(step).split('.')[1] ?? '').length;

// JSON as an exchange writes it: BigInts are integers.
export const json = (v) => JSON.stringify(v, (k, x) => (typeof x === 'bigint' ? `\u0001${x}` : x)).replace(/"\\u0001(-?\d+)"/g, '$1');
