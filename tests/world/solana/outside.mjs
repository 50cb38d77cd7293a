// outside.mjs - the services around a chain, in the shape of the real ones: Jupiter,
// whose swaps are carried out on the world's own wSOL/USDC market; Pyth's Hermes; the
// tickers of Binance and Bybit.  Their prices are set by hand.
import { DEX, WSOL, ataOf } from './wire.mjs';
import { ooOf, ooSeed, openbook, slab, system } from './openbook.mjs';

const FEEDS = { 'SOL/USD': 'ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d',
	'EUR/USD': 'a995d00bb36a63cef7fd2c287dc105fc8f3d93779f062f09551b0af3e81ec30b' };
const OO_SPACE = 3228;

const gone = (n) => ({ code: 400, body: { error: n, errorCode: 'COULD_NOT_FIND_ANY_ROUTE' } });
const fee = (n) => (n * 4n + 9999n) / 10000n;

export function outside(world, swapMarket) {
	const prices = { 'SOL/USD': '150', 'EUR/USD': '1.1', 'SOL/EUR': '136.36' };
	const { engine } = world;

	// What an amount fetches on the book, and the worst price met.
	function walk(m, mint, amount) {
		const sells = mint === m.baseMint;
		let left = sells ? amount / m.baseLot : amount - fee(amount), out = 0n, lots = 0n, worst = 0n;
		for (const l of slab(engine.get(sells ? m.bids : m.asks).data)) {
			const most = sells ? left : left / (l.price * m.quoteLot), n = most < l.size ? most : l.size;
			if (!n) break;
			lots += n;
			left -= sells ? n : n * l.price * m.quoteLot;
			out += sells ? n * l.price * m.quoteLot : n * m.baseLot;
			worst = l.price;
		}
		return { out: sells ? out - fee(out) : out, lots, worst, filled: sells ? !left : left < worst * m.quoteLot };
	}

	function quote(q) {
		const m = swapMarket, input = q.get('inputMint'), output = q.get('outputMint'), amount = BigInt(q.get('amount'));
		if (![m.baseMint, m.quoteMint].includes(input) || ![m.baseMint, m.quoteMint].includes(output) || input === output)
			return gone('Could not find any route');
		const w = walk(m, input, amount), bps = BigInt(q.get('slippageBps') ?? 50);
		if (!w.filled) return gone('Could not find any route');
		return { code: 200, body: { inputMint: input, inAmount: String(amount), outputMint: output, outAmount: String(w.out),
			otherAmountThreshold: String(w.out * (10000n - bps) / 10000n), swapMode: 'ExactIn', slippageBps: Number(bps),
			platformFee: null, priceImpactPct: '0.0001', routePlan: [{ swapInfo: { ammKey: m.market, label: 'Openbook',
				inputMint: input, outputMint: output, inAmount: String(amount), outAmount: String(w.out) }, percent: 100 }],
			contextSlot: world.slot(), timeTaken: 0.001 } };
	}

	const shape = (ix) => ({ programId: ix.program, data: ix.data.toString('base64'),
		accounts: ix.accounts.map((a) => ({ pubkey: a.key, isSigner: !!a.signer, isWritable: !!a.writable })) });

	function instructions({ userPublicKey: user, quoteResponse: q }) {
		const m = swapMarket, sells = q.inputMint === m.baseMint, oo = ooOf(user, m.market), amount = BigInt(q.inAmount);
		const w = walk(m, q.inputMint, amount), least = BigInt(q.otherAmountThreshold);
		// The limit at which all of it gives the least; to buy, what the amount pays for.
		const price = sells ? least * 10000n / 9995n / (w.lots * m.quoteLot) + 1n : (amount - fee(amount)) / (w.lots * m.quoteLot);
		const order = { side: sells ? 'sell' : 'buy', price, size: w.lots, quote: sells ? 1n : amount, type: 'ioc', selfTrade: 2,
			maxTs: BigInt(world.seconds() + 60) };
		const setup = engine.get(oo) ? [] : [system.createWithSeed(user, user, ooSeed(m.market), engine.rent(OO_SPACE), OO_SPACE, DEX),
			openbook.initOo(m, oo, user)];
		return { code: 200, body: { computeBudgetInstructions: [], setupInstructions: setup.map(shape),
			swapInstruction: shape(openbook.newOrder(m, oo, ataOf(user, q.inputMint), user, order)),
			cleanupInstruction: shape(openbook.settle(m, oo, user, ataOf(user, m.baseMint), ataOf(user, m.quoteMint))),
			otherInstructions: [], addressLookupTableAddresses: [] } };
	}

	function hermes(q) {
		const parsed = q.getAll('ids[]').map((id) => {
			const name = Object.keys(FEEDS).find((k) => FEEDS[k] === id.replace(/^0x/, '')), now = world.seconds();
			const price = String(Math.round(Number(prices[name] ?? 0) * 1e8));
			return { id, price: { price, conf: '1000000', expo: -8, publish_time: now }, ema_price: { price, conf: '1000000', expo: -8, publish_time: now },
				metadata: { slot: world.slot(), proof_available_time: now, prev_publish_time: now - 1 } };
		});
		return { code: 200, body: { binary: { encoding: 'hex', data: [] }, parsed } };
	}

	const ticker = { SOLUSDT: 'SOL/USD', SOLUSDC: 'SOL/USD', SOLEUR: 'SOL/EUR', EURUSDT: 'EUR/USD' };
	const binance = (q) => {
		const price = prices[ticker[q.get('symbol')]];
		return price ? { code: 200, body: { symbol: q.get('symbol'), price, bidPrice: price, bidQty: '1', askPrice: price, askQty: '1' } }
			: { code: 400, body: { code: -1121, msg: 'Invalid symbol.' } };
	};
	const bybit = (q) => {
		const price = prices[ticker[q.get('symbol')]];
		return { code: 200, body: { retCode: 0, retMsg: 'OK', result: { category: 'spot', list: price ? [{ symbol: q.get('symbol'),
			lastPrice: price, bid1Price: price, ask1Price: price, bid1Size: '1', ask1Size: '1' }] : [] }, retExtInfo: {}, time: Date.now() } };
	};

	const routes = { '/swap/v1/quote': quote, '/v2/updates/price/latest': hermes, '/api/v3/ticker/price': binance,
		'/api/v3/ticker/bookTicker': binance, '/v5/market/tickers': bybit };
	return {
		prices,
		feeds: FEEDS,
		get: (url) => routes[url.pathname]?.(url.searchParams) ?? null,
		post: (url, body) => (url.pathname === '/swap/v1/swap-instructions' ? instructions(body) : null),
		WSOL,
	};
}
