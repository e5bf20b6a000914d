package io.x0tta6bl4.platform.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Leaves out the colours of commands that do not ask whether anybody can see them. */
final class PlainStream extends FilterOutputStream {
    private static final int ESCAPE = 0x1b;

    private enum State {
        TEXT,
        ESCAPED,
        SEQUENCE
    }

    private State state = State.TEXT;

    PlainStream(OutputStream out) {
        super(out);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] kept = new byte[length + 1];
        int size = 0;
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            switch (state) {
                case TEXT -> {
                    if (b == ESCAPE) state = State.ESCAPED;
                    else kept[size++] = b;
                }
                case ESCAPED -> state = b == '[' ? State.SEQUENCE : State.TEXT;
                case SEQUENCE -> {
                    if (b >= '@' && b <= '~') state = State.TEXT;
                }
            }
        }
        if (size > 0) out.write(kept, 0, size);
    }
}
