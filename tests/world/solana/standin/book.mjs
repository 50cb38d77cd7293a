// book.mjs - the accounts of a market besides the slabs: its state, the event ring,
// open orders.
import { encode58, key32 } from '../wire.mjs';
import { Failure, fail } from './account.mjs';

export const ERROR = { OwnerMissing: 4, InvalidFlags: 0, WrongRequests: 48, NoRent: 57, ConsumeQueue: 5, WrongCoinVault: 6,
	WrongPcVault: 7, WrongCoinMint: 8, WrongPcMint: 9, Funds: 34, ClientId: 41, Full: 42, WrongOrders: 45, WrongBids: 46,
	WrongAsks: 47, WrongEvents: 49, EventsFull: 51, Disabled: 52, NotExempt: 58, NotFound: 59, NotYours: 60,
	SelfTrade: 61, Authority: 62, Expired: 63 };

// A check of the program's own: file 1 is state.rs, 2 matching.rs, at that line.
export const assertion = (line, file = 1) => new Failure(file << 24 | line).what.Custom;
export const check = (ok, line, file = 1) => ok || fail(assertion(line, file));

// A field of an account by its name, read and written where it stands.
function fields(target, layout) {
	for (const [name, [kind, o]] of Object.entries(layout))
		Object.defineProperty(target, name, {
			get() {
				return kind === 'key' ? encode58(this.d.subarray(o, o + 32)) : kind === 'u128'
					? this.d.readBigUInt64LE(o) | this.d.readBigUInt64LE(o + 8) << 64n : this.d.readBigUInt64LE(o);
			},
			set(v) {
				if (kind === 'key') return void key32(v).copy(this.d, o);
				if (v < 0n || v >= 1n << (kind === 'u128' ? 128n : 64n)) fail('ProgramFailedToComplete');
				this.d.writeBigUInt64LE(BigInt.asUintN(64, v), o);
				if (kind === 'u128') this.d.writeBigUInt64LE(v >> 64n, o + 8);
			},
		});
}

export class Market {
	constructor(data) {
		this.d = data;
	}
}
fields(Market.prototype, { flags: ['u64', 5], own: ['key', 13], nonce: ['u64', 45], baseMint: ['key', 53], quoteMint: ['key', 85],
	baseVault: ['key', 117], baseDeposits: ['u64', 149], baseFees: ['u64', 157], quoteVault: ['key', 165],
	quoteDeposits: ['u64', 197], quoteFees: ['u64', 205], dust: ['u64', 213], requests: ['key', 221], events: ['key', 253],
	bids: ['key', 285], asks: ['key', 317], baseLot: ['u64', 349], quoteLot: ['u64', 357], feeRate: ['u64', 365],
	referrer: ['u64', 373] });

const EVENT = 88;

export class Events {
	constructor(data) {
		this.d = data;
		this.capacity = BigInt(Math.floor((data.length - 44) / EVENT));
	}
	at = (i) => 37 + EVENT * Number((this.head + i) % this.capacity);
	push({ flags, slot, tier = 0, released, paid, fee = 0n, id, owner, clientId }) {
		if (this.count === this.capacity) fail(ERROR.EventsFull);
		const e = Buffer.alloc(EVENT);
		e[0] = flags;
		e[1] = slot;
		e[2] = tier;
		e.writeBigUInt64LE(released, 8);
		e.writeBigUInt64LE(paid, 16);
		e.writeBigUInt64LE(fee, 24);
		e.writeBigUInt64LE(id & (1n << 64n) - 1n, 32);
		e.writeBigUInt64LE(id >> 64n, 40);
		owner.copy(e, 48);
		e.writeBigUInt64LE(clientId, 80);
		e.copy(this.d, this.at(this.count));
		this.count += 1n;
		this.seq += 1n;
	}
	front() {
		if (!this.count) return null;
		const o = this.at(0n), d = this.d;
		return { flags: d[o], slot: d[o + 1], tier: d[o + 2], released: d.readBigUInt64LE(o + 8), paid: d.readBigUInt64LE(o + 16),
			fee: d.readBigUInt64LE(o + 24), id: d.readBigUInt64LE(o + 32) | d.readBigUInt64LE(o + 40) << 64n,
			owner: encode58(d.subarray(o + 48, o + 80)), clientId: d.readBigUInt64LE(o + 80) };
	}
	pop() {
		this.count -= 1n;
		this.head = (this.head + 1n) % this.capacity;
	}
}
fields(Events.prototype, { flags: ['u64', 5], head: ['u64', 13], count: ['u64', 21], seq: ['u64', 29] });

export class OpenOrders {
	constructor(data) {
		this.d = data;
	}
	isFree = (slot) => !!(this.free >> BigInt(slot) & 1n);
	side = (slot) => (this.isFree(slot) ? null : this.bid >> BigInt(slot) & 1n ? 'bid' : 'ask');
	order = (slot) => this.d.readBigUInt64LE(141 + 16 * slot) | this.d.readBigUInt64LE(149 + 16 * slot) << 64n;
	clientId = (slot) => this.d.readBigUInt64LE(2189 + 8 * slot);
	put(slot, id, clientId) {
		this.d.writeBigUInt64LE(id & (1n << 64n) - 1n, 141 + 16 * slot);
		this.d.writeBigUInt64LE(id >> 64n, 149 + 16 * slot);
		this.d.writeBigUInt64LE(clientId, 2189 + 8 * slot);
	}
	add(id, side, clientId) {
		let slot = 0;
		while (slot < 128 && !this.isFree(slot)) slot++;
		if (slot === 128) fail(ERROR.Full);
		const mask = 1n << BigInt(slot);
		this.free &= ~mask & (1n << 128n) - 1n;
		this.bid = side === 'bid' ? this.bid | mask : this.bid & ~mask;
		this.put(slot, id, clientId);
		return slot;
	}
	removeSlot(slot) {
		const mask = 1n << BigInt(slot);
		this.put(slot, 0n, 0n);
		this.free |= mask;
		this.bid &= ~mask;
	}
	// Filled slots, lowest first.
	*filled() {
		for (let slot = 0; slot < 128; slot++) if (!this.isFree(slot)) yield slot;
	}
	unlockBase(n) {
		this.baseFree += n;
		if (this.baseFree > this.baseTotal) fail('ProgramFailedToComplete');
	}
	unlockQuote(n) {
		this.quoteFree += n;
		if (this.quoteFree > this.quoteTotal) fail('ProgramFailedToComplete');
	}
}
fields(OpenOrders.prototype, { flags: ['u64', 5], market: ['key', 13], owner: ['key', 45], baseFree: ['u64', 77],
	baseTotal: ['u64', 85], quoteFree: ['u64', 93], quoteTotal: ['u64', 101], free: ['u128', 109], bid: ['u128', 125],
	referrer: ['u64', 3213] });
