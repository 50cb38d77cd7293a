// chain.mjs - the world's controls, and what the chain's own node says of a liquidator:
// nothing of ours stands between.
import { client } from '../world/evm/anvil.mjs';

const hex = (n) => `0x${n.toString(16)}`;
const BALANCE = '0x70a08231', PRICE = '0xb3596f07'; // selectors of balanceOf, getAssetPrice
const word = (address) => address.slice(2).toLowerCase().padStart(64, '0');

export async function chainAt(url) {
	const say = client(url), control = (name) => (...params) => say(`world_${name}`, ...params);
	const info = await say('world_info'), rpc = client(info.node), assets = Object.keys(info.tokens);
	const number = async () => Number(await rpc('eth_blockNumber'));
	const call = async (to, data, block) => BigInt(await rpc('eth_call', { to, data }, hex(block)));

	return {
		info, rpc, number,
		mine: control('mine'), faults: (f = {}) => control('setFaults')(f), reorg: control('reorg'), fee: control('baseFee'),
		snapshot: control('snapshot'), restore: control('restore'), cut: control('cut'), mute: control('mute'),
		prices: (of, how = {}) => control('lend_oracle')({ USDC: 1, DAI: 1, ...of }, how), level: control('lend_level'),
		act: (list, how = {}) => control('lend_do')(list, { may_fail: true, ...how }),
		liquidations: (market, from) => control('lend_liquidations')(market, { from }),
		healths: control('lend_healths'), judge: control('lend_judge'),

		// A block of the machine's time, so that nothing looks old.
		async now() {
			await rpc('evm_setNextBlockTimestamp', Math.floor(Date.now() / 1000));
			await rpc('evm_mine');
		},

		// Every transaction of an address since block first.
		async ledger(first, who) {
			const out = [];
			for (let n = first; n <= await number(); n++)
				for (const t of (await rpc('eth_getBlockByNumber', hex(n), true)).transactions.filter((x) => x.from === who)) {
					const r = await rpc('eth_getTransactionReceipt', t.hash);
					out.push({ id: t.hash, nonce: Number(t.nonce), block: n, ok: r.status === '0x1', cost: BigInt(r.gasUsed) * BigInt(r.effectiveGasPrice) });
				}
			return out;
		},

		// What a block did for an address: its tokens, and all of it less the cost (wei) at
		// the market's prices, in USD.
		async gain(market, who, block, cost) {
			const changed = {}, price = {};
			for (const asset of assets) {
				const { address } = info.tokens[asset];
				const [before, after] = [await call(address, BALANCE + word(who), block - 1), await call(address, BALANCE + word(who), block)];
				changed[asset] = after - before;
				price[asset] = Number(await call(info[market].oracle, PRICE + word(address), block)) / 1e8;
			}
			const usd = assets.reduce((sum, a) => sum + Number(changed[a]) / 10 ** info.tokens[a].decimals * price[a], 0);
			return { block, changed, net: usd - Number(cost) / 1e18 * price.WETH };
		},

		// Nonces: mined, and with all that waits; and what waits behind a gap.
		async nonces(who) {
			const queued = (await rpc('txpool_content')).queued;
			return { who, mined: Number(await rpc('eth_getTransactionCount', who, 'latest')), waiting: Number(await rpc('eth_getTransactionCount', who, 'pending')),
				behind: Object.entries(queued).filter(([a]) => a.toLowerCase() === who).flatMap(([, by]) => Object.keys(by)) };
		},
	};
}
