// v4.mjs - Uniswap v4: pool manager, position manager, view, quoter, the Universal Router
// for swaps, and a WETH/USDC pool at 0.3 % without hooks, at v3's price, with positions and
// swaps.
const FAR = 4102444800n, FEE = 3000, SPACING = 60;
const KEY = 'tuple(address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks)';
const MINT_THEN_SETTLE_PAIR = '0x020d'; // of the position manager's actions
const MOST = 1n << 127n; // of a token in one position: any
// A swap may move the price to the end of the range.
const LOWEST = 4295128740n, HIGHEST = 1461446703485210103287273052203988822378723970341n;

export async function v4(shop, { deployer, lp, trader }, { all, units, info }, v3) {
	const { artifact, deploy, contract, ethers } = shop, coder = ethers.AbiCoder.defaultAbiCoder();
	const { WETH, USDC } = all, [t0, t1] = v3.token0 === WETH.address ? [WETH, USDC] : [USDC, WETH];
	const build = (where, args) => deploy(deployer, artifact('@uniswap/v4-periphery', 'foundry-out', where), args);
	const manager = await build('PoolManager.sol/PoolManager.default.json', [deployer]);
	const positions = await build('PositionManager.sol/PositionManager.json',
		[manager.address, info.permit2, 300000n, ethers.ZeroAddress, WETH.address]);
	const view = await build('StateView.sol/StateView.json', [manager.address]);
	const quoter = await build('V4Quoter.sol/V4Quoter.json', [manager.address]);
	// It swaps in v4 pools alone: of v2, and of what it bridges over, it knows nothing.
	const universal = await deploy(deployer, artifact('@uniswap/universal-router', 'artifacts/contracts/UniversalRouter.sol/UniversalRouter.json'),
		[[info.permit2, WETH.address, ethers.ZeroAddress, v3.factory, ethers.ZeroHash, ethers.ZeroHash, manager.address, v3.positions,
			positions.address, ethers.ZeroAddress]]);
	const router = await build('PoolSwapTest.sol/PoolSwapTest.default.json', [manager.address]);

	const key = [t0.address, t1.address, FEE, SPACING, ethers.ZeroAddress];
	const [price, at] = await contract(v3.pool, ['function slot0() view returns (uint160, int24, uint16, uint16, uint16, uint8, bool)']).call('slot0');
	await manager.send(deployer, 'initialize', [key, price]);

	const permit2 = contract(info.permit2, ['function approve(address token, address spender, uint160 amount, uint48 expiration)']);
	for (const t of [t0, t1]) {
		await t.send(lp, 'approve', [info.permit2, ethers.MaxUint256]);
		await permit2.send(lp, 'approve', [t.address, positions.address, (1n << 160n) - 1n, (1n << 48n) - 1n]);
		await t.send(trader, 'approve', [router.address, ethers.MaxUint256]);
	}

	const tick = Math.floor(Number(at) / SPACING) * SPACING, made = [];
	for (const [lower, upper, liquidity] of [[tick - 1200, tick + 1260, 10n ** 17n], [tick + 600, tick + 1800, 10n ** 16n],
		[-887220, 887220, 10n ** 16n]]) {
		const mint = coder.encode([KEY, 'int24', 'int24', 'uint256', 'uint128', 'uint128', 'address', 'bytes'],
			[key, lower, upper, liquidity, MOST, MOST, lp, '0x']);
		const settle = coder.encode(['address', 'address'], [t0.address, t1.address]);
		made.push({ token_id: Number(await positions.call('nextTokenId')), tick_lower: lower, tick_upper: upper, liquidity: `${liquidity}` });
		await positions.send(lp, 'modifyLiquidities', [coder.encode(['bytes', 'bytes[]'], [MINT_THEN_SETTLE_PAIR, [mint, settle]]), FAR]);
	}

	// A negative amount is what is paid in.
	const swap = (from, n) => router.send(trader, 'swap', [key, [from === t0, -n, from === t0 ? LOWEST : HIGHEST], [false, false], '0x']);
	await swap(WETH, units('WETH', 1));
	await swap(USDC, units('USDC', 4000));
	return { manager: manager.address, positions: positions.address, view: view.address, quoter: quoter.address, swap_router: router.address, router: universal.address,
		pool_id: ethers.keccak256(coder.encode([KEY], [key])), token0: t0.address, token1: t1.address, fee: FEE, tick_spacing: SPACING, made };
}
