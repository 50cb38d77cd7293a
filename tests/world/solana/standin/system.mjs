// system.mjs - the system program: accounts, lamports, durable nonces.
import { RECENT, RENT, SYSTEM, encode58, key32, sha256, withSeed } from '../wire.mjs';
import { fail, rent } from './account.mjs';

const IN_USE = 0, NEGATIVE = 1, LENGTH = 3, SEED = 5, NOT_EXPIRED = 7;
const MAX_SPACE = 10n * 1024n * 1024n;
const NONCE_SPACE = 80;

const need = (accounts, n) => accounts.length >= n || fail('MissingAccount');
const signs = (info) => info.signer || fail('MissingRequiredSignature');

function move(from, to, lamports) {
	signs(from);
	if (from.data.length) fail('InvalidArgument');
	if (from.lamports < lamports) fail(NEGATIVE);
	from.add(-lamports);
	to.add(lamports);
}

function allocate(account, space, owner, authorised) {
	if (!authorised) fail('MissingRequiredSignature');
	if (account.data.length || account.owner !== SYSTEM) fail(IN_USE);
	if (space > MAX_SPACE) fail(LENGTH);
	account.resize(Number(space));
	account.assign(owner);
}

function create(from, account, lamports, space, owner, authorised) {
	if (account.lamports > 0n) fail(IN_USE);
	allocate(account, space, owner, authorised);
	move(from, account, lamports);
}

export const durable = (blockhash) => sha256('DURABLE_NONCE', key32(blockhash));

function nonceOf(account) {
	if (account.owner !== SYSTEM || account.data.length !== NONCE_SPACE) fail('InvalidAccountData');
	return { live: account.data.readUInt32LE(4) === 1, authority: encode58(account.data.subarray(8, 40)),
		hash: account.data.subarray(40, 72) };
}

function writeNonce(account, authority, context) {
	const d = account.edit();
	d.writeUInt32LE(1, 0);
	d.writeUInt32LE(1, 4);
	key32(authority).copy(d, 8);
	durable(context.blockhash).copy(d, 40);
	d.writeBigUInt64LE(5000n, 72);
}

const advance = ([account, recent], context) => {
	if (recent.key !== RECENT) fail('InvalidArgument');
	const nonce = nonceOf(account);
	if (!nonce.live) fail('InvalidAccountData');
	if (!context.signed.has(nonce.authority)) fail('MissingRequiredSignature');
	if (nonce.hash.equals(durable(context.blockhash))) fail(NOT_EXPIRED);
	writeNonce(account, nonce.authority, context);
};

function withdraw([account, to], lamports, context) {
	const nonce = nonceOf(account);
	if (!nonce.live) {
		if (lamports > account.lamports) fail('InsufficientFunds');
	} else if (lamports === account.lamports) {
		if (nonce.hash.equals(durable(context.blockhash))) fail(NOT_EXPIRED);
		account.edit().writeUInt32LE(0, 4);
	} else if (lamports + rent(NONCE_SPACE) > account.lamports) {
		fail('InsufficientFunds');
	}
	if (!context.signed.has(nonce.live ? nonce.authority : account.key)) fail('MissingRequiredSignature');
	account.add(-lamports);
	to.add(lamports);
}

export function system(a, d, context) {
	const u64 = (o) => (d.length >= o + 8 ? d.readBigUInt64LE(o) : fail('InvalidInstructionData'));
	const key = (o) => (d.length >= o + 32 ? encode58(d.subarray(o, o + 32)) : fail('InvalidInstructionData'));
	switch (d.length >= 4 ? d.readUInt32LE(0) : fail('InvalidInstructionData')) {
	case 0:
		need(a, 2);
		return create(a[0], a[1], u64(4), u64(12), key(20), a[1].signer);
	case 1:
		need(a, 1);
		signs(a[0]);
		return a[0].assign(key(4));
	case 2:
		need(a, 2);
		return move(a[0], a[1], u64(4));
	case 3: {
		need(a, 2);
		const base = key(4), n = Number(u64(36)), seed = d.subarray(44, 44 + n), owner = key(60 + n);
		if (a[1].key !== withSeed(base, seed, owner)) fail(SEED);
		return create(a[0], a[1], u64(44 + n), u64(52 + n), owner, context.signed.has(base));
	}
	case 4:
		need(a, 3);
		return advance(a, context);
	case 5:
		need(a, 5);
		return withdraw(a, u64(4), context);
	case 6: {
		need(a, 3);
		if (a[1].key !== RECENT || a[2].key !== RENT) fail('InvalidArgument');
		if (nonceOf(a[0]).live) fail('InvalidAccountData');
		if (a[0].lamports < rent(NONCE_SPACE)) fail('InsufficientFunds');
		return writeNonce(a[0], key(4), context);
	}
	default:
		return fail('InvalidInstructionData');
	}
}

export { create, move };
