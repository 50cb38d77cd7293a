// token.mjs - the SPL token program and associated accounts, as far as a market maker
// goes.
import { ATA, SYSTEM, TOKEN, WSOL, ataOf, encode58, key32 } from '../wire.mjs';
import { fail, rent } from './account.mjs';
import { move } from './system.mjs';

const NOT_EXEMPT = 0, FUNDS = 1, INVALID_MINT = 2, MISMATCH = 3, OWNER = 4, FIXED = 5, IN_USE = 6;
const NATIVE = 10, HOLDS = 11, FROZEN = 17, DECIMALS = 18, NOT_NATIVE = 19;
export const ACCOUNT = 165, MINT = 82;

const keyAt = (b, o) => encode58(b.subarray(o, o + 32));
const amountOf = (info) => info.data.readBigUInt64LE(64);
const setAmount = (info, n) => info.edit().writeBigUInt64LE(n, 64);

function account(info) {
	if (info.data.length !== ACCOUNT) fail('InvalidAccountData');
	if (!info.data[108]) fail('UninitializedAccount');
	if (info.owner !== TOKEN) fail('IncorrectProgramId');
	return { mint: keyAt(info.data, 0), owner: keyAt(info.data, 32), frozen: info.data[108] === 2,
		native: info.data.readUInt32LE(109) === 1, delegate: info.data.readUInt32LE(72) ? keyAt(info.data, 76) : null,
		closer: info.data.readUInt32LE(129) ? keyAt(info.data, 133) : null };
}

function mint(info) {
	if (info.owner !== TOKEN) fail('IncorrectProgramId');
	if (info.data.length !== MINT || !info.data[45]) fail('UninitializedAccount');
	return { authority: info.data.readUInt32LE(0) ? keyAt(info.data, 4) : null, decimals: info.data[44] };
}

function authorised(info, key, signed) {
	if (info.key !== key) fail(OWNER);
	if (!info.signer && !signed?.has(info.key)) fail('MissingRequiredSignature');
}

// The owner, or the delegate within what it may.  kept: nothing leaves the account.
function spend(from, who, amount, signed, kept) {
	const f = account(from);
	if (f.delegate !== who.key) return authorised(who, f.owner, signed);
	const left = from.data.readBigUInt64LE(121);
	if (!who.signer) fail('MissingRequiredSignature');
	if (left < amount) fail(FUNDS);
	if (kept) return undefined;
	const d = from.edit();
	d.writeBigUInt64LE(left - amount, 121);
	if (left === amount) d.writeUInt32LE(0, 72);
}

// signed: keys that sign besides, for a program that calls.
export function transfer(from, to, who, amount, signed, checked) {
	const f = account(from), t = account(to);
	if (f.frozen || t.frozen) fail(FROZEN);
	if (amountOf(from) < amount) fail(FUNDS);
	if (f.mint !== t.mint) fail(MISMATCH);
	if (checked && checked.mint.key !== f.mint) fail(MISMATCH);
	if (checked && checked.decimals !== mint(checked.mint).decimals) fail(DECIMALS);
	spend(from, who, amount, signed, from.key === to.key);
	if (from.key === to.key) return;
	setAmount(from, amountOf(from) - amount);
	setAmount(to, amountOf(to) + amount);
	if (f.native) {
		from.add(-amount);
		to.add(amount);
	}
}

function initAccount(info, mintInfo, owner) {
	if (info.data.length !== ACCOUNT) fail('InvalidAccountData');
	if (info.data[108]) fail(IN_USE);
	if (info.lamports < rent(ACCOUNT)) fail(NOT_EXEMPT);
	if (mintInfo.key !== WSOL && mintInfo.owner !== TOKEN) fail('IncorrectProgramId');
	if (mintInfo.key !== WSOL && (mintInfo.data.length !== MINT || !mintInfo.data[45])) fail(INVALID_MINT);
	const d = info.edit();
	key32(mintInfo.key).copy(d, 0);
	key32(owner).copy(d, 32);
	d[108] = 1;
	if (mintInfo.key === WSOL) {
		d.writeUInt32LE(1, 109);
		d.writeBigUInt64LE(rent(ACCOUNT), 113);
		d.writeBigUInt64LE(info.lamports - rent(ACCOUNT), 64);
	}
}

