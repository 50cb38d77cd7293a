/* homedir.h - makes the folder a bot lives in.  Layer: io.  See base/home.h. */
#ifndef MM_HOMEDIR_H
#define MM_HOMEDIR_H

#include "base/status.h"

#include <stdbool.h>

/* home_make creates MM_HOME and MM_HOME/lock (mode 0700) where missing, and
 * syncs the folders above them.  False: errno says why. */
MM_CHECKED bool home_make(void);

#endif
