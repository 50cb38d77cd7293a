// wire.mjs - base58, addresses and transactions of Solana as bytes, with nothing but
// what Node brings.
import crypto from 'node:crypto';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const DIGIT = new Map([...ALPHABET].map((c, i) => [c, BigInt(i)]));

export function encode58(bytes) {
	let n = 0n, text = '';
	for (const b of bytes) n = n << 8n | BigInt(b);
	for (; n > 0n; n /= 58n) text = ALPHABET[Number(n % 58n)] + text;
	for (const b of bytes) {
		if (b) break;
		text = '1' + text;
	}
	return text;
}

export function decode58(text) {
	let n = 0n, zeros = 0;
	for (const c of text) {
		if (!DIGIT.has(c)) throw new Error('not base58');
		n = n * 58n + DIGIT.get(c);
	}
	while (text[zeros] === '1') zeros++;
	let hex = n ? n.toString(16) : '';
	if (hex.length % 2) hex = '0' + hex;
	return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex, 'hex')]);
}

export const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), crypto.createHash('sha256')).digest();

// The 32 bytes of an address.
export function key32(text) {
	const b = decode58(text);
	if (b.length !== 32) throw new Error('not an address');
	return b;
}

export const SYSTEM = '11111111111111111111111111111111';
export const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
export const ATA = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';
export const BUDGET = 'ComputeBudget111111111111111111111111111111';
export const ALT = 'AddressLookupTab1e1111111111111111111111111';
export const MEMO = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';
export const RENT = 'SysvarRent111111111111111111111111111111111';
export const RECENT = 'SysvarRecentB1ockHashes11111111111111111111';
export const WSOL = 'So11111111111111111111111111111111111111112';
export const DEX = 'srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX';

// --- program-derived addresses: not a point of the curve

const P = (1n << 255n) - 19n;
const mod = (x) => ((x % P) + P) % P;
function power(base, e) {
	let r = 1n;
	for (base = mod(base); e > 0n; e >>= 1n, base = base * base % P)
		if (e & 1n) r = r * base % P;
	return r;
}
const D = mod(-121665n * power(121666n, P - 2n));

// Does y, the low 255 bits, belong to a point?  x² = (y²-1)/(dy²+1) must be a square.
export function onCurve(bytes) {
	const y = BigInt('0x' + Buffer.from(bytes).reverse().toString('hex')) & (1n << 255n) - 1n;
	const u = mod(y * y - 1n), v = mod(D * y % P * y + 1n);
	const ratio = u * power(v, P - 2n) % P;
	return ratio === 0n || power(ratio, (P - 1n) / 2n) === 1n;
}

export function programAddress(seeds, program) {
	const h = sha256(...seeds, key32(program), 'ProgramDerivedAddress');
	return onCurve(h) ? null : encode58(h);
}

export function findProgramAddress(seeds, program) {
	for (let bump = 255; bump >= 0; bump--) {
		const key = programAddress([...seeds, Buffer.from([bump])], program);
		if (key) return [key, bump];
	}
	throw new Error('no program-derived address');
}

const atas = new Map();
export function ataOf(owner, mint) {
	const name = owner + mint;
	if (!atas.has(name)) atas.set(name, findProgramAddress([key32(owner), key32(TOKEN), key32(mint)], ATA)[0]);
	return atas.get(name);
}

export const withSeed = (base, seed, owner) => encode58(sha256(key32(base), seed, key32(owner)));

// --- transactions

export class WireError extends Error {}

class Reader {
	constructor(bytes) {
		this.b = bytes;
		this.at = 0;
	}
	take(n) {
		if (this.at + n > this.b.length) throw new WireError('io error: unexpected end of file');
		return this.b.subarray(this.at, this.at += n);
	}
	byte() {
		return this.take(1)[0];
	}
	count() {
		let n = 0;
		for (let i = 0; i < 3; i++) {
			const c = this.byte();
			n |= (c & 127) << 7 * i;
			if (!(c & 128)) {
				if (i && !c) throw new WireError('a length in a longer form than needed');
				if (n > 65535) break;
				return n;
			}
		}
		throw new WireError('a length over 16 bits');
	}
	bytes() {
		return [...this.take(this.count())];
	}
	key() {
		return encode58(this.take(32));
	}
}

const list = (length, f) => Array.from({ length }, f);

// parse: a signed transaction.  {signatures, message, version, header, keys, blockhash,
// instructions: [{program, accounts, data}] by index, tables}
export function parse(bytes) {
	const r = new Reader(bytes);
	const signatures = list(r.count(), () => Buffer.from(r.take(64)));
	const message = Buffer.from(bytes.subarray(r.at));
	let first = r.byte(), version = 'legacy';
	if (first & 128) {
		if ((version = first & 127) !== 0) throw new WireError('version not supported');
		first = r.byte();
	}
	const header = { required: first, readonlySigned: r.byte(), readonlyUnsigned: r.byte() };
	const keys = list(r.count(), () => r.key());
	const blockhash = r.key();
	const instructions = list(r.count(), () => ({
		program: r.byte(), accounts: r.bytes(), data: Buffer.from(r.take(r.count())),
	}));
	const tables = version === 'legacy' ? [] : list(r.count(), () => ({ key: r.key(), writable: r.bytes(), readonly: r.bytes() }));
	if (r.at !== bytes.length) throw new WireError('bytes behind the transaction');
	const n = keys.length;
	if (signatures.length !== header.required || !header.required || header.required > n ||
	    header.readonlySigned >= header.required || header.readonlyUnsigned > n - header.required ||
	    new Set(keys).size !== n)
		throw new WireError('the header does not fit');
	return { signatures, message, version, header, keys, blockhash, instructions, tables, id: encode58(signatures[0]) };
}

