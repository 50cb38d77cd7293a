// ledger.mjs - what really happened, transaction by transaction: the judge of every
// campaign.
import { DEX } from './wire.mjs';
import { eventSeq, events, openOrders } from './openbook.mjs';

const TAGS = { 3: 'consume', 5: 'settle', 10: 'place', 11: 'cancel', 12: 'cancel', 14: 'close', 15: 'init', 18: 'cancel',
	19: 'replace', 20: 'replace' };

const u64 = (d, o) => d.readBigUInt64LE(o).toString();

function orders(d, at, n) {
	return Array.from({ length: n }, (_, i) => {
		const o = at + 54 * i;
		return { side: d.readUInt32LE(o) ? 'sell' : 'buy', price: u64(d, o + 4), size: u64(d, o + 12), client_id: u64(d, o + 36) };
	});
}

// The OpenBook instructions of a transaction, decoded by a reader of its own.
export function describe(tx, keys) {
	return tx.instructions.filter((ix) => tx.keys[ix.program] === DEX).map(({ data: d, accounts: a }) => {
		const tag = d.readUInt32LE(1), key = (i) => keys[a[i]], name = TAGS[tag] ?? String(tag);
		if (tag === 10 || tag === 19) return { name, market: key(0), oo: key(1), orders: orders(Buffer.concat([d, Buffer.alloc(8)]), 5, 1) };
		if (tag === 20) return { name, market: key(0), oo: key(1), orders: orders(d, 13, Number(d.readBigUInt64LE(5))) };
		if (tag === 18)
			return { name, market: key(0), oo: key(3),
				client_ids: Array.from({ length: (d.length - 5) / 8 }, (_, i) => u64(d, 5 + 8 * i)).filter((s) => s !== '0') };
		if (tag === 12) return { name, market: key(0), oo: key(3), client_ids: [u64(d, 5)] };
		return { name, oo: key(tag === 5 ? 1 : tag === 11 ? 3 : 0) };
	});
}

const ownerOf = (account) => (account ? openOrders(account.data).owner : null);

// The matches among a market's events since sequence number from, each with both sides:
// a taker comes behind the maker it met.  account: what an address held, be it only
// while the transaction ran.
export function matches(market, ring, from, account) {
	const found = [];
	let maker = null;
	for (const e of events(ring, from).filter((x) => x.fill)) {
		if (e.maker) {
			maker = e;
			continue;
		}
		found.push({ market: market.market, seq: maker.seq, maker_oo: maker.oo, taker_oo: e.oo,
			maker_owner: ownerOf(account(maker.oo)), taker_owner: ownerOf(account(e.oo)), maker_side: maker.side,
			client_id: maker.clientId, taker_client_id: e.clientId, received: maker.received, paid: maker.paid, fee: maker.fee });
	}
	return found;
}

export const seqOf = (engine, market) => eventSeq(engine.get(market.events).data);
