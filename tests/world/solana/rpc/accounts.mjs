// accounts.mjs - the RPC methods that read accounts.
import { TOKEN, decode58, encode58 } from '../wire.mjs';
import { amountOf, isToken } from '../balances.mjs';
import { address, atMost, invalid, node, show } from './base.mjs';

const MAX_KEYS = 100;

const passes = (a, filters = []) => filters.every((f) => {
	if (f.dataSize !== undefined) return a.data.length === f.dataSize;
	if (!f.memcmp) return true;
	const want = f.memcmp.encoding === 'base64' ? Buffer.from(f.memcmp.bytes, 'base64') : decode58(f.memcmp.bytes);
	return a.data.subarray(f.memcmp.offset, f.memcmp.offset + want.length).equals(want);
});
const list = (owned, config) => owned.map(([k, a]) => ({ account: show(a, config), pubkey: k }));

export function accounts(world) {
	return {
		getAccountInfo: ([k, c]) => {
			const n = node(world, c);
			return n.says(show(n.get(address(k)), c));
		},
		getMultipleAccounts: ([keys, c]) => {
			const n = node(world, c);
			return n.says(atMost(keys, MAX_KEYS).map((k) => show(n.get(address(k)), c)));
		},
		getProgramAccounts: ([program, c = {}]) => {
			const n = node(world, c), found = list(n.owned(address(program)).filter(([, a]) => passes(a, c.filters)), c);
			return c.withContext ? n.says(found) : found;
		},
		getTokenAccountsByOwner: ([owner, f, c = {}]) => {
			const n = node(world, c), is = (a, at, key) => encode58(a.data.subarray(at, at + 32)) === key;
			return n.says(list(n.owned(f.programId ?? TOKEN)
				.filter(([, a]) => isToken(a) && is(a, 32, address(owner)) && (!f.mint || is(a, 0, f.mint))), c));
		},
		getBalance: ([k, c]) => {
			const n = node(world, c);
			return n.says(Number(n.get(address(k))?.lamports ?? 0n));
		},
		getTokenAccountBalance: ([k, c]) => {
			const n = node(world, c), a = n.get(address(k));
			if (!a) throw invalid('Invalid param: could not find account');
			if (!isToken(a)) throw invalid('Invalid param: not a Token account');
			return n.says(amountOf(a.data.readBigUInt64LE(64), n.get(encode58(a.data.subarray(0, 32)))?.data[44] ?? 0));
		},
		getMinimumBalanceForRentExemption: ([space]) => Number(world.engine.rent(space)),
	};
}
