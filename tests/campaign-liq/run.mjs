#!/usr/bin/env node
// run.mjs - seeded runs of a liquidator against a world in trouble, each judged by the
// chain.
//
// usage: run.mjs WORLD-URL HOME WORK FROM COUNT [first]
//
// Each run has a copy of HOME and a resident bot; what it leaves is in WORK/SEED where it
// failed.  One line a failure, and one with figures at the end; exit 1 if any failed.
// first: that one ends it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { of, program, records, tally } from '../campaign/process.mjs';
import { chainAt } from './chain.mjs';
import { judge } from './judge.mjs';
import { HIGH, planOf } from './plan.mjs';

const [url, home, work, from, count, first] = process.argv.slice(2);
const chain = await chainAt(url), { info } = chain, own = info.wallets.alice.toLowerCase();
let begin = await chain.snapshot();
const CALM = 30, REST = 3; // blocks until it rests, of which so many bring nothing more
const SEEN_MS = 400, SURE_MS = 20000; // how long a frame is waited for in trouble, and where it has to come
const LEAST = 5, NEAR = 1; // USD: LIQ_MIN_NET, and what brute force may do better

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function makeRun(plan) {
	const dir = path.join(work, String(plan.seed)), env = { MM_HOME: path.join(dir, 'home') };
	fs.rmSync(dir, { recursive: true, force: true });
	fs.cpSync(home, env.MM_HOME, { recursive: true });
	const conf = path.join(env.MM_HOME, 'mm.conf'), is = fs.readFileSync(conf, 'utf8').replaceAll(home, env.MM_HOME);
	fs.writeFileSync(conf, `${is}LEND_MARKETS=aave:${info[plan.via].pool}\nPOOLS=${info.pools.map((p) => p.name)}\n`);
	await calmWorld();
	begin = await chain.restore(begin);
	await chain.now();
	// What is pledged can be sold at the prices to come, where nobody is below 1 yet.
	await chain.prices(plan.low);
	await chain.level();
	await chain.prices(HIGH);
	return { dir, env, first: await chain.number() + 1, killed: 0, err: fs.openSync(path.join(dir, 'err'), 'a') };
}

async function calmWorld() {
	await chain.faults();
	await chain.cut(false);
	await chain.mute(false);
}

// --- the bot

const start = (run) => {
	run.bot = spawn('liq-bot', ['loop'], { env: { ...process.env, ...run.env }, detached: true, stdio: ['ignore', 'ignore', run.err] });
	run.gone = new Promise((done) => run.bot.once('exit', done));
	last = run.bot.pid;
};

// Whatever ends us ends it.
let last;
process.on('exit', () => {
	try {
		if (last) process.kill(-last, 'SIGKILL');
	} catch {} // it is gone already
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1));

// As a power cut has it: every process of the bot at once.
async function kill(run) {
	try {
		process.kill(-run.bot.pid, 'SIGKILL');
	} catch {} // it is gone already
	await run.gone;
}

function metric(run, name) {
	const file = path.join(run.env.MM_HOME, 'metrics', 'liq-bot-home.prom');
	const said = fs.existsSync(file) && new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm').exec(fs.readFileSync(file, 'utf8'));
	return said ? Number(said[1]) : undefined;
}

// Whether the bot's frame of the newest block came out in time.
async function seen(run, ms) {
	const head = await chain.number(), until = Date.now() + ms;
	while (metric(run, 'liquidator_last_block') !== head) {
		if (Date.now() > until) return false;
		await pause(10);
	}
	return true;
}

// --- trouble

async function deeds(run, plan, f) {
	const market = plan.via, how = { mine: false, first: f.first };
	if (f.prices) await chain.prices(f.prices, { mine: false });
	const does = (who, what, more) => ({ market, who, do: what, ...more });
	const { borrowers } = info[market], asset = (n, of) => Object.keys(borrowers[n][of])[0];
	await chain.act([
		...f.repay.map((n) => does(n, 'repay', { asset: asset(n, 'owed'), amount: 'max' })),
		...f.supply.map((n) => does(n, 'supply', { asset: asset(n, 'pledged'), amount: '100000000' })),
		...f.rival.map((n) => does('liquidator', 'liquidate', { collateral: asset(n, 'pledged'), debt: asset(n, 'owed'), user: n, amount: 'max' }))], how);
}

