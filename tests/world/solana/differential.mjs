#!/usr/bin/env node
// differential.mjs - the stand-in against the real programs: the same random stream of
// transactions through both engines, every account and every error the same.
//
// Only what a transaction may use of the machine is not the same: the stand-in has no
// limit of units or heap, so no stream hands out more than 20 events at once.
//
// usage: MM_OPENBOOK_SO=FILE differential.mjs MODULES [RUNS [SEED]]
import { DEX, TOKEN, WSOL, ataOf, build, keypair } from './wire.mjs';
import { bytes, openOrders, ooOf, ooSeed, openbook, system, token } from './openbook.mjs';
import { chain } from './chain.mjs';
import { desk as makeDesk } from './market.mjs';
import { faults } from './faults.mjs';
import { engine as real } from './litesvm.mjs';
import { engine as standin } from './standin/engine.mjs';

const [modules, runs = '40', seed = '1'] = process.argv.slice(2);
const program = process.env.MM_OPENBOOK_SO;
const random = faults();
const pick = (n) => Math.floor(random.random() * n);
const any = (list) => list[pick(list.length)];
const NAMES = ['alice', 'bob', 'carol'], SOL = 10n ** 9n, OO_SPACE = 3228;

async function world(make) {
	const engine = await make({ program, modules }), w = chain(engine, faults(), { slotMs: 0, landSlots: 1 });
	w.tick();
	const d = makeDesk(w), mint = d.mint(keypair('m1:baseMint'), 6);
	const market = d.makeMarket({ tag: 'm1', baseMint: mint, quoteMint: WSOL, baseLot: 1000000n, quoteLot: 1n });
	for (const n of NAMES) d.fund(keypair(n).key, { lamports: 100n * SOL, tokens: { [mint]: 10n ** 9n, [WSOL]: SOL / 100n } });
	// Two of three begin with open orders.
	for (const n of NAMES.slice(1)) {
		const k = keypair(n), oo = ooOf(k.key, market.market);
		d.run([system.createWithSeed(k.key, k.key, ooSeed(market.market), engine.rent(OO_SPACE), OO_SPACE, DEX), openbook.initOo(market, oo, k.key)], [k]);
	}
	return { engine, w, market, mint };
}

// One random instruction, by the state of the one world (the other has the same).
function step({ engine, market: m, mint }) {
	const name = any(NAMES), who = keypair(name), oo = ooOf(who.key, m.market), other = ooOf(keypair(any(NAMES)).key, m.market);
	const base = ataOf(who.key, mint), quote = ataOf(who.key, WSOL), has = engine.get(oo);
	const orders = has?.data.length === OO_SPACE ? openOrders(has.data).orders : [];
	const order = () => {
		const side = any(['buy', 'sell']), price = BigInt(9980 + pick(40)), size = BigInt(1 + pick(9));
		return { side, price, size, quote: price * size + BigInt(pick(30) - 3), type: any(['limit', 'ioc', 'postOnly', 'postOnly']),
			selfTrade: pick(3), clientId: BigInt(pick(12)), limit: any([65535, 65535, 0, 1, 2]), maxTs: any([undefined, undefined, 10n ** 12n, 5n]) };
	};
	const payerOf = (o) => (pick(30) ? (o.side === 'buy' ? quote : base) : any([quote, base]));
	const all = [
		() => { const o = order(); return openbook.newOrder(m, pick(40) ? oo : other, payerOf(o), who.key, o); },
		() => { const o = order(); return openbook.newOrder(m, oo, payerOf(o), who.key, o); },
		() => { const o = order(); return openbook.newOrder(m, oo, payerOf(o), who.key, o); },
		() => { const o = order(); return openbook.replaceOne(m, oo, payerOf(o), who.key, o); },
		() => {
			const side = any(['buy', 'sell']), os = Array.from({ length: 1 + pick(8) }, () => ({ ...order(), side }));
			return openbook.replace(m, oo, side === 'buy' ? quote : base, who.key, os);
		},
		() => openbook.cancelByClientIds(m, oo, who.key, Array.from({ length: pick(9) }, () => BigInt(pick(12)))),
		() => openbook.cancelByClientId(m, oo, who.key, BigInt(pick(12))),
		() => {
			const o = orders.length ? any(orders) : { side: 'buy', id: 1n };
			return openbook.cancel(m, oo, who.key, pick(20) ? o.side : 'sell', o.id);
		},
		() => openbook.consume(m, any([NAMES, NAMES, [name]]).map((n) => ooOf(keypair(n).key, m.market)).filter((k) => engine.get(k)), any([1, 3, 20])),
		() => openbook.settle(m, oo, who.key, base, quote),
		() => openbook.close(m, oo, who.key, who.key),
		() => openbook.initOo(m, oo, who.key),
		() => system.createWithSeed(who.key, who.key, ooSeed(m.market), engine.rent(OO_SPACE), OO_SPACE, DEX),
		() => system.transfer(who.key, any([keypair(any(NAMES)).key, keypair(`new${pick(4)}`).key]), BigInt(any([1, 1000, 890880, 10000000]))),
		() => token.createAta(who.key, keypair(any([...NAMES, 'dan'])).key, any([mint, WSOL])),
		() => ({ program: TOKEN, accounts: [{ key: base, writable: true }, { key: ataOf(keypair(any(NAMES)).key, mint), writable: true }, { key: who.key, signer: true }],
			data: bytes(['u8', 3, 'u64', BigInt(any([0, 5, 10 ** 12]))]) }),
		() => ({ program: TOKEN, accounts: [{ key: quote, writable: true }, { key: mint }, { key: base, writable: true }, { key: who.key, signer: true }],
			data: bytes(['u8', 12, 'u64', 1n, 'u8', 9]) }),
		() => token.sync(any([quote, quote, base])),
		() => ({ program: TOKEN, accounts: [{ key: base, writable: true }, { key: keypair(any(NAMES)).key }, { key: who.key, signer: true }],
			data: bytes(['u8', 4, 'u64', 9n]) }),
		() => ({ program: TOKEN, accounts: [{ key: base, writable: true }, { key: who.key, signer: true }], data: bytes(['u8', 5]) }),
		() => ({ program: TOKEN, accounts: [{ key: base, writable: true }, { key: mint, writable: true }, { key: who.key, signer: true }], data: bytes(['u8', 8, 'u64', 3n]) }),
	];
	// What trades comes most often.
	const ixs = Array.from({ length: 1 + (pick(4) ? 0 : 1) }, () => all[pick(3) ? pick(12) : pick(all.length)]());
	return { ixs, who };
}

