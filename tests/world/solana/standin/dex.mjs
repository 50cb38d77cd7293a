// dex.mjs - OpenBook v1 by what its accounts and errors are, instruction by
// instruction.  Not the program: engine.mjs says so wherever it is used.
// source: openbook-dex/program at c85e56d, read for its rules; tests/differential.mjs
// holds this against the real one.
import { DEX, TOKEN, encode58, key32, programAddress } from '../wire.mjs';
import { Failure, fail, rent } from './account.mjs';
import { ERROR, Events, Market, OpenOrders, check } from './book.mjs';
import { BID, FILL, MAKER, RELEASE, cancel, match } from './match.mjs';
import { Slab } from './slab.mjs';
import { byWords } from '../openbook.mjs';
import { ACCOUNT, MINT, transfer } from './token.mjs';

const INITIALIZED = 1n, MARKET = 2n, OPEN_ORDERS = 4n, REQUESTS = 8n, EVENTS = 16n, BIDS = 32n, ASKS = 64n, DISABLED = 128n, CLOSED = 256n;
const HEAD = Buffer.from('serum'), TAIL = Buffer.from('padding');
const PERMISSIONED = 512n, KNOWN = 2047n;
const MARKET_SPACE = 388, OO_SPACE = 3228, I64_MAX = (1n << 63n) - 1n, U128_MAX = (1n << 128n) - 1n;

const flagsOf = (info) => info.data.readBigUInt64LE(5);
const bytesOf = (info) => key32(info.key);
const keyAt = (b, o) => encode58(b.subarray(o, o + 32));
const signs = (info) => check(info.signer, 1562);

function padded(info) {
	check(info.data.length >= 12, 365);
	check(info.data.subarray(0, 5).equals(HEAD), 367);
	check(info.data.subarray(-7).equals(TAIL), 368);
}

// or: the line that stands for whatever fails in f, but for what stops the program.
const or = (line, f) => {
	try {
		return f();
	} catch (e) {
		if (e instanceof Failure && e.what !== 'ProgramFailedToComplete') return check(false, line);
		throw e;
	}
};

function market(info, evenDisabled) {
	check(info.data.length >= 13, 120);
	const flags = flagsOf(info);
	if (flags & ~KNOWN) fail(ERROR.InvalidFlags);
	check(info.owner === DEX, flags & PERMISSIONED ? 425 : 236);
	padded(info);
	if (info.data.length !== MARKET_SPACE) fail('ProgramFailedToComplete');
	const m = new Market(info.data);
	if (m.flags !== (INITIALIZED | MARKET) && !(evenDisabled && m.flags === (INITIALIZED | MARKET | DISABLED))) fail(ERROR.InvalidFlags);
	return m;
}

// A part of the market: its address, its padding, its flag.
function part(m, name, info, error, flag) {
	if (info.key !== m[name]) fail(error);
	padded(info);
	if (flagsOf(info) !== (INITIALIZED | flag)) fail('ProgramFailedToComplete');
	return info.edit();
}

const bidsOf = (m, info, line) => or(line, () => new Slab(part(m, 'bids', info, ERROR.WrongBids, BIDS)));
const asksOf = (m, info, line) => or(line, () => new Slab(part(m, 'asks', info, ERROR.WrongAsks, ASKS)));
const eventsOf = (m, info) => new Events(part(m, 'events', info, ERROR.WrongEvents, EVENTS));

function tokenAccount(info) {
	check(info.owner === TOKEN, 1522);
	check(info.data.length === ACCOUNT, 1524);
	check(info.data[108] === 1, 1527);
	return info;
}

function vault(m, name, info, error) {
	tokenAccount(info);
	if (info.key !== m[name]) fail(error);
	return info;
}

const wallet = (info, mint, error) => (keyAt(tokenAccount(info).data, 0) === mint ? info : fail(error));

