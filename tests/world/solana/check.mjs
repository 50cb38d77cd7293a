#!/usr/bin/env node
// check.mjs - the world's own rules, each shown once: what lands, what it costs, what is
// told of it, and what the judge sees.
//
// usage: [MM_OPENBOOK_SO=FILE] check.mjs [MODULES]
import assert from 'node:assert/strict';
import { BUDGET, WSOL, ataOf, build, keypair, parse } from './wire.mjs';
import { bytes, ooOf, openbook, openOrders, system, token } from './openbook.mjs';
import { chain, TIPS } from './chain.mjs';
import { desk as makeDesk } from './market.mjs';
import { faults as makeFaults } from './faults.mjs';
import { methods as rpcMethods } from './rpc/methods.mjs';
import { methods as jitoMethods } from './jito.mjs';

const [modules] = process.argv.slice(2), SOL = 10n ** 9n;
const { engine: make } = await import(modules ? './litesvm.mjs' : './standin/engine.mjs');

const alice = keypair('alice'), bob = keypair('bob');

async function start() {
	const faults = makeFaults(), world = chain(await make({ program: process.env.MM_OPENBOOK_SO, modules }), faults, { slotMs: 0, landSlots: 1 });
	world.tick();
	const desk = makeDesk(world), mint = desk.mint(keypair('m1:baseMint'), 6);
	const market = desk.makeMarket({ tag: 'm1', baseMint: mint, quoteMint: WSOL, baseLot: 1000000n, quoteLot: 1n });
	for (const w of [alice, bob]) desk.fund(w.key, { lamports: 10n * SOL, tokens: { [mint]: 10n ** 9n, [WSOL]: SOL } });
	const sign = (who, ...ixs) => build(ixs, [who], world.engine.blockhash());
	return { world, faults, desk, market, mint, rpc: rpcMethods(world), jito: jitoMethods(world), sign };
}

const order = (side, price, size, more = {}) => ({ side, price, size, quote: side === 'buy' ? price * size * 2n : 1n, type: 'limit', ...more });
const text = (wire) => wire.toString('base64');
const BASE64 = { encoding: 'base64' };
const pay = (who, to, n) => system.transfer(who.key, to, n);
const units = (n) => ({ program: BUDGET, accounts: [], data: bytes(['u8', 2, 'u32', n]) });
const price = (n) => ({ program: BUDGET, accounts: [], data: bytes(['u8', 3, 'u64', n]) });

