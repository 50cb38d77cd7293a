// liquidity.mjs - somebody else's liquidity and swaps in the WETH/USDC pools of v3 and v4,
// by ethers alone; and what a position comes to, as the contracts themselves say.  With
// native: true it is the ETH/USDC pool of v4 that world_native opens.
const FAR = 4102444800n, MOST = (1n << 127n) - 1n;
const LOWEST = 4295128740n, HIGHEST = 1461446703485210103287273052203988822378723970341n;
const KEY = 'tuple(address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks)';
const INCREASE = 0, DECREASE = 1, MINT = 2, BURN = 3, SETTLE_PAIR = 0x0d, TAKE_PAIR = 0x11, SWEEP = 0x14; // v4's actions
const PURSE = 10n ** 21n; // wei sent with what may take native coins; the rest comes back

export function liquidity({ node, shop, info, people, mine }) {
	const { ethers, contract } = shop, { rpc } = node, coder = ethers.AbiCoder.defaultAbiCoder();
	const address = (who) => people[who]?.address ?? who, token = (name) => info.tokens[name].address;
	const v3 = contract(info.v3.positions, [
		'function mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256)) payable returns (uint256 id, uint128 liquidity, uint256 amount0, uint256 amount1)',
		'function increaseLiquidity((uint256,uint256,uint256,uint256,uint256,uint256)) payable returns (uint128, uint256, uint256)',
		'function decreaseLiquidity((uint256,uint128,uint256,uint256,uint256)) payable returns (uint256, uint256)',
		'function collect((uint256,address,uint128,uint128)) payable returns (uint256, uint256)', 'function burn(uint256) payable',
		'function multicall(bytes[]) payable returns (bytes[])',
		'function positions(uint256) view returns (uint96, address, address token0, address token1, uint24 fee, int24 lower, int24 upper, uint128 liquidity, uint256, uint256, uint128 owed0, uint128 owed1)',
		'function ownerOf(uint256) view returns (address)']);
	const v4 = contract(info.v4.positions, ['function modifyLiquidities(bytes, uint256) payable', 'function nextTokenId() view returns (uint256)',
		'function getPositionLiquidity(uint256) view returns (uint128)', 'function ownerOf(uint256) view returns (address)']);
	const router = contract(info.v3.router02, ['function exactInputSingle((address,address,uint24,address,uint256,uint256,uint160)) payable returns (uint256)']);
	const router4 = contract(info.v4.swap_router, [`function swap(${KEY}, (bool, int256, uint160), (bool, bool), bytes) payable returns (int256)`]);
	const wrapped = [info.v4.token0, info.v4.token1, info.v4.fee, info.v4.tick_spacing, ethers.ZeroAddress];
	const keyOf = ({ native }) => (native ? [ethers.ZeroAddress, token('USDC'), ...wrapped.slice(2)] : wrapped);
	const manager4 = contract(info.v4.manager, [`function initialize(${KEY}, uint160) returns (int24)`]);
	const view4 = contract(info.v4.view, ['function getSlot0(bytes32) view returns (uint160 price, int24, uint24, uint24)']);
	const erc20 = (name) => contract(token(name), ['function approve(address,uint256)']);
	const permit2 = contract(info.permit2, ['function approve(address, address, uint160, uint48)']);

	// It is in a block when this is done, whoever makes the blocks.
	async function send(from, on, name, args, value = 0n) {
		const tx = { from: address(from), to: on.address, data: on.form.encodeFunctionData(name, args), gas: '0x4c4b40', value: `0x${value.toString(16)}` };
		const said = await rpc('eth_call', tx, 'latest');
		const hash = await rpc('eth_sendTransaction', tx);
		if (!(await rpc('eth_getTransactionReceipt', hash))) await mine();
		for (let i = 0; i < 1000; i++) {
			const r = await rpc('eth_getTransactionReceipt', hash);
			if (r?.status === '0x1') return { hash, said: on.form.decodeFunctionResult(name, said) };
			if (r) throw new Error(`reverted: ${name}`);
			await new Promise((done) => setTimeout(done, 3));
		}
		throw new Error(`no receipt: ${name}`);
	}
	const actions = (list) => coder.encode(['bytes', 'bytes[]'], [`0x${list.map(([n]) => n.toString(16).padStart(2, '0')).join('')}`, list.map(([, p]) => p)]);
	const change = (id, n) => coder.encode(['uint256', 'uint256', 'uint128', 'uint128', 'bytes'], [id, n, n && MOST, n && MOST, '0x']);
	const settle = (q) => coder.encode(['address', 'address'], keyOf(q).slice(0, 2));
	const off = (id, n) => coder.encode(['uint256', 'uint256', 'uint128', 'uint128', 'bytes'], [id, n, 0, 0, '0x']);
	const take = (q, who) => coder.encode(['address', 'address', 'address'], [...keyOf(q).slice(0, 2), address(who)]);
	const modify = (who, ...list) => send(who, v4, 'modifyLiquidities', [actions(list), FAR]);
	// What is put in: native coins are sent, and what was too much comes back.
	const pay = (q, who, ...list) => (q.native
		? send(who, v4, 'modifyLiquidities', [actions([...list, [SETTLE_PAIR, settle(q)],
			[SWEEP, coder.encode(['address', 'address'], [ethers.ZeroAddress, address(who)])]]), FAR], PURSE)
		: modify(who, ...list, [SETTLE_PAIR, settle(q)]));

	async function paid(hash) {
		const r = await rpc('eth_getTransactionReceipt', hash);
		return BigInt(r.gasUsed) * BigInt(r.effectiveGasPrice);
	}

	async function allow(who) {
		for (const name of ['WETH', 'USDC']) {
			for (const spender of [info.v3.positions, info.v3.router02, info.permit2, info.v4.swap_router]) await send(who, erc20(name), 'approve', [spender, ethers.MaxUint256]);
			await send(who, permit2, 'approve', [token(name), info.v4.positions, (1n << 160n) - 1n, (1n << 48n) - 1n]);
		}
	}

	return {
		// Every approval these need.
		world_allow: ([who]) => allow(who),

		// The pool ETH/USDC of v4, at the price of the one of WETH/USDC; its id.
		async world_native() {
			const id = (k) => ethers.keccak256(coder.encode([KEY], [k])), key = keyOf({ native: true });
			await send('lp', manager4, 'initialize', [key, (await view4.call('getSlot0', [id(wrapped)])).price]);
			return id(key);
		},

		// {who, kind, from, to, amount}: so much in, without a limit.
		async world_swap([{ who = 'trader', kind = 'v3', from, to, amount, native }]) {
			if (kind === 'v3') return (await send(who, router, 'exactInputSingle', [[token(from), token(to), info.v3.fee, address(who), amount, 0, 0]])).hash;
			const key = keyOf({ native }), zero = native ? from === 'ETH' : token(from) === key[0];
			return (await send(who, router4, 'swap', [key, [zero, -BigInt(amount), zero ? LOWEST : HIGHEST], [false, false], '0x'],
				native && zero ? BigInt(amount) : 0n)).hash;
		},

		// {who, kind, lower, upper, amount0, amount1 | liquidity}: the id of the position.
		async world_mint([{ who = 'lp', kind = 'v3', lower, upper, amount0 = 0, amount1 = 0, liquidity: n, ...q }]) {
			if (kind === 'v3') {
				const { hash, said } = await send(who, v3, 'mint', [[info.v3.token0, info.v3.token1, info.v3.fee, lower, upper, amount0, amount1, 0, 0, address(who), FAR]]);
				return { token_id: String(said[0]), liquidity: String(said[1]), amount0: String(said[2]), amount1: String(said[3]), hash };
			}
			const id = await v4.call('nextTokenId');
			const mint = coder.encode([KEY, 'int24', 'int24', 'uint256', 'uint128', 'uint128', 'address', 'bytes'], [keyOf(q), lower, upper, n, MOST, MOST, address(who), '0x']);
			return { token_id: String(id), liquidity: String(n), hash: (await pay(q, who, [MINT, mint])).hash };
		},
		async world_increase([{ who = 'lp', kind = 'v3', id, amount0 = 0, amount1 = 0, liquidity: n, ...q }]) {
			if (kind === 'v3') return (await send(who, v3, 'increaseLiquidity', [[id, amount0, amount1, 0, 0, FAR]])).hash;
			return (await pay(q, who, [INCREASE, change(id, n)])).hash;
		},
		// Off the position and out of it; on v3 collect: false leaves it owed.
		async world_decrease([{ who = 'lp', kind = 'v3', id, liquidity: n, collect = true, ...q }]) {
			if (kind === 'v4') return (await modify(who, [DECREASE, off(id, n)], [TAKE_PAIR, take(q, who)])).hash;
			const calls = [v3.form.encodeFunctionData('decreaseLiquidity', [[id, n, 0, 0, FAR]])];
			if (collect) calls.push(v3.form.encodeFunctionData('collect', [[id, address(who), (1n << 128n) - 1n, (1n << 128n) - 1n]]));
			return (await send(who, v3, 'multicall', [calls])).hash;
		},
		async world_collect([{ who = 'lp', kind = 'v3', id, ...q }]) {
			if (kind === 'v4') return (await modify(who, [DECREASE, off(id, 0)], [TAKE_PAIR, take(q, who)])).hash;
			return (await send(who, v3, 'collect', [[id, address(who), (1n << 128n) - 1n, (1n << 128n) - 1n]])).hash;
		},
		async world_burn([{ who = 'lp', kind = 'v3', id, ...q }]) {
			if (kind === 'v4') return (await modify(who, [BURN, coder.encode(['uint256', 'uint128', 'uint128', 'bytes'], [id, 0, 0, '0x'])], [TAKE_PAIR, take(q, who)])).hash;
			const { liquidity: n } = await v3.call('positions', [id]), all = (1n << 128n) - 1n;
			return (await send(who, v3, 'multicall', [[...(n ? [v3.form.encodeFunctionData('decreaseLiquidity', [[id, n, 0, 0, FAR]])] : []),
				v3.form.encodeFunctionData('collect', [[id, address(who), all, all]]), v3.form.encodeFunctionData('burn', [id])]])).hash;
		},

		// What the contracts say a position is worth: everything taken out now, tried and
		// not done.  {amount0, amount1}: of its liquidity; {all0, all1}: with all that is
		// owed.
		async world_position([{ kind = 'v3', id, ...q }]) {
			const manager = kind === 'v3' ? v3 : v4, owner = await manager.call('ownerOf', [id]);
			const at = await rpc('evm_snapshot');
			try {
				if (kind === 'v3') {
					const p = await v3.call('positions', [id]), all = (1n << 128n) - 1n;
					const call = async (name, args) => v3.call(name, args, owner);
					const amounts = p.liquidity ? await call('decreaseLiquidity', [[id, p.liquidity, 0, 0, FAR]]) : [0n, 0n];
					const said = await call('multicall', [[...(p.liquidity ? [v3.form.encodeFunctionData('decreaseLiquidity', [[id, p.liquidity, 0, 0, FAR]])] : []),
						v3.form.encodeFunctionData('collect', [[id, owner, all, all]])]]);
					const whole = v3.form.decodeFunctionResult('collect', said[said.length - 1]);
					return { owner, liquidity: String(p.liquidity), tick_lower: Number(p.lower), tick_upper: Number(p.upper),
						amount0: String(amounts[0]), amount1: String(amounts[1]), all0: String(whole[0]), all1: String(whole[1]) };
				}
				const n = await v4.call('getPositionLiquidity', [id]), balance = async () => Promise.all(keyOf(q).slice(0, 2).map(async (t) => (t === ethers.ZeroAddress
					? BigInt(await rpc('eth_getBalance', owner, 'latest'))
					: contract(t, ['function balanceOf(address) view returns (uint256)']).call('balanceOf', [owner]))));
				const before = await balance();
				await rpc('anvil_impersonateAccount', owner);
				const { hash } = await modify(owner, [DECREASE, off(id, n)], [TAKE_PAIR, take(q, owner)]);
				const after = await balance();
				if (q.native) after[0] += await paid(hash);
				return { owner, liquidity: String(n), all0: String(after[0] - before[0]), all1: String(after[1] - before[1]) };
			} finally {
				await rpc('evm_revert', at);
			}
		},
	};
}
