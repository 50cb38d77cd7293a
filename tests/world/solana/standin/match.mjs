// match.mjs - the matching engine of OpenBook v1: fees, what an order meets, what of
// it rests, and the events that say so.
import { ERROR, check } from './book.mjs';
import { fail } from './account.mjs';

const FILL = 1, OUT = 2, BID = 4, MAKER = 8, RELEASE = 16;
const MAKER_RATE = (20n << 64n) / 100000n, TAKER_RATE = 2n * MAKER_RATE;
const ONE = 1n << 64n;

export const rebate = (n) => MAKER_RATE * n >> 64n;
export const takerFee = (n) => (TAKER_RATE * n >> 64n) + (TAKER_RATE * n & ONE - 1n ? 1n : 0n);
const withoutFee = (n) => (n << 64n) / (ONE + TAKER_RATE);
const min = (...xs) => xs.reduce((a, b) => (b < a ? b : a));

// What an order comes to for its owner, in lots of base and units of quote.
export const nothing = () => ({ baseUnlocked: 0n, quoteUnlocked: 0n, baseCredit: 0n, quoteCredit: 0n, baseDebit: 0n, quoteDebit: 0n });

function out(book, side, o, released, paid, release) {
	book.events.push({ flags: OUT | (side === 'bid' ? BID : 0) | (release ? RELEASE : 0), slot: o.slot, released, paid, id: o.id,
		owner: o.owner, clientId: o.clientId });
}

function fill(book, side, o, maker, paid, released, fee, tier) {
	book.events.push({ flags: FILL | (side === 'bid' ? BID : 0) | (maker ? MAKER : 0), slot: o.slot, tier, released, paid, fee,
		id: o.id, owner: o.owner, clientId: o.clientId });
}

function keepFees(market, fee, rebates) {
	const referrer = fee / 2n;
	market.referrer += referrer;
	market.quoteFees += fee - rebates - referrer;
	market.quoteDeposits -= fee - rebates;
}

// What of a maker's order and of ours goes when both are ours.
function selfTrade(book, o, best, qty) {
	if (o.selfTrade === 2) fail(ERROR.SelfTrade);
	return o.selfTrade === 0 ? { provide: qty, take: qty } : { provide: best.quantity, take: 0n };
}

function shrink(slab, best, left) {
	if (left) slab.setQuantity(best.node, left);
	else slab.remove(best.id);
}

// One step of an ask: null when it is over, else what is left of it.
function askStep(book, o, left, postOnly, postAllowed, proceeds) {
	const { market, bids, asks } = book, { baseLot, quoteLot } = market;
	let unfilled = left, value = 0n, rebates = 0n, crossed = false, done = true;
	const h = bids.max(), best = h === null ? null : bids.leaf(h);
	if (best) {
		crossed = o.price <= best.price;
		const qty = crossed && !postOnly ? min(best.quantity, unfilled) : 0n;
		if (qty && o.owner.equals(best.owner)) {
			const cut = selfTrade(book, o, best, qty), stays = best.quantity - cut.provide;
			out(book, 'bid', best, cut.provide * best.price * quoteLot, stays * best.price * quoteLot, true);
			shrink(bids, best, stays);
			unfilled -= cut.take;
			out(book, 'ask', o, cut.take * baseLot, unfilled, false);
			proceeds.baseUnlocked += cut.take;
			return unfilled || null;
		}
		if (qty) {
			const native = qty * best.price * quoteLot;
			rebates = rebate(native);
			fill(book, 'bid', best, true, native - rebates, qty * baseLot, rebates, best.tier);
			unfilled -= qty;
			value = qty * best.price;
			if (best.quantity === qty) out(book, 'bid', best, 0n, 0n, true);
			shrink(bids, best, best.quantity - qty);
			done = false;
		}
	}
	const native = value * quoteLot, fee = takerFee(native), lots = left - unfilled;
	proceeds.quoteCredit += native - fee;
	proceeds.baseDebit += lots;
	if (native) fill(book, 'ask', o, false, lots * baseLot, native - fee, fee, 0);
	keepFees(market, fee, rebates);
	if (!done && unfilled) return unfilled;
	if (postAllowed && !crossed && unfilled) {
		const leaf = { slot: o.slot, tier: 0, id: o.id, owner: o.owner, quantity: unfilled, clientId: o.clientId };
		if (!asks.insert(leaf)) {
			book.log('offers full! booting...');
			const worst = asks.remove(asks.leaf(asks.max()).id);
			out(book, 'ask', worst, worst.quantity * baseLot, 0n, true);
			asks.insert(leaf);
		}
	} else {
		proceeds.baseUnlocked += unfilled;
		out(book, 'ask', o, unfilled * baseLot, 0n, false);
	}
	return null;
}

