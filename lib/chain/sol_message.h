/* sol_message.h - transactions of Solana: plan, message, bytes.  Layer: chain.
 *
 *	struct sol_plan      instructions by address, as a program thinks of them
 *	struct sol_message   one list of addresses, instructions by index
 *	bytes                what is signed
 *
 * sol_message_compile makes a message of a plan, sol_message_write its bytes,
 * sol_message_parse reads them and sol_message_resolve gives the instructions by
 * address again.  Order of addresses: the payer, then as they first appear
 * (each program before its accounts), within the classes the format asks for:
 * writable signers, readonly signers, writable, readonly.  The same plan makes
 * the same bytes.
 *
 * source: Solana documentation, "Transactions"; agave sdk/message (sanitize).
 */
#ifndef MM_SOL_MESSAGE_H
#define MM_SOL_MESSAGE_H

#include "base/mem.h"
#include "chain/pubkey.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOL_TX_MAX       1232 /* bytes of a transaction, signatures included */
#define SOL_SIG_LEN      64
#define SOL_KEYS_MAX     256 /* addresses of one transaction, tables included */
#define SOL_LUT_MAX      256 /* addresses of one table */
#define SOL_SIGNERS_MAX  127
#define SOL_IXS_MAX      SOL_TX_MAX
#define SOL_LAMPORTS_SIG 5000 /* lamports a signature costs */

enum sol_err {
	SOL_OK = 0,
	SOL_ETOOBIG,   /* over SOL_TX_MAX                                  */
	SOL_EKEYS,     /* over SOL_KEYS_MAX addresses, or SOL_SIGNERS_MAX  */
	SOL_EPLAN,     /* a legacy plan with lookup tables                  */
	SOL_ECUT,      /* ends too early                                   */
	SOL_ETRAILING, /* bytes behind the end                             */
	SOL_ELENGTH,   /* a length that is not in its shortest form        */
	SOL_EVERSION,  /* neither legacy nor version 0                     */
	SOL_EHEADER,   /* the counts of the header contradict each other   */
	SOL_EINDEX,    /* an index behind the last address                 */
	SOL_EPROGRAM,  /* a program that is the payer or from a table      */
	SOL_EREPEATED, /* an address, or a table, twice                    */
	SOL_ETABLE,    /* a table that was not given, or is too short      */
	SOL_ESIGNERS,  /* not as many signatures as signers                */
};

/* sol_strerror: a constant, lower-case phrase; never NULL. */
const char *sol_strerror(enum sol_err e);

enum sol_version {
	SOL_LEGACY = 0,
	SOL_V0 = 1,
};

/* ---- by address ---- */

struct sol_meta {
	struct pubkey key;
	bool signer;
	bool writable;
	/* Which lookup table it came through, counted from 1 in the order of
	 * the message; 0: it stands in the message itself.  Set by
	 * sol_message_resolve, not read by sol_message_compile. */
	uint8_t table;
};

/* An instruction.  accounts may be NULL with 0, data too. */
struct sol_ix {
	struct pubkey program;
	struct sol_meta *accounts;
	size_t n_accounts;
	const uint8_t *data;
	size_t data_len;
};

/* An address lookup table as it is on the chain. */
struct sol_lut {
	struct pubkey address;
	const struct pubkey *addresses;
	size_t n; /* <= SOL_LUT_MAX */
};

struct sol_plan {
	enum sol_version version;
	struct pubkey payer;
	struct pubkey blockhash; /* or a durable nonce's hash */
	const struct sol_ix *ixs;
	size_t n_ixs;
	const struct sol_lut
		*luts; /* SOL_V0 only; the first that has an address */
	size_t n_luts; /* is used; tables that serve nothing are left out   */
};

/* ---- by index ---- */

struct sol_call {
	uint8_t program; /* of the message's keys */
	const uint8_t *accounts;
	size_t n_accounts;
	const uint8_t *data;
	size_t data_len;
};

struct sol_lookup {
	struct pubkey table;
	const uint8_t *writable; /* indexes into the table */
	size_t n_writable;
	const uint8_t *readonly;
	size_t n_readonly;
};

/* Indexes count the keys, then every lookup's writable, then every lookup's
 * readonly addresses. */
