package mesh.lab.watch;

import java.time.Instant;
import java.util.OptionalInt;
import mesh.linux.Hook;
import mesh.linux.TcpPacket;

/**
 * One packet at one hook.
 *
 * @param time when we got it
 * @param hook where
 * @param networkInterface the interface it came in by or, at OUTPUT, is to leave by; empty when unknown
 * @param uid owner of the packet's socket: at OUTPUT the sender's, at INPUT the receiver's; where the kernel knows it
 * @param packet what it says
 */
record Sighting(Instant time, Hook hook, String networkInterface, OptionalInt uid, TcpPacket packet) {}
