/*
 * Counts what a process writes below one folder and to the network, and lets it die, or the disk be full, at a write of
 * one's choice. Loaded by LD_PRELOAD; `shim.py` knows the names.
 *
 *     CRASH_ROOT     what is written below this folder counts, and what is sent to a socket
 *     CRASH_JOURNAL  a file that gets a line for each write: number, call, bytes, where
 *     CRASH_NOW      the wall clock stands at this second since 1970; it passes by itself where this is missing
 *     CRASH_FAULT    what happens at write CRASH_AT:
 *         kill       SIGKILL before it
 *         after      SIGKILL after it
 *         tear       half of it is written, then SIGKILL
 *         full       ENOSPC, once
 *         full-on    half of it is written, then ENOSPC for this and all that come
 *         stop       SIGSTOP before it
 *
 * The variables are read when the process starts, and again by `crash_arm` (for a process that was forked). Children of
 * the process are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static char root[PATH_MAX];
static size_t root_length;
static char fault[16];
static long at;
static long writes;
static int journal = -1;
static time_t now;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    return found;
}

__attribute__((constructor)) void crash_arm(void)
{
    const char *text = getenv("CRASH_ROOT");
    root_length = text ? strlen(text) : 0;
    if (root_length >= sizeof root)
        abort();
    memcpy(root, text ? text : "", root_length + 1);
    snprintf(fault, sizeof fault, "%s", (text = getenv("CRASH_FAULT")) ? text : "");
    at = (text = getenv("CRASH_AT")) ? atol(text) : 0;
    now = (text = getenv("CRASH_NOW")) ? atol(text) : 0;
    writes = 0;
    if ((text = getenv("CRASH_JOURNAL"))) {
        journal = syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (journal < 0)
            abort();
    }
    unsetenv("LD_PRELOAD");
}

/* What counts */

static int is_inside(const char *path)
{
    return root_length && path && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* Give where a descriptor leads, in *where*, or NULL if what is written there does not count. */
static const char *place_of(int descriptor, char where[PATH_MAX])
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    char link[64];

    if (!root_length)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, where, PATH_MAX - 1);
    if (length < 0)
        return NULL;
    where[length] = 0;
    if (is_inside(where))
        return where;
    if (strncmp(where, "socket:", 7) || getsockname(descriptor, (struct sockaddr *)&peer, &size))
        return NULL;
    return peer.ss_family == AF_INET || peer.ss_family == AF_INET6 ? "socket" : NULL;
}

static int exists(const char *path)
{
    struct stat status;
    return !lstat(path, &status);
}

/* What happens */

static int is_fault(const char *name)
{
    return !strcmp(fault, name);
}

static void die(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
}

/* Number a write, and let what was ordered happen before it; true if it is to fail with ENOSPC. */
static int begin(const char *call, size_t bytes, const char *where, int can_fill)
{
    char line[PATH_MAX + 80];
    long number = __atomic_add_fetch(&writes, 1, __ATOMIC_SEQ_CST);

    if (journal >= 0) {
        int length = snprintf(line, sizeof line, "%ld %s %zu %s\n", number, call, bytes, where);
        syscall(SYS_write, journal, line, (size_t)length);
    }
    if (number == at && is_fault("kill"))
        die();
    if (number == at && is_fault("stop"))
        syscall(SYS_kill, getpid(), SIGSTOP);
    if (can_fill && ((number == at && is_fault("full")) || (number >= at && is_fault("full-on")))) {
        errno = ENOSPC;
        return 1;
    }
    return 0;
}

/* End a write. */
static void end(void)
{
    if (writes == at && is_fault("after"))
        die();
}

/* Say how much of a write of *bytes* is to be done, where it is to be torn; else nothing. */
static size_t torn(size_t bytes, int can_fill)
{
    if (writes + 1 != at || bytes < 2)
        return 0;
    return is_fault("tear") || (can_fill && is_fault("full-on")) ? bytes / 2 : 0;
}

#define WRITE(call, bytes, part, whole)                              \
    do {                                                             \
        char where_[PATH_MAX];                                       \
        const char *place_ = place_of(descriptor, where_);           \
        if (!place_)                                                 \
            return whole;                                            \
        int can_fill_ = place_ == where_;                            \
        size_t half = torn(bytes, can_fill_);                        \
        if (half) {                                                  \
            int fills_ = is_fault("full-on");                        \
            begin(call, bytes, place_, 0);                           \
            ssize_t done_ = part;                                    \
            if (!fills_)                                             \
                die();                                               \
            return done_;                                            \
        }                                                            \
        if (begin(call, bytes, place_, can_fill_))                   \
            return -1;                                               \
        ssize_t done_ = whole;                                       \
        end();                                                       \
        return done_;                                                \
    } while (0)

ssize_t write(int descriptor, const void *data, size_t size)
{
    WRITE("write", size, REAL(write)(descriptor, data, half), REAL(write)(descriptor, data, size));
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset)
{
    WRITE("pwrite", size, REAL(pwrite)(descriptor, data, half, offset), REAL(pwrite)(descriptor, data, size, offset));
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset)
{
    WRITE("pwrite", size, REAL(pwrite64)(descriptor, data, half, offset),
          REAL(pwrite64)(descriptor, data, size, offset));
}

