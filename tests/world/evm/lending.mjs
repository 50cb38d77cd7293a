// lending.mjs - what accounts do in the markets of Aave, and those who run one; by ethers
// alone.
//
// A market is 'aave' (3.0) or 'aave36'; an account a name, an address, or the number of a
// borrower; an asset a name, or an address; an amount a text in the smallest parts, or
// "max".
import { feedAbi, feedArtifact } from './deploy/feed.mjs';
import { VARIABLE } from './deploy/lending.mjs';
import { sender } from './send.mjs';

const POOL = ['function supply(address asset, uint256 amount, address for, uint16)', 'function withdraw(address asset, uint256 amount, address to)',
	'function borrow(address asset, uint256 amount, uint256 mode, uint16, address for)', 'function repay(address asset, uint256 amount, uint256 mode, address for)',
	'function setUserEMode(uint8 category)', 'function setUserUseReserveAsCollateral(address asset, bool use)',
	'function liquidationCall(address collateral, address debt, address user, uint256 amount, bool receive_a)',
	'function flashLoanSimple(address receiver, address asset, uint256 amount, bytes, uint16)',
	'function getUserAccountData(address) view returns (uint256 collateral, uint256 debt, uint256 available, uint256 threshold, uint256 ltv, uint256 health)',
	'function getUserEMode(address) view returns (uint256)', 'function getReservesList() view returns (address[])',
	'function getReserveData(address) view returns ((uint256 word, uint128 income, uint128 rate, uint128 debt, uint128 debt_rate, uint128 stable_rate, uint40 updated, uint16 id, address a, address s, address v, address strategy, uint128, uint128, uint128))'];
const CALLED = 'event LiquidationCall(address indexed collateral, address indexed debt, address indexed user, uint256 repaid, uint256 seized, address by, bool receive_a)';
const CONFIGURATOR = ['function setReservePause(address asset, bool on)', 'function setReserveFreeze(address asset, bool on)', 'function setReserveActive(address asset, bool on)',
	'function setReserveBorrowing(address asset, bool on)', 'function configureReserveAsCollateral(address asset, uint256 ltv, uint256 threshold, uint256 bonus)',
	'function setSupplyCap(address asset, uint256 units)', 'function setBorrowCap(address asset, uint256 units)', 'function setLiquidationProtocolFee(address asset, uint256 bp)',
	'function setPoolPause(bool on)'];
const INIT = { aave: ['function initReserves((address,address,address,uint8,address,address,address,address,string,string,string,string,string,string,bytes)[])'],
	aave36: ['function initReserves((address,address,address,string,string,string,string,bytes,bytes)[])'] };
const TOKEN = ['function approve(address,uint256)', 'function mint(uint256)', 'function deposit() payable', 'function balanceOf(address) view returns (uint256)',
	'function scaledBalanceOf(address) view returns (uint256)'];
const SENTINEL_CODE = '0x60005460005260206000f3'; // whatever is asked: what slot 0 holds

