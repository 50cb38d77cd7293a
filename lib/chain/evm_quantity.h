/* evm_quantity.h - numbers and bytes as Ethereum's JSON-RPC writes them.
 * Layer: chain.  source: ethereum.org, JSON-RPC API, "Conventions".
 *
 * A quantity is a number: 0x and hex digits, the most compact form ("0x0" is
 * zero).  Data are bytes: 0x and two digits a byte ("0x" is none).  Written exactly
 * so, lower case.  Read with what nodes are known to do: digits of either case, and
 * zeros in front of a quantity.  "0x" is no quantity: it is what a call of an
 * account without code answers, and that is not zero.
 */
#ifndef MM_EVM_QUANTITY_H
#define MM_EVM_QUANTITY_H

#include "base/u256.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVM_QUANTITY_SZ (sizeof("0x") + 64)
#define EVM_DATA_SZ(n)  (2 * (n) + sizeof("0x")) /* text of n bytes, with NUL */

/* evm_quantity_format: returns buf. */
char *evm_quantity_format(char buf[static EVM_QUANTITY_SZ], struct u256 x);
char *evm_quantity_format_u64(char buf[static EVM_QUANTITY_SZ], uint64_t x);

/* False, *out untouched: no quantity, or it does not fit.  in: s NUL-terminated. */
MM_CHECKED bool evm_quantity_parse(struct u256 *out, const char *s);
MM_CHECKED bool evm_quantity_parse_u64(uint64_t *out, const char *s);
/* Below 2^53, as the integers of records: block numbers, times, indexes. */
MM_CHECKED bool evm_quantity_parse_int(int64_t *out, const char *s);

/* evm_data_format: out holds EVM_DATA_SZ(n).  Returns out. */
char *evm_data_format(char *out, const uint8_t *bytes, size_t n);

/* evm_data_len: how many bytes the text s of len characters stands for.  False: it
 * is no data (its digits are looked at by evm_data_parse). */
MM_CHECKED bool evm_data_len(size_t *n, const char *s, size_t len);

/* evm_data_parse reads exactly n bytes.  False: s is not that, and out is
 * undefined. */
MM_CHECKED bool evm_data_parse(uint8_t *out, size_t n, const char *s,
			       size_t len);

#endif
