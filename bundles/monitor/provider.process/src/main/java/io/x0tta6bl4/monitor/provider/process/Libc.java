package io.x0tta6bl4.monitor.provider.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few functions of the C library that waiting for processes needs. One thread at a time, but for the event write. */
final class Libc {
    static final int EPOLLIN = 1;
    static final int ESRCH = 3;
    private static final long SYS_PIDFD_OPEN = 434; // the same on all architectures of Linux that run a JDK 25
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final int P_PIDFD = 3;
    private static final int WNOHANG_WEXITED_WNOWAIT = 0x1 | 0x4 | 0x1000000;
    private static final int CLD_EXITED = 1;
    private static final long PIDFD_GET_INFO = 0xC040FF0BL; // with the first, 64 bytes long, form of struct pidfd_info
    private static final long PIDFD_INFO_EXIT = 1L << 3;
    private static final long EXIT_CODE_OFFSET = 60;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final Linker linker = Linker.nativeLinker();
    private final MemorySegment state;
    private final MemorySegment word;
    private final MemorySegment info;
    private final MethodHandle syscall;
    private final MethodHandle ioctl;
    private final MethodHandle epollCreate1 = plain("epoll_create1", JAVA_INT);
    private final MethodHandle epollCtl;
    private final MethodHandle epollWait = plain("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private final MethodHandle eventfd = plain("eventfd", JAVA_INT, JAVA_INT);
    private final MethodHandle eventfdRead = plain("eventfd_read", JAVA_INT, ADDRESS);
    private final MethodHandle eventfdWrite = plain("eventfd_write", JAVA_INT, JAVA_LONG);
    private final MethodHandle waitid = plain("waitid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private final MethodHandle close = plain("close", JAVA_INT);

    Libc(Arena arena) {
        state = arena.allocate(STATE);
        word = arena.allocate(JAVA_LONG);
        info = arena.allocate(128, 8);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        syscall = handle(
                "syscall",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                errno);
        ioctl = handle(
                "ioctl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));
        epollCtl = handle(
                "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), errno);
    }

    private MethodHandle plain(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
        return linker.downcallHandle(address, descriptor, options);
    }

    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    /** A descriptor of the process, or a negative number and {@link #errno}. */
    int pidfdOpen(long pid) {
        try {
            return (int) (long) syscall.invokeExact(state, SYS_PIDFD_OPEN, pid, 0L);
        } catch (Throwable e) {
            throw broken("pidfd_open", e);
        }
    }

    int epollCreate() {
        try {
            return existing("epoll_create1", (int) epollCreate1.invokeExact(EPOLL_CLOEXEC));
        } catch (Throwable e) {
            throw broken("epoll_create1", e);
        }
    }

    int epollAdd(int epoll, int descriptor, MemorySegment event) {
        try {
            return (int) epollCtl.invokeExact(state, epoll, EPOLL_CTL_ADD, descriptor, event);
        } catch (Throwable e) {
            throw broken("epoll_ctl", e);
        }
    }

    /** Number of events; negative when interrupted. */
    int epollWait(int epoll, MemorySegment events, int most, int millis) {
        try {
            return (int) epollWait.invokeExact(epoll, events, most, millis);
        } catch (Throwable e) {
            throw broken("epoll_wait", e);
        }
    }

    int eventfd() {
        try {
            return existing("eventfd", (int) eventfd.invokeExact(0, EFD_CLOEXEC_NONBLOCK));
        } catch (Throwable e) {
            throw broken("eventfd", e);
        }
    }

    void eventfdRead(int descriptor) {
        try {
            int ignored = (int) eventfdRead.invokeExact(descriptor, word);
        } catch (Throwable e) {
            throw broken("eventfd_read", e);
        }
    }

    void eventfdWrite(int descriptor) {
        try {
            int ignored = (int) eventfdWrite.invokeExact(descriptor, 1L);
        } catch (Throwable e) {
            throw broken("eventfd_write", e);
        }
    }

    /** How an ended child that nobody has collected yet ended, without collecting it; else empty. */
    String howChildEnded(int pidfd) {
        try {
            info.fill((byte) 0);
            int result = (int) waitid.invokeExact(P_PIDFD, pidfd, info, WNOHANG_WEXITED_WNOWAIT);
            int code = info.get(JAVA_INT, 8);
            if (result != 0 || code == 0) return "";
            int status = info.get(JAVA_INT, 24);
            return code == CLD_EXITED ? "exit code " + status : "killed by signal " + status;
        } catch (Throwable e) {
            throw broken("waitid", e);
        }
    }

    /** How a process ended that somebody has collected; Linux 6.15 and later tell it, else empty. */
    String howCollectedEnded(int pidfd) {
        try {
            info.fill((byte) 0);
            info.set(JAVA_LONG, 0, PIDFD_INFO_EXIT);
            int result = (int) ioctl.invokeExact(pidfd, PIDFD_GET_INFO, info);
            if (result != 0 || (info.get(JAVA_LONG, 0) & PIDFD_INFO_EXIT) == 0) return "";
            int status = info.get(JAVA_INT, EXIT_CODE_OFFSET);
            int signal = status & 0x7f;
            return signal == 0 ? "exit code " + (status >> 8 & 0xff) : "killed by signal " + signal;
        } catch (Throwable e) {
            throw broken("ioctl", e);
        }
    }

    void close(int descriptor) {
        try {
            int ignored = (int) close.invokeExact(descriptor);
        } catch (Throwable e) {
            throw broken("close", e);
        }
    }

    private static int existing(String function, int descriptor) {
        if (descriptor < 0) throw new IllegalStateException(function + " gave no descriptor: too many open files?");
        return descriptor;
    }

    private static RuntimeException broken(String function, Throwable cause) {
        if (cause instanceof RuntimeException e) return e;
        return new IllegalStateException(function + " could not be called: " + cause.getMessage(), cause);
    }
}
