#!/usr/bin/env node
// run.mjs - seeded runs of the bot against a world in trouble, each judged by the chain.
//
// usage: run.mjs WORLD-URL HOME WORK FROM COUNT [first]
//
// Each run has a copy of HOME; what it leaves is in WORK/SEED where it failed.  One line
// a failure, and one with figures at the end; exit 1 if any failed.  first: that one ends it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from './judge.mjs';
import { planOf } from './plan.mjs';
import { evidence } from './evidence.mjs';
import { program, strike, tally } from './process.mjs';
import { worldAt } from './world.mjs';

const [url, home, work, from, count, first] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const world = worldAt(url), info = await world.info(), begin = await world.snapshot();
const SETTLED = 200; // slots: whatever was sent has landed for good or never will
const SLOT_MS = 400;
const CALM = 8;      // frames until everything rests as it should

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function makeRun(plan) {
	const dir = path.join(work, String(plan.seed)), env = { MM_HOME: path.join(dir, 'home') };
	fs.rmSync(dir, { recursive: true, force: true });
	fs.cpSync(home, env.MM_HOME, { recursive: true });
	await world.faults();
	await world.restore(begin);
	const start = await world.seconds() * 1000, slot = await world.slot();
	fs.appendFileSync(path.join(env.MM_HOME, 'mm.conf'),
		`SEED_TIME=${start}\nSUBMIT_VIA=${plan.via}\nALLOW_PUBLIC=${plan.via === 'rpc' ? 1 : 0}\n`);
	return { dir, env, n: 0, start, slot, ts: start, seen: new Map(), said: [], given: [], log: [] };
}

// Slots pass one by one; what stood before is remembered.
async function pass(run, slots) {
	for (const e of await world.pass(slots)) run.seen.set(`${e.slot} ${e.id}`, e);
}

async function frame(run, { kill, waits = 0 } = {}) {
	const name = path.join(run.dir, `frame${run.n++}`);
	run.ts = Math.max(run.ts + 1, run.start + (await world.slot() - run.slot) * SLOT_MS);
	const ends = program({ ...run.env, wait_ms: String(waits) }, 'bash', path.join(here, 'frame.bash'), String(run.ts), name,
		strike(run.dir, kill?.end === 'pending' && kill), strike(run.dir, kill?.end === 'submit' && kill));
	if (waits) {
		await pause(waits / 2);
		await world.advance(2);
	}
	const r = await ends;
	fs.writeFileSync(`${name}.err`, r.err);
	run.said.push(`${name}.first`, `${name}.said`);
	run.given.push(`${name}.given`);
	run.log.push(`${path.basename(name)} ${r.out.trim()}`);
	return { codes: r.out.trim().split(' ').map(Number), name };
}

async function trade(run, t) {
	const { bids, asks } = await world.book();
	const best = (t.side === 'buy' ? asks : bids)[0];
	if (!best) return;
	const price = Number(best.price) + (t.side === 'buy' ? 1 : -1) * t.away;
	await world.take({ name: t.name, side: t.side, price: String(Math.max(1, price)), size: String(t.size), type: t.type });
}

function setConf(run, name, value) {
	const file = path.join(run.env.MM_HOME, 'mm.conf');
	fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`));
}

async function trouble(run, plan) {
	for (const f of plan.frames) {
		for (const t of f.takes) await trade(run, t);
		if (f.crank) await world.crank();
		if (f.seeded) setConf(run, 'SEED_PRICE', (f.seeded / 1e9).toFixed(9));
		if (f.signal) fs.writeFileSync(path.join(run.env.MM_HOME, 'signal'), 'campaign\n');
		await world.faults();
		await world.faults(f.faults);
		await frame(run, f);
		await pass(run, f.slots);
	}
}

// The code of its end.
async function resume(run) {
	const name = path.join(run.dir, `resume${run.said.length}`), r = await program(run.env, 'mm-submit', 'resume', '--wait-ms', '5000');
	fs.writeFileSync(name, r.out);
	fs.writeFileSync(`${name}.err`, r.err);
	run.said.push(name);
	run.log.push(`resume ${r.code}`);
	return r.code;
}

// Nothing goes wrong any more: all is known, and the book becomes what it should be.
async function calm(run) {
	run.env.MM_HTTP_TIMEOUT = '30s'; // a busy machine is no fault of a node
	await world.faults();
	await pass(run, SETTLED);
	fs.rmSync(path.join(run.env.MM_HOME, 'breaker'), { recursive: true, force: true });
	const codes = [await resume(run)];
	let last;
	for (let i = 0; i < CALM; i++) {
		await world.crank();
		last = await frame(run);
		await pass(run, 3);
		if (last.codes.every((c) => c === 0) && !fs.readFileSync(`${last.name}.given`, 'utf8').includes('"type":"signed_tx"')) break;
	}
	await pass(run, 40);
	codes.push(await resume(run));
	return { codes, last };
}

async function oneRun(seed) {
	const plan = planOf(seed), run = await makeRun(plan);
	await trouble(run, plan);
	const ends = await calm(run);
	for (const e of await world.ledger()) run.seen.set(`${e.slot} ${e.id}`, e);
	const what = evidence({ run, ends, info, ledger: await world.ledger(), book: await world.book(),
		journal: (await program(run.env, 'sqlite3', '-json', path.join(run.env.MM_HOME, 'journal.db'),
			'SELECT intent_id, attempt, state, outcome FROM attempt')).out,
		open: (await program(run.env, 'mm-submit', 'list')).out });
	const found = judge(what);
	fs.writeFileSync(path.join(run.dir, 'plan.json'), JSON.stringify({ plan, log: run.log, found }, null, '\t'));
	if (!found.length) fs.rmSync(run.dir, { recursive: true });
	return { plan, via: plan.via, found, landed: what.ledger.length, killed: run.log.filter((l) => / 137\b/.test(l)).length };
}

process.exit(await tally(oneRun, Number(from), Number(count), first));
