#include "chain/rlp.h"

#include <assert.h>
#include <string.h>

#define STRING    0x80 /* + length of a short one */
#define LIST      0xc0
#define SHORT_MAX 55 /* bytes that need no length of a length */
#define U64_BYTES 8

/* ---- writing ---- */

void rlp_begin(struct rlp_writer *w, uint8_t *room, size_t size)
{
	w->begin = room;
	w->p = w->end = room + size;
}

void rlp_put_raw(struct rlp_writer *w, const void *bytes, size_t n)
{
	assert((size_t)(w->p - w->begin) >= n);
	w->p -= n;
	if (n)
		memcpy(w->p, bytes, n);
}

/* The bytes of x without zeros in front, at the end of out; returns how many. */
static size_t shortest(uint8_t out[static U64_BYTES], uint64_t x)
{
	size_t n = 0;

	for (; x; x >>= 8)
		out[U64_BYTES - ++n] = (uint8_t)x;
	return n;
}

static void put_head(struct rlp_writer *w, uint8_t kind, size_t n)
{
	uint8_t len[U64_BYTES], first;
	size_t n_len;

	if (n <= SHORT_MAX) {
		first = (uint8_t)(kind + n);
	} else {
		n_len = shortest(len, n);
		rlp_put_raw(w, len + U64_BYTES - n_len, n_len);
		first = (uint8_t)(kind + SHORT_MAX + n_len);
	}
	rlp_put_raw(w, &first, 1);
}

void rlp_put(struct rlp_writer *w, const void *bytes, size_t n)
{
	rlp_put_raw(w, bytes, n);
	if (n != 1 || *w->p >= STRING)
		put_head(w, STRING, n);
}

void rlp_put_u64(struct rlp_writer *w, uint64_t x)
{
	uint8_t bytes[U64_BYTES];
	size_t n = shortest(bytes, x);

	rlp_put(w, bytes + U64_BYTES - n, n);
}

void rlp_put_u256(struct rlp_writer *w, struct u256 x)
{
	uint8_t bytes[U256_BYTES];
	size_t n = (size_t)(u256_bits(x) + 7) / 8;

	u256_put_be(bytes, x);
	rlp_put(w, bytes + U256_BYTES - n, n);
}

void rlp_put_list(struct rlp_writer *w, const uint8_t *behind)
{
	put_head(w, LIST, (size_t)(behind - w->p));
}

/* ---- reading ---- */

/* The length that the n bytes at p say; false: zeros in front, or one that a short
 * form has, or that no memory holds. */
static bool long_length(size_t *out, const uint8_t *p, size_t n)
{
	size_t len = 0;

	if (!p[0])
		return false;
	for (size_t i = 0; i < n; i++)
		len = len << 8 | p[i];
	*out = len;
	return len > SHORT_MAX;
}

/* Where the next item of that kind holds what it holds. */
static bool next(struct rlp_reader *r, uint8_t kind, const uint8_t **p,
		 size_t *n)
{
	size_t len, head = 1;
	uint8_t above;

	if (!r->left || r->p[0] < kind || r->p[0] - kind >= LIST - STRING)
		return false;
	above = (uint8_t)(r->p[0] - kind);
	if (above > SHORT_MAX) {
		size_t n_len = (size_t)above - SHORT_MAX;

		if (r->left - 1 < n_len || !long_length(&len, r->p + 1, n_len))
			return false;
		head += n_len;
	} else {
		len = above;
	}
	if (r->left - head < len)
		return false;
	*p = r->p + head;
	*n = len;
	r->p += head + len;
	r->left -= head + len;
	return true;
}

bool rlp_read(struct rlp_reader *r, const uint8_t **bytes, size_t *n)
{
	struct rlp_reader at = *r;

	if (at.left && at.p[0] < STRING) {
		*bytes = at.p;
		*n = 1;
		at.p++;
		at.left--;
	} else if (!next(&at, STRING, bytes, n) ||
		   (*n == 1 && **bytes < STRING)) {
		return false;
	}
	*r = at;
	return true;
}

bool rlp_read_list(struct rlp_reader *r, struct rlp_reader *inside)
{
	return next(r, LIST, &inside->p, &inside->left);
}

bool rlp_read_exact(struct rlp_reader *r, uint8_t *out, size_t n)
{
	struct rlp_reader at = *r;
	const uint8_t *p;
	size_t len;

	if (!rlp_read(&at, &p, &len) || len != n)
		return false;
	memcpy(out, p, n);
	*r = at;
	return true;
}

bool rlp_read_u256(struct rlp_reader *r, struct u256 *out)
{
	struct rlp_reader at = *r;
	uint8_t bytes[U256_BYTES] = { 0 };
	const uint8_t *p;
	size_t n;

	if (!rlp_read(&at, &p, &n) || n > U256_BYTES || (n && !p[0]))
		return false;
	memcpy(bytes + U256_BYTES - n, p, n);
	*out = u256_of_be(bytes);
	*r = at;
	return true;
}

bool rlp_read_u64(struct rlp_reader *r, uint64_t *out)
{
	struct rlp_reader at = *r;
	struct u256 x;

	if (!rlp_read_u256(&at, &x) || u256_to_u64(out, x) != ST_OK)
		return false;
	*r = at;
	return true;
}

bool rlp_count(struct rlp_reader r, size_t *n)
{
	const uint8_t *p;
	size_t len;

	for (*n = 0; r.left; ++*n) {
		struct rlp_reader inside;

		if (r.p[0] >= LIST ? !rlp_read_list(&r, &inside)
				   : !rlp_read(&r, &p, &len))
			return false;
	}
	return true;
}
