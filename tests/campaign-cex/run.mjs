#!/usr/bin/env node
// run.mjs - seeded runs of hedge-sync against exchanges in trouble, each judged by their
// own books.
//
// usage: run.mjs CEX-URL HOME WORK FROM COUNT [first]
//
// Each run has a copy of HOME; what it leaves is in WORK/SEED where it failed.  One line a
// failure, and one with figures at the end; exit 1 if any failed.  first: that one ends it.
// MM_STORY in the environment: every frame is told.
import fs from 'node:fs';
import path from 'node:path';
import { of, program, records, strike, tally } from '../campaign/process.mjs';
import { gaps, judge } from './judge.mjs';
import { ASSETS, planOf } from './plan.mjs';
import { resident } from './resident.mjs';
import { worldAt } from './world.mjs';

const [url, home, work, from, count, first] = process.argv.slice(2);
const world = worldAt(url);
const CALM = 12;        // frames until all is as it should be
const UNKNOWN = 6;      // an exit: what became of something is not known
const STRATEGY = 1;
const MUTE = /lost|slow|late|truncated|empty|html|unknown_error|timeout|error1000|internal/; // an order's answer says nothing
const CLOCK_MAX = 55000; // ms: CLOCK_MAX_MS, less what a run still takes
const PATIENCE = 61000;  // ms: FATE_PATIENCE_MS, and then some
// What was allowed when it was about to be sent leaves a busy machine later.
const GRACE = { read: 1500, order: 500 };
const DECIMALS = { WETH: 18, WBTC: 8, PEPE: 18 };

async function makeRun(plan) {
	const dir = path.join(work, String(plan.seed)), env = { MM_HOME: path.join(dir, 'home') };
	fs.rmSync(dir, { recursive: true, force: true });
	fs.cpSync(home, env.MM_HOME, { recursive: true });
	await world.call('reset', { seed: plan.seed });
	await world.call('clock', { advance: plan.ahead });
	await world.call('limits', { grace: GRACE });
	const pairs = plan.assets.map((a) => `${a}:${ASSETS[a].symbol}${ASSETS[a].units > 1 ? `:${ASSETS[a].units}` : ''}`);
	fs.appendFileSync(path.join(env.MM_HOME, 'mm.conf'), [`HEDGE_VENUES=${plan.venues}`, `HEDGE_ASSETS=${pairs}`, `HEDGE_POSITIONS=${plan.first}`, `HEDGE_RATIO=${plan.ratio}`,
		`HEDGE_BAND_PCT=${plan.band}`, `HEDGE_ORDER=${plan.order}`, `HEDGE_MAX_ORDER_USD=${plan.largest}`,
		...plan.venues.map((v) => `${v.toUpperCase()}_KEY=${v}-${plan.accounts[v]}${v === 'binance' ? `-${plan.key}` : ''}`), ''].join('\n'));
	return { plan, dir, env, n: 0, ts: Date.now(), hedge: '', fill: '', out: [], said: [], story: [], unknown: 0, killed: 0, resident: null };
}

// --- a frame

const exposure = (asset, amount) => ({ asset, amount: amount.toFixed(Math.min(12, DECIMALS[asset])), decimals: DECIMALS[asset] });

function input(run, positions) {
	const ts_ms = (run.ts = Math.max(run.ts + 1, Date.now()));
	const ils = positions.map((p) => ({ type: 'il', ts_ms, chain_id: 1, position: p.id, strategy: STRATEGY, ...(p.closed && { closed: true }),
		exposures: Object.entries(p.amounts).map(([a, x]) => exposure(a, x)) }));
	return [...ils, { type: 'cycle', ts_ms, id: ts_ms }].map((r) => `${JSON.stringify(r)}\n`).join('') ;
}

// What it said goes to the store, where the frame was closed: one that is cut off does
// not.  The next frame has the last decision and the last trades from there.
function said(run, name, out, err) {
	for (const [what, text] of [['out', out], ['err', err]]) fs.writeFileSync(path.join(run.dir, `${name}.${what}`), text);
	if (!/^\{"type":"cycle".*\}\n$/m.test(out)) return;
	run.out.push(path.join(run.dir, `${name}.out`));
	const last = (type) => out.split('\n').filter((l) => l.startsWith(`{"type":"${type}"`)).at(-1);
	for (const type of ['hedge', 'fill']) run[type] = last(type) ? `${last(type)}\n` : run[type];
}

// hedge-sync with these words, a process of its own; its code.
async function sync(run, name, words, kill) {
	const strikes = strike(path.join(run.dir, name), kill).split(' ').filter(Boolean);
	if (strikes.length) fs.mkdirSync(path.join(run.dir, name), { recursive: true });
	const [file, ...args] = [...strikes, 'hedge-sync', ...words], r = await program(run.env, file, ...args);
	said(run, name, r.out, r.err);
	if (r.code === 137) run.killed++;
	run.story.push(`${name} ${words[0]}${kill ? ` struck at ${kill.call} ${kill.when}` : ''}: ${r.code}\n${r.err}`);
	return r.code;
}