// Every account of the transaction, in the order its instructions count them:
// [{key, signer, writable}].  table: the addresses of a lookup table, or null.
export function resolve(tx, table) {
	const { required, readonlySigned, readonlyUnsigned } = tx.header, n = tx.keys.length;
	const accounts = tx.keys.map((key, i) => ({
		key, signer: i < required,
		writable: i < required ? i < required - readonlySigned : i < n - readonlyUnsigned,
	}));
	const loaded = tx.tables.map((t) => [t, table(t.key)]);
	for (const how of ['writable', 'readonly'])
		for (const [t, addresses] of loaded)
			for (const i of t[how]) {
				if (!addresses) throw new WireError('AddressLookupTableNotFound');
				if (i >= addresses.length) throw new WireError('InvalidAddressLookupTableIndex');
				accounts.push({ key: addresses[i], signer: false, writable: how === 'writable' });
			}
	for (const ix of tx.instructions)
		if (ix.program >= n || ix.accounts.some((i) => i >= accounts.length)) throw new WireError('SanitizeFailure');
	return accounts;
}

// What an account lists as a lookup table; null: it is none.
export const addressesOf = (account) => (account?.owner === ALT
	? list((account.data.length - 56) / 32, (_, i) => encode58(account.data.subarray(56 + 32 * i, 88 + 32 * i))) : null);

// --- keys and building, for the world's own transactions

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

// The key pair of a name: always the same, and nobody's outside this world.
export function keypair(name) {
	const seed = sha256('solworld:' + name);
	const secret = crypto.createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
	const pub = crypto.createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12);
	return { name, key: encode58(pub), secret, secretKey: Buffer.concat([seed, pub]) };
}

export const sign = (pair, message) => crypto.sign(null, message, pair.secret);

export function verify(key, message, signature) {
	const pub = crypto.createPublicKey({ key: Buffer.concat([SPKI, key32(key)]), format: 'der', type: 'spki' });
	return crypto.verify(null, message, pub, signature);
}

const compact = (n) => Buffer.from(n < 128 ? [n] : [n & 127 | 128, n >> 7]);
const rank = (a) => (a.signer ? 0 : 2) + (a.writable ? 0 : 1);

// build: a signed transaction.  instructions: [{program, accounts: [{key, signer?,
// writable?}], data}]; the first of signers pays.  tables: [{key, addresses}], through
// which a version 0 transaction names what need not sign; without any it is a legacy one.
export function build(instructions, signers, blockhash, tables = []) {
	const all = new Map([[signers[0].key, { key: signers[0].key, signer: true, writable: true }]]);
	const add = (key, signer, writable) => {
		const a = all.get(key) ?? { key, signer: false, writable: false };
		all.set(key, { key, signer: a.signer || !!signer, writable: a.writable || !!writable });
	};
	for (const ix of instructions) for (const a of ix.accounts) add(a.key, a.signer, a.writable);
	for (const ix of instructions) add(ix.program);
	const programs = new Set(instructions.map((ix) => ix.program));
	const through = (a) => (a.signer || programs.has(a.key) ? undefined : tables.find((t) => t.addresses.includes(a.key)));
	const named = [...all.values()].map((a) => ({ ...a, table: through(a) }));
	const keys = named.filter((a) => !a.table).map((a, i) => [a, i]).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([a]) => a);
	const lookups = tables.map((t) => [true, false].map((writable) => named.filter((a) => a.table === t && a.writable === writable)));
	const order = [...keys, ...[0, 1].flatMap((how) => lookups.flatMap((l) => l[how]))];
	const at = new Map(order.map((a, i) => [a.key, i]));
	const count = (f) => keys.filter(f).length, bytes = (b) => [compact(b.length), Buffer.from(b)];
	const used = tables.map((t, i) => [t, lookups[i]]).filter(([, l]) => l[0].length + l[1].length);
	const message = Buffer.concat([
		...(tables.length ? [Buffer.from([128])] : []),
		Buffer.from([count((a) => a.signer), count((a) => a.signer && !a.writable), count((a) => !a.signer && !a.writable)]),
		compact(keys.length), ...keys.map((a) => key32(a.key)), key32(blockhash), compact(instructions.length),
		...instructions.flatMap((ix) => [Buffer.from([at.get(ix.program)]), ...bytes(ix.accounts.map((a) => at.get(a.key))), ...bytes(ix.data)]),
		...(tables.length ? [compact(used.length)] : []),
		...used.flatMap(([t, l]) => [key32(t.key), ...l.flatMap((as) => bytes(as.map((a) => t.addresses.indexOf(a.key))))]),
	]);
	const pairs = new Map(signers.map((s) => [s.key, s]));
	const need = keys.filter((a) => a.signer).map((a) => sign(pairs.get(a.key), message));
	return Buffer.concat([compact(need.length), ...need, message]);
}
