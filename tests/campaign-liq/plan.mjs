// plan.mjs - what happens in a run, from its seed alone: which market, and block by block
// what the feeds say, what borrowers and rivals do, and what goes wrong.
import { dice } from '../campaign/dice.mjs';

const WIRE = ['lost_request', 'lost_reply', 'delay', 'rate429', 'http500', 'garbage', 'truncated', 'no_receipt', 'behind'];
const LOGS = ['too_many', 'range', 'logs_shuffled', 'logs_missing', 'logs_twice'];
const RELAY = ['never_includes', 'includes_late', 'lost_reply'];
const SOCKET = ['socket_cut', 'socket_mute'];
const AMOUNT = { delay: () => 300, too_many: (d) => d.between(1, 3), range: (d) => d.between(1, 3), behind: (d) => d.between(1, 3) };
const STANDING = ['too_many', 'range', 'behind']; // so for as long as they have an amount

// USD; the last is where a run ends, with the pools.
export const HIGH = { WETH: 2000, WBTC: 60000 };
const LOWS = [{ WETH: 1850, WBTC: 55000 }, { WETH: 1750, WBTC: 57000 }, { WETH: 1900, WBTC: 52000 }, { WETH: 2000, WBTC: 48000 }, { WETH: 2150, WBTC: 61000 }];

function fault(d, kind) {
	const amount = AMOUNT[kind] && { [kind]: AMOUNT[kind](d) };
	if (STANDING.includes(kind)) return { amount };
	return { ...(d.often(0.7) ? { next: { [kind]: d.between(1, 3) } } : { chance: { [kind]: 0.3 } }), ...(amount && { amount }) };
}

const merged = (list) => list.reduce((all, f) => ({ next: { ...all.next, ...f.next }, chance: { ...all.chance, ...f.chance },
	amount: { ...all.amount, ...f.amount } }), {});

function block(d, low) {
	const wire = [...(d.often(0.45) ? [d.one(RELAY)] : []), ...(d.often(0.4) ? [d.one(WIRE)] : []), ...(d.often(0.25) ? [d.one(LOGS)] : [])];
	const socket = d.often(0.2) && d.one(SOCKET), reorg = d.often(0.3) && { depth: d.between(1, 2), how: d.one(['move', 'remove', 'keep']) };
	return {
		prices: d.often(0.6) && (d.often(0.7) ? low : HIGH),
		// Numbers of borrowers: who repays, who puts in more, whom somebody else liquidates;
		// in front of every bundle of the next block, or behind.
		repay: d.often(0.3) ? [d.below(20)] : [], supply: d.often(0.2) ? [d.below(20)] : [], rival: d.often(0.3) ? [d.one([0, 16, 17, 18, 19, 9])] : [],
		first: d.often(0.6),
		fee: d.often(0.15) && String(d.one([100n, 2000n, 20000n]) * 10n ** 9n),
		faults: { ...merged(wire.map((k) => fault(d, k))), seed: d.below(1e9) },
		socket, reorg,
		// Every process of the bot at once, so many ms after the block.
		kill: d.often(0.3) && { after_ms: d.one([0, 20, 60, 100, 140, 180, 250, 400]) },
		kinds: [...wire, ...(socket ? [socket] : []), ...(reorg ? [`reorg_${reorg.how}`] : [])],
		blocks: d.between(1, 2),
	};
}

export function planOf(seed) {
	const d = dice(seed), low = d.one(LOWS);
	return { seed, via: d.one(['aave', 'aave36']), low, frames: Array.from({ length: d.between(3, 5) }, () => block(d, low)) };
}
