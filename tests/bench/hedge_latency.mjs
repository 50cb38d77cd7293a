// hedge_latency.mjs - what passes from an il record, given to a hedge-sync that runs, to
// the order that an exchange took.
//
// usage: hedge_latency.mjs CEX-URL FRAMES
//
// Each frame needs another size than the one before.  One JSON line: the median, in ms, of
// order_ms, until the exchange has the order, and frame_ms, until the frame is out; the
// first frames, which open the connections, left out.
import { spawn } from 'node:child_process';
import readline from 'node:readline';

const [url, frames] = process.argv.slice(2), WARM = 5;
const requests = async () => (await fetch(`${url}/_paper/requests`, { method: 'POST', body: '{}' })).json();
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const it = spawn('hedge-sync', ['--live'], { stdio: ['pipe', 'pipe', 'inherit'] });
let closed;
readline.createInterface({ input: it.stdout }).on('line', (line) => line.startsWith('{"type":"cycle"') && closed());

const order_ms = [], frame_ms = [];
for (let i = 0; i < Number(frames); i++) {
	const seen = (await requests()).length, ts_ms = Date.now(), out = new Promise((done) => (closed = done));
	const said = [{ type: 'il', ts_ms, chain_id: 1, position: 'p1', strategy: 1, exposures: [{ asset: 'WETH', amount: String(1 + (i % 2)), decimals: 18 }] }, { type: 'cycle', ts_ms, id: ts_ms }];
	const begin = performance.timeOrigin + performance.now();
	it.stdin.write(said.map((r) => `${JSON.stringify(r)}\n`).join(''));
	await out;
	const end = performance.timeOrigin + performance.now(), order = (await requests()).slice(seen).find((r) => r.method === 'POST' && r.client_id);
	if (!order) throw new Error(`frame ${i}: no order`);
	if (i < WARM) continue;
	order_ms.push(order.t - begin);
	frame_ms.push(end - begin);
}
it.stdin.end();
console.log(JSON.stringify({ order_ms: median(order_ms), frame_ms: median(frame_ms), frames: order_ms.length }));
