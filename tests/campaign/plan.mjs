// plan.mjs - what happens in a run, from its seed alone: frames, and before each what the
// market does and what goes wrong.

import { dice } from './dice.mjs';

// What a reader or a sender meets, and what becomes of what was sent.
const WIRE = ['rate429', 'http500', 'garbage', 'half', 'close', 'stall', 'lose', 'behind'];
const FATE = { jito: ['jito429', 'jitoFail', 'jitoPending', 'jitoAlone', 'jitoLose', 'vanish'], rpc: ['drop', 'delay', 'lose', 'vanish'] };
const AMOUNT = { stall: () => 600, behind: (d) => d.between(1, 30), vanish: (d) => d.between(1, 12),
	// Soon, or in the last slots in which it may.
	delay: (d) => (d.often(0.5) ? d.between(1, 20) : d.between(138, 150)) };
// Where a kill strikes: a system call, and about how often one end of a frame makes it.
const CALLS = { fdatasync: 4, sendto: 3, recvfrom: 3, write: 2, pwrite64: 30, unlink: 2, connect: 1, poll: 6 };

function fault(d, kind) {
	const amount = AMOUNT[kind] && { [kind]: AMOUNT[kind](d) };
	return { ...(d.often(0.7) ? { next: { [kind]: d.between(1, 3) } } : { chance: { [kind]: 0.3 } }), ...(amount && { amount }) };
}

const merged = (list) => list.reduce((all, f) => ({ next: { ...all.next, ...f.next }, chance: { ...all.chance, ...f.chance },
	amount: { ...all.amount, ...f.amount } }), {});

function frame(d, via) {
	const kinds = [...(d.often(0.6) ? [d.one(FATE[via])] : []), ...(d.often(0.3) ? [d.one(WIRE)] : [])];
	const call = d.one(Object.keys(CALLS));
	const kill = d.often(0.35) && { end: d.one(['pending', 'submit', 'submit']), call, when: d.between(1, CALLS[call]) };
	return {
		faults: { ...merged(kinds.map((k) => fault(d, k))), seed: d.below(1e9) },
		kinds, kill,
		waits: d.often(0.1) ? 500 : 0,
		takes: Array.from({ length: d.below(3) }, () => ({ name: d.one(['taker', 'mallory']), side: d.one(['buy', 'sell']),
			away: d.often(0.7) ? d.between(0, 400) : d.between(400, 3000), size: d.often(0.5) ? d.between(1, 400) : d.between(10000, 500000),
			type: d.often(0.8) ? 'ioc' : 'limit' })),
		crank: d.often(0.4),
		signal: d.often(0.3),
		// Ticks: what a person says it is worth, so that the grid moves over its own orders.
		seeded: d.often(0.2) && d.one([9000, 12500, 15000]),
		// Until the next frame: the usual, until it is final, until its height is over or
		// that is final, too.
		slots: d.often(0.7) ? d.between(1, 4) : d.one([34, 140, 152, 160, 186]),
	};
}

// What was sent lands in the last slots in which it may, and then a node lags that does
// not know it yet.
function late(d) {
	return [{ faults: { next: { delay: 9 }, amount: { delay: d.between(146, 149) } }, kinds: ['delay'], slots: d.between(152, 153) },
		{ faults: { chance: { behind: 0.5 }, amount: { behind: d.between(8, 20) }, seed: d.below(1e9) }, kinds: ['behind'], slots: d.between(1, 4) }]
		.map((f) => ({ ...frame(d, 'rpc'), ...f, kill: false, waits: 0 }));
}

export function planOf(seed) {
	const d = dice(seed), via = d.often(0.6) ? 'jito' : 'rpc';
	const frames = Array.from({ length: d.between(3, 6) }, () => frame(d, via));
	if (via === 'rpc' && d.often(0.5)) frames.splice(d.below(frames.length), 2, ...late(d));
	return { seed, via, frames };
}
