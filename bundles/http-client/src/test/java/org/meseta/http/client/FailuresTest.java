package org.meseta.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void saysWhatHappenedInWords() {
    assertThat(Failures.text(new ConnectException())).isEqualTo("connection refused");
    assertThat(Failures.text(new ConnectException().initCause(new UnresolvedAddressException())))
        .isEqualTo("unknown host");
    assertThat(Failures.text(new HttpTimeoutException("x"))).isEqualTo("timed out");
    assertThat(Failures.text(new IOException(new ClosedChannelException())))
        .isEqualTo("connection broken");
    assertThat(Failures.text(new IOException("HTTP/1.1 header parser received no bytes")))
        .isEqualTo("connection broken");
    assertThat(Failures.text(new EOFException("EOF reached while reading")))
        .isEqualTo("connection broken");
    assertThat(Failures.text(new CompletionException(new IOException("Connection reset"))))
        .isEqualTo("connection broken");
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    assertThat(Failures.text(new IOException("disk on fire"))).isEqualTo("disk on fire");
    assertThat(Failures.text(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
