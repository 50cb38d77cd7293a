// comptroller.mjs - what accounts do in the market of Compound v2, and what its contracts
// say; by ethers alone.  An account is a name, an address, or the number of a borrower; an
// amount a text in the smallest parts, or "max".
import { sender } from './send.mjs';

const TOKEN = ['function mint(uint256) returns (uint256)', 'function redeem(uint256) returns (uint256)', 'function redeemUnderlying(uint256) returns (uint256)',
	'function borrow(uint256) returns (uint256)', 'function repayBorrow(uint256) returns (uint256)', 'function liquidateBorrow(address, uint256, address) returns (uint256)',
	'function transfer(address, uint256) returns (bool)', 'function accrueInterest() returns (uint256)', 'function borrowIndex() view returns (uint256)',
	'function exchangeRateStored() view returns (uint256)', 'function exchangeRateCurrent() returns (uint256)', 'function totalBorrows() view returns (uint256)',
	'function totalReserves() view returns (uint256)', 'function totalSupply() view returns (uint256)', 'function getCash() view returns (uint256)',
	'function reserveFactorMantissa() view returns (uint256)', 'function borrowRatePerBlock() view returns (uint256)', 'function supplyRatePerBlock() view returns (uint256)',
	'function accrualBlockNumber() view returns (uint256)', 'function getAccountSnapshot(address) view returns (uint256, uint256 tokens, uint256 debt, uint256 rate)',
	'function _setReserveFactor(uint256) returns (uint256)'];
const COMPTROLLER = ['function enterMarkets(address[]) returns (uint256[])', 'function exitMarket(address) returns (uint256)',
	'function getAccountLiquidity(address) view returns (uint256 code, uint256 liquidity, uint256 shortfall)', 'function getAssetsIn(address) view returns (address[])',
	'function _setCollateralFactor(address, uint256) returns (uint256)', 'function _setCloseFactor(uint256) returns (uint256)',
	'function _setLiquidationIncentive(uint256) returns (uint256)', 'function _setActionsPaused(address[], uint8[], bool)'];
const UNDERLYING = ['function approve(address, uint256)', 'function mint(uint256)', 'function deposit() payable', 'function balanceOf(address) view returns (uint256)'];
const STATE = ['exchangeRateStored', 'borrowIndex', 'totalBorrows', 'totalReserves', 'totalSupply', 'getCash', 'reserveFactorMantissa', 'borrowRatePerBlock',
	'supplyRatePerBlock', 'accrualBlockNumber'];

