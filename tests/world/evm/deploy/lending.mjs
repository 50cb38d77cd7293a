// lending.mjs - what is lent in a market of Aave, whichever its version: reserves,
// suppliers, and twenty borrowers near and far from liquidation.
//
// Interest runs from the day of the genesis to today; little is lent of what there is, so
// that a health factor is within 1 % of what it was.
export const TREASURY = '0x000000000000000000000000000000000000dEaD';
export const STABLECOINS = { id: 1, ltv: 9700, threshold: 9750, bonus: 10100, label: 'Stablecoins', assets: ['USDC', 'DAI'] }; // the eMode category
export const VARIABLE = 2; // a rate mode

// price in USD; ltv, threshold, bonus, reserve factor, fee of the protocol in bp; the rate
// in per cent: at which use it bends, its slopes before and behind.
export const RESERVES = {
	WETH: { price: 2000, ltv: 8000, threshold: 8250, bonus: 10500, factor: 1500, fee: 1000, bend: 80, slopes: [4, 80] },
	USDC: { price: 1, ltv: 7700, threshold: 8000, bonus: 10450, factor: 1000, fee: 1000, bend: 90, slopes: [4, 60] },
	DAI: { price: 1, ltv: 7500, threshold: 7800, bonus: 10500, factor: 1000, fee: 1000, bend: 90, slopes: [4, 60] },
	WBTC: { price: 60000, ltv: 7000, threshold: 7500, bonus: 10800, factor: 2000, fee: 1500, bend: 65, slopes: [7, 100] },
};
const SUPPLIED = { WETH: 5000, USDC: 10e6, DAI: 10e6, WBTC: 200 };

// [what is pledged, what is owed, eMode category]
export const BORROWERS = [
	[{ WETH: 10 }, { USDC: 15900 }],
	[{ WETH: 10 }, { DAI: 14000 }],
	[{ WETH: 5, WBTC: 0.1 }, { USDC: 11000 }],
	[{ WBTC: 1 }, { WETH: 20 }],
	[{ WBTC: 0.5 }, { USDC: 20000 }],
	[{ USDC: 20000 }, { WETH: 7 }],
	[{ DAI: 20000 }, { WETH: 7 }],
	[{ USDC: 50000 }, { DAI: 48000 }, STABLECOINS.id],
	[{ DAI: 50000 }, { USDC: 47000 }, STABLECOINS.id],
	[{ WETH: 1 }, { USDC: 1500 }],
	[{ WETH: 100 }, { USDC: 60000, DAI: 60000, WBTC: 0.5 }],
	[{ WETH: 2, USDC: 1000, DAI: 1000 }, { WBTC: 0.06 }],
	[{ WETH: 30 }, { USDC: 10000 }],
	[{ WBTC: 2, WETH: 10 }, { USDC: 60000, DAI: 30000 }],
	[{ USDC: 3000 }, { DAI: 2000 }],
	[{ WBTC: 0.03 }, { USDC: 1200 }],
	[{ WETH: 0.5 }, { DAI: 780 }],
	[{ WETH: 3 }, { USDC: 2300, DAI: 2300 }],
	[{ WETH: 20 }, { USDC: 31000 }],
	[{ WETH: 50 }, { WBTC: 1.2 }],
];

// Suppliers and borrowers come to a pool; what the world says of them.
export async function lend(shop, pool, { liquidator, supplier, borrowers }, { all, units, give }) {
	async function supply(who, asset, n) {
		await all[asset].send(who, 'approve', [pool.address, shop.ethers.MaxUint256]);
		await pool.send(who, 'supply', [all[asset].address, units(asset, n), who, 0]);
	}
	for (const asset of Object.keys(RESERVES)) {
		await supply(supplier, asset, SUPPLIED[asset]);
		await all[asset].send(liquidator, 'approve', [pool.address, shop.ethers.MaxUint256]);
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
	return BORROWERS.map(([pledged, owed, category = 0], i) => ({ address: borrowers[i], pledged, owed, e_mode: category }));
}
