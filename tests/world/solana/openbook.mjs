// openbook.mjs - OpenBook v1 for the world's own use: the instructions of its makers
// and takers, and what stands in the accounts.
import { ATA, DEX, RENT, SYSTEM, TOKEN, ataOf, encode58, key32, programAddress, withSeed } from './wire.mjs';

const w = (key, signer = false) => ({ key, signer, writable: true });
const r = (key, signer = false) => ({ key, signer, writable: false });

// bytes(['u8', 1, 'u64', 2n, ...]): little-endian.
export function bytes(fields) {
	const out = [];
	for (let i = 0; i < fields.length; i += 2) {
		const v = fields[i + 1];
		const b = Buffer.alloc({ u8: 1, u16: 2, u32: 4, u64: 8, u128: 16 }[fields[i]] ?? 0);
		switch (fields[i]) {
		case 'u8': b.writeUInt8(v); break;
		case 'u16': b.writeUInt16LE(v); break;
		case 'u32': b.writeUInt32LE(v); break;
		case 'u64': b.writeBigUInt64LE(BigInt.asUintN(64, BigInt(v))); break;
		case 'u128':
			b.writeBigUInt64LE(BigInt.asUintN(64, BigInt(v)));
			b.writeBigUInt64LE(BigInt(v) >> 64n, 8);
			break;
		case 'key': out.push(key32(v)); continue;
		case 'raw': out.push(Buffer.from(v)); continue;
		default: throw new Error(fields[i]);
		}
		out.push(b);
	}
	return Buffer.concat(out);
}

export const system = {
	create: (from, account, lamports, space, owner) => ({
		program: SYSTEM, accounts: [w(from, true), w(account, true)],
		data: bytes(['u32', 0, 'u64', lamports, 'u64', space, 'key', owner]),
	}),
	createWithSeed: (from, base, seed, lamports, space, owner) => ({
		program: SYSTEM,
		accounts: [w(from, true), w(withSeed(base, seed, owner)), ...(from === base ? [] : [r(base, true)])],
		data: bytes(['u32', 3, 'key', base, 'u64', seed.length, 'raw', seed, 'u64', lamports, 'u64', space, 'key', owner]),
	}),
	transfer: (from, to, lamports) => ({
		program: SYSTEM, accounts: [w(from, true), w(to)], data: bytes(['u32', 2, 'u64', lamports]),
	}),
};

export const token = {
	initMint: (mint, decimals, authority) => ({
		program: TOKEN, accounts: [w(mint)], data: bytes(['u8', 20, 'u8', decimals, 'key', authority, 'u8', 0]),
	}),
	initAccount: (account, mint, owner) => ({
		program: TOKEN, accounts: [w(account), r(mint)], data: bytes(['u8', 18, 'key', owner]),
	}),
	mintTo: (mint, account, authority, amount) => ({
		program: TOKEN, accounts: [w(mint), w(account), r(authority, true)], data: bytes(['u8', 7, 'u64', amount]),
	}),
	sync: (account) => ({ program: TOKEN, accounts: [w(account)], data: bytes(['u8', 17]) }),
	createAta: (payer, owner, mint) => ({
		program: ATA, data: bytes(['u8', 1]),
		accounts: [w(payer, true), w(ataOf(owner, mint)), r(owner), r(mint), r(SYSTEM), r(TOKEN)],
	}),
};

// Where a wallet's orders on a market stand, as the programs of this suite make it.
export const ooSeed = (market) => market.slice(0, 32);
export const ooOf = (owner, market) => withSeed(owner, ooSeed(market), DEX);

export function vaultSigner(market) {
	for (let nonce = 0n; ; nonce++) {
		const key = programAddress([key32(market), bytes(['u64', nonce])], DEX);
		if (key) return { nonce, key };
	}
}

const head = (tag) => ['u8', 0, 'u32', tag];
const I64_MAX = (1n << 63n) - 1n;
const order = (o) => ['u32', o.side === 'buy' ? 0 : 1, 'u64', o.price, 'u64', o.size, 'u64', o.quote, 'u32', o.selfTrade ?? 0,
	'u32', { limit: 0, ioc: 1, postOnly: 2 }[o.type ?? 'limit'], 'u64', o.clientId ?? 0, 'u16', o.limit ?? 65535,
	'u64', o.maxTs ?? I64_MAX];
const orderAccounts = (m, oo, payer, owner) => [w(m.market), w(oo), w(m.requests), w(m.events), w(m.bids), w(m.asks),
	w(payer), r(owner, true), w(m.baseVault), w(m.quoteVault), r(TOKEN), r(RENT)];
const cancelAccounts = (m, oo, owner) => [r(m.market), w(m.bids), w(m.asks), w(oo), r(owner, true), w(m.events)];
const dex = (accounts, fields) => ({ program: DEX, accounts, data: bytes(fields) });

// ConsumeEvents looks an account up by its four little-endian words.
const words = (key) => [0, 8, 16, 24].map((i) => key32(key).readBigUInt64LE(i));
export function byWords(a, b) {
	const x = words(a), y = words(b);
	for (let i = 0; i < 4; i++) if (x[i] !== y[i]) return x[i] < y[i] ? -1 : 1;
	return 0;
}