export function comptroller({ node: { rpc }, shop, info, people, mine }) {
	const { ethers, contract } = shop, { compound: c } = info;
	if (!c) return {};
	const sent = sender({ rpc }, mine), main = contract(c.comptroller, COMPTROLLER), { deployer } = people;
	const market = (asset) => contract(c.markets[asset].address, TOKEN), underlying = (asset) => contract(info.tokens[asset].address, UNDERLYING);
	const account = (who) => ethers.getAddress(people[who]?.address ?? (Number.isInteger(who) ? c.borrowers[who].address : who));
	const size = (amount) => (amount === 'max' ? ethers.MaxUint256 : BigInt(amount));
	const call = (on, name, ...args) => ({ to: on.address, data: on.form.encodeFunctionData(name, args) });

	async function pay(who, asset, amount) {
		const t = underlying(asset), lacking = amount - await t.call('balanceOf', [who]);
		const made = () => (asset === 'WETH' ? { ...call(t, 'deposit'), value: `0x${lacking.toString(16)}` } : call(t, 'mint', lacking));
		return [...(amount !== ethers.MaxUint256 && lacking > 0n ? [made()] : []), call(t, 'approve', c.markets[asset].address, ethers.MaxUint256)];
	}
	const deeds = {
		mint: async (who, { asset, amount }) => [...await pay(who, asset, size(amount)), call(market(asset), 'mint', size(amount))],
		redeem: (_, { asset, amount }) => [call(market(asset), 'redeem', size(amount))],
		redeem_underlying: (_, { asset, amount }) => [call(market(asset), 'redeemUnderlying', size(amount))],
		borrow: (_, { asset, amount }) => [call(market(asset), 'borrow', size(amount))],
		repay: async (who, { asset, amount }) => [...await pay(who, asset, size(amount)), call(market(asset), 'repayBorrow', size(amount))],
		enter: (_, { asset }) => [call(main, 'enterMarkets', [c.markets[asset].address])],
		exit: (_, { asset }) => [call(main, 'exitMarket', c.markets[asset].address)],
		transfer: (_, { asset, to, amount }) => [call(market(asset), 'transfer', account(to), size(amount))],
		accrue: (_, { asset }) => [call(market(asset), 'accrueInterest')],
		liquidate: async (who, { collateral, debt, user, amount }) => [...await pay(who, debt, size(amount)),
			call(market(debt), 'liquidateBorrow', account(user), size(amount), c.markets[collateral].address)],
	};
	const rules = {
		factor: ({ asset, mantissa }) => call(main, '_setCollateralFactor', c.markets[asset].address, mantissa),
		reserve_factor: ({ asset, mantissa }) => call(market(asset), '_setReserveFactor', mantissa),
		close_factor: ({ mantissa }) => call(main, '_setCloseFactor', mantissa),
		incentive: ({ mantissa }) => call(main, '_setLiquidationIncentive', mantissa),
		pause: ({ asset, actions, on }) => call(main, '_setActionsPaused', [c.markets[asset].address], actions, on),
	};

	return {
		// {who, do, ...} or a list of them, what is lacking minted: mint, redeem,
		// redeem_underlying, borrow, repay {asset, amount}; enter, exit, accrue {asset};
		// transfer {asset, to, amount} of its tokens; liquidate {collateral, debt, user,
		// amount}.  By who runs it: factor, reserve_factor {asset, mantissa}; close_factor,
		// incentive {mantissa}; pause {asset, actions, on}.  An error that the contract
		// answers, and does nothing, is one here.
		async world_comp_do([asked, how = {}]) {
			const out = [];
			for (const q of [asked].flat()) {
				if (!deeds[q.do] && !rules[q.do]) throw new Error(`comp_do: ${q.do}?`);
				const from = rules[q.do] ? deployer.address : account(q.who), calls = rules[q.do] ? [rules[q.do](q)] : await deeds[q.do](from, q);
				if (calls.length > 1) await sent(calls.slice(0, -1).map((x) => ({ from, ...x })));
				const tx = { from, ...calls.at(-1) }, said = await rpc('eth_call', tx, 'latest');
				if (q.do !== 'transfer' && q.do !== 'pause' && BigInt(ethers.dataSlice(said, -32)) !== 0n && !how.may_fail) throw new Error(`comp_do: ${q.do}: error ${BigInt(said)}`);
				out.push((await sent([tx], how))[0]);
			}
			return out;
		},

		// The oracle says so: {WETH: 1850, USDC: "1000000000000000000000000000000"}: USD, or
		// a text: of 36 digits less the asset's decimals behind the point.
		async world_comp_oracle([of]) {
			const oracle = contract(c.oracle, ['function setUnderlyingPrice(address, uint256)']);
			const price = (asset, n) => (typeof n === 'string' ? BigInt(n) : BigInt(Math.round(n * 1e8)) * 10n ** BigInt(28 - info.tokens[asset].decimals));
			return sent(Object.entries(of).map(([asset, n]) => ({ from: deployer.address, ...call(oracle, 'setUnderlyingPrice', c.markets[asset].address, price(asset, n)) })));
		},

		// What the contracts say of an account at the newest block.
		async world_comp_account([who]) {
			const user = account(who), said = await main.call('getAccountLiquidity', [user]), out = {};
			const entered = await main.call('getAssetsIn', [user]);
			for (const asset of Object.keys(c.markets)) {
				const s = await market(asset).call('getAccountSnapshot', [user]), is = entered.includes(c.markets[asset].address);
				if (s.tokens || s.debt || is) out[asset] = { tokens: String(s.tokens), debt: String(s.debt), rate: String(s.rate), entered: is };
			}
			return { user, error: String(said.code), liquidity: String(said.liquidity), shortfall: String(said.shortfall), markets: out };
		},

		// A market as it is stored, and as accrueInterest would leave it in the newest
		// block, or in one of so many later; that does not come to be.
		async world_comp_market([asset, later = 0]) {
			const m = market(asset), head = await rpc('eth_getBlockByNumber', 'latest', false), list = ['accrueInterest', ...STATE];
			const now = async (names) => (await rpc('eth_simulateV1', { blockStateCalls: [{ blockOverrides: { number: `0x${(Number(head.number) + later).toString(16)}`, time: head.timestamp },
				calls: names.map((name) => ({ to: m.address, input: m.form.encodeFunctionData(name) })) }] }, 'latest'))[0].calls;
			const said = (names, calls) => Object.fromEntries(names.map((name, i) => [name, String(BigInt(calls[i].returnData))]));
			return { block: Number(head.number) + later, stored: said(STATE, await now(STATE)), accrued: said(STATE, (await now(list)).slice(1)) };
		},
	};
}
