/* std.h - the three standard descriptors.  Layer: base. */
#ifndef MM_STD_H
#define MM_STD_H

/* std_hold takes the place of each of standard input, output and error that the
 * caller closed, so that no file opened later gets its number: records would be
 * written into MM_HOME/cycle, messages into a lock.  What stands in the place is
 * open the wrong way round, and every use of it fails with EBADF as before. */
void std_hold(void);

#endif
