#!/usr/bin/env node
// read.mjs MODULES URL SYMBOL...: what ccxt reads of accounts, told as lines "venue key
// secret": a JSON line each for the account and every position that is not flat, short
// below 0.
import fs from 'node:fs';
import { clock } from './control.mjs';
import { load, open } from './ccxt.mjs';

const [modules, url, ...symbols] = process.argv.slice(2);
const ccxt = await load(modules);
const times = await (await fetch(`${url}/_paper/clock`, { method: 'POST' })).json();

async function read(venue, key, secret) {
	clock.follow(times[venue]);
	const { it, market } = await open(venue)({ ccxt, url, key, secret });
	const usdt = (await it.fetchBalance(venue === 'binance' ? {} : { accountType: 'UNIFIED' })).USDT;
	console.log(JSON.stringify({ venue, equity: usdt.total, free: usdt.free }));
	for (const p of (await it.fetchPositions(symbols.map(market))).filter((x) => x.contracts > 0))
		console.log(JSON.stringify({ venue, symbol: it.market(p.symbol).id, position_side: p.hedged ? p.side : 'both', size: p.side === 'short' ? -p.contracts : p.contracts,
			entry_price: p.entryPrice, mark_price: p.markPrice, unrealised: p.unrealizedPnl }));
}

for (const line of fs.readFileSync(0, 'utf8').trim().split('\n')) await read(...line.split(' '));
process.exit(0);
