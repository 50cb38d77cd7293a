#!/usr/bin/env node
// witness.mjs MODULES TARGET: stands before an exchange and hands everything on, and looks
// whether ccxt would have written each signed request the same: its parameters, taken
// apart, are encoded and signed by it, and every byte is compared.  Prints where it
// listens; GET /_witness is {signed: {what: times}, differ: [...]}.  Ends with its standard input.
import http from 'node:http';
import path from 'node:path';
import { load } from './ccxt.mjs';

const [modules, target] = process.argv.slice(2);
const ccxt = await load(modules);
const { sha256 } = await import(path.join(path.resolve(modules), '@noble/hashes/sha2.js'));
const secrets = new Map();
const it = { binance: new ccxt.binanceusdm(), bybit: new ccxt.bybit() };
const seen = { signed: {}, differ: [] };

const hmac = (x, text, key) => x.hmac(x.encode(text), x.encode(secrets.get(key)), sha256);
const taken = (query) => Object.fromEntries(query.split('&').filter(Boolean).map((part) => {
	const i = part.indexOf('=');
	return [part.slice(0, i), decodeURIComponent(part.slice(i + 1))];
}));

// What ccxt makes of the same parameters: [what was sent, what it would have been].
function binance(q, body, query) {
	const { signature, ...params } = taken(query || body), sent = query || body;
	if (query && body) return ['query and body', 'one of them'];
	const text = it.binance.urlencode(params);
	return [sent, `${text}&signature=${hmac(it.binance, text, q.headers['x-mbx-apikey'])}`];
}
function bybit(q, body, query) {
	const h = (name) => q.headers[`x-bapi-${name}`], payload = q.method === 'GET' ? it.bybit.rawencode(taken(query)) : it.bybit.json(JSON.parse(body));
	return [`${query}${body} ${h('sign')}`, `${payload} ${hmac(it.bybit, h('timestamp') + h('api-key') + h('recv-window') + payload, h('api-key'))}`];
}

// The secret of a key, which may have been made a moment ago.
async function learn(key) {
	if (secrets.has(key)) return;
	const { keys } = await (await fetch(`${target}/_paper/info`, { method: 'POST' })).json();
	for (const k of Object.values(keys).flat()) secrets.set(k.key, k.secret);
}

async function look(q, body) {
	const i = q.url.indexOf('?'), query = i < 0 ? '' : q.url.slice(i + 1), by = q.headers['x-mbx-apikey'] ? binance : q.headers['x-bapi-api-key'] ? bybit : null;
	if (!by) return;
	await learn(q.headers['x-mbx-apikey'] ?? q.headers['x-bapi-api-key']);
	const [sent, peer] = by(q, body, query);
	const what = `${q.method} ${q.url.slice(0, i < 0 ? undefined : i)}`;
	seen.signed[what] = (seen.signed[what] ?? 0) + 1;
	if (sent !== peer) seen.differ.push({ what, sent, peer });
}

const server = http.createServer((q, res) => {
	const parts = [];
	q.on('data', (part) => parts.push(part));
	q.on('end', async () => {
		if (q.url === '/_witness') return res.end(JSON.stringify(seen));
		const body = Buffer.concat(parts);
		await look(q, body.toString());
		http.request(target + q.url, { method: q.method, headers: q.headers }, (reply) => {
			res.writeHead(reply.statusCode, reply.headers);
			reply.pipe(res);
		}).end(body);
	});
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
