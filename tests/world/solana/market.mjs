// market.mjs - makes the markets and wallets of the world, and takes and cranks on them.
import { TOKEN, DEX, WSOL, ataOf, build, keypair } from './wire.mjs';
import { events, ooOf, ooSeed, openbook, slab, system, token, vaultSigner } from './openbook.mjs';
import { TIPS } from './chain.mjs';

// Bytes, as everyone makes them; and the least a market can be made of.
const SIZES = { market: 388, requests: 5132, events: 262156, bids: 65548, asks: 65548 };
export const LEAST = { market: 388, requests: 124, events: 11308, bids: 14524, asks: 14524 };
const OO_SPACE = 3228;
const SOL = 10n ** 9n;

export function desk(world) {
	const { engine } = world, admin = keypair('admin');

	// The world's own transactions: at once, and by no rule of the network's.
	function run(instructions, signers) {
		const r = engine.execute(build(instructions, signers, engine.blockhash()));
		if (r.err) throw new Error(`${JSON.stringify(r.err)}\n${r.logs.join('\n')}`);
		world.expire();
	}

	const create = (pair, space, owner) => system.create(admin.key, pair.key, engine.rent(space), space, owner);

	function mint(pair, decimals) {
		run([create(pair, 82, TOKEN), token.initMint(pair.key, decimals, admin.key)], [admin, pair]);
		return pair.key;
	}

	function makeMarket({ tag, baseMint, quoteMint, baseLot, quoteLot, base, quote, sizes = SIZES }) {
		const pair = Object.fromEntries(['market', 'requests', 'events', 'bids', 'asks', 'baseVault', 'quoteVault']
			.map((n) => [n, keypair(`${tag}:${n}`)]));
		const vaults = vaultSigner(pair.market.key);
		run(['baseVault', 'quoteVault'].map((n) => create(pair[n], 165, TOKEN)).concat([
			token.initAccount(pair.baseVault.key, baseMint, vaults.key), token.initAccount(pair.quoteVault.key, quoteMint, vaults.key),
		]), [admin, pair.baseVault, pair.quoteVault]);
		run(['requests', 'events'].map((n) => create(pair[n], sizes[n], DEX)), [admin, pair.requests, pair.events]);
		run(['bids', 'asks', 'market'].map((n) => create(pair[n], sizes[n], DEX)), [admin, pair.bids, pair.asks, pair.market]);
		const m = { ...Object.fromEntries(Object.entries(pair).map(([n, p]) => [n, p.key])), baseMint, quoteMint, baseLot, quoteLot,
			base, quote, nonce: vaults.nonce, vaultSigner: vaults.key };
		run([openbook.initMarket(m)], [admin]);
		world.markets.push(m);
		return m;
	}

	// SOL, wrapped SOL and tokens for a wallet, atoms by mint.
	function fund(key, { lamports = 0n, tokens = {} }) {
		world.airdrop(key, BigInt(lamports));
		for (const [m, amount] of Object.entries(tokens)) {
			const n = BigInt(amount);
			run([token.createAta(admin.key, key, m), ...(m === WSOL
				? [system.transfer(admin.key, ataOf(key, m), n), token.sync(ataOf(key, m))]
				: [token.mintTo(m, ataOf(key, m), admin.key, n)])], [admin]);
		}
	}

	function onRecord(instructions, signers) {
		const r = world.execute(build(instructions, signers, engine.blockhash()));
		world.expire();
		return r;
	}

	// An order of a named wallet, straight to the engine; what it comes to.
	function trade(name, m, order) {
		const pair = keypair(name), oo = ooOf(pair.key, m.market);
		const payer = ataOf(pair.key, order.side === 'buy' ? m.quoteMint : m.baseMint);
		const init = engine.get(oo) ? [] : [
			system.createWithSeed(pair.key, pair.key, ooSeed(m.market), engine.rent(OO_SPACE), OO_SPACE, DEX),
			openbook.initOo(m, oo, pair.key)];
		const r = onRecord([...init, openbook.newOrder(m, oo, payer, pair.key, order)], [pair]);
		return { err: r.err, oo, owner: pair.key };
	}

	// Hands out every event, in transactions that are on record like anybody's.
	function crank(m) {
		let done = 0;
		for (let list; (list = events(engine.get(m.events).data)).length;) {
			const oos = [...new Set(list.slice(0, 40).map((e) => e.oo))].slice(0, 20);
			// More fills than this exhaust the memory a program has for their logs.
			const r = onRecord([openbook.consume(m, oos, 10)], [admin]);
			if (r.err) throw new Error(`${JSON.stringify(r.err)}\n${r.logs.join('\n')}`);
			const left = events(engine.get(m.events).data).length;
			if (left === list.length) throw new Error('the crank does not move');
			done += list.length - left;
		}
		return done;
	}

	world.airdrop(admin.key, 10n ** 6n * SOL);
	for (const t of TIPS) world.airdrop(t, SOL);
	return { admin, run, mint, makeMarket, fund, trade, crank,
		book: (m) => ({ bids: slab(engine.get(m.bids).data), asks: slab(engine.get(m.asks).data), events: events(engine.get(m.events).data) }) };
}
