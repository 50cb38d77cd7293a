// aave_sdk.mjs MODULES FILE: health factors of the accounts of FILE (tests/bench/aave.c) by
// @aave/math-utils: balances by rayMul, values, calculateHealthFactorFromBalances; prints the
// nanoseconds of processor time of one.  Each has to equal ours to a part in a thousand (it rounds less).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const { rayMul, valueToBigNumber, calculateHealthFactorFromBalances } = require('@aave/math-utils');

const all = readFileSync(file, 'utf8').trim().split('\n').map((l) => l.split(' ')).map((v) => ({
	deposit: v.slice(0, 3).map(valueToBigNumber), depositUnit: valueToBigNumber(10).pow(v[3]),
	debt: v.slice(4, 7).map(valueToBigNumber), debtUnit: valueToBigNumber(10).pow(v[7]),
	threshold: v[8], health: Number(v[9]) / 1e18,
}));
const value = ([scaled, index, price], unit) => rayMul(scaled, index).multipliedBy(price).dividedBy(unit);
const round = () => all.map((a) => calculateHealthFactorFromBalances({
	collateralBalanceMarketReferenceCurrency: value(a.deposit, a.depositUnit),
	borrowBalanceMarketReferenceCurrency: value(a.debt, a.debtUnit),
	currentLiquidationThreshold: a.threshold,
}));

let least = Infinity;
for (let i = 0; i < 3; i++) {
	const start = process.cpuUsage();
	const got = round();
	const { user, system } = process.cpuUsage(start);
	least = Math.min(least, ((user + system) * 1e3) / all.length);
	for (let k = 0; k < all.length; k++)
		if (!(Math.abs(got[k].toNumber() / all[k].health - 1) < 1e-3))
			throw new Error(`account ${k}: ${got[k]}, not ${all[k].health}`);
}
console.log(least.toFixed(3));
