// world.mjs - a chain with everything on it: built once for each version of what builds
// it, then loaded.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { anvil } from './anvil.mjs';
import { workshop } from './contracts.mjs';
import { aave } from './deploy/aave.mjs';
import { tokens } from './deploy/tokens.mjs';
import { v2 } from './deploy/v2.mjs';
import { v3 } from './deploy/v3.mjs';
import { v4 } from './deploy/v4.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const BLOCK_S = 12;

// Accounts of anvil's mnemonic ("test test ... junk"), by what they do.
const WALLETS = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
function roles(ethers) {
	const phrase = 'test test test test test test test test test test test junk';
	const account = (i) => ethers.HDNodeWallet.fromPhrase(phrase, '', `m/44'/60'/0'/0/${i}`);
	const names = ['deployer', 'lp', 'trader', 'liquidator', 'supplier', ...WALLETS, 'mallory', 'taker'];
	return Object.fromEntries(names.map((name, i) => { const a = account(i); return [name, { address: a.address, key: a.privateKey }]; }));
}

// Everything that decides what the chain looks like.
function version() {
	const hash = crypto.createHash('sha256');
	for (const name of [...fs.readdirSync(path.join(here, 'deploy')).sort().map((f) => `deploy/${f}`),
		'anvil.mjs', 'contracts.mjs', 'world.mjs', 'packages.txt', 'package-lock.json']) hash.update(fs.readFileSync(path.join(here, name)));
	return hash.digest('hex').slice(0, 16);
}

async function build(modules, chainId) {
	const node = await anvil(modules, { chainId }), shop = await workshop(modules, node.rpc);
	await node.rpc('anvil_setBlockTimestampInterval', BLOCK_S);
	const people = roles(shop.ethers), of = (...names) => names.map((n) => people[n].address);
	const [deployer, lp, trader, liquidator, supplier] = of('deployer', 'lp', 'trader', 'liquidator', 'supplier');
	const who = { deployer, lp, trader, liquidator, supplier, rich: [lp, trader, liquidator, supplier],
		borrowers: (await node.rpc('eth_accounts')).slice(20).map(shop.ethers.getAddress) };
	const money = await tokens(shop, who);
	const info = { chain_id: chainId, ...money.info };
	info.v2 = await v2(shop, who, money);
	info.v3 = await v3(shop, who, money, info.v2);
	info.v4 = await v4(shop, who, money, info.v3);
	info.aave = await aave(shop, who, money);
	for (const name of WALLETS)
		for (const [asset, n] of Object.entries({ WETH: 100, USDC: 200000, DAI: 200000, WBTC: 5 })) await money.give(people[name].address, asset, n);
	const head = await node.rpc('eth_getBlockByNumber', 'latest', false);
	info.head = { block: Number(head.number), hash: head.hash };
	const state = await node.rpc('anvil_dumpState');
	await node.stop();
	return { info, state };
}

// The cache's file, made where it is not there; only whole ones are ever seen.
async function built(modules, cache, chainId) {
	const name = path.join(cache, `evm-${version()}-${chainId}.json`);
	if (!fs.existsSync(name)) {
		const whole = await build(modules, chainId);
		fs.mkdirSync(cache, { recursive: true });
		fs.writeFileSync(`${name}.${process.pid}`, JSON.stringify(whole));
		fs.renameSync(`${name}.${process.pid}`, name);
	}
	return JSON.parse(fs.readFileSync(name));
}

// args: anvil's own.  Resolves to { node, shop, info, people }; the clock is the
// machine's from here on.
export async function world(modules, { cache, chainId = 31337, args = [] }) {
	const { info, state } = await built(modules, cache, chainId);
	const node = await anvil(modules, { chainId, args });
	await node.rpc('anvil_loadState', state);
	await node.rpc('evm_setNextBlockTimestamp', Math.floor(Date.now() / 1000));
	await node.rpc('evm_mine');
	const shop = await workshop(modules, node.rpc);
	return { node, shop, info, people: roles(shop.ethers) };
}
