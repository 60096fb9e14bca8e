package org.meseta.storage.ratis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meseta.storage.LoggedState;

/** A list of texts; one of them clears it. */
final class Texts implements LoggedState {
  final List<String> texts = new ArrayList<>();

  @Override
  public void restore(byte[] snapshot) {
    texts.clear();
    if (snapshot.length > 0) {
      texts.addAll(List.of(new String(snapshot, StandardCharsets.UTF_8).split("\n")));
    }
  }

  @Override
  public void apply(byte[] record) {
    String text = new String(record, StandardCharsets.UTF_8);
    if (text.equals("clear")) {
      texts.clear();
    } else {
      texts.add(text);
    }
  }

  @Override
  public byte[] snapshot() {
    return String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
  }
}
