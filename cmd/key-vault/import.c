/* import - a key from another wallet's file, or a secret of an exchange. */
#include "base/err.h"
#include "chain/bip32.h"
#include "chain/bip39.h"
#include "chain/key_text.h"
#include "chain/slip10.h"
#include "data/keystore.h"
#include "verbs.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX (64 * 1024) /* keystores carry what they like beside the key */

static const char *from, *chain, *path, *password;

const struct opt import_options[] = {
	OPT_STR_('f', "from", &from, "<form>",
		 "id-json, base58, hex, keystore, mnemonic or text"),
	OPT_STR_('C', "chain", &chain, "<chain>",
		 "solana or ethereum, for hex and mnemonic"),
	OPT_STR_('P', "path", &path, "<path>",
		 "which key of a mnemonic, such as m/44'/501'/0'/0'"),
	OPT_STR_('w', "password", &password, "<file>",
		 "password of a keystore, or passphrase of a mnemonic"),
	OPT_END_,
};

/* What is imported: text in, secret out, both in locked memory. */
struct import {
	struct secret text;
	struct secret password; /* not there unless asked for */
	struct secret secret;
	enum seal_kind kind;
	unsigned char public_key[SEAL_PUBLIC_MAX];
};

/* A reader fills im->secret.  NULL, or why the text is refused: it is one line,
 * and shows nothing of the secret. */
struct form {
	const char *name;
	const char *(*read)(struct import *im);
	enum seal_kind kind;
	bool either;    /* the kind is --chain's               */
	bool mnemonic;  /* takes --path, and --password        */
	bool encrypted; /* needs --password, or asks           */
};

static unsigned char *room(struct import *im, size_t n)
{
	secret_alloc(&im->secret, n);
	return (unsigned char *)im->secret.p;
}

static const char *
read_pair(struct import *im,
	  bool (*read)(unsigned char *, const char *, size_t), const char *why)
{
	unsigned char *secret = room(im, ED25519_SECRET_LEN);

	if (!read(secret, im->text.p, im->text.len))
		return why;
	return ed25519_paired(secret)
		       ? NULL
		       : "its public key is not that of its secret key";
}

static const char *read_id_json(struct import *im)
{
	return read_pair(im, key_id_json,
			 "not an array of 64 numbers from 0 to 255");
}

static const char *read_base58(struct import *im)
{
	return read_pair(im, key_base58, "not 64 bytes in base58");
}

static const char *read_hex(struct import *im)
{
	static const char why[] = "not 64 hexadecimal digits";
	unsigned char *secret;
	struct secret seed;
	bool ok;

	if (im->kind == SEAL_ETHEREUM) {
		secret = room(im, SECP_SECRET_LEN);
		return key_hex(secret, im->text.p, im->text.len) ? NULL : why;
	}
	secret = room(im, ED25519_SECRET_LEN);
	secret_alloc(&seed, ED25519_SEED_LEN);
	ok = key_hex((unsigned char *)seed.p, im->text.p, im->text.len);
	if (ok)
		ed25519_secret(secret, (unsigned char *)seed.p);
	secret_free(&seed);
	return ok ? NULL : why;
}

static const char *read_keystore(struct import *im)
{
	unsigned char *secret = room(im, SECP_SECRET_LEN);
	struct v3_keystore ks;
	const char *why = keystore_read(&ks, im->text.p, im->text.len);
	enum v3_err e;

	if (why)
		return why;
	e = v3_open(secret, &ks, im->password.p, im->password.len);
	return e ? v3_text(e) : NULL;
}

/* The key at the path under a mnemonic's seed. */
static const char *derive(struct import *im, const unsigned char *seed)
{
	const char *way = im->kind == SEAL_SOLANA ? SLIP10_SOLANA_PATH
						  : BIP32_ETHEREUM_PATH;
	unsigned char *secret;
	struct hd_path at;
	struct secret key;
	enum status st;

	if (hd_path_parse(&at, path ? path : way))
		return "--path is not a path such as m/44'/501'/0'/0'";
	if (im->kind == SEAL_ETHEREUM) {
		secret = room(im, SECP_SECRET_LEN);
		return bip32_key(secret, seed, BIP39_SEED_LEN, &at)
			       ? "there is no key at this path"
			       : NULL;
	}
	secret = room(im, ED25519_SECRET_LEN);
	secret_alloc(&key, ED25519_SEED_LEN);
	st = slip10_key((unsigned char *)key.p, seed, BIP39_SEED_LEN, &at);
	if (!st)
		ed25519_secret(secret, (unsigned char *)key.p);
	secret_free(&key);
	return st ? "every step of a path on solana is hardened (44')" : NULL;
}

static const char *read_words(struct import *im, struct bip39 *m,
			      unsigned char *seed)
{
	static char why[80];
	int bad;
	enum bip39_err e = bip39_read(m, &bad, im->text.p, im->text.len);

	if (e == BIP39_UNKNOWN) {
		snprintf(why, sizeof(why), "word %d is not in the list", bad);
		return why;
	}
	if (e)
		return bip39_text(e);
	for (size_t i = 0; i < im->password.len; i++)
		if ((unsigned char)im->password.p[i] >= 0x80)
			return "its passphrase is not ASCII, whose form is not "
			       "known";
	bip39_seed(seed, m, im->password.p, im->password.len);
	return derive(im, seed);
}

