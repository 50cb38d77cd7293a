// relay.mjs - a relay of Flashbots' shape over an anvil: bundles for one block, whole or
// not at all; and a private way for single transactions.
//
// A bundle is kept until its block is mined (mined() is to be called just before).  It
// lands if every transaction of it goes through, in order, behind the bundles that came
// before it and in front of what the pool has, but for those who pay to be first; it leaves
// no trace otherwise.
const fail = (message, code = -32000) => { throw Object.assign(new Error(message), { code }); };
const number = (hex) => Number(BigInt(hex));

export function relay({ node, shop }, faults) {
	const { rpc } = node, { ethers } = shop;
	let bundles = [], singles = []; // of blocks to come
	let first = []; // hashes: of the next block, in front of every bundle
	const told = new Set(); // who asked, and was who they said

	// The header: ADDRESS:SIGNATURE over the hash of the body, as text.
	function signer(header, body) {
		const [address, signature] = String(header ?? '').split(':');
		if (!signature) fail('signature is required', -32600);
		let by = '';
		try {
			by = ethers.verifyMessage(ethers.id(body), signature);
		} catch {
			fail('invalid signature', -32600);
		}
		if (by !== ethers.getAddress(address)) fail('signer address does not match', -32600);
		told.add(by);
		return by;
	}

	const hashes = (txs) => txs.map((raw) => ethers.keccak256(raw));
	const name = (txs) => ethers.keccak256(ethers.concat(hashes(txs)));

	function parsed(raw) {
		try {
			return ethers.Transaction.from(raw);
		} catch {
			return fail('unable to decode txs', -32602);
		}
	}

	// Mines the transactions into one block of their own and says what became of each; the
	// caller takes it back.
	async function trial(txs) {
		const results = [];
		for (const raw of txs) {
			const tx = parsed(raw);
			try {
				await rpc('eth_sendRawTransaction', raw);
				results.push({ txHash: tx.hash, fromAddress: tx.from, toAddress: tx.to });
			} catch (e) {
				results.push({ txHash: tx.hash, fromAddress: tx.from, toAddress: tx.to, gasUsed: 0, error: e.message.replace(/^.*?: /, '') });
				break;
			}
		}
		const before = await coinbase();
		await rpc('evm_mine');
		for (const r of results.filter((x) => !x.error)) {
			const receipt = await rpc('eth_getTransactionReceipt', r.txHash);
			r.gasUsed = receipt ? number(receipt.gasUsed) : 0;
			if (!receipt) r.error = 'not included';
			else if (receipt.status !== '0x1') Object.assign(r, { error: 'execution reverted', revert: await reason(r.txHash, receipt) });
		}
		return { results, gained: (await coinbase()) - before };
	}

	async function reason(hash, receipt) {
		const t = await rpc('eth_getTransactionByHash', hash);
		try {
			await rpc('eth_call', { from: t.from, to: t.to, data: t.input, value: t.value }, `0x${(number(receipt.blockNumber) - 1).toString(16)}`);
		} catch (e) {
			return e.data ?? '';
		}
		return '';
	}

	const coinbase = async () => BigInt(await rpc('eth_getBalance', (await rpc('eth_getBlockByNumber', 'latest', false)).miner, 'latest'));

	// Runs f on the chain without what the pool has, and takes it back.
	async function aside(f) {
		const waiting = await pool(), id = await rpc('evm_snapshot');
		try {
			await rpc('anvil_dropAllTransactions');
			return await f();
		} finally {
			await rpc('evm_revert', id);
			await rpc('anvil_dropAllTransactions'); // the pool is not taken back
			for (const raw of waiting) await rpc('eth_sendRawTransaction', raw).catch(() => {});
		}
	}

	// What waits, as it was sent: evm_revert forgets it.
	async function pool() {
		const content = await rpc('txpool_content');
		return Object.values(content.pending).concat(Object.values(content.queued)).flatMap((by) => Object.values(by)).map((t) =>
			ethers.Transaction.from({ type: number(t.type ?? '0x0'), chainId: t.chainId === undefined ? undefined : number(t.chainId), nonce: number(t.nonce),
				gasLimit: t.gas, to: t.to, value: t.value, data: t.input,
				...(number(t.type ?? '0x0') === 2 ? { maxFeePerGas: t.maxFeePerGas, maxPriorityFeePerGas: t.maxPriorityFeePerGas } : { gasPrice: t.gasPrice }),
				...(t.accessList?.length ? { accessList: t.accessList } : {}),
				signature: { r: t.r, s: t.s, v: number(t.v) } }).serialized);
	}

	const methods = {
		async eth_callBundle([{ txs, blockNumber }]) {
			if (!txs?.length || !blockNumber) fail('missing txs or blockNumber', -32602);
			const { results, gained } = await aside(() => trial(txs));
			return { bundleHash: name(txs), bundleGasPrice: '0', coinbaseDiff: String(gained), ethSentToCoinbase: '0', gasFees: String(gained),
				stateBlockNumber: number(blockNumber) - 1, results: results.map((r) => ({ ...r, gasPrice: '0' })),
				totalGasUsed: results.reduce((sum, r) => sum + r.gasUsed, 0) };
		},
		async eth_sendBundle([{ txs, blockNumber, replacementUuid }]) {
			if (!txs?.length || !blockNumber) fail('missing txs or blockNumber', -32602);
			txs.forEach(parsed);
			const head = number(await rpc('eth_blockNumber'));
			if (number(blockNumber) <= head) fail('block param must be a future block', -32000);
			if (replacementUuid) bundles = bundles.filter((b) => b.uuid !== replacementUuid || b.block !== number(blockNumber));
			bundles.push({ txs, block: number(blockNumber), uuid: replacementUuid });
			return { bundleHash: name(txs) };
		},
		eth_cancelBundle([{ replacementUuid }]) {
			bundles = bundles.filter((b) => b.uuid !== replacementUuid);
			return {};
		},
		async eth_sendPrivateTransaction([{ tx, maxBlockNumber }]) {
			const { hash } = parsed(tx);
			singles = singles.filter((s) => s.hash !== hash);
			singles.push({ raw: tx, hash, until: maxBlockNumber ? number(maxBlockNumber) : Infinity });
			return hash;
		},
		eth_cancelPrivateTransaction([{ txHash }]) {
			const before = singles.length;
			singles = singles.filter((s) => s.hash !== txHash);
			return singles.length < before;
		},
	};

	// Behind those that are ahead of it, whatever becomes of them.
	async function lands(txs, ahead) {
		const { results } = await aside(() => trial([...ahead, ...txs]));
		return results.length === ahead.length + txs.length && results.slice(ahead.length).every((r) => !r.error);
	}

	return {
		methods, signer, told: () => [...told],
		waiting: () => ({ bundles: bundles.map((b) => ({ block: b.block, n: b.txs.length, uuid: b.uuid ?? null })), singles: singles.map((s) => s.hash) }),

		// These, which wait in the pool and pay most, are in the next block before any bundle.
		first(hashes) {
			first.push(...hashes);
		},

		clear() {
			bundles = [];
			singles = [];
			first = [];
		},

		// Gives the next block what is for it.
		async mined() {
			const next = number(await rpc('eth_blockNumber')) + 1;
			const due = bundles.filter((b) => b.block <= next);
			bundles = bundles.filter((b) => b.block > next);
			const ahead = await Promise.all(first.splice(0).map((hash) => rpc('eth_getRawTransactionByHash', hash)));
			for (const b of due) {
				if (b.block < next && !b.late) continue;
				if (faults.hit('never_includes')) continue;
				if (faults.hit('includes_late')) {
					bundles.push({ ...b, block: next + 1, late: true });
					continue;
				}
				const whole = await lands(b.txs, ahead);
				if (whole) ahead.push(...b.txs);
				// An unbundler shows the transactions to everybody.
				const shown = faults.hit('unbundles') ? b.txs.slice(0, 1) : whole ? b.txs : [];
				for (const raw of shown) await rpc('eth_sendRawTransaction', raw).catch(() => {});
			}
			for (const s of singles) if (s.until >= next) await rpc('eth_sendRawTransaction', s.raw).catch(() => {});
			singles = [];
		},
	};
}
