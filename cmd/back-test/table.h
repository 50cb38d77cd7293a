/* table.h - what became of a sweep, for people.  Layer: cmd. */
#ifndef MM_BACK_TEST_TABLE_H
#define MM_BACK_TEST_TABLE_H

#include "axes.h"
#include "data/out.h"
#include "data/rec.h"

#define TABLE_CELL_SZ 64

/* A column after those of the axes; cell writes what it says of a result. */
struct table_column {
	const char *title;
	void (*cell)(char text[static TABLE_CELL_SZ], const void *result);
};

/* Kinds of cell: money to two decimals, a number, a ratio in percent. */
void table_money(char text[static TABLE_CELL_SZ], struct dec d);
void table_number(char text[static TABLE_CELL_SZ], int64_t n);
void table_percent(char text[static TABLE_CELL_SZ], double ratio);
void table_real(char text[static TABLE_CELL_SZ], double x);

/* TABLE_CELL makes the cell `name` of a result of struct `type`, r in expr. */
#define TABLE_CELL(name, kind, type, expr)                                     \
	static void name(char text[static TABLE_CELL_SZ], const void *result)  \
	{                                                                      \
		const struct type *r = result;                                 \
                                                                               \
		table_##kind(text, expr);                                      \
	}

/* table_write: a line for each combination, its record in results, or NULL where
 * there is none.  in: columns: ends with a NULL title. */
void table_write(struct out *out, const struct axes *a,
		 const struct table_column *columns,
		 const void *const *results);

#endif