// authority: of a permissioned market, which none is here.
function openOrders(m, info, owner, mayInit, authority) {
	check(info.owner === DEX, 166);
	const d = info.edit();
	check(d.length >= 12, 357);
	HEAD.copy(d, 0);
	TAIL.copy(d, d.length - 7);
	if (d.length !== OO_SPACE) fail('ProgramFailedToComplete');
	const oo = new OpenOrders(d);
	if (oo.flags === 0n) {
		if (!mayInit) fail(ERROR.NoRent);
		if (!owner) fail(ERROR.OwnerMissing);
		if (info.lamports < rent(OO_SPACE)) fail(ERROR.NotExempt);
		if (authority) fail(ERROR.Authority);
		oo.flags = INITIALIZED | OPEN_ORDERS;
		oo.market = m.own;
		oo.owner = owner.key;
		oo.free = U128_MAX;
	}
	if (oo.flags !== (INITIALIZED | OPEN_ORDERS) || oo.market !== m.own || (owner && oo.owner !== owner.key)) fail(ERROR.WrongOrders);
	return oo;
}

// --- instructions

function initMarket(a, d) {
	check(a.length >= 10 && a.length <= 13, 1659);
	for (const info of a.slice(1, 9)) check(info.lamports >= rent(info.data.length), 1684);
	for (const info of a.slice(0, 5)) {
		const b = info.data;
		check(info.owner === DEX, 1690);
		check(b.length % 8 === 4, 1692);
		check(b.length >= 20, 1693);
		check(b.subarray(0, 5).every((x) => !x), 1695);
		check(b.subarray(5, 13).every((x) => !x), 1696);
		check(b.subarray(-7).every((x) => !x), 1697);
	}
	const [account, requests, events, bids, asks, baseVault, quoteVault, baseMint, quoteMint] = a;
	const nonce = d.readBigUInt64LE(23), seed = Buffer.alloc(8);
	seed.writeBigUInt64LE(nonce);
	const signer = programAddress([bytesOf(account), seed], DEX) ?? fail('InvalidSeeds');
	for (const [v, mintInfo] of [[baseVault, baseMint], [quoteVault, quoteMint]]) {
		tokenAccount(v);
		check(mintInfo.owner === TOKEN, 1512);
		check(mintInfo.data.length === MINT, 1514);
		check(keyAt(v.data, 32) === signer, 1713);
		check(v.data.readUInt32LE(72) === 0, 1717);
		check(v.data.readUInt32LE(129) === 0, 1721);
		check(keyAt(v.data, 0) === mintInfo.key, 1629);
	}
	for (const [info, flag] of [[requests, REQUESTS], [events, EVENTS], [bids, BIDS], [asks, ASKS], [account, MARKET]]) {
		const b = info.edit();
		HEAD.copy(b, 0);
		TAIL.copy(b, b.length - 7);
		b.writeBigUInt64LE(INITIALIZED | flag, 5);
	}
	const m = new Market(account.data);
	Object.assign(m, { own: account.key, nonce, baseMint: baseMint.key, quoteMint: quoteMint.key, baseVault: baseVault.key,
		quoteVault: quoteVault.key, dust: d.readBigUInt64LE(31), requests: requests.key, events: events.key, bids: bids.key,
		asks: asks.key, baseLot: d.readBigUInt64LE(5), quoteLot: d.readBigUInt64LE(13), feeRate: BigInt(d.readUInt16LE(21)) });
}

// The 54 bytes of an order; null: not one.
function orderOf(d) {
	const [side, selfTrade, type] = [d.readUInt32LE(0), d.readUInt32LE(28), d.readUInt32LE(32)];
	const [price, size, quote] = [4, 12, 20].map((o) => d.readBigUInt64LE(o));
	if (side > 1 || selfTrade > 2 || type > 2 || !price || !size || !quote) return null;
	return { side: side ? 'ask' : 'bid', price, size, quote, selfTrade, type, clientId: d.readBigUInt64LE(36),
		limit: d.readUInt16LE(44), maxTs: d.readBigInt64LE(46) };
}

// Takes what the order needs from what is free, and says how much has to be paid in.
function lock(m, oo, o, payer) {
	const bid = o.side === 'bid', need = bid ? o.quote : o.size * m.baseLot;
	if (need >= 1n << 64n) fail(ERROR.Funds);
	const free = bid ? oo.quoteFree : oo.baseFree, own = need < free ? need : free, pay = need - own;
	if (payer.data.readBigUInt64LE(64) < pay) fail(ERROR.Funds);
	if (bid) {
		oo.quoteFree -= own;
		oo.quoteTotal += pay;
		m.quoteDeposits += pay;
	} else {
		oo.baseFree -= own;
		oo.baseTotal += pay;
		m.baseDeposits += pay;
	}
	return pay;
}

