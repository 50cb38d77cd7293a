// univ3_sdk.mjs MODULES WHAT ARGUMENT: tests/bench/univ3.c by @uniswap/v3-sdk.
//
//	ticks N, positions N   microseconds of one, as there
//	swaps FILE             FILE holds "pool" and "tick" lines; prints them, 6,000 swaps and
//	                       their results, and on stderr the milliseconds of all
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { splitmix64 } from '../splitmix64.mjs';

const [modules, what, argument] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const { SqrtPriceMath, TickMath, TickListDataProvider, v3Swap } = require('@uniswap/v3-sdk');
const JSBI = require('jsbi');

const random = splitmix64(1);
const pick = (lo, hi) => lo + Number(random() % BigInt(hi - lo + 1));
const seconds = (start) => Number(process.hrtime.bigint() - start) / 1e9;

function ticks(n) {
	const all = Array.from({ length: n }, () => pick(TickMath.MIN_TICK, TickMath.MAX_TICK - 1));
	const start = process.hrtime.bigint();
	for (const tick of all)
		if (TickMath.getTickAtSqrtRatio(TickMath.getSqrtRatioAtTick(tick)) !== tick)
			throw new Error(`tick ${tick}`);
	console.log((seconds(start) * 1e6) / n);
}

// What Position.amount0 and amount1 do, without their classes.
function positions(n) {
	const all = Array.from({ length: n }, () => {
		const at = pick(-300000, 300000), low = at + pick(-9000, 3000);
		return [at, low, low + pick(1, 9000), JSBI.BigInt(random().toString())];
	});
	const start = process.hrtime.bigint();
	for (const [at, low, high, liquidity] of all) {
		const s = TickMath.getSqrtRatioAtTick(at);
		const a = TickMath.getSqrtRatioAtTick(low), b = TickMath.getSqrtRatioAtTick(high);
		if (at < high) SqrtPriceMath.getAmount0Delta(at < low ? a : s, b, liquidity, false);
		if (at >= low) SqrtPriceMath.getAmount1Delta(a, at < high ? s : b, liquidity, false);
	}
	console.log((seconds(start) * 1e6) / n);
}

// Both ways, in and out, from dust to what crosses dozens of ticks.
async function swaps(file) {
	const lines = readFileSync(file, 'utf8').trim().split('\n').map((l) => l.split(' '));
	const [, sqrt, tick, liquidity, fee, spacing] = lines.find((l) => l[0] === 'pool');
	const list = lines.filter((l) => l[0] === 'tick').map(([, index, net]) => ({
		index: Number(index), liquidityNet: net, liquidityGross: net.replace('-', ''),
	}));
	const provider = new TickListDataProvider(list, Number(spacing));
	const out = lines.map((l) => l.join(' '));
	let took = 0;
	for (let i = 0; i < 6000; i++) {
		const down = pick(0, 1) === 1, exactIn = pick(0, 1) === 1;
		const token0 = down === exactIn; // USDC with 6 decimals, else ETH with 18
		const size = random() % 10n ** BigInt(token0 ? pick(3, 13) : pick(12, 21)) + 1n;
		const start = process.hrtime.bigint();
		const r = await v3Swap(JSBI.BigInt(fee), JSBI.BigInt(sqrt), Number(tick), JSBI.BigInt(liquidity),
			Number(spacing), provider, down, JSBI.BigInt((exactIn ? size : -size).toString()));
		took += seconds(start);
		out.push(['swap', Number(down), Number(exactIn), size, String(r.amountCalculated).replace('-', ''),
			r.sqrtRatioX96, r.tickCurrent, r.liquidity].join(' '));
	}
	console.log(out.join('\n'));
	console.error((took * 1e3).toFixed(3));
}

if (what === 'swaps') await swaps(argument);
else (what === 'ticks' ? ticks : positions)(Number(argument));
