#include "base/status.h"

const char *status_text(enum status st)
{
	switch (st) {
	case ST_OK:
		return "ok";
	case ST_FORMAT:
		return "malformed";
	case ST_DOMAIN:
		return "outside its domain";
	case ST_RANGE:
		return "out of range";
	case ST_OVERFLOW:
		return "too large";
	case ST_DIVZERO:
		return "division by zero";
	case ST_NODATA:
		return "too little data";
	}
	return "unknown status";
}