const checks = {
	async 'a match is judged also where the same transaction hands out its events and closes the account'() {
		const { world, desk, market, mint, sign } = await start();
		for (const name of ['alice', 'bob']) desk.trade(name, market, order('buy', 1n, 1n));
		desk.trade('bob', market, order('sell', 10000n, 5n, { clientId: 7n }));
		const [a, b] = [alice, bob].map((w) => ooOf(w.key, market.market)), from = world.ledger().length;
		const id = openOrders(world.engine.get(a).data).orders[0];
		const r = world.execute(sign(alice, units(1400000),
			openbook.newOrder(market, a, ataOf(alice.key, WSOL), alice.key, order('buy', 10000n, 5n, { type: 'ioc' })),
			openbook.cancel(market, a, alice.key, id.side, id.id),
			openbook.consume(market, [a, b], 65535),
			openbook.settle(market, a, alice.key, ataOf(alice.key, mint), ataOf(alice.key, WSOL)),
			openbook.close(market, a, alice.key, alice.key)));
		assert.equal(r.err, null);
		assert.equal(world.engine.get(a), null);
		const { matches } = world.ledger()[from];
		assert.deepEqual(matches.map((m) => [m.maker_owner, m.taker_owner, m.maker_oo, m.taker_oo, m.maker_side, m.client_id, m.paid]),
			[[bob.key, alice.key, b, a, 'sell', 7n, 5000000n]]);
	},

	async 'the fee is for the signatures and the units asked for, and a failed transaction pays it'() {
		const { world, rpc, sign } = await start(), before = world.engine.get(alice.key).lamports;
		const good = sign(alice, units(300001), price(7n), pay(alice, bob.key, 5n)), bad = sign(alice, pay(alice, bob.key, 10n ** 15n));
		assert.equal(rpc.getFeeForMessage([text(parse(good).message)]).value, 5003);
		rpc.sendTransaction([text(good), BASE64]);
		assert.throws(() => rpc.sendTransaction([text(bad), BASE64]), { code: -32002 });
		rpc.sendTransaction([text(bad), { ...BASE64, skipPreflight: true }]);
		assert.equal(world.engine.get(alice.key).lamports, before - 5n - 5003n - 5000n);
		assert.deepEqual(world.ledger().slice(-2).map((e) => [e.fee, e.err]), [[5003n, null], [5000n, { InstructionError: [0, { Custom: 1 }] }]]);
	},

	async 'getTransaction tells the balances before and after, tokens too, once it is confirmed'() {
		const { world, rpc, sign, market, desk } = await start();
		const wire = sign(alice, pay(alice, ataOf(alice.key, WSOL), 77n), token.sync(ataOf(alice.key, WSOL))), { id } = parse(wire);
		rpc.sendTransaction([text(wire), BASE64]);
		const ask = (commitment) => rpc.getTransaction([id, { ...BASE64, commitment, maxSupportedTransactionVersion: 0 }]);
		assert.equal(ask('confirmed'), null);
		world.advance(1);
		assert.equal(ask('finalized'), null);
		const { meta } = ask('confirmed'), i = meta.postTokenBalances[0].accountIndex;
		assert.equal(meta.preBalances[0] - meta.postBalances[0], 77 + meta.fee);
		assert.equal(meta.postBalances[i] - meta.preBalances[i], 77);
		assert.deepEqual([meta.preTokenBalances, meta.postTokenBalances].map(([t]) => [t.owner, t.mint, t.uiTokenAmount.amount]),
			[[alice.key, WSOL, '1000000000'], [alice.key, WSOL, '1000000077']]);
		assert.equal(meta.postTokenBalances[0].uiTokenAmount.uiAmountString, '1.000000077');
		assert.equal(desk.book(market).bids.length, 0);
	},

	async 'an address has its signatures, newest first, between before and until'() {
		const { world, rpc, sign } = await start(), ids = [];
		for (let n = 1n; n <= 5n; n++) {
			const wire = sign(alice, pay(alice, bob.key, n));
			ids.unshift(parse(wire).id);
			world.execute(wire);
			world.advance(1);
		}
		const list = (c) => rpc.getSignaturesForAddress([bob.key, { commitment: 'confirmed', ...c }]).map((s) => s.signature);
		assert.deepEqual(list({}), ids);
		assert.deepEqual(list({ limit: 2 }), ids.slice(0, 2));
		assert.deepEqual(list({ before: ids[1] }), ids.slice(2));
		assert.deepEqual(list({ before: ids[1], until: ids[4] }), ids.slice(2, 4));
		assert.deepEqual(rpc.getSignaturesForAddress([bob.key]), []);
		assert.throws(() => list({ limit: 1001 }), { code: -32602 });
	},

	async 'a node that lags has the accounts and the statuses of its slot'() {
		const { world, faults, rpc, sign } = await start();
		const has = () => rpc.getBalance([bob.key]), before = has().value, wire = sign(alice, pay(alice, bob.key, 1000n));
		world.advance(3);
		rpc.sendTransaction([text(wire), BASE64]);
		const status = () => rpc.getSignatureStatuses([[parse(wire).id]]).value[0];
		assert.equal(status().confirmationStatus, 'processed');
		faults.set({ next: { behind: 2 }, amount: { behind: 2 } });
		const old = has();
		assert.deepEqual([old.value, old.context.slot], [before, world.slot() - 2]);
		assert.equal(status(), null);
		assert.equal(has().value, before + 1000);
	},

	async 'without its history a node forgets a status after 300 slots'() {
		const { world, rpc, sign } = await start(), wire = sign(alice, pay(alice, bob.key, 1n)), ids = [parse(wire).id];
		rpc.sendTransaction([text(wire), BASE64]);
		world.advance(301);
		assert.equal(rpc.getSignatureStatuses([ids]).value[0], null);
		assert.equal(rpc.getSignatureStatuses([ids, { searchTransactionHistory: true }]).value[0].confirmationStatus, 'finalized');
	},

	async 'a transaction lands once, not after its blockhash, and not with a wrong signature'() {
		const { world, rpc, sign } = await start(), wire = sign(alice, pay(alice, bob.key, 1n)), late = sign(alice, pay(alice, bob.key, 2n));
		const wrong = Buffer.from(wire);
		wrong[5] ^= 1;
		assert.throws(() => rpc.sendTransaction([text(wrong), BASE64]), { code: -32003 });
		assert.equal(rpc.simulateTransaction([text(wrong), { ...BASE64, sigVerify: true }]).value.err, 'SignatureFailure');
		assert.equal(rpc.simulateTransaction([text(wrong), BASE64]).value.err, null);
		rpc.sendTransaction([text(wire), BASE64]);
		assert.throws(() => rpc.sendTransaction([text(wire), BASE64]), /already been processed/);
		const n = world.ledger().length;
		rpc.sendTransaction([text(wire), { ...BASE64, skipPreflight: true }]);
		world.advance(151);
		assert.throws(() => rpc.sendTransaction([text(late), BASE64]), /Blockhash not found/);
		rpc.sendTransaction([text(late), { ...BASE64, skipPreflight: true }]);
		assert.equal(world.ledger().length, n);
	},

	async 'a confirmed transaction vanishes, and may land again'() {
		const { world, faults, rpc, sign } = await start(), wire = sign(alice, pay(alice, bob.key, 1000n)), ids = [parse(wire).id];
		const before = world.engine.get(bob.key).lamports;
		faults.set({ next: { vanish: 1 } });
		rpc.sendTransaction([text(wire), BASE64]);
		world.advance(2);
		assert.equal(rpc.getSignatureStatuses([ids]).value[0].confirmationStatus, 'confirmed');
		world.advance(2);
		assert.equal(rpc.getSignatureStatuses([ids]).value[0], null);
		assert.equal(world.engine.get(bob.key).lamports, before);
		rpc.sendTransaction([text(wire), BASE64]);
		assert.equal(world.engine.get(bob.key).lamports, before + 1000n);
	},

	async 'a bundle is whole or not at all, but where a fault says otherwise'() {
		const { world, faults, jito, sign } = await start();
		const tip = () => pay(alice, TIPS[3], 1000n), has = () => world.engine.get(bob.key).lamports, before = has();
		let n = 0n;
		const bundle = (last = tip()) => [sign(alice, pay(alice, bob.key, ++n * 10n)), sign(alice, pay(alice, bob.key, 1n), last)].map(text);
		const send = (b) => jito.sendBundle([b, BASE64]), state = (id) => jito.getInflightBundleStatuses([[id]]).value[0].status;
		assert.throws(() => send(bundle(pay(alice, bob.key, 2n))), /tip account/);
		assert.throws(() => send([...bundle(), ...bundle(), ...bundle()]), /maximum number/);
		assert.equal(state('no such'), 'Invalid');

		const good = send(bundle());
		assert.equal(state(good), 'Pending');
		world.advance(1);
		assert.equal(state(good), 'Landed');
		assert.equal(jito.getBundleStatuses([[good]]).value[0].transactions.length, 2);
		assert.equal(world.ledger().at(-1).tip, 1000n);
		assert.equal(has(), before + n * 10n + 1n);

		const held = has();
		for (const last of [pay(alice, TIPS[0], 999n), pay(alice, TIPS[0], 10n ** 15n)]) {
			const failing = send(bundle(last));
			world.advance(1);
			assert.equal(state(failing), 'Failed');
		}
		faults.set({ next: { jitoFail: 1, jitoPending: 0 } });
		const failed = send(bundle());
		faults.set({ next: { jitoPending: 1 } });
		const never = send(bundle());
		world.advance(2);
		assert.deepEqual([state(failed), state(never), has()], ['Failed', 'Pending', held]);
		world.advance(150);
		assert.equal(state(never), 'Failed');

		faults.set({ next: { jitoAlone: 1 } });
		const ledger = world.ledger().length, half = send(bundle());
		world.advance(1);
		assert.notEqual(state(half), 'Landed');
		assert.equal(world.ledger().length, ledger + 1);
	},

	async 'dropped, or late'() {
		const { world, faults, rpc, sign } = await start(), n = world.ledger().length;
		const send = (lamports) => rpc.sendTransaction([text(sign(alice, pay(alice, bob.key, lamports))), BASE64]);
		faults.set({ next: { drop: 1 } });
		send(1n);
		faults.set({ next: { delay: 1 }, amount: { delay: 4 } });
		send(2n);
		world.advance(3);
		assert.equal(world.ledger().length, n);
		world.advance(1);
		assert.equal(world.ledger().length, n + 1);
	},
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
	try {
		await check();
	} catch (e) {
		failed++;
		console.log(`not so: ${name}\n${e.stack}`);
	}
}
console.log(`${Object.keys(checks).length} checks, ${failed} failed`);
process.exit(failed ? 1 : 0);
