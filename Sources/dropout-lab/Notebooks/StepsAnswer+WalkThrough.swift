import Identities
import NeuralNets
import Reports
import Specifications

extension StepsAnswer {
  /// Puts a walk through the tiny network into words.
  init(_ walk: WalkThrough, dropout: Dropout) {
    let units = ["unit 1", "unit 2", "unit 3", "unit 4"]
    let classes = ["class 1", "class 2"]
    self.init(
      steps: Self.forward(walk, units, classes, dropout) + Self.backward(walk, units, classes)
        + [Self.evaluation(walk, classes)])
  }

  /// A matrix row by row.
  private static func rows(_ name: String, _ values: [Double], width: Int) -> [Row] {
    stride(from: 0, to: values.count, by: width).enumerated().map { index, start in
      Row("\(name) \(index + 1)", Array(values[start..<start + width]))
    }
  }

  /// A matrix column by column.
  private static func transposed(_ values: [Double], _ name: String, width: Int) -> [Row] {
    (0..<width).map { column in
      Row("\(name) \(column + 1)", stride(from: column, to: values.count, by: width).map { values[$0] })
    }
  }

  private static func forward(
    _ walk: WalkThrough, _ units: [String], _ classes: [String], _ dropout: Dropout
  ) -> [Step] {
    let dropped = walk.factors.count { $0 == 0 }
    let share =
      dropped == 0
      ? "No unit is dropped this time" : "\(dropped) of 4 \(dropped == 1 ? "units is" : "units are") dropped"
    let input = walk.input.map { Self.text($0).replacing("-", with: "−") }.joined(separator: ", ")
    return [
      Step(
        title: "The hidden layer without noise",
        text:
          "The input is x = (\(input)). Each unit sums the inputs times its "
          + "weights, adds its bias (z = W x + b), and ReLU keeps what is above zero (a = max(0, z)).",
        heads: units,
        rows: transposed(walk.hiddenWeights, "weight of x", width: 3) + [
          Row("bias", walk.hiddenBias), Row("z", walk.sums), Row("a", walk.activations),
        ]),
      Step(
        title: "The noise",
        text:
          "The variant \(dropout.name) draws one factor s per unit, the very factors that training draws in the first "
          + "step of this seed, and multiplies: ã = s ⊙ a. \(share).",
        heads: units, rows: [Row("s", walk.factors), Row("ã", walk.noisy)]),
      Step(
        title: "Logits, probabilities and the loss",
        text:
          "The output layer sums what is left; softmax turns the logits into probabilities. The true class is 1, so the "
          + "loss is −ln p₁ = \(Self.text(walk.loss)). The last row is what dropout-lab's own network gives in single "
          + "precision under the same noise.",
        heads: classes,
        rows: transposed(walk.outputWeights, "weight of ã", width: 4) + [
          Row("bias", walk.outputBias), Row("logit", walk.logits), Row("p", walk.probabilities),
          Row("dropout-lab's logit", walk.packageLogits),
        ]),
    ]
  }

  private static func backward(_ walk: WalkThrough, _ units: [String], _ classes: [String]) -> [Step] {
    [
      Step(
        title: "Back to the logits", text: "The slope of the cross-entropy is p minus the true class as 0 and 1.",
        heads: classes, rows: [Row("∂L/∂logit", walk.logitSlopes)]),
      Step(
        title: "Back through the noise",
        text:
          "The same factors act on the way back: ∂L/∂a = s ⊙ ∂L/∂ã. A dropped unit hands nothing on, however large the "
          + "slope is that reaches it; ReLU then stops what had z ≤ 0.",
        heads: units,
        rows: [
          Row("∂L/∂ã", walk.noisySlopes), Row("∂L/∂a", walk.activationSlopes), Row("∂L/∂z", walk.sumSlopes),
        ]),
      Step(
        title: "The gradients of the weights",
        text:
          "Into the output layer: slope of the class times ã, so the column of a dropped unit is zero. Into the hidden "
          + "layer: ∂L/∂z times the inputs, so a dropped unit does not learn in this step.",
        heads: units,
        rows: rows("output, class", walk.outputGradient, width: 4)
          + transposed(walk.hiddenGradient, "hidden, input", width: 3)),
    ]
  }

  private static func evaluation(_ walk: WalkThrough, _ classes: [String]) -> Step {
    Step(
      title: "The same network, evaluated",
      text: "Evaluation draws nothing. The factors of training have mean 1, so no weight is scaled; under the classic "
        + "convention the activations would be multiplied by p here.",
      heads: classes, rows: [Row("logit", walk.evaluationLogits), Row("p", walk.evaluationProbabilities)])
  }

  private static func text(_ value: Double) -> String {
    ((value * 1e6).rounded() / 1e6).shortestDecimal
  }
}
