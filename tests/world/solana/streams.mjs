// streams.mjs - random transactions for differential.mjs, of five kinds: trading; filling
// a small book until orders are turned out; the other programs; version 0 with lookup
// tables; and instructions with one thing wrong in them.
//
// A stream gives {instructions, signers, tables?} by the state of the one engine (the
// other has the same).
import { ALT, BUDGET, DEX, MEMO, RECENT, RENT, SYSTEM, TOKEN, WSOL, addressesOf, ataOf, findProgramAddress, key32, keypair } from './wire.mjs';
import { bytes, openOrders, ooOf, ooSeed, openbook, system, token } from './openbook.mjs';

export const NAMES = ['alice', 'bob', 'carol'];
const OO_SPACE = 3228, NONCE_SPACE = 80, I64_MAX = (1n << 63n) - 1n;

const w = (key, signer = false) => ({ key, signer, writable: true });
const r = (key, signer = false) => ({ key, signer, writable: false });

// random: () => [0, 1).  place: {engine, market, mint}.
export function streams(random, place) {
	const { engine, market: m, mint } = place;
	const pick = (n) => Math.floor(random() * n), any = (list) => list[pick(list.length)], some = (n, f) => Array.from({ length: n }, f);
	const wallets = NAMES.map(keypair), of = (k) => ({ base: ataOf(k.key, mint), quote: ataOf(k.key, WSOL), oo: ooOf(k.key, m.market) });

	const order = (more = {}) => {
		const side = any(['buy', 'sell']), price = BigInt(9980 + pick(40)), size = BigInt(1 + pick(9));
		return { side, price, size, quote: price * size + BigInt(pick(30) - 3), type: any(['limit', 'ioc', 'postOnly', 'postOnly']),
			selfTrade: pick(3), clientId: BigInt(pick(12)), limit: any([65535, 65535, 0, 1, 2]),
			maxTs: any([undefined, undefined, 10n ** 12n, I64_MAX, 5n]), ...more };
	};
	const payer = (o, a) => (pick(30) ? (o.side === 'buy' ? a.quote : a.base) : any([a.quote, a.base]));
	const cancelOne = (k, a) => {
		const has = engine.get(a.oo), orders = has?.data.length === OO_SPACE ? openOrders(has.data).orders : [];
		const o = orders.length ? any(orders) : { side: 'buy', id: 1n };
		return openbook.cancel(m, a.oo, k.key, pick(20) ? o.side : 'sell', o.id);
	};
	const makeOo = (k) => system.createWithSeed(k.key, k.key, ooSeed(m.market), engine.rent(OO_SPACE), OO_SPACE, DEX);
	const owners = (list) => list.map((n) => ooOf(keypair(n).key, m.market)).filter((k) => engine.get(k));

	// What a market maker and a taker do: [how often, (wallet, its accounts) => instruction].
	const trading = [
		[6, (k, a) => { const o = order(); return openbook.newOrder(m, pick(40) ? a.oo : of(any(wallets)).oo, payer(o, a), k.key, o); }],
		[2, (k, a) => { const o = order(); return openbook.replaceOne(m, a.oo, payer(o, a), k.key, o); }],
		[2, (k, a) => {
			const side = any(['buy', 'sell']), os = some(1 + pick(8), () => order({ side }));
			return openbook.replace(m, a.oo, side === 'buy' ? a.quote : a.base, k.key, os);
		}],
		[1, (k, a) => openbook.cancelByClientIds(m, a.oo, k.key, some(pick(9), () => BigInt(pick(12))))],
		[1, (k, a) => openbook.cancelByClientId(m, a.oo, k.key, BigInt(pick(12)))],
		[1, cancelOne],
		[2, (k) => openbook.consume(m, owners(any([NAMES, NAMES, [k.name]])), any([1, 3, 65535]))],
		[2, (k, a) => openbook.settle(m, a.oo, k.key, a.base, a.quote)],
		[1, (k, a) => {
			const ix = openbook.settle(m, a.oo, k.key, a.base, a.quote); // with a referrer
			return { ...ix, accounts: [...ix.accounts, w(any([of(any(wallets)).quote, a.base]))] };
		}],
		[1, (k, a) => openbook.close(m, a.oo, k.key, any(wallets).key)],
		[1, (k, a) => openbook.initOo(m, a.oo, k.key)],
		[1, makeOo],
	];

	// Orders that rest, each under an id of its own, until the book or the ring is full.
	const filling = [
		[12, (k, a) => {
			const side = any(['buy', 'sell', 'sell']), price = () => BigInt(side === 'buy' ? 1 + pick(90) : 110 + pick(90));
			const os = some(8, () => order({ side, price: price(), size: 1n, quote: 1000n, type: 'postOnly', clientId: BigInt(1 + pick(100000)), maxTs: I64_MAX, limit: 65535 }));
			return openbook.replace(m, a.oo, side === 'buy' ? a.quote : a.base, k.key, os);
		}],
		[2, cancelOne],
		[1, (k, a) => { const o = order({ type: 'ioc', price: any([1n, 200n]), quote: 10000n }); return openbook.newOrder(m, a.oo, payer(o, a), k.key, o); }],
		[2, () => openbook.consume(m, owners(NAMES), any([10, 30]))],
	];

	const nonceOf = (k) => keypair(`${k.name}:nonce`), amount = () => BigInt(any([0, 1, 5, 890880, 10 ** 12]));
	const made = (k) => keypair(`${k.name}:token`);
	const tokenIx = (accounts, fields) => ({ program: TOKEN, accounts, data: bytes(fields) });
	const recent = () => BigInt(engine.slot() - any([0, 1, 1, 1, 2, 600]));
	const tables = () => engine.owned(ALT).map(([key]) => key);

	// The other programs; an instruction may want a second signer.
	const programs = [
		[2, (k) => system.transfer(k.key, any([any(wallets).key, keypair(`new${pick(4)}`).key, nonceOf(k).key]), BigInt(any([1, 1000, 890880, 10000000])))],
		[1, makeOo],
		[2, (k) => [system.create(k.key, nonceOf(k).key, engine.rent(NONCE_SPACE) + BigInt(pick(2)), NONCE_SPACE, SYSTEM), nonceOf(k)]],
		[2, (k) => ({ program: SYSTEM, accounts: [w(nonceOf(k).key), r(RECENT), r(RENT)], data: bytes(['u32', 6, 'key', any([k, any(wallets)]).key]) })],
		[2, (k) => ({ program: SYSTEM, accounts: [w(nonceOf(k).key), r(RECENT), r(k.key, true)], data: bytes(['u32', 4]) })],
		[2, (k) => ({ program: SYSTEM, accounts: [w(nonceOf(k).key), w(any(wallets).key), r(RECENT), r(RENT), r(k.key, true)],
			data: bytes(['u32', 5, 'u64', any([1n, engine.get(nonceOf(k).key)?.lamports ?? 5n, engine.rent(NONCE_SPACE)])]) })],
		[2, (k) => token.createAta(k.key, keypair(any([...NAMES, 'dan'])).key, any([mint, WSOL]))],
		[1, (k) => ({ ...token.createAta(k.key, keypair(any([...NAMES, 'dan', 'eve'])).key, any([mint, WSOL])), data: Buffer.alloc(0) })],
		[3, (k) => tokenIx([w(of(k).base), w(of(any(wallets)).base), r(k.key, true)], ['u8', 3, 'u64', amount()])],
		[1, (k) => tokenIx([w(of(any(wallets)).base), w(of(k).base), r(k.key, true)], ['u8', 3, 'u64', amount()])],
		[2, (k) => tokenIx([w(of(k).quote), w(of(any(wallets)).quote), r(k.key, true)], ['u8', 3, 'u64', amount()])],
		[2, (k) => tokenIx([w(of(k).base), r(any([mint, WSOL])), w(of(any(wallets)).base), r(k.key, true)], ['u8', 12, 'u64', amount(), 'u8', any([6, 9])])],
		[2, (k) => token.sync(any([of(k).quote, of(k).quote, of(k).base, made(k).key]))],
		[2, (k) => tokenIx([w(of(k).base), r(any(wallets).key), r(k.key, true)], ['u8', 4, 'u64', amount()])],
		[1, (k) => tokenIx([w(of(k).base), r(k.key, true)], ['u8', 5])],
		[1, (k) => tokenIx([w(of(any(wallets)).base), w(any([mint, WSOL])), r(k.key, true)], ['u8', 8, 'u64', amount()])],
		[2, (k) => tokenIx([w(any([of(k).quote, made(k).key, of(k).base])), w(any([k.key, any(wallets).key])), r(k.key, true)], ['u8', 9])],
		[2, (k) => [system.create(k.key, made(k).key, engine.rent(165) + BigInt(pick(3)) * 1000n - BigInt(pick(2)), 165, TOKEN), made(k)]],
		[2, (k) => token.initAccount(made(k).key, any([mint, WSOL, WSOL, k.key]), k.key)],
		[1, (k) => token.mintTo(mint, of(any(wallets)).base, k.key, 5n)],
		[2, (k) => {
			const slot = recent(), [key, bump] = findProgramAddress([key32(k.key), bytes(['u64', slot])], ALT);
			return { program: ALT, accounts: [w(key), r(k.key), w(k.key, true), r(SYSTEM)], data: bytes(['u32', 0, 'u64', slot, 'u8', bump]) };
		}],
		[3, (k) => {
			const keys = some(1 + pick(5), () => any([m.market, m.bids, m.asks, m.events, m.requests, m.baseVault, m.quoteVault, TOKEN, RENT, of(k).oo]));
			return { program: ALT, accounts: [w(any([...tables(), k.key])), r(k.key, true), w(k.key, true), r(SYSTEM)],
				data: bytes(['u32', 2, 'u64', keys.length, ...keys.flatMap((x) => ['key', x])]) };
		}],
		[1, (k) => ({ program: ALT, accounts: [w(any([...tables(), k.key])), r(k.key, true)], data: bytes(['u32', 3]) })],
		[1, (k) => ({ program: ALT, accounts: [w(any([...tables(), k.key])), r(k.key, true), w(any(wallets).key)], data: bytes(['u32', 4]) })],
		[1, (k) => ({ program: MEMO, accounts: any([[], [r(k.key, true)]]), data: Buffer.from(any(['hello', 'Grüße', '']), 'utf8') })],
	];

	const budget = () => any([[], [], [
		{ program: BUDGET, accounts: [], data: bytes(['u8', 2, 'u32', any([1400000, 2000000])]) },
		{ program: BUDGET, accounts: [], data: bytes(['u8', 3, 'u64', any([0, 1, 333333])]) }].slice(pick(2)),
	[{ program: BUDGET, accounts: [], data: any([bytes(['u8', 2, 'u32', 9]).subarray(0, 4), bytes(['u8', 9]), bytes(['u8', 1, 'u32', 32768]), bytes(['u8', 4, 'u32', 1000000])]) }]]);

	function weighted(list) {
		let n = pick(list.reduce((sum, [weight]) => sum + weight, 0));
		return list.find(([weight]) => (n -= weight) < 0)[1];
	}
	function transaction(list, lengths, extra = () => []) {
		const who = any(wallets), signers = [who], instructions = extra();
		for (let n = any(lengths); n > 0; n--) {
			const [ix, signer] = [weighted(list)(who, of(who))].flat();
			instructions.push(ix);
			if (signer && !signers.includes(signer)) signers.push(signer);
		}
		return { instructions, signers };
	}

	// One thing wrong: an account of another kind, one too few, one right less, a byte.
	function broken() {
		const t = transaction(trading, [1]), ix = t.instructions[0], accounts = ix.accounts.map((a) => ({ ...a })), i = pick(accounts.length);
		const data = Buffer.from(ix.data), others = [m.market, m.bids, m.asks, m.events, m.requests, m.baseVault, m.quoteVault, mint, WSOL, TOKEN, RENT,
			...wallets.flatMap((k) => [k.key, ...Object.values(of(k))])];
		any([
			() => (accounts[i].key = accounts[i].signer ? accounts[i].key : any(others)),
			() => (accounts[i].key = accounts[i].signer ? accounts[i].key : any(others)),
			() => accounts.splice(i, 1),
			() => accounts.push(r(any(others))),
			() => (accounts[i].signer = false),
			() => (data[pick(data.length)] = any([0, 1, 255, pick(256)])),
		])();
		return { ...t, instructions: [{ ...ix, accounts, data: pick(8) ? data : data.subarray(0, pick(data.length)) }] };
	}

	return {
		trading: () => transaction(trading, [1, 1, 1, 2, 3]),
		filling: () => transaction(filling, [1, 2], () => [{ program: BUDGET, accounts: [], data: bytes(['u8', 2, 'u32', 1400000]) }]),
		programs: () => transaction([...programs, [2, weighted(trading)]], [1, 1, 2, 3], budget),
		tables: () => (pick(3) ? { ...transaction(trading, [1, 2]), tables: some(pick(3), () => any(tables())).filter((k, i, all) => k && all.indexOf(k) === i)
			.map((key) => ({ key, addresses: addressesOf(engine.get(key)) })) } : transaction(programs, [1, 2])),
		broken,
	};
}
