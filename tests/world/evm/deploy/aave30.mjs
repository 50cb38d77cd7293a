// aave30.mjs - Aave v3.0: a market of WETH, USDC, DAI and WBTC, with the feeds it takes its
// prices from.
import { feedArtifact } from './feed.mjs';
import { lend, RESERVES, STABLECOINS, TREASURY } from './lending.mjs';

const BUILD = ['@aave/core-v3', 'artifacts/contracts'];
const LOGIC = ['SupplyLogic', 'BorrowLogic', 'LiquidationLogic', 'EModeLogic', 'BridgeLogic', 'PoolLogic', 'ConfiguratorLogic', 'FlashLoanLogic'];
const RAY_PERCENT = 10n ** 25n;

// USD -> an answer of a feed: eight decimals.
export const answer = (usd) => BigInt(Math.round(usd * 1e8));
// A file of the build.
export const build30 = (shop, where) => shop.artifact(...BUILD, `${where}.sol/${where.split('/').pop()}.json`);

// Who answers for a market: its provider of addresses and its list of roles.
export async function provide(shop, deployer) {
	const provider = await shop.deploy(deployer, build30(shop, 'protocol/configuration/PoolAddressesProvider'), ['mmutils', deployer]);
	await provider.send(deployer, 'setACLAdmin', [deployer]);
	const acl = await shop.deploy(deployer, build30(shop, 'protocol/configuration/ACLManager'), [provider.address]);
	await provider.send(deployer, 'setACLManager', [acl.address]);
	for (const role of ['addPoolAdmin', 'addEmergencyAdmin']) await acl.send(deployer, role, [deployer]);
	return provider;
}

export async function feeds(shop, deployer) {
	const made = {};
	for (const [asset, { price }] of Object.entries(RESERVES)) {
		const feed = await shop.deploy(deployer, feedArtifact);
		await feed.send(deployer, 'set', [answer(price), 0, false]);
		made[asset] = feed.address;
	}
	return made;
}

export async function aave30(shop, who, money) {
	const { deployer } = who, { all, info: { tokens } } = money, { ethers } = shop, assets = Object.keys(RESERVES);
	const build = (where) => build30(shop, where);
	const deploy = (where, args, libraries) => shop.deploy(deployer, build(where), args, libraries);
	const say = (c, name, ...args) => c.send(deployer, name, args);

	const libraries = {};
	for (const name of LOGIC) libraries[name] = await deploy(`protocol/libraries/logic/${name}`, [], libraries);
	const provider = await provide(shop, deployer), sources = await feeds(shop, deployer);
	const oracle = await deploy('misc/AaveOracle', [provider.address, assets.map((a) => all[a].address), assets.map((a) => sources[a]),
		ethers.ZeroAddress, ethers.ZeroAddress, answer(1)]);
	await say(provider, 'setPriceOracle', oracle.address);
	const data = await deploy('misc/AaveProtocolDataProvider', [provider.address]);
	await say(provider, 'setPoolDataProvider', data.address);
	await say(provider, 'setPoolImpl', (await deploy('protocol/pool/Pool', [provider.address], libraries)).address);
	await say(provider, 'setPoolConfiguratorImpl', (await deploy('protocol/pool/PoolConfigurator', [], libraries)).address);
	const pool = shop.contract(await provider.call('getPool'), build('protocol/pool/Pool').abi);
	const config = shop.contract(await provider.call('getPoolConfigurator'), build('protocol/pool/PoolConfigurator').abi);
	const token = async (name) => (await deploy(`protocol/tokenization/${name}`, [pool.address])).address;
	const models = { a: await token('AToken'), variable: await token('VariableDebtToken'), stable: await token('StableDebtToken') };
	for (const asset of assets) await reserve(asset, RESERVES[asset]);
	const { id, ltv, threshold, bonus, label } = STABLECOINS;
	await say(config, 'setEModeCategory', id, ltv, threshold, bonus, ethers.ZeroAddress, label);
	for (const asset of STABLECOINS.assets) await say(config, 'setAssetEModeCategory', all[asset].address, id);

	return { provider: provider.address, pool: pool.address, configurator: config.address, data: data.address, oracle: oracle.address,
		models, feeds: sources, borrowers: await lend(shop, pool, who, money) };

	async function reserve(asset, r) {
		const { address } = all[asset];
		const rates = [r.bend, 0, ...r.slopes, 2, 60, 2, 5, 20].map((percent) => BigInt(percent) * RAY_PERCENT);
		const strategy = await deploy('protocol/pool/DefaultReserveInterestRateStrategy', [provider.address, ...rates]);
		await say(config, 'initReserves', [[models.a, models.stable, models.variable, tokens[asset].decimals, strategy.address, address, TREASURY,
			ethers.ZeroAddress, `Aave ${asset}`, `a${asset}`, `Aave variable debt ${asset}`, `variableDebt${asset}`,
			`Aave stable debt ${asset}`, `stableDebt${asset}`, '0x']]);
		await say(config, 'configureReserveAsCollateral', address, r.ltv, r.threshold, r.bonus);
		await say(config, 'setReserveBorrowing', address, true);
		await say(config, 'setReserveFactor', address, r.factor);
		await say(config, 'setLiquidationProtocolFee', address, r.fee);
		await say(config, 'setReserveFlashLoaning', address, true);
	}
}
