package mesh.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's decoder without its pipeline: the parser alone, with its checks of names and values. It reads the same head
 * again and again, and takes it for one without a body.
 */
abstract class NettyHeads {
    private static final ChannelHandlerContext NO_PIPELINE = null;

    private final ByteBuf in;
    private final List<Object> out = new ArrayList<>();

    private NettyHeads(ByteBuffer head) {
        in = Unpooled.wrappedBuffer(head);
    }

    HttpMessage decode() throws Exception {
        out.clear();
        decode(in.readerIndex(0), out);
        var message = (HttpMessage) out.getFirst();
        if (message.decoderResult().isFailure()) {
            throw new IllegalStateException(message.decoderResult().cause());
        }
        return message;
    }

    abstract void decode(ByteBuf from, List<Object> to) throws Exception;

    static NettyHeads requests(ByteBuffer head) {
        final class Decoder extends HttpRequestDecoder {
            void next(ByteBuf from, List<Object> to) throws Exception {
                decode(NO_PIPELINE, from, to);
            }

            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                return true;
            }
        }
        var decoder = new Decoder();
        return new NettyHeads(head) {
            @Override
            void decode(ByteBuf from, List<Object> to) throws Exception {
                decoder.next(from, to);
            }
        };
    }

    static NettyHeads responses(ByteBuffer head) {
        final class Decoder extends HttpResponseDecoder {
            void next(ByteBuf from, List<Object> to) throws Exception {
                decode(NO_PIPELINE, from, to);
            }

            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                return true;
            }
        }
        var decoder = new Decoder();
        return new NettyHeads(head) {
            @Override
            void decode(ByteBuf from, List<Object> to) throws Exception {
                decoder.next(from, to);
            }
        };
    }
}
