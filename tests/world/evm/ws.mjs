// ws.mjs - the node's WebSocket through our own door, so that it can be cut.
import { createRequire } from 'node:module';
import path from 'node:path';

export async function sockets(server, upstream, modules) {
	const { WebSocketServer, WebSocket } = createRequire(path.join(modules, 'x.js'))('ws');
	const door = new WebSocketServer({ server }), open = new Set();
	let shut = false, mute = false, extra = [];

	door.on('connection', (here) => {
		if (shut) return here.terminate();
		const there = new WebSocket(upstream), early = [];
		open.add(here);
		here.on('message', (m) => (there.readyState === WebSocket.OPEN ? there.send(m.toString()) : early.push(m.toString())));
		there.on('open', () => early.splice(0).forEach((m) => there.send(m)));
		there.on('message', (m) => {
			if (mute) return;
			for (const text of extra.splice(0)) here.send(text);
			here.send(m.toString());
		});
		const end = () => { open.delete(here); here.terminate(); there.terminate(); };
		for (const s of [here, there]) s.on('close', end).on('error', end);
	});
	return {
		count: () => open.size,
		// Ends every connection without a word; closed: and takes no new one until it is opened.
		cut(closed = false) {
			shut = closed;
			for (const s of open) s.terminate();
		},
		// Connections stay, and nothing comes through them.
		mute(on) {
			mute = on;
		},
		// Frames that come in front of the next ones, as they are.
		inject: (texts) => { extra = texts; },
	};
}
