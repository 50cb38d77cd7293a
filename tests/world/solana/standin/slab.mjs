// slab.mjs - one side of an order book: a critbit tree in an account, node for node as
// the program leaves it.
const HEAD = 13, NODES = 45, NODE = 72;
const INNER = 1, LEAF = 2, FREE = 3, LAST_FREE = 4;
const TOP = 1n << 127n;

const clz128 = (x) => (x ? 128 - x.toString(2).length : 128);

export class Slab {
	constructor(data) {
		this.d = data;
		this.capacity = Math.floor((data.length - 12 - 8 - 32) / NODE);
	}
	u32 = (o) => this.d.readUInt32LE(o);
	u64 = (o) => Number(this.d.readBigUInt64LE(o));
	set64 = (o, v) => this.d.writeBigUInt64LE(BigInt(v), o);
	get bump() {
		return this.u64(HEAD);
	}
	get freeLength() {
		return this.u64(HEAD + 8);
	}
	get leaves() {
		return this.u64(HEAD + 24);
	}
	get root() {
		return this.leaves ? this.u32(HEAD + 20) : null;
	}
	at = (i) => NODES + NODE * i;
	tag = (i) => this.u32(this.at(i));
	key = (i) => this.d.readBigUInt64LE(this.at(i) + 8) | this.d.readBigUInt64LE(this.at(i) + 16) << 64n;
	prefix = (i) => (this.tag(i) === LEAF ? 128 : this.u32(this.at(i) + 4));
	child = (i, bit) => this.u32(this.at(i) + 24 + 4 * bit);
	copy = (i) => Buffer.from(this.d.subarray(this.at(i), this.at(i) + NODE));
	put = (i, node) => node.copy(this.d, this.at(i));
	bit = (key, prefix) => (key & TOP >> BigInt(prefix) ? 1 : 0);

	leaf(i) {
		const o = this.at(i), key = this.key(i);
		return { node: i, slot: this.d[o + 4], tier: this.d[o + 5], id: key, price: key >> 64n,
			owner: Buffer.from(this.d.subarray(o + 24, o + 56)), quantity: this.d.readBigUInt64LE(o + 56),
			clientId: this.d.readBigUInt64LE(o + 64) };
	}
	setQuantity(i, n) {
		this.d.writeBigUInt64LE(n, this.at(i) + 56);
	}

	allot(node) {
		if (!this.freeLength) {
			const i = this.bump;
			if (i === this.capacity) return null;
			this.set64(HEAD, i + 1);
			this.put(i, node);
			return i;
		}
		const i = this.u32(HEAD + 16);
		this.d.writeUInt32LE(this.u32(this.at(i) + 4), HEAD + 16);
		this.set64(HEAD + 8, this.freeLength - 1);
		this.put(i, node);
		return i;
	}
	release(i) {
		const node = this.copy(i), empty = Buffer.alloc(NODE);
		empty.writeUInt32LE(this.freeLength ? FREE : LAST_FREE, 0);
		empty.writeUInt32LE(this.u32(HEAD + 16), 4);
		this.put(i, empty);
		this.set64(HEAD + 8, this.freeLength + 1);
		this.d.writeUInt32LE(i, HEAD + 16);
		return node;
	}

	extreme(bit) {
		let i = this.root;
		while (i !== null && this.tag(i) === INNER) i = this.child(i, bit);
		return i;
	}
	min = () => this.extreme(0);
	max = () => this.extreme(1);

	// False: no room.
	insert({ slot, tier, id, owner, quantity, clientId }) {
		const node = Buffer.alloc(NODE);
		node.writeUInt32LE(LEAF, 0);
		node[4] = slot;
		node[5] = tier;
		node.writeBigUInt64LE(id & (1n << 64n) - 1n, 8);
		node.writeBigUInt64LE(id >> 64n, 16);
		owner.copy(node, 24);
		node.writeBigUInt64LE(quantity, 56);
		node.writeBigUInt64LE(clientId, 64);
		let i = this.root;
		if (i === null) {
			const made = this.allot(node);
			if (made === null) return false;
			this.d.writeUInt32LE(made, HEAD + 20);
			this.set64(HEAD + 24, 1);
			return true;
		}
		for (;;) {
			const shared = clz128(this.key(i) ^ id);
			if (this.tag(i) === INNER && shared >= this.prefix(i)) {
				i = this.child(i, this.bit(id, this.prefix(i)));
				continue;
			}
			// The node in the way becomes the parent of itself and the leaf.
			const moved = this.copy(i), leaf = this.allot(node);
			if (leaf === null) return false;
			const other = this.allot(moved);
			if (other === null) {
				this.release(leaf);
				return false;
			}
			const inner = Buffer.alloc(NODE), bit = this.bit(id, shared);
			inner.writeUInt32LE(INNER, 0);
			inner.writeUInt32LE(shared, 4);
			node.copy(inner, 8, 8, 24);
			inner.writeUInt32LE(leaf, 24 + 4 * bit);
			inner.writeUInt32LE(other, 24 + 4 * (1 - bit));
			this.put(i, inner);
			this.set64(HEAD + 24, this.leaves + 1);
			return true;
		}
	}

	// The leaf that was removed, or null.
	remove(id) {
		let child = this.root, parent = null, bit = 0;
		while (child !== null && this.tag(child) === INNER) {
			parent = child;
			bit = this.bit(id, this.prefix(child));
			child = this.child(child, bit);
		}
		if (child === null || this.key(child) !== id) return null;
		const leaf = this.leaf(child);
		if (parent === null) {
			this.d.writeUInt32LE(0, HEAD + 20);
			this.set64(HEAD + 24, 0);
			this.release(child);
			return leaf;
		}
		this.put(parent, this.release(this.child(parent, 1 - bit)));
		this.set64(HEAD + 24, this.leaves - 1);
		this.release(child);
		return leaf;
	}
}
