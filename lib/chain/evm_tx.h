/* evm_tx.h - transactions of Ethereum, to the byte.  Layer: chain.
 *
 * Three kinds: those from before types (with a chain id, EIP-155, or without), with
 * an access list (EIP-2930), with a priority fee (EIP-1559).  Those that carry blobs
 * (EIP-4844) or set code (EIP-7702), and others, are refused by name.  What is read
 * has one form only, so evm_tx_read and evm_tx_write undo each other.
 *
 * source: EIP-155, EIP-2718, EIP-2930, EIP-1559, EIP-2 (low s), EIP-2681 (nonce).
 */
#ifndef MM_EVM_TX_H
#define MM_EVM_TX_H

#include "base/mem.h"
#include "base/u256.h"
#include "chain/evm_address.h"
#include "chain/keccak.h"
#include "chain/secp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVM_TX_MAX       (128 * 1024) /* bytes; nodes pool no larger one     */
#define EVM_CHAIN_ID_MAX INT64_C(9007199254740991)
#define EVM_NONCE_MAX    (UINT64_MAX - 1)

enum evm_tx_err {
	EVM_TX_OK = 0,
	EVM_TX_ETOOBIG,   /* over EVM_TX_MAX                                  */
	EVM_TX_EBLOB,     /* type 3 (EIP-4844)                                */
	EVM_TX_ESETCODE,  /* type 4 (EIP-7702)                                */
	EVM_TX_ETYPE,     /* another type, or no transaction                  */
	EVM_TX_ERLP,      /* not in the one form RLP has for it               */
	EVM_TX_EFIELDS,   /* too few fields, or too many, or unsigned         */
	EVM_TX_ETRAILING, /* bytes behind the end                             */
	EVM_TX_ENUMBER,   /* a number that does not fit its field             */
	EVM_TX_ETO,       /* neither an address nor nothing                   */
	EVM_TX_EACCESS,   /* an access list that is none                      */
	EVM_TX_ECHAIN,    /* chain id 0, over EVM_CHAIN_ID_MAX, or missing    */
	EVM_TX_ENONCE,    /* over EVM_NONCE_MAX                               */
	EVM_TX_EFEE,      /* a priority fee over the fee that holds it        */
	EVM_TX_ESIG,      /* no signature                                     */
	EVM_TX_EHIGH_S,   /* s in the upper half: the chain takes the other   */
};

/* evm_tx_strerror: a constant, lower-case phrase; never NULL. */
const char *evm_tx_strerror(enum evm_tx_err e);

enum evm_tx_type {
	EVM_TX_LEGACY = 0,
	EVM_TX_ACCESS = 1, /* EIP-2930 */
	EVM_TX_FEE = 2,    /* EIP-1559 */
};

struct evm_access {
	struct evm_address address;
	const uint8_t (*keys)[32]; /* may be NULL with 0 */
	size_t n_keys;
};

struct evm_tx {
	enum evm_tx_type type;
	uint64_t chain_id; /* 0: EVM_TX_LEGACY without EIP-155 */
	uint64_t nonce;
	/* Wei per gas; of EVM_TX_FEE, the most, priority included. */
	struct u256 gas_price;
	struct u256 max_priority_fee; /* of EVM_TX_FEE, else 0 */
	uint64_t gas;
	bool create; /* to nobody: data is creation code */
	struct evm_address to;
	struct u256 value;   /* wei */
	const uint8_t *data; /* may be NULL with 0 */
	size_t data_len;
	const struct evm_access *access; /* not of EVM_TX_LEGACY */
	size_t n_access;
};

/* A transaction as it is sent. */
struct evm_signed_tx {
	struct evm_tx tx;
	struct secp_sig sig;
	struct evm_address from;     /* recovered from sig */
	uint8_t hash[KECCAK256_LEN]; /* its id */
};

/* evm_tx_check: EVM_TX_OK, or why nobody would take it: EVM_TX_ETOOBIG,
 * EVM_TX_ECHAIN, EVM_TX_ENONCE, EVM_TX_EFEE, EVM_TX_EACCESS (of a legacy one). */
MM_CHECKED enum evm_tx_err evm_tx_check(const struct evm_tx *tx);

/* evm_tx_write: the bytes of tx, in the arena; with sig those that are sent, without
 * (NULL) those whose hash is signed.
 * in:  tx passes evm_tx_check. */
void evm_tx_write(struct arena *a, uint8_t **bytes, size_t *len,
		  const struct evm_tx *tx, const struct secp_sig *sig);

/* evm_tx_digest: what is signed: the hash of the unsigned bytes.  a: scratch. */
void evm_tx_digest(struct arena *a, uint8_t out[static KECCAK256_LEN],
		   const struct evm_tx *tx);

/* evm_tx_read: unsigned bytes.  evm_tx_read_signed: signed ones, with who signed.
 *
 * out:  *out, undefined unless EVM_TX_OK; data and keys stand in bytes or the arena.
 * cost: linear; evm_tx_read_signed about 60 us more, for the recovery. */
MM_CHECKED enum evm_tx_err evm_tx_read(struct arena *a, struct evm_tx *out,
				       const uint8_t *bytes, size_t len);
MM_CHECKED enum evm_tx_err evm_tx_read_signed(struct arena *a,
					      struct evm_signed_tx *out,
					      const uint8_t *bytes, size_t len);

/* evm_tx_same_effect: the same call of the same address with the same value on the
 * same chain, whatever they pay and whatever their nonce. */
bool evm_tx_same_effect(const struct evm_tx *a, const struct evm_tx *b);

#endif
