// feed.mjs - contracts that say what they are told to: feeds with Chainlink's interface, of
// any age; and any other.
import { FEED_SLOTS, feedCode } from './deploy/feed.mjs';

const hex = (n, bytes) => n.toString(16).padStart(2 * bytes, '0');

// The code of a contract whose functions answer words: [selector, [word ...]]; what it is
// asked besides reverts.
function answering(functions) {
	const HEAD = 6, TEST = 11, REVERT = 5; // bytes
	const bodies = functions.map(([, words]) => `5b${words.map((w, i) => `7f${w}61${hex(32 * i, 2)}52`).join('')}61${hex(32 * words.length, 2)}6000f3`);
	let at = HEAD + TEST * functions.length + REVERT;
	const tests = functions.map(([selector], i) => {
		const test = `8063${selector}1461${hex(at, 2)}57`;
		at += bodies[i].length / 2;
		return test;
	});
	return `0x60003560e01c${tests.join('')}60006000fd${bodies.join('')}`;
}

export function feeds({ node: { rpc }, shop: { ethers } }) {
	const word = (n) => ethers.toBeHex(ethers.toTwos(BigInt(n), 256), 32);
	return {
		// {name, answer, decimals, updated_s, round, answered_in}: the feed of that name
		// says so; its address.
		async world_feed([{ name, answer, decimals = 8, updated_s = Math.floor(Date.now() / 1000), round = 7, answered_in = round }]) {
			const at = ethers.getAddress(ethers.dataSlice(ethers.id(`feed ${name}`), 12));
			const says = { round, answer, started: updated_s, updated: updated_s, answered_in, decimals };
			await rpc('anvil_setCode', at, feedCode);
			for (const [slot, what] of FEED_SLOTS.entries()) await rpc('anvil_setStorageAt', at, word(slot), word(says[what]));
			return at;
		},

		// The contract of that name answers these, whatever the arguments: {"f(uint256)":
		// [words]}, a word a number as text or an address; its address.
		async world_says([name, functions]) {
			const at = ethers.getAddress(ethers.dataSlice(ethers.id(`says ${name}`), 12));
			await rpc('anvil_setCode', at, answering(Object.entries(functions).map(([signature, words]) => [ethers.id(signature).slice(2, 10),
				words.map((w) => hex(BigInt(w), 32))])));
			return at;
		},
	};
}
