// resident.mjs - a hedge-sync that runs on, frame by frame, as in a bot: its connections
// stay open, and what it knows of clocks and limits is from frames before.
import { spawn } from 'node:child_process';

export function resident(env) {
	const it = spawn('hedge-sync', ['--live'], { env: { ...process.env, ...env } });
	let out = '', err = '', over = () => {}, running = true;
	const take = () => [[out, err], [out, err] = ['', '']][0];
	it.stdout.setEncoding('utf8').on('data', (text) => {
		out += text;
		if (/^\{"type":"cycle".*\n$/m.test(out)) over();
	});
	it.stderr.setEncoding('utf8').on('data', (text) => (err += text));
	it.stdin.on('error', () => {}); // it ended
	const ended = new Promise((done) => it.once('close', (code) => {
		running = false;
		over();
		done(code);
	}));
	return {
		runs: () => running,
		// A frame: what it says, on both.
		async frame(text) {
			await new Promise((done) => {
				over = done;
				if (running) it.stdin.write(text);
				else done();
			});
			return take();
		},
		// Its code, and what it said last.
		async end() {
			it.stdin.end();
			const code = await ended;
			return [code, ...take()];
		},
	};
}