struct sol_message {
	enum sol_version version;
	uint8_t n_signers;         /* the first of keys; at least 1 */
	uint8_t n_readonly_signed; /* the last of the signers */
	uint8_t n_readonly;        /* the last of keys */
	const struct pubkey *keys; /* [0] pays */
	size_t n_keys;
	struct pubkey blockhash;
	const struct sol_call *calls;
	size_t n_calls;
	const struct sol_lookup *lookups;
	size_t n_lookups;
};

/* ---- plan to bytes ---- */

/* sol_message_compile: SOL_OK, SOL_EKEYS, SOL_EPLAN or SOL_EPROGRAM.
 *
 * out:   *m; its calls' data are the plan's. */
MM_CHECKED enum sol_err sol_message_compile(struct arena *a,
					    struct sol_message *m,
					    const struct sol_plan *plan);

/* sol_message_len: bytes of the message; sol_tx_len: of the transaction with its
 * signatures.  What is over SOL_TX_MAX cannot be sent. */
size_t sol_message_len(const struct sol_message *m);
size_t sol_tx_len(const struct sol_message *m);

/* sol_message_write: the bytes, sol_message_len of them, at out; returns the byte
 * behind. */
uint8_t *sol_message_write(uint8_t *out, const struct sol_message *m);

/* sol_message_build: compile, then write.
 *
 * out:     *msg in the arena, *len.
 * returns: SOL_OK, SOL_ETOOBIG, or as sol_message_compile. */
MM_CHECKED enum sol_err sol_message_build(struct arena *a, uint8_t **msg,
					  size_t *len,
					  const struct sol_plan *plan);

/* sol_message_size: *size is the transaction's, signatures included, whether it
 * fits or not.  Returns as sol_message_compile.  a: scratch. */
MM_CHECKED enum sol_err sol_message_size(struct arena *a, size_t *size,
					 const struct sol_plan *plan);

/* ---- bytes to plan ---- */

/* sol_message_parse: strict.  What it accepts, sol_message_write writes again byte
 * for byte.
 *
 * out:     *m: keys, accounts and data stand in bytes; calls and lookups in the
 *          arena.  Undefined unless SOL_OK.
 * returns: SOL_OK, SOL_ETOOBIG, SOL_ECUT, SOL_ETRAILING, SOL_ELENGTH,
 *          SOL_EVERSION, SOL_EHEADER, SOL_EKEYS, SOL_EINDEX, SOL_EPROGRAM,
 *          SOL_EREPEATED. */
MM_CHECKED enum sol_err sol_message_parse(struct arena *a,
					  struct sol_message *m,
					  const uint8_t *bytes, size_t len);

/* sol_message_resolve: every instruction with its accounts by address.
 *
 * out:     *ixs, m->n_calls of them; their data stands where m's does.
 * in:      luts: every table m names, in any order.
 * returns: SOL_OK, SOL_ETABLE, SOL_EREPEATED (an address through two ways). */
MM_CHECKED enum sol_err sol_message_resolve(struct arena *a,
					    struct sol_ix **ixs,
					    const struct sol_message *m,
					    const struct sol_lut *luts,
					    size_t n_luts);

/* sol_message_keys: all addresses of the transaction in the order of its indexes,
 * *n of them, with their rights and tables.  Errors as above. */
MM_CHECKED enum sol_err sol_message_keys(struct arena *a,
					 struct sol_meta **keys, size_t *n,
					 const struct sol_message *m,
					 const struct sol_lut *luts,
					 size_t n_luts);

/* ---- whole transactions ---- */

/* Where the parts of a transaction stand in its bytes. */
struct sol_tx {
	const uint8_t *sigs; /* n_sigs * SOL_SIG_LEN; zeros: not signed yet */
	size_t n_sigs;
	const uint8_t *msg;
	size_t msg_len;
};

/* sol_tx_wire: signatures, then message, in the arena.  SOL_OK, SOL_ETOOBIG, or
 * SOL_ESIGNERS if the message asks for another number of signatures. */
MM_CHECKED enum sol_err sol_tx_wire(struct arena *a, uint8_t **tx, size_t *len,
				    const struct sol_tx *parts);

/* sol_tx_parse finds the parts; the message is not looked into, beyond how many
 * sign it.  SOL_OK, SOL_ETOOBIG, SOL_ECUT, SOL_ELENGTH, SOL_EVERSION,
 * SOL_ESIGNERS. */
MM_CHECKED enum sol_err sol_tx_parse(struct sol_tx *out, const uint8_t *bytes,
				     size_t len);

#endif
