package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Makes OkHttp's clients. */
final class Clients {
  private Clients() {}

  /**
   * A client that follows and repeats nothing by itself.
   *
   * @param deadline of connecting and of each read and write
   * @param authorities PEM file of authorities trusted besides the system's; null for none
   */
  static OkHttpClient of(Duration deadline, @Nullable Path authorities) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(4, 1, TimeUnit.MINUTES))
            .connectTimeout(deadline)
            .readTimeout(deadline)
            .writeTimeout(deadline)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(Clients::noHiddenRetry)
            .eventListenerFactory(
                call -> {
                  Reuse reuse = call.request().tag(Reuse.class);
                  return reuse == null ? okhttp3.EventListener.NONE : reuse;
                });
    X509TrustManager trust = authorities == null ? Trust.system() : Trust.withSystem(authorities);
    return builder.sslSocketFactory(SecureSockets.context(trust).getSocketFactory(), trust).build();
  }

  /** OkHttp repeats a 503 with {@code Retry-After: 0} by itself; a probe must see it. */
  private static Response noHiddenRetry(okhttp3.Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return response.code() == 503 && "0".equals(response.header("Retry-After"))
        ? response.newBuilder().header("Retry-After", "1").build()
        : response;
  }
}
