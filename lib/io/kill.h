/* kill.h - the kill switch: the file MM_HOME/KILL, its text the reason.
 * Layer: io.
 */
#ifndef MM_KILL_H
#define MM_KILL_H

#include "base/status.h"

#include <stdbool.h>

#define KILL_REASON_SZ 256

/* kill_switch: is it on?  It is when KILL exists, and also when that cannot be
 * examined: who cannot look must not trade.  Nothing is remembered: every call
 * looks again.
 *
 * out:     reason, NUL-terminated: the first line of the file, or what kept us
 *          from reading it; "" when off.
 * returns: true when on. */
MM_CHECKED bool kill_switch(char reason[static KILL_REASON_SZ]);

#endif
