// univ3_oracle.mjs - random inputs of lib/math/univ3 and what @uniswap/v3-sdk makes of them.
//
// usage: node univ3_oracle.mjs MODULES SEED N
//
// Prints N lines as tests/vectors/README.md has them. Where a number does not fit the word
// that a contract has for it, which the sdk does not look at, "revert" is expected.
import { createRequire } from 'node:module';
import path from 'node:path';
import { splitmix64 } from './splitmix64.mjs';

const [modules, seed, count] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const {
	PositionLibrary, SqrtPriceMath, SwapMath, TickLibrary, TickListDataProvider, TickMath,
	maxLiquidityForAmounts, v3Swap,
} = require('@uniswap/v3-sdk');
const JSBI = require('jsbi');

const random = splitmix64(seed);
const pick = (lo, hi) => lo + Number(random() % BigInt(hi - lo + 1));
const one = (list) => list[pick(0, list.length - 1)];

// A number of any size up to so many bits, sometimes all ones.
function bits(most) {
	const n = BigInt(pick(0, most));
	if (pick(0, 31) === 0) return (1n << n) - 1n;
	const wide = (random() << 192n) | (random() << 128n) | (random() << 64n) | random();
	return wide & ((1n << n) - 1n);
}
const js = (n) => JSBI.BigInt(`0x${n.toString(16)}`);
const big = (n) => BigInt(`0x${n.toString(16)}`);
const M128 = (1n << 128n) - 1n, M160 = (1n << 160n) - 1n;

const anyTick = () => pick(TickMath.MIN_TICK, TickMath.MAX_TICK - 1);
const MIN = big(TickMath.MIN_SQRT_RATIO), MAX = big(TickMath.MAX_SQRT_RATIO);

// A price in the domain: anywhere, or on the price of a tick, or beside it.
function price() {
	if (pick(0, 1)) {
		const s = big(TickMath.getSqrtRatioAtTick(anyTick())) + BigInt(pick(-1, 1));
		return s < MIN ? MIN : s;
	}
	const s = MIN + (bits(160) % (MAX - MIN));
	return s;
}

// The answer of f, or "revert" where it throws or is over a word.
function answer(f, most) {
	let x;
	try {
		x = big(f());
	} catch {
		return 'revert';
	}
	return x > most ? 'revert' : x;
}