export function lending({ node: { rpc }, shop, info, people, mine, relay }) {
	const { ethers, contract, artifact } = shop, { deployer } = people, MAX = ethers.MaxUint256;
	const tokens = Object.fromEntries(Object.entries(info.tokens).map(([name, t]) => [name, t.address]));
	const token = (asset) => contract(tokens[asset] ?? asset, TOKEN);
	const feed = (asset) => info.aave.feeds[asset] ?? listed[asset];
	const sent = sender({ rpc }, mine, relay), listed = {}; // feeds of assets that came later
	const size = (amount) => (amount === 'max' ? MAX : BigInt(amount));

	function market(name = 'aave') {
		const m = info[name];
		if (!m?.pool) throw new Error(`no market ${name} here`);
		return { ...m, name, pool: contract(m.pool, POOL), configurator: contract(m.configurator, [...CONFIGURATOR, ...INIT[name]]) };
	}
	function account(m, who) {
		const address = people[who]?.address ?? (Number.isInteger(who) ? m.borrowers[who].address : who);
		return ethers.getAddress(address);
	}
	const call = (on, name, ...args) => ({ to: on.address, data: on.form.encodeFunctionData(name, args) });

	// What it takes for an account to hold so much (of MAX: what that one owes, and some)
	// and to let the pool have it.
	async function pay(m, who, asset, amount, of = who) {
		const t = token(asset), owed = async () => contract((await m.pool.call('getReserveData', [t.address])).v, TOKEN).call('balanceOf', [of]);
		const lacking = (amount === MAX ? await owed() * 101n / 100n : amount) - await t.call('balanceOf', [who]);
		const made = () => (t.address === tokens.WETH ? { ...call(t, 'deposit'), value: `0x${lacking.toString(16)}` } : call(t, 'mint', lacking));
		return [...(lacking > 0n ? [made()] : []), call(t, 'approve', m.pool.address, MAX)];
	}

	// Everything that can be done: a list of calls, each by that account.
	const deeds = {
		supply: async (m, who, { asset, amount }) => [...await pay(m, who, asset, size(amount)),
			call(m.pool, 'supply', tokens[asset] ?? asset, size(amount), who, 0)],
		withdraw: (m, who, { asset, amount }) => [call(m.pool, 'withdraw', tokens[asset] ?? asset, size(amount), who)],
		borrow: (m, who, { asset, amount }) => [call(m.pool, 'borrow', tokens[asset] ?? asset, size(amount), VARIABLE, 0, who)],
		repay: async (m, who, { asset, amount, of = who }) => [...await pay(m, who, asset, size(amount), account(m, of)),
			call(m.pool, 'repay', tokens[asset] ?? asset, size(amount), VARIABLE, account(m, of))],
		emode: (m, who, { category }) => [call(m.pool, 'setUserEMode', category)],
		collateral: (m, who, { asset, use }) => [call(m.pool, 'setUserUseReserveAsCollateral', tokens[asset] ?? asset, use)],
		liquidate: async (m, who, { collateral, debt, user, amount, receive_a = false }) => [...await pay(m, who, debt, size(amount), account(m, user)),
			call(m.pool, 'liquidationCall', tokens[collateral] ?? collateral, tokens[debt] ?? debt, account(m, user), size(amount), receive_a)],
		flash: async (m, who, { asset, amount }) => [call(m.pool, 'flashLoanSimple', await receiver(m), tokens[asset] ?? asset, size(amount), '0x', 0)],
	};
	// ... and by who runs the market: on is true or false.
	const rules = {
		pause: (m, { asset, on }) => [call(m.configurator, 'setReservePause', tokens[asset] ?? asset, on)],
		freeze: (m, { asset, on }) => [call(m.configurator, 'setReserveFreeze', tokens[asset] ?? asset, on)],
		active: (m, { asset, on }) => [call(m.configurator, 'setReserveActive', tokens[asset] ?? asset, on)],
		borrowing: (m, { asset, on }) => [call(m.configurator, 'setReserveBorrowing', tokens[asset] ?? asset, on)],
		pause_all: (m, { on }) => [call(m.configurator, 'setPoolPause', on)],
		terms: (m, { asset, ltv, threshold, bonus }) => [call(m.configurator, 'configureReserveAsCollateral', tokens[asset] ?? asset, ltv, threshold, bonus)],
		caps: (m, { asset, supply = 0, borrow = 0 }) => [call(m.configurator, 'setSupplyCap', tokens[asset] ?? asset, supply),
			call(m.configurator, 'setBorrowCap', tokens[asset] ?? asset, borrow)],
		fee: (m, { asset, bp }) => [call(m.configurator, 'setLiquidationProtocolFee', tokens[asset] ?? asset, bp)],
		sentinel: async (m, { open }) => {
			const at = ethers.getAddress(ethers.dataSlice(ethers.id(`sentinel ${m.name}`), 12));
			await rpc('anvil_setCode', at, SENTINEL_CODE);
			await rpc('anvil_setStorageAt', at, ethers.ZeroHash, ethers.toBeHex(open ? 1 : 0, 32));
			return [call(contract(m.provider, ['function setPriceOracleSentinel(address)']), 'setPriceOracleSentinel', at)];
		},
		list: (m, q) => list(m, q),
	};

	const receivers = {};
	async function receiver(m) {
		const build = artifact('@aave/core-v3', 'artifacts/contracts/mocks/flashloan/MockSimpleFlashLoanReceiver.sol/MockFlashLoanSimpleReceiver.json');
		return receivers[m.name] ??= await made({ data: build.code + new ethers.Interface(build.abi).encodeDeploy([m.provider]).slice(2) });
	}
	// A contract of the deployer's, in a block; its address.
	async function made(tx) {
		const [{ contract: address }] = await sent([{ from: deployer.address, ...tx }]);
		return ethers.getAddress(address);
	}

	// A new asset, its feed, and its reserve, with WETH's curve of rates.
	async function list(m, { asset, decimals = 18, usd, ltv = 5000, threshold = 6000, bonus = 11000 }) {
		const build = artifact('@aave/core-v3', 'artifacts/contracts/mocks/tokens/MintableERC20.sol/MintableERC20.json');
		if (!tokens[asset]) {
			tokens[asset] = await made({ data: build.code + new ethers.Interface(build.abi).encodeDeploy([asset, asset, decimals]).slice(2) });
			listed[asset] = await made({ data: feedArtifact.code });
			await sent(prices({ [asset]: usd }));
		}
		const { strategy } = await m.pool.call('getReserveData', [tokens.WETH]), at = tokens[asset], zero = ethers.ZeroAddress;
		const rates = ethers.AbiCoder.defaultAbiCoder().encode(['uint256[4]'], [[8000, 0, 400, 8000]]);
		const reserve = m.name === 'aave'
			? [m.models.a, m.models.stable, m.models.variable, decimals, strategy, at, deployer.address, zero, asset, `a${asset}`, asset, `v${asset}`, asset, `s${asset}`, '0x']
			: [m.models.a, m.models.variable, at, asset, `a${asset}`, asset, `v${asset}`, '0x', rates];
		return [call(contract(m.oracle, ['function setAssetSources(address[], address[])']), 'setAssetSources', [at], [listed[asset]]),
			call(m.configurator, 'initReserves', [reserve]), call(m.configurator, 'configureReserveAsCollateral', at, ltv, threshold, bonus),
			call(m.configurator, 'setReserveBorrowing', at, true)];
	}

	// Feeds say so: {ASSET: USD, or a text: the answer itself}.
	function prices(of, { updated_s = 0, quiet = false } = {}) {
		const answer = (n) => (typeof n === 'string' ? BigInt(n) : BigInt(Math.round(n * 1e8)));
		return Object.entries(of).map(([asset, n]) => {
			if (!feed(asset)) throw new Error(`no feed of ${asset}`);
			return { from: deployer.address, ...call(contract(feed(asset), feedAbi), 'set', answer(n), updated_s, quiet) };
		});
	}

	return {
		// The feeds of both markets say so: {WETH: 1850, WBTC: "5500000000000"}, in one
		// block; {updated_s: an older answer, quiet: without the event, mine: false: not
		// yet in a block}.
		world_lend_oracle: async ([of, how = {}]) => sent(prices(of, how), how),

		// {market, who, do, ...} or a list of them, what is lacking minted: supply,
		// withdraw, borrow {asset, amount}; repay {.., of}; emode {category}; collateral
		// {asset, use}; liquidate {collateral, debt, user, amount, receive_a}; flash
		// {asset, amount}.  By who runs it: pause, freeze, active, borrowing {asset, on};
		// pause_all {on}; terms {asset, ltv, threshold, bonus}; caps {asset, supply,
		// borrow}; fee {asset, bp}; sentinel {open}; list {asset, decimals, usd}.
		// {mine: false}: not yet in a block, first: true: in front of every bundle of
		// the next one; {may_fail: true}: a revert is an answer.
		// What became of each: the last of its transactions.
		async world_lend_do([asked, how = {}]) {
			const all = [], last = [];
			for (const q of [asked].flat()) {
				const m = market(q.market), from = rules[q.do] ? deployer.address : account(m, q.who);
				if (!deeds[q.do] && !rules[q.do]) throw new Error(`lend_do: ${q.do}?`);
				const calls = rules[q.do] ? await rules[q.do](m, q) : await deeds[q.do](m, from, q);
				all.push(...calls.map((c) => ({ from, ...c })));
				last.push(all.length - 1);
			}
			const done = await sent(all, how);
			return last.map((i) => done[i]);
		},

		// What the market itself says of an account at the newest block, and what it has
		// and owes of each asset, with interest and scaled.
		async world_lend_account([name, who]) {
			const m = market(name), user = account(m, who), said = await m.pool.call('getUserAccountData', [user]);
			const out = { user, ...Object.fromEntries(Object.entries(said.toObject()).map(([k, v]) => [k, String(v)])),
				emode: Number(await m.pool.call('getUserEMode', [user])), has: {}, owes: {} };
			const names = Object.fromEntries(Object.entries(tokens).map(([asset, at]) => [at, asset]));
			for (const at of await m.pool.call('getReservesList')) {
				const r = await m.pool.call('getReserveData', [at]);
				for (const [side, where] of [['has', r.a], ['owes', r.v]]) {
					const t = contract(where, TOKEN), scaled = await t.call('scaledBalanceOf', [user]);
					if (scaled) out[side][names[at] ?? at] = { amount: String(await t.call('balanceOf', [user])), scaled: String(scaled) };
				}
			}
			return out;
		},

		// The health factor of every borrower there was at first.
		async world_lend_healths([name]) {
			const m = market(name), out = [];
			for (const { address: user } of m.borrowers) out.push({ user, health: String((await m.pool.call('getUserAccountData', [user])).health) });
			return out;
		},

		// Liquidations in a market since that block, by whomever.
		async world_lend_liquidations([name = 'aave', { from = 0 } = {}]) {
			const m = market(name), form = new ethers.Interface([CALLED]), names = Object.fromEntries(Object.entries(tokens).map(([asset, at]) => [at, asset]));
			const logs = await rpc('eth_getLogs', { address: m.pool.address, fromBlock: `0x${from.toString(16)}`, topics: [form.getEvent('LiquidationCall').topicHash] });
			return logs.map((l) => {
				const { collateral, debt, user, repaid, seized, by } = form.parseLog(l).args;
				const who = Object.entries(people).find(([, p]) => p.address === by)?.[0] ?? by;
				return { who, user, number: m.borrowers.findIndex((b) => b.address === user), collateral: names[collateral], debt: names[debt],
					repaid: String(repaid), seized: String(seized), block: Number(l.blockNumber), tx: l.transactionHash };
			});
		},

		// Address of an asset, listed later or not.
		world_lend_token: ([asset]) => tokens[asset],
	};
}
