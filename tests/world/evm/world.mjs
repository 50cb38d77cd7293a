// world.mjs - a chain with everything on it: built once for each version of what builds
// it, then loaded.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { anvil } from './anvil.mjs';
import { workshop } from './contracts.mjs';
import { aave30 } from './deploy/aave30.mjs';
import { aave36 } from './deploy/aave36.mjs';
import { compound } from './deploy/compound.mjs';
import { FEED_SLOTS } from './deploy/feed.mjs';
import { pools } from './deploy/pools.mjs';
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
	const root = ethers.HDNodeWallet.fromPhrase(phrase, '', "m/44'/60'/0'/0");
	const names = ['deployer', 'lp', 'trader', 'liquidator', 'supplier', ...WALLETS, 'mallory', 'taker'];
	return Object.fromEntries(names.map((name, i) => { const a = root.deriveChild(i); return [name, { address: a.address, key: a.privateKey }]; }));
}

// Everything that decides what the chain looks like.  more: { lend: with the pools of
// lending, compiled: a file of Aave 3.6's contracts, for a market of it, compound: a folder
// of packages, for a market of Compound v2 }.
function version({ lend, compiled, compound: packages }) {
	const hash = crypto.createHash('sha256');
	for (const name of [...fs.readdirSync(path.join(here, 'deploy')).sort().map((f) => `deploy/${f}`),
		'anvil.mjs', 'contracts.mjs', 'world.mjs', 'packages.txt', 'package-lock.json']) hash.update(fs.readFileSync(path.join(here, name)));
	if (lend) hash.update('lend');
	if (packages) hash.update(fs.readFileSync(path.join(here, 'compound/packages.txt')));
	if (compiled) hash.update(fs.readFileSync(compiled));
	return hash.digest('hex').slice(0, 16);
}

async function build(modules, chainId, more) {
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
	info.aave = await aave30(shop, who, money);
	if (more.lend) info.pools = await pools(shop, who, money, info);
	for (const name of WALLETS)
		for (const [asset, n] of Object.entries({ WETH: 100, USDC: 200000, DAI: 200000, WBTC: 5 })) await money.give(people[name].address, asset, n);
	if (more.compiled) info.aave36 = await aave36(shop, who, money, info.aave.feeds, JSON.parse(fs.readFileSync(more.compiled)));
	if (more.compound) info.compound = await compound(shop, who, money, more.compound);
	const head = await node.rpc('eth_getBlockByNumber', 'latest', false);
	info.head = { block: Number(head.number), hash: head.hash };
	const state = await node.rpc('anvil_dumpState');
	await node.stop();
	return { info, state };
}

// The cache's file, made where it is not there; only whole ones are ever seen.
async function built(modules, cache, chainId, more) {
	const name = path.join(cache, `evm-${version(more)}-${chainId}.json`);
	if (!fs.existsSync(name)) {
		const whole = await build(modules, chainId, more);
		fs.mkdirSync(cache, { recursive: true });
		fs.writeFileSync(`${name}.${process.pid}`, JSON.stringify(whole));
		fs.renameSync(`${name}.${process.pid}`, name);
	}
	return JSON.parse(fs.readFileSync(name));
}

// args: anvil's own.  Resolves to { node, shop, info, people }; the clock is the machine's
// from here on.
export async function world(modules, { cache, chainId = 31337, more = {}, args = [] }) {
	const { info, state } = await built(modules, cache, chainId, more);
	const node = await anvil(modules, { chainId, args });
	await node.rpc('anvil_loadState', state);
	const shop = await workshop(modules, node.rpc), now = Math.floor(Date.now() / 1000);
	// The feeds spoke just now, not when the chain was made.
	for (const feed of Object.values(info.aave.feeds))
		for (const what of ['started', 'updated'])
			await node.rpc('anvil_setStorageAt', feed, shop.ethers.toBeHex(FEED_SLOTS.indexOf(what), 32), shop.ethers.toBeHex(now, 32));
	await node.rpc('evm_setNextBlockTimestamp', now);
	await node.rpc('evm_mine');
	return { node, shop, info, people: roles(shop.ethers) };
}
