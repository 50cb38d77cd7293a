/* holding.h - what rolls under way hold between their steps, by the logs of those that
 * landed. */
#ifndef MM_LP_READ_HOLDING_H
#define MM_LP_READ_HOLDING_H

#include "reader.h"

/* holding_tell: a `holding` for each asset that a landed step of a roll moved; what
 * it holds is never guessed: a step that cannot be read is a refusal, and the roll has
 * none. */
void holding_tell(struct reader *r);

#endif
