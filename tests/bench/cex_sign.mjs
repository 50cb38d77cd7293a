// cex_sign.mjs MODULES: what ccxt takes to write and sign the same orders; lines
// "<venue> <us of one>".
import { createRequire } from 'node:module';

const ccxt = createRequire(`${process.argv[2]}/`)('ccxt');
const keys = { apiKey: 'dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83', secret: '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9' };
const rounds = 5000, id = (i) => `mm0007-${String(i).padStart(26, '0')}`;

function run(name, sign) {
	for (let i = 0; i < 500; i++) sign(i);
	const start = process.cpuUsage();
	for (let i = 0; i < rounds; i++) sign(i);
	const used = process.cpuUsage(start);
	console.log(name, (used.user + used.system) / rounds);
}

const binance = new ccxt.binanceusdm(keys), bybit = new ccxt.bybit(keys);
run('binance', (i) => binance.sign('order', 'fapiPrivate', 'POST', { symbol: 'ETHUSDT', side: 'SELL', newClientOrderId: id(i), newOrderRespType: 'RESULT', type: 'LIMIT', quantity: '1.5', price: String(1900.12 + i / 100), timeInForce: 'IOC', recvWindow: 5000 }));
run('bybit', (i) => bybit.sign('v5/order/create', 'private', 'POST', { symbol: 'ETHUSDT', side: 'Sell', orderType: 'Limit', timeInForce: 'IOC', orderLinkId: id(i), price: String(1900.12 + i / 100), category: 'linear', qty: '1.5' }));