function close(info, to, who) {
	const a = account(info);
	if (info.key === to.key) fail('InvalidAccountData');
	if (!a.native && amountOf(info)) fail(HOLDS);
	authorised(who, a.closer ?? a.owner);
	to.add(info.lamports);
	info.add(-info.lamports);
	info.edit();
	info.resize(0);
	info.assign(SYSTEM);
}

export function token(a, d) {
	const u64 = (o) => (d.length >= o + 8 ? d.readBigUInt64LE(o) : fail(12));
	const key = (o) => (d.length >= o + 32 ? encode58(d.subarray(o, o + 32)) : fail(12));
	const need = (n) => a.length >= n || fail('NotEnoughAccountKeys');
	switch (d[0]) {
	case 3:
		need(3);
		return transfer(a[0], a[1], a[2], u64(1));
	case 4: {
		need(3);
		const f = account(a[0]);
		if (f.frozen) fail(FROZEN);
		authorised(a[2], f.owner);
		const b = a[0].edit();
		b.writeUInt32LE(1, 72);
		key32(a[1].key).copy(b, 76);
		return b.writeBigUInt64LE(u64(1), 121);
	}
	case 5: {
		need(2);
		authorised(a[1], account(a[0]).owner);
		const b = a[0].edit();
		b.writeUInt32LE(0, 72);
		return b.writeBigUInt64LE(0n, 121);
	}
	case 7: {
		need(3);
		const t = account(a[1]);
		if (t.frozen) fail(FROZEN);
		if (t.native) fail(NATIVE);
		if (t.mint !== a[0].key) fail(MISMATCH);
		const m = mint(a[0]);
		if (!m.authority) fail(FIXED);
		authorised(a[2], m.authority);
		setAmount(a[1], amountOf(a[1]) + u64(1));
		return a[0].edit().writeBigUInt64LE(a[0].data.readBigUInt64LE(36) + u64(1), 36);
	}
	case 8: {
		need(3);
		const f = account(a[0]);
		if (f.frozen) fail(FROZEN);
		if (f.native) fail(NATIVE);
		if (amountOf(a[0]) < u64(1)) fail(FUNDS);
		if (f.mint !== a[1].key) fail(MISMATCH);
		spend(a[0], a[2], u64(1));
		setAmount(a[0], amountOf(a[0]) - u64(1));
		return a[1].edit().writeBigUInt64LE(a[1].data.readBigUInt64LE(36) - u64(1), 36);
	}
	case 9:
		need(3);
		return close(a[0], a[1], a[2]);
	case 12:
		need(4);
		return transfer(a[0], a[2], a[3], u64(1), null, { mint: a[1], decimals: d[9] });
	case 17: {
		need(1);
		if (a[0].owner !== TOKEN) fail('IncorrectProgramId');
		if (!account(a[0]).native) fail(NOT_NATIVE);
		return setAmount(a[0], a[0].lamports - a[0].data.readBigUInt64LE(113));
	}
	case 18:
		need(2);
		return initAccount(a[0], a[1], key(1));
	case 20: {
		need(1);
		if (a[0].data.length !== MINT) fail('InvalidAccountData');
		if (a[0].data[45]) fail(IN_USE);
		if (a[0].lamports < rent(MINT)) fail(NOT_EXEMPT);
		const b = a[0].edit();
		b.writeUInt32LE(1, 0);
		key32(key(2)).copy(b, 4);
		b[44] = d[1];
		b[45] = 1;
		return undefined;
	}
	default:
		return fail(12);
	}
}

// Make the account of a wallet for a mint, unless (data [1]) it is there.
export function associated(a, d) {
	if (a.length < 6) fail('NotEnoughAccountKeys');
	const [payer, made, owner, mintInfo] = a, again = d.length === 1 && d[0] === 1;
	if (d.length > 1 || d[0] > 1) fail('InvalidInstructionData');
	if (made.key !== ataOf(owner.key, mintInfo.key)) fail('InvalidSeeds');
	if (again && made.owner === TOKEN) {
		const t = account(made);
		if (t.owner !== owner.key) fail(0);
		if (t.mint !== mintInfo.key) fail('InvalidAccountData');
		return;
	}
	if (made.owner !== SYSTEM) fail('IllegalOwner');
	if (made.lamports < rent(ACCOUNT)) move(payer, made, rent(ACCOUNT) - made.lamports);
	made.resize(ACCOUNT);
	made.assign(TOKEN);
	initAccount(made, mintInfo, owner.key);
}

export { ATA };