// One step of a bid: null when it is over, else [lots left, quote still locked].
function bidStep(book, o, [lots, locked], postOnly, postAllowed, proceeds) {
	const { market, bids, asks } = book, { baseLot, quoteLot } = market;
	const most = withoutFee(locked) / quoteLot;
	let base = lots, quote = most, rebates = 0n, crossed = false, done = true;
	const h = asks.min(), best = h === null ? null : asks.leaf(h);
	if (best) {
		crossed = o.price >= best.price;
		const qty = crossed && !postOnly ? min(best.quantity, base, quote / best.price) : 0n;
		if (qty && o.owner.equals(best.owner)) {
			const cut = selfTrade(book, o, best, qty), stays = best.quantity - cut.provide;
			out(book, 'ask', best, cut.provide * baseLot, stays * baseLot, true);
			shrink(asks, best, stays);
			const unlocked = cut.take * best.price * quoteLot, still = locked - unlocked, left = base - cut.take;
			const goesOn = left && still;
			proceeds.quoteUnlocked += goesOn ? unlocked : locked;
			out(book, 'bid', o, goesOn ? unlocked : locked, goesOn ? still : 0n, false);
			return goesOn ? [left, still] : null;
		}
		if (qty) {
			const native = qty * best.price * quoteLot;
			rebates = rebate(native);
			fill(book, 'ask', best, true, qty * baseLot, native + rebates, rebates, best.tier);
			base -= qty;
			quote -= qty * best.price;
			if (best.quantity === qty) out(book, 'ask', best, 0n, 0n, true);
			shrink(asks, best, best.quantity - qty);
			done = false;
		}
	}
	const native = (most - quote) * quoteLot, fee = takerFee(native), left = locked - native - fee;
	proceeds.baseCredit += lots - base;
	proceeds.quoteDebit += native + fee;
	if (native) fill(book, 'bid', o, false, native + fee, (lots - base) * baseLot, fee, 0);
	keepFees(market, fee, rebates);
	if (!done && base && left) return [base, left];
	const post = postAllowed && !crossed ? min(base, left / quoteLot / o.price) : 0n;
	const keep = post * o.price * quoteLot;
	proceeds.quoteUnlocked += left - keep;
	out(book, 'bid', o, left - keep, keep, false);
	if (post) {
		const leaf = { slot: o.slot, tier: 0, id: o.id, owner: o.owner, quantity: post, clientId: o.clientId };
		if (!bids.insert(leaf)) {
			book.log('bids full! booting...');
			const worst = bids.remove(bids.leaf(bids.min()).id);
			out(book, 'bid', worst, worst.quantity * worst.price * quoteLot, 0n, true);
			bids.insert(leaf);
		}
	}
	return null;
}

// match: book {market, bids, asks, events, log}; o {side, price, size, locked (bids),
// type, selfTrade, limit, id, slot, owner, clientId}.  Returns its proceeds.
export function match(book, o) {
	const proceeds = nothing(), step = o.side === 'bid' ? bidStep : askStep;
	let left = o.side === 'bid' ? [o.size, o.locked] : o.size;
	let postOnly = o.type === 2, postAllowed = o.type !== 1;
	for (let limit = o.limit; ; limit--) {
		if (limit === 0) postOnly = postAllowed = true;
		left = step(book, o, left, postOnly, postAllowed, proceeds);
		if (limit === 0) {
			check(left === null, 3237);
			return proceeds;
		}
		if (left === null) return proceeds;
	}
}

// A resting order of open orders (their address is owner) taken out of the book.
export function cancel(book, oo, owner, side, id) {
	const leaf = (side === 'bid' ? book.bids : book.asks).remove(id);
	if (!leaf) fail(ERROR.NotFound);
	cancelLeaf(book, oo, owner, side, id, leaf);
}

export function cancelLeaf(book, oo, owner, side, id, leaf) {
	if (!leaf.owner.equals(owner)) fail(ERROR.NotYours);
	check(id === oo.order(leaf.slot), 965, 2);
	check(oo.side(leaf.slot) === side, 966, 2);
	const n = leaf.quantity * (side === 'bid' ? leaf.price * book.market.quoteLot : book.market.baseLot);
	if (side === 'bid') oo.unlockQuote(n);
	else oo.unlockBase(n);
	out(book, side, { ...leaf, id, owner }, n, 0n, false);
}

export { FILL, MAKER, BID, RELEASE };
