/* ack.h - the way back: what came out at the pipe's end.
 *
 * A FIFO from which lines are read: a `cycle` record (that frame is done), the
 * word stop (begin no frame), the word end (the pipe is empty: leave).  Layer: io.
 */
#ifndef MM_ACK_H
#define MM_ACK_H

#include <stddef.h>
#include <stdint.h>

#define ACK_WAKES   2
#define ACK_LINE_SZ 4096 /* a writer's line arrives whole up to PIPE_BUF */

struct ack {
	int fd;      /* -1: no FIFO, no line ever comes                 */
	int pipe_fd; /* the pipe whose reader must not be gone; -1: none */
	int wake_fd[ACK_WAKES]; /* what else ends a wait: something to read;
				   -1: none */
	size_t len;
	char line[ACK_LINE_SZ];
};

enum ack_said {
	ACK_DONE, /* the awaited cycle came out                */
	ACK_STOP, /* told stop                                 */
	ACK_ENDS, /* told end                                  */
	ACK_LATE, /* the time is over                          */
	ACK_GONE, /* nobody reads the pipe any more            */
	ACK_WAKE, /* a wake_fd has something, or its end        */
};

/* ack_open opens the FIFO for reading and writing, so that neither side's coming
 * and going ends it, and watches standard output; each wake_fd is -1.  path NULL: no FIFO.  Dies
 * MM_USAGE if path is none. */
void ack_open(struct ack *a, const char *path);

/* ack_wait waits until the cycle of that id came out, or for something else, at
 * most wait_ms.  id 0: no cycle is awaited. */
enum ack_said ack_wait(struct ack *a, int64_t id, int64_t wait_ms);

#endif