function unlock(m, oo, p) {
	const base = (lots) => lots * m.baseLot;
	oo.baseTotal += base(p.baseCredit);
	oo.unlockBase(base(p.baseCredit));
	oo.unlockBase(base(p.baseUnlocked));
	oo.quoteTotal += p.quoteCredit;
	oo.unlockQuote(p.quoteCredit);
	oo.unlockQuote(p.quoteUnlocked);
	oo.baseTotal -= base(p.baseDebit);
	oo.quoteTotal -= p.quoteDebit;
	check(oo.baseFree <= oo.baseTotal, 3276);
	check(oo.quoteFree <= oo.quoteTotal, 3277);
}

function newOrder(a, o, context) {
	check(a.length >= 12 && a.length <= 14, 1873);
	const [account, orders, requests, events, bids, asks, payer, owner, baseVault, quoteVault, program, , discount] = a;
	if (discount) tokenAccount(discount);
	const m = market(account, false);
	account.edit();
	signs(owner);
	if (discount) check(keyAt(discount.data, 32) === owner.key, 553);
	const queue = part(m, 'requests', requests, ERROR.WrongRequests, REQUESTS);
	const ring = eventsOf(m, events);
	tokenAccount(payer);
	if (o.side === 'bid') or(1919, () => wallet(payer, m.quoteMint, ERROR.WrongPcMint));
	else or(1920, () => wallet(payer, m.baseMint, ERROR.WrongCoinMint));
	vault(m, 'baseVault', baseVault, ERROR.WrongCoinVault);
	vault(m, 'quoteVault', quoteVault, ERROR.WrongPcVault);
	check(program.key === TOKEN, 1507);
	const book = { market: m, bids: bidsOf(m, bids, 1927), asks: asksOf(m, asks, 1928), events: ring, log: context.log };
	const oo = openOrders(m, orders, owner, true);
	if (o.maxTs < I64_MAX && BigInt(context.seconds) > o.maxTs) fail(ERROR.Expired);
	const deposit = lock(m, oo, o, payer), seq = queue.readBigUInt64LE(29);
	queue.writeBigUInt64LE(seq + 1n, 29);
	const id = o.price << 64n | (o.side === 'bid' ? BigInt.asUintN(64, ~seq) : seq);
	const slot = oo.add(id, o.side, o.clientId);
	unlock(m, oo, match(book, { ...o, locked: o.quote, id, slot, owner: bytesOf(orders) }));
	// A call that fails ends the transaction with its own error.
	if (deposit) transfer(payer, o.side === 'bid' ? quoteVault : baseVault, owner, deposit);
}

// What a cancel starts from.  line: of the program's checks, in its three forms.
function cancelling(a, context, line) {
	check(a.length >= 6, line);
	const [account, bids, asks, orders, owner, events] = a;
	const m = or(line + 11, () => market(account, true));
	signs(owner);
	const oo = openOrders(m, orders, owner, false);
	const book = { market: m, bids: bidsOf(m, bids, line + 23), asks: asksOf(m, asks, line + 24), events: eventsOf(m, events), log: context.log };
	return { oo, book, address: bytesOf(orders) };
}

function cancelMany(a, ids, context) {
	check(a.length >= 6, 2210);
	const { oo, book, address } = cancelling(a, context, 2216);
	const wanted = ids.filter((i) => i !== 0n);
	const found = [...oo.filled()].filter((s) => oo.clientId(s) && wanted.includes(oo.clientId(s)))
		.map((s) => [oo.side(s), oo.order(s)]);
	for (const [side, id] of found) {
		try {
			cancel(book, oo, address, side, id);
		} catch (e) {
			if (!(e instanceof Failure) || e.what.Custom !== ERROR.NotFound) throw e;
		}
	}
}

function cancelOne(a, clientId, context) {
	check(a.length >= 6, 2147);
	check(clientId, 2158);
	const { oo, book, address } = cancelling(a, context, 2147 + 2);
	const slot = [...oo.filled()].find((s) => oo.clientId(s) === clientId);
	if (slot === undefined) fail(ERROR.ClientId);
	cancel(book, oo, address, oo.side(slot), oo.order(slot));
}