const kinds = {
	tick_to_sqrt_price() {
		const tick = anyTick();
		return [{ tick }, { sqrt_price_x96: big(TickMath.getSqrtRatioAtTick(tick)) }];
	},
	sqrt_price_to_tick() {
		const s = price();
		return [{ sqrt_price_x96: s }, { tick: TickMath.getTickAtSqrtRatio(js(s)) }];
	},
	v3_amount_delta() {
		const a = price(), b = price(), liquidity = bits(128), up = pick(0, 1) === 1;
		return [{ sqrt_a_x96: a, sqrt_b_x96: b, liquidity, round_up: up }, {
			amount0: big(SqrtPriceMath.getAmount0Delta(js(a), js(b), js(liquidity), up)),
			amount1: big(SqrtPriceMath.getAmount1Delta(js(a), js(b), js(liquidity), up)),
		}];
	},
	v3_next_sqrt() {
		const s = price(), liquidity = bits(128), amount = bits(one([90, 128, 256])), down = pick(0, 1) === 1;
		const of = (f) => answer(() => SqrtPriceMath[f](js(s), js(liquidity), js(amount), down), M160);
		return [{ sqrt_price_x96: s, liquidity, amount, zero_for_one: down }, {
			from_input: of('getNextSqrtPriceFromInput'),
			from_output: of('getNextSqrtPriceFromOutput'),
		}];
	},
	liquidity_for_amounts() {
		const s = price(), a = price(), b = price(), amount0 = bits(128), amount1 = bits(128);
		const of = (...x) => big(maxLiquidityForAmounts(...x.map(js), false));
		const [low, high] = a < b ? [a, b] : [b, a];
		const given = { sqrt_price_x96: s, sqrt_a_x96: a, sqrt_b_x96: b, amount0, amount1 };
		if (a === b) return [given, { err: 'DIVZERO' }];
		const parts = [];
		if (s < high) parts.push(of(s > low ? s : low, s > low ? s : low, high, amount0, 0n));
		if (s > low) parts.push(of(s < high ? s : high, low, s < high ? s : high, 0n, amount1));
		if (parts.some((x) => x > M128)) return [given, { err: 'u128' }];
		return [given, { liquidity: of(s, a, b, amount0, amount1) }];
	},
	swap_step() {
		const from = price(), target = price(), liquidity = pick(0, 19) ? bits(128) : 0n;
		const fee = pick(0, 1) ? one([100, 500, 3000, 10000]) : pick(0, 999999);
		const out = pick(0, 1) === 1, size = bits(pick(0, 1) ? 128 : 255);
		const given = { sqrt_current: from, sqrt_target: target, liquidity, amount_remaining: out ? -size : size,
			fee_pips: fee };
		let r;
		try {
			r = SwapMath.computeSwapStep(js(from), js(target), js(liquidity),
				out ? JSBI.unaryMinus(js(size)) : js(size), JSBI.BigInt(fee)).map(big);
		} catch {
			return [given, { err: 'revert' }];
		}
		if (r[0] > M160) return [given, { err: 'revert' }];
		return [given, { sqrt_next: r[0], amount_in: r[1], amount_out: r[2], fee_amount: r[3] }];
	},
	v3_fees() {
		const lower = pick(TickMath.MIN_TICK, TickMath.MAX_TICK - 1), upper = pick(lower + 1, TickMath.MAX_TICK);
		const tick = pick(0, 1) ? pick(lower, upper) : pick(TickMath.MIN_TICK, TickMath.MAX_TICK);
		const given = { tick, lower, upper, global: bits(256), outside_lower: bits(256), outside_upper: bits(256),
			last: bits(256), liquidity: bits(128), owed: 0n };
		const outside = (x) => ({ feeGrowthOutside0X128: js(x), feeGrowthOutside1X128: js(0n) });
		const [inside] = TickLibrary.getFeeGrowthInside(outside(given.outside_lower), outside(given.outside_upper),
			lower, upper, tick, js(given.global), js(0n));
		const [owed] = PositionLibrary.getTokensOwed(js(given.last), js(0n), js(given.liquidity), inside, js(0n));
		return [given, { inside: big(inside), owed: big(owed) & M128 }];
	},
	async v3_swap() {
		const spacing = one([10, 60, 200]), at = pick(-300000, 300000);
		const index = (t) => Math.floor(t / spacing) * spacing;
		const nets = new Map(), add = (t, x) => nets.set(t, (nets.get(t) ?? 0n) + x);
		let liquidity = 0n;
		for (let i = pick(1, 6); i > 0; i--) {
			const lower = index(at - pick(-20, 200) * spacing), upper = lower + pick(1, 400) * spacing;
			const l = (random() >> BigInt(pick(0, 40))) + 1n;
			add(lower, l);
			add(upper, -l);
			if (lower <= at && at < upper) liquidity += l;
		}
		const low = big(TickMath.getSqrtRatioAtTick(at)), high = big(TickMath.getSqrtRatioAtTick(at + 1));
		const s = low + (pick(0, 3) ? random() % (high - low) : 0n);
		const ticks = [...nets].filter((t) => t[1]).sort((a, b) => a[0] - b[0]);
		const down = pick(0, 1) === 1, out = pick(0, 1) === 1, size = bits(90) + 1n, fee = one([100, 500, 3000, 10000]);
		const end = pick(1, 30 * spacing), stop = TickMath.getSqrtRatioAtTick(down ? at - end : at + 1 + end);
		const list = ticks.map(([t, x]) => ({
			index: t, liquidityNet: x.toString(), liquidityGross: (x < 0n ? -x : x).toString(),
		}));
		const r = await v3Swap(JSBI.BigInt(fee), js(s), at, js(liquidity), spacing, new TickListDataProvider(list, spacing),
			down, out ? JSBI.unaryMinus(js(size)) : js(size), stop);
		return [{
			sqrt_price_x96: s, tick: at, liquidity, fee_pips: fee, tick_spacing: spacing, ticks,
			amount_specified: out ? -size : size, zero_for_one: down, sqrt_limit_x96: big(stop),
		}, {
			[down === out ? 'amount0' : 'amount1']: BigInt(r.amountCalculated.toString()),
			sqrt_after_x96: big(r.sqrtRatioX96), tick_after: r.tickCurrent, liquidity_after: big(r.liquidity),
		}];
	},
};

// How often each comes, in a hundred.
const shares = { tick_to_sqrt_price: 25, sqrt_price_to_tick: 25, v3_amount_delta: 10, v3_next_sqrt: 10,
	liquidity_for_amounts: 10, swap_step: 12, v3_fees: 6, v3_swap: 2 };
const wheel = Object.entries(shares).flatMap(([fn, n]) => Array(n).fill(fn));

const text = (k, v) => (typeof v === 'bigint' ? v.toString() : v);
let lines = [];
for (let i = 0; i < Number(count); i++) {
	const fn = one(wheel), [given, want] = await kinds[fn]();
	lines.push(JSON.stringify({ fn, in: given, out: want, tol: 'exact' }, text));
	if (lines.length === 1000 || i + 1 === Number(count)) {
		if (!process.stdout.write(`${lines.join('\n')}\n`))
			await new Promise((done) => process.stdout.once('drain', done));
		lines = [];
	}
}
