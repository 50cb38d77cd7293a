// anvil.mjs - one anvil: started on a free port, asked, stopped.
import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';

// Errors of the node keep its code and data.
export class NodeError extends Error {
	constructor(method, e) {
		super(`${method}: ${e.message}`);
		Object.assign(this, { code: e.code, data: e.data, node: e });
	}
}

// The text that a server answers to a body of JSON.  fetch takes three times as long.
// A connection is left after 10 s: anvil ends one that nobody used for 30, and what was
// sent on it just then would be lost.
const agent = new http.Agent({ keepAlive: true, noDelay: true, timeout: 10000 });
export function post(url, body) {
	return new Promise((done, fail) => {
		const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (reply) => {
			const parts = [];
			reply.on('data', (part) => parts.push(part)).on('end', () => done(Buffer.concat(parts).toString())).on('error', fail);
		});
		request.on('error', fail).setTimeout(120000, () => request.destroy(new Error(`${url}: no answer in two minutes: ${body.slice(0, 200)}`))).end(body);
	});
}

export function client(url) {
	let id = 0;
	return async function rpc(method, ...params) {
		const reply = JSON.parse(await post(url, JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params })));
		if (reply.error) throw new NodeError(method, reply.error);
		return reply.result;
	};
}

// The genesis is long past and always the same, so that addresses and hashes are.
export const GENESIS_S = 1700000000;

// args: more of anvil's own.  Resolves to { url, ws, rpc, stop, pid }.
export async function anvil(modules, { chainId = 31337, args = [], fresh = true } = {}) {
	const bin = process.env.MM_ANVIL ?? path.join(modules, '@foundry-rs/anvil-linux-amd64/bin/anvil');
	const child = spawn(bin, ['--port', '0', '--chain-id', String(chainId), '--accounts', '40', '--balance', '1000000',
		'--hardfork', 'cancun', '--order', 'fees', '--no-request-size-limit', ...(fresh ? ['--timestamp', String(GENESIS_S)] : []), ...args],
	{ stdio: ['ignore', 'pipe', 'inherit'] });
	// Nothing of it is to be kept, and how long it takes to end in peace is its own affair.
	const gone = new Promise((done) => child.once('exit', done)), kill = () => child.kill('SIGKILL');
	process.on('exit', kill); // whatever ends us
	const port = await new Promise((done, fail) => {
		let said = '';
		child.once('error', fail);
		child.once('exit', (code) => fail(new Error(`anvil ended: ${code}\n${said}`)));
		child.stdout.on('data', (text) => {
			said = said.slice(-4000) + text;
			const at = /Listening on 127\.0\.0\.1:(\d+)/.exec(said);
			if (at) done(+at[1]);
		});
	});
	child.stdout.removeAllListeners('data').resume();
	const url = `http://127.0.0.1:${port}`;
	return {
		url, ws: `ws://127.0.0.1:${port}`, rpc: client(url), pid: child.pid,
		stop: () => { kill(); return gone; },
	};
}
