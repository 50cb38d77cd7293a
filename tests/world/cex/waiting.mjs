// waiting.mjs - orders that wait for a price: taken, told, canceled.  Nothing makes them
// trade here: whoever must see them has to see them before that.
import { abs } from './num.mjs';
import { why } from './refusal.mjs';

// wait takes an order that waits for a price.  o: as of an order (engine.mjs), and trigger;
// qty 0: it closes what is there.
export function wait(venue, a, o) {
	if (!a.sides().includes(o.positionSide)) throw why('position_side');
	if (o.trigger <= 0n) throw why('price_zero');
	if (o.qty % venue.rules.get(o.symbol).n.step !== 0n || abs(o.qty) !== o.qty) throw why('step');
	if (o.client !== undefined && waiting(a).some((x) => x.client === o.client)) throw why('duplicate');
	const id = venue.id('waiting'), order = { ...o, id, client: o.client ?? `auto${id}`, named: o.client !== undefined, created: venue.now(), changed: venue.now(), status: 'NEW', executed: 0n,
		spent: 0n, fee: 0n, waits: true };
	a.waiting.push(order);
	return order;
}

// waiting: those that still wait, of a symbol.
export const waiting = (a, symbol) => a.waiting.filter((o) => o.status === 'NEW' && (!symbol || o.symbol === symbol));

// waiter: one of them, by id or client id, or reason.
export function waiter(a, { id, client }, reason) {
	const o = waiting(a).find((x) => (id !== undefined ? x.id === id : x.client === client));
	if (!o) throw why(reason);
	return o;
}

export const unwait = (venue, o) => Object.assign(o, { status: 'CANCELED', changed: venue.now() });
