/* home.h - where one bot lives.  Layer: base.
 *
 * MM_HOME (default $XDG_STATE_HOME/mmutils, else $HOME/.local/state/mmutils)
 * holds mm.conf, mm.db, journal.db, keys/, policy.json, lock/, breaker/ and KILL.
 */
#ifndef MM_HOME_H
#define MM_HOME_H

/* home_dir: the folder's path; dies MM_USAGE where neither variable is set.
 * Owner: home.c; lives as long as the process. */
const char *home_dir(void);

/* home_path: home_dir() + "/" + name.  Owner: caller, free(). */
char *home_path(const char *name);

#endif
