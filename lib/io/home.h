/* home.h - where one bot keeps its things, and its kill switch.  Layer: io.
 *
 * MM_HOME is one bot: mm.conf, journal.db (outbox), mm.db (history), keys/,
 * policy.json, lock/, KILL.  Default: $XDG_STATE_HOME/mmutils, else
 * $HOME/.local/state/mmutils.
 */
#ifndef MM_HOME_H
#define MM_HOME_H

#include "base/status.h"

#include <stdbool.h>

#define HOME_PATH_SZ   4096
#define KILL_REASON_SZ 256

/* home_path: the path of name inside MM_HOME; "" gives MM_HOME itself.
 *
 * out:     path, NUL-terminated.
 * returns: ST_OK, ST_NODATA (none of the three variables is set), ST_RANGE (too
 *          long). */
MM_CHECKED enum status home_path(char path[static HOME_PATH_SZ],
				 const char *name);

/* home_make creates MM_HOME and MM_HOME/lock (mode 0700) where missing, durably.
 * False: errno says why. */
MM_CHECKED bool home_make(void);

/* kill_switch: is the kill switch on?  It is when MM_HOME/KILL exists, and also
 * when that cannot be examined: who cannot look must not trade.
 *
 * out:     reason, NUL-terminated: the first line of the file, or what kept us
 *          from reading it; "" when off.
 * returns: true when on. */
MM_CHECKED bool kill_switch(char reason[static KILL_REASON_SZ]);

#endif
