// tokens.mjs - WETH and tokens anybody may mint; Multicall3 and Permit2 where they always
// are.
const MULTICALL = '0xcA11bde05977b3631167028862bE2a173976CA11';
const PERMIT2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3';
const DECIMALS = { WETH: 18, USDC: 6, DAI: 18, WBTC: 8 };
const NAMES = { USDC: 'USD Coin', DAI: 'Dai Stablecoin', WBTC: 'Wrapped BTC' };

export async function tokens(shop, { deployer, rich }) {
	const { artifact, deploy, send, plant, rpc, file } = shop;
	const mintable = artifact('@aave/core-v3', 'artifacts/contracts/mocks/tokens/MintableERC20.sol/MintableERC20.json');
	const all = { WETH: await deploy(deployer, artifact('@uniswap/v2-periphery', 'build/WETH9.json')) };
	for (const [name, text] of Object.entries(NAMES)) all[name] = await deploy(deployer, mintable, [text, name, DECIMALS[name]]);

	const units = (name, n) => BigInt(Math.round(n * 1e6)) * 10n ** BigInt(DECIMALS[name]) / 1000000n;
	async function give(who, name, n) {
		if (name === 'WETH') await all.WETH.send(who, 'deposit', [], units(name, n));
		else await all[name].send(who, 'mint(uint256)', [units(name, n)]);
	}
	for (const who of rich)
		for (const [name, n] of Object.entries({ WETH: 50000, USDC: 500e6, DAI: 500e6, WBTC: 5000 })) await give(who, name, n);

	const creation = /multicall3Bytecode =\s*'(0x[0-9a-f]+)'/.exec(file('viem', 'constants/contracts.ts'))[1];
	const made = await send(deployer, undefined, creation);
	await plant(MULTICALL, await rpc('eth_getCode', made.contractAddress, 'latest'));
	const permit2 = /hex"([0-9a-f]+)"/.exec(file('@uniswap/v4-periphery', 'lib/permit2/test/utils/DeployPermit2.sol'))[1];
	await plant(PERMIT2, `0x${permit2}`);

	return { all, units, give, info: {
		tokens: Object.fromEntries(Object.entries(all).map(([name, t]) => [name, { address: t.address, decimals: DECIMALS[name] }])),
		multicall: MULTICALL, permit2: PERMIT2 } };
}
