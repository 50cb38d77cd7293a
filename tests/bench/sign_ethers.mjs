// sign_ethers.mjs N <records: ethers makes a transaction of each tx record, signs it and
// writes it, N times; prints the microseconds one took.
import { readFileSync } from "node:fs";
import { SigningKey, Transaction } from "ethers";

const lines = readFileSync(0, "utf8").trim().split("\n");
const key = new SigningKey("0x" + "1".padStart(64, "0"));
const times = Number(process.argv[2] ?? 1);
const start = process.hrtime.bigint();
let bytes = 0;
for (let i = 0; i < times; i++) {
	for (const line of lines) {
		const r = JSON.parse(line);
		const tx = Transaction.from({
			type: 2, chainId: r.chain_id, nonce: Number(r.nonce), to: r.to, value: r.value_wei, data: r.data,
			gasLimit: r.gas, maxFeePerGas: r.max_fee_wei, maxPriorityFeePerGas: r.max_priority_fee_wei,
		});
		tx.signature = key.sign(tx.unsignedHash);
		bytes += tx.serialized.length + tx.hash.length;
	}
}
console.log(Number(process.hrtime.bigint() - start) / 1e3 / (times * lines.length), bytes > 0 ? "" : "nothing");
