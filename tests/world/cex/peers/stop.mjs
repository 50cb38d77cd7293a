#!/usr/bin/env node
// stop.mjs MODULES URL SYMBOL: ccxt places an order that waits for a price in each of the
// accounts told as lines "venue key secret", and tells what it sees open then: a JSON line
// for each.
import fs from 'node:fs';
import { clock } from './control.mjs';
import { load, open } from './ccxt.mjs';

const [modules, url, symbol] = process.argv.slice(2);
const ccxt = await load(modules);
const times = await (await fetch(`${url}/_paper/clock`, { method: 'POST' })).json();

async function stop(venue, key, secret) {
	clock.follow(times[venue]);
	const { it, market } = await open(venue)({ ccxt, url, key, secret });
	await it.createOrder(market(symbol), 'limit', 'sell', 1.5, 1890, { triggerPrice: 1900, clientOrderId: 'byhand', ...(venue === 'bybit' && { triggerDirection: 'descending' }) });
	for (const o of await it.fetchOpenOrders(market(symbol), undefined, undefined, { trigger: true }))
		console.log(JSON.stringify({ venue, client_id: o.clientOrderId, side: o.side, price: o.price, trigger_price: o.triggerPrice, size: o.amount }));
}

for (const line of fs.readFileSync(0, 'utf8').trim().split('\n')) await stop(...line.split(' '));
process.exit(0);
