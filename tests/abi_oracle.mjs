// abi_oracle.mjs - random signatures and arguments and their bytes, by another's hand.
//
// usage: node abi_oracle.mjs MODULES SEED N [CAST]
//
// Prints N lines as tests/vectors/README.md has them (fn abi_call), with ethers of the
// folder MODULES, or with the program CAST, which also reads its bytes back.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { splitmix64 } from './splitmix64.mjs';

const [modules, seed, count, cast] = process.argv.slice(2);
const ethers = createRequire(path.join(path.resolve(modules), 'x.js'))('ethers');

const random = splitmix64(seed);
const pick = (lo, hi) => lo + Number(random() % BigInt(hi - lo + 1));
const one = (list) => list[pick(0, list.length - 1)];
const bytes = (n) => {
	const out = new Uint8Array(n);
	return ethers.hexlify(out.map(() => pick(0, 255)));
};

// A type: {text, kind, bits, size, item, length, members}.
function type(depth) {
	const kind = pick(0, depth ? 9 : 6);
	switch (kind) {
	case 0:
	case 1: {
		const bits = 8 * pick(1, 32), name = kind ? 'int' : 'uint';
		return { text: name + bits, kind: name, bits };
	}
	case 2: {
		const size = pick(1, 32);
		return { text: 'bytes' + size, kind: 'fixed', size };
	}
	case 3: return { text: 'bool', kind: 'bool' };
	case 4: return { text: 'address', kind: 'address' };
	case 5: return { text: 'bytes', kind: 'bytes' };
	case 6: return { text: 'string', kind: 'string' };
	case 7: {
		const item = type(depth - 1);
		return { text: item.text + '[]', kind: 'list', item };
	}
	case 8: {
		const item = type(depth - 1), length = pick(1, 3);
		return { text: `${item.text}[${length}]`, kind: 'list', item, length };
	}
	}
	const members = Array.from({ length: pick(1, 4) }, () => type(depth - 1));
	return { text: `(${members.map((m) => m.text).join(',')})`, kind: 'tuple', members };
}

// A number of a random size, often at the edge of its type.
function number(bits) {
	let n = 0n;
	for (let i = 0; i < 4; i++) n = (n << 64n) | random();
	const edge = pick(0, 5);
	if (edge === 0) return 0n;
	if (edge === 1) return (1n << BigInt(bits)) - 1n;
	return BigInt.asUintN(pick(1, bits), n);
}

const letters = ['a', 'B', 'z', '7', '_', '.', '-'];
// What cast's own reader of text does not take, or trims, is left to ethers.
const others = [' ', '"', '\\', '\n', '\t', ',', ']', ')', '\u20ac', '\u{1f600}', '\u0001'];

function value(t) {
	switch (t.kind) {
	case 'uint': return number(t.bits);
	case 'int': return BigInt.asIntN(t.bits, number(t.bits) + (1n << BigInt(t.bits - 1)) * BigInt(pick(0, 1)));
	case 'fixed': return bytes(t.size);
	case 'bool': return pick(0, 1) === 1;
	case 'address': return ethers.getAddress(bytes(20));
	case 'bytes': return bytes(pick(0, 70));
	case 'string': return Array.from({ length: pick(0, 40) }, () => one(cast ? letters : [...letters, ...others])).join('');
	case 'list': return Array.from({ length: t.length ?? pick(0, 3) }, () => value(t.item));
	}
	return t.members.map(value);
}

const short = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const quoted = (s) => '"' + [...s].map((c) => short[c] ?? (c < ' ' ? '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0') : c)).join('') + '"';
function text(t, v, inside) {
	if (t.kind === 'list') return `[${v.map((x) => text(t.item, x, true)).join(',')}]`;
	if (t.kind === 'tuple') return `(${t.members.map((m, i) => text(m, v[i], true)).join(',')})`;
	return t.kind === 'string' && inside ? quoted(v) : String(v);
}

const words = ['uint', 'int', 'fixed', 'bool', 'address'];
// cast 1.7.1 pads what is in packed arrays with zeros before it, whatever it is; ethers
// as Solidity does.
const packable = (t) => t.kind === 'list' ? !cast && words.includes(t.item.kind) : t.kind !== 'tuple';

function by_ethers(row, types, values) {
	const list = types.map((t) => t.text.replaceAll('(', 'tuple('));
	row.out.call = ethers.id(row.in.signature).slice(2, 10) + ethers.AbiCoder.defaultAbiCoder().encode(list, values).slice(2);
	if (row.in.packed)
		row.out.packed = ethers.solidityPacked(list, values).slice(2);
}

function by_cast(row, types) {
	const run = (...args) => execFileSync(cast, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
	const data = run('calldata', row.in.signature, '--', ...row.in.args);
	row.out.call = data.slice(2);
	if (row.in.packed)
		row.out.packed = run('abi-encode', '--packed', row.in.signature, '--', ...row.in.args).slice(2);
	if (types.length === 0) return;
	const exact = run('--json', 'decode-calldata', row.in.signature, data)
		.replace(/"(?:[^"\\]|\\.)*"|-?\d+/g, (m) => m[0] === '"' ? m : `"${m}"`);
	row.out.args = JSON.parse(exact).map((v, i) => text(types[i], v, false));
}

for (let i = 0; i < Number(count); i++) {
	const types = Array.from({ length: pick(0, 4) }, () => type(3));
	const values = types.map(value);
	const args = types.map((t, k) => text(t, values[k], false));
	const signature = `f${i}(${types.map((t) => t.text).join(',')})`;
	const row = { fn: 'abi_call', in: { signature, args, packed: types.length > 0 && types.every(packable) }, out: { args }, tol: 'exact' };
	if (cast) by_cast(row, types);
	else by_ethers(row, types, values);
	process.stdout.write(JSON.stringify(row) + '\n');
}
