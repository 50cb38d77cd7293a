// control.mjs - how a test or a person moves the world; never limited, never faulty.
import { ALT, ataOf, key32, keypair } from './wire.mjs';
import { openOrders } from './openbook.mjs';

const strings = (x) => JSON.parse(JSON.stringify(x, (k, v) => (typeof v === 'bigint' ? v.toString() : v)));

export function methods(world, desk, services, info) {
	const market = (name) => world.markets[Number(name ?? 0)] ?? world.markets.find((m) => m.market === name);
	const snaps = [];
	return {
		world_info: () => strings(info),
		world_slot: () => world.slot(),
		world_advanceSlots: ([n]) => world.advance(n),
		// n slots, one by one: all that stood in the ledger at one of them.
		world_pass: ([n]) => {
			const stood = new Map();
			for (let left = n; ; left--) {
				for (const e of world.ledger()) stood.set(`${e.slot} ${e.id}`, e);
				if (!left) return strings([...stood.values()]);
				world.advance(1);
			}
		},
		world_manual: () => world.freeze(true),
		world_setFaults: ([f = {}]) => world.faults.set(f),
		world_setPrices: ([p]) => Object.assign(services.prices, p),
		world_snapshot: () => snaps.push(world.snapshot()) - 1,
		world_restore: ([i]) => {
			world.restore(snaps[i]);
			return true;
		},
		// Everything that landed since entry n, in order.
		world_ledger: ([n = 0] = []) => strings(world.ledger().slice(n)),
		// How many transactions of a named wallet landed and were not refused.
		world_landed: ([name]) => world.ledger().filter((e) => e.payer === keypair(name).key && !e.err).length,
		world_book: ([m] = []) => strings(desk.book(market(m))),
		world_oo: ([key]) => strings(openOrders(world.engine.get(key).data)),
		world_crank: ([m] = []) => desk.crank(market(m)),
		// {name, market?, side, price (lots), size (lots), quote?, type?}: a named wallet trades.
		world_take: ([o]) => {
			const m = market(o.market), price = BigInt(o.price), size = BigInt(o.size);
			const quote = BigInt(o.quote ?? price * size * m.quoteLot * 10004n / 10000n + 1n);
			return desk.trade(o.name, m, { type: 'ioc', ...o, price, size, quote, clientId: BigInt(o.client_id ?? 0) });
		},
		// {name or key, lamports?, tokens: {mint: atoms}?}
		world_fund: ([o]) => {
			const key = o.key ?? keypair(o.name).key;
			desk.fund(key, o);
			return { key, accounts: Object.fromEntries(Object.keys(o.tokens ?? {}).map((m) => [m, ataOf(key, m)])) };
		},
		world_key: ([name]) => {
			const k = keypair(name);
			return { key: k.key, secretKey: [...k.secretKey] };
		},
		// A lookup table of these addresses, ready to be used.
		world_table: ([name, addresses]) => {
			const key = keypair(`table:${name}`).key, head = Buffer.alloc(56);
			head.writeUInt32LE(1, 0);
			head.writeBigUInt64LE((1n << 64n) - 1n, 4);
			head.writeBigUInt64LE(BigInt(world.slot() - 1), 12);
			head[21] = 1;
			key32(keypair('admin').key).copy(head, 22);
			const data = Buffer.concat([head, ...addresses.map(key32)]);
			world.engine.set(key, { lamports: world.engine.rent(data.length), data, owner: ALT, executable: false });
			return key;
		},
		world_account: ([key]) => {
			const a = world.engine.get(key);
			return a && { lamports: a.lamports.toString(), owner: a.owner, data: a.data.toString('base64') };
		},
		world_setAccount: ([key, a]) => {
			world.engine.set(key, { lamports: BigInt(a.lamports), data: Buffer.from(a.data, 'base64'), owner: a.owner, executable: !!a.executable });
			return true;
		},
	};
}
