/* lp.h - `back-test lp`: range-roll over recorded swaps.  Layer: cmd. */
#ifndef MM_BACK_TEST_LP_H
#define MM_BACK_TEST_LP_H

#include "base/opt.h"

extern const struct opt lp_options[];

/* lp_main, after conf_load: an enum mm_exit. */
int lp_main(int n_operands, char **operands);

#endif
