/* accounts.h - the accounts of a market, in the order in which they were discovered. */
#ifndef MM_LEND_READ_ACCOUNTS_H
#define MM_LEND_READ_ACCOUNTS_H

#include "chain/evm_address.h"

#include <stddef.h>
#include <stdint.h>

struct account {
	unsigned __int128
		in; /* reserves it may have anything in: bit by number */
	unsigned __int128 told; /* reserves something was told of last */
	uint64_t held;          /* hash of that, whole; 0: nothing there */
	struct evm_address at;
	bool touched; /* it changed since it was told */
};

struct accounts {
	struct account *v;
	size_t n, cap;
	uint32_t *slots; /* numbers by address: place + 1, 0: free */
	size_t n_slots;
	uint32_t *touched; /* those that are, in any order */
	size_t n_touched, cap_touched;
};

#define ACCOUNTS_MAX ((size_t)1 << 31)

/* accounts_place: where the account stands, added where it is new. */
uint32_t accounts_place(struct accounts *all, const struct evm_address *at);

void accounts_touch(struct accounts *all, uint32_t place);

/* accounts_settled: none is touched any more. */
void accounts_settled(struct accounts *all);

void accounts_free(struct accounts *all);

#endif
