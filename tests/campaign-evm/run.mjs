#!/usr/bin/env node
// run.mjs - seeded runs of a bot on Ethereum against a world in trouble, each judged by the
// chain.
//
// usage: run.mjs WORLD-URL HOME WORK FROM COUNT [first]
//
// Each run has a copy of HOME; what it leaves is in WORK/SEED where it failed.  One line
// a failure, and one with figures at the end; exit 1 if any failed.  first: that one ends it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { of, program, records, strike, tally } from '../campaign/process.mjs';
import { ask } from './asks.mjs';
import { chainAt } from './chain.mjs';
import { judge } from './judge.mjs';
import { planOf } from './plan.mjs';

const [url, home, work, from, count, first] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const chain = await chainAt(url), { info } = chain;
const own = ['alice', 'bob'].map((name) => info.wallets[name].toLowerCase());
const watched = [info.tokens.WETH.address, info.tokens.USDC.address, info.v2.weth_usdc];
let begin = await chain.snapshot();
const FINAL = 4; // CONFIRMATIONS
const CALM = 16; // frames until all that is asked for is done

async function makeRun(plan) {
	const dir = path.join(work, String(plan.seed)), env = { MM_HOME: path.join(dir, 'home'), watch: path.join(dir, 'watch') };
	fs.rmSync(dir, { recursive: true, force: true });
	fs.cpSync(home, env.MM_HOME, { recursive: true });
	const conf = path.join(env.MM_HOME, 'mm.conf'), is = fs.readFileSync(conf, 'utf8').replaceAll(home, env.MM_HOME);
	fs.writeFileSync(conf, is.replace(/^SUBMIT_VIA=.*$/m, `SUBMIT_VIA=${plan.via}`).replace(/^ALLOW_PUBLIC=.*$/m, `ALLOW_PUBLIC=${plan.via === 'rpc' ? 1 : 0}`));
	fs.writeFileSync(env.watch, watched.flatMap((a) => ['Transfer(address indexed from, address indexed to, uint256 value)',
		'Deposit(address indexed dst, uint256 wad)', 'Withdrawal(address indexed src, uint256 wad)', 'Sync(uint112 reserve0, uint112 reserve1)',
		'Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)']
		.map((e) => `${a} event ${e}\n`)).join(''));
	await chain.faults();
	begin = await chain.restore(begin);
	env.first = String(await chain.number() + 1);
	return { dir, env, first: +env.first, n: 0, ts: Date.now(), asks: [], files: [], log: [], differ: [] };
}

// --- what a planner knows: the last word on each ask

function settle(run) {
	const is = new Map(), all = records(run.files);
	for (const r of all) {
		if (r.type === 'receipt') {
			const end = { finalized: 'done', failed: r.error === 'reverted' ? 'reverted' : 'again', expired: 'again',
				replaced: r.error === 'served' ? 'done' : 'again' }[r.status] ?? 'under way';
			for (const id of r.intents) if (is.get(id) !== 'done') is.set(id, end);
		}
		if (r.type === 'refusal' && ['policy', 'reverted'].includes(kindOf(r))) for (const id of r.intents ?? []) if (!is.has(id) || is.get(id) === 'again') is.set(id, 'refused');
	}
	return is;
}

const kindOf = (r) => (r.by === 'mm-sign' ? 'policy' : r.reason);

const OPEN = [undefined, 'again'];
const left = (run, is, sloppy) => run.asks.filter((a) => OPEN.includes(is.get(a.action.intent_id)) || (sloppy && is.get(a.action.intent_id) === 'under way'));

// --- frames

async function frame(run, { kill, sloppy } = {}) {
	const name = path.join(run.dir, `frame${run.n++}`);
	run.ts = Math.max(run.ts + 1, Date.now());
	fs.writeFileSync(`${name}.asked`, left(run, settle(run), sloppy).map((a) => `${JSON.stringify({ ...a.action, ts_ms: run.ts })}\n`).join(''));
	const r = await program(run.env, 'bash', path.join(here, 'frame.bash'), String(run.ts), name,
		strike(run.dir, kill?.end === 'pending' && kill), strike(run.dir, kill?.end === 'submit' && kill));
	fs.writeFileSync(`${name}.err`, r.err);
	run.files.push(`${name}.first`, `${name}.said`);
	run.log.push(`${path.basename(name)} ${r.out.trim()}`);
	return { codes: r.out.trim().split(' ').map(Number), name };
}

