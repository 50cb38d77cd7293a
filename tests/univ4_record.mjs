// univ4_record.mjs - swaps in a pool of Uniswap v4 as golden lines, by the contracts.
//
// usage: node univ4_record.mjs MODULES CACHE SEED N
//
// On the world of tests/world/evm: N random swaps one after the other, in and out, some
// with a limit, under fees of the protocol that change; each line (v4_swap) is the pool
// before it and what the PoolManager made of it.
import path from 'node:path';
import { liquidity } from './world/evm/liquidity.mjs';
import { world } from './world/evm/world.mjs';

const [modules, cache, seed, count] = process.argv.slice(2);
const { node, shop, info, people } = await world(path.resolve(modules), { cache });
const { ethers, contract } = shop, { trader, deployer } = people;

// splitmix64, so that it repeats.
let state = BigInt(seed);
const M64 = (1n << 64n) - 1n;
function random() {
	let z = (state = (state + 0x9e3779b97f4a7c15n) & M64);
	z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & M64;
	z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & M64;
	return z ^ (z >> 31n);
}
const pick = (lo, hi) => lo + Number(random() % BigInt(hi - lo + 1));

const KEY = 'tuple(address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks)';
const key = [info.v4.token0, info.v4.token1, info.v4.fee, info.v4.tick_spacing, ethers.ZeroAddress];
const id = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode([KEY], [key]));
const view = contract(info.v4.view, [
	'function getSlot0(bytes32) view returns (uint160 sqrt, int24 tick, uint24 protocolFee, uint24 lpFee)',
	'function getLiquidity(bytes32) view returns (uint128)',
	'function getFeeGrowthGlobals(bytes32) view returns (uint256, uint256)',
	'function getTickBitmap(bytes32, int16) view returns (uint256)',
	'function getTickLiquidity(bytes32, int24) view returns (uint128 gross, int128 net)']);
const manager = contract(info.v4.manager, ['function owner() view returns (address)', 'function setProtocolFeeController(address)',
	`function setProtocolFee(${KEY}, uint24)`, 'function protocolFeesAccrued(address) view returns (uint256)']);
const router = contract(info.v4.swap_router, [
	`function swap(${KEY}, (bool, int256, uint160), (bool, bool), bytes) payable returns (int256)`]);
const LOWEST = 4295128740n, HIGHEST = 1461446703485210103287273052203988822378723970341n;

async function initialised() {
	const out = [], spacing = info.v4.tick_spacing, word = Math.ceil(887272 / spacing / 256);
	for (let w = -word; w < word; w++) {
		const marks = await view.call('getTickBitmap', [id, w]);
		for (let i = 0; i < 256; i++)
			if ((marks >> BigInt(i)) & 1n) {
				const tick = (w * 256 + i) * spacing;
				out.push([tick, String((await view.call('getTickLiquidity', [id, tick])).net)]);
			}
	}
	return out;
}

async function now() {
	return { slot0: await view.call('getSlot0', [id]), liquidity: await view.call('getLiquidity', [id]),
		growth: await view.call('getFeeGrowthGlobals', [id]),
		accrued: [await manager.call('protocolFeesAccrued', [key[0]]), await manager.call('protocolFeesAccrued', [key[1]])] };
}

// Ranges about the price, so that swaps cross ticks; and leave to trade and to take fees.
const others = liquidity({ node, shop, info, people, mine: () => node.rpc('evm_mine') });
for (const who of ['lp', 'trader']) await others.world_allow([who]);
const start = Number((await view.call('getSlot0', [id])).tick);
for (let i = 0; i < 12; i++) {
	const lower = Math.floor((start + pick(-3000, 2000)) / 60) * 60;
	await others.world_mint([{ who: 'lp', kind: 'v4', lower, upper: lower + 60 * pick(1, 40), liquidity: String(10n ** 15n * BigInt(pick(1, 60))) }]);
}
await manager.send(await manager.call('owner'), 'setProtocolFeeController', [deployer.address]);
const ticks = await initialised();

for (let i = 0; i < Number(count); i++) {
	if (i % 10 === 0) // none, at first; then of each direction its own
		await manager.send(deployer.address, 'setProtocolFee', [key, i ? pick(0, 1000) | (pick(0, 1000) << 12) : 0]);
	const before = await now(), down = pick(0, 1) === 1, out = pick(0, 1) === 1;
	const weth = (down === !out) === (info.v4.token0.toLowerCase() === info.tokens.WETH.address.toLowerCase());
	const size = (random() % 10n ** BigInt(weth ? pick(3, 19) : pick(2, 10))) + 1n;
	let limit = down ? LOWEST : HIGHEST;
	if (pick(0, 3) === 0) limit = before.slot0.sqrt + (down ? -1n : 1n) * (before.slot0.sqrt / BigInt(pick(20, 5000)));
	const order = [key, [down, out ? size : -size, limit], [false, false], '0x'];
	let delta;
	try {
		delta = BigInt.asUintN(256, await router.call('swap', order, trader.address));
		await router.send(trader.address, 'swap', order);
	} catch {
		continue; // more than the trader has
	}
	const after = await now(), side = down ? 0 : 1;
	console.log(JSON.stringify({
		fn: 'v4_swap',
		in: {
			sqrt_price_x96: String(before.slot0.sqrt), tick: Number(before.slot0.tick), liquidity: String(before.liquidity),
			fee_pips: Number(before.slot0.lpFee), protocol_fee: Number(before.slot0.protocolFee), tick_spacing: info.v4.tick_spacing,
			ticks, amount_specified: String(out ? size : -size), zero_for_one: down, sqrt_limit_x96: String(limit),
		},
		out: {
			amount0: String(BigInt.asIntN(128, delta >> 128n)), amount1: String(BigInt.asIntN(128, delta)),
			sqrt_after_x96: String(after.slot0.sqrt), tick_after: Number(after.slot0.tick), liquidity_after: String(after.liquidity),
			protocol_fee: String(after.accrued[side] - before.accrued[side]),
			fee_growth_delta_x128: String(BigInt.asUintN(256, after.growth[side] - before.growth[side])),
		},
		tol: 'exact',
	}));
}
await node.stop();
