#!/usr/bin/env node
// compile.mjs MODULES OUT: the contracts of Aave 3.6 that a market needs, compiled from
// their published sources; into OUT, a file of {NAME: {abi, code, links}}.
//
// The optimizer keeps them under the limit of a contract's size.  The provider of addresses and the
// list of roles have not changed since 3.0: the world takes them from there.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, out] = process.argv.slice(2);
const ROOTS = {
	'aave/': '@aave-dao/aave-v3-origin/src/contracts/', 'openzeppelin-contracts/contracts/': '@openzeppelin/contracts/',
	'openzeppelin-contracts-upgradeable/contracts/': '@openzeppelin/contracts-upgradeable/',
	'@openzeppelin/contracts/': '@openzeppelin/contracts/', 'solidity-utils/': '@bgd-labs/solidity-utils/src/',
};
const WANTED = ['instances/PoolInstance', 'instances/PoolConfiguratorInstance', 'instances/ATokenInstance', 'instances/VariableDebtTokenInstance',
	'misc/AaveOracle', 'misc/DefaultReserveInterestRateStrategyV2', 'helpers/AaveProtocolDataProvider',
	...['SupplyLogic', 'BorrowLogic', 'LiquidationLogic', 'PoolLogic', 'ConfiguratorLogic', 'FlashLoanLogic'].map((n) => `protocol/libraries/logic/${n}`)];

function text(name) {
	const [root, folder] = Object.entries(ROOTS).find(([r]) => name.startsWith(r));
	return fs.readFileSync(path.join(modules, folder, name.slice(root.length)), 'utf8');
}

// Every source that one of the wanted asks for: the compiler need not ask.
const sources = {}, waiting = WANTED.map((name) => `aave/${name}.sol`);
for (const name of waiting) {
	if (sources[name]) continue;
	sources[name] = { content: text(name) };
	for (const [, asked] of sources[name].content.matchAll(/^\s*import[^'"]*['"]([^'"]+)['"]/gm))
		waiting.push(asked.startsWith('.') ? path.posix.join(path.posix.dirname(name), asked) : asked);
}

const compiler = createRequire(import.meta.url)(path.resolve(modules, 'solc/soljson.js'));
const outputSelection = Object.fromEntries(WANTED.map((name) => [`aave/${name}.sol`,
	{ [path.basename(name)]: ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] }]));
const said = JSON.parse(compiler.cwrap('solidity_compile', 'string', ['string', 'number', 'number'])(JSON.stringify({
	language: 'Solidity', sources,
	settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'shanghai', metadata: { bytecodeHash: 'none' }, outputSelection },
}), 0, 0));
const wrong = (said.errors ?? []).filter((e) => e.severity === 'error');
if (wrong.length) throw new Error(wrong.map((e) => e.formattedMessage).join('\n'));

const made = Object.fromEntries(WANTED.map((name) => {
	const { abi, evm: { bytecode } } = said.contracts[`aave/${name}.sol`][path.basename(name)];
	return [path.basename(name), { abi, code: `0x${bytecode.object}`, links: bytecode.linkReferences }];
}));
fs.writeFileSync(`${out}.part`, JSON.stringify(made));
fs.renameSync(`${out}.part`, out);
