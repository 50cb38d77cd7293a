/* cut_vfs.h - a disk whose power can be cut, under SQLite.
 *
 * What is written stands in memory until it is synced; then it is in the file.  A
 * cut loses what is not, but for single writes that had reached the disk by chance.
 * Locks and shared memory are the system's.  source: https://www.sqlite.org/vfs.html
 */
#ifndef CUT_VFS_H
#define CUT_VFS_H

#include "base/mem.h"
#include "check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define CUT_FILES 8

/* A write since the last sync; p NULL: the file is cut to at. */
struct cut_write {
	struct cut_write *next;
	unsigned char *p;
	sqlite3_int64 at;
	int n;
};

/* A file as the programs see it, by its name. */
struct cut_disk {
	char *path;
	unsigned char *image;
	sqlite3_int64 len;
	struct cut_write *unsynced, **last;
};

struct cut_file {
	sqlite3_file base;
	struct cut_disk *disk;
	sqlite3_file *real;
};

static struct cut_disk cut_disks[CUT_FILES];
static int cut_left; /* calls until the power fails; 0: never */
static bool cut_dark;
static sqlite3_vfs *cut_real;

/* One call to the disk: false, the power is off. */
static bool cut_powered(void)
{
	if (cut_left > 0 && --cut_left == 0)
		cut_dark = true;
	return !cut_dark;
}

static struct cut_file *cut_of(sqlite3_file *f)
{
	return (struct cut_file *)(void *)f;
}

/* Applies a write to the image. */
static void cut_apply(struct cut_disk *d, const struct cut_write *w)
{
	sqlite3_int64 end = w->at + w->n;

	if (!w->p) {
		d->len = w->at < d->len ? w->at : d->len;
		return;
	}
	if (end > d->len) {
		d->image = mem_realloc(d->image, (size_t)end, 1);
		memset(d->image + d->len, 0, (size_t)(end - d->len));
		d->len = end;
	}
	memcpy(d->image + w->at, w->p, (size_t)w->n);
}

/* The writes reach the file: all, or each by chance where seed is not NULL. */
static void cut_settle(struct cut_disk *d, uint64_t *seed)
{
	int fd = open(d->path, O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0);
	for (struct cut_write *w = d->unsynced, *next; w; w = next) {
		next = w->next;
		if (seed && check_pick(seed, 0, 1))
			; /* lost */
		else if (w->p)
			CHECK(pwrite(fd, w->p, (size_t)w->n, w->at) == w->n);
		else
			CHECK(ftruncate(fd, w->at) == 0);
		free(w->p);
		free(w);
	}
	CHECK(close(fd) == 0);
	d->unsynced = NULL;
	d->last = &d->unsynced;
}

static int cut_close(sqlite3_file *f)
{
	struct cut_file *c = cut_of(f);

	return c->real->pMethods ? c->real->pMethods->xClose(c->real)
				 : SQLITE_OK;
}

static int cut_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	struct cut_disk *d = cut_of(f)->disk;
	sqlite3_int64 have = d->len - at;

	have = have < 0 ? 0 : have > n ? n : have;
	memcpy(p, d->image + at, (size_t)have);
	memset((char *)p + have, 0, (size_t)(n - have));
	return have < n ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int cut_keep(struct cut_disk *d, const void *p, int n, sqlite3_int64 at)
{
	struct cut_write *w;

	if (!cut_powered())
		return SQLITE_IOERR_WRITE;
	w = mem_alloc(1, sizeof(*w));
	w->at = at;
	w->n = n;
	if (p) {
		w->p = mem_alloc((size_t)n, 1);
		memcpy(w->p, p, (size_t)n);
	}
	*d->last = w;
	d->last = &w->next;
	cut_apply(d, w);
	return SQLITE_OK;
}

static int cut_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	return cut_keep(cut_of(f)->disk, p, n, at);
}

static int cut_truncate(sqlite3_file *f, sqlite3_int64 len)
{
	return cut_keep(cut_of(f)->disk, NULL, 0, len);
}

static int cut_sync(sqlite3_file *f, int flags)
{
	(void)flags;
	if (!cut_powered())
		return SQLITE_IOERR_FSYNC;
	cut_settle(cut_of(f)->disk, NULL);
	return SQLITE_OK;
}

static int cut_size(sqlite3_file *f, sqlite3_int64 *len)
{
	*len = cut_of(f)->disk->len;
	return SQLITE_OK;
}

/* The rest is the system's. */
#define CUT_PASS(name, type, args, call)                                       \
	static type cut_##name args                                            \
	{                                                                      \
		sqlite3_file *r = cut_of(f)->real;                             \
		return r->pMethods->x##name call;                              \
	}

