import Experiments
import Specifications

/// What a trial says after an epoch, as one line for people that can be read again.
package struct EpochLine: Sendable {
  package let epoch: Int
  package let epochs: Int
  package let trainingLoss: Double
  /// The measure of validation, where one was taken.
  package let validation: (metric: Metric, value: Double)?

  package init(epoch: Int, epochs: Int, trainingLoss: Double, validation: (metric: Metric, value: Double)?) {
    (self.epoch, self.epochs, self.trainingLoss, self.validation) = (epoch, epochs, trainingLoss, validation)
  }

  package var text: String {
    let measured = validation.map { ", validation \($0.metric.title) \($0.value.shortestDecimal)" } ?? ""
    return "epoch \(epoch) of \(epochs): training loss \(trainingLoss.shortestDecimal)\(measured)"
  }

  /// The same in as many digits as people read.
  package var words: String {
    let measured = validation.map { measure in
      let text = MetricText(metric: measure.metric, intervals: [], values: [measure.value]).value(measure.value)
      return ", validation \(measure.metric.title) \(text)"
    }
    return "epoch \(epoch) of \(epochs): training loss \(NumberText.significant(trainingLoss))\(measured ?? "")"
  }

  /// A line of a log as people read it; one that is of another kind stays as it is.
  package static func words(of line: String) -> String { EpochLine(line)?.words ?? line }

  /// Reads such a line; nil for any other.
  package init?(_ text: String) {
    guard
      let match = text.wholeMatch(
        of: /epoch (\d+) of (\d+): training loss ([-+.\w]+)(?:, validation (.+) ([-+.\w]+))?/),
      let epoch = Int(match.1), let epochs = Int(match.2), let loss = Double(match.3)
    else { return nil }
    let metric = match.4.flatMap { title in Metric.allCases.first { $0.title == title } }
    let value = match.5.flatMap { Double($0) }
    let validation = metric.flatMap { metric in value.map { (metric: metric, value: $0) } }
    self.init(epoch: epoch, epochs: epochs, trainingLoss: loss, validation: validation)
  }
}
