// routes_sdk.mjs MODULES FILE: the asks of tests/bench/routes.c by @uniswap/v3-sdk, each
// answer compared; prints microseconds of one and how many were equal.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const { Pool, TICK_SPACINGS, TickListDataProvider, Trade } = require('@uniswap/v3-sdk');
const { CurrencyAmount, Token } = require('@uniswap/sdk-core');

const lines = readFileSync(file, 'utf8').trim().split('\n').map((l) => l.split(' '));
const tokens = Array.from({ length: 6 }, (_, i) => new Token(1, `0x${String(i + 1).padStart(40, '0')}`, 18, `T${i}`));
const told = [];
for (const [what, ...l] of lines) {
	if (what === 'pool') told.push({ l, ticks: [] });
	if (what === 'tick') told.at(-1).ticks.push({ index: Number(l[0]), liquidityNet: l[1], liquidityGross: l[1].replace('-', '') });
}
const pools = told.map(({ l: [a, b, fee, sqrt, tick, liquidity], ticks }) => new Pool(tokens[a], tokens[b], Number(fee), sqrt, liquidity, Number(tick),
	new TickListDataProvider(ticks, TICK_SPACINGS[fee])));

let equal = 0, all = 0;
const start = process.hrtime.bigint();
for (const [what, from, to, amount, out] of lines) {
	if (what !== 'ask') continue;
	const [best] = await Trade.bestTradeExactIn(pools, CurrencyAmount.fromRawAmount(tokens[from], amount), tokens[to], { maxNumResults: 1, maxHops: 2 });
	all++;
	equal += (best ? best.outputAmount.quotient.toString() : '0') === out;
}
console.log(Number(process.hrtime.bigint() - start) / 1e3 / all, `${equal}/${all}`);
