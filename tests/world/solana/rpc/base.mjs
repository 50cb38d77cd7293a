// base.mjs - what every RPC method has in common: its errors, its arguments, and where
// the node stands that answers.
import { decode58, encode58, key32, parse } from '../wire.mjs';

const MAX_WIRE = 1232;

export class RpcError extends Error {
	constructor(code, message, data) {
		super(message);
		this.code = code;
		this.data = data;
	}
}

export const invalid = (what) => new RpcError(-32602, what);

// An address, or the error a node gives for it.
export function address(text) {
	try {
		key32(text);
		return text;
	} catch {
		throw invalid('Invalid param: Invalid');
	}
}

export function atMost(list, n) {
	if (list.length > n) throw invalid(`Too many inputs provided; max ${n}`);
	return list;
}

// A transaction as it was sent, or why it is none.
export function wireOf(text, encoding = 'base58') {
	let wire;
	try {
		wire = encoding === 'base64' ? Buffer.from(text, 'base64') : decode58(text);
		if (encoding === 'base64' && wire.toString('base64') !== text) throw new Error();
	} catch {
		throw invalid(`invalid ${encoding} encoding`);
	}
	const kind = 'solana_transaction::versioned::VersionedTransaction';
	if (wire.length > MAX_WIRE) throw invalid(`${encoding} encoded ${kind} too large: ${wire.length} bytes (max: encoded/raw 1644/${MAX_WIRE})`);
	try {
		parse(wire);
	} catch (e) {
		throw invalid(`failed to deserialize ${kind}: ${e.message}`);
	}
	return wire;
}

// The node that answers one call.  It may lag: then it says so in its context, and its
// accounts are those of that slot.  It refuses what wants a slot it has not reached.
export function node(world, config) {
	const slot = world.slot() - (world.faults.hit('behind') || 0);
	if (config?.minContextSlot > slot)
		throw new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot: slot });
	return {
		slot,
		says: (value) => ({ context: { apiVersion: '2.1.0', slot }, value }),
		get: (key) => world.engine.at(key, slot),
		owned: (program) => world.engine.ownedAt(program, slot),
	};
}

// An account in the form of the RPC; null: none.
export function show(a, { encoding = 'base64', dataSlice: s } = {}) {
	if (!a) return null;
	const b = s ? a.data.subarray(s.offset, s.offset + s.length) : a.data;
	return { data: encoding === 'base58' ? [encode58(b), 'base58'] : [b.toString('base64'), 'base64'], executable: a.executable,
		lamports: Number(a.lamports), owner: a.owner, rentEpoch: 18446744073709551615n, space: a.data.length };
}
