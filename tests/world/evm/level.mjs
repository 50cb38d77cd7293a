// level.mjs - traders who bring the pools to the prices of the feeds.
import { isqrt } from './deploy/v3.mjs';
import { sender } from './send.mjs';

const FAR = 4102444800n, Q96 = 96n;
const NEAR = 100000n; // a price off by less than one part in so many stays
const KEY = '(address,address,uint24,int24,address)';

export function levels({ node: { rpc }, shop, info, people, mine }) {
	const { ethers, contract } = shop, from = people.trader.address, sent = sender({ rpc }, mine);
	const token = (asset) => contract(info.tokens[asset].address, ['function approve(address, uint256)', 'function balanceOf(address) view returns (uint256)']);
	const feed = (asset) => contract(info.aave.feeds[asset], ['function latestAnswer() view returns (int256)']).call('latestAnswer');
	const v2 = contract(info.v2.router, ['function swapExactTokensForTokens(uint256, uint256, address[], address, uint256)']);
	const v3 = contract(info.v3.router02, ['function exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))']);
	const v4 = contract(info.v4.swap_router, [`function swap(${KEY}, (bool,int256,uint160), (bool,bool), bytes)`]);
	const view4 = contract(info.v4.view, ['function getSlot0(bytes32) view returns (uint160 price, int24, uint24, uint24)']);
	const call = (on, name, ...args) => ({ from, to: on.address, data: on.form.encodeFunctionData(name, args) });

	// What to swap in a pool for it to stand at the root of the price, or nothing.
	async function toward({ kind, id, fee, spacing }, t0, t1, root) {
		const at = [t0, t1].map((t) => info.tokens[t].address);
		if (kind === 'v2') {
			const held = await Promise.all([t0, t1].map((t) => token(t).call('balanceOf', [id]))), want = isqrt(held[0] * held[1] << 2n * Q96) / root;
			const zero = want > held[0], amount = zero ? want - held[0] : isqrt(held[0] * held[1]) * root / (1n << Q96) - held[1];
			return amount > (zero ? held[0] : held[1]) / NEAR && call(v2, 'swapExactTokensForTokens', amount, 0, zero ? at : at.reverse(), from, FAR);
		}
		const now = kind === 'v4' ? (await view4.call('getSlot0', [id])).price
			: (await contract(id, ['function slot0() view returns (uint160 price, int24, uint16, uint16, uint16, uint8, bool)']).call('slot0')).price;
		const zero = now > root, much = await token(zero ? t0 : t1).call('balanceOf', [from]) / 4n;
		if ((now > root ? now - root : root - now) < root / NEAR) return false;
		if (kind === 'v4') return call(v4, 'swap', [...at, fee, spacing, ethers.ZeroAddress], [zero, -much, root], [false, false], '0x');
		const [a, b] = zero ? at : [...at].reverse();
		return call(v3, 'exactInputSingle', [a, b, fee, from, much, 0, root]);
	}

	return {
		// All the pools are traded to the prices of the feeds, in a block: v3 and v4 exactly,
		// v2 within its fee.
		async world_lend_level() {
			const price = {}, calls = [];
			for (const asset of Object.keys(info.tokens)) {
				price[asset] = await feed(asset);
				for (const spender of [info.v2.router, info.v3.router02, info.v4.swap_router]) calls.push(call(token(asset), 'approve', spender, ethers.MaxUint256));
			}
			for (const pool of info.pools) {
				const [t0, t1] = pool.assets.toSorted((x, y) => (BigInt(info.tokens[x].address) < BigInt(info.tokens[y].address) ? -1 : 1));
				const unit = (t) => 10n ** BigInt(info.tokens[t].decimals);
				calls.push(await toward(pool, t0, t1, isqrt((price[t0] * unit(t1) << 2n * Q96) / (price[t1] * unit(t0)))));
			}
			return (await sent(calls.filter((c) => c))).length;
		},
	};
}
