// v3.mjs - Uniswap v3: factory, position manager, both routers, quoter, and WETH/USDC at
// 0.3 % with positions and swaps.
const FAR = 4102444800n, FEE = 3000, SPACING = 60;
const PERIPHERY = ['@uniswap/v3-periphery', 'artifacts/contracts'];
const ROUTERS = ['@uniswap/swap-router-contracts', 'artifacts/contracts'];

export function isqrt(n) {
	let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
	for (;;) {
		const y = (x + n / x) >> 1n;
		if (y >= x) return x;
		x = y;
	}
}

export async function v3(shop, { deployer, lp, trader }, { all, units }, v2) {
	const { artifact, deploy, contract, ethers } = shop, { WETH, USDC } = all;
	const factory = await deploy(deployer, artifact('@uniswap/v3-core', 'artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json'));
	const periphery = (where, args) => deploy(deployer, artifact(...PERIPHERY, `${where}.sol/${where.split('/').pop()}.json`), args);
	const positions = await periphery('NonfungiblePositionManager', [factory.address, WETH.address, ethers.ZeroAddress]);
	const router = await periphery('SwapRouter', [factory.address, WETH.address]);
	const quoter = await periphery('lens/QuoterV2', [factory.address, WETH.address]);
	const lens = await periphery('lens/TickLens', []);
	const router02 = await deploy(deployer, artifact(...ROUTERS, 'SwapRouter02.sol/SwapRouter02.json'),
		[v2.factory, factory.address, positions.address, WETH.address]);

	const [t0, t1] = BigInt(WETH.address) < BigInt(USDC.address) ? [WETH, USDC] : [USDC, WETH];
	const worth = (t) => (t === WETH ? units('WETH', 1) : units('USDC', 2000));
	const price = isqrt((worth(t1) << 192n) / worth(t0));
	await positions.send(lp, 'createAndInitializePoolIfNecessary', [t0.address, t1.address, FEE, price]);
	const pool = contract(await factory.call('getPool', [t0.address, t1.address, FEE]),
		artifact('@uniswap/v3-core', 'artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json').abi);
	const tick = Math.floor(Number((await pool.call('slot0')).tick) / SPACING) * SPACING;
	for (const who of [lp, trader])
		for (const t of [t0, t1])
			for (const c of [positions, router, router02]) await t.send(who, 'approve', [c.address, ethers.MaxUint256]);

	const most = (t) => (t === WETH ? units('WETH', 500) : units('USDC', 1e6)), made = [];
	for (const [lower, upper, part] of [[tick - 6000, tick + 6000, 1n], [tick - 600, tick + 660, 2n], [tick + 120, tick + 1200, 4n],
		[tick - 1200, tick - 120, 4n], [-887220, 887220, 1n]]) {
		await positions.send(lp, 'mint', [[t0.address, t1.address, FEE, lower, upper, most(t0) / part, most(t1) / part, 0, 0, lp, FAR]]);
		made.push({ token_id: made.length + 1, tick_lower: lower, tick_upper: upper });
	}
	const swap = (a, b, n) => router.send(trader, 'exactInputSingle', [[a.address, b.address, FEE, trader, FAR, n, 0, 0]]);
	await swap(WETH, USDC, units('WETH', 20));
	await swap(USDC, WETH, units('USDC', 90000));
	await swap(WETH, USDC, units('WETH', 75));
	await positions.send(lp, 'decreaseLiquidity', [[2, 10n ** 12n, 0, 0, FAR]]);
	await positions.send(lp, 'collect', [[2, lp, (1n << 128n) - 1n, (1n << 128n) - 1n]]);
	return { factory: factory.address, positions: positions.address, router: router.address, router02: router02.address, quoter: quoter.address,
		lens: lens.address, pool: pool.address, token0: t0.address, token1: t1.address, fee: FEE, made };
}
