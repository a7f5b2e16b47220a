import Specifications

/// Dropout inside a self-attention layer; noise on its output is an ordinary site behind it.
package struct AttentionDropout: Hashable, Sendable {
  /// On the attention weights, each on its own per example, head and pair of positions (Vaswani et al. 2017): r ⊙ A / p.
  package var weights: ScheduledRate
  /// On whole heads per example (Zhou et al. 2020, DropHead), as r / p; the paper divides by the share that was kept.
  package var heads: ScheduledRate

  package init(weights: ScheduledRate, heads: ScheduledRate) {
    self.weights = weights
    self.heads = heads
  }

  /// At rates that do not change.
  package init(weights: Rate = Rate(0), heads: Rate = Rate(0)) {
    self.init(weights: ScheduledRate(weights), heads: ScheduledRate(heads))
  }
}
