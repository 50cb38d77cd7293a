// chain.mjs - the world's controls, and the chain itself as its own node has it: nothing
// of ours stands between.
import { client } from '../world/evm/anvil.mjs';

const hex = (n) => `0x${n.toString(16)}`;
const word = (data, i) => BigInt(`0x${data.slice(10 + 64 * i, 74 + 64 * i)}`);

export async function chainAt(url) {
	const say = client(url), control = (name) => (...params) => say(`world_${name}`, ...params);
	const info = await say('world_info'), rpc = client(info.node);
	const at = (name) => info.tokens[name].address.toLowerCase();
	const number = async () => Number(await rpc('eth_blockNumber'));

	// What a transaction does, as text; 'nothing' for one that only takes its nonce.
	function deed(t) {
		const to = t.to.toLowerCase(), call = t.input.slice(0, 10);
		if (t.input === '0x') return to === t.from && !BigInt(t.value) ? 'nothing' : `pay ${t.from} ${to} ${BigInt(t.value)}`;
		if (to === at('USDC') && call === '0xa9059cbb') return `send ${t.from} ${hex(word(t.input, 0)).padStart(42, '0')} ${word(t.input, 1)}`;
		if (to === at('WETH') && call === '0xd0e30db0') return `wrap ${t.from} ${BigInt(t.value)}`;
		if (to === at('WETH') && call === '0x2e1a7d4d') return `unwrap ${t.from} ${word(t.input, 0)}`;
		if (to === info.v2.router.toLowerCase() && call === '0x38ed1739') return `swap ${t.from} ${word(t.input, 0)}`;
		return `unknown ${to} ${call}`;
	}

	return {
		info, rpc, number, deed,
		mine: control('mine'), faults: (f = {}) => control('setFaults')(f), reorg: control('reorg'), trade: control('trade'),
		fee: control('baseFee'), snapshot: control('snapshot'), restore: control('restore'),
		dropAll: () => rpc('anvil_dropAllTransactions'),
		baseFee: async () => BigInt((await rpc('eth_getBlockByNumber', 'latest', false)).baseFeePerGas),

		// Of WETH in USDC on the v2 pair.
		async price() {
			const said = await rpc('eth_call', { to: info.v2.weth_usdc, data: '0x0902f1ac' }, 'latest');
			const [a, b] = [0, 1].map((i) => Number(BigInt(`0x${said.slice(2 + 64 * i, 66 + 64 * i)}`)));
			return at('WETH') < at('USDC') ? b / a * 1e12 : a / b * 1e12;
		},

		// Every transaction of these addresses (lower case) since block first.
		async ledger(first, who) {
			const out = [];
			for (let n = first; n <= await number(); n++)
				for (const t of (await rpc('eth_getBlockByNumber', hex(n), true)).transactions.filter((x) => who.includes(x.from))) {
					const r = await rpc('eth_getTransactionReceipt', t.hash);
					out.push({ id: t.hash, from: t.from, nonce: Number(t.nonce), block: n, ok: r.status === '0x1', deed: deed(t) });
				}
			return out;
		},

		// Names of all logs of these contracts from block first to last.
		async logs(first, last, address) {
			if (last < first) return [];
			const all = await rpc('eth_getLogs', { fromBlock: hex(first), toBlock: hex(last), address });
			return all.map((l) => `${l.blockHash}:${l.transactionHash}:${Number(l.logIndex)}`);
		},

		// Nonces: mined, and with all that waits; and what waits behind a gap.
		async nonces(who) {
			const queued = (await rpc('txpool_content')).queued;
			return { mined: Number(await rpc('eth_getTransactionCount', who, 'latest')), waiting: Number(await rpc('eth_getTransactionCount', who, 'pending')),
				behind: Object.entries(queued).filter(([a]) => a.toLowerCase() === who).flatMap(([, by]) => Object.keys(by)) };
		},
	};
}
