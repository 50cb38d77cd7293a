// hedge_ccxt.mjs - what hedge-sync does in a frame, by ccxt: loads the markets, reads
// account and position, orders.
//
// usage: hedge_ccxt.mjs MODULES CEX-URL KEY SECRET
import { createRequire } from 'node:module';
import { open } from '../world/cex/peers/ccxt.mjs';

const [modules, url, key, secret] = process.argv.slice(2);
const ccxt = createRequire(`${modules}/`)('ccxt');
const { it, market } = await open('binance')({ ccxt, url, key, secret });
const symbol = market('ETHUSDT');
await Promise.all([it.fetchBalance(), it.fetchPositions([symbol]), it.fetchOpenOrders(symbol), it.fetchTicker(symbol)]);
const o = await it.createOrder(symbol, 'limit', 'sell', 0.1, 1990, { timeInForce: 'IOC', positionSide: 'SHORT', newClientOrderId: `bench${Date.now()}` });
if (!o.id) throw new Error('no order');