CUT_PASS(Lock, int, (sqlite3_file * f, int k), (r, k))
CUT_PASS(Unlock, int, (sqlite3_file * f, int k), (r, k))
CUT_PASS(CheckReservedLock, int, (sqlite3_file * f, int *k), (r, k))
CUT_PASS(FileControl, int, (sqlite3_file * f, int op, void *p), (r, op, p))
CUT_PASS(SectorSize, int, (sqlite3_file * f), (r))
CUT_PASS(DeviceCharacteristics, int, (sqlite3_file * f), (r))
CUT_PASS(ShmMap, int,
	 (sqlite3_file * f, int i, int n, int extend, void volatile **p),
	 (r, i, n, extend, p))
CUT_PASS(ShmLock, int, (sqlite3_file * f, int at, int n, int flags),
	 (r, at, n, flags))
CUT_PASS(ShmBarrier, void, (sqlite3_file * f), (r))
CUT_PASS(ShmUnmap, int, (sqlite3_file * f, int gone), (r, gone))

static const sqlite3_io_methods cut_methods = {
	.iVersion = 2,
	.xClose = cut_close,
	.xRead = cut_read,
	.xWrite = cut_write,
	.xTruncate = cut_truncate,
	.xSync = cut_sync,
	.xFileSize = cut_size,
	.xLock = cut_Lock,
	.xUnlock = cut_Unlock,
	.xCheckReservedLock = cut_CheckReservedLock,
	.xFileControl = cut_FileControl,
	.xSectorSize = cut_SectorSize,
	.xDeviceCharacteristics = cut_DeviceCharacteristics,
	.xShmMap = cut_ShmMap,
	.xShmLock = cut_ShmLock,
	.xShmBarrier = cut_ShmBarrier,
	.xShmUnmap = cut_ShmUnmap,
};

/* The disk's view of a path, loaded at its first use. */
static struct cut_disk *cut_disk_of(const char *path)
{
	struct cut_disk *d = cut_disks;
	off_t len;
	int fd;

	while (d->path && strcmp(d->path, path) != 0)
		d++;
	CHECK(d < cut_disks + CUT_FILES);
	if (d->path)
		return d;
	*d = (struct cut_disk){ .path = mem_strdup(path) };
	d->last = &d->unsynced;
	fd = open(path, O_RDONLY);
	CHECK(fd >= 0 && (len = lseek(fd, 0, SEEK_END)) >= 0);
	d->len = len;
	d->image = mem_alloc((size_t)len + 1, 1);
	CHECK(pread(fd, d->image, (size_t)len, 0) == len);
	close(fd);
	return d;
}

static int cut_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f,
		    int flags, int *out_flags)
{
	struct cut_file *c = cut_of(f);
	int rc;

	(void)vfs;
	c->real = (sqlite3_file *)(void *)(c + 1);
	rc = cut_real->xOpen(cut_real, path, c->real, flags, out_flags);
	c->base.pMethods = c->real->pMethods ? &cut_methods : NULL;
	if (rc == SQLITE_OK)
		c->disk = cut_disk_of(path);
	return rc;
}

/* A name that goes is gone at once: SQLite syncs the folder where it matters. */
static int cut_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	(void)vfs;
	if (!cut_powered())
		return SQLITE_IOERR_DELETE;
	for (struct cut_disk *d = cut_disks; d->path; d++) {
		if (strcmp(d->path, path) != 0)
			continue;
		cut_settle(d, NULL);
		d->len = 0;
	}
	return cut_real->xDelete(cut_real, path, sync);
}

/* cut_install makes it the disk of every connection opened from now on. */
static void cut_install(void)
{
	static sqlite3_vfs vfs;

	cut_real = sqlite3_vfs_find(NULL);
	vfs = *cut_real;
	vfs.zName = "cut";
	vfs.szOsFile = (int)sizeof(struct cut_file) + cut_real->szOsFile;
	vfs.xOpen = cut_open;
	vfs.xDelete = cut_delete;
	CHECK(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
}

/* cut_after: the power fails at the n-th write, cut or sync from now on: that and
 * all that follow are errors. */
static void cut_after(int n)
{
	cut_left = n;
}

/* cut_happens: all connections are closed; the disk is what a power cut leaves of
 * it.  Then the power is back. */
static void cut_happens(uint64_t *seed)
{
	for (struct cut_disk *d = cut_disks; d->path; d++) {
		cut_settle(d, seed);
		free(d->path);
		free(d->image);
		*d = (struct cut_disk){ .path = NULL };
	}
	cut_left = 0;
	cut_dark = false;
}

#endif
