// landed.mjs - the RPC methods about transactions that landed.
import { parse } from '../wire.mjs';
import { RpcError, atMost, invalid, node } from './base.mjs';

const MAX_IDS = 256, MAX_SIGNATURES = 1000;
const REMEMBERED = 300; // slots for which a node knows a status without its history

export function landed(world) {
	// Confirmed, or finalized where nothing less is asked for; processed is not told of.
	const sure = (s, config) => world.slot() - s.slot >= (config?.commitment === 'confirmed' ? 1 : 32);

	function status(id, n, history) {
		const s = world.status(id);
		if (!s || s.slot > n.slot || !(history || n.slot - s.slot <= REMEMBERED)) return null;
		const level = world.commitment(s.slot);
		return { confirmationStatus: level, confirmations: level === 'finalized' ? null : n.slot - s.slot, err: s.err, slot: s.slot,
			status: s.err ? { Err: s.err } : { Ok: null } };
	}

	function meta(s) {
		const lamports = (b) => b.lamports.map(Number);
		return { err: s.err, status: s.err ? { Err: s.err } : { Ok: null }, fee: Number(s.fee), computeUnitsConsumed: s.cu,
			logMessages: s.logs, innerInstructions: [], preBalances: lamports(s.before), postBalances: lamports(s.after),
			preTokenBalances: s.before.tokens, postTokenBalances: s.after.tokens };
	}

	return {
		getSignatureStatuses: ([ids, c]) => {
			const n = node(world);
			return n.says(atMost(ids, MAX_IDS).map((id) => status(id, n, c?.searchTransactionHistory)));
		},
		getTransaction: ([id, c]) => {
			const s = world.status(id);
			if (!s?.wire || !sure(s, c)) return null;
			const { version } = parse(s.wire);
			if (version !== 'legacy' && c?.maxSupportedTransactionVersion === undefined)
				throw new RpcError(-32015, `Transaction version (${version}) is not supported by the requesting client. ` +
					'Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": 0');
			return { blockTime: s.seconds, slot: s.slot, transaction: [s.wire.toString('base64'), 'base64'], version, meta: meta(s) };
		},
		// Newest first.
		getSignaturesForAddress: ([key, c = {}]) => {
			node(world, c);
			const limit = c.limit ?? MAX_SIGNATURES;
			if (limit < 1 || limit > MAX_SIGNATURES) throw invalid(`Invalid limit; max ${MAX_SIGNATURES}`);
			const all = [...world.statuses()].reverse(), place = (id, otherwise) => (id ? all.findIndex(([i]) => i === id) : otherwise);
			const from = place(c.before, -1) + 1, until = place(c.until, all.length);
			if (c.before && !from) return [];
			return all.slice(from, until < 0 ? all.length : until).filter(([, s]) => s.keys.includes(key) && sure(s, c)).slice(0, limit)
				.map(([signature, s]) => ({ signature, slot: s.slot, err: s.err, memo: null, blockTime: s.seconds,
					confirmationStatus: world.commitment(s.slot) }));
		},
	};
}
