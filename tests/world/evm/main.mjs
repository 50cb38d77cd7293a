#!/usr/bin/env node
// main.mjs - an Ethereum to trade on, on this machine: anvil with the real contracts
// behind a server of ours.
//
// usage: main.mjs --modules DIR --cache DIR [--port N] [--chain-id N] [--block-ms N]
//                 [--with-parent]
//
// Writes one JSON line when it listens.  --block-ms N: a block every N ms; 0: only when
// it is told to (world_mine); without: with every transaction.  --with-parent: ends when
// standard input does.
import http from 'node:http';
import { methods } from './control.mjs';
import { world } from './world.mjs';

const option = (name, initial) => {
	const i = process.argv.indexOf(`--${name}`);
	return i < 0 ? initial : process.argv[i + 1];
};
const place = await world(option('modules'), { cache: option('cache'), chainId: +option('chain-id', 31337) });
const { node, info } = place, control = methods(place);
const blockMs = option('block-ms');
if (blockMs !== undefined) await node.rpc('evm_setAutomine', false);
if (+blockMs > 0) setInterval(() => node.rpc('evm_mine').catch(() => {}), +blockMs);

async function controlled(q) {
	try {
		return { jsonrpc: '2.0', id: q.id, result: (await control[q.method](q.params ?? [])) ?? null };
	} catch (e) {
		return { jsonrpc: '2.0', id: q.id, error: { code: e.code ?? -32603, message: e.message, data: e.data } };
	}
}

async function forward(body) {
	const r = await fetch(node.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
	return { status: r.status, body: Buffer.from(await r.arrayBuffer()) };
}

const server = http.createServer((req, res) => {
	const parts = [];
	req.on('data', (part) => parts.push(part));
	req.on('end', async () => {
		const body = Buffer.concat(parts);
		let said = { status: 502, body: 'no anvil' };
		try {
			const q = JSON.parse(body);
			said = control[q.method] ? { status: 200, body: JSON.stringify(await controlled(q)) } : await forward(body);
		} catch (e) {
			console.error(e);
		}
		res.writeHead(said.status, { 'content-type': 'application/json' });
		res.end(said.body);
	});
});
server.keepAliveTimeout = 60000;
server.listen(+option('port', 0), '127.0.0.1', () => {
	const { port } = server.address();
	console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, ws: node.ws, anvil: node.url, pid: node.pid, head: info.head }));
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
