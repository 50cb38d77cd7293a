// send.mjs - transactions of any account, in a block when they are done.
const GAS = '0x4c4b40', GAS_NEW = '0x989680'; // of a call, of a contract made
const FIRST = '0x746a528800', FIRST_MOST = '0x12309ce54000'; // wei: a priority fee above all others, and what it may come to

export const sender = ({ rpc }, mine, relay) => {
	let keyed; // whose keys the node has: what nobody signed no reorganisation brings back

	// All of list, {from, to, data, value}, in as few blocks as it takes; in none yet with
	// mine: false; with first: true they pay to be in front of every bundle of the next
	// block; what reverts is an error unless it may_fail.  What became of each.
	return async function sent(list, { mine: now = true, may_fail = false, first = false } = {}) {
		const hashes = [], out = [], fee = first ? { maxPriorityFeePerGas: FIRST, maxFeePerGas: FIRST_MOST } : {};
		keyed ??= new Set((await rpc('eth_accounts')).map((a) => a.toLowerCase()));
		for (const tx of list) {
			if (!keyed.has(tx.from.toLowerCase())) await rpc('anvil_impersonateAccount', tx.from);
			hashes.push(await rpc('eth_sendTransaction', { gas: tx.to ? GAS : GAS_NEW, ...fee, ...tx }));
		}
		if (first) relay.first(hashes);
		if (!now) return hashes.map((hash) => ({ hash }));
		for (const [i, hash] of hashes.entries()) {
			let r;
			for (let n = 0; !(r = await rpc('eth_getTransactionReceipt', hash)); n++) {
				if (n % 50 === 0) await mine();
				else await new Promise((done) => setTimeout(done, 2));
			}
			const ok = r.status === '0x1';
			if (!ok && !may_fail) {
				await rpc('eth_call', list[i], `0x${(Number(r.blockNumber) - 1).toString(16)}`); // throws, with the reason
				throw new Error(`reverted: ${hash}`);
			}
			out.push({ hash, ok, block: Number(r.blockNumber), gas_used: Number(r.gasUsed), ...(r.contractAddress && { contract: r.contractAddress }) });
		}
		return out;
	};
};
