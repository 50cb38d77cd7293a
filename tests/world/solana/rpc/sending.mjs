// sending.mjs - the RPC methods that simulate and send.
import { parse } from '../wire.mjs';
import { RpcError, invalid, node, show, wireOf } from './base.mjs';

const SENTENCES = { BlockhashNotFound: 'Blockhash not found', AlreadyProcessed: 'This transaction has already been processed',
	InsufficientFundsForFee: 'Insufficient funds for fee',
	AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.' };

function sentence(err) {
	if (typeof err === 'string') return SENTENCES[err] ?? err;
	if (!err.InstructionError) return JSON.stringify(err);
	const [i, what] = err.InstructionError;
	return `Error processing Instruction ${i}: ${what.Custom === undefined ? what : `custom program error: 0x${what.Custom.toString(16)}`}`;
}

export function sending(world) {
	const { engine } = world;

	// config.sigVerify: with the signatures checked; a real node does not unless told.
	function simulate(wire, config) {
		const result = (more) => ({ accounts: null, err: null, innerInstructions: null, logs: [], returnData: null, unitsConsumed: 0, ...more });
		if (!config.replaceRecentBlockhash && !world.fresh(parse(wire))) return result({ err: 'BlockhashNotFound' });
		const r = engine.simulate(wire, !!config.sigVerify), accounts = config.accounts && !r.err
			? config.accounts.addresses.map((k) => show(r.post.get(k) ?? engine.get(k), config.accounts)) : null;
		const replacementBlockhash = config.replaceRecentBlockhash
			? { blockhash: engine.blockhash(), lastValidBlockHeight: world.validUntil(engine.blockhash()) } : undefined;
		return result({ accounts, err: r.err, logs: r.logs, unitsConsumed: r.cu, replacementBlockhash });
	}

	return {
		simulateTransaction: ([text, c = {}]) => {
			const wire = wireOf(text, c.encoding), n = node(world, c);
			if (c.sigVerify && c.replaceRecentBlockhash) throw invalid('sigVerify may not be used with replaceRecentBlockhash');
			return n.says(simulate(wire, c));
		},
		sendTransaction: ([text, c = {}]) => {
			const wire = wireOf(text, c.encoding);
			node(world, c);
			if (!c.skipPreflight) {
				const v = simulate(wire, { sigVerify: true });
				if (v.err === 'SignatureFailure') throw new RpcError(-32003, 'Transaction signature verification failure');
				if (v.err) throw new RpcError(-32002, `Transaction simulation failed: ${sentence(v.err)}`, v);
			}
			world.send(wire);
			return parse(wire).id;
		},
	};
}
