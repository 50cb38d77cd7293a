// rpc.mjs - the JSON-RPC methods of a Solana node over a chain.
import { TOKEN, decode58, encode58, key32, parse } from './wire.mjs';

export class RpcError extends Error {
	constructor(code, message, data) {
		super(message);
		this.code = code;
		this.data = data;
	}
}

const MAX_WIRE = 1232;
const SENTENCES = { BlockhashNotFound: 'Blockhash not found', AlreadyProcessed: 'This transaction has already been processed',
	SignatureFailure: 'Transaction did not pass signature verification', InsufficientFundsForFee: 'Insufficient funds for fee',
	AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.' };

function sentence(err) {
	if (typeof err === 'string') return SENTENCES[err] ?? err;
	if (!err.InstructionError) return JSON.stringify(err);
	const [i, what] = err.InstructionError;
	return `Error processing Instruction ${i}: ${what.Custom === undefined ? what : `custom program error: 0x${what.Custom.toString(16)}`}`;
}

// A transaction as it was sent, or why it is none.
export function wireOf(text, encoding = 'base58') {
	let wire;
	try {
		wire = encoding === 'base64' ? Buffer.from(text, 'base64') : decode58(text);
		if (encoding === 'base64' && wire.toString('base64') !== text) throw new Error();
	} catch {
		throw new RpcError(-32602, `invalid ${encoding} encoding`);
	}
	const kind = 'solana_transaction::versioned::VersionedTransaction';
	if (wire.length > MAX_WIRE) throw new RpcError(-32602, `${encoding} encoded ${kind} too large: ${wire.length} bytes (max: encoded/raw 1644/${MAX_WIRE})`);
	try {
		parse(wire);
	} catch (e) {
		throw new RpcError(-32602, `failed to deserialize ${kind}: ${e.message}`);
	}
	return wire;
}

export function methods(world) {
	const { engine, faults } = world;
	// A node that lags says so in its context, and answers from where it is.
	const lag = () => faults.hit('behind') || 0;
	const withContext = (value, behind = 0) => ({ context: { apiVersion: '2.1.0', slot: world.slot() - behind }, value });
	const key = (text) => {
		try {
			key32(text);
			return text;
		} catch {
			throw new RpcError(-32602, 'Invalid param: Invalid');
		}
	};
	const data = (bytes, { encoding = 'base64', dataSlice: s } = {}) => {
		const b = s ? bytes.subarray(s.offset, s.offset + s.length) : bytes;
		return encoding === 'base58' ? [encode58(b), 'base58'] : [b.toString('base64'), 'base64'];
	};
	const show = (a, config) => a && { data: data(a.data, config), executable: a.executable, lamports: Number(a.lamports),
		owner: a.owner, rentEpoch: 18446744073709551615n, space: a.data.length };

	// minContextSlot: a node that is not there yet does not answer.
	function reached(config, behind) {
		const at = world.slot() - behind;
		if (config?.minContextSlot > at)
			throw new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot: at });
	}

	function simulate(wire, config = {}) {
		const tx = parse(wire);
		if (!config.replaceRecentBlockhash && !world.fresh(tx))
			return { accounts: null, err: 'BlockhashNotFound', logs: [], returnData: null, unitsConsumed: 0 };
		const r = engine.simulate(wire);
		const accounts = config.accounts && !r.err
			? config.accounts.addresses.map((k) => show(r.post.get(k) ?? engine.get(k), config.accounts)) : null;
		return { accounts, err: r.err, innerInstructions: null, logs: r.logs, returnData: null, unitsConsumed: r.cu };
	}

	const passes = (a, filters = []) => filters.every((f) => {
		if (f.dataSize !== undefined) return a.data.length === f.dataSize;
		if (!f.memcmp) return true;
		const want = f.memcmp.encoding === 'base64' ? Buffer.from(f.memcmp.bytes, 'base64') : decode58(f.memcmp.bytes);
		return a.data.subarray(f.memcmp.offset, f.memcmp.offset + want.length).equals(want);
	});
	const list = (owned, config) => owned.map(([k, a]) => ({ account: show(a, config), pubkey: k }));

	function signatures([address, config = {}]) {
		const all = [...world.statuses()].filter(([, s]) => s.keys?.includes(address)).reverse();
		const from = config.before ? all.findIndex(([id]) => id === config.before) + 1 : 0;
		const until = config.until ? all.findIndex(([id]) => id === config.until) : -1;
		return all.slice(from, until < 0 ? undefined : until).slice(0, config.limit ?? 1000).map(([signature, s]) => ({
			signature, slot: s.slot, err: s.err, memo: null, blockTime: s.seconds, confirmationStatus: world.commitment(s.slot),
		}));
	}

	return {
		getHealth: () => 'ok',
		getVersion: () => ({ 'feature-set': 1, 'solana-core': '2.1.0' }),
		getGenesisHash: () => '11111111111111111111111111111111',
		getSlot: ([c] = []) => world.height(c?.commitment ?? 'finalized') - lag(),
		getBlockHeight: ([c] = []) => world.height(c?.commitment ?? 'finalized') - lag(),
		getBlockTime: () => world.seconds(),
		getEpochInfo: () => ({ absoluteSlot: world.slot(), blockHeight: world.slot(), epoch: 1036, slotIndex: 0, slotsInEpoch: 432000 }),
		getLatestBlockhash: ([c] = []) => {
			const behind = lag();
			reached(c, behind);
			const hash = engine.blockhash();
			return withContext({ blockhash: hash, lastValidBlockHeight: world.validUntil(hash) }, behind);
		},
		isBlockhashValid: ([h]) => withContext(world.hashes().has(h)),
		getAccountInfo: ([k, c]) => {
			const behind = lag();
			reached(c, behind);
			return withContext(show(engine.get(key(k)), c), behind);
		},
		getMultipleAccounts: ([keys, c]) => {
			if (keys.length > 100) throw new RpcError(-32602, 'Too many inputs provided; max 100');
			const behind = lag();
			reached(c, behind);
			return withContext(keys.map((k) => show(engine.get(key(k)), c)), behind);
		},
		getProgramAccounts: ([program, c = {}]) => {
			const found = list(engine.owned(key(program)).filter(([, a]) => passes(a, c.filters)), c);
			return c.withContext ? withContext(found) : found;
		},
		getTokenAccountsByOwner: ([owner, f, c = {}]) => withContext(list(engine.owned(f.programId ?? TOKEN).filter(([, a]) =>
			a.data.length === 165 && encode58(a.data.subarray(32, 64)) === owner && (!f.mint || encode58(a.data.subarray(0, 32)) === f.mint)), c)),
		getBalance: ([k]) => withContext(Number(engine.get(key(k))?.lamports ?? 0n)),
		getTokenAccountBalance: ([k]) => {
			const a = engine.get(key(k));
			if (a?.data.length !== 165) throw new RpcError(-32602, 'Invalid param: could not find account');
			return withContext({ amount: a.data.readBigUInt64LE(64).toString(), decimals: engine.get(encode58(a.data.subarray(0, 32))).data[44] });
		},
		getMinimumBalanceForRentExemption: ([n]) => Number(engine.rent(n)),
		getFeeForMessage: ([m]) => {
			const b = Buffer.from(m, 'base64');
			return withContext(5000 * b[b[0] & 128 ? 1 : 0]);
		},
		getSignatureStatuses: ([ids]) => {
			const behind = lag(), at = world.slot() - behind;
			return withContext(ids.map((id) => {
				const s = world.status(id);
				if (!s || s.slot > at) return null;
				const level = world.commitment(s.slot);
				return { confirmationStatus: level, confirmations: level === 'finalized' ? null : at - s.slot, err: s.err, slot: s.slot,
					status: s.err ? { Err: s.err } : { Ok: null } };
			}), behind);
		},
		getTransaction: ([id]) => {
			const s = world.status(id);
			if (!s?.wire) return null;
			const tx = parse(s.wire);
			return { blockTime: s.seconds, slot: s.slot, transaction: [s.wire.toString('base64'), 'base64'], version: tx.version,
				meta: { err: s.err, fee: Number(s.fee), computeUnitsConsumed: s.cu, logMessages: s.logs, ...s.balances } };
		},
		getSignaturesForAddress: signatures,
		getRecentPrioritizationFees: () => Array.from({ length: 150 }, (_, i) => ({
			prioritizationFee: [0, 0, 1000, 5000, 20000, 100000][(world.slot() - i) % 6], slot: world.slot() - 149 + i })),
		getPriorityFeeEstimate: ([o]) => (o?.options?.includeAllPriorityFeeLevels
			? { priorityFeeLevels: { min: 0, low: 2, medium: 10082, high: 100000, veryHigh: 1000000, unsafeMax: 50000000 } }
			: { priorityFeeEstimate: 10082 }),
		simulateTransaction: ([t, c = {}]) => withContext(simulate(wireOf(t, c.encoding), c)),
		sendTransaction: ([t, c = {}]) => {
			const wire = wireOf(t, c.encoding);
			if (!c.skipPreflight) {
				const v = simulate(wire);
				if (v.err) throw new RpcError(-32002, `Transaction simulation failed: ${sentence(v.err)}`, v);
			}
			world.send(wire);
			return parse(wire).id;
		},
	};
}
