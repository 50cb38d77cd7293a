/* offline.h - signatures, values and hashes, without a node. */
#ifndef EVM_CALL_OFFLINE_H
#define EVM_CALL_OFFLINE_H

#include <stdbool.h>

/* Each writes to standard output and returns an enum mm_exit; what cannot be read
 * is one line and exit MM_USAGE. */

/* offline_encode: 0x and the bytes of the arguments: behind its selector those of a
 * function or error, bare those of a constructor or list, and packed. */
int offline_encode(const char *signature, bool packed, char **args, int n);

/* offline_decode: one JSON object of names and texts.  data: n texts of hex digits;
 * of an event its topics and its data, of the others one. */
int offline_decode(const char *signature, char **data, int n);

/* offline_hash: Keccak-256 of a text, or of the bytes that 0x and digits mean. */
int offline_hash(const char *text);

/* offline_signature: what a signature is called by on the chain (4 bytes, or an
 * event's topic 0), and its canonical form. */
int offline_signature(const char *signature);

#endif
