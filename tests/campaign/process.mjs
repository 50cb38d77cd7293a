// process.mjs - what runs of any chain share: programs, how they are struck, the records
// they leave, and the figures of many runs.
import { execFile } from 'node:child_process';
import fs from 'node:fs';

export function program(env, file, ...args) {
	return new Promise((done) => {
		execFile(file, args, { env: { ...process.env, ...env }, maxBuffer: 1 << 26 }, (e, out, err) =>
			done({ code: e ? e.code ?? 137 : 0, out, err }));
	});
}

// What runs a program so that a kill strikes it at its nth call; '' for none.
export const strike = (dir, kill) => (kill ? `strace -D -o ${dir}/trace -e trace=${kill.call} -e inject=${kill.call}:signal=KILL:when=${kill.when}` : '');

// A program that was killed may leave half a line.
export function records(files) {
	return files.filter((f) => fs.existsSync(f)).flatMap((f) => fs.readFileSync(f, 'utf8').split('\n').filter(Boolean).flatMap((line) => {
		try {
			return [JSON.parse(line)];
		} catch {
			return [];
		}
	}));
}

export const of = (type, list) => list.filter((r) => r.type === type);

// Runs one(seed) -> { plan, via, found, landed, killed, and further figures } for count
// seeds: a line for each thing found, one of figures at the end.  Returns an exit code.
// MM_CAMPAIGN_SECONDS in the environment ends it after so many, but not before
// MM_CAMPAIGN_LEAST runs.
export async function tally(one, from, count, first) {
	const { MM_CAMPAIGN_SECONDS: seconds = Infinity, MM_CAMPAIGN_LEAST: least = 1 } = process.env, until = Date.now() + 1000 * seconds;
	const total = { runs: 0, failed: 0, frames: 0, kills: 0, landed: 0, kinds: {} };
	for (let seed = from; seed < from + count; seed++) {
		const { plan, via, found, landed, killed, ...more } = await one(seed);
		total.runs++;
		total.landed += landed;
		total.frames += plan.frames.length;
		total.kills += killed;
		for (const [name, n] of Object.entries(more)) total[name] = (total[name] ?? 0) + n;
		for (const f of plan.frames) for (const k of f.kinds) total.kinds[k] = (total.kinds[k] ?? 0) + 1;
		if (found.length) total.failed++;
		for (const why of found) console.log(`seed ${seed} (${via}): ${why}`);
		if ((found.length && first) || (total.runs >= least && Date.now() > until)) break;
	}
	console.log(JSON.stringify(total));
	return total.failed ? 1 : 0;
}
