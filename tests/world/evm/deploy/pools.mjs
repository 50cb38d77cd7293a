// pools.mjs - more pools of v2, v3 and v4, so that whatever is pledged in a market can be
// sold for whatever is owed there, at about the price of its feeds.
import { RESERVES } from './lending.mjs';
import { isqrt } from './v3.mjs';

const FAR = 4102444800n, MOST = 1n << 127n;
const KEY = 'tuple(address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks)';
const MINT_THEN_SETTLE_PAIR = '0x020d'; // of v4's position manager
const SPACING = { 500: 10, 3000: 60 }; // of ticks, by fee

// [asset, asset, fee, worth of each side in USD]; v2 has no fee to choose.
const V2 = [['WETH', 'DAI', 2e6], ['WBTC', 'WETH', 3e6]];
const V3 = [['WETH', 'USDC', 500, 3e6], ['WETH', 'DAI', 3000, 2e6], ['WBTC', 'WETH', 3000, 6e6], ['WBTC', 'USDC', 3000, 4e6], ['USDC', 'DAI', 500, 5e6]];
const V4 = [['WBTC', 'USDC', 3000, 2e6], ['WETH', 'DAI', 500, 1e6]];
const WIDTH = 4000; // ticks to each side of the price

// What the price is by the feeds, and the assets in order of their addresses.
function pair({ all, units }, a, b, worth) {
	const [t0, t1] = BigInt(all[a].address) < BigInt(all[b].address) ? [a, b] : [b, a];
	const of = (asset) => units(asset, worth / RESERVES[asset].price);
	const price = isqrt((of(t1) << 192n) / of(t0));
	const tick = Math.floor(2 * Math.log(Number(price) / 2 ** 96) / Math.log(1.0001));
	return { token0: all[t0], token1: all[t1], amount0: of(t0), amount1: of(t1), price,
		around: (spacing) => [-1, 1].map((side) => Math.round((tick + side * WIDTH) / spacing) * spacing) };
}

// What is read by name in POOLS of mm.conf, and where it is.
export async function pools(shop, { supplier }, money, { v2, v3, v4, permit2 }) {
	const { contract, ethers } = shop, { all } = money, coder = ethers.AbiCoder.defaultAbiCoder(), most = ethers.MaxUint256;
	const router = contract(v2.router, ['function addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)']);
	const factory2 = contract(v2.factory, ['function getPair(address,address) view returns (address)']);
	const factory3 = contract(v3.factory, ['function getPool(address,address,uint24) view returns (address)']);
	const positions3 = contract(v3.positions, ['function createAndInitializePoolIfNecessary(address,address,uint24,uint160)',
		'function mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))']);
	const manager4 = contract(v4.manager, [`function initialize(${KEY}, uint160)`]);
	const positions4 = contract(v4.positions, ['function modifyLiquidities(bytes, uint256)']);
	const permit = contract(permit2, ['function approve(address, address, uint160, uint48)']);
	for (const t of Object.values(all)) {
		for (const spender of [v2.router, v3.positions, permit2]) await t.send(supplier, 'approve', [spender, most]);
		await permit.send(supplier, 'approve', [t.address, v4.positions, (1n << 160n) - 1n, (1n << 48n) - 1n]);
	}

	const made = [['v2', 'WETH', 'USDC', v2.weth_usdc], ['v2', 'DAI', 'USDC', v2.dai_usdc], ['v3', 'WETH', 'USDC', v3.pool, v3.fee],
		['v4', 'WETH', 'USDC', v4.pool_id, v4.fee]];
	for (const [a, b, worth] of V2) {
		const p = pair(money, a, b, worth);
		await router.send(supplier, 'addLiquidity', [p.token0.address, p.token1.address, p.amount0, p.amount1, 0, 0, supplier, FAR]);
		made.push(['v2', a, b, await factory2.call('getPair', [p.token0.address, p.token1.address])]);
	}
	for (const [a, b, fee, worth] of V3) {
		const p = pair(money, a, b, worth), tokens = [p.token0.address, p.token1.address];
		await positions3.send(supplier, 'createAndInitializePoolIfNecessary', [...tokens, fee, p.price]);
		await positions3.send(supplier, 'mint', [[...tokens, fee, ...p.around(SPACING[fee]), p.amount0, p.amount1, 0, 0, supplier, FAR]]);
		made.push(['v3', a, b, await factory3.call('getPool', [...tokens, fee]), fee]);
	}
	for (const [a, b, fee, worth] of V4) {
		const p = pair(money, a, b, worth), key = [p.token0.address, p.token1.address, fee, SPACING[fee], ethers.ZeroAddress];
		await manager4.send(supplier, 'initialize', [key, p.price]);
		// Liquidity whose side within WIDTH of the price is worth so much.
		const liquidity = BigInt(Math.round(Math.sqrt(Number(p.amount0) * Number(p.amount1)) / (1 - 1.0001 ** (-WIDTH / 2))));
		const mint = coder.encode([KEY, 'int24', 'int24', 'uint256', 'uint128', 'uint128', 'address', 'bytes'],
			[key, ...p.around(SPACING[fee]), liquidity, MOST, MOST, supplier, '0x']);
		const settle = coder.encode(['address', 'address'], key.slice(0, 2));
		await positions4.send(supplier, 'modifyLiquidities', [coder.encode(['bytes', 'bytes[]'], [MINT_THEN_SETTLE_PAIR, [mint, settle]]), FAR]);
		made.push(['v4', a, b, ethers.keccak256(coder.encode([KEY], [key])), fee]);
	}
	return made.map(([kind, a, b, id, fee]) => ({ kind, assets: [a, b], id, ...(fee && { fee, spacing: SPACING[fee] }),
		name: kind === 'v4' ? `v4:${a}/${b}/${fee}/${SPACING[fee]}` : `${kind}:${id}` }));
}
