// evidence.mjs - what a run leaves behind, as the judge wants it: what mm-submit was given
// and said, what its journal holds, and what the chain has.
import { of, records } from './process.mjs';

// A decimal in units of another, exactly; null where it is no multiple.
export function inUnits(value, unit) {
	const places = (t) => (t.split('.')[1] ?? '').length, n = Math.max(places(value), places(unit));
	const scaled = (t) => BigInt(t.replace('.', '') + '0'.repeat(n - places(t)));
	return scaled(value) % scaled(unit) === 0n ? (scaled(value) / scaled(unit)).toString() : null;
}

export function evidence({ run, ends, info, ledger, book, journal, open }) {
	const given = records(run.given), said = records(run.said), final = records([`${ends.last.name}.said`]);
	const [market] = of('market', given), oos = of('oo', given);
	const lots = (o) => ({ side: o.side, client_id: o.client_id, price: inUnits(o.price, market.tick), size: inUnits(o.size, market.base_lot) });
	const own = Object.entries(info.wallets).filter(([, w]) => oos.some((o) => o.address && o.wallet && info.wallets[o.wallet] === w)).map(([, w]) => w.pubkey);
	const places = oos.map((o) => o.address);
	return {
		own: new Set(own), seen: [...run.seen.values()], ledger,
		txs: new Map(of('signed_tx', given).map((t) => [t.id, t.intents])),
		actions: new Map(of('action', given).map((a) => [a.intent_id, a.client_id && a.price ? { ...a, ...lots(a) } : a])),
		receipts: of('receipt', said),
		journal: (journal ? JSON.parse(journal) : []).map((e) => ({ ...e, intent_id: e.intent_id.replace('solana/', ''), attempt: e.attempt.replace('solana/', '') })),
		codes: ends.codes, open: open.trim(), calm: ends.last.codes,
		refusals: of('refusal', final),
		wanted: of('order', final).map((o) => ({ wallet: o.wallet, ...lots(o) })),
		resting: [...book.bids, ...book.asks].filter((l) => places.includes(l.oo))
			.map((l) => ({ wallet: oos.find((o) => o.address === l.oo).wallet, side: l.side, client_id: l.clientId, price: l.price, size: l.size })),
	};
}