static const char *read_mnemonic(struct import *im)
{
	struct secret m, seed;
	const char *why;

	secret_alloc(&m, sizeof(struct bip39));
	secret_alloc(&seed, BIP39_SEED_LEN);
	why = read_words(im, (struct bip39 *)(void *)m.p,
			 (unsigned char *)seed.p);
	secret_free(&m);
	secret_free(&seed);
	return why;
}

static const char *read_text(struct import *im)
{
	size_t n = im->text.len;

	if (n && im->text.p[n - 1] == '\n')
		n--;
	if (n == 0)
		return "empty";
	if (n > SEAL_SECRET_MAX)
		return "over 4096 bytes";
	memcpy(room(im, n), im->text.p, n);
	return NULL;
}

/* clang-format off */
static const struct form forms[] = {
	{ "id-json", read_id_json, SEAL_SOLANA, false, false, false },
	{ "base58", read_base58, SEAL_SOLANA, false, false, false },
	{ "hex", read_hex, SEAL_SOLANA, true, false, false },
	{ "keystore", read_keystore, SEAL_ETHEREUM, false, false, true },
	{ "mnemonic", read_mnemonic, SEAL_SOLANA, true, true, false },
	{ "text", read_text, SEAL_SECRET, false, false, false },
};
/* clang-format on */

static const struct form *form_or_die(struct import *im)
{
	const struct form *f = forms, *end = forms + sizeof(forms) / sizeof(*f);

	if (!from)
		mm_die(MM_USAGE, "import: --from is needed");
	while (f < end && strcmp(f->name, from) != 0)
		f++;
	if (f == end)
		mm_die(MM_USAGE, "import: --from is none of id-json, base58, "
				 "hex, keystore, mnemonic, text");
	im->kind = f->kind;
	if (f->either && !chain)
		mm_die(MM_USAGE, "import: --chain solana or ethereum?");
	if (chain && f->either && strcmp(chain, "ethereum") == 0)
		im->kind = SEAL_ETHEREUM;
	else if (chain && strcmp(chain, vault_kind_text(im->kind)) != 0)
		mm_die(MM_USAGE, "import: --chain does not fit --from %s",
		       f->name);
	if (path && !f->mnemonic)
		mm_die(MM_USAGE, "import: --path is for a mnemonic");
	if (password && !f->mnemonic && !f->encrypted)
		mm_die(MM_USAGE, "import: --password is for a keystore or a "
				 "mnemonic");
	return f;
}

static int read_input(struct import *im, const struct form *f, const char *file)
{
	enum secret_err e;
	int code;

	e = file ? secret_file(&im->text, file, TEXT_MAX)
		 : secret_ask(&im->text, "secret: ", false, SEAL_SECRET_MAX);
	code = no_secret(e, file ? "the file of the secret" : "secret");
	if (code)
		return code;
	if (password)
		e = secret_word(&im->password, password, BIP39_PASSPHRASE_MAX);
	else if (f->encrypted)
		e = secret_ask(&im->password,
			       "password of the keystore: ", false,
			       BIP39_PASSPHRASE_MAX);
	return no_secret(e, "password");
}

/* The text becomes a key. */
static int read_key(struct import *im, const struct form *f)
{
	const char *why = f->read(im);

	secret_wipe_stack();
	if (!why && im->kind == SEAL_ETHEREUM &&
	    !eth_address(im->public_key, (unsigned char *)im->secret.p))
		why = "not a secret key: zero, or too large";
	if (!why && im->kind == SEAL_SOLANA)
		memcpy(im->public_key, im->secret.p + ED25519_SEED_LEN,
		       ED25519_PUBLIC_LEN);
	if (why)
		mm_warn("%s: %s", f->name, why);
	return why ? MM_FAIL : MM_OK;
}

static int put(struct import *im, const char *name)
{
	struct vault_opener by = opener();
	struct vault_key key = { .kind = im->kind };
	struct vault *v;
	enum vault_err e;
	int code;

	if (!open_for(&v, &by, &code)) {
		vault_close(v);
		return code;
	}
	snprintf(key.name, sizeof(key.name), "%s", name);
	memcpy(key.public_key, im->public_key, sizeof(key.public_key));
	e = vault_put(v, &key, &im->secret);
	if (!e)
		say_key(&key);
	return done(v, e);
}

int import_run(int n, char **operands)
{
	struct import im = { .kind = SEAL_SECRET };
	const struct form *f;
	int code;

	if (n < 1 || n > 2)
		mm_die(MM_USAGE, "import: a name is needed, then a file or "
				 "nothing");
	if (!seal_name_ok(operands[0]))
		mm_die(MM_USAGE,
		       "import: a name is 1 to 63 of A-Z a-z 0-9 . _ -");
	f = form_or_die(&im);
	secret_guard();
	code = read_input(&im, f, n == 2 ? operands[1] : NULL);
	if (!code)
		code = read_key(&im, f);
	if (!code)
		code = put(&im, operands[0]);
	secret_free(&im.text);
	secret_free(&im.password);
	secret_free(&im.secret);
	return code;
}
