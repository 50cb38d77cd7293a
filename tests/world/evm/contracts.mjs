// contracts.mjs - compiled contracts out of packages, deployed and called.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const GAS = 15_000_000n; // of a transaction: enough for every deployment

export async function workshop(modules, rpc) {
	const require = createRequire(path.join(modules, 'x.js'));
	const ethers = await import(pathToFileURL(require.resolve('ethers')).href);
	const { Interface, getAddress } = ethers;

	// A path in the packages, or from a folder that begins with /.
	const file = (...where) => fs.readFileSync(path.resolve(modules, ...where), 'utf8');

	// A build's file, of hardhat's, truffle's or forge's shape.
	function artifact(...where) {
		const j = JSON.parse(file(...where));
		const code = j.bytecode?.object ?? j.bytecode ?? '0x';
		return { abi: j.abi, code: code.startsWith('0x') ? code : `0x${code}`, links: j.linkReferences ?? j.bytecode?.linkReferences ?? {} };
	}

	function linked(art, libraries) {
		let code = art.code;
		for (const [name, places] of Object.values(art.links).flatMap(Object.entries))
			for (const { start, length } of places) {
				const at = 2 + 2 * start;
				code = code.slice(0, at) + libraries[name].address.slice(2).toLowerCase() + code.slice(at + 2 * length);
			}
		return code;
	}

	async function receipt(hash) {
		for (let i = 0; i < 1000; i++) {
			const r = await rpc('eth_getTransactionReceipt', hash);
			if (r) return r;
			await new Promise((done) => setTimeout(done, 3));
		}
		throw new Error(`no receipt of ${hash}`);
	}

	async function send(from, to, data, value = 0n) {
		const tx = { from, to, data, value: `0x${value.toString(16)}`, gas: `0x${GAS.toString(16)}` };
		const r = await receipt(await rpc('eth_sendTransaction', tx));
		if (r.status !== '0x1') {
			await rpc('eth_call', tx, 'latest'); // throws, with the reason
			throw new Error(`reverted: ${data?.slice(0, 10)} at ${to}`);
		}
		return r;
	}

	function contract(address, abi) {
		const form = new Interface(abi);
		return {
			address, form,
			send: (from, name, args = [], value = 0n) => send(from, address, form.encodeFunctionData(name, args), value),
			async call(name, args = [], from = undefined) {
				const said = await rpc('eth_call', { to: address, from, data: form.encodeFunctionData(name, args) }, 'latest');
				const values = form.decodeFunctionResult(name, said);
				return values.length === 1 ? values[0] : values;
			},
		};
	}

	async function deploy(from, art, args = [], libraries = {}) {
		const r = await send(from, undefined, linked(art, libraries) + new Interface(art.abi).encodeDeploy(args).slice(2));
		return contract(getAddress(r.contractAddress), art.abi);
	}

	// Code at an address it is known by on every chain.
	const plant = (address, code) => rpc('anvil_setCode', address, code);

	return { ethers, file, artifact, send, contract, deploy, plant, rpc };
}
