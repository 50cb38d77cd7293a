#!/usr/bin/env node
// lp_oracle.mjs - what actions about positions and swaps of Uniswap v3 and v4 become, by
// ethers alone.
//
// usage: lp_oracle.mjs MODULES INFO many N       N actions, as a planner would ask for them
//        lp_oracle.mjs MODULES INFO calls        of the actions on standard input: to, value
//                                                and data, a line for each
//
// INFO: what the world says of itself.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { splitmix64 } from './splitmix64.mjs';

const [modules, file, verb, n] = process.argv.slice(2);
const { ethers } = createRequire(path.join(modules, 'x.js'))('ethers');
const info = JSON.parse(fs.readFileSync(file)), coder = ethers.AbiCoder.defaultAbiCoder();
const self = info.wallets.alice, ZERO = ethers.ZeroAddress, ALL = (1n << 128n) - 1n;

// ---- actions ----

const next = splitmix64(1);
const random = (below) => Number(next() % BigInt(below));
const digits = (most) => Array.from({ length: 1 + random(most) }, () => 1 + random(9)).join('');
const decimal = (places) => `${digits(6)}.${digits(places)}`;
const pick = (...v) => v[random(v.length)];

function action(i) {
	const kind = pick('v3', 'v4'), spacing = pick(1, 10, 60, 200), lower = spacing * (random(4000) - 2000), upper = lower + spacing * (1 + random(500));
	const asset = kind === 'v4' ? pick('WETH', 'ETH') : 'WETH', id = digits(9);
	const base = { type: 'action', ts_ms: 1, action: pick('mint', 'increase', 'decrease', 'collect', 'burn', 'swap', 'approve'), intent_id: `i${i}`, strategy: 1, chain_id: 31337,
		wallet: 'alice', kind, pool: '0x00', asset, asset_b: 'USDC', fee: pick(100, 500, 3000), tick_spacing: spacing, tick_lower: lower, tick_upper: upper,
		max_ts: 1700000000 + random(1000000), amount: decimal(18), amount_b: decimal(6), min_a: decimal(18), min_b: decimal(6), liquidity: digits(30),
		tick_min: lower, tick_max: upper, token_id: id, position: `${kind}:${id}` };
	if (kind === 'v4' && random(2)) base.hooks = ethers.getAddress(`0x${digits(1).repeat(40)}`);
	const where = random(3); // within, under or over the range: one of the tokens alone
	if (where === 1) Object.assign(base, { tick_min: lower - 10, tick_max: lower, amount_b: '0', min_b: '0' });
	if (where === 2) Object.assign(base, { tick_min: upper, tick_max: upper + 10, amount: '0', min_a: '0' });
	if (base.action === 'burn' && kind === 'v3' && !random(4)) base.liquidity = '0';
	if (base.action === 'swap') {
		const up = random(2);
		Object.assign(base, { kind: 'v4', asset: up ? 'USDC' : asset, asset_out: up ? asset : 'USDC', amount: decimal(6), min_out: decimal(6) });
	}
	if (base.action === 'approve') Object.assign(base, { kind: 'permit2', asset: 'WETH', to: info.v4.positions, amount: decimal(18) });
	return base;
}

// ---- what they become ----

const decimals = { ETH: 18, WETH: 18, USDC: 6 };
const atoms = (amount, asset) => ethers.parseUnits(amount, decimals[asset]);
const currency = (asset) => (asset === 'ETH' ? ZERO : info.tokens[asset].address);
const v3 = new ethers.Interface([
	'function mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))', 'function burn(uint256)',
	'function increaseLiquidity((uint256,uint256,uint256,uint256,uint256,uint256))', 'function decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))',
	'function collect((uint256,address,uint128,uint128))', 'function multicall(bytes[])']);
const v4 = new ethers.Interface(['function modifyLiquidities(bytes,uint256)', 'function execute(bytes,bytes[],uint256)', 'function approve(address,address,uint160,uint48)']);
const KEY = 'tuple(address,address,uint24,int24,address)';

// Each: number, types, values.
function list(...steps) {
	return coder.encode(['bytes', 'bytes[]'], [ethers.hexlify(Uint8Array.from(steps.map(([action]) => action))), steps.map(([, types, values]) => coder.encode(types, values))]);
}

