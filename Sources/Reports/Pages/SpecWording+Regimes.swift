import Datasets
import Experiments
import NeuralNets
import Specifications

/// What is unusual about how a trial is trained, each with the comma before it; empty where nothing is.
extension SpecWording {
  var gradient: String {
    switch spec.training.gradient {
    case .drawn: ""
    case .averaged(let draws): ", along the mean gradient over \(draws) draws of the noise"
    case .noiseOnly(let draws):
      ", along the gradient without noise plus what one of \(draws) draws differs by from their mean"
    case .boosting: ", along the gradient of the mean network's loss pulled back through a masked network"
    }
  }

  var average: String {
    spec.training.averageFrom.map { ", weights averaged over the steps from \($0.shortestDecimal) of training on" }
      ?? ""
  }

  var bootstrap: String {
    spec.dataset.bootstrap.map { ", drawn with replacement as member \($0) of a bag" } ?? ""
  }
}
