#!/usr/bin/env node
// user.mjs - somebody who speaks to the world by ethers alone, for tests of the world.
//
// usage: user.mjs MODULES URL sign NAME NONCE TO WEI [DATA]   a transaction's bytes
//        user.mjs MODULES URL ask METHOD PARAMS [KEY]         a relay's whole reply; KEY:
//                                                             who signs, else nobody does
import { createRequire } from 'node:module';
import path from 'node:path';
import { client } from './anvil.mjs';

const [modules, url, verb, ...args] = process.argv.slice(2);
const { ethers } = createRequire(path.join(modules, 'x.js'))('ethers');

const verbs = {
	async sign(name, nonce, to, value, data = '0x') {
		const wallet = new ethers.Wallet(await client(url)('world_key', name));
		return wallet.signTransaction({ type: 2, chainId: 31337, nonce: +nonce, to, value: BigInt(value), data, gasLimit: 200000n,
			maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n });
	},
	async ask(method, params, key) {
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: JSON.parse(params) }), headers = { 'content-type': 'application/json' };
		const wallet = key && new ethers.Wallet(key);
		if (key) headers['x-flashbots-signature'] = `${wallet.address}:${await wallet.signMessage(ethers.id(body))}`;
		return (await fetch(`${url}/relay`, { method: 'POST', headers, body })).text();
	},
};
console.log(await verbs[verb](...args));
