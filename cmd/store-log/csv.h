/* csv.h - records of one type as a table: the plain keys (texts, numbers, flags)
 * in the order of mm-records(5), absent ones empty.  source: RFC 4180, with LF. */
#ifndef STORE_LOG_CSV_H
#define STORE_LOG_CSV_H

#include "data/json.h"
#include "data/rec.h"
#include "io/store.h"

struct csv {
	struct out *out;
	const struct rec_type *type;
	struct json json;
	struct arena arena; /* of one row */
};

/* csv_open writes the line of names.  Owner: caller, csv_close. */
void csv_open(struct csv *c, struct out *out, const struct rec_type *type);
void csv_close(struct csv *c);

/* csv_row, for store_scan: ctx is a struct csv. */
bool csv_row(void *ctx, const struct store_row *row);

#endif
