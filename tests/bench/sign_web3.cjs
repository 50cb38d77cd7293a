// sign_web3.cjs N <records: @solana/web3.js reads each tx record's message, signs it and
// writes the transaction as base64, N times; prints the microseconds one took.
"use strict";
const { Keypair, VersionedMessage, VersionedTransaction } = require("@solana/web3.js");

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const key = Keypair.fromSeed(Buffer.alloc(32, 1));
const times = Number(process.argv[2] ?? 1);
const start = process.hrtime.bigint();
let bytes = 0;
for (let i = 0; i < times; i++) {
	for (const line of lines) {
		const tx = new VersionedTransaction(
			VersionedMessage.deserialize(Buffer.from(JSON.parse(line).message, "base64")));
		tx.sign([key]);
		bytes += Buffer.from(tx.serialize()).toString("base64").length;
	}
}
console.log(Number(process.hrtime.bigint() - start) / 1e3 / (times * lines.length), bytes > 0 ? "" : "nothing");
