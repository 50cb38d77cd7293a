// compound.mjs - Compound v2: a Comptroller and markets of WETH, USDC, DAI and WBTC, with
// suppliers and borrowers.  The contracts are those of a fork, by its package; what it adds
// to Compound's is not used.
const BUILD = ['@venusprotocol/venus-protocol', 'artifacts/contracts'];
const E18 = 10n ** 18n;
const ANYBODY = '0x600160005260206000f3'; // an access control: whatever is asked, yes

// price in USD; factor of what is pledged, reserve factor, rates a year at base, up to the
// kink and behind it, in per cent; what is supplied.
const MARKETS = {
	WETH: { price: 2000, factor: 82.5, reserve: 20, rates: [2, 20, 200], kink: 80, supply: 2000 },
	USDC: { price: 1, factor: 85.5, reserve: 7.5, rates: [0, 5, 109], kink: 80, supply: 4e6 },
	DAI: { price: 1, factor: 83, reserve: 15, rates: [0, 5, 109], kink: 80, supply: 4e6 },
	WBTC: { price: 60000, factor: 70, reserve: 20, rates: [2, 18, 100], kink: 80, supply: 100 },
};
const CLOSE = 50, INCENTIVE = 108; // per cent

// [what is pledged, what is owed]: some near the end; the last pledged without entering.
const BORROWERS = [
	[{ WETH: 10 }, { USDC: 15900 }], [{ WETH: 5, WBTC: 0.1 }, { USDC: 8000, DAI: 3000 }], [{ WBTC: 1 }, { WETH: 18 }],
	[{ USDC: 20000 }, { WETH: 7 }], [{ DAI: 5000, USDC: 5000 }, { WBTC: 0.1 }], [{ WETH: 1, DAI: 100 }, {}],
];

const percent = (n) => BigInt(Math.round(n * 1000)) * E18 / 100000n;

// modules: where the package is.
export async function compound(shop, { deployer, supplier, borrowers }, { all, units, give, info: { tokens } }, modules) {
	const { ethers } = shop, build = (where) => shop.artifact(modules, ...BUILD, `${where}.sol/${where.split('/').pop()}.json`);
	const deploy = (where, ...args) => shop.deploy(deployer, build(where), args);
	// An error of Compound's is an answer: then nothing was done.
	async function say(who, c, name, ...args) {
		const code = await c.call(name, args, who);
		if ([code].flat().some((n) => typeof n === 'bigint' && n)) throw new Error(`compound: ${name}: ${code}`);
		await c.send(who, name, args);
	}
	const proxy = await deploy('Comptroller/Unitroller'), logic = await deploy('Comptroller/Comptroller');
	await say(deployer, proxy, '_setPendingImplementation', logic.address);
	await logic.send(deployer, '_become', [proxy.address]);
	const comptroller = shop.contract(proxy.address, build('Comptroller/Comptroller').abi);
	const oracle = await deploy('test/SimplePriceOracle'), lens = await deploy('Lens/ComptrollerLens');
	const access = ethers.getAddress(ethers.dataSlice(ethers.id('compound access'), 12));
	await shop.plant(access, ANYBODY);
	for (const [name, ...args] of [['_setAccessControl', access], ['_setComptrollerLens', lens.address], ['_setPriceOracle', oracle.address],
		['_setCloseFactor', percent(CLOSE)], ['_setLiquidationIncentive', percent(INCENTIVE)]]) await say(deployer, comptroller, name, ...args);

	const markets = {};
	for (const [asset, m] of Object.entries(MARKETS)) {
		const model = await deploy('InterestRateModels/JumpRateModel', ...m.rates.map(percent), percent(m.kink));
		const { decimals } = tokens[asset], first = 2n * 10n ** BigInt(decimals + 8); // 0.02 of the asset for a token of 8 decimals
		const token = await deploy('Tokens/VTokens/VBep20Immutable', all[asset].address, comptroller.address, model.address, first, `Compound ${asset}`,
			`c${asset}`, 8, deployer);
		markets[asset] = { address: token.address, model: model.address };
		await say(deployer, comptroller, '_supportMarket', token.address);
		await oracle.send(deployer, 'setUnderlyingPrice', [token.address, BigInt(m.price) * 10n ** BigInt(36 - decimals)]);
		await say(deployer, comptroller, '_setCollateralFactor', token.address, percent(m.factor));
		await comptroller.send(deployer, '_setMarketSupplyCaps', [[token.address], [ethers.MaxUint256]]);
		await say(deployer, token, '_setReserveFactor', percent(m.reserve));
	}
	const market = (asset) => shop.contract(markets[asset].address, build('Tokens/VTokens/VBep20Immutable').abi);
	async function supply(who, asset, n) {
		await all[asset].send(who, 'approve', [markets[asset].address, ethers.MaxUint256]);
		await say(who, market(asset), 'mint', units(asset, n));
	}
	for (const [asset, m] of Object.entries(MARKETS)) await supply(supplier, asset, m.supply);
	for (const [i, [pledged, owed]] of BORROWERS.entries()) {
		for (const [asset, n] of Object.entries(pledged)) {
			await give(borrowers[i], asset, n);
			await supply(borrowers[i], asset, n);
		}
		if (Object.keys(owed).length) await say(borrowers[i], comptroller, 'enterMarkets', Object.keys(pledged).map((a) => markets[a].address));
		for (const [asset, n] of Object.entries(owed)) await say(borrowers[i], market(asset), 'borrow', units(asset, n));
	}
	return { comptroller: comptroller.address, oracle: oracle.address, markets,
		borrowers: BORROWERS.map(([pledged, owed], i) => ({ address: borrowers[i], pledged, owed })) };
}
