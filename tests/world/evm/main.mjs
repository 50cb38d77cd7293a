#!/usr/bin/env node
// main.mjs - an Ethereum to trade on, on this machine: anvil with the real contracts
// behind a server of ours, which can be in trouble; and a relay.
//
// usage: main.mjs --modules DIR --cache DIR [--port N] [--chain-id N] [--block-ms N]
//                 [--lend] [--aave36 FILE] [--compound DIR] [--with-parent]
//
// Paths: / is a node, /relay a relay of bundles, /protect a private node.  Writes one
// JSON line when it listens.  --block-ms N: a block every N ms; 0: only when it is told to
// (world_mine); without: with every transaction.  --lend: with more pools, for what is lent.
// --aave36 FILE: with a market of Aave 3.6 beside that of 3.0, out of what aave36/make
// prints.  --compound DIR: with a market of Compound v2, out of the packages there.
// --with-parent: ends when standard input does.
import http from 'node:http';
import path from 'node:path';
import { post } from './anvil.mjs';
import { methods } from './control.mjs';
import { faults as makeFaults } from './faults.mjs';
import { relay as makeRelay } from './relay.mjs';
import { trouble } from './trouble.mjs';
import { world } from './world.mjs';
import { sockets } from './ws.mjs';

const option = (name, initial) => {
	const i = process.argv.indexOf(`--${name}`);
	return i < 0 ? initial : process.argv[i + 1];
};
const modules = path.resolve(option('modules'));
const place = await world(modules, { cache: option('cache'), chainId: +option('chain-id', 31337), 
	more: { lend: process.argv.includes('--lend'), compiled: option('aave36'), compound: option('compound') } });
const { node } = place, faults = makeFaults(), relay = makeRelay(place, faults);

// One thing happens to the chain at a time: what a relay tries is not seen.
let last = Promise.resolve();
function alone(f) {
	const turn = last.then(f);
	last = turn.catch(() => {});
	return turn;
}

const mine = async () => {
	await relay.mined();
	await node.rpc('evm_mine');
};
// What was asked since this was asked: how often each method.
let asked = {};
const control = { ...methods({ ...place, faults, relay, mine, sockets: () => proxy }), world_asked: () => [asked, asked = {}][0] };

const blockMs = option('block-ms');
if (blockMs !== undefined) await node.rpc('evm_setAutomine', false);
if (+blockMs > 0) setInterval(() => alone(mine).catch(() => {}), +blockMs);

// --- answers

async function forward(q) {
	return JSON.parse(await post(node.url, JSON.stringify(q)));
}

async function called(table, q) {
	try {
		return { result: (await table[q.method](q.params ?? [])) ?? null };
	} catch (e) {
		return { error: { code: e.code ?? -32603, message: e.message, ...(e.data === undefined ? {} : { data: e.data }) } };
	}
}

const heard = trouble(faults, node.rpc);

async function relayed(q, body, header) {
	try {
		relay.signer(header, body);
	} catch (e) {
		return { reply: { error: { code: e.code, message: e.message } } };
	}
	if (!relay.methods[q.method]) return { reply: { error: { code: -32601, message: 'unsupported method' } } };
	return heard(q, (x) => alone(() => called(relay.methods, x)));
}

// The pool sees nothing of what is sent here before the next block.
const hidden = (q) => (q.method === 'eth_sendRawTransaction'
	? called({ eth_sendRawTransaction: ([tx]) => relay.methods.eth_sendPrivateTransaction([{ tx }]) }, q) : alone(() => forward(q)));

async function answer(where, q, body, header) {
	if (control[q.method]) return { reply: await alone(() => called(control, q)) };
	asked[q.method] = (asked[q.method] ?? 0) + 1;
	if (where === '/relay') return relayed(q, body, header);
	return heard(q, where === '/protect' ? hidden : (x) => alone(() => forward(x)));
}

// A batch is its questions one after the other; one of them in trouble is all of it.
async function answers(where, asked, body, header) {
	const replies = [];
	for (const q of Array.isArray(asked) ? asked : [asked]) {
		const a = await answer(where, q, body, header);
		if (!a.reply || a.status) return a;
		replies.push({ jsonrpc: '2.0', id: q.id ?? null, ...a.reply });
	}
	return { reply: Array.isArray(asked) ? replies : replies[0] };
}

const server = http.createServer((req, res) => {
	const parts = [];
	req.on('data', (part) => parts.push(part));
	req.on('end', async () => {
		const body = Buffer.concat(parts).toString();
		let a = { status: 400, body: 'no JSON' };
		try {
			a = await answers(req.url, JSON.parse(body), body, req.headers['x-flashbots-signature']);
		} catch (e) {
			console.error(e);
		}
		if (a.silent) return void req.socket.destroy();
		res.writeHead(a.status ?? 200, { 'content-type': 'application/json', ...a.headers });
		res.end(a.body ?? JSON.stringify(a.reply));
	});
});
server.keepAliveTimeout = 60000;
const proxy = await sockets(server, node.ws, modules);
server.listen(+option('port', 0), '127.0.0.1', () => {
	const { port } = server.address();
	console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, ws: `ws://127.0.0.1:${port}`, pid: node.pid }));
});

async function end() {
	await node.stop();
	process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
if (process.argv.includes('--with-parent')) {
	process.stdin.resume();
	process.stdin.on('end', end);
}
