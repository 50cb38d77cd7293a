#include "io/dberr.h"

const char *db_text(enum db_err e)
{
	switch (e) {
	case DB_OK:
		return "ok";
	case DB_LOCKED:
		return "locked by another process";
	case DB_NOTFOUND:
		return "not found";
	case DB_CONFLICT:
		return "the same identity is stored with other content";
	case DB_NEWER:
		return "made by a newer version of mmutils";
	case DB_FOREIGN:
		return "not a database of this kind";
	case DB_CORRUPT:
		return "not a database, or damaged";
	case DB_RANGE:
		return "a value is outside its range";
	case DB_IO:
		return "cannot be read or written";
	}
	return "unknown database error";
}

enum mm_exit db_exit(enum db_err e)
{
	switch (e) {
	case DB_OK:
		return MM_OK;
	case DB_LOCKED:
		return MM_RETRY;
	case DB_NOTFOUND:
	case DB_CONFLICT:
	case DB_NEWER:
	case DB_FOREIGN:
	case DB_CORRUPT:
	case DB_RANGE:
	case DB_IO:
		return MM_FAIL;
	}
	return MM_FAIL;
}
