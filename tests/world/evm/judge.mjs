// judge.mjs - which liquidations are worth it, by brute force: every borrower below 1, each
// pair of what it pledged and owes, fifty sizes, run by the contracts themselves in a block
// that is thrown away, and what was seized sold by every route there is.
//
// It calculates nothing of Aave's or of Uniswap's: pools are asked for the routes, and what
// is best is run as the transactions it takes, from the wallet's own funds.  Who is judged
// one by one: what one liquidation does to the pools, the next does not see.
const SIZES = 50, ROUTES = 4; // of a pair; of them, how many are tried at every size
const GAS_APPROVE = 50000n, GAS_HOP = 120000n; // to choose what to run: what is run has gas of its own
const AT_ONCE = 100; // questions in a call
const DEBT = 10; // word of getReserveData: the contract of the variable debts
const LOWEST = 4295128740n, HIGHEST = 1461446703485210103287273052203988822378723970341n;
const KEY = '(address,address,uint24,int24,address)';

export function judge({ node: { rpc }, shop, info, people }) {
	const { ethers } = shop, hex = (n) => `0x${n.toString(16)}`;
	const form = new ethers.Interface(['function getUserAccountData(address) view returns (uint256, uint256, uint256, uint256, uint256, uint256 health)',
		'function getReservesList() view returns (address[])', 'function getReserveData(address) view returns (uint256[15])',
		'function getAssetsPrices(address[]) view returns (uint256[])', 'function getUserConfiguration(address) view returns (uint256)',
		'function liquidationCall(address, address, address, uint256, bool)', 'function approve(address, uint256)', 'function balanceOf(address) view returns (uint256)',
		'function aggregate3((address target, bool may_fail, bytes data)[]) returns ((bool ok, bytes said)[])',
		'function getAmountsOut(uint256, address[]) view returns (uint256[])',
		'function quoteExactInputSingle((address,address,uint256,uint24,uint160)) returns (uint256, uint160, uint32, uint256)',
		`function quoteExactInputSingle((${KEY},bool,uint128,bytes)) returns (uint256, uint256)`,
		'function swapExactTokensForTokens(uint256, uint256, address[], address, uint256) returns (uint256[])',
		'function exactInput((bytes,address,uint256,uint256)) payable returns (uint256)', `function swap(${KEY}, (bool,int256,uint160), (bool,bool), bytes) payable returns (int256)`,
		'event LiquidationCall(address indexed, address indexed, address indexed, uint256 repaid, uint256 seized, address, bool)']);
	const V3_QUOTE = 'quoteExactInputSingle((address,address,uint256,uint24,uint160))', V4_QUOTE = `quoteExactInputSingle((${KEY},bool,uint128,bytes))`;
	// A selector is a hash, and ethers makes it anew for every call.
	const coder = ethers.AbiCoder.defaultAbiCoder(), known = {};
	const called = (name) => known[name] ??= (({ selector, inputs, outputs }) => ({ selector, inputs, outputs }))(form.getFunction(name));
	const encode = (name, ...args) => called(name).selector + coder.encode(called(name).inputs, args).slice(2);
	const decode = (name, said) => coder.decode(called(name).outputs, said);
	const at = (asset) => info.tokens[asset].address;

	// One block of calls after the newest, at that second; what became of each.
	async function run(calls, time) {
		const [block] = await rpc('eth_simulateV1', { blockStateCalls: [{ blockOverrides: { time: hex(time) },
			calls: calls.map(([from, to, input]) => ({ from, to, input })) }] }, 'latest');
		return block.calls;
	}

	// --- routes: lists of {pool, from, to}

	function routes(from, to, hops, been = [from]) {
		if (from === to) return [[]];
		if (hops === 0) return [];
		return info.pools.filter((p) => p.assets.includes(from)).flatMap((pool) => {
			const next = pool.assets.find((a) => a !== from);
			if (been.includes(next)) return [];
			return routes(next, to, hops - 1, [...been, next]).map((rest) => [{ pool, from, to: next }, ...rest]);
		});
	}
	const keyOf = ({ pool, from, to }) => {
		const [t0, t1] = BigInt(at(from)) < BigInt(at(to)) ? [from, to] : [to, from];
		return [[at(t0), at(t1), pool.fee, pool.spacing, ethers.ZeroAddress], t0 === from];
	};
	function question(hop, amount) {
		const [from, to] = [at(hop.from), at(hop.to)];
		if (hop.pool.kind === 'v2') return [info.v2.router, true, encode('getAmountsOut', amount, [from, to])];
		if (hop.pool.kind === 'v3') return [info.v3.quoter, true, encode(V3_QUOTE, [from, to, amount, hop.pool.fee, 0])];
		const [key, zero] = keyOf(hop);
		return [info.v4.quoter, true, encode(V4_QUOTE, [key, zero, amount, '0x'])];
	}
	const answer = { v2: (said) => decode('getAmountsOut', said)[0][1], v3: (said) => decode(V3_QUOTE, said)[0], v4: (said) => decode(V4_QUOTE, said)[0] };

	// [route, amount] -> what comes out of each: 0 where it does not go.  A pool twice on
	// the way would not be seen as it is by then: no route has one.  What a pool said of an
	// amount is not asked again: the chain stands still.
	let quoted = new Map();
	const asking = ({ pool, from }, amount) => `${pool.name} ${from} ${amount}`;
	async function ask(questions) {
		const open = [...questions].filter(([key]) => !quoted.has(key));
		for (let k = 0; k < open.length; k += AT_ONCE) {
			const some = open.slice(k, k + AT_ONCE);
			const said = await rpc('eth_call', { to: info.multicall, gas: hex(100_000_000),
				data: encode('aggregate3', some.map(([, [hop, amount]]) => question(hop, amount))) }, 'latest');
			for (const [j, one] of decode('aggregate3', said)[0].entries())
				quoted.set(some[j][0], one.ok ? answer[some[j][1][0].pool.kind](one.said) : 0n);
		}
	}
	async function quotes(list) {
		const amounts = list.map(([, amount]) => amount);
		for (let n = 0; list.some(([route]) => route.length > n); n++) {
			const open = [...list.keys()].filter((i) => list[i][0].length > n && amounts[i] > 0n), key = (i) => asking(list[i][0][n], amounts[i]);
			await ask(new Map(open.map((i) => [key(i), [list[i][0][n], amounts[i]]])));
			for (const i of open) amounts[i] = quoted.get(key(i));
		}
		return amounts;
	}

	// The calls that sell so much by a route; hops of one protocol in one call.
	async function selling(who, route, amount) {
		const calls = [];
		for (let n = 0, next; n < route.length; n = next) {
			const { kind } = route[n].pool;
			for (next = n + 1; kind !== 'v4' && route[next]?.pool.kind === kind;) next++;
			const part = route.slice(n, next), path = [part[0].from, ...part.map((h) => h.to)].map(at);
			const router = { v2: info.v2.router, v3: info.v3.router02, v4: info.v4.swap_router }[kind];
			calls.push([who, path[0], encode('approve', router, amount)]);
			if (kind === 'v2') calls.push([who, router, encode('swapExactTokensForTokens', amount, 0, path, who, 4102444800n)]);
			if (kind === 'v3')
				calls.push([who, router, encode('exactInput', [ethers.concat([path[0], ...part.flatMap((h) => [ethers.toBeHex(h.pool.fee, 3), at(h.to)])]), who, amount, 0])]);
			if (kind === 'v4') {
				const [key, zero] = keyOf(part[0]);
				calls.push([who, router, encode('swap', key, [zero, -amount, zero ? LOWEST : HIGHEST], [false, false], '0x')]);
			}
			[amount] = await quotes([[part, amount]]);
		}
		return calls;
	}

	// --- a liquidation

	// Of each size what it repays and seizes; nothing of those that are refused.
	async function liquidated({ m, who, user, pledged, owed, time }, sizes) {
		const out = [];
		for (const size of sizes) {
			const said = await run([[who, at(owed), encode('approve', m.pool, size)],
				[who, m.pool, encode('liquidationCall', at(pledged), at(owed), user, size, false)]], time);
			if (said[1].status !== '0x1') continue;
			const event = said[1].logs.filter((l) => l.address.toLowerCase() === m.pool.toLowerCase()).map((l) => form.parseLog(l)).find((e) => e);
			const { repaid, seized } = event.args;
			if (!out.some((o) => o.repaid === repaid)) out.push({ size, repaid, seized, gas: BigInt(said[1].gasUsed) });
		}
		return out;
	}

	// All of it in one block, as the wallet would: what it has more of what it paid with.
	async function executed({ m, who, user, pledged, owed, time }, size, parts) {
		const balance = [who, at(owed), encode('balanceOf', who)], sales = [];
		for (const [route, amount] of parts) sales.push(...await selling(who, route, amount));
		const calls = [[who, at(owed), encode('approve', m.pool, size)],
			[who, m.pool, encode('liquidationCall', at(pledged), at(owed), user, size, false)], ...sales];
		const said = await run([balance, ...calls, balance], time);
		if (said.some((c) => c.status !== '0x1')) return null;
		const [before, after] = [said[0], said.at(-1)].map((c) => BigInt(c.returnData));
		return { gain: after - before, gas: said.slice(1, -1).reduce((sum, c) => sum + BigInt(c.gasUsed), 0n) };
	}

	// The best of a pair, or null.
	async function bestOf(c) {
		const { who, user, pledged, owed, value, cost, hops, sizes } = c;
		const debt = BigInt(await rpc('eth_call', { to: c.debts[owed], data: encode('balanceOf', user) }, 'latest'));
		const funds = BigInt(await rpc('eth_call', { to: at(owed), data: encode('balanceOf', who) }, 'latest')), most = debt < funds ? debt : funds;
		// The last a little more than all: interest is on its way.
		const tries = await liquidated(c, [...Array(sizes).keys()].map((i) => (i + 1 < sizes ? most * BigInt(i + 1) / BigInt(sizes) : most < funds ? most * 1001n / 1000n : funds)).filter((n) => n > 0n));
		if (!tries.length) return null;
		const some = tries.filter((_, i) => i % Math.ceil(tries.length / 5) === 0 || i === tries.length - 1), all = routes(pledged, owed, hops);
		const first = await quotes(all.flatMap((route) => some.map((t) => [route, t.seized])));
		const rank = (of) => all.map((route, i) => [first[i * some.length + of], route]).sort(([x], [y]) => (x < y ? 1 : -1)).slice(0, ROUTES).map(([, route]) => route);
		const good = [...new Set(some.flatMap((_, i) => rank(i)))];
		const out = await quotes(good.flatMap((route) => tries.map((t) => [route, t.seized])));
		const guess = (t, route, got) => value(owed, got - t.repaid) - cost(t.gas + GAS_APPROVE * 2n + GAS_HOP * BigInt(route.length));
		const singles = good.flatMap((route, i) => tries.map((t, k) => ({ t, parts: [[route, t.seized]], guess: guess(t, route, out[i * tries.length + k]) })));
		singles.sort((x, y) => (x.guess < y.guess ? 1 : -1));
		const finals = [];
		for (const s of singles) if (finals.length < 3 && !finals.some((f) => f.parts[0][0] === s.parts[0][0])) finals.push(s);
		if (pledged !== owed) finals.push(...await halves(finals[0].t, good, c));
		let best = null;
		for (const { t, parts } of finals) {
			const did = await executed(c, t.size, parts);
			if (!did) continue;
			const gross = value(owed, did.gain), net = gross - cost(did.gas);
			if (!best || net > best.net) best = { pledged, owed, repaid: t.repaid, seized: t.seized, parts, gain: did.gain, gas: did.gas, gross, net };
		}
		return best;
	}

	// The best division of what a size seizes over two routes without a common pool, in
	// tenths, if one gives more than a hop costs.
	async function halves(t, good, { owed, value, cost }) {
		const apart = (x, y) => !x.some((h) => y.some((g) => g.pool === h.pool)), ways = [];
		for (const [i, x] of good.entries())
			for (const y of good.slice(i + 1).filter((r) => apart(x, r)))
				for (let n = 1n; n < 10n; n++) ways.push([[x, t.seized * n / 10n], [y, t.seized - t.seized * n / 10n]]);
		const said = await quotes(ways.flat());
		const sums = ways.map((parts, i) => ({ t, parts, guess: value(owed, said[2 * i] + said[2 * i + 1] - t.repaid) - cost(GAS_HOP * BigInt(parts.flatMap(([r]) => r).length)) }));
		return sums.sort((x, y) => (x.guess < y.guess ? 1 : -1)).slice(0, 1);
	}

	const text = (n) => ethers.formatUnits(n, 8);
	function told(b) {
		return b && { collateral: b.pledged, debt: b.owed, repay: String(b.repaid), seized: String(b.seized), gain: String(b.gain), gas: Number(b.gas), gross: text(b.gross), net: text(b.net),
			parts: b.parts.map(([route, amount]) => ({ amount: String(amount), hops: route.map((h) => ({ pool: h.pool.name, from: h.from, to: h.to })) })) };
	}

	return {
		// {market, who: whose funds, gas_wei: the price of gas, at_s: the block's second,
		// sizes, hops, only: numbers of borrowers}: of every borrower below 1 the best that can be done, in base
		// currency, net of gas, and what each pair comes to; best null: nothing can.
		async world_lend_judge([{ market = 'aave', who = 'liquidator', gas_wei, at_s, sizes = SIZES, hops = 2, only } = {}]) {
			const m = info[market], wallet = people[who]?.address ?? who, head = await rpc('eth_getBlockByNumber', 'latest', false);
			const time = at_s ?? Math.max(Number(head.timestamp) + 1, Math.floor(Date.now() / 1000)), out = [];
			quoted = new Map();
			const [listing] = await run([[wallet, m.pool, encode('getReservesList')]], time), ids = decode('getReservesList', listing.returnData)[0].toArray();
			const assets = Object.keys(info.tokens).filter((a) => ids.includes(at(a)));
			const [said] = await run([[wallet, m.oracle, encode('getAssetsPrices', assets.map(at))]], time);
			const prices = Object.fromEntries(decode('getAssetsPrices', said.returnData)[0].map((p, i) => [assets[i], p]));
			const rows = await run(assets.map((a) => [wallet, m.pool, encode('getReserveData', at(a))]), time);
			const debts = Object.fromEntries(rows.map((r, i) => [assets[i], ethers.toBeHex(decode('getReserveData', r.returnData)[0][DEBT], 20)]));
			const value = (asset, n) => n * prices[asset] / 10n ** BigInt(info.tokens[asset].decimals);
			const gas = BigInt(gas_wei ?? BigInt(head.baseFeePerGas) + 10n ** 9n), cost = (n) => n * gas * prices.WETH / 10n ** 18n;
			const states = await run(m.borrowers.flatMap(({ address }) => [[wallet, m.pool, encode('getUserAccountData', address)],
				[wallet, m.pool, encode('getUserConfiguration', address)]]), time);
			for (const [number, { address: user }] of m.borrowers.entries()) {
				const { health } = decode('getUserAccountData', states[2 * number].returnData), word = BigInt(states[2 * number + 1].returnData);
				if (health >= 10n ** 18n || (only && !only.includes(number))) continue;
				const bit = (asset, n) => word >> BigInt(2 * ids.indexOf(at(asset)) + n) & 1n, pairs = [];
				for (const pledged of assets.filter((a) => bit(a, 1)))
					for (const owed of assets.filter((a) => bit(a, 0)))
						pairs.push(await bestOf({ m, who: wallet, user, pledged, owed, time, value, cost, hops, sizes, debts }));
				const done = pairs.filter((b) => b).sort((x, y) => (x.net < y.net ? 1 : -1));
				out.push({ user, number, health: String(health), best: told(done[0]) ?? null, pairs: done.map(told) });
			}
			return out;
		},
	};
}
