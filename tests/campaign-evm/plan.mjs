// plan.mjs - what happens in a run, from its seed alone: frames, what is asked in each, what
// goes wrong in it, and what the chain does after it.
import { dice } from '../campaign/dice.mjs';

const WIRE = ['lost_request', 'lost_reply', 'delay', 'rate429', 'http500', 'garbage', 'truncated', 'no_receipt', 'no_method'];
const LOGS = ['too_many', 'range', 'logs_shuffled', 'logs_missing', 'logs_twice'];
const FATE = { rpc: ['lost_reply', 'known', 'nonce_low', 'underpriced', 'unknown_error', 'dropped'],
	protect: ['lost_reply', 'known', 'nonce_low', 'unknown_error'],
	flashbots: ['lost_reply', 'never_includes', 'includes_late', 'unbundles'] };
const AMOUNT = { delay: () => 500, no_method: () => 'eth_simulateV1', too_many: (d) => d.between(1, 3), range: (d) => d.between(1, 3) };
// These are so for as long as they have an amount.
const STANDING = ['no_method', 'too_many', 'range'];
// Where a kill strikes: a system call, and about how often one end of a frame makes it.
const CALLS = { fdatasync: 4, sendto: 3, recvfrom: 3, write: 2, pwrite64: 30, unlink: 2, connect: 1, poll: 6 };

function fault(d, kind) {
	const amount = AMOUNT[kind] && { [kind]: AMOUNT[kind](d) };
	if (STANDING.includes(kind)) return { amount };
	return { ...(d.often(0.7) ? { next: { [kind]: d.between(1, 3) } } : { chance: { [kind]: 0.3 } }), ...(amount && { amount }) };
}

const merged = (list) => list.reduce((all, f) => ({ next: { ...all.next, ...f.next }, chance: { ...all.chance, ...f.chance },
	amount: { ...all.amount, ...f.amount } }), {});

const KINDS = ['transfer', 'transfer', 'pay', 'wrap', 'unwrap', 'swap', 'swap', 'tight', 'hopeless', 'forbidden'];

function frame(d, via) {
	const kinds = [...(d.often(0.6) ? [d.one(FATE[via])] : []), ...(d.often(0.3) ? [d.one(WIRE)] : []), ...(d.often(0.3) ? [d.one(LOGS)] : [])];
	const call = d.one(Object.keys(CALLS));
	const blocks = d.often(0.2) ? 0 : d.between(1, 3);
	const reorg = d.often(0.35) && { depth: d.between(1, 3), how: d.one(['move', 'remove', 'keep']), after: d.often(0.15) };
	return {
		asks: Array.from({ length: d.between(0, 4) }, () => ({ kind: d.one(KINDS), wallet: d.one(['alice', 'alice', 'bob']) })),
		// A planner that does not look at what is under way asks for it again.
		sloppy: d.often(0.3),
		faults: { ...merged(kinds.map((k) => fault(d, k))), seed: d.below(1e9) },
		kinds: [...kinds, ...(reorg ? [`reorg_${reorg.how}`] : [])],
		kill: d.often(0.35) && { end: d.one(['pending', 'submit', 'submit']), call, when: d.between(1, CALLS[call]) },
		// Before its transactions are mined: somebody trades in front; what waits is lost;
		// the next base fee is some times what it was.
		trade: d.often(0.3), drop: d.often(0.15), fee: d.often(0.2) && d.between(2, 6),
		blocks,
		reorg,
	};
}

export function planOf(seed) {
	const d = dice(seed), via = d.one(['rpc', 'rpc', 'flashbots', 'protect']);
	return { seed, via, frames: Array.from({ length: d.between(3, 6) }, () => frame(d, via)) };
}
