// aave36.mjs - Aave v3.6, compiled (../aave36): a second market of the same assets at the
// same feeds, with the same borrowers.
import { answer, provide } from './aave30.mjs';
import { lend, RESERVES, STABLECOINS, TREASURY } from './lending.mjs';

const LOGIC = ['SupplyLogic', 'BorrowLogic', 'LiquidationLogic', 'PoolLogic', 'ConfiguratorLogic', 'FlashLoanLogic'];
const RATES = ['tuple(uint16 bend, uint32 base, uint32 before, uint32 behind)']; // bp

// compiled: what ../aave36/compile.mjs makes; feeds: addresses.
export async function aave36(shop, who, money, feeds, compiled) {
	const { deployer } = who, { all } = money, { ethers } = shop, assets = Object.keys(RESERVES);
	const deploy = (name, args, libraries) => shop.deploy(deployer, compiled[name], args, libraries);
	const say = (c, name, ...args) => c.send(deployer, name, args);

	const libraries = {};
	for (const name of LOGIC) libraries[name] = await deploy(name, [], libraries);
	const provider = await provide(shop, deployer);
	const oracle = await deploy('AaveOracle', [provider.address, assets.map((a) => all[a].address), assets.map((a) => feeds[a]),
		ethers.ZeroAddress, ethers.ZeroAddress, answer(1)]);
	await say(provider, 'setPriceOracle', oracle.address);
	const strategy = await deploy('DefaultReserveInterestRateStrategyV2', [provider.address]);
	await say(provider, 'setPoolImpl', (await deploy('PoolInstance', [provider.address, strategy.address], libraries)).address);
	await say(provider, 'setPoolConfiguratorImpl', (await deploy('PoolConfiguratorInstance', [], libraries)).address);
	const pool = shop.contract(await provider.call('getPool'), compiled.PoolInstance.abi);
	const config = shop.contract(await provider.call('getPoolConfigurator'), compiled.PoolConfiguratorInstance.abi);
	// It asks the provider for the pool.
	const data = await deploy('AaveProtocolDataProvider', [provider.address]);
	await say(provider, 'setPoolDataProvider', data.address);
	const models = { a: (await deploy('ATokenInstance', [pool.address, ethers.ZeroAddress, TREASURY])).address,
		variable: (await deploy('VariableDebtTokenInstance', [pool.address, ethers.ZeroAddress])).address };
	for (const asset of assets) await reserve(asset, RESERVES[asset]);
	const { id, ltv, threshold, bonus, label } = STABLECOINS;
	await say(config, 'setEModeCategory', id, ltv, threshold, bonus, label);
	for (const asset of STABLECOINS.assets)
		for (const may of ['setAssetCollateralInEMode', 'setAssetBorrowableInEMode']) await say(config, may, all[asset].address, id, true);

	return { provider: provider.address, pool: pool.address, configurator: config.address, data: data.address, oracle: oracle.address,
		models, feeds, borrowers: await lend(shop, pool, who, money) };

	async function reserve(asset, r) {
		const { address } = all[asset];
		const rates = ethers.AbiCoder.defaultAbiCoder().encode(RATES, [[r.bend, 0, ...r.slopes].map((percent) => percent * 100)]);
		await say(config, 'initReserves', [[models.a, models.variable, address, `Aave ${asset}`, `a${asset}`,
			`Aave variable debt ${asset}`, `variableDebt${asset}`, '0x', rates]]);
		await say(config, 'configureReserveAsCollateral', address, r.ltv, r.threshold, r.bonus);
		await say(config, 'setReserveBorrowing', address, true);
		await say(config, 'setReserveFactor', address, r.factor);
		await say(config, 'setLiquidationProtocolFee', address, r.fee);
		await say(config, 'setReserveFlashLoaning', address, true);
	}
}
