// evm_judge.mjs MODULES <lines of evm_txs: ethers reads each raw transaction, finds in it what the
// line says, and makes the same bytes of the same fields with the same key.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import path from "node:path";

const { getAddress, SigningKey, Transaction } = createRequire(path.join(path.resolve(process.argv[2]), "x.js"))("ethers");
const key = new SigningKey("0x" + "1".padStart(64, "0"));
let n = 0;
for await (const line of createInterface({ input: process.stdin })) {
	const t = JSON.parse(line.replace(/"(chainId|nonce)":(\d+)/g, '"$1":"$2"'));
	const fields = {
		type: t.type, chainId: BigInt(t.chainId), nonce: Number(t.nonce), gasLimit: BigInt(t.gasLimit),
		to: t.to ? getAddress(t.to) : null, value: BigInt(t.value), data: t.data,
	};
	if (t.type === 2) Object.assign(fields, { maxFeePerGas: BigInt(t.price), maxPriorityFeePerGas: BigInt(t.priority) });
	else fields.gasPrice = BigInt(t.price);
	if (t.type) fields.accessList = t.accessList;
	const read = Transaction.from(t.raw), made = Transaction.from(fields);
	made.signature = key.sign(made.unsignedHash);
	const wrong = [
		read.hash !== t.hash && "hash", read.from !== t.from && "from", made.serialized !== t.raw && "bytes",
		...Object.keys(fields).filter((k) => k !== "accessList" && read[k] !== fields[k]),
	].filter(Boolean);
	if (wrong.length) {
		console.log(`${wrong}: ${line}`);
		process.exit(1);
	}
	n++;
}
console.log(`${n} agree`);
