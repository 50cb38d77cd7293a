// aave.mjs - Aave v3.0: a market of WETH, USDC, DAI and WBTC, price feeds of Chainlink's
// shape, suppliers, and borrowers near and far from liquidation.
//
// Interest runs from the day of the genesis to today; little is lent of what there is, so
// that a health factor is within 1 % of what it was.
const BUILD = ['@aave/core-v3', 'artifacts/contracts'];
const LOGIC = ['SupplyLogic', 'BorrowLogic', 'LiquidationLogic', 'EModeLogic', 'BridgeLogic', 'PoolLogic', 'ConfiguratorLogic', 'FlashLoanLogic'];
const TREASURY = '0x000000000000000000000000000000000000dEaD';
const VARIABLE = 2, STABLECOINS = 1; // a rate mode; an eMode category
const RAY_PERCENT = 10n ** 25n;

// price in USD; ltv, threshold, bonus, reserve factor, fee of the protocol in bp; the rate
// in per cent: at which use it bends, its slopes before and behind.
const RESERVES = {
	WETH: { price: 2000, ltv: 8000, threshold: 8250, bonus: 10500, factor: 1500, fee: 1000, bend: 80, slopes: [4, 80] },
	USDC: { price: 1, ltv: 7700, threshold: 8000, bonus: 10450, factor: 1000, fee: 1000, bend: 90, slopes: [4, 60] },
	DAI: { price: 1, ltv: 7500, threshold: 7800, bonus: 10500, factor: 1000, fee: 1000, bend: 90, slopes: [4, 60] },
	WBTC: { price: 60000, ltv: 7000, threshold: 7500, bonus: 10800, factor: 2000, fee: 1500, bend: 65, slopes: [7, 100] },
};
const SUPPLIED = { WETH: 5000, USDC: 10e6, DAI: 10e6, WBTC: 200 };

// [what is pledged, what is owed, eMode category]
const BORROWERS = [
	[{ WETH: 10 }, { USDC: 15900 }],
	[{ WETH: 10 }, { DAI: 14000 }],
	[{ WETH: 5, WBTC: 0.1 }, { USDC: 11000 }],
	[{ WBTC: 1 }, { WETH: 20 }],
	[{ WBTC: 0.5 }, { USDC: 20000 }],
	[{ USDC: 20000 }, { WETH: 7 }],
	[{ DAI: 20000 }, { WETH: 7 }],
	[{ USDC: 50000 }, { DAI: 48000 }, STABLECOINS],
	[{ DAI: 50000 }, { USDC: 47000 }, STABLECOINS],
	[{ WETH: 1 }, { USDC: 1500 }],
	[{ WETH: 100 }, { USDC: 60000, DAI: 60000, WBTC: 0.5 }],
	[{ WETH: 2, USDC: 1000, DAI: 1000 }, { WBTC: 0.06 }],
	[{ WETH: 30 }, { USDC: 10000 }],
	[{ WBTC: 2, WETH: 10 }, { USDC: 60000, DAI: 30000 }],
	[{ USDC: 3000 }, { DAI: 2000 }],
	[{ WBTC: 0.03 }, { USDC: 1200 }],
];

export const aggregator = (shop) => shop.artifact(...BUILD, 'mocks/oracle/CLAggregators/MockAggregator.sol/MockAggregator.json');
// USD -> an answer of a feed: eight decimals.
export const answer = (usd) => BigInt(Math.round(usd * 1e8));

