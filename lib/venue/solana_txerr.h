/* solana_txerr.h - why a transaction failed, as Solana's nodes say it.
 * Layer: venue.  source: solana-transaction-error, TransactionError. */
#ifndef MM_SOLANA_TXERR_H
#define MM_SOLANA_TXERR_H

#include "data/json.h"

#include <stdbool.h>
#include <stdint.h>

#define SOLANA_TXERR_KIND_SZ 48
#define SOLANA_TXERR_TEXT_SZ 192

struct solana_txerr {
	bool failed;     /* false: it did not fail; nothing else is set      */
	int instruction; /* whose fault it is, from 0; -1: of the transaction */
	bool is_custom;  /* the program's own error: custom                  */
	uint32_t custom;
	char kind[SOLANA_TXERR_KIND_SZ]; /* snake_case: blockhash_not_found,
	                                    already_processed, custom, …      */
};

/* solana_txerr_read: the member `err` of a status, a meta or a simulation.  A
 * token that is no error we know still failed: kind "unknown". */
void solana_txerr_read(struct solana_txerr *out, const struct json *j,
		       const struct json_tok *err);

/* solana_txerr_text writes one line: "instruction 2: custom 41 (client_id_…)".
 * name: the name of a program's own error, or NULL; may be NULL.  Returns buf. */
const char *solana_txerr_text(char buf[static SOLANA_TXERR_TEXT_SZ],
			      const struct solana_txerr *e,
			      const char *(*name)(uint32_t custom));

#endif
