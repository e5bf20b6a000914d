package io.x0tta6bl4.monitor.provider.process;

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

/**
 * The few system calls that waiting for processes needs, all through the one C function {@code syscall}: each further shape
 * of a native call costs tens of milliseconds at the start of the node. One thread at a time, but for the event write.
 */
final class Libc {
    static final int EPOLLIN = 1;
    static final int ESRCH = 3;
    private static final long PIDFD_OPEN = 434; // the same on all
    private static final long EPOLL_CLOEXEC = 0x80000;
    private static final long EPOLL_CTL_ADD = 1;
    private static final long EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final long P_PIDFD = 3;
    private static final long WNOHANG_WEXITED_WNOWAIT = 0x1 | 0x4 | 0x1000000;
    private static final int CLD_EXITED = 1;
    private static final long PIDFD_GET_INFO = 0xC040FF0BL; // with the first, 64 bytes long, form of struct pidfd_info
    private static final long PIDFD_INFO_EXIT = 1L << 3;
    private static final long EXIT_CODE_OFFSET = 60;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** Numbers of the system calls, which differ by architecture. */
    private record Numbers(
            long read,
            long write,
            long close,
            long ioctl,
            long epollCtl,
            long epollPwait,
            long epollCreate1,
            long eventfd2,
            long waitid) {
        static Numbers ofThisMachine() {
            return switch (System.getProperty("os.name") + " " + System.getProperty("os.arch")) {
                case "Linux amd64" -> new Numbers(0, 1, 3, 16, 233, 281, 291, 290, 247);
                case "Linux aarch64", "Linux riscv64" -> new Numbers(63, 64, 57, 29, 21, 22, 20, 19, 95);
                case String other -> throw new UnsupportedOperationException("not known for " + other);
            };
        }
    }

    private final Numbers numbers = Numbers.ofThisMachine();
    private final MemorySegment state;
    private final MemorySegment stateOfWriter;
    private final MemorySegment word;
    private final MemorySegment one;
    private final MemorySegment info;
    private final MethodHandle syscall;

    /** What it allocates lives as long as the arena. */
    Libc(Arena arena) {
        state = arena.allocate(STATE);
        stateOfWriter = arena.allocate(STATE);
        word = arena.allocate(JAVA_LONG);
        one = arena.allocate(JAVA_LONG);
        one.set(JAVA_LONG, 0, 1);
        info = arena.allocate(128, 8);
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup()
                .find("syscall")
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no syscall"));
        syscall = linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    private long call(MemorySegment errors, long number, long a, long b, long c, long d, long e) {
        try {
            return (long) syscall.invokeExact(errors, number, a, b, c, d, e, 8L);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a system call could not be made: " + failure.getMessage(), failure);
        }
    }

    private int existing(String what, long descriptor) {
        if (descriptor < 0) throw new IllegalStateException(what + ": error " + errno());
        return (int) descriptor;
    }

    /** Of the last call that failed. */
    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    /** A descriptor of the process, or a negative number and {@link #errno}. */
    int pidfdOpen(long pid) {
        return (int) call(state, PIDFD_OPEN, pid, 0, 0, 0, 0);
    }

    int epollCreate() {
        return existing("epoll_create1", call(state, numbers.epollCreate1(), EPOLL_CLOEXEC, 0, 0, 0, 0));
    }

    void epollAdd(int epoll, int descriptor, MemorySegment event) {
        existing("epoll_ctl", call(state, numbers.epollCtl(), epoll, EPOLL_CTL_ADD, descriptor, event.address(), 0));
    }

    /** Number of events; negative when interrupted. */
    int epollWait(int epoll, MemorySegment events, int most, int millis) {
        return (int) call(state, numbers.epollPwait(), epoll, events.address(), most, millis, 0);
    }

    int eventfd() {
        return existing("eventfd2", call(state, numbers.eventfd2(), 0, EFD_CLOEXEC_NONBLOCK, 0, 0, 0));
    }

    void eventfdRead(int descriptor) {
        call(state, numbers.read(), descriptor, word.address(), Long.BYTES, 0, 0);
    }

    /** The one call that may come from any thread, one at a time. */
    void eventfdWrite(int descriptor) {
        call(stateOfWriter, numbers.write(), descriptor, one.address(), Long.BYTES, 0, 0);
    }

    void close(int descriptor) {
        call(state, numbers.close(), descriptor, 0, 0, 0, 0);
    }

    /** How an ended child that nobody has collected yet ended, without collecting it; else empty. */
    String howChildEnded(int pidfd) {
        info.fill((byte) 0);
        long result = call(state, numbers.waitid(), P_PIDFD, pidfd, info.address(), WNOHANG_WEXITED_WNOWAIT, 0);
        int code = info.get(JAVA_INT, 8);
        if (result != 0 || code == 0) return "";
        int status = info.get(JAVA_INT, 24);
        return code == CLD_EXITED ? "exit code " + status : "killed by signal " + status;
    }

    /** How a process ended that somebody has collected; Linux 6.15 and later tell it, else empty. */
    String howCollectedEnded(int pidfd) {
        info.fill((byte) 0);
        info.set(JAVA_LONG, 0, PIDFD_INFO_EXIT);
        long result = call(state, numbers.ioctl(), pidfd, PIDFD_GET_INFO, info.address(), 0, 0);
        if (result != 0 || (info.get(JAVA_LONG, 0) & PIDFD_INFO_EXIT) == 0) return "";
        int status = info.get(JAVA_INT, EXIT_CODE_OFFSET);
        int signal = status & 0x7f;
        return signal == 0 ? "exit code " + (status >> 8 & 0xff) : "killed by signal " + signal;
    }
}