ssize_t send(int descriptor, const void *data, size_t size, int flags)
{
    WRITE("send", size, REAL(send)(descriptor, data, half, flags), REAL(send)(descriptor, data, size, flags));
}

/* These are not torn: the first buffer is what half of them would be. */

static size_t size_of(const struct iovec *parts, size_t count)
{
    size_t size = 0;
    for (size_t one = 0; one < count; one++)
        size += parts[one].iov_len;
    return size;
}

#define WHOLE(call, bytes, whole)                                    \
    do {                                                             \
        char where_[PATH_MAX];                                       \
        const char *place_ = place_of(descriptor, where_);           \
        if (!place_)                                                 \
            return whole;                                            \
        if (begin(call, bytes, place_, place_ == where_))            \
            return -1;                                               \
        __typeof__(whole) done_ = whole;                             \
        end();                                                       \
        return done_;                                                \
    } while (0)

ssize_t writev(int descriptor, const struct iovec *parts, int count)
{
    WHOLE("writev", size_of(parts, count), REAL(writev)(descriptor, parts, count));
}

ssize_t sendto(int descriptor, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    WHOLE("sendto", size, REAL(sendto)(descriptor, data, size, flags, to, length));
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags)
{
    WHOLE("sendmsg", size_of(message->msg_iov, message->msg_iovlen), REAL(sendmsg)(descriptor, message, flags));
}

/* Counted, and not done: no power is cut here, and waiting for the disk would be most of the time. */

int fsync(int descriptor)
{
    WHOLE("fsync", 0, 0);
}

int fdatasync(int descriptor)
{
    WHOLE("fsync", 0, 0);
}

int ftruncate(int descriptor, off_t size)
{
    WHOLE("ftruncate", 0, REAL(ftruncate)(descriptor, size));
}

int ftruncate64(int descriptor, off64_t size)
{
    WHOLE("ftruncate", 0, REAL(ftruncate64)(descriptor, size));
}

/* Names. What would change nothing (a folder that is there, a file that is gone) does not count. */

#define NAME(call, counts, where, can_fill, whole)                   \
    do {                                                             \
        if (!(counts))                                               \
            return whole;                                            \
        if (begin(call, 0, where, can_fill))                         \
            return -1;                                               \
        int done_ = whole;                                           \
        end();                                                       \
        return done_;                                                \
    } while (0)

static mode_t mode_in(int flags, va_list rest)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name, ...)                                                                                          \
    va_list rest;                                                                                                \
    va_start(rest, flags);                                                                                       \
    mode_t mode = mode_in(flags, rest);                                                                          \
    va_end(rest);                                                                                                \
    NAME("open", is_inside(path) && (flags & (O_CREAT | O_TRUNC)) && (flags & O_TRUNC || !exists(path)), path, 1, \
         REAL(name)(__VA_ARGS__, mode))

int open(const char *path, int flags, ...)
{
    OPEN(open, path, flags);
}

int open64(const char *path, int flags, ...)
{
    OPEN(open64, path, flags);
}

int openat(int folder, const char *path, int flags, ...)
{
    OPEN(openat, folder, path, flags);
}

int openat64(int folder, const char *path, int flags, ...)
{
    OPEN(openat64, folder, path, flags);
}

int rename(const char *old, const char *new)
{
    NAME("rename", is_inside(new), new, 1, REAL(rename)(old, new));
}

int renameat(int old_folder, const char *old, int new_folder, const char *new)
{
    NAME("rename", is_inside(new), new, 1, REAL(renameat)(old_folder, old, new_folder, new));
}

int link(const char *old, const char *new)
{
    NAME("link", is_inside(new), new, 1, REAL(link)(old, new));
}

int linkat(int old_folder, const char *old, int new_folder, const char *new, int flags)
{
    NAME("link", is_inside(new), new, 1, REAL(linkat)(old_folder, old, new_folder, new, flags));
}

int mkdir(const char *path, mode_t mode)
{
    NAME("mkdir", is_inside(path) && !exists(path), path, 1, REAL(mkdir)(path, mode));
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    NAME("mkdir", is_inside(path) && !exists(path), path, 1, REAL(mkdirat)(folder, path, mode));
}

int unlink(const char *path)
{
    NAME("unlink", is_inside(path) && exists(path), path, 0, REAL(unlink)(path));
}

int unlinkat(int folder, const char *path, int flags)
{
    NAME("unlink", is_inside(path) && exists(path), path, 0, REAL(unlinkat)(folder, path, flags));
}

int chmod(const char *path, mode_t mode)
{
    NAME("chmod", is_inside(path), path, 0, REAL(chmod)(path, mode));
}

int fchmodat(int folder, const char *path, mode_t mode, int flags)
{
    NAME("chmod", is_inside(path), path, 0, REAL(fchmodat)(folder, path, mode, flags));
}

/* The wall clock */

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int status = REAL(clock_gettime)(clock, time);
    if (!status && now && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        *time = (struct timespec){.tv_sec = now};
    return status;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    int status = REAL(gettimeofday)(time, zone);
    if (!status && now)
        *time = (struct timeval){.tv_sec = now};
    return status;
}

time_t time(time_t *to)
{
    time_t result = now ? now : REAL(time)(NULL);
    if (to)
        *to = result;
    return result;
}
