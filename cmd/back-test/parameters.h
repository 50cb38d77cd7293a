/* parameters.h - which configuration a result is of.  Layer: cmd. */
#ifndef MM_BACK_TEST_PARAMETERS_H
#define MM_BACK_TEST_PARAMETERS_H

#include "data/rec.h"

/* parameters: the keys that are not at their default, PAPER_TAPE left out, which the
 * record names by itself.
 *
 * out:     *config_id: a hash of them; both in mem or in the configuration. */
struct rec_list parameters(const char **config_id, struct arena *mem);

#endif
