import Experiments
import Specifications
import Testing

/// What may be asked of networks that answer with real numbers.
struct RegressionInferenceTests {
  private static func text(_ inference: String, loss: String, set: String, claim: String) -> String {
    """
    name: numbers
    question: What is asked of numbers?
    seed: 1
    replicates: 2
    metric: { name: meanSquare }
    baseline: { trial.dropout: { hidden: { bernoulli: { rate: 0.1 } } } }
    trial:
      dataset: { name: \(set), training: 100, validation: 0, test: 50 }
      network: { mlp: { hidden: [8] } }
      loss: \(loss)
      optimizer: { adam: { learningRate: 0.001 } }
      training: { batchSize: 20, epochs: 2 }
    vary: { trial.dropout: [{ hidden: { bernoulli: { rate: 0.1 } } }, { hidden: { bernoulli: { rate: 0.3 } } }] }
    inference: \(inference)
    claims:
      - id: C96
        statement: A number is small.
        measure: { inference: { monteCarlo: { samples: 10 } }, \(claim) }
        level: { of: { trial.dropout: { hidden: { bernoulli: { rate: 0.1 } } } }, atMost: 1 }
    """
  }

  private static func problems(
    _ inference: String = "[{ monteCarlo: { samples: 10 } }]", loss: String = "normalLikelihood",
    set: String = "gap-sine", claim: String = "metric: meanSquare"
  ) -> String {
    Sample.problems(text(inference, loss: loss, set: set, claim: claim))
  }

  @Test(arguments: [
    "metric: nll", "metric: aleatoricSD", "metric: epistemicSDInGap", "metric: epistemicSDOutsideGap",
    "metric: epistemicSD, samples: 2", "metric: meanSquare, samples: 1",
  ])
  func `numbers are sampled and claimed about`(_ claim: String) {
    #expect(Self.problems(claim: claim) == "no problem", "\(Self.problems(claim: claim))")
  }

  @Test func `what a set, a loss or a single pass lacks cannot be claimed about`() {
    let lacks = "inference does not measure"
    #expect(Self.problems(claim: "metric: error").contains("\(lacks) error of real numbers by normalLikelihood"))
    #expect(Self.problems(loss: "meanSquaredError", claim: "metric: nll").contains("\(lacks) nll of real numbers"))
    #expect(Self.problems(loss: "meanSquaredError", claim: "metric: aleatoricSD").contains("\(lacks) aleatoricSD"))
    #expect(
      Self.problems(set: "concrete-line", claim: "metric: epistemicSDInGap").contains("\(lacks) epistemicSDInGap"))
    #expect(Self.problems(claim: "metric: epistemicSD, samples: 1").contains("epistemicSD needs more than one pass"))
  }

  @Test(arguments: ["{ monteCarlo: { samples: 5, mean: geometric } }", "maskLeftOn", "exhaustive"])
  func `modes of classes do not fit`(_ mode: String) {
    let found = Self.problems("[{ monteCarlo: { samples: 10 } }, \(mode)]")
    #expect(found.contains("which fits no configuration: it is for classes, and answers are real numbers"), "\(found)")
  }
}
