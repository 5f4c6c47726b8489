package dev.sallyport.argon2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Argon2id of RFC 9106 section 3 over a kernel and the work memory it keeps. Lanes are computed one after
/// another; a segment uses nothing another lane writes in the same slice, so that the result does not depend
/// on their order.
final class Argon2id implements Engine {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int TYPE_ID = 2;

    private final Kernel kernel;
    private final int[] positions = new int[Kernel.BLOCK];
    private final WorkMemory memory = new WorkMemory();
    private final byte[] blockBytes = new byte[8 * Kernel.BLOCK];

    Argon2id(Kernel kernel) {
        this.kernel = kernel;
        Arrays.setAll(positions, kernel::position);
    }

    @Override
    public byte[] hash(
            byte[] password,
            byte[] salt,
            byte @Nullable [] secret,
            byte @Nullable [] associatedData,
            Argon2Parameters p) {
        long[] m = memory.forMatrix(p.blocks());
        byte[] seed = VariableLengthHash.seed(password, salt, secret, associatedData, p);
        try {
            firstBlocks(m, seed, p);
            for (int pass = 0; pass < p.iterations(); pass++) {
                for (int slice = 0; slice < 4; slice++) {
                    for (int lane = 0; lane < p.lanes(); lane++) {
                        segment(m, p, pass, slice, lane);
                    }
                }
            }
            return tag(m, p);
        } finally {
            memory.wipe(p.blocks());
            Arrays.fill(blockBytes, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    @Override
    public void release() {
        memory.release();
    }

    /// For tests.
    WorkMemory memory() {
        return memory;
    }

    /// Section 3.2, steps 3 and 4.
    private void firstBlocks(long[] m, byte[] seed, Argon2Parameters p) {
        for (int lane = 0; lane < p.lanes(); lane++) {
            for (int block = 0; block < 2; block++) {
                LONGS.set(seed, VariableLengthHash.SEED - 8, block | (long) lane << 32);
                VariableLengthHash.stretch(seed, blockBytes);
                int at = WorkMemory.MATRIX + (lane * p.laneLength() + block) * Kernel.BLOCK;
                for (int word = 0; word < Kernel.BLOCK; word++) {
                    m[at + positions[word]] = (long) LONGS.get(blockBytes, 8 * word);
                }
            }
        }
    }

    /// Section 3.2, steps 5 and 6, for one segment. In the first half of the first pass the reference comes
    /// from a counter (as in Argon2i), later from the block before (as in Argon2d): only there may the path
    /// depend on the password.
    private void segment(long[] m, Argon2Parameters p, int pass, int slice, int lane) {
        int start = pass == 0 && slice == 0 ? 2 : 0;
        if (isIndependent(pass, slice)) {
            startAddresses(m, p, pass, slice, lane);
            if (start != 0) {
                nextAddresses(m);
            }
        }
        int laneStart = WorkMemory.MATRIX + lane * p.laneLength() * Kernel.BLOCK;
        int current = laneStart + (slice * p.segment() + start) * Kernel.BLOCK;
        int previous = current == laneStart ? laneStart + (p.laneLength() - 1) * Kernel.BLOCK : current - Kernel.BLOCK;
        int reference = reference(m, p, pass, slice, lane, start, previous);
        for (int index = start; index < p.segment(); index++) {
            kernel.begin(m, previous, reference, current, WorkMemory.SCRATCH, pass != 0);
            int next = reference;
            if (index + 1 < p.segment()) {
                next = reference(m, p, pass, slice, lane, index + 1, current);
                fetch(m, next);
            }
            kernel.finish(m, previous, reference, current, WorkMemory.SCRATCH, pass != 0);
            previous = current;
            current += Kernel.BLOCK;
            reference = next;
        }
    }

    /// Argon2id takes its references from a counter in the first half of the first pass.
    private static boolean isIndependent(int pass, int slice) {
        return pass == 0 && slice < 2;
    }

    /// The place of the reference block for block `index` of the segment, of which `previous` is the one
    /// before.
    private int reference(long[] m, Argon2Parameters p, int pass, int slice, int lane, int index, int previous) {
        long random;
        if (isIndependent(pass, slice)) {
            if (index % Kernel.BLOCK == 0) {
                nextAddresses(m);
            }
            random = m[WorkMemory.ADDRESSES + positions[index % Kernel.BLOCK]];
        } else {
            random = m[previous];
        }
        return WorkMemory.MATRIX + blockNumber(random, p, pass, slice, lane, index) * Kernel.BLOCK;
    }

    /// Reads a long of each cache line of a block, so that the block is on its way from memory while the
    /// current one is finished: worth a fifth of the time where the matrix is larger than the cache. The sum
    /// goes into the unused first long, or C2 would drop the reads.
    private static void fetch(long[] m, int block) {
        long first = m[block] ^ m[block + 8] ^ m[block + 16] ^ m[block + 24];
        long second = m[block + 32] ^ m[block + 40] ^ m[block + 48] ^ m[block + 56];
        long third = m[block + 64] ^ m[block + 72] ^ m[block + 80] ^ m[block + 88];
        long fourth = m[block + 96] ^ m[block + 104] ^ m[block + 112] ^ m[block + 120];
        m[0] = first ^ second ^ third ^ fourth;
    }

    /// Section 3.4.2: the number, in the whole matrix, of the block that the 64 bits J1 (low) and J2 (high)
    /// choose.
    private static int blockNumber(long random, Argon2Parameters p, int pass, int slice, int lane, int index) {
        boolean first = pass == 0 && slice == 0;
        int chosen = first || p.lanes() == 1 ? lane : (int) ((random >>> 32) % p.lanes());
        int finished = pass == 0 ? slice * p.segment() : p.laneLength() - p.segment();
        int area = chosen == lane ? finished + index - 1 : index == 0 ? finished - 1 : finished;
        long x = random & 0xFFFFFFFFL;
        int back = (int) ((area * ((x * x) >>> 32)) >>> 32);
        int oldest = pass == 0 || slice == 3 ? 0 : (slice + 1) * p.segment();
        int place = oldest + area - 1 - back;
        return chosen * p.laneLength() + (place < p.laneLength() ? place : place - p.laneLength());
    }

    /// Section 3.4.1.2: the input of the address generator, its counter at zero.
    private void startAddresses(long[] m, Argon2Parameters p, int pass, int slice, int lane) {
        Arrays.fill(m, WorkMemory.ZEROS, WorkMemory.MATRIX, 0);
        m[WorkMemory.INPUT + positions[0]] = pass;
        m[WorkMemory.INPUT + positions[1]] = lane;
        m[WorkMemory.INPUT + positions[2]] = slice;
        m[WorkMemory.INPUT + positions[3]] = p.blocks();
        m[WorkMemory.INPUT + positions[4]] = p.iterations();
        m[WorkMemory.INPUT + positions[5]] = TYPE_ID;
    }

    private void nextAddresses(long[] m) {
        m[WorkMemory.INPUT + positions[6]]++;
        kernel.fill(m, WorkMemory.ZEROS, WorkMemory.INPUT, WorkMemory.ADDRESSES, WorkMemory.ADDRESS_SCRATCH, false);
        kernel.fill(m, WorkMemory.ZEROS, WorkMemory.ADDRESSES, WorkMemory.ADDRESSES, WorkMemory.ADDRESS_SCRATCH, false);
    }

    /// Section 3.2, steps 7 and 8.
    private byte[] tag(long[] m, Argon2Parameters p) {
        int last = WorkMemory.MATRIX + (p.laneLength() - 1) * Kernel.BLOCK;
        for (int word = 0; word < Kernel.BLOCK; word++) {
            long mixed = 0;
            for (int lane = 0; lane < p.lanes(); lane++) {
                mixed ^= m[last + lane * p.laneLength() * Kernel.BLOCK + positions[word]];
            }
            LONGS.set(blockBytes, 8 * word, mixed);
        }
        byte[] tag = new byte[p.tagLength()];
        VariableLengthHash.stretch(blockBytes, tag);
        return tag;
    }
}
