#!/usr/bin/env node
// main.mjs - a Solana to trade in, on this machine: JSON-RPC and a Jito-shaped block
// engine over the real programs (LiteSVM, MM_OPENBOOK_SO) or over a stand-in.
//
// usage: main.mjs [--port N] [--engine litesvm|standin] [--modules DIR] [--slot-ms N]
//                 [--land-slots N] [--rpc-rps N] [--jito-rps N] [--with-parent]
//
// Writes one JSON line when it listens.  --with-parent: ends when standard input does.
import http from 'node:http';
import { DEX, WSOL, ataOf, keypair } from './wire.mjs';
import { chain, TIPS } from './chain.mjs';
import { desk as makeDesk } from './market.mjs';
import { faults as makeFaults } from './faults.mjs';
import { RpcError } from './rpc/base.mjs';
import { methods as rpcMethods } from './rpc/methods.mjs';
import { methods as jitoMethods, tipFloor } from './jito.mjs';
import { methods as controlMethods } from './control.mjs';
import { outside } from './outside.mjs';
import { signer } from './sign.mjs';

const option = (name, initial) => {
	const i = process.argv.indexOf(`--${name}`);
	return i < 0 ? initial : process.argv[i + 1];
};
const program = process.env.MM_OPENBOOK_SO, modules = option('modules', '');
const kind = option('engine', program && modules ? 'litesvm' : 'standin');
const { engine: makeEngine } = await import(kind === 'litesvm' ? './litesvm.mjs' : './standin/engine.mjs');
const engine = await makeEngine({ program, modules });
const faults = makeFaults();
const world = chain(engine, faults, { slotMs: +option('slot-ms', 400), landSlots: +option('land-slots', 1) });
world.tick();

// --- what there is: BMV/wSOL, wSOL/USDC, and wallets with something of each

const SOL = 10n ** 9n, NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory', 'taker'];
const desk = makeDesk(world);
const bmv = desk.mint(keypair('m1:baseMint'), 6), usdc = desk.mint(keypair('usdc:mint'), 6);
const market = desk.makeMarket({ tag: 'm1', baseMint: bmv, quoteMint: WSOL, baseLot: 1000000n, quoteLot: 1n,
	base: { asset: 'BMV', decimals: 6 }, quote: { asset: 'wSOL', decimals: 9 } });
const swaps = desk.makeMarket({ tag: 'm2', baseMint: WSOL, quoteMint: usdc, baseLot: 1000000n, quoteLot: 1n,
	base: { asset: 'wSOL', decimals: 9 }, quote: { asset: 'USDC', decimals: 6 } });
const wallets = Object.fromEntries(NAMES.map((name) => {
	const k = keypair(name);
	desk.fund(k.key, { lamports: 100n * SOL, tokens: { [bmv]: 1000000n * 10n ** 6n, [WSOL]: 100n * SOL, [usdc]: 20000n * 10n ** 6n } });
	return [name, { pubkey: k.key, base: ataOf(k.key, bmv), quote: ataOf(k.key, WSOL), usdc: ataOf(k.key, usdc) }];
}));
const services = outside(world, swaps);

// Somebody else quotes wSOL/USDC, so that a swap has a way.
function quoteSwaps() {
	const maker = keypair('swapmaker');
	desk.fund(maker.key, { lamports: 100n * SOL, tokens: { [WSOL]: 10000n * SOL, [usdc]: 10n ** 12n } });
	for (let i = 1n; i <= 5n; i++)
		for (const side of ['buy', 'sell']) {
			const price = 150000n + (side === 'buy' ? -i : i) * 75n, size = 400000n;
			desk.trade('swapmaker', swaps, { side, price, size, quote: side === 'buy' ? price * size * swaps.quoteLot : 1n, type: 'limit' });
		}
}
quoteSwaps();
world.ledger().length = 0;

// --- the server

const info = { engine: engine.name, programId: DEX, market, swapMarket: swaps, usdc, tipAccounts: TIPS, wallets };
const tables = { rpc: rpcMethods(world), jito: jitoMethods(world), control: controlMethods(world, desk, services, info) };
const signed = signer(world, tables.control.world_info(), () => tables.rpc.getLatestBlockhash([{ commitment: 'confirmed' }]).value);
const windows = { rpc: [0, 0, +option('rpc-rps', 0)], jito: [0, 0, +option('jito-rps', 0)] };

function limited(name) {
	const w = windows[name], s = Math.floor(Date.now() / 1000);
	if (w[0] !== s) [w[0], w[1]] = [s, 0];
	return w[2] > 0 && ++w[1] > w[2];
}

