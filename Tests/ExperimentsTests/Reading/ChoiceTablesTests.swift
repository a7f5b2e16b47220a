import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

/// The tables from which closed lists are read and a catalogue is printed.
struct ChoiceTablesTests {
  private func check<Value: Chosen>(_ type: Value.Type, except: String? = nil) throws {
    let choices = Value.choices
    #expect(Set(choices.map(\.name)).count == choices.count, "\(Value.noun)")
    for choice in choices {
      #expect(!choice.summary.isEmpty && choice.summary.count <= 150, "\(choice.name)")
      guard choice.name != except else { continue }
      let problems = Problems()
      let value = Value.read(try YAMLReader.read(choice.example, file: "example"), problems)
      #expect(problems.found.isEmpty, "\(problems.found)")
      #expect(value?.name == choice.name)
      let written = value.flatMap { Value.read($0.node, problems) }
      #expect(written == value, "\(choice.name) reads as it was written")
    }
  }

  @Test
  func `every example reads as its case, and what is written reads as itself`() throws {
    try check(Dropout.self)
    try check(Convention.self)
    try check(NetworkSpec.self)
    try check(Activation.self)
    try check(Initialization.self)
    try check(Loss.self)
    try check(Optimizer.self)
    try check(Schedule.self)
    try check(DatasetSource.self, except: "folder")
    try check(Normalization.self)
    try check(SubsetRule.self)
    try check(TestEvaluation.self)
    try check(Metric.self)
    try check(Split.self)
    try check(RepresentingEpoch.self)
    try check(Keep.self)
    try check(Tier.self)
  }
}
