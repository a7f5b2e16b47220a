import CKernels
import Tensors

/// A residual block: y = s(x) + b f(x), f a branch, s the identity or a projection, b the gate of stochastic depth.
///
/// A branch whose gate is closed for the whole batch is neither computed nor pulled back, and nothing in it moves, its
/// running statistics included. A class because it owns its chains.
package final class ResidualBlock {
  package let branch: Chain
  /// The projection of the input; nil for the identity.
  package let shortcut: Chain?
  package let gate: ResidualGate
  package let input: MapShape
  private let scratch: PanelMatrix
  private var decision = ResidualGate.Decision.scale

  /// Joins a branch and a shortcut from `input`, which end in the same shape.
  package init(branch: Chain, shortcut: Chain?, gate: ResidualGate, input: MapShape, capacity: Int) {
    precondition(
      branch.output == (shortcut?.output ?? input), "a branch to \(branch.output) does not join \(input)")
    self.branch = branch
    self.shortcut = shortcut
    self.gate = gate
    self.input = input
    scratch = PanelMatrix(rows: shortcut == nil ? 0 : capacity * input.positions, columns: input.channels)
  }

  package var output: MapShape { branch.output }
  package var chains: [Chain] { [branch] + (shortcut.map { [$0] } ?? []) }

  // MARK: Forward: y = s(x) + b f(x)

  func forward(_ input: PanelMatrix, into sum: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    let rows = batch.count * output.positions
    if let shortcut {
      shortcut.forward(input, batch: batch, lists: lists)
      sum.base.update(from: shortcut.result.base, count: sum.count(rows: rows))
    } else {
      sum.base.update(from: input.base, count: sum.count(rows: rows))
    }
    decision = gate.decide(batch)
    guard decision == .scale else { return }
    branch.forward(input, batch: batch, lists: lists)
    dl_add_examples(
      branch.result.base, rows, batch.count, gate.factors.base, sum.base, 0, sum.panels, DL_PATH_FASTEST)
  }

  // MARK: Pullback: dx = s′(x) dy + f′(x) (b dy)

  func pullback(
    _ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists,
    visit: (PulledStage) -> Void
  ) {
    let rows = examples * output.positions
    if decision == .scale {
      dl_scale_examples(
        gradient.base, rows, examples, gate.factors.base, branch.resultGradient.base, 0, gradient.panels,
        DL_PATH_FASTEST)
      branch.pullback(input, examples: examples, into: previous, lists: lists, visit: visit)
    } else {
      previous?.base.update(repeating: 0, count: previous?.count(rows: examples * self.input.positions) ?? 0)
    }
    pullShortcut(input, gradient, examples: examples, into: previous, lists: lists, visit: visit)
  }

  private func pullShortcut(
    _ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists,
    visit: (PulledStage) -> Void
  ) {
    var through = gradient
    if let shortcut {
      shortcut.resultGradient.base.update(
        from: gradient.base, count: gradient.count(rows: examples * output.positions))
      shortcut.pullback(
        input, examples: examples, into: previous == nil ? nil : scratch, lists: lists, visit: visit)
      through = scratch
    }
    guard let previous else { return }
    dl_add_examples(
      through.base, examples * self.input.positions, examples, nil, previous.base, 0, previous.panels, DL_PATH_FASTEST)
  }
}
