// solana-frame.mjs - drives the resident pipe of solana-frame.sh: a cycle in, its time
// until the first bundle reached the block engine, less what the world itself took.
// Prints the median in milliseconds.
//
// usage: solana-frame.mjs URL FRAMES PIPE
import { spawn } from 'node:child_process';
import readline from 'node:readline';

const [url, frames, pipe] = process.argv.slice(2);
const call = async (method, params = []) => (await (await fetch(url, { method: 'POST',
	body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) })).json()).result;
const now = () => (performance.timeOrigin + performance.now()) * 1000;

const child = spawn('bash', ['-c', pipe], { stdio: ['pipe', 'pipe', 'ignore'] });
const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const took = [];
for (let i = 0; i < Number(frames) + 2; i++) {
	// A trade, so that the pivot moves and with it every level.
	await call('world_take', [{ name: 'taker', side: i % 2 ? 'buy' : 'sell', price: i % 2 ? '13000' : '9400', size: '150000' }]);
	await call('world_times', [true]);
	const id = Date.now(), began = now();
	child.stdin.write(JSON.stringify({ type: 'cycle', ts_ms: id, id, signal: 'bench' }) + '\n');
	for (let line = ''; !line.startsWith('{"type":"cycle"');) line = (await lines.next()).value;
	const t = await call('world_times');
	if (i >= 2 && t.bundle_at_us) took.push((t.bundle_at_us - began - t.busy_us) / 1000);
	await call('world_advanceSlots', [4]);
	await call('world_crank');
}
child.stdin.end();
if (!took.length) throw new Error('no frame sent a bundle');
took.sort((a, b) => a - b);
console.log(took[took.length >> 1].toFixed(2), took.length);
