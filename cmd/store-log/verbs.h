/* verbs.h - what the verbs of store-log share. */
#ifndef STORE_LOG_VERBS_H
#define STORE_LOG_VERBS_H

#include "base/opt.h"
#include "data/frame.h"
#include "io/store.h"

#include <stdnoreturn.h>

/* store_path: --db, or MM_HOME/mm.db. */
const char *store_path(void);

/* store_or_die opens it, or says why not and exits. */
struct store *store_or_die(enum store_mode mode);

/* store_die says what is wrong with s and exits: DB_LOCKED 4, all else 1. */
noreturn void store_die(const struct store *s, enum db_err e);

/* list_split cuts "a,b" at its commas.  Owner of the list: caller, free(); text
 * is changed and must outlive it.  An empty name is MM_USAGE. */
const char **list_split(char *text, const char *option);

/* write_row, for the readers of a store: the row's record to the struct out ctx. */
bool write_row(void *ctx, const struct store_row *row);

/* query_range: --from-ms without --to-ms is up to the newest. */
void query_range(struct store_query *q);

extern const struct opt put_options[], get_options[], tail_options[],
	export_options[], vacuum_options[];

/* put_uses: every type of the suite, read. */
const struct rec_use *put_uses(void);

int put_run(int n, char **operands);
int get_run(int n, char **operands);
int tail_run(int n, char **operands);
int export_run(int n, char **operands);
int check_run(int n, char **operands);
int vacuum_run(int n, char **operands);

#endif
