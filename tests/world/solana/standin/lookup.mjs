// lookup.mjs - address lookup tables.
import { ALT, encode58, findProgramAddress, key32 } from '../wire.mjs';
import { fail, rent } from './account.mjs';
import { create, move } from './system.mjs';

const HEAD = 56, ACTIVE = (1n << 64n) - 1n, MAX = 256, COOL = 512n;

// The entries that may be used at that slot, or null where it is no table.
export function tableOf(account, slot) {
	if (!account || account.owner !== ALT || account.data.length < HEAD || account.data.readUInt32LE(0) !== 1) return null;
	const deactivated = account.data.readBigUInt64LE(4);
	if (deactivated !== ACTIVE && BigInt(slot) - deactivated > COOL) return null;
	const d = account.data, n = (d.length - HEAD) / 32;
	const usable = d.readBigUInt64LE(12) === BigInt(slot) ? d[20] : n;
	return Array.from({ length: usable }, (_, i) => encode58(d.subarray(HEAD + 32 * i, HEAD + 32 * i + 32)));
}

function own(table, authority) {
	if (table.owner !== ALT) fail('InvalidAccountOwner');
	if (table.data.length < HEAD || table.data.readUInt32LE(0) !== 1) fail('UninitializedAccount');
	if (!table.data[21]) fail('Immutable');
	if (encode58(table.data.subarray(22, 54)) !== authority.key) fail('IncorrectAuthority');
	if (!authority.signer) fail('MissingRequiredSignature');
}

export function lookup(a, d, context) {
	const tag = d.readUInt32LE(0), slot = BigInt(context.slot);
	if (tag === 0) {
		const [table, authority, payer] = a, recent = d.readBigUInt64LE(4);
		if (recent >= slot || slot - recent > COOL) fail('InvalidInstructionData');
		const seed = Buffer.alloc(8);
		seed.writeBigUInt64LE(recent);
		const [key, bump] = findProgramAddress([key32(authority.key), seed], ALT);
		if (table.key !== key || d[12] !== bump) fail('InvalidArgument');
		if (table.owner === ALT) return;
		create(payer, table, rent(HEAD), BigInt(HEAD), ALT, true);
		const b = table.edit();
		b.writeUInt32LE(1, 0);
		b.writeBigUInt64LE(ACTIVE, 4);
		b[21] = 1;
		key32(authority.key).copy(b, 22);
		return;
	}
	const [table, authority, third] = a;
	own(table, authority);
	const deactivated = table.data.readBigUInt64LE(4);
	if (tag === 2) {
		const n = Number(d.readBigUInt64LE(4)), had = (table.data.length - HEAD) / 32;
		if (deactivated !== ACTIVE || had >= MAX) fail('InvalidArgument');
		if (!n || had + n > MAX) fail('InvalidInstructionData');
		if (table.data.readBigUInt64LE(12) !== slot) {
			table.edit().writeBigUInt64LE(slot, 12);
			table.edit()[20] = had;
		}
		table.resize(table.data.length + 32 * n);
		d.copy(table.edit(), HEAD + 32 * had, 12, 12 + 32 * n);
		const lack = rent(table.data.length) - table.lamports;
		if (lack > 0n) move(third, table, lack);
	} else if (tag === 3) {
		if (deactivated !== ACTIVE) fail('InvalidArgument');
		table.edit().writeBigUInt64LE(slot, 4);
	} else if (tag === 4) {
		if (deactivated === ACTIVE || slot - deactivated <= COOL) fail('InvalidArgument');
		third.add(table.lamports);
		table.add(-table.lamports);
		table.resize(0);
	} else {
		fail('InvalidInstructionData');
	}
}
