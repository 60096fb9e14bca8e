package org.meseta.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CandidatesTest {
  private final Candidates<String> candidates = new Candidates<>();
  private int arrivals;

  private Candidate<String> candidate(int place, int ranking, String version) {
    Candidate<String> made =
        new Candidate<>(
            "name",
            "factory",
            new Origin("bundle", version, 1),
            new Candidate.Preference(place, ranking, arrivals++));
    candidates.add(made);
    return made;
  }

  @Test
  void prefersTheNameThatWasGivenFirst() {
    Candidate<String> first = candidate(0, 0, "1.0.0");
    candidate(1, 5, "9.0.0");
    assertThat(candidates.best()).contains(first);
  }

  @Test
  void prefersTheHigherRankingThenTheNewerVersionThenTheLastThatCame() {
    Candidate<String> old = candidate(0, 0, "1.9.0");
    assertThat(candidates.best()).contains(old);
    Candidate<String> newer = candidate(0, 0, "1.10.0");
    assertThat(candidates.best()).contains(newer);
    Candidate<String> last = candidate(0, 0, "1.10.0");
    assertThat(candidates.best()).contains(last);
    Candidate<String> ranked = candidate(0, 1, "0.0.1");
    assertThat(candidates.best()).contains(ranked);
  }

  @Test
  void comparesQualifiersAsText() {
    candidate(0, 0, "1.0.0.a");
    Candidate<String> later = candidate(0, 0, "1.0.0.b");
    candidate(0, 0, "1.0.0");
    assertThat(candidates.best()).contains(later);
  }

  @Test
  void fallsBackToTheNextBestAndForgivesWhenTold() {
    Candidate<String> good = candidate(0, 0, "1.0.0");
    Candidate<String> bad = candidate(0, 0, "2.0.0");
    candidates.quarantine(bad);
    assertThat(candidates.best()).contains(good);
    candidates.remove(good);
    assertThat(candidates.best()).isEmpty();
    candidates.release();
    assertThat(candidates.best()).contains(bad);
  }
}
