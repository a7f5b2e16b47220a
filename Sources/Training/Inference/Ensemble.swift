import Experiments
import NeuralNets

/// The passes that one mode of inference averages, in order, each with its weight.
struct Ensemble {
  /// Where the logits of a pass come from.
  enum Pass {
    case network(ForwardPass)
    /// Sums of layers with dropped weights by their Gaussian moments; so many samples, none for the closed form.
    case gaussian(samples: Int?)
  }

  /// How many passes there are.
  let count: Int
  var mean = EnsembleMean.arithmetic
  /// After how many passes the mean is measured.
  var marks: [Int]
  /// Whether every pass is measured by itself, as separate runs.
  var isSeparate = false
  /// Whether the examples of a batch meet, so that the size of the batch belongs to the result.
  var needsTrainingBatches = false
  /// Whether the first stage of the network is the same in all passes and computed once per batch.
  var skipsFirstStage = false
  /// What the record says was averaged when it is not the passes themselves.
  var samples: Int?
  var weight: (Int) -> Double = { _ in 1 }
  let pass: (Int) -> Pass

  /// One pass.
  static func single(samples: Int = 1, _ pass: Pass) -> Ensemble {
    Ensemble(count: 1, mean: .geometric, marks: [1], samples: samples, pass: { _ in pass })
  }

  /// What the mean is divided by after so many passes: the weights of a whole ensemble sum to one.
  var dividesByCount = true

  func total(after passes: Int) -> Double { isSeparate ? 1 : dividesByCount ? Double(passes) : 1 }
}
