/* rights_kept.h - keys that were found well are not asked about again for an hour.
 * Layer: cmd.
 *
 * MM_HOME/doctor/VENUE holds a mark of the key and of the address it was asked at, and
 * when.  A file that is not what was written, of another key, or of a time to come is
 * none: it is asked again. */
#ifndef MM_HEDGE_SYNC_RIGHTS_KEPT_H
#define MM_HEDGE_SYNC_RIGHTS_KEPT_H

#include "venue/cex_session.h"

bool rights_kept(const struct cex_session *s);

/* rights_keep: what cannot be written is asked again. */
void rights_keep(const struct cex_session *s);

#endif
