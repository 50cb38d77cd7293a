// landed.mjs - the RPC methods about transactions that landed.
import { encode58, parse } from '../wire.mjs';
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

	function meta(s, tx) {
		const lamports = (b) => b.lamports.map(Number), loaded = s.keys.slice(tx.keys.length);
		const n = tx.tables.reduce((sum, t) => sum + t.writable.length, 0);
		return { err: s.err, status: s.err ? { Err: s.err } : { Ok: null }, fee: Number(s.fee), computeUnitsConsumed: s.cu,
			logMessages: s.logs, innerInstructions: [], preBalances: lamports(s.before), postBalances: lamports(s.after),
			preTokenBalances: s.before.tokens, postTokenBalances: s.after.tokens,
			loadedAddresses: { writable: loaded.slice(0, n), readonly: loaded.slice(n) } };
	}

	// A transaction as bytes, or, where nothing is said, in JSON.
	function shown(s, tx, encoding = 'json') {
		if (encoding !== 'json') return [encoding === 'base58' ? encode58(s.wire) : s.wire.toString('base64'), encoding];
		const { required, readonlySigned, readonlyUnsigned } = tx.header;
		const message = { accountKeys: tx.keys, recentBlockhash: tx.blockhash,
			header: { numRequiredSignatures: required, numReadonlySignedAccounts: readonlySigned, numReadonlyUnsignedAccounts: readonlyUnsigned },
			instructions: tx.instructions.map((ix) => ({ programIdIndex: ix.program, accounts: ix.accounts, data: encode58(ix.data), stackHeight: null })) };
		if (tx.version !== 'legacy')
			message.addressTableLookups = tx.tables.map((t) => ({ accountKey: t.key, writableIndexes: t.writable, readonlyIndexes: t.readonly }));
		return { signatures: tx.signatures.map(encode58), message };
	}

	return {
		getSignatureStatuses: ([ids, c]) => {
			const n = node(world);
			return n.says(atMost(ids, MAX_IDS).map((id) => status(id, n, c?.searchTransactionHistory)));
		},
		getTransaction: ([id, c]) => {
			const s = world.status(id);
			if (!s?.wire || !sure(s, c)) return null;
			const tx = parse(s.wire), { version } = tx;
			if (version !== 'legacy' && c?.maxSupportedTransactionVersion === undefined)
				throw new RpcError(-32015, `Transaction version (${version}) is not supported by the requesting client. ` +
					'Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": 0');
			return { blockTime: s.seconds, slot: s.slot, transaction: shown(s, tx, c?.encoding), version, meta: meta(s, tx) };
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