// A frame of the one that runs on: 0 where all it asked for was done, else 1.
async function another(run, name, text) {
	if (!run.resident?.runs()) run.resident = resident(run.env);
	const [out, err] = await run.resident.frame(text), file = path.join(run.dir, `${name}.out`);
	said(run, name, out, err);
	const all = records([file]), [done] = of('sync', all), fine = done && !of('refusal', all).length && done.actions.every((a) => a.state === 'filled') && done.discrepancies.every((g) => g.reason === 'gap');
	run.story.push(`${name} (resident): ${fine ? 'done' : 'not done'}\n${err}`);
	return fine ? 0 : 1;
}

async function dismiss(run) {
	if (!run.resident) return;
	const [, out, err] = await run.resident.end();
	said(run, `end${run.n++}`, out, err);
	run.resident = null;
}

// The positions that the next frame has to tell.
function covered({ hedge, plan }) {
	const { covered: list } = hedge ? JSON.parse(hedge) : {};
	return list?.length ? list.filter((c) => !c.closed).map((c) => c.position) : plan.first;
}

async function books(run) {
	return Object.fromEntries(await Promise.all(run.plan.venues.map(async (v) => [v, await world.book(v, run.plan.accounts[v])])));
}

// The code it ends with.  One that ends well and is not as it should be is said.
async function frame(run, { positions, kill, twin, missing, faults = [] }) {
	const name = `frame${run.n++}`, file = path.join(run.dir, `${name}.in`), before = (await world.call('requests')).length;
	const text = run.hedge + run.fill + input(run, positions);
	fs.writeFileSync(file, text);
	const had = covered(run);
	if (kill) await dismiss(run);
	const codes = await Promise.all([run.plan.resident && !kill ? another(run, name, text) : sync(run, name, ['--live', file], kill), ...(twin ? [sync(run, `${name}-twin`, ['--live', file])] : [])]);
	const asked = (await world.call('requests')).slice(before).filter((r) => r.method === 'POST' && r.client_id && /order(\/create)?$/.test(r.path));
	run.unknown += asked.filter((r) => MUTE.test(r.fault ?? '')).length;
	if (missing && asked.length && had.includes(missing)) run.said.push(`${name}: a position is missing, and orders are sent`);
	const forced = faults.some((f) => f.fault === 'first' && f.method === 'POST'); // after all that it could know
	if (codes.includes(0) && !missing && !forced) run.said.push(...gaps(run.plan, positions, await books(run)).map((g) => `${name} ended well: ${g}`));
	run.story.push(...asked.map((r) => `  ${r.at} ${r.venue} ${r.client_id}: ${r.status}${r.code ? ` ${r.code}` : ''}${r.fault ? ` (${r.fault})` : ''}`));
	return codes[0];
}

// --- trouble

const resume = (run, ms) => sync(run, `resume${run.n++}`, ['resume', '--wait-ms', String(ms)]);

// What the market and other hands do before a frame.  thin: of the first level some is left.
async function market(run, { prices, behind, skew, thin }) {
	for (const { symbol, units, price, places } of Object.values(ASSETS))
		if (prices[symbol]) await world.call('price', { symbol, mark: (price * units * prices[symbol]).toFixed(places) });
	if (behind) await world.call(behind.do, behind.params);
	if (skew) await world.call('clock', skew);
	for (const venue of thin ? run.plan.venues : []) {
		const { bids, asks } = (await world.call('state'))[venue].markets[thin.symbol];
		const some = (rows) => rows.slice(0, 1).map(([px, size]) => [px, (Number(size) * thin.share * 0.05).toFixed(0)]).filter(([, size]) => Number(size) > 0);
		await world.call('book', { venue, symbol: thin.symbol, bids: some(bids), asks: some(asks) });
	}
}

// More of a short position by another hand, and back again: less of one is taken for a
// forced closing.
async function stranger(run, { venue, account, symbol }, side) {
	const size = { ETHUSDT: '0.5', BTCUSDT: '0.02', '1000PEPEUSDT': '100000' }[symbol], position_side = account === 'hedge' ? 'SHORT' : 'BOTH';
	await world.call('order', { venue, account, symbol, side, size, position_side, client_id: `person${run.n}${side}` });
	await world.call('clock', { advance: 10 }); // Bybit answers before it moves
}

async function undo(run, f) {
	await world.call('clear');
	if (f.thin) await world.call('book', { symbol: f.thin.symbol, auto: true });
	if (f.skew) await world.call('clock', { venue: f.skew.venue, skew: 0 });
	if (f.stranger) await stranger(run, f.stranger, 'buy');
}

