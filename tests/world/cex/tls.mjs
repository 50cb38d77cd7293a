// tls.mjs - certificates for this run, made by openssl: an authority, one of this address
// signed by it, and two that must not be trusted: its own authority, another name.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

// -> {ca: FILE, good, self, name}, each of the last three {key, cert}.
export function certificates(dir) {
	const openssl = (...args) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
	const read = (name) => ({ key: fs.readFileSync(path.join(dir, `${name}.key`)), cert: fs.readFileSync(path.join(dir, `${name}.pem`)) });
	const made = (name, subject, san, ...signer) => {
		openssl('req', '-x509', ...KEY, '-subj', `/CN=${subject}`, '-addext', `subjectAltName=${san}`, ...signer, '-keyout', `${name}.key`, '-out', `${name}.pem`);
		return read(name);
	};
	openssl('req', '-x509', ...KEY, '-subj', '/CN=authority of a test', '-keyout', 'ca.key', '-out', 'ca.pem');
	const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'basicConstraints=critical,CA:FALSE'];
	return { ca: path.resolve(dir, 'ca.pem'), good: made('good', 'exchange', 'IP:127.0.0.1,DNS:localhost', ...signed), self: made('self', 'exchange', 'IP:127.0.0.1,DNS:localhost'),
		name: made('name', 'elsewhere', 'DNS:elsewhere.example', ...signed) };
}
