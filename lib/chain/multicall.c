#include "chain/multicall.h"

#include <string.h>

#define WORD   32
#define HEAD   (MULTICALL_SELECTOR_LEN + 2 * WORD) /* offset, number of calls */
#define CALL   (4 * WORD) /* target, may fail, offset and length of data */
#define RESULT (2 * WORD) /* success, offset of data */

static const uint8_t aggregate3[MULTICALL_SELECTOR_LEN] = { 0x82, 0xad, 0x56,
							    0xcb };
/* getBlockNumber(), getLastBlockHash() */
const uint8_t multicall_block_number[MULTICALL_SELECTOR_LEN] = { 0x42, 0xcb,
								 0xb1, 0x5c };
const uint8_t multicall_parent_hash[MULTICALL_SELECTOR_LEN] = { 0x27, 0xe8,
								0x6d, 0x6e };

static size_t padded(size_t len)
{
	return (len + WORD - 1) / WORD * WORD;
}

size_t multicall_call_size(size_t data_len)
{
	return WORD + CALL + padded(data_len); /* its offset first */
}

size_t multicall_size(const struct multicall_call *calls, size_t n)
{
	size_t size = HEAD;

	for (size_t i = 0; i < n; i++)
		size += multicall_call_size(calls[i].len);
	return size;
}

static uint8_t *put_word(uint8_t *p, uint64_t v)
{
	memset(p, 0, WORD);
	for (int i = 1; i <= 8; i++, v >>= 8)
		p[WORD - i] = (uint8_t)v;
	return p + WORD;
}

void multicall_encode(uint8_t *out, const struct multicall_call *calls,
		      size_t n)
{
	size_t offset = n * WORD;
	uint8_t *p = out;

	memcpy(p, aggregate3, sizeof(aggregate3));
	p = put_word(p + sizeof(aggregate3), WORD);
	p = put_word(p, n);
	for (size_t i = 0; i < n; i++) {
		p = put_word(p, offset);
		offset += multicall_call_size(calls[i].len) - WORD;
	}
	for (size_t i = 0; i < n; i++) {
		size_t len = calls[i].len;

		p = put_word(p, 0);
		memcpy(p - EVM_ADDRESS_LEN, calls[i].to.b, EVM_ADDRESS_LEN);
		p = put_word(p, true);
		p = put_word(p, 3 * WORD);
		p = put_word(p, len);
		memset(p, 0, padded(len));
		if (len)
			memcpy(p, calls[i].data, len);
		p += padded(len);
	}
}

/* The word at p where it is no more than max. */
static bool word_in(size_t *out, const uint8_t *p, size_t max)
{
	uint64_t v = 0;

	for (int i = 0; i < WORD - 8; i++)
		if (p[i])
			return false;
	for (int i = WORD - 8; i < WORD; i++)
		v = v << 8 | p[i];
	*out = (size_t)v;
	return v <= max;
}

/* One result, len bytes from its beginning to the end of all. */
static bool result_in(struct multicall_result *out, const uint8_t *p,
		      size_t len)
{
	size_t ok, at;

	if (len < RESULT || !word_in(&ok, p, 1) ||
	    !word_in(&at, p + WORD, len) || len - at < WORD ||
	    !word_in(&out->len, p + at, len - at - WORD))
		return false;
	out->ok = ok == 1;
	out->data = p + at + WORD;
	return true;
}

bool multicall_decode(struct multicall_result *out, size_t n,
		      const uint8_t *data, size_t len)
{
	size_t at, count;

	if (len < WORD || !word_in(&at, data, len) || len - at < WORD ||
	    !word_in(&count, data + at, n) || count != n)
		return false;
	data += at + WORD;
	len -= at + WORD;
	if (len / WORD < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!word_in(&at, data + i * WORD, len) ||
		    !result_in(&out[i], data + at, len - at))
			return false;
	return true;
}
