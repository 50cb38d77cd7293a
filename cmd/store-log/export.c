/* export.c - store-log export: everything stored, as records or as a table. */
#include "verbs.h"

#include "csv.h"

#include <string.h>
#include <unistd.h>

static bool csv;
static struct store_query query;
static const char *market;

const struct opt export_options[] = {
	OPT_FLAG_(0, "csv", &csv, "a table of the plain keys of one type"),
	OPT_STR_('m', "market", &market, "<name>", "of this market only"),
	OPT_INT_(0, "from-ms", &query.from_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "none before this time"),
	OPT_INT_(0, "to-ms", &query.to_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "only before this time"),
	OPT_END_,
};

static void scan_or_die(struct store *s, store_each_row *each, void *ctx)
{
	enum db_err e = store_scan(s, &query, each, ctx);

	if (e)
		store_die(s, e);
}

static const struct rec_type *table_type(int n, char **operands)
{
	const struct rec_type *type =
		n == 1 ? rec_find(operands[0], strlen(operands[0])) : NULL;

	if (!type)
		mm_die(MM_USAGE, "--csv: one type of mm-records(5)");
	return type;
}

int export_run(int n, char **operands)
{
	const struct rec_type *type = csv ? table_type(n, operands) : NULL;
	struct store *s;
	struct out out;

	query_range(&query);
	query.types = n ? (const char *const *)operands : NULL;
	query.market = market;
	s = store_or_die(STORE_READ);
	out_open(&out, STDOUT_FILENO);
	if (type) {
		struct csv table;

		csv_open(&table, &out, type);
		scan_or_die(s, csv_row, &table);
		csv_close(&table);
	} else {
		scan_or_die(s, write_row, &out);
	}
	out_close(&out);
	store_close(s);
	return MM_OK;
}