export async function aave(shop, { deployer, liquidator, supplier, borrowers }, { all, units, give, info: { tokens } }) {
	const { ethers } = shop, assets = Object.keys(RESERVES);
	const build = (where) => shop.artifact(...BUILD, `${where}.sol/${where.split('/').pop()}.json`);
	const deploy = (where, args, libraries) => shop.deploy(deployer, build(where), args, libraries);
	const say = (c, name, ...args) => c.send(deployer, name, args);

	const libraries = {};
	for (const name of LOGIC) libraries[name] = await deploy(`protocol/libraries/logic/${name}`, [], libraries);

	const provider = await deploy('protocol/configuration/PoolAddressesProvider', ['mmutils', deployer]);
	await say(provider, 'setACLAdmin', deployer);
	const acl = await deploy('protocol/configuration/ACLManager', [provider.address]);
	await say(provider, 'setACLManager', acl.address);
	await say(acl, 'addPoolAdmin', deployer);
	await say(acl, 'addEmergencyAdmin', deployer);

	const feeds = {};
	for (const asset of assets) feeds[asset] = (await shop.deploy(deployer, aggregator(shop), [answer(RESERVES[asset].price)])).address;
	const oracle = await deploy('misc/AaveOracle', [provider.address, assets.map((a) => all[a].address), assets.map((a) => feeds[a]),
		ethers.ZeroAddress, ethers.ZeroAddress, answer(1)]);
	await say(provider, 'setPriceOracle', oracle.address);

	const data = await deploy('misc/AaveProtocolDataProvider', [provider.address]);
	await say(provider, 'setPoolDataProvider', data.address);
	await say(provider, 'setPoolImpl', (await deploy('protocol/pool/Pool', [provider.address], libraries)).address);
	await say(provider, 'setPoolConfiguratorImpl', (await deploy('protocol/pool/PoolConfigurator', [], libraries)).address);
	const pool = shop.contract(await provider.call('getPool'), build('protocol/pool/Pool').abi);
	const config = shop.contract(await provider.call('getPoolConfigurator'), build('protocol/pool/PoolConfigurator').abi);
	await reserves();
	await lend();
	return { provider: provider.address, pool: pool.address, configurator: config.address, data: data.address, oracle: oracle.address,
		feeds, borrowers: BORROWERS.map(([pledged, owed, category = 0], i) => ({ address: borrowers[i], pledged, owed, e_mode: category })) };

	async function reserves() {
		const token = async (name) => (await deploy(`protocol/tokenization/${name}`, [pool.address])).address;
		const a = await token('AToken'), variable = await token('VariableDebtToken'), stable = await token('StableDebtToken');
		for (const asset of assets) {
			const r = RESERVES[asset], address = all[asset].address;
			const rates = [r.bend, 0, ...r.slopes, 2, 60, 2, 5, 20].map((percent) => BigInt(percent) * RAY_PERCENT);
			const strategy = await deploy('protocol/pool/DefaultReserveInterestRateStrategy', [provider.address, ...rates]);
			await say(config, 'initReserves', [[a, stable, variable, tokens[asset].decimals, strategy.address, address, TREASURY, ethers.ZeroAddress,
				`Aave ${asset}`, `a${asset}`, `Aave variable debt ${asset}`, `variableDebt${asset}`, `Aave stable debt ${asset}`, `stableDebt${asset}`, '0x']]);
			await say(config, 'configureReserveAsCollateral', address, r.ltv, r.threshold, r.bonus);
			await say(config, 'setReserveBorrowing', address, true);
			await say(config, 'setReserveFactor', address, r.factor);
			await say(config, 'setLiquidationProtocolFee', address, r.fee);
			await say(config, 'setReserveFlashLoaning', address, true);
		}
		await say(config, 'setEModeCategory', STABLECOINS, 9700, 9750, 10100, ethers.ZeroAddress, 'Stablecoins');
		for (const asset of ['USDC', 'DAI']) await say(config, 'setAssetEModeCategory', all[asset].address, STABLECOINS);
	}

	async function supply(who, asset, n) {
		await all[asset].send(who, 'approve', [pool.address, ethers.MaxUint256]);
		await pool.send(who, 'supply', [all[asset].address, units(asset, n), who, 0]);
	}

	async function lend() {
		for (const asset of assets) {
			await supply(supplier, asset, SUPPLIED[asset]);
			await all[asset].send(liquidator, 'approve', [pool.address, ethers.MaxUint256]);
		}
		for (const [i, [pledged, owed, category]] of BORROWERS.entries()) {
			const who = borrowers[i];
			for (const [asset, n] of Object.entries(pledged)) {
				await give(who, asset, n);
				await supply(who, asset, n);
			}
			if (category) await pool.send(who, 'setUserEMode', [category]);
			for (const [asset, n] of Object.entries(owed)) await pool.send(who, 'borrow', [all[asset].address, units(asset, n), VARIABLE, 0, who]);
		}
	}
}
