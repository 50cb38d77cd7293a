#!/usr/bin/env node
// main.mjs - two exchanges of perpetual futures on this machine: Binance USD-M (/fapi,
// /sapi) and Bybit v5 (/v5) on one port, strict, and in trouble when told to be.
//
// usage: main.mjs [--port N] [--tls DIR] [--with-parent]
//
// Writes one JSON line when it listens.  POST /_paper/NAME with JSON is a control
// (control.mjs).  --tls DIR: also https, with a certificate of an authority made in DIR,
// and twice with one that must not be trusted.  --with-parent: ends when standard input does.
import http from 'node:http';
import https from 'node:https';
import { controls } from './control.mjs';
import { json } from './num.mjs';
import { certificates } from './tls.mjs';
import { world as makeWorld } from './world.mjs';

const option = (name, initial) => {
	const i = process.argv.indexOf(`--${name}`);
	return i < 0 ? initial : process.argv[i + 1];
};
const world = makeWorld(), places = {}, servers = [], open = new Set();
const control = controls(world, () => places);
world.control = (name, params) => control[name](params);
world.sink = () => places.elsewhere;
// What is still on its way when all begins anew never comes: it was meant for what was.
const { reset } = control;
control.reset = (p) => {
	for (const socket of open) if (!socket.controls) socket.destroy();
	return reset(p);
};
// idle {ms}: how long a connection is kept that nobody uses.
control.idle = (p) => {
	for (const s of servers) s.keepAliveTimeout = p.ms;
	return {};
};

function controlled(q) {
	const f = control[q.path.slice('/_paper/'.length)];
	try {
		if (!f) throw new Error(`no control '${q.path}'`);
		world.clock.run();
		return { status: 200, body: json(f(q.body === '' ? {} : JSON.parse(q.body)) ?? null) };
	} catch (e) {
		return { status: 400, body: JSON.stringify({ error: e.message }) };
	}
}

function deliver(req, res, a) {
	const { socket } = req;
	if (a.wire === 'lost') return void (a.how === 'rst' ? (socket.resetAndDestroy ?? socket._parent.resetAndDestroy).call(socket) : socket.end());
	const headers = { 'content-type': 'application/json', ...a.headers }, body = Buffer.from(a.body);
	if (!a.wire) return void res.writeHead(a.status, headers).end(body);
	res.writeHead(a.status, { ...headers, 'content-length': body.length });
	res.write(body.subarray(0, body.length >> 1), () => (a.wire === 'stalled' ? setTimeout(() => socket.destroy(), a.hold) : socket.end()));
}

let connections = 0;
// What was asked, as it came; a connection has a number and knows what it served before.
function asked(req, body) {
	const { socket } = req, i = req.url.indexOf('?');
	socket.number ??= ++connections;
	socket.served = (socket.served ?? 0) + 1;
	socket.controls = (socket.controls ?? true) && req.url.startsWith('/_paper/');
	return { method: req.method, path: i < 0 ? req.url : req.url.slice(0, i), query: i < 0 ? '' : req.url.slice(i + 1), body: body.toString('latin1'),
		headers: req.headers, ip: socket.remoteAddress,
		connection: socket.number, kept: socket.served > 1 };
}

function listen(scheme, port, answer, certificate) {
	const heard = (req, res) => {
		const parts = [];
		req.on('data', (part) => parts.push(part));
		req.on('end', () => {
			let a = { status: 500, body: '' };
			try {
				a = answer(asked(req, Buffer.concat(parts)));
			} catch (e) {
				console.error(e);
			}
			if (a.ms) setTimeout(() => deliver(req, res, a), a.ms);
			else deliver(req, res, a);
		});
	};
	const server = certificate ? https.createServer(certificate, heard) : http.createServer(heard);
	server.on(certificate ? 'secureConnection' : 'connection', (socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket));
	});
	server.keepAliveTimeout = 60_000;
	servers.push(server);
	return new Promise((done) => server.listen(port, '127.0.0.1', () => done(`${scheme}://127.0.0.1:${server.address().port}`)));
}

const answer = (q) => (q.path.startsWith('/_paper/') ? controlled(q) : world.serve(q));
places.elsewhere = await listen('http', 0, (q) => {
	world.ledger.stray(q);
	return { status: 200, body: '{}' };
});
places.url = await listen('http', +option('port', 0), answer);
if (option('tls')) {
	const { ca, good, self, name } = certificates(option('tls'));
	Object.assign(places, { ca, tls: await listen('https', 0, answer, good), tls_self: await listen('https', 0, answer, self),
		tls_name: await listen('https', 0, answer, name) });
}
console.log(JSON.stringify(places));

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(0));
if (process.argv.includes('--with-parent')) {
	process.stdin.resume();
	process.stdin.on('end', () => process.exit(0));
}