async function struck(run, { after_ms: ms }) {
	await pause(ms);
	await kill(run);
	run.killed++;
	start(run);
}

async function trouble(run, plan) {
	for (const f of plan.frames) {
		await deeds(run, plan, f);
		if (f.fee) await chain.fee(f.fee);
		await chain.faults(f.faults);
		if (f.socket === 'socket_cut') await chain.cut(true);
		if (f.socket === 'socket_mute') await chain.mute(true);
		for (let n = 0; n < f.blocks; n++) {
			await chain.mine(1);
			if (f.kill && n === 0) await struck(run, f.kill);
			await seen(run, SEEN_MS);
		}
		await calmWorld();
		if (f.reorg && await chain.number() - f.reorg.depth >= run.first) await chain.reorg(f.reorg.depth, f.reorg.how);
	}
}

// Nothing goes wrong any more: blocks until nothing more is liquidated or under way.
async function calm(run, plan) {
	await chain.fee('7');
	await chain.prices(plan.low);
	let rest = 0, was = '';
	for (let n = 0; n < CALM && rest < REST; n++) {
		await chain.mine(1);
		if (!await seen(run, SURE_MS)) return false;
		const is = `${(await chain.liquidations(plan.via, run.first)).length}`;
		rest = is === was && metric(run, 'pending_transactions') === 0 ? rest + 1 : 0;
		was = is;
	}
	return rest === REST;
}

// --- what it is judged by

async function evidence(run, plan, quiet) {
	const ledger = await chain.ledger(run.first, own), costs = new Map();
	for (const t of ledger) costs.set(t.block, (costs.get(t.block) ?? 0n) + t.cost);
	const gains = [];
	for (const [block, cost] of costs) gains.push(await chain.gain(plan.via, own, block, cost));
	const below = (await chain.healths(plan.via)).map((h, i) => (BigInt(h.health) < 10n ** 18n ? i : -1)).filter((i) => i >= 0);
	const tried = below.length ? await chain.judge({ market: plan.via, who: 'alice', only: below, sizes: 4, hops: 2 }) : [];
	const file = path.join(run.dir, 'said'), journal = (await program(run.env, 'sqlite3', '-json', path.join(run.env.MM_HOME, 'journal.db'), 'SELECT intent_id, attempt, state, outcome FROM attempt')).out;
	fs.writeFileSync(file, (await program(run.env, 'store-log', 'get', 'receipt', 'nonce')).out);
	const said = records([file]), told = of('nonce', said).at(-1);
	return {
		ledger, gains, below: below.length, knows: metric(run, 'liquidator_accounts_below'), quiet,
		left: tried.filter((b) => b.best && Number(b.best.net) > LEAST + NEAR),
		journal: journal ? JSON.parse(journal) : [], receipts: of('receipt', said),
		nonces: [await chain.nonces(own)], told: new Map([[own, Number(told?.next)]]),
		status: JSON.parse((await program(run.env, 'liq-bot', 'status')).out || '{}').status,
		open: (await program(run.env, 'mm-submit', 'list')).out.trim(),
	};
}

async function oneRun(seed) {
	const plan = planOf(seed), run = await makeRun(plan);
	start(run);
	let found, what;
	try {
		await seen(run, SURE_MS);
		await trouble(run, plan);
		what = await evidence(run, plan, await calm(run, plan));
		found = judge(what);
	} finally {
		await kill(run);
		fs.closeSync(run.err);
	}
	const text = (_, v) => (typeof v === 'bigint' ? String(v) : v);
	fs.writeFileSync(path.join(run.dir, 'plan.json'), JSON.stringify({ plan, found, ledger: what.ledger, gains: what.gains }, text, '\t'));
	if (!found.length) fs.rmSync(run.dir, { recursive: true });
	return { plan, via: plan.via, found, landed: what.ledger.length, killed: run.killed };
}

process.exit(await tally(oneRun, Number(from), Number(count), first));
