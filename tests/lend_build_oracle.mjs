#!/usr/bin/env node
// lend_build_oracle.mjs - what actions of lending markets become, by ethers alone.
//
// usage: lend_build_oracle.mjs MODULES INFO many N    N actions, as a planner would ask for them
//        lend_build_oracle.mjs MODULES INFO calls     of the actions on standard input: to, value
//                                                     and data, a line for each
//
// INFO: what the world says of itself.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { splitmix64 } from './splitmix64.mjs';

const [modules, file, verb, n] = process.argv.slice(2);
const { ethers } = createRequire(path.join(modules, 'x.js'))('ethers');
const info = JSON.parse(fs.readFileSync(file)), self = info.wallets.alice;

// ---- actions ----

const next = splitmix64(3);
const random = (below) => Number(next() % BigInt(below));
const pick = (...v) => v[random(v.length)];
const digits = (most) => Array.from({ length: 1 + random(most) }, () => 1 + random(9)).join('');
const assets = ['WETH', 'USDC', 'DAI', 'WBTC'], ctokens = { ETH: 1, WETH: 2, USDC: 3, DAI: 4, WBTC: 5 };
const ctoken = (asset) => ethers.getAddress(`0x${String(ctokens[asset]).repeat(40)}`);
const decimals = (asset) => info.tokens[asset]?.decimals ?? 18;

function action(i) {
	const kind = pick('aave', 'compound'), deed = pick('supply', 'withdraw', 'borrow', 'repay', 'enter', 'leave', ...(kind === 'aave' ? ['liquidate', 'liquidate'] : []));
	const asset = kind === 'aave' ? pick(...assets) : pick('ETH', ...assets);
	const a = { type: 'action', ts_ms: 1, action: deed, intent_id: `i${i}`, strategy: 1, chain_id: 31337, wallet: 'alice', kind, pool: pick(info.aave.pool, ethers.getAddress(`0x${digits(1).repeat(40)}`)), asset };
	if (kind === 'compound') Object.assign(a, { contract: ctoken(asset), liquidity: digits(30) });
	const all = (deed === 'withdraw' || deed === 'repay') && !(deed === 'repay' && asset === 'ETH') && !random(3);
	if (!all && deed !== 'enter' && deed !== 'leave') a.amount = `${digits(6)}.${digits(decimals(asset))}`;
	if (deed === 'liquidate') Object.assign(a, { asset_b: pick(...assets), amount_b: '1', user: ethers.getAddress(`0x${digits(1)}${digits(1).repeat(39)}`) });
	return a;
}

// ---- what they become ----

const pool = new ethers.Interface(['function supply(address,uint256,address,uint16)', 'function withdraw(address,uint256,address)', 'function borrow(address,uint256,uint256,uint16,address)',
	'function repay(address,uint256,uint256,address)', 'function setUserUseReserveAsCollateral(address,bool)', 'function liquidationCall(address,address,address,uint256,bool)']);
const token = new ethers.Interface(['function mint(uint256)', 'function redeem(uint256)', 'function redeemUnderlying(uint256)', 'function borrow(uint256)', 'function repayBorrow(uint256)']);
const coin = new ethers.Interface(['function mint()', 'function repayBorrow()']);
const comptroller = new ethers.Interface(['function enterMarkets(address[])', 'function exitMarket(address)']);

function aave(a, amount) {
	const asset = info.tokens[a.asset].address, say = (...x) => pool.encodeFunctionData(...x);
	switch (a.action) {
	case 'supply': return say('supply', [asset, amount, self, 0]);
	case 'withdraw': return say('withdraw', [asset, amount, self]);
	case 'borrow': return say('borrow', [asset, amount, 2, 0, self]);
	case 'repay': return say('repay', [asset, amount, 2, self]);
	case 'liquidate': return say('liquidationCall', [info.tokens[a.asset_b].address, asset, a.user, amount, false]);
	default: return say('setUserUseReserveAsCollateral', [asset, a.action === 'enter']);
	}
}

// to, value, data
function compound(a, amount) {
	const native = a.asset === 'ETH', paid = (name) => (native ? [a.contract, amount, coin.encodeFunctionData(name)] : [a.contract, 0n, token.encodeFunctionData(name, [amount])]);
	switch (a.action) {
	case 'supply': return paid('mint');
	case 'repay': return paid('repayBorrow');
	case 'withdraw': return [a.contract, 0n, a.amount ? token.encodeFunctionData('redeemUnderlying', [amount]) : token.encodeFunctionData('redeem', [a.liquidity])];
	case 'borrow': return [a.contract, 0n, token.encodeFunctionData('borrow', [amount])];
	case 'enter': return [a.pool, 0n, comptroller.encodeFunctionData('enterMarkets', [[a.contract]])];
	default: return [a.pool, 0n, comptroller.encodeFunctionData('exitMarket', [a.contract])];
	}
}

function call(a) {
	const amount = a.amount ? ethers.parseUnits(a.amount, decimals(a.asset)) : ethers.MaxUint256;
	return a.kind === 'aave' ? [a.pool, 0n, aave(a, amount)] : compound(a, amount);
}

if (verb === 'many') for (let i = 0; i < +n; i++) console.log(JSON.stringify(action(i)));
else for (const line of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) console.log(call(JSON.parse(line)).join(' '));
