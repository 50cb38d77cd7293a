// world.mjs - the control calls of a local world; see tests/world/solana.
export function worldAt(url) {
	async function call(method, ...params) {
		const reply = await fetch(url, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) });
		const { result, error } = await reply.json();
		if (error) throw new Error(`${method}: ${error.message}`);
		return result;
	}
	const control = (name) => (...params) => call(`world_${name}`, ...params);
	return {
		advance: control('advanceSlots'), pass: control('pass'), faults: (f = {}) => control('setFaults')(f), take: control('take'), crank: control('crank'),
		book: control('book'), ledger: control('ledger'), info: control('info'), snapshot: control('snapshot'), restore: control('restore'),
		slot: control('slot'), seconds: () => call('getBlockTime', 0), // the last one meets faults
	};
}
