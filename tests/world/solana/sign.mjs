// sign.mjs - what planners, tx-build and mm-sign would have made, for a test of the stage
// behind them: records of a frame, with transactions that are signed.
//
// signer(world, info, blockhash)(job): those records as lines.
//
// job: {ts_ms, valid?, txs: [{wallet, bundle?: {id, index, count}, tip?, class?,
//       actions: [...]}]}, an action one of
//   {action: place|replace, intent_id, side, price, size (lots), client_id, crosses?}
//   {action: cancel, intent_id, side, client_id}
//   {action: transfer, intent_id, to (a wallet), lamports}
//   {action: open, intent_id}           an open-orders account
//   {action: close, intent_id}          it again, empty
//   {action: fail, intent_id}           lands, and fails there
//   {action: inject, intent_id, usdc}   USDC against wSOL on the other market
import { TIPS } from './chain.mjs';
import { ooOf, ooSeed, openbook, system } from './openbook.mjs';
import { DEX, WSOL, ataOf, build, encode58, keypair, parse } from './wire.mjs';

const OO_SPACE = 3228, OO_RENT = 23357760n;
const NAMES = { inject: 'swap', fail: 'settle', open: 'init_oo' };

// n units of 10^-scale as a decimal.
function decimal(n, scale) {
	const text = BigInt(n).toString().padStart(scale + 1, '0');
	return scale ? `${text.slice(0, -scale)}.${text.slice(-scale)}`.replace(/\.?0+$/, '') : text;
}

export const signer = (world, info, blockhash) => (job) => {
	const lines = [], say = (record) => lines.push(`${JSON.stringify(record)}\n`);
	const m = info.market, ts_ms = job.ts_ms, hash = blockhash(), opened = new Set();
	function opening(pair, market, oo) {
		if (opened.has(oo) || world.engine.get(oo)) return [];
		opened.add(oo);
		return [system.createWithSeed(pair.key, pair.key, ooSeed(market.market), OO_RENT, OO_SPACE, DEX), openbook.initOo(market, oo, pair.key)];
	}

	const order = (a, market, type) => ({ side: a.side, price: a.price, size: a.size, clientId: a.client_id, type, selfTrade: 2,
		quote: a.side === 'buy' ? BigInt(a.price) * BigInt(a.size) * BigInt(market.quoteLot) * 10004n / 10000n + 1n : 1 });

	// The instructions of an action, and the record that asked for it.
	const kinds = {
		place(a, pair, oo) {
			const payer = ataOf(pair.key, a.side === 'buy' ? m.quoteMint : m.baseMint);
			const make = a.action === 'place' ? openbook.newOrder : openbook.replaceOne;
			return [[...opening(pair, m, oo), make(m, oo, payer, pair.key, order(a, m, 'postOnly'))],
				{ market: m.market, side: a.side, price: decimal(a.price, 9), size: String(a.size), client_id: String(a.client_id), since_ms: a.since_ms ?? ts_ms }];
		},
		replace: (a, pair, oo) => kinds.place(a, pair, oo),
		cancel: (a, pair, oo) => [[openbook.cancelByClientIds(m, oo, pair.key, [a.client_id])],
			{ market: m.market, side: a.side, client_id: String(a.client_id) }],
		transfer: (a, pair) => [[system.transfer(pair.key, info.wallets[a.to].pubkey, a.lamports)],
			{ asset: 'SOL', amount: decimal(a.lamports, 9), to: a.to }],
		open: (a, pair, oo) => [opening(pair, m, oo), { market: m.market }],
		close: (a, pair, oo) => [[openbook.close(m, oo, pair.key, pair.key)], { market: m.market, account: oo, amount: decimal(OO_RENT, 9) }],
		fail: (a, pair, oo) => [[...opening(pair, m, oo), openbook.cancelByClientId(m, oo, pair.key, 1)], { market: m.market, account: oo }],
		inject(a, pair) {
			const s = info.swapMarket, oo = ooOf(pair.key, s.market), usdc = ataOf(pair.key, info.usdc);
			const bid = { side: 'buy', price: 160000, size: a.usdc * 1000 / 160, client_id: 0 };
			return [[...opening(pair, s, oo), openbook.newOrder(s, oo, usdc, pair.key, order(bid, s, 'ioc')),
				openbook.consume(s, [oo, ooOf(keypair('swapmaker').key, s.market)], 50),
				openbook.settle(s, oo, pair.key, ataOf(pair.key, WSOL), usdc)],
			{ reason: 'inject', asset: 'USDC', amount: String(a.usdc), asset_out: 'SOL', max_slippage_bps: 500 }];
		},
	};
	function transaction(t) {
		const pair = keypair(t.wallet), oo = ooOf(pair.key, m.market), instructions = [];
		for (const a of t.actions) {
			const [made, asks] = kinds[a.action](a, pair, oo);
			instructions.push(...made);
			say({ type: 'action', ts_ms, action: NAMES[a.action] ?? a.action, intent_id: a.intent_id, strategy: 1, wallet: t.wallet, ...asks });
		}
		if (t.tip) instructions.push(system.transfer(pair.key, TIPS[0], t.tip));
		const wire = build(instructions, [pair], hash.blockhash);
		const reduces = t.actions.every((a) => ['cancel', 'open', 'close', 'fail'].includes(a.action));
		return { type: 'signed_tx', ts_ms, chain: 'solana', id: encode58(parse(wire).signatures[0]), raw: wire.toString('base64'),
			valid_until: hash.lastValidBlockHeight, class: t.class ?? (reduces ? 'reduce' : 'risk'), intents: t.actions.map((a) => a.intent_id),
			...(t.bundle ? { bundle: t.bundle } : {}), ...(t.tip ? { tip: decimal(t.tip, 9) } : {}) };
	}

	say({ type: 'market', ts_ms, market: m.market, tick: '0.000000001', base_lot: '1', quote_lot: '0.000000001',
		base: { asset: 'BMV', decimals: 6, mint: m.baseMint, vault: m.baseVault }, quote: { asset: 'wSOL', decimals: 9, mint: m.quoteMint, vault: m.quoteVault },
		program: info.programId, bids: m.bids, asks: m.asks, event_queue: m.events, request_queue: m.requests, vault_signer: m.vaultSigner });
	for (const t of job.txs) say(transaction(t));
	return lines.join('');
};