const text = (x) => JSON.stringify(x, (k, v) => (typeof v === 'bigint' ? `big:${v}` : v)).replace(/"big:(\d+)"/g, '$1');

function answer(table, q) {
	try {
		world.tick();
		const f = table[q.method];
		if (!f) throw new RpcError(-32601, 'Method not found');
		return { jsonrpc: '2.0', result: f(q.params ?? []) ?? null, id: q.id };
	} catch (e) {
		if (!(e instanceof RpcError) && !String(q.method).startsWith('world_')) console.error(e);
		return { jsonrpc: '2.0', error: { code: e.code ?? -32603, message: e.message, ...(e.data === undefined ? {} : { data: e.data }) }, id: q.id ?? null };
	}
}

// What a service in trouble says instead.  Null: nothing is wrong.
function trouble(kind_, id) {
	if (kind_ === 'jito' && (faults.hit('jito429') || limited('jito')))
		return { code: 429, body: { jsonrpc: '2.0', error: { code: -32097, message: 'Network congested. Endpoint is globally rate limited.', data: null }, id: null } };
	if (kind_ === 'rpc' && (faults.hit('rate429') || limited('rpc'))) {
		const after = faults.amount('retryAfter');
		return { code: 429, headers: after ? { 'retry-after': String(after) } : {}, body: { jsonrpc: '2.0', error: { code: 429, message: 'Too many requests for a specific RPC call' }, id: id ?? null } };
	}
	if (faults.hit('http500')) return { code: 500, body: 'internal error' };
	if (faults.hit('garbage')) return { code: 200, body: '{"jsonrpc":"2.0","resu' };
	return null;
}

// How long requests took here, and when the last bundle came: for benchmarks, which
// are not to count what this server costs.
const times = { busy_us: 0, bundle_at_us: 0 };
tables.control.world_times = ([clear] = []) => (clear ? Object.assign(times, { busy_us: 0, bundle_at_us: 0 }) : times);
const now = () => (performance.timeOrigin + performance.now()) * 1000;

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function handle(q, s, raw) {
	const url = new URL(q.url, 'http://world'), jito = url.pathname.startsWith('/api/v1/');
	const reply = (code, body, headers = {}) => {
		const b = Buffer.from(typeof body === 'string' ? body : text(body));
		s.writeHead(code, { 'content-type': 'application/json', 'content-length': b.length, ...headers });
		return b;
	};
	if (q.method === 'GET') {
		world.tick();
		if (url.pathname === '/health') return s.end(reply(200, 'ok'));
		if (url.pathname === '/api/v1/bundles/tip_floor') return s.end(reply(200, tipFloor()));
		const r = services.get(url);
		return s.end(r ? reply(r.code, r.body) : reply(404, { error: 'not found' }));
	}
	let body;
	try {
		body = JSON.parse(raw);
	} catch {
		return s.end(reply(400, { jsonrpc: '2.0', error: { code: -32700, message: 'Parse error' }, id: null }));
	}
	if (url.pathname === '/sign') return s.end(reply(200, signed(body)));
	const service = services.post(url, body);
	if (service) return s.end(reply(service.code, service.body));
	if (String(body.method).startsWith('world_')) return s.end(reply(200, answer(tables.control, body)));
	const stall = faults.hit('stall');
	if (stall) await sleep(stall === 1 ? 5000 : stall);
	const bad = trouble(jito ? 'jito' : 'rpc', body.id);
	if (bad) return s.end(reply(bad.code, bad.body, bad.headers));
	if (faults.hit('close')) return s.destroy();
	const table = jito ? tables.jito : tables.rpc, began = now();
	const done = Array.isArray(body) ? body.map((b) => answer(table, b)) : answer(table, body);
	if (faults.hit(jito ? 'jitoLose' : 'lose')) return s.destroy();
	const bytes = reply(jito && done.error ? 400 : 200, done);
	if (body.method === 'sendBundle') times.bundle_at_us ||= began;
	times.busy_us += now() - began;
	if (faults.hit('half')) {
		s.write(bytes.subarray(0, bytes.length >> 1));
		return setTimeout(() => s.destroy(), 20);
	}
	return s.end(bytes);
}

const server = http.createServer((q, s) => {
	const parts = [];
	q.on('data', (c) => parts.push(c));
	q.on('end', () => handle(q, s, Buffer.concat(parts).toString()).catch((e) => {
		console.error(e);
		s.destroy();
	}));
});
server.listen(+option('port', 0), '127.0.0.1', () => {
	const { port } = server.address();
	console.log(JSON.stringify({ engine: engine.name, url: `http://127.0.0.1:${port}`, market: market.market, slot: world.slot() }));
});
if (process.argv.includes('--with-parent')) {
	process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
}
