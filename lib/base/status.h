/* status.h - what a pure function answers besides its result.  Layer: base.
 *
 * On any status but ST_OK outputs are untouched, unless the function says
 * otherwise.  No NaN or infinity ever enters a result that is ST_OK.
 */
#ifndef MM_STATUS_H
#define MM_STATUS_H

#define MM_CHECKED __attribute__((warn_unused_result))

enum status {
	ST_OK = 0,
	ST_FORMAT,   /* text that is not what was asked for               */
	ST_DOMAIN,   /* NaN, infinity or an argument outside its domain   */
	ST_RANGE,    /* the answer exists but not in the unit asked for   */
	ST_OVERFLOW, /* the answer does not fit its type                  */
	ST_DIVZERO,  /* division by zero                                  */
	ST_NODATA,   /* too few inputs for the answer to be defined       */
};

/* status_text: a constant, lower-case phrase; never NULL. */
const char *status_text(enum status st);

#endif
