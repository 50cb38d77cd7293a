// auth.mjs - who asks, and may they: signatures rebuilt from the bytes that came.
//
// Nothing is decoded and encoded again on the way: what was signed is what was sent.
// source: signing as both exchanges document it; RFC 2104, RFC 8032.
import crypto from 'node:crypto';
import { why } from './refusal.mjs';

const AHEAD_MS = 1000; // how far a request's time may be before the exchange's
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex'); // before the 32 bytes of an Ed25519 seed

const digest = (text) => crypto.createHash('sha256').update(text).digest();

// Keys are made from their names: the same in every run.
const made = new Map();
export function makeKey(name, kind) {
	const id = `${name}/${kind}`;
	if (!made.has(id)) made.set(id, kind === 'ed25519' ? ed25519(id) : { kind, key: digest(`key ${id}`).toString('hex').slice(0, 36),
		secret: digest(`secret ${id}`).toString('hex') });
	return { ...made.get(id) };
}
function ed25519(id) {
	const der = Buffer.concat([PKCS8, digest(`seed ${id}`)]);
	const secret = crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
	return { kind: 'ed25519', key: digest(`key ${id}`).toString('hex').slice(0, 36), secret: secret.export({ format: 'pem', type: 'pkcs8' }),
		public: crypto.createPublicKey(secret) };
}

// Does it cost the same to find out however much of it is right?
function same(want, got) {
	const [a, b] = [Buffer.from(want), Buffer.from(got)];
	return a.length === b.length && crypto.timingSafeEqual(a, b);
}
const hmac = (secret, signed) => crypto.createHmac('sha256', secret).update(signed).digest('hex');

function verify(key, signed, signature) {
	if (key.kind === 'ed25519') {
		const raw = Buffer.from(signature, 'base64');
		return raw.length === 64 && raw.toString('base64') === signature && crypto.verify(null, signed, key.public, raw);
	}
	return same(hmac(key.secret, signed), signature.toLowerCase());
}

// The key of a request, if it is one of here and may be used from that address now.
export function keyOf(venue, name, ip) {
	const key = venue.keys.get(name);
	if (!key) throw why('key');
	if (key.expires !== null && venue.now() >= key.expires) throw why('key_expired');
	if (key.ips.length && !key.ips.includes(ip)) throw why('ip');
	return key;
}

// The window: not before time - recvWindow, not 1000 ms after.
export function inWindow(venue, timestamp, window) {
	const now = venue.now();
	if (timestamp >= now + AHEAD_MS) throw why('ahead');
	if (now - timestamp > window) throw why('late');
}

const SIGNATURE = /(?:^|&)signature=([^&]*)$/;

// Binance: query and body as one string without the signature, which is the last of
// either.  Returns the key.
export function binanceSigned(venue, q) {
	const name = q.headers['x-mbx-apikey'];
	if (name === undefined || !/^[A-Za-z0-9_-]{8,128}$/.test(name)) throw why('key_format');
	const key = keyOf(venue, name, q.ip);
	const inQuery = SIGNATURE.exec(q.query), inBody = SIGNATURE.exec(q.body), m = inQuery ?? inBody;
	if (!m) throw why('missing', 'signature');
	const cut = (text, found) => (found ? text.slice(0, found.index) : text);
	const signed = inQuery ? cut(q.query, inQuery) + q.body : q.query + cut(q.body, inBody);
	let signature;
	try {
		signature = decodeURIComponent(m[1]);
	} catch {
		throw why('signature');
	}
	if (!verify(key, Buffer.from(signed, 'latin1'), signature)) throw why('signature');
	return key;
}

// Bybit: time, key, window and the query or the body, as they came.  Returns the key.
export function bybitSigned(venue, q) {
	const h = (name) => q.headers[`x-bapi-${name}`];
	const [name, ts, sign] = [h('api-key'), h('timestamp'), h('sign')];
	if (!name || !ts || !sign) throw why('missing', 'X-BAPI-API-KEY, X-BAPI-TIMESTAMP or X-BAPI-SIGN');
	const key = keyOf(venue, name, q.ip), window = h('recv-window') ?? '';
	if (!/^\d{13}$/.test(ts) || !/^\d{0,6}$/.test(window)) throw why('late');
	const signed = Buffer.from(ts + name + window + (q.method === 'GET' ? q.query : q.body), 'latin1');
	if (!/^[0-9a-f]{64}$/.test(sign) || !verify(key, signed, sign)) throw why('signature');
	inWindow(venue, Number(ts), window === '' ? 5000 : Number(window));
	return key;
}