export const openbook = {
	initMarket: (m) => dex([w(m.market), w(m.requests), w(m.events), w(m.bids), w(m.asks), w(m.baseVault), w(m.quoteVault),
		r(m.baseMint), r(m.quoteMint), r(RENT)],
	[...head(0), 'u64', m.baseLot, 'u64', m.quoteLot, 'u16', 0, 'u64', m.nonce, 'u64', 100]),
	initOo: (m, oo, owner) => dex([w(oo), r(owner, true), r(m.market), r(RENT)], head(15)),
	newOrder: (m, oo, payer, owner, o) => dex(orderAccounts(m, oo, payer, owner), [...head(10), ...order(o)]),
	replaceOne: (m, oo, payer, owner, o) => dex(orderAccounts(m, oo, payer, owner), [...head(19), ...order(o)]),
	replace: (m, oo, payer, owner, os) => dex(orderAccounts(m, oo, payer, owner),
		[...head(20), 'u64', os.length, ...os.flatMap(order)]),
	cancel: (m, oo, owner, side, id) => dex(cancelAccounts(m, oo, owner),
		[...head(11), 'u32', side === 'buy' ? 0 : 1, 'u128', id]),
	cancelByClientId: (m, oo, owner, id) => dex(cancelAccounts(m, oo, owner), [...head(12), 'u64', id]),
	cancelByClientIds: (m, oo, owner, ids) => dex(cancelAccounts(m, oo, owner), [...head(18), ...ids.flatMap((i) => ['u64', i])]),
	consume: (m, oos, limit) => dex([...[...oos].sort(byWords).map((k) => w(k)), w(m.market), w(m.events), w(m.market), w(m.market)],
		[...head(3), 'u16', limit]),
	settle: (m, oo, owner, base, quote) => dex([w(m.market), w(oo), r(owner, true), w(m.baseVault), w(m.quoteVault),
		w(base), w(quote), r(m.vaultSigner), r(TOKEN)], head(5)),
	close: (m, oo, owner, to) => dex([w(oo), r(owner, true), w(to), r(m.market)], head(14)),
};

// --- what stands in the accounts

const u64 = (b, o) => b.readBigUInt64LE(o);
const u128 = (b, o) => u64(b, o) | u64(b, o + 8) << 64n;
const key = (b, o) => encode58(b.subarray(o, o + 32));

// The leaves of a side, best first.
export function slab(b) {
	const leaves = [], bids = !!(u64(b, 5) & 32n), stack = u64(b, 37) ? [b.readUInt32LE(33)] : [];
	while (stack.length) {
		const o = 45 + 72 * stack.pop(), tag = b.readUInt32LE(o);
		if (tag === 1) {
			const [zero, one] = [b.readUInt32LE(o + 24), b.readUInt32LE(o + 28)];
			stack.push(...(bids ? [zero, one] : [one, zero]));
		} else if (tag === 2) {
			const id = u128(b, o + 8);
			leaves.push({ side: bids ? 'buy' : 'sell', slot: b[o + 4], id, price: id >> 64n, oo: key(b, o + 24),
				size: u64(b, o + 56), clientId: u64(b, o + 64) });
		}
	}
	return leaves;
}

// The events since sequence number from, those that were handed out too: the ring still
// has them until others take their place.  Without from: those that wait.
export function events(b, from) {
	const first = u64(b, 13), waiting = u64(b, 29) - u64(b, 21), next = u64(b, 29);
	const capacity = BigInt(Math.floor((b.length - 44) / 88)), oldest = next > capacity ? next - capacity : 0n;
	const start = from === undefined ? waiting : from > oldest ? from : oldest;
	return Array.from({ length: Number(next - start) }, (_, i) => {
		const seq = start + BigInt(i), place = (first + seq - waiting + capacity) % capacity;
		const o = 37 + 88 * Number(place), flags = b[o];
		return { seq, fill: !!(flags & 1), side: flags & 4 ? 'buy' : 'sell', maker: !!(flags & 8),
			slot: b[o + 1], received: u64(b, o + 8), paid: u64(b, o + 16), fee: u64(b, o + 24), id: u128(b, o + 32),
			oo: key(b, o + 48), clientId: u64(b, o + 80) };
	});
}

export const eventSeq = (b) => u64(b, 29);

export function openOrders(b) {
	const free = u128(b, 109), bid = u128(b, 125), orders = [];
	for (let i = 0; i < 128; i++)
		if (!(free >> BigInt(i) & 1n))
			orders.push({ slot: i, side: bid >> BigInt(i) & 1n ? 'buy' : 'sell', id: u128(b, 141 + 16 * i),
				clientId: u64(b, 2189 + 8 * i) });
	return { market: key(b, 13), owner: key(b, 45), baseFree: u64(b, 77), baseTotal: u64(b, 85), quoteFree: u64(b, 93),
		quoteTotal: u64(b, 101), orders };
}
