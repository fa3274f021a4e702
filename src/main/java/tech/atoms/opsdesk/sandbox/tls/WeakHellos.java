package tech.atoms.opsdesk.sandbox.tls;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** Takes handshakes that should be refused, while a fault says so; leaves all others alone. */
public final class WeakHellos extends AbstractConnectionFactory
    implements ConnectionFactory.Detecting {
  private final Faults faults;

  /**
   * Takes none at first.
   *
   * @param faults says which
   */
  public WeakHellos(Faults faults) {
    super("weak-tls");
    this.faults = faults;
  }

  @Override
  public Detection detect(ByteBuffer buffer) {
    boolean old = faults.active(Fault.TLS_OLD_VERSIONS);
    boolean weak = faults.active(Fault.TLS_WEAK_CIPHERS);
    if (!old && !weak) {
      return Detection.NOT_RECOGNIZED;
    }
    if (WeakHello.isShort(buffer)) {
      return Detection.NEED_MORE_BYTES;
    }
    WeakHello hello = WeakHello.read(buffer);
    return hello != null
            && ((old && hello.oldest()) || (weak && !hello.oldest() && hello.weakest()))
        ? Detection.RECOGNIZED
        : Detection.NOT_RECOGNIZED;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new Answering(connector, endPoint), connector, endPoint);
  }

  private static final class Answering extends AbstractConnection implements Connection.UpgradeTo {
    private ByteBuffer answer = ByteBuffer.allocate(0);

    Answering(Connector connector, EndPoint endPoint) {
      super(endPoint, connector.getExecutor());
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
      WeakHello hello = WeakHello.read(buffer);
      if (hello != null) {
        answer = hello.answer().duplicate();
      }
    }

    @Override
    public void onOpen() {
      super.onOpen();
      getEndPoint().write(Callback.from(this::close, failure -> close()), answer);
    }

    @Override
    public void onFillable() {
      close();
    }
  }
}
