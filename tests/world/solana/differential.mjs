#!/usr/bin/env node
// differential.mjs - the stand-in against the real programs: the same random transactions
// (streams.mjs) through both engines; every account, error and event log must be the same.
// Compute units are not compared; of what is broken on purpose only that it fails, for
// which of several things wrong is told first is the program's own affair.
//
// usage: MM_OPENBOOK_SO=FILE differential.mjs MODULES [ROUNDS [SEED [STREAM]]]
import { ALT, DEX, SYSTEM, TOKEN, WSOL, build, keypair } from './wire.mjs';
import { ooOf, ooSeed, openbook, system } from './openbook.mjs';
import { chain } from './chain.mjs';
import { LEAST, desk as makeDesk } from './market.mjs';
import { faults } from './faults.mjs';
import { engine as real } from './litesvm.mjs';
import { engine as standin } from './standin/engine.mjs';
import { NAMES, streams } from './streams.mjs';

const [modules, rounds = '4', seed = '1', only] = process.argv.slice(2);
const STEPS = 150, SOL = 10n ** 9n, OO_SPACE = 3228;
const { random, ...dice } = faults();
dice.set({ seed: BigInt(seed) });

async function place(make, stream) {
	const w = chain(await make({ program: process.env.MM_OPENBOOK_SO, modules }), faults(), { slotMs: 0, landSlots: 1, start: 1.7e12 });
	const foreign = w.engine.owned(SYSTEM).map(([key]) => key); // LiteSVM's own purse
	w.tick();
	const desk = makeDesk(w), mint = desk.mint(keypair('m1:baseMint'), 6), small = stream === 'filling';
	const market = desk.makeMarket({ tag: 'm1', baseMint: mint, quoteMint: WSOL, baseLot: 1000000n, quoteLot: small ? 3n : 1n, sizes: small ? LEAST : undefined });
	for (const n of NAMES) desk.fund(keypair(n).key, { lamports: 100n * SOL, tokens: { [mint]: small ? 10n ** 12n : 10n ** 9n, [WSOL]: SOL / 100n } });
	// Two of three begin with open orders; all, where books are filled.
	for (const n of small ? NAMES : NAMES.slice(1)) {
		const k = keypair(n), oo = ooOf(k.key, market.market);
		desk.run([system.createWithSeed(k.key, k.key, ooSeed(market.market), w.engine.rent(OO_SPACE), OO_SPACE, DEX), openbook.initOo(market, oo, k.key)], [k]);
	}
	w.advance(2);
	return { engine: w.engine, w, market, mint, foreign };
}

// An account, and where its data begin to be another's.
function gist(a, b) {
	if (!a) return 'none';
	const at = a.data.findIndex((x, i) => x !== b?.data[i]);
	return `${a.lamports} lamports, ${a.data.length} bytes${at < 0 ? '' : `, at ${at}: ${a.data.subarray(at, at + 16).toString('hex')}`}`;
}

// The addresses at which two engines differ, but for those of the first's own.
function differences({ engine: a, foreign }, { engine: b }) {
	const found = [];
	for (const owner of [DEX, TOKEN, ALT, SYSTEM]) {
		const [x, y] = [a, b].map((e) => new Map(e.owned(owner).filter(([, acct]) => acct.lamports > 0n)));
		for (const key of new Set([...x.keys(), ...y.keys()])) {
			const [s, t] = [x.get(key), y.get(key)];
			if (foreign.includes(key)) continue;
			if (!s || !t || s.lamports !== t.lamports || !s.data.equals(t.data)) found.push(`${key}: ${gist(s, t)}; ${gist(t, s)}`);
		}
	}
	return found;
}

const told = (r) => JSON.stringify(r.err ?? r.logs.filter((l) => l.startsWith('Program data: ') || l.includes('booting')));
const errors = new Map();
let steps = 0, failures = 0, otherwise = 0;

// One stream through two worlds; stops at its first difference.
async function run(name, round) {
	const [x, y] = [await place(real, name), await place(standin, name)], next = streams(random, x)[name];
	for (let i = 0; i < STEPS; i++, steps++) {
		const { instructions, signers, tables } = next();
		const wire = build(instructions, signers, x.engine.blockhash(), tables);
		const [r, s] = [x, y].map(({ engine }) => engine.execute(wire));
		if (r.err) errors.set(JSON.stringify(r.err), (errors.get(JSON.stringify(r.err)) ?? 0) + 1);
		const alike = told(r) === told(s), both = name === 'broken' && r.err && s.err;
		if (!alike && both) otherwise++;
		const different = alike || both ? (i % 5 ? [] : differences(x, y)) : ['told'];
		if (different.length) {
			failures++;
			console.log(`${name} ${round} step ${i}: ${instructions.map((ix) => `${ix.program.slice(0, 4)} ${ix.data.toString('hex').slice(0, 40)}`).join(' + ')}`);
			console.log(`  real ${told(r)}\n  stand-in ${told(s)}\n  different: ${different.join('\n             ')}`);
			return;
		}
		for (const { w } of [x, y]) i % 40 ? w.expire() : w.advance(1);
	}
}

const kinds = ['trading', 'filling', 'programs', 'tables', 'broken'].filter((k) => !only || k === only);
for (let round = 0; round < Number(rounds); round++) for (const kind of kinds) await run(kind, round);
console.log(`${steps} transactions in ${rounds} rounds of ${kinds.join(', ')}: ${failures} different${otherwise ? `; ${otherwise} broken ones fail with another error` : ''}`);
if (process.env.MM_VERBOSE) console.log([...errors].sort((a, b) => b[1] - a[1]).map(([e, n]) => `${n} ${e}`).join('\n'));
process.exit(failures ? 1 : 0);