function replace(a, orders, context) {
	const pick = [0, 4, 5, 1, 7, 3].map((i) => a[i] ?? fail('ProgramFailedToComplete'));
	cancelMany(pick, orders.map((o) => o.clientId), context);
	for (const o of orders) newOrder(a, o, context);
}

const FILL_LOG = Buffer.from('5269478b048e6b3a', 'hex'), BALANCE_LOG = Buffer.from('578a5436e382c6ac', 'hex');

function logFill(m, e, oo, referrer, context) {
	const u64 = (...ns) => ns.map((n) => {
		const b = Buffer.alloc(8);
		b.writeBigUInt64LE(n);
		return b;
	});
	const some = (n) => (n === null ? [Buffer.from([0])] : [Buffer.from([1]), ...u64(n)]);
	const data = (...parts) => context.data(Buffer.concat(parts));
	data(FILL_LOG, key32(m.own), key32(e.owner), key32(oo.owner), Buffer.from([e.flags & BID ? 1 : 0, e.flags & MAKER ? 1 : 0]),
		...u64(e.paid, e.released, e.fee, e.id & (1n << 64n) - 1n, e.id >> 64n), Buffer.from([e.slot, e.tier]),
		...some(e.clientId || null), ...some(referrer));
	data(BALANCE_LOG, key32(e.owner), key32(oo.owner), key32(m.own),
		...u64(oo.quoteTotal, oo.baseTotal, oo.baseFree, oo.quoteFree, oo.referrer));
}

function consumeFill(m, e, oo, context) {
	const maker = e.flags & MAKER, bid = e.flags & BID;
	if (maker && bid) {
		oo.quoteTotal -= e.paid;
		oo.baseTotal += e.released;
		oo.baseFree += e.released;
		oo.quoteFree += e.fee;
	} else if (maker) {
		oo.baseTotal -= e.paid;
		oo.quoteTotal += e.released;
		oo.quoteFree += e.released;
	}
	const referrer = maker ? null : e.fee / 2n;
	if (!maker) oo.referrer += referrer;
	logFill(m, e, oo, referrer, context);
}

function consumeOut(e, oo) {
	if (e.flags & RELEASE) {
		if (e.flags & BID) oo.quoteFree += e.released;
		else oo.baseFree += e.released;
	}
	check(e.flags & BID ? oo.quoteFree <= oo.quoteTotal : oo.baseFree <= oo.baseTotal, e.flags & BID ? 3105 : 3113);
	if (!e.paid) oo.removeSlot(e.slot);
}

// The accounts are looked up by halving: out of order, and events are left waiting.
function lookup(accounts, key) {
	let low = 0, high = accounts.length;
	while (low < high) {
		const mid = low + high >> 1, c = byWords(accounts[mid].key, key);
		if (c === 0) return accounts[mid];
		if (c < 0) low = mid + 1;
		else high = mid;
	}
	return null;
}

// Fills that one ConsumeEvents hands out before the real program is out of memory: what
// a fill logs is never freed, nor what was read of the accounts.
const fillsOf = (accounts) => (accounts <= 14 ? 13 : 12);

function consume(a, limit, context) {
	check(a.length >= 5, 2012);
	const accounts = a.slice(0, -4), m = market(a.at(-4), true), ring = eventsOf(m, a.at(-3));
	for (let i = 0, fills = fillsOf(accounts.length); i < limit; i++) {
		const e = ring.front(), info = e && lookup(accounts, e.owner);
		if (!info) return;
		const oo = openOrders(m, info, null, false), side = e.flags & BID ? 'bid' : 'ask';
		check(e.slot < 128, 3005);
		check(oo.side(e.slot) === side, 3006);
		check(oo.order(e.slot) === e.id, 3007);
		if (e.flags & FILL && fills-- === 0) fail('ProgramFailedToComplete');
		if (e.flags & FILL) consumeFill(m, e, oo, context);
		else consumeOut(e, oo);
		ring.pop();
	}
}