// What the store holds of events, against the chain's own, up to where event-watch says it
// came in this frame: if that was stored whole and read without trouble.
async function compare(run, name, when) {
	const stored = records([`${name}.said`]), [watch] = of('watch', stored);
	if (!watch || !of('cycle', stored).length || of('refusal', stored).some((r) => r.by === 'event-watch')) return;
	const all = records([await dump(run)]), gone = new Set(of('removed', all).map((r) => r.cause));
	const told = of('event', all).filter((e) => !gone.has(e.cause)).map((e) => `${e.block_hash}:${e.tx_hash}:${e.log_index}`).sort();
	const is = (await chain.logs(run.first, watch.block, watched)).sort();
	if (told.join() === is.join()) return;
	const [a, b] = [new Set(told), new Set(is)];
	run.differ.push(`${when}: of ${is.length} logs ${is.filter((l) => !a.has(l)).length} are missing and ${told.filter((l) => !b.has(l)).length} are not of the chain`);
}

async function dump(run) {
	const name = path.join(run.dir, 'events');
	fs.writeFileSync(name, (await program(run.env, 'store-log', 'get', 'event', 'removed')).out);
	return name;
}

// Until the next frame.
async function between(run, f) {
	if (f.trade) await chain.trade({ amount: '3000000000000000000' });
	if (f.drop) await chain.dropAll();
	if (f.fee) await chain.fee(String(await chain.baseFee() * BigInt(f.fee)));
	const reorg = async () => {
		if (f.reorg && await chain.number() - f.reorg.depth >= run.first) await chain.reorg(f.reorg.depth, f.reorg.how);
	};
	if (!f.reorg.after) await reorg();
	await chain.mine(f.blocks);
	if (f.reorg.after) await reorg();
}

async function trouble(run, plan) {
	for (const f of plan.frames) {
		for (const a of f.asks) run.asks.push(ask(info, run.asks.length, a, await chain.price()));
		await chain.faults();
		await chain.faults(f.faults);
		const { name } = await frame(run, f);
		await chain.faults();
		if (!f.kinds.some((k) => k.startsWith('logs_'))) await compare(run, name, path.basename(name));
		await between(run, f);
	}
}

async function resume(run) {
	const name = path.join(run.dir, `resume${run.files.length}`), r = await program(run.env, 'mm-submit', 'resume', '--wait-ms', '1000');
	fs.writeFileSync(name, r.out);
	fs.writeFileSync(`${name}.err`, r.err);
	run.files.push(name);
	run.log.push(`resume ${r.code}`);
	return r.code;
}

// Nothing goes wrong any more: all that is asked for gets done.  A busy machine is no
// fault of a node.
async function calm(run) {
	let last;
	run.env.MM_HTTP_TIMEOUT = '30s';
	await chain.faults();
	fs.rmSync(path.join(run.env.MM_HOME, 'breaker'), { recursive: true, force: true });
	for (let i = 0; i < CALM; i++) {
		last = await frame(run);
		await compare(run, last.name, path.basename(last.name));
		const is = settle(run);
		if (!left(run, is, true).length && !of('pending', records([`${last.name}.first`])).length && last.codes.every((c) => c === 0)) break;
		await chain.mine(FINAL);
	}
	const codes = [await resume(run)];
	return { codes, last: await frame(run) };
}

async function evidence(run, ends) {
	const files = run.files, said = records(files), [final] = [records([`${ends.last.name}.first`])];
	const journal = (await program(run.env, 'sqlite3', '-json', path.join(run.env.MM_HOME, 'journal.db'), 'SELECT intent_id, attempt, state, outcome FROM attempt')).out;
	return {
		asks: run.asks, settled: settle(run), ledger: await chain.ledger(run.first, own),
		txs: new Set(of('signed_tx', records(fs.readdirSync(run.dir).filter((f) => f.endsWith('.given')).map((f) => path.join(run.dir, f)))).map((t) => t.id)),
		receipts: of('receipt', said), journal: journal ? JSON.parse(journal) : [],
		nonces: await Promise.all(own.map(async (who) => ({ who, ...await chain.nonces(who) }))),
		told: new Map(of('nonce', final).map((n) => [n.address.toLowerCase(), Number(n.next)])),
		differ: run.differ, codes: ends.codes, calm: ends.last.codes,
		open: (await program(run.env, 'mm-submit', 'list')).out.trim(),
	};
}

async function oneRun(seed) {
	const plan = planOf(seed), run = await makeRun(plan);
	await trouble(run, plan);
	const what = await evidence(run, await calm(run)), found = judge(what);
	fs.writeFileSync(path.join(run.dir, 'plan.json'), JSON.stringify({ plan, log: run.log, found, ledger: what.ledger, asks: run.asks }, null, '\t'));
	if (!found.length) fs.rmSync(run.dir, { recursive: true });
	return { plan, via: plan.via, found, landed: what.ledger.length, killed: run.log.filter((l) => / 137\b/.test(l)).length };
}

process.exit(await tally(oneRun, Number(from), Number(count), first));
