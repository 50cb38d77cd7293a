#include "kept.h"

#include "base/conf.h"
#include "base/err.h"
#include "base/hex.h"
#include "base/home.h"
#include "io/durable.h"
#include "io/homedir.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION  "lend-read 1"
#define LINE_SZ  160
#define IN_LEN   16 /* bytes of the bitmap, of the hash */
#define HASH_LEN 8
#define TEXT_MAX ((size_t)4 << 30)

static char *path_of(const struct reader *r, const struct market *m)
{
	char name[64];

	snprintf(name, sizeof(name), "lend-%" PRId64 "-%.42s.accounts",
		 r->conf.chain_id, m->address);
	return home_path(name);
}

/* ---- numbers ---- */

static void put_hex(char *out, unsigned __int128 x, size_t n)
{
	uint8_t bytes[IN_LEN];

	for (size_t i = n; i-- > 0; x >>= 8)
		bytes[i] = (uint8_t)x;
	hex_format(out, bytes, n);
}

static bool get_hex(unsigned __int128 *out, const char *text, size_t n)
{
	uint8_t bytes[IN_LEN];

	if (!hex_parse(bytes, n, text, 2 * n))
		return false;
	*out = 0;
	for (size_t i = 0; i < n; i++)
		*out = *out << 8 | bytes[i];
	return true;
}

/* ---- load ---- */

/* ADDRESS IN HASH */
#define ADDRESS_AT 0
#define IN_AT      43
#define HASH_AT    (IN_AT + 2 * IN_LEN + 1)
#define LINE_LEN   (HASH_AT + 2 * HASH_LEN + 1) /* with the newline */

static bool load_account(struct market *m, const char *line, size_t len)
{
	struct evm_address at;
	unsigned __int128 in, held;
	struct account *a;
	uint32_t place;

	if (len != LINE_LEN || line[IN_AT - 1] != ' ' ||
	    line[HASH_AT - 1] != ' ' ||
	    !evm_address_parse(&at, line + ADDRESS_AT, IN_AT - 1) ||
	    !get_hex(&in, line + IN_AT, IN_LEN) ||
	    !get_hex(&held, line + HASH_AT, HASH_LEN))
		return false;
	place = accounts_place(&m->accounts, &at);
	a = &m->accounts.v[place];
	a->in = in;
	a->held = (uint64_t)held;
	return true;
}

/* NULL, or what is wrong with it (constant). */
static const char *load(FILE *f, const struct reader *r, struct market *m)
{
	char want[LINE_SZ], line[LINE_SZ], hash[EVM_HASH_CHARS + 1], *end;
	long long reach;
	size_t n;

	n = (size_t)snprintf(want, sizeof(want),
			     VERSION " %" PRId64 " %s %" PRId64 " ",
			     r->conf.chain_id, m->address, m->from_block);
	if (!fgets(line, sizeof(line), f) || strncmp(line, want, n) != 0)
		return "of another market or LEND_FROM";
	errno = 0;
	reach = strtoll(line + n, &end, 10);
	if (errno || reach < 0 || end[0] != ' ' || end[1] != '0' ||
	    strlen(end) != 1 + EVM_HASH_CHARS + 1)
		return "its first line is damaged";
	snprintf(hash, sizeof(hash), "%s", end + 1);
	while (fgets(line, sizeof(line), f) && strncmp(line, "end ", 4) != 0)
		if (!load_account(m, line, strlen(line)))
			return "a line of it is damaged";
	snprintf(want, sizeof(want), "end %zu\n", m->accounts.n);
	if (strcmp(line, want) != 0)
		return "it is not whole";
	heard_from(&m->heard, reach, hash);
	m->kept = (struct kept){ reach, m->accounts.n };
	return NULL;
}

void kept_load(struct reader *r, struct market *m)
{
	char *path = path_of(r, m);
	FILE *f = fopen(path, "re");
	const char *why = NULL;

	m->kept = (struct kept){ .block = -1 };
	if (f)
		why = load(f, r, m);
	else if (errno != ENOENT)
		why = strerror(errno);
	if (why) {
		mm_warn("warning: %s: %s: accounts are searched for anew", path,
			why);
		accounts_free(&m->accounts);
	}
	if (f)
		fclose(f);
	free(path);
}

/* ---- save ---- */

static bool put_accounts(struct buf *b, const struct accounts *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct account *a = &all->v[i];
		char at[EVM_ADDRESS_STR_SZ], in[HEX_SZ(IN_LEN)],
			held[HEX_SZ(HASH_LEN)];

		memcpy(at, "0x", 2);
		hex_format(at + 2, a->at.b, EVM_ADDRESS_LEN);
		put_hex(in, a->in, IN_LEN);
		put_hex(held, a->held, HASH_LEN);
		if (!buf_addf(b, "%s %s %s\n", at, in, held))
			return false;
	}
	return true;
}

/* False: errno says why. */
static bool replace(const char *path, const struct buf *b)
{
	size_t n = strlen(path);
	char *beside = mem_alloc(n + sizeof(".new"), 1);
	bool ok;
	int fd;

	memcpy(beside, path, n);
	memcpy(beside + n, ".new", sizeof(".new"));
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ok = fd >= 0 && durable_write(fd, b->p, b->len);
	if (fd >= 0 && close(fd) != 0)
		ok = false;
	ok = ok && rename(beside, path) == 0 && durable_entry(path);
	free(beside);
	return ok;
}

/* The block the list reaches to, which no reorganisation takes back any more; NULL,
 * or why it is not known. */
static const char *settled(struct evm_block *out, struct reader *r,
			   const struct market *m)
{
	struct jsonrpc_request *q = &r->logs.q;
	int64_t reach = m->heard.reach - conf_int("REORG_DEPTH");
	const char *why;

	evm_ask_block(q, evm_at_block(reach > 0 ? reach : 0));
	if (jsonrpc_call(r->rpc, q))
		return q->reply.why;
	why = evm_read_block(out, &q->reply);
	return why || out->found ? why : "its block is not there";
}

void kept_save(struct reader *r, struct market *m)
{
	char *path = path_of(r, m);
	struct evm_block last;
	const char *why = settled(&last, r, m);
	struct buf b;

	buf_init(&b, TEXT_MAX);
	errno = EFBIG;
	if (!why &&
	    (!home_make() ||
	     !buf_addf(&b,
		       VERSION " %" PRId64 " %s %" PRId64 " %" PRId64 " %s\n",
		       r->conf.chain_id, m->address, m->from_block, last.block,
		       last.hash) ||
	     !put_accounts(&b, &m->accounts) ||
	     !buf_addf(&b, "end %zu\n", m->accounts.n) || !replace(path, &b)))
		why = strerror(errno);
	if (why)
		mm_warn("warning: %s: %s: the next run searches further back",
			path, why);
	else
		m->kept = (struct kept){ last.block, m->accounts.n };
	buf_free(&b);
	free(path);
}
