// v2.mjs - Uniswap v2: factory, router, WETH/USDC and DAI/USDC.
const FAR = 4102444800n; // a deadline: 2100

export async function v2(shop, { deployer, lp, trader }, { all, units }) {
	const { artifact, deploy, ethers } = shop, { WETH, USDC, DAI } = all;
	const factory = await deploy(deployer, artifact('@uniswap/v2-core', 'build/UniswapV2Factory.json'), [deployer]);
	const router = await deploy(deployer, artifact('@uniswap/v2-periphery', 'build/UniswapV2Router02.json'), [factory.address, WETH.address]);
	for (const who of [lp, trader])
		for (const t of [WETH, USDC, DAI]) await t.send(who, 'approve', [router.address, ethers.MaxUint256]);
	const add = (a, b, x, y) => router.send(lp, 'addLiquidity', [a.address, b.address, x, y, 0, 0, lp, FAR]);
	await add(WETH, USDC, units('WETH', 1000), units('USDC', 2e6));
	await add(DAI, USDC, units('DAI', 1e6), units('USDC', 1e6));
	const swap = (n, path) => router.send(trader, 'swapExactTokensForTokens', [n, 0, path.map((t) => t.address), trader, FAR]);
	await swap(units('WETH', 10), [WETH, USDC]);
	await swap(units('USDC', 15000), [USDC, WETH]);
	const pair = (a, b) => factory.call('getPair', [a.address, b.address]);
	return { factory: factory.address, router: router.address, weth_usdc: await pair(WETH, USDC), dai_usdc: await pair(DAI, USDC) };
}
