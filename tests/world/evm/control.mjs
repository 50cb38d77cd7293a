// control.mjs - what a test or a person may do to the world: methods world_*.
import { comptroller } from './comptroller.mjs';
import { feeds } from './feed.mjs';
import { judge } from './judge.mjs';
import { levels } from './level.mjs';
import { lending } from './lending.mjs';
import { liquidity } from './liquidity.mjs';
import { user } from './user.mjs';

export function methods({ node, shop, info, people, faults, relay, mine, sockets }) {
	const { rpc } = node;
	const address = (who) => people[who]?.address ?? who;
	const token = (name) => shop.contract(info.tokens[name].address, [
		'function balanceOf(address) view returns (uint256)', 'function allowance(address,address) view returns (uint256)',
		'function approve(address,uint256) returns (bool)', 'function transfer(address,uint256) returns (bool)']);
	return {
		...liquidity({ node, shop, info, people, mine }),
		...feeds({ node, shop }),
		...lending({ node, shop, info, people, mine, relay }),
		...comptroller({ node, shop, info, people, mine }),
		...judge({ node, shop, info, people }),
		...levels({ node, shop, info, people, mine }),
		...user({ node, shop, info, people }),
		world_info: () => ({ ...info, node: node.url, wallets: Object.fromEntries(Object.entries(people).map(([name, p]) => [name, p.address])) }),
		world_key: ([name]) => people[name].key,

		// n blocks, now.
		async world_mine([n = 1]) {
			for (let i = 0; i < n; i++) await mine();
			return Number(await rpc('eth_blockNumber'));
		},

		// The last n blocks are replaced by as many others: 'move': with the same
		// transactions, each a block later where there is one; 'remove': without them (they
		// are forgotten); 'keep': in the same places, in blocks of another time.
		async world_reorg([n, how = 'move']) {
			const head = Number(await rpc('eth_blockNumber')), kept = [];
			for (let i = head - n + 1; i <= head; i++)
				for (const hash of (await rpc('eth_getBlockByNumber', `0x${i.toString(16)}`, false)).transactions)
					kept.push([await rpc('eth_getRawTransactionByHash', hash), i - (head - n + 1)]);
			const place = { move: (at) => Math.min(at + 1, n - 1), keep: (at) => at }[how];
			await rpc('anvil_reorg', n, how === 'remove' ? [] : kept.map(([raw, at]) => [raw, place(at)]));
			return Number(await rpc('eth_blockNumber'));
		},
		world_drop: ([hash]) => rpc('anvil_dropTransaction', hash),
		world_baseFee: ([wei]) => rpc('anvil_setNextBlockBaseFeePerGas', `0x${BigInt(wei).toString(16)}`),

		// All of the chain, to come back to any number of times.
		async world_snapshot() {
			return { id: await rpc('evm_snapshot') };
		},
		async world_restore([at]) {
			relay.clear();
			await rpc('anvil_dropAllTransactions');
			await rpc('evm_revert', at.id);
			return { id: await rpc('evm_snapshot') };
		},

		world_setFaults: ([f]) => faults.set(f),
		world_relay: () => ({ ...relay.waiting(), told: relay.told() }),
		world_cut: ([closed]) => sockets().cut(closed),
		world_mute: ([on]) => sockets().mute(on),
		world_inject: ([texts]) => sockets().inject(texts),
		world_sockets: () => sockets().count(),

		// Every transaction of a sender in the chain, by nonce: the judge of campaigns.
		async world_ledger([who]) {
			const head = Number(await rpc('eth_blockNumber')), out = [], from = address(who).toLowerCase();
			for (let n = info.head.block + 1; n <= head; n++) {
				const b = await rpc('eth_getBlockByNumber', `0x${n.toString(16)}`, true);
				for (const t of b.transactions.filter((x) => x.from === from)) {
					const r = await rpc('eth_getTransactionReceipt', t.hash);
					out.push({ nonce: Number(t.nonce), hash: t.hash, to: t.to, block: n, ok: r.status === '0x1', gas_used: Number(r.gasUsed) });
				}
			}
			return out;
		},

		// What an account holds, in the smallest parts.
		async world_balances([who]) {
			const out = { ETH: String(BigInt(await rpc('eth_getBalance', address(who), 'latest'))) };
			for (const name of Object.keys(info.tokens)) out[name] = String(await token(name).call('balanceOf', [address(who)]));
			return out;
		},
		async world_allowance([who, asset, spender]) {
			return String(await token(asset).call('allowance', [address(who), spender]));
		},

		async world_approve([who, asset, spender, amount]) {
			return rpc('eth_sendTransaction', { from: address(who), to: info.tokens[asset].address, gas: '0x186a0',
				data: token(asset).form.encodeFunctionData('approve', [spender, amount]) });
		},

		// Somebody else trades on the v2 pair: {asset, amount} in, as the trader.
		async world_trade([{ from = 'WETH', to = 'USDC', amount }]) {
			const router = shop.contract(info.v2.router, ['function swapExactTokensForTokens(uint256,uint256,address[],address,uint256) returns (uint256[])']);
			const data = router.form.encodeFunctionData('swapExactTokensForTokens',
				[amount, 0, [info.tokens[from].address, info.tokens[to].address], people.trader.address, 4102444800n]);
			return rpc('eth_sendTransaction', { from: people.trader.address, to: info.v2.router, data, gas: '0x7a120' });
		},
	};
}