function differences(a, b) {
	const found = [];
	for (const owner of [DEX, TOKEN]) {
		const [x, y] = [a, b].map((e) => new Map(e.owned(owner)));
		for (const key of new Set([...x.keys(), ...y.keys()])) {
			const [s, t] = [x.get(key), y.get(key)];
			if (!s || !t || s.lamports !== t.lamports || !s.data.equals(t.data)) found.push([key, s, t]);
		}
	}
	for (const n of NAMES) {
		const key = keypair(n).key;
		if (a.get(key)?.lamports !== b.get(key)?.lamports) found.push([key, a.get(key), b.get(key)]);
	}
	return found;
}

random.set({ seed: BigInt(seed) });
let steps = 0, failures = 0;
const codes = new Map();
for (let run = 0; run < Number(runs); run++) {
	const [x, y] = [await world(real), await world(standin)];
	for (let i = 0; i < 150; i++) {
		const { ixs, who } = step(x);
		const rs = [x, y].map(({ engine, w }) => {
			const r = engine.execute(build(ixs, [who], engine.blockhash()));
			w.expire();
			return r;
		});
		steps++;
		const says = rs.map((r) => JSON.stringify(r.err)), bad = says[0] !== says[1];
		if (rs[0].err) codes.set(says[0].replace(/\[\d,/, '['), (codes.get(says[0].replace(/\[\d,/, '[')) ?? 0) + 1);
		const data = (r) => r.logs.filter((l) => l.startsWith('Program data: ')).join();
		const different = bad || data(rs[0]) !== data(rs[1]) ? [['logs or error']] : i % 5 ? [] : differences(x.engine, y.engine);
		if (different.length) {
			failures++;
			console.log(`run ${run} step ${i}: ${ixs.map((ix) => `${ix.program.slice(0, 4)} ${ix.data.toString('hex').slice(0, 24)}`).join(' + ')}`);
			console.log(`  real ${says[0]}, stand-in ${says[1]}; ${different.map((f) => f[0]).join(' ')}`);
			break;
		}
		if (!(i % 40)) for (const { w } of [x, y]) w.advance(1);
	}
}
console.log(`${steps} transactions in ${runs} runs, ${failures} different; errors met: ${[...codes].map(([k, n]) => `${k} ${n}`).join(', ')}`);
process.exit(failures ? 1 : 0);
