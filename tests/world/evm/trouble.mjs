// trouble.mjs - a node's answers, and what they are when something is wrong.
//
// Texts as geth, Alchemy, Infura and QuickNode have them.
const error = (code, message, data) => ({ error: { code, message, ...(data === undefined ? {} : { data }) } });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const SEND = {
	known: error(-32000, 'already known'),
	nonce_low: error(-32000, 'nonce too low: next nonce 9, tx nonce 8'),
	underpriced: error(-32000, 'replacement transaction underpriced'),
	unknown_error: error(-32000, 'something nobody has seen before'),
};
// These say no to what they did: the transaction is in the pool all the same.
const AFTER = ['known', 'unknown_error'];

function span(q) {
	const { fromBlock: from, toBlock: to } = q.params[0] ?? {};
	return from?.startsWith?.('0x') && to?.startsWith?.('0x') ? Number(to) - Number(from) + 1 : 0;
}

// Where a question says of which block it is: by method, the place among its parameters.
const OF = { eth_getBlockByNumber: 0, eth_call: 1, eth_getBalance: 1, eth_getTransactionCount: 1, eth_getCode: 1, eth_getStorageAt: 2, eth_simulateV1: 1 };

// A node that is n blocks behind: its question, or its answer to one about what it has not.
async function behind(q, n, rpc) {
	const head = Number(await rpc('eth_blockNumber')) - n, at = OF[q.method], params = [...q.params ?? []];
	if (q.method === 'eth_blockNumber') return { said: { result: `0x${head.toString(16)}` } };
	if (at === undefined) return { q };
	const of = params[at] ?? 'latest', hash = of.blockHash;
	if (hash && Number((await rpc('eth_getBlockByHash', hash, false))?.number ?? Infinity) > head) return { said: error(-32000, 'header not found') };
	if (/^0x/.test(of) && Number(of) > head) return { said: q.method === 'eth_getBlockByNumber' ? { result: null } : error(-32000, 'header not found') };
	if (of === 'latest' || of === 'pending') params[at] = `0x${head.toString(16)}`;
	return { q: { ...q, params } };
}

// faults -> (q, ask) -> { status?, headers?, body?, reply?, silent? }: what is answered to
// the question q; ask(q) gets the node's own reply.
export function trouble(faults, rpc) {
	async function send(q, ask) {
		for (const [name, said] of Object.entries(SEND))
			if (faults.hit(name)) {
				if (AFTER.includes(name)) await ask(q);
				return said;
			}
		const reply = await ask(q);
		if (reply.result && faults.hit('dropped')) await rpc('anvil_dropTransaction', reply.result);
		return reply;
	}

	async function logs(q, ask) {
		const n = span(q);
		if (n > (faults.amount('too_many') ?? Infinity)) return error(-32005, `query returned more than 10000 results. Try with this block range [${q.params[0].fromBlock}, ${q.params[0].fromBlock}].`);
		if (n > (faults.amount('range') ?? Infinity)) return error(-32600, 'block range is too wide');
		const reply = await ask(q), all = reply.result;
		if (!Array.isArray(all) || !all.length) return reply;
		if (faults.hit('logs_missing')) return { ...reply, result: all.slice(0, -1) };
		if (faults.hit('logs_twice')) return { ...reply, result: [...all, all[all.length - 1]] };
		if (faults.hit('logs_shuffled')) return { ...reply, result: [...all].reverse() };
		return reply;
	}

	async function answer(q, ask) {
		if ((faults.amount('no_method') ?? '').split(',').includes(q.method))
			return error(-32601, `the method ${q.method} does not exist/is not available`);
		const late = faults.amount('behind') && await behind(q, faults.amount('behind'), rpc);
		if (late?.said) return late.said;
		if (late) q = late.q;
		if (q.method === 'eth_sendRawTransaction') return send(q, ask);
		if (q.method === 'eth_getLogs') return logs(q, ask);
		if (q.method === 'eth_getTransactionReceipt' && faults.hit('no_receipt')) return { result: null };
		return ask(q);
	}

	return async function heard(q, ask) {
		if (faults.hit('lost_request')) return { silent: true };
		if (faults.hit('delay')) await pause(faults.amount('delay') ?? 200);
		if (faults.hit('rate429')) {
			const after = faults.amount('retry_after') ?? 0;
			return { status: 429, headers: after ? { 'retry-after': String(after) } : {}, reply: error(-32005, 'Too Many Requests') };
		}
		if (faults.hit('http500')) return { status: 500, body: 'internal error' };
		const reply = await answer(q, ask);
		if (faults.hit('lost_reply')) return { silent: true };
		if (faults.hit('garbage')) return { body: '<html>no</html>' };
		if (faults.hit('truncated')) return { body: '{"jsonrpc":"2.0","id":' };
		return { reply };
	};
}