function settle(a) {
	check(a.length === 9 || a.length === 10, 2279);
	const [account, orders, owner, baseVault, quoteVault, base, quote, signer, program, referrer] = a;
	check(program.key === TOKEN, 1507);
	const m = market(account, true);
	account.edit();
	or(2294, () => signs(owner));
	or(2297, () => vault(m, 'baseVault', baseVault, ERROR.WrongCoinVault));
	or(2298, () => vault(m, 'quoteVault', quoteVault, ERROR.WrongPcVault));
	or(2300, () => wallet(base, m.baseMint, ERROR.WrongCoinMint));
	or(2302, () => wallet(quote, m.quoteMint, ERROR.WrongPcMint));
	if (referrer) or(2307, () => wallet(referrer, m.quoteMint, ERROR.WrongPcMint));
	const seed = Buffer.alloc(8);
	seed.writeBigUInt64LE(m.nonce);
	check(programAddress([key32(m.own), seed], DEX) === signer.key, 1607);
	const oo = openOrders(m, orders, owner, false), { baseFree, quoteFree } = oo;
	m.baseDeposits -= baseFree;
	m.quoteDeposits -= quoteFree;
	oo.baseFree = oo.quoteFree = 0n;
	oo.baseTotal -= baseFree;
	oo.quoteTotal -= quoteFree;
	const send = (from, to, amount) => transfer(from, to, signer, amount, new Set([signer.key]));
	send(baseVault, base, baseFree);
	send(quoteVault, quote, quoteFree);
	if (referrer && oo.referrer) send(quoteVault, referrer, oo.referrer);
	else m.quoteFees += oo.referrer;
	m.referrer -= oo.referrer;
	oo.referrer = 0n;
}

function close(a) {
	check(a.length === 4, 2417);
	const [orders, owner, to, account] = a;
	signs(owner);
	const oo = openOrders(market(account, true), orders, owner, false);
	if (oo.free !== U128_MAX || oo.baseTotal || oo.quoteTotal) fail(ERROR.Full);
	to.add(orders.lamports);
	orders.add(-orders.lamports);
	oo.flags = CLOSED;
}

const bad = () => fail('InvalidArgument');

export function dex(a, d, context) {
	if (d.length < 5 || d[0]) bad();
	const tag = d.readUInt32LE(1), body = d.subarray(5);
	const size = (...ns) => ns.includes(body.length) || bad();
	switch (tag) {
	case 0: size(34); return initMarket(a, d);
	case 3: size(2); return consume(a, body.readUInt16LE(0), context);
	case 5: size(0); return settle(a);
	case 10: {
		size(46, 54);
		const all = body.length === 54 ? body : Buffer.concat([body, Buffer.from('ffffffffffffff7f', 'hex')]);
		return newOrder(a, orderOf(all) ?? bad(), context);
	}
	case 11: {
		size(20);
		const side = body.readUInt32LE(0) > 1 ? bad() : body.readUInt32LE(0) ? 'ask' : 'bid';
		const { oo, book, address } = cancelling(a, context, 2086);
		return cancel(book, oo, address, side, body.readBigUInt64LE(4) | body.readBigUInt64LE(12) << 64n);
	}
	case 12: size(8); return cancelOne(a, body.readBigUInt64LE(0), context);
	case 14: size(0); return close(a);
	case 15: {
		size(0);
		check(a.length === 4 || a.length === 5, 2472);
		signs(a[1]);
		if (a[4]) signs(a[4]);
		return void openOrders(market(a[2], false), a[0], a[1], true, a[4]);
	}
	case 18: {
		if (body.length % 8 || body.length > 64) bad();
		const ids = Array.from({ length: body.length / 8 }, (_, i) => body.readBigUInt64LE(8 * i));
		return cancelMany(a, ids, context);
	}
	case 19: size(54); return replace(a, [orderOf(body) ?? bad()], context);
	case 20: {
		const n = body.length < 8 ? bad() : Number(body.readBigUInt64LE(0));
		if (n > 8 || body.length !== 8 + 54 * n) bad();
		return replace(a, Array.from({ length: n }, (_, i) => orderOf(body.subarray(8 + 54 * i, 62 + 54 * i)) ?? bad()), context);
	}
	case 2: size(2); return undefined;
	default: return tag > 20 ? bad() : fail('ProgramFailedToComplete');
	}
}