async function trouble(run) {
	for (const f of run.plan.frames) {
		if (f.stranger) await stranger(run, f.stranger, 'sell');
		await market(run, f);
		for (const one of f.faults) await world.inject(one);
		if (f.dice) await world.call('dice', f.dice);
		run.story.push(`-- ${f.kinds.join(' ') || 'nothing'}: ${JSON.stringify({ ...f, positions: f.positions.map((p) => p.id), kinds: undefined })}`);
		await frame(run, f);
		await undo(run, f);
		if (f.resume) await resume(run, 0);
		if (f.passes) await world.call('clock', { advance: f.passes });
	}
}

// --- and calm

function setConf(run, name, value) {
	const file = path.join(run.env.MM_HOME, 'mm.conf');
	fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`));
}

// A position that nothing explains is believed in the end: until then it is waited for.
async function patience() {
	const { now } = await world.call('clock'), room = CLOCK_MAX - PATIENCE - (now - Date.now());
	if (room > 0) await world.call('clock', { advance: PATIENCE });
	else await new Promise((done) => setTimeout(done, PATIENCE));
}

// It lags, and was closed by force twice, which what was traded last cannot explain.
async function unexplained(run) {
	if (!fs.readFileSync(path.join(run.dir, `frame${run.n - 1}.err`), 'utf8').includes('position_lags')) return false;
	const forced = Object.values(await books(run)).flatMap((b) => b.fills).filter((f) => !/^(mm|person)/.test(f.client_id)).map((f) => f.symbol);
	return forced.some((symbol, i) => forced.indexOf(symbol) < i);
}

// Nothing goes wrong any more.  What a venue said of a time to wait is over, here as there.
async function calm(run) {
	run.story.push('-- calm');
	await dismiss(run);
	run.plan.resident = false;
	setConf(run, 'VENUE_TIMEOUT', '30s'); // a busy machine is no fault of an exchange
	await world.call('clock', { advance: 5000 });
	fs.rmSync(path.join(run.env.MM_HOME, 'quota'), { recursive: true, force: true });
	let code, resumed = await resume(run, 20000), waited = resumed === UNKNOWN;
	if (waited) {
		await patience();
		resumed = await resume(run, 20000);
	}
	for (let i = 0; i < CALM; i++) {
		code = await frame(run, { positions: run.plan.last });
		if (code === 0) break;
		if (!waited && await unexplained(run)) {
			waited = true;
			await patience();
		}
		await new Promise((done) => setTimeout(done, 1100)); // a rate a second is kept
	}
	return { resumed, code };
}

// Files that hold a secret, or a signature; but for the vault none may.
async function leaks(run) {
	const { keys } = await world.call('info'), secrets = Object.values(keys).flat().flatMap((k) => [k.key, k.kind === 'ed25519' ? k.secret.split('\n')[1] : k.secret]);
	const files = fs.readdirSync(run.dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile() && !(f.parentPath ?? f.path).includes('/keys')).map((f) => path.join(f.parentPath ?? f.path, f.name));
	return files.filter((f) => {
		const text = fs.readFileSync(f, 'latin1');
		return secrets.some((s) => text.includes(s)) || /signature=[0-9a-f]{64}/.test(text);
	}).map((f) => path.relative(run.dir, f));
}

// What the store has of it.
async function stored(run) {
	const all = path.join(run.dir, 'all');
	fs.writeFileSync(all, of('fill', records(run.out)).map((r) => `${JSON.stringify(r)}\n`).join(''));
	await program(run.env, 'bash', '-c', 'store-log put --only fill <"$1" >"$1.put" && store-log get fill >"$1.got"', '-', all);
	return of('fill', records([`${all}.got`]));
}

async function oneRun(seed) {
	const plan = planOf(seed), run = await makeRun(plan);
	let end;
	try {
		await trouble(run);
		end = await calm(run);
	} finally {
		await dismiss(run);
	}
	const at = await books(run);
	const open = (await program(run.env, 'hedge-sync', 'list')).out.trim();
	const found = judge({ ...end, plan, open, said: run.said, books: at, world: await world.call('judge'), strayed: await world.call('strayed'), leaks: await leaks(run), stored: await stored(run) });
	fs.writeFileSync(path.join(run.dir, 'plan.json'), JSON.stringify({ plan, found }, null, '\t'));
	fs.writeFileSync(path.join(run.dir, 'story'), run.story.join('\n'));
	fs.writeFileSync(path.join(run.dir, 'requests'), (await world.call('requests')).map((r) => `${JSON.stringify(r)}\n`).join(''));
	if (process.env.MM_STORY) console.log(`${JSON.stringify({ ...plan, frames: undefined })}\n${run.story.join('\n')}`);
	if (!found.length) fs.rmSync(run.dir, { recursive: true });
	const landed = plan.venues.reduce((n, v) => n + at[v].orders.filter((o) => o.client_id.startsWith('mm') && Number(o.executed) > 0).length, 0);
	return { plan, via: plan.venues.join(), found, landed, killed: run.killed, unknown: run.unknown };
}

process.exit(await tally(oneRun, Number(from), Number(count), first));
