import Experiments
import Specifications
import Testing

/// What may be asked of language models.
struct SymbolInferencePlanTests {
  private static func problems(
    _ inference: String = "[{ monteCarlo: { samples: 10 } }]", claim: String = "metric: perplexity"
  ) -> String {
    Sample.problems(
      """
      name: language
      question: What is asked of symbols?
      seed: 1
      replicates: 2
      metric: { name: perplexity }
      baseline: { trial.dropout: { hidden: { bernoulli: { rate: 0.1 } } } }
      trial:
        dataset: { name: { markov-language: { symbols: 6, steps: 9 } }, training: 100, validation: 0, test: 50 }
        network: { lstm: { units: 8, embedding: 4 } }
        optimizer: { adam: { learningRate: 0.001 } }
        training: { batchSize: 20, epochs: 2 }
      vary: { trial.dropout: [{ hidden: { bernoulli: { rate: 0.1 } } }, { hidden: { bernoulli: { rate: 0.3 } } }] }
      inference: \(inference)
      claims:
        - id: C96
          statement: A number is small.
          measure: { inference: { monteCarlo: { samples: 10 } }, \(claim) }
          level: { of: { trial.dropout: { hidden: { bernoulli: { rate: 0.1 } } } }, atMost: 1 }
      """)
  }

  @Test(arguments: [
    "metric: perplexity", "metric: nll, samples: 2", "metric: error", "metric: entropy", "metric: mutualInformation",
    "metric: divergence",
  ])
  func `symbols are sampled and claimed about`(_ claim: String) {
    #expect(Self.problems(claim: claim) == "no problem", "\(Self.problems(claim: claim))")
  }

  @Test func `what is of classes or of numbers alone cannot be claimed about`() {
    for metric in ["ece", "brier", "meanSquare", "epistemicSD"] {
      let found = Self.problems(claim: "metric: \(metric)")
      #expect(found.contains("inference does not measure \(metric) of"), "\(found)")
    }
  }

  @Test func `a divergence from masks needs a bank, and has it from the plan`() {
    let claim = "metric: divergenceFromMasks"
    let banked = Self.problems("{ modes: [{ monteCarlo: { samples: 10 } }], bank: 20 }", claim: claim)
    #expect(banked == "no problem", "\(banked)")
    #expect(Self.problems(claim: claim).contains("divergenceFromMasks needs inference.bank"))
  }

  @Test(arguments: [
    "{ monteCarlo: { samples: 5, mean: geometric } }", "maskLeftOn", "oneSiteLeftOn", "classicUnscaled",
  ])
  func `other modes fit`(_ mode: String) {
    let found = Self.problems("[{ monteCarlo: { samples: 10 } }, \(mode)]")
    #expect(found == "no problem", "\(found)")
  }

  @Test(arguments: [
    ("exhaustive", "sequences have masks of their own at every step"),
    ("reestimate", "the network has no batch normalisation"), ("meanWeights", "no weights are dropped"),
  ])
  func `modes that sequences have no use for do not fit`(_ mode: String, _ reason: String) {
    let found = Self.problems("[{ monteCarlo: { samples: 10 } }, \(mode)]")
    #expect(found.contains("which fits no configuration: \(reason)"), "\(found)")
  }
}
