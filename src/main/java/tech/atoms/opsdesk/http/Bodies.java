package tech.atoms.opsdesk.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** Reads what comes after the head of an answer, never more than its cap. */
final class Bodies {
  private Bodies() {}

  /** The text of an answer, or of a stream until what was asked for came. */
  static String whole(Ask ask, URI url, Response response) throws IOException {
    BufferedSource source = response.body().source();
    MediaType type = response.body().contentType();
    if (ask.enough() != null && type != null && type.subtype().equals("event-stream")) {
      return lines(ask, url, source);
    }
    Buffer read = new Buffer();
    while (source.read(read, 8192) != -1) {
      if (read.size() > ask.cap()) {
        throw Failures.tooLarge(ask.subject(), url, ask.cap());
      }
    }
    Charset charset = type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8);
    return read.readString(charset == null ? StandardCharsets.UTF_8 : charset);
  }

  private static String lines(Ask ask, URI url, BufferedSource source) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      // A line without an end must not fill the memory.
      long end = source.indexOf((byte) '\n', 0, ask.cap() + 1L);
      if (end < 0 && source.getBuffer().size() > ask.cap()) {
        throw Failures.tooLarge(ask.subject(), url, ask.cap());
      }
      String line = source.readUtf8Line();
      if (line == null) {
        return text.toString();
      }
      text.append(line).append('\n');
      if (text.length() > ask.cap()) {
        throw Failures.tooLarge(ask.subject(), url, ask.cap());
      }
      if (ask.enough() != null && ask.enough().test(line)) {
        return text.toString();
      }
    }
  }

  /** Lines until the end, which need not end a line, or until the time is over. */
  static String heard(Ask ask, BufferedSource source, long until) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean enough = false;
    while (!enough) {
      String line;
      try {
        line = source.readUtf8LineStrict(ask.cap());
      } catch (EOFException end) {
        line = source.getBuffer().readUtf8();
        if (line.isEmpty()) {
          return text.toString();
        }
      } catch (IOException e) {
        if (e instanceof InterruptedIOException || System.nanoTime() >= until) {
          return text.toString();
        }
        throw e;
      }
      if (text.length() + line.length() >= ask.cap()) {
        throw Failures.tooLarge(ask.subject(), ask.url(), ask.cap());
      }
      text.append(line).append('\n');
      enough = ask.enough() != null && ask.enough().test(line);
    }
    return text.toString();
  }

  /** Tells lines, and keeps none, until the end or until the time is over. */
  static void follow(Ask ask, BufferedSource source, long until) throws IOException {
    boolean enough = false;
    boolean ended = false;
    while (!enough && !ended) {
      String line;
      try {
        line = source.readUtf8LineStrict(ask.cap());
      } catch (EOFException end) {
        if (source.getBuffer().size() > ask.cap()) {
          throw Failures.tooLarge(ask.subject(), ask.url(), ask.cap());
        }
        line = source.getBuffer().readUtf8();
        ended = true;
      } catch (IOException e) {
        if (e instanceof InterruptedIOException || System.nanoTime() >= until) {
          return;
        }
        throw e;
      }
      enough = ask.enough() != null && !line.isEmpty() && ask.enough().test(line);
    }
  }
}