function call3(a, tokens, inMost, min) {
	const dated = [...min, a.max_ts], collect = v3.encodeFunctionData('collect', [[a.token_id, self, ALL, ALL]]);
	const decrease = v3.encodeFunctionData('decreaseLiquidity', [[a.token_id, a.liquidity, ...dated]]);
	switch (a.action) {
	case 'mint': return v3.encodeFunctionData('mint', [[...tokens, a.fee, a.tick_lower, a.tick_upper, ...inMost, ...min, self, a.max_ts]]);
	case 'increase': return v3.encodeFunctionData('increaseLiquidity', [[a.token_id, ...inMost, ...dated]]);
	case 'collect': return collect;
	default: return v3.encodeFunctionData('multicall', [[...(a.liquidity === '0' ? [] : [decrease]), collect,
		...(a.action === 'burn' ? [v3.encodeFunctionData('burn', [a.token_id])] : [])]]);
	}
}

function steps4(a, tokens, inMost, min) {
	const key = [...tokens, a.fee, a.tick_spacing, a.hooks ?? ZERO], sweep = tokens[0] === ZERO ? [[0x14, ['address', 'address'], [ZERO, self]]] : [];
	const change = ['uint256', 'uint256', 'uint128', 'uint128', 'bytes'], take = [0x11, ['address', 'address', 'address'], [...tokens, self]];
	switch (a.action) {
	case 'mint': return [[2, [KEY, 'int24', 'int24', 'uint256', 'uint128', 'uint128', 'address', 'bytes'], [key, a.tick_lower, a.tick_upper, a.liquidity, ...inMost, self, '0x']],
		[0x0d, ['address', 'address'], tokens], ...sweep];
	case 'increase': return [[0, change, [a.token_id, a.liquidity, ...inMost, '0x']], ...tokens.map((t) => [0x12, ['address'], [t]]), ...sweep];
	case 'decrease': return [[1, change, [a.token_id, a.liquidity, ...min, '0x']], take];
	case 'collect': return [[1, change, [a.token_id, 0, 0, 0, '0x']], take];
	default: return [[3, ['uint256', 'uint128', 'uint128', 'bytes'], [a.token_id, ...min, '0x']], take];
	}
}

function swap(a) {
	const from = currency(a.asset), to = currency(a.asset_out), up = BigInt(from) > BigInt(to), amount = atoms(a.amount, a.asset), least = atoms(a.min_out, a.asset_out);
	const key = [...(up ? [to, from] : [from, to]), a.fee, a.tick_spacing, a.hooks ?? ZERO];
	const inputs = [list([6, [`tuple(${KEY},bool,uint128,uint128,bytes)`], [[key, !up, amount, least, '0x']]], [0x0c, ['address', 'uint256'], [from, amount]],
		[0x0f, ['address', 'uint256'], [to, least]])];
	if (from === ZERO) inputs.push(coder.encode(['address', 'address', 'uint256'], [ZERO, self, 0]));
	return [info.v4.router, from === ZERO ? amount : 0n, v4.encodeFunctionData('execute', [from === ZERO ? '0x1004' : '0x10', inputs, a.max_ts])];
}

function call(a) {
	const tokens = [currency(a.asset), currency(a.asset_b)];
	if (a.action === 'swap') return swap(a);
	if (a.action === 'approve') return [info.permit2, 0n, v4.encodeFunctionData('approve', [currency(a.asset), a.to, atoms(a.amount, a.asset), a.max_ts])];
	const inMost = [atoms(a.amount, a.asset), atoms(a.amount_b, a.asset_b)], min = [atoms(a.min_a, a.asset), atoms(a.min_b, a.asset_b)];
	if (a.kind === 'v3') return [info.v3.positions, 0n, call3(a, tokens, inMost, min)];
	const value = tokens[0] === ZERO && (a.action === 'mint' || a.action === 'increase') ? inMost[0] : 0n;
	return [info.v4.positions, value, v4.encodeFunctionData('modifyLiquidities', [list(...steps4(a, tokens, inMost, min)), a.max_ts])];
}

if (verb === 'many') for (let i = 0; i < +n; i++) console.log(JSON.stringify(action(i)));
else for (const line of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) console.log(call(JSON.parse(line)).join(' '));
