#include "venue/cex_key.h"

#include "base/base64.h"
#include "chain/ed25519.h"

#include <string.h>

/* What stands before the 32 bytes of the seed: version 0, the algorithm 1.3.101.112,
 * and the seed as an octet string within one. */
static const unsigned char pkcs8[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30,
				       0x05, 0x06, 0x03, 0x2b, 0x65, 0x70,
				       0x04, 0x22, 0x04, 0x20 };

#define DER_LEN   (sizeof(pkcs8) + ED25519_SEED_LEN)
#define PEM_BEGIN "-----BEGIN "
#define PEM_HEAD  "-----BEGIN PRIVATE KEY-----"
#define PEM_TAIL  "-----END PRIVATE KEY-----"

/* A run of bytes that is being read from its front. */
struct rest {
	const char *p;
	size_t len;
};

/* The line at the front, without its end; what is behind it stays. */
static struct rest take_line(struct rest *r)
{
	const char *end = r->len ? memchr(r->p, '\n', r->len) : NULL;
	struct rest line = { r->p, end ? (size_t)(end - r->p) : r->len };
	size_t used = line.len + (end ? 1 : 0);

	r->p += used;
	r->len -= used;
	if (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* Lines without anything at the end are none. */
static void trim(struct rest *r)
{
	while (r->len && (r->p[r->len - 1] == '\n' || r->p[r->len - 1] == '\r'))
		r->len--;
}

/* A word that can stand in a header: 1..CEX_KEY_MAX of printable ASCII. */
static bool is_word(const struct rest *w)
{
	if (!w->len || w->len > CEX_KEY_MAX)
		return false;
	for (size_t i = 0; i < w->len; i++)
		if (w->p[i] <= ' ' || w->p[i] > '~')
			return false;
	return true;
}

static bool is_line(const struct rest *line, const char *text)
{
	return line->len == strlen(text) && !memcmp(line->p, text, line->len);
}

/* The bytes between the lines of a PEM; text has room for all of it. */
static bool pem_text(char *text, size_t room, size_t *n, struct rest pem)
{
	struct rest line = take_line(&pem);

	*n = 0;
	if (!is_line(&line, PEM_HEAD))
		return false;
	while (pem.len) {
		line = take_line(&pem);
		if (is_line(&line, PEM_TAIL))
			return !pem.len;
		if (!line.len || line.len > room - *n)
			return false;
		memcpy(text + *n, line.p, line.len);
		*n += line.len;
	}
	return false;
}

static bool read_pem(unsigned char secret[static ED25519_SECRET_LEN],
		     struct rest pem)
{
	char text[BASE64_LEN(DER_LEN)];
	uint8_t der[BASE64_BYTES(sizeof(text))];
	size_t n;
	bool ok = pem_text(text, sizeof(text), &n, pem) && n == sizeof(text) &&
		  base64_parse(der, &n, text, n) == ST_OK && n == DER_LEN &&
		  !memcmp(der, pkcs8, sizeof(pkcs8));

	if (ok)
		ed25519_secret(secret, der + sizeof(pkcs8));
	explicit_bzero(text, sizeof(text));
	explicit_bzero(der, sizeof(der));
	return ok;
}

const char *cex_key_read(struct cex_key *out, const char *text, size_t len)
{
	struct rest rest = { text, len }, key, word;
	bool pem;
	char *held;

	*out = (struct cex_key){ .held = { 0 } };
	key = take_line(&rest);
	trim(&rest);
	if (!is_word(&key))
		return "the first line is no API key";
	pem = rest.len >= strlen(PEM_BEGIN) &&
	      !memcmp(rest.p, PEM_BEGIN, strlen(PEM_BEGIN));
	word = rest;
	if (!pem && !is_word(&word))
		return rest.len ? "the second line is no secret"
				: "there is no secret behind the API key";
	secret_alloc(&out->held,
		     key.len + 1 + (pem ? ED25519_SECRET_LEN : word.len));
	held = out->held.p;
	memcpy(held, key.p, key.len);
	held[key.len] = '\0';
	if (!pem) {
		memcpy(held + key.len + 1, word.p, word.len);
	} else if (!read_pem((unsigned char *)held + key.len + 1, rest)) {
		secret_free(&out->held);
		return "not an Ed25519 key as PKCS#8 PEM";
	}
	out->creds = (struct cex_creds){
		.key = held,
		.secret = (unsigned char *)held + key.len + 1,
		.secret_len = pem ? ED25519_SECRET_LEN : word.len,
		.ed25519 = pem,
	};
	return NULL;
}

void cex_key_drop(struct cex_key *k)
{
	secret_free(&k->held);
	*k = (struct cex_key){ .held = { 0 } };
}
